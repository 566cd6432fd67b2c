"""A pad to draw a digit on: what is drawn, what a network sees of it, and taking that back."""

from importlib.resources import files
from typing import NamedTuple

import traitlets

from nnlib import drawings
from nnlib.explorers import look, widgets
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
    """

    _esm = (files(__package__) / "canvas.js").read_text(encoding="utf-8")
    value = _Pixels(BLANK).tag(sync=True)
    strokes = traitlets.List().tag(sync=True)
    drawing = traitlets.List().tag(sync=True)
    name = traitlets.Unicode(DRAWN).tag(sync=True)


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
    """A canvas with its buttons; whoever shows an image puts it there, and hears what is drawn.

    A stroke makes the image anew, of all strokes; so it takes back what was pressed.

    Attributes
    ----------
    canvas : Canvas
        Observe its ``value``.
    sheet : Sheet
    view : widget
        The canvas and its buttons.
    """

    def __init__(self):
        self.canvas = Canvas()
        self.sheet = Sheet([], BLANK, BLANK, DRAWN)
        self._before = []  # sheets, for Undo
        self._is_putting = False
        self.controls = {"drawing": self.canvas}
        undo = widgets.Button(description="Undo", tooltip="take back the last stroke or square")
        clear = widgets.Button(description="Clear", tooltip="begin with empty paper")
        undo.on_click(lambda _: self.undo())
        clear.on_click(lambda _: self.put(BLANK))
        self.view = widgets.VBox([self.canvas, look.row([undo, clear]).add_class(look.TIGHT)])
        self.view.add_class(look.DRAW)
        self.canvas.observe(self._draw, ["strokes", "drawing"])
        self.canvas.observe(self._press, "value")

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
        try:
            image = drawings.image_of([*strokes, *([drawn] if drawn else [])])
        except ValueError:  # more strokes, or longer ones, than anybody needs
            self._show(self.sheet._replace(name=FULL))
            return
        pixels = drawings.checked_pixels(image, "pixels")
        now = Sheet(strokes, pixels, pixels, DRAWN)
        if drawn:
            self._show(now)
        else:
            self._turn_to(now)

    def _press(self, change):
        """Note a square that was pressed in the page, or an image that a cell has put there."""
        if not self._is_putting:
            self._turn_to(self.sheet._replace(pixels=change.new, name=DRAWN))

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
