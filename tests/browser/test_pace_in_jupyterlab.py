"""The first epochs of a training are seen, some a frame, and every control acts meanwhile."""

import pytest

from tests.browser.conftest import SET_PACE
from tests.browser.explorer_page import CELL, LOSS, ExplorerPage
from tests.browser.test_explorer_speed import READ, WATCH

AS_LEARNERS_HAVE_IT = """import os
from nnlib import pace

del os.environ[pace.VARIABLE]
usual, pace.SECONDS_BETWEEN_CELLS = pace.SECONDS_BETWEEN_CELLS, 0  # as if some had passed"""
EXPLORER = """from nnlib.explorers.neuron import NeuronExplorer

explorer = NeuronExplorer("OR", bias=True, epochs=100_000)
explorer"""
PLOT = """from nnlib.live import LossPlot

with LossPlot() as plot:
    for epoch in range(101):
        plot.add(epoch, 1 / (1 + epoch))
"""
SECONDS = 2  # in which 100 epochs are shown
FEWEST_FRAMES = 15  # of 50, on a machine that has other work as well


@pytest.fixture
def notebook(notebook):
    notebook.kernel(AS_LEARNERS_HAVE_IT)
    yield notebook
    notebook.kernel(f"pace.SECONDS_BETWEEN_CELLS = usual; {SET_PACE.format('full')}")


def frames_of(page):
    """Return (millisecond, epoch) of what was seen, from epoch 1 to 100."""
    frames, _ = page.evaluate(READ)
    return [(time, epoch) for time, epoch in frames if 0 < epoch <= 100]


def assert_it_was_seen(frames):
    (first, epoch), *_, (last, last_epoch) = frames
    assert len(frames) >= FEWEST_FRAMES
    assert epoch < 50
    assert last - first >= 1000 * SECONDS * 0.9 * (last_epoch - epoch) / 100


@pytest.mark.everywhere
def test_the_first_epochs_are_seen_and_controls_act_meanwhile(notebook):
    explorer = ExplorerPage(notebook, EXPLORER)
    explorer.output.evaluate(WATCH)
    explorer.press("Train")
    explorer.reaches(40)
    explorer.type("learning rate", "7.25")
    explorer.reaches(100)
    assert notebook.kernel("print(explorer._training.learning_rate)") == "7.25"
    explorer.press("Pause")
    explorer.says("Paused. OR, with a bias: ")
    frames = frames_of(explorer.page)
    assert_it_was_seen(frames)
    explorer.press("slow")
    explorer.press("Train")
    explorer.press("fast")
    explorer.reaches(50_000)  # at the slow pace, after half a minute


def test_a_live_plot_is_seen_while_its_cell_runs(notebook):
    page = notebook.page
    notebook.clear_outputs()
    notebook.start(CELL, PLOT)
    page.locator(f"{LOSS} polyline").wait_for(state="attached")
    page.locator(f".jp-Cell:has({LOSS})").evaluate(WATCH)
    page.locator(LOSS).wait_for(state="detached")
    frames = frames_of(page)
    assert_it_was_seen(frames)
