"""Two sliders and a score: lesson 3's first control.

A drag on the map, like a slider, sets the hours; what follows is that of every setting.
"""

from functools import partial

from nnlib import checks
from nnlib.explorers import drag, look, widgets
from nnlib.explorers.moved import MovedByHand
from nnlib.explorers.tasks import Tasks
from nnlib.pictures.planes import fitted_surface, inputs_at
from nnlib.pictures.scene import as_svg
from nnlib.pictures.theme import number
from nnlib.predictions import outside
from nnlib.problems import hours
from nnlib.shown import sentence

AT = ("studied", "slept")


class HoursByHand(MovedByHand):
    """Hours that you move by hand, and the score that a network predicts for them.

    The network has learned from 28 of forty invented students before you see it; nothing is trained
    while you move. The ring on the map is where you are: drag it, or move the sliders.

    Examples
    --------
    ::

        explorer = HoursByHand(4.0, slept=8.0)
        explorer.controls["slept"].value = 5.0
        explorer.score(4.0, 8.0)
    """

    problem = hours.PROBLEM
    called = "Hours by hand"
    set_by_hand = AT
    shows_loss = trains_anew = chooses_row = False

    def __init__(self, *given, tasks=(), **by_name):
        self._map = widgets.HTML()
        self._map.add_class(look.PAD)
        by_hand = Tasks([], at_start=True)
        super().__init__(*given, tasks=tasks, own_task=by_hand, **by_name)
        self._events.append(
            drag.hear(self._map, lambda event: self._runner.enter(partial(self._drag, event)))
        )

    def score(self, studied, slept):
        """Return the score that the network predicts.

        Parameters
        ----------
        studied, slept : float
            Hours.

        Returns
        -------
        float
        """
        given = zip((studied, slept), AT, strict=True)
        row = [checks.number(each, name, at_least=0, at_most=hours.LONGEST) for each, name in given]
        return _predicted(self.settled(), row)

    # What the base asks

    def subject(self, values):
        """Return the hours."""
        return f"studied {number(values['studied'])} h, slept {number(values['slept'])} h"

    def result(self, frame):
        """Return the score."""
        return f"the network predicts a score of {number(_predicted(frame))}"

    def so_far(self, frame):
        """Return the score alone: how long it was trained is not the matter here."""
        return self.result(frame)

    def at_the_start(self, frame):
        """Return hours and score."""
        return sentence(f"{self.subject(frame.values)}: {self.result(frame)}")

    def remarks(self, frame):
        """Return a warning outside of what was learned from."""
        return [
            f"Nobody it has learned from has {name} of {number(value)}: from {number(low)} to "
            f"{number(high)} it has examples, here it only guesses."
            for name, value, low, high in outside(frame.made.seen, _hours(frame))
        ]

    def pictures(self, frame):
        """Return the map of all hours, with a ring at those that are set."""
        made = frame.made
        predict = partial(made.predict, frame.network)
        return [fitted_surface(predict, made.seen, made.held_out, at=_hours(frame))]

    def columns(self, scenes):
        """Return the map."""
        return [scenes]

    def seen(self):
        """Return the widget that holds the map."""
        return [self._map]

    def _put_into_page(self, scenes):
        (scene,) = scenes
        self._map.value = as_svg(scene)

    def arranged(self, steering, controls):
        """Return the map, beside it sliders and score, and below both the one button."""
        buttons, _ = steering
        return [self.body(controls), buttons]

    def body(self, controls):
        """Return the map, and beside it the sliders with the score in words.

        How it was trained is set in code only.
        """
        sliders = look.column(
            [look.heading("The hours"), *(controls[name] for name in AT), self._status]
        )
        return look.body([look.at("plane", self._map), look.at("controls", sliders)], look.LINES)

    def buttons(self):
        """Return what the button does."""
        return {"Start again": (self.reset, "put the hours back to where they were at first")}

    def beside_buttons(self):
        """Return nothing: there is no training to be watched."""
        return []

    def _drag(self, event):
        """Take the hours under the pointer while it is pressed."""
        told = drag.read(event)
        if told is None or not told.is_held:
            return
        row = inputs_at(self.frame().made.seen, told.across, told.down)
        for name, value in zip(AT, row or (), strict=False):
            self.controls[name].value = max(round(value, 1), 0.0)


def _hours(frame):
    return [frame.values[name] for name in AT]


def _predicted(frame, row=None):
    """Return the score for some hours, or for those that are set."""
    return frame.made.predict(frame.network, [row or _hours(frame)]).item()
