"""What each column is: numbers, words, years, numbers that count up, days."""

import re
from collections import Counter
from typing import NamedTuple

import numpy as np

from nnlib.scaling import is_constant
from nnlib.tables.numerals import hours, is_date, is_gap, minutes, read_number
from nnlib.tables.remarks import in_lines, listed, quoted
from nnlib.tables.words import MOST_WORDS, one_spelling

NUMBERS, COUNTS_UP, YEARS, ZERO_ONE = "numbers", "counts up", "years", "0 and 1"
TWO_WORDS, WORDS, NAMES = "two words", "words", "other words in every row"
DATES, CONSTANT, EMPTY = "days", "the same in every row", "empty"
FEWEST_ROWS = 3  # to say that numbers count up, or that no word comes again
FEWEST_TO_COMPARE = 4  # cells, among which one may lie far from the rest
ODD_AT_MOST = 0.1  # the share of cells with a digit in a column of numbers that are none
FIRST_YEAR, LAST_YEAR = 1800, 2100
FAR = 5  # times the range of all other cells
TICKS = {"x", "✓", "✔", "☑", "*", "+"}  # in a list of who was there
NO_TICKS = ("", "-", "\u2212", "\u2013", "✗", "✘", "☐")
SAYS_MINUTES = re.compile(r"\bmin\b|minut|\bm+:ss|\d\s?k?m\b|\bpace\b|\blaps?\b", re.I)
SAYS_TIME = re.compile(r"time|zeit|dauer|duration|temps|tiempo|tempo|durée|result|ergebnis", re.I)
CODE = re.compile(r"0\d{3,}")  # 01099 is no number of anything


class Column(NamedTuple):
    """A column as it was read.

    Attributes
    ----------
    name : str
        With the unit that stood in its cells.
    kind : str
    values : list
        A float or a word for each row, and ``None`` where there is nothing.
    words : tuple of str
        The different words; none in a column of numbers.
    unread : dict of int to str
        What stands in the cells of which the value is ``None``, by their place.
    """

    name: str
    kind: str
    values: list
    words: tuple
    unread: dict


def read_column(name, cells, lines, decimal, said):
    """Return a column of cells, each as text, as a ``Column``.

    Parameters
    ----------
    name : str
    cells : list of str
    lines : list of int
        The line of each cell.
    decimal : str
    said : Remarks
    """
    plain = _plain_numbers(cells, decimal)
    if plain is not None:
        return _of_numbers(name, plain, cells, lines, said)
    places = [place for place, cell in enumerate(cells) if not is_gap(cell)]
    unit, times = _times(name, {place: cells[place] for place in places})
    if times:
        said.note(f"{quoted(name)} holds times: they became {unit}, such as 7.5 for 7:30.")
        values = [times.get(place) for place in range(len(cells))]
        return _of_numbers(_with_its_unit(name, unit), values, cells, lines, said)
    ticks = _ticks(cells)
    if ticks:
        off = "an empty cell" if "" in cells else quoted(next(filter(NO_TICKS.count, cells)))
        said.note(f"{quoted(name)}: {quoted(ticks[0])} stands for 1, {off} for 0.")
        values = [float(cell in ticks) for cell in cells]
        return _of_numbers(name, values, cells, lines, said)
    read = {place: number for place in places if (number := read_number(cells[place], decimal))}
    odd = [place for place in places if place not in read]
    why_words = _why_words(cells, read, odd)
    if why_words is None:
        return _with_unit(name, cells, read, odd, lines, said)
    if read:
        said.note(f"{quoted(name)} was read as words, for not all are numbers: {why_words}.")
    return _of_words(name, cells, said)


def _times(name, cells):
    """Return hours, or of a stopwatch minutes, and such a number for each place of a cell.

    4:30 may be either. It is minutes where the name of the column says so, or tells a distance.
    """
    as_hours, as_minutes = _read_all(hours, cells), _read_all(minutes, cells)
    says_minutes = SAYS_MINUTES.search(name)
    if as_hours and not (as_minutes and says_minutes):
        return "hours", as_hours
    is_told = says_minutes or SAYS_TIME.search(name)
    if as_minutes and (is_told or any(set(cell) & {",", "."} for cell in cells.values())):
        return "minutes", as_minutes
    return "", {}


def _read_all(read, cells):
    """Return what a function reads in each of the cells, or nothing where it cannot read one."""
    values = {}
    for place, cell in cells.items():
        values[place] = read(cell)
        if values[place] is None:
            return {}
    return values


def _with_its_unit(name, unit):
    """Return the name of a column of times, which may tell the unit already."""
    if unit == "hours":
        return f"{name} (h)"
    return name if re.search(r"\bmin", name, re.I) else f"{name} (min)"


def _ticks(cells):
    """Return the ticks in a column of nothing but ticks and what stands where there is none."""
    ticks = sorted({cell for cell in cells if cell.casefold() in TICKS})
    others = {cell for cell in cells if cell.casefold() not in TICKS}
    return ticks if others and others <= set(NO_TICKS) else []


def _plain_numbers(cells, decimal):
    """Return cells as numbers where all of them are plain, which is quick, or else ``None``."""
    if decimal == "," and any("." in cell for cell in cells):
        return None
    try:
        values = [float(cell.replace(",", ".") if decimal == "," else cell) for cell in cells]
    except ValueError:
        return None
    others = any("_" in cell or (cell[0] == "0" and CODE.fullmatch(cell)) for cell in cells)
    is_plain = np.isfinite(values).all() and not others
    return values if is_plain else None


def _why_words(cells, read, odd):
    """Return why a column is not one of numbers, or ``None`` where it is."""
    if not read:
        return "no cell is a number"
    code = next((cells[place] for place in read if CODE.fullmatch(cells[place])), None)
    if code:
        return f"{quoted(code)}, which begins with 0"
    with_digits = [cells[place] for place in odd if any(map(str.isdigit, cells[place]))]
    if 2 * len(odd) > len(odd) + len(read) or (
        len(with_digits) > 1 and len(with_digits) > ODD_AT_MOST * (len(read) + len(odd))
    ):
        return quoted(cells[odd[0]])
    units = Counter(number.unit.casefold() for number in read.values() if number.unit)
    main = units.most_common(1)[0][0] if units else ""
    other = next((unit for unit in units if not _are_one_unit(unit, main)), None)
    return f"the units are {quoted(main)} and {quoted(other)}" if other else None


def _are_one_unit(one, other):
    """Return whether two units are the same, such as hour and hours."""
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return short == long or (len(short) > 2 and long.startswith(short))


def _with_unit(name, cells, read, odd, lines, said):
    """Return a column of numbers, of which the unit goes into the name."""
    units = Counter(number.unit for number in read.values() if number.unit)
    full_name = name
    if units:
        unit = units.most_common(1)[0][0]
        if not _tells(name, unit):
            full_name = f"{name} ({unit})"
        without = [lines[place] for place in read if not read[place].unit]
        but = f"; {in_lines(without)} there is none" if without else ""
        said.note(f"{quoted(name)}: the unit {quoted(unit)} was taken out of the cells{but}.")
    had_more = next((place for place in read if read[place].had_more), None)
    if had_more is not None:
        value = read[had_more].value
        said.note(f"{quoted(name)}: {quoted(cells[had_more])} was read as {value:.15g}.")
    if odd:
        where = in_lines([lines[place] for place in odd])
        said.note(
            f"{quoted(name)}: {quoted(cells[odd[0]])} {where} is no number: a row with it is left "
            f"out where {quoted(name)} is chosen."
        )
    values = [read[place].value if place in read else None for place in range(len(cells))]
    return _of_numbers(full_name, values, cells, lines, said)


def _tells(name, unit):
    """Return whether a unit stands in a name already; that of metres does not in *column*."""
    return bool(re.search(rf"\b{unit}\b", name)) if unit.isalpha() else unit in name


def _of_numbers(name, values, cells, lines, said):
    filled = np.array([value for value in values if value is not None])
    _say_what_is_far(name, values, filled, lines, said)
    return Column(name, _kind_of_numbers(values, filled), values, (), _unread(values, cells))


def _unread(values, cells):
    return {place: cells[place] for place, value in enumerate(values) if value is None}


def _kind_of_numbers(values, filled):
    if filled.size > 1 and is_constant(filled[:, np.newaxis]).item():
        return CONSTANT
    if ((filled == 0) | (filled == 1)).all():
        return ZERO_ONE
    if (filled == np.round(filled)).all():
        if filled.min() >= FIRST_YEAR and filled.max() <= LAST_YEAR and np.ptp(filled) < 200:
            return YEARS
        if filled.size >= FEWEST_ROWS and _are_days(filled):
            return DATES
        if filled.size >= FEWEST_ROWS and _count_up(values):
            return COUNTS_UP
    return NUMBERS


def _are_days(filled):
    """Return whether all numbers are days such as 20240131."""
    year, rest = np.divmod(filled, 10_000)
    month, day = np.divmod(rest, 100)
    limits = ((year, FIRST_YEAR, LAST_YEAR), (month, 1, 12), (day, 1, 31))
    return all(((low <= part) & (part <= high)).all() for part, low, high in limits)


def _count_up(values):
    """Return whether numbers go up by one from row to row, also past a gap."""
    starts = (value - place for place, value in enumerate(values) if value is not None)
    first = next(starts)
    return all(start == first for start in starts)


def _say_what_is_far(name, values, filled, lines, said):
    """Name a number that lies far from all others: a point may be missing, or -999 is a gap."""
    different = np.unique(filled)
    if different.size < FEWEST_TO_COMPARE:
        return
    few = max(1, different.size // 100)
    with np.errstate(all="ignore"):
        nearest = different[np.argsort(np.abs(different - np.median(different)))][:-few]
        low, high = nearest.min(), nearest.max()
        beyond = np.maximum(low - different, different - high)
        is_far = beyond.max() > FAR * (high - low) > 0
    if is_far:
        value = different[np.argmax(beyond)]
        where = in_lines([line for line, each in zip(lines, values, strict=True) if each == value])
        said.note(f"{quoted(name)}: {value:,.15g} {where} lies far from the rest. Is it right?")


def _of_words(name, cells, said):
    values, words, several = one_spelling(cells)
    if several:
        said.note(f"{quoted(name)}: {listed(map(quoted, several))} were taken for one word.")
    count = sum(value is not None for value in values)
    kind = _kind_of_words(cells, words, count)
    if kind == TWO_WORDS:
        said.note(
            f"{quoted(name)}: {quoted(words[0])} stands for 0, {quoted(words[1])} for 1.",
            for_learning=True,
        )
    elif kind == WORDS and len(words) <= MOST_WORDS:
        said.note(
            f"{quoted(name)}: each of the {len(words)} words gets a column, which is 1 where it "
            f"stands: {listed(map(quoted, words))}.",
            for_learning=True,
        )
    return Column(name, kind, values, words, _unread(values, cells))


def _kind_of_words(cells, words, count):
    if not words:
        return EMPTY
    if all(is_gap(cell) or is_date(cell) for cell in cells):
        return DATES
    if len(words) == 1:
        return CONSTANT if count > 1 else NAMES
    if len(words) == count and len(cells) >= FEWEST_ROWS:
        return NAMES
    return TWO_WORDS if len(words) == 2 else WORDS
