"""A network laid out as a diagram: where its neurons stand, and which numbers have room.

Still pictures and moving ones draw by it.
"""

import math
from itertools import pairwise, product

import numpy as np

ROOM_FOR_NUMBERS = 120.0  # between two columns of neurons
RADIUS = 18.0  # of a neuron, where there is room
WIDEST = 12.0  # of a weight's line, where there is room
SHARE = 0.38  # of a line, from its start to its number: there lines to one neuron are apart
ASIDE, BELOW = 21.0, 16.0  # from a neuron's middle to its bias's end, from its rim down to the foot


class Diagram:
    """The places of a network's parts, in units of which a neuron takes about 36 across.

    Parameters
    ----------
    network : Network
        A single one.
    left, right : float
        Where the inputs and the outputs stand.
    top, height : float
        What the layer with the most neurons fills; y grows downwards.
    line_of_text : float
        The height that a line of text needs.

    Attributes
    ----------
    columns : list of list of (x, y)
        The inputs, then every layer's neurons.
    radius : float
    weights : list of (start, end, weight, place)
        Where a weight's line starts and ends, and the middle of its number; ``None`` where numbers
        would lie on each other.
    biases : list of (x, y, bias, is_last)
        Where a bias is written, which goes on to the right from the last layer's neurons, and to
        the left from others, out of the way of the numbers on the lines that go on from there.
    """

    def __init__(self, network, left, right, top, height, line_of_text):
        layers = network.layers
        sizes = [layers[0].inputs, *(layer.outputs for layer in layers)]
        across = np.linspace(left, right, len(sizes)).tolist()
        self.columns = [
            [
                (x, top + height * (0.5 + (row - (size - 1) / 2) / (size - 0.4)))
                for row in range(size)
            ]
            for x, size in zip(across, sizes, strict=True)
        ]
        pitch = height / max(sizes)
        self.radius = min(RADIUS, 0.3 * pitch)
        self.widest = min(WIDEST, 3 + 0.25 * pitch)
        self.weights, self.biases = [], []
        is_wide = across[1] - across[0] >= ROOM_FOR_NUMBERS
        for layer, (starts, ends) in zip(layers, pairwise(self.columns), strict=True):
            lines = list(product(starts, ends))
            places = [_part_of_the_way(*line) for line in lines]
            if not is_wide or _apart(places) < line_of_text:
                places = [None] * len(lines)
            values = layer.weights.ravel().tolist()
            self.weights += [
                (*line, value, place)
                for line, value, place in zip(lines, values, places, strict=True)
            ]
            if layer.bias and is_wide and _apart(ends) >= 2 * self.radius + 1.25 * line_of_text:
                is_last = layer is layers[-1]
                aside = -ASIDE if is_last else ASIDE
                self.biases += [
                    (x + aside, y + self.radius + BELOW, bias, is_last)
                    for (x, y), bias in zip(ends, layer.biases.tolist(), strict=True)
                ]


def _part_of_the_way(start, end):
    return tuple((1 - SHARE) * a + SHARE * b for a, b in zip(start, end, strict=True))


def _apart(places):
    """Return how far above each other the nearest two of some places are."""
    return min((b - a for a, b in pairwise(sorted(y for _, y in places))), default=math.inf)
