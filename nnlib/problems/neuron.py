"""A single sigmoid neuron, and tables for it to learn: gates, and one's own."""

import numpy as np

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.problems.gates import GATES, Gate
from nnlib.problems.own_table import read_table
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Switch, Table, of_every_training

OWN_TABLE = "own table"
DATA = {
    "first input": Gate(datasets.first_input, "The target is the first input."),
    "eleven lines": Gate(datasets.eleven_lines, "The target is the first input, in another order."),
    **{name: GATES[name] for name in ("AND", "OR", "all equal", "XOR")},
}
FIRST_TABLE = "0 0 1 0\n1 1 1 1\n1 0 1 1\n0 1 1 0"
LOSS = "half_sum_of_squares"


def is_own(values):
    """Return whether the learner's own table is what is trained on."""
    return values["data"] == OWN_TABLE


def set_up(values):
    """Return what these settings ask for, a ``SetUp``."""
    examples = read_table(values["own_table"]) if is_own(values) else DATA[values["data"]].dataset()
    layer = Dense(
        examples.inputs.shape[1], 1, "sigmoid", bias=values["bias"], initializer="uniform"
    )
    network = Network([layer], rng=np.random.RandomState(values["start"]))
    return SetUp(network, examples, {"loss": LOSS})


PROBLEM = Problem(
    "neuron",
    {
        "data": Choice(
            "first input", [*DATA, OWN_TABLE], "data", "what it learns from; \"own table\" is yours"
        ),
        "bias": Switch(False, "bias", "whether the neuron has one"),
        "own_table": Table(
            FIRST_TABLE, read_table, "own table",
            "a row a line, the inputs and then the target, 0 or 1 or between", rows=5, used=is_own,
        ),
        **of_every_training(epochs=2000, learning_rate=1.0),
    },
    set_up,
    first="data",
)  # fmt: skip
