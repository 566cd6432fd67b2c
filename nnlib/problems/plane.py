"""Points in the plane: from a playground's settings to a network, its points, and its training."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nnlib.clouds import EXTENT, REGRESSIONS, cloud
from nnlib.datasets import Dataset, split
from nnlib.network import Dense, Network
from nnlib.problems.lists import FEATURES, LOSSES_IN_SHORT, OPTIMIZERS
from nnlib.problems.own_examples import read_points
from nnlib.scaling import StandardScaler

OWN_POINTS = "own"
MOST_POINTS = 500
MARGIN = 0.1  # of the range of one's own points, beside them
ENOUGH_POINTS = 10  # from which a picture is framed on points that lie close together


class View(NamedTuple):
    """What of the plane is in the picture: its middle, and how far it goes from there, x and y."""

    middle: tuple
    reach: tuple


USUAL_VIEW = View((0.0, 0.0), (1.2 * EXTENT, 1.2 * EXTENT))  # a little further than drawn points


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
    scaler : StandardScaler or None
        Of x and y, before a feature is made of them, measured on ``seen``; for one's own points.
    """

    network: Network
    seen: Dataset
    held_out: Dataset
    inputs: tuple
    training: dict
    is_regression: bool
    scaler: StandardScaler | None

    @property
    def examples(self):
        """The points to learn from as the network gets them."""
        names = tuple(FEATURES[name].sign for name in self.inputs)
        return self.seen._replace(inputs=self.columns(self.seen.inputs), input_names=names)

    def columns(self, points):
        """Return points, shape (samples, 2), as the network's inputs, (samples, features)."""
        x, y = (self.scaler.transform(points) if self.scaler else points).T
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
    def view(self):
        """What is in the picture: the usual plane, or where that does not fit, all points."""
        points = np.vstack([self.seen.inputs, self.held_out.inputs])
        low, high = points.min(axis=0), points.max(axis=0)
        usual = USUAL_VIEW.reach[0]
        is_small = len(points) >= ENOUGH_POINTS and np.ptp(points, axis=0).max() < usual / 2
        if np.abs(points).max() <= usual and not is_small:
            return USUAL_VIEW
        half = np.where(high > low, (high - low) / 2, np.maximum(np.abs(high), 1.0) / 2)
        return View(tuple(((low + high) / 2).tolist()), tuple(((1 + MARGIN) * half).tolist()))


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
    scaler = StandardScaler().fit(seen.inputs) if is_own(values) and values["scaled"] else None
    network = Network(_layers(values, is_regression), rng=values["start"], copies=copies)
    made = SetUp(network, seen, held_out, values["inputs"], {}, is_regression, scaler)
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
