"""A pad to draw a digit on: what is drawn, what a network sees of it, and taking that back."""

from importlib.resources import files
from typing import NamedTuple

import traitlets

from nnlib import drawings
from nnlib.explorers import widgets
from nnlib.explorers.frame import Part

DRAWN = "my drawing"
FULL = "the paper is full: press Undo or Clear"
BLANK = (0,) * drawings.SQUARES
MOST_UNDONE = 200


class _Pixels(traitlets.TraitType):
    """What a network sees of a drawing."""

    def validate(self, canvas, value):
        return drawings.checked_pixels(value, "value")


class Canvas(widgets.AnyWidget):
    """A place to draw in the page, and the squares beside it; ``canvas.js`` is the page's part.

    Attributes
    ----------
    value : tuple of int
        What a network sees, 64 numbers from 0 to 16.
    strokes : list of list of int
        As in ``nnlib.drawings``.
    drawing : list of int
        The stroke that is being drawn.
    name : str
        What is seen, in a few words.
    pressed : list of str
        The buttons that were pressed in the page, one after the other: ``"Undo"``, ``"Clear"``.
        A button of ipywidgets would be heard before a stroke that the page has yet to send.
    """

    _esm = (files(__package__) / "canvas.js").read_text(encoding="utf-8")
    value = _Pixels(BLANK).tag(sync=True)
    strokes = traitlets.List().tag(sync=True)
    drawing = traitlets.List().tag(sync=True)
    name = traitlets.Unicode(DRAWN).tag(sync=True)
    pressed = traitlets.List().tag(sync=True)


class Sheet(NamedTuple):
    """What is on the pad at one moment.

    Attributes
    ----------
    strokes : list
    pixels : tuple of int
        What the network sees.
    whole : tuple of int
        The same before single squares were pressed.
    name : str
    """

    strokes: list
    pixels: tuple
    whole: tuple
    name: str


class Pad(Part):
    """What is on a canvas; whoever shows an image puts it there, and hears what is drawn.

    A stroke makes the image anew, of all strokes; so it takes back what was pressed.

    Attributes
    ----------
    canvas : Canvas
        Observe its ``value``.
    sheet : Sheet
    """

    def __init__(self):
        self.canvas = Canvas()
        self.sheet = Sheet([], BLANK, BLANK, DRAWN)
        self._before = []  # sheets, for Undo
        self._done = 0  # presses that were answered
        self._is_putting = False
        self.controls = {"drawing": self.canvas}
        self.canvas.observe(self._draw, ["strokes", "drawing"])
        self.canvas.observe(self._press, "value")
        self.canvas.observe(self._press_buttons, "pressed")

    def put(self, pixels, name=DRAWN, strokes=()):
        """Show an image from elsewhere, of which Undo goes back as well."""
        pixels = drawings.checked_pixels(pixels, "pixels")
        self._turn_to(Sheet([list(each) for each in strokes], pixels, pixels, name))

    def undo(self):
        """Take back the last stroke or square."""
        if self._before:
            self.sheet = self._before.pop()
            self._show(self.sheet)

    def _draw(self, change):
        """Make the image of the strokes, with the one that is being drawn."""
        if self._is_putting:
            return
        strokes, drawn = self.canvas.strokes, self.canvas.drawing
        first_new = min(len(self.sheet.strokes) + 1, len(strokes))
        try:
            if drawn:
                self._show(_drawn([*strokes, drawn])._replace(strokes=strokes))
                return
            sheets = [_drawn(strokes[:count]) for count in range(first_new, len(strokes) + 1)]
        except ValueError:  # more strokes, or longer ones, than anybody needs
            self._show(self.sheet._replace(name=FULL))
            return
        for sheet in sheets:  # of strokes that came together, Undo takes back one as well
            self._turn_to(sheet)

    def _press(self, change):
        """Note a square that was pressed in the page, or an image that a cell has put there."""
        if not self._is_putting:
            self._turn_to(self.sheet._replace(pixels=change.new, name=DRAWN))

    def _press_buttons(self, change):
        done, self._done = self._done, len(change.new)
        for name in change.new[done:]:
            if name == "Undo":
                self.undo()
            else:
                self.put(BLANK)

    def _turn_to(self, sheet):
        if sheet != self.sheet:
            self._before = [*self._before, self.sheet][-MOST_UNDONE:]
            self.sheet = sheet
        self._show(sheet)

    def _show(self, sheet):
        self._is_putting = True
        try:
            self.canvas.name = sheet.name
            self.canvas.strokes, self.canvas.value = sheet.strokes, sheet.pixels
        finally:
            self._is_putting = False


def _drawn(strokes):
    """Return the ``Sheet`` of a drawing."""
    pixels = drawings.checked_pixels(drawings.image_of(strokes), "pixels")
    return Sheet(strokes, pixels, pixels, DRAWN)
