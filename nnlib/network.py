"""Layers and networks: the forward pass and the backward pass, and nothing else.

All parameters of a network lie in one array, ``network.parameters``; the weights and biases of its
layers are views into it. So an optimizer changes a whole network in one line, and a copy of that
one array is a copy of all that the network has learned.
"""

import copy
from itertools import pairwise

import numpy as np

from nnlib import checks
from nnlib.activations import ACTIVATIONS, LINEAR
from nnlib.losses import LOSSES


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
        self.activation = checks.one_of(activation, ACTIVATIONS, "activation")
        self.initializer = checks.one_of(initializer, INITIALIZERS, "initializer")
        if not isinstance(bias, bool | np.bool_):
            raise ValueError(f"bias must be True or False; got {bias!r}.")
        self.bias = bool(bias)
        if biases is not None and not self.bias:
            raise ValueError("biases are given, but bias is False: leave one of the two out.")
        self._start = _given_start(weights, (self.inputs, self.outputs), "weights")
        self._bias_start = _given_start(biases, (self.outputs,), "biases")
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
        sums = self.matmul(inputs, self._weights, out)
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


class Network:
    """Layers in a row, each fed by the one before.

    Parameters
    ----------
    layers : list of Dense
    rng : int, numpy.random.Generator or numpy.random.RandomState, optional
        Where the starting weights come from. The same seed gives the same start.
    copies : int, optional
        Holds so many networks at once, each with a start of its own: weights have the shape
        (copies, inputs, outputs), outputs (copies, samples, outputs), and a loss (copies,).

    Attributes
    ----------
    layers : list of Dense
        Copies of those given, with weights of their own.
    """

    def __init__(self, layers, *, rng=None, copies=None):
        layers = _checked_layers(layers)
        rng = checks.random_generator(rng)
        self.copies = None if copies is None else checks.whole_number(copies, "copies")
        self._parameters = empty((sum(layer.size for layer in layers),), self.copies)
        parts = _split(self._parameters, layers)
        self.layers = [layer.placed(part, rng) for layer, part in zip(layers, parts, strict=True)]

    def __setstate__(self, state):
        """Let the layers of a copied or unpickled network look into its own parameters again."""
        self.__dict__.update(state)
        for layer, part in zip(self.layers, _split(self._parameters, self.layers), strict=True):
            layer.look_into(part)

    @property
    def parameters(self):
        """All weights and biases, shape (parameters,) or (copies, parameters).

        Layer by layer, weights before biases. What is written into it changes the network.
        """
        return self._parameters

    @parameters.setter
    def parameters(self, values):
        self._parameters[...] = checks.array_of_shape(values, self._parameters.shape, "parameters")

    def __repr__(self):
        copies = "" if self.copies is None else f", copies={self.copies}"
        return f"Network([{', '.join(map(repr, self.layers))}]{copies})"

    def forward(self, inputs):
        """Return the outputs of every layer, first layer first; the last is the prediction.

        Parameters
        ----------
        inputs : array-like, shape (samples, features)

        Returns
        -------
        list of array, each of shape (samples, outputs of that layer)
        """
        values = self.checked_inputs(inputs)
        outputs = []
        with np.errstate(all="ignore"):  # weights may be huge, or gone, after a failed training
            for layer in self.layers:
                values = layer.forward(values)
                outputs.append(values)
        return outputs

    def predict(self, inputs):
        """Return the outputs of the last layer, shape (samples, outputs)."""
        return self.forward(inputs)[-1]

    def gradients(self, inputs, targets, loss):
        """Return the loss and its derivative with respect to every weight and bias.

        Parameters
        ----------
        inputs : array-like, shape (samples, features)
        targets : array-like, shape (samples, outputs)
        loss : str
            ``"mean_squared_error"``, ``"half_sum_of_squares"``, ``"binary_cross_entropy"`` or
            ``"categorical_cross_entropy"``.

        Returns
        -------
        loss : float
        gradients : list of (d_weights, d_biases), one pair a layer
            In the shapes of the weights and biases; ``None`` for the biases of a layer without.
        """
        backpropagation = Backpropagation(self, *self.checked_examples(inputs, targets, loss))
        with np.errstate(all="ignore"):
            value = backpropagation.forward()
            backpropagation.backward()
        return value, [
            (d_weights, None if d_biases is None else d_biases[..., 0, :])
            for d_weights, d_biases in backpropagation.views
        ]

    def checked_inputs(self, inputs, name="inputs"):
        """Return `inputs` as a table that fits the first layer."""
        inputs = checks.table(inputs, name)
        _same_number(inputs.shape[1], f"{name} have", self.layers[0].inputs, "first layer takes")
        return inputs

    def checked_examples(self, inputs, targets, loss, name=""):
        """Return inputs, targets and loss in the form that ``Backpropagation`` takes."""
        inputs = self.checked_inputs(inputs, f"{name}inputs")
        targets = checks.table(targets, f"{name}targets")
        if len(inputs) != len(targets):
            raise ValueError(
                f"{name}inputs have {len(inputs)} rows and {name}targets {len(targets)}: "
                "give one row of targets for every row of inputs."
            )
        last = self.layers[-1]
        _same_number(targets.shape[1], f"{name}targets have", last.outputs, "last layer gives")
        loss = checks.one_of(loss, LOSSES, "loss")
        if loss.partner not in (None, last.activation.name):
            raise ValueError(
                f"the loss {loss.name} needs the activation {loss.partner!r} in the last layer, "
                f"which has {last.activation.name!r}: change one of the two."
            )
        if loss.partner is not None and not ((targets >= 0) & (targets <= 1)).all():
            raise ValueError(f"the loss {loss.name} needs {name}targets between 0 and 1.")
        if loss.partner == "softmax" and not np.allclose(targets.sum(axis=1), 1):
            raise ValueError(f"the loss {loss.name} needs {name}targets that add up to 1 in a row.")
        return inputs, targets, loss

    def gradient_views(self, vector):
        """Return `vector`, in the shape of ``parameters``, as each layer's weights and biases."""
        parts = _split(vector, self.layers)
        return [layer.views(part) for layer, part in zip(self.layers, parts, strict=True)]


class Backpropagation:
    """The forward and backward pass over a fixed number of examples.

    It owns the arrays that the two passes fill, so that training makes none. Nothing is checked
    here: ``Network.checked_examples`` does that once.

    Parameters
    ----------
    network : Network
    inputs, targets : array, shapes (samples, features) and (samples, outputs)
    loss : Loss

    Attributes
    ----------
    outputs, deltas : list of array, shape (samples, outputs of the layer)
        The outputs, and the derivative of the loss with respect to the weighted sums.
    gradient : array, the shape of ``network.parameters``
    views : list of (d_weights, d_biases)
        The gradient, layer by layer.
    """

    def __init__(self, network, inputs, targets, loss):
        self.network = network
        self.inputs = inputs
        self.targets = targets
        self.loss = loss
        self.outputs = self._empty_like_outputs()
        self.deltas = self._empty_like_outputs()
        self.gradient = empty(network.parameters.shape[-1:], network.copies)
        self.views = network.gradient_views(self.gradient)
        self._ones = np.ones((1, len(inputs)))
        self._d_outputs = self._empty_like_outputs()
        self._forward_steps = list(
            zip(network.layers, [inputs, *self.outputs[:-1]], self.outputs, strict=True)
        )
        self._backward_steps = [self._backward_step(i) for i in range(len(network.layers))][::-1]

    def forward(self):
        """Fill the outputs, layer by layer, and return the loss."""
        for layer, inputs, outputs in self._forward_steps:
            layer.forward(inputs, outputs)
        return self.loss.function(outputs, self.targets)

    def backward(self):
        """Fill the gradient, last layer first, from the outputs of the last ``forward``.

        A layer's delta is the slope of its activation times the derivative of the loss with
        respect to its outputs. It gives the derivative for each weight (delta times the input of
        that weight) and for each bias (delta times 1), summed over the samples; and, carried back
        through the weights, the derivative with respect to the outputs of the layer before.
        """
        differentiate = self.loss.delta or self.loss.gradient
        d_outputs = differentiate(self.outputs[-1], self.targets, self._d_outputs[-1])
        for (
            (times_slope, outputs, delta),
            (matmul, inputs_transposed, d_weights, d_biases),
            (weights_transposed, d_inputs),
        ) in self._backward_steps:
            times_slope(outputs, d_outputs, delta)
            matmul(inputs_transposed, delta, d_weights)
            if d_biases is not None:
                matmul(self._ones, delta, d_biases)
            if d_inputs is not None:
                d_outputs = matmul(delta, weights_transposed, d_inputs)

    def _backward_step(self, index):
        """Return the arrays and functions that ``backward`` uses in one layer."""
        layer = self.network.layers[index]
        last = index == len(self.network.layers) - 1
        # A loss with a partner gives the delta itself: nothing is left to be multiplied.
        activation = LINEAR if last and self.loss.delta else layer.activation
        inputs = self.outputs[index - 1] if index else self.inputs
        d_inputs = self._d_outputs[index - 1] if index else None
        return (
            (activation.delta, self.outputs[index], self.deltas[index]),
            (layer.matmul, inputs.mT, *self.views[index]),
            (layer.weights.mT, d_inputs),
        )

    def _empty_like_outputs(self):
        shapes = [(len(self.inputs), layer.outputs) for layer in self.network.layers]
        return [empty(shape, self.network.copies) for shape in shapes]


def _split(vector, layers):
    """Return the part of `vector` that belongs to each layer, as views."""
    ends = np.cumsum([layer.size for layer in layers])
    return [vector[..., end - layer.size : end] for layer, end in zip(layers, ends, strict=True)]


def _given_start(values, shape, name):
    return None if values is None else checks.array_of_shape(values, shape, name)


def _checked_layers(layers):
    if not isinstance(layers, list | tuple) or not layers:
        raise ValueError("a network needs a list of layers, such as [Dense(3, 1, 'sigmoid')].")
    for number, layer in enumerate(layers, start=1):
        if not isinstance(layer, Dense):
            raise ValueError(f"layer {number} is not a Dense layer but {layer!r}.")
    for number, (before, after) in enumerate(pairwise(layers), start=2):
        if after.inputs != before.outputs:
            raise ValueError(
                f"layer {number} takes {after.inputs} inputs, but layer {number - 1} gives "
                f"{before.outputs} outputs: make the two numbers equal."
            )
    return layers


def _same_number(columns, given, expected, taken):
    if columns != expected:
        noun = "column" if columns == 1 else "columns"
        raise ValueError(
            f"{given} {columns} {noun}, but the {taken} {expected}: change one of the two."
        )
