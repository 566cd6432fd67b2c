"""How fast explorers answer in the browser. ``make bench`` measures, the tests run it once.

From the moments that a slider is dragged to the next value and let go to the moment that the page
is about to paint the pictures of a neuron trained anew for 2,000 epochs, beside a slider of
ipywidgets that only writes a text; and, while a long training runs, the frames a second, the share
of the time that goes into drawing, and how soon Pause is obeyed. The share is a ratio; the rest is
in the units of the one who waits, and goes with the machine.
"""

import json
import statistics

import numpy as np
import pytest

EPOCHS = 2000
NEVER_DONE = 1_000_000  # epochs, while this looks on
PIXELS = 9  # to the right or left: the slider goes to another seed
TIMED = """drawing = []

def timed(draw=explorer._runner._draw):
    started = time.perf_counter()
    draw()
    drawing.append(time.perf_counter() - started)

explorer._runner._draw = timed
"""
SOURCE = f"""import statistics
import time
import ipywidgets
import numpy as np
from IPython.display import display
from nnlib import datasets
from nnlib.explorers.neuron import NeuronExplorer

epochs = NeuronExplorer.problem.settings["epochs"]
usual, epochs.high = epochs.high, {NEVER_DONE}
explorer = NeuronExplorer("first input", epochs={EPOCHS})
epochs.high = usual
explorer.train()
{TIMED}
def bare_loop():
    table, weights = datasets.first_input(), np.zeros((3, 1))
    started = time.perf_counter()
    for _ in range({EPOCHS}):
        outputs = 1 / (1 + np.exp(-np.dot(table.inputs, weights)))
        delta = (table.targets - outputs) * outputs * (1 - outputs)
        weights += np.dot(table.inputs.T, delta)
    return time.perf_counter() - started

slider, answer = ipywidgets.IntSlider(50, readout=False), ipywidgets.HTML()
slider.observe(
    lambda change: setattr(
        answer, "value", f'<svg data-epoch="{EPOCHS}"><polyline points="{{change.new}}"/></svg>'
    ),
    "value",
)
empty = ipywidgets.HBox([slider, answer])
empty.add_class("empty")
display(explorer, empty)"""
PLAYGROUND = f"""import time
from nnlib.explorers.playground import Playground

explorer = Playground(
    "data=spiral samples=200 held_out=0.0 layers=8-8 learning_rate=0.03 epochs=100000"
)
{TIMED}
explorer"""
WATCH = """cell => {
    window.frames_ = [];
    window.moves = {};
    let last = null;
    const note = () => {
        const svg = cell.querySelector('svg[data-epoch]');
        const curve = svg?.querySelector('polyline')?.getAttribute('points');
        if (!curve || curve === last) return;
        last = curve;
        const epoch = Number(svg.dataset.epoch);
        requestAnimationFrame(() => {
            window.frames_.push([performance.now(), epoch]);
            window.look?.();
        });
    };
    new MutationObserver(note).observe(cell, {subtree: true, childList: true});
    for (const kind of ['pointermove', 'pointerup', 'click'])
        document.addEventListener(kind, () => { window.moves[kind] ??= performance.now(); }, true);
    note();
}"""
# Asking again and again would keep the page busy, and one of two cores with it.
AWAIT = """epochs => new Promise(done => {
    window.look = () => window.frames_.some(frame => frame[1] === epochs) && done();
    window.look();
})"""
AWAIT_FRAMES = """() => new Promise(done => {
    window.look = () => window.frames_.length > 3 && done();
    window.look();
})"""
FORGET = "() => { window.frames_ = []; window.moves = {}; }"
READ = "() => [window.frames_, window.moves]"


def in_words(name, waits):
    high = sorted(waits)[min(round(0.95 * len(waits)), len(waits) - 1)]
    return f"{name} median {statistics.median(waits):.0f} ms, 95th percentile {high:.0f} ms"


def pace(notebook, frames):
    """Return in words how many frames there were a second, and what they cost."""
    drawn, trained = json.loads(notebook.kernel("print([sum(drawing), explorer.history.seconds])"))
    elapsed = frames[-1][0] - frames[0][0]
    return (
        f"{1000 * (len(frames) - 1) / elapsed:.1f} frames a second, drawing "
        f"{drawn / (drawn + trained):.0%} of the kernel's work"
    )


class Slid:
    """What a slider brings into the page, each time that it is dragged and let go."""

    def __init__(self, page, root, row):
        self.from_move, self.from_release = [], []
        self._page = page
        self._handle = row.locator(".noUi-handle")
        root.evaluate(WATCH)

    def slide(self):
        self._handle.scroll_into_view_if_needed()
        page, box = self._page, self._handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(FORGET)
        page.mouse.move(x + (PIXELS if len(self.from_move) % 30 < 15 else -PIXELS), y)
        page.mouse.up()
        page.evaluate(AWAIT, EPOCHS)
        frames, moves = page.evaluate(READ)
        seen = next(time for time, epoch in frames if epoch == EPOCHS)
        self.from_move.append(seen - moves["pointermove"])
        self.from_release.append(seen - moves["pointerup"])
        page.wait_for_timeout(100)


@pytest.fixture
def notebook(lesson):
    """Return lesson 1: how fast an explorer is for learners is how fast it is there."""
    return lesson


def test_how_fast_the_explorer_answers(notebook, benchmark):
    rounds, seconds = (1, 0) if benchmark.disabled else (100, 2)
    page = notebook.page
    notebook.clear_outputs()  # the explorers of other cells
    notebook.start("play-code", SOURCE)
    page.locator(f"svg[data-epoch='{EPOCHS}']").wait_for()
    page.get_by_role("button", name="▸ More").click()
    row = page.locator(
        ".widget-hbox", has=page.get_by_role("textbox", name="start (seed)", exact=True)
    ).last
    explorer = Slid(page, page.locator(".nnlib-explorer"), row)
    empty = Slid(page, page.locator(".empty"), page.locator(".empty"))
    training = []

    def slide():
        explorer.slide()
        training.append(1000 * float(notebook.kernel("print(explorer.history.seconds)")))
        empty.slide()

    benchmark.pedantic(slide, rounds=rounds)
    page.get_by_role("textbox", name="epochs", exact=True).fill(str(NEVER_DONE))
    page.get_by_role("button", name="Reset").click()
    page.locator("svg[data-epoch='0']").wait_for()
    notebook.kernel("drawing.clear()")
    page.evaluate(FORGET)
    page.get_by_role("button", name="Train").click()
    page.evaluate(AWAIT_FRAMES)
    page.wait_for_timeout(1000 * seconds)
    frames, _ = page.evaluate(READ)
    page.evaluate(FORGET)
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Paused. ").wait_for()
    after, moves = page.evaluate(READ)
    bare = 1000 * float(notebook.kernel("print(statistics.median(bare_loop() for _ in range(20)))"))
    without = np.subtract(explorer.from_move, training)
    low, middle, high = np.quantile(without / np.array(empty.from_move), (0.25, 0.5, 0.75))
    ratios = f"{middle:.2f} times (half of {rounds} between {low:.2f} and {high:.2f})"
    obeyed = max([0, *(time - moves["click"] for time, _ in after)])
    print(
        f"\nto a picture of {EPOCHS:,} epochs, {rounds} times: "
        f"{in_words('from a move of a slider', explorer.from_move)}, "
        f"{in_words('from its release', explorer.from_release)}; the bare loop alone {bare:.0f} ms"
        f"\na move to its picture, without the training, to a text of ipywidgets: {ratios}"
        f"\nwhile training: {pace(notebook, frames)}"
        f"\nfrom Pause to the last frame: {obeyed:.0f} ms"
    )
    assert frames[-1][1] > frames[0][1]


def test_how_fast_the_playground_draws(notebook, benchmark):
    seconds = 0 if benchmark.disabled else 5
    page = notebook.page
    notebook.clear_outputs()  # the explorers of other cells
    notebook.start("play-code", PLAYGROUND)
    page.locator("svg[data-epoch='0']").wait_for()
    page.locator(".nnlib-explorer").evaluate(WATCH)
    page.get_by_role("button", name="Train").click()
    page.evaluate(AWAIT_FRAMES)
    page.evaluate(FORGET)
    page.evaluate(AWAIT_FRAMES)
    benchmark.pedantic(page.wait_for_timeout, args=[1000 * seconds], rounds=1)
    frames, _ = page.evaluate(READ)
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Paused. ").wait_for()
    print(f"\nplayground, 200 points, 2-8-8-1, 50 x 50: {pace(notebook, frames)}")
    assert frames[-1][1] > 0
