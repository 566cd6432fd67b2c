"""What the course's site does in a way of its own: no server computes, and none is asked."""

import re

import pytest
from playwright.sync_api import expect

from nnlib.explorers.cell import HOW_TO_PLAY
from nnlib.explorers.widgets import HIDDEN
from nnlib.live import WIDGET_VIEW
from tests.browser.conftest import Notebook, patient
from tests.browser.explorer_page import CELL, ExplorerPage
from tests.browser.test_digits_in_jupyterlab import by_touch
from tests.browser.test_live_plot import ENDLESS
from tests.browser.test_site_holds import KEEP_AN_OLDER

pytestmark = pytest.mark.only_on_the_site
EXPLORER = """from nnlib.explorers.neuron import NeuronExplorer

explorer = NeuronExplorer("OR", epochs=50, bias=True)
explorer"""
LESSON = "01_single_neuron.ipynb"
LONG_OUTPUT = """import time

print("a line\\n" * 300)
time.sleep(1)
print("the last " + "line")"""
WITH_A_TASK = """from nnlib.exercises import lesson1
from nnlib.explorers.neuron import NeuronExplorer

NeuronExplorer("OR", tasks=lesson1.TASKS[:1])"""
SHOW_ALL = """(explorer, hidden) => {
    for (const folded of explorer.querySelectorAll("details")) folded.open = true;
    for (const each of explorer.querySelectorAll(`.${hidden}`)) each.classList.remove(hidden);
}"""
ASK_ELSEWHERE = """import js
try:
    await js.fetch("http://elsewhere.invalid/")
except Exception:
    print("refused")
await js.fetch(js.location.pathname + "?asked=last")"""


@pytest.fixture
def page(browser):
    """Return an empty page of a learner who has not been here before."""
    with patient(browser, viewport={"width": 1300, "height": 1000}) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def notebook(open_for_all):
    """Return lesson 1 with a kernel that no other file of tests uses: here it is restarted."""
    return open_for_all(LESSON)


@pytest.mark.everywhere
def test_python_can_ask_no_other_place(lesson):
    assert lesson.problems == []
    with lesson.page.context.expect_event("request", lambda each: "asked=last" in each.url):
        assert lesson.kernel(ASK_ELSEWHERE) == "refused"
    assert lesson.problems == []  # where every request to another place is noted


@pytest.fixture
def tablet(browser):
    """Return an empty page on a screen that is touched."""
    size = {"width": 820, "height": 1180}
    with patient(browser, viewport=size, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


def test_a_tablet_has_shift_enter_as_a_button_and_a_swipe_scrolls(tablet, place):
    tablet.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    cell = tablet.locator(".jp-CodeCell", has_text="NeuronByHand").first
    cell.locator(".cm-content").tap()
    button = tablet.get_by_role("button", name="▶ Shift+Enter")
    button.wait_for()
    page = tablet.locator("#main").bounding_box()
    assert button.bounding_box()["y"] >= page["y"] + page["height"]  # it covers nothing
    button.tap()
    picture = cell.locator(".nnlib-explorer svg").first
    picture.wait_for()
    expect(picture).to_be_in_viewport()  # the result was not pushed out of sight
    expect(cell.locator(".cm-lineWrapping")).to_be_visible()  # what one writes stays in sight
    output = cell.locator(".jp-OutputArea-child").first
    height = output.bounding_box()["height"]
    left = cell.bounding_box()["x"]
    for across in (4, 40):  # where JupyterLab folds an output, or puts it into a box to scroll in
        tablet.touchscreen.tap(left + across, picture.bounding_box()["y"] + 100)
    assert output.bounding_box()["height"] == height
    picture.scroll_into_view_if_needed()
    top, middle = picture.bounding_box()["y"], picture.bounding_box()["height"] / 2
    by_touch(tablet, [(300, top + middle - up) for up in range(0, 220, 20)])
    scrolled = "([svg, top]) => svg.getBoundingClientRect().top < top - 150"
    tablet.wait_for_function(scrolled, arg=[picture.element_handle(), top])


def test_the_offer_of_a_renewed_lesson_leaves_a_tablet_its_button(tablet, place):
    tablet.goto(place.copy.format(LESSON).replace("/lab/", "/notebooks/"))
    tablet.locator(".jp-Notebook .jp-Cell").first.wait_for()
    tablet.evaluate(KEEP_AN_OLDER, [f"my_course/{LESSON}", "mine, written by hand"])
    tablet.reload()
    tablet.get_by_role("button", name="Not now").wait_for()
    tablet.locator(".jp-CodeCell .cm-content").first.tap()
    button = tablet.get_by_role("button", name="▶ Shift+Enter").bounding_box()
    offer = tablet.locator(".one-neuron-offer").bounding_box()
    assert offer["y"] + offer["height"] <= button["y"]


@pytest.mark.parametrize("width", [390, 700])
def test_what_the_page_says_lies_beside_the_button_of_a_tablet(tablet, place, width):
    tablet.set_viewport_size({"width": width, "height": 900})
    tablet.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    tablet.locator(".jp-CodeCell .cm-content").first.tap()
    button = tablet.get_by_role("button", name="▶ Shift+Enter")
    button.wait_for()
    line = tablet.locator(".one-neuron-line")
    line.evaluate("line => line.textContent = 'Python could not be loaded. '.repeat(3)")
    said = line.bounding_box()
    assert said["x"] + said["width"] <= button.bounding_box()["x"]


def test_the_list_of_files_is_as_high_as_a_tablet(tablet, place):
    tablet.goto(place.notebook.replace("/lab/index.html?path=notebooks/{}", "/tree/index.html"))
    tablet.locator(".jp-DirListing-item").first.wait_for()
    page = tablet.locator("#main").bounding_box()
    assert page["y"] + page["height"] == tablet.evaluate("innerHeight")


def test_the_toolbar_of_a_tablet_is_for_fingers(tablet, place):
    tablet.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    toolbar = tablet.locator(".jp-NotebookPanel-toolbar")
    for name in ("Insert a cell below", "Interrupt the kernel"):  # of which the lesson speaks
        box = toolbar.locator(f'jp-button[title^="{name}"]').bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert toolbar.bounding_box()["height"] >= box["height"]


def test_what_is_folded_in_a_lesson_is_for_fingers(tablet, place):
    tablet.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    folded = tablet.locator(".jp-RenderedMarkdown summary").first
    folded.wait_for()
    assert folded.bounding_box()["height"] >= 44


def test_what_is_typed_and_pressed_in_an_explorer_is_for_fingers(tablet, place):
    Notebook(tablet, place, LESSON).start(CELL, WITH_A_TASK)
    explorer = tablet.locator(".nnlib-explorer", has=tablet.get_by_text("Hint"))
    explorer.get_by_text("Hint").wait_for()
    explorer.evaluate(SHOW_ALL, HIDDEN)
    kinds = "button, input:not([type=checkbox], [type=file]), label:has(input), summary, textarea"
    parts = explorer.locator(kinds).all()
    assert len(parts) > 30
    for part in parts:
        box = part.bounding_box() or {"width": 0, "height": 0}
        assert min(box["width"], box["height"]) >= 44, part.evaluate("part => part.outerHTML")


def test_a_long_output_stands_in_the_page_and_in_no_box_to_scroll_in(page, place):
    view = place._replace(notebook=place.notebook.replace("/lab/", "/notebooks/"))
    Notebook(page, view, LESSON).start(CELL, LONG_OUTPUT)
    area = page.locator(".jp-OutputArea", has_text="the last line")
    area.wait_for()
    assert area.evaluate("area => area.scrollHeight <= area.clientHeight + 1")


def test_what_is_folded_is_told_apart_from_what_follows_it(page, place):
    page.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    after = page.locator(".jp-RenderedMarkdown details:not([open]) + p").first
    after.wait_for()
    ends = "each => each.previousElementSibling.getBoundingClientRect().bottom"
    assert after.bounding_box()["y"] - after.evaluate(ends) >= 10


def test_a_mouse_comes_with_keys(page, place):
    page.goto(place.notebook.format(LESSON).replace("/lab/", "/notebooks/"))
    page.locator(".jp-CodeCell .cm-content").first.click()
    assert page.locator(".one-neuron-run").is_hidden()


@pytest.mark.parametrize("view", ["lab", "notebooks"])
def test_contents_lead_to_every_lesson(page, place, view):
    page.goto(place.notebook.format(LESSON).replace("/lab/", f"/{view}/"))
    page.locator(".jp-RenderedMarkdown a", has_text="Contents").click()
    contents = page.locator(".jp-MarkdownViewer")
    if view == "notebooks":  # which shows one document, and the next in another window
        contents = page.context.wait_for_event("page").locator(".jp-MarkdownViewer")
    contents.get_by_role("heading", name="The lessons").wait_for()
    contents.get_by_role("link", name="2 · Two layers solve XOR").click()
    contents.page.get_by_role("tab", name="02_two_layer_xor.ipynb").wait_for()
    contents.page.get_by_role("heading", name="2 · Two layers solve XOR").wait_for()


def test_a_restart_ends_what_runs(notebook):
    page = notebook.page
    notebook.clear_outputs()
    notebook.start(CELL, ENDLESS)
    page.locator("svg[data-epoch]").wait_for()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile(r"^Restart Kernel…")).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    assert notebook.kernel("print(1 + 1)") == "2"


def test_after_a_reload_the_saved_cell_brings_it_back(notebook):
    notebook.clear_outputs()
    explorer = ExplorerPage(notebook, EXPLORER)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 50 epochs, ")
    notebook.reload(CELL)
    view, way_back, saved, *empty = notebook.outputs()[CELL]
    assert [*view["data"]] == [WIDGET_VIEW]
    assert HOW_TO_PLAY in way_back["data"]["text/html"]
    assert [each["data"] for each in empty] in ([], [{}])  # this kernel's result of such a cell
    assert saved["data"]["text/plain"].startswith("NeuronExplorer: OR, with a bias: 0 epochs")
    explorer = ExplorerPage(notebook, EXPLORER)
    explorer.press("Train")
    explorer.says("Done. OR, with a bias: 50 epochs, ")
