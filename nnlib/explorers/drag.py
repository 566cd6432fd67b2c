"""Clicks and drags on a picture: what mouse, finger and pen tell through ``ipyevents``."""

from typing import NamedTuple

import ipyevents

from nnlib.explorers.widgets import OnTheLoop

TOUCHES = ["touchstart", "touchmove"]
EVENTS = ["mousedown", "mousemove", *TOUCHES]
CLICKS = ["click"]
MILLISECONDS = 30  # between two events of a drag; more often than pictures come is in vain


class Drag(NamedTuple):
    """Where a pointer is on a picture, in shares of its width and height, and what it does."""

    across: float
    down: float
    begins: bool
    is_held: bool


class Pointer(OnTheLoop, ipyevents.Event):
    """Calls ``act(event)`` for what a pointer does on a picture.

    Parameters
    ----------
    act : callable
    picture : widget
    watched : list of str
        What it may do.
    """

    def __init__(self, act, picture, watched=EVENTS):
        super().__init__(source=picture, watched_events=watched, wait=MILLISECONDS)
        self.on_dom_event(act)


def read(event):
    """Return the ``Drag`` that an event tells of, or ``None`` where no finger is on the picture."""
    kind = event["event"]
    touches = kind in TOUCHES
    if touches and not event["targetTouches"]:
        return None
    where = event["targetTouches"][0] if touches else event
    return Drag(
        where["relativeX"] / where["boundingRectWidth"],
        where["relativeY"] / where["boundingRectHeight"],
        begins=kind in ("mousedown", "touchstart"),
        is_held=touches or kind == "mousedown" or bool(event["buttons"] & 1),
    )
