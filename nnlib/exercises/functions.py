"""Exercises whose answer is a function: it is tried beside the solution's."""

import inspect
import re
from dataclasses import dataclass, field

import numpy as np

from nnlib.exercises import done, sandbox
from nnlib.exercises.advice import borrowed, unfinished, what_stopped
from nnlib.exercises.engine import NOT_DONE, Exercise, Verdict, made_by, right, say, wrong
from nnlib.exercises.letters import in_words
from nnlib.exercises.plain import as_array, as_plain, has_dots, shown

CHANGED = (
    "\n  One thing to mind: it also changes an array that was passed in, as += does; "
    "a = a + b makes a new one."
)
OURS = (
    "Your function is not right yet, so ours is at work.\nWhen yours is right, run this cell again."
)
OURS_UNTIL_IT_RUNS = (
    "Your function of {exercise} has not run here, or still has its dots: ours is at work.\n"
    "Run the cell of {exercise}, then this one again."
)


@dataclass(kw_only=True, eq=False, repr=False)
class FunctionExercise(Exercise):
    """An exercise whose answer is a function: right, if it gives what that of the solution gives.

    Attributes
    ----------
    examples : list of tuple
        The arguments to try, as whatever NumPy makes an array of.
    mistakes : dict of str to str
        What to say to functions that have other lines than the solution: see ``with_lines``. What
        the first one that fits says is said.
    praise : str
        What a right answer shows.
    stops : dict of advice.Stop to str, optional
        What to say to errors, before what is said to them everywhere.
    """

    examples: list
    mistakes: dict
    praise: str
    stops: dict = field(default_factory=dict)

    def __post_init__(self):
        super().__post_init__()
        tried = [tuple(map(np.asarray, each)) for each in self.examples]
        # What is said is told of the smallest that fails.
        self.examples = sorted(tried, key=lambda each: sum(map(np.size, each)))

    def judge(self, attempt):
        """Return a ``Verdict`` on a function."""
        clock, results, problems, changed = sandbox.Clock(), [], [], False
        for arguments in self.examples:
            copies = [np.copy(each) for each in arguments]
            several = len(_expected(self.answer, arguments)) > 1
            given = _named(self.answer, arguments)
            result, problem = _call(attempt, copies, several, self.stops, given, clock)
            if problem and (problem.right is None or clock.is_up):
                return problem
            results.append(result)
            problems += [problem] if problem else []
            changed = changed or not all(map(np.array_equal, copies, arguments))
        if _agree(results, self.answer, self.examples):
            return right(f"{self.praise}{CHANGED if changed else ''}")
        if len(problems) < len(self.examples):  # else there is no result to know a mistake by
            for lines, words in self.mistakes.items():
                if _agree(results, self.mistaken(lines), self.examples):
                    return wrong(words)
        said = borrowed(attempt)
        if said or not problems:
            return wrong(said or _first_difference(results, self.answer, self.examples))
        return problems[0]

    def or_ours(self, attempt):
        """Return a learner's function where it is right, else the solution, and say which."""
        is_right = self._judged(as_plain(attempt, sandbox.Clock())).right
        if is_right:
            say("Your function is at work.")
            return attempt
        waits = OURS_UNTIL_IT_RUNS.format(exercise=done.number_of(self.name))
        say(waits if is_right is None else OURS)
        return self.answer

    def mistaken(self, lines):
        """Return the function of somebody who makes a mistake."""
        return made_by(with_lines(self.code, lines))


def with_lines(code, lines):
    r"""Return the code of a function with other lines.

    Each takes the place of those that begin with the same word. Where there are none, it comes
    first.

    Examples
    --------
    >>> print(with_lines("def f(a):\n    b = 2 * a\n    return b", "c = 1\nreturn b + c"))
    def f(a):
        c = 1
        b = 2 * a
        return b + c
    """
    head, *own = code.splitlines()
    first = []
    for line in lines.splitlines():
        places = [place for place, each in enumerate(own) if _word(each) == _word(line)]
        for place in places:
            own[place] = re.match(r" *", own[place])[0] + line
        first += [] if places else [f"    {line}"]
    return "\n".join([head, *first, *own])


def _word(line):
    return re.search(r"\w+", line)[0]


def result_of(attempt, arguments=(), advice=None, tried="", clock=None):
    """Return what a function gives, and ``None``; or ``None``, and a verdict on why there is none.

    Parameters
    ----------
    attempt : callable
        Or whatever else a learner passed, as plain data.
    arguments : sequence
    advice : dict of Stop to str, optional
        What to say to an error, before ``ADVICE``.
    tried : str
        The arguments in words.
    clock : sandbox.Clock, optional
    """
    if not callable(attempt):
        return None, wrong(
            f"You passed {shown(attempt)} to check. Pass the function itself, by its name "
            "without brackets.",
        )
    result, failure = sandbox.call(attempt, arguments, clock)
    if failure:
        return None, wrong(what_stopped(failure, attempt, advice, tried))
    if result is None:
        return None, wrong(
            "Your function gives back nothing. Does its last line begin with return? A return "
            "inside an if or a loop may never be reached."
        )
    if result is ...:
        return None, _not_done(attempt)
    return result, None


def _not_done(attempt):
    """Return the verdict on a function that gives dots: its own, or those of one that it calls."""
    said = unfinished(attempt)
    return wrong(said) if said else Verdict(None, NOT_DONE)


def _call(attempt, arguments, several, stops, tried, clock):
    """Return the attempt's results as a list of arrays, or else a verdict on why there are none.

    One result, unless the exercise asks for `several` and a tuple or list comes back.
    """
    result, problem = result_of(attempt, arguments, stops, tried, clock)
    if problem:
        return None, problem
    result = as_plain(result, clock)
    if has_dots(result):
        return None, _not_done(attempt)
    parts = result if several and isinstance(result, tuple | list) else [result]
    arrays = [as_array(part) for part in parts]
    for part, array in zip(parts, arrays, strict=True):
        if array is None:
            said = f"Your function returns {shown(part)}, but numbers are expected."
            return None, wrong(said)
    return [array.astype(float) for array in arrays], None


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
        except (ValueError, IndexError):  # a mistake that does not fit these shapes
            expected = None
        if result is None or expected is None:
            if result is not expected:
                return False
        elif len(result) != len(expected) or not all(map(_equal, result, expected)):
            return False
    return True


def _equal(result, expected):
    # What is no number is equal too: some mistakes are known by that.
    return result.shape == expected.shape and np.allclose(
        result, expected, atol=1e-12, equal_nan=True
    )


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
                said = f"{which}{_difference(result, expected)} for {given}."
                return f"{said}{_always_the_same(results, reference)}"
    raise AssertionError("the results do not differ")


def _always_the_same(results, reference):
    """Return what is said to the same result for all examples, else ``""``."""
    first, *others = results
    same = all(len(each) == len(first) and all(map(_equal, each, first)) for each in others)
    if not (others and same):
        return ""
    names = in_words(list(inspect.signature(reference).parameters))
    return f" Yours gave the same in every try: does it use {names}?"


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
