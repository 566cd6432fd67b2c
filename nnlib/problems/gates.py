"""Gates: truth tables, and a network with one hidden layer that learns them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib import datasets
from nnlib.layers import INITIALIZERS
from nnlib.network import Dense, Network
from nnlib.problems.lists import for_a_sigmoid, of_hidden_neurons
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, Switch, of_every_training


class Gate(NamedTuple):
    """A truth table, and the rule behind it in words."""

    dataset: Callable
    rule: str


GATES = {
    "AND": Gate(datasets.and_gate, "The target is 1 when both inputs are 1."),
    "OR": Gate(datasets.or_gate, "The target is 1 when at least one input is 1."),
    "XOR": Gate(datasets.xor, "The target is 1 when exactly one input is 1."),
    "parity of three": Gate(datasets.parity3, "The target is 1 when one or three inputs are 1."),
    "all equal": Gate(datasets.all_equal, "The target is 1 when all three inputs are the same."),
    "eleven lines XOR": Gate(
        datasets.eleven_lines_xor,
        "The target is 1 when exactly one of the first two inputs is 1; the third is always 1.",
    ),
}


def set_up(values):
    """Return what these settings ask for, a ``SetUp``."""
    examples = GATES[values["gate"]].dataset()
    start = {"bias": values["bias"], "initializer": values["initializer"]}
    layers = [
        Dense(examples.inputs.shape[1], values["hidden"], values["activation"], **start),
        Dense(values["hidden"], 1, "sigmoid", **start),
    ]
    network = Network(layers, rng=np.random.RandomState(values["start"]))
    return SetUp(network, examples, {"loss": values["loss"]})


PROBLEM = Problem(
    "gates",
    {
        "gate": Choice("XOR", GATES, "gate", "the truth table to learn"),
        "hidden": Number(2, 1, 16, "hidden neurons", "how many hidden neurons there are"),
        "activation": Choice(
            "sigmoid", of_hidden_neurons, "hidden activation",
            "what the hidden neurons make of their sums",
        ),
        "loss": Choice(
            "half_sum_of_squares", for_a_sigmoid, "loss",
            "the one number for how wrong the outputs are",
        ),
        "initializer": Choice(
            "uniform", INITIALIZERS, "first weights", "how the weights are drawn at the start",
            rare=True,
        ),
        "bias": Switch(True, "bias", "whether hidden neurons and output have one", rare=True),
        **of_every_training(epochs=2000, learning_rate=1.0),
    },
    set_up,
    first="gate",
)  # fmt: skip
