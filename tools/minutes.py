"""Count the minutes that a lesson takes a beginner: reading, running and playing; and exercises.

Nobody is as fast as the one who wrote it. So prose is read at 150 words a minute and code at
twelve lines a minute; every cell takes a moment to run and to look at, a guess half a minute, a
control two minutes of play. An exercise takes minutes by its stars. What is folded is not counted.
"""

import argparse
import re
from pathlib import Path
from typing import NamedTuple

import nbformat

from tools.make_answers import CHECK, STATEMENT
from tools.save_notebooks import NOTEBOOKS

WORDS_A_MINUTE, LINES_A_MINUTE = 150, 12
A_CELL, A_GUESS, A_CONTROL = 0.25, 0.5, 2.0
BY_STARS = {1: 3, 2: 5, 3: 10}
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
WORD = re.compile(r"[^\W_]")  # a letter or a digit: no stroke of a table
NOT_READ = ("package", "opening")  # cells that begin so


class Minutes(NamedTuple):
    """How long a lesson takes: the lesson itself, and its exercises of one star, two and three."""

    lesson: float
    exercises: dict

    def of_exercises(self, stars=2):
        """Return the minutes of all exercises of so many stars or fewer."""
        return sum(minutes for each, minutes in self.exercises.items() if each <= stars)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="all lessons if none is named")
    for path in parser.parse_args().paths or sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        minutes = minutes_of(notebook)
        cells = [cell for cell in notebook.cells if not cell.id.startswith(NOT_READ)]
        print(
            f"{path.stem}: {sum(words(cell) for cell in cells):,} words, {len(cells)} cells, "
            f"{words_to_the_first_control(cells)} words before the first control; "
            f"{minutes.lesson:.0f} minutes, and {minutes.of_exercises():.0f} for the exercises "
            "with one star and two"
        )


def minutes_of(notebook):
    """Return the ``Minutes`` of a lesson."""
    lesson, exercises = 0.0, {}
    for cell in notebook.cells:
        stated = STATEMENT.search(cell.source) if cell.cell_type == "markdown" else None
        if stated:
            stars = stated[0].count("\\*")
            exercises[stars] = exercises.get(stars, 0) + BY_STARS[stars]
        elif not cell.id.startswith(NOT_READ):
            lesson += _of_cell(cell)
    return Minutes(lesson, exercises)


def words(cell):
    """Return how many words of prose a cell has, what is folded left out."""
    if cell.cell_type != "markdown":
        return 0
    return sum(map(bool, map(WORD.search, FOLDED.sub("", cell.source).split())))


def words_to_the_first_control(cells):
    """Return how many words of prose come before the first cell that shows a control."""
    first = next(place for place, cell in enumerate(cells) if has_a_control(cell))
    return sum(words(cell) for cell in cells[:first])


def has_a_control(cell):
    """Return whether a cell shows something to move."""
    return cell.cell_type == "code" and any(
        "To play with it" in output.get("data", {}).get("text/html", "") for output in cell.outputs
    )


def _of_cell(cell):
    if cell.cell_type == "markdown":
        return words(cell) / WORDS_A_MINUTE
    if CHECK.search(cell.source):
        return 0.0  # it belongs to its exercise
    is_read = "remove-input" not in cell.metadata.get("tags", [])
    lines = len(cell.source.splitlines()) if is_read else 0
    return (
        A_CELL
        + lines / LINES_A_MINUTE
        + A_GUESS * ("compare_guess(" in cell.source or "= ...  #" in cell.source)
        + A_CONTROL * has_a_control(cell)
    )


if __name__ == "__main__":
    main()
