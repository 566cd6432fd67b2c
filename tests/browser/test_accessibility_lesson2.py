"""Lesson 2 without eyes, without a mouse and in the dark: the page, the microscope, the gates."""

import re
from itertools import pairwise

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

EXPLORERS = {"microscope": "microscope-code", "explorer": "play-code"}
BUTTONS = {
    "microscope": {"Next", "Back", "Forward", "Loss", "Backward", "Update", "Start again"},
    "explorer": {"Train", "Step", "Pause", "Reset"},
}


@pytest.fixture(scope="module")
def notebook(open_for_all):
    """Return the lesson after Run All, with all its cells, the microscope in its last moment."""
    notebook = open_for_all("02_two_layer_xor.ipynb")
    notebook.run_all()
    unroll(notebook.page)
    in_kernel(notebook, 'microscope.go("update")')
    notebook.page.get_by_text("Step 1, update").wait_for()
    yield notebook
    change_theme(notebook.page, THEMES[-1])


def output_of(notebook, cell):
    return notebook.page.locator(f'[data-cell="{cell}"] .jp-Cell-outputWrapper')


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_of_ours_is_found(notebook, theme):
    change_theme(notebook.page, theme)
    findings, _ = look(notebook.page, OURS, IN_JUPYTERLAB)
    assert findings == []
    for cell in EXPLORERS.values():
        pictures = output_of(notebook, cell).locator(".widget-html svg")
        assert pictures.count() > 0
        for picture in pictures.all():
            assert picture.get_attribute("role") == "img"
            assert re.search(r"\d", picture.get_attribute("aria-label"))
        paints = paints_of(output_of(notebook, cell))
        assert len(paints) > 30
        assert faint(paints) == []


@pytest.mark.parametrize(("name", "cell"), EXPLORERS.items())
def test_tab_reaches_every_control_and_each_has_a_name(notebook, name, cell):
    printed = in_kernel(
        notebook,
        f"""for control in {name}.controls.values():
    for option in getattr(control, "options", [control.description]):
        print(option if isinstance(option, str) else option[0])""",
    )
    stops = tab_through(notebook.page, output_of(notebook, cell))
    named = [stop for stop in stops if stop[0] != "slider"]
    assert {stop for _, stop in named} == {*printed.splitlines(), *BUTTONS[name]}
    assert len(named) == len(set(named))
    for stop, (role, _) in pairwise(stops):
        assert role != "slider" or stop in named  # beside its box, which has the name
