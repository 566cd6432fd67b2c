"""Pictures that a lesson draws in one call: their words tell the numbers, worked out anew here."""

import csv
import re

import numpy as np
import pytest

from nnlib import datasets, experiments, lesson_plots, plots
from nnlib.network import Dense, Network
from nnlib.pictures.blame import TIMES
from nnlib.pictures.theme import MINUS
from tools.run_experiments import LOSS_PERCENTILES, SUCCESS_RATES

XOR = datasets.xor()


def small(hidden=2):
    start = {"initializer": "uniform"}
    return Network([Dense(2, hidden, "sigmoid", **start), Dense(hidden, 1, "sigmoid", **start)],
                   rng=1)  # fmt: skip


def numbers(words):
    return [
        float(each.replace(MINUS, "-")) for each in re.findall(rf"[+{MINUS}]?\d+(?:\.\d+)?", words)
    ]


def loss_of_row(network, row):
    return ((XOR.targets[row] - network.predict(XOR.inputs[[row]])) ** 2).sum() / 2


@pytest.mark.parametrize("hidden", [1, 2, 3])
@pytest.mark.parametrize(("row", "name"), [(0, "00"), (1, "01"), (2, "10"), (3, "11")])
def test_blame_is_how_the_loss_of_the_row_moves(hidden, row, name):
    """A delta is what the loss gains for each unit of a sum; a bias moves the sum, and no more."""
    network = small(hidden)
    words = lesson_plots.blame_at_row(plots.new_figure()[1], network, XOR, name)
    assert words.startswith(f"Row {row + 1} ({' '.join(name)}), back from the output: ")
    told = [numbers(each)[-1] for each in re.findall(r"delta [^,;]+", words)]
    expected = []
    for layer in reversed(network.layers):
        for unit in range(layer.outputs):
            losses = []
            for step in (1e-5, -1e-5):
                layer.biases[unit] += step
                losses.append(loss_of_row(network, row))
                layer.biases[unit] -= step
            expected.append((losses[0] - losses[1]) / 2e-5)
    np.testing.assert_allclose(told, expected, atol=6e-4)


def test_every_product_under_a_neuron_comes_out():
    words = lesson_plots.blame_at_row(plots.new_figure()[1], small(), XOR, "01")
    products = re.findall(rf"(\S+) {TIMES} (\S+) = ([^,;]+)", words)
    assert len(products) == 5
    for product in products:
        first, second, result = (float(each.replace(MINUS, "-")) for each in product)
        assert first * second == pytest.approx(result, abs=6e-4)


def test_a_network_at_a_row_tells_its_answers():
    network = small()
    words = lesson_plots.network_at_row(plots.new_figure()[1], network, XOR, "10")
    hidden, output = network.forward([[1, 0]])
    answers = " ".join(f"{each:.2f}" for each in hidden[0])
    assert f"1.00 0.00; {answers}; {output.item():.2f}; target 1" in words


@pytest.mark.parametrize("sizes", [[(2, 1)], [(2, 2), (2, 2), (2, 1)]])
def test_blame_is_drawn_with_one_hidden_layer_only(sizes):
    network = Network([Dense(*each, "sigmoid") for each in sizes], rng=1)
    with pytest.raises(ValueError, match="one hidden layer and one output"):
        lesson_plots.blame_at_row(plots.new_figure()[1], network, XOR, "01")


def test_a_row_that_is_none_is_refused():
    for draw in (lesson_plots.blame_at_row, lesson_plots.network_at_row):
        with pytest.raises(ValueError, match="row"):
            draw(plots.new_figure()[1], small(), XOR, "2")


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_solved_starts_are_those_of_the_table():
    rows, counts = table(SUCCESS_RATES), experiments.solved_by_size()
    assert len(counts) == len(rows)
    for row in rows:
        key = (row["bias"] == "1", int(row["hidden"]), int(row["epochs"]))
        assert counts[key] == int(row["solved"])
    words = lesson_plots.solved_by_size(plots.new_figure()[1])
    assert all(str(count) in words for count in counts.values())


@pytest.mark.parametrize("epochs", [1_000, 10_000, 100_000])
def test_the_share_that_does_better_is_that_of_the_table(epochs):
    losses = [float(row[f"epochs_{epochs}"]) for row in table(LOSS_PERCENTILES)]
    for loss in (1e-9, 0.0001, 0.002, 1):
        below = 100 * np.mean(np.array(losses) < loss)
        assert experiments.share_better(loss, epochs) == pytest.approx(below, abs=1.5)


def test_only_what_was_trained_can_be_asked_for():
    with pytest.raises(ValueError, match="epochs"):
        experiments.sorted_losses(500)


def test_deltas_are_those_of_gradients():
    words = lesson_plots.deltas(plots.new_figure()[1])
    sure = Network([Dense(1, 1, "sigmoid", weights=[[0]], biases=[np.log(9)])])
    for loss in ("binary_cross_entropy", "half_sum_of_squares"):
        _, [(_, d_biases)] = sure.gradients([[0]], [[0]], loss)
        assert f"{d_biases.item():.3f}" in words


def test_curves_of_activations_tell_their_slopes():
    axes = plots.new_figure(2)[1]
    assert "tanh 0.0002, relu 1.0000" in lesson_plots.activation_curves(axes, ["tanh", "relu"])
