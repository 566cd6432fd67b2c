"""Any small network, any points in the plane: the playground."""

from contextlib import contextmanager
from functools import partial

import ipyevents
import ipywidgets
import numpy as np

from nnlib.explorers import maps
from nnlib.explorers.base import Explorer
from nnlib.explorers.controls import SIDE_BY_SIDE
from nnlib.explorers.many import ManyStarts
from nnlib.explorers.panel import arranged, panel, put_into, values_of
from nnlib.explorers.points import PointsEditor
from nnlib.explorers.set_up import LEAST_REACH, set_up
from nnlib.explorers.settings import (
    DRAWN_ONLY,
    FEATURES,
    MOST_LAYERS,
    OWN_POINTS,
    read_settings,
    write_settings,
)
from nnlib.export import keras_code, numpy_code

OF_THE_BASE = ("epochs", "learning_rate", "start", "stop_at_loss")
PICTURE = '<div style="max-width:{}px;margin-bottom:6px">{}</div>'


class Playground(Explorer):
    """A network of up to four hidden layers, and points in the plane for it to learn from.

    Parameters
    ----------
    settings : str
        Such as ``"data=spiral layers=8-8 activation=relu"``. The line ``settings`` always has it
        for what is set, and it brings back the same run to the bit.

    Raises
    ------
    ValueError
        In a sentence that names the part of the settings that cannot be read.
    """

    slice_to_drawing = 2.0  # its pictures are large
    keep_the_network = Explorer.keep_the_network | {"l1", "l2", "patience", "click"}

    def __init__(self, settings=""):
        values = read_settings(settings)
        self._made, self._many = None, ManyStarts()
        self._editor = PointsEditor(values["points"], self._say)
        self._surface, self._points = (
            ipywidgets.HTML(layout={"grid_area": "1 / 1 / 2 / 2"}) for _ in range(2)
        )
        # One over the other: what stays while a network trains is not sent again.
        self._plane = ipywidgets.GridBox(
            [self._surface, self._points], layout={"grid_template_columns": "440px"}
        )
        self._line = ipywidgets.Text(
            description="settings",
            tooltip="copy it to keep it; paste another and press Enter",
            continuous_update=False,
            layout={"width": "640px"},
        )
        self._how, self._moves_controls = None, False
        self._code = ipywidgets.Textarea(
            description="code", rows=14, layout={"width": "640px", "display": "none"}
        )
        controls = panel(values) | {"points": self._editor.table, "click": self._editor.click}
        super().__init__(
            controls, **{name: values[name] for name in OF_THE_BASE}, below=self._below()
        )
        self.controls["settings"] = self._line
        self._line.observe(self._follow_line, "value")
        self._events = ipyevents.Event(source=self._plane, watched_events=["click"])
        self._events.on_dom_event(
            lambda event: self._runner.enter(partial(self._press_surface, event))
        )

    @property
    def settings(self):
        """What is set, as a line that ``Playground`` takes."""
        return write_settings(values_of(self.controls))

    def held_out_right(self):
        """Return the share of held-out points on the right side, or NaN where there are none."""
        self._settle_or_raise()
        return self._made.right(self._network, self._made.held_out)

    def many_starts(self):
        """Train from a hundred starts, come back when it is done, and return how many learned it.

        A start has learned it when 95 of 100 held-out points (of all, where none are held out) are
        on the right side, or the loss is a tenth of the mean's where numbers are matched.
        """
        self._settle_or_raise()
        self._many.finish(values_of(self.controls), self.controls["log_scale"].value)
        return self._many.success()

    def numpy_code(self):
        """Return the network as a program that needs NumPy only."""
        self._settle_or_raise()
        return numpy_code(self._network, [FEATURES[name][0] for name in self._made.inputs])

    def keras_code(self):
        """Return the network as a program for Keras 3."""
        self._settle_or_raise()
        return keras_code(self._network, [FEATURES[name][0] for name in self._made.inputs])

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._many.close()
        self._events.close()
        super().close()

    # What the base asks

    def begin(self):
        """Return the network, the points to learn from, and how it is trained."""
        self._many.clear()
        self._surface.value, self._points.value = maps.empty_plane(), ""
        self._code.value, self._code.layout.display = "", "none"
        own = self.controls["data"].value == OWN_POINTS
        used = dict.fromkeys(DRAWN_ONLY, not own)
        for at in range(1, MOST_LAYERS + 1):
            used[f"units_{at}"] = at <= self.controls["layers"].value
        for name, is_used in used.items():
            self._shown[name].layout.display = "flex" if is_used else "none"
        self._own_box.layout.display = "flex" if own else "none"
        self._made = set_up(values_of(self.controls))
        self._columns = self._made.columns(maps.grid(self._made.reach))
        self._points.value = maps.marks(self._made)
        return self._made.network, self._made.examples, self._made.training

    def steer(self, training):
        """Hand over what weights cost, and the patience where points are held out."""
        training.l1, training.l2 = (max(self.controls[name].value, 0.0) for name in ("l1", "l2"))
        patience = max(self.controls["patience"].value, 0)
        watched = len(self._made.held_out.inputs) > 0
        training.patience = patience if patience and watched else None
        how = (self._learning_rate, training.l1, training.l2)
        if how != self._how:
            self._how = how
            self._many.clear()

    def pictures(self, network, dataset):
        """Draw the output over the plane, and return the network with a map in every unit."""
        layers = network.forward(self._columns)
        self._surface.value = maps.surface(layers[-1], self._made)
        return [maps.diagram(network, self._made, self._columns, layers)]

    def laid_out(self, pictures):
        """Return loss and network, one below the other."""
        loss, network = pictures
        return PICTURE.format(480, loss) + PICTURE.format(640, network)

    def arranged(self, controls):
        """Return the controls in rows with names."""
        box, self._shown = arranged(controls)
        return box

    def beside(self, picture):
        """Return the surface with loss and network at its right."""
        picture.layout.flex = "1 1 480px"
        layout = SIDE_BY_SIDE | {"align_items": "flex-start"}
        return ipywidgets.Box([self._plane, picture], layout=layout)

    def figure(self, network, dataset, losses, log):
        """Return loss and surface as a still picture."""
        held_out = self._history.validation_loss
        outputs = network.predict(self._columns)
        return maps.still(losses, held_out, log, outputs, self._made)

    def subject(self):
        """Return data and network in a few words."""
        values = values_of(self.controls)
        sizes = [len(values["inputs"]), *values["layers"], 1]
        of = f" ({values['activation']})" if values["layers"] else ""
        return f"{values['data']}, {'-'.join(map(str, sizes))}{of}"

    def result(self, epoch, network):
        """Return losses, and how many points are on the right side, against a baseline."""
        made, history = self._made, self._history
        words = f"loss {history.loss[epoch]:.4g}"
        if history.validation_loss:
            words += f", held out {history.validation_loss[epoch]:.4g}"
        if made.is_regression:
            return f"{words} (always answering the mean: {made.seen.targets.var():.4g})"
        parts = [("", made.seen)] + [("held out ", made.held_out)] * (len(made.held_out.inputs) > 0)
        for name, part in parts:
            words += f", {name}{made.right(network, part):.0%} right"
        answer, share = made.baseline
        return f"{words} (always answering {answer}: {share:.0%})"

    def remarks(self, dataset):
        """Return what a setting cannot do here."""
        said = []
        held_out = len(self._made.held_out.inputs)
        if self.controls["patience"].value > 0 and not held_out:
            said.append("Patience needs held-out points: raise the share held out.")
        if np.ptp(self._made.seen.targets) == 0:
            said.append("All targets are the same: there is nothing to tell apart.")
        return said

    # Its own buttons

    def _below(self):
        actions = {
            "Many starts": (self._press_many, "the same from a hundred other starts at once"),
            "Take these points": (self._press_take, "make them your own, to be changed"),
            "NumPy code": (partial(self._show_code, "numpy_code"), "this network in NumPy alone"),
            "Keras code": (partial(self._show_code, "keras_code"), "this network in Keras"),
        }
        buttons = []
        for name, (action, tooltip) in actions.items():
            buttons.append(ipywidgets.Button(description=name, tooltip=tooltip))
            buttons[-1].on_click(lambda _, action=action: self._runner.enter(action))
        self._own_box = ipywidgets.VBox([self._editor.shown_click(), self._editor.box])
        tools = ipywidgets.Box(buttons, layout=SIDE_BY_SIDE)
        return [self._own_box, self._line, tools, self._many.box, self._code]

    def _settle_or_raise(self):
        self._settle_for_a_cell()
        if self._problem is not None:
            raise ValueError(self._problem)

    def _press_many(self):
        self._settle_for_a_button()
        self._runner.stop("Paused.")
        if self._problem is None:
            self._say(f"Many starts: see below. Here {self._in_one_line()}.")
            self._many.start(values_of(self.controls), self.controls["log_scale"].value)

    def _press_pause(self):
        if not self._many.stop():
            super()._press_pause()

    def _press_take(self):
        if self._problem is not None:
            return
        if self._made.is_regression:
            self._say("Own points have targets from 0 to 1, and these go from -1 to 1.")
            return
        self._editor.fill([self._made.seen, self._made.held_out])
        self.controls["data"].value = OWN_POINTS

    def _press_surface(self, event):
        place = maps.place_of(
            event["relativeX"] / event["boundingRectWidth"],
            event["relativeY"] / event["boundingRectHeight"],
            LEAST_REACH if self._problem else self._made.reach,
        )
        if self.controls["data"].value != OWN_POINTS:
            self._say('A click places a point when the data is "own". "Take these points" does it.')
        elif place is not None:
            self._editor.place(*place)

    def _show_code(self, kind):
        self._settle_for_a_button()
        if self._problem is None:
            self._say(f"The code is below. {self._in_one_line()}.")
            self._code.value = getattr(self, kind)()
            self._code.layout.display = "flex"

    # The line of settings

    @contextmanager
    def _moving_controls(self):
        """Move controls without hearing of it."""
        self._moves_controls = True
        try:
            yield
        finally:
            self._moves_controls = False

    def _note_change(self, name, change):
        if not self._moves_controls:
            super()._note_change(name, change)

    def _draw(self):
        super()._draw()
        try:
            line, hint = self.settings, "all as at first"
        except ValueError:
            line, hint = "", "none: mend the inputs or the points first"
        with self._moving_controls():
            self._line.value, self._line.placeholder = line, hint

    def _follow_line(self, change):
        if self._moves_controls:
            return
        try:
            values = read_settings(change.new)
        except ValueError as error:
            self._say(f"The settings stay as they are: {error}")
            return
        self._many.clear()
        self._runner.drop()
        with self._moving_controls():
            put_into(self.controls, values)
        self._note_change("settings", change)  # it begins again, whatever has changed
