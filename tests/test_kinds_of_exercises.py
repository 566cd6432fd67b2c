"""Lines in order, a letter for each cause, a reason in a sentence: what answers of each kind hear.

The exercises here are examples; those of the lessons are tried in ``test_exercises``.
"""

import doctest
import itertools
import json

import numpy as np
import pytest
from bs4 import BeautifulSoup

from nnlib import course, progress
from nnlib.activations import SIGMOID
from nnlib.exercises import engine, letters, sentences
from nnlib.exercises.matching import MatchingExercise
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.sentences import Beside, SentenceExercise
from tests.hostile_answers import all_answers
from tests.test_hostile_answers import is_lasting, survives

sigmoid, slope = SIGMOID.function, SIGMOID.slope

four_steps = OrderingExercise(
    name="lesson0.four_steps",
    code='my_order = "CADB"',
    because="Forward, error, back, update.",
    hints=["What does each line read, and which line makes that?"],
    lines={
        "A": "errors = targets - outputs",
        "B": "weights = weights + inputs.T @ deltas",
        "C": "outputs = sigmoid(inputs @ weights)",
        "D": "deltas = errors * slope(outputs)",
        "E": "weights = weights - inputs.T @ deltas",
        "F": "sums = inputs @ weights",
    },
    false={
        "E": "E goes uphill: the error is target - output, so its step is added.",
        "F": "F computes the sums once more, and nothing reads them.",
    },
    before={
        "CA": "The error needs the outputs: forward comes first.",
        "AD": "Back needs the errors.",
        "DB": "The update needs the deltas.",
    },
    praise="These are the four steps.",
)
two_layers = OrderingExercise(
    name="lesson0.two_layers",
    code='my_order = "ABCD"',
    because="Both deltas come before both updates.",
    hints=["Which lines still need the old weights?"],
    lines={
        "A": "delta = (1 - output) * slope(output)",
        "B": "hidden_delta = delta * weight * slope(hidden)",
        "C": "weight = weight + hidden * delta",
        "D": "hidden_weight = hidden_weight + hidden_delta",
    },
    false={},
    before={
        "AB": "The hidden delta is made of the delta.",
        "AC": "The update needs the delta.",
        "BC": "The error goes back through the old weight.",
        "BD": "The update needs the hidden delta.",
    },
    praise="All deltas, then all updates.",
)
causes = MatchingExercise(
    name="lesson0.causes",
    code='overfitting = "B"\ntoo_small_a_rate = "A"\na_leak = "C"',
    because="Look where the two curves part.",
    hints=["Which curve rises?"],
    shows={
        "A": "in A both fall together, and slowly.",
        "B": "in B the held-out loss turns and rises.",
        "C": "in C the held-out loss is as low as the other one, to the last digit.",
        "D": "in D the loss jumps.",
    },
    mistakes={("a_leak", "A"): "in A the two lie apart."},
    praise="Three pictures to know again.",
)
reason = SentenceExercise(
    name="lesson1.slope",  # a name that progress knows
    code='my_reason = "Its change is multiplied by its input, and that is 0."',
    because="Error times slope times input: one factor is 0.",
    hints=["Which factor of the change is 0?"],
    question="Why does a weight stay as it is in a row in which its input is 0?",
)
ALL = (four_steps, two_layers, causes, reason)
WRITTEN = "Since the input is 0, nothing is added to it."


def said_to(exercise, *answer):
    return exercise.judge(answer[0] if len(answer) == 1 else answer)


def test_letters_are_read_however_they_are_written():
    failed, tried = doctest.testmod(letters)
    assert tried > 0
    assert failed == 0
    for answer in ("cadb", "C A D B", "c, a, d, b", "C-A-D-B", "C→A→D→B", "ＣＡＤＢ",  # noqa: RUF001
                   ["C", "A", "D", "B"], ("c", "a", "d", "b"), ["CA", "DB"]):  # fmt: skip
        assert said_to(four_steps, answer) == (True, "These are the four steps."), answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("CAEB", "E goes uphill"),
        ("FCADE", "F computes the sums once more, and nothing reads them. (1 more to mend"),
        ("ACDB", "A before C? The error needs the outputs: forward comes first."),
        ("CABD", "B before D? The update needs the deltas."),
        ("BDAC", "B before D? The update needs the deltas. (2 more to mend after this one.)"),
        ("CAD", "Line B is missing, and only 2 lines are false."),
        ("C", "Lines A, B and D are missing"),
        ("CADBB", "You used B twice: each line has one place."),
        ("CCCADB", "You used C 3 times"),
        ("CADX", "There is no line X: the letters are A, B, C, D, E and F."),
        ("C1D2", "There is no line 1"),
        ("CADBEF", "E goes uphill"),
        ("", "in one pair of quotes"),
        ("→", "in one pair of quotes"),
        (3124, "in one pair of quotes"),
        (["C", 1], "in one pair of quotes"),
    ],
)
def test_every_slip_in_an_order_has_its_words(answer, words):
    verdict = said_to(four_steps, answer)
    assert verdict.right is False
    assert words in verdict.message
    assert len(verdict.message) <= 300


def run(exercise, order):
    """Return what lines of code leave in this order, or ``None`` if Python stops."""
    names = {
        "sigmoid": sigmoid, "slope": slope,
        "inputs": np.array([[0.0, 1.0], [1.0, 1.0]]), "targets": np.array([[0.0], [1.0]]),
        "weights": np.array([[0.5], [-0.25]]),
        "output": 0.7, "hidden": 0.4, "weight": 0.5, "hidden_weight": -1.0,
    }  # fmt: skip
    try:
        exec("\n".join(exercise.lines[letter] for letter in order), names)
    except NameError:
        return None
    return [names["weights"].tolist(), names["weight"], names["hidden_weight"]]


@pytest.mark.parametrize("exercise", [four_steps, two_layers], ids=lambda each: each.name)
def test_an_order_is_right_where_python_comes_to_the_same(exercise):
    """Python itself is asked, about every order of the lines that belong."""
    wanted = run(exercise, exercise.answer)
    orders = list(itertools.permutations(sorted(exercise.answer)))
    found = {order for order in orders if run(exercise, order) == wanted}
    assert found == {order for order in orders if exercise.judge("".join(order)).right}
    assert 1 <= len(found) < len(orders)


def test_lines_that_do_not_depend_on_each_other_may_change_places():
    assert two_layers.judge("ABDC").right
    assert two_layers.judge("ACBD").message.startswith("C before B? The error goes back")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (("A", "B", "C"), "Overfitting is not A: in A both fall together, and slowly. (1 more"),
        (("B", "C", "A"), "Too small a rate is not C: in C the held-out loss is as low"),
        (("B", "D", "A"), "Too small a rate is not D: in D the loss jumps. (1 more to mend"),
        (("B", "D", "C"), "Too small a rate is not D: in D the loss jumps."),
        (("D", "A", "A"), "You used A twice"),
        (("B", "A", "E"), "There is no letter E: the letters are A, B, C and D."),
        (("B", "A"), "for each of overfitting, too small a rate and a leak."),
        (("B", "AC", ""), "One letter is expected, in quotes, for each of"),
        (("B", 1, "C"), "One letter is expected, in quotes, for each of"),
        ("BACD", "One letter is expected"),
        (3, "One letter is expected"),
    ],
)
def test_every_wrong_pair_has_its_words(answer, words):
    verdict = causes.judge(answer)
    assert verdict.right is False
    assert words in verdict.message
    assert len(verdict.message) <= 300


def test_pairs_that_are_right():
    for answer in (("B", "A", "C"), "bac", ["b", " a ", "(C)"], causes.answer):
        assert causes.judge(answer) == (True, "Three pictures to know again.")
    only_confused = causes.judge(("B", "D", "A")).message, causes.judge(("D", "B", "A")).message
    assert all("(1 more" in each or "(2 more" in each for each in only_confused)
    assert causes._why_not("a_leak", "A") == "in A the two lie apart."


@pytest.mark.parametrize(
    "answer",
    [
        "", " ", "no", "its input is", "I don't know", "....", "why why why why why", "1 2 3 4 5",
        "<b></b>", "\0\ud800",
    ],
)  # fmt: skip
def test_less_than_a_sentence_is_asked_for_more(answer):
    verdict = reason.judge(answer)
    assert verdict.right is False
    assert verdict.message.startswith("Write a whole sentence, of 4 words or more")


@pytest.mark.parametrize("answer", [3, None, ["Since", "it", "is", "0"], len, b"Since it is 0"])
def test_what_is_no_text_is_asked_for_as_text(answer):
    assert reason.judge(answer).message.startswith("Write one sentence, between quotes. You gave ")


def test_the_question_is_no_answer():
    for copied in (reason.question, reason.question.upper(), f"Exercise 3: {reason.question}",
                   "a weight stay as it is in a row"):  # fmt: skip
        assert reason.judge(copied).message.startswith("That is the question itself."), copied
    assert reason.judge(f"{reason.question} Since nothing is added to it then.").right


@pytest.mark.parametrize(
    "answer",
    [WRITTEN, "no idea what to write", "Weil die Änderung mal null ist",
     "入力が零なら変化も零になるから。", "เพราะอินพุตเป็นศูนย์", "لأن المدخل صفر فلا يتغير",
     "क्योंकि इनपुट शून्य है", "由于输入为零所以权重不变", "입력이 0이면 변화도 없기 때문이다",
     "So " * 6_000 + "it is then",
     "The input is 0", "so 0 * -0.125 is 0,0"],
)  # fmt: skip
def test_any_sentence_in_any_language_is_done(answer):
    assert reason.judge(answer).right


def test_ours_is_shown_only_after_theirs(capsys):
    reason.check("...")
    reason.check("no idea")
    reason.hint()
    assert reason.answer not in capsys.readouterr().out
    reason.check(WRITTEN)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("✔ Done. Compare it with ours:")
    assert f"Yours: {WRITTEN} Ours: {reason.answer}" in said


def test_nothing_that_was_written_becomes_part_of_a_page():
    written = '<script>alert(1)</script> & <b title="x">bold</b> $x^2$'
    page = BeautifulSoup(Beside(written, "A <i>sentence</i>.")._repr_html_(), "html.parser")
    assert [each.text for each in page.find_all("td")] == [written, "A <i>sentence</i>."]
    assert {each.name for each in page.find_all(True)} == {"table", "tr", "th", "td", "span"}
    assert {each.text for each in page.find_all("span")} == {"$"}  # apart, they begin no formula


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = tmp_path / "my_course"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def kept(place):
    return progress.read(place / progress.NAME)["exercises"][reason.name]


def test_the_last_sentence_is_kept_and_comes_back_at_the_end(place, capsys):
    for answer in ("no", "It is multiplied by 0 then.", WRITTEN, "no"):
        reason.check(answer)
    assert kept(place)["wrote"] == WRITTEN
    assert (kept(place)["right"], kept(place)["tries"]) == (True, 4)
    capsys.readouterr()
    for lesson, called in (("lesson1", "exercise 3"), (None, "Lesson 1, exercise 3")):
        course.progress(lesson)
        assert f"You wrote:\n- {called}: {WRITTEN}\n" in capsys.readouterr().out


def test_other_exercises_keep_no_words(place):
    engine.Exercise.tell(four_steps, four_steps.judge("CADB"), "CADB")
    causes.check("B", "A", "C")
    assert "wrote" not in (place / progress.NAME).read_text(encoding="utf-8")


def test_a_sentence_that_steers_or_has_no_end_is_kept_as_a_short_plain_one(place, capsys):
    reason.check("Since it\n\n is\t\x1b[2J 0, \u202eyes\0\ud800. " + "very " * 3_000)
    said = capsys.readouterr().out
    assert kept(place)["wrote"].startswith("Since it is [2J 0, yes. very very")
    assert len(kept(place)["wrote"]) == progress.LONGEST_WROTE
    assert "The first 500 signs of it are kept." in " ".join(said.split())
    assert "\x1b" not in said
    reason.check("very " * 5_000)
    assert "You gave a very long text." in capsys.readouterr().out


def test_a_file_in_which_others_wrote_steers_no_terminal(place, capsys):
    reason.check(WRITTEN)
    path = place / progress.NAME
    changed = json.loads(path.read_text(encoding="utf-8"))
    changed["exercises"][reason.name]["wrote"] = "\x1b[2J" * 9_000
    path.write_text(json.dumps(changed), encoding="utf-8")
    capsys.readouterr()
    course.progress()
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "- Lesson 1, exercise 3: [2J[2J" in said
    assert len(said) < 2 * progress.LONGEST_WROTE + 1_000


def test_a_kept_sentence_that_is_no_text_is_damage(place, capsys):
    kept = progress.empty()
    kept["exercises"]["lesson1.slope"] = {
        "right": True, "tries": 1, "hints": 0, "said": {}, "wrote": 5,
    }  # fmt: skip
    (place / progress.NAME).write_text(json.dumps(kept), encoding="utf-8")
    course.progress()
    assert capsys.readouterr().out.startswith("progress.json is damaged")


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: each.name)
def test_hints_and_solution_are_those_of_every_exercise(exercise, capsys):
    exercise.hint()
    exercise.solution()
    said = capsys.readouterr().out
    assert "Hint 1 of 1" in said
    assert exercise.code in said
    assert exercise.because in said
    exercise.check(exercise.answer)
    assert capsys.readouterr().out.startswith("✔ ")


def test_a_solution_shows_the_lines_in_order(capsys):
    four_steps.solution()
    assert capsys.readouterr().out.startswith(
        "C  outputs = sigmoid(inputs @ weights)\nA  errors = targets - outputs\n"
    )


@pytest.mark.parametrize("exercise", ALL, ids=lambda each: each.name)
def test_hostile_answers(exercise, capsys):
    answers = [pair for pair in all_answers() if not is_lasting(pair[0])]
    for name, answer in answers[ALL.index(exercise) :: 7]:
        survives(exercise, name, answer, capsys)


def test_no_sentence_of_ours_is_taken_for_a_question():
    assert sentences._is_copied(["a", "b"], ["x", "a", "b", "y"])
    assert not sentences._is_copied(["a", "b", "c", "d", "e", "f"], ["a", "b"])
