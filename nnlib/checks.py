"""Checks at the door: what a public function asks of its arguments.

Each check returns the argument in the form that the rest of the code works with, or raises a
``ValueError`` of one sentence that says what was given, what was expected and how to mend it.
"""

import math
import numbers
from itertools import pairwise

import numpy as np

from nnlib.arrays import MOST_NUMBERS, REAL, place_of, real_array
from nnlib.shown import shown

NO_NUMBERS = bool | np.bool_ | np.timedelta64  # though Python or NumPy calls them whole numbers


def table(value, name):
    """Return `value` as a float64 array of shape (rows, columns), every number finite.

    Parameters
    ----------
    value : array-like
        Rows of numbers, such as ``[[0, 0, 1], [1, 1, 1]]``.
    name : str
        What the caller calls it; the message starts with it.

    Raises
    ------
    ValueError
        For whatever ``real_array`` refuses, for missing or infinite numbers, no rows or no columns,
        and for anything but two axes.
    """
    array = real_array(value, name)
    if array.ndim == 1 and array.size:
        raise ValueError(
            f"{name} is a plain list of {array.size} numbers, but a table is expected: write "
            "[[a, b]] for one row of two, [[a], [b]] for one column."
        )
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(
            f"{name} has the shape {shown(array.shape)}, but a table with at least one row and one "
            "column is expected."
        )
    _all_finite(array, name)
    return array


def row(value, name, *, finite=True):
    """Return `value` as a float64 array of shape (numbers,), at least one.

    Parameters
    ----------
    value : array-like
    name : str
    finite : bool
        Whether every number must be finite; what a failed training leaves behind is not.
    """
    array = real_array(value, name)
    if array.ndim != 1 or not array.size:
        one = ": take one column of it." if array.ndim == 2 else "."
        raise ValueError(
            f"{name} has the shape {shown(array.shape)}, but a list of numbers is expected{one}"
        )
    if finite:
        _all_finite(array, name)
    return array


def array_of_shape(value, shape, name, *, finite=True):
    """Return `value` as a float64 array, which must have the shape given.

    Parameters
    ----------
    value : array-like
    shape : tuple of int
        The shape expected.
    name : str
    finite : bool
        As for ``row``.
    """
    array = real_array(value, name)
    if array.shape != tuple(shape):
        raise ValueError(
            f"{name} has the shape {shown(array.shape)}, but {shown(tuple(shape))} is expected."
        )
    if finite:
        _all_finite(array, name)
    return array


def examples(inputs, targets, name=""):
    """Return inputs and targets as tables of as many rows; `name` goes before both in messages."""
    inputs, targets = table(inputs, f"{name}inputs"), table(targets, f"{name}targets")
    if len(inputs) != len(targets):
        raise ValueError(
            f"{name}inputs have {len(inputs)} rows and {name}targets {len(targets)}: "
            "give one row of targets for every row of inputs."
        )
    return inputs, targets


def computed(result, name):
    """Return what was computed from the argument `name`, if all of it is finite."""
    if not np.isfinite(result).all():
        raise ValueError(f"{name} holds numbers too large to compute with: scale them down first.")
    return result


def not_too_many(count, name, what):
    """Refuse an argument that makes more numbers, `what` in words, than an array should hold."""
    if count > MOST_NUMBERS:
        raise ValueError(f"{name} would make {shown(count)} {what}: {MOST_NUMBERS:,} are the most.")


def instance(value, kind, name, wanted):
    """Return `value`, which must be of the class `kind`; `wanted` says so in words."""
    if not issubclass(type(value), kind):  # isinstance believes what a class says of itself
        raise ValueError(f"{name} must be {wanted}; got {shown(value)}.")
    return value


def function(value, name, wanted):
    """Return `value`, which must be a function; `wanted` says of what."""
    if not callable(value):
        raise ValueError(f"{name} must be a function {wanted}; got {shown(value)}.")
    return value


def text(value, name):
    """Return `value`, which must be text."""
    return str.__str__(instance(value, str, name, "text in quotes"))


def names(value, count, name):
    """Return `value` as a tuple of so many texts."""
    if type(value) not in (list, tuple) or len(value) != count:
        raise ValueError(f"{name} must be a list of {count} names; got {shown(value)}.")
    return tuple(text(each, f"each of {name}") for each in value)


def whole_number(value, name, minimum=1, maximum=math.inf):
    """Return `value` as an ``int`` that is at least `minimum` and at most `maximum`."""
    whole = _read(int, value, numbers.Integral)
    if whole is None or not minimum <= whole <= maximum:
        limits = (
            f", {minimum} or more" if maximum == math.inf else f" from {minimum} to {maximum:,}"
        )
        raise ValueError(f"{name} must be a whole number{limits}; got {shown(value)}.")
    return whole


def whole_numbers(values, name, *, rising=False):
    """Return `values` as a tuple of whole numbers, 1 or more each, at least one of them."""
    if type(values) not in (list, tuple, range) or not 0 < len(values) <= MOST_NUMBERS:
        raise ValueError(f"{name} must be a list of whole numbers; got {shown(values)}.")
    whole = tuple(whole_number(each, f"each of {name}") for each in values)
    if rising and any(after <= before for before, after in pairwise(whole)):
        raise ValueError(f"{name} must rise from each number to the next; got {shown(values)}.")
    return whole


def true_or_false(value, name):
    """Return `value` as a ``bool``, which it must be already."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False; got {shown(value)}.")
    return bool(value)


def number(value, name, *, above=-math.inf, below=math.inf, at_least=-math.inf, at_most=math.inf):
    """Return `value` as a finite ``float`` within the limits given."""
    number = _read(float, value, REAL)
    within = number is not None and above < number < below and at_least <= number <= at_most
    if within and math.isfinite(number):
        return number
    wanted = f"{name} must be a number"
    if above > -math.inf:
        wanted += f" above {above:g}"
    if at_least > -math.inf:
        wanted += f", {at_least:g} or more"
    if below < math.inf:
        wanted += f" and below {below:g}"
    if at_most < math.inf:
        wanted += f" and at most {at_most:g}"
    raise ValueError(f"{wanted}; got {shown(value)}.")


def one_of(value, choices, name):
    """Return ``choices[value]``, of bare names the name, or say the nearest right spelling.

    Parameters
    ----------
    value : str
    choices : dict, or sequence of str
        The things to choose from, by name.
    name : str
        What is chosen, such as ``"activation"``.
    """
    if issubclass(type(value), str):
        value = str.__str__(value)
        if value in choices:
            return choices[value] if isinstance(choices, dict) else value
    import difflib  # only a wrong name needs it

    spelled = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(shown(value).strip("'\"").lower(), spelled, n=1)
    mend = f"Did you mean {spelled[near[0]]!r}?" if near else f"Choose one of {', '.join(choices)}."
    raise ValueError(f"{name} {shown(value)} is not known. {mend}")


def random_generator(rng):
    """Return a random generator from a seed, a generator, or ``None`` for a fresh one."""
    if isinstance(rng, np.random.Generator | np.random.RandomState):
        return rng
    if rng is not None:
        rng = whole_number(rng, "rng (a seed)", minimum=0)
    return np.random.default_rng(rng)


def _read(kind, value, wanted):
    """Return a number of the classes `wanted` as an ``int`` or a ``float``, or else ``None``."""
    if not issubclass(type(value), wanted) or isinstance(value, NO_NUMBERS):
        return None
    try:
        return kind(value)
    except Exception:  # 10**400, Decimal("sNaN"), or what a stranger's class raises
        return None


def _all_finite(array, name):
    finite = np.isfinite(array)
    if not finite.all():
        first = np.argmin(finite)
        raise ValueError(
            f"{name} holds {array.flat[first]}{place_of(first, array.shape)}, but every number "
            "must be finite: fill the gap or leave the row out."
        )
