"""A guess beside what came out, which nobody is told before having guessed.

What came out is a number, from which a guess is so far away; or a name, which it is or is not.
"""

import math
from html import escape

from nnlib import progress
from nnlib.exercises.engine import in_lines
from nnlib.exercises.plain import as_number, as_plain, has_dots, not_a_number, shown

GUESS_FIRST = (
    "Guess first: put your guess in place of the three dots (...), and run the cell again."
)
NAME_FIRST = "Guess a name: one of those that are asked for, in quotes."
GOOD_GUESS = 0.001  # nearer than this is right, if it is a tenth of what came out at most
MOST_DECIMALS = 9  # that are told; what is 0 to them is 0


class Compared:
    """What is said to a guess, and what stays folded until somebody opens it.

    A page shows the HTML form, where there is one; everything else shows the text.
    """

    def __init__(self, said, folded=""):
        self._said = said
        self._folded = folded

    def __repr__(self):
        return in_lines(self._said)

    def _repr_html_(self):
        if not self._folded:
            return None
        return (
            f"<p>{escape(self._said)}</p>"
            f"<details><summary>What came out</summary><p>{escape(self._folded)}</p></details>"
        )


def compare_guess(guess, outcome, about=None):
    """Show a guess beside what came out; without a guess, what came out stays folded.

    Parameters
    ----------
    guess : float or str, or ``...`` for none
    outcome : float, an array of one, or a name as text, such as ``"8"`` for the digit
    about : str, optional
        What was guessed, in a few words: under these it is kept in a learner's folder.
    """
    from IPython.display import display  # here, since judging answers needs no IPython

    display(compared(guess, outcome, about))


def compared(guess, outcome, about=None):
    """Return what ``compare_guess`` shows."""
    guess, outcome = as_plain(guess), as_plain(outcome)
    is_name = isinstance(outcome, str)
    value, result = (_name(guess), outcome) if is_name else (as_number(guess), as_number(outcome))
    came_out = f"it came out as {shown(outcome) if result is None else plain(result, 7)}"
    if has_dots(guess):
        return Compared(GUESS_FIRST, f"{came_out.capitalize()}.")
    if value is None:
        said = NAME_FIRST if is_name else not_a_number(guess)
        return Compared(said, f"{came_out.capitalize()}.")
    if result is None:  # a training may have ended without a number
        return Compared(f"{came_out.capitalize()}, which is no number: nothing can be compared.")
    said = f"You guessed {plain(value)}, and {came_out}: {_distance(value, result)}"
    if about is not None:
        _, problem = progress.keep_guess(about, value, result)
        said = f"{said}\n{problem}".rstrip()
    return Compared(said)


def is_good(guess, outcome):
    """Return whether a guess was right."""
    if isinstance(outcome, str):
        return plain(guess) == outcome
    is_nothing = round(outcome, MOST_DECIMALS) == 0
    return abs(guess - outcome) < (GOOD_GUESS if is_nothing else min(GOOD_GUESS, abs(outcome) / 10))


def plain(value, digits=4):
    """Write a number without an exponent, a small one with more digits, and a name as it is."""
    if isinstance(value, str):
        return progress.own_words(value, progress.LONGEST_NAME)
    value = round(value, MOST_DECIMALS) + 0.0  # which is never -0
    if 0 < abs(value) < 1:
        digits = max(digits, -math.floor(math.log10(abs(value))))
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _name(guess):
    """Return the name that is meant: a text, or a number that stands for one, as a digit does."""
    if isinstance(guess, str):
        return plain(guess).lower()
    number = as_number(guess)
    return None if number is None else plain(number)


def _distance(guess, outcome):
    if is_good(guess, outcome):
        return "right!"
    if isinstance(outcome, str):
        return "not right."
    return f"{plain(abs(guess - outcome))} away."
