"""A table that the learner types: read whole, or answered cell by cell."""

import math

import numpy as np

from nnlib.datasets import Dataset

MOST_INPUTS = 6
MOST_ROWS = 50
LARGEST_INPUT = 1000
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
    rows = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), 1)
            if line.strip()]  # fmt: skip
    if not rows:
        raise ValueError("The table is empty. Write a row a line, such as: 0 1 1")
    if len(rows) > most_rows:
        raise ValueError(f"The table has {len(rows)} rows; at most {most_rows} can be shown.")
    width = len(rows[0][1]) if inputs is None else inputs + 1
    if not 2 <= width <= MOST_INPUTS + 1:
        raise ValueError(
            f"Line {rows[0][0]} has {_counted(rows[0][1])}. Write 1 to "
            f"{MOST_INPUTS} inputs and then the target, such as: 0 1 1"
        )
    wanted = f"line {rows[0][0]} has {width}" if inputs is None else f"{width} are needed"
    problems = []
    for number, cells in rows:
        if len(cells) != width:
            problems.append(f"Line {number} has {_counted(cells)}, but {wanted}.")
            continue
        for place, cell in enumerate(cells, 1):
            problem = _problem(cell, is_target=place == width)
            if problem:
                problems.append(f"Line {number}, cell {place}{problem}")
    if problems:
        raise ValueError("\n".join(problems))
    table = np.array([[float(cell) for cell in cells] for _, cells in rows])
    names = tuple(f"input {column}" for column in range(1, width))
    return Dataset(table[:, :-1], table[:, -1:], names, ("target",))


def what_to_know(dataset):
    """Return what to know about a table that can be used, as a list of sentences.

    Parameters
    ----------
    dataset : Dataset
    """
    said = [HOW_TO_WRITE]
    if len(dataset.inputs) == 1:
        said.append("One row alone: every neuron that gives its target is right.")
    elif (dataset.targets == dataset.targets[0]).all():
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
        if separator in line:
            return [cell.strip() for cell in line.strip(" ").split(separator)]
    return line.split()


def _counted(cells):
    return "1 cell" if len(cells) == 1 else f"{len(cells)} cells"


def _problem(cell, is_target):
    """Say what is wrong with a cell, or return ``None``."""
    if not cell:
        return " is empty: write a number."
    try:
        value = float(cell)
    except ValueError:
        return f": {cell!r} is not a number. Write numbers such as 1 or 0.5."
    if not math.isfinite(value):
        return f": {cell!r} is not a number to compute with."
    if is_target and not 0 <= value <= 1:
        return f": the target {cell} is not between 0 and 1, and a sigmoid gives nothing else."
    if abs(value) > LARGEST_INPUT:
        return f": {cell} is too large. Divide that column, so that it stays within 1,000."
    return None
