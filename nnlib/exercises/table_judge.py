"""The judge of a table with faults that was repaired by hand."""

from nnlib.exercises.engine import right, wrong
from nnlib.exercises.plain import shown
from nnlib.tables import read_table

NAMES = ("hours studied", "hours slept", "score")
SOUND = ((2.0, 7.5, 61.0), (4.0, 8.0, 74.0), (1.0, 9.0, 48.0))
MISTYPED, TYPO = (8.5, 6.0, 88.0), 85.0
GAP, GAP_HAS = "hours slept", (6.0, 82.0)  # what else stands in the row with the gap
COMMA_LOST = 75.0


def judge(answer):
    """Return a ``Verdict`` on the lesson's table, repaired, as text."""
    if not isinstance(answer, str):
        return wrong(f"Put the table as text between the quotes. You gave {shown(answer)}.")
    try:
        table = read_table(answer.strip() + "\n")
    except ValueError as error:
        return wrong(f"It cannot be read: {error}")
    missing = [name for name in NAMES if name not in map(_bare, table.names)]
    if missing:
        return wrong(
            f"No column is called {missing[0]!r}: keep the line of names as it is, and the same "
            "sign between the cells of every line."
        )
    columns = {_bare(name): column for name, column in table.columns.items()}
    rows = list(zip(*(columns[name] for name in NAMES), strict=True))
    said = next(filter(None, map(_slip, rows)), None) or _lost(rows)
    if said:
        return wrong(said)
    return right(
        "Comma and unit a careful reader can mend. What was meant by 85, and what fills a gap, it "
        "cannot know: that is for you, or for whoever wrote it down."
    )


def _bare(name):
    """Return a column's name without a unit."""
    return name.partition(" (")[0]


def _slip(row):
    """Return what is wrong with a row, or ``None``."""
    studied, slept, score = row
    if studied == TYPO:
        return (
            "85 hours of study before one exam stand there, where the others have 1 to 6: most "
            "likely 8,5 without its comma. Mend it, or leave the row out."
        )
    if (studied, score) == GAP_HAS:
        if slept is None:
            return None
        return (
            f"Nobody knows how long the one with {score:g} points slept: {_written(slept)} is "
            "invented. Leave the row out, or its cell empty."
        )
    if slept == COMMA_LOST:
        return "7,5 has become 75: it is 7 and a half, and nobody sleeps 75 hours. Write 7.5."
    if row not in (*SOUND, MISTYPED):
        cells = ", ".join(map(_written, row))
        return f"The row {cells} is none of theirs. Mend only what is wrong, and invent nothing."
    return None


def _written(cell):
    """Return a cell as a person writes it."""
    return f"{cell:g}" if isinstance(cell, float) else shown(cell)


def _lost(rows):
    """Return what is said where a row is gone that was sound, or stands there twice."""
    for sound in SOUND:
        if rows.count(sound) != 1:
            studied, slept, score = (f"{each:g}" for each in sound)
            what = "is missing" if sound not in rows else "stands there twice"
            return f"The row {studied}, {slept}, {score} {what}. It can be read: keep it, once."
    return None
