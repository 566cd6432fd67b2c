"""XOR and a network with one hidden layer, which is trained here and in Keras side by side."""

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.problems.lists import OPTIMIZERS, of_hidden_neurons
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, of_every_training

LOSS = "mean_squared_error"


def optimizers():
    """Return what makes an optimizer, by its name in words."""
    return {each.words: each.make for each in OPTIMIZERS.values()}


def set_up(values):
    """Return what these settings ask for, a ``SetUp``."""
    layers = [
        Dense(2, values["hidden"], values["activation"]),
        Dense(values["hidden"], 1, "sigmoid"),
    ]
    how = {"loss": LOSS, "optimizer": optimizers()[values["optimizer"]]()}
    return SetUp(Network(layers, rng=values["start"]), datasets.xor(), how)


PROBLEM = Problem(
    "keras",
    {
        "hidden": Number(16, 1, 64, "hidden neurons", "how many hidden neurons there are"),
        "optimizer": Choice("Adam", optimizers, "optimizer", "how a gradient changes the weights"),
        "activation": Choice(
            "relu", of_hidden_neurons, "hidden activation",
            "what the hidden neurons make of their sums",
        ),
        **of_every_training(epochs=300, learning_rate=0.01),
    },
    set_up,
    first="hidden",
)  # fmt: skip
