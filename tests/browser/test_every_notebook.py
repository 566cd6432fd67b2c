"""Every notebook runs in a real JupyterLab, and what moves there moves."""

import nbformat
import pytest

from tools.save_notebooks import NOTEBOOKS

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
ENDLESS = """with LossPlot() as plot:
    for epoch in range(10**8):
        plot.add(epoch, 1 / (1 + epoch))
"""


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_run_all_ends_without_an_error(path, open_notebook):
    notebook = open_notebook(path.name)
    outputs = notebook.run_all()
    saved = nbformat.read(path, as_version=4)
    assert set(outputs) == {cell.id for cell in saved.cells if cell.cell_type == "code"}
    kinds = {output["output_type"] for each in outputs.values() for output in each}
    assert "error" not in kinds
    assert kinds & {"display_data", "execute_result"}
    assert notebook.problems == []


def test_the_loss_plot_moves_and_the_stop_button_keeps_it(open_notebook):
    notebook = open_notebook("01_single_neuron.ipynb")
    notebook.start("set-up", f"from nnlib.live import LossPlot\n\n{ENDLESS}")
    picture = notebook.page.locator("svg[data-epoch]")
    picture.wait_for()
    first = int(picture.get_attribute("data-epoch"))
    notebook.page.wait_for_function(
        "first => document.querySelector('svg[data-epoch]').dataset.epoch > first + 1000", arg=first
    )
    assert picture.get_attribute("aria-label").startswith("The loss while training. epoch ")
    notebook.interrupt()
    picture.wait_for(state="detached")
    _, still, message = notebook.outputs_when("set-up", 3)
    assert "image/png" in still["data"]
    assert still["data"]["text/plain"].startswith("Loss ")
    assert message["text"] == "Stopped by hand; what was learned is kept.\n"
    assert notebook.problems == []
