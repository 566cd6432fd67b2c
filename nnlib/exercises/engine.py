"""What all exercises share: how they are declared, checked and hinted at.

An answer is right when it does what the solution does, however it is written. A wrong one is
compared with the mistakes that beginners make, so that what is said can name the misconception.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np

from nnlib.activations import SIGMOID
from nnlib.exercises import done, sandbox
from nnlib.exercises.plain import as_plain, has_dots

NOT_DONE = "Not done yet: replace the three dots (...) with your answer, and run the cell again."
NOTHING = "You passed nothing to check: put your answer between its brackets."
CANNOT_JUDGE = (
    "This answer cannot be judged, which is the course's fault and not yours ({error}). Try to "
    "write it in another way."
)
WIDTH = 88  # of what is printed
# A start times this has other last digits, as it gets on another computer after a few updates.
# What was reached from the one and not from the other was luck.
LAST_DIGIT = 1 + 1e-15
# What the lessons have given a learner, for solutions and mistakes.
NAMES = {"np": np, "sigmoid": SIGMOID.function, "slope": SIGMOID.slope}


class Verdict(NamedTuple):
    """What is said about an attempt: `right` is ``None`` where there was none."""

    right: bool | None
    message: str


def right(message):
    """Return the ``Verdict`` on a right answer."""
    return Verdict(True, message)


def wrong(message):
    """Return the ``Verdict`` on a wrong answer."""
    return Verdict(False, message)


@dataclass(kw_only=True, eq=False, repr=False)
class Exercise:
    """An exercise with its solution, its hints and its judge.

    A ``FunctionExercise``, ``NumberExercise`` or ``ChoiceExercise`` judges by its solution; any
    other is given a judge of its own.

    Attributes
    ----------
    name : str
        As a learner writes it, such as ``"lesson1.slope"``.
    code : str
        The solution: what belongs into the exercise's cell, above the line with ``check``.
    because : str
        Why it is the solution.
    hints : list of str
        From a nudge to nearly the solution.
    judged_by : callable, optional
        ``judged_by(answer)`` returns a ``Verdict``.
    """

    name: str
    code: str
    because: str
    hints: list
    judged_by: Callable | None = None
    hints_given: int = field(default=0, init=False)

    def __post_init__(self):
        self.code = textwrap.dedent(self.code).strip()

    def __repr__(self):  # Shift+Tab in its cell shows this: no solution
        return f"{self.name}, with .check(...), .hint() and .solution()"

    @property
    def answer(self):
        """What the solution makes."""
        return made_by(self.code)

    def judge(self, answer):
        """Return a ``Verdict`` on an answer; ``...`` does not come here."""
        return self.judged_by(answer)

    def check(self, *answer):
        """Say whether an answer is right, and if not, what to do next."""
        clock = sandbox.Clock()
        given = [as_plain(each, clock) for each in answer]
        given = given[0] if len(given) == 1 else tuple(given)
        self.tell(self._judged(given), given)

    def tell(self, verdict, answer):
        """Say what came of an answer, in plain data, and keep it."""
        if verdict.right:
            say(f"✔ Right. {verdict.message}")
        elif verdict.right is None:
            say(verdict.message)
        else:
            say(f"✘ Not yet. {verdict.message}\n  Stuck? Run {self.name}.hint()")
        if verdict.right is not None:
            say(done.keep_check(self.name, *verdict))

    def _judged(self, answer):
        if isinstance(answer, tuple) and not answer:
            return Verdict(None, NOTHING)
        if has_dots(answer):
            return Verdict(None, NOT_DONE)
        try:
            with np.errstate(all="ignore"):  # answers may be huge
                return self.judge(answer)
        except Exception as error:  # a mistake of ours must not look like one of the learner's
            return Verdict(False, CANNOT_JUDGE.format(error=type(error).__name__))

    def hint(self):
        """Give the next hint; after the last one the first again."""
        number = self.hints_given % len(self.hints)
        self.hints_given += 1
        say(done.keep_hint(self.name))
        say(f"Hint {number + 1} of {len(self.hints)}: {self.hints[number]}")
        if number + 1 == len(self.hints):
            say(f"That was the last hint. The solution: {self.name}.solution()")

    def solution(self):
        """Show a solution, and why it is one."""
        print(f"{self.code}\n")
        say(self.because)


@cache
def made_by(code):
    """Return what some code, ours and no learner's, makes last: a function or a value."""
    names = dict(NAMES)
    exec(code, names)
    return list(names.values())[-1]


def say(text):
    """Print text, if there is any, in lines that break between words."""
    if text:
        print(in_lines(text))


def in_lines(text):
    """Return text in lines that break between words: a narrow page breaks long ones anywhere."""
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            subsequent_indent=" " * (len(line) - len(line.lstrip())),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )
