"""One step back along the network: who is to blame for the loss of one row, and how much.

Under each neuron stands how its delta comes about, from numbers that stand in the picture too.
"""

import math

from nnlib.pictures.diagrams import (
    RADII,
    SCALE_OF_INPUTS,
    connection,
    in_circle,
    pill,
    share_of,
    size_in,
)
from nnlib.pictures.scene import SMALL, Area, Marks, Scene, Words
from nnlib.pictures.theme import MINUS, briefly, number, signed

TIMES = "\N{MULTIPLICATION SIGN}"
WIDTH, HEAD, PITCH = 760, 34, 176  # the pitch is that of hidden neurons
INPUTS, HIDDEN, OUTPUT = 54, 320, 616  # across
UP = 24  # how far above the middle of its room a neuron stands: text stands below it
LINE_OF_TEXT = 18
WIDEST = 8.0  # of a weight's line
# The shares of a line at which its number stands: clear of the text below neurons.
FROM_INPUTS, GOING_DOWN, GOING_UP = 0.28, 0.62, 0.42
ARROW = (16, 7)  # the length of its head, and half the width


def blame_at_row(step, row, row_name, aloud, input_names):
    """Draw how the blame for the loss of one row goes back from the output.

    Parameters
    ----------
    step : TrainingStep
        Of a network with one hidden layer and one output.
    row : int
    row_name : str
    aloud : str
        The row as it is read aloud, see ``rows_aloud``.
    input_names : sequence of str
    """
    hidden, output = step.layers
    height = HEAD + PITCH * max(hidden.weights.shape)
    starts, middles = (
        _column(x, count, height)
        for x, count in zip((INPUTS, HIDDEN), hidden.weights.shape, strict=True)
    )
    end = _column(OUTPUT, 1, height)
    parts = [
        *_lines(starts, middles, hidden.weights, (FROM_INPUTS, FROM_INPUTS)),
        *_lines(middles, end, output.weights, (GOING_DOWN, GOING_UP)),
        *(_arrow(end[0], place) for place in middles),
    ]
    for place, name, value in zip(starts, input_names, hidden.inputs[row], strict=True):
        share = share_of(value, SCALE_OF_INPUTS)
        parts += _neuron(place, RADII[0], name, number(value), share)
    said = []
    for unit, place in enumerate(middles):
        value, sums = hidden.outputs[row, unit], _of_hidden(step, row, unit)
        parts += _neuron(place, RADII[1], f"hidden {unit + 1}", briefly(value), value, sums)
        said.append(f"hidden {unit + 1}: {', '.join(sums)}")
    value, sums = output.outputs[row, 0], _of_output(step, row)
    parts += _neuron(end[0], RADII[2], "output", briefly(value), value, sums)
    way = "back from the output"
    words = f"{aloud.capitalize()}, {way}: {', '.join(sums)}; {'; '.join(said)}"
    title, shown = f"Row {row_name}: {way}", f"delta = blame {TIMES} slope"
    return Scene(title, words, parts, shown, (WIDTH, height), aloud=way.capitalize())


def _of_output(step, row):
    """Return blame and delta of the output, as they are worked out."""
    layer = step.layers[1]
    blame = signed(layer.d_outputs[row, 0], 3)
    return (
        f"blame {layer.outputs[row, 0]:.3f} {MINUS} {number(step.targets[row, 0])} = {blame}",
        f"delta {blame} {TIMES} {layer.slopes[row, 0]:.3f} = {signed(layer.deltas[row, 0], 3)}",
    )


def _of_hidden(step, row, unit):
    """Return blame and delta of a hidden neuron, as they are worked out."""
    layer, after = step.layers
    sent, weight = signed(after.deltas[row, 0], 3), signed(after.weights[unit, 0])
    blame, slope = signed(layer.d_outputs[row, unit], 3), briefly(layer.slopes[row, unit])
    return (
        f"blame {sent} {TIMES} {weight} = {blame}",
        f"delta {blame} {TIMES} {slope} = {signed(layer.deltas[row, unit], 3)}",
    )


def _column(x, count, height):
    """Return the places of the neurons of a column."""
    pitch = (height - HEAD) / count
    return [(x, HEAD + pitch * (place + 0.5) - UP) for place in range(count)]


def _lines(starts, ends, weights, shares):
    """Return the lines of all weights, and on top of them their numbers."""
    lines, numbers = [], []
    for at, start in enumerate(starts):
        for to, end in enumerate(ends):
            share = shares[start[1] > end[1]]
            place = tuple((1 - share) * a + share * b for a, b in zip(start, end, strict=True))
            lines.append(connection(start, end, weights[at, to], WIDEST))
            numbers += pill(place, weights[at, to])
    return [*lines, *numbers]


def _arrow(start, end):
    """Return the head of an arrow that comes from `start` to the edge of a hidden neuron."""
    length, half = ARROW
    away = math.dist(start, end)
    along, up = ((a - b) / away for a, b in zip(start, end, strict=True))
    tip = (end[0] + along * RADII[1], end[1] + up * RADII[1])
    foot = (tip[0] + along * length, tip[1] + up * length)
    sides = [(foot[0] + sign * up * half, foot[1] - sign * along * half) for sign in (1, -1)]
    return Area([tip, *sides], "ink")


def _neuron(place, radius, name, text, share, below=()):
    """Return a neuron with its name, its output on a tint, and lines of text below it."""
    x, y = place
    foot = y + radius + LINE_OF_TEXT
    return [
        Words(x, y - radius - 6, name, "middle", halo="page", size=SMALL),
        Marks("circle", [place], radius, "page", "ink", 2),
        *in_circle(place, radius, text, size_in(radius, text), share),
        *(
            Words(x, foot + LINE_OF_TEXT * line, text, "middle", line > 0, "page", SMALL)
            for line, text in enumerate(below)
        ),
    ]
