"""Tables of one's own through the explorers: what was read, what is chosen, what is learned."""

import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import numpy as np
import pytest

from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.scores import ScoreExplorer
from nnlib.explorers.upload import Upload
from nnlib.explorers.widgets import HIDDEN, Said, Textarea
from nnlib.pictures.theme import MOST_MARKS
from nnlib.predictions import outside
from nnlib.problems.own_table import file_as_text
from tests.right_tables import FOLDER, RIGHT

OWN = "own table"
ROLES = {"i": "input", "t": "target", "-": "leave out"}
NOT_LEARNED = {  # by the explorer that learns numbers, and why
    "gaps_in_languages.csv": "Line 2, cell 2: 'k. A.' is not a number",
}
SHIFTS = ("early", "late", "night")
CLASS = "id;name;hours;shift;score\n" + "\n".join(
    f"{100 + row};{name};{row % 5},5;{SHIFTS[row % 3]};{60 + row}"
    for row, name in enumerate("ABCDEFGHIJKL")
)
BITS = "0 0 1 0\n1 1 1 1\n1 0 1 1\n0 1 1 0"


def text_of(name):
    return file_as_text((FOLDER / name).read_bytes())[0]


def words(widget):
    """Return what stands in HTML, line by line."""
    root = ElementTree.fromstring(f"<div>{widget.value}</div>")
    return [text for text in root.itertext() if text.strip()]


def read(explorer):
    """Return what stands under the text of the own table."""
    return words(explorer._panel._own._words)


def roles(explorer):
    """Return by name what is chosen in the page."""
    dropdowns = explorer.controls["columns"]._dropdowns
    return {name: dropdown.value for name, dropdown in dropdowns.items()}


# Files as people have them


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_every_file_is_learned_or_answered(name):
    explorer = ScoreExplorer(OWN, own_table=text_of(name), epochs=3)
    right = RIGHT[name]
    assert list(roles(explorer)) == list(right.columns)
    status, under_the_text = words(explorer._status), read(explorer)
    if name in NOT_LEARNED:
        assert NOT_LEARNED[name] in "\n".join(status)
        assert "not in use yet" in under_the_text[0]
        assert NOT_LEARNED[name] in "\n".join(under_the_text)
        return
    assert "".join(key for role in roles(explorer).values() for key in ROLES
                   if ROLES[key] == role) == right.roles  # fmt: skip
    assert explorer.train().epochs <= 3
    assert np.isfinite(explorer.history.loss).all()
    assert under_the_text[0].startswith("In use: ")
    ElementTree.fromstring(explorer._picture.value)


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_neuron_learns_every_file_or_says_what_is_no_target(name):
    explorer = NeuronExplorer(OWN, own_table=text_of(name), epochs=3)
    if explorer._why_not is None:
        assert explorer.train().epochs <= 3
        assert explorer._made.table.targets.min() >= 0
        assert explorer._made.table.targets.max() <= 1
    else:
        assert all(len(line) <= 300 for line in explorer._why_not.splitlines())
        assert re.search("between 0 and 1|from 0 to 1|two words|not a number", explorer._why_not)
        assert explorer.controls["own_table"].value == text_of(name)


def test_a_file_in_another_encoding_is_asked_about():
    table = Textarea("")
    upload = Upload(table)
    upload._name, upload._content = "оценки.csv", (FOLDER / "russian_1251.csv").read_bytes()
    upload._write(None)
    assert words(upload._words)[0] == "оценки.csv is in the table now."
    assert "Which encoding is it in?" in "".join(words(upload._words))
    assert HIDDEN not in upload._choice._dom_classes
    upload._encoding.value = "windows-1251"
    assert table.value.splitlines()[0] == "имя;часы;оценка"
    upload._content = b"%PDF-1.7"
    upload._write(None)
    assert words(upload._words) == [
        "оценки.csv is a PDF and no table in text: open it in the program that made it, and save "
        "it as CSV. The table stays as it was."
    ]


# What columns are for


def test_columns_are_chosen_in_code_and_said():
    explorer = ScoreExplorer(OWN, own_table=CLASS, held_out=0.0, columns={"hours": "target"})
    assert roles(explorer) == {
        "id": "leave out", "name": "leave out", "hours": "target", "shift": "input",
        "score": "input",
    }  # fmt: skip
    assert explorer._made.seen.input_names == (
        "shift = early", "shift = late", "shift = night", "score",
    )  # fmt: skip
    assert read(explorer)[0] == "In use: 'shift' and 'score' to predict 'hours', 12 rows."
    explorer.controls["columns"].value = {"shift": "leave out"}
    explorer.train(3)
    assert explorer._made.seen.input_names == ("hours",)
    assert explorer._made.seen.target_names == ("score",)


def targets(explorer):
    return [each for each, role in roles(explorer).items() if role == "target"]


def test_where_one_target_is_learned_a_second_takes_the_place_of_the_first():
    explorer = NeuronExplorer(OWN, own_table=CLASS)
    choices = explorer.controls["columns"]
    for name in ("hours", "id"):
        choices._dropdowns[name].value = "target"
        assert targets(explorer) == [name]
    assert choices.value == {"id": "target"}


def test_targets_are_chosen_and_given_up():
    explorer = ScoreExplorer(OWN, own_table=CLASS)
    choices = explorer.controls["columns"]
    choices._dropdowns["hours"].value = "target"  # the proposed one gives way
    assert targets(explorer) == ["hours"]
    choices._dropdowns["id"].value = "target"
    assert targets(explorer) == ["id", "hours"]
    choices._dropdowns["shift"].value = "target"
    assert "'shift' holds words, and then it has to be the only one" in words(explorer._status)[1]
    for name in ("shift", "hours", "id"):
        choices._dropdowns[name].value = "input"  # then the proposed one is it again
    assert roles(explorer)["score"] == "target"
    choices._dropdowns["score"].value = "input"
    assert words(explorer._status)[1].startswith("No column is the target: choose")
    choices._dropdowns["score"].value = "target"
    assert explorer.train(2).epochs == 2


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"scor": "target"}, "column 'scor' is not known. Did you mean 'score'"),
        ({"name": "target"}, "Line 2, cell 2: 'A' is not a number"),
        ({"shift": "target", "score": "target"}, "The target 'shift' holds words"),
        (dict.fromkeys("abcde", "target"), "column 'a' is not known"),
        (dict.fromkeys(("hours", "shift"), "leave out"), "No column is an input"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_nothing_is_lost(columns, problem):
    explorer = ScoreExplorer(OWN, own_table=CLASS, columns=columns)
    with pytest.raises(ValueError, match=problem):
        explorer.train()
    said = words(explorer._status)
    assert said[0].endswith("Until then, no data are in use.")
    assert re.search(problem, "\n".join(read(explorer)))
    assert explorer.controls["own_table"].value == CLASS
    explorer.controls["columns"].value = {}
    assert explorer.train(2).epochs == 2


@pytest.mark.parametrize(
    ("argument", "value", "problem"),
    [
        ("columns", "score", "columns must be a dictionary; got 'score'"),
        ("columns", {"score": "goal"}, "'score' cannot be 'goal', but one of 'input', 'target'"),
        ("columns", {"a": "target", "b": "target"}, "only one can be 'target'"),
        ("reading", {"decimals": ","}, "Did you mean 'decimal'"),
        ("reading", {"heading": 1}, "'heading' cannot be 1, but one of True, False"),
    ],
)
def test_arguments_that_cannot_be_are_named(argument, value, problem):
    with pytest.raises(ValueError, match=problem):
        NeuronExplorer(OWN, **{argument: value})


def test_another_table_forgets_what_was_chosen_for_columns_that_it_has_not():
    explorer = ScoreExplorer(OWN, own_table=CLASS)
    explorer.controls["columns"].value = {"shift": "leave out", "hours": "target"}
    explorer.controls["own_table"].value = CLASS.replace("shift", "time of day")
    assert explorer.controls["columns"].value == {"hours": "target"}
    assert explorer._made.seen.target_names == ("hours",)


def test_a_question_is_answered_and_brings_another_reading():
    explorer = ScoreExplorer(OWN, own_table=text_of("years_as_heading.csv"))
    answers = explorer.controls["reading"]
    assert answers._dropdowns["heading"].value is True
    assert read(explorer)[0].endswith(", 8 rows.")
    answers._dropdowns["heading"].value = False
    assert answers.value == {"heading": False}
    assert read(explorer)[0] == "In use: 'column 1' and 'column 2' to predict 'column 3', 9 rows."
    assert answers._dropdowns["heading"].value is False  # it can be taken back
    explorer.controls["own_table"].value = CLASS
    assert answers.value == {}


def test_the_line_brings_text_roles_and_answers_back():
    first = ScoreExplorer(OWN, own_table=text_of("years_as_heading.csv"))
    first.controls["reading"].value = {"heading": False, "decimal": "."}
    first.controls["columns"].value = {"column 1": "target", "column 3": "leave out"}
    again = ScoreExplorer(settings=first.settings)
    assert again.settings == first.settings
    assert roles(again) == roles(first)
    for each in (first, again):
        each.train(20)
    assert again.history.loss == first.history.loss
    other = ScoreExplorer()
    other.controls["settings"].value = first.settings
    assert other.values == first.values


def test_rows_with_a_gap_are_left_out_until_too_few_remain():
    explorer = ScoreExplorer(OWN, own_table=text_of("missing_cells.csv"))
    assert read(explorer)[0] == (
        "In use: 'hours' and 'sleep' to predict 'score', 5 of 8 rows; 3 left out for a gap, in "
        "lines 3, 4 and 6."
    )
    explorer.controls["columns"].value = {"hours": "leave out"}
    assert "6 of 8 rows; 2 left out" in read(explorer)[0]
    explorer.controls["own_table"].value = "a,b\n1,2\n2,\n,3"
    assert words(explorer._status)[1:] == [
        "Line 3, cell 2 is empty: write a number.", "Line 4, cell 1 is empty: write a number.",
    ]  # fmt: skip


def test_a_column_of_remarks_is_left_out_and_named_where_it_is_chosen():
    """In a class list most cells of such a column are empty: each of them is no fault."""
    rows = [f"{row % 5},{row % 7},{'ill' if row % 4 == 1 else ''}" for row in range(40)]
    text = "\n".join(["a,score,remark", *rows, "9,9,hurt"])
    explorer = ScoreExplorer(OWN, own_table=text)
    assert roles(explorer) == {"a": "input", "score": "target", "remark": "leave out"}
    explorer.controls["columns"].value = {"remark": "input"}
    assert words(explorer._status)[1:] == [
        "Of 41 rows only 11 have a value in every chosen column; it must be more than half of "
        "them. Most gaps are under 'remark', in 30 rows: leave that column out below, or fill them."
    ]


def test_what_is_asked_of_a_person_stands_before_what_was_done():
    rows = [f"{150 + row}.5;{row % 5};{'ab'[row % 2]}" for row in range(12)]
    text = "\n".join(["A title;;", "size;points;word", *rows, "9000;3;a"])
    assert "Is it right?" in read(ScoreExplorer(OWN, own_table=text))[1]


def test_what_is_typed_without_names_is_what_it_was():
    """The example that the lesson begins with, typed, trains to the same bits."""
    given, typed = NeuronExplorer("first input"), NeuronExplorer(OWN, own_table=BITS)
    rows = {tuple(row) for row in given._made.examples.inputs.tolist()}
    assert {tuple(row) for row in typed._made.examples.inputs.tolist()} == rows
    assert not typed._made.is_scaled
    assert list(roles(typed).values()) == ["input"] * 3 + ["target"]


# Words, in the person's units


def test_words_are_asked_about_and_learned():
    explorer = ScoreExplorer(OWN, own_table=CLASS, held_out=0.0, epochs=400)
    explorer.train()
    hours, shift = explorer._what_if._cells
    assert (hours.name, shift.options) == ("hours", ("early", "late", "night"))
    hours.value, shift.value = 2.5, "night"
    explorer._what_if.answer(explorer.frame())
    explorer._what_if._runner.drop()
    said = explorer._what_if._words.value
    assert isinstance(explorer._what_if._words, Said)  # which is read aloud
    predicted = explorer.ask([2.5, "night"]).predicted
    assert "For hours 2.5, shift night, after 400 epochs: score " in said
    np.testing.assert_allclose(predicted, explorer.ask([2.5, "NIGHT"]).predicted)
    with pytest.raises(ValueError, match="'shift' is 'noon', which is no word of the table"):
        explorer.ask([2.5, "noon"])
    explorer.controls["data"].value = "students"  # the boxes are of numbers again
    assert [cell.name for cell in explorer._what_if._cells] == ["hours studied", "hours slept"]


def test_a_program_takes_words_and_units_and_says_the_same(tmp_path):
    explorer = ScoreExplorer(OWN, own_table=CLASS, held_out=0.25, epochs=50)
    explorer.train()
    row = [2.5, "late"]
    coded = explorer._made.encoding.inputs.code([row])
    said = explorer._made.predict(explorer.network, coded).item()
    program, *_ = explorer.numpy_code().rpartition("print(")
    path = tmp_path / "program.py"
    path.write_text(f"{program}print(float(predict([{row!r}]).item()))", encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, encoding="utf-8", check=True)
    assert float(done.stdout) == pytest.approx(said, rel=1e-12)


# Scaling


@pytest.mark.parametrize(("scaled", "right"), [(True, 20), (False, 0)])
def test_weight_and_height_are_learned_where_they_are_scaled(scaled, right):
    table = text_of("weight_height.csv")
    learned = 0
    for start in range(1, 21):
        explorer = NeuronExplorer(OWN, own_table=table, scaled=scaled, start=start, epochs=500)
        explorer.train()
        outputs = explorer._made.predict(explorer.network, explorer._made.table.inputs)
        learned += bool(((outputs > 0.5) == explorer._made.table.targets).all())
    assert learned == right


def test_scaling_is_measured_on_what_training_sees():
    explorer = ScoreExplorer(OWN, own_table=CLASS, held_out=0.5)
    made = explorer._made
    np.testing.assert_allclose(made.examples.inputs[:, 0].mean(), 0, atol=1e-12)
    np.testing.assert_allclose(made.examples.targets.std(), 1)
    hours = made.seen.inputs[:, 0]
    np.testing.assert_allclose(made.encoding.inputs.shift, [hours.mean(), 0, 0, 0])
    explorer.controls["scaled"].value = False
    np.testing.assert_array_equal(explorer._made.examples.inputs, made.seen.inputs)


def test_a_question_begins_within_the_data():
    explorer = ScoreExplorer(OWN, own_table=text_of("years.csv"), held_out=0.0)
    (year,) = explorer._what_if.row()
    assert outside(explorer._made.seen, [year]) == []
    assert year == int(year)


# Large and small


def test_ten_thousand_rows_are_quick_and_drawn_in_part():
    values = np.random.default_rng(1).normal(size=(10_000, 3)).tolist()
    text = "a;b;c\n" + "\n".join(";".join(f"{value:.3f}" for value in row) for row in values)
    started = time.process_time()
    explorer = ScoreExplorer(OWN, own_table=text)
    explorer.train(2)
    assert time.process_time() - started < 5
    assert explorer._picture.value.count("<use") < 8 * MOST_MARKS
    assert len(explorer._picture.value) < 500_000
    assert "some of them drawn" in explorer._picture.value


def test_few_rows_and_a_far_cell_are_told():
    explorer = ScoreExplorer(OWN, own_table=text_of("one_cell_a_million.csv"))
    assert any("5 rows are so few that a network can learn each by heart" in each
               for each in words(explorer._status))  # fmt: skip
    assert "'hours': 1,000,000 in line 4 lies far from the rest. Is it right?" in read(explorer)
    explorer.controls["own_table"].value = CLASS
    assert "by heart" not in "".join(words(explorer._status))


def test_closing_takes_the_choices_along():
    import ipywidgets

    instances = ipywidgets.widgets.widget._instances
    before = len(instances)
    explorer = ScoreExplorer(OWN, own_table=CLASS)
    explorer._box.put_into_page()
    explorer.controls["own_table"].value = text_of("word_column.csv")
    explorer.close()
    assert len(instances) == before
