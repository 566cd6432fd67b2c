"""From a file, or from text, to a table: the steps in a row."""

import math
import re
from statistics import fmean, median, stdev

from nnlib.shown import counted, shown
from nnlib.tables import columns, edges, headings, separators, sources, workbook
from nnlib.tables.numerals import decimal_signs, is_gap
from nnlib.tables.remarks import Remarks, in_lines, listed, quoted
from nnlib.tables.table import Table

SIGNS = (".", ",")
SUMMED = 0.001  # a spreadsheet may have rounded them
MOST_ODD_ROWS = 5  # at the end: means, sums and the like
SUMMARIES = {
    word: of
    for of, words in (
        (fmean, "mean average avg mittelwert durchschnitt schnitt klassenschnitt ø moyenne media"),
        (fmean, "promedio média gemiddelde medel średnia среднее 平均"),
        (math.fsum, "sum total summe gesamt gesamtergebnis somme suma soma totale totaal"),
        (math.fsum, "итого 合計 合计"),
        (median, "median"),
        (stdev, "std stdev standardabweichung"),
        (len, "count anzahl"),
        (min, "min minimum"),
        (max, "max maximum"),
    )
    for word in words.split()
}
NAMES_TOO = {"max", "min", "sum", "suma", "soma", "somme", "media", "schnitt", "ø"}  # or in them
SUMMARY = re.compile("|".join(sorted(SUMMARIES, key=len, reverse=True)))
AFTER_A_SUMMARY = re.compile(r"[.:=±(].*")  # as in Mean (n = 24)


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
    end = None
    for place in range(max(2, len(rows) - MOST_ODD_ROWS), len(rows)):
        above = place if end is None else end
        end = above if _sums_up(rows[place].cells, place, above, read) else None
    return len(rows) if end is None else end


def _say_what_sums_up(rows, said):
    first = next(cell for cell in rows[0].cells if not is_gap(cell))
    said.note(
        f"At the end, {quoted(first)} {in_lines([row.line for row in rows])} does not belong to "
        "the columns above: it was left out, with all that stands beside it."
    )


def _sums_up(cells, place, end, read):
    """Return whether a row begins with a word where numbers stand, or sums up those above `end`.

    A word for a summary that is nobody's name says so alone. With other words its numbers must be
    that summary, as where it is a name, too, or where the row has no word at its beginning.
    """
    if not cells[0] and read[0].words and _is_summary((math.fsum, fmean), place, end, read, 2):
        return True
    filled = ((cell, column) for cell, column in zip(cells, read, strict=True) if cell)
    cell, column = next(filled, ("", None))
    if is_gap(cell):
        return False
    if not column.words:
        return place in column.unread
    if column.values.count(column.values[place]) > 1:
        return False
    cell = cell.casefold()
    word = AFTER_A_SUMMARY.sub("", cell).strip(" *")
    if word in SUMMARIES and word not in NAMES_TOO:
        return True
    words = [word] if word in SUMMARIES else set(SUMMARY.findall(cell)) - NAMES_TOO
    return bool(words) and _is_summary([SUMMARIES[each] for each in words], place, end, read)


def _is_summary(ways, place, end, read, fewest=1):
    """Return whether the numbers of a row are, in one of the ways, those above `end` summed up.

    In a single column it must be a number that no row above has.
    """
    columns = [
        (column.values[place], [each for each in column.values[:end] if each is not None])
        for column in read
        if not column.words and column.values[place] is not None
    ]
    if len(columns) < fewest or not all(len(values) > 1 for _, values in columns):
        return False
    if len(columns) == 1 and columns[0][0] in columns[0][1]:
        return False
    return any(all(_is_of(values, value, of) for value, values in columns) for of in ways)


def _is_of(values, value, of):
    try:
        exact = of(values)
    except OverflowError:  # numbers of 1e308
        return False
    return math.isclose(value, exact, rel_tol=SUMMED) or value in (
        round(exact, decimals) for decimals in (1, 2)
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
