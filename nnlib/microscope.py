"""The microscope: one step of training, taken apart into its matrices.

Every number that ``train`` makes use of in one epoch has a name here: nothing is computed that
training does not compute, and nothing is drawn.
"""

import copy
from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.backpropagation import Backpropagation
from nnlib.network import one_network
from nnlib.optimizers import GradientDescent


class LayerStep(NamedTuple):
    """What happens in one layer, in the order in which it happens; all are arrays of its own.

    Where a layer has no bias, the three entries about biases are ``None``.

    Attributes
    ----------
    activation : str
    inputs : array, shape (samples, inputs)
        What comes in: the outputs of the layer before.
    weights : array, shape (inputs, outputs)
    biases : array, shape (outputs,)
    sums : array, shape (samples, outputs)
        ``inputs @ weights + biases``.
    outputs : array, shape (samples, outputs)
        ``activation(sums)``.
    d_outputs : array, shape (samples, outputs)
        The derivative of the loss with respect to each output. In the last layer it comes from the
        loss; in the others it is ``deltas @ weights.T`` of the layer after.
    slopes : array, shape (samples, outputs)
        The slope of the activation at each output; ``None`` for softmax, which has a matrix.
    deltas : array, shape (samples, outputs)
        ``d_outputs * slopes``: the derivative of the loss with respect to each sum.
    d_weights : array, shape (inputs, outputs)
        ``inputs.T @ deltas``: the gradient, as ``Network.gradients`` gives it.
    d_biases : array, shape (outputs,)
        The deltas added up over the samples.
    new_weights : array, shape (inputs, outputs)
        ``weights - learning_rate * d_weights``.
    new_biases : array, shape (outputs,)
        ``biases - learning_rate * d_biases``.
    """

    activation: str
    inputs: np.ndarray
    weights: np.ndarray
    biases: np.ndarray | None
    sums: np.ndarray
    outputs: np.ndarray
    d_outputs: np.ndarray
    slopes: np.ndarray | None
    deltas: np.ndarray
    d_weights: np.ndarray
    d_biases: np.ndarray | None
    new_weights: np.ndarray
    new_biases: np.ndarray | None


class TrainingStep(NamedTuple):
    """One step of gradient descent on all samples.

    Attributes
    ----------
    layers : list of LayerStep
        First layer first.
    targets : array, shape (samples, outputs)
    errors : array, shape (samples, outputs)
        ``targets - outputs`` of the last layer.
    loss : float
        Before the step.
    loss_name : str
    learning_rate : float
    new_loss : float
        After the step.
    """

    layers: list
    targets: np.ndarray
    errors: np.ndarray
    loss: float
    loss_name: str
    learning_rate: float
    new_loss: float


def training_step(network, inputs, targets, *, learning_rate, loss="half_sum_of_squares"):
    """Return all that one epoch of ``train`` with this loss would compute, and train nothing.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    learning_rate : float, above 0
    loss : str
        See ``Network.gradients``.

    Returns
    -------
    TrainingStep

    Raises
    ------
    ValueError
        For arguments that do not fit.
    """
    one_network(network)
    learning_rate = checks.number(learning_rate, "learning_rate", above=0)
    examples = Backpropagation(network, *network.checked_examples(inputs, targets, loss))
    after = copy.deepcopy(network)
    with np.errstate(all="ignore"):
        value = examples.forward()
        examples.backward()
        GradientDescent().update(after.parameters, examples.gradient.copy(), learning_rate)
        new_loss = Backpropagation(
            after, examples.inputs, examples.targets, examples.loss
        ).forward()
        layers = [_layer_step(examples, index, layer) for index, layer in enumerate(after.layers)]
    return TrainingStep(
        layers,
        examples.targets.copy(),
        examples.targets - layers[-1].outputs,
        value,
        examples.loss.name,
        learning_rate,
        new_loss,
    )


def _layer_step(examples, index, after):
    """Return what happens in the layer `index`, which the update makes into the layer `after`."""
    layer = examples.network.layers[index]
    inputs = examples.outputs[index - 1] if index else examples.inputs
    outputs = examples.outputs[index].copy()
    sums = layer.matmul(inputs, layer.weights)
    if layer.bias:
        sums += layer.biases
    d_outputs = examples.d_outputs[index].copy()
    if examples.loss.delta and layer is examples.network.layers[-1]:
        # Training skips this one: the loss gives the delta itself, and the slope cancels.
        d_outputs = examples.loss.gradient(outputs, examples.targets)
    slope = layer.activation.slope
    d_weights, d_biases = examples.views[index]
    return LayerStep(
        activation=layer.activation.name,
        inputs=inputs.copy(),
        weights=layer.weights.copy(),
        biases=layer.biases.copy() if layer.bias else None,
        sums=sums,
        outputs=outputs,
        d_outputs=d_outputs,
        slopes=None if slope is None else slope(outputs),
        deltas=examples.deltas[index].copy(),
        d_weights=d_weights.copy(),
        d_biases=None if d_biases is None else d_biases[0].copy(),
        new_weights=after.weights,
        new_biases=after.biases,
    )
