"""The microscope as a learner meets it: by mouse, by keyboard, and after the cell ran again."""

import re

import pytest

from tests.browser.explorer_page import OUTPUT, ExplorerPage, in_a_window, wait_until

SOURCE = """import ipywidgets
from nnlib import datasets
from nnlib.explorers.microscope import MicroscopeExplorer
from nnlib.network import Dense, Network

layers = [Dense(2, 2, "sigmoid", initializer="normal"), Dense(2, 1, "sigmoid")]
explorer = MicroscopeExplorer(Network(layers, rng=1), datasets.xor())
explorer"""
MOMENTS = [  # of a 2-2-1 network, after its start
    *("forward: the sums of layer 1", "forward: the outputs of layer 1"),
    *("forward: the sums of layer 2", "forward: the outputs of layer 2"),
    "error: the errors and the loss",
    *("back: the d_outputs of layer 2", "back: the slopes of layer 2"),
    *("back: the deltas of layer 2", "back: the gradient of layer 2"),
    *("back: the d_outputs of layer 1", "back: the slopes of layer 1"),
    *("back: the deltas of layer 1", "back: the gradient of layer 1"),
    "update: the new weights",
]
ALL = "selector => [...document.querySelectorAll(selector)].map(each => each.outerHTML).join()"
TABLES = ".jp-Notebook .nn-step"
SEEN = f".jp-Notebook .widget-html svg[role=img], {TABLES}"


class Microscope:
    """The explorer in an open notebook."""

    def __init__(self, notebook):
        self.page = notebook.page
        self.output = self.page.locator(OUTPUT)
        notebook.start("play-code", SOURCE)
        self.says("Step 1, start: before the step")

    def says(self, beginning):
        """Wait until the status line begins so."""
        wait_until(
            self.page,
            "text => document.querySelector('.jp-Notebook [role=status]')?.innerText"
            ".startsWith(text)",
            beginning,
        )

    button = ExplorerPage.button

    def seen(self):
        """Return all that the picture and the tables say."""
        return self.page.evaluate(ALL, SEEN)

    def changes(self, action):
        """Do something, and wait until the tables, which come last, are others."""
        before = self.page.evaluate(ALL, TABLES)
        action()
        wait_until(
            self.page, f"([selector, before]) => ({ALL})(selector) !== before", [TABLES, before]
        )

    def press(self, name, key=None):
        """Press a button by the mouse, or by a key."""
        if key is None:
            self.changes(self.button(name).click)
        else:
            self.button(name).focus()
            self.changes(lambda: self.page.keyboard.press(key))


@pytest.fixture
def microscope(notebook):
    return Microscope(notebook)


def test_through_all_moments_by_mouse_and_back_again_by_keyboard(microscope):
    seen = []
    for moment in MOMENTS:
        seen.append(microscope.seen())
        microscope.press("Next")
        microscope.says(f"Step 1, {moment}")
    microscope.press("Next")
    microscope.says("Step 2, start: before the step")
    microscope.press("Previous", "Space")
    microscope.says(f"Step 1, {MOMENTS[-1]}")
    for before in reversed(seen):
        microscope.press("Previous", "Space")
        assert microscope.seen() == before
    for moment in MOMENTS:
        microscope.press("Next", "Enter")
        microscope.says(f"Step 1, {moment}")


@pytest.mark.parametrize("key", [None, "Enter"])
def test_stages_rows_update_and_start_again(microscope, short, key):
    first = microscope.seen()
    for stage in ("Forward", "Error", "Back", "Error", "Update"):
        microscope.press(stage, key)
        microscope.says(f"Step 1, {stage.lower()}: ")
    assert "it fell." in microscope.page.get_by_role("status").first.inner_text()
    microscope.press("3 (1 0)", key)
    chosen = microscope.page.locator("th.chosen").first
    assert chosen.inner_text() == "▶ 10"
    assert "row 10" in microscope.seen()
    microscope.press("1 (0 0)", key)
    microscope.press("Update", key)
    microscope.says("Step 2, update: the new weights")
    trained = short.kernel(
        "from nnlib.training import train; gate = datasets.xor(); other = Network(layers, rng=1); "
        "train(other, gate.inputs, gate.targets, epochs=2, learning_rate=1.0, "
        "loss='half_sum_of_squares'); "
        "print((other.parameters == explorer.network.parameters).all())"
    )
    assert trained == "True"
    microscope.press("Start again", key)
    microscope.says("Step 1, start: before the step")
    assert microscope.seen() == first


def test_tab_goes_from_button_to_button(microscope):
    names = ["Next", "Previous", "Forward", "Error", "Back", "Update", "Start again"]
    microscope.button("Next").focus()
    for name in names:
        spoken = microscope.page.locator(":focus").inner_text()
        assert re.search(rf"(^|\W){name}$", spoken), spoken
        microscope.page.keyboard.press("Tab")
    rows = ["1 (0 0)", "2 (0 1)", "3 (1 0)", "4 (1 1)", "1 (0 0)"]
    for name in rows:  # they are one stop: arrows choose
        row = microscope.page.locator(":focus")
        assert row.aria_snapshot().startswith(f'- radio "{name}" [checked]')
        microscope.changes(lambda: microscope.page.keyboard.press("ArrowRight"))


def test_a_second_run_of_the_cell_leaves_one_explorer(microscope, short):
    widgets = "print(len(ipywidgets.widgets.widget._instances))"
    count = short.kernel(widgets)
    microscope.press("Forward")
    for _ in range(2):
        again = Microscope(short)
    assert short.kernel(widgets) == count
    assert again.button("Next").count() == 1
    again.press("Next")
    again.says("Step 1, forward: the sums of layer 1")


@pytest.mark.parametrize(("width", "least"), [(700, 0.92), (1280, 0.92)])
def test_numbers_can_be_read_on_narrow_and_wide_pages(microscope, width, least):
    with in_a_window(microscope.page, width, 900):
        scale, sticks_out = microscope.output.locator("svg[role=img]").first.evaluate(
            """svg => {
                const box = svg.closest('.nnlib-explorer');
                const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
                return [scale, box.scrollWidth > box.clientWidth];
            }"""
        )
    assert scale >= least
    assert not sticks_out


def test_the_numbers_of_the_moment_are_in_sight_where_the_drawing_is_wider_than_the_page(notebook):
    microscope = Microscope(notebook)
    with in_a_window(microscope.page, 900, 1000):
        for stage, side in (("Forward", "the last"), ("Back", "the first")):
            microscope.press(stage)
            strip = microscope.page.locator(".jp-Notebook .nn-strip")
            at, most = strip.evaluate("it => [it.scrollLeft, it.scrollWidth - it.clientWidth]")
            assert most > 100
            assert (at > most / 2) is (side == "the last"), (stage, at, most)
