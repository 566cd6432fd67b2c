"""A copy gives what its lesson has saved, from top to bottom and from any section on."""

import ast

import nbformat
import pytest
from nbclient import NotebookClient

from nnlib.course import copies, opening, originals
from nnlib.course.sections import opening_cells
from nnlib.exercises import lesson1
from tools.save_notebooks import settle

NAMES = [lesson.name for lesson in originals.as_they_are()]
FORGET = """from nnlib.course import opening
opening._sections_begun[:] = [0]
get_ipython().reset(new_session=False)"""


def read(name):
    return nbformat.read(originals.folder() / name, as_version=4)


def copy_of(name):
    """Return a lesson's copy."""
    lesson = copies.parsed((originals.folder() / name).read_bytes(), name)
    return nbformat.from_dict(copies.copy_of(lesson))


def run(notebooks, place):
    """Run notebooks one after the other in one kernel: modules are imported once so."""
    place.mkdir(exist_ok=True)
    client = NotebookClient(notebooks[0], kernel_name="python3", timeout=300)
    with client.setup_kernel(cwd=place):
        for client.nb in notebooks:
            client.execute(cleanup_kc=False)
            for cell in client.nb.cells:
                settle(cell)


def said(cell):
    """Return what a cell says, its pictures left out: their words are in its text."""
    texts = [(output.get("text"), output.get("data", {})) for output in cell.outputs]
    return [text or (data.get("text/plain"), data.get("text/html")) for text, data in texts]


def differences(name, cells):
    """Return the names of cells that say something else than the lesson has saved."""
    saved = {cell.id: cell for cell in read(name).cells}
    return [
        cell.id for cell in cells
        if cell.cell_type == "code" and cell.id in saved
        and "nbval-ignore-output" not in cell.metadata.get("tags", [])
        and said(cell) != said(saved[cell.id])
    ]  # fmt: skip


def sections_alone(copy):
    """Return a notebook in which every section begins with nothing but what it brings itself."""
    cells, is_section = [], False
    for cell in copy.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            is_section = bool(cells) or is_section
            cells.append(nbformat.v4.new_code_cell(FORGET))
        if cells and cell.cell_type == "code":
            cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


LESSONS = [NAMES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES[1:])]


@pytest.fixture(scope="module", params=LESSONS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def ran(name, tmp_path_factory):
    """Return a copy's cells, and those of its sections alone, with what has come out of them."""
    whole, rest = copy_of(name), copy_of(name)
    first = next(place for place, cell in enumerate(rest.cells) if cell.source.startswith("## "))
    second = next(place for place, cell in enumerate(rest.cells)
                  if place > first and cell.source.startswith("## "))  # fmt: skip
    del rest.cells[:second]
    alone = sections_alone(rest)
    run([whole, alone], tmp_path_factory.mktemp("folder") / "my_course")
    return whole.cells, alone.cells


@pytest.mark.needs_keras(NAMES[3])
def test_a_copy_gives_what_its_lesson_has_saved(name, ran):
    copy, _ = ran
    assert differences(name, copy) == []
    opened = [cell for cell in copy if "-begins-" in cell.id]
    assert len(opened) > 4
    assert [cell.id for cell in opened if cell.outputs] == []


@pytest.mark.needs_keras(NAMES[3])
def test_each_section_can_be_begun_alone(name, ran):
    _, alone = ran
    assert differences(name, alone) == []


# What is found


def opened(*cells):
    """Return the codes that open the sections of a lesson: `cells` are codes, or headings."""
    told = [(not cell.startswith("#"), cell) for cell in cells]
    return [codes for _, codes in sorted(opening_cells(told).items())]


HEAD = ("import math\nimport re", "## First")


def test_a_section_brings_what_it_needs_and_no_more():
    ((code,),) = opened(*HEAD, "a = math.pi\nb = 2", "print(a)\nc = a + 1", "## Second", "print(c)")
    assert ast.unparse(ast.parse(code)) == ast.unparse(ast.parse(
        "import math\nfrom nnlib import course\n"
        "if course.begins_here(1, globals(), 'c'):\n"
        "    with course.quietly():\n        a = math.pi\n        c = a + 1"
    ))  # fmt: skip


@pytest.mark.parametrize("change", [
    "a.append(1)", "a[0] = 1", "a.b = 1", "train(a, 1)", "a += [1]", "for i in b:\n    a += [i]",
    "if b:\n    a = 2", "c = a\nc.fit(b)\na = c", "with open(b) as file:\n    a = file.read()",
])  # fmt: skip
def test_what_changes_is_brought_as_it_was_changed(change):
    ((code,),) = opened(*HEAD, "a = []\nb = [1]", change, "## Second", "print(a)")
    for line in change.split("\n"):
        assert line.strip() in code
    assert "a = []" in code


def test_what_only_looks_is_left_out():
    (((code),),) = opened(*HEAD, "a = [1]\nprint(a)\nlen(a)\nb = a", "## Second", "print(a)")
    assert "print" not in code
    assert "len" not in code
    assert "b = a" not in code


def test_what_is_read_inside_a_function_is_brought_too():
    ((code,),) = opened(*HEAD, "scale = 2", "def f(x):\n    return x * scale", "## Second", "f(1)")
    assert "scale = 2" in code


def test_a_section_that_needs_only_modules_gets_only_them():
    ((code,),) = opened(*HEAD, "a = 1", "## Second", "print(math.pi)")
    assert code.split("\n")[1:] == [["import math", "import re"][0]]


def test_what_changes_how_cells_run_comes_first_in_a_cell_of_its_own():
    """As the call with which lesson 4 leaves out cells where Keras is missing."""
    head = ("import math\nimport switch", "switch.on()", "## First")
    ((first, second),) = opened(*head, "a = 1", "## Second", "print(a)")
    lines = ['if "switch" not in globals():', "    import switch", "    switch.on()"]
    assert first.split("\n") == lines
    assert "switch" not in second


def test_what_only_shows_something_in_the_first_cells_is_left_out():
    """As the explorer with which lesson 1 begins."""
    head = ("import math\nfrom look import Look", 'Look("it", at=1)', "## First")
    ((code,),) = opened(*head, "a = math.pi", "## Second", "print(a)")
    assert "Look" not in code


@pytest.mark.parametrize("name", [each for each in NAMES if not each.startswith("04")])
def test_below_a_heading_stands_one_folded_cell(name):
    """As its copy says; in lesson 4 a second one leaves out cells where Keras is missing."""
    opened = [cell.id for cell in copy_of(name).cells if "-begins-" in cell.id]
    assert [each for each in opened if not each.endswith("-begins-1")] == []


def test_a_section_that_needs_nothing_gets_no_cell():
    assert opened(*HEAD, "a = 1", "## Second", "b = 2", "## Words alone") == []


def test_an_answer_that_was_given_stays():
    ((code,),) = opened(*HEAD, "mine = ...\nother = 1", "## Second", "print(mine, other)")
    for given, kept in (({}, ...), ({"mine": 0.5}, 0.5)):
        exec(code, given)
        assert given["mine"] == kept
        assert given["other"] == 1
        opening._sections_begun[:] = [0]


def test_a_function_that_was_written_stays():
    cells = ("def mine(a):\n    return ...", "def ours(a):\n    return a")
    ((code,),) = opened(*HEAD, *cells, "## Second", "print(mine(1), ours(1))")
    written = {"mine": abs, "ours": abs}
    for given in ({}, written):
        opening._sections_begun[:] = [7]  # from another place
        exec(code, given)
        assert given["ours"](-1) == -1
    opening._sections_begun[:] = [0]
    assert written["mine"] is abs


def test_whoever_comes_from_the_section_before_keeps_everything():
    names = {"a": 1}
    opening._sections_begun[:] = [0]
    assert not opening.begins_here(1, names, "a")
    assert not opening.begins_here(2, names, "a")
    assert opening.begins_here(2, names, "a")  # once more: the section is wanted as it began
    assert opening.begins_here(5, names, "a")  # from another place
    assert opening.begins_here(6, names, "a b")  # a cell was left out
    opening._sections_begun[:] = [0]


def test_quietly_gives_back_the_pace_that_was_set(monkeypatch, capsys):
    for pace in ("slow", None):
        monkeypatch.delenv(opening.VARIABLE, raising=False)
        if pace:
            monkeypatch.setenv(opening.VARIABLE, pace)
        with pytest.raises(ZeroDivisionError), opening.quietly():
            assert opening.os.environ[opening.VARIABLE] == "full"
            print("seen above")
            raise ZeroDivisionError
        assert opening.os.environ.get(opening.VARIABLE) == pace
    assert capsys.readouterr().out == ""


def test_a_guess_stands_last_in_its_cell_and_has_words_of_its_own():
    """The playground shows its explorer last, until it is rebuilt."""
    words = []
    for name in NAMES:
        for cell in read(name).cells:
            if cell.cell_type != "code" or "compare_guess(" not in cell.source:
                continue
            *before, last = ast.parse(cell.source).body
            calls = [node for node in (*before, last) if ast.unparse(node).startswith("compare_")]
            assert len(calls) == 1
            words.append(calls[0].value.args[2].value)
            assert calls == [last] or name == "playground.ipynb", cell.id
    assert len(set(words)) == len(words) > 25
    assert max(map(len, words)) < 60
    assert lesson1.EXERCISES[0].name not in words
