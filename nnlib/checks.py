"""Checks at the door: what a public function asks of its arguments.

Each check returns the argument in the form that the rest of the code works with, or raises a
``ValueError`` of one sentence that says what was given, what was expected and how to mend it.
"""

import math
import numbers

import numpy as np

REAL_KINDS = "biuf"  # NumPy's letters for booleans, signed and unsigned integers, floats


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
        For rows of unequal length, text, complex numbers, missing or infinite numbers, no rows
        or no columns, and for anything but two axes.
    """
    array = _real_array(value, name)
    if array.ndim == 1 and array.size:
        raise ValueError(
            f"{name} is a plain list of {array.size} numbers, but a table is expected: write "
            "[[a, b]] for one row of two, [[a], [b]] for one column."
        )
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(
            f"{name} has the shape {array.shape}, but a table with at least one row and one "
            "column is expected."
        )
    _all_finite(array, name)
    return array


def row(value, name, finite=True):
    """Return `value` as a float64 array of shape (numbers,), at least one.

    Parameters
    ----------
    value : array-like
    name : str
    finite : bool
        Whether every number must be finite; what a failed training leaves behind is not.
    """
    array = _real_array(value, name)
    if array.ndim != 1 or not array.size:
        one = ": take one column of it." if array.ndim == 2 else "."
        raise ValueError(
            f"{name} has the shape {array.shape}, but a list of numbers is expected{one}"
        )
    if finite:
        _all_finite(array, name)
    return array


def array_of_shape(value, shape, name, finite=True):
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
    array = _real_array(value, name)
    if array.shape != tuple(shape):
        raise ValueError(f"{name} has the shape {array.shape}, but {tuple(shape)} is expected.")
    if finite:
        _all_finite(array, name)
    return array


def whole_number(value, name, minimum=1, maximum=math.inf):
    """Return `value` as an ``int`` that is at least `minimum` and at most `maximum`."""
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool | np.bool_)
    if not whole or not minimum <= value <= maximum:
        limits = f", {minimum} or more" if maximum == math.inf else f" from {minimum} to {maximum}"
        raise ValueError(f"{name} must be a whole number{limits}; got {value!r}.")
    return int(value)


def true_or_false(value, name):
    """Return `value` as a ``bool``, which it must be already."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False; got {value!r}.")
    return bool(value)


def number(value, name, *, above=-math.inf, below=math.inf, at_least=-math.inf, at_most=math.inf):
    """Return `value` as a finite ``float`` within the limits given."""
    try:
        real = isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)
        number = float(value) if real else math.nan
    except OverflowError:  # a whole number that float64 does not hold
        number = math.inf
    if math.isfinite(number) and above < number < below and at_least <= number <= at_most:
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
    raise ValueError(f"{wanted}; got {value!r}.")


def one_of(value, choices, name):
    """Return ``choices[value]``, or name the nearest right spelling.

    Parameters
    ----------
    value : str
    choices : dict
        The things to choose from, by name.
    name : str
        What is chosen, such as ``"activation"``.
    """
    if isinstance(value, str) and value in choices:
        return choices[value]
    import difflib  # only a wrong name needs it

    names = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(str(value).lower(), names, n=1)
    mend = f"Did you mean {names[near[0]]!r}?" if near else f"Choose one of {', '.join(choices)}."
    raise ValueError(f"{name} {value!r} is not known. {mend}")


def random_generator(rng):
    """Return a random generator from a seed, a generator, or ``None`` for a fresh one."""
    if isinstance(rng, np.random.Generator | np.random.RandomState):
        return rng
    if rng is not None:
        rng = whole_number(rng, "rng (a seed)", minimum=0)
    return np.random.default_rng(rng)


def _real_array(value, name):
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind in REAL_KINDS:
        return array.astype(float)
    raise ValueError(f"{name} {_what_is_not_a_number(value, array)}")


def _what_is_not_a_number(value, array):
    if array.dtype.kind in "US":
        text = _first_text(value)
        return f"holds text ({text!r}), but numbers are expected: turn text into numbers first."
    if array.dtype.kind == "c":
        return "holds complex numbers, but real numbers are expected."
    if isinstance(value, list | tuple):
        lengths = [len(row) if isinstance(row, list | tuple | np.ndarray) else 0 for row in value]
        for index, length in enumerate(lengths):
            if length != lengths[0]:
                return (
                    f"has rows of unequal length: row {index} holds {length} values, "
                    f"row 0 holds {lengths[0]}."
                )
    return "holds something that is not a number."


def _first_text(value):
    if isinstance(value, list | tuple):
        found = (_first_text(each) for each in value)
        return next((text for text in found if text is not None), None)
    if isinstance(value, np.ndarray):
        return _first_text(value.tolist())
    return value if isinstance(value, str | bytes) else None


def _all_finite(array, name):
    if np.isfinite(array).all():
        return
    place = tuple(int(axis[0]) for axis in np.nonzero(~np.isfinite(array)))
    axes = ("row", "column") if array.ndim == 2 else ("place",) * array.ndim
    where = " and ".join(f"{axis} {index}" for axis, index in zip(axes, place, strict=True))
    raise ValueError(
        f"{name} holds {array[place]} in {where}, but every number must be finite: "
        "fill the gap or leave the row out."
    )
