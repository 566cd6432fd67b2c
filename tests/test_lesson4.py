"""What lesson 4 says, against Keras and against its own saved outputs."""

import re

import nbformat
import numpy as np
import pytest

from nnlib import costs, datasets, keras_bridge
from nnlib.experiments import first_all_right, learning_curves
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.metrics import answered_right
from nnlib.network import Dense, Network
from nnlib.training import Training
from tests.folded import came_out
from tools.run_experiments import KERAS_CURVES, KERAS_STRIDE, keras_curves
from tools.save_notebooks import NOTEBOOKS

pytestmark = [pytest.mark.figures, pytest.mark.needs_keras]
keras = keras_bridge.keras
LESSON = nbformat.read(NOTEBOOKS / "04_keras_comparison.ipynb", as_version=4)
CELLS = {cell.id: cell for cell in LESSON.cells}
XOR = datasets.xor()
PRINTED = {1: (0.2634, 0.5), 2: (0.263, 0.25), 24: (0.2549, 0.5), 107: (0.2319, 0.75),
           169: (0.2142, 1)}  # by the tutorial: epoch, loss, accuracy  # fmt: skip
TUTORIAL = {"learning_rate": 0.001, "optimizer": "adam", "loss": "mean_squared_error"}


def said(cell):
    return "".join(output.get("text", "") for output in CELLS[cell].outputs)


def starts(copies):
    return Network([Dense(2, 16, "relu"), Dense(16, 1, "sigmoid")], rng=1, copies=copies)


def test_the_table_of_differences_is_what_the_text_says():
    rows = [*said("equal-code").splitlines()[1:], *said("equal-more").splitlines()]
    assert len(rows) == 5
    for row in rows:
        assert max(map(float, row.split()[-3:])) <= 1e-12, row
    order, *losses = said("detail-order").splitlines()
    for row in (said("detail-factor"), order):
        assert min(map(float, row.split()[-3:])) > 0.01  # "and in the first digits"
    right, wrong = (float(line.split()[-1]) for line in losses)
    assert abs(right - wrong) < 0.01 * right  # "can hardly be told from the right one"
    as_it_comes, in_float64, epsilon, nine_tenths = said("adam-equal-code").splitlines()
    first = float(as_it_comes.split()[-3])
    assert max(map(float, in_float64.split()[-3:])) <= 1e-12
    assert float(epsilon.split()[-3]) > first
    assert nine_tenths.endswith(f"{float(np.float32(0.9))} {float(np.float32(0.999))}")
    text = CELLS["adam-equal-means"].source
    assert f"{float(np.float32(0.999)):.9f}" in text
    assert 1e-6 < abs(float(np.float32(0.999)) - 0.999) / 0.001 < 1e-4  # "in the 5th digit"
    assert 1e-6 < first / 0.01 < 1e-5  # "the first step in the 6th"


@pytest.fixture(scope="module")
def thousand():
    return learning_curves(starts(1000), *XOR[:2], epochs=200, **TUTORIAL)


def test_where_the_tutorials_run_lies(thousand):
    losses, shares = thousand
    for epoch, (loss, share) in PRINTED.items():
        less = np.mean(losses[epoch - 1] < loss)
        assert 0.05 < less < 0.95
        (line,) = re.findall(
            rf"epoch +{epoch}: loss (\S+), (\d+)% have less", said("tuning-placed")
        )
        assert float(line[0]) == loss
        assert int(line[1]) == pytest.approx(100 * less, abs=1)
        assert np.mean(shares[epoch - 1] >= share) > 0.5
    sooner = 100 * np.mean(first_all_right(shares) + 1 < 169)
    assert came_out(CELLS["tuning-thousand"]) == f"{sooner:.0f}"
    assert sooner > 60  # "somewhat slower than most"


def test_why_a_row_is_lost_in_the_first_update(thousand):
    many = starts(1000)
    assert (many.predict([[0, 0]]) == 0.5).all()
    lost = np.mean(thousand[1][1] < thousand[1][0])
    assert lost == pytest.approx(0.75, abs=0.02)  # "three starts in four"
    assert f"{lost:.0%}" in said("tuning-fall")


def test_the_notes_quote_the_table():
    notes = CELLS["tuning"].metadata["notes"]
    found = dict(re.findall(r"^(.+?) +\d+% get to 100 %, half of all by epoch (\S+)$",
                            said("tuning-code") + said("tuning-rates"), flags=re.M))  # fmt: skip
    for name in ("the tutorial's", "gradient descent, rate 1.0", "gradient descent, rate 0.01"):
        assert re.search(rf"\b{found[name]}\b", notes), name
    reached = dict(re.findall(r"^(Adam, rate .+?) +(\d+)%", said("tuning-rates"), flags=re.M))
    assert [int(share) > 95 for share in reached.values()] == [True, True, False]
    assert found["2 neurons"] == "inf"
    helped = [float(found[name]) for name in ("32 neurons", "two hidden layers")]
    by_rate = [float(found[f"Adam, rate {rate}"]) for rate in (0.01, 0.1)]
    assert max(by_rate) < min(helped) <= max(helped) < float(found["the tutorial's"])
    scaled = dict(
        re.findall(r"^(\w+, gradients times \S+) +(\d+)%", said("tuning-scaled"), flags=re.M)
    )
    assert (
        int(scaled["Adam, gradients times 0.01"]) == int(scaled["Adam, gradients times 100"]) > 95
    )
    assert int(scaled["descent, gradients times 0.01"]) < 80
    assert int(scaled["descent, gradients times 100"]) < 80


def test_nobody_is_near_at_the_tutorials_rate_and_nearly_all_are_at_ten_times_that():
    rows = re.findall(r"right (\d+)%, within 0\.1 (\d+)%", said("tuning-near"))
    (right, near), (right_then, near_then) = (map(int, row) for row in rows)
    assert min(right, right_then) > 95
    assert near == 0
    assert near_then > 90


def test_adam_does_notice_the_units_of_the_inputs():
    how = TUTORIAL | {"learning_rate": 0.01}
    share = {}
    for factor in (0.01, 1, 100):
        _, shares = learning_curves(
            starts(100), factor * XOR.inputs, XOR.targets, epochs=1000, **how
        )
        share[factor] = np.isfinite(first_all_right(shares)).mean()
    assert share[1] > 0.95
    assert share[0.01] < 0.5
    assert share[100] < 0.5


def test_adams_first_steps_are_as_long_as_the_rate_and_later_ones_mostly_shorter():
    network = starts(100)
    training = Training(network, *XOR[:2], **TUTORIAL)
    steps = {}
    for update in (1, 101, 301):
        if update > 1:
            training.run(update - 1 - training.history.epochs)
        before = network.parameters.copy()
        training.run(1)
        moved = np.abs(network.parameters - before) / TUTORIAL["learning_rate"]
        steps[update] = np.median(moved[moved > 0])
    assert steps[1] == pytest.approx(1, abs=0.01)
    assert steps[101] < 0.9
    assert steps[301] < 0.9


LONG_STEPS = {"optimizer": "gradient descent", "activation": "sigmoid", "learning_rate": 30}


def test_long_steps_make_a_difference_in_the_16th_digit_grow_until_the_curves_part():
    explorer = KerasExplorer(**LONG_STEPS)
    explorer.train(300)
    apart = np.abs(np.subtract(explorer.history.loss, explorer.keras_losses))
    assert apart[:20].max() < 1e-9
    assert apart.max() > 0.01


def test_they_do_so_in_about_half_of_the_starts():
    how = {"learning_rate": 30, "loss": "mean_squared_error"}
    curves = []
    for factor in (1, 1 + np.finfo(float).eps):
        network = Network([Dense(2, 16, "sigmoid"), Dense(16, 1, "sigmoid")], rng=1, copies=100)
        network.parameters *= factor
        curves.append(learning_curves(network, *XOR[:2], epochs=300, **how)[0])
    parted = np.abs(np.subtract(*curves)).max(axis=0) > 0.01
    assert 0.3 < parted.mean() < 0.7


def test_learning_curves_are_those_of_keras():
    keras_bridge.compute_in("float64")
    many = starts(3)
    one = starts(None)
    one.parameters[...] = many.parameters[1]
    losses, shares = learning_curves(many, *XOR[:2], epochs=60, **TUTORIAL)
    model = keras_bridge.to_keras(one)
    model.compile(loss="mean_squared_error", optimizer="adam", metrics=["binary_accuracy"])
    looks = np.array([model.train_on_batch(*XOR[:2]) for _ in range(61)])
    keras_bridge.compute_in("float32")
    np.testing.assert_allclose(np.array(losses)[:, 1], looks[:, 0], atol=1e-5)
    np.testing.assert_array_equal(shares[:, 1], looks[:, 1])
    assert len(set(shares[:, 1])) > 1


def test_learning_curves_end_where_no_copy_can_be_trained_on():
    settings = TUTORIAL | {"learning_rate": 10.0, "optimizer": "gradient_descent"}
    losses, shares = learning_curves(
        Network([Dense(2, 2, "linear"), Dense(2, 1, "linear")], rng=1, copies=3),
        *XOR[:2],
        epochs=50,
        **settings,
    )
    assert 3 < len(losses) == len(shares) < 50
    assert np.isfinite(losses[:-1]).any(axis=1).all()
    assert not np.isfinite(losses[-1]).any()


def test_first_all_right():
    shares = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [1.0, 0.5, 0.75]])
    assert first_all_right(shares).tolist() == [0, 1, np.inf]
    with pytest.raises(ValueError, match="network must be a Network with copies"):
        learning_curves(starts(None), *XOR[:2], epochs=1, **TUTORIAL)


def test_answered_right_is_binary_accuracy():
    rng = np.random.default_rng(1)
    outputs = rng.choice([0.0, 0.2, 0.5, 0.500001, 0.9], (50, 4, 1))
    theirs = [keras.metrics.binary_accuracy(XOR.targets, each) for each in outputs]
    theirs = np.array([keras.ops.convert_to_numpy(each)[:, 0] for each in theirs])
    np.testing.assert_array_equal(answered_right(outputs, XOR.targets), theirs)
    with pytest.raises(ValueError, match="give the outputs of a network with copies"):
        answered_right(outputs[0], XOR.targets)


def test_the_recorded_curves_can_be_recorded_again():
    recorded = np.loadtxt(KERAS_CURVES, delimiter=",")
    assert recorded[:, 0].tolist() == list(range(1, 21))
    assert recorded.shape[1] == 2 + 1000 // KERAS_STRIDE + 1
    assert (recorded[:, 2:].min(axis=1) < 0.1).all()
    (again,) = keras_curves(starts=1, updates=80)
    if keras.config.backend() == "tensorflow":  # JAX draws other first weights
        np.testing.assert_allclose(recorded[0, 2:11], again[2:], rtol=1e-3)
        assert again[1] == pytest.approx(recorded[0, 1], abs=1)


def test_twenty_starts_in_keras_lie_among_a_thousand_of_nnlib(thousand):
    in_keras = np.loadtxt(KERAS_CURVES, delimiter=",")[:, 1]
    here = first_all_right(thousand[1])
    # Two-sided Kolmogorov-Smirnov: 1.36 sqrt(1/20 + 1/1000) is the limit of one in twenty.
    apart = max(abs(np.mean(in_keras <= epoch) - np.mean(here <= epoch)) for epoch in range(200))
    assert apart < 1.36 * np.sqrt(1 / 20 + 1 / 1000)


def run(cells, names, capsys):
    """Run cells of the lesson, and return what they print."""
    for cell in cells:
        source = CELLS[cell].source.replace("epochs=980", "epochs=20")  # nbval runs them all
        exec(compile(source, cell, "exec"), names)
    return capsys.readouterr().out


def test_the_first_cells_in_keras_say_the_same_when_they_are_run_again(capsys):
    names = {}
    run(["set-up", "import-keras", "xor-code"], names, capsys)
    first = ["keras-model", "keras-summary", "live-train", "rest-code"]
    said = run(first, names, capsys)
    run(["equal-start", "equal-copy"], names, capsys)
    assert keras.config.floatx() == "float64"
    assert run(first, names, capsys) == said
    assert keras.config.floatx() == "float32"
    assert "accuracy 0.75 after 19 epochs" in said
    assert "dense_1 (Dense)" in said
    assert "dense_2" not in said


@pytest.mark.slow
def test_float32_is_what_puts_keras_ahead():
    size, (ours, theirs) = 256, (each[0] for each in costs.by_size((256,)).values())
    inputs, targets = np.random.default_rng(1).normal(size=(2, size, size))
    with keras_bridge.computing_in("float64"):
        stream = keras_bridge.prepared(inputs, targets[:, :1])
        model = costs.keras_network(size, size, steps_per_execution=costs.AT_ONCE)
        in_float64 = costs.milliseconds(
            lambda updates: model.fit(stream, steps_per_epoch=updates, **costs.QUIET), costs.AT_ONCE
        )
    assert theirs < 0.7 * in_float64  # "half the time or less"
    assert theirs < 0.7 * ours  # "Keras is ahead"
    assert 0.5 < in_float64 / ours < 2  # "about even"


def test_a_measurement_is_the_least_of_several_rounds(monkeypatch):
    took = np.array([9, 2, 7, 3, 6, 5, 8, 4, 9, 9])
    ends = np.cumsum(took)
    clock = iter(np.column_stack([ends - took, ends]).ravel())
    monkeypatch.setattr(costs.time, "perf_counter", lambda: next(clock))
    updates = []
    assert costs.milliseconds(updates.append, 4) == 1000 * 2 / 4
    assert updates == [4] * (1 + costs.ROUNDS)


def test_a_measurement_is_rounded_to_what_comes_out_again():
    for measured in [*np.geomspace(1e-3, 1e5, 400), 5e-324, 1e-310, 9.6e-323, 1.4e300]:
        assert costs.rounded(measured) == pytest.approx(measured, rel=0.26)
        assert costs.rounded(costs.rounded(measured)) == costs.rounded(measured)
    assert len({costs.rounded(each) for each in np.linspace(1, 9.99, 400)}) == 11
    with pytest.raises(ValueError, match="measured must be a number above 0"):
        costs.rounded(0)


def test_what_the_text_says_of_costs():
    found = dict(re.findall(r"^(.+?) +(\S+) ms an update", said("costs-ways"), flags=re.M))
    milliseconds = {name: float(each) for name, each in found.items()}
    assert min(milliseconds, key=milliseconds.get) == "nnlib"
    assert max(milliseconds, key=milliseconds.get) == "fit, an epoch an update"
    by_size = [[float(each) for each in re.findall(r"(\S+) ms", line)]
               for line in said("growing-code").splitlines()]  # fmt: skip
    assert by_size[0][0] < by_size[0][1]
    ours, theirs = by_size[-1]
    assert theirs < 0.7 * ours  # "Keras is ahead"


@pytest.mark.slow  # nbval measures them as well
def test_costs_are_measured_for_every_way_and_size():
    ways = costs.by_way(*XOR[:2], hidden=4)
    assert list(ways) == ["nnlib", "fit, an epoch an update", "train_on_batch", "prepared",
                          "50 at once"]  # fmt: skip
    assert all(0 < each < 10_000 for each in ways.values())
    sizes = costs.by_size((2, 8))
    assert [len(each) for each in sizes.values()] == [2, 2]
    calls = []
    took = costs.milliseconds(calls.append, 7)
    assert calls == [7] * (1 + costs.ROUNDS)
    assert 0 <= took < 1000


def test_here_and_in_keras_the_same_network_is_measured():
    model = costs.keras_network(3, 5)
    assert [layer.units for layer in model.layers] == [5, 1]
    assert model.count_params() == 3 * 5 + 5 + 5 + 1
    assert float(model.optimizer.learning_rate) == pytest.approx(costs.RATE)


def test_the_first_lessons_name_no_keras_in_their_code():
    for path in sorted(NOTEBOOKS.glob("0[1-3]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            assert cell.cell_type != "code" or "keras" not in cell.source
