"""A slider and a box to choose the row of the data whose numbers stand in the network's circles."""

from traitlets import link

from nnlib.explorers import widgets
from nnlib.explorers.number_box import NumberBox
from nnlib.pictures.diagrams import Row
from nnlib.pictures.theme import rows_aloud

FIRST = 2  # of a gate: with an input that is 1


class Rows:
    """The rows of the data, one of them chosen.

    Attributes
    ----------
    box : NumberBox
        The number of the chosen row, counted from 1, with its slider.
    """

    def __init__(self):
        self.box = NumberBox("row", FIRST, 1, FIRST, "whose numbers stand in the network's circles")
        self._slider = widgets.IntSlider(FIRST, min=1, max=FIRST, readout=False)
        self.box.put_slider(self._slider)
        link((self.box, "value"), (self._slider, "value"))

    def offer(self, dataset):
        """Let the rows of these data be chosen; a row that they do not have becomes the last."""
        self.box.go_up_to(len(dataset.inputs))
        self._slider.max = len(dataset.inputs)

    @property
    def at(self):
        """The place of the chosen row, counted from 0."""
        return self.box.value - 1

    def chosen(self, dataset):
        """Return the chosen ``Row``."""
        here = slice(self.at, self.at + 1)
        name = rows_aloud(dataset.inputs)[self.at]
        return Row(name, dataset.inputs[here], dataset.targets[here])
