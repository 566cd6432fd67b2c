"""A pad on which one draws digits for a network to read, and collects them."""

from html import escape

import numpy as np

from nnlib import checks, drawings, storage
from nnlib.drawings import INK, SQUARES, Drawing
from nnlib.explorers import cell, look, widgets
from nnlib.explorers.controls import shown
from nnlib.explorers.pad import DRAWN, Pad
from nnlib.explorers.tasks import Bar
from nnlib.network import one_network
from nnlib.pictures import digits as pictures
from nnlib.pictures.scene import on_page
from nnlib.pictures.still import still

NAMES = tuple("0123456789")
FILE = "drawings.json"
AT_FIRST = 3  # of the drawings that come with the course: the one that stands on the pad
FOOL = "Let it read a 3. Then press as few squares as you can until it takes the 3 for another."
READ = "Draw a digit, and look at the bars. Then press a square: what does it change?"


class DigitPad(cell.Shown):
    """A pad, ten bars with what a network answers to the drawing, and drawings that are kept.

    The network is the one that is given, no copy: once it has learned more, it answers by that.

    Parameters
    ----------
    network : Network
        A single one, with 64 inputs, pixels from 0 to 1, and an output for each of ten digits.
    fool : bool
        Whether the task is to have it take a 3 for another digit.

    Attributes
    ----------
    drawings : list of Drawing
        Those that were kept, in the file ``drawings.json`` of the folder ``my_files``.
    controls : dict of str to widget
        ``"drawing"``: what the network sees, 64 numbers from 0 to 16; ``"digit"``: which digit a
        drawing is kept as.
    """

    def __init__(self, network, *, fool=False):
        self.network = _reader(network)
        self._fool = checks.true_or_false(fool, "fool")
        self._pad = Pad()
        digit = widgets.Dropdown(
            options=NAMES, description="it is a", tooltip="what you have drawn"
        )
        self.controls = {"drawing": self._pad.canvas, "digit": digit}
        self._answer, self._words = widgets.HTML(), widgets.Said()
        self._task = Bar()
        self._task.ask(FOOL if self._fool else READ)
        self._box = cell.explorer_box(
            "A pad for digits", [self._task.box, self._body(digit)], seen=[self._answer]
        )
        self.drawings = []
        if self._changes(list):  # nothing: that is, read it
            self._say(self._kept())
        first = drawings.examples()[AT_FIRST]
        self._pad.put(first.pixels, "a 3 from the course", first.strokes)
        self._pad.canvas.observe(self._show, "value")
        self._show()
        cell.close_the_one_before(self, self._box)

    def put(self, pixels):
        """Show an image in place of what is on the pad.

        Parameters
        ----------
        pixels : array-like, shape (64,)
            Whole numbers from 0, paper, to 16, ink.
        """
        self._pad.put(pixels, "an image")
        self._show()

    def keep(self):
        """Keep what is on the pad as a drawing of the chosen digit, and begin with empty paper."""
        sheet, digit = self._pad.sheet, int(self.controls["digit"].value)
        if not any(sheet.pixels):
            self._say("The paper is empty: draw a digit, then press Keep.")
            return
        if sheet.name != DRAWN:
            self._say(f"This is {sheet.name}: press Clear, draw a digit of yours, then press Keep.")
            return
        drawing = Drawing(digit, sheet.pixels, tuple(map(tuple, sheet.strokes)))
        if self._changes(lambda kept: [*kept, drawing]):
            self._say(f"Kept as {digit}. {self._kept()}")
            self.controls["digit"].value = NAMES[self._counts().argmin()]
            self._pad.put((0,) * SQUARES)

    def take_back(self):
        """Forget the drawing that was kept last; the next one is to be of that digit again."""
        if not self._changes(list):  # another pad may have kept one meanwhile
            return
        if not self.drawings:
            self._say("Nothing is kept, so there is nothing to take back.")
            return
        digit = self.drawings[-1].digit
        if self._changes(lambda kept: kept[:-1]):
            self.controls["digit"].value = NAMES[digit]
            self._say(f"The last one, kept as {digit}, is forgotten. {self._kept()}")

    def summary(self):
        """Return in one line what the network answers."""
        sizes = "-".join(str(each) for each in (64, *(e.outputs for e in self.network.layers)))
        return f"{sizes} reads {self._pad.sheet.name}: {pictures.in_words(self._shares(), NAMES)}"

    def _still(self):
        sheet = self._pad.sheet
        image = pictures.image(np.array(sheet.pixels) / INK, sheet.name)
        return still([[image], [self._bars()]], self.summary())

    def _body(self, digit):
        keep = widgets.Button(description="Keep", tooltip="keep this drawing in a file of yours")
        back = widgets.Button(description="Take back", tooltip="forget the last one that was kept")
        keep.on_click(lambda _: self.keep())
        back.on_click(lambda _: self.take_back())
        collect = look.column([shown(digit), look.row([keep, back]), self._words])
        parts = [self._pad.canvas, look.at("answer", self._answer), look.at("choose", collect)]
        return look.body(parts, look.DIGITS)

    def _shares(self, pixels=None):
        pixels = self._pad.canvas.value if pixels is None else pixels
        return self.network.predict(np.array([pixels]) / INK)[0]

    def _bars(self):
        return pictures.bars(self._shares(), NAMES, None, is_known=False)

    def _show(self, change=None):
        self._answer.value = on_page(self._bars(), look.WIDEST_BARS)
        self._task.tell(self._state())

    def _state(self):
        """Return what the network takes the drawing for, as chips."""
        said = f"it says {pictures.in_words(self._shares(), NAMES)}"
        sheet = self._pad.sheet
        before, now = (int(self._shares(each).argmax()) for each in (sheet.whole, sheet.pixels))
        pressed = int((np.array(sheet.whole) != sheet.pixels).sum())
        is_fooled = self._fool and before == 3 and now != 3
        if self._fool and pressed:
            said += f", {pressed} {'square' if pressed == 1 else 'squares'} pressed"
        return look.chip(said, is_fooled)

    def _changes(self, change):
        """Change what is in the file, and return whether that was possible.

        It is read first, for another pad may have kept something there; and a file that cannot be
        read is not written over.
        """
        try:
            file = storage.my_files() / FILE
            kept = drawings.load(file) if file.exists() else []
            changed = change(kept)
            if changed != kept:
                drawings.save(file, changed)
        except (ValueError, OSError) as error:
            self._say(str(error))
            return False
        self.drawings = changed
        return True

    def _counts(self):
        return np.bincount([each.digit for each in self.drawings], minlength=len(NAMES))

    def _kept(self):
        counts = ", ".join(f"{name}: {count}" for name, count in enumerate(self._counts()) if count)
        kept = len(self.drawings)
        return f"{kept} kept in my_files/{FILE}{' (' + counts + ')' if counts else ''}."

    def _say(self, words):
        self._words.value = escape(words)


def _reader(network):
    """Return a network that reads images of 8 by 8 pixels, which it must be."""
    network = one_network(network)
    sizes = (network.layers[0].inputs, network.layers[-1].outputs)
    if sizes != (SQUARES, len(NAMES)):
        raise ValueError(
            f"network must have {SQUARES} inputs and {len(NAMES)} outputs, for the squares of an "
            f"image and ten digits; it has {sizes[0]} and {sizes[1]}."
        )
    return network
