"""The questions with which lessons open."""

import re
from pathlib import Path

import nbformat
import pytest

from nnlib.exercises import lesson2, lesson3, lesson4, lesson5, own_data
from nnlib.exercises.engine import NOT_DONE

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = {
    "02_two_layer_xor": lesson2,
    "03_regression_scores": lesson3,
    "04_keras_comparison": lesson4,
    "05_handwritten_digits": lesson5,
    "your_own_data": own_data,
}


@pytest.fixture(params=LESSONS)
def asked(request):
    """Return a lesson's opening, and its questions as the notebook asks them."""
    cells = nbformat.read(NOTEBOOKS / f"{request.param}.ipynb", as_version=4).cells
    (cell,) = (each for each in cells if each.id == "opening")
    questions = re.findall(r"^\d\. (.*)$", cell.source, flags=re.M)
    return LESSONS[request.param].opening, questions


def test_every_letter_is_asked_for_and_answered(asked, capsys):
    opening, questions = asked
    assert len(questions) == len(opening.questions) == 3
    for question, words in zip(opening.questions, questions, strict=True):
        assert re.findall(r"\b([A-Z]): ", words) == list(question.answers)
        assert question.right in question.answers
        assert len(set(question.answers.values())) == len(question.answers)
    opening(*(each.right.lower() for each in opening.questions))
    assert capsys.readouterr().out.count("✔ Right.") == 3


def test_a_wrong_letter_is_told_what_it_mixes_up(asked, capsys):
    opening, _ = asked
    for place, question in enumerate(opening.questions):
        for letter in question.answers.keys() - {question.right}:
            letters = ["..."] * 3
            letters[place] = letter
            opening(*letters)
            said = " ".join(capsys.readouterr().out.split())
            assert f"{place + 1} ✘ Not quite. {question.answers[letter]}" in said
            assert said.count("Not answered yet.") == 2


def test_the_right_letters_do_not_repeat_a_pattern():
    rights = ["".join(each.right for each in lesson.opening.questions)
              for lesson in LESSONS.values()]  # fmt: skip
    assert len(set(rights)) == len(rights)


@pytest.mark.parametrize("letters", [(), ("A",), ("A", "B", "C", "D"), (["A", "B", "C"],)])
def test_another_number_of_letters_is_named(letters, capsys):
    lesson2.opening(*letters)
    assert capsys.readouterr().out.startswith("3 letters are expected")


def test_nothing_answered_and_strange_answers_stop_nothing(capsys):
    lesson2.opening("...", ..., "...")
    assert " ".join(capsys.readouterr().out.split()) == NOT_DONE
    lesson2.opening(3, float("nan"), b"A")
    assert capsys.readouterr().out.count('Answer with one of the letters "A", "B", "C"') == 3
