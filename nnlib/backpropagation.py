"""Backpropagation: the forward pass, and the backward pass that gives the gradient."""

import numpy as np

from nnlib.activations import LINEAR
from nnlib.layers import empty


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
    d_outputs : list of array, shape (samples, outputs of the layer)
        The derivative of the loss with respect to the outputs; in the last layer the delta, where
        the loss gives it.
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
        self.d_outputs = self._empty_like_outputs()
        self.gradient = empty(network.parameters.shape[-1:], network.copies)
        self.views = network.gradient_views(self.gradient)
        self._ones = np.ones((1, len(inputs)))
        self._forward_steps = list(
            zip(network.layers, [inputs, *self.outputs[:-1]], self.outputs, strict=True)
        )
        self._backward_steps = [self._backward_step(i) for i in range(len(network.layers))][::-1]

    def forward(self):
        """Fill the outputs, and return the loss."""
        self.fill_outputs()
        return self.loss.function(self.outputs[-1], self.targets)

    def fill_outputs(self):
        """Fill the outputs, layer by layer: all that ``backward`` needs."""
        for layer, inputs, outputs in self._forward_steps:
            layer.forward(inputs, outputs)

    def backward(self):
        """Fill the gradient, last layer first, from these outputs.

        A layer's delta is the slope of its activation times the derivative of the loss with
        respect to its outputs. It gives the derivative for each weight (delta times the input of
        that weight) and for each bias (delta times 1), summed over the samples; and, carried back
        through the weights, the derivative with respect to the outputs of the layer before.
        """
        differentiate = self.loss.delta or self.loss.gradient
        d_outputs = differentiate(self.outputs[-1], self.targets, self.d_outputs[-1])
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
        d_inputs = self.d_outputs[index - 1] if index else None
        return (
            (activation.delta, self.outputs[index], self.deltas[index]),
            (layer.matmul, inputs.mT, *self.views[index]),
            (layer.weights.mT, d_inputs),
        )

    def _empty_like_outputs(self):
        shapes = [(len(self.inputs), layer.outputs) for layer in self.network.layers]
        return [empty(shape, self.network.copies) for shape in shapes]
