"""Whatever holds numbers, as an array of NumPy, or the first place that does not fit.

Lists, arrays of any type, tables of pandas, Python's exact numbers: all are taken with their
values. Nothing is guessed: text, dates, gaps and masked values are refused.
"""

import datetime
import numbers
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from nnlib.shown import shown

REAL_KINDS = "biuf"  # NumPy's letters for booleans, signed and unsigned integers, floats
DATE_KINDS = "mM"  # its letters for durations and dates, which it turns into whole numbers
REAL = (numbers.Real, Decimal, np.bool_)
DATES = (datetime.date, datetime.time, datetime.timedelta, np.datetime64, np.timedelta64)
MOST_NUMBERS = 100_000_000  # in one array, which is 800 MB
MOST_LEVELS = 4  # of lists in lists


def real_array(value, name):
    """Return `value` as a float64 array of any shape, which is no view of it.

    Parameters
    ----------
    value : array-like
        A structured array gives a column for each of its fields.
    name : str
        What the caller calls it; the message starts with it.

    Raises
    ------
    ValueError
        With the first place that holds no real number. NaN and infinity are numbers here.

    Examples
    --------
    >>> real_array([[1, 0.5], [True, Decimal("0.25")]], "inputs").tolist()
    [[1.0, 0.5], [1.0, 0.25]]
    """
    array = _as_array(value, name)
    if array.size > MOST_NUMBERS:
        raise ValueError(f"{name} holds more than {MOST_NUMBERS:,} numbers, which are the most.")
    if array.dtype.names and array.ndim <= 1:
        fields = np.atleast_1d(array)
        columns = [real_array(fields[key], f"{name}, {shown(key)},") for key in array.dtype.names]
        return np.column_stack(columns)
    if isinstance(array, np.ma.MaskedArray) and not array.dtype.names and array.mask.any():
        first = np.argmax(np.ma.getmaskarray(array))
        raise ValueError(f"{name} {_masked(place_of(first, array.shape))}")
    array = np.asarray(array)
    if array.dtype.kind in DATE_KINDS and array.size:
        raise ValueError(f"{name} {_why_not(array.flat[0], place_of(0, array.shape))}")
    if array.dtype.kind not in REAL_KINDS:
        return _from_objects(array.astype(object), name)
    with np.errstate(all="ignore"):  # a longer float may become infinite
        return array.astype(float)


def place_of(index, shape):
    """Return in words where the entry number `index` of an array is: `` in row 1 and column 0``."""
    place = [int(each) for each in np.unravel_index(index, shape)]
    if len(place) == 2:
        return f" in row {place[0]} and column {place[1]}"
    return f" in place {', '.join(map(str, place))}" if place else ""


def _as_array(value, name):
    """Return `value` as an array; a list becomes one of objects, so that each entry stays."""
    if isinstance(value, np.ndarray):
        return value
    is_text = isinstance(value, str | bytes)
    if isinstance(value, Sequence) and not is_text:
        return _from_list(value, name)
    try:
        if isinstance(value, REAL) or hasattr(type(value), "__array__"):
            array = np.asarray(value)
            if array.ndim or array.dtype != object:
                return array
    except Exception:  # a stranger's class may raise anything
        pass
    if is_text or isinstance(value, DATES):
        raise ValueError(f"{name} {_why_not(value, '')}")
    raise ValueError(f"{name} must be numbers, in lists or in an array; got {shown(value)}.")


def _from_list(value, name):
    try:
        kinds = set(map(type, value)) if not isinstance(value, range) else set()
        levels = _levels(value)
        too_deep = levels > MOST_LEVELS
        too_many = max(len(value), sum(map(len, value)) if range in kinds else 0) > MOST_NUMBERS
        array = None if too_deep or too_many else np.asarray(value, dtype=object)
    except Exception:  # arrays that do not fit together, or a stranger's class
        raise ValueError(
            f"{name} must be numbers in rows of equal length; got {shown(value)}."
        ) from None
    if too_deep:
        raise ValueError(f"{name} holds lists within lists, more than {MOST_LEVELS} deep.")
    if too_many:
        raise ValueError(f"{name} holds more than {MOST_NUMBERS:,} numbers, which are the most.")
    if array.ndim > levels or any(map(_is_array, kinds)):
        for number, row in enumerate(value):
            _check_row(row, f"{name.rstrip(',')}, row {number},")
    return array


def _is_array(kind):
    return hasattr(kind, "__array__") and not issubclass(kind, np.generic)


def _check_row(row, name):
    """Refuse a row of which NumPy takes masked values, or dates, as numbers."""
    if isinstance(row, list | tuple) or _is_array(type(row)):
        array = _as_array(row, name)
        if isinstance(array, np.ma.MaskedArray) or array.dtype.kind in DATE_KINDS:
            real_array(array, name)


def _levels(value):
    """Return how deep a list goes at its first entries, one that holds itself without end."""
    levels = 0
    while isinstance(value, list | tuple) and value and levels <= MOST_LEVELS:
        value, levels = value[0], levels + 1
    return levels


def _from_objects(array, name):
    """Return an array of Python's objects as one of floats."""
    entries = array.ravel().tolist()
    if all(map(_is_kind_of_number, set(map(type, entries)))):
        try:
            return array.astype(float)
        except Exception:  # 10**400, Decimal("sNaN"), or what a stranger's class raises
            pass
    if array.ndim == 1 and all(isinstance(each, list | tuple) for each in entries):
        raise ValueError(f"{name} has rows of unequal length: {_two_lengths(entries)}.")
    first = next(at for at, each in enumerate(entries) if not _is_real(each))
    raise ValueError(f"{name} {_why_not(entries[first], place_of(first, array.shape))}")


def _is_kind_of_number(kind):
    return issubclass(kind, REAL) and not issubclass(kind, DATES)


def _is_real(entry):
    try:
        return _is_kind_of_number(type(entry)) and isinstance(float(entry), float)
    except Exception:  # as above
        return False


def _two_lengths(rows):
    first = len(rows[0])
    number = next((at for at, row in enumerate(rows) if len(row) != first), 0)
    return f"row {number} holds {len(rows[number])} values, row 0 holds {first}"


def _why_not(entry, place):
    """Say what an entry is that is no real number, in words that follow the argument's name."""
    if isinstance(entry, str | bytes):
        return (
            f"holds text ({shown(entry)}){place}, but numbers are expected: turn text into "
            "numbers first."
        )
    if isinstance(entry, DATES):
        return (
            f"holds a date or a time ({shown(entry)}){place}, but numbers are expected: turn it "
            "into a number first, such as days."
        )
    if isinstance(entry, np.ma.MaskedArray):
        return _masked(place)
    if isinstance(entry, REAL):
        return f"holds {shown(entry)}{place}, which a computer's number cannot hold."
    if isinstance(entry, numbers.Complex):
        return f"holds complex numbers ({shown(entry)}{place}), but real numbers are expected."
    return f"holds {shown(entry)}{place}, which is not a number: fill the gap or leave the row out."


def _masked(place):
    return f"holds a masked value{place}: fill the gap or leave the row out."
