"""What there is to choose from, each list once: a new one is a line here.

Activations and losses have their lists where they are made, in ``nnlib.activations`` and
``nnlib.losses``; here stands which of them fit a problem.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from nnlib.activations import ACTIVATIONS
from nnlib.losses import LOSSES
from nnlib.optimizers import Adam, GradientDescent


class Feature(NamedTuple):
    """What a network may get of a point: how it is shown, as code, and as a function of x and y."""

    sign: str
    code: str
    of: Callable


class Optimizer(NamedTuple):
    """An optimizer: its name in words, and what makes one."""

    words: str
    make: Callable


FEATURES = {
    "x": Feature("x", "x", lambda x, y: x),
    "y": Feature("y", "y", lambda x, y: y),
    "xx": Feature("x²", "x ** 2", lambda x, y: x**2),
    "yy": Feature("y²", "y ** 2", lambda x, y: y**2),
    "xy": Feature("xy", "x * y", lambda x, y: x * y),
    "sinx": Feature("sin x", "np.sin(x)", lambda x, y: np.sin(x)),
    "siny": Feature("sin y", "np.sin(y)", lambda x, y: np.sin(y)),
}
OPTIMIZERS = {
    "descent": Optimizer("gradient descent", GradientDescent),
    "momentum": Optimizer("momentum", partial(GradientDescent, 0.9)),
    "adam": Optimizer("Adam", Adam),
}
# Short names, where there is little room.
LOSSES_IN_SHORT = {"cross-entropy": "binary_cross_entropy", "squared-error": "mean_squared_error"}


def of_hidden_neurons():
    """Return the names of the activations that work neuron by neuron."""
    return [name for name, each in ACTIVATIONS.items() if each.slope is not None]


def for_a_sigmoid():
    """Return the names of the losses that a sigmoid output can have."""
    return [name for name, each in LOSSES.items() if each.partner in (None, "sigmoid")]
