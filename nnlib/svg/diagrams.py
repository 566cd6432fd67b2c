"""A network as neurons and lines, one for every weight."""

import numpy as np

from nnlib.diagram import Diagram
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
    lines = [
        connection(start, end, weight, drawn.widest) for start, end, weight, _ in drawn.weights
    ]
    notes = [
        label(place[0], place[1] + 5, _signed(weight), "middle", halo=True)
        for _, _, weight, place in drawn.weights
        if place
    ]
    notes += [
        label(x, y, f"bias {_signed(bias)}", "start" if is_last else "end", halo=True)
        for x, y, bias, is_last in drawn.biases
    ]
    radius = drawn.radius
    nodes = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PAGE}" stroke="{TEXT}" '
        'stroke-width="2"/>'
        for column in drawn.columns
        for x, y in column
    ]
    if len(input_names) <= ROWS_NAMED:
        nodes += [
            label(x - radius - 6, y + 5, name, "end")
            for name, (x, y) in zip(input_names, drawn.columns[0], strict=True)
        ]
    nodes += [label(x + radius + 6, y + 5, "output") for x, y in drawn.columns[-1]]
    words = _in_words(network, input_names)
    parts = [*lines, *notes, *nodes]
    return picture("Weights", words, parts, shown="blue: positive, dashed: negative")


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
