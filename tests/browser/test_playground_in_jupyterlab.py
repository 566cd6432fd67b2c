"""The playground as a learner meets it: every control, and points placed with the pointer."""

import re
from contextlib import contextmanager

import pytest

from tests.browser.explorer_page import (
    ExplorerPage,
    in_a_window,
    wait_until,
    without_the_list_of_files,
)

SOURCE = """from nnlib.explorers.playground import Playground

explorer = Playground("{settings}")
explorer"""
PLANE = ".nn-plane"
PIXELS_BESIDE = """(plane, [across, down]) => {
    const box = plane.getBoundingClientRect();
    const mark = plane.querySelector('svg g rect').getBoundingClientRect();
    return [
        mark.x + mark.width / 2 - box.x - across * box.width,
        mark.y + mark.height / 2 - box.y - down * box.height,
    ];
}"""


def opened(notebook, settings="epochs=30"):
    return ExplorerPage(notebook, SOURCE.format(settings=settings))


def settings_line(explorer):
    return explorer.control("settings").input_value()


def lines_are(explorer, settings):
    explorer.page.wait_for_function(
        "([box, text]) => box.value === text",
        arg=[explorer.control("settings").element_handle(), f"playground:1 {settings}"],
    )


def test_train_step_pause_reset(notebook):
    explorer = opened(notebook, "data=moons epochs=30")
    explorer.press("Train")
    explorer.says("Done. Moons, 2-4-2-1 (tanh): 30 epochs, loss ")
    assert re.search(r"held out \d+% right \(always answering 1: \d+%\)", explorer.words)
    explorer.press("Step", "Space")
    explorer.says("Done. Moons, 2-4-2-1 (tanh): 31 epochs, ")
    explorer.type("epochs", "100000")
    explorer.press("Reset")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.reaches(20)
    explorer.press("Pause")
    explorer.says("Paused. Moons")
    assert explorer.stands_still()


def test_every_choice_and_switch_by_keyboard(notebook):
    explorer = opened(notebook, "epochs=10 samples=60")
    explorer.press("Train")
    explorer.says("Done. ")
    for choice in ("blobs", "moons", "spiral", "sigmoid", "relu", "linear", "tanh",
                   "squared-error", "momentum", "adam", "plane", "bumps", "xor"):  # fmt: skip
        explorer.changes(lambda choice=choice: explorer.press(choice))
        explorer.says("Done. ")
        explorer.is_chosen(choice)
    for switch in ("x²", "y²", "xy", "sin x", "sin y", "x", "bias"):
        explorer.control(switch).focus()
        explorer.changes(lambda switch=switch: explorer.control(switch).press("Space"))
        explorer.says("Done. ")
    lines_are(
        explorer,
        "data=xor samples=60 inputs=y,xx,yy,xy,sinx,siny bias=no loss=squared-error "
        "optimizer=adam epochs=10",
    )


def test_every_number_is_slid_and_typed(notebook):
    explorer = opened(notebook, "epochs=5")
    explorer.press("Train")
    explorer.says("Done. ")
    for name, typed, setting in (
        ("samples", "90", "samples=90"),
        ("noise", "0.45", "noise=0.45"),
        ("held out (share)", "0.55", "held_out=0.55"),
        ("draw (seed)", "7", "draw=7"),
        ("hidden layers", "4", "layers=4-2-4-4"),
        ("units in layer 1", "7", "layers=7-2"),
        ("batch size", "33", "batch_size=33"),
    ):
        box = explorer.control(name)
        slid = box.input_value()
        explorer.changes(lambda name=name: explorer.slide(name, "ArrowRight"))
        explorer.says("Done. ")
        assert float(box.input_value()) > float(slid), name
        explorer.changes(lambda name=name, typed=typed: explorer.type(name, typed))
        explorer.says("Done. ")
        lines_are(explorer, f"{setting} epochs=5")
        explorer.changes(lambda: explorer.type("settings", "epochs=5"))
        lines_are(explorer, "epochs=5")
        explorer.says("Done. ")


def test_what_may_change_while_it_trains(notebook):
    explorer = opened(notebook, "epochs=100000 samples=50")
    explorer.press("Train")
    explorer.reaches(10)
    for name, typed in (("learning rate", "0.2"), ("L1", "0.001"), ("L2", "0.002")):
        before = explorer.epoch
        explorer.type(name, typed)
        explorer.reaches(before + 10)
    explorer.slide("L1", "ArrowRight")
    explorer.type("patience (0: endless)", "1")
    explorer.says("It ended: the held-out loss has not fallen for 1 epoch.")
    assert "learning_rate=0.2" in settings_line(explorer)
    assert "l2=0.002" in settings_line(explorer)


@pytest.mark.everywhere
def test_points_are_placed_with_the_pointer(notebook):
    explorer = opened(notebook, "data=own held_out=0.0 epochs=20")
    plane, table = explorer.page.locator(PLANE), explorer.page.locator("textarea").first
    box = plane.bounding_box()
    assert box["width"] == pytest.approx(420, abs=12)
    before = table.input_value().splitlines()
    places = [(0.5, 0.5), (0.3, 0.3), (0.8, 0.6)]
    for number, (across, down) in enumerate(places, 1):
        explorer.changes(
            lambda across=across, down=down: plane.click(
                position={"x": across * box["width"], "y": down * box["height"]}
            )
        )
        explorer.page.wait_for_function(
            "([area, count]) => area.value.split('\\n').length === count",
            arg=[table.element_handle(), len(before) + number],
        )
    x, y, target = map(float, table.input_value().splitlines()[-3].split(","))
    assert target == 1
    assert (x, y) == pytest.approx((-0.33, 0.12), abs=0.12)  # the middle of the picture
    explorer.press("takes one away")
    explorer.changes(
        lambda: plane.click(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    )
    explorer.page.wait_for_function(
        "([area, line]) => !area.value.includes(line)",
        arg=[table.element_handle(), f"{x:g}, {y:g}, 1"],
    )
    explorer.press("adds a 0")
    explorer.type("point x", "2.5")
    explorer.type("point y", "-2.5")
    explorer.changes(lambda: explorer.press("Place"))
    assert table.input_value().endswith("2.5, -2.5, 0")
    explorer.press("Train")
    explorer.says("Done. Own, 2-4-2-1 (tanh): 20 epochs")
    explorer.press("Clear all")
    explorer.says("This cannot be trained yet.")


@pytest.mark.parametrize("width", [420, 650, 900])
def test_a_point_stands_where_it_was_clicked_on_a_page_of_any_width(notebook, width):
    explorer = opened(notebook, "data=own held_out=0.0 epochs=20")
    with in_a_window(explorer.page, width, 900):
        explorer.press("Clear all")
        explorer.says("This cannot be trained yet.")
        plane = explorer.page.locator(PLANE)
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        plane.click(position={"x": 0.7 * box["width"], "y": 0.4 * box["height"]})
        plane.locator("svg g rect").first.wait_for()
        beside = plane.evaluate(PIXELS_BESIDE, [0.7, 0.4])
    assert beside == pytest.approx([0, 0], abs=3)


@contextmanager
def on_a_page_of(notebook, width, height):
    """Make the window so large, and leave all of it to the notebook."""
    page = notebook.page
    with without_the_list_of_files(page), in_a_window(page, width, height):
        yield


def test_data_network_and_output_stand_in_one_row_and_in_one_view(notebook):
    explorer = opened(notebook, "epochs=5")
    with on_a_page_of(notebook, 1280, 900):
        train = explorer.output.get_by_role("button", name="Train")
        fold = explorer.output.get_by_role("button", name="▸ More")
        row = [explorer.page.locator(each) for each in (".nn-at-data", ".nn-at-network svg", PLANE)]
        top = train.bounding_box()["y"]
        tops = [each.bounding_box()["y"] for each in row]
        lefts = [each.bounding_box()["x"] for each in row]
        bottom = fold.bounding_box()["y"]
    assert max(tops) - min(tops) < 30
    assert lefts == sorted(lefts)
    assert bottom - top < 900 - 160  # of which JupyterLab's bars take some


@pytest.mark.parametrize("width", [390, 700, 1280])
def test_nothing_moves_or_sticks_out_whatever_is_said(notebook, width):
    explorer = opened(notebook, "epochs=5")
    with on_a_page_of(notebook, width, 900):
        status, plane = explorer.page.get_by_role("status").first, explorer.page.locator(PLANE)

        def place():
            said, picture = status.bounding_box(), plane.bounding_box()
            return picture["y"] - said["y"], said["height"]

        before = place()
        notebook.kernel("explorer.say('A sentence that is long. ' * 40)")
        explorer.says("A sentence that is long.")
        assert place() == before
        assert explorer.words.count("long") == 40  # for who cannot see it
        sizes = plane.locator("xpath=ancestor::*[contains(@class, 'nnlib-explorer')]").evaluate(
            "box => [box.scrollWidth, box.clientWidth]"
        )
    assert sizes[0] <= sizes[1]


@pytest.mark.parametrize("width", [390, 700, 1280])
def test_the_points_lie_on_the_surface(notebook, width):
    explorer = opened(notebook, "epochs=5")
    with on_a_page_of(notebook, width, 900):
        points = explorer.page.locator(f"{PLANE} svg")
        surface = explorer.page.locator("svg[aria-label^='Output over x and y']")
        points.scroll_into_view_if_needed()
        above, below = points.bounding_box(), surface.bounding_box()
        middle = points.evaluate(
            "svg => { const box = svg.getBoundingClientRect(); return document.elementFromPoint("
            "box.x + box.width / 2, box.y + box.height / 2).closest('.nn-plane') !== null; }"
        )
    assert above == pytest.approx(below, abs=0.5)
    assert middle  # hears of a click


def test_a_file_becomes_points_and_a_broken_table_is_answered(notebook):
    explorer = opened(notebook, "data=own held_out=0.0 epochs=20")
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"x,y,target\n1,2,0\n-1,0.5,1\n"}
    with explorer.page.expect_file_chooser() as chooser:
        explorer.page.get_by_role("button", name="Open a file").click()
    explorer.changes(lambda: chooser.value.set_files(file))
    table = explorer.page.locator("textarea").first
    assert table.input_value() == "1,2,0\n-1,0.5,1"
    explorer.type("x, y, target: a point a line", "1, 2, 1\n1, b, 0")
    explorer.says("This cannot be trained yet.")
    assert "Line 2, cell 2: 'b' is not a number" in explorer.words
    assert table.input_value() == "1, 2, 1\n1, b, 0"


def test_settings_are_pasted_and_damaged_ones_refused(notebook):
    explorer = opened(notebook)
    line = explorer.control("settings")
    explorer.write("settings", "data=bumps loss=squared-error layers=8 epochs=30")
    explorer.changes(lambda: line.press("Enter"))
    explorer.press("Train")
    explorer.says("Done. Bumps, 2-8-1 (tanh): 30 epochs, ")
    explorer.write("settings", "data=bumps layers=9")
    line.press("Enter")
    explorer.says("The settings stay as they are: setting layers, layer 1 must be a whole number")
    assert line.input_value() == "data=bumps layers=9"


def test_settings_pasted_while_many_starts_run_hold_in_every_part(notebook):
    explorer = opened(
        notebook, "data=spiral noise=0.1 layers=6 optimizer=adam learning_rate=0.03 epochs=600"
    )
    explorer.press("Many starts")
    wait_until(
        explorer.page,
        "epoch => document.querySelector('svg[data-starts]')?.dataset.starts >= epoch",
        20,
    )
    line = explorer.control("settings")
    explorer.write("settings", "data=spiral layers=8 epochs=50")
    line.press("Enter")
    explorer.page.locator("svg[data-starts]").wait_for(state="detached")
    assert explorer.stands_still()
    assert explorer.control("epochs").input_value() == "50"
    assert line.input_value() == "playground:1 data=spiral layers=8 epochs=50"
    explorer.press("Train")
    explorer.says("Done. Spiral, 2-8-1 (tanh): 50 epochs, ")


def test_no_slider_grows_a_scrollbar_at_its_ends(notebook):
    explorer = opened(
        notebook, "samples=500 noise=1.0 held_out=0.9 layers=8-8-8-8 batch_size=500 patience=10000"
    )
    explorer.type("epochs", "100000")
    explorer.type("stop at a loss of", "1")
    scrolled = explorer.page.locator(".jp-Notebook .widget-box").evaluate_all(
        """boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1
            && getComputedStyle(box).overflowX !== 'visible').map(box => box.innerText)"""
    )
    assert scrolled == []


def test_a_control_says_what_it_means(notebook):
    explorer = opened(notebook)
    explorer.control("L2")  # which unfolds what is rarely changed
    for name, meaning in (
        ("L2", "large ones harder"),
        ("samples", "how many points"),
        ("momentum", "momentum adds 0.9"),
    ):
        label = explorer.page.locator(".jp-Notebook").get_by_text(name, exact=True)
        assert meaning in label.evaluate("label => label.closest('[title]')?.title ?? ''")


def test_replay_many_starts_and_code(notebook):
    explorer = opened(notebook, "data=circles epochs=40")
    explorer.press("Train")
    explorer.says("Done. ")
    explorer.changes(lambda: explorer.type("replay epoch", "5"))
    explorer.says("Replay: epoch 5 of 40, loss ")
    explorer.changes(lambda: explorer.slide("replay epoch", "Home"))
    explorer.says("Replay: epoch 0 of 40, ")
    explorer.press("Many starts")
    explorer.page.locator("svg[data-starts='40']").wait_for()
    explorer.page.get_by_text(re.compile(r"After 40 epochs \d+ of 100 starts have")).wait_for()
    for name, beginning in (("NumPy code", "import numpy as np"), ("Keras code", "import keras")):
        explorer.press(name)
        explorer.page.wait_for_function(
            "([area, text]) => area.value.startsWith(text)",
            arg=[explorer.control("code").element_handle(), beginning],
        )
    explorer.press("Take these points")
    explorer.is_chosen("own")
