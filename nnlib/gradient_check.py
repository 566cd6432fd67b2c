"""The gradient by trial: move one parameter a little, and see how the loss moves.

It needs two forward passes for every parameter, so nobody trains with it. It shares no formula
with backpropagation, so it can tell whether backpropagation is right.
"""

import numpy as np

from nnlib import checks
from nnlib.backpropagation import Backpropagation

# Near the cube root of float64's precision, where the error of the difference quotient, which
# shrinks with the step, meets the error of rounding, which grows as the step shrinks.
STEP = 6e-6


def numerical_gradient(network, inputs, targets, loss, step=STEP):
    """Return the gradient by central differences, ``(loss(p + step) - loss(p - step)) / (2 step)``.

    Parameters
    ----------
    network : Network
        Is left as it was.
    inputs, targets, loss
        As for ``Network.gradients``.
    step : float, above 0

    Returns
    -------
    array, the shape of ``network.parameters``
        Where a weighted sum lies within a step of ReLU's kink, it has no meaning.
    """
    examples = Backpropagation(network, *network.checked_examples(inputs, targets, loss))
    step = checks.number(step, "step", above=0)
    parameters = network.parameters
    gradient = np.empty_like(parameters)
    for index in range(parameters.shape[-1]):
        start = parameters[..., index].copy()
        try:
            parameters[..., index] = start + step
            above = examples.forward()
            parameters[..., index] = start - step
            below = examples.forward()
        finally:
            parameters[..., index] = start
        gradient[..., index] = (above - below) / (2 * step)
    return gradient


def gradient_difference(network, inputs, targets, loss):
    """Return how far backpropagation is from the numerical gradient, as a share of their size.

    ``|backpropagated - numerical| / (|backpropagated| + |numerical|)`` with Euclidean norms: 0 for
    equal ones, 1 for opposite ones. Below 1e-7 the two agree.

    Returns
    -------
    float, or array of shape (copies,)
    """
    examples = Backpropagation(network, *network.checked_examples(inputs, targets, loss))
    examples.forward()
    examples.backward()
    numerical = numerical_gradient(network, inputs, targets, loss)
    size = _norm(examples.gradient) + _norm(numerical)
    difference = _norm(examples.gradient - numerical)
    return np.divide(difference, size, out=np.zeros_like(size), where=size > 0)[()]


def _norm(vectors):
    return np.asarray(np.linalg.norm(vectors, axis=-1))
