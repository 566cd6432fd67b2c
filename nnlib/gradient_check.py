"""The gradient by trial: move one parameter a little, and see how the loss moves.

It needs two forward passes for every parameter, so nobody trains with it. It shares no formula
with backpropagation, so it can tell whether backpropagation is right.

A trial can fail, though nothing is wrong: on ReLU's kink the loss has no derivative, and a change
that is smaller than the rounding of the loss cannot be seen. Such parameters are left out.
"""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.backpropagation import Backpropagation
from nnlib.losses import NEAREST
from nnlib.network import Network

# Near the cube root of float64's precision, where the error of the difference quotient, which
# shrinks with the step, meets the error of rounding, which grows as the step shrinks.
STEP = 6e-6
PRECISION = np.finfo(float).eps
SMALLEST = 1e-100  # a loss below may be 0, though its gradient is not
AGREEMENT = 1e-7  # two gradients that differ less, as a share of their size, agree


class GradientDifference(float):
    """How far two gradients are apart, as a share of their size; a number like any other.

    Attributes
    ----------
    left_out : int
        How many parameters could not be compared.
    parameters : int
        How many there are.
    """

    def __new__(cls, difference, left_out, parameters):
        """Return the number with its two counts."""
        self = super().__new__(cls, difference)
        self.left_out, self.parameters = left_out, parameters
        return self

    def __reduce__(self):
        return type(self), (float(self), self.left_out, self.parameters)

    def __repr__(self):
        return f"{float(self):.2g} ({self.left_out} of {self.parameters} parameters left out)"


class _Trial(NamedTuple):
    """Central differences for every parameter, and whether their steps crossed no kink."""

    gradient: np.ndarray
    smooth: np.ndarray


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
        Where a step moves a weighted sum across ReLU's kink, it has no meaning.
    """
    examples = _checked(network, inputs, targets, loss)
    return _try(examples, checks.number(step, "step", above=0)).gradient


def gradient_difference(network, inputs, targets, loss):
    """Return how far backpropagation is from the numerical gradient, as a share of their size.

    ``|backpropagated - numerical| / (|backpropagated| + |numerical|)`` with Euclidean norms: 0 for
    equal ones, 1 for opposite ones. Below 1e-7 the two agree.

    Parameters that cannot be compared are left out: those whose step moves a weighted sum across
    ReLU's kink, and those whose numerical derivative is not precise enough. Whether it is, a
    second trial with twice the step tells, and the rounding of the loss.

    Returns
    -------
    GradientDifference, or array of shape (copies,)
        A float that also knows how many of how many parameters were left out.

    Raises
    ------
    ValueError
        Where more than half would be left out (with copies: in one of them), with what to do.

    Examples
    --------
    >>> from nnlib import datasets
    >>> from nnlib.network import Dense
    >>> network = Network([Dense(2, 4, "relu"), Dense(4, 1, "sigmoid")], rng=1)
    >>> xor = datasets.xor()
    >>> difference = gradient_difference(network, xor.inputs, xor.targets, "mean_squared_error")
    >>> difference < 1e-7, difference.left_out, difference.parameters
    (True, 4, 17)
    """
    examples = _checked(network, inputs, targets, loss)
    with np.errstate(all="ignore"):
        examples.forward()
        examples.backward()
        trial, coarse = _try(examples, STEP), _try(examples, 2 * STEP)
        smooth = trial.smooth & coarse.smooth
        compared = _precise(trial, coarse, examples, smooth)
        _enough(compared, smooth)
        size = _size(compared, examples.gradient) + _size(compared, trial.gradient)
        apart = _size(compared, examples.gradient - trial.gradient)
        difference = np.divide(apart, size, out=np.zeros_like(size), where=size > 0)
    if network.copies is not None:
        return difference
    return GradientDifference(difference, int((~compared).sum()), compared.size)


def _checked(network, inputs, targets, loss):
    checks.instance(network, Network, "network", "a Network")
    return Backpropagation(network, *network.checked_examples(inputs, targets, loss))


def _try(examples, step):
    """Move every parameter a step up and down, and put it back."""
    parameters = examples.network.parameters
    gradient, smooth = np.empty_like(parameters), np.empty(parameters.shape, dtype=bool)
    with np.errstate(all="ignore"):
        examples.forward()
        sides = _sides_of_kinks(examples)
        for index in range(parameters.shape[-1]):
            start = parameters[..., index].copy()
            losses, places, stays = [], [], True
            try:
                for place in (start + step, start - step):
                    parameters[..., index] = place
                    losses.append(examples.forward())
                    places.append(place)
                    stays &= _same(sides, _sides_of_kinks(examples))
            finally:
                parameters[..., index] = start
            # Large numbers lie further apart than the step: by how far it was really moved.
            gradient[..., index] = (losses[0] - losses[1]) / (places[0] - places[1])
            smooth[..., index] = stays
    return _Trial(gradient, smooth)


def _sides_of_kinks(examples):
    """Return for every sum of a ReLU whether it lies above the kink."""
    layers = zip(examples.network.layers, examples.outputs, strict=True)
    return [outputs > 0 for layer, outputs in layers if layer.activation.name == "relu"]


def _same(sides, others):
    pairs = zip(sides, others, strict=True)
    return np.all([(a == b).all(axis=(-2, -1)) for a, b in pairs], axis=0)


def _precise(trial, coarse, examples, smooth):
    """Return which derivatives are so precise that all of them together can show agreement."""
    # With twice the step the error is four times as large, so this is about three errors.
    doubt = abs(trial.gradient - coarse.gradient)
    rounding = _rounding_of_the_loss(examples) / STEP
    compared, before = smooth & np.isfinite(doubt), None
    while before is None or (compared != before).any():  # with the largest gone, others are small
        before = compared
        size = _size(compared, examples.gradient) + _size(compared, trial.gradient)
        allowed = AGREEMENT * size / np.sqrt(np.maximum(compared.sum(axis=-1), 1))
        compared = before & (doubt <= (allowed - rounding)[..., np.newaxis])
    return compared


def _rounding_of_the_loss(examples):
    """Return by how much the loss may be off, since outputs and loss are rounded."""
    loss = np.maximum(examples.forward(), SMALLEST)
    outputs, targets = examples.outputs[-1], examples.targets
    rounded = PRECISION * (
        loss + abs(examples.loss.gradient(outputs, targets) * outputs).sum((-2, -1))
    )
    if examples.loss.partner is None:
        return rounded
    # What a cross-entropy takes as less wrong than it is, moves and the loss does not.
    cut = (outputs < NEAREST) | (outputs > 1 - NEAREST)
    return rounded + (cut * np.maximum(abs(outputs - targets), NEAREST)).max(axis=(-2, -1))


def _enough(compared, smooth):
    """Refuse a verdict on half of the parameters or fewer; with copies, of the worst copy."""
    counts = compared.shape[-1] - np.atleast_1d(compared.sum(axis=-1))
    worst = np.argmax(counts)
    if 2 * counts[worst] <= compared.shape[-1]:
        return
    left_out = f"no verdict: {counts[worst]} of {compared.shape[-1]} parameters"
    if 2 * np.atleast_1d((~smooth).sum(axis=-1))[worst] > counts[worst]:
        raise ValueError(
            f"{left_out} would be left out, most of them on ReLU's kink, where the loss has no "
            "derivative: move the network off it, by network.parameters += 0.01."
        )
    raise ValueError(
        f"{left_out} would be left out, most of them because the loss hardly moves with them, or "
        "jumps: bring inputs, targets and weights to about 1, or check before the training."
    )


def _size(compared, gradient):
    """Return the Euclidean norm of what is compared."""
    return np.asarray(np.linalg.norm(np.where(compared, gradient, 0), axis=-1))
