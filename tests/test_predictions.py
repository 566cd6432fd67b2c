"""Predictions for whole tables, trainings that are kept, and classes and several targets."""

import csv
import io
import json
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score, confusion_matrix, root_mean_squared_error

from nnlib import storage
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.explorers.scores import ScoreExplorer
from nnlib.problems.fit import held_out_rows
from nnlib.tables import read_table
from tests.test_gate_explorer import press
from tests.test_own_tables import OWN, roles, words

RNG = np.random.default_rng(1)
KINDS = ("setosa", "versicolor", "virginica")
FLOWERS = "petal;sepal;weight;species\n" + "\n".join(
    f"{RNG.normal(1 + kind, 0.4):.2f};{RNG.normal(3 - kind, 0.6):.2f};"
    f"{RNG.normal(kind, 1):.1f};{name}"
    for _ in range(20)
    for kind, name in enumerate(KINDS)
)
FORMULAS = 'name,=SUM(A1),score\n"=HYPERLINK(""x"")",1,-2.5\n+A,2,5\n@B,,7\n-C,4,9\n'


@pytest.fixture(scope="module")
def flowers():
    explorer = ScoreExplorer(OWN, own_table=FLOWERS, epochs=200)
    explorer.train()
    return explorer


def rows_of(text, delimiter=","):
    """Return the rows of a CSV as dictionaries, as the csv module reads them."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


# Classes, and several targets


def test_classes_are_counted_and_compared_as_scikit_learn_does(flowers):
    made = flowers._made
    part, names = made.held_out, np.array(KINDS)
    right, given = names[part.targets.argmax(1)], made.predict(flowers.network, part.inputs)
    given = names[given.argmax(1)]
    errors = flowers.errors()
    assert errors["held out"] == pytest.approx(1 - accuracy_score(right, given))
    seen = names[made.seen.targets.argmax(1)]
    dummy = DummyClassifier().fit(made.seen.inputs, seen)
    assert errors["mean"] == pytest.approx(1 - dummy.score(part.inputs, right))
    line = LinearRegression().fit(made.seen.inputs, made.seen.targets).predict(part.inputs)
    assert errors["straight line"] == pytest.approx(
        1 - accuracy_score(right, names[line.argmax(1)])
    )
    drawn = next(scene for scene in flowers.pictures(flowers.frame()) if "Right" in scene.title)
    counts = confusion_matrix(right, given, labels=names)
    for name, row in zip(KINDS, counts.tolist(), strict=True):
        assert f"{name}: {', '.join(map(str, row))}" in drawn.words
    assert f"held out {accuracy_score(right, given):.0%} right" in flowers.summary()
    ElementTree.fromstring(flowers._picture.value)


def test_a_class_is_asked_about_in_words(flowers):
    answer = flowers.ask([1.0, 3.0, 0.0])
    assert answer.predicted == "setosa"
    assert 0.5 < answer.share <= 1
    assert 25 < answer.agreeing <= 50
    assert flowers.ask([99, 3, 0]).outside == [
        ("petal", 99, *(each(flowers._made.seen.inputs[:, 0]) for each in (min, max)))
    ]
    flowers._what_if._guess.value = "Setosa"
    for box, value in zip(flowers._what_if._boxes, (1.0, 3.0, 0.0), strict=True):
        box.value = value
    press(flowers, "What if?")
    said = flowers._what_if._words.value
    assert "species setosa (it gives it" in said
    assert f"{answer.agreeing} say setosa, too" in said
    assert "You guessed Setosa: the same." in said
    flowers._what_if._boxes[0].value = 2.0
    assert flowers._what_if._guess.value == ""


@pytest.mark.parametrize("cells", [("no", "yes"), ("0", "1")])
def test_two_words_and_0_and_1_are_classes_of_a_sigmoid(cells):
    text = "a,passed\n" + "\n".join(f"{row},{cells[row > 11]}" for row in range(0, 50, 2))
    explorer = ScoreExplorer(OWN, own_table=text, epochs=300)
    explorer.train()
    assert explorer.network.layers[-1].activation.name == "sigmoid"
    assert explorer.errors()["learned from"] == 0
    assert explorer.ask([40]).predicted == cells[1]
    assert explorer.ask([0]).share > 0.5


def test_of_several_targets_each_has_its_errors_in_its_unit():
    columns = {"petal": "target", "weight": "target", "species": "input"}
    explorer = ScoreExplorer(OWN, own_table=FLOWERS, columns=columns, epochs=100)
    explorer.train()
    assert {name for name, role in roles(explorer).items() if role == "target"} == {
        "petal", "weight"
    }  # fmt: skip
    made, errors = explorer._made, explorer.errors()
    predicted = made.predict(explorer.network, made.held_out.inputs)
    for at, name in enumerate(("petal", "weight")):
        off = root_mean_squared_error(made.held_out.targets[:, at], predicted[:, at])
        assert errors["held out"][name] == pytest.approx(off)
    petal, weight = explorer.ask([3, "setosa"])
    assert petal.low < petal.high
    assert weight.scatter > petal.scatter > 0
    assert "the mean is off by petal" in words(explorer._status)[-1]
    assert len(explorer.pictures(explorer.frame())) == 3


def test_the_column_that_counts_is_the_most_important():
    rng = np.random.default_rng(3)
    rows = [(rng.normal(), "xyz"[rng.integers(3)], rng.normal()) for _ in range(200)]
    text = "big,word,noise,score\n" + "\n".join(
        f"{big:.3f},{word},{noise:.3f},{5 * big + 3 * (word == 'x'):.3f}"
        for big, word, noise in rows
    )
    explorer = ScoreExplorer(OWN, own_table=text, epochs=300)
    explorer.train()
    importance = explorer.importance()
    assert list(importance) == ["big", "word", "noise"]
    assert importance["big"] > 5 * importance["word"] > 50 * abs(importance["noise"])
    press(explorer, "Which column counts?")
    said = words(explorer._importance.box)[0]
    assert said.startswith("Shuffled among the held-out examples, a column lets the loss grow")
    assert said.index("big") < said.index("word") < said.index("noise")
    explorer.controls["replay"].value = 100
    assert explorer._importance.box.value == ""  # those words were of the last epoch


# Predictions


def test_every_row_gets_a_prediction_behind_its_own_columns(flowers):
    rows = rows_of(flowers.predictions())
    table = read_table(FLOWERS)
    assert [row["species"] for row in rows] == table.columns["species"]
    assert [float(row["petal"]) for row in rows] == table.columns["petal"]
    coded = flowers._made.encoding.inputs.code(
        [[float(row[name]) for name in ("petal", "sepal", "weight")] for row in rows]
    )
    outputs = flowers._made.predict(flowers.network, coded)
    assert [row["species, predicted"] for row in rows] == [KINDS[at] for at in outputs.argmax(1)]
    for part, dataset in (
        ("held out", flowers._made.held_out),
        ("learned from", flowers._made.seen),
    ):
        petals = sorted(float(row["petal"]) for row in rows if row["part"] == part)
        assert petals == sorted(dataset.inputs[:, 0].tolist())
        right = [row["species, right"] == "yes" for row in rows if row["part"] == part]
        wrong = flowers.errors()[part]
        assert np.mean(right) == pytest.approx(1 - wrong)


def test_a_second_file_needs_no_target_and_says_what_is_strange(flowers):
    second = "petal;sepal;weight\n1,5;3;0\n2;;1\n99;1;2\n"
    normal, gap, far = rows_of(flowers.predictions(second), ";")
    assert normal["species, predicted"] in KINDS and not normal["to know"]
    assert gap["species, predicted"] == ""
    assert gap["to know"] == "no prediction, for nothing stands under 'sepal'"
    assert far["to know"].startswith("petal 99 is outside")
    assert "part" not in normal and "species, right" not in normal
    message = "'sepal'. Every input must be there: 'petal', 'sepal' and 'weight'"
    with pytest.raises(ValueError, match=f"table: no column has the name {message}"):
        flowers.predictions("petal;weight\n1;2\n2;3")


def test_0_and_1_are_predicted_as_the_classes_that_the_explorer_counts():
    rng = np.random.default_rng(5)
    text = "a,b,passed\n" + "\n".join(
        f"{row * 3},{rng.normal():.2f},{row % 3 // 2}" for row in range(40)
    )
    explorer = ScoreExplorer(OWN, own_table=text, epochs=30)
    explorer.train()
    rows = rows_of(explorer.predictions())
    assert {row["passed, predicted"] for row in rows} <= {"0", "1"}
    for part, wrong in explorer.errors().items():
        right = [row["passed, right"] == "yes" for row in rows if row["part"] == part]
        assert not right or np.mean(right) == pytest.approx(1 - wrong)
    columns = {"passed": "target", "b": "target"}
    several = ScoreExplorer(OWN, own_table=text, columns=columns, epochs=30)
    assert "passed, off by" in rows_of(several.predictions())[0]  # numbers, beside others


def test_a_single_neuron_takes_the_same_along(tmp_path):
    text = "hours,shift,passed\n" + "\n".join(
        f"{row % 11},{['early', 'late'][row % 2]},{['no', 'yes'][row % 11 > 5]}"
        for row in range(44)
    )
    explorer = NeuronExplorer(OWN, own_table=text, bias=True, epochs=400)
    explorer.train()
    rows = rows_of(explorer.predictions())
    right = [row["passed, right"] == "yes" for row in rows]
    made = explorer._made
    outputs = made.predict(explorer.network, made.table.inputs)
    assert right == ((outputs > 0.5) == made.table.targets)[:, 0].tolist()
    assert np.mean(right) > 0.9 and "part" not in rows[0]
    asked = [[4.0, "late"], [9.0, "early"]]
    own_words, theirs = run_with_questions(explorer.numpy_code(), asked, tmp_path)
    said = made.predict(explorer.network, made.encoding.inputs.code(asked))
    np.testing.assert_allclose(theirs, said, rtol=1e-12, atol=1e-14)
    assert_the_nearest_word_is_told(own_words, ("no", "yes"))
    press(explorer, "Predictions")
    assert 'download="predictions.csv"' in explorer._predicted._link.value
    share = NeuronExplorer(OWN, own_table="a,b\n1,0.2\n2,0.5\n3,0.9")
    assert "b, off by" in rows_of(share.predictions())[0]
    with pytest.raises(ValueError, match="a table of your own"):
        NeuronExplorer("OR").predictions()


def test_predictions_are_written_as_the_file_was_for_its_spreadsheet():
    table = "hours;score\n1.5;2\n2.5;3\n3.5;5\n"
    points, commas, whole = (
        ScoreExplorer(OWN, own_table=text).predictions()
        for text in (table, table.replace(".", ","), "hours;score\n1;2\n2;3\n3;5\n")
    )
    assert rows_of(points)[0]["hours"] == "1.5"
    assert rows_of(commas, ";")[0]["hours"] == "1,5"
    assert read_table(commas).columns == read_table(points).columns
    assert whole.startswith("hours;score;")  # Excel writes no semicolons where points are the sign


def test_columns_of_the_table_stay_whatever_they_are_called():
    names = ["hours", "score", "score, predicted", "score, off by", "part", "to know"]
    own = [
        [f"{(7 * row) % 12}", f"{row % 5}", "before", "off", "wing", "late"] for row in range(12)
    ]
    text = "\n".join("|".join(row) for row in [names, *own])
    columns = dict(zip(names, ["input", "target", *["leave out"] * 4], strict=True))
    explorer = ScoreExplorer(OWN, own_table=text, columns=columns)
    heading, *rows = csv.reader(io.StringIO(explorer.predictions()))
    assert heading == [*names, *(f"{name} (2)" for name in names[2:])]
    assert [row[: len(names)] for row in rows] == own
    assert {row[-2] for row in rows} == {"learned from", "held out"}


def test_what_was_left_out_of_another_file_is_said(flowers):
    *_, opened = flowers._predicted._row.children
    second = b"petal;sepal;weight\n1,5;3;0\n2;1;1\nSource: a garden;;\n"
    opened.value = ({"name": "next.csv", "content": memoryview(second)},)
    assert 'download="predicted next.csv"' in flowers._predicted._link.value
    assert "&#x27;Source: a garden&#x27; in line 4" in flowers._status.value
    second = b"petal;sepal;weight;garden\n1,5;3;0;north\n2;;1;south\n"
    opened.value = ({"name": "next.csv", "content": memoryview(second)},)
    assert "A comma was read" in flowers._status.value
    assert "stands for" not in flowers._status.value  # words and gaps matter where it is learned
    assert "left out" not in flowers._status.value
    assert opened.value == ()


def test_what_is_doubtful_in_another_file_is_said(flowers):
    *_, opened = flowers._predicted._row.children
    second = b"petal;sepal;weight\n1.250;3;0\n2.375;1;1\n"
    opened.value = ({"name": "next.csv", "content": memoryview(second)},)
    assert "Is &#x27;1.250&#x27; more than a thousand" in flowers._status.value


def test_a_number_just_outside_is_told_from_those_learned_from():
    explorer = ScoreExplorer(
        OWN, own_table="a,y\n5000,1\n5000.001,2\n5000.0005,4", held_out=0.0, epochs=5
    )
    (row,) = rows_of(explorer.predictions("a\n5000.0012\n"))
    assert row["to know"] == "a 5000.0012 is outside 5000 to 5000.001"
    explorer._what_if._boxes[0].value = 5000.0012
    press(explorer, "What if?")
    said = explorer._what_if._words.value
    assert "For a 5,000.0012, after" in said
    assert "a 5,000.0012 lies outside 5,000 to 5,000.001, where" in said


@pytest.mark.parametrize("others", [["early", "early"], ["early", "late"]])
def test_a_word_that_only_held_out_rows_have_is_told_as_a_word(others):
    held_out = held_out_rows(12, 0.3).tolist()
    shifts = ["night" if row == held_out[0] else others[row % 2] for row in range(12)]
    rows = [f"{(7 * row) % 12},{shift},{row % 5}" for row, shift in enumerate(shifts)]
    explorer = ScoreExplorer(
        OWN, own_table="\n".join(["hours,shift,score", *rows]), held_out=0.3, epochs=1,
        columns={"hours": "input", "shift": "input", "score": "target"},
    )  # fmt: skip
    told = [row["to know"] for row in rows_of(explorer.predictions())]
    assert "shift night is in no row that was learned from" in told[held_out[0]]
    assert not any("shift" in each for row, each in enumerate(told) if row != held_out[0])
    assert [each[0] for each in explorer.ask([3, "night"]).outside]
    said = explorer._what_if._words.value
    assert "Mind: shift night is in no row that was learned from." in said
    assert "shift = " not in said and "shift 1" not in said


def test_a_word_that_was_not_learned_gets_no_prediction():
    text = "shift,score\n" + "\n".join(
        f"{['early', 'late', 'night'][row % 3]},{row}" for row in range(12)
    )
    explorer = ScoreExplorer(OWN, own_table=text, columns={"score": "target", "shift": "input"})
    noon, early = rows_of(explorer.predictions("shift\nnoon\nEarly\n"))
    assert noon["score, predicted"] == ""
    assert "'noon', which is no word of the table" in noon["to know"]
    assert float(early["score, predicted"])


def test_no_cell_becomes_a_formula_and_numbers_stay_numbers():
    explorer = ScoreExplorer(OWN, own_table=FORMULAS, columns={"score": "target"}, held_out=0.0)
    text = explorer.predictions()
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            is_formula = cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not is_formula or float(cell) <= 0
    assert rows_of(text)[0]["score"] == "-2.5"


def test_predictions_are_offered_as_a_file_for_own_tables_alone(flowers):
    press(flowers, "Predictions")
    assert 'download="predictions.csv"' in flowers._predicted._link.value
    flowers.controls["learning_rate"].value = 0.2  # the network is the same
    with pytest.raises(ValueError, match="a table of your own"):
        ScoreExplorer().predictions()


# What is kept


@pytest.mark.parametrize(
    "make",
    [
        lambda: ScoreExplorer(OWN, own_table=FLOWERS),
        lambda: NeuronExplorer("OR", bias=True),
        lambda: Playground(samples=20, batch_size=500),
        lambda: GateExplorer("XOR"),
    ],
)
def test_what_is_kept_comes_back_and_goes_on_as_it_would_have(make, tmp_path):
    explorer = make()
    explorer.train(20)
    explorer.keep(tmp_path / "kept.npz")
    other = type(explorer)()
    other.open(tmp_path / "kept.npz")
    assert other.settings == explorer.settings
    assert other.summary() == explorer.summary()
    assert "Opened: " in other._status.value
    for each in (explorer, other):
        each.train(30)
    # To the bit but in the playground, which adds up its points in another random order.
    for name in ("loss", "validation_loss"):
        one, two = getattr(other.history, name), getattr(explorer.history, name)
        np.testing.assert_allclose(one, two, rtol=1e-9)
    np.testing.assert_allclose(other.network.parameters, explorer.network.parameters, rtol=1e-9)


def damaged():
    """Yield bytes that no explorer has kept, and what is said to them."""
    explorer = ScoreExplorer()
    explorer.train(3)
    frame = explorer.settled()
    good = storage.keep(frame.network, frame.history, explorer.settings)
    yield b"", "is not a training that was kept"
    yield good[: len(good) // 2], "is not a training that was kept"
    yield good[:-30], "is not a training that was kept"
    yield good.replace(b"loss", b"lost"), "is not a training that was kept"
    small = NeuronExplorer()
    yield storage.keep(small.network, small.history, small.settings), "this line is for 'neuron'"
    yield storage.keep(small.network, small.history, explorer.settings), "holds"
    yield storage.keep(frame.network, frame.history, "scores:9"), "version"
    yield storage.keep(frame.network, small.history, explorer.settings), "entries"
    yield storage.keep(frame.network, frame.history, "scores:1 hidden=3"), "fit"
    hostile = io.BytesIO()
    np.savez(hostile, settings=np.array([{}], dtype=object), loss=[1.0], validation_loss=[1.0])
    yield hostile.getvalue(), "is not a training that was kept"


@pytest.mark.parametrize(("content", "problem"), [*damaged()])
def test_a_damaged_file_is_answered_and_everything_stays(content, problem, tmp_path):
    (tmp_path / "damaged.npz").write_bytes(content)
    explorer = ScoreExplorer("exam scores")
    explorer.train(5)
    settings, parameters = explorer.settings, explorer.network.parameters.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=problem) as said:
            explorer.open(tmp_path / "damaged.npz")
    assert len(str(said.value)) <= 300 and "\n" not in str(said.value)
    assert explorer.settings == settings and explorer.history.epochs == 5
    np.testing.assert_array_equal(explorer.network.parameters, parameters)


def test_a_file_is_opened_by_its_button_or_answered():
    explorer, other = ScoreExplorer(OWN, own_table=FLOWERS), ScoreExplorer()
    explorer.train(4)
    press(explorer, "Keep")
    assert 'download="scores-4.npz"' in explorer._keeping.box.value
    frame = explorer.settled()
    content = storage.keep(frame.network, frame.history, explorer.settings)
    opened = other._keeping.buttons[1]
    for name, held in (("x.npz", content[:99]), ("scores-4.npz", content)):
        opened.value = [{"name": name, "type": "", "size": 1, "content": held, "last_modified": 0}]
        if name == "x.npz":
            assert "x.npz: the file is not a training that was kept." in other._keeping.box.value
            assert "not a training" not in other._status.value  # it would be read aloud twice
    assert "scores-4.npz is open" in other._keeping.box.value
    assert other.history.epochs == 4
    assert other.controls["own_table"].value == FLOWERS


# Programs


def run_with_questions(program, rows, folder):
    """Run a program as it stands and then ask it; return its own words, and its answers."""
    path = folder / "program.py"
    asked = f"\nimport json\nprint(json.dumps(predict({rows!r}).tolist()))"
    path.write_text(program + asked, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, encoding="utf-8", check=True)
    *words, answers = done.stdout.splitlines()
    return "\n".join(words), json.loads(answers)


def assert_the_nearest_word_is_told(said, words):
    """Compare the word that a program says with the outputs that it has printed before."""
    *printed, told = said.splitlines()
    outputs = [float(each) for each in " ".join(printed).strip("[]").split()]
    place = outputs.index(max(outputs)) if len(words) > 2 else int(outputs[0] > 0.5)
    assert told == repr([[words[place]]])


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (FLOWERS, {}),
        (FLOWERS, {"petal": "target", "weight": "target", "species": "input"}),
        (FLOWERS.replace("virginica", "setosa"), {}),
    ],
)
def test_a_program_answers_as_the_explorer_does(text, columns, tmp_path):
    explorer = ScoreExplorer(OWN, own_table=text, columns=columns, epochs=50)
    explorer.train()
    parts = explorer._made.encoding.inputs.parts
    table = read_table(text)
    rows = [[table.columns[part.name][row] for part in parts] for row in range(5)]
    coded = explorer._made.encoding.inputs.code(rows)
    said = explorer._made.predict(explorer.network, coded)
    own_words, theirs = run_with_questions(explorer.numpy_code(), rows, tmp_path)
    np.testing.assert_allclose(theirs, said, rtol=1e-12, atol=1e-14)
    assert own_words
    if "species" not in columns:
        assert_the_nearest_word_is_told(own_words, explorer._made.encoding.targets.parts[0].words)


@pytest.mark.needs_keras
def test_a_keras_program_of_classes_answers_as_the_explorer_does(flowers, tmp_path):
    rows = [[1.0, 3.0, 0.0], [2.5, 1.0, 2.0]]
    said = flowers._made.predict(flowers.network, np.array(rows))
    names = {}
    exec(flowers.keras_code().rpartition("outputs =")[0], names)
    np.testing.assert_allclose(names["predict"](rows), said, rtol=1e-12, atol=1e-14)
