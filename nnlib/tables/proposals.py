"""What each column may be good for, and why: a proposal, for a person to change."""

import re
from typing import NamedTuple

from nnlib.tables.columns import (
    CONSTANT,
    COUNTS_UP,
    DATES,
    EMPTY,
    FEWEST_ROWS,
    NAMES,
    NUMBERS,
    TWO_WORDS,
    WORDS,
    YEARS,
    ZERO_ONE,
)
from nnlib.tables.words import MOST_WORDS

INPUT, TARGET, LEAVE_OUT = "input", "target", "leave out"
USUAL_TARGETS = re.compile(  # how columns are called that people want to predict
    r"\b(target|label|class|score|points?|marks?|grade|result|outcome|passed|price|y|"
    r"survived|species|diagnosis|quality|"
    r"punkte?|note|ergebnis|prüfung|bestanden|preis|klasse|ziel|"
    r"notes?|moyenne|résultat|prix|réussi|nota|puntos|resultado|precio|voto|prezzo)\b",
    re.I,
)
NUMBER_OF_A_ROW = re.compile(
    r"(.*\W)?(id|nr|no|num|number|nummer|numéro|número|code|index|row|matrikel\w*)\W*", re.I
)
SCHOOL_CLASS = re.compile(r"\d{1,2} ?[a-z]", re.I)  # 7b is where pupils sit
USELESS = {
    EMPTY: "it holds nothing",
    CONSTANT: "it is the same in every row, so it can tell nothing",
    NAMES: "its words differ from row to row, so nothing can be learned about any of them",
    DATES: "days are no numbers; what counts, such as the month, needs a column of its own",
}
NUMBERS_ROWS = "it counts up row by row, so it numbers the rows and measures nothing"


class Proposal(NamedTuple):
    """What a column is, and what it may be good for.

    Attributes
    ----------
    name : str
    kind : str
        Such as ``"numbers"``, ``"two words"``, ``"words"`` or ``"counts up"``.
    role : str
        ``"input"``, ``"target"`` or ``"leave out"``.
    reason : str
    """

    name: str
    kind: str
    role: str
    reason: str


def proposed(columns):
    """Return a ``Proposal`` for every column."""
    useless = {column.name: _why_useless(column, column is columns[0]) for column in columns}
    useful = [column for column in columns if useless[column.name] is None]
    if len(useful) < 2 and columns[0].kind == COUNTS_UP:  # something has to be an input
        useful = [columns[0], *useful]
    target, why_target = _target(useful)
    return [
        Proposal(column.name, column.kind, *_role(column, target, why_target, useful, useless))
        for column in columns
    ]


def _role(column, target, why_target, useful, useless):
    if column is target:
        return TARGET, why_target
    if column not in useful:
        return LEAVE_OUT, useless[column.name]
    if useless[column.name]:
        return INPUT, f"there is no other, though {useless[column.name]}"
    return INPUT, {
        YEARS: "years are numbers; what comes after the last of them is a guess",
        TWO_WORDS: "two words become 0 and 1",
        WORDS: "each word becomes a column of 0 and 1",
        ZERO_ONE: "0 and 1 can be learned from as they are",
    }.get(column.kind, "numbers can be learned from")


def _why_useless(column, is_first):
    if column.kind in USELESS:
        return USELESS[column.kind]
    rows, empty = len(column.values), column.values.count(None)
    if rows >= FEWEST_ROWS and 2 * empty > rows:
        return f"it has no value in {empty:,} of {rows:,} rows, and all of these would be left out"
    if column.kind == COUNTS_UP and (is_first or NUMBER_OF_A_ROW.fullmatch(column.name)):
        return NUMBERS_ROWS
    if len(column.words) > MOST_WORDS:
        return f"{len(column.words)} different words are too many, at most {MOST_WORDS} help"
    filled = [value for value in column.values if value is not None]
    differ = column.kind == NUMBERS and len(set(filled)) == len(filled)
    if differ and NUMBER_OF_A_ROW.fullmatch(column.name):
        return "its name says that it numbers the rows, and it never comes twice"
    return None


def _target(useful):
    """Return the column to be predicted, and why: one that is called so, or the last."""
    if not useful:
        return None, ""
    called_so = [
        column
        for column in useful
        if USUAL_TARGETS.search(column.name) and not _are_school_classes(column.words)
    ]
    if called_so:
        return called_so[-1], "columns of such a name are what people often want to predict"
    return useful[-1], "it is the last one that can be learned, as the target often is"


def _are_school_classes(words):
    return bool(words) and all(map(SCHOOL_CLASS.fullmatch, words))
