"""What an explorer shows at one moment, the states that it can be in, and parts of one's own."""

from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from nnlib.network import Network
from nnlib.pictures.diagrams import Row
from nnlib.problems.problem import SetUp
from nnlib.training import History


class State(Enum):
    """What an explorer is doing."""

    START = "at the start: nothing is trained"
    TRAINING = "a training is under way"
    PAUSED = "trained, and ready to go on"
    PAST = "a recorded epoch is shown again"
    CANNOT_TRAIN = "the settings ask for what cannot be trained"
    CLOSED = "its widgets are gone"


class Frame(NamedTuple):
    """What is to be shown: the network at one epoch, in the present or replayed.

    Attributes
    ----------
    epoch : int
    network : Network
        As it was at that epoch.
    history : History
        Of the whole training, which may have gone on since.
    made : SetUp
        What the problem has made of the values.
    values : dict
        A value for every setting.
    at : int
        The place of the row of ``made.examples`` that is chosen, counted from 0.
    row : nnlib.pictures.diagrams.Row or None
        What is chosen, of these or of what an explorer has besides; where nothing is, ``None``.
    """

    epoch: int
    network: Network
    history: History
    made: SetUp
    values: dict
    at: int
    row: Row | None


class Part:
    """Something of an explorer's own, shown under its pictures in the page.

    A part answers those of the methods that it needs.

    Attributes
    ----------
    box : widget, or None
        What is shown: one of ``nnlib.explorers.widgets``, and of these alone. ``look.row`` puts
        some side by side.
    controls : dict of str to widget
        Those in it that can be moved from a cell, too. One that has the name of a setting is the
        control of that setting; the training does not hear of the others.
    pictures : list of Scene
        What of it stays in ``figure``, where widgets are gone.
    """

    box = None
    pictures = ()
    controls = MappingProxyType({})

    def prepare(self, values):
        """Hear what is about to be set up, and empty what is shown: it may be that it cannot be."""

    def begin(self, frame):
        """Hear that another network stands at its start."""

    def settings_changed(self):
        """Hear that a setting has changed which holds at once."""

    def show(self, frame):
        """Show this frame; called for each, replayed ones included, while there is a network."""

    def ended(self, frame):
        """Hear that a training has ended, or was paused; this is what has come of it."""

    def stop(self):
        """Stop what is under way here, and return whether anything was; so says Pause."""
        return False

    def close(self):
        """Stop for good."""
