"""Explorers on a tablet that is held upright: what a press changes is in sight of the button."""

import pytest

from tests.browser.conftest import Notebook, patient
from tests.browser.explorer_page import ExplorerPage

SIZE = {"width": 820, "height": 1180}
IN_SIGHT = 950  # pixels of such a page below JupyterLab's bars
EXPLORERS = {  # how it is made: the beginnings of its pictures that are seen together
    'neuron.NeuronExplorer("OR", bias=True)': ("Loss", "Output map"),
    'gate.GateExplorer("XOR")': ("Loss", "Output map"),
    "scores.ScoreExplorer()": ("Loss", "Predicted score"),
    "digits.DigitExplorer()": ("Loss", "What it answers"),
    "playground.Playground()": ("Loss", "Output over"),
    "downhill.WalkDownhill()": ("Loss", "Landscape"),
}


@pytest.fixture(scope="module")
def tablet(browser, place):
    """Return lesson 1, open on a tablet, without the list of files beside it."""
    with patient(browser, viewport=SIZE, has_touch=True, is_mobile=True) as context:
        notebook = Notebook(context.new_page(), place, "01_single_neuron.ipynb")
        notebook.page.evaluate(
            """() => {
                if (!window.jupyterapp.shell.leftCollapsed)
                    window.jupyterapp.commands.execute('application:toggle-left-area');
            }"""
        )
        yield notebook


@pytest.fixture
def notebook(tablet):
    """Return the same for a test, which must leave nothing in the console."""
    tablet.problems.clear()
    yield tablet
    assert tablet.problems == []


def shown(notebook, made):
    """Return the ``ExplorerPage`` of an explorer that is made so."""
    module, _ = made.split(".", 1)
    source = f"from nnlib.explorers import {module}\nexplorer = {made}\nexplorer"
    return ExplorerPage(notebook, source)


def check_in_sight(explorer, names, narrowest):
    train = explorer.button("Train").bounding_box()
    for name in names:
        picture = explorer.output.locator(f'svg[role=img][aria-label^="{name}"]').first
        box = picture.bounding_box()
        assert 0 < box["y"] + box["height"] - train["y"] < IN_SIGHT, name
        assert box["width"] >= narrowest, name


@pytest.mark.parametrize("made", EXPLORERS)
def test_what_train_changes_is_in_sight_of_it(notebook, made):
    explorer = shown(notebook, made)
    check_in_sight(explorer, EXPLORERS[made], 312)


def test_so_it_is_where_less_room_is_left(notebook):
    made, *_ = EXPLORERS
    explorer = shown(notebook, made)
    explorer.page.set_viewport_size({"width": 560, "height": 1180})
    check_in_sight(explorer, EXPLORERS[made], 312)
    explorer.page.set_viewport_size(SIZE)
