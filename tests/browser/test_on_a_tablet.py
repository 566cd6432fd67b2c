"""Explorers on a tablet that is held upright: what a press changes is in sight of the button."""

import pytest

from tests.browser.conftest import Notebook, patient
from tests.browser.explorer_page import ExplorerPage, in_a_window
from tests.browser.test_accessibility import BEHIND, THEMES, change_theme, contrast

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

PENGUINS = """scores.ScoreExplorer(
    "own table", own_table=datasets.data_file("penguins.csv").read_text(encoding="utf-8"))"""
RINGS = f"""handles => {{
    {BEHIND}
    return handles.map(handle => {{
        const {{borderTopColor, borderTopWidth, backgroundColor}} = getComputedStyle(handle);
        const ground = behind(handle.closest('.noUi-target').parentElement);
        return [borderTopColor, parseFloat(borderTopWidth), backgroundColor, ground];
    }});
}}"""


@pytest.fixture(scope="module")
def tablet(browser, place, write_short):
    """Return a notebook, open on a tablet, without the list of files beside it."""
    with patient(browser, viewport=SIZE, has_touch=True, is_mobile=True) as context:
        notebook = Notebook(context.new_page(), place, write_short("tablet.ipynb"))
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
    imports = f"from nnlib import datasets\nfrom nnlib.explorers import {module}"
    source = f"{imports}\nexplorer = {made}\nexplorer"
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
    with in_a_window(explorer.page, 560, SIZE["height"]):
        check_in_sight(explorer, EXPLORERS[made], 312)


@pytest.mark.not_on_the_site  # whose theme is the system's; JupyterLite's menu of themes complains
@pytest.mark.parametrize("theme", THEMES)
def test_the_handles_of_sliders_stand_out(notebook, theme):
    made, *_ = EXPLORERS
    explorer = shown(notebook, made)
    change_theme(explorer.page, theme)
    rings = explorer.output.locator(".noUi-handle").evaluate_all(RINGS)
    change_theme(explorer.page, THEMES[-1])
    assert len(rings) >= 4
    for ring, width, inside, ground in rings:
        assert width >= 2
        assert min(contrast((ring, 1), each) for each in (inside, ground)) >= 3, (ring, ground)


def test_what_is_folded_in_an_explorer_opens_under_a_finger(notebook):
    explorer = shown(notebook, PENGUINS)
    folded = explorer.output.locator("summary", has_text="more remarks")
    assert folded.bounding_box()["height"] >= 44
    folded.tap()
    explorer.output.get_by_text("'island': each of the").wait_for()


def test_a_file_is_kept_and_opened_with_a_finger(notebook, tmp_path):
    explorer = shown(notebook, 'neuron.NeuronExplorer("OR", epochs=300, bias=True)')
    opened = explorer.button("Open what was kept")
    assert opened.inner_text().strip() == "Open what was kept"
    explorer.button("Keep").tap()
    link = explorer.output.get_by_role("link", name="Download neuron-0.npz")
    link.wait_for()
    assert min(each.bounding_box()["height"] for each in (link, opened)) >= 44
    assert link.evaluate("link => getComputedStyle(link).borderTopWidth") == "1px"
    wrong = tmp_path / "README.npz"
    wrong.write_text("no training", encoding="utf-8")
    with explorer.page.expect_file_chooser() as chooser:
        opened.tap()
    chooser.value.set_files(wrong)
    answer = explorer.output.get_by_text("README.npz: the file is not a training")
    answer.wait_for()
    below = answer.bounding_box()["y"] - opened.bounding_box()["y"]
    assert 0 < below < 100
    assert opened.inner_text().strip() == "Open what was kept"


def test_a_table_of_points_is_as_long_as_it_has_lines(notebook):
    explorer = shown(notebook, 'playground.Playground("data=own")')
    points = explorer.control("x, y, target: a point a line")
    heights = []
    for lines in (1, 5, 12, 40):
        points.fill("\n".join(["1, 0.5, 1"] * lines))
        heights.append(points.evaluate("box => box.clientHeight"))
        needed = points.evaluate("box => box.scrollHeight")
        assert (needed == heights[-1]) is (lines <= 12)
    assert heights[0] == heights[1] < heights[2] == heights[3]
    assert points.bounding_box()["width"] >= 200
