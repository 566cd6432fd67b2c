"""The widgets of which explorers are made: those of ipywidgets, with less of them in the page.

JupyterLab keeps in the page whatever was ever put there, closed or not, until the kernel ends. So

- a widget has no layout and no style of its own, two more models that ipywidgets would make for
  every button; ``look`` styles them all
- a widget goes into the page when it is first shown, and what is in a hidden box when the box is
- an explorer that takes another's place takes over the other's models
"""

from collections import defaultdict
from contextlib import contextmanager

import anywidget
import ipywidgets
import traitlets
from ipywidgets.widgets.trait_types import TypedTuple

HIDDEN, SAID = "nn-hidden", "nn-said"  # classes in the page
_closed = None  # while places are handed on: closed widgets that still have one, by their kind


@contextmanager
def handing_on():
    """Let the widgets that are put into the page in here take the places of those closed in here.

    Those that others show besides, in another cell or box, are closed in the page as well: there
    they would show what is not theirs.
    """
    global _closed
    _closed = defaultdict(list)
    try:
        yield
    finally:
        not_needed, _closed = _closed, None
        for kind in not_needed.values():
            for widget in kind:
                widget.close()


class _Light(ipywidgets.DOMWidget):
    """What all kinds of widget have in common here.

    Attributes
    ----------
    is_closed : bool
    """

    layout = style = None
    is_closed = _is_shown_elsewhere = False

    def open(self):
        """Do nothing: ipywidgets call this for every widget that is made, shown or not."""

    def put_into_page(self):
        """Make the page know it, in the place of a closed one where places are handed on."""
        if self.comm is not None:
            return
        kind = type(self).__name__  # anywidget makes a class for each
        if _closed and _closed[kind]:
            before = _closed[kind].pop(0)
            before.comm, self.comm = None, before.comm
            self.send_state()
        else:
            super().open()
        self._is_shown_elsewhere = False  # so far, only ipywidgets have asked for its name

    @property
    def model_id(self):
        """Its name in the page, for whoever wants to show it there."""
        self.put_into_page()
        self._is_shown_elsewhere = True
        return super().model_id

    def _repr_mimebundle_(self, **options):
        self._model_id = self.model_id
        return super()._repr_mimebundle_(**options)

    def close(self):
        """Take it out of the page."""
        has_a_place = self.comm is not None and not self._is_shown_elsewhere
        if _closed is None or not has_a_place:
            super().close()
        elif not self.is_closed:
            _closed[type(self).__name__].append(self)
        self.is_closed = True
        self._repr_mimebundle_ = None  # as in ipywidgets: it cannot be shown any more

    def show(self, is_seen=True):
        """Show it, or hide it."""
        if is_seen:
            self.remove_class(HIDDEN)
        else:
            self.add_class(HIDDEN)


def _parts_in_page(children, box):
    if box.is_empty:
        return []
    for child in children:
        child.put_into_page()
    return [f"IPY_MODEL_{child.comm.comm_id}" for child in children]


class _LightBox(_Light):
    """What boxes have in common besides: their parts wait until the box is seen."""

    children = TypedTuple(traitlets.Instance(_Light)).tag(sync=True, to_json=_parts_in_page)
    is_empty = False  # in the page

    def show(self, is_seen=True):
        """Show it, or hide it."""
        if self.comm is None:
            self.is_empty = not is_seen
        elif is_seen and self.is_empty:
            self.is_empty = False
            self.send_state("children")
        super().show(is_seen)


class _LightText(_Light):
    """What boxes for text have in common besides: they tell when one leaves them, at once.

    What is told letter by letter waits for the kernel, and the press of a button overtakes it.
    """

    continuous_update = traitlets.Bool(False).tag(sync=True)


def _light(kind):
    base = _Light
    if issubclass(kind, ipywidgets.Box):
        base = _LightBox
    elif issubclass(kind, (ipywidgets.Text, ipywidgets.Textarea)):
        base = _LightText
    return type(kind.__name__, (base, kind), {"__module__": __name__, "__doc__": kind.__doc__})


AnyWidget = _light(anywidget.AnyWidget)  # of one's own, with a part in the page
Box = _light(ipywidgets.Box)
Button = _light(ipywidgets.Button)
Checkbox = _light(ipywidgets.Checkbox)
Dropdown = _light(ipywidgets.Dropdown)
FileUpload = _light(ipywidgets.FileUpload)
HBox = _light(ipywidgets.HBox)
IntSlider = _light(ipywidgets.IntSlider)
Label = _light(ipywidgets.Label)
SelectionSlider = _light(ipywidgets.SelectionSlider)
Text = _light(ipywidgets.Text)
Textarea = _light(ipywidgets.Textarea)
ToggleButton = _light(ipywidgets.ToggleButton)
VBox = _light(ipywidgets.VBox)


class HTML(_light(ipywidgets.HTML)):
    """Text and pictures."""

    def close(self):
        """Take it out of the page, which would keep a picture as well."""
        self.value = ""
        super().close()


class Said(HTML):
    """Words that are read aloud whenever they change.

    It is in the page before they are: of a part that comes together with its words, most screen
    readers say nothing.
    """

    def __init__(self):
        super().__init__()
        self.add_class(SAID)
