"""A lesson takes as long as it says, counted as `tools.minutes` tells."""

import re
from typing import NamedTuple

import nbformat
import pytest

from tools.minutes import (
    FOLDED,
    NOT_READ,
    has_a_control,
    minutes_of,
    words,
    words_to_the_first_control,
)
from tools.save_notebooks import NOTEBOOKS

README = NOTEBOOKS.parent / "README.md"


class Most(NamedTuple):
    """What a lesson may take, and how soon and how often something moves in it."""

    minutes: int
    for_exercises: int
    words_to_the_first_control: int
    controls: int  # so many at least


# The others are to be rebuilt.
COUNTED = {
    "01_single_neuron": Most(60, 30, 200, 6),
    "02_two_layer_xor": Most(75, 45, 600, 3),
    "04_keras_comparison": Most(60, 40, 600, 2),
}


@pytest.fixture(params=COUNTED)
def name(request):
    return request.param


@pytest.fixture
def lesson(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def made(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def test_it_takes_no_longer_than_it_promises(name, lesson):
    (goals,) = (cell.source for cell in lesson.cells if cell.id == "goals")
    promised, for_exercises = map(
        int, re.search(r"about (\d+) minutes.* (\d+) more for the exercises", goals).groups()
    )
    counted = minutes_of(lesson)
    assert promised - 10 < counted.lesson <= promised <= COUNTED[name].minutes
    of_exercises = counted.of_exercises()
    assert for_exercises - 10 < of_exercises <= for_exercises <= COUNTED[name].for_exercises
    row = f"| {promised}, and {for_exercises} for the exercises |"
    assert row in README.read_text(encoding="utf-8")


def test_the_place_to_rest_is_half_way(lesson):
    (place,) = (at for at, cell in enumerate(lesson.cells) if "place to rest" in cell.source
                and cell.source.startswith("---"))  # fmt: skip
    before, whole = minutes_of(made(*lesson.cells[:place])), minutes_of(lesson)
    share = (before.lesson + before.of_exercises()) / (whole.lesson + whole.of_exercises())
    assert 0.4 < share < 0.6


def test_something_moves_within_the_first_words(name, lesson):
    cells = [cell for cell in lesson.cells if not cell.id.startswith(NOT_READ)]
    assert words_to_the_first_control(cells) <= COUNTED[name].words_to_the_first_control
    assert sum(map(has_a_control, cells)) >= COUNTED[name].controls


def test_what_counts():
    prose = nbformat.v4.new_markdown_cell("| one | 2 |\n\n<details>three four</details> `five`")
    exercise = nbformat.v4.new_markdown_cell("### Exercise 1 \\*\\*\n\nPut it together.")
    check = nbformat.v4.new_code_cell("lesson1.slope.check(my_slope)")
    guess = nbformat.v4.new_code_cell("a = ...  # a number\ncompare_guess(a, 1, 'it')")
    assert words(prose) == 3
    assert minutes_of(made(prose)).lesson == pytest.approx(3 / 150)
    assert minutes_of(made(exercise, check)) == (0.0, {2: 5})
    assert minutes_of(made(guess)).lesson == pytest.approx(0.25 + 2 / 12 + 0.5)
    guess.metadata.tags = ["remove-input"]
    assert minutes_of(made(guess)).lesson == pytest.approx(0.25 + 0.5)
    assert FOLDED.sub("", prose.source).endswith("`five`")
