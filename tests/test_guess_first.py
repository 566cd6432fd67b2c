"""No outcome stands where somebody who has not guessed would read it; no solution in sight."""

import ast
import importlib
import io
import re
import tokenize
from pathlib import Path

import nbformat
import pytest

from tests.folded import came_out

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("[0-9py]*.ipynb"))
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
SHOWS = {"print", "show", "display", "LossPlot"}  # whatever else lets a cell tell something
SHORT = 9  # signs of a line of code that many others have in them
MODULES = {
    path.stem: f"lesson{int(path.stem[:2])}" if path.stem[0].isdigit() else path.stem
    for path in LESSONS
} | {"your_own_data": "own_data"}
FIRST_WORDS = 12  # of what follows a guess: there a small number is told in words
IN_WORDS = {0: "none|zero|no", 1: "all", 2: "two", 3: "three", 4: "four", 5: "five"}


def guesses(cells):
    """Yield the place of every cell that compares a guess."""
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and "compare_guess(" in cell.source:
            yield place


def section(cells, place):
    """Return the places of the section around a cell, from heading to heading."""
    begins = [at for at, cell in enumerate(cells) if cell.source.startswith("## ")]
    first = max((at for at in begins if at <= place), default=0)
    last = min((at for at in begins if at > place), default=len(cells))
    return range(first, last)


def in_sight(cell):
    """Return what somebody sees of a cell before it is run, in a copy without outputs."""
    if cell.cell_type == "markdown":
        return FOLDED.sub("", cell.source)
    told = [each.value for each in ast.walk(ast.parse(cell.source))
            if isinstance(each, ast.Constant) and isinstance(each.value, str)]  # fmt: skip
    lines = tokenize.generate_tokens(io.StringIO(cell.source).readline)
    comments = [each.string for each in lines if each.type == tokenize.COMMENT]
    return "\n".join(told + comments)


def written(number):
    """Return how a number may be written, with two figures or more."""
    forms = {f"{number:.{figures}g}" for figures in range(1, 8)} | {f"{number:,.0f}"}
    if 0 < number < 1:
        forms |= {f"{number:.0%}", f"{number:.1%}"}
    return {form for form in forms if len(re.sub(r"\D", "", form).lstrip("0")) > 1}


def tells(text, forms):
    """Return which of some forms of a number stand in a text."""
    return [
        each for each in forms if re.search(rf"(?<![\w.,]){re.escape(each)}(?![\w]|[.,]\d)", text)
    ]


def outcome(cell):
    """Return the number that a cell's saved output holds folded, or ``None`` if it is none."""
    try:
        return float(came_out(cell))
    except (TypeError, ValueError):
        return None


def told_too_early(cells):
    """Yield the guess and a sentence for every place that tells what came out."""
    for place in guesses(cells):
        cell, name = cells[place], cells[place].id
        last = ast.parse(cell.source).body[-1]
        if not ast.unparse(last).startswith("compare_guess("):
            yield name, "compare_guess does not stand last"
        called = {ast.unparse(each.func) for each in ast.walk(ast.parse(cell.source))
                  if isinstance(each, ast.Call)}  # fmt: skip
        for each in called & SHOWS:
            yield name, f"{each} shows something before the guess is compared"
        number = outcome(cell)
        if number is None:
            continue
        choices = cell.source.partition("\n")[0]  # such as: my_rate = ...  # 0.1, 1 or 10
        forms = written(number) - set(tells(choices, written(number)))
        for at in section(cells, place):
            for form in tells(in_sight(cells[at]), forms):
                yield name, f"{form} stands in {cells[at].id}"
        if number in IN_WORDS and place + 1 < len(cells):
            first = " ".join(in_sight(cells[place + 1]).split()[:FIRST_WORDS]).lower()
            if re.search(rf"\b({IN_WORDS[number]}|{number:g})\b", first):
                yield name, f"{cells[place + 1].id} begins with what came out"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_outcome_is_told_before_its_guess(path):
    assert list(told_too_early(nbformat.read(path, as_version=4).cells)) == []


# No solution stands in sight of its exercise


def lines_of(solution):
    """Return the lines of a solution that would give it away, without spaces."""
    lines = [re.sub(r"^\s*(return\b|\w+\s*=)|\s|#.*", "", line) for line in solution.splitlines()]
    return [line for line in lines if len(line) > SHORT and not line.startswith("def")]


def solutions_in_sight(path):
    """Yield the exercise, the line of its solution, and the cell in which that stands."""
    cells = nbformat.read(path, as_version=4).cells
    module = importlib.import_module(f"nnlib.exercises.{MODULES[path.stem]}")
    page = re.sub(r"\s", "", (NOTEBOOKS / "PYTHON_ERRORS.md").read_text(encoding="utf-8"))
    for exercise in module.EXERCISES:
        (place,) = (at for at, cell in enumerate(cells) if f"{exercise.name}.check(" in cell.source)
        near = {cells[at].id: cells[at] for at in section(cells, place) if at != place}
        texts = {name: re.sub(r"\s", "", in_full_sight(cell)) for name, cell in near.items()}
        for line in lines_of(exercise.code):
            for name, text in (texts | {"PYTHON_ERRORS": page}).items():
                if line in text:
                    yield exercise.name, line, name


def in_full_sight(cell):
    """Return what somebody sees of a cell, code included."""
    return FOLDED.sub("", cell.source) if cell.cell_type == "markdown" else cell.source


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_solution_stands_in_sight_of_its_exercise(path):
    assert list(solutions_in_sight(path)) == []
