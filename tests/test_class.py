"""What a teacher needs: notes and a plan, an answer key, badges."""

import importlib
import re
from functools import cache
from itertools import chain

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup

from nnlib.activations import SIGMOID
from nnlib.exercises import playground
from tests import lesson4_answers
from tools.between import names_between, put_between
from tools.flow import slide_type
from tools.make_answers import CHECK, answers, key
from tools.make_badges import COPY, LESSON, README, WHEEL, with_badges, with_wheel
from tools.make_plan import PAGE, read_notes, sections, with_plans
from tools.save_notebooks import NOTEBOOKS

TEACHING = PAGE.read_text(encoding="utf-8")
PLANNED = names_between(TEACHING, "plan of")
COURSE, OTHER = "https://github.com/owner/name", "https://github.com/some-one/a.b_c"


@cache
def read(name):
    return nbformat.read(NOTEBOOKS / name, as_version=4)


@pytest.fixture(scope="module", params=PLANNED)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(name):
    return read(name)


def test_lesson_1_has_a_plan():
    assert "01_single_neuron.ipynb" in PLANNED


def test_every_section_has_notes(notebook):
    headings = [cell for cell in notebook.cells if cell.source.startswith("## ")]
    assert len(list(sections(notebook))) == len(headings) >= 5
    for heading, notes in sections(notebook):
        assert int(notes["minutes"]) > 0, heading
        assert notes["ask"].endswith("?"), heading
        wrong = notes["wrong"].splitlines()
        assert len(wrong) >= 2, heading
        for line in wrong:
            assert re.fullmatch(r'- "[^"]+[.?!]" [^"].+\.', line), line
    assert all(slide_type(cell) == "slide" for cell in headings)


def test_notes_without_a_question_are_refused():
    with pytest.raises(ValueError, match=r"section 'Slopes' must have .* Ask"):
        read_notes("Slopes", '**Minutes.** 3\n\n**Do.** x\n\n**Wrong answers.**\n\n- "a." b')


def test_the_minutes_add_up_to_what_is_promised(notebook):
    promised = re.match(r"# .+ in (\d+) minutes\n", TEACHING)[1]
    assert sum(int(notes["minutes"]) for _, notes in sections(notebook)) == int(promised)


def test_the_plan_is_up_to_date():
    assert with_plans(TEACHING) == TEACHING, "run make plan"


WORKED_OUT = {  # numbers in the notes that no cell prints, and how they come about
    "0.220": SIGMOID.slope(0.3262757),
    "0.0099": SIGMOID.slope(0.99),
    "0.0098": 0.99 * SIGMOID.slope(0.99),
    "0.125": 0.5 * SIGMOID.slope(0.5),
    "0.73": SIGMOID.function(np.array(1.0)),
    "0.999": SIGMOID.function(np.array(7.0)),
    "0.25": SIGMOID.slope(0.5),
    "7.39": np.exp(2),
    "2.72": np.exp(1),
    "11.1": np.exp([2, 1, 0]).sum(),
    "309": 442 - round(0.3 * 442),
    "2100": 2100,  # a year
}


def decimals(number):
    return len(number.partition(".")[2])


def test_figures_in_the_notes_are_figures_of_the_lesson(notebook):
    figure = r"\d+(?:,\d{3})*(?:\.\d+)?"
    printed = chain.from_iterable(cell.get("outputs", []) for cell in notebook.cells)
    lesson = "\n".join([*(cell.source for cell in notebook.cells),
                        *(output.get("text", "") for output in printed)])  # fmt: skip
    found = [float(each.replace(",", "")) for each in re.findall(figure, lesson)]
    for _, notes in sections(notebook):
        said = re.findall(figure, " ".join(notes[part] for part in ("do", "ask", "wrong")))
        for number in (each.replace(",", "") for each in said):
            if len(number) > 2:  # with decimals, or in the hundreds: no count of fingers
                sources = [WORKED_OUT[number]] if number in WORKED_OUT else found
                rounded = {f"{each:.{decimals(number)}f}" for each in sources}
                assert number in rounded, f"{number} stands nowhere in the lesson"


def test_what_is_left_for_home_is_what_is_on_no_slide(notebook):
    numbers = [
        re.match(r"### Exercise (\d+)", cell.source)[1]
        for cell in notebook.cells
        if cell.id.startswith("exercise-")
        and cell.cell_type == "markdown"
        and slide_type(cell) == "skip"
    ]
    assert f"exercises {', '.join(numbers[:-1])} and {numbers[-1]}," in TEACHING


@pytest.mark.needs_keras("04_keras_comparison.ipynb")
def test_every_answer_in_the_key_is_right(notebook, capsys):
    key = answers(notebook).split("\n## ")[1:]
    checks = [
        (cell.source, found)
        for cell in notebook.cells
        if cell.cell_type == "code" and (found := CHECK.search(cell.source))
    ]
    lesson = importlib.import_module(f"nnlib.exercises.{checks[0][1][1]}")
    assert len(key) == len(checks) == len(lesson.EXERCISES)
    given = {"np": np, "sigmoid": SIGMOID.function, "slope": SIGMOID.slope}
    for part, exercise, (source, found) in zip(key, lesson.EXERCISES, checks, strict=True):
        code = re.findall(r"```python\n(.*?)\n```", part, flags=re.S)[-1]
        assert code == exercise.code
        assert exercise.because in part
        names = given | lesson4_answers.keras_for(code) | {found[1]: lesson}
        exec(f"{code}\n{source[found.start() :]}", names)
        assert capsys.readouterr().out.startswith("✔ "), exercise.name


def test_the_key_repeats_what_was_asked(notebook):
    key = answers(notebook)
    for cell in notebook.cells:
        if cell.id.startswith("exercise-") and cell.cell_type == "markdown":
            assert cell.source.partition("** ")[2] in key


def test_the_key_has_the_tasks_of_the_explorers():
    key = answers(read("playground.ipynb"))
    assert key.count("### A task in an explorer") == len(playground.TASKS) > 0
    for task in playground.TASKS:
        assert f"{task.words}\n\nA line of settings" in key
        assert f"`{task.solution}`" in key


def test_the_key_is_a_page_that_needs_no_network(notebook):
    page = BeautifulSoup(key(notebook), "html.parser")
    exercises = re.findall(r"^## (.+)$", answers(notebook), flags=re.M)
    assert [heading.get_text() for heading in page.find_all("h2")] == exercises
    assert len(page.select(".highlight pre")) >= len(exercises)
    assert not page.find_all(["script", "link", "img"])
    assert "$" not in page.get_text()


def test_badges_are_put_replaced_and_taken_away():
    page = README.read_text(encoding="utf-8")
    bare = put_between(page, "badges", "")
    assert "mybinder" not in bare
    once = with_badges(bare, COURSE)
    assert with_badges(once, COURSE) == once
    assert with_badges(with_badges(bare, OTHER), COURSE) == once
    assert put_between(once, "badges", "") == bare
    assert f"https://mybinder.org/v2/gh/owner/name/HEAD?urlpath=lab/tree/{COPY})" in once
    assert f"https://colab.research.google.com/github/owner/name/blob/main/{LESSON})" in once
    assert f"%pip install git+{COURSE}\n" in once
    assert all(re.findall(r"!\[(.*?)\]", once))
    assert (README.parent / LESSON).exists()


def test_every_notebook_says_what_it_needs_and_can_be_told_where_that_is():
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        place = [cell.id for cell in cells].index("package")
        assert cells[place + 1].id == "package-check"
        beside = with_wheel(cells[place].source)
        assert "next to this notebook (you get it where you got the notebook)" in beside
        assert f"\n%pip install {WHEEL}\n" in beside
        published = with_wheel(beside, f"{COURSE}/releases/")
        assert f"\n%pip install {COURSE}/releases/{WHEEL}\n" in published
        assert "next to" not in published
        assert with_wheel(published) == beside


@pytest.mark.parametrize(
    "address",
    [
        "",
        "owner/name",
        "http://github.com/owner/name",
        "https://github.com/owner",
        "https://github.com/owner/name/",
        "https://github.com/owner/name.git",
        "https://github.com/owner/name/tree/main",
        "https://github.com/owner/na me",
        "https://github.com.example/owner/name",
        "https://github.com/owner/name\n",
    ],
)
def test_an_address_of_another_form_is_refused(address):
    with pytest.raises(ValueError, match=r"is not of the form https://github.com/<owner>/<name>"):
        with_badges(README.read_text(encoding="utf-8"), address)


def test_a_page_without_its_comments_is_refused():
    with pytest.raises(ValueError, match="must have the lines <!-- badges -->"):
        put_between("# A page\n", "badges", "anything")
