import numpy as np
import pytest
from scipy import special

from nnlib.activations import ACTIVATIONS, LINEAR, RELU, SIGMOID, SOFTMAX, TANH

ELEMENTWISE = [SIGMOID, TANH, RELU, LINEAR]
SUMS = np.concatenate([np.linspace(-6, -0.05, 40), np.linspace(0.05, 6, 40)]).reshape(8, 10)
REFERENCES = {
    "sigmoid": special.expit,
    "tanh": np.tanh,
    "relu": lambda sums: np.where(sums > 0, sums, 0),
    "linear": lambda sums: sums,
    "softmax": lambda sums: special.softmax(sums, axis=-1),
}


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_function_agrees_with_scipy(activation):
    np.testing.assert_allclose(
        activation.function(SUMS), REFERENCES[activation.name](SUMS), rtol=1e-14
    )


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_function_fills_its_own_argument_if_asked_to(activation):
    sums = SUMS.copy()
    outputs = activation.function(sums, out=sums)
    assert outputs is sums
    np.testing.assert_array_equal(sums, activation.function(SUMS))


@pytest.mark.parametrize("activation", ELEMENTWISE, ids=lambda each: each.name)
def test_slope_is_the_difference_quotient(activation):
    step = 1e-6
    quotient = (activation.function(SUMS + step) - activation.function(SUMS - step)) / (2 * step)
    np.testing.assert_allclose(activation.slope(activation.function(SUMS)), quotient, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_what_is_written_computes_the_same(activation):
    outputs, written = activation.function(SUMS), activation.written
    computed = eval(written.code, {"np": np, "z": SUMS})  # ours, not a learner's
    np.testing.assert_allclose(computed, outputs, rtol=1e-14)
    if activation.slope is not None:
        slopes = eval(written.slope_code, {"np": np, "outputs": outputs})
        np.testing.assert_allclose(slopes, activation.slope(outputs), rtol=1e-14)


def test_softmax_delta_is_the_jacobian_times_the_gradient():
    outputs = SOFTMAX.function(SUMS)
    d_outputs = np.sin(SUMS)
    for row, gradient, delta in zip(
        outputs, d_outputs, SOFTMAX.delta(outputs, d_outputs), strict=True
    ):
        jacobian = np.diag(row) - np.outer(row, row)
        np.testing.assert_allclose(delta, jacobian @ gradient, atol=1e-15)


@pytest.mark.parametrize("size", [0, 1, 36, 37, 709, 710, 745, 1e4, 1e300, np.finfo(float).max])
def test_sigmoid_never_warns_and_stays_between_0_and_1(size):
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        low, high = SIGMOID.function(np.array([-size, size]))
    assert 0 <= low <= 0.5 <= high <= 1
    assert low == pytest.approx(special.expit(-size), rel=1e-14, abs=1e-300)
    assert high == pytest.approx(special.expit(size), rel=1e-14)


def test_a_number_is_as_good_as_an_array():
    assert SIGMOID.function(0.0) == 0.5
    assert SIGMOID.slope(0.5) == 0.25
    assert SIGMOID.function([0, 0]).tolist() == [0.5, 0.5]
    assert TANH.slope(0.0) == 1.0
