"""What an explorer leaves in the kernel and in the page when its cell runs again and again."""

import pytest

from tests.browser.explorer_page import CELL, ExplorerPage

PLAIN = """import ipywidgets
ipywidgets.HTML("{run}")"""
NEURON = """from nnlib.explorers.neuron import NeuronExplorer
explorer = NeuronExplorer({})
explorer"""
EXPLORERS = {
    "neuron": NEURON.format("'OR', epochs=20, start={run}"),
    "gate": """from nnlib.explorers.gate import GateExplorer
explorer = GateExplorer(start={run})
explorer.train(20)
explorer""",
    "microscope": """from nnlib import datasets
from nnlib.explorers.microscope import MicroscopeExplorer
from nnlib.network import Dense, Network
network = Network([Dense(2, 3, "sigmoid"), Dense(3, 1, "sigmoid")], rng={run})
explorer = MicroscopeExplorer(network, datasets.xor())
explorer""",
    "scores": """from nnlib.explorers.scores import ScoreExplorer
explorer = ScoreExplorer(start={run})
explorer.train(5)
explorer""",
    "playground": """from nnlib.explorers.playground import Playground
explorer = Playground("start={run}")
explorer.train(5)
explorer""",
}
MOST = 15 / 100  # megabytes a run, more than those of a plain cell
RUN = """async ([name, source]) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    [...notebook.model.cells].find(cell => cell.id === name).sharedModel.setSource(source);
    await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
MEGABYTES = """import gc, resource
gc.collect()
with open("/proc/self/statm") as file:
    print(int(file.read().split()[1]) * resource.getpagesize() / 2**20)"""


def growth(notebook, source, first, last):
    """Return by how many megabytes a run kernel and page grow, from one run of a cell to another.

    The runs up to the first make what is made but once, such as code that the browser compiles.
    """
    notebook.start(CELL, "")
    for run in range(1, last + 1):
        notebook.page.evaluate(RUN, [CELL, source.format(run=run)])
        if run == first:
            kernel, page = float(notebook.kernel(MEGABYTES)), megabytes(notebook.page)
    assert "error" not in {each["output_type"] for each in notebook.outputs()[CELL]}
    runs = last - first
    return (
        (float(notebook.kernel(MEGABYTES)) - kernel) / runs,
        (megabytes(notebook.page) - page) / runs,
    )


def megabytes(page):
    """Return how much the page holds when all is collected that nothing holds any more."""
    browser = page.context.new_cdp_session(page)
    used = before = None
    while before is None or used < 0.999 * before:
        before = used
        browser.send("HeapProfiler.collectGarbage")
        used = browser.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    browser.detach()
    return used


@pytest.mark.not_on_the_site
def test_a_cell_that_runs_again_costs_the_page_hardly_more_than_a_plain_one(notebook):
    _, plain = growth(notebook, PLAIN, 4, 12)
    _, page = growth(notebook, EXPLORERS["neuron"], 4, 12)
    assert page - plain <= MOST


@pytest.mark.not_on_the_site
def test_an_explorer_that_takes_anothers_place_shows_and_hears_what_is_its_own(notebook):
    """Also where its page is loaded anew."""
    notebook.clear_outputs()  # else the page is not trusted after that
    before = ExplorerPage(notebook, NEURON.format("'own table', epochs=30"))
    before.type("start (seed)", "7")
    before.refuses("epochs", "many", "is not a number")
    before.press("Train")
    before.says("Done. Own table, ")
    explorer = ExplorerPage(notebook, NEURON.format("'OR', epochs=20"))
    explorer.is_chosen("OR")
    assert not explorer.field("own table").is_visible()
    assert not explorer.output.get_by_role("alert").filter(has_text="many").count()
    assert explorer.control("epochs").input_value() == "20"
    assert explorer.control("start (seed)").input_value() == "1"
    explorer.press("Train")
    explorer.says("Done. OR, without a bias: 20 epochs, ")
    explorer.type("epochs", "40")
    explorer.says("Done. OR, without a bias: 40 epochs, ")
    explorer.slide("replay epoch", "Home")
    explorer.says("Replay: epoch 0 of 40, ")
    notebook.reload(CELL)
    explorer.says("Replay: epoch 0 of 40, ")
    explorer.press("Train")
    explorer.says("Done. OR, without a bias: 80 epochs, ")


@pytest.mark.slow
@pytest.mark.not_on_the_site
@pytest.mark.parametrize("name", EXPLORERS)
def test_a_hundred_runs_cost_kernel_and_page_hardly_more_than_those_of_a_plain_cell(notebook, name):
    plain_kernel, plain_page = growth(notebook, PLAIN, 1, 101)
    kernel, page = growth(notebook, EXPLORERS[name], 1, 101)
    assert kernel - plain_kernel <= MOST
    assert page - plain_page <= MOST
