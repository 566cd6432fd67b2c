"""A slider and a box to go back to an epoch that was recorded while training."""

import ipywidgets

from nnlib.explorers.controls import number_box


class Replay:
    """A slider over the recorded epochs, with a box to type an epoch into.

    A move of either is a wish, kept in ``asked``: whoever owns the recording answers it, and says
    with ``stand_at`` and ``write`` which epoch is seen.

    Parameters
    ----------
    most : int
        The highest epoch that can be typed.
    moved : callable
        ``moved()`` when an epoch is asked for.

    Attributes
    ----------
    asked : int or None
        The epoch last asked for, recorded or not.
    box, shown : widget
        The box alone, and with its slider.
    """

    def __init__(self, most, moved):
        self.asked = None
        self._moved = moved
        self._epochs, self._place, self._written = [0], 0, 0
        self.box = number_box("replay epoch", 0, 0, most, "180px")
        self._slider = ipywidgets.IntSlider(
            0, min=0, max=1, readout=False, layout={"width": "280px"}
        )
        self.shown = ipywidgets.HBox([self.box, self._slider])
        self._slider.observe(self._follow_slider, "value")
        self.box.observe(self._follow_box, "value")

    def stand_at(self, epoch, epochs):
        """Put the slider at `epoch`, one of the recorded `epochs`."""
        self._epochs, self._place = epochs, epochs.index(epoch)
        last = max(len(epochs) - 1, 1)
        with self._slider.hold_sync():  # one message a frame
            self._slider.max = max(last, self._slider.value)  # a lower end would move the slider
            self._slider.value = self._place
            self._slider.max = last

    def write(self):
        """Write into the box where the slider stands; not while something may be typed there."""
        self._written = self._epochs[self._place]
        self.box.value = self._written

    def _follow_slider(self, change):
        if change.new != self._place:
            self._ask(self._epochs[min(change.new, len(self._epochs) - 1)])

    def _follow_box(self, change):
        if change.new != self._written:
            self._ask(change.new)

    def _ask(self, epoch):
        self.asked = epoch
        self._moved()
