"""The questions with which a lesson opens: on what earlier lessons have taught."""

from typing import NamedTuple

from nnlib.exercises.engine import NOT_DONE, say
from nnlib.exercises.letters import judge_choice
from nnlib.exercises.plain import as_plain, has_dots


class Question(NamedTuple):
    """The letter of the right answer, and what is said to each letter."""

    right: str
    answers: dict


class Opening:
    """Some questions, each answered with a letter.

    Parameters
    ----------
    questions : Question
    """

    def __init__(self, *questions):
        self.questions = questions

    def __call__(self, *letters):
        """Say to each letter whether it is right, and if not, what it mixes up."""
        given = [as_plain(each) for each in letters]
        if len(given) != len(self.questions):
            say(f"{len(self.questions)} letters are expected: one for each question, in quotes.")
            return
        if all(map(has_dots, given)):
            say(NOT_DONE)
            return
        for number, (question, letter) in enumerate(
            zip(self.questions, given, strict=True), start=1
        ):
            say(f"{number}  {_judged(question, letter)}")


def _judged(question, letter):
    if has_dots(letter):
        return "Not answered yet."
    verdict = judge_choice(letter, *question)
    return f"{'✔ Right.' if verdict.right else '✘ Not quite.'} {verdict.message}"
