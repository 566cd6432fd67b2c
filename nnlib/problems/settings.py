"""What a playground can be set to: every setting's default and limits, said once.

From them come the controls, the check of what is typed, and a short text that brings all of it
back, such as ``data=spiral layers=8-8 activation=relu``. The text is read and never evaluated.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.clouds import REGRESSIONS, SHAPES
from nnlib.optimizers import Adam, GradientDescent
from nnlib.problems.own_table import read_table
from nnlib.shown import shown

OWN_POINTS = "own"
DRAWN_ONLY = ("samples", "noise")  # settings that do nothing to own points
MOST_LAYERS, MOST_UNITS = 4, 8
MOST_POINTS = 500


class Feature(NamedTuple):
    """What a network may get of a point: how it is shown, as code, and as a function of x and y."""

    sign: str
    code: str
    of: Callable


FEATURES = {
    "x": Feature("x", "x", lambda x, y: x),
    "y": Feature("y", "y", lambda x, y: y),
    "xx": Feature("x²", "x ** 2", lambda x, y: x**2),
    "yy": Feature("y²", "y ** 2", lambda x, y: y**2),
    "xy": Feature("xy", "x * y", lambda x, y: x * y),
    "sinx": Feature("sin x", "np.sin(x)", lambda x, y: np.sin(x)),
    "siny": Feature("sin y", "np.sin(y)", lambda x, y: np.sin(y)),
}
OPTIMIZERS = {"descent": GradientDescent, "momentum": partial(GradientDescent, 0.9), "adam": Adam}
LOSSES = {"cross-entropy": "binary_cross_entropy", "squared-error": "mean_squared_error"}
LARGEST_WEIGHT = 1e9  # with larger ones nothing can be learned
FIRST_POINTS = "-1.5, -1.5, 0\n1.5, 1.5, 0\n-1.5, 1.5, 1\n1.5, -1.5, 1"


class Number:
    """A number from `low` to `high`; a whole one where `low` is. `choices` are those to slide."""

    def __init__(self, default, low, high, choices=None):
        self.default, self.low, self.high, self.choices = default, low, high, choices

    def read(self, text, name):
        """Return the number that a text says."""
        try:
            value = type(self.low)(text)
        except ValueError:
            value = text
        if isinstance(self.low, int):
            return checks.whole_number(value, name, self.low, self.high)
        return checks.number(value, name, at_least=self.low, at_most=self.high)

    def write(self, value):
        """Return the number as text that reads as the same bits."""
        return repr(value)


class Choice:
    """One of some names, which may be those of a dictionary."""

    def __init__(self, default, names):
        self.default, self._names = default, names

    @property
    def names(self):
        """All of them, as a tuple."""
        return tuple(self._names)

    def read(self, text, name):
        """Return the name that a text says."""
        return checks.one_of(text, self.names, name)

    def write(self, value):
        """Return the name itself."""
        return value


class Inputs:
    """Some of the features, at least one."""

    default = ("x", "y")

    def read(self, text, name):
        """Return the features of a text like ``x,y,xy``, in the order of ``FEATURES``."""
        chosen = [checks.one_of(each, list(FEATURES), name) for each in text.split(",")]
        return tuple(each for each in FEATURES if each in chosen)

    def write(self, value):
        """Return the features with commas between them."""
        if not value:
            raise ValueError("a network without inputs cannot be written as settings.")
        return ",".join(value)


class Layers:
    """The number of units of every hidden layer."""

    default = (4, 2)

    def read(self, text, name):
        """Return the layers of a text like ``8-8``, or of ``none``."""
        parts = [] if text == "none" else text.split("-")
        if len(parts) > MOST_LAYERS:
            raise ValueError(f"{name} has {len(parts)} layers; there can be {MOST_LAYERS}.")
        units = Number(4, 1, MOST_UNITS)
        return tuple(units.read(part, f"{name}, layer {at}") for at, part in enumerate(parts, 1))

    def write(self, value):
        """Return the layers with dashes between them."""
        return "-".join(map(str, value)) or "none"


class Points:
    """Own points, as the text of their table: x, y and the target, a point a line."""

    default = FIRST_POINTS

    def read(self, text, name):
        """Return the table of a text like ``0.5,1,1;-2,0.3,0``."""
        table = text.replace(";", "\n")
        try:
            own_points(table)
        except ValueError as error:
            raise ValueError(f"{name}: {str(error).splitlines()[0]}") from error
        return table

    def write(self, value):
        """Return the points in a line, each number so that it reads as the same bits."""
        dataset = own_points(value)
        rows = zip(dataset.inputs.tolist(), dataset.targets[:, 0].tolist(), strict=True)
        return ";".join(f"{x!r},{y!r},{target!r}" for (x, y), target in rows)


def round_numbers(low, high):
    """Return 1, 2, 3, 5 and 7 times the powers of ten that lie between `low` and `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 3, 5, 7)]
    return [type(low)(number) for number in numbers if low <= number <= high]


SHARES = [number / 20 for number in range(21)]
PENALTIES = [0.0, *round_numbers(0.0001, 1.0)]
SETTINGS = {
    "data": Choice("circles", [*SHAPES, OWN_POINTS]),
    "samples": Number(200, 10, MOST_POINTS, range(10, MOST_POINTS + 1, 10)),
    "noise": Number(0.2, 0.0, 1.0, SHARES),
    "held_out": Number(0.3, 0.0, 0.9, SHARES[:19:2]),
    "draw": Number(1, 1, 1000, range(1, 101)),
    "inputs": Inputs(),
    "layers": Layers(),
    "activation": Choice("tanh", ["tanh", "sigmoid", "relu", "linear"]),
    "bias": Choice("yes", ["yes", "no"]),
    "loss": Choice("cross-entropy", LOSSES),
    "optimizer": Choice("descent", OPTIMIZERS),
    "learning_rate": Number(0.1, 0.001, 1000.0),
    "batch_size": Number(10, 1, MOST_POINTS, [1, 2, 5, 10, 20, 30, 50, 100, 200, 500]),
    "l1": Number(0.0, 0.0, 1.0, PENALTIES),
    "l2": Number(0.0, 0.0, 1.0, PENALTIES),
    "epochs": Number(300, 1, 100_000),
    "start": Number(1, 1, 1000),
    "stop_at_loss": Number(0.0, 0.0, 1.0),
    "patience": Number(0, 0, 10_000, [0, *round_numbers(1, 10_000)]),
    "points": Points(),
}


def loss_for(data):
    """Return the loss that data begin with: numbers to be matched need another one than 0 and 1."""
    return "squared-error" if data in REGRESSIONS else SETTINGS["loss"].default


def own_points(text):
    """Return the typed points as a ``Dataset``; errors name the line and the cell."""
    dataset = read_table(text, most_rows=MOST_POINTS, inputs=2)
    return dataset._replace(input_names=("x", "y"))


def read_settings(settings):
    """Return all settings, by name, as a line of text says; what it does not say is as at first.

    Raises
    ------
    ValueError
        In a sentence that names the part that cannot be read.
    """
    values = {name: setting.default for name, setting in SETTINGS.items()}
    said = {}
    for part in checks.text(settings, "settings").split():
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise ValueError(
                f"{shown(part)} is not a setting: write name=value, such as data=spiral."
            )
        setting = checks.one_of(name, SETTINGS, "setting")
        if name in said:
            raise ValueError(f"the setting {name} is there twice: leave one of them out.")
        said[name] = setting.read(value, f"setting {name}")
    values |= said
    return values | {"loss": said.get("loss", loss_for(values["data"]))}


def write_settings(values):
    """Return the text that brings these settings back, with those only that are not as at first.

    Raises
    ------
    ValueError
        Where there is no input, or where own points cannot be read.
    """
    unused = DRAWN_ONLY if values["data"] == OWN_POINTS else ("points",)
    at_first = {name: setting.default for name, setting in SETTINGS.items()}
    at_first["loss"] = loss_for(values["data"])
    return " ".join(
        f"{name}={setting.write(values[name])}"
        for name, setting in SETTINGS.items()
        if values[name] != at_first[name] and name not in unused
    )
