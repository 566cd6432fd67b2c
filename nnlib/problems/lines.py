"""Lines in the square of a gate, as neurons: where a line lies says what its neuron's weights are.

Whoever walks along a line of turn 0 goes to the right, and has the side at the left, where the
neuron says 1. The turn goes on from there, counterclockwise, around the middle of the square; the
shift moves the line towards the side of 1. The steepness is the length of the weights: it leaves
the line where it is, and makes its edge sharper.
"""

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, of_every_training

MIDDLE = np.array([0.5, 0.5])  # of the square, and of that of two hidden answers
FURTHEST = 1.0  # from the middle; there a line has no corner on its other side
LEAST_STEEP, STEEPEST = 0.01, 100.0
ON_THE_LINE = 1e-9  # of the weights' length: nearer to a line, a corner is on neither side
WAYS = 14  # in which a line can part the corners: of 16, all but XOR and its opposite


def _opposite(gate):
    dataset = gate()
    return dataset._replace(targets=1 - dataset.targets)


GATES = {
    "AND": datasets.and_gate,
    "OR": datasets.or_gate,
    "XOR": datasets.xor,
    "NAND": partial(_opposite, datasets.and_gate),
    "NOR": partial(_opposite, datasets.or_gate),
    "XNOR": partial(_opposite, datasets.xor),
}


class Place(NamedTuple):
    """Where a line lies: turn in degrees, shift, and how steep its neuron is."""

    turn: float
    shift: float
    steepness: float


# B begins where all corners are on its side of 0, so that to add it changes no answer. The output
# begins as "A and not B".
FIRST = {
    "a": Place(0.0, 0.0, 8.0),
    "b": Place(0.0, 0.75, 8.0),
    "output": Place(-135.0, 0.35, 12.0),
}
WORDS = {"a": "A", "b": "B", "output": "output"}


def along(turn):
    """Return the direction of a line, and the one from it to the side of 1, two unit vectors."""
    angle = math.radians(turn)
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([cosine, sine]), np.array([-sine, cosine])


def neuron_at(place):
    """Return the weights, shape (2,), and the bias of the neuron whose line lies there."""
    turn, shift, steepness = place
    _, towards = along(turn)
    return steepness * towards, -steepness * (towards @ MIDDLE + shift)


def place_of(weights, bias):
    """Return where a neuron's line lies, a ``Place``; without weights there is none."""
    steepness = math.hypot(*weights)
    if steepness < LEAST_STEEP * (1 - 1e-9):  # the least itself may come back rounded down
        return None
    turn = math.degrees(math.atan2(-weights[0], weights[1]))
    return Place(turn, float(-(weights @ MIDDLE + bias) / steepness), max(steepness, LEAST_STEEP))


def place_through(first, second):
    """Return turn and shift of the line through two points, from the first to the second."""
    across, up = np.subtract(second, first)
    turn = math.degrees(math.atan2(up, across))
    _, towards = along(turn)
    return turn, float(towards @ (first - MIDDLE))


def neurons_of(network):
    """Return weights and bias of all neurons, by their names; a single line is the output."""
    layer = network.layers[0]
    found = [(layer.weights[:, each], layer.biases[each]) for each in range(layer.outputs)]
    if len(network.layers) == 2:
        found.append((network.layers[1].weights[:, 0], network.layers[1].biases[0]))
    return dict(zip(FIRST, found, strict=False))


def sides(inputs, weights, bias):
    """Return for each point 1 where it is on the side of 1, -1 on that of 0, 0 on the line."""
    sums = inputs @ weights + bias
    return np.where(np.abs(sums) > ON_THE_LINE * math.hypot(*weights), np.sign(sums), 0)


def sides_of_output(network, inputs):
    """Return on which side of the last line the points lie; see ``sides``."""
    *hidden, (weights, bias) = neurons_of(network).values()
    points = network.forward(inputs)[0] if hidden else inputs
    return sides(points, weights, bias)


def which_are_right(network, dataset):
    """Return for each corner whether it is on its side, array of bool."""
    wanted = np.where(dataset.targets[:, 0] == 1, 1, -1)
    return sides_of_output(network, dataset.inputs) == wanted


def set_up(values):
    """Return what these settings ask for, a ``SetUp``: one line is one neuron, two are a layer."""
    weights, biases = {}, {}
    for name in FIRST:
        place = Place(*(values[f"{each}_{name}"] for each in Place._fields))
        weights[name], biases[name] = neuron_at(place)

    def layer(*names):
        columns = np.column_stack([weights[name] for name in names])
        return Dense(
            2, len(names), "sigmoid", weights=columns, biases=[biases[name] for name in names]
        )

    layers = [layer("a")] if values["lines"] == 1 else [layer("a", "b"), layer("output")]
    training = {"loss": "half_sum_of_squares"}
    return SetUp(Network(layers), GATES[values["gate"]](), training)


def _settings_of(name):
    first, words = FIRST[name], "output" if name == "output" else f"line {WORDS[name]}"
    how = {"used": lambda values: name == "a" or values["lines"] == 2}
    return {
        f"turn_{name}": Number(
            first.turn, -180.0, 180.0, "turn", f"the direction of {words}, in degrees",
            choices=[float(degrees) for degrees in range(-180, 181)], **how,
        ),
        f"shift_{name}": Number(
            first.shift, -FURTHEST, FURTHEST, "shift",
            f"how far {words} is from the middle of its square",
            choices=[hundredth / 100 for hundredth in range(-100, 101)], **how,
        ),
        f"steepness_{name}": Number(
            first.steepness, LEAST_STEEP, STEEPEST, f"steepness {WORDS[name]}",
            f"the length of the weights of {words}: the same line, and a sharper edge",
            choices=[float(each) for each in range(1, 31)], rare=True, **how,
        ),
    }  # fmt: skip


TRAINING = of_every_training(epochs=1000, learning_rate=1.0, rare=True)
del TRAINING["start"]  # that is where the lines have been put

PROBLEM = Problem(
    "lines",
    {
        "gate": Choice("XOR", GATES, "gate", "the corners to tell apart"),
        "lines": Number(1, 1, 2, "lines", "how many lines there are"),
        **{key: each for name in FIRST for key, each in _settings_of(name).items()},
        **TRAINING,
    },
    set_up,
    first="gate",
)
