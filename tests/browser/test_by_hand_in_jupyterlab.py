"""The neuron by hand as a learner meets it: by mouse, keyboard and finger, and while it learns."""

import re

import pytest

from tests.browser.conftest import SET_PACE
from tests.browser.explorer_page import CELL, ExplorerPage, wait_until
from tests.browser.test_accessibility import (
    RULES,
    THEMES,
    change_theme,
    faint,
    look,
    paints_of,
    roll_up,
    unroll,
)

SOURCE = """from nnlib.explorers.by_hand import NeuronByHand

explorer = NeuronByHand("{data}", epochs={epochs})
explorer"""
CHIP = ".nn-chip"
RING = ".nn-strip circle"
ALL_OF_IT = ".jp-Cell-outputWrapper:has(.nnlib-explorer)"
IS_SAVED = """([name, words]) => {
    const {cells} = window.jupyterapp.shell.currentWidget.content.model;
    const outputs = [...cells].find(cell => cell.id === name).outputs.toJSON();
    return outputs.some(output => String(output.data?.["text/plain"]).includes(words));
}"""
NOTE_ITS_NUMBERS = """box => {
    window.numbers = new Set();
    new MutationObserver(() => window.numbers.add(box.value)).observe(
        box.closest(".nnlib-explorer"), {subtree: true, childList: true});
}"""
AS_TRAINED = """from nnlib.network import Dense, Network
from nnlib.training import train

alone = Network([Dense(2, 1, "sigmoid", weights=[[0.0], [{weight}]], biases=[0.0])])
examples, how = explorer._made.examples, explorer._made.training
train(alone, examples.inputs, examples.targets, epochs=200, learning_rate=1.0, **how)
print(explorer.network.parameters.tolist() == alone.parameters.tolist())"""
READ_ALOUD = """\
group "One neuron, weights by hand"
text: "Your task Make all 4 rows right: every output within 0.1 of its target. 0 of 4 right
radiogroup "data"
radio "AND" [checked]
img "The neuron at row 2 (0 1): Inputs: input 1 0, input 2 1. Weights: input 1 +0.00
, input 2 +0.00, bias +0.00. Weighted sum
heading "Weights"
textbox "weight 1"
slider "weight 1"
slider "weight 2"
textbox "bias"
slider "bias"
img "All 4 rows: 0 of 4 within 0.1; row 1 (0 0): output 0.50, target 0, not right;
textbox "row"
button "Let it learn"
button "Pause"
button "Reset"
radiogroup "pace"
status: "At the start. Move a weight
button "▸ More
textbox "settings"
"""


class ByHand(ExplorerPage):
    """The neuron by hand in an open notebook."""

    def __init__(self, notebook, data="AND", epochs=1000):
        self.notebook = notebook
        super().__init__(notebook, SOURCE.format(data=data, epochs=epochs))

    def has(self, right):
        """Wait until so many rows are right."""
        self.output.locator(CHIP).first.get_by_text(f"{right} of 4 right").wait_for()

    def holds(self, name, shown):
        """Wait until the box of this name has a number."""
        wait_until(self.page, "([box, shown]) => box.value === shown",
                   [self.control(name).element_handle(), shown])  # fmt: skip

    def middle_of(self, name):
        box = self.slider(name).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def end_of(self, name):
        """Return where the handle is when the slider is at its right end."""
        return self.along(name, 1)

    def along(self, name, share):
        """Return where the handle is at a share of the slider, from the left."""
        track = self.slider(name).locator("xpath=ancestor::*[contains(@class, 'noUi-base')]")
        box = track.bounding_box()
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2


@pytest.mark.everywhere
def test_by_mouse_a_weight_is_dragged_a_row_is_pressed_and_the_task_is_done(notebook):
    explorer = ByHand(notebook)
    mouse = explorer.page.mouse
    explorer.has(0)
    for name in ("weight 1", "weight 2"):
        explorer.slider(name).hover()
        mouse.down()
        mouse.move(*explorer.end_of(name), steps=4)
        mouse.up()
        explorer.holds(name, "+10.00")
    explorer.says("Your weights give the outputs")
    explorer.changes(lambda: explorer.type("bias", "-15"))
    explorer.has(4)
    explorer.output.locator(CHIP).get_by_text("done by hand ✔").wait_for()
    table = explorer.output.get_by_role("img", name="All 4 rows")
    box = table.bounding_box()
    explorer.changes(lambda: table.click(position={"x": 50, "y": box["height"] - 10}))
    explorer.holds("row", "4")
    explorer.output.get_by_role("img", name="The neuron at row 4 (1 1)").wait_for()
    explorer.control("with a bias").uncheck()
    explorer.output.get_by_text("Make as many of the 4 rows right as you can.").wait_for()


def test_by_keyboard_and_what_is_read_aloud(notebook):
    explorer = ByHand(notebook)
    read = explorer.output.locator(".nnlib-explorer").aria_snapshot().replace("'", "")
    places = [read.find(each) for each in READ_ALOUD.splitlines()]
    assert -1 not in places
    assert places == sorted(places)
    explorer.slide("weight 1", "ArrowRight")
    explorer.holds("weight 1", "+0.10")
    slider = explorer.slider("weight 1")
    wait_until(explorer.page, "handle => handle.getAttribute('aria-valuetext') === '0.1'",
               slider.element_handle())  # fmt: skip
    explorer.slide("weight 1", "End")
    explorer.holds("weight 1", "+10.00")
    explorer.slide("bias", "Home")
    explorer.holds("bias", "\N{MINUS SIGN}10.00")
    explorer.has(2)
    explorer.refuses("weight 2", "1e9", "is too large: -100 to 100")
    explorer.type("weight 2", "9,5")
    explorer.output.get_by_role("alert").filter(has_text="9,5 was read as +9.50.").wait_for()
    explorer.press("Reset")
    explorer.says("At the start.")
    explorer.holds("weight 1", "+0.00")


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("theme", THEMES)
def test_it_can_be_seen_and_heard(notebook, theme):
    explorer = ByHand(notebook)
    explorer.press("Let it learn")
    explorer.says("Done.")
    unroll(explorer.page)
    change_theme(explorer.page, theme)
    findings, _ = look(explorer.page, [ALL_OF_IT], [], RULES[theme])
    roll_up(explorer.page)
    assert findings == []
    paints = paints_of(explorer.output.locator(".nnlib-explorer"))
    assert {"text", "line", "polyline", "circle", "rect"} == {tag for tag, *_ in paints}
    assert faint(paints) == []
    pictures = explorer.output.get_by_role("img").filter(visible=True)
    assert pictures.count() == 5  # the neuron, the rows, and a ring for each weight
    for label in pictures.evaluate_all("all => all.map(each => each.ariaLabel)"):
        assert re.search(r"\d", label)


def fingers(page):
    """Return a function that moves a finger through places, from its first to its last."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def move(first, *others):
        touch("touchStart", first)
        for place in others:
            touch("touchMove", place)
        touch("touchEnd")

    return move


@pytest.mark.not_on_the_site
def test_by_finger(notebook):
    explorer = ByHand(notebook)
    explorer.slider("weight 2").hover()  # until it stands still
    move = fingers(explorer.page)
    move(explorer.middle_of("weight 2"), explorer.end_of("weight 2"))
    explorer.holds("weight 2", "+10.00")
    move(explorer.along("weight 1", 0.95))  # a tap
    explorer.holds("weight 1", "+9.00")


@pytest.mark.not_on_the_site
def test_a_swipe_that_begins_on_a_slider_scrolls_the_page(notebook):
    explorer = ByHand(notebook)
    explorer.slider("weight 2").hover()
    move = fingers(explorer.page)
    for name, (x, y) in {
        "weight 1": explorer.along("weight 1", 0.95),  # its rail
        "weight 2": explorer.middle_of("weight 2"),  # its handle
    }.items():
        before = explorer.middle_of(name)
        move((x, y), *((x - up / 10, y - up) for up in range(10, 110, 10)))
        wait_until(explorer.page, "([handle, before]) => handle.getBoundingClientRect().y < before",
                   [explorer.slider(name).element_handle(), before[1] - 50])  # fmt: skip
        explorer.holds(name, "+0.00")
        explorer.slider(name).hover()
    assert notebook.kernel("print(explorer.network.parameters.any())") == "False"


def test_what_is_saved_is_what_was_seen_last(notebook):
    explorer = ByHand(notebook)
    for weight, words in (("1", "weight 2 +1.00"), ("-3", "weight 2 \N{MINUS SIGN}3.00")):
        explorer.type("weight 2", weight)
        wait_until(explorer.page, IS_SAVED, [CELL, words])
        pages = ["".join(each["data"].get("text/html", "")) for each in notebook.outputs()[CELL]]
        (picture,) = (each for each in pages if each.startswith('<img alt="NeuronByHand: '))
        assert words in picture.partition(" src=")[0]
    notebook.clear_outputs()
    notebook.start(CELL, SOURCE.format(data="OR", epochs=1000))  # and again in the cell's next run
    explorer.says("At the start.")
    explorer.type("weight 1", "2")
    wait_until(explorer.page, IS_SAVED, [CELL, "OR: weight 1 +2.00"])


def test_let_it_learn_moves_the_sliders_and_the_hand_can_take_over(notebook):
    explorer = ByHand(notebook, epochs=200)
    explorer.type("weight 2", "-3")
    explorer.says("Your weights give the outputs")
    notebook.kernel(SET_PACE.format("normal"))
    explorer.control("weight 2").evaluate(NOTE_ITS_NUMBERS)
    explorer.press("Let it learn")
    explorer.says("Done.")
    assert explorer.page.evaluate("window.numbers.size") > 10
    assert explorer.output.locator(RING).count() == 3
    # The page moved the sliders, and answered nothing that would count as a move.
    assert notebook.kernel(AS_TRAINED.format(weight=-3.0)) == "True"
    explorer.type("epochs", "100000")
    explorer.press("Let it learn")
    explorer.says("Training: AND ...")
    explorer.slide("weight 1", "Home")
    explorer.says("Your weights give the outputs")
    explorer.holds("weight 1", "\N{MINUS SIGN}10.00")
    assert explorer.output.locator(RING).count() == 0
    assert notebook.kernel("print(explorer._runner.running)") == "False"
    notebook.kernel(SET_PACE.format("full"))
