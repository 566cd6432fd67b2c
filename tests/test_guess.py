"""A guess beside what came out, which nothing tells before there is a guess."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

from nnlib import progress
from nnlib.course.report import report, report_on
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
        (-1e-5, 0, "You guessed -0.00001, and it came out as 0: right!"),
        (-1e-12, 0.25, "You guessed 0, and it came out as 0.25: 0.25 away."),
        (1e-5, 2e-5, "You guessed 0.00001, and it came out as 0.00002: 0.00001 away."),
        (0, 1e-17, "You guessed 0, and it came out as 0: right!"),
        (0.003, 0.0028, "You guessed 0.003, and it came out as 0.0028: right!"),
        (0.002, 0.0028, "You guessed 0.002, and it came out as 0.0028: 0.0008 away."),
        (0.0004, -0.0004, "You guessed 0.0004, and it came out as -0.0004: 0.0008 away."),
        (-1.00001, -1, "You guessed -1, and it came out as -1: right!"),
        ("10", 10, "You gave the text '10'. Write a number, without quotes."),
        ((0, 5), 1, "You gave two numbers, (0, 5), and one is expected: a comma separates "
         "numbers. Write the decimals after a point: 0.5."),
        ((1, 5), 1, "You gave two numbers, (1, 5), and one is expected: a comma separates "
         "numbers. Write the decimals after a point: 1.5."),
        ((1, 0), 1, "You gave (1, 0), and one number is expected: a comma separates numbers. Write "
         "thousands without a comma: 1000, and decimals after a point: 1.0."),
        ((15, 500), 1, "You gave (15, 500), and one number is expected: a comma separates numbers. "
         "Write thousands without a comma: 15500, and decimals after a point: 15.500."),
        ((1, 0, 250), 1, "You gave (1, 0, 250), and one number is expected: a comma separates "
         "numbers. Write thousands without a comma: 1000250."),
        ((1, 2, 3), 1, "One number is expected, and you gave (1, 2, 3)."),
        ((1000, 0), 1, "You gave two numbers, (1000, 0), and one is expected: a comma separates "
         "numbers. Write the decimals after a point: 1000.0."),
        ("...", 0.25, FIRST),
        (float("nan"), 1, "You gave nan, which means not a number. One number is expected."),
        (answered, 1, "You gave the function answered itself. Call it, with brackets, to get a "
         "number."),
        (1, np.nan, "It came out as nan, which is no number: nothing can be compared."),
        (None, 2, "One number is expected, and you gave None."),
        (3, "8", "You guessed 3, and it came out as 8: not right."),
        ("8", "8", "You guessed 8, and it came out as 8: right!"),
        (8.0, "8", "You guessed 8, and it came out as 8: right!"),
        (" Blue", "orange", "You guessed blue, and it came out as orange: not right."),
        ("ORANGE\n", "orange", "You guessed orange, and it came out as orange: right!"),
        (None, "orange", "Guess a name: one of those that are asked for, in quotes."),
        ("...", "orange", FIRST),
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


def test_a_guess_at_a_name_is_kept_and_told_as_one(tmp_path, monkeypatch):
    place = tmp_path / "my_course"
    place.mkdir()
    monkeypatch.chdir(place)
    compare_guess("Blue", "orange", "a colour")
    compare_guess(8, "8", "a digit")
    compare_guess("x" * 1000 + "\x1b", "y", "a long one")
    kept = progress.read(place / "progress.json")
    assert kept["guesses"]["a colour"] == ["blue", "orange"]
    assert len(kept["guesses"]["a long one"][0]) < 100
    told = report_on("lesson5", ["a colour", "a digit"], kept)
    assert "- a colour: orange; you guessed blue" in told
    assert "- a digit: 8" in told[: told.index("It came out otherwise:")]
    assert "Guesses: 1 of 3 came out as guessed." in report(kept)
