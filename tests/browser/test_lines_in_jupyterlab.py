"""Lines by hand as a learner meets them: by mouse, finger and keyboard, folded, and seen."""

import re

import pytest
from playwright.sync_api import expect

from nnlib.pictures.lines import ANSWERS, INPUTS, SIZE
from tests.browser.conftest import SET_PACE
from tests.browser.explorer_page import ExplorerPage
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

SOURCE = """from nnlib.explorers.by_hand import LinesByHand

explorer = LinesByHand({settings})
explorer"""
TWO = "lines=2, turn_a=-49.0, shift_a=-0.3, turn_b=-40.0, shift_b=0.3"
ALL_OF_IT = ".jp-Cell-outputWrapper:has(.nnlib-explorer)"
READ_ALOUD = """\
text: Your task Put every □ on the blue side and every ○ on the orange side. 4 of 4 right
button "Take B away"
button "Swap the sides"
button "Let it learn"
button "Pause"
button "Start again"
radiogroup "pace"
status: Drag both lines.
radiogroup "gate"
radio "XOR" [checked]
img "The inputs: 4 of 4 corners are right. 0 0 is right, target 0;
img "The plane of A and B: flat; 0 0 at 0.00 0.00;
button "Fold"
textbox "fold"
slider "fold"
radiogroup "the sliders move"
radio "line A" [checked]
textbox "turn"
slider "turn"
textbox "shift"
slider "shift"
img "The hidden answers: 4 of 4 right;
img "As neurons: line A: weights +6.04 and +5.25, bias
button "▸ More
textbox "settings"
"""


class Lines(ExplorerPage):
    """Lines by hand in an open notebook."""

    def __init__(self, notebook, settings=""):
        self.notebook = notebook
        notebook.kernel("explorer = None")
        super().__init__(notebook, SOURCE.format(settings=settings), "Drag ")

    def pad(self, plane=INPUTS):
        name = "The inputs:" if plane is INPUTS else "The plane of A and B:"
        return self.output.get_by_role("img", name=name)

    def at(self, point, plane=INPUTS):
        """Return where in the page a point of a plane is."""
        pad = self.output.locator(".nn-pad").nth(0 if plane is INPUTS else 1)  # the drawing changes
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        x, y = plane.places([point])[0].tolist()
        return box["x"] + x * box["width"] / SIZE[0], box["y"] + y * box["height"] / SIZE[1]

    def drag(self, start, end, plane=INPUTS):
        mouse = self.page.mouse
        mouse.move(*self.at(start, plane))
        mouse.down()
        mouse.move(*self.at(end, plane), steps=6)
        mouse.up()

    def has(self, right):
        """Wait until so many corners are right."""
        self.output.locator(".nn-chip").first.get_by_text(f"{right} of 4 right").wait_for()

    def holds(self, name, shown):
        """Wait until the box of this name that is seen has a number, or one of this pattern."""
        expect(self.seen_box(name)).to_have_value(shown)

    def seen_box(self, name):
        return self.field(name).filter(visible=True)

    def press_on_slider(self, name, key):
        box = self.page.locator("input").and_(self.page.get_by_label(name, exact=True))
        rows = self.output.locator(".widget-hbox", has=box).filter(visible=True)
        handle = rows.last.locator(".noUi-handle")
        handle.focus()
        handle.press(key)


@pytest.mark.everywhere
def test_by_mouse_one_line_two_lines_and_the_fold(notebook):
    explorer = Lines(notebook)
    explorer.has(2)
    explorer.drag((-0.4, 0.5), (-0.2, 0.9))
    explorer.drag((1.4, 0.5), (0.8, -0.3))
    explorer.has(3)
    explorer.holds("turn", re.compile("\N{MINUS SIGN}(49|50|51)"))
    explorer.output.get_by_text("corners are right, but not 1 1").wait_for()
    explorer.press("Swap the sides")
    explorer.has(1)
    explorer.press("Swap the sides")
    explorer.press("Add a second line")
    explorer.pad(ANSWERS).wait_for()
    explorer.drag((-0.4, 1.25), (0.1, 1.4))
    explorer.is_chosen("line B")
    explorer.drag((1.4, 1.25), (1.4, 0.2))
    explorer.has(4)
    explorer.output.locator(".nn-chip").get_by_text("done by hand ✔").wait_for()
    explorer.press("Fold")
    explorer.output.get_by_role("img", name="The plane of A and B: folded;").wait_for()
    explorer.drag((1.03, 0.54), (0.85, 0.6), ANSWERS)
    explorer.is_chosen("output")
    explorer.holds("turn", re.compile("\N{MINUS SIGN}12[012]"))
    explorer.press("Take B away")
    explorer.has(3)
    assert not explorer.pad(ANSWERS).is_visible()


def test_by_keyboard_and_what_is_read_aloud(notebook):
    explorer = Lines(notebook, TWO)
    explorer.has(4)
    read = explorer.output.locator(".nnlib-explorer").aria_snapshot().replace("'", "")
    places = [read.find(each) for each in READ_ALOUD.splitlines()]
    assert -1 not in places, READ_ALOUD.splitlines()[places.index(-1)]
    assert places == sorted(places)
    explorer.press_on_slider("turn", "ArrowRight")
    explorer.holds("turn", "\N{MINUS SIGN}48.0")
    explorer.press_on_slider("shift", "ArrowRight")
    explorer.holds("shift", "\N{MINUS SIGN}0.29")
    explorer.press("line B")
    explorer.holds("turn", "\N{MINUS SIGN}40.0")
    explorer.press_on_slider("turn", "Home")
    explorer.holds("turn", "\N{MINUS SIGN}180.0")
    explorer.press("output")
    explorer.holds("turn", "\N{MINUS SIGN}135.0")
    explorer.seen_box("turn").fill("181")
    explorer.page.keyboard.press("Tab")
    explorer.output.get_by_role("alert").filter(has_text="181 is too large").wait_for()
    explorer.press("Start again")
    explorer.has(4)


@pytest.mark.not_on_the_site
def test_by_pen(notebook):
    explorer = Lines(notebook)
    session = explorer.page.context.new_cdp_session(explorer.page)
    for kind, point in (("Pressed", (1.4, 0.5)), ("Moved", (1.4, 0.9)), ("Moved", (1.3, 1.2)),
                        ("Released", (1.3, 1.2))):  # fmt: skip
        x, y = explorer.at(point)
        told = {"type": f"mouse{kind}", "x": x, "y": y, "pointerType": "pen", "button": "left",
                "buttons": int(kind != "Released"), "clickCount": 1}  # fmt: skip
        session.send("Input.dispatchMouseEvent", told)
    explorer.holds("turn", re.compile(r"\+2[123]"))


@pytest.mark.not_on_the_site
def test_by_finger_the_page_stands_still_while_a_handle_moves(notebook):
    explorer = Lines(notebook)
    session = explorer.page.context.new_cdp_session(explorer.page)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start, end = explorer.at((-0.4, 0.5)), explorer.at((-0.4, 1.3))
    touch("touchStart", start)
    for step in (0.2, 0.5, 0.8, 1):
        touch("touchMove", [a + step * (b - a) for a, b in zip(start, end, strict=True)])
    touch("touchEnd")
    explorer.holds("turn", re.compile("\N{MINUS SIGN}2[345]"))  # a finger has whole pixels
    assert explorer.at((-0.4, 0.5)) == start


@pytest.mark.not_on_the_site
def test_fold_takes_its_time_or_none(notebook):
    explorer = Lines(notebook, TWO)
    notebook.kernel(SET_PACE.format("normal"))
    seen = set()
    explorer.press("Fold")
    while "folded;" not in (said := explorer.pad(ANSWERS).get_attribute("aria-label")):
        seen.add(said)
    assert len(seen) > 8
    explorer.page.emulate_media(reduced_motion="reduce")
    notebook.kernel("explorer.controls['folded'].value = 0.0")
    assert explorer.button("Fold").filter(visible=True).count() == 1
    explorer.output.get_by_role("button", name="Fold").filter(visible=True).click()
    explorer.output.get_by_role("img", name="The plane of A and B: folded;").wait_for()
    explorer.page.emulate_media(reduced_motion="no-preference")
    notebook.kernel(SET_PACE.format("full"))


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("theme", THEMES)
def test_it_can_be_seen_and_heard(notebook, theme):
    explorer = Lines(notebook, TWO)
    explorer.press("Fold")
    explorer.output.get_by_role("img", name="The plane of A and B: folded;").wait_for()
    unroll(explorer.page)
    change_theme(explorer.page, theme)
    findings, _ = look(explorer.page, [ALL_OF_IT], [], RULES[theme])
    roll_up(explorer.page)
    assert findings == []
    paints = paints_of(explorer.output.locator(".nnlib-explorer"))
    assert paints
    assert faint(paints) == []
    pictures = explorer.output.get_by_role("img").filter(visible=True)
    assert pictures.count() == 4
    for label in pictures.evaluate_all("all => all.map(each => each.ariaLabel)"):
        assert re.search(r"\d", label)
