"""A table that the learner types: read whole, or answered cell by cell."""

import math
import re

import numpy as np

from nnlib.datasets import Dataset
from nnlib.scaling import is_constant
from nnlib.shown import shown

MOST_INPUTS = 6
MOST_ROWS = 50
MOST_PROBLEMS = 8  # that are written out
LARGEST_INPUT = 1000.0
LARGEST_MEASUREMENT = 1e9
QUOTES = ' \t"'  # around a cell: what a spreadsheet may add
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
COMMAS_AND_SPACES = re.compile(r"^[^\t;]*\d,\d\S* +[\d.+-][^\t;]*$")  # decimal ones, between spaces
BITS, MEASUREMENTS = "0, 1, 1", "4, 8, 90"  # how a row may look
HOW_TO_WRITE = "Your own table: a row a line, the inputs and then the target."


def read_table(text, most_rows=MOST_ROWS, inputs=None):
    """Return the typed table as a ``Dataset``: in every row the inputs, then the target.

    Parameters
    ----------
    text : str
        A row a line; between two cells a comma, a semicolon, a tab or spaces.
    most_rows : int
    inputs : int, optional
        How many inputs there must be; 1 to 6 if not given.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        With a line for every cell or row that cannot be used.
    """
    rows = _rows(text, BITS)
    if len(rows) > 1 and _has_names(rows[0][1]) and not _has_names(rows[1][1]):
        raise ValueError(
            f"Line {rows[0][0]} holds no number. Names are not needed here: take that line away."
        )
    _not_too_many(rows, most_rows)
    names = tuple(f"input {column}" for column in range(1, len(rows[0][1])))
    return _dataset(rows, rows[0], names, ("target",), inputs, BITS, _problem_of_a_bit)


def read_measurements(text, most_rows=MOST_ROWS):
    """Return a typed table whose target may be any number, as a ``Dataset``.

    Parameters
    ----------
    text : str
        As for ``read_table``, two rows or more. A first line without any number holds the names.
    most_rows : int

    Raises
    ------
    ValueError
        With a line for every cell or row that cannot be used.
    """
    first, *_ = rows = _rows(text, MEASUREMENTS)
    names = (*(f"input {column}" for column in range(1, len(rows[0][1]))), "target")
    if _has_names(rows[0][1]):
        names = tuple(name or f"column {at}" for at, name in enumerate(rows.pop(0)[1], 1))
    if len(rows) < 2:
        raise ValueError("There must be two rows of numbers or more: one alone tells nothing.")
    _not_too_many(rows, most_rows)
    return _dataset(
        rows, first, names[:-1], names[-1:], None, MEASUREMENTS, _problem_of_a_measurement
    )


def _rows(text, example):
    """Return (number of the line, cells) for every line that is not empty."""
    rows = [
        (number, _cells(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()
    ]
    if not rows:
        raise ValueError(f"The table is empty. Write a row a line, such as: {example}")
    return rows


def _not_too_many(rows, most):
    if len(rows) > most:
        raise ValueError(f"The table has {len(rows)} rows; at most {most} can be used.")


def _dataset(rows, first, input_names, target_names, inputs, example, problem_of):
    width = len(input_names) + 1 if inputs is None else inputs + 1
    if not 2 <= width <= MOST_INPUTS + 1:
        raise ValueError(
            f"Line {first[0]} has {_counted(first[1])}. Write 1 to "
            f"{MOST_INPUTS} inputs and then the target, such as: {example}"
        )
    wanted = f"line {first[0]} has {width}" if inputs is None else f"{width} are needed"
    problems = []
    for number, cells in rows:
        if len(cells) != width:
            problems.append(f"Line {number} has {_counted(cells)}, but {wanted}.")
            continue
        for place, cell in enumerate(cells, 1):
            problem = problem_of(cell, is_target=place == width)
            if problem:
                problems.append(f"Line {number}, cell {place}{problem}")
    if problems:
        more = len(problems) - MOST_PROBLEMS
        rest = [f"And {more} more like these."] if more > 0 else []
        raise ValueError("\n".join(problems[:MOST_PROBLEMS] + rest))
    table = np.array([[float(cell) for cell in cells] for _, cells in rows])
    return Dataset(table[:, :-1], table[:, -1:], input_names, target_names)


def what_to_know(dataset):
    """Return what to know about a table that can be used, as a list of sentences.

    Parameters
    ----------
    dataset : Dataset
    """
    said = [HOW_TO_WRITE]
    if len(dataset.inputs) == 1:
        said.append("One row alone: every neuron that gives its target is right.")
    elif is_constant(dataset.targets).all():
        said.append("All targets are the same: there is nothing to tell apart.")
    first = {}
    for number, (inputs, target) in enumerate(
        zip(map(tuple, dataset.inputs.tolist()), dataset.targets[:, 0].tolist(), strict=True), 1
    ):
        row, known = first.setdefault(inputs, (number, target))
        if known != target:
            said.append(
                f"Rows {row} and {number} have the same inputs and different targets: no network "
                "can give both."
            )
    return said


def _cells(line):
    """Split a line at its tabs, else at its semicolons, else at its commas, else at spaces."""
    for separator in "\t;,":
        if separator in line and not COMMAS_AND_SPACES.search(line):
            return [cell.strip(QUOTES) for cell in line.strip(" ").split(separator)]
    return [cell.strip(QUOTES) for cell in line.split()]


def _counted(cells):
    return "1 cell" if len(cells) == 1 else f"{len(cells)} cells"


def is_heading(line):
    """Return whether a line holds names: there is something in it, and no cell is a number."""
    return bool(line.strip()) and _has_names(_cells(line))


def _has_names(cells):
    return not any(map(_is_number, cells))


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _problem(cell):
    """Say what is wrong with a cell that is to be any number, or return ``None``."""
    if not cell:
        return " is empty: write a number."
    if DECIMAL_COMMA.fullmatch(cell):
        return (
            f": {shown(cell)} has a decimal comma. Write a point: {shown(cell.replace(',', '.'))}."
        )
    if not _is_number(cell):
        return f": {shown(cell)} is not a number. Write numbers such as 1 or 0.5."
    if not math.isfinite(float(cell)):
        return f": {shown(cell)} is not a number to compute with."
    return None


def _problem_of_a_bit(cell, is_target):
    problem = _problem(cell)
    if problem:
        return problem
    if is_target and not 0 <= float(cell) <= 1:
        return f": the target {cell} is not between 0 and 1, and a sigmoid gives nothing else."
    if abs(float(cell)) > LARGEST_INPUT:
        return f": {cell} is too large. Divide that column, so that it stays within 1,000."
    return None


def _problem_of_a_measurement(cell, is_target):
    problem = _problem(cell)
    if not problem and abs(float(cell)) > LARGEST_MEASUREMENT:
        return f": {cell} is too large. Take a larger unit, so that it stays within 1e9."
    return problem
