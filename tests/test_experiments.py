"""Many starts at once, against a plain loop over one network after the other."""

import csv
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from nnlib.datasets import all_equal, xor
from nnlib.experiments import many_starts
from nnlib.network import Dense, Network
from nnlib.training import train
from tools import run_experiments

ROOT = Path(__file__).parent.parent
SETTINGS = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}


def starts(gate, hidden, copies, bias=False, seed=1):
    layers = [
        Dense(gate.inputs.shape[1], hidden, "sigmoid", bias=bias, initializer="normal"),
        Dense(hidden, 1, "sigmoid", bias=bias, initializer="normal"),
    ]
    return Network(layers, rng=seed, copies=copies)


def bare_loop(weights, gate, epochs):
    """Return outputs of a network without biases, trained by nothing but NumPy."""
    first, second = (each.copy() for each in weights)
    for _ in range(epochs):
        hidden = 1 / (1 + np.exp(-np.dot(gate.inputs, first)))
        outputs = 1 / (1 + np.exp(-np.dot(hidden, second)))
        delta = (gate.targets - outputs) * outputs * (1 - outputs)
        back = np.dot(delta, second.T) * hidden * (1 - hidden)
        second += np.dot(hidden.T, delta)
        first += np.dot(gate.inputs.T, back)
    hidden = 1 / (1 + np.exp(-np.dot(gate.inputs, first)))
    return 1 / (1 + np.exp(-np.dot(hidden, second)))


def test_success_and_losses_agree_with_a_loop_of_its_own_on_the_same_starts():
    gate = all_equal()
    network = starts(gate, 4, 40)
    weights = [
        [layer.weights[copy].copy() for layer in network.layers] for copy in range(network.copies)
    ]
    *_, last = many_starts(network, gate.inputs, gate.targets, epochs=1000, **SETTINGS)
    outputs = np.array([bare_loop(each, gate, 1000) for each in weights])
    solved = (np.abs(outputs - gate.targets) < 0.1).all(axis=(1, 2))
    np.testing.assert_array_equal(last.solved, solved)
    assert 5 < solved.sum() < 35  # the test would see if all or none were counted
    errors = ((outputs - gate.targets) ** 2).sum(axis=(1, 2)) / 2
    np.testing.assert_allclose(last.losses, errors, rtol=1e-9)


def test_it_looks_when_it_should():
    gate = xor()
    looks = list(
        many_starts(starts(gate, 2, 3), gate.inputs, gate.targets, epochs=25, every=10, **SETTINGS)
    )
    assert [look.epoch for look in looks] == [0, 10, 20, 25]
    in_one_go = starts(gate, 2, 3)
    *_, last = many_starts(in_one_go, gate.inputs, gate.targets, epochs=25, every=25, **SETTINGS)
    np.testing.assert_array_equal(last.losses, looks[-1].losses)
    assert (looks[0].losses > looks[-1].losses).any()


def test_a_learning_rate_schedule_goes_on_from_look_to_look():
    gate = xor()
    settings = SETTINGS | {"learning_rate": lambda epoch: 5 / epoch}
    trained = starts(gate, 2, 3)
    history = train(trained, gate.inputs, gate.targets, epochs=30, **settings)
    looks = list(
        many_starts(starts(gate, 2, 3), gate.inputs, gate.targets, epochs=30, every=7, **settings)
    )
    for look in looks:
        np.testing.assert_array_equal(look.losses, history.loss[look.epoch])


def test_it_ends_where_no_loss_is_finite():
    gate = xor()
    layers = [Dense(2, 3, "relu"), Dense(3, 1, "linear")]
    network = Network(layers, rng=1, copies=4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        looks = list(
            many_starts(
                network, gate.inputs, gate.targets, epochs=500, learning_rate=1000.0,
                loss="mean_squared_error", every=50,
            )
        )  # fmt: skip
    assert not np.isfinite(looks[-1].losses).any()
    again = Network(layers, rng=1, copies=4)
    history = train(
        again, gate.inputs, gate.targets, epochs=500, learning_rate=1000.0,
        loss="mean_squared_error",
    )  # fmt: skip
    assert looks[-1].epoch == history.epochs < 500
    assert not looks[-1].solved.any()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"epochs": 0}, "epochs must"),
        ({"every": 0}, "every must"),
        ({"loss": "x"}, "loss 'x'"),
        ({"learning_rate": 0}, "learning_rate must"),
    ],
)
def test_arguments_are_checked_at_once(change, words):
    gate = xor()
    with pytest.raises(ValueError, match=words):
        many_starts(
            starts(gate, 2, 2), gate.inputs, gate.targets, **({"epochs": 10} | SETTINGS | change)
        )


def test_a_single_network_is_no_experiment():
    gate = xor()
    with pytest.raises(ValueError, match="network must be a Network with copies"):
        many_starts(Network([Dense(2, 1, "sigmoid")]), gate.inputs, gate.targets, epochs=1,
                    **SETTINGS)  # fmt: skip


# The committed tables. A count may differ by a start or two where a processor rounds otherwise.


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.figures
@pytest.mark.parametrize("bias", [False, True])
def test_the_table_of_success_rates_in_part(bias):
    (look,) = run_experiments.progress(4, bias, (1_000,))
    (row,) = (
        row
        for row in read(run_experiments.SUCCESS_RATES)
        if (row["bias"], row["hidden"], row["epochs"]) == (str(int(bias)), "4", "1000")
    )
    assert row["starts"] == "1000"
    assert abs(int(row["solved"]) - look.solved.sum()) <= 2


@pytest.mark.figures
def test_the_table_of_percentiles_in_part():
    saved = read(run_experiments.LOSS_PERCENTILES)
    again = run_experiments.loss_percentiles((1_000,))
    assert [row["percentile"] for row in saved] == [str(percentile) for percentile in range(101)]
    losses = [[float(row["epochs_1000"]) for row in rows] for rows in (saved, again)]
    for below, apart in ((76, 1e-3), (100, 0.05), (101, 0.3)):  # the worst are thrown to and fro
        np.testing.assert_allclose(*(each[:below] for each in losses), rtol=apart)


def test_the_page_on_the_tables_gets_their_sums():
    page = run_experiments.README.read_text(encoding="utf-8")
    without = re.sub(
        r"(`make experiments` \|.*`)[0-9a-f]{64}(` \|)", rf"\g<1>{'0' * 64}\g<2>", page
    )
    assert without.count("0" * 64) == len(run_experiments.TABLES)
    assert run_experiments.with_sums(without) == page


def test_a_missing_table_is_made_again(tmp_path):
    for name in ("nnlib", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    table = tmp_path / "nnlib" / "data" / "success_rates.csv"
    table.unlink()
    program = (
        "from tools import run_experiments as it; it._write(it.SUCCESS_RATES, [{'solved': 1}])"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        check=True,
    )
    assert table.read_bytes() == b"solved\n1\n"


def test_the_tables_are_whole():
    rates = read(run_experiments.SUCCESS_RATES)
    assert len(rates) == 2 * len(run_experiments.HIDDEN) * len(run_experiments.EPOCHS)
    assert set(read(run_experiments.LOSS_PERCENTILES)[0]) == {
        "percentile", *(f"epochs_{epochs}" for epochs in run_experiments.ARTICLE_EPOCHS)
    }  # fmt: skip


def test_the_table_of_digits_in_part():
    saved = read(run_experiments.DIGIT_ACCURACIES)
    again = list(run_experiments.digit_accuracies(splits=1, starts=1, examples=(200, 1078)))
    kept = [row for row in saved if (row["split"], row["start"]) == ("1", "1")]
    kept = [row for row in kept if row["examples"] in ("200", "1078")]
    for row, known in zip(again, kept, strict=True):
        assert {name: str(value) for name, value in row.items()} == known
    assert len(saved) == 20 * 3 * 5


@pytest.mark.slow
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("hidden", run_experiments.HIDDEN)
def test_the_whole_table_of_success_rates(hidden, bias):
    saved = [
        int(row["solved"])
        for row in read(run_experiments.SUCCESS_RATES)
        if (row["bias"], row["hidden"]) == (str(int(bias)), str(hidden))
    ]
    looks = run_experiments.progress(hidden, bias, run_experiments.EPOCHS)
    np.testing.assert_allclose([look.solved.sum() for look in looks], saved, atol=3)


@pytest.mark.slow
def test_the_whole_table_of_percentiles():
    saved = read(run_experiments.LOSS_PERCENTILES)
    again = run_experiments.loss_percentiles()
    for epochs in run_experiments.ARTICLE_EPOCHS:
        name = f"epochs_{epochs}"
        # Up to the starts that jump to and fro. Rounding can send one of those elsewhere, and then
        # others are a percentile further on, or less far.
        before, after = (np.array([float(row[name]) for row in rows]) for rows in (saved, again))
        assert (before[1:90] >= 0.99 * after[:89]).all()
        assert (before[:90] <= 1.01 * after[1:91]).all()
        np.testing.assert_allclose(before[1:80], after[1:80], rtol=0.01)
