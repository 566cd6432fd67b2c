"""A slider and a box to go back to an epoch that was recorded while training."""

from nnlib.explorers import widgets
from nnlib.explorers.number_box import NumberBox
from nnlib.training import MOST_CHECKPOINTS


class Replay:
    """A slider over the recorded epochs, with a box to type an epoch into.

    A move of either is a wish, kept in ``asked``: whoever owns the recording answers it, and says
    with ``stand_at`` which epoch is seen. The right end of the slider is the present, so it need
    not be moved while a training records more; a move meanwhile goes by the share of the way.

    Parameters
    ----------
    most : int
        The highest epoch that can be typed.
    recorded : callable
        ``recorded()``: the recorded epochs, as a list, the first one and the present included.
    moved : callable
        ``moved()`` when an epoch is asked for.

    Attributes
    ----------
    asked : int or None
        The epoch last asked for, recorded or not.
    box : widget
        The box, with its slider.
    """

    def __init__(self, most, recorded, moved):
        self.asked = None
        self._recorded, self._moved = recorded, moved
        self._place, self._written = MOST_CHECKPOINTS, 0
        self.box = NumberBox("replay epoch", 0, 0, most)
        self._slider = widgets.IntSlider(self._place, min=0, max=self._place, readout=False)
        self.box.put_slider(self._slider)
        self._slider.observe(self._follow_slider, "value")
        self.box.observe(self._follow_box, "value")

    def stand_at(self, epoch):
        """Put slider and box at `epoch`, one of the recorded ones."""
        epochs = self._recorded()
        steps = len(epochs) - 1
        self._place = epochs.index(epoch) if steps else MOST_CHECKPOINTS
        steps = steps or MOST_CHECKPOINTS  # room to move in, while the first training runs
        self._slider.max = max(steps, self._slider.value)  # a lower end would move the slider
        self._slider.value = self._place
        self._slider.max = steps
        self._written = self.box.value = epoch

    def _follow_slider(self, change):
        if change.new != self._place:
            epochs = self._recorded()
            self._ask(epochs[change.new * (len(epochs) - 1) // self._slider.max])

    def _follow_box(self, change):
        if change.new != self._written:
            self._ask(change.new)

    def _ask(self, epoch):
        self.asked = epoch
        self._moved()
