"""The handout of a lesson is one page of paper, can be read, and holds no answer."""

import importlib
import re
from itertools import pairwise

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.chromium import in_chromium
from tests.test_guess_first import guesses, lines_of, outcome, tells, written
from tools.flow import has_slides, slide_type
from tools.make_answers import CHECK, STATEMENT
from tools.make_handout import exercises, handout, questions
from tools.save_notebooks import NOTEBOOKS

SMALLEST = 9  # points
POINT = 96 / 72  # pixels
READ = {path.stem: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
LESSONS = [name for name, notebook in READ.items() if has_slides(notebook)]
SIZES = """() => [...document.querySelectorAll('main *')]
    .filter(each => !each.closest('math'))  // whose small signs are small by nature
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(each => {
        const scale = each.closest('svg')?.getScreenCTM().a ?? 1;
        return parseFloat(getComputedStyle(each).fontSize) * scale;
    })"""
CUT_OFF = """() => {
    const edge = document.querySelector('main').getBoundingClientRect().right + 1;
    return [...document.querySelectorAll('main *')]
        .filter(each => each.getBoundingClientRect().right > edge
            || (each.matches('section, td, th') && each.scrollWidth > each.clientWidth + 1))
        .map(each => each.outerHTML.slice(0, 100));
}"""
CARD = "## Card\n\n" + "\n".join(f"- what to keep of this lesson, number {n}" for n in range(18))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return how each handout comes out of Chromium: pages, letters, what is cut off, its words."""
    folder = tmp_path_factory.mktemp("handout")
    pages = {name: handout(READ[name]) for name in LESSONS}
    pages |= {f"{name} with a card": handout(with_card(READ[name])) for name in LESSONS}
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return in_chromium(lambda context: {name: on_paper(context, folder, name) for name in pages})


def with_card(notebook):
    cells = [cell for cell in notebook.cells if cell.id != "card"]
    return new_notebook(cells=[*cells, new_markdown_cell(CARD, id="card")])


def on_paper(context, folder, name):
    tab = context.new_page()
    tab.goto((folder / f"{name}.html").as_uri())
    tab.emulate_media(media="print")
    pdf = tab.pdf(prefer_css_page_size=True)
    found = {
        "pages": len(re.findall(rb"/Type\s*/Page\b", pdf)),
        "size": re.findall(rb"/MediaBox \[([^\]]+)\]", pdf)[0].decode(),
        "letters": min(tab.evaluate(SIZES)) / POINT,
        "cut off": tab.evaluate(CUT_OFF),
        "questions": tab.locator(".questions tr").count() - 1,
        "exercises": tab.locator(".exercise").count(),
        "words": tab.locator("main").inner_text(),
    }
    tab.close()
    return found


@pytest.mark.parametrize("name", [*LESSONS, *(f"{name} with a card" for name in LESSONS)])
def test_a_handout_is_one_page_that_can_be_read(printed, name):
    found = printed[name]
    assert found["pages"] == 1, f"the handout of {name} needs {found['pages']} pages: shorten it"
    width, height = (float(each) for each in found["size"].split()[2:])
    assert (width, height) == pytest.approx((595, 842), abs=1)  # A4, upright, in points
    assert found["letters"] >= SMALLEST - 0.01
    assert found["cut off"] == []
    assert found["questions"] >= 3


@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_has_promise_questions_a_sketch_and_the_exercises_on_slides(printed, name):
    cells, words = READ[name].cells, printed[name]["words"]
    assert cells[0].source.split("\n\n")[1] in words
    on_slides = [
        STATEMENT.match(cell.source)[1]
        for cell in cells
        if STATEMENT.match(cell.source) and slide_type(cell) != "skip"
    ]
    on_paper = re.findall(r"^Exercise \d+", words, flags=re.M)
    assert set(on_paper) <= set(on_slides)
    assert len(on_paper) >= 2
    assert "Predict before" not in words
    assert "loss" in BeautifulSoup(handout(READ[name]), "html.parser").svg["aria-label"]


@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_says_what_had_no_room(printed, name):
    cells, found = READ[name].cells, printed[name]
    on_slides = [cell for cell in cells if slide_type(cell) != "skip"]
    missing = {
        "guess": len(list(questions(cells))) - found["questions"],
        "exercise": len(list(exercises(on_slides))) - found["exercises"],
    }
    words = found["words"]
    for what, count in missing.items():
        told = re.search(rf"no room here:.*?(\d+) more {what}", words)
        assert (int(told[1]) if told else 0) == count


@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_points_to_nothing_that_is_only_on_a_page(printed, name):
    words = " ".join(printed[name]["words"].split())
    assert not re.search(r"\b(control|picture|map|table|cell|code)s? (above|below)\b", words)
    assert not re.search(r"pictures? show|new cell|Which (curve|panel)|between the quotes", words)


def test_sentences_about_the_notebook_s_page_are_left_out_and_exercises_about_its_pictures():
    asked = "### Exercise {} \\*\n\n{}"
    cells = [
        new_markdown_cell(asked.format(1, "Choose two weights. The control above has AND, too.")),
        new_markdown_cell(asked.format(2, "Which curve is which? Give each its letter.")),
    ]
    ((number, (statement,)),) = exercises(cells)
    assert (number, statement.content) == ("1", "Choose two weights.")


@pytest.mark.parametrize("name", LESSONS)
def test_no_outcome_stands_on_a_handout(name):
    cells = READ[name].cells
    page = BeautifulSoup(handout(READ[name]), "html.parser").main
    assert "What came out" not in page.get_text()
    for place in guesses(cells):
        number = outcome(cells[place])
        if number is not None:
            own = f"{cells[place].source} {own_question(cells, place)}"
            forms = written(number) - set(tells(own, written(number)))
            assert tells(page.get_text(" "), forms) == [], cells[place].id


def own_question(cells, place):
    """Return the paragraph with the question of a guess; such as: 7 digits, or 15?"""
    words = [cell.source for cell in cells[:place] if cell.cell_type == "markdown"]
    return words[-1].split("\n\n")[-1]


def exercises_on_paper(notebook):
    for words, code in pairwise(notebook.cells):
        if slide_type(words) != "skip" and (found := CHECK.search(code.source)):
            lesson = importlib.import_module(f"nnlib.exercises.{found[1]}")
            yield getattr(lesson, found[2])


@pytest.mark.parametrize("name", LESSONS)
def test_no_solution_stands_on_a_handout(printed, name):
    words = re.sub(r"\s", "", printed[name]["words"])
    found = list(exercises_on_paper(READ[name]))
    assert found
    for exercise in found:
        assert [line for line in lines_of(exercise.code) if line in words] == [], exercise.name
        assert re.sub(r"\s", "", exercise.because) not in words, exercise.name


@pytest.mark.parametrize("name", LESSONS)
def test_what_is_to_keep_can_be_folded_away_before_it_is_known(name):
    last = BeautifulSoup(handout(READ[name]), "html.parser").main.find_all(recursive=False)[-1]
    assert last["class"] == ["card"]
    assert "Fold this part back" in last.get_text()


def test_a_notebook_without_slides_has_no_handout():
    assert handout(READ["playground"]) is None


def test_of_a_paragraph_the_question_is_left_with_what_may_be_said():
    words = "It never saw it. **Predict before you run:** what will it say? Write it down."
    cells = [new_markdown_cell(words), new_code_cell("my_zero = ...  # 0 or 1\ncompare_guess()")]
    cells[0].metadata.slideshow = {"slide_type": "slide"}
    assert list(questions(cells)) == [("It never saw it. What will it say?", "0 or 1")]
