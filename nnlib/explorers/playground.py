"""Any small network, any points in the plane: the playground."""

from contextlib import contextmanager
from functools import partial

import ipyevents

from nnlib.explorers import look, widgets
from nnlib.explorers.many import ManyStarts
from nnlib.explorers.panel import put_into, values_of
from nnlib.explorers.plane import PlaneExplorer
from nnlib.explorers.points import PointsEditor
from nnlib.export import keras_code, numpy_code
from nnlib.pictures import maps
from nnlib.problems.plane import LEAST_REACH
from nnlib.problems.settings import FEATURES, OWN_POINTS, read_settings, write_settings


class Playground(PlaneExplorer):
    """A network of up to four hidden layers, points in the plane, and tools to go on with.

    The tools are the line of settings, own points, many starts, and the network as code.

    Parameters
    ----------
    settings : str
        Such as ``"data=spiral layers=8-8 activation=relu"``. The line ``settings`` always has it
        for what is set, and on one computer it brings back the same run to the bit.

    Raises
    ------
    ValueError
        In a sentence that names the part of the settings that cannot be read.
    """

    def __init__(self, settings=""):
        values = read_settings(settings)
        self._many = ManyStarts()
        self._editor = PointsEditor(values["points"], self._say)
        self._line = widgets.Text(
            description="settings",
            tooltip="copy it to keep it; paste another and press Enter",
            continuous_update=False,
        )
        self._how, self._moves_controls = None, False
        self._code = widgets.Textarea(description="code", rows=14)
        own = {"points": self._editor.table, "click": self._editor.click}
        super().__init__(values, own, self._below())
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
        return numpy_code(self._network, [FEATURES[name].code for name in self._made.inputs])

    def keras_code(self):
        """Return the network as a program for Keras 3."""
        self._settle_or_raise()
        return keras_code(self._network, [FEATURES[name].code for name in self._made.inputs])

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._many.close()
        self._events.close()
        super().close()

    # What the base asks

    def begin(self):
        """Return the network, the points to learn from, and how it is trained."""
        self._many.clear()
        self._code.value = ""
        self._code.show(False)
        self._editor.box.show(self.controls["data"].value == OWN_POINTS)
        return super().begin()

    def steer(self, training):
        """Hand over what may change meanwhile; many starts with other rates are forgotten."""
        super().steer(training)
        how = (self._learning_rate, training.l1, training.l2)
        if how != self._how:
            self._how = how
            self._many.clear()

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
            buttons.append(widgets.Button(description=name, tooltip=tooltip))
            buttons[-1].on_click(lambda _, action=action: self._runner.enter(action))
        tools = look.row(buttons)
        return [self._editor.box, self._line, tools, self._many.box, self._code]

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
            self._code.show()

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
