import numpy as np
import pytest
from sklearn import metrics

from nnlib.losses import (
    BINARY_CROSS_ENTROPY,
    CATEGORICAL_CROSS_ENTROPY,
    HALF_SUM_OF_SQUARES,
    LOSSES,
    MEAN_SQUARED_ERROR,
)

RNG = np.random.default_rng(0)
OUTPUTS = RNG.uniform(0.05, 0.95, (6, 3))
BITS = RNG.integers(0, 2, (6, 3)).astype(float)
CLASSES = np.eye(3)[[0, 2, 1, 1, 0, 2]]
SHARES = OUTPUTS / OUTPUTS.sum(axis=1, keepdims=True)


def test_mean_squared_error_is_scikit_learns():
    expected = metrics.mean_squared_error(BITS, OUTPUTS)
    assert MEAN_SQUARED_ERROR.function(OUTPUTS, BITS) == pytest.approx(expected, rel=1e-14)


def test_half_sum_of_squares_in_closed_form():
    outputs, targets = np.array([[0.25], [0.5]]), np.array([[1.0], [0.0]])
    assert HALF_SUM_OF_SQUARES.function(outputs, targets) == 0.40625  # (0.75**2 + 0.5**2) / 2


def test_binary_cross_entropy_is_scikit_learns():
    columns = [metrics.log_loss(BITS[:, k], OUTPUTS[:, k], labels=[0, 1]) for k in range(3)]
    expected = np.mean(columns)
    assert BINARY_CROSS_ENTROPY.function(OUTPUTS, BITS) == pytest.approx(expected, rel=1e-13)


def test_categorical_cross_entropy_is_scikit_learns():
    expected = metrics.log_loss(CLASSES, SHARES)
    assert CATEGORICAL_CROSS_ENTROPY.function(SHARES, CLASSES) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_gradient_is_the_difference_quotient(loss):
    targets = CLASSES if loss is CATEGORICAL_CROSS_ENTROPY else BITS
    step = 1e-6
    for place in np.ndindex(OUTPUTS.shape):
        above, below = OUTPUTS.copy(), OUTPUTS.copy()
        above[place] += step
        below[place] -= step
        quotient = (loss.function(above, targets) - loss.function(below, targets)) / (2 * step)
        assert loss.gradient(OUTPUTS, targets)[place] == pytest.approx(quotient, abs=1e-8)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_what_is_written_computes_the_same(loss):
    outputs, targets = (SHARES, CLASSES) if loss is CATEGORICAL_CROSS_ENTROPY else (OUTPUTS, BITS)
    names = {"np": np, "outputs": outputs, "targets": targets, "errors": targets - outputs}
    pairs = {loss.written.code: loss.function, loss.written.gradient_code: loss.gradient}
    if loss.delta is not None:
        pairs[loss.written.delta_code] = loss.delta
    for code, function in pairs.items():
        computed = eval(code, dict(names))  # ours, not a learner's
        np.testing.assert_allclose(computed, function(outputs, targets), rtol=1e-13)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_copies_have_a_loss_each(loss):
    targets = CLASSES if loss is CATEGORICAL_CROSS_ENTROPY else BITS
    copies = np.stack([OUTPUTS, SHARES])
    expected = [loss.function(OUTPUTS, targets), loss.function(SHARES, targets)]
    np.testing.assert_allclose(loss.function(copies, targets), expected, rtol=1e-14)


@pytest.mark.parametrize("loss", [BINARY_CROSS_ENTROPY, CATEGORICAL_CROSS_ENTROPY])
def test_a_sure_and_wrong_output_costs_much_but_not_everything(loss):
    value = loss.function(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))
    assert 30 < value < 40
    assert np.isfinite(loss.gradient(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))).all()
