"""What if: a row of inputs to ask about, the answer, and how far other starts agree with it."""

from html import escape
from typing import NamedTuple

import ipywidgets
import numpy as np

from nnlib.explorers.controls import SIDE_BY_SIDE
from nnlib.explorers.own_table import LARGEST_MEASUREMENT, MOST_INPUTS
from nnlib.live import Runner

STARTS = 50
PERCENTILES = (5, 95)
EPOCHS_A_STEP = 10
BEYOND_MEASURE = 1e12  # so large is no prediction: measurements are below 1e9


class Answer(NamedTuple):
    """What a network predicts, and the range of the predictions of other starts.

    Attributes
    ----------
    predicted : float
        In the target's unit.
    low, high : float
        Nine of ten other starts, trained as long, lie between these; NaN where
        the training of one went beyond all measure.
    outside : list of (name, value, lowest, highest)
        Inputs outside the range of the examples.
    """

    predicted: float
    low: float
    high: float
    outside: list


class WhatIf:
    """Boxes for a row of inputs, a button, and the answer.

    Attributes
    ----------
    box, button : widget
    """

    def __init__(self):
        self._boxes = [
            ipywidgets.BoundedFloatText(
                0.0,
                min=-LARGEST_MEASUREMENT,
                max=LARGEST_MEASUREMENT,
                step=None,
                tooltip="a number to ask about",
                style={"description_width": "initial"},
                layout={"width": "190px"},
            )
            for _ in range(MOST_INPUTS)
        ]
        self.button = ipywidgets.Button(
            description="What if?", tooltip=f"the prediction, and that of {STARTS} other starts"
        )
        self._words = ipywidgets.HTML()
        row = ipywidgets.Box([*self._boxes, self.button], layout=SIDE_BY_SIDE)
        self.box = ipywidgets.VBox([row, self._words])
        self._runner = Runner(lambda: None, self._ended)
        self._names, self._training = (), None

    def ask_for(self, dataset):
        """Show a box for every input of a dataset; where they are others than before, at a row."""
        for box, name in zip(self._boxes, dataset.input_names, strict=False):
            box.description = name
        for number, box in enumerate(self._boxes):
            box.layout.display = "flex" if number < len(dataset.input_names) else "none"
        if dataset.input_names != self._names:
            self._names = dataset.input_names
            middle = np.median(dataset.inputs, axis=0).tolist()
            for box, value in zip(self._boxes, middle, strict=False):
                box.value = float(f"{value:.3g}")

    def row(self):
        """Return the inputs that are asked about."""
        return [box.value for box in self._boxes[: len(self._names)]]

    def forget(self):
        """Forget the other starts: something else is trained now."""
        self._runner.drop()
        self._training = None
        self._words.value = ""

    def close(self):
        """Stop for good."""
        self._runner.close()

    def start(self, made, network, epochs, training):
        """Answer at once, train other starts on the event loop, and answer with their range.

        Parameters
        ----------
        made : Fit
        network : Network
        epochs : int
        training : Training
            Of other starts, made as that of the network.
        """
        self._ask(made, network, epochs, training)
        self._say("What would other starts say? ...")
        self._runner.start(self._steps(epochs))

    def finish(self, made, network, epochs, training, row):
        """Train other starts, come back when it is done, and return an ``Answer``."""
        self._ask(made, network, epochs, training, row)
        self._runner.finish(self._steps(epochs))
        return self._answer()

    def _ask(self, made, network, epochs, training, row=None):
        if self._training is None:
            self._training = training
        self._made, self._epochs = made, epochs
        self._asked = self.row() if row is None else row
        self._answered = made.predict(network, [self._asked]).item()

    def _steps(self, epochs):
        yield from self._training.steps(epochs - self._training.history.epochs, EPOCHS_A_STEP)

    def _answer(self):
        with np.errstate(all="ignore"):
            others = self._made.predict(self._training.network, [self._asked])[:, 0, 0]
        all_count = (np.abs(others) < BEYOND_MEASURE).all()
        low, high = np.percentile(others, PERCENTILES).tolist() if all_count else [np.nan] * 2
        return Answer(self._answered, low, high, self._made.outside(self._asked))

    def _ended(self, reason):
        answer, epochs = self._answer(), self._training.history.epochs
        how_long = "as long" if epochs == self._epochs else f"for {epochs:,} epochs only"
        said = "some went beyond all measure: lower the learning rate"
        if np.isfinite(answer.low):
            said = f"nine in ten say {answer.low:.4g} to {answer.high:.4g}"
        self._say(f"Of {STARTS} starts trained {how_long}, {said}. {reason or ''}")

    def _say(self, words):
        row = zip(self._names, self._asked, strict=True)
        asked = ", ".join(f"{name} {value:g}" for name, value in row)
        target = self._made.seen.target_names[0]
        said = [
            f"For {asked}, after {self._epochs:,} epochs: {target} {self._answered:.4g}. {words}"
        ]
        said += [
            f"Mind: {name} {value:g} lies outside {low:.4g} to {high:.4g}, where nothing was "
            "learned from. This is extrapolation: a guess without examples."
            for name, value, low, high in self._made.outside(self._asked)
        ]
        lines = "<br>".join(map(escape, said))
        self._words.value = f'<div role="status" style="line-height:1.4">{lines}</div>'
