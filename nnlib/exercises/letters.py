"""Answers that are letters: how they are read, and how a choice is judged."""

import unicodedata

from nnlib.exercises.engine import Verdict, wrong


def read(answer):
    """Return the letters of a text, or of several texts, in their order; ``[]`` where none are.

    Small letters count as large ones, and what stands between them does not count.

    Examples
    --------
    >>> read("b, a -> C"), read(["B", "A", "C"]), read(3)
    (['B', 'A', 'C'], ['B', 'A', 'C'], [])
    """
    parts = answer if isinstance(answer, list | tuple) else [answer]
    if not all(isinstance(each, str) for each in parts):
        return []
    text = unicodedata.normalize("NFKC", "".join(parts)).upper()  # which knows wide letters, too
    return [sign for sign in text if sign.isalnum()]


def judge_choice(answer, right, answers):
    """Return a ``Verdict`` on one letter.

    Parameters
    ----------
    answer : plain data
    right : str
        The right letter.
    answers : dict of str to str
        What to say to each letter.
    """
    letters = read(answer)
    if len(letters) != 1 or letters[0] not in answers:
        known = ", ".join(f'"{each}"' for each in answers)
        return wrong(f"Answer with one of the letters {known}, in quotes.")
    return Verdict(letters[0] == right, answers[letters[0]])


def slip_in(letters, known, what):
    """Return what is wrong with letters that are each to be used once at most, else ``""``.

    Parameters
    ----------
    letters : list of str
    known : collection of str
    what : str
        For which the letters stand, such as ``"line"``.
    """
    for letter in letters:
        if letter not in known:
            return f"There is no {what} {letter}: the letters are {in_words(sorted(known))}."
        if letters.count(letter) > 1:
            return f"You used {letter} {times(letters.count(letter))}: each {what} has one place."
    return ""


def in_words(names):
    """Return names with commas and an *and* between them."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def times(count):
    """Say how often."""
    return "twice" if count == 2 else f"{count:,} times"


def and_more(slips):
    """Return the first of some sentences, and how many others there are."""
    more = len(slips) - 1
    return slips[0] + (f" ({more} more to mend after this one.)" if more else "")
