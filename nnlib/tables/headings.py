"""The names of the columns: whether the first row holds them, and a name for what has none."""

from itertools import pairwise

from nnlib.checks import true_or_false
from nnlib.tables.numerals import hours, is_date, is_gap, minutes, read_number
from nnlib.tables.remarks import in_lines, listed, quoted

FIRST_YEAR = 1000  # a heading of numbers holds years
MOSTLY = 0.8  # the share of numbers in a column that is one of numbers
LOOKED_AT = 100  # rows


def apart(rows, heading, decimal, said):
    """Return (names, rows that are data).

    Parameters
    ----------
    rows : list of Row
        Of the same length.
    heading : bool or None
        As it was given to ``read_table``.
    decimal : str
    said : Remarks
    """
    if heading is not None and not true_or_false(heading, "heading"):
        return [f"column {place}" for place in range(1, len(rows[0].cells) + 1)], rows
    first, below = rows[0].cells, _without_repeated(rows, decimal, said)
    if heading is None:
        heading = _is_heading(first, [row.cells for row in below[:LOOKED_AT]], decimal, said)
    elif not below:
        raise ValueError("heading is True, but there is no row below it: give heading=False.")
    names = [" ".join(cell.split()) for cell in first] if heading else [""] * len(first)
    rows = below if heading else rows[:1] + below
    if heading and len(rows) > 1:
        names, rows = _with_units(names, rows, decimal, said)
    return _named(names, said), rows


def _without_repeated(rows, decimal, said):
    """Return the rows below the first, without those that repeat it, as in files put together."""
    first, below = rows[0].cells, rows[1:]
    if any(_is_value(cell, decimal) for cell in first):
        return below
    lines = [row.line for row in below if row.cells == first]
    others = [row for row in below if row.cells != first]
    columns = zip(*(row.cells for row in others[:LOOKED_AT]), strict=True)
    if not lines or not any(_is_of_numbers(column, decimal) for column in columns):
        return below
    said.note(f"The heading stands there again {in_lines(lines)}: it was left out.")
    return others


def _is_heading(first, below, decimal, said):
    """Return whether the first row holds names, and ask where it may be or not."""
    if not below:
        return not any(_is_value(cell, decimal) for cell in first)
    if len(below) > 1 and not any(_is_value(cell, decimal) for cell in below[0]):
        del below[0]  # it may hold units
    columns = list(zip(*below, strict=True))
    are_data = [_is_data(*each, decimal) for each in zip(first, columns, strict=True)]
    values = sum(are_data)
    if _looks_like_years(first, columns, decimal):
        return _asked(True, first, "looks like a heading of years", said)
    if _counts_from_0(first):
        why = "counts up from 0, as programs number columns"
        return _asked(not first[0], first, why, said)  # above the numbers of the rows is nothing
    of_numbers = [_is_of_numbers(cells, decimal) for cells in columns]
    if not any(of_numbers):
        if values:
            return False
        new = all(cell not in column for cell, column in zip(first, columns, strict=True) if cell)
        return _asked(new, first, "is like the others, for no column holds numbers", said)
    words = sum(
        not is_gap(cell) and not is_data
        for cell, is_data, is_number in zip(first, are_data, of_numbers, strict=True)
        if is_number
    )
    if words and values:
        why = "holds words where numbers stand below, and numbers"
        return _asked(words >= values, first, why, said)
    return words > 0


def _asked(heading, first, why, said):
    """Return what is taken meanwhile, and ask whether the first row is a heading."""
    names = listed(quoted(cell) for cell in first if cell)
    sentence = f"The first line, {names}, {why}: is it a heading, or is it data?"
    said.ask("heading", sentence, (True, False), heading)
    return heading


def _is_value(cell, decimal):
    if read_number(cell, decimal) or is_date(cell):
        return True
    return hours(cell) is not None or minutes(cell) is not None


def _is_data(cell, column, decimal):
    """Return whether a cell on top is a value as those below: 60m over seconds is their name."""
    number = read_number(cell, decimal)
    if not number or not number.unit:
        return _is_value(cell, decimal)
    return any(below and below.unit for below in (read_number(each, decimal) for each in column))


def _is_of_numbers(cells, decimal):
    filled = [cell for cell in cells if not is_gap(cell)]
    numbers = sum(_is_value(cell, decimal) for cell in filled)
    return numbers > 0 and numbers >= MOSTLY * len(filled)


def _looks_like_years(first, columns, decimal):
    """Return whether years stand on top that go up one by one, unlike all that is beneath them."""
    on_top = [
        (number.value, column)
        for cell, column in zip(first, columns, strict=True)
        if (number := read_number(cell, decimal))
    ]
    years = [year for year, _ in on_top]
    if len(years) < 2 or years[0] < FIRST_YEAR or any(b - a != 1 for a, b in pairwise(years)):
        return False
    beneath = (read_number(cell, decimal) for _, column in on_top for cell in column)
    return not any(number and years[0] - 50 <= number.value <= years[-1] + 50 for number in beneath)


def _counts_from_0(first):
    """Return whether 0, 1 and so on stand on top: of three columns or more, an empty one too."""
    filled = [cell for cell in first if cell]
    return len(first) > 2 and len(filled) > 1 and filled == list(map(str, range(len(filled))))


def _with_units(names, rows, decimal, said):
    """Return names with what a second line of words, such as units, says of columns of numbers."""
    second, below = rows[0].cells, [row.cells for row in rows[1 : LOOKED_AT + 1]]
    if any(_is_value(cell, decimal) for cell in second):
        return names, rows
    columns = zip(*below, strict=True)
    over_numbers = [
        cell
        for cell, column in zip(second, columns, strict=True)
        if not is_gap(cell) and _is_of_numbers(column, decimal)
    ]
    if len(set(over_numbers)) < 2:
        return names, rows
    said.note(
        f"The second line of names, {listed(quoted(cell) for cell in second if cell)}, was put "
        "behind the first."
    )
    joined = [
        name if is_gap(cell) else f"{name} ({cell.strip('()[] ')})"
        for name, cell in zip(names, second, strict=True)
    ]
    return joined, rows[1:]


def _named(names, said):
    """Return names of which no two are alike, and none is empty."""
    given = [name or f"column {place}" for place, name in enumerate(names, 1)]
    nameless = [quoted(each) for each, name in zip(given, names, strict=True) if not name]
    if len(nameless) == len(names):
        said.note("There is no heading: the columns are called 'column 1' and so on.")
    elif nameless:
        said.note(f"What has no name is called by its place: {listed(nameless)}.")
    unique = different(given)
    repeated = [quoted(each) for each, name in zip(unique, given, strict=True) if each != name]
    if repeated:
        said.note(f"Names that stood there before were numbered: {listed(repeated)}.")
    return unique


def different(names):
    """Return names with a number behind each that stood there before."""
    used = {}
    for name in names:
        each, count = name, 1
        while each in used:
            count += 1
            each = f"{name} ({count})"
        used[each] = None
    return list(used)
