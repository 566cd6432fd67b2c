"""How fast a training is shown: its first epochs over some seconds, and the rest ever faster.

A loss falls within some hundred epochs, and a computer trains these in a few milliseconds: nobody
would see it. So whoever shows a training waits until an epoch is due. Only real time depends on
it, and never a number.

At the normal pace, 50 epochs a second are shown for four seconds; then each second has ten times
the speed of the one before. So an epoch keeps its place however many there are to come, and 15,000
of them take seven seconds, a million nine. A training that computes slower than that is never made
to wait.
"""

import math
import os
import time

PACES = {"slow": 0.25, "normal": 1.0, "fast": math.inf}  # how many of these seconds in a second
EPOCHS_A_SECOND = 50
STEADY_SECONDS = 4
FASTER = 10  # times, in every second after these
LONGEST = 100  # seconds; then all epochs that one can think of are due
SECONDS_BETWEEN_CELLS = 1.0  # less: they run one after the other, by themselves
SECONDS_A_NAP = 0.01
MOST_SECONDS_AN_EPOCH = 0.25  # so long at most a wait is deaf to the stop button
VARIABLE = "ONE_NEURON_PACE"


def epochs_shown(seconds):
    """Return how many epochs are shown in this many seconds at the normal pace; not whole.

    The integral of the speed, ``50 * 10**(seconds - 4)`` from the fourth second on.
    """
    steady = min(seconds, STEADY_SECONDS)
    after = min(seconds, LONGEST) - steady
    growth = math.log(FASTER)
    return EPOCHS_A_SECOND * (steady + math.expm1(growth * after) / growth)


def seconds_shown(epochs):
    """Return how many seconds this many epochs are shown at the normal pace."""
    steady = min(epochs / EPOCHS_A_SECOND, STEADY_SECONDS)
    growth = math.log(FASTER)
    return steady + math.log1p(growth * (epochs / EPOCHS_A_SECOND - steady)) / growth


def is_full():
    """Return whether the environment wants everything at full speed, as tests do."""
    return os.environ.get(VARIABLE) == "full"


class Film:
    """A training on show: tells which epoch is due. It begins when it is asked first.

    Parameters
    ----------
    pace : str
        ``"slow"``, ``"normal"`` or ``"fast"``: as fast as it computes.
    epoch : int
        The one that is seen when it begins.
    worth : float
        As many usual epochs as one of these: one of many updates is worth being seen for longer.
    """

    def __init__(self, pace, epoch=0, worth=1):
        self._speed = PACES["fast" if is_full() else pace]
        self._worth = worth
        self._before = seconds_shown(worth * epoch)
        self._began = None

    def due(self):
        """Return the last epoch that may be shown by now."""
        if self._speed == math.inf:
            return math.inf
        now = time.perf_counter()
        if self._began is None:
            self._began = now
        elapsed = now - self._began
        return math.floor(epochs_shown(self._before + self._speed * elapsed) / self._worth)

    def wait_for(self, epoch):
        """Sleep until an epoch is due, but never for long."""
        end = time.perf_counter() + MOST_SECONDS_AN_EPOCH
        while self.due() < epoch and time.perf_counter() < end:
            time.sleep(SECONDS_A_NAP)


class Cells:
    """When the cells of a notebook run, as far as it tells what somebody watches.

    That is the first training in a cell that somebody has run by hand. In *Run All* a cell begins
    as soon as the one before it has ended.
    """

    def __init__(self):
        self._ended = -math.inf
        self._is_watched = True

    def begin(self, *_):
        """Note that a cell begins."""
        self._is_watched = time.monotonic() - self._ended >= SECONDS_BETWEEN_CELLS

    def end(self, *_):
        """Note that a cell has ended."""
        self._ended = time.monotonic()

    def take_the_watcher(self):
        """Return whether somebody watches what begins to train now, and nothing else after it."""
        watched, self._is_watched = self._is_watched, False
        return watched
