"""Points in the plane: from a playground's settings to a network, its points, and its training."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnlib.clouds import EXTENT, REGRESSIONS, cloud
from nnlib.datasets import Dataset, split
from nnlib.network import Dense, Network
from nnlib.problems.lists import FEATURES, LOSSES_IN_SHORT, OPTIMIZERS
from nnlib.problems.own_examples import read_points

OWN_POINTS = "own"
MOST_POINTS = 500
LEAST_REACH = 1.2 * EXTENT  # of the picture, from the middle: a little further than the points


class SetUp(NamedTuple):
    """What a playground trains.

    Attributes
    ----------
    network : Network
    seen, held_out : Dataset
        Points (x, y) to learn from, and points to be watched only; there may be none of these.
    inputs : tuple of str
        The features of a point that the network gets.
    training : dict
        What ``Training`` needs besides network and examples, but for what may change meanwhile.
    is_regression : bool
        Whether targets are numbers to be matched, not 0 and 1 to be told apart.
    """

    network: Network
    seen: Dataset
    held_out: Dataset
    inputs: tuple
    training: dict
    is_regression: bool

    @property
    def examples(self):
        """The points to learn from as the network gets them."""
        names = tuple(FEATURES[name].sign for name in self.inputs)
        return self.seen._replace(inputs=self.columns(self.seen.inputs), input_names=names)

    def columns(self, points):
        """Return points, shape (samples, 2), as the network's inputs, (samples, features)."""
        x, y = points.T
        return np.column_stack([FEATURES[name].of(x, y) for name in self.inputs])

    def right(self, network, part):
        """Return the share of points on the right side of the border, or NaN without points."""
        if not len(part.inputs):
            return float("nan")
        outputs = network.predict(self.columns(part.inputs))
        return float(((outputs >= self.border) == (part.targets >= self.border)).mean())

    @property
    def baseline(self):
        """The more frequent target of the points to learn from, 0 or 1, and its share."""
        ones = float((self.seen.targets >= self.border).mean())
        return int(ones >= 0.5), max(ones, 1 - ones)

    @property
    def border(self):
        """The output between the two sides."""
        return 0.0 if self.is_regression else 0.5

    @property
    def reach(self):
        """How far the picture goes from the middle, so that every point is in it."""
        furthest = max(np.abs(part.inputs).max(initial=0) for part in (self.seen, self.held_out))
        return max(LEAST_REACH, 1.05 * float(furthest))


def is_own(values):
    """Return whether the learner's own points are what is trained on."""
    return values["data"] == OWN_POINTS


def own_points(text):
    """Return the typed points as a ``Dataset``; errors name the line and the cell."""
    return read_points(text, MOST_POINTS)


def set_up(values, copies=None):
    """Return what these settings ask for.

    Parameters
    ----------
    values : dict
        A value for every setting of the playground.
    copies : int, optional
        So many networks, each with a start of its own.

    Raises
    ------
    ValueError
        Where it cannot be trained, and why.
    """
    if not values["inputs"]:
        raise ValueError("The network has no input: switch on at least one of x, y and the others.")
    data, is_regression = values["data"], values["data"] in REGRESSIONS
    if is_regression and values["loss"] == "cross-entropy":
        raise ValueError(
            f"{data.capitalize()} has numbers to be matched, and cross-entropy is for 0 and 1: "
            "choose squared-error as the loss."
        )
    if is_own(values):
        points = own_points(values["points"])
    else:
        points = cloud(data, values["samples"], values["noise"], rng=values["draw"])
    seen, held_out = split(points, values["held_out"], rng=values["draw"])
    network = Network(_layers(values, is_regression), rng=values["start"], copies=copies)
    made = SetUp(network, seen, held_out, values["inputs"], {}, is_regression)
    made.training.update(
        loss=LOSSES_IN_SHORT[values["loss"]],
        optimizer=OPTIMIZERS[values["optimizer"]].make(),
        batch_size=values["batch_size"],
        rng=values["start"],
    )
    if len(held_out.inputs):
        made.training["validation"] = (made.columns(held_out.inputs), held_out.targets)
    return made


def _layers(values, is_regression):
    sizes = [len(values["inputs"]), *values["layers"]]
    initializer = "he_normal" if values["activation"] == "relu" else "glorot_uniform"
    hidden = [
        Dense(inputs, outputs, values["activation"], bias=values["bias"], initializer=initializer)
        for inputs, outputs in pairwise(sizes)
    ]
    last = "linear" if is_regression else "sigmoid"
    return [*hidden, Dense(sizes[-1], 1, last, bias=values["bias"])]
