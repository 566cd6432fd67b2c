"""Hours that are moved by hand, and a network that has learned what a student scores with them."""

from functools import lru_cache

from nnlib import datasets
from nnlib.problems.fit import fit
from nnlib.problems.problem import Problem
from nnlib.problems.settings import Number, of_every_training
from nnlib.training import train

STUDENTS, NOISE = 40, 5.0
HOW = {"hidden": 8, "bias": True, "held_out": 0.3}
LONGEST = 24.0  # hours; more than the slider has can be typed
STUDIED = [tenth / 10 for tenth in range(91)]
SLEPT = [tenth / 10 for tenth in range(40, 101)]


def set_up(values):
    """Return a network that has been trained, with the students it has learned from, a ``Fit``."""
    made = _fit(values["start"])
    made.network.parameters[...] = _learned(*map(values.get, ("start", "epochs", "learning_rate")))
    return made


def _fit(start):
    return fit(datasets.students(STUDENTS, NOISE, rng=1), start=start, **HOW)


@lru_cache
def _learned(start, epochs, learning_rate):
    """Return the weights after the training; a move of the hours trains nothing."""
    made = _fit(start)
    examples = made.examples
    train(
        made.network, examples.inputs, examples.targets, epochs=epochs, loss=made.loss,
        learning_rate=learning_rate,
    )  # fmt: skip
    return made.network.parameters


PROBLEM = Problem(
    "hours",
    {
        "studied": Number(
            1.0, 0.0, LONGEST, "hours studied", "how long the student has studied",
            choices=STUDIED,
        ),
        "slept": Number(
            6.0, 0.0, LONGEST, "hours slept", "how long the student has slept", choices=SLEPT,
        ),
        **of_every_training(epochs=1000, learning_rate=0.1, rare=True),
    },
    set_up,
    first="studied",
)  # fmt: skip
