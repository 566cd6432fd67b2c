"""Any small network, any points in the plane: the playground."""

import re
from functools import partial

import ipyevents

from nnlib.explorers import look
from nnlib.explorers.code import Code
from nnlib.explorers.frame import Part, State
from nnlib.explorers.keeping import Keeping
from nnlib.explorers.many import ManyStarts
from nnlib.explorers.plane import PlaneExplorer
from nnlib.explorers.points import PointsEditor
from nnlib.export import keras_code, numpy_code
from nnlib.pictures import maps
from nnlib.problems.lists import FEATURES
from nnlib.problems.plane import USUAL_VIEW, is_own


class Playground(PlaneExplorer):
    """A network of up to four hidden layers, points in the plane, and tools to go on with.

    The tools are the line of settings, own points, many starts, and the network as code. Such a
    line is ``"playground:1 data=spiral layers=8-8 activation=relu"``; on one computer it brings
    back the same run to the bit.
    """

    called = "Playground"

    def __init__(self, *given, **by_name):
        self._many, self._editor, self._code = ManyStarts(self), PointsEditor(self), Code(self)
        tools = Part()
        keeping = Keeping(self)
        tools.box = look.row(
            [self._many.button, self._editor.take, *self._code.buttons, *keeping.buttons]
        )
        parts = [self._editor, tools, self._many, self._code, keeping]
        super().__init__(*given, parts=parts, **by_name)
        self._events = ipyevents.Event(source=self._points, watched_events=["click"])
        self._events.on_dom_event(
            lambda event: self._runner.enter(partial(self._press_surface, event))
        )

    def held_out_right(self):
        """Return the share of held-out points on the right side, or NaN where there are none."""
        frame = self.settled()
        return frame.made.right(frame.network, frame.made.held_out)

    def many_starts(self):
        """Train from a hundred starts, come back when it is done, and return how many learned it.

        A start has learned it when 95 of 100 held-out points (of all, where none are held out) are
        on the right side, or the loss is a tenth of the mean's where numbers are matched.
        """
        self._many.finish(self.settled())
        return self._many.success()

    def numpy_code(self):
        """Return the network as a program that needs NumPy only."""
        frame = self.settled()
        return numpy_code(frame.network, _columns_in_code(frame.made))

    def keras_code(self):
        """Return the network as a program for Keras 3."""
        frame = self.settled()
        return keras_code(frame.network, _columns_in_code(frame.made))

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._events.close()
        super().close()

    def _press_surface(self, event):
        nothing = self.state is State.CANNOT_TRAIN
        place = maps.place_of(
            event["relativeX"] / event["boundingRectWidth"],
            event["relativeY"] / event["boundingRectHeight"],
            USUAL_VIEW if nothing else self.frame().made.view,
        )
        if not is_own(self.values):
            self.say('A click places a point when the data is "own". "Take these points" does it.')
        elif place is not None:
            self._editor.place(*place)


def _columns_in_code(made):
    """Return the network's inputs as expressions in x and y, which are in their own units."""
    codes = [FEATURES[name].code for name in made.inputs]
    if made.scaler is None:
        return codes
    scaled = {
        name: f"(({name} - {shift!r}) / {scale!r})"
        for name, shift, scale in zip(
            "xy", made.scaler.shift.tolist(), made.scaler.scale.tolist(), strict=True
        )
    }
    return [re.sub(r"\b[xy]\b", lambda found: scaled[found[0]], code) for code in codes]
