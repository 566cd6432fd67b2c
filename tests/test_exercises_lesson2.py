"""What the exercises of lesson 2 call right is right, by another way of finding out."""

from itertools import permutations

import numpy as np
import pytest

from nnlib.activations import SIGMOID
from nnlib.datasets import all_equal, xor
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


def test_every_order_that_is_right_follows_the_gradient_and_an_early_update_does_not():
    exercise = lesson2.backward_order
    right = 0
    for order in permutations(sorted(exercise.lines.keys() - exercise.false.keys())):
        code = "\n".join(exercise.lines[letter] for letter in order)
        if exercise.judge("".join(order)).right:
            right += 1
            assert follows_the_gradient(code)
        elif runs(code):  # so nothing but the numbers tells
            assert not follows_the_gradient(code)
    assert right == 3
    assert runs("\n".join(exercise.lines[letter] for letter in "CFABDE"))


def test_the_false_line_does_not_even_fit():
    lines = lesson2.backward_order.lines
    with pytest.raises(ValueError, match="mismatch"):
        follows_the_gradient("\n".join(lines[letter] for letter in "CFGDAE"))


def runs(code):
    try:
        follows_the_gradient(code)
    except NameError:
        return False
    return True


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
