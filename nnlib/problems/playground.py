"""What a playground can be set to."""

from nnlib import checks
from nnlib.clouds import REGRESSIONS, SHAPES
from nnlib.problems.lists import FEATURES, LOSSES_IN_SHORT, OPTIMIZERS, of_hidden_neurons
from nnlib.problems.plane import MOST_POINTS, OWN_POINTS, is_own, own_points, set_up
from nnlib.problems.problem import Problem
from nnlib.problems.settings import (
    SHARES,
    Choice,
    Number,
    Setting,
    Switch,
    Table,
    of_every_training,
    round_numbers,
)

MOST_LAYERS, MOST_UNITS = 4, 8
FIRST_POINTS = "-1.5, -1.5, 0\n1.5, 1.5, 0\n-1.5, 1.5, 1\n1.5, -1.5, 1"
PENALTIES = [0.0, *round_numbers(0.0001, 1.0)]


class Inputs(Setting):
    """Some of the features of a point, as a tuple of their names."""

    def checked(self, value, name):
        """Return the names in the order of ``FEATURES``, from a list of them."""
        if type(value) not in (list, tuple):
            raise ValueError(f'{name} must be a list of features, such as ["x", "y"].')
        chosen = [checks.one_of(each, list(FEATURES), name) for each in value]
        return tuple(each for each in FEATURES if each in chosen)

    def read(self, text, name):
        """Return the features of a text like ``x,y,xy``."""
        return self.checked(text.split(","), name)

    def write(self, value):
        """Return the features with commas between them."""
        if not value:
            raise ValueError("a network without inputs cannot be written as settings.")
        return ",".join(value)

    def in_words(self):
        """Return what values it takes."""
        return f"list of {', '.join(map(repr, FEATURES))}"


class Layers(Setting):
    """The number of units of every hidden layer, as a tuple."""

    units = Number(4, 1, MOST_UNITS, "units")

    def checked(self, value, name):
        """Return the numbers, from a list of them that may be empty."""
        if type(value) not in (list, tuple):
            raise ValueError(f"{name} must be a list of units, such as [8, 8].")
        return self._each(value, name, self.units.checked)

    def read(self, text, name):
        """Return the layers of a text like ``8-8``, or of ``none``."""
        return self._each([] if text == "none" else text.split("-"), name, self.units.read)

    def _each(self, parts, name, take):
        if len(parts) > MOST_LAYERS:
            raise ValueError(f"{name} has {len(parts)} layers; there can be {MOST_LAYERS}.")
        return tuple(take(part, f"{name}, layer {at}") for at, part in enumerate(parts, 1))

    def write(self, value):
        """Return the layers with dashes between them."""
        return "-".join(map(str, value)) or "none"

    def in_words(self):
        """Return what values it takes."""
        return f"list of at most {MOST_LAYERS} int, 1 to {MOST_UNITS}"


class LossOfData(Choice):
    """The loss: numbers to be matched begin with another one than 0 and 1 to be told apart."""

    def default_beside(self, values):
        """Return the loss that the data begin with."""
        return "squared-error" if values["data"] in REGRESSIONS else self.default


def is_drawn(values):
    """Return whether the points are drawn at random, and not the learner's own."""
    return not is_own(values)


PROBLEM = Problem(
    "playground",
    {
        "data": Choice(
            "circles", [*SHAPES, OWN_POINTS], "data",
            'the points to learn from; "own" are yours',
        ),
        "samples": Number(
            200, 10, MOST_POINTS, "samples", "how many points there are, held-out ones included",
            choices=range(10, MOST_POINTS + 1, 10), used=is_drawn,
        ),
        "noise": Number(
            0.2, 0.0, 1.0, "noise",
            "how far the points stray at random from the shape they are drawn by",
            choices=SHARES, used=is_drawn,
        ),
        "held_out": Number(
            0.3, 0.0, 0.9, "held out (share)",
            "the share of the points that the network never trains on", choices=SHARES[:19:2],
        ),
        "draw": Number(
            1, 1, 1000, "draw (seed)", "another number draws other points, and holds others out",
            choices=range(1, 101), rare=True,
        ),
        "inputs": Inputs(("x", "y"), "inputs", "what the network gets of a point"),
        "layers": Layers((4, 2), "hidden layers", "how many units each hidden layer has"),
        "activation": Choice(
            "tanh", of_hidden_neurons, "activation", "what the hidden units make of their sums"
        ),
        "bias": Switch(True, "bias", "whether the units have one", rare=True),
        "loss": LossOfData(
            "cross-entropy", LOSSES_IN_SHORT, "loss",
            "the one number for how wrong the outputs are",
        ),
        "optimizer": Choice(
            "descent", OPTIMIZERS, "optimizer", "descent steps down the slope; momentum adds 0.9 "
            "of the last step to each; adam gives every weight a step length of its own",
        ),
        "batch_size": Number(
            10, 1, MOST_POINTS, "batch size",
            "the number of points in one step; an epoch is once through all points",
            choices=[1, 2, 5, 10, 20, 30, 50, 100, 200, 500], rare=True,
        ),
        "l1": Number(
            0.0, 0.0, 1.0, "L1",
            "pulls every weight towards 0, small ones as hard as large ones; try 0.01",
            choices=PENALTIES, at_once=True, rare=True,
        ),
        "l2": Number(
            0.0, 0.0, 1.0, "L2", "pulls every weight towards 0, large ones harder; try 0.01",
            choices=PENALTIES, at_once=True, rare=True,
        ),
        **of_every_training(epochs=300, learning_rate=0.1),
        "patience": Number(
            0, 0, 10_000, "patience (0: endless)", "ends the training after this many epochs "
            "without a new low of the held-out loss", choices=[0, *round_numbers(1, 10_000)],
            at_once=True, rare=True,
        ),
        "points": Table(
            FIRST_POINTS, own_points, "x, y, target: a point a line",
            "own points: x, y and the target, a point a line", used=is_own,
        ),
        "scaled": Switch(
            True, "scaled", "whether x and y of own points are scaled before they are learned "
            "from; without that, large numbers drown the small", used=is_own,
        ),
    },
    set_up,
    first="settings",
)  # fmt: skip
