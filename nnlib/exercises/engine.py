"""What all exercises share: how an attempt is judged, and how the answer to it is said.

An attempt is right when it gives what the reference gives, however it is written. A wrong one is
compared with the mistakes that beginners make, so that the answer can name the misconception.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

NOT_DONE = "Not done yet: replace the three dots (...) with your answer, and run the cell again."


class Verdict(NamedTuple):
    """What is said about an attempt: `right` is ``None`` where there was none."""

    right: bool | None
    message: str


class Mistake(NamedTuple):
    """A mistake with a name: `gives` is what the exercise's function gives if one makes it."""

    gives: Callable
    message: str


@dataclass
class Exercise:
    """An exercise with its judge, its hints and its solution.

    Attributes
    ----------
    name : str
        As a learner writes it, such as ``"lesson1.slope"``.
    judge : callable
        ``judge(answer)`` returns a ``Verdict``; it is not asked about ``...``.
    hints : list of str
        From a nudge to nearly the solution.
    code : str
        The solution: what belongs into the exercise's cell, above the line with ``check``.
    because : str
        Why it is the solution.
    """

    name: str
    judge: Callable
    hints: list
    code: str
    because: str
    hints_given: int = field(default=0, init=False)

    def check(self, *answer):
        """Say whether an answer is right, and if not, what to do next."""
        answer = answer[0] if len(answer) == 1 else answer
        verdict = Verdict(None, NOT_DONE) if _has_dots(answer) else self.judge(answer)
        if verdict.right:
            print(f"✔ Right. {verdict.message}")
        elif verdict.right is None:
            print(verdict.message)
        else:
            print(f"✘ Not yet. {verdict.message}\n  Stuck? Run {self.name}.hint()")

    def hint(self):
        """Give the next hint; after the last one the first again."""
        number = self.hints_given % len(self.hints)
        self.hints_given += 1
        print(f"Hint {number + 1} of {len(self.hints)}: {self.hints[number]}")
        if number + 1 == len(self.hints):
            print(f"That was the last hint. The solution: {self.name}.solution()")

    def solution(self):
        """Show a solution, and why it is one."""
        print(f"{self.code}\n\n{self.because}")


def judge_function(reference, examples, mistakes, praise):
    """Return a judge of functions.

    Parameters
    ----------
    reference : callable
        Gives the right result.
    examples : list of tuple
        The arguments to try, arrays or numbers.
    mistakes : list of Mistake
    praise : str
        What a right answer shows.
    """

    def judge(attempt):
        if not callable(attempt):
            return Verdict(
                False,
                f"You passed {_short(attempt)} to check. Pass the function itself, by its name "
                "without brackets.",
            )
        results = []
        for arguments in examples:
            result, problem = _call(attempt, arguments)
            if problem is not None:
                return problem
            results.append(result)
        if _agree(results, reference, examples):
            return Verdict(True, praise)
        for mistake in mistakes:
            if _agree(results, mistake.gives, examples):
                return Verdict(False, mistake.message)
        return Verdict(False, _first_difference(results, reference, examples))

    return judge


def judge_choice(right, answers):
    """Return a judge of letters: `answers` has what to say to each of them."""

    def judge(letter):
        choice = letter.strip().upper() if isinstance(letter, str) else letter
        if not isinstance(choice, str) or choice not in answers:
            letters = ", ".join(f'"{each}"' for each in answers)
            return Verdict(False, f"Answer with one of the letters {letters}, in quotes.")
        return Verdict(choice == right, answers[choice])

    return judge


def judge_number(right, tolerance, mistakes, praise):
    """Return a judge of numbers: `mistakes` maps a wrong number to what to say to it."""

    def judge(answer):
        value = as_number(answer)
        if value is None:
            return Verdict(False, f"A number is expected, and you gave {_short(answer)}.")
        if abs(value - right) <= tolerance:
            return Verdict(True, praise)
        for wrong, message in mistakes.items():
            if abs(value - wrong) <= tolerance:
                return Verdict(False, message)
        return Verdict(False, f"{value:g} is not it. Take it step by step, and write down each.")

    return judge


def as_number(answer):
    """Return a finite number as a float, also out of an array of one; anything else as ``None``."""
    try:
        array = np.asarray(answer)
    except ValueError:
        return None
    if array.size != 1 or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        return None
    return float(array.item())


def compare_guess(guess, outcome):
    """Print a guess beside what came out.

    Parameters
    ----------
    guess : float, str, or ``...``
        Three dots stand for no guess.
    outcome : float or str
    """
    shown = outcome if isinstance(outcome, str) else f"{as_number(outcome):.7g}"
    if guess is ...:
        print(f"You have not guessed. It came out as {shown}.")
    elif isinstance(outcome, str):
        same = str(guess).strip().lower() == outcome.lower()
        print(f"You guessed {guess}, and it came out as {shown}: {'right' if same else 'not so'}.")
    elif as_number(guess) is None:
        print(f"You guessed {_short(guess)}, which is not a number. It came out as {shown}.")
    else:
        away = abs(as_number(guess) - as_number(outcome))
        print(f"You guessed {as_number(guess):.7g}, and it came out as {shown}: {away:.2g} away.")


def _has_dots(answer):
    if isinstance(answer, tuple | list):
        return any(_has_dots(part) for part in answer)
    return answer is ...


def _call(attempt, arguments):
    """Return the attempt's result as an array, or else a verdict on why there is none."""
    try:
        result = attempt(*(np.copy(each) for each in arguments))
    except Exception as error:
        return None, Verdict(False, _what_stopped(error))
    if _has_dots(result):
        return None, Verdict(None, NOT_DONE)
    if result is None:
        return None, Verdict(
            False, "Your function gives back nothing. Does its last line begin with return?"
        )
    try:
        return np.asarray(result, dtype=float), None
    except (TypeError, ValueError):
        return None, Verdict(
            False, f"Your function returns {_short(result)}, but numbers are expected."
        )


def _what_stopped(error):
    kind = type(error).__name__
    if isinstance(error, TypeError) and "ellipsis" in str(error).lower():
        return "There are still three dots (...) in your function: replace them all."
    if isinstance(error, NameError):
        return f"Your function uses a name that Python does not know here: {error}."
    if isinstance(error, ValueError) and ("matmul" in str(error) or "aligned" in str(error)):
        return (
            "The two tables you multiply do not fit: the columns of the left one must be as many "
            "as the rows of the right one. A transpose (.T) swaps rows and columns."
        )
    return f"Your function stopped with {kind}: {error}."


def _agree(results, function, examples):
    for result, arguments in zip(results, examples, strict=True):
        try:
            expected = np.asarray(function(*(np.copy(each) for each in arguments)), dtype=float)
        except ValueError:  # a mistake that does not fit these shapes
            return False
        if result.shape != expected.shape or not np.allclose(result, expected, atol=1e-10):
            return False
    return True


def _first_difference(results, reference, examples):
    for result, arguments in zip(results, examples, strict=True):
        expected = np.asarray(reference(*(np.copy(each) for each in arguments)), dtype=float)
        given = " and ".join(_short(each) for each in arguments)
        if result.shape != expected.shape:
            return (
                f"Your result has the shape {result.shape}, but {expected.shape} is expected. "
                "Look at what is summed, and at what is transposed."
            )
        if not np.allclose(result, expected, atol=1e-10):
            return f"For {given} it gives {_short(result)}, but {_short(expected)} is expected."
    raise AssertionError("the results do not differ")


def _short(value):
    if isinstance(value, np.ndarray):
        return np.array2string(value.round(4), separator=", ").replace("\n", "")
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
