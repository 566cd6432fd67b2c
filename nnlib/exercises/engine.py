"""What all exercises share: how an attempt is judged, and how the answer to it is said.

An attempt is right when it gives what the reference gives, however it is written. A wrong one is
compared with the mistakes that beginners make, so that the answer can name the misconception.
"""

import dis
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType
from typing import NamedTuple

import numpy as np

from nnlib.arrays import REAL_KINDS

NOT_DONE = "Not done yet: replace the three dots (...) with your answer, and run the cell again."


TABLES_DO_NOT_FIT = (
    "The two tables you multiply do not fit: the columns of the left one must be as many as the "
    "rows of the right one. A transpose (.T) swaps rows and columns."
)
# What to say to an error, by its kind and a part of its words; the first that fits.
ADVICE = [
    (
        TypeError,
        "ellipsis",
        "There are still three dots (...) in your function, or in one that it calls: finish "
        "that one first.",
    ),
    (
        TypeError,
        "to Python scalar",
        "A function of math takes one number at a time, and whole arrays come in here as well: "
        "take NumPy's, such as np.sqrt or np.exp.",
    ),
    *(
        (TypeError, words, "In Python ^ is no power: write ** for it.")
        for words in ("bitwise_xor", "for ^")
    ),
    (
        TypeError,
        "not callable",
        "Python takes brackets right behind a name for a call. To multiply, write * before the "
        "bracket.",
    ),
    (
        UnboundLocalError,
        "",
        "Inside your function one name stands for two things, a function and a variable: call "
        "the variable something else.",
    ),
    (NameError, "", "Your function uses a name that Python does not know here: {words}."),
    (
        AttributeError,
        "numpy.ndarray",
        "What comes in is a plain table or row of numbers: use it as it is. ({words})",
    ),
    (
        ValueError,
        "truth value",
        "Python's own max, min and sum go through rows. For columns write table.max(axis=0).",
    ),
    (
        IndexError,
        "",
        "Your function counts on a table of a certain size, and it is tried on others too. Let "
        "len(...) or the table itself say how many rows there are.",
    ),
    (
        ValueError,
        "broadcast",
        "Two arrays of different shapes meet at a sign like * or +. Look at your brackets: what "
        "is worked out first? And for a product of two tables, is it @?",
    ),
    (ValueError, "matmul", TABLES_DO_NOT_FIT),
    (ValueError, "aligned", TABLES_DO_NOT_FIT),  # from np.dot
]
CHANGED = (
    "\n  One thing to mind: it also changes an array that was passed in, as += does; "
    "a = a + b makes a new one."
)
LONGEST_SHOWN = 6  # numbers of an argument that a message repeats
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
        Gives the right result; a tuple, where the function is to return several.
    examples : list of tuple
        The arguments to try, arrays or numbers.
    mistakes : list of Mistake
    praise : str
        What a right answer shows.
    """

    def judge(attempt):
        results, problems, changed = [], [], False
        for arguments in examples:
            copies = [np.copy(each) for each in arguments]
            several = len(_expected(reference, arguments)) > 1
            result, problem = _call(attempt, copies, several)
            if problem is None:
                results.append(result)
            elif problem.right is None:
                return problem
            else:
                results.append(None)
                problems.append(problem)
            pairs = zip(copies, arguments, strict=True)
            changed = changed or not all(np.array_equal(*pair) for pair in pairs)
        if _agree(results, reference, examples):
            return Verdict(True, f"{praise}{CHANGED if changed else ''}")
        if len(problems) < len(examples):  # else there is no result to know a mistake by
            for mistake in mistakes:
                if _agree(results, mistake.gives, examples):
                    return Verdict(False, mistake.message)
        if problems:
            return _borrowed(attempt) or problems[0]
        return _borrowed(attempt) or Verdict(False, _first_difference(results, reference, examples))

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
            return Verdict(False, not_a_number(answer))
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


def not_a_number(answer):
    """Say how to write a number, when something else was given."""
    if isinstance(answer, str):
        return f"You gave the text {answer!r}. Write a number, without quotes."
    if isinstance(answer, tuple) and len(answer) == 2:
        return f"You gave two numbers, {_short(answer)}. Write the decimals after a point: 0.5."
    return f"One number is expected, and you gave {_short(answer)}."


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
    guess : float, or ``...`` for none
    outcome : float, or an array of one
    """
    value, result = as_number(guess), as_number(outcome)
    if result is None:  # a training may have ended without a number
        print(f"It came out as {outcome}, which is no number: nothing can be compared.")
        return
    outcome, came_out = result, f"it came out as {_plain(result, 7)}"
    if guess is ...:
        print(f"You have not guessed. {came_out.capitalize()}.")
    elif value is None:
        print(f"{not_a_number(guess)} As for the answer, {came_out}.")
    elif abs(value - outcome) < GOOD_GUESS:
        print(f"You guessed {_plain(value)}, and {came_out}: right!")
    else:
        print(f"You guessed {_plain(value)}, and {came_out}: {_plain(abs(value - outcome))} away.")


def result_of(attempt, arguments=(), advice=()):
    """Return what a function gives, and ``None``; or ``None``, and a verdict on why there is none.

    Parameters
    ----------
    attempt : callable
        Or whatever else a learner passed.
    arguments : sequence
    advice : list of tuple
        What to say to an error, in the form of ``ADVICE`` and before it.
    """
    if not callable(attempt):
        return None, Verdict(
            False,
            f"You passed {_short(attempt)} to check. Pass the function itself, by its name "
            "without brackets.",
        )
    try:
        result = attempt(*arguments)
    except Exception as error:
        return None, Verdict(False, what_stopped(error, advice))
    if _has_dots(result):
        return None, Verdict(None, NOT_DONE)
    if result is None:
        return None, Verdict(
            False, "Your function gives back nothing. Does its last line begin with return?"
        )
    return result, None


def what_stopped(error, advice=()):
    """Say what to do about an error that an attempt stopped with."""
    words = str(error)
    for kind, part, said in (*advice, *ADVICE):
        if isinstance(error, kind) and part in words:
            return said.format(words=words.rstrip("."))
    return f"Your function stopped with {type(error).__name__}: {words.rstrip('.')}."


def _has_dots(answer):
    if isinstance(answer, np.ndarray) and answer.dtype == object:
        answer = answer.tolist()
    if isinstance(answer, tuple | list):
        return any(_has_dots(part) for part in answer)
    return answer is ...


def _borrowed(attempt):
    """Return a verdict on a function that uses an array or number from outside, or ``None``."""
    for name in _global_names(getattr(attempt, "__code__", None)):
        if isinstance(attempt.__globals__.get(name), np.ndarray | np.number | int | float):
            return Verdict(
                False,
                f"Your function uses {name}, which an earlier cell has made for one table. "
                "It must work for any: use only what comes in between the brackets.",
            )
    return None


def _global_names(code):
    """Yield the global names that compiled code reads, that of comprehensions in it included."""
    if code is None:
        return
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _call(attempt, arguments, several):
    """Return the attempt's results as a list of arrays, or else a verdict on why there are none.

    One result, unless the exercise asks for `several` and a tuple or list comes back.
    """
    result, problem = result_of(attempt, arguments)
    if problem:
        return None, problem
    parts = result if several and isinstance(result, tuple | list) else [result]
    arrays = [_as_numbers(part) for part in parts]
    for part, array in zip(parts, arrays, strict=True):
        if array is None:
            said = f"Your function returns {_short(part)}, but numbers are expected."
            return None, Verdict(False, said)
    return arrays, None


def _as_numbers(value):
    """Return `value` as an array of floats, or ``None`` where it holds anything but numbers."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of unequal length
        return None
    return array.astype(float) if array.dtype.kind in REAL_KINDS else None


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
    return result.shape == expected.shape and np.allclose(result, expected, atol=1e-10)


def _first_difference(results, reference, examples):
    for found, arguments in zip(results, examples, strict=True):
        wanted = _expected(reference, arguments)
        if len(found) != len(wanted):
            return f"{len(wanted)} results are expected, and your function returns {len(found)}."
        for place, (result, expected) in enumerate(zip(found, wanted, strict=True), start=1):
            if not _equal(result, expected):
                which = f"Result {place} of {len(wanted)} differs. " if len(wanted) > 1 else ""
                names = inspect.signature(reference).parameters
                named = dict(zip(names, arguments, strict=True))
                return which + _difference(result, expected, named)
    raise AssertionError("the results do not differ")


def _difference(result, expected, arguments):
    if result.shape != expected.shape:
        return f"{_form(expected).capitalize()} is expected, and yours gives {_form(result)}."
    small = all(np.size(each) <= LONGEST_SHOWN for each in arguments.values())
    given = ", ".join(f"{name} = {_short(each)}" for name, each in arguments.items())
    where = f"for {given}" if small else "here"
    return f"It gives {_short(result)}, but {_short(expected)} is expected {where}."


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


def _short(value):
    if isinstance(value, np.ndarray):
        return np.array2string(value.round(4), separator=", ").replace("\n", "")
    text = repr(value.item()) if isinstance(value, np.generic) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
