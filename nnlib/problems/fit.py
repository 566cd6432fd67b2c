"""A network that is fitted to numbers, which stay in their own units."""

from typing import NamedTuple

import numpy as np

from nnlib.baselines import mean_alone, straight_line
from nnlib.datasets import Dataset, split
from nnlib.metrics import typical_error
from nnlib.network import Dense, Network
from nnlib.scaling import Encoding, StandardScaler, is_constant

DRAW = 1  # the seed of what is held out
PARTS = 5  # in which examples are left out in turn
LOSS = "mean_squared_error"


class Fit(NamedTuple):
    """A network, the examples in their own units, and what scales in between.

    Attributes
    ----------
    network : Network
        From scaled inputs to scaled targets.
    seen, held_out : Dataset
        Examples to learn from, and examples to be watched only; there may be none of these.
    encoding : Encoding
        From the examples' own units to what the network gets and gives, measured on ``seen``.
    """

    network: Network
    seen: Dataset
    held_out: Dataset
    encoding: Encoding

    @property
    def examples(self):
        """The examples to learn from as the network gets them."""
        return self.encoding.scaled(self.seen)

    @property
    def training(self):
        """What ``Training`` needs besides, but for the settings that hold at once."""
        how = {"loss": LOSS}
        if len(self.held_out.inputs):
            watched = self.encoding.scaled(self.held_out)
            how["validation"] = (watched.inputs, watched.targets)
        return how

    @property
    def has_words(self):
        """Whether a column of the inputs holds words."""
        return any(part.words for part in getattr(self.encoding.inputs, "parts", ()))

    def predict(self, network, inputs):
        """Return what a network of this kind predicts, in the targets' unit.

        Parameters
        ----------
        network : Network
            Such as this one at another epoch; of one with copies, every copy predicts.
        inputs : array, shape (samples, features)

        Returns
        -------
        array, shape (samples, 1), or (copies, samples, 1)
        """
        outputs = network.predict(self.encoding.inputs.transform(inputs))
        return outputs * self.encoding.targets.scale + self.encoding.targets.shift

    def errors(self, network):
        """Return how far off a network is on each held-out example, in the targets' unit."""
        return np.abs(self.predict(network, self.held_out.inputs) - self.held_out.targets).ravel()

    def error(self, network, part):
        """Return the typical error of a network on some examples, in the targets' unit."""
        return typical_error(self.predict(network, part.inputs), part.targets)

    def baselines(self):
        """Return the typical errors of the mean and of a straight line, on held-out examples.

        Where none are held out, on those they were made from.
        """
        part = self.held_out if len(self.held_out.inputs) else self.seen
        made = (make(self.seen.inputs, self.seen.targets) for make in (mean_alone, straight_line))
        return [typical_error(each.predict(part.inputs), part.targets) for each in made]

    def outside(self, row):
        """Return for inputs outside the examples' range (name, value, lowest, highest).

        Parameters
        ----------
        row : list of float
        """
        low, high = self.seen.inputs.min(axis=0).tolist(), self.seen.inputs.max(axis=0).tolist()
        return [
            (name, value, lowest, highest)
            for name, value, lowest, highest in zip(
                self.seen.input_names, row, low, high, strict=True
            )
            if not lowest <= value <= highest
        ]


def fit(dataset, *, hidden, bias, held_out, start, copies=None):
    """Return a network with one hidden layer for these examples, before its training.

    Parameters
    ----------
    dataset : Dataset
        With one target, a number.
    hidden : int
    bias : bool
    held_out : float, from 0 up to but without 1
        The share that is held out, at least one example if it is above 0.
    start : int
        The seed of the first weights.
    copies : int, optional
    """
    seen, rest = _held_out(dataset, held_out)
    return _fit(seen, rest, start, hidden, bias, copies)


def fit_without_parts(dataset, *, hidden, bias, held_out, start):
    """Return fits that hold out a part each, in turn, of the examples that ``fit`` learns from.

    So every one of them gets a prediction from a network that has not learned from it.

    Returns
    -------
    list of Fit
        None where there is but one such example.
    """
    seen, _ = _held_out(dataset, held_out)
    rows = np.arange(len(seen.inputs))
    parts = np.array_split(rows, min(PARTS, len(rows))) if len(rows) > 1 else []
    return [
        _fit(_rows(seen, np.delete(rows, part)), _rows(seen, part), start, hidden, bias)
        for part in parts
    ]


def _held_out(dataset, share):
    """Return the examples to learn from, and those that are held out."""
    share = max(share, 1 / len(dataset.inputs)) if share else 0.0
    return split(dataset, min(share, 1 - 1 / len(dataset.inputs)), rng=DRAW)


def _fit(seen, rest, start, hidden, bias, copies=None):
    layers = [
        Dense(seen.inputs.shape[1], hidden, "tanh", bias=bias),
        Dense(hidden, 1, "linear", bias=bias),
    ]
    encoding = seen.encoding or Encoding(StandardScaler(), StandardScaler())
    return Fit(Network(layers, rng=start, copies=copies), seen, rest, encoding.fitted(seen))


def _rows(dataset, rows):
    return dataset._replace(inputs=dataset.inputs[rows], targets=dataset.targets[rows])


def same_in_every_row(dataset):
    """Return the names of columns in which all values are the same, but for rounding."""
    values = np.hstack([dataset.inputs, dataset.targets])
    names = (*dataset.input_names, *dataset.target_names)
    return [name for name, constant in zip(names, is_constant(values), strict=True) if constant]
