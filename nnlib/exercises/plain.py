"""Turns whatever a learner gives into plain data, so that no judge meets a surprise.

A judge gets numbers, text, lists, tuples, arrays of real numbers, functions, dots and ``None``.
Anything else, and what is too large to be an answer, becomes an ``Unreadable``.
"""

import math
import numbers
from dataclasses import dataclass

import numpy as np

from nnlib.arrays import REAL_KINDS
from nnlib.exercises import sandbox
from nnlib.shown import a_kind
from nnlib.shown import shown as briefly

MOST_VALUES, DEEPEST = 2_000, 6
LONGEST_TEXT = 20_000
MOST_BITS = 1000  # of a whole number: float64 holds those
LONGEST_ROW = 16  # numbers of an array that are shown, then the middle is left out
_DOTS = ("...", "…")
_AS_IT_IS = (type(None), type(...), bool, float, complex)


@dataclass(frozen=True)
class Unreadable:
    """What is no plain data, and in words what it is."""

    what: str

    def __repr__(self):
        return self.what


def as_plain(answer, clock=None):
    """Return an answer as plain data, as the top of this file says; `clock` is that of a call."""
    plain, failure = sandbox.call(_plain, (answer, iter(range(MOST_VALUES)), 0), clock)
    return plain if failure is None else Unreadable(f"{a_kind(answer)} that cannot be read")


def _plain(value, room, depth):
    """Return `value` as plain data; `room` runs empty where it holds too many values."""
    kind = type(value)
    if next(room, None) is None:
        return Unreadable("more than can be read")
    if kind in _AS_IT_IS:
        return value
    if kind is int:
        small = value.bit_length() <= MOST_BITS
        return value if small else Unreadable("a whole number of more than 300 digits")
    if isinstance(value, str):
        short = str.__len__(value) <= LONGEST_TEXT
        return str.__str__(value) if short else Unreadable("a very long text")
    if isinstance(value, list | tuple | set | frozenset):
        return _plain_list(value, room, depth)
    if callable(value):
        return Unreadable(a_kind(value)) if depth else value
    return _plain_array(value, room, depth)


def _plain_list(values, room, depth):
    if len(values) > MOST_VALUES:
        return Unreadable(f"{a_kind(values)} of {len(values):,} values")
    if depth == DEEPEST:
        return Unreadable("a list within a list, and so on")
    parts = [_plain(each, room, depth + 1) for each in values]
    return tuple(parts) if isinstance(values, tuple) else parts


def _plain_array(value, room, depth):
    """Return an array, or whatever makes one, such as a column of pandas or a range."""
    if isinstance(value, numbers.Number) and not isinstance(value, np.generic):
        return float(value)  # a Fraction, a Decimal
    size = value.size if isinstance(value, np.ndarray) else getattr(value, "__len__", int)()
    if size > MOST_VALUES:
        return Unreadable(f"{a_kind(value)} of {size:,} values")
    if isinstance(value, np.ma.MaskedArray):
        value = value.astype(float).filled(np.nan)
    array = np.asarray(value)
    if array.size > MOST_VALUES:
        return Unreadable(f"{a_kind(value)} of {array.size:,} values")
    if array.dtype.kind in REAL_KINDS:
        return array.copy() if array.ndim else array.item()
    if array.dtype.kind in "OU" and isinstance(value, np.ndarray | np.generic):
        return _plain(array.tolist(), room, depth)
    return Unreadable(a_kind(value))


def has_dots(answer):
    """Say whether plain data still hold three dots, also as a text."""
    if isinstance(answer, tuple | list):
        return any(has_dots(part) for part in answer)
    return answer is ... or (isinstance(answer, str) and answer.strip() in _DOTS)


def as_number(answer):
    """Return a finite number as a float, also out of an array of one; anything else as ``None``."""
    if isinstance(answer, list | tuple) and len(answer) == 1:
        return as_number(answer[0])
    array = answer if isinstance(answer, np.ndarray) else as_array(answer)
    if array is None or array.size != 1 or array.dtype.kind == "b":
        return None
    return float(array.item()) if np.isfinite(array).all() else None


def as_array(value):
    """Return plain data as an array of real numbers, or ``None`` where they are anything else."""
    if callable(value):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # rows of unequal length
        return None
    return array if array.dtype.kind in REAL_KINDS else None


def not_a_number(answer):
    """Say how to write a number, when something else was given."""
    if isinstance(answer, str):
        return f"You gave the text {shown(answer)}. Write a number, without quotes."
    if isinstance(answer, float):
        meaning = "not a number" if math.isnan(answer) else "infinity"
        return f"You gave {answer}, which means {meaning}. One number is expected."
    if callable(answer):
        return f"You gave {shown(answer)} itself. Call it, with brackets, to get a number."
    if _is_grouped(answer):
        first, *groups = answer
        whole = f"{first}{''.join(f'{group:03}' for group in groups)}"
        decimals = f", and decimals after a point: {first}.{groups[0]}" if len(groups) == 1 else ""
        return (
            f"You gave {shown(answer)}, and one number is expected: a comma separates numbers. "
            f"Write thousands without a comma: {whole}{decimals}."
        )
    if isinstance(answer, tuple) and as_array(answer) is not None and np.shape(answer) == (2,):
        first, second = answer
        meant = f": {first}.{abs(second)}" if all(type(each) is int for each in answer) else ""
        return (
            f"You gave two numbers, {shown(answer)}, and one is expected: a comma separates "
            f"numbers. Write the decimals after a point{meant}."
        )
    return f"One number is expected, and you gave {shown(answer)}."


def _is_grouped(answer):
    """Say whether a tuple is what Python reads where somebody writes thousands with commas.

    A group such as 050 is none: Python does not read it.
    """
    if not isinstance(answer, tuple) or len(answer) < 2 or {*map(type, answer)} != {int}:
        return False
    first, *groups = answer
    return 1 <= abs(first) <= 999 and all(part == 0 or 100 <= part <= 999 for part in groups)


def shown(value):
    """Write plain data on one line, also a short array whole; what is long is cut."""
    if not isinstance(value, np.ndarray):
        return briefly(value)
    text = np.array2string(
        value,
        separator=", ",
        threshold=LONGEST_ROW,
        edgeitems=3,
        formatter={"float_kind": "{:.5g}".format},
    )
    return " ".join(text.split())
