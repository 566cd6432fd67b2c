"""The digits as a learner meets them: train, choose an image, draw one, and see ten bars change."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from nnlib import drawings
from tests.browser.conftest import PATIENCE
from tests.browser.explorer_page import CELL, MILLISECONDS, ExplorerPage, wait_until

SOURCE = """from nnlib.explorers.digits import DigitExplorer

explorer = DigitExplorer()
explorer"""
# A network that knows the ten digits from the course's own drawings: it answers what was drawn.
PAD = """import numpy as np
from nnlib import drawings
from nnlib.explorers.digit_pad import DigitPad
from nnlib.network import Dense, Network
from nnlib.training import train

known = drawings.dataset(drawings.examples())
network = Network([Dense(64, 10, "softmax")], rng=1)
_ = train(network, known.inputs / 16, known.targets, epochs=30, learning_rate=0.05,
          loss="categorical_cross_entropy", optimizer="adam")
pad = DigitPad(network, fool=True)
pad"""
EXAMPLES = drawings.examples()
A_THREE, A_FIVE = EXAMPLES[3], EXAMPLES[5]


def test_an_image_is_chosen_moved_and_answered(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    explorer.press("Train")
    explorer.says("Done. Digits, 64-32-10: 20 epochs, loss 0.01")
    explorer.type("image", "7")
    answer = notebook.page.locator("svg[aria-label*='✔ 0, right is 0']")
    answer.wait_for()
    explorer.slide("image", "ArrowRight")
    notebook.page.locator(".nn-canvas", has_text="image 8 of 360").wait_for()
    notebook.page.get_by_role("radio", name="noise", exact=True).click()
    notebook.page.locator("svg[aria-label*='right is none']").wait_for()
    explorer.refuses("image", "361", "is too large: 1 to 360. ")
    draw(notebook.page, A_THREE, by_mouse)
    explorer.is_chosen("my drawing")
    answer = notebook.page.locator("svg[aria-label^='What it answers: 3 (']")
    answer.wait_for()
    explorer.type("replay epoch", "0")
    explorer.says("Replay: epoch 0")
    answer.wait_for(state="detached")
    explorer.changes(lambda: press_square(notebook.page, 0))
    assert notebook.problems == []


@pytest.fixture
def pad(notebook):
    notebook.clear_outputs()
    notebook.start(CELL, PAD)
    notebook.page.locator(".nn-canvas").wait_for()
    notebook.page.get_by_role("button", name="Clear", exact=True).click()
    sees(notebook.page, [0] * 64)
    return notebook


def sees(page, pixels):
    """Wait until the squares show these numbers."""
    wait_until(
        page,
        """pixels => [...document.querySelectorAll('.nn-canvas [role=gridcell]')]
            .map(each => each.textContent).join() === pixels""",
        ",".join(map(str, pixels)),
    )


def answers(page, digit):
    """Wait until the pad says that this is the digit."""
    page.locator(".nn-task", has_text=f"it says {digit} (").wait_for()


def places(page, stroke):
    """Return the places of a stroke in the page."""
    paper = page.locator(".nn-canvas svg")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    return [(box["x"] + box["width"] * x / 1000, box["y"] + box["height"] * y / 1000)
            for x, y in zip(stroke[::2], stroke[1::2], strict=True)]  # fmt: skip


def by_mouse(page, points):
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def by_touch(page, points):
    """Touch the page as a finger does, in the browser's own words."""
    finger = page.context.new_cdp_session(page)

    def touch(kind, *where):
        touched = [{"x": x, "y": y, "id": 1} for x, y in where]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    touch("touchStart", points[0])
    for point in points[1:]:
        touch("touchMove", point)
    touch("touchEnd")
    finger.detach()


def has_painted(notebook, squares):
    """Wait until the kernel has so many black squares."""
    deadline = time.monotonic() + PATIENCE / 1000
    while notebook.kernel("print(sum(pad.controls['drawing'].value))") != str(16 * squares):
        assert time.monotonic() < deadline
        notebook.page.wait_for_timeout(MILLISECONDS)


def draw(page, drawing, how):
    for stroke in drawing.strokes:
        how(page, places(page, stroke))


def press_square(page, place):
    page.locator(".nn-canvas [role=gridcell]").nth(place).click()


def is_drawn_as(notebook, drawing):
    """Wait until the kernel has nearly what was recorded: the page rounds places to its dots."""
    differ = f"abs(np.array(pad.controls['drawing'].value) - {list(drawing.pixels)}).max()"
    notebook.page.wait_for_timeout(MILLISECONDS)
    assert int(notebook.kernel(f"print({differ})")) <= 4


@pytest.mark.everywhere
def test_a_digit_is_drawn_taken_back_and_pressed_until_it_is_another(pad):
    page = pad.page
    draw(page, A_THREE, by_mouse)
    answers(page, 3)
    is_drawn_as(pad, A_THREE)
    scrolled = page.evaluate("document.querySelector('.jp-WindowedPanel-outer')?.scrollTop")
    draw(page, A_FIVE, by_touch)
    page.get_by_role("button", name="Undo", exact=True).click()
    if len(A_FIVE.strokes) > 1:
        page.get_by_role("button", name="Undo", exact=True).click()
    answers(page, 3)
    is_drawn_as(pad, A_THREE)
    page.get_by_role("button", name="Clear", exact=True).click()
    sees(page, [0] * 64)
    draw(page, A_FIVE, by_touch)
    answers(page, 5)
    is_drawn_as(pad, A_FIVE)
    assert page.evaluate("document.querySelector('.jp-WindowedPanel-outer')?.scrollTop") == scrolled
    assert pad.problems == []


def test_a_digit_is_painted_by_keyboard(pad):
    page = pad.page
    squares = page.locator(".nn-canvas [role=gridcell]")
    squares.first.focus()
    wanted = [0] * 64
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for row in range(8):
        page.keyboard.press("Space" if row % 2 else "Enter")
        wanted[8 * row + 3] = 16
        sees(page, wanted)
        page.keyboard.press("ArrowDown")
    assert squares.nth(59).evaluate("each => each === document.activeElement")
    assert squares.nth(59).get_attribute("aria-label") == "row 8, column 4: 16"
    has_painted(pad, 8)  # two presses in the same moment would be one
    page.keyboard.press("Space")
    wanted[59] = 0
    sees(page, wanted)
    answers(page, 1)
    before = pad.outputs()[CELL]
    has_painted(pad, 7)
    page.get_by_role("button", name="Undo", exact=True).press("Enter")
    wanted[59] = 16
    sees(page, wanted)
    assert pad.outputs()[CELL] == before  # the cell was not run again by Enter
    assert pad.problems == []


def test_axe_finds_nothing(pad):
    found = Axe().run(
        pad.page, {"include": [".nnlib-explorer"], "exclude": [".widget-html svg > *"]}
    )
    serious = [each for each in found.response["violations"]
               if each["impact"] in ("serious", "critical")]  # fmt: skip
    assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == []


def test_drawings_are_kept_and_come_back_with_the_cell(pad):
    page = pad.page
    draw(page, A_THREE, by_mouse)
    answers(page, 3)
    page.get_by_role("radio", name="3", exact=True).click()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("1 kept in my_files/drawings.json (3: 1).").wait_for()
    sees(page, [0] * 64)
    assert pad.kernel("print(DigitPad(network).drawings[0].digit)") == "3"
    page.get_by_role("button", name="Take back", exact=True).click()
    page.get_by_text("0 kept in my_files/drawings.json.").wait_for()
