"""Whether a widget of an explorer is seen."""

from nnlib.explorers.widgets import HIDDEN


def is_hidden(widget):
    """Return whether the widget itself is hidden; it may stand in a box that is."""
    return HIDDEN in widget._dom_classes
