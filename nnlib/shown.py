"""Any value in a few words, for a message: cut where it is long, and never an error of its own."""

import math
import reprlib
from collections.abc import Sized

LONGEST = 60  # characters
MOST_ENTRIES = 100  # of a container whose first entries are written out
MOST_DIGITS = 40  # of a whole number that is written out
BRIEFLY = reprlib.Repr()
BRIEFLY.maxlevel = 2
BRIEFLY.maxstring = BRIEFLY.maxother = BRIEFLY.maxlong = LONGEST


def shown(value):
    """Return `value` as a message shows it: in one line of at most 60 characters.

    Examples
    --------
    >>> shown([0.5, "one"])
    "[0.5, 'one']"
    >>> shown(range(1_000_000))
    'a range of 1,000,000 entries'
    """
    kind = type(value).__name__
    try:
        text = " ".join(_written(value, kind).split())
    except Exception:  # a stranger's class may raise anything
        text = f"an object of the class {kind}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _written(value, kind):
    if isinstance(value, str | bytes):
        return repr(value[:LONGEST])
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return f"a whole number of {int(value.bit_length() * math.log10(2)) + 1:,} digits"
    is_array = hasattr(type(value), "__array__")  # which cuts its own repr
    if isinstance(value, Sized) and not is_array and len(value) > MOST_ENTRIES:
        return f"a {kind} of {len(value):,} entries"
    text = BRIEFLY.repr(value)
    return f"an object of the class {kind}" if " at 0x" in text else text
