"""Lines of text with numbers in them, as a spreadsheet or an editor may have saved them again."""

import codecs
import csv
import re

from nnlib.shown import shown

BEHIND = " ,;\t\r"  # what a spreadsheet leaves at the end of a line


def lines_in(content):
    """Return the lines that hold something, without the separators at their ends."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
    lines = (line.rstrip(BEHIND) for line in text.splitlines())
    return [line for line in lines if line]


def separator_of(heading):
    """Return what stands between ``epoch`` and ``loss`` in a list of one line."""
    found = re.fullmatch(r"epoch([,;\t])loss", re.sub('[ "]', "", "".join(heading)))
    if found is None:
        raise ValueError("its first line must be this heading")
    return found[1]


def rows_of(lines, separator):
    """Return the numbers in some lines; where no comma separates them, it is a decimal comma."""
    rows = []
    try:
        for cells in csv.reader(lines, delimiter=separator):
            if len(cells) == 1:  # all of it stood in one cell of a spreadsheet
                cells = cells[0].split(separator)
            rows.append(
                [_number(cell if separator == "," else cell.replace(",", ".")) for cell in cells]
            )
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return rows


def _number(cell):
    try:
        return float(cell)
    except ValueError:
        raise ValueError(f"{shown(cell)} is not a number") from None
