"""What is wrong with a table of one's own, cell by cell: each fault a line's number, and words."""

import io
from operator import itemgetter

from nnlib.shown import counted, shown
from nnlib.tables.columns import TWO_WORDS
from nnlib.tables.numerals import could_be_a_number
from nnlib.tables.proposals import TARGET
from nnlib.tables.remarks import quoted
from nnlib.tables.separators import SEPARATORS

MOST_PROBLEMS = 8  # that are written out
LARGEST = 1e9  # number in a table


def filled_lines(text):
    """Return by their numbers the lines that are not empty."""
    lines = io.StringIO(text, newline="")  # as the csv module counts them
    return {number: line for number, line in enumerate(lines, 1) if line.strip()}


def gaps(own, names, wanted):
    """Return what has no value in these columns."""
    table, lines, found = own.table, filled_lines(own.text), []
    unread = {(each.line, each.name): each.text for each in table.unread}
    for line in table.lines:
        texts = [unread.get((line, name)) for name in table.names]
        of_chosen = {
            place: text
            for place, (name, text) in enumerate(zip(table.names, texts, strict=True), 1)
            if name in names and text is not None
        }
        cells = _cells_typed(lines[line], texts)
        if of_chosen and max(of_chosen) > cells:
            found.append((line, f" has {counted(cells, 'cell')}, but {wanted}."))
        else:
            found += [
                (line, f", cell {place}{_problem_of_text(text)}")
                for place, text in of_chosen.items()
            ]
    return found


def words(own, names, of_numbers=()):
    """Return the words in these columns, but for those of two words, which become 0 and 1.

    Columns `of_numbers` must not hold two words either.
    """
    found = []
    for place, each in enumerate(own.columns, 1):
        becomes_bits = each.kind == TWO_WORDS and each.name not in of_numbers
        if each.name not in names or becomes_bits:
            continue
        values = own.table.columns[each.name]
        words = [
            (line, value)
            for line, value in zip(own.table.lines, values, strict=True)
            if isinstance(value, str)
        ]
        others = [(line, value) for line, value in words if not could_be_a_number(value)]
        found += [(line, f", cell {place}{_problem_of_text(value)}") for line, value in others]
        if not others:
            found += [
                (line, f", cell {place}: {shown(value)} does not go with the others: write plain "
                       "numbers.")
                for line, value in words
            ]  # fmt: skip
    return found


def limits(own, names, wanted):
    """Return the numbers in these columns that are too large, and those that are no target."""
    found = []
    for place, each in enumerate(own.columns, 1):
        if each.name not in names:
            continue
        for line, value in zip(own.table.lines, own.table.columns[each.name], strict=True):
            if not isinstance(value, float):
                continue
            problem = wanted.problem_of_target(value) if each.role == TARGET else None
            if abs(value) > LARGEST:
                problem = f": {value:,.15g} is too large. Take a larger unit, to stay within 1e9."
            if problem:
                found.append((line, f", cell {place}{problem}"))
    return found


def raise_for(problems):
    """Say what is wrong, line by line, if there is anything."""
    said = [f"Line {line}{problem}" for line, problem in sorted(problems, key=itemgetter(0))]
    if said:
        more = len(said) - MOST_PROBLEMS
        rest = [f"And {more:,} more like these."] if more > 0 else []
        raise ValueError("\n".join(said[:MOST_PROBLEMS] + rest))


def raise_for_gaps(table, names, whole):
    """Say which column has most gaps, where too few rows are whole in all of these columns."""
    name = max(names, key=lambda each: table.columns[each].count(None))
    empty = table.columns[name].count(None)
    raise ValueError(
        f"Of {len(table.lines):,} rows only {whole:,} have a value in every chosen column; it must "
        f"be more than half of them. Most gaps are under {quoted(name)}, in "
        f"{counted(empty, 'row')}: leave that column out below, or fill them."
    )


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
