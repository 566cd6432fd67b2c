"""Every notebook runs in a real JupyterLab, without eyes, without a mouse and in the dark too."""

import re
from itertools import pairwise

import nbformat
import pytest

from tests.browser.test_accessibility import (
    IN_JUPYTERLAB,
    OURS,
    THEMES,
    change_theme,
    faint,
    in_kernel,
    look,
    paints_of,
    tab_through,
    unroll,
)
from tools.save_notebooks import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
MICROSCOPE = {"Next", "Back", "Forward", "Loss", "Backward", "Update", "Start again"}
TRAINING = {"Train", "Step", "Pause", "Reset"}
EXPLORERS = {  # notebook: {name in the kernel: (cell, buttons and boxes besides the controls)}
    "02_two_layer_xor": {
        "microscope": ("microscope-code", MICROSCOPE),
        "explorer": ("play-code", TRAINING),
    },
    "03_regression_scores": {
        "microscope": ("backward-microscope", MICROSCOPE),
        "explorer": ("play-code", TRAINING | {"What if?", "hours studied", "hours slept"}),
    },
    "04_keras_comparison": {"explorer": ("play-code", TRAINING)},
}
EACH = [(path.stem, name) for path in PATHS for name in EXPLORERS.get(path.stem, ())]


class Run:
    """A notebook after Run All, with all its cells attached."""

    def __init__(self, notebook):
        self.notebook = notebook
        self.outputs = notebook.run_all()
        self.problems = list(notebook.problems)
        unroll(notebook.page)

    def output_of(self, cell):
        return self.notebook.page.locator(f'[data-cell="{cell}"] .jp-Cell-outputWrapper')


@pytest.fixture(scope="module")
def runs(open_for_all):
    """Return a function that gives the ``Run`` of a notebook, which is run once."""
    done = {}

    def run_of(name):
        if name not in done:
            done[name] = Run(open_for_all(f"{name}.ipynb"))
        return done[name]

    yield run_of
    for run in done.values():
        change_theme(run.notebook.page, THEMES[-1])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_run_all_ends_without_an_error(path, runs):
    run = runs(path.stem)
    saved = nbformat.read(path, as_version=4)
    assert set(run.outputs) == {cell.id for cell in saved.cells if cell.cell_type == "code"}
    kinds = {output["output_type"] for each in run.outputs.values() for output in each}
    assert "error" not in kinds
    assert kinds & {"display_data", "execute_result"}
    assert run.problems == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [path.stem for path in PATHS])
def test_axe_finds_nothing_of_ours(name, theme, runs):
    run = runs(name)
    change_theme(run.notebook.page, theme)
    findings, _ = look(run.notebook.page, OURS, IN_JUPYTERLAB)
    assert findings == []
    pictures = run.notebook.page.locator(".jp-Notebook .widget-html svg")
    assert pictures.count() > 0
    for role, label in pictures.evaluate_all(
        "all => all.map(each => [each.getAttribute('role'), each.ariaLabel])"
    ):
        assert role == "img"
        assert re.search(r"\d", label)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "explorer"), EACH)
def test_words_and_marks_stand_out(name, explorer, theme, runs):
    run = runs(name)
    change_theme(run.notebook.page, theme)
    if explorer == "microscope":
        in_kernel(run.notebook, 'microscope.start_again(); microscope.go("update")')
        run.notebook.page.get_by_text("Step 1, update").wait_for()
    paints = paints_of(run.output_of(EXPLORERS[name][explorer][0]))
    assert len(paints) > 30
    assert faint(paints) == []


@pytest.mark.parametrize(("name", "explorer"), EACH)
def test_tab_reaches_every_control_and_each_has_a_name(name, explorer, runs):
    run = runs(name)
    cell, besides = EXPLORERS[name][explorer]
    printed = in_kernel(
        run.notebook,
        f"""for control in {explorer}.controls.values():
    for option in getattr(control, "options", [control.description]):
        print(option if isinstance(option, str) else option[0])""",
    )
    stops = tab_through(run.notebook.page, run.output_of(cell))
    named = [stop for stop in stops if stop[0] != "slider"]
    assert {stop for _, stop in named} == {*printed.splitlines(), *besides}
    assert len(named) == len(set(named))
    for stop, (role, _) in pairwise(stops):
        assert role != "slider" or stop in named  # beside its box, which has the name
