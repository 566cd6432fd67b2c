"""The site's landing page: a neuron to move at once, what has been done, and what comes next."""

import base64
import json
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from nnlib.course.originals import as_they_are
from nnlib.datasets import first_input
from nnlib.exercises import done
from nnlib.network import Dense, Network
from nnlib.pictures import neuron
from nnlib.pictures.diagrams import Row
from nnlib.pictures.scene import as_svg
from nnlib.training import Training
from tests.browser.conftest import patient
from tools.site_pages import EXPLORERS, FIRST_WEIGHTS

pytestmark = pytest.mark.only_on_the_site
TABLE = first_input()
SHOWN = 2  # its row 1 0 1
SIZES = [(390, 844), (820, 1180), (1280, 900)]
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
PROGRESS = {
    "version": 1,
    "guesses": {},
    "offered": [],
    "exercises": {
        name: {"right": right, "tries": 1, "hints": 0, "said": {}}
        for name, right in zip(done.names_of("lesson1"), (True, True, False), strict=False)
    },
}
STORE = """async ([name, files]) => {
    const opened = indexedDB.open(name, 5);
    opened.onupgradeneeded = () => opened.result.createObjectStore("files");
    await new Promise(resolve => { opened.onsuccess = resolve; });
    const store = opened.result.transaction("files", "readwrite").objectStore("files");
    for (const [path, file] of Object.entries(files)) store.put(file, path);
    await new Promise(resolve => { store.transaction.oncomplete = resolve; });
    opened.result.close();
}"""


@pytest.fixture
def address(place):
    return place.notebook.partition("lab/")[0]


@pytest.fixture
def page(browser):
    """Return an empty page of somebody who has not been here before; it must have no problems."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, problems = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


def drawn_by_python(weights):
    """Return the picture of the neuron, as text, without what a policy forbids."""
    columns = [[float(weight)] for weight in weights]
    network = Network([Dense(3, 1, "sigmoid", bias=False, weights=columns)])
    row = Row("row 1 0 1", TABLE.inputs[[SHOWN]], TABLE.targets[[SHOWN]])
    scene = neuron.neuron_at_row(network, TABLE.input_names, row)
    return as_svg(scene).replace('style="width:100%;display:block" ', ""), network


def test_it_draws_what_python_draws_wherever_the_sliders_stand(page, address):
    page.goto(address)
    random = np.random.default_rng(1)
    places = [FIRST_WEIGHTS, [0, 0, 0], [10, -10, 10], [-0.1, 0, 0.1], [2.5, -2.5, -0.3]]
    places += np.round(random.uniform(-10, 10, (200, 3)), 1).tolist()
    drawn = page.evaluate(
        """async ([places, names, inputs]) => {
            const {picture} = await import("./pages/neuron.js");
            return places.map(weights => picture(weights, names, inputs, 1));
        }""",
        [places, list(TABLE.input_names), [1, 0, 1]],
    )
    for weights, ours in zip(places, drawn, strict=True):
        theirs, _ = drawn_by_python(weights)
        assert NUMBERS.sub("#", ours) == NUMBERS.sub("#", theirs)
        words = r'aria-label="[^"]*"|>[^<]*<|fill="[^"]*"'
        assert re.findall(words, ours) == re.findall(words, theirs)
        numbers = [list(map(float, NUMBERS.findall(each))) for each in (ours, theirs)]
        np.testing.assert_allclose(*numbers, atol=0.1001)  # where a last digit rounds


def test_it_learns_as_python_does(page, address):
    page.goto(address)
    learned = page.evaluate(
        """async ([weights, table]) => {
            const {learn} = await import("./pages/neuron.js");
            for (let epoch = 0; epoch < 250; epoch += 1) weights = learn(weights, table);
            return weights;
        }""",
        [
            FIRST_WEIGHTS,
            {"inputs": TABLE.inputs.tolist(), "targets": TABLE.targets[:, 0].tolist()},
        ],
    )
    _, network = drawn_by_python(FIRST_WEIGHTS)
    how = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}
    Training(network, TABLE.inputs, TABLE.targets, **how).run(250)
    np.testing.assert_allclose(learned, network.parameters, rtol=1e-9)


def test_a_slider_moves_the_neuron_and_the_task_says_when_it_is_done(page, address):
    page.goto(address)
    slider = page.get_by_role("slider", name="weight 1")
    picture = page.locator("#picture svg")
    assert "weight 1" not in picture.get_attribute("aria-label")
    slider.focus()
    slider.press("End")
    assert "input 1 +10.00" in picture.get_attribute("aria-label")
    assert slider.get_attribute("aria-valuetext") == "+10.00"
    assert page.locator("#done").inner_text() == "✔ done"
    slider.press("Home")
    assert page.locator("#done").inner_text() == ""


def test_it_learns_while_one_watches_and_the_hand_takes_over(page, address):
    page.goto(address)
    page.get_by_role("button", name="Let it learn").click()
    page.get_by_text("✔ done").wait_for()
    slider = page.get_by_role("slider", name="weight 2")
    slider.focus()
    slider.press("Home")
    words = page.locator("#picture svg").get_attribute("aria-label")
    page.evaluate("() => new Promise(resolve => requestAnimationFrame(resolve))")
    assert page.locator("#picture svg").get_attribute("aria-label") == words
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Let it learn").click()
    assert page.locator("#picture svg").get_attribute("aria-label") != words


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("where", ["", "read/01_single_neuron.html"])
def test_nothing_is_cut_and_axe_finds_nothing(page, address, size, scheme, where):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}{where}")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["target"]) for each in found] == []
    root = page.locator("html")
    assert root.evaluate("root => root.scrollWidth") == root.evaluate("root => root.clientWidth")


def test_every_explorer_alone_has_room_for_a_finger(browser, address):
    with patient(browser, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        page.goto(address)
        links = page.locator(".alone a").all()
        assert len(links) == len(EXPLORERS)
        assert min(link.bounding_box()["height"] for link in links) >= 44


def test_every_lesson_can_be_run_and_read(page, address):
    page.goto(address)
    for lesson in as_they_are():
        row = page.locator(f'[data-file="{lesson.name}"]')
        ways = [each.get_attribute("href") for each in row.get_by_role("link").all()]
        stem = lesson.name.removesuffix(".ipynb")
        assert ways[:2] == [
            *(f"notebooks/index.html?path=my_course/{lesson.name}", f"read/{stem}.html")
        ]
        assert page.request.get(f"{address}files/my_course/{lesson.name}").ok
        assert page.request.get(f"{address}read/{stem}.html").ok


def stored(page, address, files):
    page.goto(address)
    page.evaluate(STORE, [f"JupyterLite Storage - {urlsplit(address).path}", files])
    page.reload()


def as_a_kernel_writes(kept):
    return {"format": "base64", "content": base64.b64encode(json.dumps(kept).encode()).decode()}


def test_it_shows_what_was_done_and_leads_on(page, address):
    first, second = (lesson.name for lesson in as_they_are()[:2])
    files = {
        "my_course/progress.json": as_a_kernel_writes(PROGRESS),
        f"my_course/{first}": {"last_modified": "2030-01-02T00:00:00Z"},
    }
    stored(page, address, files)
    exercises, tasks = map(len, done.kinds_of("lesson1").values())
    shown = f"2 of {exercises} exercises and 0 of {tasks} tasks"
    page.get_by_text(shown, exact=True).wait_for()
    block = page.locator(".progress", has_text=shown)
    assert block.evaluate("each => each.scrollWidth") == block.evaluate("each => each.clientWidth")
    page.get_by_role("link", name="Go on with lesson 1").first.wait_for()
    everything = {"right": True, "tries": 1, "hints": 0, "said": {}}
    all_done = PROGRESS | {"exercises": dict.fromkeys(done.names_of("lesson1"), everything)}
    files["my_course/progress.json"] = {"content": json.dumps(all_done)}
    stored(page, address, files)
    go_on = page.locator("#next")
    go_on.get_by_text("Go on with lesson 2").wait_for()
    assert go_on.get_attribute("href").endswith(second)


@pytest.mark.parametrize("content", ["{", "[]", '{"exercises": 7}', None, {"exercises": []}])
def test_damaged_progress_is_no_progress(page, address, content):
    stored(page, address, {"my_course/progress.json": {"content": content}})
    page.get_by_role("link", name="Begin with lesson 1").wait_for()
    assert "of" not in page.locator(".count").first.inner_text()


def test_what_the_browser_lacks_is_said(browser, address):
    context = browser.new_context()
    context.add_init_script("delete WebAssembly.Suspending")
    page = context.new_page()
    page.goto(address)
    page.get_by_text("This browser is too old to run Python.").wait_for()
    context.close()
