"""A neuron with one weight and a bias, and its loss for all values of the two: a landscape."""

from functools import lru_cache

import numpy as np

from nnlib import datasets
from nnlib.activations import SIGMOID
from nnlib.network import Dense, Network
from nnlib.problems.neuron import LOSS
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Number, of_every_training

REACH = {"weight": (-8.0, 12.0), "bias": (-8.0, 8.0)}  # of the landscape
STEPS = 60  # of it, each way
TRAINING = of_every_training(epochs=200, learning_rate=1.0)
del TRAINING["start"]  # that is where weight and bias have been put


def examples():
    """Return whether it was dry, and whether they cycled: of the cycling table what decides."""
    table = datasets.cycling()
    return table._replace(inputs=table.inputs[:, :1].copy(), input_names=table.input_names[:1])


def set_up(values):
    """Return the neuron at the chosen place, a ``SetUp``."""
    layer = Dense(1, 1, "sigmoid", weights=[[values["weight"]]], biases=[values["bias"]])
    return SetUp(Network([layer]), examples(), {"loss": LOSS})


@lru_cache
def landscape():
    """Return values of the weight, of the bias, and the loss for all pairs, shape (bias, weight).

    The loss is half the sum of the squared errors, over all examples.
    """
    weights, biases = (np.linspace(*REACH[name], STEPS) for name in ("weight", "bias"))
    inputs, targets, *_ = examples()
    sums = inputs * weights + biases[:, np.newaxis, np.newaxis]  # (bias, example, weight)
    return weights, biases, ((targets - SIGMOID.function(sums)) ** 2).sum(axis=1) / 2


def _place(default, name, meaning):
    low, high = REACH[name]
    choices = [half / 2 for half in range(round(2 * low), round(2 * high) + 1)]
    return Number(default, low, high, f"{name} at start", meaning, choices=choices)


PROBLEM = Problem(
    "downhill",
    {
        "weight": _place(-4.0, "weight", "where the walk begins: how much the input counts"),
        "bias": _place(3.0, "bias", "where the walk begins: what is added whatever the input is"),
        **TRAINING,
    },
    set_up,
    first="weight",
)
