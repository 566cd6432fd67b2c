"""A single sigmoid neuron, and tables for it to learn: gates, and one's own."""

from typing import NamedTuple

import numpy as np

from nnlib import datasets
from nnlib.datasets import Dataset
from nnlib.network import Dense, Network
from nnlib.problems.gates import GATES, Gate
from nnlib.problems.own_examples import read_table, without_scaling
from nnlib.problems.own_table import OWN_TABLE, is_own, typed
from nnlib.problems.problem import Problem
from nnlib.problems.settings import Choice, Switch, of_every_training, of_own_tables
from nnlib.scaling import Encoding

DATA = {
    "first input": Gate(datasets.first_input, "The target is the first input."),
    "cycling": Gate(datasets.cycling, "Four mornings: dry, windy, a workday? The target: cycled?"),
    "eleven lines": Gate(datasets.eleven_lines, "The target is the first input, in another order."),
    **{name: GATES[name] for name in ("AND", "OR", "all equal", "XOR")},
}
FIRST_TABLE = "0 0 1 0\n1 1 1 1\n1 0 1 1\n0 1 1 0"
LOSS = "half_sum_of_squares"


class OneNeuron(NamedTuple):
    """A neuron, and the table it learns from in its own units.

    Attributes
    ----------
    network : Network
        From scaled inputs to an output from 0 to 1.
    table : Dataset
    training : dict
        What ``Training`` needs besides, but for the settings that hold at once.
    """

    network: Network
    table: Dataset
    training: dict

    @property
    def encoding(self):
        """How a row of the table becomes what the neuron gets; bits stay as they are."""
        return self.table.encoding or Encoding()

    @property
    def examples(self):
        """The table as the neuron gets it."""
        return self.encoding.scaled(self.table)

    @property
    def learned_from(self):
        """The table in its own units, and how it is encoded."""
        return self.table._replace(encoding=self.encoding)

    @property
    def is_scaled(self):
        """Whether the neuron gets other numbers than stand in the table."""
        scaler = self.encoding.inputs
        return scaler is not None and bool((scaler.shift != 0).any() or (scaler.scale != 1).any())

    def predict(self, network, inputs):
        """Return what a neuron of this kind says to inputs in their own units.

        Parameters
        ----------
        network : Network
            Such as this one at another epoch.
        inputs : array, shape (samples, features)
        """
        scaler = self.encoding.inputs
        return network.predict(scaler.transform(inputs) if scaler else inputs)


def set_up(values):
    """Return what these settings ask for, a ``OneNeuron``."""
    table = own(values) if is_own(values) else DATA[values["data"]].dataset()
    layer = Dense(table.inputs.shape[1], 1, "sigmoid", bias=values["bias"], initializer="uniform")
    network = Network([layer], rng=np.random.RandomState(values["start"]))
    return OneNeuron(network, table, {"loss": LOSS})


def own(values):
    """Return the learner's own table as a ``Dataset``, with the inputs scaled where that is set."""
    table = read_table(*typed(values))
    as_it_is = without_scaling(table)
    if not values["scaled"]:
        return as_it_is
    targets = as_it_is.encoding.targets  # a sigmoid gives them
    return table._replace(encoding=table.encoding._replace(targets=targets))


PROBLEM = Problem(
    "neuron",
    {
        "data": Choice(
            "first input", [*DATA, OWN_TABLE], "data", "what it learns from; \"own table\" is yours"
        ),
        **of_own_tables(
            FIRST_TABLE, "a row a line, the inputs and then the target, 0 or 1 or between", is_own,
            rows=5,
        ),
        "bias": Switch(False, "bias", "whether the neuron has one"),
        **of_every_training(epochs=2000, learning_rate=1.0),
    },
    set_up,
    first="data",
)  # fmt: skip
