"""A guess beside what came out, which nothing tells before there is a guess."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

from nnlib import progress
from nnlib.exercises import compare_guess
from nnlib.exercises.guess import compared

FIRST = "Guess first: put your guess in place of the three dots (...), and run the cell again."


def answered():
    return 1


def in_one_line(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("guess", "outcome", "said"),
    [
        (..., 0.25, FIRST),
        (0.5, 0.25, "You guessed 0.5, and it came out as 0.25: 0.25 away."),
        (1, np.array([0.9999584]), "You guessed 1, and it came out as 0.9999584: right!"),
        (0.25, 0.24999998, "You guessed 0.25, and it came out as 0.25: right!"),
        (500, 0, "You guessed 500, and it came out as 0: 500 away."),
        ("10", 10, "You gave the text '10'. Write a number, without quotes."),
        ((0, 5), 1, "You gave two numbers, (0, 5), and one is expected: a comma separates "
         "numbers. Write the decimals after a point: 0.5."),
        ("...", 0.25, FIRST),
        (float("nan"), 1, "You gave nan, which means not a number. One number is expected."),
        (answered, 1, "You gave the function answered itself. Call it, with brackets, to get a "
         "number."),
        (1, np.nan, "It came out as nan, which is no number: nothing can be compared."),
        (None, 2, "One number is expected, and you gave None."),
    ],
)  # fmt: skip
def test_a_guess_is_compared(guess, outcome, said, capsys):
    compare_guess(guess, outcome)
    assert in_one_line(capsys.readouterr().out) == said


@pytest.mark.parametrize("guess", [..., "...", "ten", (0, 5), float("nan")])
def test_without_a_guess_the_outcome_stays_folded(guess):
    page = BeautifulSoup(compared(guess, 0.25)._repr_html_(), "html.parser")
    details = page.details.extract()
    assert not details.has_attr("open")
    assert details.summary.text == "What came out"
    assert details.p.text == "It came out as 0.25."
    assert "0.25" not in page.text
    assert page.text == in_one_line(repr(compared(guess, 0.25)))


def test_with_a_guess_nothing_is_folded():
    assert compared(0.5, 0.25)._repr_html_() is None


def test_an_outcome_that_is_text_cannot_become_part_of_a_page():
    page = BeautifulSoup(compared(..., "<b>bold</b>")._repr_html_(), "html.parser")
    assert page.find("b") is None
    assert "<b>bold</b>" in page.text


def test_a_first_guess_is_kept_with_what_came_out(tmp_path, monkeypatch, capsys):
    place = tmp_path / "my_course"
    place.mkdir()
    monkeypatch.chdir(place)
    for guess in (..., "ten", 3, 0.25):
        compare_guess(guess, 0.25, "a quarter")
    assert progress.read(place / "progress.json")["guesses"] == {"a quarter": [3, 0.25]}
    compare_guess(3, np.nan, "no number")
    compare_guess(3, 0.25)
    assert list(progress.read(place / "progress.json")["guesses"]) == ["a quarter"]
    assert "Your progress" not in capsys.readouterr().out
