"""Text as rows of cells: what stands between two cells, and what quotation marks hold together."""

import csv
import io
import re
from collections import Counter
from itertools import chain

from nnlib.shown import shown
from nnlib.tables.numerals import INVISIBLE, could_be_a_number, hours, is_date, is_gap
from nnlib.tables.remarks import Row

SEPARATORS = "\t;,| "  # in the order in which they are believed, where it is unclear
WIDE = str.maketrans("，；｜،؛", ",;|,;")  # noqa: RUF001, as they are typed in Asia
COMMENT = re.compile(r"\A#+ +(?=\w)")  # before the names, as NumPy writes them
RULE = re.compile(r"^[ \t|:+]*[-=]{3}[-+=|: \t]*\r?$", re.M)  # a line that is drawn in a table
BELOW_NAMES = re.compile(
    r"(\A\s*[^\n]*\n)[ \t:-]*\|[ \t|:]*-[ \t|:-]*(?=\r?\n)"
)  # short in Markdown
DRAWN = {  # lines in tables that programs print
    code: "|" if chr(code) in "│┃┆┊║" else "-" for code in range(0x2500, 0x2580)
}
SAID = re.compile(r'"?sep=([^"\r\n\x03])"? *(?=[\r\n]|\Z)', re.I)  # how Excel is told
LOOKED_AT, IN_CHARACTERS = 200, 100_000  # lines from which the separator is told
FEWEST_ALIKE = 0.6  # the share of lines with as many cells, where something is the separator
NEARLY = 0.1  # two shares of numbers that differ by less tell nothing
IN_WORDS = 0.4  # spaces stand between words too: with them, the share has to be larger by so much
TWO_NUMBERS = re.compile(r"\s*[+-]?\d+,\d+\s*")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
TWO_BITS = re.compile(r"[01],[01]")  # of a gate's table, more often than a number
FAR_APART = re.compile(r"(?<=\S) {2,}(?=\S)")  # words of one name have one space between them
COMMA_AND_SPACE = re.compile(r", +")
BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "".join(map(chr, INVISIBLE))
# Quotation marks that are no separator's, Markdown's signs, and what makes a text for Excel.
AROUND = re.compile(
    r"""(''?|\*\*?|`)(?P<marked>[^*'`]+)\1|="(?P<text>.*)"|"""
    r"[“”„«‘‚](?P<quoted>[^“”„«»]+)[“”»’‘]"  # noqa: RUF001
)
BEGIN_AROUND = frozenset("'*`=“”„«‘‚")  # noqa: RUF001
NO_SEPARATOR, END = "\x1f", "\x03"  # characters that no table holds


def rows(text, separator, decimal, said):
    """Return (rows, separator) of a text, without its empty lines; the separator may be ``None``.

    Parameters
    ----------
    text : str
    separator, decimal : str or None
        As they were given to ``read_table``.
    said : Remarks
    """
    if separator is not None:
        separator = _checked(separator)
    text = text.translate(DRAWN) if "│" in text else text
    text = BELOW_NAMES.sub(r"\1", RULE.sub("", COMMENT.sub("", text)))
    told = SAID.match(text)
    if told:  # the empty line that is left keeps the numbers of the lines
        text, separator = text[told.end() :], separator or told[1]
        said.note(f"The first line names the separator, {shown(separator)}, and is no data.")
    if separator is not None and separator not in text:
        said.note(f"The separator {shown(separator)} is nowhere in it, so there is one column.")
    elif separator is None:
        text, separator = _told_apart(text, decimal, said)
        if decimal is None:
            lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
            _ask_about_commas(lines, separator, ",", said)
    return _rows(text, separator, said), separator


def _checked(separator):
    if type(separator) is not str or len(separator) != 1 or separator in f'\r\n"{END}':
        raise ValueError(
            f"separator must be one character, such as ',', ';' or '\\t'; got {shown(separator)}."
        )
    return separator


def _told_apart(text, decimal, said):
    """Return a text with the separator of its lines, or ``None`` where there is none."""
    lines = [line for line in io.StringIO(text[:IN_CHARACTERS], newline="") if line.strip()]
    if len(text) > IN_CHARACTERS and len(lines) > 1:
        del lines[-1]  # which is cut
    lines = lines[:LOOKED_AT]
    if not any(separator in line for separator in SEPARATORS[:-1] for line in lines):
        text, lines = text.translate(WIDE), [line.translate(WIDE) for line in lines]
    best = _best_separator("".join(lines))
    if _are_one_column(lines, best):
        if decimal is None:
            _ask_about_commas(lines[1:], best, ";", said)
        return text, None
    if best == " " and _are_far_apart("".join(lines)):
        return FAR_APART.sub("\t", text), "\t"
    if _are_decimal(lines):
        said.note("A comma with a space behind it was read as what separates.")
        return COMMA_AND_SPACE.sub("\t", text), "\t"
    if best:
        return text, best
    if _share_of_numbers(_cells(_each_with_tabs("".join(lines)), "\t")[0]) > 0:
        said.note("The lines have different separators: each was read by its own.")
        return _each_with_tabs(text), "\t"
    # Where it is unclear, what is in most lines, so that a message can say more.
    often = FEWEST_ALIKE * len(lines)
    in_most = (each for each in "\t;,|" if sum(each in line for line in lines) >= often)
    return text, next(in_most, None)


def _are_one_column(lines, separator):
    """Return whether a name stands above, and below it nothing but values, each a whole line."""
    name, *values = (line.strip() for line in lines) if lines else [""]
    return (
        bool(values)
        and (separator is None or separator not in name)
        and not _is_value(name)
        and all(map(_is_value, values))
    )


def _is_value(cell):
    return could_be_a_number(cell) or is_date(cell) or hours(cell) is not None


def _are_far_apart(sample):
    """Return whether more cells are numbers where two spaces or more separate, and not just one."""
    shares = [
        _share_of_numbers(_cells(text, separator)[0])
        for text, separator in ((FAR_APART.sub("\t", sample), "\t"), (sample, " "))
    ]
    return shares[0] > shares[1]


def _are_decimal(lines):
    """Return whether spaces stand behind some commas only, so that the others are in numbers."""
    rows = [COMMA_AND_SPACE.split(line.strip()) for line in lines]
    with_comma = [cell for row in rows for cell in row if "," in cell]
    widths = {len(row) for row in rows}
    are_separated = len(widths) == 1 and widths != {1}
    are_numbers = all(map(DECIMAL_COMMA.fullmatch, with_comma))
    return are_separated and are_numbers and not all(map(TWO_BITS.fullmatch, with_comma))


def _each_with_tabs(text):
    """Return lines that were typed with one separator here and another there, all with tabs."""
    lines = []
    for line in io.StringIO(text, newline=""):
        separator = next((each for each in "\t;," if each in line), None)
        lines.append("\t".join(line.rstrip("\r\n").split(separator)))
    return "\n".join(lines)


def _best_separator(sample):
    """Return what makes lines of as many cells, with most numbers in them, or ``None``."""
    best, most = None, -1.0
    for separator in SEPARATORS:
        if separator in sample:
            share = _share_of_numbers(_cells(sample, separator)[0])
            if share > most + (0 if best is None else IN_WORDS if separator == " " else NEARLY):
                best, most = separator, share
    return best


def _share_of_numbers(rows):
    """Return the share of cells that are numbers, or -1 if the rows have not as many cells."""
    lengths = Counter(len(cells) for _, cells in rows)
    width, often = max(lengths.items(), key=lambda item: item[1], default=(0, 0))
    if width < 2 or often < FEWEST_ALIKE * len(rows):
        return -1.0
    filled = [cell for _, cells in rows for cell in cells if not is_gap(cell)]
    return sum(map(could_be_a_number, filled)) / max(len(filled), 1)


def _ask_about_commas(lines, separator, taken, said):
    """Ask where every line is two whole numbers with a comma between them, such as 1,5."""
    if separator == "," and all(map(TWO_NUMBERS.fullmatch, lines)):
        said.ask(
            "separator",
            f"Every line is like {lines[0].strip()}: are these two numbers, or one with a decimal "
            f"comma? {'Two were' if taken == ',' else 'One was'} taken; ';' makes one of them.",
            (",", ";"),
            taken,
        )


def _rows(text, separator, said):
    found, unclosed = _cells(text, separator)
    if unclosed:
        found, _ = _cells(text, separator, csv.QUOTE_NONE)
        said.note(
            f"A quotation mark is never closed, perhaps the one in line {unclosed}: all of them "
            "were read like letters."
        )
    return found


def _cells(text, separator, quoting=csv.QUOTE_MINIMAL):
    """Return the rows, and the line in which a cell begins whose quotation mark is never closed."""
    lines = io.StringIO(text, newline="")
    if separator == " ":
        lines = (line.replace("\t", " ").strip() + "\n" for line in lines)
    reader = csv.reader(
        chain(lines, [END]),
        delimiter=separator or NO_SEPARATOR,
        quoting=quoting,
        skipinitialspace=True,
    )
    beside = BLANK + ('"' if quoting == csv.QUOTE_NONE else "")
    found, line = [], 1
    try:
        for cells in reader:
            cells = [_bare(cell.strip(beside)) for cell in cells]
            if any(cells) or len(cells) > 1:
                found.append(Row(line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise ValueError(
            f"source has a cell of more than {csv.field_size_limit():,} characters in line {line}: "
            "look for a quotation mark that is not closed."
        ) from None
    last = found.pop()
    return found, last.line if last.cells != [END] else None


def _bare(cell):
    """Return a cell without what was put around it to mark it as a text."""
    if not cell or cell[0] not in BEGIN_AROUND:
        return cell
    found = AROUND.fullmatch(cell)
    if found:
        return found[found.lastgroup]
    return cell[1:] if cell[0] == "'" and could_be_a_number(cell[1:]) else cell
