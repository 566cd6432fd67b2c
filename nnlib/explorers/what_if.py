"""What if: a row of inputs to ask about, the answer, and how far it is to be trusted.

Two things make an answer uncertain. Other starts end elsewhere; and even if all of them agreed,
single examples would lie off what is predicted. The first says nothing of the second.
"""

import math
from typing import NamedTuple

import numpy as np

from nnlib.explorers.ask import Ask
from nnlib.live import Runner
from nnlib.pictures.theme import number
from nnlib.problems.fit import fit, fit_without_parts
from nnlib.problems.own_faults import LARGEST
from nnlib.problems.scores import fitted_how
from nnlib.training import Training

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


class WhatIf(Ask):
    """Asks the network, other starts of it, and networks that have not seen a part of the examples.

    Parameters
    ----------
    explorer : ScoreExplorer
    """

    def __init__(self, explorer):
        meaning = "the prediction, and how far to trust it"
        super().__init__(explorer, "What if?", meaning, LARGEST)
        self._pause = explorer.pause
        self._runner = Runner(lambda: None, self._ended)
        self._trainings = []  # others, as long as that of the network; the first is of all starts
        self._frame = self._asked = None  # what was asked of which network
        self._coded = []  # as numbers
        self._answered, self._held_out_errors = math.nan, []

    def dataset(self, made):
        """Return the examples in their own units."""
        return made.seen

    def prepare(self, values):
        """Forget the other trainings, as they are of other settings."""
        self.settings_changed()

    def settings_changed(self):
        """Forget the other trainings: something else is trained now."""
        self._runner.drop()
        self._trainings = []
        self._words.value = ""

    def close(self):
        """Stop for good."""
        self._runner.close()

    def answer(self, frame):
        """Answer at once, train on the event loop, and answer with what that has shown."""
        self._pause()
        self._ask(frame, self.row())
        self._say("What would other starts say? ...")
        self._runner.start(self._steps())

    def finish(self, frame, row):
        """Train, come back when it is done, and return an ``Answer``."""
        self._ask(frame, row)
        self._runner.finish(self._steps())
        return self._answer()

    def _ask(self, frame, row):
        made = frame.made
        self._trainings = self._trainings or _other_trainings(frame.values)
        self._frame, self._asked = frame, row
        self._coded = self.coded(row)
        self._answered = made.predict(frame.network, [self._coded]).item()
        self._held_out_errors = made.errors(frame.network) if len(made.held_out.inputs) else []

    def _steps(self):
        for _, training in self._trainings:
            yield from training.steps(self._frame.epoch - training.history.epochs, EPOCHS_A_STEP)

    def _answer(self):
        (_, others), *_ = self._trainings
        with np.errstate(all="ignore"):
            said = self._frame.made.predict(others.network, [self._coded])[:, 0, 0]
            scatter = nine_in_ten(self._errors())
        all_count = (np.abs(said) < BEYOND_MEASURE).all()
        low, high = np.percentile(said, PERCENTILES).tolist() if all_count else [np.nan] * 2
        scatter = scatter if scatter < BEYOND_MEASURE else np.nan
        return Answer(self._answered, low, high, self._frame.made.outside(self._coded), scatter)

    def _errors(self):
        """Return how far off every example is from a network that has not learned from it."""
        _, *without_parts = self._trainings
        if any(training.history.epochs < self._frame.epoch for _, training in without_parts):
            return []
        left_out = [part.errors(training.network) for part, training in without_parts]
        return np.concatenate([self._held_out_errors, *left_out])

    def _ended(self, reason):
        answer, (_, others) = self._answer(), self._trainings[0]
        epochs = others.history.epochs
        how_long = "as long" if epochs == self._frame.epoch else f"for {epochs:,} epochs only"
        said = "some went beyond all measure: lower the learning rate"
        if np.isfinite(answer.low):
            said = f"nine in ten say {number(answer.low, 4)} to {number(answer.high, 4)}"
        self._say(f"Of {STARTS} starts trained {how_long}, {said}. {reason or ''}", answer)

    def _say(self, words, answer=None):
        made, row = self._frame.made, zip(self._columns, self._asked, strict=True)
        asked = ", ".join(
            f"{column.name} {cell if column.words else number(cell, 6)}" for column, cell in row
        )
        said = [
            f"For {asked}, after {self._frame.epoch:,} epochs: {made.seen.target_names[0]} "
            f"{number(self._answered, 4)}. {words} {self.compared(self._answered)}",
        ]
        if answer and not answer.outside:
            said += self._scatter_in_words(answer)
        said += [
            f"Mind: {name} {number(value, 6)} lies outside {number(low, 4)} to {number(high, 4)}, "
            "where nothing was learned from. This is extrapolation: a guess without examples."
            for name, value, low, high in made.outside(self._coded)
        ]
        self.say(*said)

    def _scatter_in_words(self, answer):
        made = self._frame.made
        if len(made.seen.inputs) + len(made.held_out.inputs) < FEWEST_EXAMPLES:
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


def _other_trainings(values):
    """Return (fit, training) of other starts, and of networks without a part of the examples."""
    how = fitted_how(values)
    fits = [fit(**how, copies=STARTS), *fit_without_parts(**how)]
    return [(each, _training_of(each, values["learning_rate"])) for each in fits]


def _training_of(made, learning_rate):
    how = {"learning_rate": learning_rate, "loss": made.training["loss"]}
    return Training(made.network, *made.examples[:2], **how)


def nine_in_ten(errors):
    """Return what about nine in ten further errors will not exceed; NaN of fewer than nine errors.

    Drawn alike, the next error is as likely to come in each of the n + 1 places among n others.
    """
    place = math.ceil(9 * (len(errors) + 1) / 10)
    return np.sort(errors)[place - 1].item() if place <= len(errors) else np.nan
