"""Layers: neurons side by side, with their weights, biases and activation."""

import copy

import numpy as np

from nnlib import checks
from nnlib.activations import ACTIVATIONS


def _uniform(rng, inputs, outputs, shape):
    """Draw evenly from [-1, 1)."""
    return rng.uniform(-1.0, 1.0, shape)


def _normal(rng, inputs, outputs, shape):
    """Draw normally with standard deviation 1."""
    return rng.normal(0.0, 1.0, shape)


def _glorot_uniform(rng, inputs, outputs, shape):
    """Draw evenly from within sqrt(6 / (inputs + outputs)) of 0 (Glorot and Bengio, 2010)."""
    limit = np.sqrt(6.0 / (inputs + outputs))
    return rng.uniform(-limit, limit, shape)


def _he_normal(rng, inputs, outputs, shape):
    """Draw normally with standard deviation sqrt(2 / inputs) (He and others, 2015)."""
    return rng.normal(0.0, np.sqrt(2.0 / inputs), shape)


INITIALIZERS = {
    "uniform": _uniform,
    "normal": _normal,
    "glorot_uniform": _glorot_uniform,
    "he_normal": _he_normal,
}


MOST_PRODUCTS_FOR_EINSUM = 4096  # in the multiplication of one copy; measured


def _matmul_of_copies(left, right, out=None):
    """Return ``left @ right`` for every copy.

    For a thousand small matrices einsum takes a quarter of the time of ``np.matmul``, which calls
    its matrix routine once for each of them. For large ones it is the other way round.
    """
    if left.shape[-2] * right.shape[-2] * right.shape[-1] > MOST_PRODUCTS_FOR_EINSUM:
        return np.matmul(left, right, out=out)
    return np.einsum("...ij,...jk->...ik", left, right, out=out)


def empty(shape, copies=None):
    """Return an array to be filled, of `shape`, or (copies, *shape) if there are copies.

    The copies lie side by side in memory, so that arithmetic runs over all of them at a stretch.
    """
    if copies is None:
        return np.empty(shape)
    return np.moveaxis(np.empty((*shape, copies)), -1, 0)


class Dense:
    """A layer in which every neuron sees every input.

    Parameters
    ----------
    inputs, outputs : int
        The number of inputs, and of neurons, each of which gives one output.
    activation : str
        ``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"linear"`` or ``"softmax"``.
    bias : bool
        Whether every neuron adds a number of its own to its weighted sum.
    initializer : str
        How the weights start: ``"uniform"`` ([-1, 1)), ``"normal"``, ``"glorot_uniform"`` or
        ``"he_normal"``. Biases start at 0.
    weights : array-like, shape (inputs, outputs), optional
        Where the weights start instead.
    biases : array-like, shape (outputs,), optional
        Where the biases start instead.

    Notes
    -----
    A layer gets its weights when it becomes part of a ``Network``, which takes a copy of it: the
    layers that compute are ``network.layers``. Given to another network, a layer starts afresh.
    """

    def __init__(
        self,
        inputs,
        outputs,
        activation,
        *,
        bias=True,
        initializer="glorot_uniform",
        weights=None,
        biases=None,
    ):
        self.inputs = checks.whole_number(inputs, "inputs of a layer")
        self.outputs = checks.whole_number(outputs, "outputs of a layer")
        checks.not_too_many(self.inputs * self.outputs, "inputs and outputs", "weights")
        self.activation = checks.one_of(activation, ACTIVATIONS, "activation")
        self.initializer = checks.one_of(initializer, INITIALIZERS, "initializer")
        self.bias = checks.true_or_false(bias, "bias")
        if biases is not None and not self.bias:
            raise ValueError("biases are given, but bias is False: leave one of the two out.")
        self._start = _given_start(
            weights, (self.inputs, self.outputs), "weights (inputs, outputs)"
        )
        self._bias_start = _given_start(biases, (self.outputs,), "biases (outputs,)")
        self._weights = None
        self._bias_row = None
        self.matmul = np.ndarray.dot  # for two tables the same as np.matmul, and quicker to start

    def __repr__(self):
        bias = "" if self.bias else ", bias=False"
        return f"Dense({self.inputs}, {self.outputs}, {self.activation.name!r}{bias})"

    def forward(self, inputs, out=None):
        """Return ``activation(inputs @ weights + biases)``.

        Parameters
        ----------
        inputs : array, shape (samples, inputs)
        out : array, shape (samples, outputs), optional
            Is filled and returned.
        """
        try:
            sums = self.matmul(inputs, self._weights, out)
        except (TypeError, AttributeError):  # to check every call would take as long as it does
            wanted = f"an array of shape (samples, {self.weights.shape[-2]})"
            checks.instance(inputs, np.ndarray, "inputs", wanted)
            raise
        if self.bias:
            sums += self._bias_row
        return self.activation.function(sums, sums)

    @property
    def weights(self):
        """The weights, shape (inputs, outputs): a view, so what is written here counts."""
        if self._weights is None:
            raise ValueError("this layer has no weights yet: look into network.layers.")
        return self._weights

    @weights.setter
    def weights(self, values):
        self.weights[...] = checks.array_of_shape(values, self.weights.shape, "weights")

    @property
    def biases(self):
        """The biases, shape (outputs,), or ``None`` without bias; a view like the weights."""
        return None if self._bias_row is None else self._bias_row[..., 0, :]

    @biases.setter
    def biases(self, values):
        if self._bias_row is None:
            raise ValueError("this layer has no biases: they come with Network and bias=True.")
        self.biases[...] = checks.array_of_shape(values, self.biases.shape, "biases")

    @property
    def size(self):
        """The number of weights and biases."""
        return self.inputs * self.outputs + (self.outputs if self.bias else 0)

    def views(self, vector):
        """Return `vector`, shape (size,), as weights (inputs, outputs) and biases (1, outputs)."""
        count = self.inputs * self.outputs
        leading = vector.shape[:-1]
        weights = vector[..., :count].reshape(*leading, self.inputs, self.outputs)
        biases = vector[..., np.newaxis, count:] if self.bias else None
        return weights, biases

    def look_into(self, vector):
        """Keep weights and biases in `vector` from now on."""
        self._weights, self._bias_row = self.views(vector)

    def placed(self, vector, rng):
        """Return a copy of this layer that keeps its parameters in `vector`, at their start."""
        layer = copy.copy(self)
        layer.look_into(vector)
        if vector.ndim > 1:
            layer.matmul = _matmul_of_copies
        if self._start is None:
            start = self.initializer(rng, self.inputs, self.outputs, layer._weights.shape)
        else:
            start = self._start
        layer._weights[...] = start
        if self.bias:
            layer._bias_row[...] = 0.0 if self._bias_start is None else self._bias_start
        return layer


def _given_start(values, shape, name):
    return None if values is None else checks.array_of_shape(values, shape, name)
