"""A playground's pictures: the output over x and y, and the network with every unit's own map.

What is called `made` here is a playground's data and network, as ``problems.plane`` makes them.
"""

from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from nnlib.pictures.chart import labels, ticks, without_touching
from nnlib.pictures.diagrams import connection, pill, places_on_lines
from nnlib.pictures.planes import FLAT, contours
from nnlib.pictures.scene import SMALL, Box, Heat, Line, Marks, Scene, Words
from nnlib.pictures.theme import CLEAR, colour_of, colours_of, number

STEPS = 50  # of the map, each way
EVERY = 2  # of them for a unit's own map
CELLS = STEPS // EVERY
GAP = 7  # between two of those, in their steps
SIZE, PLOT = (364, 410), 304  # of the surface; of its plot, each way
LEFT, TOP = 44, 58
ACROSS, DOWN = np.meshgrid(*(np.linspace(edge, edge + PLOT, STEPS) for edge in (LEFT, TOP)))
DIAGRAM = (560, 360)
HEAD, LARGEST_TILE, MARGINS = 40, 52.0, (62, 80)
LONGEST_AT_LEFT = 4  # letters of a number: for more there is no room beside the plot
TICKS = 4  # about so many numbers at an edge of the surface
MARK = 4  # of a point, half its size
LEAST_SHARE = 1e-15  # the weighted sum of an output nearer to 0 or 1 cannot be told


def empty_plane(view):
    """Draw a surface with nothing on it, which can be clicked."""
    frame = Box(LEFT, TOP, PLOT, PLOT, stroke="ink", line=1)
    low, high = _ends(view)
    words = f"nothing yet; from {number(low[0])} to {number(high[0])}"
    return Scene("Output over x and y", words, [frame], "nothing yet", SIZE)


def grid(view):
    """Return the points of the map, shape (2500, 2), row by row from the upper left."""
    (left, bottom), (right, top) = _ends(view)
    x, y = np.meshgrid(np.linspace(left, right, STEPS), np.linspace(top, bottom, STEPS))
    return np.column_stack([x.ravel(), y.ravel()])


def place_of(across, down, view):
    """Return x and y of a place in the surface's picture, or ``None`` beside its plot.

    Parameters
    ----------
    across, down : float
        Shares of the picture's width and height.
    """
    x = (across * SIZE[0] - LEFT) / PLOT * 2 - 1
    y = 1 - (down * SIZE[1] - TOP) / PLOT * 2
    if max(abs(x), abs(y)) > 1:
        return None
    (middle_x, middle_y), (reach_x, reach_y) = view
    return middle_x + x * reach_x, middle_y + y * reach_y


def marks(made):
    """Draw what stays while a network trains, to be laid over the surface: the points, the axes."""
    view, parts = made.view, []
    for part, held_out in ((made.seen, False), (made.held_out, True)):
        draw = _numbers if made.is_regression else _classes
        parts += draw(_places(part.inputs, view), part.targets[:, 0], held_out)
    parts += _numbers_at_the_edges(view)
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
    heights = outputs.reshape(STEPS, STEPS)
    parts = [Heat(colours_of(_shares(heights, made.is_regression)), LEFT, TOP, PLOT, PLOT)]
    low, high = heights.min(), heights.max()
    if high - low > FLAT:
        lines = contours(ACROSS, DOWN, _last_sums(heights, made), 0.0)
        parts += [Line(line, "black", 2.5) for line in lines]
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
    sizes = (inputs.shape[1], *(layer.outputs for layer in network.layers))
    tiled = [inputs]
    tiled += [
        _answers(outputs, layer.activation.name)
        for outputs, layer in zip(layers[:-1], network.layers[:-1], strict=True)
    ]
    tiled.append(_shares(layers[-1], made.is_regression))
    tiles = _tiles(sizes)
    image = np.full(tiles.cells, CLEAR, np.uint8)
    for shares, (column, rows) in zip(tiled, tiles.corners, strict=True):
        small = colours_of(shares.T.reshape(-1, STEPS, STEPS)[:, ::EVERY, ::EVERY])
        for each, row in zip(small, rows, strict=True):
            image[row : row + CELLS, column : column + CELLS] = each
    parts, numbers, half = [], [], tiles.side / 2
    for layer, (starts, ends) in zip(network.layers, pairwise(tiles.middles), strict=True):
        weights = layer.weights.ravel().tolist()
        places = places_on_lines(starts, ends, half, half)
        for line, weight, place in zip(product(starts, ends), weights, places, strict=True):
            parts.append(connection(*line, weight, 8.0))
            numbers += pill(place, weight) if place else []
    parts.append(Heat(image, *tiles.box))
    middles = [place for column in tiles.middles for place in column]
    parts.append(Marks("square", middles, half, stroke="ink", line=1.5))
    parts += numbers
    parts += [
        Words(x - half - 8, y + 5, sign, "end")
        for sign, (x, y) in zip(signs, tiles.middles[0], strict=True)
    ]
    ((x, y),) = tiles.middles[-1]
    parts.append(Words(x + half + 8, y + 5, "output"))
    weights = network.parameters
    shape = " → ".join(map(str, sizes))
    low, high = number(weights.min()), number(weights.max())
    words = f"{shape} units; weights and biases from {low} to {high}"
    return Scene("Network", words, parts, f"{shape}; thick: large, dashed: negative", DIAGRAM)


class _Tiles(NamedTuple):
    """Where the maps of a network lie; one image holds all of them, so in its cells.

    Attributes
    ----------
    side : float
        Of a map in the picture.
    middles : list of tuple of (x, y)
        Of the maps in the picture, column by column.
    corners : list of (int, list of int)
        The first cell of each column of maps, across, and of the maps in it, down.
    cells : (int, int)
        Of the image, down and across.
    box : tuple of float
        Its left and top in the picture, its width and height.
    """

    side: float
    middles: list
    corners: list
    cells: tuple
    box: tuple


@lru_cache(maxsize=32)  # in training, a network keeps its shape from frame to frame
def _tiles(sizes):
    """Return the ``_Tiles`` of a network with so many inputs, and so many units in every layer."""
    room = DIAGRAM[1] - HEAD - 10
    cell = min(LARGEST_TILE / CELLS, room / (max(sizes) * (CELLS + GAP) - GAP))
    side, pitch = CELLS * cell, CELLS + GAP
    columns = np.linspace(MARGINS[0], DIAGRAM[0] - MARGINS[1] - side, len(sizes)) // cell
    rows = [
        int((HEAD + room / 2) / cell - (size * pitch - GAP) / 2) + pitch * np.arange(size)
        for size in sizes
    ]
    left, top = int(columns[0]), min(each[0] for each in rows)
    across = int(columns[-1]) + CELLS - left
    down = max(each[-1] for each in rows) + CELLS - top
    return _Tiles(
        side,
        [
            tuple((x * cell + side / 2, y * cell + side / 2) for y in each.tolist())
            for x, each in zip(columns.tolist(), rows, strict=True)
        ],
        [(int(x) - left, (each - top).tolist()) for x, each in zip(columns, rows, strict=True)],
        (down, across),
        (cell * left, cell * top, cell * across, cell * down),
    )


def _ends(view):
    """Return the lowest x and y of a view, and the highest."""
    middle, reach = np.array(view)
    return (middle - reach).tolist(), (middle + reach).tolist()


def _numbers_at_the_edges(view):
    """Return some numbers of x below the plot, and of y at its left."""
    parts = []
    for axis, (low, high) in enumerate(zip(*_ends(view), strict=True)):
        values = ticks(low, high, TICKS)
        written = list(zip(values, labels(values), strict=True))
        if not axis:
            written = without_touching(*zip(*written, strict=True), PLOT / (high - low))
        for value, text in written:
            x, y = _places(np.full((1, 2), value), view)[0]
            if not axis:
                parts.append(Words(x, TOP + PLOT + 20, text, "middle"))
            elif len(text) <= LONGEST_AT_LEFT:
                parts.append(Words(LEFT - 8, y + 5, text, "end"))
            else:
                parts.append(Words(LEFT + 4, y + 5, text, halo="white", colour="black"))
    return parts


def _places(points, view):
    """Return where points lie in the surface's picture, array of shape (points, 2)."""
    middle, reach = np.array(view)
    across, up = (((points - middle) / reach + 1) / 2).T
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
