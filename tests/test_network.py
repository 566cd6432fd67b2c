import copy
import pickle

import numpy as np
import pytest
from scipy import stats

from nnlib.gradient_check import gradient_difference, numerical_gradient
from nnlib.layers import INITIALIZERS
from nnlib.losses import LOSSES
from nnlib.network import Dense, Network
from nnlib.training import train

RNG = np.random.default_rng(0)
INPUTS = RNG.normal(size=(6, 3))
TARGETS = np.eye(2)[[0, 1, 1, 0, 1, 0]]
PAIRS = [
    *((name, loss) for name in ("sigmoid", "tanh", "relu", "linear", "softmax")
      for loss in ("mean_squared_error", "half_sum_of_squares")),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
]  # fmt: skip


def three_layers(activation, hidden="tanh", copies=None, bias=True):
    network = Network(
        [Dense(3, 5, hidden, bias=bias), Dense(5, 4, hidden), Dense(4, 2, activation, bias=bias)],
        rng=3,
        copies=copies,
    )
    network.parameters += 0.1  # no bias at 0, where ReLU's kink would be
    return network


def test_forward_is_the_formula():
    network = three_layers("sigmoid", hidden="relu")
    values = INPUTS
    for layer, outputs in zip(network.layers, network.forward(INPUTS), strict=True):
        sums = values @ layer.weights + layer.biases
        values = np.maximum(sums, 0) if layer is not network.layers[-1] else 1 / (1 + np.exp(-sums))
        np.testing.assert_allclose(outputs, values, rtol=1e-14)
    np.testing.assert_array_equal(network.predict(INPUTS), outputs)


@pytest.mark.parametrize("copies", [None, 7])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize(("activation", "loss"), PAIRS)
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "linear"])
def test_backpropagation_agrees_with_the_numerical_gradient(hidden, activation, loss, bias, copies):
    network = three_layers(activation, hidden, copies, bias)
    difference = gradient_difference(network, INPUTS, TARGETS, loss)
    assert np.shape(difference) == (() if copies is None else (copies,))
    kinks = "relu" in (hidden, activation)
    if kinks:  # leave out the copies of which a sum lies within a step of the kink
        clear = np.min([_nearest_to_kink(network, copies)], axis=0) > 1e-3
        assert clear.any()
        difference = np.asarray(difference)[clear]
    assert np.max(difference) < 1e-7


def _nearest_to_kink(network, copies):
    values, nearest = INPUTS, np.inf
    for layer, outputs in zip(network.layers, network.forward(INPUTS), strict=True):
        sums = values @ layer.weights
        if layer.bias:
            sums = sums + layer.biases[..., np.newaxis, :]
        if layer.activation.name == "relu":
            nearest = np.minimum(nearest, np.abs(sums).min(axis=(-2, -1)))
        values = outputs
    return nearest


def test_the_check_sees_a_wrong_gradient(monkeypatch):
    sigmoid = three_layers("sigmoid").layers[-1].activation
    monkeypatch.setattr(sigmoid, "slope", lambda outputs, out=None: outputs)
    assert gradient_difference(three_layers("sigmoid"), INPUTS, TARGETS, "mean_squared_error") > 0.1


def test_the_numerical_gradient_leaves_the_network_as_it_was():
    network = three_layers("sigmoid")
    before = network.parameters.copy()
    numerical_gradient(network, INPUTS, TARGETS, "mean_squared_error")
    np.testing.assert_array_equal(network.parameters, before)


@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_cross_entropy"])
def test_gradients_come_layer_by_layer(loss):
    network = Network([Dense(3, 4, "tanh"), Dense(4, 2, "sigmoid", bias=False)], rng=1)
    value, gradients = network.gradients(INPUTS, TARGETS, loss)
    outputs = network.predict(INPUTS)
    assert value == pytest.approx(LOSSES[loss].function(outputs, TARGETS), rel=1e-14)
    assert [weights.shape for weights, _ in gradients] == [(3, 4), (4, 2)]
    assert gradients[0][1].shape == (4,)
    assert gradients[1][1] is None
    numerical = numerical_gradient(network, INPUTS, TARGETS, loss)
    flat = np.concatenate([part.ravel() for pair in gradients for part in pair if part is not None])
    np.testing.assert_allclose(flat, numerical, atol=1e-8)


def test_copies_are_networks_of_their_own():
    many = three_layers("softmax", copies=4)
    loss, gradients = many.gradients(INPUTS, TARGETS, "categorical_cross_entropy")
    for index in range(4):
        one = three_layers("softmax")
        one.parameters[...] = many.parameters[index]
        np.testing.assert_allclose(many.predict(INPUTS)[index], one.predict(INPUTS), rtol=1e-12)
        one_loss, one_gradients = one.gradients(INPUTS, TARGETS, "categorical_cross_entropy")
        assert loss[index] == pytest.approx(one_loss, rel=1e-12)
        for (weights, biases), (one_weights, one_biases) in zip(
            gradients, one_gradients, strict=True
        ):
            np.testing.assert_allclose(weights[index], one_weights, atol=1e-14)
            np.testing.assert_allclose(biases[index], one_biases, atol=1e-14)


def test_weights_are_views_of_the_parameters():
    network = Network([Dense(2, 2, "tanh"), Dense(2, 1, "tanh")], rng=1)
    network.layers[0].weights[...] = [[1, 2], [3, 4]]
    network.layers[0].biases = [5, 6]
    network.layers[1].weights = [[7], [8]]
    network.layers[1].biases[...] = 9
    assert network.parameters.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
@pytest.mark.parametrize("copies", [None, 3])
def test_a_copied_network_learns_without_the_first(copied, copies):
    first = three_layers("sigmoid", copies=copies)
    before = first.parameters.copy()
    second = copied(first)
    settings = {"epochs": 20, "learning_rate": 0.5}
    history = train(second, INPUTS, TARGETS, **settings)
    assert np.all(history.loss[-1] < history.loss[0])
    np.testing.assert_array_equal(first.parameters, before)
    train(first, INPUTS, TARGETS, **settings)
    np.testing.assert_array_equal(first.predict(INPUTS), second.predict(INPUTS))


def test_assigned_parameters_are_written_in_place():
    network = three_layers("sigmoid")
    start = network.parameters.copy()
    first = network.predict(INPUTS)
    train(network, INPUTS, TARGETS, epochs=5, learning_rate=0.5)
    network.parameters = start
    np.testing.assert_array_equal(network.predict(INPUTS), first)
    with pytest.raises(ValueError, match="parameters has the shape"):
        network.parameters = start[:-1]


def test_huge_and_lost_weights_do_not_warn():
    for value in (1e300, np.nan, np.inf):
        network = three_layers("linear", hidden="relu")
        network.parameters[...] = value
        network.predict(INPUTS)
        network.gradients(INPUTS, TARGETS, "mean_squared_error")


@pytest.mark.parametrize("shape", [(3, 4, 2), (200, 64, 30)])
def test_copies_multiply_alike_small_or_large(shape):
    rows, inputs, outputs = shape
    many = Network([Dense(inputs, outputs, "linear")], rng=1, copies=3)
    values = RNG.normal(size=(rows, inputs))
    expected = [values @ weights for weights in many.layers[0].weights]
    np.testing.assert_allclose(many.predict(values), expected, atol=1e-12)


def test_a_layer_given_to_two_networks_is_copied():
    layer = Dense(2, 1, "tanh", weights=[[1], [2]], biases=[3])
    first, second = Network([layer]), Network([layer])
    first.layers[0].weights[...] = 0
    first.layers[0].biases[...] = 0
    assert second.layers[0].weights.tolist() == [[1], [2]]
    assert second.layers[0].biases.tolist() == [3]
    assert first.layers[0] is not second.layers[0]


def test_the_uniform_start_is_the_tutorials_to_the_bit():
    random = np.random.RandomState(1)
    expected = 2 * random.random_sample((3, 1)) - 1
    layer = Dense(3, 1, "sigmoid", bias=False, initializer="uniform")
    network = Network([layer], rng=np.random.RandomState(1))
    np.testing.assert_array_equal(network.layers[0].weights, expected)
    printed = [f"{weight:.8f}" for weight in network.parameters]
    assert printed == ["-0.16595599", "0.44064899", "-0.99977125"]


@pytest.mark.parametrize("name", INITIALIZERS)
def test_initializers_have_the_spread_they_promise(name):
    network = Network([Dense(200, 300, "linear", initializer=name)], rng=1)
    weights = network.layers[0].weights
    spread = {
        "uniform": np.sqrt(1 / 3),
        "normal": 1.0,
        "glorot_uniform": np.sqrt(2 / 500),
        "he_normal": np.sqrt(2 / 200),
    }[name]
    assert weights.std() == pytest.approx(spread, rel=0.01)
    assert abs(weights.mean()) < 0.02 * spread
    assert not network.layers[0].biases.any()
    shape = (
        stats.norm if name in ("normal", "he_normal") else stats.uniform(-np.sqrt(3), 2 * 3**0.5)
    )
    assert stats.kstest(weights.ravel() / spread, shape.cdf).statistic < 0.01


def test_the_same_seed_gives_the_same_start_and_leaves_numpys_own_alone():
    state = np.random.get_state()[1].copy()
    first, second, other = (Network([Dense(3, 4, "tanh")], rng=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first.parameters, second.parameters)
    assert not np.array_equal(first.parameters, other.parameters)
    np.testing.assert_array_equal(np.random.get_state()[1], state)


def test_without_bias_zeros_give_one_half():
    layers = [Dense(3, 4, "sigmoid", bias=False), Dense(4, 1, "sigmoid", bias=False)]
    hidden, _ = Network(layers, rng=1, copies=20).forward([[0, 0, 0]])
    assert (hidden == 0.5).all()


def test_forward_leaves_its_inputs_alone():
    inputs = INPUTS.copy()
    three_layers("sigmoid").predict(inputs)
    np.testing.assert_array_equal(inputs, INPUTS)
    identity = Network([Dense(3, 3, "linear", weights=np.eye(3))])
    identity.predict(inputs)[...] = 0
    np.testing.assert_array_equal(inputs, INPUTS)
