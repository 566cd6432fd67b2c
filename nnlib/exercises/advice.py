"""What to say to an error that stopped a learner's function.

The same error comes of different slips. Where the line of code tells them apart, it is asked;
where nothing does, the words fit all of them.
"""

import builtins
import dis
import re
import textwrap
from types import CodeType, FunctionType
from typing import NamedTuple

import numpy as np

from nnlib.exercises.sandbox import TookTooLong

LONGEST_WORDS = 200  # of an error's own
_FITS = (
    "The two tables you multiply do not fit: the columns of the left one must be as many as the "
    "rows of the right one. A transpose (.T) swaps rows and columns."
)
_YES_OR_NO = (
    "Something asks an array for a single yes or no: if, while, and, or, not. An array has one "
    "for each number. Take it as it is, as in (output > 0.5), or let np.where choose."
)


class Stop(NamedTuple):
    """An error of a `kind` with a `part` in its words, met in a `line`, a pattern of code.

    Where it must be met inside a function, `where` is the function's name.
    """

    kind: type
    part: str = ""
    line: str = ""
    where: str = ""


# What to say to an error: the first that fits. ``{words}`` in it are Python's own.
ADVICE = {
    Stop(TookTooLong): "Your function takes longer than a second. Is there a loop that never ends?",
    Stop(RecursionError): "Your function calls itself again and again, without an end. Did you "
    "mean another function's name?",
    Stop(SystemExit): "exit() and quit() end the whole program: return is what ends a function.",
    Stop(IndexError, "valid indices", line="/"): "Only a whole number can say which place is "
    "meant, and / gives none, even for 4 / 2: write // or int(...).",
    Stop(IndexError, "valid indices"): "Only a whole number can say which place is meant. In for x "
    "in inputs, x is a value of the array and not its place: for i in range(len(inputs)) counts "
    "the places. And what / gives is never a whole number: // gives one.",
    Stop(TypeError, "scalar index", line=r"\bnp\.(sum|mean|max|min)\("): "np.sum and its like take "
    "one array; what comes second says along which axis. Multiply first, as in np.sum(a * b).",
    Stop(TypeError, "method'", line=r"\binput\b"): "input is a name of Python's own, which waits "
    "for somebody to type. You mean what comes in between the brackets: look how it is spelled.",
    Stop(Exception, "ellipsis"): "There are still three dots (...) in your function: put your own "
    "code in their place.",
    Stop(TypeError, "to Python scalar"): "The functions of math, and float and int, take one "
    "number at a time, and whole arrays come in here as well: take NumPy's, such as np.sqrt or "
    "np.exp.",
    **{
        Stop(TypeError, words): "In Python ^ is no power: write ** for it."
        for words in ("bitwise_xor", "for ^")
    },
    Stop(TypeError, "as a data type"): "np.zeros and np.ones take the shape as one thing, in "
    "brackets of its own: np.zeros((rows, columns)).",
    Stop(TypeError, "not callable"): "Python takes brackets right behind a name for a call, and "
    "this name is no function. To multiply, write * before the bracket. If it was a function "
    "once, a line with = has given its name to something else: use another name there.",
    **{
        Stop(TypeError, words): "A function itself stands in your calculation. Call it, with what "
        "it takes between brackets, as in sigmoid(total). ({words})"
        for words in ("'function'", "function_or_method'", "type function")
    },
    Stop(TypeError, "NoneType"): "Something in your function is None, which is what a function "
    "without return gives back. ({words})",
    Stop(NameError): "Your function uses a name that Python does not know here: {words}. Is it "
    "spelled right, and did the cell run that makes it?",
    **{
        Stop(AttributeError, f"numpy.ndarray' object has no attribute '{name}'"): "What comes in "
        "is a plain table or row of numbers: use it as it is. ({words})"
        for name in ("inputs", "targets", "outputs", "weights", "losses")
    },
    Stop(AttributeError, "numpy.ndarray"): "What you have there is a plain array of numbers, and "
    "it has nothing of that name. Most functions are written before it, as in np.exp(table) or "
    "len(table). ({words})",
    Stop(AttributeError, "module 'numpy'"): "NumPy has nothing of that name ({words}). What the "
    "lesson has made, such as sigmoid, is written without np.",
    Stop(ValueError, "truth value", line=r"(?<![\w.])(max|min|sorted)\("): "Python's own max, min "
    "and sorted compare whole rows. For columns write table.max(axis=0).",
    Stop(ValueError, "truth value", line="."): _YES_OR_NO,
    Stop(
        ValueError, "truth value"
    ): f"{_YES_OR_NO} Python's own max and min ask so too: write table.max(axis=0).",
    Stop(IndexError, "too many indices"): "You look up a row and a column in something that has "
    "no columns: a plain row, or a number. ({words})",
    Stop(IndexError): "Your function counts on a table of a certain size, or goes one too far, "
    "and it is tried on several sizes. Let len(...) say how many rows there are; the last one has "
    "the number len(...) - 1.",
    Stop(ValueError, "broadcast", line=r"axis=1\)"): "axis=1 alone leaves a plain row, one number "
    "for each row of the table. axis=1, keepdims=True leaves a column, and each row of the table "
    "meets its own number.",
    Stop(ValueError, "broadcast"): "Two arrays of different shapes meet at a sign like * or +. "
    "Print the .shape of both: which is not as you meant it? Look at your brackets: what is worked "
    "out first? And for a product of two tables, or a sum over the examples, is it @?",
    Stop(ValueError, "does not have enough dimensions"): "@ multiplies tables, and one of the two "
    "is a single number: write * for that.",
    Stop(ValueError, "matmul"): _FITS,
    Stop(ValueError, "aligned"): _FITS,
}


def what_stopped(failure, function, advice=None, tried=""):
    """Say what to do about an error.

    Parameters
    ----------
    failure : sandbox.Failure
    function : callable
        What failed.
    advice : dict of Stop to str, optional
        What to try before ``ADVICE``.
    tried : str
        What it was called with, told where no advice fits.
    """
    words = textwrap.shorten(failure.words, LONGEST_WORDS, placeholder=" ...").rstrip(".")
    said = unfinished(function) if "ellipsis" in failure.words else ""
    if said:
        return said
    for stop, said in [*(advice or {}).items(), *ADVICE.items()]:
        if _fits(stop, failure):
            return said.format(words=words)
    if issubclass(failure.kind, UnboundLocalError):
        return _name_of_two_things(failure.words, function)
    return _as_python_says(failure, words, tried)


def _fits(stop, failure):
    if not issubclass(failure.kind, stop.kind) or issubclass(failure.kind, UnboundLocalError):
        return False
    is_here = stop.where in ("", failure.where)
    return is_here and stop.part in failure.words and re.search(stop.line, failure.line) is not None


def _as_python_says(failure, words, tried):
    said = f"Your function stopped with {failure.kind.__name__[:40]}"
    said += f": {words}." if words else "."
    if not failure.began:
        return f"{said} Leave its first line, the one with def, as it was in the exercise."
    if tried:
        said += f" It was tried with {tried}."
    return f"{said} The line:\n    {failure.line[:LONGEST_WORDS]}" if failure.line else said


def unfinished(function):
    """Return what is said if a function calls one that still has its dots, else ``""``."""
    for other in _called(function):
        if ... in other.__code__.co_consts:
            return (
                f"There are still three dots (...) in {other.__name__}, which your function calls: "
                "finish that exercise first, and run its cell."
            )
    return ""


def _called(function):
    """Return the learner's functions that a function names, and those that these name."""
    found = [function]
    for each in found:  # which grows meanwhile
        for name in global_names(each):
            other = each.__globals__.get(name)
            if type(other) is FunctionType and other not in found and not _is_ours(other):
                found.append(other)
    return found[1:]


def _is_ours(function):
    return function.__globals__.get("__name__", "").startswith("nnlib.")


def _name_of_two_things(words, function):
    """Say what to do about a name that has a value only after the line that reads it."""
    name = (re.findall(r"'(\w+)'", words) or ["a name"])[0]
    known = function.__globals__ if type(function) is FunctionType else {}
    outside = known.get(name, getattr(builtins, name, None))
    if callable(outside):
        return (
            f"Inside your function one name stands for two things, a function and a variable: "
            f"{name}. Call the variable something else."
        )
    if outside is not None:
        return (
            f"Your function reads {name} before it has a value: a line with = makes a {name} of "
            "the function's own, and not that of the cells above. Give it one first, such as "
            f"{name} = 0."
        )
    return (
        f"Your function reads {name} before it has a value. Give it one above, such as {name} = 0, "
        "and not in one branch of an if alone."
    )


def borrowed(function):
    """Return what is said if a function uses an array or number from outside, else ``""``."""
    for name in global_names(function):
        if issubclass(type(function.__globals__.get(name)), np.ndarray | np.number | int | float):
            return (
                f"Your function uses {name}, which an earlier cell has made for one table. "
                "It must work for any: use only what comes in between the brackets."
            )
    return ""


def global_names(function):
    """Return the global names that a function reads, in comprehensions too."""
    return list(_names(function.__code__)) if type(function) is FunctionType else []


def _names(code):
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
