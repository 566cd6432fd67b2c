"""One matrix times another: which row meets which column, and what that adds up to."""

from nnlib.pictures.diagrams import text_width
from nnlib.pictures.scene import FONT_SIZE, SMALL, Box, Scene, Words
from nnlib.pictures.theme import MINUS, briefly, number

CELL = (68, 34)  # a number's room
LEFT, TOP = 8, 84  # where the first matrix begins
SIGN = 44  # the room of a sign between two matrices
TIMES = "\N{MULTIPLICATION SIGN}"
FOOT = 44  # below them, for what is added up


def product(left, right, made, at=None, names=None):
    """Draw ``left @ right`` with one number of the result after the other.

    Parameters
    ----------
    left, right, made : array, two axes each
        `made` is the whole result.
    at : int, optional
        The number that is computed now, counted row by row; before the first one ``None``.
    names : sequence of str, optional
        Of the columns of `left`.
    """
    columns = made.shape[1]
    row, column = (None, None) if at is None else divmod(at, columns)
    deepest = max(len(left), len(right))
    places, x = [], LEFT
    for matrix in (left, right, made):
        places.append((x, TOP + CELL[1] * (deepest - len(matrix)) / 2))
        x += CELL[0] * matrix.shape[1] + SIGN
    parts = []
    for matrix, place, text in zip((left, right, made), places, ("", "@", "="), strict=True):
        parts += _head(matrix, place, text, TOP + CELL[1] * deepest / 2)
    parts += [
        Words(places[0][0] + CELL[0] * (place + 0.5), places[0][1] - 8, name, "middle", size=SMALL)
        for place, name in enumerate(names or ())
    ]
    known = -1 if at is None else at
    for matrix, place, is_marked in (
        (left, places[0], lambda i, j: i == row),
        (right, places[1], lambda i, j: j == column),
        (made, places[2], lambda i, j: (i, j) == (row, column)),
    ):
        is_known = matrix is not made
        for i, numbers in enumerate(matrix.tolist()):
            for j, value in enumerate(numbers):
                text = _plain(value) if is_known or i * columns + j <= known else ""
                parts += _cell(place, i, j, text, is_marked(i, j))
    foot = TOP + CELL[1] * deepest
    words = addition(left, right, made, at)
    size = (max(x - SIGN + LEFT, text_width(words, FONT_SIZE) + 2 * LEFT), foot + FOOT)
    parts.append(Words(LEFT, foot + 28, words, bold=at is not None))
    return Scene("Row times column", words, parts, "", size)


def addition(left, right, made, at):
    """Write what a number of the result adds up to: its products and their sum."""
    if at is None:
        return "Each row on the left meets the column on the right."
    row, column = divmod(at, made.shape[1])
    pairs = zip(left[row].tolist(), right[:, column].tolist(), strict=True)
    added = " + ".join(f"{_plain(a)} {TIMES} {_in_brackets(_plain(b))}" for a, b in pairs)
    return f"{added} = {_plain(made[row, column].item())}"


def _head(matrix, place, sign, middle):
    """Return the sign before a matrix, and its shape above it."""
    x, _ = place
    parts = [Words(x, TOP - 28, f"({matrix.shape[0]}, {matrix.shape[1]})", size=SMALL)]
    if sign:
        parts.append(Words(x - SIGN / 2, middle + 6, sign, "middle", bold=True, size=20))
    return parts


def _cell(place, row, column, text, is_marked):
    x, y = place[0] + CELL[0] * column, place[1] + CELL[1] * row
    tint = [Box(x, y, *CELL, fill="blue tint", opacity=0.6)] if is_marked else []
    return [
        *tint,
        Box(x, y, *CELL, stroke="ink", line=1),
        Words(x + CELL[0] / 2, y + 22, text, "middle", bold=is_marked),
    ]


def _plain(value):
    """Write a whole number as it is, and any other with two decimals."""
    if value == round(value):
        return number(value + 0.0)
    return briefly(value)


def _in_brackets(text):
    return f"({text})" if text.startswith(MINUS) else text
