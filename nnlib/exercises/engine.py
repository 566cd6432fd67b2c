"""What all exercises share: how an attempt is judged, and how the answer to it is said.

An attempt is right when it gives what the reference gives, however it is written. A wrong one is
compared with the mistakes that beginners make, so that the answer can name the misconception.
"""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from nnlib.exercises import sandbox
from nnlib.exercises.advice import borrowed, unfinished, what_stopped
from nnlib.exercises.plain import as_array, as_number, as_plain, has_dots, not_a_number, shown

NOT_DONE = "Not done yet: replace the three dots (...) with your answer, and run the cell again."
NOTHING = "You passed nothing to check: put your answer between its brackets."
CANNOT_JUDGE = (
    "This answer cannot be judged, which is the course's fault and not yours ({error}). Try to "
    "write it in another way."
)
CHANGED = (
    "\n  One thing to mind: it also changes an array that was passed in, as += does; "
    "a = a + b makes a new one."
)
WIDTH = 88  # of what is printed
CLOSE = 10  # times the tolerance: near, but not right
SAME_MISTAKE = 0.02  # of a mistake's number: this near, it is that mistake
GOOD_GUESS = 0.001  # nearer than this is right
# A start times this has other last digits, as it gets on another computer after a few updates.
# What was reached from the one and not from the other was luck.
LAST_DIGIT = 1 + 1e-15


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
        clock = sandbox.Clock()
        verdict = self._judged([as_plain(each, clock) for each in answer])
        if verdict.right:
            say(f"✔ Right. {verdict.message}")
        elif verdict.right is None:
            say(verdict.message)
        else:
            say(f"✘ Not yet. {verdict.message}\n  Stuck? Run {self.name}.hint()")

    def _judged(self, answer):
        if not answer:
            return Verdict(None, NOTHING)
        if has_dots(answer):
            return Verdict(None, NOT_DONE)
        try:
            with np.errstate(all="ignore"):  # answers may be huge
                return self.judge(answer[0] if len(answer) == 1 else tuple(answer))
        except Exception as error:  # a mistake of ours must not look like one of the learner's
            return Verdict(False, CANNOT_JUDGE.format(error=type(error).__name__))

    def hint(self):
        """Give the next hint; after the last one the first again."""
        number = self.hints_given % len(self.hints)
        self.hints_given += 1
        say(f"Hint {number + 1} of {len(self.hints)}: {self.hints[number]}")
        if number + 1 == len(self.hints):
            say(f"That was the last hint. The solution: {self.name}.solution()")

    def solution(self):
        """Show a solution, and why it is one."""
        print(f"{self.code}\n")
        say(self.because)


def say(text):
    """Print text in lines that break between words: a narrow page breaks long ones anywhere."""
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        print(
            textwrap.fill(
                line,
                WIDTH,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def judge_function(reference, examples, mistakes, praise):
    """Return a judge of functions.

    Parameters
    ----------
    reference : callable
        Gives the right result; a tuple, where the function is to return several.
    examples : list of tuple
        The arguments to try, arrays or numbers.
    mistakes : list of Mistake
    praise : str
        What a right answer shows.
    """

    def judge(attempt):
        clock, results, problems, changed = sandbox.Clock(), [], [], False
        for arguments in examples:
            copies = [np.copy(each) for each in arguments]
            several = len(_expected(reference, arguments)) > 1
            given = _named(reference, arguments)
            result, problem = _call(attempt, copies, several, given, clock)
            if problem and (problem.right is None or clock.is_up):
                return problem
            results.append(result)
            problems += [problem] if problem else []
            changed = changed or not all(map(np.array_equal, copies, arguments))
        if _agree(results, reference, examples):
            return Verdict(True, f"{praise}{CHANGED if changed else ''}")
        if len(problems) < len(examples):  # else there is no result to know a mistake by
            for mistake in mistakes:
                if _agree(results, mistake.gives, examples):
                    return Verdict(False, mistake.message)
        said = borrowed(attempt)
        if said or not problems:
            return Verdict(False, said or _first_difference(results, reference, examples))
        return problems[0]

    examples = sorted(examples, key=_size)  # what is said is told of the smallest that fails
    return judge


def judge_choice(right, answers):
    """Return a judge of letters: `answers` has what to say to each of them."""

    def judge(letter):
        choice = letter.strip().upper() if isinstance(letter, str) else None
        if choice not in answers:
            letters = ", ".join(f'"{each}"' for each in answers)
            return Verdict(False, f"Answer with one of the letters {letters}, in quotes.")
        return Verdict(choice == right, answers[choice])

    return judge


def judge_number(right, tolerance, mistakes, praise):
    """Return a judge of numbers: `mistakes` maps a wrong number to what to say to it."""

    def judge(answer):
        value = as_number(answer)
        if value is None:
            return Verdict(False, _parts_of(right, answer) or not_a_number(answer))
        if abs(value - right) <= tolerance:
            return Verdict(True, praise)
        if mistakes:
            wrong = min(mistakes, key=lambda each: abs(value - each))
            if abs(value - wrong) <= SAME_MISTAKE * abs(wrong):
                return Verdict(False, mistakes[wrong])
        if abs(value - right) <= CLOSE * tolerance:
            return Verdict(False, f"{value:g} is close. Now compute it, and give more decimals.")
        return Verdict(False, f"{value:g} is not it. Take it step by step, and write down each.")

    return judge


def _parts_of(right, answer):
    """Return what is said to several numbers that add up to the right one, else ``""``."""
    parts = as_array(answer)
    if parts is not None and parts.ndim == 1 and len(parts) > 1 and parts.sum() == right:
        return f"You gave its parts, {shown(answer)}. One number is expected: add them up."
    return ""


def compare_guess(guess, outcome):
    """Print a guess beside what came out.

    Parameters
    ----------
    guess : float, or ``...`` for none
    outcome : float, or an array of one
    """
    guess, outcome = as_plain(guess), as_plain(outcome)
    value, result = as_number(guess), as_number(outcome)
    if result is None:  # a training may have ended without a number
        say(f"It came out as {shown(outcome)}, which is no number: nothing can be compared.")
        return
    came_out = f"it came out as {_plain(result, 7)}"
    if has_dots(guess):
        say(f"You have not guessed. {came_out.capitalize()}.")
    elif value is None:
        say(f"{not_a_number(guess)} As for the answer, {came_out}.")
    elif abs(value - result) < GOOD_GUESS:
        say(f"You guessed {_plain(value)}, and {came_out}: right!")
    else:
        say(f"You guessed {_plain(value)}, and {came_out}: {_plain(abs(value - result))} away.")


def result_of(attempt, arguments=(), advice=(), tried="", clock=None):
    """Return what a function gives, and ``None``; or ``None``, and a verdict on why there is none.

    Parameters
    ----------
    attempt : callable
        Or whatever else a learner passed, as plain data.
    arguments : sequence
    advice : list of Advice
        What to say to an error, before ``ADVICE``.
    tried : str
        The arguments in words.
    clock : sandbox.Clock, optional
    """
    if not callable(attempt):
        return None, Verdict(
            False,
            f"You passed {shown(attempt)} to check. Pass the function itself, by its name "
            "without brackets.",
        )
    result, failure = sandbox.call(attempt, arguments, clock)
    if failure:
        return None, Verdict(False, what_stopped(failure, attempt, advice, tried))
    if result is None:
        return None, Verdict(
            False, "Your function gives back nothing. Does its last line begin with return?"
        )
    if result is ...:
        said = unfinished(attempt)
        return None, Verdict(False, said) if said else Verdict(None, NOT_DONE)
    return result, None


def _call(attempt, arguments, several, tried, clock):
    """Return the attempt's results as a list of arrays, or else a verdict on why there are none.

    One result, unless the exercise asks for `several` and a tuple or list comes back.
    """
    result, problem = result_of(attempt, arguments, tried=tried, clock=clock)
    if problem:
        return None, problem
    result = as_plain(result, clock)
    if has_dots(result):
        said = unfinished(attempt)
        return None, Verdict(False, said) if said else Verdict(None, NOT_DONE)
    parts = result if several and isinstance(result, tuple | list) else [result]
    arrays = [as_array(part) for part in parts]
    for part, array in zip(parts, arrays, strict=True):
        if array is None:
            said = f"Your function returns {shown(part)}, but numbers are expected."
            return None, Verdict(False, said)
    return [array.astype(float) for array in arrays], None


def _size(arguments):
    return sum(np.size(each) for each in arguments)


def _named(function, arguments):
    """Write the arguments as the exercise's function calls them."""
    names = inspect.signature(function).parameters
    return ", ".join(f"{name} = {shown(each)}" for name, each in zip(names, arguments, strict=True))


def _expected(function, arguments):
    """Return what a reference or a mistake gives, as a list of arrays."""
    value = function(*(np.copy(each) for each in arguments))
    parts = value if isinstance(value, tuple) else [value]
    return [np.asarray(part, dtype=float) for part in parts]


def _agree(results, function, examples):
    for result, arguments in zip(results, examples, strict=True):
        try:
            expected = _expected(function, arguments)
        except ValueError:  # a mistake that does not fit these shapes
            expected = None
        if result is None or expected is None:
            if result is not expected:
                return False
        elif len(result) != len(expected) or not all(map(_equal, result, expected)):
            return False
    return True


def _equal(result, expected):
    return result.shape == expected.shape and np.allclose(result, expected, atol=1e-12)


def _first_difference(results, reference, examples):
    for found, arguments in zip(results, examples, strict=True):
        wanted = _expected(reference, arguments)
        given = _named(reference, arguments)
        if len(found) != len(wanted):
            return (
                f"{len(wanted)} results are expected, and your function returns {len(found)}, "
                f"for {given}."
            )
        for place, (result, expected) in enumerate(zip(found, wanted, strict=True), start=1):
            if not _equal(result, expected):
                which = f"Result {place} of {len(wanted)} differs. " if len(wanted) > 1 else ""
                return f"{which}{_difference(result, expected)} for {given}."
    raise AssertionError("the results do not differ")


def _difference(result, expected):
    if result.shape != expected.shape:
        return f"{_form(expected).capitalize()} is expected, and yours gives {_form(result)},"
    said, wanted = shown(result), shown(expected)
    if said == wanted:  # they differ further down
        place = np.abs(result - expected).argmax()
        said, wanted = (f"{each.ravel()[place]:.12g}" for each in (result, expected))
    return f"It gives {said}, but {wanted} is expected"


def _form(array):
    """Say in words what shape an array has."""
    if array.ndim == 0:
        return "one number"
    if array.ndim == 1:
        return f"a row of {array.size} numbers"
    return f"a table of shape {array.shape}"


def _plain(number, digits=4):
    """Write a number without an exponent."""
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")
