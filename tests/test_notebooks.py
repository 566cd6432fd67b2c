"""What every notebook has, and that its exercises can be solved where they stand."""

import ast
import builtins
import copy
import html
import importlib
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

from nnlib.course import copies
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.sentences import SentenceExercise
from nnlib.exercises.statements import names
from tests.other_computers.cells import dependencies, with_what_they_need
from tools.save_notebooks import METADATA, README_CELL, save, settle

ROOT = Path(__file__).parent.parent
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FILLER = re.compile(
    r"\b(simply|just|obviously|clearly|magic(al)?|of course|easy|easily|trivial(ly)?)\b", re.I
)
CHECK = re.compile(r"^((?:lesson\d|own_data|playground)\.\w+)\.check\(", flags=re.M)
LESSONS = [path for path in PATHS if path.name[0].isdigit()]
WORD = re.compile(r"[A-Za-z_]\w*")
FENCED = re.compile(r"^```.+?^```", re.M | re.S)
COMMAND_OR_ADDRESS = re.compile(r"%|.*\w/\w")
OF_KERAS_ALONE = {"DataParallel", "ModelParallel"}  # named for whoever reads on


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def check_cells(notebook):
    """Return (cell, exercise) for every cell with a check."""
    found = [(cell, CHECK.search(cell.source)) for cell in code_cells(notebook)]
    return [(cell, exercise_of(match[1])) for cell, match in found if match]


def exercise_of(dotted):
    module, name = dotted.split(".")
    return getattr(importlib.import_module(f"nnlib.exercises.{module}"), name)


def solved(cell, exercise):
    """Return a cell's source with the solution in place of what stands above its check."""
    return f"{exercise.code}\n{cell.source[CHECK.search(cell.source).start() :]}"


def test_it_is_saved_whole_and_in_order(notebook):
    nbformat.validate(notebook)
    counts = [cell.execution_count for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    assert not [output for output in outputs(notebook) if output.get("name") == "stderr"]
    assert notebook.metadata == METADATA
    for cell in code_cells(notebook):
        before = copy.deepcopy(cell.outputs)
        settle(cell)
        assert cell.outputs == before, f"{cell.id} is not as save_notebooks leaves it"


def test_cells_have_readable_names_and_no_paths(notebook, path):
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]+", cell.id), cell.id
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) + "/" not in text
    assert "site-packages" not in text


def test_headings_go_down_one_by_one(notebook):
    text = "\n".join(re.sub(r"```.*?```", "", cell, flags=re.S) for cell in prose(notebook))
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(2) <= 9  # eight sections, and what was learned
    assert notebook.cells[0].source.startswith("# ")


def test_the_goals_come_back_at_the_end(lesson):
    (goals,) = (cell for cell in prose(lesson) if "**In this lesson you will**" in cell)
    (learned,) = (cell for cell in prose(lesson) if cell.startswith("## What you learned"))
    promised, kept = (re.findall(r"^- (\w+)", cell, flags=re.M) for cell in (goals, learned))
    assert 3 <= len(promised) <= 5
    assert promised == kept
    assert "Mistakes to avoid" in learned
    assert "next" in learned


LONGEST_CARD = 120  # words: half a page


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_ends_with_a_card_to_keep(path):
    cells = nbformat.read(path, as_version=4).cells
    cards = [cell for cell in cells if cell.id == "card"]
    assert len(cards) == 1
    for card in cards:
        assert card in cells[-2:]
        assert card.cell_type == "markdown"
        assert card.source.startswith("### To keep\n")
        assert len(re.findall(r"[^\s|]*\w[^\s|]*", card.source)) <= LONGEST_CARD
        assert not re.search(r"!\[|<img|```|attachment:", card.source)
        steps = re.findall(r"\b(forward|error|back|update)\b", card.source)
        assert list(dict.fromkeys(steps)) == ["forward", "error", "back", "update"]


def test_cells_are_short(notebook):
    check, *cells = code_cells(notebook)
    assert check.id == "package-check"
    lengths = [len(cell.source.splitlines()) for cell in cells]
    assert max(lengths) <= 20
    assert sorted(lengths)[len(lengths) // 2] <= 5
    assert lengths[0] <= 10
    for text in prose(notebook):
        assert len(text.split()) <= 190, text[:60]


def test_a_lesson_has_its_length(lesson):
    without_installing = [
        cell for cell in lesson.cells if not cell.id.startswith(("package", "opening"))
    ]
    assert 40 <= len(without_installing) <= 100
    assert len(check_cells(lesson)) >= 6


def test_code_that_need_not_be_seen_is_folded(notebook):
    for cell in code_cells(notebook):
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert hidden == copies.is_folded(cell), cell.id


def test_no_stars_no_magics_no_filler(notebook):
    for cell in code_cells(notebook):
        assert not re.search(r"import \*|^[%!]", cell.source, flags=re.M), cell.id
        ast.parse(cell.source)
    for text in prose(notebook):
        assert not FILLER.search(text), FILLER.search(text)[0]


def test_every_picture_has_its_words_and_a_number_beside_it(notebook):
    cells = code_cells(notebook)
    for place, cell in enumerate(cells):
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        for picture in pictures:
            alt = picture.metadata["image/png"]["alt"]
            assert len(alt) >= 20, cell.id
            assert picture.data["text/plain"] == alt
        if pictures:
            near = [output for each in cells[place - 1 : place + 2] for output in each.outputs]
            words = "".join(
                output.get("text", output.get("data", {}).get("text/plain", "")) for output in near
            )
            assert re.search(r"\d", words), cell.id


def test_an_exported_page_keeps_the_words_of_the_pictures(notebook):
    said = []
    for cell in code_cells(notebook):
        cell.source = ""  # its colours take most of the time
        said += [output.metadata["image/png"]["alt"] for output in cell.outputs
                 if "image/png" in output.get("data", {})]  # fmt: skip
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert [html.unescape(alt) for alt in re.findall(r'<img\b[^>]*\balt="([^"]*)"', page)] == said


def test_it_asks_before_it_shows(lesson):
    asked = sum(text.count("**Predict before you run.**") for text in prose(lesson))
    asked += sum(text.count("**Predict before you run:**") for text in prose(lesson))
    code = "\n".join(cell.source for cell in code_cells(lesson))
    guesses = re.findall(r'^(my_\w+) = "?\.\.\.', code, flags=re.M)
    compared = set(re.findall(r"compare_guess\((my_\w+)", code))
    assert asked >= 4
    assert len(compared) >= 4
    assert compared <= set(guesses)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("01_single_neuron", {"by-hand-code", "neuron-again", "bias-move", "walk-code"}),
        ("02_two_layer_xor", {"lines-code"}),
        ("05_handwritten_digits", {"play-code"}),
        ("your_own_data", {"play-code"}),
    ],
)
def test_a_control_needs_no_cell_above_it(name, ids):
    notebook = nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4)
    codes = [cell.source for cell in notebook.cells if cell.id in ids]
    assert len(codes) == len(ids)
    for code in codes:
        needed, _ = names(ast.parse(code).body)
        assert needed <= set(dir(builtins)), code


def test_every_exercise_has_its_cell_and_is_not_done_yet(notebook):
    cells = check_cells(notebook)
    module = importlib.import_module(f"nnlib.exercises.{cells[0][1].name.split('.')[0]}")
    assert [exercise for _, exercise in cells] == module.EXERCISES
    texts = list(prose(notebook))
    headed = [text for text in texts if re.search(r"^### Exercise \d+ (\\\*)+$", text, re.M)]
    assert len(headed) == len(cells)
    for cell, exercise in cells:
        assert "..." in cell.source
        assert f"# {exercise.name}.hint()" in cell.source
        assert cell.outputs[0].text.startswith("Not done yet")
        solution = ast.parse(exercise.code)
        assert isinstance(solution.body[-1], ast.FunctionDef | ast.Assign)


def test_what_is_asked_is_what_is_judged(notebook):
    exercises = {cell.id: exercise for cell, exercise in check_cells(notebook)}
    for before, cell in pairwise(notebook.cells):
        exercise, asked = exercises.get(cell.id), before.source
        if isinstance(exercise, OrderingExercise):
            for letter, line in exercise.lines.items():
                written = rf"\b{letter}\b.*{re.escape(line)}$"
                assert re.search(written, asked, re.M), (exercise.name, letter)
        if isinstance(exercise, SentenceExercise):
            assert exercise.question in asked, exercise.name


SLIPS = {  # what is written in place of dots, and of dots between quotes
    "...": ["0,5", "-0,7", "1.000", "1,000", "-5", "(0.5)", "[1]", "'0.5'", "1/2"],
    '"..."': ['"C"', '"C, D"', '"(C)"', '"0.5"', '""', '"C..."', '"data = circles"', '"layers=3,"'],
}


def test_a_natural_slip_in_an_exercise_is_answered_in_words(notebook, capsys):
    for cell, exercise in check_cells(notebook):
        given = cell.source[: CHECK.search(cell.source).start()]
        if "def " in given:
            continue
        dots = next(each for each in reversed(SLIPS) if each in given)
        assert not re.search(r"^\w+, .*=", given, flags=re.M), "a value a line"
        for slip in SLIPS[dots]:
            module = importlib.import_module(f"nnlib.exercises.{exercise.name.split('.')[0]}")
            exec(cell.source.replace(dots, slip), {exercise.name.split(".")[0]: module})
            assert capsys.readouterr().out[0] in "✔✘", (exercise.name, slip)


@pytest.mark.needs_keras("04_keras_comparison")
def test_every_solution_is_right_in_its_cell(notebook, path, monkeypatch, capsys):
    """The cells that no solution can reach run as nbval runs them: they are left out."""
    exercises = {cell.id: exercise for cell, exercise in check_cells(notebook)}
    cells = code_cells(notebook)
    for cell in cells:
        if cell.id in exercises:
            cell.source = solved(cell, exercises[cell.id])
    reached = {place for place, cell in enumerate(cells) if cell.id in exercises}
    for place, needs in enumerate(dependencies(cells)):
        if needs & reached:
            reached.add(place)
    monkeypatch.chdir(path.parent)
    names = {}
    for cell in with_what_they_need(cells, reached):
        exec(cell.source, names)
        said = capsys.readouterr().out
        assert cell.id not in exercises or said.startswith("✔ "), cell.id


def test_a_cell_brings_along_what_it_needs():
    sources = ["import a, b", "c = b", "def d(e):\n    c = e\n    return a, c", "c = 1", "d(c)"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    assert dependencies(cells) == [set(), {0}, {0}, set(), {2, 3}]
    assert with_what_they_need(cells, {4}) == [cells[place] for place in (0, 2, 3, 4)]
    assert with_what_they_need(cells, {1}) == cells[:2]


def test_saving_a_notebook_twice_gives_the_same_bytes(tmp_path):
    """One picture of each kind: drawn, grown while a cell ran, and of an explorer."""
    path = PATHS[0]
    copied = tmp_path / path.name
    notebook = nbformat.read(path, as_version=4)
    cells = code_cells(notebook)
    places = {place for place, cell in enumerate(cells)
              if cell.id in (README_CELL[1], "loop-code", "play-code")}  # fmt: skip
    assert len(places) == 3
    notebook.cells = with_what_they_need(cells, places)
    nbformat.write(notebook, copied)
    (tmp_path / "images").mkdir()
    contents = []
    for _ in range(2):
        save(copied, refresh=True)
        contents.append({each.name: each.read_bytes() for each in tmp_path.rglob("*.*")
                         if each.is_file()})  # fmt: skip
    assert contents[0] == contents[1]


@pytest.fixture(scope="module")
def words_of_nnlib():
    files = (ROOT / "nnlib").rglob("*.py")
    return {word for path in files for word in WORD.findall(path.read_text(encoding="utf-8"))}


def named_in_prose(notebook):
    """Return the pieces of code that stand in sentences, and the code in blocks between them."""
    text = "\n\n".join(cell.source + cell.metadata.get("notes", "") for cell in notebook.cells
                       if cell.cell_type == "markdown")  # fmt: skip
    return re.findall(r"`([^`\n]+)`", FENCED.sub("", text)), "\n".join(FENCED.findall(text))


def test_names_in_sentences_are_names_in_code(notebook, words_of_nnlib):
    pieces, blocks = named_in_prose(notebook)
    code = "\n".join([blocks, *(cell.source for cell in code_cells(notebook))])
    known = {*words_of_nnlib, *WORD.findall(code), *dir(builtins), *OF_KERAS_ALONE}
    for piece in pieces:
        if not COMMAND_OR_ADDRESS.match(piece):
            assert set(WORD.findall(piece)) <= known, piece


def test_products_in_sentences_stand_in_the_code(notebook):
    pieces, blocks = named_in_prose(notebook)
    printed = (output.get("text", "") for output in outputs(notebook))
    code = "\n".join([blocks, *(cell.source for cell in code_cells(notebook)), *printed])
    products = [piece for piece in pieces if re.search(r"\w [@*] \w", piece)]
    for product in products:
        if not product.startswith("weights -= "):  # of nnlib's own update, in words
            assert re.search(rf"{re.escape(product)}(?!\w)", code), product


def test_links_lead_somewhere(notebook, path):
    for text in prose(notebook):
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            if not link.startswith("http"):
                assert (path.parent / link).exists(), link
