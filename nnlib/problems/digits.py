"""Handwritten digits, and a network that learns to read them."""

from functools import cache

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.optimizers import OPTIMIZERS
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, of_every_training

SPLIT = 1  # the seed; the test images of lesson 5 stay out of this


def set_up(values):
    """Return what these settings ask for, a ``SetUp``."""
    seen, validation = parts()
    hidden = [Dense(64, values["hidden"], "tanh")] if values["hidden"] else []
    last = Dense(values["hidden"] or 64, 10, "softmax")
    training = {
        "loss": "categorical_cross_entropy",
        "optimizer": values["optimizer"],
        "batch_size": values["batch_size"],
        "rng": values["start"],
        "validation": (validation.inputs, validation.targets),
    }
    return SetUp(Network([*hidden, last], rng=values["start"]), seen, training)


@cache
def parts():
    """Return the images to learn from and those to choose by; pixels go from 0 to 1."""
    images = datasets.digits()
    rest, _ = datasets.split(images._replace(inputs=images.inputs / 16), 0.2, rng=SPLIT)
    return datasets.split(rest, 0.25, rng=SPLIT)


PROBLEM = Problem(
    "digits",
    {
        "hidden": Number(
            32, 0, 64, "hidden neurons", "how many hidden neurons there are; with 0 no layer"
        ),
        "optimizer": Choice(
            "adam", OPTIMIZERS, "optimizer", "how a gradient changes the weights"
        ),
        "batch_size": Number(
            32, 1, 1078, "batch size", "how many images an update looks at",
            choices=[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1078], rare=True,
        ),
        **of_every_training(epochs=20, learning_rate=0.01),
    },
    set_up,
    first="hidden",
    worth=10,  # an epoch has 34 updates: twenty of them are watched for four seconds
)  # fmt: skip
