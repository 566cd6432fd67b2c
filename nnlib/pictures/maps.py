"""A playground's pictures: the output over x and y, and the network with every unit's own map.

What is called `made` here is a playground's data and network, as ``problems.plane`` makes them.
"""

from itertools import pairwise, product

import numpy as np
from contourpy import contour_generator

from nnlib.pictures.diagrams import connection, pill, places_on_lines
from nnlib.pictures.planes import FLAT
from nnlib.pictures.scene import SMALL, Box, Heat, Line, Marks, Scene, Words
from nnlib.pictures.theme import CLEAR, colour_of, colours_of, number

STEPS = 50  # of the map, each way
EVERY = 2  # of them for a unit's own map
CELLS = STEPS // EVERY
GAP = 7  # between two of those, in their steps
SIZE, PLOT = (364, 410), 304  # of the surface; of its plot, each way
LEFT, TOP = 44, 58
DIAGRAM = (560, 360)
HEAD, LARGEST_TILE, MARGINS = 40, 52.0, (62, 80)
MARK = 4  # of a point, half its size
LEAST_SHARE = 1e-15  # the weighted sum of an output nearer to 0 or 1 cannot be told


def empty_plane(reach):
    """Draw a surface with nothing on it, which can be clicked."""
    frame = Box(LEFT, TOP, PLOT, PLOT, stroke="ink", line=1)
    words = f"nothing yet; from {number(-reach)} to {number(reach)}"
    return Scene("Output over x and y", words, [frame], "nothing yet", SIZE)


def grid(reach):
    """Return the points of the map, shape (2500, 2), row by row from the upper left."""
    steps = np.linspace(-reach, reach, STEPS)
    x, y = np.meshgrid(steps, steps[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def place_of(across, down, reach):
    """Return x and y of a place in the surface's picture, or ``None`` beside its plot.

    Parameters
    ----------
    across, down : float
        Shares of the picture's width and height.
    """
    x = (across * SIZE[0] - LEFT) / PLOT * 2 - 1
    y = 1 - (down * SIZE[1] - TOP) / PLOT * 2
    return (x * reach, y * reach) if max(abs(x), abs(y)) <= 1 else None


def marks(made):
    """Draw what stays while a network trains, to be laid over the surface: the points, the axes."""
    reach, parts = made.reach, []
    for part, held_out in ((made.seen, False), (made.held_out, True)):
        draw = _numbers if made.is_regression else _classes
        parts += draw(_places(part.inputs, reach), part.targets[:, 0], held_out)
    for tick in (-3, 0, 3) if reach < 6 else (-int(reach), 0, int(reach)):
        x, y = _places(np.array([[tick, tick]]), reach)[0]
        parts.append(Words(x, TOP + PLOT + 20, number(tick), "middle"))
        parts.append(Words(LEFT - 8, y + 5, number(tick), "end"))
    parts.append(Words(LEFT + PLOT / 2, TOP + PLOT + 38, "x", "middle"))
    parts.append(Words(14, TOP + PLOT / 2, "y", "middle"))
    words = "○ learned from, □ held out" if made.is_regression else "□ 1, ○ 0; hollow: held out"
    parts.append(Words(2, 44, f"{words}; line: output {made.border:g}", size=SMALL))
    count = f"{len(made.seen.inputs)} to learn from, {len(made.held_out.inputs)} held out"
    return Scene("Points", count, parts, size=SIZE, bare=True)


def surface(outputs, made):
    """Draw the output over x and y as colours, and the border.

    Parameters
    ----------
    outputs : array, shape (2500, 1)
        The network's, at the points of ``grid``.
    made : SetUp
    """
    reach, heights = made.reach, outputs.reshape(STEPS, STEPS)
    parts = [Heat(colours_of(_shares(heights, made.is_regression)), LEFT, TOP, PLOT, PLOT)]
    low, high = heights.min(), heights.max()
    if high - low > FLAT:
        steps = np.linspace(-reach, reach, STEPS)
        lines = contour_generator(steps, steps[::-1], _last_sums(heights, made)).lines(0.0)
        parts += [Line(_places(line, reach), "black", 2.5) for line in lines]
    return Scene("Output over x and y", f"{low:.2f} to {high:.2f}", parts, size=SIZE)


def inputs_as_shares(columns):
    """Return the inputs at the points of ``grid`` as shares of the colours, from 0 to 1."""
    return (columns / np.abs(columns).max(axis=0) + 1) / 2


def diagram(network, made, signs, inputs, layers):
    """Draw the network with a map in every unit: what it answers over x and y.

    Parameters
    ----------
    network : Network
    made : SetUp
    signs : list of str
        How the inputs are written.
    inputs : array, shape (2500, inputs)
        As shares of the colours: from ``inputs_as_shares``.
    layers : list of array, shape (2500, outputs of the layer)
        What ``network.forward`` makes of them.
    """
    sizes = [inputs.shape[1], *(layer.outputs for layer in network.layers)]
    tiled = [inputs]
    tiled += [
        _answers(outputs, layer.activation.name)
        for outputs, layer in zip(layers[:-1], network.layers[:-1], strict=True)
    ]
    tiled.append(_shares(layers[-1], made.is_regression))
    room = DIAGRAM[1] - HEAD - 10
    cell = min(LARGEST_TILE / CELLS, room / (max(sizes) * (CELLS + GAP) - GAP))
    tile, pitch = CELLS * cell, CELLS + GAP
    # In cells, so that one image can hold all maps.
    columns_at = np.linspace(MARGINS[0], DIAGRAM[0] - MARGINS[1] - tile, len(sizes)) // cell
    rows_at = [
        int((HEAD + room / 2) / cell - (size * pitch - GAP) / 2) + pitch * np.arange(size)
        for size in sizes
    ]
    lefts = (columns_at * cell).tolist()
    tops = [(rows * cell).tolist() for rows in rows_at]
    left, top = int(columns_at[0]), min(rows[0] for rows in rows_at)
    right, bottom = int(columns_at[-1]) + CELLS, max(rows[-1] for rows in rows_at) + CELLS
    image = np.full((bottom - top, right - left), CLEAR, np.uint8)
    for shares, column, rows in zip(tiled, columns_at.astype(int) - left, rows_at, strict=True):
        small = colours_of(shares.T.reshape(-1, STEPS, STEPS)[:, ::EVERY, ::EVERY])
        for each, row in zip(small, rows - top, strict=True):
            image[row : row + CELLS, column : column + CELLS] = each
    columns_of_units = [
        tuple((left + tile / 2, top + tile / 2) for top in column)
        for left, column in zip(lefts, tops, strict=True)
    ]
    parts, numbers = [], []
    for layer, (starts, ends) in zip(network.layers, pairwise(columns_of_units), strict=True):
        weights = layer.weights.ravel().tolist()
        places = places_on_lines(starts, ends, tile / 2, tile / 2)
        for line, weight, place in zip(product(starts, ends), weights, places, strict=True):
            parts.append(connection(*line, weight, 8.0))
            numbers += pill(place, weight) if place else []
    parts.append(Heat(image, *(cell * each for each in (left, top, right - left, bottom - top))))
    middles = [place for column in columns_of_units for place in column]
    parts.append(Marks("square", middles, tile / 2, stroke="ink", line=1.5))
    parts += numbers
    parts += [
        Words(lefts[0] - 8, top + tile / 2 + 5, sign, "end")
        for sign, top in zip(signs, tops[0], strict=True)
    ]
    parts.append(Words(lefts[-1] + tile + 8, tops[-1][0] + tile / 2 + 5, "output"))
    weights = network.parameters
    shape = " → ".join(map(str, sizes))
    low, high = number(weights.min()), number(weights.max())
    words = f"{shape} units; weights and biases from {low} to {high}"
    return Scene("Network", words, parts, f"{shape}; thick: large, dashed: negative", DIAGRAM)


def _places(points, reach):
    """Return where points lie in the surface's picture, array of shape (points, 2)."""
    across, up = ((points / reach + 1) / 2).T
    return np.column_stack([LEFT + PLOT * across, TOP + PLOT * (1 - up)])


def _shares(outputs, is_regression):
    return np.clip((outputs + 1) / 2, 0, 1) if is_regression else outputs


def _last_sums(outputs, made):
    """Return the output unit's weighted sums: 0 on the border, and even where that is straight."""
    if made.is_regression:
        return outputs
    shares = np.clip(outputs, LEAST_SHARE, 1 - LEAST_SHARE)
    return np.log(shares / (1 - shares))


def _answers(outputs, activation):
    """Return hidden answers as shares of the colours: orange is the lowest, blue the highest."""
    if activation == "sigmoid":
        return outputs
    if activation == "tanh":
        return (outputs + 1) / 2
    largest = np.abs(outputs).max(axis=0)
    shares = outputs / np.where(largest > 0, largest, 1)
    return shares if activation == "relu" else (shares + 1) / 2


def _classes(places, targets, held_out):
    """Draw squares where the target is 1 and circles where it is 0; hollow ones are held out."""
    drawn = []
    for is_one, shape, colour in (
        (False, "circle", "negative"),
        (True, "square", "positive"),
    ):
        look = ("white", colour, 2.5) if held_out else (colour, "black", 1)
        drawn.append(Marks(shape, places[(targets >= 0.5) == is_one], MARK, *look))
    return drawn


def _numbers(places, targets, held_out):
    """Draw the points in the colours of their targets: circles, or squares if they are held out."""
    shape = "square" if held_out else "circle"
    return [
        Marks(shape, [place], MARK, colour_of((target + 1) / 2), "black", 1.5)
        for place, target in zip(places, targets.tolist(), strict=True)
    ]
