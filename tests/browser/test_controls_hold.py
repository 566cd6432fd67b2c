"""Controls that hold: numbers as people type them, keys that do no harm, views that have died."""

import time

import nbformat
import pytest

from tests.browser.explorer_page import CELL, ExplorerPage, wait_until
from tools.save_notebooks import METADATA

SOURCE = """from nnlib.explorers.neuron import NeuronExplorer
explorer = NeuronExplorer("OR", epochs=20, bias=True)
explorer"""
KEYS = ["d", "d", "a", "b", "x", "c", "v", "z", "m", "y", "Shift+Enter", "ArrowUp", "ArrowDown"]
CELLS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .map(cell => [cell.id, cell.type, cell.executionCount])"""
IS_DIRTY = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
HAS_RESTARTED = """() => {
    const {session} = window.jupyterapp.shell.currentWidget.sessionContext;
    return session.kernel.restart();
}"""
HOW_TO_PLAY = "This is a picture. To play with it, click it and choose"


@pytest.mark.everywhere
def test_numbers_are_typed_by_hand(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    for typed, seen, said in (
        ("0,5", "0.5", "0,5 was read as 0.5."),
        ("1e-3", "0.001", None),
        ("1e9", "1e9", "1e9 is too large: 0.001 to 1,000. Still 0.001."),
        ("abc", "abc", "abc is not a number: 0.001 to 1,000. Still 0.001."),
    ):
        box = explorer.control("learning rate")
        explorer.write("learning rate", typed)
        explorer.page.keyboard.press("Enter")
        if said is not None:
            explorer.output.get_by_role("alert").filter(has_text=said).wait_for()
        wait_until(explorer.page, "([box, seen]) => box.value === seen",
                   [box.element_handle(), seen])  # fmt: skip
    assert notebook.kernel("print(explorer.controls['learning_rate'].value)") == "0.001"
    explorer.write("epochs", "12.7")
    explorer.page.keyboard.press("Tab")
    explorer.output.get_by_role("alert").filter(has_text="12.7 is not a whole number").wait_for()
    explorer.slide("epochs", "ArrowRight")  # it moves on from the number that held
    wait_until(explorer.page, "box => box.value === '30'",
               explorer.control("epochs").element_handle())  # fmt: skip
    assert explorer.output.get_by_role("alert").count() == 1  # that of the learning rate


def inside(explorer):
    """Yield the name of each kind of place in an explorer, after giving it the focus."""
    output = explorer.output
    explorer.output.get_by_role("button", name="Pause").focus()
    yield "a button"
    explorer.slider("epochs").focus()
    yield "a slider"
    explorer.button("OR").focus()
    yield "a choice"
    explorer.control("bias").focus()
    yield "a switch"
    output.locator("svg[role=img]").first.click()
    yield "a picture"
    output.get_by_role("status").first.click()
    yield "the words"


@pytest.mark.everywhere
def test_keys_in_an_explorer_neither_delete_nor_run_its_cell(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    page = explorer.page
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 20 epochs, ")
    cells = page.evaluate(CELLS)
    for place in inside(explorer):
        for key in KEYS:
            page.keyboard.press(key)
        assert page.evaluate(CELLS) == cells, place
    assert notebook.kernel("print(explorer.history.epochs)") == "20"
    assert explorer.epoch == 20


def test_ctrl_s_in_an_explorer_still_saves(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    notebook.kernel("pass")  # what comes of the cell later would be a change after the saving
    explorer.output.get_by_role("button", name="Pause").focus()
    assert explorer.page.evaluate(IS_DIRTY)
    explorer.page.keyboard.press("Control+s")
    wait_until(explorer.page, f"() => !({IS_DIRTY})()", None)


@pytest.fixture(scope="module")
def small(course, open_for_all):
    """Return a notebook with an explorer that needs the cell above it."""
    first = nbformat.v4.new_code_cell("epochs = 20", id="first")
    second = nbformat.v4.new_code_cell(SOURCE.replace("epochs=20", "epochs=epochs"), id=CELL)
    path = course / "notebooks/small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[first, second], metadata=METADATA), path)
    return open_for_all(path.name)


@pytest.mark.not_on_the_site
def test_a_dead_view_shows_a_picture_and_the_way_back(small):
    page = small.page
    small.run_all()
    explorer = Reopened(small)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 20 epochs, ")
    assert explorer.shows() == ["play bar", "controls", "moving picture"]
    page.evaluate(HAS_RESTARTED)
    page.locator(".jupyter-widgets-disconnected").first.wait_for(state="attached")
    words = page.get_by_text(HOW_TO_PLAY).filter(visible=True)
    words.wait_for()
    assert explorer.shows() == ["moving picture", "way back"]
    assert explorer.epoch == 20
    small.reload(CELL)
    explorer.comes_to_show("still picture", "way back")
    assert "model not found" not in page.locator(".jp-Notebook").last.inner_text()
    assert "Loading widget" not in page.locator(".jp-Notebook").last.inner_text()
    words.click()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run up to Selected Cell").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    explorer.says("At the start.")
    explorer.output.get_by_role("button", name="Train").wait_for()
    assert explorer.shows() == ["play bar", "controls", "moving picture"]
    small.kernel("explorer.close()")
    words.wait_for()
    assert explorer.shows() == ["still picture", "way back"]
    small.problems.clear()  # the widgets of before are gone, and ipywidgets say so in the console


class Reopened(ExplorerPage):
    """An explorer that stands in a notebook already."""

    def __init__(self, notebook):
        self.page = notebook.page
        self.output = self.page.locator(".jp-Cell-outputWrapper").last

    def shows(self):
        """Return what of an explorer can be seen."""
        found = {
            "play bar": self.output.get_by_role("button", name="Train"),
            "controls": self.output.get_by_label("bias", exact=True),
            "moving picture": self.output.locator("svg[role=img]").first,
            "still picture": self.output.locator("img[src^='data:image/svg+xml']"),
            "way back": self.page.get_by_text(HOW_TO_PLAY).filter(visible=True),
            "icons": self.output.locator(".fa-chain-broken"),
        }
        return [name for name, part in found.items() if part.is_visible()]

    def comes_to_show(self, *names):
        """Wait until this can be seen: a page lays outputs out again when ipywidgets are loaded."""
        deadline = time.monotonic() + 60
        while self.shows() != list(names):
            assert time.monotonic() < deadline, self.shows()
            self.page.wait_for_timeout(100)
