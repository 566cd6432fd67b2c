"""Losses against epochs: of one network, or of many."""

import math

import numpy as np

from nnlib.pictures.chart import Chart, labels, ticks
from nnlib.pictures.scene import Area, Line, Marks, Scene
from nnlib.pictures.theme import number

LARGEST_LOSS = 1e300  # above, there is no room for an axis
SMALLEST_LOSS = 1e-30  # what a logarithmic axis shows for 0
FIGURES = 4
POINTS_A_CURVE = 240
CHART = Chart()
ROUND = (1, 1.2, 1.6, 2, 4, 6, 8, 10)  # times a power of ten: where a loss axis can end
LOOKS = (("positive", False), ("negative", True))  # colour, and whether it is dashed


def loss_curve(points, title, log=False, quantity="loss", marked=None, second=None, chart=CHART):
    """Draw a loss curve, its last value, or the marked one, written at the top.

    Parameters
    ----------
    points : list of (epoch, loss)
        At least one. What is not finite, or nearly so, is left out.
    title : str
    log : bool
        Whether the loss axis is logarithmic.
    quantity : str
        What the numbers are, where they are not losses.
    marked : int, optional
        The epoch of one of the points. A line shows where it is, unless it is the last.
    second : (str, list of (epoch, loss)), optional
        Another curve, dashed, and its name; it may not have come as far.
    chart : Chart
    """
    name, others = second or ("", [])
    last_epoch = points[-1][0]
    marked = last_epoch if marked is None else marked
    value = number(dict(points)[marked], FIGURES)
    words, shown = f"epoch {marked:,}: {quantity} {value}", None
    if marked in dict(others):
        other = number(dict(others)[marked], FIGURES)
        words += f", {name} {other} (dashed)"
        shown = f"— {value}, - - {name} {other}"
    curves = [_drawable(each) for each in (points, others) if each]
    height, levels = (_log_scale if log else _linear_scale)(np.concatenate(curves)[:, 1])
    parts, end = _axes(chart, height, levels, last_epoch)
    if marked < last_epoch:
        x = chart.x_at(marked / end)
        parts.append(Line([(x, chart.top), (x, chart.bottom)], width=2))
    for curve, (colour, dashed) in zip(curves, LOOKS, strict=False):
        line = chart.places(curve[:, 0] / end, height(curve[:, 1]))
        parts.append(Line(line, colour, 3, dashed))
        place = min(np.searchsorted(curve[:, 0], marked), len(curve) - 1)
        parts.append(Marks("circle", [line[place]], 5, fill=colour))
    return Scene(title, words, parts, shown, chart.size, attributes=(("data-epoch", marked),))


def loss_band(points, title, log=False):
    """Draw how the losses of many networks go down: the middle one, and eight in ten around it.

    Parameters
    ----------
    points : dict of int to (float, float, float)
        For every epoch the 10th, 50th and 90th percentile, epochs going up.
    title : str
    log : bool
        Whether the loss axis is logarithmic.
    """
    last = max(points)
    low, middle, high = map(number, points[last])
    words = f"epoch {last:,}: median {middle}, eight in ten from {low} to {high}"
    shown = f"epoch {last:,}: {middle} ({low} to {high})"
    curves = np.array(list(points.values())).T
    drawable = np.where(curves < LARGEST_LOSS, curves, np.nan)
    top = np.nanmax(drawable) if np.isfinite(drawable).any() else 1.0
    curves = np.minimum(curves, top)
    height, levels = (_log_scale if log else _linear_scale)(curves.ravel())
    parts, end = _axes(CHART, height, levels, last)
    across = np.array(list(points)) / end
    lowest, median, highest = (CHART.places(across, height(curve)) for curve in curves)
    parts.append(Area(np.vstack([lowest, highest[::-1]]), "positive", 0.3))
    parts.append(Line(median, "positive", 3))
    return Scene(title, words, parts, shown, attributes=(("data-starts", last),))


def _axes(chart, height, levels, last):
    """Return the lines and numbers of a loss against epochs, and the epoch at its right end."""
    end = max(last, 1)
    parts = []
    for value, text in zip(levels, labels(levels), strict=True):
        parts += chart.level(chart.y_at(height(value)), text)
    parts += [
        chart.below(chart.x_at(epoch / end), f"{epoch:,.0f}")
        for epoch in ticks(0, end, integer=True)
    ]
    return [*parts, *chart.names("epoch")], end


def _drawable(points):
    """Return those points that an axis has room for, as an array of (epoch, loss)."""
    return np.array([each for each in points if abs(each[1]) < LARGEST_LOSS] or [(0, 0.0)])


def _linear_scale(losses):
    largest = losses.max()
    top = _round_above(max(largest, SMALLEST_LOSS)) if largest > 0 else 1.0
    return (lambda loss: np.maximum(loss, 0) / top), [0.0, top / 2, top]


def _round_above(loss):
    """Return a round number that is no smaller; there are few, so that an axis rarely changes."""
    power = 10.0 ** math.floor(math.log10(loss))
    return next(each * power for each in ROUND if each * power >= loss)


def _log_scale(losses):
    exponents = np.log10(np.maximum(losses, SMALLEST_LOSS))
    low = math.floor(exponents.min())
    high = max(math.ceil(exponents.max()), low + 1)
    levels = [10.0**exponent for exponent in ticks(low, high, integer=True)]
    return (lambda loss: (np.log10(np.maximum(loss, SMALLEST_LOSS)) - low) / (high - low)), levels
