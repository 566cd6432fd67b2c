"""Activations: what a layer makes of its weighted sums, and how steeply.

A function and its slope travel together. The slope is taken from the *outputs*, which the forward
pass has at hand, not from the sums.

Every function takes ``out``, an array for the result. Training fills the same arrays in every
epoch; making new ones would take as long as the arithmetic.

A new activation is a line at the end: explorers offer it, the microscope shows its formulas, and
programs are written with it.
"""

from typing import NamedTuple

import numpy as np

# As arrays, because NumPy would convert a Python number again at every call.
ONE = np.array(1.0)
ZERO = np.array(0.0)
HIGHEST_EXPONENT = np.array(709.0)  # exp(709) is finite in float64, exp(710) is not


class Written(NamedTuple):
    """How an activation is written.

    Attributes
    ----------
    formula, slope : str
        In the sum s, and in the output o.
    code, slope_code : str
        In NumPy, of an array ``z`` of sums, and of an array ``outputs``.
    """

    formula: str
    code: str
    slope: str = ""
    slope_code: str = ""


class Activation:
    """An elementwise activation.

    Parameters
    ----------
    name : str
    function : callable
        ``function(sums, out=None)``: the outputs, in the shape of the sums; ``out`` may be the
        sums themselves.
    slope : callable or None
        ``slope(outputs, out=None)``: d output / d sum at each output; ``out`` must be another
        array. ``None`` where an output depends on every sum of its row (softmax).
    lowest, highest : float
        Between what the outputs lie.
    written : Written
    """

    def __init__(self, name, function, slope, lowest, highest, written):
        self.name = name
        self.function = function
        self.slope = slope
        self.lowest = lowest
        self.highest = highest
        self.written = written

    def delta(self, outputs, d_outputs, out=None):
        """Carry the gradient back through the activation: slope times gradient (chain rule).

        Parameters
        ----------
        outputs, d_outputs : array, shape (..., samples, outputs)
            The layer's outputs, and the derivative of the loss with respect to each of them.
        out : array of the same shape, optional
            Must not be one of the other two.

        Returns
        -------
        array of the same shape
            The derivative of the loss with respect to each weighted sum, called delta.
        """
        return np.multiply(self.slope(outputs, out), d_outputs, out)


class _Softmax(Activation):
    """Softmax: its slope is a matrix for every row, so only its product with a vector is formed."""

    def delta(self, outputs, d_outputs, out=None):
        """Return ``outputs * (d_outputs - sum(d_outputs * outputs))``, row by row."""
        weighted = np.multiply(d_outputs, outputs, out=out)
        mean = weighted.sum(axis=-1, keepdims=True)
        return np.multiply(outputs, d_outputs - mean, out=out)


def _sigmoid(sums, out=None):
    """Return 1 / (1 + exp(-sums)), which is the same as exp(sums) / (1 + exp(sums))."""
    powers = np.exp(np.minimum(sums, HIGHEST_EXPONENT, out=out), out)
    return np.divide(powers, ONE + powers, out)


def _sigmoid_slope(outputs, out=None):
    return np.multiply(outputs, np.subtract(ONE, outputs, out), out)


def _tanh_slope(outputs, out=None):
    return np.subtract(ONE, np.multiply(outputs, outputs, out), out)


def _relu(sums, out=None):
    return np.maximum(sums, ZERO, out=out)


def _relu_slope(outputs, out=None):
    return np.sign(outputs, out)  # no output is below 0


def _linear(sums, out=None):
    return np.positive(sums, out=out)


def _linear_slope(outputs, out=None):
    out = np.empty_like(outputs, dtype=float) if out is None else out
    out.fill(1.0)
    return out


def _softmax(sums, out=None):
    """Return exp(sums) divided by its sum over the row: positive shares that add up to 1."""
    shifted = np.subtract(sums, np.max(sums, axis=-1, keepdims=True), out=out)
    powers = np.exp(shifted, out=out)
    return np.divide(powers, powers.sum(axis=-1, keepdims=True), out=out)


SIGMOID = Activation(
    "sigmoid", _sigmoid, _sigmoid_slope, 0, 1,
    Written("1 / (1 + e⁻ˢ)", "1 / (1 + np.exp(-np.maximum(z, -709)))",
            "o · (1 - o)", "outputs * (1 - outputs)"),
)  # fmt: skip
TANH = Activation(
    "tanh", np.tanh, _tanh_slope, -1, 1,
    Written("tanh(s)", "np.tanh(z)", "1 - o²", "1 - outputs**2"),
)  # fmt: skip
RELU = Activation(
    "relu", _relu, _relu_slope, 0, np.inf,
    Written("max(0, s)", "np.maximum(z, 0)",
            "1 where o > 0, else 0", "np.where(outputs > 0, 1, 0)"),
)  # fmt: skip
LINEAR = Activation(
    "linear", _linear, _linear_slope, -np.inf, np.inf,
    Written("s", "z", "1", "np.ones_like(outputs)"),
)  # fmt: skip
SOFTMAX = _Softmax(
    "softmax", _softmax, None, 0, 1,
    Written("eˢ / Σ eˢ, the sum over the row", "np.exp(z - z.max(axis=1, keepdims=True)) / "
            "np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)"),
)  # fmt: skip

ACTIVATIONS = {each.name: each for each in (SIGMOID, TANH, RELU, LINEAR, SOFTMAX)}
