"""Exercises whose answer is a number, or the letter of a choice."""

from dataclasses import dataclass

from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.letters import judge_choice
from nnlib.exercises.plain import as_array, as_number, not_a_number, shown

CLOSE = 10  # times the tolerance: near, but not right
SAME_MISTAKE = 0.02  # of a mistake's number: this near, it is that mistake


@dataclass(kw_only=True, eq=False, repr=False)
class NumberExercise(Exercise):
    """An exercise whose answer is a number: right, if it is near that of the solution.

    Attributes
    ----------
    tolerance : float
    mistakes : dict of float to str
        What to say to wrong numbers.
    praise : str
        What a right answer shows.
    """

    tolerance: float
    mistakes: dict
    praise: str

    def judge(self, answer):
        """Return a ``Verdict`` on a number."""
        value = as_number(answer)
        if value is None:
            return wrong(_parts_of(self.answer, answer) or not_a_number(answer))
        if abs(value - self.answer) <= self.tolerance:
            return right(self.praise)
        nearest = min(self.mistakes, key=lambda each: abs(value - each))
        if abs(value - nearest) <= SAME_MISTAKE * abs(nearest):
            return wrong(self.mistakes[nearest])
        if abs(value - self.answer) <= CLOSE * self.tolerance:
            return wrong(f"{value:g} is close. Compute it, and round it less.")
        return wrong(f"{value:g} is not it. Take it step by step, and write down each.")


def _parts_of(right, answer):
    """Return what is said to several numbers that add up to the right one, else ``""``."""
    parts = as_array(answer)
    if parts is not None and parts.ndim == 1 and len(parts) > 1 and parts.sum() == right:
        return f"You gave its parts, {shown(answer)}. One number is expected: add them up."
    return ""


@dataclass(kw_only=True, eq=False, repr=False)
class ChoiceExercise(Exercise):
    """An exercise whose answer is a letter.

    Attributes
    ----------
    answers : dict of str to str
        What to say to each letter.
    """

    answers: dict

    def judge(self, letter):
        """Return a ``Verdict`` on a letter."""
        return judge_choice(letter, self.answer, self.answers)
