"""What the cell that opens a section of a copy asks, and how it runs."""

import contextlib
import os

from IPython.utils.capture import capture_output

from nnlib.pace import VARIABLE

_sections_begun = [0]  # in this kernel; the last one counts


def begins_here(number, namespace, names):
    """Return whether a section has to make what it needs, and note that it begins.

    Not where somebody comes from the section before, and has all of it: then nothing of theirs
    must change.

    Parameters
    ----------
    number : int
        Of the section, from 1.
    namespace : dict
        Of the notebook.
    names : str
        What the section needs, with spaces between.
    """
    comes_from = _sections_begun[-1]
    _sections_begun[:] = [number]
    return comes_from != number - 1 or not set(names.split()) <= set(namespace)


@contextlib.contextmanager
def quietly():
    """Run the block at full speed, and show nothing of what it prints and draws."""
    pace = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "full"
    try:
        with capture_output():
            yield
    finally:
        if pace is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = pace
