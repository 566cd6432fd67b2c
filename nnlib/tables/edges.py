"""What is no row of the table: titles above, notes below, empty rows and columns around."""

import re
from collections import Counter
from itertools import takewhile, zip_longest

from nnlib.shown import counted
from nnlib.tables.numerals import could_be_a_number, is_gap
from nnlib.tables.remarks import MOST_COLUMNS, MOST_ROWS, Row, in_lines, listed, quoted

DEEPEST_HEADING = 20  # rows above which there may be titles
YEAR = re.compile(r"(?:1[89]|20)\d\d")
MOST_TOO_LONG = 0.25  # the share of rows with more cells than others that may be left out


def trimmed(rows, separator, said):
    """Return the rows that belong to the table, all of the same length.

    Parameters
    ----------
    rows : list of Row
    separator : str or None
        What was between the cells.
    said : Remarks
    """
    if len(rows) > MOST_ROWS + 1:  # one of them may hold the names
        raise ValueError(f"source has more than {MOST_ROWS:,} rows: leave some of them out.")
    filled = [row for row in rows if not all(map(is_gap, row.cells))]
    if not filled:
        raise ValueError("source is empty: it holds no row with anything in it.")
    filled = _without_empty_columns(filled, len(rows) - len(filled), said)
    filled = _without_titles(filled, said)
    filled = _without_notes(filled, said)
    return _of_one_length(filled, separator, said)


def _without_empty_columns(rows, empty_rows, said):
    """Leave out columns at the edges with nothing in them, a name neither."""
    columns = zip_longest(*(row.cells for row in rows), fillvalue="")
    used = [place for place, cells in enumerate(columns) if any(cells)]
    start, end = used[0], used[-1] + 1
    if end - start > MOST_COLUMNS:
        raise ValueError(
            f"source has {end - start:,} columns, and {MOST_COLUMNS:,} are the most: leave out "
            "what you do not need."
        )
    empty_columns = max(len(row.cells) for row in rows) - (end - start)
    empty = [(empty_columns, "column"), (empty_rows, "row")]
    if any(number for number, _ in empty):
        said.note(f"Left out as empty: {listed(counted(*each) for each in empty if each[0])}.")
    return [Row(row.line, row.cells[start:end]) for row in rows]


def _without_titles(rows, said):
    """Leave out lines above the table that have far fewer cells than it."""
    width = _width(rows)
    start = _place_of_heading([row.cells for row in rows[:DEEPEST_HEADING]], width)
    if start:
        first = quoted(_filled(rows[0].cells)[0])
        lines = [row.line for row in rows[:start]]
        said.note(f"Above the table, {first} {in_lines(lines)} was left out.")
    return rows[start:]


def _place_of_heading(rows, width):
    """Return the place of the first row that is full of words, if those above are half empty.

    Without one, that of the first row that is no title alone.
    """
    if width < 2:
        return 0
    for place, cells in enumerate(rows):
        if 2 * len(_filled(cells)) > width:
            if not any(map(_is_no_name, cells)) and len(_filled(cells)) >= width - 1:
                return place
            break
    titles = takewhile(lambda cells: width > 2 or len(cells) < width, rows[:-1])
    return sum(1 for _ in takewhile(_is_text_alone, titles))


def _is_no_name(cell):
    """Return whether a cell is a number that names no column, as a year does."""
    return could_be_a_number(cell) and not YEAR.fullmatch(cell)


def _is_text_alone(cells):
    filled = _filled(cells)
    return len(filled) == 1 and filled[0] == cells[0] and not could_be_a_number(filled[0])


def _without_notes(rows, said):
    """Leave out lines below the table with a text in one cell, such as a source."""
    width, end = _width(rows), len(rows)
    while width > 1 and end > 2 and _is_note(rows[end - 1].cells):
        end -= 1
    if end < len(rows):
        first = quoted(_filled(rows[end].cells)[0])
        lines = [row.line for row in rows[end:]]
        said.note(f"Below the table, {first} {in_lines(lines)} was left out.")
    return rows[:end]


def _is_note(cells):
    filled = _filled(cells)
    return len(filled) == 1 and not could_be_a_number(filled[0]) and not is_gap(filled[0])


def _of_one_length(rows, separator, said):
    """Fill up short rows, and leave out the few that have more cells than the others."""
    width = _width(rows)
    first = rows[0].cells
    if not any(map(could_be_a_number, first)):  # it holds names
        if len(first) == width - 1 and any(any(row.cells[width - 1 :]) for row in rows):
            rows = [Row(rows[0].line, ["", *first]), *rows[1:]]  # R names none of the rows
        longest = max((len(row.cells) for row in rows[1:]), default=len(first))
        if longest < len(first):
            said.note(
                f"The first line has {counted(len(first), 'cell')}, and no other more than "
                f"{longest}. Does a name hold {quoted(separator or '')}? Put it in quotation "
                "marks, or does something else separate?"
            )
        width = max(width, len(first))
    long = [row.line for row in rows if any(row.cells[width:])]
    if len(long) > max(1, MOST_TOO_LONG * len(rows)):
        raise ValueError(
            f"source has rows of unequal length: line {long[0]} has "
            f"{len(next(row.cells for row in rows if row.line == long[0]))} cells, most have "
            f"{width}. If {quoted(separator or '')} is not what separates them, name the separator."
        )
    short = [row.line for row in rows if len(row.cells) < width]
    if long:
        said.note(f"{_rows(long)} more than {counted(width, 'cell')}, and was left out.")
    if short:
        said.note(f"{_rows(short)} fewer than {counted(width, 'cell')}: the rest counts as empty.")
    left_out = set(long)
    return [
        Row(row.line, (row.cells + [""] * (width - len(row.cells)))[:width])
        for row in rows
        if row.line not in left_out
    ]


def _rows(lines):
    return f"The row {in_lines(lines)} has" if len(lines) == 1 else f"Rows {in_lines(lines)} have"


def _filled(cells):
    return [cell for cell in cells if cell]


def _width(rows):
    """Return how many cells most rows have."""
    return Counter(len(row.cells) for row in rows).most_common(1)[0][0]
