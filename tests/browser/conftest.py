"""The course in a real browser, driven by Playwright: Chromium or Chrome, Firefox if asked for.

Either in a real JupyterLab that is started here, or with ``--site`` on the course's site, where
Python runs in the browser. Nothing is loaded from anywhere else. What is missing on this machine
skips these tests and says so. Where CI is set nothing is skipped: Pyodide is downloaded there, and
without Chromium the tests fail.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect, sync_playwright

from nnlib.course.folder import bring_up_to_date
from nnlib.course.originals import as_they_are
from tools import make_lite, pyodide
from tools.save_notebooks import METADATA
from tools.serve_lite import serving

ROOT = Path(__file__).parent.parent.parent
NAMES = (
    *("chromium", "chromium-browser", "google-chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE {}"
SUB_PATH = "/some/where/"
TOKEN = "for-tests-only"
SECONDS_TO_START = 180
PATIENCE = 120_000  # milliseconds to wait for what comes at once where nothing else runs
expect.set_options(timeout=PATIENCE)
# A kernel in the browser has not the tests' environment.
SET_PACE = "import os; os.environ['ONE_NEURON_PACE'] = {!r}"
PACES = {"chromium": "full", "firefox": "normal"}  # where Playwright looks less often
NO_PROBLEM = re.compile(  # among what is not found
    r"//[^/]+/favicon\.ico$"  # the browser looks for it before the page has named its own
    r"|/api/contents/.+/all\.json$"  # JupyterLite asks what the site has in a folder just made
)


def pytest_collection_modifyitems(config, items):
    """Leave out the tests that are for another place than the one that is tested."""
    elsewhere = "not_on_the_site" if config.getoption("--site") else "only_on_the_site"
    left_out = [item for item in items if item.get_closest_marker(elsewhere)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


class Place(NamedTuple):
    """Where notebooks are opened: the address of one, and of a learner's copy of it.

    A page has a workspace of its own. In one that it shared, it would open after a reload what
    other pages have open, and a restart may then hit their kernel.
    """

    notebook: str
    copy: str


@pytest.fixture(scope="session")
def place(request):
    """Return the ``Place`` that is tested: the course's site, or a JupyterLab."""
    name = "firefox" if request.config.getoption("--firefox") else "chromium"
    if {"firefox": FIREFOX, "chromium": CHROMIUM}[name] is None:
        message = f"no {name} here: install your system's package {name} for these tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return request.getfixturevalue("site" if request.config.getoption("--site") else "lab")


@pytest.fixture(scope="session")
def site(request):
    """Return the ``Place`` of the site at the address given, or build it, and serve it here."""
    address = request.config.getoption("--site")
    if address.startswith("http"):
        yield in_site(address)
        return
    if not (os.environ.get("CI") or pyodide.is_at_hand(make_lite.DOWNLOADED)):
        pytest.skip(f"no Pyodide here: name its folder in {pyodide.VARIABLE}, or run make lite")
    make_lite.main()
    with serving(make_lite.SITE, under=SUB_PATH) as address:
        yield in_site(address)


def in_site(address):
    page = f"{address.rstrip('/')}/lab/index.html?path="
    return Place(f"{page}notebooks/{{}}", f"{page}my_course/{{}}")


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """Return a folder like the course's own, so that a test may save notebooks there."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copy(ROOT / "README.md", folder)
    bring_up_to_date(folder / "my_course", as_they_are())
    return folder


@pytest.fixture(scope="session")
def lab(course, tmp_path_factory):
    """Start JupyterLab on the copy, and return its ``Place``."""
    home = tmp_path_factory.mktemp("jupyter")
    settings = {name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR",
                "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}  # fmt: skip
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", "--port=0", f"--IdentityProvider.token={TOKEN}"),
        "--LabApp.expose_app_in_browser=True",
        f"--ServerApp.root_dir={course}",
    ]
    # Saved after two minutes, a notebook would keep widgets that its next reader has not.
    manager = home / "jupyter_config_dir/lab/user-settings/@jupyterlab/docmanager-extension"
    manager.mkdir(parents=True)
    (manager / "plugin.jupyterlab-settings").write_text('{"autosave": false}', encoding="utf-8")
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
    try:
        address = _address_when_it_answers(server, home)
        page = f"{address}/workspaces/{{{{workspace}}}}/tree/{{}}/{{{{}}}}?token={TOKEN}"
        yield Place(page.format("notebooks"), page.format("my_course"))
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _address_when_it_answers(server, home):
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        for file in (home / "jupyter_runtime_dir").glob("jpserver-*.json"):
            try:
                address = json.loads(file.read_text(encoding="utf-8"))["url"] + "lab"
                urllib.request.urlopen(f"{address}?token={TOKEN}", timeout=5).close()
            except (ValueError, urllib.error.URLError, ConnectionError, TimeoutError):
                continue  # half written, or not yet listening
            return address
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{(home / 'log').read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(place, request):
    """Start the browser; for Chromium there is no other place."""
    host = urlsplit(place.notebook).hostname
    flags = [*FLAGS, NOBODY_ELSE.format(host)]
    with sync_playwright() as playwright:
        if request.config.getoption("--firefox"):
            browser = playwright.firefox.launch(executable_path=FIREFOX, channel="moz-firefox")
        else:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Notebook:
    """A notebook open in JupyterLab."""

    def __init__(self, page, place, name):
        self.page = page
        self.problems = []
        self.borrowed = {}  # cell: its own source
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("requestfailed", self._note_request)
        page.context.on("request", self._note_stranger)
        # That something was not saved: the picture of an explorer follows what is seen.
        page.on("dialog", lambda dialog: dialog.accept())
        self._address = place.notebook.format(name, workspace=uuid.uuid4())
        self._open(self._address)
        self.kernel(SET_PACE.format(PACES[page.context.browser.browser_type.name]))

    def _open(self, address):
        self._leaves = True  # and gives up what the page before had asked for
        self.page.goto(address)
        self._leaves = False
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.evaluate(
            """async () => {
                const notebook = window.jupyterapp.shell.currentWidget;
                await notebook.context.ready;
                await notebook.sessionContext.ready;
                await notebook.sessionContext.session.kernel.info;
            }"""
        )

    def _note(self, message):
        if message.type == "error" and not NO_PROBLEM.search(message.location["url"]):
            self.problems.append(message.text)

    def _note_request(self, request):
        if not self._leaves:
            self.problems.append(request.url)

    def _note_stranger(self, request):
        """Note what the page, or a worker of it, asks of another place than its own."""
        if urlsplit(request.url).netloc not in ("", urlsplit(self._address).netloc):
            self.problems.append(request.url)

    def clear_outputs(self):
        """Remove the outputs of all cells."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('editmenu:clear-all')")

    def reload(self, cell):
        """Save, load the page anew with the same kernel, and go to a cell."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        self._open(self._address)
        self._go_to(cell)

    def _go_to(self, cell):
        self.page.evaluate(
            """async name => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = [...notebook.model.cells].findIndex(cell => cell.id === name);
                notebook.deselectAll();
                notebook.activeCellIndex = index;
                await notebook.scrollToItem(index, 'start');
            }""",
            cell,
        )

    def run_all(self):
        """Run all cells from the menu, wait until they are done, and return their outputs.

        Cells that a test has borrowed have their own source again.
        """
        while self.borrowed:
            self._put(*self.borrowed.popitem())
        self.page.evaluate(
            """() => {
                for (const cell of window.jupyterapp.shell.currentWidget.content.model.cells)
                    if (cell.type === 'code') cell.clearExecution();
            }"""
        )
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """() => {
                const notebook = window.jupyterapp.shell.currentWidget;
                const code = [...notebook.content.model.cells].filter(
                    cell => cell.type === 'code' && cell.sharedModel.getSource().trim());
                const hasFailed = cell =>  // and those below it do not run
                    cell.outputs.toJSON().some(each => each.output_type === 'error');
                return (code.every(cell => cell.executionCount) || code.some(hasFailed))
                    && notebook.sessionContext.session.kernel.status === 'idle';
            }""",
            timeout=180_000,
            polling=200,  # milliseconds: in every frame it would slow down what it waits for
        )
        return self.outputs()

    def outputs(self):
        """Return the outputs of all code cells, by the name of the cell."""
        pairs = self.page.evaluate(
            """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                .filter(cell => cell.type === 'code')
                .map(cell => [cell.id, cell.outputs.toJSON()])"""
        )
        return dict(pairs)

    def outputs_when(self, cell, count):
        """Wait until a cell has so many outputs, and return them."""
        self.page.wait_for_function(
            """([name, count]) => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                .find(cell => cell.id === name).outputs.length >= count""",
            arg=[cell, count],
        )
        return self.outputs()[cell]

    def start(self, cell, source):
        """Put `source` into a cell and run it, without waiting for its end."""
        self.borrowed.setdefault(cell, self._put(cell, source))
        self._go_to(cell)
        self.page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-cell')")

    def source(self, cell):
        """Return what stands in a cell."""
        return self.page.evaluate(
            """name => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                .find(cell => cell.id === name).sharedModel.getSource()""",
            cell,
        )

    def restart(self):
        """Begin with a new kernel, which knows nothing."""
        self.page.evaluate(
            """async () => {
                const {sessionContext} = window.jupyterapp.shell.currentWidget;
                await sessionContext.restartKernel();
                await sessionContext.session.kernel.info;
            }"""
        )

    def _put(self, cell, source):
        """Put `source` into a cell, and return what was there."""
        return self.page.evaluate(
            """([name, source]) => {
                const {cells} = window.jupyterapp.shell.currentWidget.content.model;
                const {sharedModel} = [...cells].find(cell => cell.id === name);
                const before = sharedModel.getSource();
                sharedModel.setSource(source);
                return before;
            }""",
            [cell, source],
        )

    def kernel(self, code):
        """Run code in the kernel, beside the cells, and return what it prints."""
        return self.page.evaluate(
            """async code => {
                const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
                const run = kernel.requestExecute({code, store_history: false});
                let text = '';
                run.onIOPub = message => { text += message.content.text ?? ''; };
                await run.done;
                return text.trim();
            }""",
            code,
        )

    def begin(self, code):
        """Let the kernel run code beside the cells, without waiting for its end."""
        self.page.evaluate(
            """code => {
                const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
                kernel.requestExecute({code, store_history: false});
            }""",
            code,
        )

    def interrupt(self):
        """Press the stop button, and wait until the kernel is idle."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
        self.page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
            " === 'idle'"
        )


@contextmanager
def patient(browser, **settings):
    """Give a context of the browser that waits as long as a busy machine may take."""
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


def wait_for_promised(page, script, arg=None):
    """Wait until an asynchronous script gives what is true.

    ``page.wait_for_function`` would not: it takes the promise itself for true.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(script, arg):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(200)


@contextmanager
def opener(browser, place):
    """Give a function that opens a notebook by its file name; all are closed in the end."""
    with ExitStack() as opened:

        def open_one(name):
            size = {"width": 1300, "height": 1000}
            context = opened.enter_context(patient(browser, viewport=size))
            return Notebook(context.new_page(), place, name)

        yield open_one


@pytest.fixture(scope="module")
def open_for_all(browser, place):
    """Return a function that opens a notebook, for all tests of a file."""
    with opener(browser, place) as open_one:
        yield open_one


@pytest.fixture(scope="session")
def lesson(browser, place):
    """Return lesson 1, open."""
    with opener(browser, place) as open_one:
        yield open_one("01_single_neuron.ipynb")


@pytest.fixture(scope="session")
def write_short(request):
    """Return a function that writes a notebook whose cell ``play-code`` explorers borrow.

    It is a short one, in which the browser has a third less to do for each than in a lesson; on
    the site lesson 1 takes its place. Each page needs its own: for one file there is one kernel.
    """

    def write(name):
        if request.config.getoption("--site"):
            return "01_single_neuron.ipynb"
        words = nbformat.v4.new_markdown_cell("\n\n".join(["Words to scroll over."] * 40))
        below = nbformat.v4.new_markdown_cell(words.source)
        cells = [words, nbformat.v4.new_code_cell(id="play-code"), below]
        path = request.getfixturevalue("course") / "notebooks" / name
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
        return name

    return write


@pytest.fixture(scope="session")
def short(request, browser, place, write_short):
    """Return such a notebook, open; on the site as other tests have it: another takes longer."""
    if request.config.getoption("--site"):
        yield request.getfixturevalue("lesson")
        return
    with opener(browser, place) as open_one:
        yield open_one(write_short("short.ipynb"))


@pytest.fixture
def notebook(short):
    """Return the same for a test, which must leave nothing in the console."""
    short.problems.clear()
    yield short
    assert short.problems == []
