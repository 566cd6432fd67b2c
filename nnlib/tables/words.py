"""Words: which are the same, and which of two stands for 0."""

from collections import Counter

from nnlib.tables.numerals import is_gap

MOST_WORDS = 20  # of a column that is chosen: more would hardly come again
NO = {
    *("no", "n", "nein", "non", "nej", "nee", "nei", "não", "ne", "nie", "нет", "ei", "否", "不是"),
    *("hayır", "όχι", "nem", "nu", "không", "tidak", "لا", "לא"),  # noqa: RUF001
    *("false", "falsch", "faux", "falso"),
    *("off", "fail", "failed", "absent", "いいえ", "아니요"),
}
YES = {
    *("yes", "y", "ja", "oui", "si", "sí", "sì", "sim", "да", "tak", "ano", "是", "はい", "예"),
    *("evet", "ναι", "igen", "da", "có", "ya", "نعم", "כן"),  # noqa: RUF001
    *("true", "wahr", "vrai", "vero", "on", "pass", "passed", "present"),
}


def one_spelling(cells):
    """Return (values, words, spellings) of cells that hold words.

    Those that differ in capital letters alone are one word, in its most frequent spelling.

    Parameters
    ----------
    cells : list of str

    Returns
    -------
    values : list of str or None
        A word for each cell, ``None`` where there is nothing.
    words : tuple of str
        The different words, in the order of the numbers that they become.
    spellings : list of str
        Those of the first word that has several; none if no word has.
    """
    spellings = {}
    for cell in cells:
        if not is_gap(cell):
            spellings.setdefault(same_word(cell), Counter())[cell] += 1
    spelled = {key: counter.most_common(1)[0][0] for key, counter in spellings.items()}
    values = [None if is_gap(cell) else spelled[same_word(cell)] for cell in cells]
    several = next((list(counter) for counter in spellings.values() if len(counter) > 1), [])
    return values, tuple(spelled[key] for key in _in_order(spelled)), several


def same_word(cell):
    """Return a word without what does not matter: capital letters, and the width of spaces."""
    return " ".join(cell.casefold().split())


def _in_order(words):
    """Return words by the alphabet; of two, the one that denies comes first and is 0."""
    words = sorted(words)
    if len(words) == 2 and _denies(words[1], words[0]) and not _denies(*words):
        words.reverse()
    return words


def _denies(word, other):
    """Return whether a word says no where the other says yes, such as failed and passed."""
    return word in NO or other in YES or word.endswith(f" {other}")
