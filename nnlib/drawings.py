"""Digits drawn on a pad: from strokes to images like those of the data, and a file that keeps them.

A stroke is a row of places ``[x, y, x, y, ...]`` in thousandths of the pad's side, y downwards.

The images of ``datasets.digits()`` are what programs of NIST made of scanned forms, counted in
blocks: a digit was brought to one size, in the middle of 32 x 32 dots, and its strokes to one
thickness. In the data, all images fill all eight rows and nearly all six of the eight columns, a 1
included, with about 310 dots of ink. So a drawing is brought there as well:

1. Its strokes are stretched to 20 dots across and all 32 down. One that is narrow, such as a 1, is
   widened at most ``WIDEST`` times as much as it is made taller.
2. A dot is ink if it lies within half the pen's width of a stroke; the pen is as wide after the
   stretching as before.
3. The dots are counted in blocks of 4 x 4, from 0 to 16.
"""

import json
from typing import NamedTuple

import numpy as np

from nnlib import checks, files
from nnlib.datasets import DATA, digits
from nnlib.shown import shown

SIDE = 1000  # of the pad
DOTS, ACROSS, BLOCK = 32, 20, 4  # an image's side, a digit's width, a square's side
SQUARES, INK = 64, 16
PEN = 5.0  # dots
WIDEST = 1.5
MOST_STROKES, MOST_NUMBERS, MOST_DRAWINGS = 50, 4000, 2000
EXAMPLES = DATA / "drawn_digits.json"
VERSION = 1


class Drawing(NamedTuple):
    """A digit that somebody has drawn.

    Attributes
    ----------
    digit : int
        Which one it is to be.
    pixels : sequence of int
        What a network sees of it: 64 numbers from 0 to 16.
    strokes : sequence of sequence of int
        How it was drawn; none where it was painted square by square.
    """

    digit: int
    pixels: tuple
    strokes: tuple = ()


def image_of(strokes, pen=PEN, *, centred=True):
    """Return a drawing as an image like those of the data, array of shape (64,), from 0 to 16.

    Parameters
    ----------
    strokes : sequence of sequence of int
    pen : float, above 0
        Its width in dots, 32 of which are the image's side.
    centred : bool
        Whether the drawing is brought to the size of the data; else it stays as large as it is on
        the pad, and where it is.

    Examples
    --------
    >>> image_of([[500, 100, 500, 900]]).reshape(8, 8).astype(int)[3].tolist()
    [0, 0, 0, 12, 12, 0, 0, 0]
    """
    lines = _as_lines(strokes)
    pen = checks.number(pen, "pen", above=0, at_most=DOTS)
    if not lines:
        return np.zeros(SQUARES)
    if checks.true_or_false(centred, "centred"):
        lines = _in_the_middle(lines, pen)
    else:
        lines = [line * DOTS / SIDE for line in lines]
    ink = np.min([_distances(line) for line in lines], axis=0) <= pen / 2
    blocks = ink.reshape(DOTS // BLOCK, BLOCK, DOTS // BLOCK, BLOCK)
    return blocks.sum(axis=(1, 3)).ravel().astype(float)


def dataset(drawings):
    """Return drawings as a dataset like ``datasets.digits()``.

    Parameters
    ----------
    drawings : sequence of Drawing
    """
    drawings = _checked(drawings, "drawings")
    if not drawings:
        raise ValueError("drawings must be at least one: draw a digit on the pad, and press Keep.")
    data = digits()
    pixels = np.array([each.pixels for each in drawings], dtype=float)
    targets = np.eye(len(data.target_names))[[each.digit for each in drawings]]
    return data._replace(inputs=pixels, targets=targets)


def examples():
    """Return 200 drawings that come with the course, twenty of each digit, a list of ``Drawing``.

    Nobody wrote them: a program drew them, in twenty invented hands. ``tools/draw_digits.py`` says
    how. So they are another handwriting than that of the data.
    """
    return load(EXAMPLES)


def save(path, drawings):
    """Keep drawings in a small file of text, which ``load`` reads; it is written whole or not.

    Parameters
    ----------
    path : str or Path
    drawings : sequence of Drawing
    """
    path = files.checked(path)
    drawings = _checked(drawings, "drawings")
    lines = ",\n".join(json.dumps(each._asdict(), separators=(",", ":")) for each in drawings)
    text = f'{{"version": {VERSION}, "drawings": [\n{lines}\n]}}\n'
    files.write_whole({path: text.encode()})


def load(path):
    """Return the drawings in a file that ``save`` has written, a list of ``Drawing``.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    ValueError
        Where it is damaged, or of a later version of the course.
    OSError
        In a sentence, where it cannot be read.
    """
    path = files.checked(path)
    name, content = f"path {shown(path)}", files.read(path)
    damaged = f"{name} holds no drawings, or is damaged: choose another file, or rename this one."
    try:
        kept = json.loads(content.decode("utf-8-sig"))
        version, drawings = kept["version"], kept["drawings"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ValueError(damaged) from None
    if version != VERSION:
        raise ValueError(
            f"{name} is of version {shown(version)}, and this course reads {VERSION}: update it."
        )
    try:
        drawings = [Drawing(**each) for each in drawings]
    except TypeError:  # it is no list, or something else than drawings is in it
        raise ValueError(damaged) from None
    try:
        return _checked(drawings, "drawings")
    except ValueError as error:
        raise ValueError(f"{name} is damaged: {error}") from None


def checked_pixels(pixels, name):
    """Return `pixels` as a tuple of 64 whole numbers from 0 to 16, which they must be."""
    pixels = checks.array_of_shape(pixels, (SQUARES,), name)
    if not np.isin(pixels, range(INK + 1)).all():
        raise ValueError(f"{name} must be whole numbers from 0 to {INK}; got {shown(pixels)}.")
    return tuple(pixels.astype(int).tolist())


def _checked(drawings, name):
    """Return drawings as a list, each of them whole, with plain numbers in tuples."""
    if type(drawings) not in (list, tuple) or len(drawings) > MOST_DRAWINGS:
        raise ValueError(
            f"{name} must be a list of at most {MOST_DRAWINGS:,} drawings; got {shown(drawings)}."
        )
    return [_whole(each, f"{name}[{place}]") for place, each in enumerate(drawings)]


def _whole(drawing, name):
    checks.instance(drawing, Drawing, name, "a Drawing")
    digit = checks.whole_number(drawing.digit, f"{name}: digit", 0, 9)
    pixels = checked_pixels(drawing.pixels, f"{name}: pixels")
    lines = _as_lines(drawing.strokes, f"{name}: strokes")
    strokes = tuple(tuple(line.ravel().round().astype(int).tolist()) for line in lines)
    return Drawing(digit, pixels, strokes)


def _as_lines(strokes, name="strokes"):
    """Return each stroke as an array of places, shape (places, 2)."""
    if type(strokes) not in (list, tuple) or len(strokes) > MOST_STROKES:
        raise ValueError(
            f"{name} must be a list of at most {MOST_STROKES} strokes; got {shown(strokes)}."
        )
    return [_as_line(each, f"{name}[{place}]") for place, each in enumerate(strokes)]


def _as_line(stroke, name):
    numbers = checks.row(stroke, name)
    is_on_pad = (numbers >= 0).all() and (numbers <= SIDE).all()
    if len(numbers) % 2 or len(numbers) > MOST_NUMBERS or not is_on_pad:
        raise ValueError(
            f"{name} must be x and y by turns, each from 0 to {SIDE} and at most {MOST_NUMBERS:,} "
            f"numbers in all; got {shown(stroke)}."
        )
    return numbers.reshape(-1, 2)


def _in_the_middle(lines, pen):
    """Return lines stretched to the size that digits of the data have, in dots."""
    places = np.vstack(lines)
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.maximum((ACROSS - pen, DOTS - pen), 1)
    x, y = room / np.maximum(high - low, 1)  # a dot, or an upright line, has no width to stretch
    scale = np.minimum((x, y), (WIDEST * y, WIDEST * x))
    return [(line - (low + high) / 2) * scale + DOTS / 2 for line in lines]


def _distances(line):
    """Return how far the middle of each dot lies from a line, array of shape (dots * dots,)."""
    middles = np.arange(DOTS) + 0.5
    x, y = np.tile(middles, DOTS)[:, np.newaxis], np.repeat(middles, DOTS)[:, np.newaxis]
    (x1, y1), (x2, y2) = line[:-1].T, line[1:].T
    if len(line) == 1:
        (x1, y1), (x2, y2) = line.T, line.T
    along, down = x2 - x1, y2 - y1
    length = np.maximum(along**2 + down**2, 1e-12)  # of a piece that is a point: any but 0
    share = np.clip(((x - x1) * along + (y - y1) * down) / length, 0, 1)
    return np.sqrt((x - x1 - share * along) ** 2 + (y - y1 - share * down) ** 2).min(axis=1)
