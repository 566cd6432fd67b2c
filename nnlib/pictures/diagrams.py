"""A network as neurons and lines, one for every weight; numbers stand where they have room."""

import math
from itertools import pairwise, product

import numpy as np

from nnlib.pictures.chart import HEIGHT, LEFT, RIGHT, TOP, WIDTH
from nnlib.pictures.scene import SMALL, Line, Marks, Scene, Words
from nnlib.pictures.theme import ROWS_NAMED, signed

LINE_OF_TEXT = 16.0  # the height that a line of text needs
WEIGHTS_WRITTEN = 16  # of no more of them every one is told
ROOM_FOR_NUMBERS = 120.0  # between two columns of neurons
RADIUS = 18.0  # of a neuron, where there is room
WIDEST = 12.0  # of a weight's line, where there is room
SHARE = 0.38  # of a line, from its start to its number: there lines to one neuron are apart
ASIDE, BELOW = 23.0, 18.0  # from a neuron's middle to its bias's end, from its rim down to the foot


def network_diagram(network, input_names):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str
    """
    drawn = Diagram(
        network, LEFT + 48, WIDTH - RIGHT - 70, TOP + 4, HEIGHT - TOP - 30, LINE_OF_TEXT
    )
    parts = [
        connection(start, end, weight, drawn.widest) for start, end, weight, _ in drawn.weights
    ]
    parts += [
        Words(place[0], place[1] + 5, signed(weight), "middle", halo="page", size=SMALL)
        for _, _, weight, place in drawn.weights
        if place
    ]
    parts += [
        Words(x, y, f"bias {signed(bias)}", "start" if is_last else "end", halo="page", size=SMALL)
        for x, y, bias, is_last in drawn.biases
    ]
    neurons = [place for column in drawn.columns for place in column]
    parts.append(Marks("circle", neurons, drawn.radius, "page", "ink", 2))
    beside = drawn.radius + 6
    if len(input_names) <= ROWS_NAMED:
        parts += [
            Words(x - beside, y + 5, name, "end")
            for name, (x, y) in zip(input_names, drawn.columns[0], strict=True)
        ]
    parts += [Words(x + beside, y + 5, "output") for x, y in drawn.columns[-1]]
    words = _in_words(network, input_names)
    return Scene("Weights", words, parts, "blue: positive, dashed: negative")


def connection(start, end, weight, widest):
    """Return a weight's line: its width grows with the weight, ever more slowly, to `widest`."""
    width = 1 + (widest - 1) * abs(weight) / (abs(weight) + 4)
    colour, dashed = ("positive", False) if weight >= 0 else ("negative", True)
    return Line((start, end), colour, width, dashed)


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


def _in_words(network, input_names):
    """Say all weights and biases, layer by layer; of many weights the smallest and the largest."""
    weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
    if weights.size > WEIGHTS_WRITTEN:
        low, high = signed(weights.min()), signed(weights.max())
        return f"{weights.size} weights from {low} to {high}; thick lines are large weights"
    said, names = [], input_names
    for layer in network.layers:
        is_hidden = layer is not network.layers[-1]
        for unit, column in enumerate(layer.weights.T.tolist(), 1):
            parts = [f"{name} {signed(each)}" for name, each in zip(names, column, strict=True)]
            if layer.bias:
                parts.append(f"bias {signed(layer.biases[unit - 1])}")
            of = f"to hidden {unit}: " if is_hidden else "to output: "
            said.append(("" if len(network.layers) == 1 else of) + ", ".join(parts))
        names = [f"hidden {unit}" for unit in range(1, layer.outputs + 1)]
    return "; ".join(said)
