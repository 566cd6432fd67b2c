"""Scaling: columns of any unit brought to a common size.

A scaler measures the training data once, with ``fit``. Every later value, a single new one too,
goes through the same numbers with ``transform``; ``inverse_transform`` brings it back to its unit.
"""

import copy
from typing import NamedTuple

import numpy as np

from nnlib import checks, datasets
from nnlib.shown import counted, shown

PRECISION = np.finfo(float).eps


def is_constant(values):
    """Return for every column whether its values are the same but for rounding.

    Values that were computed may differ in their last digits, though they mean the same: 0.3 and
    0.1 + 0.2. Their variance is then no larger than rounding alone makes it, in computing the
    variance or the mean: ``n * eps * variance + (n * mean * eps)**2`` for n values. This is
    scikit-learn's bound, in ``sklearn.preprocessing._data._is_constant_feature``, which is taken
    from T. F. Chan, G. H. Golub and R. J. LeVeque, Algorithms for Computing the Sample Variance,
    1983.

    Parameters
    ----------
    values : array-like, shape (samples, columns)

    Returns
    -------
    array of bool, shape (columns,)

    Examples
    --------
    >>> is_constant([[0.1 + 0.2, 1.0], [0.3, 2.0]]).tolist()
    [True, False]
    """
    values = checks.table(values, "values")
    largest = np.abs(values).max(axis=0)
    values = values / np.where(largest > 0, largest, 1.0)  # no square is too large or too small
    samples, mean, variance = len(values), values.mean(axis=0), values.var(axis=0)
    return variance <= samples * PRECISION * variance + (samples * mean * PRECISION) ** 2


class Scaler:
    """What all scalers do: ``(values - shift) / scale``, column by column.

    Attributes
    ----------
    shift, scale : array, shape (columns,), or None
        What is taken away, and what is divided by; ``None`` before ``fit``. Without columns where
        one number is for all.
    """

    def __init__(self):
        self.shift = self.scale = None

    def measure(self, values):
        """Return (shift, scale) of a table, shapes (columns,) each."""
        raise NotImplementedError

    def fit(self, values):
        """Measure the training data, and return this scaler.

        Parameters
        ----------
        values : array-like, shape (samples, columns)
            A column that ``is_constant`` is shifted only, if it is not divided by its maximum.
        """
        with np.errstate(all="ignore"):
            shift, scale = self.measure(checks.table(values, "values"))
        checks.computed((shift, scale), "values")
        self.shift, self.scale = shift, np.where(scale > 0, scale, 1.0)
        return self

    def transform(self, values):
        """Return values of any sample as ``fit`` has measured, shape (samples, columns)."""
        values = self._checked(values)
        with np.errstate(all="ignore"):
            return checks.computed((values - self.shift) / self.scale, "values")

    def inverse_transform(self, values):
        """Return scaled values in their own unit again, shape (samples, columns)."""
        values = self._checked(values)
        with np.errstate(all="ignore"):
            return checks.computed(self.in_own_unit(values), "values")

    def in_own_unit(self, values):
        """Return scaled values of any shape, columns last, in their own unit; without checks."""
        return values * self.scale + self.shift

    def code(self, rows):
        """Return rows of a person's table as numbers in their own units, which they are already."""
        return self._checked(rows, "rows")

    def __repr__(self):
        fitted = "" if self.scale is None else f": shift {self.shift}, scale {self.scale}"
        return f"{type(self).__name__}{fitted}"

    def _checked(self, values, name="values"):
        values = checks.table(values, name)
        self.check_columns(values.shape[1], name)
        return values

    def check_columns(self, count, name):
        """Raise a ``ValueError`` unless so many columns are what ``fit`` has measured."""
        if self.scale is None:
            raise ValueError(
                f"this {type(self).__name__} has measured nothing yet: call fit(training data)."
            )
        if self.scale.ndim and count != self.scale.size:
            raise ValueError(
                f"{name} have {counted(count, 'column')}, but the data that were measured had "
                f"{self.scale.size}."
            )


class MaxScaler(Scaler):
    """Divide each column by its largest value (by absolute value): none is then beyond 1 or -1.

    Parameters
    ----------
    maximum : float, above 0, optional
        A largest value that is known beforehand, such as the 100 points of an exam. Nothing has to
        be measured then.
    """

    def __init__(self, maximum=None):
        super().__init__()
        self.maximum = maximum
        if maximum is not None:
            self.maximum = checks.number(maximum, "maximum", above=0)
            self.shift, self.scale = np.array(0.0), np.array(self.maximum)

    def measure(self, values):
        """Return (0, the largest absolute value) of each column."""
        known = self.maximum is not None
        largest = np.full(values.shape[1], self.maximum) if known else np.abs(values).max(axis=0)
        return np.zeros(values.shape[1]), largest


class MinMaxScaler(Scaler):
    """Bring each column to the range from 0 to 1."""

    def measure(self, values):
        """Return (the smallest value, the distance to the largest) of each column."""
        low = values.min(axis=0)
        return low, np.where(is_constant(values), 0.0, values.max(axis=0) - low)


class StandardScaler(Scaler):
    """Bring each column to mean 0 and standard deviation 1."""

    def measure(self, values):
        """Return (mean, standard deviation) of each column; the latter divides by n."""
        return values.mean(axis=0), np.where(is_constant(values), 0.0, values.std(axis=0))


class Encoding(NamedTuple):
    """How a dataset's own units become the numbers that a network gets and gives, and back.

    Attributes
    ----------
    inputs, targets : Scaler or None
        Fitted to the training data; ``None`` where the numbers stay as they are.
    """

    inputs: Scaler | None = None
    targets: Scaler | None = None

    def fitted(self, dataset):
        """Return this encoding as measured on a dataset, which should be what training sees."""
        inputs, targets, *_ = datasets.checked(dataset)
        return Encoding(
            self.inputs and copy.copy(self.inputs).fit(inputs),
            self.targets and copy.copy(self.targets).fit(targets),
        )

    def scaled(self, dataset):
        """Return a dataset as a network gets it."""
        dataset = datasets.checked(dataset)
        inputs = self.inputs.transform(dataset.inputs) if self.inputs else dataset.inputs
        targets = self.targets.transform(dataset.targets) if self.targets else dataset.targets
        return dataset._replace(inputs=inputs, targets=targets)

    def predict(self, network, rows):
        """Return what a network answers to rows in their own units, in the units of the targets.

        Parameters
        ----------
        network : Network
        rows : array-like, shape (samples, features)
            Words, where the columns of a table have them, as in ``[[4.5, "early"]]``.

        Returns
        -------
        array, shape (samples, outputs), or (copies, samples, outputs)
        """
        if not hasattr(type(network), "predict"):
            raise ValueError(f"network must be a Network; got {shown(network)}.")
        if self.inputs:
            rows = self.inputs.transform(self.inputs.code(rows))
        outputs = network.predict(rows)
        if self.targets is None:
            return outputs
        self.targets.check_columns(outputs.shape[-1], "outputs")
        with np.errstate(all="ignore"):
            return checks.computed(self.targets.in_own_unit(outputs), "rows")
