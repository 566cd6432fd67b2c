"""Every notebook runs in a real browser, without eyes, without a mouse and in the dark too."""

import copy
import json
import re
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from nnlib.exercises.left_out import SENTENCE
from tests.browser.explorer_page import in_a_window, without_the_list_of_files
from tests.browser.test_accessibility import (
    NAMES,
    OURS,
    RULES,
    THEMES,
    change_theme,
    faint,
    in_kernel,
    look,
    paints_of,
    roll_up,
    tab_through,
    unroll,
)
from tools.save_notebooks import NOTEBOOKS, settle

LESSON = "01_single_neuron"
EXPLORER = '[data-cell="play-code"] .jp-Cell-outputWrapper'
KEEPING = {"Keep", "Open what was kept"}
BUTTONS = {"Train", "Step", "Pause", "Reset", "Ask the neuron", *KEEPING}
TRAINED = """explorer.controls["data"].value = "XOR"
explorer.controls["bias"].value = True
explorer.reset()
explorer.train(1500)"""
BROKEN = """explorer.controls["own_table"].value = "0 1 x\\n0,,1"
explorer.controls["data"].value = "own table"
explorer.reset()"""
STATES = {  # of lesson 1's explorer: the kernel's code, and what then stands on the page
    "XOR": (TRAINED, '[data-epoch="1500"]'),
    "broken table": (BROKEN, "[role=status]:has-text('Line 1, cell 3')"),
}
VIEWS = [(theme, state) for theme in THEMES for state in STATES]
MICROSCOPE = {"Next", "Previous", "Forward", "Error", "Back", "Update", "Start again"}
MICROSCOPE |= {"the drawing of the step"}  # which moves sideways where the page is narrow
TRAINING = {"Train", "Step", "Pause", "Reset"}
PAD = {"Undo", "Clear", "row 1, column 1: 0"}  # of its squares the chosen one is the stop
CODE = {"NumPy code", "Keras code"}
WHAT_IF = {"What if?", "my guess", "Which column counts?"} | CODE
OWN_FILES = {"Open a file", "Predictions", "Predict another file"}
PENGUIN = {  # what is asked about it
    *("Biscoe", "Dream", "Torgersen", "bill_length_mm", "bill_depth_mm", "flipper_length_mm"),
    *("body_mass_g", "female", "male", "year", "3 more remarks"),
}
EXPLORERS = {  # notebook: {name in the kernel: (cell, buttons and boxes besides the controls)}
    "02_two_layer_xor": {
        "microscope": ("microscope-code", MICROSCOPE),
        "explorer": ("play-code", TRAINING),
    },
    "03_regression_scores": {
        "microscope": ("backward-microscope", MICROSCOPE),
        "explorer": (
            "play-code",
            TRAINING | KEEPING | WHAT_IF | {"hours studied", "hours slept"},
        ),
    },
    "04_keras_comparison": {"explorer": ("play-code", TRAINING)},
    "05_handwritten_digits": {"explorer": ("play-code", TRAINING | PAD)},
    "your_own_data": {
        "explorer": ("play-code", TRAINING | KEEPING | WHAT_IF | OWN_FILES | PENGUIN),
    },
}
# What stands on the site, where there is no Keras, in place of what the lessons have saved.
WITHOUT_KERAS = (SENTENCE, "This exercise needs Keras", "Keras does not run in the browser.")
ON_THE_SITE = {"Copy link"}  # what it adds to an explorer
# In a kernel: what a learner calls a control, or each of its choices.
NAMES_OF_CONTROL = (
    "getattr(control, 'options', [getattr(control, 'name', '') or control.description])"
)
STILL = ".jp-OutputArea-output img[src^='data:image/']:not([aria-hidden])"
TABLETS = (700, 820, 900)  # pixels: wide enough for two columns, and hardly more
SMALLEST_WORDS = 11.7  # pixels high
WORDS_IN_PICTURES = """() => [...document.querySelectorAll('.jp-Notebook .widget-html svg text')]
    .filter(words => words.checkVisibility() && words.textContent)
    .map(words => {
        const {a, b} = words.getScreenCTM();  // some are written upwards
        return [parseFloat(getComputedStyle(words).fontSize) * Math.hypot(a, b),
            words.closest('svg').ariaLabel.slice(0, 40), words.textContent];
    })"""
# On the site the first lesson is run, too; the others in make lite-test.
TO_RUN = [pytest.param(LESSON, marks=pytest.mark.everywhere), *NAMES[1:]]
EACH = [
    pytest.param(*each.values, name, marks=each.marks)
    for each in NAMES
    for name in EXPLORERS.get(*each.values, ())
]


class Run:
    """A notebook after Run All."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.outputs = notebook.run_all()
        self.problems = list(notebook.problems)
        self._looks = {}

    @cached_property
    def page(self):
        """The page with all its cells attached."""
        unroll(self.notebook.page)
        return self.notebook.page

    def look(self, theme):
        """Return what axe finds on the whole page."""
        if theme not in self._looks:
            change_theme(self.page, theme)
            self._looks[theme] = look(self.page, OURS, rules=RULES[theme])[0]
        return self._looks[theme]

    def output_of(self, cell):
        return self.page.locator(f'[data-cell="{cell}"] .jp-Cell-outputWrapper')


@pytest.fixture(scope="module")
def runs(open_for_all, lesson):
    """Return a function that gives the ``Run`` of a notebook, which is run once.

    Lesson 1 is that of other tests as well: on the site another would take seconds more.
    """
    done = {}

    def run_of(name):
        if name not in done:
            done[name] = Run(lesson if name == LESSON else open_for_all(f"{name}.ipynb"))
        return done[name]

    yield run_of
    for run in done.values():
        change_theme(run.notebook.page, THEMES[-1])  # the server keeps it, for other tests as well
        roll_up(run.notebook.page)


def lesson_saved(name):
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def said(cell):
    """Return what a cell says, in the form in which the lessons are saved."""
    cell = copy.deepcopy(cell)
    settle(cell)
    return [
        output.get("text", output.get("data", {}).get("text/plain", "")) for output in cell.outputs
    ]


def stills(outputs):
    """Return the still pictures among the outputs of cells, as HTML and in words."""
    data = [output.get("data", {}) for each in outputs.values() for output in each]
    pages = [("".join(each.get("text/html", "")), each.get("text/plain")) for each in data]
    return [(page, words) for page, words in pages if "<img " in page]


@pytest.mark.parametrize("name", TO_RUN)
def test_run_all_ends_without_an_error(name, runs):
    run = runs(name)
    saved = lesson_saved(name)
    assert set(run.outputs) == {cell.id for cell in saved.cells if cell.cell_type == "code"}
    kinds = {output["output_type"] for each in run.outputs.values() for output in each}
    assert "error" not in kinds
    assert kinds & {"display_data", "execute_result"}
    assert run.problems == []


@pytest.mark.parametrize("name", TO_RUN)
def test_run_all_says_what_is_saved(name, runs, request):
    outputs = runs(name).outputs
    for saved in lesson_saved(name).cells:
        if saved.cell_type == "markdown" or "nbval-ignore-output" in saved.metadata.get("tags", []):
            continue
        now = new_code_cell(outputs=[nbformat.from_dict(output) for output in outputs[saved.id]])
        is_left_out = "".join(said(now)).startswith(WITHOUT_KERAS)
        if not (is_left_out and request.config.getoption("--site")):
            assert said(now) == said(saved), saved.id


@pytest.mark.parametrize("name", TO_RUN)
def test_every_picture_is_an_image(name, runs):
    run = runs(name)
    widths = run.notebook.page.evaluate(
        """outputs => Promise.all(outputs.flatMap(output => {
            const images = document.createRange().createContextualFragment(output);
            return [...images.querySelectorAll('img')];
        }).map(async image => {
            await image.decode();
            return image.naturalWidth;
        }))""",
        [picture for picture, _ in stills(run.outputs)],
    )
    assert len(widths) > 0
    assert min(widths) > 300


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_of_ours(name, theme, runs):
    run = runs(name)
    findings = run.look(theme)
    assert findings == []
    pictures = run.page.locator(".jp-Notebook .widget-html svg")
    assert pictures.count() > 0
    for role, label in pictures.evaluate_all(
        "all => all.map(each => [each.getAttribute('role'), each.ariaLabel])"
    ):
        assert role == "img"
        assert re.search(r"\d", label)


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "explorer"), EACH)
def test_words_and_marks_stand_out(name, explorer, theme, runs):
    run = runs(name)
    change_theme(run.page, theme)
    if explorer == "microscope":
        in_kernel(run.notebook, 'microscope.start_again(); microscope.go("update")')
        run.page.get_by_text("Step 1, update").wait_for()
    paints = paints_of(run.output_of(EXPLORERS[name][explorer][0]))
    assert len(paints) > 30
    assert faint(paints) == []


@pytest.mark.not_on_the_site
@pytest.mark.parametrize(("name", "explorer"), EACH)
def test_tab_reaches_every_control_and_each_has_a_name(name, explorer, runs):
    run = runs(name)
    cell, besides = EXPLORERS[name][explorer]
    printed = in_kernel(
        run.notebook,
        f"""settings = getattr({explorer}, "problem", ({{}}, {{}}))[1]
for name, control in {explorer}.controls.items():
    if name != "drawing" and (name not in settings or settings[name].used({explorer}.values)):
        for option in {NAMES_OF_CONTROL}:
            print(option if isinstance(option, str) else option[0])""",
    )
    stops = tab_through(run.page, run.output_of(cell))
    named = [stop for stop in stops if stop[0] != "slider"]
    assert {stop for _, stop in named} - ON_THE_SITE == {*printed.splitlines(), *besides}
    alone = [stop for stop in named if stop[0] != "radio"]  # a choice has a name of its own
    assert len(alone) == len(set(alone))
    for stop, (role, _) in pairwise(stops):
        assert role != "slider" or stop in named  # beside its box, which has the name


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("name", NAMES)
def test_words_in_pictures_can_be_read_on_a_tablet(name, runs):
    run = runs(name)
    words = []
    with without_the_list_of_files(run.page):
        for width in TABLETS:
            with in_a_window(run.page, width, 1180):
                words += run.page.evaluate(WORDS_IN_PICTURES)
    assert len(words) > 30
    assert [each for each in words if each[0] < SMALLEST_WORDS] == []


# Lesson 1's explorer in two states


class View(NamedTuple):
    """What was found with one theme in one state of the explorer."""

    findings: list  # of axe, serious or worse
    paints: list  # of all parts of all moving pictures
    labels: list  # of the moving pictures: (role, aria-label)


@pytest.fixture(scope="module")
def notebook(runs):
    """Return lesson 1 after Run All, with all its cells."""
    run = runs(LESSON)
    assert run.page
    return run.notebook


@pytest.fixture(scope="module")
def views(notebook):
    """Return a ``View`` of the explorer for each theme and state."""
    seen = {}
    for theme in THEMES:
        change_theme(notebook.page, theme)
        for state in STATES:
            bring_to(notebook, state)
            explorer = notebook.page.locator(EXPLORER)
            findings, _ = look(notebook.page, [EXPLORER], rules=RULES[theme])
            pictures = explorer.locator(".widget-html svg")
            labels = pictures.evaluate_all(
                "all => all.map(each => [each.getAttribute('role'), each.ariaLabel])"
            )
            seen[theme, state] = View(findings, paints_of(explorer), labels)
    return seen


def bring_to(notebook, state):
    code, seen = STATES[state]
    in_kernel(notebook, code)
    notebook.page.locator(f"{EXPLORER} {seen}").first.wait_for()


@pytest.mark.parametrize("view", VIEWS, ids=", ".join)
def test_axe_finds_nothing_of_ours_in_any_state(views, view):
    assert views[view].findings == []


def test_every_still_picture_is_read_aloud(notebook):
    written = {words for _, words in stills(notebook.outputs())}
    pictures = notebook.page.locator(STILL)
    heard = pictures.evaluate_all("all => all.map(each => each.alt)")
    assert len(heard) > 0
    assert set(heard) <= written
    assert min(map(len, heard)) >= 20


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_marks_of_moving_pictures_stand_out(views, theme):
    paints = views[theme, "XOR"].paints
    assert {"text", "line", "polyline", "path", "circle", "rect"} == {tag for tag, *_ in paints}
    assert faint(paints) == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_moving_picture_says_its_numbers(views, theme):
    labels = views[theme, "XOR"].labels
    assert len(labels) == 4
    for role, label in labels:
        assert role == "img"
        assert re.search(r"\d", label), label


def test_tab_reaches_every_control_of_lesson_1_and_each_has_a_name(notebook):
    names = in_kernel(
        notebook,
        f"""import json
explorer.controls["own_table"].value = "0 0 1 0\\n1 1 1 1"
explorer.controls["data"].value = "own table"
explorer.reset()
names = [name for control in explorer.controls.values() for name in {NAMES_OF_CONTROL}]
print(json.dumps([name if isinstance(name, str) else name[0] for name in names]))""",
    )
    inputs = {f"{what} {number}" for what in ("column", "switch input") for number in (1, 2, 3)}
    explorer = notebook.page.locator(EXPLORER)
    explorer.get_by_label("column 3", exact=True).wait_for()
    stops = tab_through(notebook.page, explorer)
    named = [stop for stop in stops if stop[0] != "slider"]
    expected = {*json.loads(names), *BUTTONS, *inputs, *CODE, *OWN_FILES, "my guess"}
    assert {name for _, name in named} - ON_THE_SITE == expected
    alone = [stop for stop in named if stop[0] != "radio"]  # a choice has a name of its own
    assert len(alone) == len(set(alone))
    for stop, (role, _) in pairwise(stops):
        assert role != "slider" or stop in named  # beside its box, which has the name
