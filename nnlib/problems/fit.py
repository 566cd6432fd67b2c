"""A network that is fitted to numbers or classes, which stay in their own units and words."""

from typing import NamedTuple

import numpy as np

from nnlib.baselines import mean_alone, straight_line
from nnlib.datasets import Dataset, split, split_rows
from nnlib.losses import LOSSES
from nnlib.metrics import accuracy, typical_error
from nnlib.network import Dense, Network
from nnlib.scaling import Encoding, StandardScaler, is_constant

DRAW = 1  # the seed of what is held out
SHUFFLES = 10  # of a column, to see how much it matters
PARTS = 5  # in which examples are left out in turn
NUMBERS = ("linear", "mean_squared_error")  # last activation and loss, by what the targets are
TWO_CLASSES = ("sigmoid", "binary_cross_entropy")
CLASSES = ("softmax", "categorical_cross_entropy")


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
    classes : tuple of str
        What the one target may be, where it is a word, or 0 and 1; none where targets are numbers.
    loss : str
    """

    network: Network
    seen: Dataset
    held_out: Dataset
    encoding: Encoding
    classes: tuple
    loss: str

    @property
    def examples(self):
        """The examples to learn from as the network gets them."""
        return self.encoding.scaled(self.seen)

    @property
    def learned_from(self):
        """The examples to learn from in their own units, and how they are encoded."""
        return self.seen._replace(encoding=self.encoding)

    @property
    def training(self):
        """What ``Training`` needs besides, but for the settings that hold at once."""
        how = {"loss": self.loss}
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
        return self.encoding.targets.in_own_unit(outputs)

    def errors(self, network):
        """Return how far off a network is on each held-out example and target, in its unit."""
        return np.abs(self.predict(network, self.held_out.inputs) - self.held_out.targets)

    def error(self, network, part):
        """Return for each target the typical error of a network on some examples, in its unit.

        Of classes it is one number: the share of examples that are given a wrong one.
        """
        return self._errors_of(self.predict(network, part.inputs), part)

    def baselines(self):
        """Return the errors, as ``error`` has them, of the mean and of a straight line.

        Of classes, the first one always answers the most frequent. They are those on held-out
        examples, or where there are none, on those they were made from.
        """
        part = self.held_out if len(self.held_out.inputs) else self.seen
        made = (make(self.seen.inputs, self.seen.targets) for make in (mean_alone, straight_line))
        return [self._errors_of(each.predict(part.inputs), part) for each in made]

    def importance(self, network):
        """Return by how much the loss grows when a column is shuffled, by the columns' names.

        All columns that hold the words of one are shuffled together. The loss is that on held-out
        examples, where there are any; the largest growth comes first.
        """
        part = self.encoding.scaled(self.held_out if len(self.held_out.inputs) else self.seen)
        loss, rng = LOSSES[self.loss].function, np.random.default_rng(DRAW)
        before = loss(network.predict(part.inputs), part.targets)
        grown = {}
        for name, columns in self._columns():
            inputs, losses = part.inputs.copy(), []
            for _ in range(SHUFFLES):
                inputs[:, columns] = part.inputs[rng.permutation(len(inputs))][:, columns]
                losses.append(loss(network.predict(inputs), part.targets))
            grown[name] = float(np.mean(losses) - before)
        return dict(sorted(grown.items(), key=lambda each: -each[1]))

    def _columns(self):
        """Yield the name of each column as a person has it, and its columns as a network does."""
        parts = getattr(self.encoding.inputs, "parts", None)
        widths = [(part.name, len(part.names)) for part in parts or ()]
        start = 0
        for name, width in widths or [(name, 1) for name in self.seen.input_names]:
            yield name, slice(start, start + width)
            start += width

    def _errors_of(self, predicted, part):
        if self.classes:
            return [1 - accuracy(predicted, part.targets)]
        columns = zip(predicted.T, part.targets.T, strict=True)
        return [typical_error(*(each[:, np.newaxis] for each in pair)) for pair in columns]


def fit(dataset, *, hidden, bias, held_out, start, copies=None):
    """Return a network with one hidden layer for these examples, before its training.

    Parameters
    ----------
    dataset : Dataset
        Its targets are numbers, or one column of a table that holds words, or 0 and 1.
    hidden : int
    bias : bool
    held_out : float, from 0 up to but without 1
        The share that is held out, at least one example if it is above 0.
    start : int
        The seed of the first weights.
    copies : int, optional
    """
    seen, rest = _parts(dataset, held_out)
    return _fit(seen, rest, classes_of(dataset), start, hidden, bias, copies)


def fit_without_parts(dataset, *, hidden, bias, held_out, start):
    """Return fits that hold out a part each, in turn, of the examples that ``fit`` learns from.

    So every one of them gets a prediction from a network that has not learned from it.

    Returns
    -------
    list of Fit
        None where there is but one such example.
    """
    seen, _ = _parts(dataset, held_out)
    classes = classes_of(dataset)
    rows = np.arange(len(seen.inputs))
    parts = np.array_split(rows, min(PARTS, len(rows))) if len(rows) > 1 else []
    return [
        _fit(_rows(seen, np.delete(rows, part)), _rows(seen, part), classes, start, hidden, bias)
        for part in parts
    ]


def classes_of(dataset):
    """Return what the target of a table may be, where that is a word, or 0 and 1; else nothing."""
    return getattr(dataset.encoding and dataset.encoding.targets, "classes", ())


def held_out_rows(samples, share):
    """Return which of so many examples are held out, in the order of ``Fit.held_out``."""
    return split_rows(samples, _share(samples, share), rng=DRAW)[1]


def _parts(dataset, share):
    """Return the examples to learn from, and those that are held out."""
    return split(dataset, _share(len(dataset.inputs), share), rng=DRAW)


def _share(samples, share):
    """Return the share to hold out: of a share above 0 at least one example, and never all."""
    share = max(share, 1 / samples) if share else 0.0
    return min(share, 1 - 1 / samples)


def _fit(seen, rest, classes, start, hidden, bias, copies=None):
    outputs = seen.targets.shape[1]
    last, loss = NUMBERS if not classes else TWO_CLASSES if outputs == 1 else CLASSES
    layers = [
        Dense(seen.inputs.shape[1], hidden, "tanh", bias=bias),
        Dense(hidden, outputs, last, bias=bias),
    ]
    encoding = seen.encoding or Encoding(StandardScaler(), StandardScaler())
    network = Network(layers, rng=start, copies=copies)
    return Fit(network, seen, rest, encoding.fitted(seen), classes, loss)


def _rows(dataset, rows):
    return dataset._replace(inputs=dataset.inputs[rows], targets=dataset.targets[rows])


def same_in_every_row(dataset):
    """Return the names of columns in which all values are the same, but for rounding."""
    values = np.hstack([dataset.inputs, dataset.targets])
    names = (*dataset.input_names, *dataset.target_names)
    return [name for name, constant in zip(names, is_constant(values), strict=True) if constant]
