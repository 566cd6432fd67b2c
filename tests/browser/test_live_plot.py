"""The loss plot moves while a cell trains, and the stop button keeps it."""

import re

import pytest

from tests.browser.explorer_page import CELL, in_a_window, without_the_list_of_files
from tests.browser.test_every_notebook import SMALLEST_WORDS, TABLETS, WORDS_IN_PICTURES

ENDLESS = """from nnlib.live import LossPlot

with LossPlot() as plot:
    for epoch in range(10**8):
        plot.add(epoch, 1 / (1 + epoch))
"""

WITH_OUTPUTS = """import numpy as np
from nnlib import datasets
from nnlib.live import LossPlot

with LossPlot(dataset=datasets.cycling()) as plot:
    for epoch in range(10**8):
        plot.add(epoch, 1 / (1 + epoch), np.full((4, 1), 0.5))
"""
HEIGHT_OF_BOTH = """() => {
    const [first, last] = document.querySelectorAll('.jp-Notebook .widget-html svg[role=img]');
    return last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
}"""
MOST_OF_BOTH = 480  # pixels: below the code of its cell they have room on a tablet
WORDS_IN_IMAGES = """images => images.flatMap(image => {
    const svg = new DOMParser().parseFromString(atob(image.src.split(',')[1]), 'image/svg+xml');
    return [...svg.querySelectorAll('text')].map(words => {
        const size = parseFloat(words.closest('[font-size]').getAttribute('font-size'));
        const inner = words.closest('svg');
        const {width} = inner.viewBox.baseVal;
        const share = inner.width.baseVal.value / width;
        const outer = svg.documentElement.viewBox.baseVal.width;
        return [size * share * image.clientWidth / outer, words.textContent];
    });
})"""


def test_the_loss_plot_moves_and_the_stop_button_keeps_it(notebook):
    notebook.clear_outputs()
    notebook.start(CELL, ENDLESS)
    picture = notebook.page.locator("svg[data-epoch]")
    picture.wait_for()
    first = int(picture.get_attribute("data-epoch"))
    notebook.page.wait_for_function(
        "first => document.querySelector('svg[data-epoch]').dataset.epoch > first + 1000", arg=first
    )
    assert picture.get_attribute("aria-label").startswith("The loss while training: epoch ")
    notebook.interrupt()
    picture.wait_for(state="detached")
    _, still, message = notebook.outputs_when(CELL, 3)
    heard = re.match(
        '<img alt="([^"]*)" src="data:image/svg.xml;base64,', still["data"]["text/html"]
    )
    assert heard[1] == still["data"]["text/plain"]
    assert still["data"]["text/plain"].startswith("Loss ")
    assert message["text"] == "Stopped by hand; what was learned is kept.\n"


@pytest.mark.not_on_the_site
def test_words_of_a_loss_plot_with_outputs_can_be_read_on_a_tablet(notebook):
    page = notebook.page
    notebook.clear_outputs()
    notebook.start(CELL, WITH_OUTPUTS)
    page.locator("svg[data-epoch]").wait_for()
    moving, still = [], []
    with without_the_list_of_files(page):
        for width in TABLETS:
            with in_a_window(page, width, 1180):
                moving += page.evaluate(WORDS_IN_PICTURES)
                assert page.evaluate(HEIGHT_OF_BOTH) < MOST_OF_BOTH, width
        notebook.interrupt()
        notebook.outputs_when(CELL, 3)
        images = page.locator(".jp-OutputArea-output img[src^='data:image/']")
        for width in TABLETS:
            with in_a_window(page, width, 1180):
                still += images.evaluate_all(WORDS_IN_IMAGES)
    for words in (moving, still):
        assert len(words) > 3 * 20
        assert [each for each in words if each[0] < SMALLEST_WORDS] == []
