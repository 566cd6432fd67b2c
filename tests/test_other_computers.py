"""What is saved, judged and claimed holds on other computers: see ``tests/other_computers``."""

import ast
import contextlib
import os
import subprocess
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from nnlib import datasets
from nnlib.exercises import playground
from nnlib.network import Dense, Network
from nnlib.training import train
from tests.conftest import WITHOUT_KERAS
from tests.other_computers.jitter import SEEDS, AfterEveryUpdate, Jitter, jitter
from tests.test_exercises import RIGHT, WRONG, answered, in_one_line
from tools.save_notebooks import NOTEBOOKS

ROOT = NOTEBOOKS.parent
LESSON_4 = "04_keras_comparison"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
# Their figures are the tutorials'; all other seeds take longer than make test may.
WITH_TWO_SEEDS = {"01_single_neuron", "02_two_layer_xor", "03_regression_scores"}
JUDGED_BY_TRAINING = playground.EXERCISES


@pytest.fixture(scope="module")
def found(alone, request):
    """Return what is found in all notebooks asked for: one program runs them, and imports once."""
    names = [
        each.callspec.params["name"]
        for each in request.session.items
        if each.function is test_every_saved_word_holds
    ]
    return differences(
        {
            NOTEBOOKS / f"{name}.ipynb": SEEDS[: seeds_at_once(name)]
            for name in names
            if not (WITHOUT_KERAS and name == LESSON_4)
        },
        alone,
    )


def seeds_at_once(name):
    return 2 if name in WITH_TWO_SEEDS else 1


@pytest.mark.needs_keras(LESSON_4)
@pytest.mark.parametrize("name", NAMES)
def test_every_saved_word_holds(name, found):
    assert f"{name}.ipynb, " not in found, found


@pytest.mark.slow
@pytest.mark.needs_keras(LESSON_4)
@pytest.mark.parametrize("name", NAMES)
def test_every_saved_word_holds_with_the_other_seeds(name, alone):
    others = SEEDS[seeds_at_once(name) :]
    assert differences({NOTEBOOKS / f"{name}.ipynb": others}, alone) == ""


def differences(seeds, alone):
    """Return what ``other_computers.notebook`` prints of notebooks that are alone with the wheel.

    `seeds` are those of each path. Each notebook stands in a folder of its own, runs in another
    one, and ``nnlib`` is the one installed.
    """
    elsewhere = alone.folder / "elsewhere"
    elsewhere.mkdir(parents=True, exist_ok=True)
    runs = [word for path, own in seeds.items() for word in (alone.copy_of(path), *map(str, own))]
    done = subprocess.run(
        [alone.python, "-m", "other_computers.notebook", *runs],
        cwd=elsewhere,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", JUDGED_BY_TRAINING, ids=lambda exercise: exercise.name)
def test_every_answer_is_judged_alike_with_every_seed(exercise, seed, capsys):
    with jitter(seed):
        for code in RIGHT[exercise.name]:
            assert answered(exercise, code, capsys).startswith("✔ Right. "), code
        for code, words in WRONG[exercise.name].items():
            said = in_one_line(answered(exercise, code, capsys))
            assert said.startswith("✘ Not yet. "), code
            assert words in said, f"{code}: {said}"


# The stand-in itself


def test_each_number_goes_one_unit_up_or_down_or_stays_and_0_stays():
    before = np.append(np.random.default_rng(0).normal(size=30_000), 0.0)
    after = before.copy()
    Jitter(1).move(after)
    steps = (after - before) / np.spacing(np.abs(before))
    up, down, none = (np.mean(steps[:-1] == each) for each in (1, -1, 0))
    below_a_power_of_two = np.mean(np.abs(steps) == 0.5)  # where the unit is half as large
    assert up + down + none + below_a_power_of_two == 1
    for share in (up, down, none):
        assert share == pytest.approx(1 / 3, abs=0.02)
    assert after[-1] == 0


def test_the_same_seed_moves_alike_and_another_one_otherwise():
    moved = []
    for seed in (1, 1, 2):
        numbers = np.ones(100)
        Jitter(seed).move(numbers)
        moved.append(numbers.tolist())
    assert moved[0] == moved[1] != moved[2]


def weights_after(updates, copies=None):
    gate = datasets.parity3()
    network = Network([Dense(3, 4, "tanh"), Dense(4, 1, "sigmoid")], rng=1, copies=copies)
    train(network, gate.inputs, gate.targets, epochs=updates, learning_rate=1.0)
    return network.parameters


@pytest.mark.parametrize("copies", [None, 5])
def test_training_is_moved_after_every_update(copies):
    plain = weights_after(1, copies)
    with jitter(1):
        moved = weights_after(1, copies)
        far = weights_after(100, copies)
    np.testing.assert_allclose(moved, plain, rtol=1e-15)
    assert 0.5 < np.mean(moved != plain) < 0.8
    np.testing.assert_allclose(far, weights_after(100, copies), rtol=1e-9)
    assert (weights_after(1, copies) == plain).all()  # and afterwards no more


ONES = "np.ones(200)"
UPDATES = {  # a program that changes w, and what w is after it
    "w += 1.0": 2,
    "w -= 0.5": 0.5,
    "w = w - 0.25 * w": 0.75,
    "w = w + 1.0 - 0.5": 1.5,
    "w, other = w - 0.5, 3": 0.5,
    "layer.w = w\nlayer.w = layer.w - 0.5\nw = layer.w": 0.5,
    "w = w.astype(np.float32)\nw -= 0.5": 0.5,
}


def run_moved(program):
    """Run a program as on another computer, and return its names."""
    tree = ast.fix_missing_locations(AfterEveryUpdate().visit(ast.parse(program)))
    names = {"np": np, "layer": SimpleNamespace(), AfterEveryUpdate.NAME: Jitter(3).moved}
    exec(compile(tree, "by hand", "exec"), names)
    return names


@pytest.mark.parametrize(("update", "value"), UPDATES.items())
def test_updates_by_hand_are_moved(update, value):
    w = run_moved(f"w = {ONES}\n{update}")["w"]
    assert len(set(w.tolist())) == 3
    np.testing.assert_allclose(w, value, rtol=2 * np.finfo(w.dtype).eps)


def test_what_is_no_update_is_not_moved():
    program = f"""
w, count, name, bias = {ONES}, 0, "w", 1.0
count += 1
name += "w"
other = 2.0 * w
w = w / 2
bias += 1.0
"""
    names = run_moved(program)
    assert (names["count"], names["name"]) == (1, "ww")
    assert (names["other"] == 2).all()
    assert (names["w"] == 0.5).all()
    assert names["bias"] == pytest.approx(2, rel=1e-15)


@pytest.mark.needs_keras
def test_keras_is_moved_too():
    from nnlib.keras_bridge import keras

    after = []
    for seed in (None, 1):
        keras.utils.set_random_seed(1)
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(200)])
        with contextlib.nullcontext() if seed is None else jitter(seed):
            model.compile(loss="mean_squared_error", optimizer=keras.optimizers.SGD(0.1))
            model.fit(np.ones((4, 2)), np.ones((4, 200)), epochs=1, verbose=0)
        after.append(model.get_weights()[0])
    np.testing.assert_allclose(*after, rtol=1e-6)
    assert 0.3 < np.mean(after[0] != after[1]) < 0.9


def test_a_figure_with_too_many_digits_is_found(tmp_path, alone, capsys):
    training = "weight = 0.1\nfor _ in range(100):\n    weight += 0.01 * (1 - weight)\n"
    cells = []
    for name, end in (("few", 'print(f"{weight:.3f}")'), ("all", "print(weight)")):
        exec(training + end)
        printed = nbformat.v4.new_output("stream", text=capsys.readouterr().out)
        cells.append(nbformat.v4.new_code_cell(training + end, id=name, outputs=[printed]))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "figures.ipynb")
    found = differences({tmp_path / "figures.ipynb": SEEDS[:1]}, alone)
    assert found.startswith("figures.ipynb, all, jitter 1:\n0.67")
    assert "few" not in found
