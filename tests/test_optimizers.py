import numpy as np
import pytest
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from nnlib.optimizers import Adam, GradientDescent

RNG = np.random.default_rng(0)
GRADIENTS = RNG.normal(size=(50, 7))
RATE = 0.03


def walk(optimizer, gradients):
    parameters = np.ones(gradients.shape[1:])
    for gradient in gradients:
        optimizer.update(parameters, gradient.copy(), RATE)
    return parameters


def scikit_learns_walk(optimizer, gradients):
    parameters = [np.ones(gradients.shape[1:])]
    for gradient in gradients:
        optimizer.update_params(parameters, [gradient])
    return parameters[0]


def test_gradient_descent_adds_up_its_steps():
    expected = 1 - RATE * GRADIENTS.sum(axis=0)
    np.testing.assert_allclose(walk(GradientDescent(), GRADIENTS), expected, rtol=1e-12)


def test_momentum_is_scikit_learns():
    other = SGDOptimizer([np.ones(7)], RATE, momentum=0.9, nesterov=False)
    ours = walk(GradientDescent(momentum=0.9), GRADIENTS)
    np.testing.assert_allclose(ours, scikit_learns_walk(other, GRADIENTS), rtol=1e-12)


def test_adam_is_scikit_learns():
    other = AdamOptimizer([np.ones(7)], RATE, epsilon=1e-7)
    ours = walk(Adam(), GRADIENTS)
    np.testing.assert_allclose(ours, scikit_learns_walk(other, GRADIENTS), rtol=1e-12)


@pytest.mark.parametrize("optimizer", [GradientDescent, lambda: GradientDescent(0.9), Adam])
def test_copies_walk_alone(optimizer):
    together = walk(optimizer(), np.stack([GRADIENTS, -GRADIENTS], axis=1))
    np.testing.assert_allclose(together[0], walk(optimizer(), GRADIENTS), rtol=1e-12)
    np.testing.assert_allclose(together[1], walk(optimizer(), -GRADIENTS), rtol=1e-12)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.9), Adam()])
def test_memory_starts_afresh_with_another_network(optimizer):
    walk(optimizer, GRADIENTS[:, :3])
    fresh = type(optimizer)() if isinstance(optimizer, Adam) else GradientDescent(0.9)
    np.testing.assert_array_equal(walk(optimizer, GRADIENTS), walk(fresh, GRADIENTS))


@pytest.mark.parametrize("make", [lambda: GradientDescent(1.0), lambda: Adam(beta_2=-0.1)])
def test_a_share_outside_its_range_is_refused(make):
    with pytest.raises(ValueError, match="must be a number, 0 or more and below 1"):
        make()
