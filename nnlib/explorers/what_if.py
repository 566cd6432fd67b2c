"""What if: a row of inputs to ask about, the answer, and how far it is to be trusted.

Two things make an answer uncertain. Other starts end elsewhere; and even if all of them agreed,
single examples would lie off what is predicted. The first says nothing of the second.
"""

import math
from html import escape
from typing import NamedTuple

import numpy as np

from nnlib.explorers import look, widgets
from nnlib.explorers.number_box import NumberBox
from nnlib.live import Runner
from nnlib.pictures.theme import number
from nnlib.problems.own_table import LARGEST_MEASUREMENT, MOST_INPUTS

ASK_ABOUT = "a number to ask about"
STARTS = 50
PERCENTILES = (5, 95)
FEWEST_EXAMPLES = 9  # among fewer, none is so far off that nine in ten are nearer
EPOCHS_A_STEP = 10
BEYOND_MEASURE = 1e12  # so large is no prediction: measurements are below 1e9


class Answer(NamedTuple):
    """What a network predicts, how far other starts agree, and how far single examples scatter.

    Attributes
    ----------
    predicted : float
        In the target's unit.
    low, high : float
        Nine of ten other starts, trained as long, lie between these; NaN where
        the training of one went beyond all measure.
    outside : list of (name, value, lowest, highest)
        Inputs outside the range of the examples.
    scatter : float
        About nine in ten examples lie no further than this from what a network predicts that
        has not learned from them; NaN where fewer than nine are there to tell, or a training
        was cut short or went beyond all measure.
    """

    predicted: float
    low: float
    high: float
    outside: list
    scatter: float


class WhatIf:
    """Boxes for a row of inputs, a button, and the answer.

    Attributes
    ----------
    box, button : widget
    """

    def __init__(self):
        self._boxes = [
            NumberBox("", 0.0, -LARGEST_MEASUREMENT, LARGEST_MEASUREMENT, ASK_ABOUT)
            for _ in range(MOST_INPUTS)
        ]
        self.button = widgets.Button(
            description="What if?", tooltip="the prediction, and how far to trust it"
        )
        self._words = widgets.HTML()
        row = look.row([*self._boxes, self.button])
        self.box = widgets.VBox([row, self._words])
        self._runner = Runner(lambda: None, self._ended)
        self._names, self._trainings = (), []

    def ask_for(self, dataset):
        """Show a box for every input of a dataset; where they are others than before, at a row."""
        for box, name in zip(self._boxes, dataset.input_names, strict=False):
            box.name = name
        for place, box in enumerate(self._boxes):
            box.show(place < len(dataset.input_names))
        if dataset.input_names != self._names:
            self._names = dataset.input_names
            middle = np.median(dataset.inputs, axis=0).tolist()
            for box, value in zip(self._boxes, middle, strict=False):
                box.value = float(f"{value:.3g}")

    def row(self):
        """Return the inputs that are asked about."""
        return [box.value for box in self._boxes[: len(self._names)]]

    def forget(self):
        """Forget the other trainings: something else is trained now."""
        self._runner.drop()
        self._trainings = []
        self._words.value = ""

    def close(self):
        """Stop for good."""
        self._runner.close()

    def start(self, made, network, epochs, trainings):
        """Answer at once, train on the event loop, and answer with what that has shown.

        Parameters
        ----------
        made : Fit
        network : Network
        epochs : int
        trainings : list of (Fit, Training)
            As that of the network: first other starts, then without a part of the examples each.
        """
        self._ask(made, network, epochs, trainings)
        self._say("What would other starts say? ...")
        self._runner.start(self._steps(epochs))

    def finish(self, made, network, epochs, trainings, row):
        """Train, come back when it is done, and return an ``Answer``."""
        self._ask(made, network, epochs, trainings, row)
        self._runner.finish(self._steps(epochs))
        return self._answer()

    def _ask(self, made, network, epochs, trainings, row=None):
        self._trainings = self._trainings or trainings
        self._made, self._epochs = made, epochs
        self._asked = self.row() if row is None else row
        self._answered = made.predict(network, [self._asked]).item()
        self._held_out_errors = made.errors(network) if len(made.held_out.inputs) else []

    def _steps(self, epochs):
        for _, training in self._trainings:
            yield from training.steps(epochs - training.history.epochs, EPOCHS_A_STEP)

    def _answer(self):
        (_, others), *_ = self._trainings
        with np.errstate(all="ignore"):
            said = self._made.predict(others.network, [self._asked])[:, 0, 0]
            scatter = nine_in_ten(self._errors())
        all_count = (np.abs(said) < BEYOND_MEASURE).all()
        low, high = np.percentile(said, PERCENTILES).tolist() if all_count else [np.nan] * 2
        scatter = scatter if scatter < BEYOND_MEASURE else np.nan
        return Answer(self._answered, low, high, self._made.outside(self._asked), scatter)

    def _errors(self):
        """Return how far off every example is from a network that has not learned from it."""
        _, *without_parts = self._trainings
        if any(training.history.epochs < self._epochs for _, training in without_parts):
            return []
        left_out = [part.errors(training.network) for part, training in without_parts]
        return np.concatenate([self._held_out_errors, *left_out])

    def _ended(self, reason):
        answer, (_, others) = self._answer(), self._trainings[0]
        epochs = others.history.epochs
        how_long = "as long" if epochs == self._epochs else f"for {epochs:,} epochs only"
        said = "some went beyond all measure: lower the learning rate"
        if np.isfinite(answer.low):
            said = f"nine in ten say {number(answer.low, 4)} to {number(answer.high, 4)}"
        self._say(f"Of {STARTS} starts trained {how_long}, {said}. {reason or ''}", answer)

    def _say(self, words, answer=None):
        row = zip(self._names, self._asked, strict=True)
        asked = ", ".join(f"{name} {number(value, 6)}" for name, value in row)
        target = self._made.seen.target_names[0]
        said = [
            f"For {asked}, after {self._epochs:,} epochs: {target} {number(self._answered, 4)}. "
            f"{words}"
        ]
        if answer and not answer.outside:
            said += self._scatter_in_words(answer)
        said += [
            f"Mind: {name} {number(value, 6)} lies outside {number(low, 4)} to {number(high, 4)}, "
            "where nothing was learned from. This is extrapolation: a guess without examples."
            for name, value, low, high in self._made.outside(self._asked)
        ]
        lines = "<br>".join(map(escape, said))
        self._words.value = f'<div role="status" style="line-height:1.4">{lines}</div>'

    def _scatter_in_words(self, answer):
        if len(self._made.seen.inputs) + len(self._made.held_out.inputs) < FEWEST_EXAMPLES:
            return [
                f"Fewer than {FEWEST_EXAMPLES} examples cannot tell how far single ones scatter."
            ]
        if np.isnan(answer.scatter):
            return []
        low, high = answer.predicted - answer.scatter, answer.predicted + answer.scatter
        return [
            f"Single examples scatter: about nine in ten lie within {number(answer.scatter)} of "
            "what a network says that has not seen them, here from "
            f"{number(low, 4)} to {number(high, 4)}."
        ]


def nine_in_ten(errors):
    """Return what about nine in ten further errors will not exceed; NaN of fewer than nine errors.

    Drawn alike, the next error is as likely to come in each of the n + 1 places among n others.
    """
    place = math.ceil(9 * (len(errors) + 1) / 10)
    return np.sort(errors)[place - 1].item() if place <= len(errors) else np.nan
