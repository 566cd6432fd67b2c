"""An image that a network reads, its answer to it as bars, and weights drawn as images."""

import math

import numpy as np

from nnlib.pictures.scene import Box, Heat, Scene, Words
from nnlib.pictures.theme import CLEAR, INK_ON_PAPER, colours_of

SIZE, TOP = (364, 344), 44
SQUARE = 36  # a pixel of the image
ROW = 29  # a bar and the space below it
BAR = (30, 250, 20)  # where it begins, its length for 100 %, its height
WEIGHTS = (364, 300)
CELL = 27  # of a confusion matrix
RIGHT_TOP, RIGHT_BAR = 36, (96, 184, 20)  # of the bars of what is read right


def image(pixels, name):
    """Draw an image of 8 by 8 pixels from 0, paper, to 1, ink.

    Parameters
    ----------
    pixels : array, shape (64,)
    name : str
        What stands at the right of the heading.
    """
    left = (SIZE[0] - 8 * SQUARE) / 2
    area, colours = (left, TOP, 8 * SQUARE, 8 * SQUARE), colours_of(pixels.reshape(8, 8))
    parts = [
        Heat(colours, *area, smooth=False, palette=INK_ON_PAPER),
        Box(*area, stroke="ink", line=1),
    ]
    return Scene("What the network sees", f"{name}, 8 by 8 pixels", parts, name, SIZE)


def bars(shares, names, right, is_known=True):
    """Draw a network's answer to an image: a bar for each class, the largest one in bold.

    Parameters
    ----------
    shares : array, shape (classes,)
        From 0 to 1.
    names : sequence of str
    right : int or None
        The place of the right class, where the image is of one.
    is_known : bool
        Whether anybody knows that.
    """
    left, length, height = BAR
    answer, parts = int(shares.argmax()), []
    for place, (share, name) in enumerate(zip(shares.tolist(), names, strict=True)):
        top, is_answer = TOP + place * ROW, place == answer
        parts += [
            Words(left - 10, top + 16, name, "end", bold=place == right),
            Box(left, top, length, height, stroke="ink", line=0.5),
            Box(left, top, length * _drawn(share), height, fill="positive"),
            Words(left + length + 60, top + 16, _percent(share), "end", bold=is_answer),
        ]
    said = in_words(shares, names)
    if is_known:
        is_right = "✔" if answer == right else "✘"
        said = f"{is_right} {names[answer]}, right is {'none' if right is None else names[right]}"
    shown = ", ".join(f"{name} {_percent(each)}" for name, each in zip(names, shares, strict=True))
    return Scene("What it answers", f"{said}; {shown}", parts, said, SIZE)


def in_words(shares, names):
    """Return the answer and how sure it is, and what comes next, such as ``"3 (64%), 9 (36%)"``."""
    first, second = (-shares).argsort(kind="stable")[:2].tolist()  # of equals, the first
    return ", ".join(f"{names[place]} ({_percent(shares[place])})" for place in (first, second))


def _drawn(share):
    """Return how much of a bar is filled; an output that is no share is none of it, or all."""
    return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0


def _percent(share):
    return f"{share:.0%}" if math.isfinite(share) else "no number"


def read_right(shares):
    """Draw as bars which share of some images is read right.

    Parameters
    ----------
    shares : dict of str to float
        By the name of the images, from 0 to 1.
    """
    left, length, height = RIGHT_BAR
    parts = []
    for place, (name, share) in enumerate(shares.items()):
        top = RIGHT_TOP + place * ROW
        parts += [
            Words(left - 10, top + 16, name, "end"),
            Box(left, top, length, height, stroke="ink", line=0.5),
            Box(left, top, length * share, height, fill="right"),
            Words(left + length + 64, top + 16, f"{share:.1%}", "end"),
        ]
    said = ", ".join(f"{name} {share:.1%}" for name, share in shares.items())
    size = (SIZE[0], RIGHT_TOP + ROW * len(shares))
    return Scene("Read right", said, parts, "", size)


def confusion(counts, names):
    """Draw which class was taken for which: a row for each right one, a column for each answer.

    Parameters
    ----------
    counts : array of int, shape (classes, classes)
    names : sequence of str
    """
    right = np.eye(len(counts), dtype=bool)
    largest = np.where(right, counts[right].max(), max(counts[~right].max(), 1))
    shares = np.where(right, counts, -counts) / np.maximum(largest, 1) / 2 + 0.5
    shares = np.where(counts == 0, np.nan, shares)
    side, left = CELL * len(counts), 64
    parts = [Heat(colours_of(shares), left, TOP + 20, side, side, smooth=False)]
    for place, name in enumerate(names):
        middle = (place + 0.5) * CELL
        parts += [
            Words(left + middle, TOP + 14, name, "middle"),
            Words(left - 10, TOP + 25 + middle, name, "end"),
        ]
    parts += [
        Words(left + (column + 0.5) * CELL, TOP + 25 + (row + 0.5) * CELL,
              str(counts[row, column]), "middle", halo="page")
        for row, column in np.argwhere(counts).tolist()
    ]  # fmt: skip
    wrong = {
        f"{names[row]} taken for {names[column]}: {counts[row, column]}"
        for row, column in np.argwhere(counts * ~right).tolist()
    }
    said = f"{counts[right].sum()} of {counts.sum()} on the diagonal are right"
    words = f"{said}; {', '.join(sorted(wrong)) or 'none is taken for another'}"
    return Scene("Right digit by row, answer by column", words, parts, "", SIZE)


def weights(images):
    """Draw weights as images: blue above 0, orange below, each on the scale of its largest.

    Parameters
    ----------
    images : array, shape (neurons, 64)
        The weights of a neuron in each row.
    """
    columns = math.ceil(math.sqrt(len(images) * 1.6))
    rows = math.ceil(len(images) / columns)
    largest = np.abs(images).max(axis=1, keepdims=True)
    shares = images / np.where(largest > 0, largest, 1) / 2 + 0.5
    colours = np.full((rows * 9 - 1, columns * 9 - 1), CLEAR, dtype=np.uint8)
    for place, each in enumerate(colours_of(shares).reshape(-1, 8, 8)):
        row, column = divmod(place, columns)
        colours[9 * row : 9 * row + 8, 9 * column : 9 * column + 8] = each
    scale = min((WEIGHTS[0] - 4) / colours.shape[1], (WEIGHTS[1] - TOP) / colours.shape[0])
    area = (2, TOP, scale * colours.shape[1], scale * colours.shape[0])
    said = f"{len(images)} neurons; blue: ink speaks for it, orange: against"
    words = "blue: for, orange: against"
    return Scene("Weights as images", said, [Heat(colours, *area, smooth=False)], words, WEIGHTS)
