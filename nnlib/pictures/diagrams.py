"""A network as neurons and lines, one for every weight; numbers stand where they have room."""

import math
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from nnlib.metrics import is_within
from nnlib.pictures.scene import FONT_SIZE, SMALL, Box, Line, Marks, Scene, Words
from nnlib.pictures.theme import ROWS_NAMED, briefly, number, scale_of, signed, tint

SIZE = (480, 330)
LEFT, RIGHT, TOP, BOTTOM = 54, 414, 38, 324  # of the neurons, the texts above them included
LEGEND = "thick: large, dashed: negative"
LINE_OF_TEXT = 16.0  # the height that a line of text needs
WEIGHTS_WRITTEN = 16  # of no more of them every one is told
RADII = (26.0, 30.0, 34.0)  # of inputs, hidden neurons and outputs, where there is room
ENOUGH = 20.0  # the radius that the text above a neuron leaves to it
GAP = 6.0  # between a neuron with its text and the next one
OF_PITCH = 0.36  # the radius of neurons that are too many for all this
WIDEST = 12.0  # of a weight's line, where there is room
PILL = 20.0  # the height of a weight's number on its line
LINE_AND_NUMBER = 1.5  # the length of a line, in the width of its number: else it hides the line
ALONE, CROSSED = (0.46,), (0.3, 0.25, 0.2)  # the shares of a line at which its number may stand
LETTER = 0.64  # the width of one, about, in the widest usual font, by its size
SMALLEST = 12.0  # of the numbers in circles
PALE = 0.35  # the line of an input that is 0: whatever its weight, it adds nothing
SCALE_OF_INPUTS = (-1.0, 1.0)  # of their tints, where they go from 0 to 1: on a 0 there is none


class Row(NamedTuple):
    """A row of the data.

    Attributes
    ----------
    name : str
        Such as ``"row 3 (1 0 1)"``.
    inputs, targets : array, shape (1, columns)
    """

    name: str
    inputs: np.ndarray
    targets: np.ndarray

    def scaled(self):
        """Return the row with a name that says so: its inputs are as the network gets them."""
        return self._replace(name=f"{self.name}, scaled")


def network_diagram(network, input_names, row=None, output_names=None):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str
    row : Row, optional
        What the network answers to it stands in the circles.
    output_names : sequence of str, optional
        Where there are several.
    """
    layers = network.layers
    room = _room(
        (layers[0].inputs, *(layer.outputs for layer in layers)),
        tuple(layer.bias for layer in layers),
        row is not None,
    )
    words = _in_words(network, input_names)
    if row is None:
        parts = _weights_and_neurons(network, input_names, room, output_names)
        return Scene("Weights", words, parts, LEGEND, SIZE)
    answers = [row.inputs, *network.forward(row.inputs)]
    parts = _weights_and_neurons(network, input_names, room, output_names, answers)
    parts += _numbers(network, room, answers)
    if row.targets.size == 1:
        parts += _outcome(network, room, answers, row.targets)
    said = "; ".join(" ".join(map(briefly, values[0, :ROWS_NAMED].tolist())) for values in answers)
    words = f"{words}. From inputs to output: {said}; target {number(row.targets[0, 0])}"
    return Scene(f"Network at {row.name}", words, parts, LEGEND, SIZE)


def connection(start, end, weight, widest, opacity=1.0):
    """Return a weight's line: its width grows with the weight, ever more slowly, to `widest`."""
    width = 1 + (widest - 1) * abs(weight) / (abs(weight) + 4)
    colour, dashed = ("positive", False) if weight >= 0 else ("negative", True)
    return Line((start, end), colour, width, dashed, opacity)


def pill(place, weight):
    """Return a weight's number as it stands on its line, at `place`."""
    (x, y), text = place, signed(weight)
    width = text_width(text, SMALL) + 8
    colour = "positive" if weight >= 0 else "negative"
    return [
        Box(x - width / 2, y - PILL / 2, width, PILL, PILL / 2, "page", colour, 1.5),
        Words(x, y + 5, text, "middle", size=SMALL),
    ]


def in_circle(place, radius, text, size, share=None):
    """Return a number in a neuron, on the tint of a share from 0 to 1, or on none."""
    (x, y), parts = place, []
    if share is not None:
        colour, strength = tint(share)
        box = (x - radius, y - radius, 2 * radius, 2 * radius, radius)
        parts.append(Box(*box, colour, "ink", 2, strength))
    return [*parts, Words(x, y + 0.36 * size, text, "middle", bold=True, size=size)]


def share_of(value, scale):
    """Return where a number stands between the ends of a scale, as a share."""
    low, high = scale
    return (value - low) / (high - low)


def size_in(radius, text):
    """Return the largest size of a number's letters that a neuron of this radius has room for."""
    return min(FONT_SIZE, 1.3 * radius, 1.8 * radius / text_width(text, 1))


@lru_cache(maxsize=64)  # in training, a network keeps its shape from frame to frame
def places_on_lines(starts, ends, before, after):
    """Return the middle of each weight's number on its line, or ``None`` where there is no room.

    Numbers stand nearer to their start where lines cross, so that each is seen to be on its own.

    Parameters
    ----------
    starts, ends : tuple of (x, y)
        The neurons of two layers.
    before, after : float
        How much of a line's start and end lies under the neurons.
    """
    lines = list(product(starts, ends))
    seen = ends[0][0] - starts[0][0] - before - after
    width = text_width(signed(-1.0), SMALL) + 8
    if seen < LINE_AND_NUMBER * width:
        return [None] * len(lines)
    for share in ALONE if min(len(starts), len(ends)) == 1 else CROSSED:
        places = [_on_the_way(*line, share, before, after) for line in lines]
        across = [x for x, _ in places]
        first, last = min(across) - width / 2, max(across) + width / 2
        is_beside = first > starts[0][0] + before and last < ends[0][0] - after
        if is_beside and _apart(places) > PILL + 2:
            return places
    return [None] * len(lines)


class _Room(NamedTuple):
    """Where the parts of a network have room.

    Attributes
    ----------
    columns : list of tuple of (x, y)
        The middles of the inputs, then of every layer's neurons.
    radii : list of float
        Of the neurons in each column.
    lines : list of int
        How many lines of text have room above each neuron of a column.
    places : list of list of (x, y) or None
        Of the weights' numbers, layer by layer.
    """

    columns: list
    radii: list
    lines: list
    places: list


@lru_cache(maxsize=32)
def _room(sizes, biases, is_answering):
    """Return the room of a network.

    Parameters
    ----------
    sizes : tuple of int
        Of the inputs and of every layer.
    biases : tuple of bool
        Which layers have some.
    is_answering : bool
        Whether what became of a row is told below the output, in two lines.
    """
    across = np.linspace(LEFT, RIGHT, len(sizes)).tolist()
    room = _Room([], [], [], [])
    for at, (x, size) in enumerate(zip(across, sizes, strict=True)):
        is_last = at == len(sizes) - 1
        below = 2 if is_last and is_answering and size == 1 else 0
        pitch, largest = (BOTTOM - TOP) / size, RADII[min(at, 1) + is_last]
        if at == 0:  # inputs keep their names
            lines = int(size <= ROWS_NAMED)
        else:
            most = 1 + biases[at - 1]
            lines = next((n for n in range(most, 0, -1) if _radius(pitch, n) >= ENOUGH), 0)
        down = LINE_OF_TEXT * (lines - below) / 2
        room.columns.append(tuple((x, TOP + down + pitch * (row + 0.5)) for row in range(size)))
        room.radii.append(min(largest, _radius(pitch, lines)))
        room.lines.append(lines)
    for layer in zip(pairwise(room.columns), pairwise(room.radii), strict=True):
        room.places.append(places_on_lines(*layer[0], *layer[1]))
    return room


def _radius(pitch, lines):
    """Return the radius of neurons this far from each other, with this many lines of text above."""
    radius = (pitch - GAP - LINE_OF_TEXT * lines) / 2
    return radius if lines else max(radius, OF_PITCH * pitch)


def _weights_and_neurons(network, input_names, room, output_names=None, answers=None):
    """Return all but what is in the circles: lines, names, circles, and the weights' numbers.

    Parameters
    ----------
    answers : list of array of shape (1, neurons), optional
        The inputs, and what each layer makes of them.
    """
    names = [
        input_names,
        *([f"hidden {unit}" for unit in range(1, layer.outputs + 1)] for layer in network.layers),
    ]
    names[-1] = output_names or ["output"] * len(names[-1])
    widest = min(WIDEST, 3 + 0.25 * (BOTTOM - TOP) / max(map(len, room.columns)))
    lines, numbers, texts = [], [], _texts_above(0, names[0], None, room)
    for at, layer in enumerate(network.layers):
        columns = product(room.columns[at], room.columns[at + 1])
        is_off = np.zeros(layer.inputs, bool) if answers is None else answers[at][0] == 0
        opacities = np.repeat(np.where(is_off, PALE, 1.0), layer.outputs).tolist()
        for (start, end), weight, place, opacity in zip(
            columns, layer.weights.ravel().tolist(), room.places[at], opacities, strict=True
        ):
            lines.append(connection(start, end, weight, widest, opacity))
            numbers += pill(place, weight) if place else []
        texts += _texts_above(at + 1, names[at + 1], layer.biases if layer.bias else None, room)
    circles = [
        Marks("circle", column, radius, "page", "ink", 2)
        for column, radius in zip(room.columns, room.radii, strict=True)
    ]
    return [*lines, *texts, *circles, *numbers]


def _texts_above(at, names, biases, room):
    """Return what there is room for above each neuron of a column: its name, and its bias."""
    parts = []
    for unit, (x, y) in enumerate(room.columns[at] if room.lines[at] else ()):
        texts = [names[unit]] + ([] if biases is None else [f"bias {signed(biases[unit])}"])
        foot = y - room.radii[at] - 5
        for line, text in enumerate(reversed(texts[-room.lines[at] :])):
            parts.append(_above(x, foot - LINE_OF_TEXT * line, text))
    return parts


def _above(x, foot, text):
    """Return a text in the middle above a neuron, or where it is long, from the left edge on."""
    is_long = text_width(text, SMALL) / 2 > x - 2
    place, anchor = (2, "start") if is_long else (x, "middle")
    return Words(place, foot, text, anchor, halo="page", size=SMALL)


def _numbers(network, room, answers):
    """Return the numbers in the circles, on tints where the outputs have two ends (not ReLU)."""
    kinds = [layer.activation.name for layer in network.layers]
    is_share = ((answers[0] >= 0) & (answers[0] <= 1)).all()
    scales = [SCALE_OF_INPUTS if is_share else None, *map(scale_of, kinds)]
    parts = []
    for column, radius, values, scale in zip(
        room.columns, room.radii, answers, scales, strict=True
    ):
        numbers = values[0].tolist()
        write = number if column is room.columns[0] and is_share else briefly
        texts = [write(value) for value in numbers]
        size = min(size_in(radius, text) for text in texts)
        if size < SMALLEST:
            continue
        for place, value, text in zip(column, numbers, texts, strict=True):
            share = None if scale is None else share_of(value, scale)
            parts += in_circle(place, radius, text, size, share)
    return parts


def _outcome(network, room, answers, targets):
    """Return what stands below the output: target, and of a sigmoid if it is right, and its sum."""
    layer, ((x, y),) = network.layers[-1], room.columns[-1]
    total = answers[-2] @ layer.weights + (layer.biases if layer.bias else 0.0)
    foot = y + room.radii[-1] + LINE_OF_TEXT
    if layer.activation.name == "linear":
        return [Words(x, foot, f"target {briefly(targets.item())}", "middle", size=SMALL)]
    mark = "✔" if is_within(answers[-1], targets).all() else "✘"
    return [
        Words(x, foot, f"{mark} target {number(targets.item())}", "middle", size=SMALL),
        Words(x, foot + LINE_OF_TEXT, f"sum {signed(total.item())}", "middle", size=SMALL),
    ]


def _on_the_way(start, end, share, before, after):
    """Return the place at a share of the part of a line that is seen between two neurons."""
    length = math.dist(start, end)
    share = (before + share * (length - before - after)) / length
    return tuple((1 - share) * a + share * b for a, b in zip(start, end, strict=True))


def _apart(places):
    """Return how far above each other the nearest two of some places are."""
    return min((b - a for a, b in pairwise(sorted(y for _, y in places))), default=math.inf)


def text_width(text, size):
    """Return about how wide a text is, in the widest font."""
    return LETTER * size * len(text)


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
