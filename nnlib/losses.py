"""Losses: one number for how wrong the outputs are, and its gradient.

Outputs and targets have the shape (samples, outputs). Outputs of many networks at once have the
shape (copies, samples, outputs); the loss is then one number a copy. In the formulas ``n`` is the
number of samples and ``m`` the number of outputs.
"""

from typing import NamedTuple

import numpy as np

# The distance from 1 of the nearest float64 below it. A cross-entropy takes an output that is
# nearer to 0 or 1 as this far away, so that its logarithm stays finite.
NEAREST = 2.0**-53


class Written(NamedTuple):
    """How a loss is written, of outputs o and targets t.

    Attributes
    ----------
    formula, code : str
        The loss itself, and in NumPy, of arrays ``outputs``, ``targets``, and ``errors``, their
        difference ``targets - outputs``.
    gradient, gradient_code, gradient_in_words : str
        Its derivative with respect to an output.
    delta, delta_code : str
        What remains of it beside the loss's partner; empty where there is none.
    """

    formula: str
    code: str
    gradient: str
    gradient_code: str
    gradient_in_words: str
    delta: str = ""
    delta_code: str = ""


class Loss:
    """A loss with its gradient.

    Parameters
    ----------
    name : str
    function : callable
        ``function(outputs, targets)``: the loss, a number, or an array of shape (copies,).
    gradient : callable
        ``gradient(outputs, targets, out=None)``: the derivative of the loss with respect to each
        output, in the shape of the outputs.
    written : Written
    partner : str or None
        The activation that the last layer must have. With it, the slope of the activation and the
        denominator of the gradient cancel, and ``delta`` is what remains.
    delta : callable or None
        ``delta(outputs, targets, out=None)``: the derivative of the loss with respect to each
        weighted sum of the last layer, where there is a partner.
    """

    def __init__(self, name, function, gradient, written, partner=None, delta=None):
        self.name = name
        self.function = function
        self.gradient = gradient
        self.written = written
        self.partner = partner
        self.delta = delta


def _sum(values):
    """Add up everything but the copies."""
    sums = values.sum(axis=(-2, -1))
    return float(sums) if values.ndim == 2 else sums


def _sum_of_squares(values):
    """Add up the squares of everything but the copies."""
    if values.ndim == 2:
        flat = values.ravel()
        return float(flat.dot(flat))
    return np.einsum("cso,cso->c", values, values)


def _mean_squared_error(outputs, targets):
    """Return sum((outputs - targets)^2) / (n m)."""
    return _sum_of_squares(outputs - targets) / targets.size


def _mean_squared_error_gradient(outputs, targets, out=None):
    return np.multiply(np.subtract(outputs, targets, out=out), 2 / targets.size, out=out)


def _half_sum_of_squares(outputs, targets):
    """Return sum((outputs - targets)^2) / 2, whose gradient is the bare error."""
    return _sum_of_squares(outputs - targets) / 2


def _half_sum_of_squares_gradient(outputs, targets, out=None):
    return np.subtract(outputs, targets, out=out)


def _binary_cross_entropy(outputs, targets):
    """Return -sum(t log o + (1 - t) log(1 - o)) / (n m)."""
    likely = np.clip(outputs, NEAREST, 1 - NEAREST)
    log_likelihood = targets * np.log(likely) + (1 - targets) * np.log1p(-likely)
    return -_sum(log_likelihood) / targets.size


def _binary_cross_entropy_gradient(outputs, targets, out=None):
    likely = np.clip(outputs, NEAREST, 1 - NEAREST)
    per_output = (likely - targets) / (likely * (1 - likely))
    return np.divide(per_output, targets.size, out=out)


def _binary_cross_entropy_delta(outputs, targets, out=None):
    """Return (o - t) / (n m): the sigmoid's slope o (1 - o) has cancelled."""
    return np.divide(np.subtract(outputs, targets, out=out), targets.size, out=out)


def _categorical_cross_entropy(outputs, targets):
    """Return -sum(t log o) / n, where every row of targets adds up to 1."""
    return -_sum(targets * np.log(np.maximum(outputs, NEAREST))) / len(targets)


def _categorical_cross_entropy_gradient(outputs, targets, out=None):
    return np.divide(-targets / np.maximum(outputs, NEAREST), len(targets), out=out)


def _categorical_cross_entropy_delta(outputs, targets, out=None):
    """Return (o - t) / n: what softmax's product leaves of the gradient."""
    return np.divide(np.subtract(outputs, targets, out=out), len(targets), out=out)


MEAN_SQUARED_ERROR = Loss(
    "mean_squared_error",
    _mean_squared_error,
    _mean_squared_error_gradient,
    Written(
        "Σ (t - o)² / count",
        "(errors**2).mean()",
        "2 · (o - t) / count",
        "2 * (outputs - targets) / targets.size",
        "output minus target, the error with its sign turned round, times 2 and divided by the "
        "count of targets",
    ),
)
HALF_SUM_OF_SQUARES = Loss(
    "half_sum_of_squares",
    _half_sum_of_squares,
    _half_sum_of_squares_gradient,
    Written(
        "½ Σ (t - o)²",
        "(errors**2).sum() / 2",
        "o - t",
        "outputs - targets",
        "output minus target: the error with its sign turned round",
    ),
)
BINARY_CROSS_ENTROPY = Loss(
    "binary_cross_entropy",
    _binary_cross_entropy,
    _binary_cross_entropy_gradient,
    Written(
        "-Σ (t ln o + (1 - t) ln(1 - o)) / count",
        "-(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)).mean()",
        "(o - t) / (o · (1 - o)) / count",
        "(outputs - targets) / (outputs * (1 - outputs)) / targets.size",
        "output minus target, the error with its sign turned round, divided by the slope and by "
        "the count of targets",
        "(o - t) / count",
        "(outputs - targets) / targets.size",
    ),
    partner="sigmoid",
    delta=_binary_cross_entropy_delta,
)
CATEGORICAL_CROSS_ENTROPY = Loss(
    "categorical_cross_entropy",
    _categorical_cross_entropy,
    _categorical_cross_entropy_gradient,
    Written(
        "-Σ t ln o / rows",
        "-(targets * np.log(outputs)).sum() / len(targets)",
        "-t / o / rows",
        "-targets / outputs / len(targets)",
        "below 0 where the target is 1, since there a larger output makes the loss smaller",
        "(o - t) / rows",
        "(outputs - targets) / len(targets)",
    ),
    partner="softmax",
    delta=_categorical_cross_entropy_delta,
)

LOSSES = {
    each.name: each
    for each in (
        MEAN_SQUARED_ERROR,
        HALF_SUM_OF_SQUARES,
        BINARY_CROSS_ENTROPY,
        CATEGORICAL_CROSS_ENTROPY,
    )
}
