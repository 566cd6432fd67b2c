"""The score explorer: what it trains, what it says, and that nothing typed breaks it."""

import asyncio
import datetime
import random
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

import ipywidgets
import numpy as np
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.preprocessing import StandardScaler

from nnlib import datasets
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.scores import ScoreExplorer
from nnlib.explorers.upload import Upload
from nnlib.network import Dense, Network
from nnlib.problems.fit import fit, fit_without_parts
from nnlib.problems.trust import STARTS, nine_in_ten
from nnlib.training import train
from tests.hands import is_hidden
from tests.test_gate_explorer import labels, press, words
from tests.waiting import until, until_quiet

OWN = "own table"


def parts(students=40, noise=5.0, held_out=0.3):
    return datasets.split(datasets.students(students, noise, rng=1), held_out, rng=1)


def by_hand(copies=None, epochs=500):
    """Train what the explorer trains at first, with scikit-learn's scalers; return predictions."""
    seen, held_out = parts()
    inputs, targets = (StandardScaler().fit(each) for each in (seen.inputs, seen.targets))
    network = Network([Dense(2, 8, "tanh"), Dense(8, 1, "linear")], rng=1, copies=copies)
    train(
        network,
        inputs.transform(seen.inputs),
        targets.transform(seen.targets),
        epochs=epochs,
        learning_rate=0.1,
        loss="mean_squared_error",
    )

    def predict(rows):
        return network.predict(inputs.transform(rows)) * targets.scale_ + targets.mean_

    return predict, seen, held_out


def test_it_trains_and_errs_as_scikit_learn_would_say():
    explorer = ScoreExplorer()
    explorer.train(500)
    predict, seen, held_out = by_hand()
    expected = {
        "learned from": root_mean_squared_error(seen.targets, predict(seen.inputs)),
        "held out": root_mean_squared_error(held_out.targets, predict(held_out.inputs)),
    }
    for name, model in (("mean", DummyRegressor()), ("straight line", LinearRegression())):
        model.fit(seen.inputs, seen.targets)
        predicted = np.reshape(model.predict(held_out.inputs), (-1, 1))
        expected[name] = root_mean_squared_error(held_out.targets, predicted)
    assert explorer.errors() == pytest.approx(expected, rel=1e-6)
    assert f"held out {expected['held out']:.3g}." in words(explorer)
    assert f"the mean is off by {expected['mean']:.3g}" in words(explorer)


def test_what_if_answers_with_the_range_of_other_starts():
    explorer = ScoreExplorer()
    explorer.train(500)
    row = [4.0, 8.0]
    answer = explorer.ask(row)
    assert answer.predicted == pytest.approx(by_hand()[0]([row]).item(), rel=1e-6)
    others = by_hand(copies=STARTS)[0]([row])[:, 0, 0]
    expected = np.percentile(others, [5, 95])
    np.testing.assert_allclose([answer.low, answer.high], expected, rtol=1e-5)
    assert answer.outside == []


def test_what_if_draws_both_ranges_and_marks_where_was_asked():
    explorer = ScoreExplorer(epochs=200)
    explorer.train()
    before = len(explorer.figure().axes)
    assert "at the ring" not in explorer._picture.value
    answer = explorer.ask([4, 8])
    (scene,) = explorer._what_if.pictures
    low, high = answer.predicted - answer.scatter, answer.predicted + answer.scatter
    for told in (f"other starts: {answer.low:.1f} to {answer.high:.1f}",
                 f"single examples: {low:.1f} to {high:.1f}"):  # fmt: skip
        assert told.replace(".0 ", " ").removesuffix(".0") in scene.words
    assert f"score {answer.predicted:.1f} at the ring" in explorer._picture.value
    assert [box.value for box in explorer._what_if._boxes] == [4, 8]
    assert len(explorer.figure().axes) == before + 1  # in the still, too
    explorer.ask([12, 8])
    (scene,) = explorer._what_if.pictures
    assert "single examples" not in scene.words  # no example lies there
    explorer.ask([1e300, 8])  # more than its box takes
    explorer.reset()
    assert not explorer._what_if.pictures
    assert "at the ring" not in explorer._picture.value


def test_what_was_typed_in_vain_goes_from_what_if_where_other_data_are_chosen():
    explorer = ScoreExplorer()
    (first, *_) = boxes = explorer._what_if._boxes
    for box in boxes:
        box._text.value = "many"
    explorer.controls["data"].value = "exam scores"
    assert explorer.settled()
    assert first._text.value == f"{first.value:g}"
    assert is_hidden(first._note)


def test_what_if_draws_two_bands_for_each_of_several_targets_and_none_for_classes():
    table = "a,b,score,mark\n" + "\n".join(f"{n},{n % 3},{n * 2},{n % 5}" for n in range(12))
    explorer = ScoreExplorer(
        OWN, own_table=table, columns={"a": "input", "score": "target", "mark": "target"}, epochs=20
    )
    explorer.ask([3, 1])
    assert len(explorer._what_if.pictures) == 2
    classes = "a,b,kind\n" + "\n".join(f"{n},{n % 3},{'xy'[n % 2]}" for n in range(12))
    explorer = ScoreExplorer(
        OWN, own_table=classes, columns={"a": "input", "kind": "target"}, epochs=20
    )
    explorer.ask([3, 1])
    assert not explorer._what_if.pictures


def test_what_if_warns_outside_the_examples():
    explorer = ScoreExplorer("exam scores", held_out=0.0)
    explorer.train(100)
    assert explorer.ask([4, 8]).outside == [("hours studied", 4, 1, 3)]
    boxes = {box.name: box for box in explorer._what_if._boxes}
    boxes["hours studied"].value, boxes["hours slept"].value = 4, 8
    press(explorer, "What if?")
    said = explorer._what_if._words.value
    assert "hours studied 4 lies outside 1 to 3" in said
    assert f"{explorer.ask([4, 8]).predicted:.4g}" in said
    assert "hours slept 8 lies" not in said
    explorer.controls["hidden"].value = 3  # another network: the old answer is not its
    assert explorer._what_if._words.value == ""


def test_what_if_says_how_far_single_students_scatter():
    explorer = ScoreExplorer()
    explorer.train()
    answer = explorer.ask([5, 7])
    new = datasets.students(5000, noise=5, rng=2)
    off = np.abs(explorer._made.predict(explorer.network, new.inputs) - new.targets)
    assert np.mean(off <= answer.scatter) == pytest.approx(0.9, abs=0.05)
    boxes = {box.name: box for box in explorer._what_if._boxes}
    boxes["hours studied"].value, boxes["hours slept"].value = 5, 7
    press(explorer, "What if?")
    low, high = answer.predicted - answer.scatter, answer.predicted + answer.scatter
    said = explorer._what_if._words.value
    assert f"within {answer.scatter:.3g} of what a network says that has not seen them" in said
    assert f"here from {low:.4g} to {high:.4g}." in said
    boxes["hours slept"].value = 12
    press(explorer, "What if?")
    assert "scatter" not in explorer._what_if._words.value  # no example lies there


def covered(draw, students=40, epochs=500):
    """Return which share of new students the scatter of a class covers, and the starts' range."""
    how = {"dataset": datasets.students(students, noise=5, rng=draw), "start": draw}
    how |= {"hidden": 8, "bias": True, "held_out": 0.3}
    made, new = fit(**how), datasets.students(1000, noise=5, rng=1000 + draw)
    many, errors = fit(**how, copies=STARTS), []
    for each in (made, many, *fit_without_parts(**how)):
        inputs, targets = each.encoding.scaled(each.seen)[:2]
        train(each.network, inputs, targets, epochs=epochs, learning_rate=0.1)
        errors += [] if each is many else each.errors(each.network).ravel().tolist()
    assert len(errors) == students
    off = np.abs(made.predict(made.network, new.inputs) - new.targets)
    low, high = np.percentile(made.predict(many.network, new.inputs), [5, 95], axis=0)
    agreed = (low <= new.targets) & (new.targets <= high)
    return np.mean(off <= nine_in_ten(errors)), agreed.mean()


@pytest.mark.figures
@pytest.mark.parametrize(
    ("students", "classes"), [(40, 12), *(pytest.param(n, 60, marks=pytest.mark.slow)
                                          for n in (15, 40, 100))]
)  # fmt: skip
def test_nine_in_ten_new_students_scatter_as_said_and_few_lie_where_the_starts_agree(
    students, classes
):
    scatter, starts = np.mean([covered(draw, students) for draw in range(1, classes + 1)], axis=0)
    assert 0.86 < scatter < 0.97  # those that learned from fewer than all err somewhat more
    assert starts < 0.5


def test_nine_in_ten_of_errors_drawn_alike_are_within_what_is_said():
    rng = np.random.default_rng(1)
    for count in (9, 12, 40):
        errors = rng.exponential(size=(2000, count + 1))
        within = [last <= nine_in_ten(others) for *others, last in errors]
        assert 0.88 < np.mean(within) < 0.9 + 1 / count
    assert np.isnan(nine_in_ten(range(8)))


def test_examples_that_are_too_few_to_tell_are_said_to_be():
    explorer = ScoreExplorer("exam scores", held_out=0.0)
    explorer.train(100)
    press(explorer, "What if?")
    assert "Fewer than 9 examples cannot tell" in explorer._what_if._words.value
    assert np.isnan(explorer.ask([2, 6]).scatter)


def test_what_if_that_is_cut_short_says_so():
    async def play():
        def others():
            return explorer._what_if._trainings[0][1].history

        explorer = ScoreExplorer(epochs=3000)
        explorer.train()
        press(explorer, "What if?")
        await until(lambda: explorer._what_if._trainings and others().epochs >= 20)
        press(explorer, "Step")
        await until_quiet()
        said = explorer._what_if._words.value
        epochs = others().epochs
        explorer.close()
        return said, epochs

    said, epochs = asyncio.run(play())
    assert "after 3,000 epochs: score" in said
    assert f"Of {STARTS} starts trained for {epochs:,} epochs only, nine in ten" in said
    assert "scatter" not in said  # nothing has been trained without a part
    assert epochs < 3000


def test_what_if_of_starts_that_all_went_beyond_measure_says_so():
    explorer = ScoreExplorer(learning_rate=1000.0, epochs=200)
    explorer.train()
    explorer._what_if.answer(explorer.frame()._replace(epoch=200))
    assert "some went beyond all measure: lower the learning rate" in explorer._what_if._words.value


def test_a_file_that_is_no_text_is_refused_and_the_next_one_read():
    explorer = ScoreExplorer(OWN, held_out=0.0)
    (upload,) = (
        each
        for each in with_all_parts(explorer._box)
        if isinstance(each, ipywidgets.FileUpload) and each.description == "Open a file"
    )
    (file_box,) = (each for each in with_all_parts(explorer._box) if isinstance(each, Upload))
    kept = explorer.controls["own_table"].value

    def load(content):
        now = datetime.datetime.now(tz=datetime.UTC)
        file = {"name": "a.csv", "type": "text/csv", "size": len(content), "last_modified": now}
        upload.value = ({**file, "content": memoryview(content)},)

    for _ in range(2):
        load(b"\xff\xfe1;2")
        assert "a.csv is no text in the encoding utf-16" in file_box._words.value
        assert explorer.controls["own_table"].value == kept
        file_box._words.value = ""
    load(b'"a";"b"\n"1";2\n3;4\n')
    assert explorer.train(5).epochs == 5
    assert explorer._made.seen.input_names == ("a",)


def test_early_stopping_ends_where_the_held_out_loss_rises():
    explorer = ScoreExplorer(students=20, noise=10, patience=50, epochs=5000)
    losses = np.array(explorer.train().validation_loss)
    assert explorer.history.epochs < 5000
    assert losses.argmin() == explorer.history.epochs - 50
    assert "has not fallen for 50 epochs" in words(explorer)


def test_the_pictures_say_their_numbers():
    explorer = ScoreExplorer()
    explorer.train(500)
    predict, seen, held_out = by_hand()
    said = labels(explorer)["Prediction, target"]
    off = [np.abs(predict(part.inputs) - part.targets).mean() for part in (seen, held_out)]
    assert said == (
        f"28 learned from, off by {off[0]:.3g} in the mean; 12 held out, off by {off[1]:.3g} in "
        "the mean"
    )
    corners = labels(explorer)["Predicted score"]
    low, high = seen.inputs.min(axis=0), seen.inputs.max(axis=0)
    margin = 0.06 * (high - low)
    corner = predict([low - margin]).item()
    assert corners.startswith(f"score at the corners of the map: lower left {corner:.4g}; ")


def test_an_own_table_keeps_its_names_and_any_unit():
    explorer = ScoreExplorer(OWN, held_out=0.0, hidden=2)
    explorer.controls["own_table"].value = "size; rooms; age; price\n" + "\n".join(
        f"{50 + 10 * k}; {k % 4}; {k}; {100_000 + 3_000 * k}" for k in range(12)
    )
    explorer.train(3000)
    assert explorer._made.seen.input_names == ("size", "rooms", "age")
    assert explorer.errors()["learned from"] < 1000
    assert "price" in ElementTree.tostring(
        ElementTree.fromstring(explorer._picture.value), encoding="unicode"
    )
    assert 100_000 < explorer.ask([100, 1, 5]).predicted < 140_000


TABLES = {
    "": ["The table is empty"],
    "a, b, c": ["The table holds a heading alone"],
    "1 2 3": ["There must be two rows of numbers or more"],
    "h, s\n1, 2\n3, x": ["Line 3, cell 2: 'x' is not a number"],
    "1, 2\n, 3\n1e3, nan": ["Line 2, cell 1 is empty", "Line 3, cell 2: 'nan' is not a number"],
    "1, 2, 3\n1, 2": ["Line 2 has 2 cells, but line 1 has 3."],
    "a, b, c\n1, 2\n3, 4, 6": ["Line 2 has 2 cells, but line 1 has 3."],
    "score\n1\n2": ["Line 1 has 1 cell. Write 1 to 20 inputs and then the target, such as: 4, 8"],
    "1, 2\n3, 1e10": ["Line 2, cell 2: 10,000,000,000 is too large."],
    "1\n2": ["Line 1 has 1 cell."],
    "\n".join(f"{k} {k}" for k in range(10_001)): ["The table has 10,001 rows; at most 10,000"],
}


@pytest.mark.parametrize("text", TABLES, ids=lambda text: text[:20] or "empty")
def test_a_table_is_answered_cell_by_cell_and_kept(text):
    explorer = ScoreExplorer(OWN)
    explorer.controls["own_table"].value = text
    for sentence in TABLES[text]:
        assert sentence in words(explorer)
    assert explorer.controls["own_table"].value == text
    with pytest.raises(ValueError, match=r"."):
        explorer.train()
    explorer.controls["own_table"].value = "1, 2\n2, 4\n3, 6"
    assert explorer.train(10).epochs == 10


def test_columns_that_tell_nothing_are_named():
    explorer = ScoreExplorer(OWN, held_out=0.0)
    explorer.controls["own_table"].value = "a, b, c\n1, 7, 5\n2, 7, 5"
    assert "b is the same in every row" in words(explorer)
    assert "c is the same in every row" in words(explorer)
    assert "a is the same" not in words(explorer)
    explorer.train(2000)
    assert explorer.ask([1, 7]).predicted == pytest.approx(5, abs=0.01)


@pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))]
)
def test_no_walk_through_the_extremes_breaks_it(seed):
    choose = random.Random(seed)
    explorer = ScoreExplorer(epochs=30)
    moves = {
        "data": ["students", "exam scores", OWN],
        "students": [4, 5, 40, 500],
        "noise": [0.0, 5.0, 20.0],
        "held_out": [0.0, 0.1, 0.5, 0.9],
        "hidden": [1, 8, 16],
        "bias": [True, False],
        "patience": [0, 1, 100_000],
        "epochs": [1, 30, 200],
        "learning_rate": [0.001, 0.1, 1.0, 1000.0],
        "start": [1, 1000],
        "stop_at_loss": [0.0, 1.0],
        "log_scale": [True, False],
        "replay": [0, 1, 30, 1_000_000],
        "own_table": [
            *TABLES,
            "1e9 1\n-1e9 2",
            "1 1\n1 1",
            "0.5 1\n1 0\n2 3",
            "2024;2025;2026\nearly;1,5;1\nlate;2,5;9e8\nnoon;;1",
        ],
        "columns": [{}, {"column 1": "target"}, {"2026": "input", "2025": "target"}],
        "reading": [{}, {"decimal": "."}, {"heading": False}, {"separator": "|"}],
        "scaled": [False, True],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(40):
            name = choose.choice([*moves, "Train", "Step", "Pause", "Reset", "What if?"])
            if name in moves:
                explorer.controls[name].value = choose.choice(moves[name])
            else:
                press(explorer, name)
            ElementTree.fromstring(explorer._picture.value or "<svg/>")
            assert "nan" not in words(explorer).replace("'nan'", "").split()
            assert "nan" not in explorer._what_if._words.value
            assert "Error" not in words(explorer)
    explorer._repr_mimebundle_()
    explorer.close()


@pytest.mark.parametrize(
    ("argument", "value"),
    [("data", "pupils"), ("students", 3), ("noise", 21), ("held_out", 0.95), ("hidden", 17),
     ("bias", 1), ("patience", -1)],
)  # fmt: skip
def test_what_cannot_be_is_refused(argument, value):
    with pytest.raises(ValueError, match=argument):
        ScoreExplorer(**{argument: value})


def answer_of(code, row, folder):
    """Return what an explorer's program prints for a row, run as a process of its own."""
    path = folder / "program.py"
    asked, *_ = code.rpartition("print(")
    path.write_text(f"{asked}print(repr(predict([{row}]).item()))\n", encoding="utf-8")
    alone = "import sys; sys.modules['nnlib'] = None; import runpy; runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", alone, path], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return float(re.sub(r"np\.float64\((.+)\)", r"\1", done.stdout.split()[-1]))


@pytest.mark.parametrize("table", [None, "grams, metres, price\n1000, 3, 7e5\n2000, 5, 9e5"])
def test_its_program_says_what_the_explorer_says(table, tmp_path):
    explorer = ScoreExplorer("exam scores", held_out=0.0)
    if table:
        explorer.controls["own_table"].value = table
        explorer.controls["data"].value = OWN
    explorer.train(2000)
    row = explorer._made.seen.inputs[0].tolist()
    said = explorer.ask(row).predicted
    assert said == pytest.approx(explorer._made.seen.targets[0].item(), rel=1e-3)
    assert answer_of(explorer.numpy_code(), row, tmp_path) == pytest.approx(said, rel=1e-12)
    example = explorer.numpy_code().rpartition("print(")[2]
    lowest, highest = (f(explorer._made.seen.inputs, axis=0) for f in (np.min, np.max))
    asked = np.array(eval(example[example.index("[[") : example.index("]]") + 2]))
    assert ((lowest <= asked) & (asked <= highest)).all()  # it prints no guess into the blue


@pytest.mark.needs_keras
def test_its_keras_program_says_what_the_explorer_says():
    explorer = ScoreExplorer("exam scores", held_out=0.0)
    explorer.train(200)
    names = {}
    from nnlib import keras_bridge

    with keras_bridge.computing_in("float32"):
        exec(explorer.keras_code(), names)
        outputs = names["predict"](np.array([[2.0, 9.0]]))
    assert outputs.item() == pytest.approx(explorer.ask([2, 9]).predicted, rel=1e-6)


def test_a_program_needs_something_that_can_be_trained():
    explorer = ScoreExplorer(OWN)
    explorer.controls["own_table"].value = "1, 2"
    for write in (explorer.numpy_code, explorer.keras_code):
        with pytest.raises(ValueError, match="two rows of numbers"):
            write()


def test_a_question_needs_a_number_for_each_input():
    with pytest.raises(ValueError, match=r"row has the shape \(1,\), but \(2,\) is expected"):
        ScoreExplorer().ask([4])
