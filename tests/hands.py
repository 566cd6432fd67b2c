"""What a learner does with an explorer's widgets, and sees of them, without a page."""

import threading

import ipywidgets

from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.widgets import HIDDEN


def button(explorer, name):
    """Return the button of this name."""
    (found,) = (
        each
        for each in with_all_parts(explorer._box)
        if isinstance(each, ipywidgets.Button) and each.description == name
    )
    return found


def press(explorer, name):
    """Press the button of this name."""
    button(explorer, name).click()


def tell_on_another_thread(widget, **data):
    """Tell a widget, from a thread of its own, what a page would; return when that has ended.

    So JupyterLab does where the kernel has subshells. The widget must be in the page.
    """
    message = {"content": {"data": data}, "buffers": []}
    thread = threading.Thread(target=widget._handle_msg, args=[message])
    thread.start()
    thread.join()


def is_hidden(widget):
    """Return whether the widget itself is hidden; it may stand in a box that is."""
    return HIDDEN in widget._dom_classes
