"""A word where a beginner is stuck, and none where nothing is wrong."""

import numpy as np
import pytest

from nnlib.clouds import REGRESSIONS, SHAPES, cloud
from nnlib.datasets import exam_scores, xor
from nnlib.explorers.downhill import WalkDownhill
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.network import Dense, Network
from nnlib.scaling import StandardScaler
from nnlib.training import Ended, Training, train

TIMES = np.array([[4.0, 8.0], [2, 6], [7, 5], [1, 9]])
MARKS = np.array([[47.0], [43], [39], [90]])
# Four people as a beginner would type them, in pounds and inches, and of which group they are.
PEOPLE = np.array([[133.0, 65], [160, 72], [152, 70], [120, 60]])
GROUPS = np.array([[1.0], [0], [0], [1]])


@pytest.mark.parametrize(
    ("activation", "targets", "words"),
    [
        ("sigmoid", MARKS, "Targets go from 39 to 90, and sigmoid in the last layer gives only 0"),
        ("relu", 2 * MARKS / 100 - 1, "gives only 0 or more"),
        ("tanh", MARKS, "gives only -1 to 1"),
    ],
)
def test_targets_that_the_last_activation_cannot_give(activation, targets, words, capsys):
    network = Network([Dense(2, 1, activation)], rng=1)
    history = train(network, TIMES, targets, epochs=5, learning_rate=1e-6)
    assert words in history.remark
    assert 'take "linear" there.' in history.remark
    assert capsys.readouterr().out == f"Training goes nowhere like this. {history.remark}\n"
    assert repr(history).endswith(f"{history.stopped_because}. {history.remark}")
    assert history.ended is Ended.EPOCHS


@pytest.mark.parametrize("loss", ["half_sum_of_squares", "mean_squared_error"])
@pytest.mark.parametrize("hidden", [[], [Dense(2, 4, "sigmoid")], [Dense(2, 4, "tanh")]])
def test_outputs_saturate_where_inputs_are_far_from_0(hidden, loss):
    layers = [*hidden, Dense(4 if hidden else 2, 1, "sigmoid")]
    silent = 0
    for seed in range(10):
        network = Network(layers, rng=seed)
        silent += not train(
            network, PEOPLE, GROUPS, epochs=300, learning_rate=0.5, loss=loss
        ).remark.endswith("Inputs reach 160, so scale them.")
        scaled = StandardScaler().fit(PEOPLE).transform(PEOPLE)
        assert (
            train(
                Network(layers, rng=seed), scaled, GROUPS, epochs=300, learning_rate=0.5, loss=loss
            ).remark
            == ""
        )
    assert silent <= 1


def test_a_rate_far_too_high_saturates_too():
    network = Network([Dense(2, 3, "sigmoid"), Dense(3, 1, "sigmoid")], rng=1)
    history = train(network, xor().inputs, xor().targets, epochs=50, learning_rate=1e5)
    assert history.remark.endswith(". Start again with a lower learning rate.")


@pytest.mark.parametrize(
    ("activation", "weights", "target", "loss"),
    [
        ("sigmoid", [[-100.0], [-100.0]], [[1.0]], "binary_cross_entropy"),
        ("softmax", [[-100.0, 100.0]] * 2, [[1.0, 0.0]], "categorical_cross_entropy"),
    ],
)
def test_no_alarm_where_the_slope_has_cancelled(activation, weights, target, loss):
    layer = Dense(2, len(target[0]), activation, weights=weights)
    training = Training(Network([layer]), [[1.0, 1.0]], target, learning_rate=1.0, loss=loss)
    training.run(10)
    assert not training.remark
    training.run(200)
    assert training.history.loss[-1] < 0.02


@pytest.mark.parametrize(
    "explorer", [WalkDownhill(learning_rate=100.0), NeuronExplorer("AND", learning_rate=1000.0)]
)
def test_lesson_1_says_it_in_the_words_that_it_has(explorer):
    explorer.train(100)
    said = explorer._status.value
    assert (
        "It goes nowhere like this. Wrong outputs stand where their activation is flat, and the "
        "slope there is almost 0. Start again with a lower learning rate."
    ) in said
    for word in ("learning_rate", "saturated", "mean"):
        assert word not in said


def test_dead_relus():
    layers = [Dense(2, 3, "relu", biases=[-9.0, -9, -9]), Dense(3, 1, "sigmoid")]
    history = train(Network(layers, rng=1), *xor()[:2], epochs=5, learning_rate=0.5)
    assert "Every ReLU of hidden layer 1 answers 0 to every example" in history.remark
    assert history.remark.endswith(" or a lower learning rate.")
    layers[0] = Dense(2, 3, "relu", biases=[-9.0, -9, 9])
    assert train(Network(layers, rng=1), *xor()[:2], epochs=5, learning_rate=0.5).remark == ""


def test_the_numbers_are_those_without_a_remark(monkeypatch):
    def trained():
        network = Network([Dense(2, 1, "sigmoid")], rng=1)
        return train(network, PEOPLE, GROUPS, epochs=20, learning_rate=0.5)

    with_remark = trained()
    monkeypatch.setattr(Training, "remark", "")
    assert with_remark.remark
    assert trained().loss == with_remark.loss


def test_what_goes_on_has_no_remark():
    training = Training(Network([Dense(2, 1, "sigmoid")], rng=1), TIMES, MARKS, learning_rate=1e-6)
    for history in training.steps(3):
        assert history.remark == ""
    assert training.remark


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_no_alarm_where_nothing_is_wrong(shape, activation):
    data = cloud(shape, rng=1)
    last = "linear" if shape in REGRESSIONS else "sigmoid"
    for seed in range(3):
        network = Network([Dense(2, 8, activation), Dense(8, 1, last)], rng=seed)
        for epochs in (1, 100):
            assert train(network, *data[:2], epochs=epochs, learning_rate=0.3).remark == ""


def test_copies_and_a_training_that_failed_have_none():
    copies = Network([Dense(2, 1, "sigmoid")], rng=1, copies=3)
    assert train(copies, PEOPLE, GROUPS, epochs=3, learning_rate=0.5).remark == ""
    network = Network([Dense(2, 1, "linear")], rng=1)
    failed = train(network, *exam_scores()[:2], epochs=900, learning_rate=9)
    assert failed.ended is Ended.NOT_FINITE
    assert failed.remark == ""


def test_an_explorer_says_it_too():
    explorer = Playground()
    explorer.controls["activation"].value = "relu"
    explorer.network.layers[0].biases[...] = -99
    explorer.train(3)
    assert "Every ReLU of hidden layer 1" in explorer._status.value
    neuron = NeuronExplorer()
    neuron.train(3)
    assert "goes nowhere" not in neuron._status.value
