"""What all explorers share: controls by name, training that listens, words, and a saved form."""

import io
import math
from functools import partial
from html import escape

import ipywidgets
from IPython import get_ipython

from nnlib import checks, svg
from nnlib.live import STOPPED_BY_HAND, WIDGET_VIEW, Runner
from nnlib.metrics import TOLERANCE, is_within
from nnlib.plots import POINTS_A_CURVE
from nnlib.training import STILL_TRAINING, epoch_by_epoch

MOST_EPOCHS_AT_ONCE = 100_000
MOST_EPOCHS = 1_000_000
HIGHEST_RATE, LOWEST_RATE = 1000.0, 0.001
MOST_STARTS, STARTS_TO_SLIDE = 1000, 100
SECONDS_AT_ONCE = 0.12  # a change that trains no longer than this shows its end only
EPOCHS_A_STEP = 8
KEEP_THE_NETWORK = {"learning_rate", "stop_at_loss", "log_scale"}
PICTURES = (
    '<div style="display:grid;gap:0 24px;line-height:normal;max-width:1150px;'
    'grid-template-columns:repeat(auto-fit,minmax(min(max(380px,34%),100%),1fr))">{}</div>'
)
SIDE_BY_SIDE = {"flex_flow": "row wrap", "grid_gap": "4px 16px", "align_items": "center"}


class Explorer:
    """A network in training with controls to move; the base of all explorers.

    Buttons train on the kernel's event loop, so that every control can be moved meanwhile. A
    change of the learning rate, or of the loss to stop at, holds from the next epoch on. Any other
    change begins again, and if the network had been trained before, trains as many epochs as the
    control ``epochs`` says. In a cell, ``train`` comes back when it is done.

    A subclass gives its own controls and answers ``begin``, ``pictures``, ``figure``, ``subject``
    and ``remarks``.

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
        checks.whole_number(epochs, "epochs")
        checks.number(learning_rate, "learning_rate", above=0)
        checks.whole_number(start, "start")
        checks.number(stop_at_loss, "stop_at_loss", at_least=0)
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
        self._learning_rate, self._stop_at_loss = learning_rate, stop_at_loss
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

    def subject(self):
        """Return in a few words what is trained."""
        raise NotImplementedError

    def remarks(self, dataset):
        """Return sentences on what to know about the data."""
        raise NotImplementedError

    # What a notebook uses

    @property
    def network(self):
        """The network as it is now."""
        self._settle_for_a_cell()
        return self._network

    @property
    def history(self):
        """What happened since the start, a ``History``."""
        self._settle_for_a_cell()
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
        self._settle_for_a_cell()
        if self._problem is not None:
            raise ValueError(self._problem)
        epochs = self.controls["epochs"].value if epochs is None else epochs
        if not self._runner.finish(self._epochs(checks.whole_number(epochs, "epochs"))):
            print(f"Training was {self._history.stopped_because}; what was learned is kept.")
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
        self._runner.close()
        for part in (self._box, *self.controls.values()):
            for widget in _with_all_parts(part):
                widget.close()

    def summary(self):
        """Return the present state in one line."""
        self._settle_for_a_cell()
        return self._in_one_line()

    def _in_one_line(self):
        if self._problem is not None:
            return f"{self.subject()}: nothing can be trained yet"
        right = is_within(self._network.predict(self._dataset.inputs), self._dataset.targets)
        epochs = "1 epoch" if self._history.epochs == 1 else f"{self._history.epochs:,} epochs"
        return (
            f"{self.subject()}: {epochs}, loss {self._history.loss[-1]:.4g}, "
            f"{right.sum()} of {right.size} rows within {TOLERANCE:g} of their targets"
        )

    def _repr_mimebundle_(self, **options):
        words = f"{type(self).__name__}: {self.summary()}"
        data = {"text/plain": words}
        if self._box.comm is not None:  # not closed
            data[WIDGET_VIEW] = self._box._repr_mimebundle_()[WIDGET_VIEW]
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
        self._runner.enter(partial(self._runner.settle, self._settle))

    def _copy_values(self):
        """Copy what every epoch asks for: reading a widget's value takes ten times as long.

        A box may hold what is no number; then the last one holds on.
        """
        rate, limit = (self.controls[name].value for name in ("learning_rate", "stop_at_loss"))
        self._learning_rate = rate if rate > 0 else self._learning_rate
        self._stop_at_loss = limit if limit >= 0 else self._stop_at_loss

    def _settle(self):
        """Take over what was changed; where that begins again, train on the event loop."""
        if self._take_over_changes():
            self._say(f"Training again, from the start: {self.subject()} ...")
            self._runner.start(self._epochs(self.controls["epochs"].value), SECONDS_AT_ONCE)

    def _settle_for_a_cell(self):
        """Take over what was changed, and come back when it is trained."""
        if self._take_over_changes():
            self._runner.finish(self._epochs(self.controls["epochs"].value))

    def _settle_for_a_button(self):
        """Take over what was changed, and leave the training to the button."""
        if self._take_over_changes():
            self._show_start()

    def _take_over_changes(self):
        """Do what a change of controls asks for, and return whether to train again."""
        changed, self._changed = self._changed, set()
        if not changed:
            return False
        if changed <= KEEP_THE_NETWORK:
            self._draw()
            if "learning_rate" in changed and not self._runner.running:
                self._say(f"The learning rate is {self._learning_rate:g} from the next epoch on.")
            return False
        trained = self._history.epochs > 0
        self._runner.drop()
        self._begin()
        if trained and self._problem is None:
            return True
        self._show_start()
        return False

    # Training

    def _begin(self):
        """Make the network anew; where that cannot be, keep the last one and the reason."""
        try:
            self._network, self._dataset, loss = self.begin()
        except ValueError as error:
            self._problem = str(error)
            return
        self._problem = None
        self._over = False
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
        """Train so many epochs, a few a step, or until the loss to stop at."""
        losses = self._history.loss
        for number in range(count):
            if losses[-1] <= self._stop_at_loss:
                return
            if next(self._steps, None) is None:
                self._over = True
                return
            if number % EPOCHS_A_STEP == 0:
                yield

    def _is_low_enough(self):
        return self._history.loss[-1] <= self._stop_at_loss

    def _ended(self, reason):
        history = self._history
        if reason is None and self._is_low_enough():
            reason = f"Done: the loss has reached {self._stop_at_loss:g}, where it was to stop."
        elif reason is None and history.epochs == MOST_EPOCHS:
            reason = f"{MOST_EPOCHS:,} epochs are the most. Press Reset to begin again."
        elif reason is None and self._over:
            reason = f"It ended: {history.stopped_because}. Press Reset to begin again."
        if history.stopped_because is STILL_TRAINING:
            stopped = reason == STOPPED_BY_HAND
            history.stopped_because = "stopped by hand" if stopped else "ready to go on"
        self._say(f"{reason or 'Done.'} {self._in_one_line()}.")

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
        self._settle_for_a_button()
        if not self._runner.running and self._can_train():
            self._say(f"Training: {self.subject()} ...")
            self._runner.start(self._epochs(self.controls["epochs"].value))

    def _press_step(self):
        self._settle_for_a_button()
        if self._can_train():
            self._runner.start(self._epochs(1))

    def _press_pause(self):
        self._settle_for_a_button()
        if self._runner.running:
            self._runner.stop("Paused.")
        else:
            self._say(f"Nothing is training now: {self._in_one_line()}.")

    def _can_train(self):
        if self._problem is not None:
            self._say("This cannot be trained yet: mend it first.")
        elif self._is_low_enough():
            self._say(
                f"The loss is {self._stop_at_loss:g} or less, where it was to stop. Lower that "
                "number, or press Reset."
            )
        return self._problem is None and not self._is_low_enough()

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
    options = {"tooltip": f"{low:,} to {high:,}"} | ({} if isinstance(low, int) else {"step": None})
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
            button.description = f"✔ {option}" if button.value else option

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
