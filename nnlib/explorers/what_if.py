"""What if: a row of inputs to ask about, the answer, and how far it is to be trusted."""

import numpy as np

from nnlib.explorers import widgets
from nnlib.explorers.ask import Ask
from nnlib.live import Runner
from nnlib.pictures.bands import bands
from nnlib.pictures.scene import on_page
from nnlib.pictures.theme import number
from nnlib.predictions import outside, unseen
from nnlib.problems.own_faults import LARGEST
from nnlib.problems.trust import (
    STARTS,
    Answer,
    ClassAnswer,
    answer_of,
    class_of,
    other_trainings,
    share_of,
)
from nnlib.shown import counted, figures_apart

FEWEST_EXAMPLES = 9  # among fewer, none is so far off that nine in ten are nearer
EPOCHS_A_STEP = 10
WIDEST = 480  # pixels of the two bands


class WhatIf(Ask):
    """Asks the network, other starts of it, and networks that have not seen a part of the examples.

    Parameters
    ----------
    explorer : ScoreExplorer

    Attributes
    ----------
    asked : list of float, or None
        The inputs that were answered last, as numbers.
    pictures : list of Scene
        The two ranges of each answer, unless it is a class.
    """

    def __init__(self, explorer):
        meaning = "the prediction, and how far to trust it"
        super().__init__(explorer, "What if?", meaning, LARGEST)
        self._bands = widgets.HTML()
        self.box.children = [*self.box.children, self._bands]
        self.pictures, self.asked = [], None
        self._pause, self._draw_again = explorer.pause, explorer.draw_again
        self._runner = Runner(lambda: None, self._ended)
        self._trainings = []  # others, as long as that of the network; the first is of all starts
        self._frame = self._asked = None  # what was asked of which network
        self._coded = []  # as numbers
        self._outputs, self._held_out_errors = np.array([]), []

    def dataset(self, made):
        """Return the examples in their own units."""
        return made.seen

    def prepare(self, values):
        """Forget the other trainings, as they are of other settings."""
        super().prepare(values)
        self.settings_changed()

    def settings_changed(self):
        """Forget the other trainings: something else is trained now."""
        self._runner.drop()
        self._trainings = []
        self._words.value = ""
        self._picture([])
        self.asked = None

    def close(self):
        """Stop for good."""
        self._runner.close()

    def answer(self, frame):
        """Answer at once, train on the event loop, and answer with what that has shown."""
        self._pause()
        self._ask(frame, self.row())
        self._draw_again()
        self._say("What would other starts say? ...")
        self._runner.start(self._steps())

    def finish(self, frame, row):
        """Train, come back when it is done, and return an answer, or of several targets a list."""
        self.show_row(row)
        self._ask(frame, row)
        self._runner.finish(self._steps())
        answers = self._answers()
        self._tell(answers)
        self._draw_again()
        return answers[0] if len(answers) == 1 else answers

    def _ask(self, frame, row):
        made = frame.made
        self._trainings = self._trainings or other_trainings(frame.values)
        self._frame, self._asked = frame, row
        self.judge()
        self._coded = self.asked = self.coded(row)
        self._picture([])
        self._outputs = made.predict(frame.network, [self._coded])[0]
        self._held_out_errors = [made.errors(frame.network)] if len(made.held_out.inputs) else []

    def _steps(self):
        for _, training in self._trainings:
            yield from training.steps(self._frame.epoch - training.history.epochs, EPOCHS_A_STEP)

    def _answers(self):
        """Return what the network and the other starts say, an answer for each target."""
        made, (_, others), *_ = self._frame.made, *self._trainings
        with np.errstate(all="ignore"):
            said = made.predict(others.network, [self._coded])[:, 0]
        beyond = outside(made.seen, self._coded)
        if made.classes:
            answered = class_of(self._outputs)
            agreeing = sum(class_of(each) == answered for each in said)
            share = share_of(self._outputs, answered)
            return [ClassAnswer(made.classes[answered], share, agreeing, beyond)]
        errors = self._errors()
        return [
            answer_of(value, said[:, at], beyond, errors[:, at] if len(errors) else [])
            for at, value in enumerate(self._outputs.tolist())
        ]

    def _errors(self):
        """Return how far off every example is from a network that has not learned from it."""
        _, *without_parts = self._trainings
        if any(training.history.epochs < self._frame.epoch for _, training in without_parts):
            return []
        with np.errstate(all="ignore"):
            left_out = [part.errors(training.network) for part, training in without_parts]
        every = [*self._held_out_errors, *left_out]
        return np.concatenate(every) if every else []

    def _ended(self, reason):
        self._tell(self._answers(), reason)

    def _tell(self, answers, reason=None):
        """Say what other starts say and how far examples scatter, and draw both as bands."""
        epochs = self._trainings[0][1].history.epochs
        how_long = "as long" if epochs == self._frame.epoch else f"for {epochs:,} epochs only"
        names = self._frame.made.seen.target_names
        said = "; ".join(map(self._agreement, answers, names))
        self._say(f"Of {STARTS} starts trained {how_long}, {said}. {reason or ''}", answers)
        self._picture(
            [
                _bands(answer, name)
                for answer, name in zip(answers, names, strict=False)
                if isinstance(answer, Answer) and np.isfinite(answer.predicted)
            ]
        )

    def _picture(self, scenes):
        self.pictures = scenes
        self._bands.value = "".join(on_page(scene, WIDEST) for scene in scenes)

    def _agreement(self, answer, name):
        if isinstance(answer, ClassAnswer):
            return f"{answer.agreeing} say {answer.predicted}, too"
        if not np.isfinite(answer.low):
            return "some went beyond all measure: lower the learning rate"
        low, high = number(answer.low, 4), number(answer.high, 4)
        of = f" for {name}" if len(self._outputs) > 1 else ""
        return f"nine in ten say {low} to {high}{of}"

    def _say(self, words, answers=()):
        made, row = self._frame.made, zip(self._columns, self._asked, strict=True)
        asked = ", ".join(
            f"{column.name} {cell if column.words else number(cell, 10)}" for column, cell in row
        )
        said = [
            f"For {asked}, after {counted(self._frame.epoch, 'epoch')}: {self._predicted()}. "
            f"{words} {self._guess_compared()}",
        ]
        numbers, words = unseen(made.seen, self._coded)
        if answers and not (numbers or words):
            for answer, name in zip(answers, made.seen.target_names, strict=False):
                said += self._scatter_in_words(answer, name)
        said += [self._outside_in_words(*each) for each in numbers]
        said += [
            f"Mind: {name} {word} is in no row that was learned from. This is a guess without "
            "examples."
            for name, word in words
        ]
        self.say(*said)

    def _outside_in_words(self, name, value, low, high):
        figures = figures_apart((value, low, high), 4)
        return (
            f"Mind: {name} {number(value, max(6, figures))} lies outside {number(low, figures)} to "
            f"{number(high, figures)}, where nothing was learned from. This is extrapolation: a "
            "guess without examples."
        )

    def _predicted(self):
        made = self._frame.made
        if made.classes:
            answered = class_of(self._outputs)
            share = share_of(self._outputs, answered)
            (part,) = made.encoding.targets.parts
            return f"{part.name} {made.classes[answered]} (it gives it {share:.0%})"
        values = zip(made.seen.target_names, self._outputs.tolist(), strict=True)
        return ", ".join(f"{name} {number(value, 4)}" for name, value in values)

    def _guess_compared(self):
        """Compare a guess with the one number or the class; of several targets nothing is said."""
        made = self._frame.made
        if made.classes:
            guess = self._judged
            predicted = made.classes[class_of(self._outputs)]
            same = "the same" if guess.casefold() == predicted.casefold() else "something else"
            return f"You guessed {guess}: {same}." if guess else "You have not guessed."
        return self.compared(self._outputs.item()) if self._outputs.size == 1 else ""

    def _scatter_in_words(self, answer, name):
        made = self._frame.made
        if isinstance(answer, ClassAnswer):
            return []
        if len(made.seen.inputs) + len(made.held_out.inputs) < FEWEST_EXAMPLES:
            return [
                f"Fewer than {FEWEST_EXAMPLES} examples cannot tell how far single ones scatter."
            ]
        if np.isnan(answer.scatter):
            return []
        low, high = answer.predicted - answer.scatter, answer.predicted + answer.scatter
        of = f"for {name} " if len(self._outputs) > 1 else ""
        return [
            f"Single examples scatter: {of}about nine in ten lie within {number(answer.scatter)} "
            "of what a network says that has not seen them, here from "
            f"{number(low, 4)} to {number(high, 4)}."
        ]


def _bands(answer, name):
    """Return the picture of an answer's two ranges; outside of the examples only the first."""
    starts = (answer.low, answer.high) if np.isfinite(answer.low) else None
    examples = None
    if np.isfinite(answer.scatter) and not answer.outside:
        examples = (answer.predicted - answer.scatter, answer.predicted + answer.scatter)
    return bands(name, answer.predicted, starts, examples)
