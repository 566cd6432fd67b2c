"""Drags on a picture: what mouse, finger and pen tell through ``ipyevents``."""

from typing import NamedTuple

import ipyevents

TOUCHES = ["touchstart", "touchmove"]
EVENTS = ["mousedown", "mousemove", *TOUCHES]
MILLISECONDS = 30  # between two events of a drag; more often than pictures come is in vain


class Drag(NamedTuple):
    """Where a pointer is on a picture, in shares of its width and height, and what it does."""

    across: float
    down: float
    begins: bool
    is_held: bool


def hear(pad, act):
    """Call ``act(event)`` for whatever a pointer does on a widget; return the ``ipyevents.Event``.

    Parameters
    ----------
    pad : widget
        With a picture in it.
    act : callable
    """
    event = ipyevents.Event(source=pad, watched_events=EVENTS, wait=MILLISECONDS)
    event.on_dom_event(act)
    return event


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
