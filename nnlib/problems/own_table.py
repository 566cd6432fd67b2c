"""A table that the learner types, as examples with numbers; or answered cell by cell."""

import csv
import io
from operator import itemgetter

from nnlib import tables
from nnlib.scaling import is_constant
from nnlib.shown import shown
from nnlib.tables import separators, sources, workbook
from nnlib.tables.columns import TWO_WORDS
from nnlib.tables.numerals import could_be_a_number
from nnlib.tables.remarks import Remarks, counted
from nnlib.tables.separators import SEPARATORS

MOST_INPUTS = 6
MOST_ROWS = 50
MOST_PROBLEMS = 8  # that are written out
LARGEST_INPUT = 1000.0
LARGEST_MEASUREMENT = 1e9
BITS, MEASUREMENTS = "0, 1, 1", "4, 8, 90"  # how a row may look
HOW_TO_WRITE = "Your own table: a row a line, the inputs and then the target."


def read_table(text, most_rows=MOST_ROWS, inputs=None):
    """Return the typed table as a ``Dataset``: in every row the inputs, then the target.

    Parameters
    ----------
    text : str
        A row a line, without names.
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
    table = _table(text, BITS, heading=False)
    first, *others = _filled_lines(text).items()
    if others and is_heading(first[1]) and not is_heading(others[0][1]):
        raise ValueError(
            f"Line {first[0]} holds no number. Names are not needed here: take that line away."
        )
    _not_too_many(table, most_rows)
    wanted = _of_width(text, table, inputs, BITS)
    has = f"does not fit the others, which have {counted(len(table.names), 'cell')}."
    left_out = [number for number in _filled_lines(text) if number not in table.lines]
    problems = [(number, f" {has}") for number in left_out]
    dataset = _dataset(text, table, problems, wanted, _problem_of_a_bit)
    names = tuple(f"input {column}" for column in range(1, len(table.names)))
    return dataset._replace(input_names=names, target_names=("target",))


def read_measurements(text, most_rows=MOST_ROWS):
    """Return a typed table whose target may be any number, as a ``Dataset``.

    Parameters
    ----------
    text : str
        Two rows or more; the first line may hold the names.
    most_rows : int

    Raises
    ------
    ValueError
        With a line for every cell or row that cannot be used.
    """
    table = _table(text, MEASUREMENTS)
    if len(table.lines) < 2:
        raise ValueError("There must be two rows of numbers or more: one alone tells nothing.")
    _not_too_many(table, most_rows)
    wanted = _of_width(text, table, None, MEASUREMENTS)
    return _dataset(text, table, [], wanted, _problem_of_a_measurement)


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


def what_was_done(text, named=True):
    """Return what the reading of a typed table has done to it, as a list of sentences.

    Parameters
    ----------
    text : str
    named : bool
        Whether the first line may hold names.
    """
    table = _table(text, MEASUREMENTS, heading=None if named else False)
    return [*table.notes, *(question.sentence for question in table.questions)]


def file_as_text(content):
    """Return an uploaded file as text that can be mended, cells of Excel's with tabs between them.

    Raises
    ------
    ValueError
        In words that follow the file's name, for what is no table.
    """
    try:
        if not workbook.is_one(content):
            return sources.decoded(content, None, Remarks())
        text = io.StringIO()
        rows = workbook.rows(content, Remarks())
        csv.writer(text, "excel-tab", lineterminator="\n").writerows(row.cells for row in rows)
    except ValueError as error:
        raise ValueError(str(error).removeprefix("source ")) from None
    return text.getvalue()


def is_heading(line):
    """Return whether a line holds names: there is something in it, and no cell is a number."""
    rows, _ = separators.rows(line, None, None, Remarks())
    return bool(rows) and not any(map(could_be_a_number, rows[0].cells))


def _table(text, example, heading=None):
    """Return a typed table, or say in its own words what is wrong with all of it."""
    if not text.strip():
        raise ValueError(f"The table is empty. Write a row a line, such as: {example}")
    try:
        return tables.read_table(f"{text}\n", heading=heading)
    except ValueError as error:
        raise ValueError(f"The table{str(error).removeprefix('source')}") from None


def _filled_lines(text):
    """Return by their numbers the lines that are not empty."""
    lines = io.StringIO(text, newline="")  # as the csv module counts them
    return {number: line for number, line in enumerate(lines, 1) if line.strip()}


def _not_too_many(table, most):
    if len(table.lines) > most:
        raise ValueError(f"The table has {len(table.lines)} rows; at most {most} can be used.")


def _of_width(text, table, inputs, example):
    """Ask for as many columns as there must be, and say how many are wanted of every line."""
    width, first = len(table.names), min(_filled_lines(text))
    has = f"Line {first} has {counted(width, 'cell')}"
    if inputs is not None and width != inputs + 1:
        raise ValueError(f"{has}, but {inputs + 1} are needed.")
    if not 2 <= width <= MOST_INPUTS + 1:
        raise ValueError(
            f"{has}. Write 1 to {MOST_INPUTS} inputs and then the target, such as: {example}"
        )
    return f"line {first} has {width}" if inputs is None else f"{width} are needed"


def _dataset(text, table, problems, wanted, problem_of):
    """Return all columns of a table, the last as the target, or a line for every problem."""
    lines = _filled_lines(text)
    words = [each.kind == TWO_WORDS for each in table.proposals()]
    unread = {(each.line, each.name): each.text for each in table.unread}
    for line, values in zip(table.lines, zip(*table.columns.values(), strict=True), strict=True):
        texts = [unread.get((line, name)) for name in table.names]
        cells = _cells_typed(lines[line], texts)
        if cells < len(texts):
            problems.append((line, f" has {counted(cells, 'cell')}, but {wanted}."))
            continue
        for place, (value, unread_text) in enumerate(zip(values, texts, strict=True), 1):
            if unread_text is not None:
                problem = _problem_of_text(unread_text)
            elif isinstance(value, str):
                is_good = words[place - 1] or could_be_a_number(value)
                problem = None if is_good else _problem_of_text(value)
            else:
                problem = problem_of(value, is_target=place == len(values))
            if problem:
                problems.append((line, f", cell {place}{problem}"))
    _raise_for(problems or _problems_of_units(table))
    return table.dataset(list(table.names[:-1]), table.names[-1])


def _problems_of_units(table):
    """Return the places of numbers in columns that are none of numbers, for their units differ."""
    return [
        (line, f", cell {place}: {shown(value)} does not go with the others: write plain numbers.")
        for place, each in enumerate(table.proposals(), 1)
        for line, value in zip(table.lines, table.columns[each.name], strict=True)
        if isinstance(value, str) and each.kind != TWO_WORDS
    ]


def _raise_for(problems):
    """Say what is wrong, line by line, if there is anything."""
    said = [f"Line {line}{problem}" for line, problem in sorted(problems, key=itemgetter(0))]
    if said:
        more = len(said) - MOST_PROBLEMS
        rest = [f"And {more} more like these."] if more > 0 else []
        raise ValueError("\n".join(said[:MOST_PROBLEMS] + rest))


def _cells_typed(line, texts):
    """Return how many cells stand in a line: those missing at its end were never typed."""
    typed = len(texts)
    while typed > 1 and texts[typed - 1] == "" and line.strip()[-1] not in SEPARATORS:
        typed -= 1
    return typed


def _problem_of_text(text):
    if not text:
        return " is empty: write a number."
    return f": {shown(text)} is not a number. Write numbers such as 1 or 0.5."


def _problem_of_a_bit(value, is_target):
    if is_target and not 0 <= value <= 1:
        return (
            f": the target {value:,.15g} is not between 0 and 1, and a sigmoid gives nothing else."
        )
    if abs(value) > LARGEST_INPUT:
        return f": {value:,.15g} is too large. Divide that column, so that it stays within 1,000."
    return None


def _problem_of_a_measurement(value, is_target):
    if abs(value) > LARGEST_MEASUREMENT:
        return f": {value:,.15g} is too large. Take a larger unit, so that it stays within 1e9."
    return None
