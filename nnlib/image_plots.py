"""Still pictures of images, and of answers with many classes, in Matplotlib axes.

Images, weights drawn as images, which class was taken for which, and ten answers as bars.
"""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

from nnlib import checks
from nnlib.pictures.theme import CLEAR, PALETTE, number
from nnlib.plots import BLUE, VERMILLION, check_axes, styled

ORANGE_TO_BLUE = ListedColormap(PALETTE[:CLEAR] / 255)  # pale, for figures stand on it
# Nothing stands on weights, so their colours may be full: they are looked at from afar.
FULL_COLOURS = [VERMILLION, "white", BLUE]
FULL_ORANGE_TO_BLUE = LinearSegmentedColormap.from_list("weights", FULL_COLOURS, N=CLEAR)
GAP = 1  # pixels between two images
CAPTION = 2  # pixels above each image that has a caption
MOST_IMAGES = 400
MOST_CLASSES = 20


@styled
def gallery(axes, images, captions=None, columns=10):
    """Draw images side by side, row by row: 0 is white, the largest number of all is black.

    Parameters
    ----------
    images : array-like, shape (images, pixels)
        As many pixels as a square has, row by row, none below 0.
    captions : sequence of str, optional
        What stands above each image.
    columns : int
        Images in a row.
    """
    images = _square_images(images, "images")
    if images.min() < 0:
        raise ValueError("images must not go below 0: weights_as_images draws what does.")
    shares = images / (images.max() or 1)
    _draw_mosaic(axes, shares, captions, columns, cmap="gray_r", vmin=0, vmax=1)


@styled
def weights_as_images(axes, weights, captions=None, columns=10):
    """Draw rows of weights as images: blue above 0, orange below, white for 0.

    Each image has a scale of its own, that of its largest weight.

    Parameters
    ----------
    weights : array-like, shape (images, pixels)
        For the neurons of a layer, ``layer.weights.T``.
    captions : sequence of str, optional
    columns : int
    """
    weights = _square_images(weights, "weights")
    largest = np.abs(weights).max(axis=(1, 2), keepdims=True)
    shares = weights / np.where(largest > 0, largest, 1)
    _draw_mosaic(axes, shares, captions, columns, cmap=FULL_ORANGE_TO_BLUE, vmin=-1, vmax=1)


@styled
def confusion(axes, counts, names):
    """Draw a confusion matrix: right answers blue, confusions orange, 0 left empty.

    Parameters
    ----------
    counts : array-like, shape (classes, classes)
        A row for each right class, a column for each answer: ``metrics.confusion_matrix``.
    names : sequence of str
        What each class is called.
    """
    check_axes(axes)
    counts = checks.table(counts, "counts")
    classes = checks.whole_number(len(counts), "the rows of counts", maximum=MOST_CLASSES)
    counts = checks.array_of_shape(counts, (classes, classes), "counts")
    if counts.min() < 0:
        raise ValueError("counts must be 0 or more, as metrics.confusion_matrix counts them.")
    names = checks.names(names, classes, "names")
    right = np.eye(classes, dtype=bool)
    shares = np.where(right, counts, -counts) / _largest_of_its_kind(counts, right)
    axes.imshow(shares, cmap=ORANGE_TO_BLUE, vmin=-1, vmax=1)
    for row, column in np.argwhere(counts != 0):
        axes.text(column, row, number(counts[row, column], 4), ha="center", va="center", size=12)
    axes.set_xticks(range(classes), names)
    axes.set_yticks(range(classes), names)
    axes.set(xlabel="answered", ylabel="right")
    axes.grid(False)


@styled
def bars(axes, shares, names):
    """Draw the answers of a network to one image as bars, and how sure it is in per cent.

    Parameters
    ----------
    shares : array-like, shape (classes,)
        From 0 to 1, such as a row of softmax's.
    names : sequence of str
        What each class is called.
    """
    check_axes(axes)
    shares = checks.row(shares, "shares")
    if shares.min() < 0 or shares.max() > 1:
        raise ValueError("shares must lie between 0 and 1, as those of softmax do.")
    classes = checks.whole_number(len(shares), "the number of shares", maximum=MOST_CLASSES)
    names = checks.names(names, classes, "names")
    places = np.arange(classes)
    axes.barh(places, shares, color=BLUE)
    for place, share in enumerate(shares):
        axes.text(share + 0.02, place, f"{100 * share:.0f} %", va="center", size=12)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.2), xticks=[])
    axes.grid(False)


def _square_images(values, name):
    """Return images as tables of pixels, shape (images, side, side)."""
    values = checks.table(values, name)
    count, pixels = values.shape
    checks.whole_number(count, f"the number of {name}", maximum=MOST_IMAGES)
    side = math.isqrt(pixels)
    if side * side != pixels:
        raise ValueError(
            f"{name} must have as many columns as a square has pixels, such as 64; got {pixels}."
        )
    return values.reshape(count, side, side)


def _draw_mosaic(axes, images, captions, columns, **look):
    check_axes(axes)
    count, side, _ = images.shape
    columns = min(checks.whole_number(columns, "columns"), count)
    captions = [""] * count if captions is None else checks.names(captions, count, "captions")
    above = CAPTION if any(captions) else 0
    rows, width, height = math.ceil(count / columns), side + GAP, side + GAP + above
    mosaic = np.full((rows * height, columns * width), np.nan)
    for place, (image, caption) in enumerate(zip(images, captions, strict=True)):
        top, left = place // columns * height + above, place % columns * width
        mosaic[top : top + side, left : left + side] = image
        axes.text(left + side / 2, top - 0.8, caption, ha="center", size=12, parse_math=False)
    axes.imshow(mosaic, interpolation="nearest", **look)
    axes.set_axis_off()


def _largest_of_its_kind(counts, right):
    """Return for every cell the largest count of those that are right, or else of the others."""
    largest = [max(counts[kind].max(initial=0), 1) for kind in (right, ~right)]
    return np.where(right, *largest)
