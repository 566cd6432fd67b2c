"""What a learner does with an explorer's widgets, and sees of them, without a page."""

import ipywidgets

from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.widgets import HIDDEN


def press(explorer, name):
    """Press the button of this name."""
    (button,) = (
        each
        for each in with_all_parts(explorer._box)
        if isinstance(each, ipywidgets.Button) and each.description == name
    )
    button.click()


def is_hidden(widget):
    """Return whether the widget itself is hidden; it may stand in a box that is."""
    return HIDDEN in widget._dom_classes
