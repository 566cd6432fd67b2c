"""The gradient check finds what is wrong, and never calls wrong what is right."""

import doctest
import pickle
from collections import Counter

import numpy as np
import pytest

from nnlib import activations, datasets, gradient_check, losses
from nnlib.gradient_check import gradient_difference, numerical_gradient
from nnlib.network import Dense, Network

XOR = datasets.xor()
PARTNERS = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
AGREES = 1e-7


def check(network, loss="mean_squared_error", inputs=XOR.inputs, targets=XOR.targets):
    return gradient_difference(network, inputs, targets, loss)


def network_with_relu(seed, last="sigmoid", **how):
    return Network([Dense(2, 4, "relu"), Dense(4, 1, last)], rng=seed, **how)


@pytest.mark.parametrize("seed", range(20))
def test_a_fresh_network_with_relu_is_right_but_for_the_biases_on_the_kink(seed):
    difference = check(network_with_relu(seed))
    assert difference < AGREES
    # Of the row 0, 0 every sum is its bias, 0: it alone moves it.
    assert (difference.left_out, difference.parameters) == (4, 17)
    assert repr(difference).endswith("(4 of 17 parameters left out)")
    assert f"{difference:.0e}".startswith(f"{float(difference):.0e}")
    again = pickle.loads(pickle.dumps(difference))
    assert (again, again.left_out) == (difference, 4)


def test_smooth_networks_are_compared_whole():
    difference = check(Network([Dense(2, 3, "tanh"), Dense(3, 1, "sigmoid")], rng=1))
    assert difference < AGREES
    assert difference.left_out == 0


def test_copies_are_judged_one_by_one():
    assert (check(network_with_relu(1, copies=5)) < AGREES).tolist() == [True] * 5


def test_on_the_kink_there_is_no_verdict_and_the_remedy_helps():
    network = Network(
        [Dense(2, 4, "relu", weights=np.zeros((2, 4))), Dense(4, 1, "sigmoid")], rng=1
    )
    with pytest.raises(
        ValueError, match=r"no verdict: 17 of 17 .*network.parameters \+= 0.01"
    ) as no:
        check(network)
    assert len(str(no.value)) <= 300
    network.parameters += 0.01
    assert check(network) < AGREES


@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_cross_entropy"])
def test_where_nothing_can_be_measured_there_is_no_verdict(loss):
    network = Network([Dense(2, 3, "sigmoid"), Dense(3, 1, "sigmoid")], rng=1)
    with pytest.raises(ValueError, match=r"no verdict: .* bring inputs, targets and weights") as no:
        network.parameters *= 1e4
        check(network, loss)
    assert len(str(no.value)) <= 300


def drawn(rng):
    """Return a network at random, its data and its loss; half of them as nobody should set up."""
    sizes = rng.integers(1, 6, rng.integers(2, 5)).tolist()
    loss = str(rng.choice(list(losses.LOSSES)))
    hidden = rng.choice(["sigmoid", "tanh", "relu", "linear"], len(sizes) - 2).tolist()
    last = PARTNERS.get(loss) or str(rng.choice(list(activations.ACTIVATIONS)))
    layers = [
        Dense(*each, name, bias=bool(rng.random() < 0.8))
        for *each, name in zip(sizes, sizes[1:], [*hidden, last], strict=False)
    ]
    network = Network(layers, rng=rng)
    is_usual = rng.random() < 0.5
    size, length = (1, 1) if is_usual else 10.0 ** rng.integers(-3, 5, 2)
    network.parameters += rng.choice([0.0, 0.3]) * rng.normal(size=network.parameters.shape)
    network.parameters *= size
    rows = int(rng.integers(1, 7))
    inputs = rng.choice([rng.normal(size=(rows, sizes[0])), rng.integers(0, 2, (rows, sizes[0]))])
    classes = np.eye(sizes[-1])[rng.integers(0, sizes[-1], rows)]
    return network, inputs * length, classes, loss, is_usual


@pytest.mark.parametrize("many", [300, pytest.param(20_000, marks=pytest.mark.slow)])
def test_right_backpropagation_is_never_called_wrong(many):
    rng, verdicts = np.random.default_rng(5), Counter()
    for _ in range(many):
        network, inputs, targets, loss, is_usual = drawn(rng)
        before = network.parameters.copy()
        try:
            difference = check(network, loss, inputs, targets)
            assert difference < AGREES, (network, loss, inputs)
            assert 2 * difference.left_out <= difference.parameters == network.parameters.size
            verdicts[is_usual, "agrees"] += 1
        except ValueError as no:
            assert str(no).startswith("no verdict: ")
            verdicts[is_usual, "none"] += 1
        np.testing.assert_array_equal(network.parameters, before)
    assert verdicts[True, "agrees"] > 5 * verdicts[True, "none"]
    assert 2 * verdicts[False, "agrees"] > verdicts[False, "none"]


def a_little_more(function):
    """Return a function that gives a thousandth more than this one, in `out` too."""

    def wrong(*values, **out):
        result = function(*values, **out)
        return np.multiply(result, 1.001, out=result)

    return wrong


def network_for(loss, activation):
    last = PARTNERS.get(loss, activation)
    network = Network([Dense(2, 3, activation), Dense(3, 2, last)], rng=3)
    network.parameters += 0.1
    return network, np.eye(2)[[0, 1, 1, 0]]


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "linear"])
def test_a_slope_that_is_a_thousandth_too_steep_is_found(activation, monkeypatch):
    network, targets = network_for("mean_squared_error", activation)
    assert check(network, targets=targets) < AGREES
    broken = activations.ACTIVATIONS[activation]
    monkeypatch.setattr(broken, "slope", a_little_more(broken.slope))
    assert check(network, targets=targets) > 1e-5


@pytest.mark.parametrize("loss", losses.LOSSES)
def test_a_wrong_gradient_of_a_loss_is_found(loss, monkeypatch):
    network, targets = network_for(loss, "tanh")
    assert check(network, loss, targets=targets) < AGREES
    broken = losses.LOSSES[loss]
    part = "delta" if broken.partner else "gradient"
    for wrong in (a_little_more(getattr(broken, part)), lambda *_: np.zeros((4, 2))):
        monkeypatch.setattr(broken, part, wrong)
        assert check(network, loss, targets=targets) > 1e-5


def test_one_wrong_parameter_of_many_is_found(monkeypatch):
    backward = gradient_check.Backpropagation.backward

    def wrong(self):
        backward(self)
        self.gradient[7] += 0.001

    monkeypatch.setattr(gradient_check.Backpropagation, "backward", wrong)
    assert check(Network([Dense(2, 9, "tanh"), Dense(9, 1, "sigmoid")], rng=1)) > 1e-5


def test_a_large_weight_is_moved_by_what_it_really_moves():
    network = Network([Dense(1, 1, "linear", bias=False, weights=[[1e6]])])
    found = numerical_gradient(network, [[1.0]], [[1e6 - 1]], "half_sum_of_squares")
    np.testing.assert_allclose(found, [1.0], rtol=1e-9)


def test_the_examples_in_its_docstrings():
    failed, tried = doctest.testmod(gradient_check)
    assert (failed, tried > 0) == (0, True)
