"""What all explorers share: controls by name, training that listens, words, and a saved form."""

import io
import math
from functools import partial
from html import escape

import ipywidgets
from IPython import get_ipython

from nnlib import checks, svg
from nnlib.live import WIDGET_VIEW, Runner
from nnlib.metrics import TOLERANCE, is_within
from nnlib.plots import POINTS_A_CURVE
from nnlib.training import epoch_by_epoch

MOST_EPOCHS_AT_ONCE = 100_000
MOST_EPOCHS = 1_000_000
HIGHEST_RATE, LOWEST_RATE = 1000.0, 0.001
MOST_STARTS, STARTS_TO_SLIDE = 1000, 100
SECONDS_AT_ONCE = 0.09  # a change that trains no longer than this shows its end only
KEEP_THE_NETWORK = {"learning_rate", "stop_at_loss", "log_scale"}
PICTURES = (
    '<div style="display:grid;gap:8px 24px;line-height:normal;'
    'grid-template-columns:repeat(auto-fit,minmax(min(380px,100%),1fr))">{}</div>'
)
SIDE_BY_SIDE = {"flex_flow": "row wrap", "grid_gap": "4px 16px", "align_items": "center"}


class Explorer:
    """A network in training with controls to move; the base of all explorers.

    Buttons train on the kernel's event loop, so that every control can be moved meanwhile. A
    change of the learning rate holds from the next epoch on. A change of the data or the network
    begins again, and trains as many epochs as the control ``epochs`` says if the network had been
    trained before. In a cell, ``train`` does the same and comes back when it is done.

    A subclass gives its own controls and answers ``begin``, ``pictures`` and ``figure``.

    Parameters
    ----------
    controls : dict of str to widget
        What makes the network and its data; each has a ``value``. A drop-down is shown as a row
        of buttons.
    epochs, learning_rate, start, stop_at_loss
        The first values of the controls that all explorers have.
    below : list of widget
        Shown under the pictures.

    Attributes
    ----------
    controls : dict of str to widget
        All controls, by name: ``explorer.controls["learning_rate"].value = 5``.
    """

    _by_cell = {}  # noqa: RUF012

    def __init__(self, controls, *, epochs, learning_rate, start, stop_at_loss, below=()):
        numbers = {
            "epochs": _number("epochs", epochs, 1, MOST_EPOCHS_AT_ONCE, "140px"),
            "learning_rate": _number(
                "learning rate", learning_rate, LOWEST_RATE, HIGHEST_RATE, "170px"
            ),
            "start": _number("start (seed)", start, 1, MOST_STARTS, "150px"),
            "stop_at_loss": _number("stop at a loss of", stop_at_loss, 0.0, 1.0, "190px"),
        }
        sliders = {
            "epochs": _round_numbers(1, MOST_EPOCHS_AT_ONCE),
            "learning_rate": _round_numbers(LOWEST_RATE, HIGHEST_RATE),
            "start": range(1, STARTS_TO_SLIDE + 1),
            "stop_at_loss": [0.0, *_round_numbers(0.0001, 1.0)],
        }
        log_scale = ipywidgets.Checkbox(False, description="log scale", indent=False)
        self.controls = {**controls, **numbers, "log_scale": log_scale}
        self._runner = Runner(self._draw, self._ended)
        self._changed = set()
        self._copy_values()
        self._picture = ipywidgets.HTML()
        self._status = ipywidgets.HTML()
        self._box = ipywidgets.VBox(
            [
                ipywidgets.Box([_shown(each) for each in controls.values()], layout=SIDE_BY_SIDE),
                ipywidgets.Box(
                    [
                        *(_with_slider(box, sliders[name]) for name, box in numbers.items()),
                        log_scale,
                    ],
                    layout=SIDE_BY_SIDE,
                ),
                ipywidgets.Box(self._buttons(), layout=SIDE_BY_SIDE),
                self._status,
                self._picture,
                *below,
            ]
        )
        for name, control in self.controls.items():
            control.observe(partial(self._note_change, name), "value")
        self._history = None
        self._close_the_one_before()
        self._begin()
        self._show_start()

    # What a subclass answers

    def begin(self):
        """Return a new network and its data, as the controls say: (network, dataset, loss).

        Raises
        ------
        ValueError
            Where the controls ask for what cannot be trained; its words are shown.
        """
        raise NotImplementedError

    def pictures(self, network, dataset):
        """Return the pictures beside the loss, as a list of SVG text."""
        raise NotImplementedError

    def figure(self, network, dataset, losses, log):
        """Return the present state as a Matplotlib figure, which stays when widgets are gone."""
        raise NotImplementedError

    def remarks(self, dataset):
        """Return sentences on what to know about the data."""
        return []

    # What a notebook uses

    @property
    def network(self):
        """The network as it is now."""
        self._apply_changes(wait=True)
        return self._network

    @property
    def history(self):
        """What happened since the start, a ``History``."""
        self._apply_changes(wait=True)
        return self._history

    def train(self, epochs=None):
        """Train on, and come back when it is done.

        Parameters
        ----------
        epochs : int, optional
            As many as the control ``epochs`` says if not given.

        Returns
        -------
        History

        Raises
        ------
        ValueError
            Where the controls ask for what cannot be trained.
        """
        self._apply_changes(wait=True)
        if self._problem is not None:
            raise ValueError(self._problem)
        epochs = self.controls["epochs"].value if epochs is None else epochs
        self._runner.finish(self._epochs(checks.whole_number(epochs, "epochs")))
        return self._history

    def reset(self):
        """Go back to the start: a network that has not been trained."""
        self._changed.clear()
        self._runner.drop()
        self._begin()
        self._show_start()

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._changed.clear()
        self._runner.drop()
        for part in (self._box, *self.controls.values()):
            for widget in _with_all_parts(part):
                widget.close()

    def summary(self):
        """Return the present state in one line."""
        if self._problem is not None:
            return "nothing is trained: the table has to be mended first"
        right = is_within(self._network.predict(self._dataset.inputs), self._dataset.targets)
        return (
            f"{self._history.epochs:,} epochs, loss {self._history.loss[-1]:.4g}, "
            f"{right.sum()} of {right.size} rows within {TOLERANCE:g} of their targets"
        )

    def _repr_mimebundle_(self, **options):
        self._apply_changes(wait=True)
        words = f"{type(self).__name__}: {self.summary()}"
        data = {"text/plain": words, WIDGET_VIEW: self._box._repr_mimebundle_()[WIDGET_VIEW]}
        if self._problem is not None:
            return data, {}
        file = io.BytesIO()
        log = self.controls["log_scale"].value
        figure = self.figure(self._network, self._dataset, self._history.loss, log)
        figure.savefig(file, format="png", metadata={"Software": None})
        return data | {"image/png": file.getvalue()}, {"image/png": {"alt": words}}

    # Changes: the latest wins

    def _note_change(self, name, change):
        self._copy_values()
        self._changed.add(name)
        self._runner.enter(partial(self._runner.settle, self._apply_changes))

    def _copy_values(self):
        """Copy what every epoch asks for: reading a widget's value takes ten times as long."""
        self._learning_rate = self.controls["learning_rate"].value
        self._stop_at_loss = self.controls["stop_at_loss"].value

    def _apply_changes(self, wait=False):
        changed, self._changed = self._changed, set()
        if not changed:
            return
        if changed <= KEEP_THE_NETWORK:
            self._draw()
            if "learning_rate" in changed and not self._runner.running:
                rate = self.controls["learning_rate"].value
                self._say(f"The learning rate is {rate:g} from the next epoch on.")
            return
        trained = self._history is not None and self._history.epochs > 0
        self._runner.drop()
        self._begin()
        if not trained or self._problem is not None:
            self._show_start()
        elif wait:
            self._runner.finish(self._epochs(self.controls["epochs"].value))
        else:
            self._runner.start(self._epochs(self.controls["epochs"].value), SECONDS_AT_ONCE)

    # Training

    def _begin(self):
        """Make the network anew; where that cannot be, keep the last one and the reason."""
        try:
            self._network, self._dataset, loss = self.begin()
        except ValueError as error:
            self._problem = str(error)
            return
        self._problem = None
        self._steps = epoch_by_epoch(
            self._network,
            self._dataset.inputs,
            self._dataset.targets,
            epochs=MOST_EPOCHS,
            learning_rate=lambda epoch: self._learning_rate,
            loss=loss,
        )
        self._history = next(self._steps)

    def _show_start(self):
        self._draw()
        if self._problem is None:
            self._say("At the start. What will happen? Guess, then press Train.")
        else:
            self._say("This cannot be trained yet. What you typed is kept: mend it, and go on.")

    def _epochs(self, count):
        """Train so many epochs, one at a time, or until the loss to stop at."""
        losses = self._history.loss
        goal = len(losses) + count
        while len(losses) < goal and losses[-1] > self._stop_at_loss:
            if next(self._steps, None) is None:
                return
            yield

    def _is_low_enough(self):
        return self._history.loss[-1] <= self._stop_at_loss

    def _ended(self, reason):
        if reason is None and self._is_low_enough():
            reason = f"Done: the loss has reached {self._stop_at_loss:g}, where it was to stop."
        elif reason is None and self._history.epochs == MOST_EPOCHS:
            reason = f"{MOST_EPOCHS:,} epochs are the most. Press Reset to begin again."
        self._say(f"{reason or 'Done.'} {self.summary()}.")

    # Buttons

    def _buttons(self):
        actions = {
            "Train": (self._press_train, "train as many epochs as the box says"),
            "Step": (self._press_step, "train one epoch"),
            "Pause": (self._press_pause, "stop here; Train goes on from here"),
            "Reset": (self.reset, "go back to the start"),
        }
        buttons = []
        for name, (action, tooltip) in actions.items():
            button = ipywidgets.Button(description=name, tooltip=tooltip)
            button.on_click(lambda _, action=action: self._runner.enter(action))
            buttons.append(button)
        buttons[0].button_style = "primary"
        return buttons

    def _press_train(self):
        self._apply_changes()
        if self._can_train():
            self._say("Training ...")
            self._runner.start(self._epochs(self.controls["epochs"].value))

    def _press_step(self):
        self._apply_changes(wait=True)
        if self._can_train():
            self._runner.start(self._epochs(1))

    def _press_pause(self):
        if self._runner.running:
            self._runner.stop("Paused.")
        elif self._can_train():
            self._say(f"Nothing is training now. {self.summary()}.")

    def _can_train(self):
        if self._problem is not None:
            self._say("This cannot be trained yet: mend it first.")
        return self._problem is None

    # What is seen

    def _say(self, words):
        if self._problem is not None:
            notes = self._problem.splitlines()
        else:
            notes = self.remarks(self._dataset)
        text = "<br>".join(escape(line) for line in [words, *notes])
        self._status.value = f'<div role="status" style="line-height:1.4">{text}</div>'

    def _draw(self):
        if self._problem is not None:
            self._picture.value = ""
            return
        losses, last = self._history.loss, self._history.epochs
        stride = -(-len(losses) // POINTS_A_CURVE)
        points = [(epoch, losses[epoch]) for epoch in [*range(0, last, stride), last]]
        loss = svg.loss_curve(points, "Loss", self.controls["log_scale"].value)
        pictures = [loss, *self.pictures(self._network, self._dataset)]
        self._picture.value = PICTURES.format("".join(f"<div>{each}</div>" for each in pictures))

    def _close_the_one_before(self):
        """Close what this cell made when it ran before; it would stay in memory."""
        shell = get_ipython()
        parent = getattr(getattr(shell, "kernel", None), "get_parent", dict)()
        cell = parent.get("metadata", {}).get("cellId")
        if cell is None:
            return
        run, made = Explorer._by_cell.get(cell, (None, []))
        if run != shell.execution_count:
            for explorer in made:
                explorer.close()
            made = []
        Explorer._by_cell[cell] = (shell.execution_count, [*made, self])


def _number(name, value, low, high, width):
    """Return a box for a number; a whole one where `low` is."""
    kind = ipywidgets.BoundedIntText if isinstance(low, int) else ipywidgets.BoundedFloatText
    options = {} if isinstance(low, int) else {"step": None}
    look = {"style": {"description_width": "initial"}, "layout": {"width": width}}
    return kind(value, min=low, max=high, description=name, **look, **options)


def _shown(control):
    """Return what a learner sees of a control: buttons for a drop-down, else itself.

    JupyterLab takes arrows and letters as commands of its own while a drop-down has the focus,
    down to deleting the cell.
    """
    if not isinstance(control, ipywidgets.Dropdown):
        return control

    def follow_button(option, change):
        if change.new:
            control.value = option
        elif control.value == option:  # pressed again: it stays
            buttons[option].value = True

    def follow_control(change):
        for option, button in buttons.items():
            button.value = option == control.value
            button.icon = "check" if button.value else ""

    buttons = {
        option: ipywidgets.ToggleButton(
            description=option, tooltip=f"choose {option}", layout={"width": "auto"}
        )
        for option in control.options
    }
    for option, button in buttons.items():
        button.observe(partial(follow_button, option), "value")
    control.observe(follow_control, "value")
    follow_control(None)
    return ipywidgets.Box([ipywidgets.Label(control.description), *buttons.values()])


def _with_slider(box, choices):
    """Return `box` with a slider beside it, which stands at the choice nearest to the box."""

    def nearest():
        return min(choices, key=lambda choice: abs(choice - box.value))

    def follow_slider(change):
        if slider.value != nearest():
            box.value = slider.value

    def follow_box(change):
        slider.value = nearest()

    slider = ipywidgets.SelectionSlider(
        options=choices, value=nearest(), readout=False, layout={"width": "150px"}
    )
    slider.observe(follow_slider, "value")
    box.observe(follow_box, "value")
    return ipywidgets.HBox([box, slider])


def _round_numbers(low, high):
    """Return 1, 2, 3, 5 and 7 times the powers of ten that lie between `low` and `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 3, 5, 7)]
    return [type(low)(number) for number in numbers if low <= number <= high]


def _with_all_parts(widget):
    """Yield a widget and all that it is made of."""
    for child in getattr(widget, "children", ()):
        yield from _with_all_parts(child)
    yield from filter(None, (widget.layout, getattr(widget, "style", None), widget))
