"""A table of one's own: how it was read, and what each of its columns is for."""

import csv
import io
import re
from functools import lru_cache
from typing import NamedTuple

from nnlib import tables
from nnlib.checks import one_of
from nnlib.tables import separators, sources, workbook
from nnlib.tables.numerals import could_be_a_number
from nnlib.tables.proposals import INPUT, LEAVE_OUT, TARGET
from nnlib.tables.remarks import Remarks

OWN_TABLE = "own table"  # among the data of a problem
ROLES = (INPUT, TARGET, LEAVE_OUT)
ANSWERS = {  # to what the reader asks of a text
    "separator": (",", ";", "\t", "|", " "),
    "decimal": (".", ","),
    "heading": (True, False),
}
UNNAMED = re.compile(r"column \d+")
LAST_OF_ALL = "where nothing tells more, the last column is the target"
BEFORE_THE_LAST = "where nothing tells more, all numbers before the last column are inputs"


class OwnTable(NamedTuple):
    """A table as it was read, and what its columns are for.

    Attributes
    ----------
    text : str
        As it was typed.
    table : nnlib.tables.Table
    columns : tuple of nnlib.tables.Proposal
        With the roles that hold: those that were chosen, and for the other columns the proposed.
    questions : tuple of nnlib.tables.Question
        What the reader asks, with what holds as ``taken``.
    """

    text: str
    table: tables.Table
    columns: tuple
    questions: tuple

    def names(self, role):
        """Return the names of the columns that have a role."""
        return [each.name for each in self.columns if each.role == role]


def own_table(text, columns, reading):
    """Return a typed table as an ``OwnTable``.

    Parameters
    ----------
    text : str
    columns : dict of str to str
        Roles by the names of columns, where they are to be others than proposed.
    reading : dict
        Answers to the reader's questions, by the keywords of ``nnlib.tables.read_table``.

    Raises
    ------
    ValueError
        In a sentence, for what is no table, and for a column that is not there.
    """
    table = _read(text, tuple(reading.items()))
    for name in columns:
        one_of(name, table.names, "column")
    asked = {each.keyword: each for each in (*questions(text), *table.questions)}
    answered = tuple(
        each._replace(taken=reading.get(keyword, each.taken)) for keyword, each in asked.items()
    )
    return OwnTable(text, table, _with_roles(table, columns), answered)


def is_own(values):
    """Return whether the learner's own table is what is trained on.

    Parameters
    ----------
    values : dict
        A value for every setting of a problem.
    """
    return values["data"] == OWN_TABLE


def of_settings(values):
    """Return what was typed, an ``OwnTable`` with all of its rows and columns."""
    return own_table(*typed(values))


def typed(values):
    """Return the text of the table, the roles of its columns, and what was answered."""
    return [values[name] for name in ("own_table", "columns", "reading")]


def questions(text):
    """Return what the reader asks of a text before anything is answered."""
    try:
        return _read(text, ()).questions
    except ValueError:
        return ()


def check_that_it_can_be_read(text):
    """Raise a ``ValueError`` for what is no table, whatever its columns are for."""
    _read(text, ())


def file_as_text(content, encoding=None):
    """Return an uploaded file as text that can be mended, and what was remarked on the way.

    Cells of Excel's get tabs between them.

    Parameters
    ----------
    content : bytes
    encoding : str, optional

    Returns
    -------
    (str, Remarks)

    Raises
    ------
    ValueError
        In words that follow the file's name, for what is no table.
    """
    said = Remarks()
    try:
        if not workbook.is_one(content):
            return sources.decoded(content, encoding, said), said
        text = io.StringIO()
        rows = workbook.rows(content, said)
        csv.writer(text, "excel-tab", lineterminator="\n").writerows(row.cells for row in rows)
    except ValueError as error:
        raise ValueError(str(error).removeprefix("source ")) from None
    return text.getvalue(), said


def is_unnamed(names):
    """Return whether the columns of a table have the names that it gets without a heading."""
    return all(map(UNNAMED.fullmatch, names))


def is_heading(line):
    """Return whether a line holds names: there is something in it, and no cell is a number."""
    rows, _ = separators.rows(line, None, None, Remarks())
    return bool(rows) and not any(map(could_be_a_number, rows[0].cells))


@lru_cache(maxsize=4)  # of the same text are asked its columns, its examples, and its line
def _read(text, reading):
    if not text.strip():
        raise ValueError("The table is empty. Write a row a line, such as: 0, 1, 1")
    try:
        return tables.read_table(f"{text}\n", **dict(reading))
    except ValueError as error:
        raise ValueError(f"The table{str(error).removeprefix('source')}") from None


def _with_roles(table, chosen):
    """Return the proposals with the roles that hold."""
    proposals = _proposals(table)
    targets = [name for name, role in chosen.items() if role == TARGET]
    if targets:  # the proposed one gives way
        proposals = [
            each._replace(role=INPUT) if each.role == TARGET and each.name not in targets else each
            for each in proposals
        ]
    return tuple(each._replace(role=chosen.get(each.name, each.role)) for each in proposals)


def _proposals(table):
    """Return the reader's proposals; of a table without a heading, the last is the target."""
    proposals = table.proposals()
    *others, last = proposals
    is_named = not is_unnamed(table.names)
    is_whole = {INPUT, TARGET} <= {each.role for each in proposals}
    if is_named and (is_whole or not _is_of_numbers(table, last)):
        return proposals
    others = [
        each._replace(role=INPUT, reason=BEFORE_THE_LAST)
        if each.role == TARGET or _is_of_numbers(table, each)
        else each
        for each in others
    ]
    return [*others, last._replace(role=TARGET, reason=LAST_OF_ALL)]


def _is_of_numbers(table, proposal):
    return not any(isinstance(value, str) for value in table.columns[proposal.name])
