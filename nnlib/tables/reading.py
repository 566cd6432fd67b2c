"""From a file, or from text, to a table: the steps in a row."""

import math
import re
from statistics import fmean

from nnlib.shown import counted, shown
from nnlib.tables import columns, edges, headings, separators, sources, workbook
from nnlib.tables.numerals import decimal_signs, is_gap
from nnlib.tables.remarks import Remarks, in_lines, listed, quoted
from nnlib.tables.table import Table

SIGNS = (".", ",")
SUMMED = 0.001  # a spreadsheet may have rounded them
MOST_ODD_ROWS = 5  # at the end: means, sums and the like
SUMMARY = re.compile(
    r"(mean|average|avg|sum|total|median|std|stdev|count|minimum|maximum|min|max|"
    r"mittelwert|durchschnitt|summe|gesamt|anzahl|schnitt|moyenne|somme|media|promedio|suma|"
    r"média|soma|gemiddelde|totaal|medel|średnia|среднее|итого|平均|合計|合计)\b.*",
    re.I,
)


def read_table(source, *, separator=None, decimal=None, heading=None, encoding=None):
    r"""Read a table as people have it: of a spreadsheet, in any language, with gaps and words.

    Whatever is not given is found out. What was done stands in the table's ``notes``, and what
    could not be decided in its ``questions``: call again with the keyword to answer.

    Parameters
    ----------
    source : str, Path or bytes
        Text with a line break in it is the table itself; text in one line is the path of a file.
        An Excel file (.xlsx) is read with the package ``openpyxl``, where it is installed.
    separator : str, optional
        The character between two cells.
    decimal : str, optional
        ``"."`` or ``","``: what stands before decimals.
    heading : bool, optional
        Whether the first line holds the names of the columns.
    encoding : str, optional
        Such as ``"utf-8"`` or ``"windows-1252"``; bytes only need one.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        In a sentence, for what is no table.
    OSError
        For a file that cannot be read.

    Examples
    --------
    >>> table = read_table("hours;score\n1,5;72 %\n4;90 %\n2,5;NA")
    >>> table.columns
    {'hours': [1.5, 4.0, 2.5], 'score (%)': [72.0, 90.0, None]}
    """
    if decimal is not None and (type(decimal) is not str or decimal not in SIGNS):
        raise ValueError(f"decimal must be '.' or ','; got {shown(decimal)}.")
    said = Remarks()
    held = sources.content(source)
    if workbook.is_one(held):
        rows = workbook.rows(held, said)
    else:
        text = sources.decoded(held, encoding, said)
        rows, separator = separators.rows(text, separator, decimal, said)
    rows = edges.trimmed(rows, separator, said)
    if decimal is None:
        decimal = _decimal(rows, separator, said)
    names, rows = headings.apart(rows, heading, decimal, said)
    if not rows:
        raise ValueError("source holds a heading alone: there is no row of data below it.")
    read, of_columns = _columns(names, rows, decimal)
    end = _end(rows, read)
    if end < len(rows):
        _say_what_sums_up(rows[end:], said)
        rows = rows[:end]
        read, of_columns = _columns(names, rows, decimal)
    said.take_over(of_columns)
    names = headings.different([column.name for column in read])  # also with their units
    read = [column._replace(name=name) for column, name in zip(read, names, strict=True)]
    _say_what_is_missing(rows, read, said)
    return Table(read, [row.line for row in rows], said, decimal)


def _decimal(rows, separator, said):
    """Return the decimal sign that the cells show, and ask where they do not tell."""
    cells = [cell for row in rows for cell in row.cells if "," in cell or "." in cell]
    certain, doubtful = decimal_signs(cells)
    if certain["."] and certain[","]:
        said.note("Points as well as commas stand before decimals: both were read so.")
    if certain["."] or certain[","]:
        sign = max(SIGNS, key=certain.get)
        if sign == ",":
            said.note("A comma was read as the sign before decimals.")
        return sign
    if not (doubtful["."] or doubtful[","]):
        return "," if separator == ";" else "."  # semicolons are Excel's where a comma is the sign
    if separator not in (";", "\t"):
        return "."
    taken = "." if doubtful["."] else ","
    example = next(cell for cell in cells if decimal_signs([cell])[1][taken])
    said.ask(
        "decimal",
        f"Is {quoted(example)} more than a thousand, or a small number with decimals? It was taken "
        "for the small one.",
        SIGNS,
        taken,
    )
    return taken


def _columns(names, rows, decimal):
    """Return the columns, and what there is to say about them."""
    said, lines = Remarks(), [row.line for row in rows]
    cells = zip(*(row.cells for row in rows), strict=True)
    read = [
        columns.read_column(name, list(column), lines, decimal, said)
        for name, column in zip(names, cells, strict=True)
    ]
    return read, said


def _end(rows, read):
    """Return the place after the last row that does not sum up the others, as means do."""
    end = len(rows)
    while end > 2 and len(rows) - end < MOST_ODD_ROWS and _sums_up(rows, end - 1, read):
        end -= 1
    return end


def _say_what_sums_up(rows, said):
    first = next(cell for cell in rows[0].cells if not is_gap(cell))
    said.note(
        f"At the end, {quoted(first)} {in_lines([row.line for row in rows])} does not belong to "
        "the columns above: it was left out, with all that stands beside it."
    )


def _sums_up(rows, place, read):
    """Return whether a row begins with a word where numbers stand, or such as no other row does.

    One without a word at its beginning must hold sums or means, of at least two columns.
    """
    filled = ((cell, column) for cell, column in zip(rows[place].cells, read, strict=True) if cell)
    cell, column = next(filled, ("", None))
    if not rows[place].cells[0] and read[0].words:
        return _holds_sums(place, read)
    if is_gap(cell):
        return False
    if not column.words:
        return place in column.unread
    return bool(SUMMARY.fullmatch(cell)) and column.values.count(column.values[place]) == 1


def _holds_sums(place, read):
    """Return whether the numbers of a row are the sums, or the means, of those above them."""
    above = [
        (column.values[place], [each for each in column.values[:place] if each is not None])
        for column in read
        if not column.words and column.values[place] is not None
    ]
    if len(above) < 2 or place < 2:
        return False
    return any(
        all(values and math.isclose(value, of(values), rel_tol=SUMMED) for value, values in above)
        for of in (math.fsum, fmean)
    )


def _say_what_is_missing(rows, read, said):
    """Name the rows that have cells without a value."""
    missing = [
        (rows[place].line, column.name)
        for column in read
        if len(column.unread) < len(rows)
        for place, cell in column.unread.items()
        if is_gap(cell)
    ]
    if missing:
        lines = sorted({line for line, _ in missing})
        names = list(dict.fromkeys(quoted(name) for _, name in missing))
        said.note(
            f"{counted(len(lines), 'row')} with a gap, {in_lines(lines)}, under {listed(names)}: "
            "a row is left out where a column is chosen that it has nothing in.",
            for_learning=True,
        )
