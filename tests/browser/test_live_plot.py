"""The loss plot moves while a cell trains, and the stop button keeps it."""

import re

from tests.browser.explorer_page import CELL

ENDLESS = """from nnlib.live import LossPlot

with LossPlot() as plot:
    for epoch in range(10**8):
        plot.add(epoch, 1 / (1 + epoch))
"""


def test_the_loss_plot_moves_and_the_stop_button_keeps_it(notebook):
    notebook.clear_outputs()
    notebook.start(CELL, ENDLESS)
    picture = notebook.page.locator("svg[data-epoch]")
    picture.wait_for()
    first = int(picture.get_attribute("data-epoch"))
    notebook.page.wait_for_function(
        "first => document.querySelector('svg[data-epoch]').dataset.epoch > first + 1000", arg=first
    )
    assert picture.get_attribute("aria-label").startswith("The loss while training. epoch ")
    notebook.interrupt()
    picture.wait_for(state="detached")
    _, still, message = notebook.outputs_when(CELL, 3)
    heard = re.match(
        '<img alt="([^"]*)" src="data:image/svg.xml;base64,', still["data"]["text/html"]
    )
    assert heard[1] == still["data"]["text/plain"]
    assert still["data"]["text/plain"].startswith("Loss ")
    assert message["text"] == "Stopped by hand; what was learned is kept.\n"
