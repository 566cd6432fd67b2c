"""A network as neurons and lines, one for every weight."""

import math
from itertools import pairwise, product

import numpy as np

from nnlib.plots import ROWS_NAMED, WEIGHTS_WRITTEN, signed
from nnlib.svg.elements import (
    HEIGHT,
    LARGEST_WRITTEN,
    LEFT,
    LINE_OF_TEXT,
    PAGE,
    RIGHT,
    TEXT,
    TOP,
    WIDTH,
    connection,
    label,
    picture,
)

ROOM_FOR_NEURONS = HEIGHT - TOP - 30
ROOM_FOR_NUMBERS = 120.0  # between two columns of neurons
RADIUS = 18.0  # of a neuron, where there is room


def network_diagram(network, input_names):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str
    """
    places = _places([network.layers[0].inputs, *(layer.outputs for layer in network.layers)])
    pitch = ROOM_FOR_NEURONS / max(map(len, places))
    radius = min(RADIUS, 0.3 * pitch)
    widest = min(12.0, 3 + 0.25 * pitch)
    lines, notes = [], []
    for layer, left, right in zip(network.layers, places, places[1:], strict=False):
        weights = dict(zip(product(left, right), layer.weights.ravel().tolist(), strict=True))
        lines += [connection(*ends, weight, widest) for ends, weight in weights.items()]
        if right[0][0] - left[0][0] < ROOM_FOR_NUMBERS:
            continue
        middles = [_middle(*ends) for ends in weights]
        if _apart([y for _, y in middles]) >= LINE_OF_TEXT:
            notes += [
                label(x, y + 5, _signed(weight), "middle", halo=True)
                for (x, y), weight in zip(middles, weights.values(), strict=True)
            ]
        if layer.bias and _apart([y for _, y in right]) >= 2 * radius + 1.25 * LINE_OF_TEXT:
            # Out of the way of the numbers on the lines that go on from here.
            is_last = layer is network.layers[-1]
            aside, anchor = (-RADIUS, "start") if is_last else (RADIUS, "end")
            notes += [
                label(x + aside, y + radius + 16, f"bias {_signed(bias)}", anchor, halo=True)
                for bias, (x, y) in zip(layer.biases.tolist(), right, strict=True)
            ]
    nodes = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PAGE}" stroke="{TEXT}" '
        'stroke-width="2"/>'
        for column in places
        for x, y in column
    ]
    if len(input_names) <= ROWS_NAMED:
        nodes += [
            label(x - radius - 6, y + 5, name, "end")
            for name, (x, y) in zip(input_names, places[0], strict=True)
        ]
    nodes += [label(x + radius + 6, y + 5, "output") for x, y in places[-1]]
    words = _in_words(network, input_names)
    parts = [*lines, *notes, *nodes]
    return picture("Weights", words, parts, shown="blue: positive, dashed: negative")


def _places(sizes):
    """Return (x, y) of every neuron, a list for each layer: as far apart as there is room."""
    columns = np.linspace(LEFT + 48, WIDTH - RIGHT - 70, len(sizes)).tolist()
    centre = TOP + 4 + ROOM_FOR_NEURONS / 2
    return [
        [
            (x, centre + (row - (size - 1) / 2) * ROOM_FOR_NEURONS / (size - 0.4))
            for row in range(size)
        ]
        for x, size in zip(columns, sizes, strict=True)
    ]


def _middle(start, end):
    """Return a place on a line, nearer to its start, where lines to one neuron are apart."""
    return tuple(0.62 * a + 0.38 * b for a, b in zip(start, end, strict=True))


def _apart(heights):
    """Return how far apart the nearest two of some heights are."""
    return min((b - a for a, b in pairwise(sorted(heights))), default=math.inf)


def _signed(weight):
    """Write a weight with its sign; a huge one with a power of ten."""
    return signed(weight) if abs(weight) < LARGEST_WRITTEN else f"{weight:+.0e}"


def _in_words(network, input_names):
    """Say all weights and biases, layer by layer; of many weights the smallest and the largest."""
    weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
    if weights.size > WEIGHTS_WRITTEN:
        low, high = _signed(weights.min()), _signed(weights.max())
        return f"{weights.size} weights from {low} to {high}; thick lines are large weights"
    said, names = [], input_names
    for layer in network.layers:
        is_hidden = layer is not network.layers[-1]
        for unit, column in enumerate(layer.weights.T.tolist(), 1):
            parts = [f"{name} {_signed(each)}" for name, each in zip(names, column, strict=True)]
            if layer.bias:
                parts.append(f"bias {_signed(layer.biases[unit - 1])}")
            of = f"to hidden {unit}: " if is_hidden else "to output: "
            said.append(("" if len(network.layers) == 1 else of) + ", ".join(parts))
        names = [f"hidden {unit}" for unit in range(1, layer.outputs + 1)]
    return "; ".join(said)
