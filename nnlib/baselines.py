"""Baselines: what a network has to beat, in closed form.

Each is a ``Network`` of one linear neuron, so that it predicts like any other.
"""

import numpy as np

from nnlib import checks
from nnlib.network import Dense, Network


def mean_alone(inputs, targets):
    """Return a network that always answers the mean of the targets.

    Parameters
    ----------
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    """
    inputs, targets = checks.examples(inputs, targets)
    with np.errstate(all="ignore"):
        mean = checks.computed(targets.mean(axis=0), "targets")
    return _linear(np.zeros((inputs.shape[1], targets.shape[1])), mean)


def straight_line(inputs, targets):
    """Return the linear network with the smallest mean squared error there is (least squares).

    With one input it is a straight line, with two a plane. Of several as good, it is the one with
    the smallest weights.

    Parameters
    ----------
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    """
    inputs, targets = checks.examples(inputs, targets)
    with np.errstate(all="ignore"):
        # From the means, so that the bias is no weight among others.
        middle, mean = inputs.mean(axis=0), targets.mean(axis=0)
        apart = checks.computed(inputs - middle, "inputs")
        weights = np.linalg.lstsq(apart, checks.computed(targets - mean, "targets"), rcond=None)[0]
        biases = mean - middle @ weights
    for result in (weights, biases):
        checks.computed(result, "inputs or targets")
    return _linear(weights, biases)


def _linear(weights, biases):
    return Network([Dense(*weights.shape, "linear", weights=weights, biases=biases)])
