"""A network that reads handwritten digits: lesson 5's explorer."""

import numpy as np

from nnlib import metrics
from nnlib.explorers import widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.pictures import digits as pictures
from nnlib.pictures.theme import number
from nnlib.problems import digits

AS_IT_IS, MOVED, NOISE = "as it is", "one pixel to the right", "noise"


class ImageChooser(Part):
    """An image that the network does not learn from, as it is or changed; or none at all."""

    def __init__(self):
        _, self._images = digits.parts()
        most = len(self._images.inputs)
        self._number = NumberBox("image", 1, 1, most, "which image it reads")
        self._change = widgets.Dropdown(options=[AS_IT_IS, MOVED, NOISE], description="shown")
        self.controls = {"image": self._number, "shown": self._change}

    def chosen(self):
        """Return pixels, shape (64,), their name, and which digit it is: ``None`` for noise."""
        at, change = self._number.value - 1, self._change.value
        if change == NOISE:
            return np.random.default_rng(at).uniform(0, 1, 64), f"noise {at + 1}", None
        pixels, digit = self._images.inputs[at], int(self._images.targets[at].argmax())
        name = f"image {at + 1} of {len(self._images.inputs)}"
        if change == MOVED:
            moved = np.pad(pixels.reshape(8, 8), ((0, 0), (1, 0)))[:, :-1]
            return moved.ravel(), f"{name}, moved", digit
        return pixels, name, digit


class DigitExplorer(Explorer):
    """A network that learns to read digits, and its answer to an image that it has not seen.

    It learns from the 1,078 training images of lesson 5. The 360 validation images are watched, and
    one of them is chosen by the control ``image``; ``shown`` moves it, or shows noise instead. The
    hidden neurons are tanh, the output softmax.
    """

    problem = digits.PROBLEM
    chooses_row = False

    def __init__(self, *given, **by_name):
        self._chooser = ImageChooser()
        super().__init__(*given, parts=[self._chooser], **by_name)

    def subject(self, values):
        """Return the sizes of the layers."""
        return f"digits, 64-{values['hidden']}-10" if values["hidden"] else "digits, 64-10"

    def result(self, frame):
        """Return the loss, and how many images are read right."""
        examples, watched = frame.made.examples, frame.made.training["validation"]
        seen, held_out = (
            metrics.accuracy(frame.network.predict(inputs), targets)
            for inputs, targets in (examples[:2], watched)
        )
        loss = number(frame.history.loss[frame.epoch], 4)
        return f"loss {loss}, right: {seen:.1%} of what it learns from, {held_out:.1%} of the rest"

    def remarks(self, frame):
        """Return what can be had without learning anything."""
        return ["To compare: whoever always answers the same digit is right in one of ten."]

    def second_curve(self, frame):
        """Return the loss of the validation images."""
        return "validation", frame.history.validation_loss

    def pictures(self, frame):
        """Return the chosen image, the answer to it, and the first layer's weights."""
        pixels, name, digit = self._chooser.chosen()
        shares = frame.network.predict(pixels[np.newaxis])[0]
        return [
            pictures.image(pixels, name),
            pictures.bars(shares, frame.made.examples.target_names, digit),
            pictures.weights(frame.network.layers[0].weights.T),
        ]

    def columns(self, scenes):
        """Return image and answer beside each other, and below them loss and weights."""
        loss, image, answer, weights = scenes
        return [[image, loss], [answer, weights]]
