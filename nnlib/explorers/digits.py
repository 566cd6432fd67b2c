"""A network that learns to read handwritten digits: lesson 5's explorer."""

import numpy as np

from nnlib import metrics
from nnlib.drawings import INK
from nnlib.explorers import look, widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.pad import DRAWN, Pad
from nnlib.pictures import digits as pictures
from nnlib.pictures.chart import Chart
from nnlib.pictures.diagrams import Row
from nnlib.pictures.scene import on_page
from nnlib.pictures.theme import number
from nnlib.problems import digits

AS_IT_IS, MOVED, NOISE = "an image", "one pixel to the right", "noise"
WEIGHTS, CONFUSION = "weights as images", "confusion matrix"
PARTS = ("training", "validation")


class ImageChooser(Part):
    """An image that the network does not learn from, as it is or changed; or what is drawn."""

    def __init__(self):
        _, self._images = digits.parts()
        most = len(self._images.inputs)
        self._number = NumberBox("image", 1, 1, most, "which image it reads")
        self._kind = widgets.Dropdown(options=[AS_IT_IS, MOVED, NOISE, DRAWN], description="shown")
        self.controls = {"image": self._number, "shown": self._kind}

    @property
    def is_drawn(self):
        """Whether what is seen is a drawing, of which nobody knows the right digit."""
        return self._kind.value == DRAWN

    @property
    def digit(self):
        """Which digit the chosen image is of: ``None`` for noise."""
        if self._kind.value == NOISE:
            return None
        return int(self._images.targets[self._number.value - 1].argmax())

    @property
    def row(self):
        """The chosen image as it is, a ``Row`` with pixels from 0 to 1; changed it is none."""
        if self._kind.value != AS_IT_IS:
            return None
        here = slice(self._number.value - 1, self._number.value)
        return Row(self.chosen()[1], self._images.inputs[here], self._images.targets[here])

    def chosen(self):
        """Return the chosen image, 64 numbers from 0 to 16, and its name."""
        at, kind = self._number.value - 1, self._kind.value
        if kind == NOISE:
            noise = np.random.default_rng(at).integers(0, INK, 64, endpoint=True)
            return noise, f"noise {at + 1}"
        pixels = np.round(INK * self._images.inputs[at])
        name = f"image {at + 1} of {len(self._images.inputs)}"
        if kind == MOVED:
            moved = np.pad(pixels.reshape(8, 8), ((0, 0), (1, 0)))[:, :-1]
            return moved.ravel(), f"{name}, moved"
        return pixels, name

    def draw_instead(self):
        """Say that what is seen is a drawing from now on."""
        self._kind.value = DRAWN


class DigitExplorer(Explorer):
    """A network that learns to read digits, and its answer to an image that it has not seen.

    It learns from the 1,078 training images of lesson 5. The 360 validation images are watched, and
    one of them is chosen by the control ``image``; ``shown`` moves it, or shows noise or what is
    drawn on the pad. The squares of any image can be pressed. The hidden neurons are tanh, the
    output softmax.
    """

    problem = digits.PROBLEM
    called = "A network that reads digits"
    chooses_row = False
    loss_chart = Chart((364, 250))  # a third of the page has no room for a wider one

    def __init__(self, *given, **by_name):
        self._chooser, self._pad = ImageChooser(), Pad()
        self._pad.put(*self._chooser.chosen())
        self._below = widgets.Dropdown(options=[WEIGHTS, CONFUSION], description="also shown")
        self._chooser.controls["below"] = self._below
        super().__init__(*given, parts=[self._chooser, self._pad], **by_name)

    def chosen_row(self, made):
        """Return the image that is chosen, of those that it does not learn from."""
        return self._chooser.row

    def subject(self, values):
        """Return the sizes of the layers."""
        return f"digits, 64-{values['hidden']}-10" if values["hidden"] else "digits, 64-10"

    def result(self, frame):
        """Return the loss, and how many images are read right."""
        seen, held_out = _shares_right(frame)
        loss = number(frame.history.loss[frame.epoch], 4)
        return f"loss {loss}, right: {seen:.1%} of what it learns from, {held_out:.1%} of the rest"

    def remarks(self, frame):
        """Return what can be had without learning anything."""
        return ["To compare: whoever always answers the same digit is right in one of ten."]

    def second_curve(self, frame):
        """Return the loss of the validation images."""
        return "validation", frame.history.validation_loss

    def moved(self, name, change):
        """Put a chosen image on the pad; what is drawn there is chosen by that."""
        with self.moving_controls():
            if name == "drawing":
                self._chooser.draw_instead()
            elif name in ("image", "shown") and not self._chooser.is_drawn:
                self._pad.put(*self._chooser.chosen())

    def pictures(self, frame):
        """Return what the network sees, its answer to it, and weights or a confusion matrix."""
        pixels, names = np.array(self._pad.canvas.value) / INK, frame.made.examples.target_names
        shares = frame.network.predict(pixels[np.newaxis])[0]
        is_known = not self._chooser.is_drawn
        right = self._chooser.digit if is_known else None
        return [
            pictures.image(pixels, self._pad.canvas.name),
            pictures.bars(shares, names, right, is_known),
            pictures.read_right(dict(zip(PARTS, _shares_right(frame), strict=True))),
            self._picture_below(frame, names),
        ]

    def _picture_below(self, frame, names):
        if self._below.value == WEIGHTS:
            return pictures.weights(frame.network.layers[0].weights.T)
        inputs, targets = frame.made.training["validation"]
        counts = metrics.confusion_matrix(frame.network.predict(inputs), targets)
        return pictures.confusion(counts, names)

    def columns(self, scenes):
        """Return image and answer beside each other, and below them loss and the other one."""
        loss, image, answer, right, below = scenes
        return [[image, loss, right], [answer, below]]

    def main(self, columns):
        """Return image and answer."""
        return [column[0] for column in columns]

    def body(self, controls):
        """Return the pad and the answer, and below them controls and pictures."""
        del controls["drawing"]
        choose = look.column([controls.pop(name) for name in ("shown", "image")])
        column = look.at("controls", look.column(controls.values()))
        parts = [self._pad.canvas, self._picture, look.at("choose", choose), column]
        return look.body(parts, look.DIGITS)

    def _put_into_page(self, scenes):
        """Put answer, loss and the other picture into their places; the pad has the image."""
        loss, _, answer, right, below = scenes
        look.put_pictures(
            self._picture,
            {
                "answer": on_page(answer, look.WIDEST_BARS),
                "first": on_page(loss) + on_page(right),
                "second": on_page(below),
            },
        )


def _shares_right(frame):
    """Return which share the network reads right of what it learns from, and of the rest."""
    parts = (frame.made.examples[:2], frame.made.training["validation"])
    return [metrics.accuracy(frame.network.predict(inputs), targets) for inputs, targets in parts]
