"""One matrix times another: which row meets which column, and what that adds up to."""

import math

import numpy as np

from nnlib.pictures.diagrams import text_width
from nnlib.pictures.scene import FONT_SIZE, SMALL, Box, Scene, Words
from nnlib.pictures.theme import MINUS, briefly, number

CELL = (68, 34)  # a number's room
LEFT, TOP = 8, 84  # where the first matrix begins
SIGN = 44  # the room of a sign between two matrices
TIMES = "\N{MULTIPLICATION SIGN}"
FOOT = 44  # below them, for what is added up


def product(left, right, made, at, names=None):
    """Draw ``left @ right`` up to one number of the result, and what that adds up to.

    Parameters
    ----------
    left, right, made : array, two axes each
        `made` is the whole result.
    at : int
        The number that is computed now, counted row by row.
    names : sequence of str, optional
        Of the columns of `left`.
    """
    row, column = divmod(at, made.shape[1])
    places = _places(left, right, made)
    middle = TOP + CELL[1] * max(len(left), len(right)) / 2
    foot = 2 * middle - TOP
    parts = [
        Words(LEFT + CELL[0] * (place + 0.5), places[0][1] - 8, name, "middle", size=SMALL)
        for place, name in enumerate(names or ())
    ]
    for matrix, place, sign in zip((left, right, made), places, ("", "@", "="), strict=True):
        parts += _head(matrix, place[0], sign, middle)
    parts += _cells(left, places[0], lambda i, j: i == row)
    parts += _cells(right, places[1], lambda i, j: j == column)
    parts += _cells(made, places[2], lambda i, j: (i, j) == (row, column), up_to=at)
    added = addition(left, right, made, at)
    parts.append(Words(LEFT, foot + 28, added, bold=True))
    longest = max(len(addition(left, right, made, each)) for each in range(made.size))
    width = max(places[2][0] + CELL[0] * made.shape[1], text_width("0" * longest, FONT_SIZE))
    return Scene("Row times column", added, parts, "", (width + 2 * LEFT, foot + FOOT))


def _places(*matrices):
    """Return the upper left corners of matrices beside each other."""
    deepest, places, x = max(map(len, matrices)), [], LEFT
    for matrix in matrices:
        places.append((x, TOP + CELL[1] * (deepest - len(matrix)) / 2))
        x += CELL[0] * matrix.shape[1] + SIGN
    return places


def addition(left, right, made, at):
    """Write what a number of the result adds up to: its products and their sum."""
    row, column = divmod(at, made.shape[1])
    pairs = zip(left[row].tolist(), right[:, column].tolist(), strict=True)
    added = " + ".join(f"{_plain(a)} {TIMES} {_in_brackets(_plain(b))}" for a, b in pairs)
    return f"{added} = {_plain(made[row, column].item())}"


def _head(matrix, x, sign, middle):
    """Return the shape above a matrix, and the sign before it."""
    parts = [Words(x, TOP - 28, f"({matrix.shape[0]}, {matrix.shape[1]})", size=SMALL)]
    if sign:
        parts.append(Words(x - SIGN / 2, middle + 6, sign, "middle", bold=True, size=20))
    return parts


def _cells(matrix, place, is_marked, up_to=math.inf):
    """Return a matrix as cells; numbers after the one that is computed now are not there yet."""
    parts = []
    for count, (row, column) in enumerate(np.ndindex(matrix.shape)):
        x, y = place[0] + CELL[0] * column, place[1] + CELL[1] * row
        bold = is_marked(row, column)
        parts += [Box(x, y, *CELL, fill="blue tint", opacity=0.6)] if bold else []
        parts.append(Box(x, y, *CELL, stroke="ink", line=1))
        if count <= up_to:
            text = _plain(matrix[row, column].item())
            parts.append(Words(x + CELL[0] / 2, y + 22, text, "middle", bold=bold))
    return parts


def _plain(value):
    """Write a whole number as it is, and any other with two decimals."""
    if value == round(value):
        return number(value + 0.0)
    return briefly(value)


def _in_brackets(text):
    return f"({text})" if text.startswith(MINUS) else text
