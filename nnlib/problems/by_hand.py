"""A single sigmoid neuron whose weights are set by hand, and tables for it to get right."""

from functools import lru_cache
from itertools import product

import numpy as np

from nnlib.network import Dense, Network
from nnlib.problems.neuron import DATA, LOSS
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, Switch, of_every_training

# Not XOR: whether one neuron can do that is a guess in lesson 1.
TABLES = {name: DATA[name] for name in ("cycling", "AND", "OR")}
MOST_INPUTS = 3
WEIGHTS = [f"weight_{place}" for place in range(1, MOST_INPUTS + 1)]
NUMBERS = [*WEIGHTS, "bias"]  # what a hand moves
BY_SLIDER, LARGEST = 10, 100.0  # a larger weight than the slider has can be typed
SLIDER = [tenth / 10 for tenth in range(-10 * BY_SLIDER, 10 * BY_SLIDER + 1)]
SMALL_WHOLE = range(-2, 3)  # weights that are enough for every line between up to three bits
HALVES = [half / 2 for half in range(-11, 12)]


def number_of_inputs(values):
    """Return how many inputs the chosen table has."""
    return TABLES[values["data"]].dataset().inputs.shape[1]


def weights_used(values):
    """Return the names of the numbers that the neuron has, the bias last."""
    return WEIGHTS[: number_of_inputs(values)] + ["bias"] * values["with_bias"]


def numbers_of(network):
    """Return weights and bias of a neuron, by the names of their settings."""
    layer = network.layers[0]
    names = WEIGHTS[: layer.inputs] + ["bias"] * layer.bias
    return dict(zip(names, network.parameters.tolist(), strict=True))


def set_up(values):
    """Return the neuron with the weights as they are set, a ``SetUp``."""
    examples = TABLES[values["data"]].dataset()
    weights = [[values[name]] for name in WEIGHTS[: examples.inputs.shape[1]]]
    bias = {"biases": [values["bias"]]} if values["with_bias"] else {"bias": False}
    layer = Dense(len(weights), 1, "sigmoid", weights=weights, **bias)
    return SetUp(Network([layer]), examples, {"loss": LOSS})


@lru_cache
def most_right(data, with_bias):
    """Return how many rows of a table one neuron can get right at the same time.

    All lines between rows of bits are tried. Any distance from a row to the line can be stretched
    by larger weights, so only the side counts, and no row may lie on the line.

    Parameters
    ----------
    data : str
    with_bias : bool
    """
    examples = DATA[data].dataset()
    columns = examples.inputs.shape[1]
    weights = np.array(list(product(SMALL_WHOLE, repeat=columns)))
    biases = np.array(HALVES if with_bias else [0.0])
    sums = (examples.inputs @ weights.T)[..., np.newaxis] + biases
    wanted = np.where(examples.targets == 1, 1, -1)[..., np.newaxis]
    return int((sums * wanted > 0).sum(axis=0).max())


def _weight(place):
    return Number(
        0.0, -LARGEST, LARGEST, f"weight {place}", f"how much input {place} counts",
        choices=SLIDER, used=lambda values: place <= number_of_inputs(values),
    )  # fmt: skip


TRAINING = of_every_training(epochs=1000, learning_rate=1.0, rare=True)
del TRAINING["start"]  # that is where the weights have been put

PROBLEM = Problem(
    "by_hand",
    {
        "data": Choice("cycling", TABLES, "data", "the rows to get right"),
        **{name: _weight(place) for place, name in enumerate(WEIGHTS, 1)},
        "bias": Number(
            0.0, -LARGEST, LARGEST, "bias", "what is added whatever the inputs are",
            choices=SLIDER, used=lambda values: values["with_bias"],
        ),
        "with_bias": Switch(True, "with a bias", "whether the neuron has one", rare=True),
        **TRAINING,
    },
    set_up,
    first="data",
)  # fmt: skip
