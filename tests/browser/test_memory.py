"""What an explorer leaves in the kernel when its cell runs again and again."""

import pytest

from tests.browser.explorer_page import CELL

PLAIN = """import ipywidgets
ipywidgets.HTML("{run}")"""
EXPLORERS = {
    "neuron": """from nnlib.explorers.neuron import NeuronExplorer
explorer = NeuronExplorer("OR", start={run})
explorer.train(20)
explorer""",
    "playground": """from nnlib.explorers.playground import Playground
explorer = Playground("start={run}")
explorer.train(5)
explorer""",
}
RUNS = 100
RUN = """async ([name, source]) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    [...notebook.model.cells].find(cell => cell.id === name).sharedModel.setSource(source);
    await window.jupyterapp.commands.execute('notebook:run-cell');
}"""
MEGABYTES = """import gc, resource
gc.collect()
with open("/proc/self/statm") as file:
    print(int(file.read().split()[1]) * resource.getpagesize() / 2**20)"""


def growth(notebook, source):
    """Return by how many megabytes the kernel grows from the first run of a cell to the last."""
    notebook.start(CELL, "")
    notebook.page.evaluate(RUN, [CELL, source.format(run=1)])
    before = float(notebook.kernel(MEGABYTES))
    for run in range(2, RUNS + 1):
        notebook.page.evaluate(RUN, [CELL, source.format(run=run)])
    return float(notebook.kernel(MEGABYTES)) - before


@pytest.mark.slow
@pytest.mark.not_on_the_site
@pytest.mark.parametrize("name", EXPLORERS)
def test_a_hundred_runs_of_a_cell_cost_the_kernel_hardly_more_than_those_of_a_plain_one(
    notebook, name
):
    plain = growth(notebook, PLAIN)
    assert growth(notebook, EXPLORERS[name]) - plain <= 15
