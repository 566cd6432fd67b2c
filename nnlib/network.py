"""Networks: layers in a row, each fed by the one before.

All parameters of a network lie in one array, ``network.parameters``; the weights and biases of its
layers are views into it. So an optimizer changes a whole network in one line, and a copy of that
one array is a copy of all that the network has learned.
"""

from itertools import pairwise

import numpy as np

from nnlib import checks
from nnlib.backpropagation import Backpropagation
from nnlib.layers import Dense, empty
from nnlib.losses import LOSSES
from nnlib.shown import shown

__all__ = ["Dense", "Network", "one_network", "with_copies"]


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
        count = sum(layer.size for layer in layers)
        checks.not_too_many(count * (self.copies or 1), "layers and copies", "weights and biases")
        self._parameters = empty((count,), self.copies)
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
        loss : float, or array of shape (copies,)
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

    def checked_inputs(self, inputs):
        """Return `inputs` as a table that fits the first layer."""
        inputs = checks.table(inputs, "inputs")
        _same_number(inputs.shape[1], "inputs have", self.layers[0].inputs, "first layer takes")
        return inputs

    def checked_examples(self, inputs, targets, loss, name=""):
        """Return inputs, targets and loss in the form that ``Backpropagation`` takes."""
        inputs, targets = checks.examples(inputs, targets, name)
        first, last = self.layers[0], self.layers[-1]
        _same_number(inputs.shape[1], f"{name}inputs have", first.inputs, "first layer takes")
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


def one_network(value):
    """Return `value`, which must be a ``Network`` without copies."""
    checks.instance(value, Network, "network", "a Network")
    if value.copies is not None:
        raise ValueError("network has copies, but one network is expected, not copies of it.")
    return value


def with_copies(value):
    """Return `value`, which must be a ``Network`` with copies."""
    wanted = "a Network with copies: Network(layers, rng=1, copies=1000)"
    if checks.instance(value, Network, "network", wanted).copies is None:
        raise ValueError(f"network must be {wanted}; this one has none.")
    return value


def _split(vector, layers):
    """Return the part of `vector` that belongs to each layer, as views."""
    ends = np.cumsum([layer.size for layer in layers])
    return [vector[..., end - layer.size : end] for layer, end in zip(layers, ends, strict=True)]


def _checked_layers(layers):
    if type(layers) not in (list, tuple) or not layers:
        raise ValueError(
            "layers must be a list of at least one layer, such as [Dense(3, 1, 'sigmoid')]; got "
            f"{shown(layers)}."
        )
    for number, layer in enumerate(layers, start=1):
        checks.instance(layer, Dense, f"layer {number} of the layers", "a Dense layer")
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
