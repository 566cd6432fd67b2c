"""Rows with their lines, what was done to a table, and what could not be decided."""

from textwrap import shorten
from typing import NamedTuple

from nnlib.shown import shown

MOST_LISTED = 6  # lines or words in a sentence
LONGEST_NAME = 25  # characters in a message that lists names
MOST_ROWS, MOST_COLUMNS = 100_000, 1_000


class Row(NamedTuple):
    """The cells of a row, and the line of the file in which it begins."""

    line: int
    cells: list


class Question(NamedTuple):
    """What a table alone does not tell; calling ``read_table`` again with the keyword answers it.

    Attributes
    ----------
    keyword : str
        An argument of ``read_table``.
    sentence : str
    choices : tuple
        What the argument may be.
    taken : object
        The choice that was taken meanwhile.
    """

    keyword: str
    sentence: str
    choices: tuple
    taken: object


class Remarks:
    """Notes and questions, in the order in which the reading met them."""

    def __init__(self):
        self.notes, self.questions = [], []
        self.for_learning = []  # those notes that say what a dataset makes of the table

    def note(self, sentence, for_learning=False):
        """Keep a sentence about what was done."""
        self.notes.append(sentence)
        if for_learning:
            self.for_learning.append(sentence)

    def take_over(self, others):
        """Keep the notes of other remarks behind these."""
        self.notes += others.notes
        self.for_learning += others.for_learning

    def ask(self, *question):
        """Keep a question: keyword, sentence, choices, and what is taken meanwhile."""
        self.questions.append(Question(*question))


def listed(things):
    """Return some things in a row of words, and how many more there are."""
    things = [str(each) for each in things]
    if len(things) > MOST_LISTED:
        things = [*things[: MOST_LISTED - 1], f"{len(things) - MOST_LISTED + 1:,} more"]
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


def named(names):
    """Return some names or words as a short message shows them."""
    return listed(f"'{shorten(name, LONGEST_NAME, placeholder='…')}'" for name in names)


def in_lines(lines):
    """Return where something is, such as ``in line 3`` or ``in lines 3 and 5``."""
    return f"in {'line' if len(lines) == 1 else 'lines'} {listed(lines)}"


def quoted(text):
    """Return a cell or a name as a sentence shows it, in quotes and not too long."""
    return shown(text)
