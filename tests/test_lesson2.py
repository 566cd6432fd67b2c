"""What lesson 2 says in figures: against what the tutorials printed, and against its own tables."""

import csv
import re

import nbformat
import numpy as np
import pytest

from nnlib import datasets
from nnlib.exercises import lesson2
from nnlib.experiments import solved_starts
from nnlib.network import Dense, Network
from nnlib.training import train
from tests.folded import came_out
from tools.run_experiments import LOSS_PERCENTILES, SUCCESS_RATES
from tools.save_notebooks import NOTEBOOKS

pytestmark = pytest.mark.figures

# Printed by the eleven-line network's author: mean error every 10,000 rounds, and the last outputs.
PRINTED_ERRORS = [
    "0.496410031903", "0.00858452565325", "0.00578945986251",
    "0.00462917677677", "0.00395876528027", "0.00351012256786",
]  # fmt: skip
PRINTED_OUTPUTS = "0.00260572 0.99672209 0.99701711 0.00386759"
# Printed by the tutorial on the all-equal gate, whose start nobody knows.
LOSS_AFTER_1_000, LOSS_AFTER_100_000 = 0.0020575319565093496, 0.00013715041859631841


@pytest.fixture(scope="module")
def cells():
    notebook = nbformat.read(NOTEBOOKS / "02_two_layer_xor.ipynb", as_version=4)
    return {cell.id: cell for cell in notebook.cells}


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def told(cell):
    """Return the words of a cell's picture."""
    (words,) = (output.data["text/plain"] for output in cell.outputs
                if "image/png" in output.get("data", {}))  # fmt: skip
    return words


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def solved(bias, hidden, epochs):
    (row,) = (
        row
        for row in table(SUCCESS_RATES)
        if (row["bias"], row["hidden"], row["epochs"]) == (bias, hidden, epochs)
    )
    return int(row["solved"])


def share_below(loss, epochs):
    """Return which share of a thousand starts has a smaller loss, in percent."""
    rows = table(LOSS_PERCENTILES)
    return sum(row[f"epochs_{epochs}"] < loss for row in rows) * 100 / len(rows)


def test_the_eleven_lines_give_the_printed_figures(cells):
    text = printed(cells["eleven-code"])
    assert re.findall(r"mean error (\S+)", text) == PRINTED_ERRORS
    assert PRINTED_OUTPUTS in text


def test_where_the_printed_losses_lie(cells):
    assert 0.3 < share_below(LOSS_AFTER_1_000, 1_000) < 3
    assert 90 < share_below(LOSS_AFTER_100_000, 100_000) < 97
    shares = [int(share) for share in re.findall(r"(\d+) %", told(cells["percentiles-code"]))]
    shares += [int(share) for share in re.findall(r"(\d+) %", cells["percentiles-means"].source)]
    expected = [
        share_below(LOSS_AFTER_1_000, 1_000),
        share_below(LOSS_AFTER_100_000, 100_000),
        share_below(LOSS_AFTER_100_000, 10_000),
    ]
    np.testing.assert_allclose(shares, expected, atol=1.5)
    quarter = np.percentile([row["epochs_1000"] for row in table(LOSS_PERCENTILES)], 75)
    assert 2.8 < quarter / LOSS_AFTER_1_000 < 3.2  # "three times the loss printed"


def test_the_counts_in_the_text_are_those_of_the_table(cells):
    text = cells["sizes-means"].source
    for count in (solved(0, 4, 1_000), solved(1, 4, 1_000), solved(0, 4, 10_000)):
        assert re.search(rf"\b{count}\b", text)
    assert solved(0, 2, 1_000) == solved(0, 2, 10_000) == 0
    for bias in (0, 1):
        for epochs in (1_000, 10_000):
            assert solved(bias, 16, epochs) < solved(bias, 8, epochs)
    assert int(came_out(cells["thousand-code"])) == solved(0, 4, 1_000)


def test_the_two_special_starts_are_what_the_text_says(cells):
    said = [[float(each) for each in re.findall(r"[\d.]+", line)]
            for line in printed(cells["stuck-code"]).splitlines()[1:]]  # fmt: skip
    losses = dict(zip((382, 0, 5), said, strict=True))
    _, after_900, after_3000, after_5000 = range(4)
    assert losses[0] == sorted(losses[0], reverse=True)
    assert losses[5][after_3000] == losses[5][after_5000] == 0.5
    assert losses[382][after_900] < 0.2 < 0.5 <= losses[382][after_3000]
    words = printed(cells["plateau-code"])
    output, slope = map(float, re.search(r"output (\S+), slope (\S+)", words).groups())
    assert output < 0.002
    assert slope < 0.002
    assert float(came_out(cells["cured-code"])) == 8


def start_of_all_equal(number):
    """Return one of the thousand networks, as it was at its start."""
    how = {"activation": "sigmoid", "bias": False, "initializer": "normal"}
    layers = [Dense(3, 4, **how), Dense(4, 1, **how)]
    one = Network(layers)
    one.parameters = Network(layers, rng=1, copies=1000).parameters[number]
    return one


def test_two_cures_do_what_the_text_says():
    gate = datasets.all_equal()
    one = start_of_all_equal(5)
    how = {"learning_rate": 8.0, "loss": "binary_cross_entropy"}
    train(one, gate.inputs, gate.targets, epochs=1000, **how)
    outputs = one.predict(gate.inputs).ravel()
    assert outputs[0] > 0.9
    assert outputs[7] == pytest.approx(0.5, abs=0.02)
    one = start_of_all_equal(382)
    how = {"learning_rate": 0.3, "loss": "half_sum_of_squares"}
    losses = train(one, gate.inputs, gate.targets, epochs=6000, **how).loss
    assert (np.diff(losses) < 0).all()
    assert losses[-1] < losses[3000] / 2


def test_the_last_digit_decides_when_start_382_leaves_the_plateau():
    gate = datasets.all_equal()
    layers = [
        Dense(inputs, outputs, "sigmoid", bias=False, initializer="normal")
        for inputs, outputs in ((3, 4), (4, 1))
    ]
    starts = Network(layers, rng=1, copies=1000).parameters
    last_digits = 1 + np.random.default_rng(1).uniform(-1e-15, 1e-15, (30, 16))
    many = Network(layers, copies=31)
    many.parameters = np.concatenate([starts[[5]], starts[382] * last_digits])
    settings = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}
    history = train(many, gate.inputs, gate.targets, epochs=15_000, **settings)
    losses = np.array(history.loss)[:, 1:]
    rises = np.argmax(np.diff(losses, axis=0) > 0, axis=0)  # the first of the jumps
    assert 900 < rises.min() <= rises.max() < 960
    assert (np.argmin(losses[:1500], axis=0) > 1000).all()
    assert np.mean((losses[2000:5000] > 0.45).all(axis=0)) > 0.9  # one in hundreds falls sooner
    level = np.array(history.loss)[5000:] > 0.45
    leaves = 5000 + np.argmin(level, axis=0)
    assert 8_500 < leaves[0] < 8_700
    assert np.mean((leaves[1:] > 5_000) & (leaves[1:] < 13_000)) > 0.9  # "mostly"
    assert np.ptp(leaves[1:]) > 3_000


def test_the_lines_of_the_exercise_are_the_ones_that_are_judged(cells):
    for letter, line in lesson2.backward_order.lines.items():
        assert f"\n{letter}  {line}\n" in cells["exercise-order"].source


def test_the_three_curves_are_what_their_letters_say(cells):
    places = [
        int(each) for each in re.search(r"\[\[(.+?)\]\]", cells["stuck-code"].source)[1].split(",")
    ]
    said = dict(zip("ABC", places, strict=True))
    learns, plateau, too_long_steps = lesson2.three_starts.answer
    assert {learns: said[learns], plateau: said[plateau], too_long_steps: said[too_long_steps]} == {
        learns: 0, plateau: 5, too_long_steps: 382,
    }  # fmt: skip


SQUARES = {"learning_rate": 1.0, "loss": "half_sum_of_squares", "epochs": 1000}
ENTROPY = SQUARES | {"loss": "binary_cross_entropy"}


def layers_of(inputs, hidden, activation="sigmoid", initializer="glorot_uniform"):
    return [
        Dense(inputs, hidden, activation, initializer=initializer),
        Dense(hidden, 1, "sigmoid", initializer=initializer),
    ]


def counts(text):
    return [int(number) for number in re.findall(r"\b\d+\b", text)]


def test_the_counts_of_activations_and_losses_come_out_again(cells):
    lines = cells["activation-means"].source.splitlines()
    of_squares, of_entropy = (
        counts(next(line for line in lines if line.startswith(f"| {loss}")))
        for loss in ("half the", "binary")
    )
    gate = datasets.xor()
    for said, how in ((of_squares, SQUARES), (of_entropy, ENTROPY | {"learning_rate": 4.0})):
        found = [solved_starts(layers_of(2, 4, each), gate.inputs, gate.targets, **how)
                 for each in ("sigmoid", "tanh", "relu")]  # fmt: skip
        np.testing.assert_allclose(said, found, atol=2)
    assert int(came_out(cells["activation-code"])) == of_entropy[-1]


def test_the_counts_of_first_weights_come_out_again(cells):
    gate = datasets.xor()
    for name in ("normal", "uniform", "glorot_uniform"):
        layers = layers_of(2, 4, initializer=name)
        assert 96 <= solved_starts(layers, gate.inputs, gate.targets, **SQUARES) <= 99
    words = re.search(r"Of 100 starts of 3-16-1.+", cells["sizes-means"].source)[0]
    said = [number for number in counts(words) if 80 < number <= 100][1:]
    gate, found = datasets.all_equal(), []
    faster = ENTROPY | {"learning_rate": 8}
    for name, how in (("normal", SQUARES), ("glorot_uniform", SQUARES), ("normal", faster)):
        layers = layers_of(3, 16, initializer=name)
        found.append(solved_starts(layers, gate.inputs, gate.targets, **how))
    np.testing.assert_allclose(found, said, atol=3)


def test_neurons_that_start_alike_end_as_the_text_says(cells):
    gate = datasets.xor()
    same = Network(layers_of(2, 4))
    same.parameters[:] = 0.5
    how = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}
    train(same, gate.inputs, gate.targets, epochs=5000, **how)
    words = cells["start-means"].source
    assert {f"{each:.2f}" for each in same.predict(gate.inputs)[1:, 0]} == {"0.67"}
    assert {f"{each:.2f}" for each in same.layers[0].weights.ravel()} == {"6.33"}
    assert "0.67" in words
    assert "6.33" in words


def test_the_first_step_is_the_one_of_the_text(cells):
    """The two weights into hidden 1 that the text follows, moved by its row alone."""
    how = {"activation": "sigmoid", "initializer": "uniform"}
    small = Network([Dense(2, 2, **how), Dense(2, 1, **how)], rng=1)
    before = small.layers[0].weights[:, 0].copy()
    train(small, [[0, 1]], [[1]], epochs=1, learning_rate=1.0, loss="half_sum_of_squares")
    after = small.layers[0].weights[:, 0]
    assert after[0] == before[0]
    words = cells["blame-weights"].source
    for number in (f"{before[1]:.2f}", f"{before[0]:+.2f}", f"{before[1] - after[1]:.3f}",
                   f"{after[1]:.2f}"):  # fmt: skip
        assert number in words
