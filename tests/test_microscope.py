"""The microscope against the training loop, the numerical gradient, and hand-made loops."""

import numpy as np
import pytest

from nnlib import datasets
from nnlib.gradient_check import numerical_gradient
from nnlib.microscope import training_step
from nnlib.network import Dense, Network
from nnlib.training import train

CASES = [
    (2, 2, "sigmoid", True, "half_sum_of_squares"),
    (2, 2, "sigmoid", False, "mean_squared_error"),
    (2, 3, "tanh", True, "binary_cross_entropy"),
    (3, 4, "sigmoid", False, "half_sum_of_squares"),
    (3, 5, "relu", True, "binary_cross_entropy"),
]


def example(inputs, hidden, activation, bias, loss):
    gate = datasets.xor() if inputs == 2 else datasets.parity3()
    layers = [
        Dense(inputs, hidden, activation, bias=bias, initializer="normal"),
        Dense(hidden, 1, "sigmoid", bias=bias, initializer="normal"),
    ]
    network = Network(layers, rng=3)
    network.parameters += 0.05  # biases that are not 0, and no sum on the kink of ReLU
    return network, gate, loss


@pytest.mark.parametrize("case", CASES)
def test_its_gradient_and_its_update_are_those_of_training_to_the_last_bit(case):
    network, gate, loss = example(*case)
    before = network.parameters.copy()
    step = training_step(network, gate.inputs, gate.targets, learning_rate=0.7, loss=loss)
    np.testing.assert_array_equal(network.parameters, before)
    value, gradients = network.gradients(gate.inputs, gate.targets, loss)
    assert step.loss == value
    assert (step.loss_name, step.learning_rate) == (loss, 0.7)
    for layer, (d_weights, d_biases) in zip(step.layers, gradients, strict=True):
        np.testing.assert_array_equal(layer.d_weights, d_weights)
        assert (layer.d_biases is None) == (d_biases is None)
        if d_biases is not None:
            np.testing.assert_array_equal(layer.d_biases, d_biases)
    history = train(network, gate.inputs, gate.targets, epochs=1, learning_rate=0.7, loss=loss)
    assert step.new_loss == history.loss[1]
    for layer, trained in zip(step.layers, network.layers, strict=True):
        np.testing.assert_array_equal(layer.new_weights, trained.weights)
        if trained.bias:
            np.testing.assert_array_equal(layer.new_biases, trained.biases)


@pytest.mark.parametrize("case", CASES)
def test_every_matrix_is_what_its_formula_says(case):
    network, gate, loss = example(*case)
    step = training_step(network, gate.inputs, gate.targets, learning_rate=0.7, loss=loss)
    inputs = gate.inputs
    for layer, made, outputs in zip(
        step.layers, network.layers, network.forward(gate.inputs), strict=True
    ):
        biases = layer.biases if made.bias else 0.0
        np.testing.assert_array_equal(layer.inputs, inputs)
        np.testing.assert_allclose(layer.sums, np.dot(inputs, made.weights) + biases, rtol=1e-14)
        np.testing.assert_array_equal(layer.outputs, outputs)
        # The slope by trial: the activation a little to the right and to the left of each sum.
        apart = made.activation.function(layer.sums + 1e-6) - made.activation.function(
            layer.sums - 1e-6
        )
        np.testing.assert_allclose(layer.slopes, apart / 2e-6, atol=1e-8)
        np.testing.assert_allclose(layer.deltas, layer.d_outputs * layer.slopes, atol=1e-15)
        np.testing.assert_allclose(layer.d_weights, np.dot(inputs.T, layer.deltas), atol=1e-15)
        if made.bias:
            np.testing.assert_allclose(layer.d_biases, layer.deltas.sum(axis=0), atol=1e-15)
        np.testing.assert_allclose(layer.new_weights, layer.weights - 0.7 * layer.d_weights)
        inputs = outputs
    first, last = step.layers
    np.testing.assert_allclose(first.d_outputs, np.dot(last.deltas, last.weights.T), atol=1e-15)
    np.testing.assert_array_equal(step.errors, gate.targets - last.outputs)
    backpropagated = np.concatenate(
        [part.ravel() for layer in step.layers for part in (layer.d_weights, layer.d_biases)
         if part is not None]
    )  # fmt: skip
    numerical = numerical_gradient(network, gate.inputs, gate.targets, loss)
    np.testing.assert_allclose(backpropagated, numerical, atol=1e-9)


def test_the_eleven_lines_first_round_by_a_loop_of_its_own():
    """Shapes and signs of the tutorial: its delta is error times slope, which is added."""
    inputs = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    targets = np.array([[0.0], [1.0], [1.0], [0.0]])
    layers = [
        Dense(3, 4, "sigmoid", bias=False, initializer="uniform"),
        Dense(4, 1, "sigmoid", bias=False, initializer="uniform"),
    ]
    network = Network(layers, rng=np.random.RandomState(1))
    step = training_step(network, inputs, targets, learning_rate=1.0)
    assert f"{np.abs(step.errors).mean():.14f}" == "0.49641003190273"  # printed at iteration 0
    hidden, output = (layer.weights.tolist() for layer in network.layers)
    changes = [[0.0] * 4 for _ in range(3)]
    for row, (target,) in zip(inputs.tolist(), targets.tolist(), strict=True):
        middle = [_sigmoid(sum(x * hidden[i][j] for i, x in enumerate(row))) for j in range(4)]
        answer = _sigmoid(sum(middle[j] * output[j][0] for j in range(4)))
        delta = (target - answer) * answer * (1 - answer)
        for j in range(4):
            back = delta * output[j][0] * middle[j] * (1 - middle[j])
            for i in range(3):
                changes[i][j] += row[i] * back
    np.testing.assert_allclose(step.layers[0].d_weights, -np.array(changes), rtol=1e-12)


def test_it_looks_at_one_network_and_says_so():
    layers = [Dense(2, 1, "sigmoid")]
    with pytest.raises(ValueError, match="one network is expected, not copies"):
        training_step(Network(layers, copies=3), [[0, 1]], [[1]], learning_rate=1.0)
    with pytest.raises(ValueError, match="learning_rate must"):
        training_step(Network(layers), [[0, 1]], [[1]], learning_rate=-1.0)


def test_softmax_has_no_slope_of_its_own():
    network = Network([Dense(2, 3, "softmax")], rng=1)
    step = training_step(
        network, [[0, 1]], [[1, 0, 0]], learning_rate=1.0, loss="categorical_cross_entropy"
    )
    assert step.layers[0].slopes is None
    np.testing.assert_allclose(step.layers[0].deltas, step.layers[0].outputs - [[1, 0, 0]])


def _sigmoid(number):
    return 1 / (1 + np.exp(-number))
