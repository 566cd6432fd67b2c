"""Losses against epochs: of one network, or of many."""

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnlib.plots import SMALLEST_LOSS
from nnlib.svg.elements import (
    BOTTOM,
    HEIGHT,
    LEFT,
    NEGATIVE,
    PLOT_WIDTH,
    POSITIVE,
    TEXT,
    TOP,
    WIDTH,
    label,
    level_line,
    picture,
    y_at,
)

LARGEST_LOSS = 1e300  # above, there is no room for an axis


def loss_curve(points, title, log=False, quantity="loss", marked=None, second=None):
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
    """
    name, dashed = second or ("", [])
    last_epoch = points[-1][0]
    marked = last_epoch if marked is None else marked
    words = f"epoch {marked:,}: {quantity} {dict(points)[marked]:.4g}"
    if marked in dict(dashed):
        words += f", {name} {dict(dashed)[marked]:.4g} (dashed)"
    curves = [_drawable(each) for each in (points, dashed) if each]
    height, ticks = (_log_scale if log else _linear_scale)(np.concatenate(curves)[:, 1])
    parts, end = _axes(height, ticks, last_epoch)
    if marked < last_epoch:
        x = LEFT + PLOT_WIDTH * marked / end
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{TEXT}" '
            'stroke-width="2"/>'
        )
    looks = (f'stroke="{POSITIVE}"', f'stroke="{NEGATIVE}" stroke-dasharray="8 5"')
    for curve, look in zip(curves, looks, strict=False):
        across, up = LEFT + PLOT_WIDTH * curve[:, 0] / end, y_at(height(curve[:, 1]))
        places = [f"{x:.1f},{y:.1f}" for x, y in zip(across.tolist(), up.tolist(), strict=True)]
        parts.append(f'<polyline points="{" ".join(places)}" fill="none" {look} stroke-width="3"/>')
        place = min(np.searchsorted(curve[:, 0], marked), len(curve) - 1)
        colour = look.split('"')[1]
        parts.append(
            f'<circle cx="{across[place]:.1f}" cy="{up[place]:.1f}" r="5" fill="{colour}"/>'
        )
    return picture(title, words, parts, f'data-epoch="{marked}"')


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
    low, middle, high = points[last := max(points)]
    words = f"epoch {last:,}: median {middle:.3g}, eight in ten from {low:.3g} to {high:.3g}"
    shown = f"epoch {last:,}: {middle:.3g} ({low:.3g} to {high:.3g})"
    curves = np.array(list(points.values())).T
    drawable = np.where(curves < LARGEST_LOSS, curves, np.nan)
    top = np.nanmax(drawable) if np.isfinite(drawable).any() else 1.0
    curves = np.minimum(curves, top)
    height, ticks = (_log_scale if log else _linear_scale)(curves.ravel())
    parts, end = _axes(height, ticks, last)
    across = LEFT + PLOT_WIDTH * np.array(list(points)) / end
    lines = [
        [
            f"{x:.1f},{y:.1f}"
            for x, y in zip(across.tolist(), y_at(height(curve)).tolist(), strict=True)
        ]
        for curve in curves
    ]
    band = " ".join(lines[0] + lines[2][::-1])
    parts += [
        f'<polygon points="{band}" fill="{POSITIVE}" fill-opacity="0.3"/>',
        f'<polyline points="{" ".join(lines[1])}" fill="none" stroke="{POSITIVE}" '
        'stroke-width="3"/>',
    ]
    return picture(title, words, parts, f'data-starts="{last}"', shown)


def _axes(height, ticks, last):
    """Return the lines and numbers of a loss against epochs, and the epoch at its right end."""
    end = max(last, 1)
    parts = [level_line(y_at(height(tick)), f"{tick:.3g}") for tick in ticks]
    ticks = [tick for tick in MaxNLocator(4, integer=True).tick_values(0, end) if tick <= end]
    numbers = [f"{tick:,.0f}" for tick in ticks]
    parts += [
        label(
            min(LEFT + PLOT_WIDTH * tick / end, WIDTH - 5 * len(number)),
            HEIGHT - BOTTOM + 20,
            number,
            "middle",
        )
        for tick, number in zip(ticks, numbers, strict=True)
    ]
    parts.append(label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, "epoch", "middle"))
    return parts, end


def _drawable(points):
    """Return those points that an axis has room for, as an array of (epoch, loss)."""
    return np.array([each for each in points if abs(each[1]) < LARGEST_LOSS] or [(0, 0.0)])


def _linear_scale(losses):
    losses = np.maximum(losses, 0)
    ticks = MaxNLocator(4).tick_values(0, losses.max() or 1.0)
    return (lambda loss: np.maximum(loss, 0) / ticks[-1]), ticks.tolist()


def _log_scale(losses):
    exponents = np.log10(np.maximum(losses, SMALLEST_LOSS))
    low = math.floor(exponents.min())
    high = max(math.ceil(exponents.max()), low + 1)
    ticks = MaxNLocator(4, integer=True).tick_values(low, high).tolist()
    ticks = [10.0**exponent for exponent in ticks if low <= exponent <= high]
    return (lambda loss: (np.log10(np.maximum(loss, SMALLEST_LOSS)) - low) / (high - low)), ticks
