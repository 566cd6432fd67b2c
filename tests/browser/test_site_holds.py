"""The site as a learner meets it: one explorer by a link, Stop, no network, a renewed lesson."""

import ast
import io
import json
import re
import time
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from playwright.sync_api import expect

from nnlib.course.copies import copy_of, edition
from nnlib.course.originals import as_they_are
from tests.browser.conftest import Notebook, patient, wait_for_promised
from tests.browser.explorer_page import CELL
from tests.browser.test_live_plot import ENDLESS
from tools import make_lite
from tools.serve_lite import Handler, serving

pytestmark = pytest.mark.only_on_the_site
LESSON = "01_single_neuron.ipynb"
COPIES = [lesson.name for lesson in as_they_are()]
TRAINING = """from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.training import train

gate = datasets.parity3()
network = Network([Dense(3, 8, "tanh"), Dense(8, 1, "sigmoid")], rng=1)
history = train(network, gate.inputs, gate.targets, epochs=10**8, learning_rate=0.1)
"""
STEPS = """from nnlib.explorers.neuron import NeuronExplorer

NeuronExplorer("OR", bias=True).train(10**8)
"""
KERNEL_IS_IDLE = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
    ?.status === 'idle'"""
IS_BUSY = """() => window.jupyterapp.shell.currentWidget.sessionContext
    .session.kernel.status === 'busy'"""
SAVE = """([path, content]) => window.jupyterapp.serviceManager.contents.save(
    path, {type: "notebook", format: "json", content})"""
KEEP_AN_OLDER = """async ([path, words]) => {
    const {contents} = window.jupyterapp.serviceManager;
    const {content} = await contents.get(path, {content: true});
    content.metadata.one_neuron.edition = "older";
    content.cells[0].source = words;
    await contents.save(path, {type: "notebook", format: "json", content});
}"""
NOT_AS_THE_SERVER_SENT_IT = """async () => {
    const cache = await caches.open("one-neuron-at-a-time");
    const keys = (await cache.keys()).filter(({url}) => /\\.(js|wasm)/.test(url));
    const kept = await Promise.all(keys.map(key => cache.match(key)));
    return [keys.length, kept.filter(({url}) => !url).length];  // what a page makes has no address
}"""
COMPILER = """async () => {
    const place = new URL("../pages/", document.baseURI).href;
    const found = await navigator.serviceWorker.getRegistration(place); // the site's own, before
    return found?.scope === place && found.active?.state === "activated";
}"""
IS_RENEWED = """async address => (await (await (
    await caches.open("one-neuron-at-a-time")).match(address)).text()).endsWith(" ")"""
IS_KEPT = """async address => Boolean(
    await (await caches.open("one-neuron-at-a-time")).match(address))"""
ADDRESSES = """async () => (await (await caches.open("one-neuron-at-a-time")).keys())
    .map(({url}) => url)"""
PUT = """async addresses => {
    const cache = await caches.open("one-neuron-at-a-time");
    for (const address of addresses) await cache.put(address, new Response("older"));
}"""
HAS_FAILED = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const {installing} = await registration.update();
    await new Promise(resolve => installing.addEventListener("statechange", resolve));
    return installing.state === "redundant";
}"""
SAID = """new MutationObserver(() => {
    const words = document.querySelector(".one-neuron-line")?.textContent;
    if (words) (window.said ??= new Set()).add(words);
}).observe(document, {childList: true, subtree: true, characterData: true});"""
HOW_FAR = """() => [...(window.said ?? [])].map(words => words.match(/(\\d+) of (\\d+) MB/))
    .filter(Boolean).map(([, here, all]) => [Number(here), Number(all)])"""
REJECTED = """window.rejected = [];
addEventListener("unhandledrejection", ({reason}) => rejected.push(String(reason)));"""
CLICKED = """name => {
    const link = document.createElement("a");
    link.href = new URL(`../files/my_course/${name}`, document.baseURI);
    document.querySelector(".jp-RenderedMarkdown").append(link);
    let isReached = false;
    link.addEventListener("click", () => { isReached = true; });
    addEventListener("click", event => event.preventDefault(), {capture: true, once: true});
    link.click();
    return [link.href, isReached];
}"""
EVIL = "&code=print(6*7)&execute=1#code=print(6*7)&execute=1"  # what JupyterLite would run
OF_ANOTHER_BUILD = [
    *("build/7.0a1b2c3.js", "build/lab/bundle.js?_=0a1b2c3", "static/python-0a1b2c/start.mjs"),
    "extensions/@jupyterlite/pyodide-kernel-extension/static/worker.0a1b2c3d4e5f.js",
]
HOSTILE = [
    *('gates:1"); print("hacked', "gates:1\\", "nothing:1", "", "gates:1\n\nimport js", "'" * 3),
    *("<img src=x onerror=alert(1)>:1", "\N{GRINNING FACE}" * 300, "\0", "%22)", "\u2028"),
]


@pytest.fixture
def address(place):
    return place.notebook.partition("lab/")[0]


@pytest.fixture
def context(browser):
    with patient(browser, viewport={"width": 1280, "height": 900}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@pytest.fixture
def strangers(context, address):
    """Return the addresses elsewhere that any page or worker asks for."""
    asked = []
    ours = urlsplit(address).netloc
    context.on("request", lambda request: urlsplit(request.url).netloc not in ("", ours)
               and asked.append(request.url))  # fmt: skip
    return asked


def shows(page, address, line, name):
    """Open an explorer by its line, and wait for one of its buttons."""
    page.goto(f"{address}explorer/index.html?settings={quote(line)}")
    page.get_by_role("button", name=name).wait_for()


def opens(page, address, lesson, heading):
    """Open a copy of a lesson, and wait for its heading."""
    page.goto(f"{address}notebooks/index.html?path=my_course/{lesson}")
    page.get_by_role("heading", name=heading).wait_for()


def test_an_explorer_alone_shows_what_its_link_says(context, strangers, address):
    page = context.new_page()
    page.goto(f"{address}explorer/index.html?settings=gates:1", wait_until="commit")
    waits = page.get_by_text("Python is being made ready: ").bounding_box()
    assert waits["x"] > 300  # in the middle of an empty page
    shows(page, address, "gates:1 gate=XOR hidden=5", "Train")
    box = page.get_by_role("button", name="Train").bounding_box()
    assert 0 <= box["y"] < 300  # and not scrolled out of sight
    page.get_by_role("button", name="Copy link").click()
    said = page.get_by_role("status").filter(has_text="Copied: paste it wherever you like")
    said.wait_for()
    said.wait_for(state="detached")
    assert page.get_by_role("button", name="Copy link").inner_text() == "Copy link"
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}explorer/index.html?settings=gates%3A1+hidden%3D5"
    assert strangers == []


def test_of_an_address_only_the_line_reaches_python_and_as_data(context, address):
    page = context.new_page()
    for line in HOSTILE:
        page.goto(
            f"{address}explorer/index.html?settings={quote(line)}{EVIL}",
            wait_until="domcontentloaded",
        )
        asked = parse_qs(urlsplit(page.url).query)
        assert urlsplit(page.url).fragment == ""
        _, call = ast.parse(asked["code"][0]).body
        (given,) = call.value.args
        assert (len(asked["code"]), call.value.func.id) == (1, "explorer_of")
        assert unquote(given.value) == line


def test_a_damaged_line_in_an_address_gets_a_sentence(context, address):
    page = context.new_page()
    page.goto(f"{address}explorer/index.html?settings={quote(HOSTILE[0])}{EVIL}")
    said = page.locator(".jp-OutputArea-output")
    said.first.wait_for()
    assert said.first.inner_text().startswith(
        "The line 'gates:1\"); print(\"hacked' cannot be read"
    )
    assert said.count() == 1


@pytest.fixture(scope="module")
def notebook(open_for_all):
    """Return lesson 1 with a kernel of its own."""
    return open_for_all(LESSON)


def begun(notebook, source):
    """Start a cell that trains, and return the button that stops it, once it is there."""
    notebook.clear_outputs()
    notebook.start(CELL, source)
    stop = notebook.page.get_by_role("button", name="■ Stop")
    stop.wait_for()
    return stop


def has_stopped(notebook):
    """Wait until it is said that it was stopped, and the button is gone."""
    notebook.page.get_by_text(re.compile("topped by hand")).last.wait_for()
    notebook.page.get_by_role("button", name="■ Stop").wait_for(state="hidden")


@pytest.mark.parametrize("source", [ENDLESS, TRAINING, STEPS], ids=["plot", "train", "explorer"])
def test_a_button_stops_a_cell_that_trains_and_all_is_kept(notebook, source):
    begun(notebook, source).click()
    has_stopped(notebook)
    assert notebook.kernel("print(1 + 1)") == "2"
    texts = [each.get("text", "") for each in notebook.outputs()[CELL]]
    assert "what was learned is kept." in "".join(texts)


@pytest.mark.parametrize("key", [None, "Enter"])
def test_who_stops_a_training_goes_on_with_the_keys(notebook, key):
    page, stop = notebook.page, begun(notebook, TRAINING)
    page.locator(".jp-Notebook .jp-Cell.jp-mod-active .cm-content").focus()
    if key is None:
        stop.click()
    else:
        stop.press(key)
    has_stopped(notebook)
    assert page.locator(".jp-Notebook .cm-content:focus").count() == 1


def test_what_cannot_be_stopped_is_said(notebook):
    page = notebook.page
    notebook.start(CELL, "while True: pass")
    page.wait_for_function(IS_BUSY)
    page.get_by_role("button", name="Interrupt the kernel").click()
    said = page.get_by_text("Only a training can be stopped here.")
    said.wait_for()
    notebook.restart()
    said.wait_for(state="hidden")


def test_the_page_asks_no_other_place_and_python_cannot(context, strangers, address):
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    shows(page, address, "by_hand:1", "Let it learn")
    page.evaluate("() => fetch('http://elsewhere.invalid/').catch(() => {})")
    assert any("Content Security Policy" in each for each in said)
    assert strangers == []


def test_every_script_has_the_values_that_it_asks_for(site):
    scripts = [*(make_lite.SITE / "pages").glob("*.js"), make_lite.SITE / "service-worker.js"]
    assert scripts
    for path in scripts:
        assert not re.search("__[A-Z]+__", path.read_text(encoding="utf-8")), path.name


class HangsUp(Handler):
    """Keeps no connection, on which it would go on answering when nobody serves any more."""

    protocol_version = "HTTP/1.0"


class BreaksOff(Handler):
    """Gives no packages, or a page in their place, as the proxy of a school may."""

    answer = 503
    is_whole = False

    def send_head(self):
        if BreaksOff.is_whole or "packages-1.bin" not in self.path:
            return super().send_head()
        body = b"<p>Not here.</p>"
        self.send_response(BreaksOff.answer)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.mark.parametrize("answer", [503, 200])
def test_a_python_that_is_not_whole_is_said_and_not_kept(browser, site, answer):
    BreaksOff.answer, BreaksOff.is_whole = answer, False
    with (
        serving(make_lite.SITE, under="/course/", handler=BreaksOff) as address,
        patient(browser) as context,
    ):
        page = context.new_page()
        page.goto(address)
        page.evaluate("() => navigator.serviceWorker.ready")
        page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
        page.get_by_text("Python could not be loaded. Look whether there is a network").wait_for()
        BreaksOff.is_whole = True
        page.reload()
        page.wait_for_function(KERNEL_IS_IDLE)
        assert page.get_by_text("Python could not be loaded").count() == 0


class HasNoJupyterLite(Handler):
    """Gives nothing of what lays out a lesson and asks for Python."""

    def send_head(self):
        if "/build/" not in self.path:
            return super().send_head()
        self.send_error(404)
        return None


def test_after_minutes_without_any_sign_the_page_says_what_to_do(browser, site):
    with (
        serving(make_lite.SITE, under="/course/", handler=HasNoJupyterLite) as address,
        patient(browser) as context,
    ):
        page = context.new_page()
        page.clock.install()
        page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
        line = page.locator(".one-neuron-line")
        expect(line).to_have_text("Python is being made ready: …")
        page.clock.fast_forward("01:30")
        expect(line).to_have_text("Python is being made ready: …")
        page.clock.fast_forward("01:30")
        expect(line).to_have_text(re.compile("^Python could not be loaded.+load this page again"))
        page.evaluate("new BroadcastChannel('one-neuron').postMessage('loaded 5000000 31000000')")
        expect(line).to_contain_text("5 of 31 MB")  # it does come


class Slow(Handler):
    """Gives each part of Python late, so that another page can ask for it meanwhile."""

    def copyfile(self, source, outputfile):
        if "/static/python-" in self.path:
            time.sleep(2)
        super().copyfile(source, outputfile)


def test_two_lessons_that_load_at_once_say_no_more_than_there_is(browser, site):
    with (
        serving(make_lite.SITE, under="/course/", handler=Slow) as address,
        patient(browser) as context,
    ):
        context.add_init_script(SAID)
        pages = [context.new_page(), context.new_page()]
        pages[0].goto(address)
        pages[0].evaluate("() => navigator.serviceWorker.ready")
        for page in pages:
            page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
        for page in pages:
            page.wait_for_function(f"() => ({HOW_FAR})().some(([here, all]) => here >= all)")
            assert max(here / whole for here, whole in page.evaluate(HOW_FAR)) == 1


def test_a_network_that_goes_once_all_is_there_is_no_error(browser, site):
    with patient(browser) as context:
        context.add_init_script(REJECTED)
        page = context.new_page()
        with serving(make_lite.SITE, under="/course/", handler=HangsUp) as address:
            opens(page, address, LESSON, "1 · A single neuron learns")
            page.wait_for_function(KERNEL_IS_IDLE)
        page.wait_for_timeout(12_000)  # then scripts are to be compiled
        assert page.evaluate("rejected") == []


def test_python_begins_once_and_what_is_only_read_begins_none(context, address):
    page = context.new_page()
    page.goto(address)
    page.evaluate("() => navigator.serviceWorker.ready")
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    page.wait_for_function(KERNEL_IS_IDLE)
    assert len(page.workers) == 1
    page.goto(f"{address}lab/index.html?path=my_course/README.md")
    page.get_by_role("heading", name="Your work").wait_for()
    assert page.workers == []


def test_packages_are_whole(notebook):
    """Learners look at the course's source; what is installed has a version."""
    asked = "import inspect, nnlib.training; print(inspect.getsource(nnlib.training.train))"
    assert "def train(" in notebook.kernel(asked)
    asked = "from importlib.metadata import version; print(version('numpy'))"
    assert re.fullmatch(r"2\.\d+\.\d+", notebook.kernel(asked))


@pytest.mark.parametrize(
    "click", [{}, {"button": "middle"}, {"modifiers": ["Control"]}], ids=["left", "middle", "Ctrl"]
)
def test_a_word_of_the_glossary_opens_at_that_word_without_a_network_too(context, address, click):
    page = context.new_page()
    opens(page, address, LESSON, "A single neuron")
    wait_for_promised(page, IS_KEPT, f"{address}read/GLOSSARY.html")
    context.set_offline(True)
    with context.expect_page() as opened:
        page.get_by_role("link", name="bias", exact=True).first.click(**click)
    word = opened.value.get_by_role("heading", name="bias", exact=True)
    expect(word).to_be_in_viewport()
    assert opened.value.url == f"{address}read/GLOSSARY.html#bias"
    assert context.pages == [page, opened.value]


def test_a_page_of_a_learners_own_opens_in_jupyterlab(context, address):
    page = context.new_page()
    opens(page, address, LESSON, "A single neuron")
    page.locator(".one-neuron-line").wait_for(state="attached")
    notes = [f"{address}files/my_course/notes.md#a-part", True]
    assert page.evaluate(CLICKED, "notes.md#a-part") == notes
    word = [f"{address}read/GLOSSARY.html#bias", False]
    assert page.evaluate(CLICKED, "GLOSSARY.md#bias") == word


def test_what_is_kept_can_be_kept_compiled(context, address):
    page = context.new_page()
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    page.wait_for_function(KERNEL_IS_IDLE)
    wait_for_promised(page, COMPILER)
    scripts, made_here = page.evaluate(NOT_AS_THE_SERVER_SENT_IT)
    assert scripts > 100
    assert made_here == 0


def test_after_one_visit_it_opens_without_a_network(context, tmp_path):
    page = context.new_page()
    with serving(make_lite.SITE, under="/a/b/", handler=HangsUp) as address:
        shows(page, address, "by_hand:1", "Let it learn")
        opens(page, address, LESSON, "1 · A single neuron learns")
        page.get_by_text("Python is being made ready").wait_for(state="hidden")
        wait_for_promised(page, IS_KEPT, f"{address}files/my_course/02_two_layer_xor.ipynb")
    page.goto(f"{address}index.html")  # nobody serves it any more
    page.get_by_role("heading", name="See how a neural network learns").wait_for()
    page.locator("#picture svg").wait_for()
    page.goto("about:blank")
    shows(page, address, "by_hand:1 data=OR", "Let it learn")
    opens(page, address, "02_two_layer_xor.ipynb", "2 · Two layers solve XOR")


class Renewed(Handler):
    """Has, once it is renewed, another service worker, and notebooks with a space at their ends."""

    is_renewed = False
    lacks = None  # the end of an address where nothing is yet

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if Renewed.lacks and path.name == Renewed.lacks:
            self.send_error(503)
            return None
        if not (Renewed.is_renewed and path.name.endswith((".ipynb", "service-worker.js"))):
            return super().send_head()
        body = path.read_bytes() + b" "
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.fixture
def renewed(context, site):
    """Return a page on which all lessons were kept before the site was renewed, and its address."""
    Renewed.is_renewed, Renewed.lacks = False, None
    with serving(make_lite.SITE, under="/course/", handler=Renewed) as address:
        page = context.new_page()
        page.goto(address)
        for name in COPIES:
            wait_for_promised(page, IS_KEPT, f"{address}files/my_course/{name}")
        Renewed.is_renewed = True
        yield page, address


def test_with_the_site_all_lessons_that_are_kept_are_renewed(renewed):
    page, address = renewed
    page.reload()
    for name in COPIES:
        wait_for_promised(page, IS_RENEWED, f"{address}files/my_course/{name}")


def test_lessons_are_renewed_all_or_none(renewed):
    page, address = renewed
    Renewed.lacks = COPIES[-1]
    assert page.evaluate(HAS_FAILED)
    for name in COPIES:
        assert not page.evaluate(IS_RENEWED, f"{address}files/my_course/{name}")


def test_with_the_site_what_other_builds_had_is_forgotten_and_nothing_else(renewed):
    page, address = renewed
    Renewed.is_renewed = False  # not yet: the browser first keeps all that a lesson needs
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    wait_for_promised(page, COMPILER)
    ours = set(page.evaluate(ADDRESSES))
    assert len(ours) > 100
    older = [f"{address}{name}" for name in OF_ANOTHER_BUILD]
    page.evaluate(PUT, older)
    Renewed.is_renewed = True
    page.goto(address)
    wait_for_promised(
        page, f"async ours => !(await ({ADDRESSES})()).some(each => ours.includes(each))", older
    )
    assert ours <= set(page.evaluate(ADDRESSES))


def test_work_is_brought_from_another_computer(context, address, place, tmp_path):
    packed = tmp_path / "my_course.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("my_course/my_files/brought.txt", "from there")
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="the list of your files").click()
    page.get_by_role("heading", name="Your work").wait_for()
    assert page.get_by_text("Python is being made ready").count() == 0  # a page to read
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload Files").click()
    chooser.value.set_files(packed)
    page.locator(".jp-DirListing-item", has_text=packed.name).wait_for()
    copy = Notebook(page, place._replace(notebook=place.copy), LESSON)
    said = copy.kernel("from nnlib import course; course.unpack()")
    assert said == "Your work is back. Close and open your lessons again."
    assert copy.kernel("print(open('my_files/brought.txt').read())") == "from there"


def test_a_renewed_site_leaves_what_was_edited(context, address):
    """The browser keeps a copy of an older edition; the site has another."""
    page = context.new_page()
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.evaluate(KEEP_AN_OLDER, [f"my_course/{LESSON}", "mine, written by hand"])
    page.reload()
    page.get_by_text("This lesson has been renewed.").wait_for()
    page.get_by_role("button", name="Open the new one").click()
    page.wait_for_url("**/*_new.ipynb")
    page.get_by_role("heading", name="1 · A single neuron learns").wait_for()
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    mine = page.locator(".jp-RenderedMarkdown", has_text="mine, written by hand")
    mine.wait_for()


def test_a_renewed_site_renews_what_nobody_has_touched(context, address):
    page = context.new_page()
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    lesson = as_they_are()[0]
    lesson.notebook["cells"][3]["source"] = 'An "older" edition: ä, \N{GRINNING FACE}.'
    older = copy_of(lesson.notebook)
    page.evaluate(SAVE, [f"my_course/{LESSON}", older])
    page.goto("about:blank")
    page.goto(f"{address}notebooks/index.html?path=my_course/{LESSON}")
    page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.context?.model?.toJSON?.()"
        ".metadata.one_neuron?.edition === "
        + json.dumps(edition(copy_of(as_they_are()[0].notebook)))
    )
