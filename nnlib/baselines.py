"""Baselines: what a network has to beat, without training.

Mean and straight line are each a ``Network`` of one linear layer, so that they predict like any
other. The nearest neighbour has no weights: it keeps all examples.
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


def nearest_neighbour(inputs, targets, asked):
    """Return for every row of `asked` the targets of the example that is nearest to it.

    The nearest has the smallest sum of squared differences; of several as near, the first.

    Parameters
    ----------
    inputs : array-like, shape (samples, features)
        The examples, all of which are kept.
    targets : array-like, shape (samples, outputs)
    asked : array-like, shape (questions, features)

    Returns
    -------
    array, shape (questions, outputs)
    """
    inputs, targets = checks.examples(inputs, targets)
    asked = checks.table(asked, "asked")
    asked = checks.array_of_shape(asked, (len(asked), inputs.shape[1]), "asked")
    with np.errstate(all="ignore"):
        # (a - x)² = a² - 2ax + x², of which a² is the same for all examples x. From the mean, for
        # of large numbers that are nearly the same the squares would leave no difference.
        middle = inputs.mean(axis=0)
        inputs, asked = inputs - middle, asked - middle
        apart = (inputs**2).sum(axis=1) - 2 * asked @ inputs.T
    return targets[checks.computed(apart, "inputs or asked").argmin(axis=1)]


def _linear(weights, biases):
    return Network([Dense(*weights.shape, "linear", weights=weights, biases=biases)])
