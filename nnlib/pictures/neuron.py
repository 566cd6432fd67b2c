"""A single sigmoid neuron at work: what it makes of a row, and what becomes of each row."""

import math

import numpy as np

from nnlib.activations import SIGMOID
from nnlib.metrics import TOLERANCE, is_within
from nnlib.pictures.diagrams import (
    PALE,
    RADII,
    SCALE_OF_INPUTS,
    connection,
    in_circle,
    pill,
    share_of,
    size_in,
    text_width,
)
from nnlib.pictures.scene import SMALL, Box, Line, Marks, Scene, Words
from nnlib.pictures.theme import MINUS, number, rows_aloud, signed

SIZE = (430, 324)  # so narrow that it can be read on a phone
HEAD = 34  # the heading
INPUTS, SUM, OUTPUT = 44, 196, 382  # across: the middles of the circles
CURVE = (254, 328)  # across: the sigmoid's plot
HALF, TALLEST = 46, 0.92  # of its height: half, and what the curve takes of it
FURTHEST = 6  # the largest sum that it shows; beyond, the mark stays at the edge
SUMS = np.linspace(-FURTHEST, FURTHEST, 49)
NAME = 6  # above a circle
SHARE_OF_LINE = 0.46  # at which the weight's number stands
WIDEST = 9.0
RIGHT, WRONG = "✔", "✘"

ROWS_WIDTH = 290  # or wider, where inputs have names
ROW, TOP = 44, 60  # the height of a row; where the first one begins
NUMBERED, APART = 24, 6  # the width of a column without a name of its own; between two names
BAR_WIDTH, BAR = 62, 12
VERDICT = 80  # the room at the right of a bar: the output, and whether it is right


def neuron_at_row(network, input_names, row):
    """Draw how a neuron comes from a row to its output: weights, sum, sigmoid.

    Parameters
    ----------
    network : Network
        One sigmoid neuron, of up to three inputs.
    input_names : sequence of str
    row : nnlib.pictures.diagrams.Row
    """
    layer = network.layers[0]
    inputs, weights = row.inputs[0].tolist(), layer.weights[:, 0].tolist()
    added = [value * weight for value, weight in zip(inputs, weights, strict=True)]
    if layer.bias:
        added.append(layer.biases.item())
    total, output, target, verdict = answer(network, row)
    mark = RIGHT if verdict == "right" else WRONG

    middle = (HEAD + SIZE[1]) / 2
    parts = _weighted_inputs(layer, input_names, inputs, middle)
    parts += [
        Line([(SUM, middle), (OUTPUT, middle)], width=2),
        *_circle(SUM, middle, RADII[2], "weighted sum", signed(total)),
        *_sigmoid(total, output, middle),
        *_circle(OUTPUT, middle, RADII[2], "output", f"{output:.2f}", output),
        Words(OUTPUT, middle + RADII[2] + 18, f"{mark} target {number(target)}", "middle",
              size=SMALL),
        Words(SIZE[0] - 8, SIZE[1] - 12, f"{_addition(added)} = {_plain(total)}", "end",
              size=SMALL),
    ]  # fmt: skip
    named = [*input_names, "bias"] if layer.bias else input_names
    numbers = [*weights, *layer.biases.tolist()] if layer.bias else weights
    said = ", ".join(f"{name} {signed(each)}" for name, each in zip(named, numbers, strict=True))
    given = ", ".join(
        f"{name} {number(value)}" for name, value in zip(input_names, inputs, strict=True)
    )
    words = (
        f"Inputs: {given}. Weights: {said}. Weighted sum {_addition(added)} = {_plain(total)}; "
        f"output {output:.2f}, target {number(target)}, {verdict}"
    )
    return Scene(f"The neuron at {row.name}", words, parts, "dashed: negative", SIZE)


def answer(network, row):
    """Return what a neuron makes of a row: its sum and output, beside the target, and a verdict.

    Parameters
    ----------
    network : Network
        One sigmoid neuron.
    row : nnlib.pictures.diagrams.Row

    Returns
    -------
    (float, float, float, str)
        The last is ``"right"`` or ``"not right"``.
    """
    layer = network.layers[0]
    total = (row.inputs @ layer.weights + (layer.biases if layer.bias else 0.0)).item()
    output = network.predict(row.inputs)
    verdict = "right" if is_within(output, row.targets).all() else "not right"
    return total, output.item(), row.targets.item(), verdict


def in_words(network, row):
    """Return in one sentence what a neuron makes of a row.

    Parameters
    ----------
    network : Network
    row : nnlib.pictures.diagrams.Row
    """
    total, output, target, verdict = answer(network, row)
    return (
        f"{row.name.capitalize()}: sum {_plain(total)}, output {output:.2f}, target "
        f"{number(target)}, {verdict}."
    )


def rows_right(dataset, outputs, chosen):
    """Draw every row with its target and the output, and whether that is right.

    Parameters
    ----------
    dataset : Dataset
        With one target, from 0 to 1.
    outputs : array, shape (samples, 1)
    chosen : int
        The place of the row that is chosen.
    """
    right = is_within(outputs, dataset.targets).tolist()
    columns, captions, end = _columns(dataset.input_names)
    target, bar = end + 28, end + 56
    width = max(ROWS_WIDTH, bar + BAR_WIDTH + VERDICT)
    captions = [*captions, ("target", target), ("output", bar + BAR_WIDTH / 2)]
    parts = [Words(x, TOP - 10, text, "middle", size=SMALL) for text, x in captions]
    told = zip(dataset.inputs.tolist(), dataset.targets[:, 0].tolist(), outputs[:, 0].tolist(),
               right, strict=True)  # fmt: skip
    for at, (inputs, wanted, output, is_right) in enumerate(told):
        y = TOP + ROW * at
        foot = y + ROW / 2 + 5
        if at == chosen:
            parts.append(Box(1, y + 2, width - 2, ROW - 4, 6, stroke="positive", line=2))
        elif at != chosen + 1:
            parts.append(Line([(0, y), (width, y)], opacity=0.25))
        parts += [
            Words(x, foot, number(value), "middle")
            for x, value in zip(columns, inputs, strict=True)
        ]
        parts.append(Words(target, foot, number(wanted), "middle", bold=True))
        parts += _bar(bar, y + ROW / 2, output, wanted)
        parts.append(Words(width - 34, foot, f"{output:.2f}", "end"))
        mark, colour = (RIGHT, "right") if is_right else (WRONG, "ink")
        parts.append(Words(width - 16, foot, mark, "middle", bold=True, colour=colour))
    shown = f"{sum(right)} of {len(right)} within {TOLERANCE:g}"
    said = "; ".join(
        f"{row}: output {output:.2f}, target {number(wanted)}, "
        f"{'right' if is_right else 'not right'}"
        for row, output, wanted, is_right in zip(
            rows_aloud(dataset.inputs), outputs[:, 0].tolist(), dataset.targets[:, 0].tolist(),
            right, strict=True,
        )
    )  # fmt: skip
    size = (width, TOP + ROW * len(right))
    return Scene(f"All {len(right)} rows", f"{shown}; {said}", parts, shown, size)


def row_at(share, rows):
    """Return the place of the row at a share of the height of that picture, ``None`` above it.

    Parameters
    ----------
    share : float, 0 to 1
    rows : int
        As many as there are.
    """
    place = math.floor((share * (TOP + ROW * rows) - TOP) / ROW)
    return place if 0 <= place < rows else None


def _weighted_inputs(layer, names, inputs, middle):
    """Return inputs and bias below each other, each with the line and the number of its weight."""
    weights = layer.weights[:, 0].tolist()
    slots = len(weights) + layer.bias
    pitch = (SIZE[1] - HEAD) / slots
    heights = [HEAD + pitch * (place + 0.5) + NAME for place in range(slots)]
    radius = min(RADII[0], pitch / 2 - 14)
    lines, circles, numbers = [], [], []
    for y, weight, name, value in zip(heights, weights, names, inputs, strict=False):
        opacity = 1.0 if value else PALE
        lines.append(connection((INPUTS, y), (SUM, middle), weight, WIDEST, opacity))
        circles += _circle(INPUTS, y, radius, name, number(value), share_of(value, SCALE_OF_INPUTS))
        numbers += pill(_on_the_way(y, middle), weight)
    if layer.bias:
        y, bias = heights[-1], layer.biases.item()
        lines.append(connection((INPUTS, y), (SUM, middle), bias, WIDEST))
        circles.append(Words(INPUTS, y + 5, "bias", "middle", halo="page"))
        numbers += pill(_on_the_way(y, middle), bias)
    return [*lines, *circles, *numbers]


def _on_the_way(start, end):
    return tuple(
        (1 - SHARE_OF_LINE) * a + SHARE_OF_LINE * b
        for a, b in ((INPUTS + RADII[0], SUM - RADII[2]), (start, end))
    )


def _circle(x, y, radius, name, text, share=None):
    """Return a neuron with its name above and a number in it."""
    return [
        Words(x, y - radius - NAME, name, "middle", halo="page", size=SMALL),
        Marks("circle", [(x, y)], radius, "page", "ink", 2),
        *in_circle((x, y), radius, text, size_in(radius, text), share),
    ]


def _sigmoid(total, output, middle):
    """Return the sigmoid in its box, with a mark where the sum is."""
    left, right = CURVE
    top, bottom = middle - HALF, middle + HALF

    def places(sums, outputs):
        across = left + (right - left) * (np.clip(sums, -FURTHEST, FURTHEST) / FURTHEST + 1) / 2
        up = middle - 2 * HALF * TALLEST * (np.asarray(outputs) - 0.5)
        return np.column_stack([across, up])

    place = places([total], [output])
    (x, y), zero = place[0].tolist(), (left + right) / 2
    colour = "positive" if total >= 0 else "negative"
    return [
        Box(left, top, right - left, bottom - top, 6, "page", "ink", 1),
        Line([(left, middle), (right, middle)], opacity=0.25),
        Line([(zero, top), (zero, bottom)], opacity=0.25),
        Line(places(SUMS, SIGMOID.function(SUMS)), width=2),
        Line([(x, bottom), (x, y), (right, y)], colour, 1.5, dashed=True),
        Marks("circle", place, 6, fill=colour),
        Words(zero, top - NAME, "sigmoid", "middle", size=SMALL),
        *[
            Words(at, bottom + 18, text, "middle", size=SMALL)
            for at, text in ((left, f"{MINUS}{FURTHEST}"), (zero, "0"), (right, f"{FURTHEST}"))
        ],
    ]


def _columns(names):
    """Return where columns of inputs stand, the captions above them, and where they end.

    Inputs that are numbered, such as ``input 1``, have no names of their own.
    """
    if names[0].startswith("input "):
        middles = [NUMBERED * (place + 0.5) for place in range(len(names))]
        return middles, [("inputs", sum(middles) / len(names))], NUMBERED * len(names)
    middles, end = [], 0
    for name in names:
        width = text_width(name, SMALL) + APART
        middles.append(end + width / 2)
        end += width
    return middles, list(zip(names, middles, strict=True)), end


def _bar(x, y, output, target):
    """Return an output as a bar from 0 to 1, with a stroke at its target."""
    at = x + BAR_WIDTH * target
    return [
        Box(x, y - BAR / 2, BAR_WIDTH, BAR, 2, stroke="ink", line=1),
        Box(x, y - BAR / 2, BAR_WIDTH * output, BAR, fill="positive"),
        Line([(at, y - BAR), (at, y + BAR)], width=3),
    ]


def _addition(added):
    """Write what is added up, such as ``4.00 + 0.00``."""
    first, *others = map(_plain, added)
    return first + "".join(
        f" {MINUS} {text[1:]}" if text.startswith(MINUS) else f" + {text}" for text in others
    )


def _plain(value):
    return signed(value).removeprefix("+")
