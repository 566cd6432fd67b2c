"""What the exercises of lesson 2 call right is right, by another way of finding out."""

import numpy as np
import pytest

from nnlib.activations import SIGMOID
from nnlib.datasets import all_equal, parity3, xor
from nnlib.exercises import lesson2
from nnlib.microscope import training_step
from nnlib.network import Dense, Network
from tests import lesson2_answers

sigmoid, slope = SIGMOID.function, SIGMOID.slope


def test_how_good_it_is_to_answer_0_always():
    assert np.mean(all_equal().targets == 0) == 0.75


@pytest.mark.parametrize("code", lesson2_answers.RIGHT["lesson2.xor_by_hand"])
def test_networks_by_hand_are_what_nnlib_makes_of_them(code):
    hidden_weights, hidden_biases, output_weights, output_bias = eval(code, {"np": np})
    layers = [
        Dense(2, 2, "sigmoid", weights=hidden_weights, biases=hidden_biases),
        Dense(
            2,
            1,
            "sigmoid",
            weights=np.reshape(output_weights, (2, 1)),
            biases=np.ravel(output_bias),
        ),
    ]
    assert ((Network(layers).predict(xor().inputs) > 0.5) == xor().targets).all()


def test_surer_hidden_neurons_do_what_the_answer_promises():
    for times, right in ((1, False), (10, True)):
        hidden_weights, hidden_biases = times * np.full((2, 2), 2), times * np.array([-1, -3])
        verdict = lesson2.xor_by_hand.judge((hidden_weights, hidden_biases, [2, -2], -1))
        assert verdict.right is right


def lesson_network():
    layers = [Dense(3, 4, "sigmoid", bias=False), Dense(4, 1, "sigmoid", bias=False)]
    return Network(layers, rng=1)


def test_passes_are_those_of_nnlib():
    names = {"sigmoid": sigmoid, "slope": slope}
    exec(lesson2.forward.code, names)
    exec(lesson2.hidden_delta.code, names)
    table, network = all_equal(), lesson_network()
    weights = [layer.weights for layer in network.layers]
    hidden, outputs = names["my_forward"](table.inputs, *weights)
    np.testing.assert_allclose(outputs, network.predict(table.inputs), rtol=1e-12)
    step = training_step(network, table.inputs, table.targets, learning_rate=1)
    output_delta = (outputs - table.targets) * slope(outputs)
    delta = names["my_hidden_delta"](output_delta, weights[1], hidden)
    np.testing.assert_allclose(delta, step.layers[0].deltas, rtol=1e-10)


def test_the_bug_matters_and_is_the_only_one():
    *start, _, _, _ = lines = lesson2.BUGGY_BACKWARD.splitlines(keepends=True)
    assert [line.strip()[-3:] for line in lines] == [f"# {letter}" for letter in "ABCDEF"]
    assert len(start) == 3
    bug = lines.pop(2)
    for places, right in (((2,), False), ((3, 4, 5), True)):
        for place in places:
            code = "".join([*lines[:place], bug, *lines[place:]])
            assert (code == lesson2.BUGGY_BACKWARD) is not right
            assert follows_the_gradient(code) is right


def follows_the_gradient(code):
    """Say whether a backward pass changes both tables of weights as nnlib does."""
    table, network = all_equal(), lesson_network()
    _, gradients = network.gradients(table.inputs, table.targets, "half_sum_of_squares")
    names = {"inputs": table.inputs, "targets": table.targets, "slope": slope}
    names["hidden"], names["outputs"] = network.forward(table.inputs)
    names["hidden_weights"], names["output_weights"] = (
        layer.weights.copy() for layer in network.layers
    )
    exec(code, names)
    return all(
        np.allclose(names[name], layer.weights - d_weights, rtol=1e-10)
        for name, layer, (d_weights, _) in zip(
            ("hidden_weights", "output_weights"), network.layers, gradients, strict=True
        )
    )


def test_cross_entropy_takes_the_longer_step():
    sure_and_wrong = Network([Dense(1, 1, "sigmoid", weights=[[0]], biases=[np.log(99)])])
    deltas = [
        sure_and_wrong.gradients([[0]], [[0]], loss)[1][0][1].item()
        for loss in ("binary_cross_entropy", "half_sum_of_squares")
    ]
    assert deltas[0] == pytest.approx(0.99)
    assert deltas[0] / deltas[1] == pytest.approx(101.01, abs=0.01)


def test_starts_that_solve_parity():
    counts = [lesson2.starts_that_solve_parity(hidden) for hidden in range(1, 7)]
    assert counts[0] == 0
    assert 100 <= counts[1] <= 140  # far from 0, and far from the 180 that are asked for
    assert min(counts[2:]) >= 185
    np.testing.assert_allclose(counts, lesson2.ABOUT, atol=5)
    assert counts[1] == pytest.approx(starts_by_a_loop(2), abs=2)


def starts_by_a_loop(hidden):
    """Train the 200 networks without nnlib's training; the biases are weights of an input 1."""
    layers = [
        Dense(3, hidden, "sigmoid", initializer="normal"),
        Dense(hidden, 1, "sigmoid", initializer="normal"),
    ]
    first, second = Network(layers, rng=1, copies=200).layers
    first_weights = np.concatenate([first.weights, first.biases.reshape(200, 1, hidden)], axis=1)
    second_weights = np.concatenate([second.weights, second.biases.reshape(200, 1, 1)], axis=1)
    inputs, targets = np.column_stack([parity3().inputs, np.ones(8)]), parity3().targets
    for _ in range(5000):
        middle = np.ones((200, 8, hidden + 1))
        middle[:, :, :-1] = 1 / (1 + np.exp(-inputs @ first_weights))
        outputs = 1 / (1 + np.exp(-middle @ second_weights))
        delta = (targets - outputs) * outputs * (1 - outputs)
        back = delta @ second_weights.transpose(0, 2, 1) * middle * (1 - middle)
        first_weights += inputs.T @ back[:, :, :-1]
        second_weights += middle.transpose(0, 2, 1) @ delta
    return (abs(outputs - targets) < 0.1).all(axis=(1, 2)).sum()


@pytest.mark.parametrize("hidden", [0, 7, 2.5, "2"])
def test_hidden_neurons_that_cannot_be_tried(hidden):
    with pytest.raises(ValueError, match="hidden must be"):
        lesson2.starts_that_solve_parity(hidden)
