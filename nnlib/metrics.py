"""Metrics: how many answers are right, in the units of a person.

A loss is what training makes small; a metric is what one wants to know.
"""

import numpy as np

from nnlib import checks
from nnlib.arrays import real_array
from nnlib.shown import shown

TOLERANCE = 0.1  # the first tutorials': above 0.9 counts as 1, below 0.1 as 0


def accuracy(outputs, targets):
    """Return the share of samples that are answered right, from 0 to 1.

    With one output, right means on the same side of 0.5 as the target (0.5 itself counts as 1).
    With several, right means that the largest output is where the largest target is.

    Parameters
    ----------
    outputs, targets : array-like, shape (samples, outputs)
    """
    answers, right_answers = (_classes(each) for each in _pair(outputs, targets))
    return float(np.mean(answers == right_answers))


def within_tolerance(outputs, targets, tolerance=TOLERANCE):
    """Return the share of samples whose every output is less than `tolerance` from its target.

    Parameters
    ----------
    outputs, targets : array-like, shape (samples, outputs)
    tolerance : float, above 0
        In the units of the targets. With 0.1 and targets 0 and 1: below 0.1 counts as 0, above
        0.9 counts as 1, and nothing between counts.
    """
    return float(np.mean(is_within(outputs, targets, tolerance)))


def is_within(outputs, targets, tolerance=TOLERANCE):
    """Return for every sample what ``within_tolerance`` counts, shape (samples,), of bool."""
    outputs, targets = _pair(outputs, targets)
    tolerance = checks.number(tolerance, "tolerance", above=0)
    return np.all(np.abs(outputs - targets) < tolerance, axis=-1)


def solved(outputs, targets, tolerance=TOLERANCE):
    """Return for every copy of a network whether all its outputs are less than `tolerance` off.

    Parameters
    ----------
    outputs : array, shape (copies, samples, outputs)
    targets : array-like, shape (samples, outputs)
    tolerance : float, above 0

    Returns
    -------
    array of bool, shape (copies,)
    """
    tolerance = checks.number(tolerance, "tolerance", above=0)
    outputs, targets = _of_copies(outputs, targets)
    with np.errstate(all="ignore"):
        apart = np.abs(outputs - targets)
    return np.all(apart < tolerance, axis=(-2, -1))


def answered_right(outputs, targets):
    """Return for every copy and sample whether the output is on its target's side of 0.5.

    As Keras has it, 0.5 itself counts as 0. What is not a number is never right.

    Parameters
    ----------
    outputs : array, shape (copies, samples, 1)
    targets : array-like, shape (samples, 1)

    Returns
    -------
    array of bool, shape (copies, samples)
    """
    outputs, targets = _of_copies(outputs, targets)
    if targets.shape[1] != 1:
        raise ValueError(f"targets must have one column, 0 or 1; got {targets.shape[1]} columns.")
    return (((outputs > 0.5) == (targets > 0.5)) & ~np.isnan(outputs))[..., 0]


def confusion_matrix(outputs, targets):
    """Count the samples by their right class (row) and the class answered (column).

    Parameters
    ----------
    outputs, targets : array-like, shape (samples, outputs)
        One column stands for the two classes 0 and 1, more columns for a class each.

    Returns
    -------
    array of int, shape (classes, classes)
    """
    outputs, targets = _pair(outputs, targets)
    classes = max(2, targets.shape[1])
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (_classes(targets), _classes(outputs)), 1)
    return counts


def typical_error(outputs, targets):
    """Return the root of the mean squared error: how far off an answer is, in the target's unit.

    Parameters
    ----------
    outputs, targets : array-like, shape (samples, outputs)
    """
    outputs, targets = _pair(outputs, targets)
    with np.errstate(all="ignore"):
        error = float(np.sqrt(np.mean((outputs - targets) ** 2)))
    return checks.computed(error, "outputs or targets")


def permutation_importance(predict, inputs, targets, *, repeats=10, rng=None):
    """Return by how much the mean squared error grows when one input tells nothing any more.

    An input's column is shuffled among the samples, so that its values stay what they are and
    belong to others (Breiman, 2001).

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, features) to (samples, outputs).
    inputs : array-like, shape (samples, features)
        Better held-out ones than those that were learned from.
    targets : array-like, shape (samples, outputs)
    repeats : int
        How often each column is shuffled.
    rng : int or numpy.random.Generator, optional

    Returns
    -------
    array, shape (features, repeats)
        About 0 for an input that is not used.
    """
    checks.function(predict, "predict", "of inputs")
    inputs, targets = checks.examples(inputs, targets)
    repeats = checks.whole_number(repeats, "repeats")
    checks.not_too_many(inputs.shape[1] * repeats, "repeats", "errors of shuffled inputs")
    rng = checks.random_generator(rng)

    def mean_squared_error(inputs):
        outputs = checks.array_of_shape(
            predict(inputs.copy()), targets.shape, "what predict returns for these targets"
        )
        return typical_error(outputs, targets) ** 2

    error = mean_squared_error(inputs)
    importance = np.empty((inputs.shape[1], repeats))
    for column in range(inputs.shape[1]):
        for repeat in range(repeats):
            shuffled = inputs.copy()
            shuffled[:, column] = rng.permutation(inputs[:, column])
            importance[column, repeat] = mean_squared_error(shuffled) - error
    return importance


def _pair(outputs, targets):
    targets = checks.table(targets, "targets")
    outputs = checks.table(outputs, "outputs")
    if outputs.shape != targets.shape:
        raise ValueError(
            f"outputs have the shape {shown(outputs.shape)} and targets {shown(targets.shape)}: "
            "give one output for every target."
        )
    return outputs, targets


def _of_copies(outputs, targets):
    outputs, targets = real_array(outputs, "outputs"), checks.table(targets, "targets")
    if outputs.shape[1:] != targets.shape:
        raise ValueError(
            f"outputs have the shape {shown(outputs.shape)} and targets {shown(targets.shape)}, "
            "but (copies, *targets) is expected: give the outputs of a network with copies."
        )
    return outputs, targets


def _classes(values):
    if values.shape[1] == 1:
        return (values[:, 0] >= 0.5).astype(int)
    return values.argmax(axis=1)
