"""Any value in a few words, for a message: cut where it is long, and never an error of its own.

And a number with its noun, and a sentence from words that stand inside of others, too.
"""

import math
import reprlib
import types
from collections.abc import Sized
from pathlib import PurePath

LONGEST = 60  # characters
MOST_ENTRIES = 100  # of a container whose first entries are written out
MOST_DIGITS = 40  # of a whole number that is written out
MOST_FIGURES = 17  # that a float has
BRIEFLY = reprlib.Repr()
BRIEFLY.maxlevel = 2
BRIEFLY.maxlist = BRIEFLY.maxtuple = 20
BRIEFLY.maxstring = BRIEFLY.maxother = BRIEFLY.maxlong = LONGEST


def shown(value):
    """Return `value` as a message shows it: in one line of at most 60 characters.

    Of a long path the end is kept, for that is where paths differ; of anything else, the beginning.

    Examples
    --------
    >>> shown([0.5, "one"])
    "[0.5, 'one']"
    >>> shown(range(1_000_000))
    'a range of 1,000,000 entries'
    """
    try:
        text = " ".join(_written(value).split())
    except Exception:  # a stranger's class may raise anything
        text = _as_object(value)
    if len(text) <= LONGEST:
        return text
    if issubclass(type(value), PurePath):
        return f"'...{text[4 - LONGEST :]}"
    return f"{text[: LONGEST - 3]}..."


def a_kind(value):
    """Say what `value` is by its type alone: anything else of it may be a stranger's code."""
    name = _name_of_class(value)
    name = "array" if name == "ndarray" else name
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def sentence(words):
    """Return words with a capital letter and a full stop."""
    return f"{words[0].upper()}{words[1:]}."


def counted(number, noun):
    """Return a number with its noun, such as ``1 row`` or ``2,000 rows``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def figures_apart(values, fewest):
    """Return how many figures tell some numbers apart, `fewest` or more.

    Examples
    --------
    >>> figures_apart([5000.002, 5000.001], 4)
    7
    """
    figures = range(fewest, MOST_FIGURES)
    return next(
        (each for each in figures if len({f"{one:.{each}g}" for one in values}) == len({*values})),
        MOST_FIGURES,
    )


def _written(value):
    if isinstance(value, str | bytes):
        return repr(value[:LONGEST])
    if isinstance(value, PurePath):
        return repr(value.as_posix())
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType):
        return f"the function {value.__name__}"
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return f"a whole number of {int(value.bit_length() * math.log10(2)) + 1:,} digits"
    is_array = hasattr(type(value), "__array__")  # which cuts its own repr
    if isinstance(value, Sized) and not is_array and len(value) > MOST_ENTRIES:
        return f"{a_kind(value)} of {len(value):,} entries"
    text = BRIEFLY.repr(value)
    return _as_object(value) if " at 0x" in text else text


def _as_object(value):
    return f"an object of the class {_name_of_class(value)}"


def _name_of_class(value):
    return str(type.__dict__["__name__"].__get__(type(value)))[:LONGEST]
