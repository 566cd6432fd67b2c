"""What is shown takes time, and changes nothing. Time stands still here, but where one waits."""

import asyncio
import signal
import time
from functools import partial

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from scipy.integrate import quad

from nnlib import datasets, live, pace
from nnlib.explorers.digits import DigitExplorer
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.network import Dense, Network
from nnlib.training import Ended, train
from tests import waiting
from tests.hands import press
from tests.waiting import until

NEURON = partial(NeuronExplorer, "OR", bias=True)
FRAMES_A_SECOND = (20, 25)  # what an eye takes for a motion, and a page can draw


class Clock:
    """A clock that goes on where somebody sleeps, or an event loop waits for what is to come."""

    def __init__(self):
        self.now = 1000.0
        self.a_look = 0.0  # seconds that it takes

    def read(self):
        self.now += self.a_look
        return self.now

    def pass_by(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    """Somebody watches, and need not wait."""
    monkeypatch.delenv(pace.VARIABLE)
    clock = Clock()
    for name in ("perf_counter", "monotonic"):
        monkeypatch.setattr(time, name, clock.read)
    monkeypatch.setattr(time, "sleep", clock.pass_by)
    monkeypatch.setattr(waiting, "LONGEST", 100)
    return clock


@pytest.fixture
def shell(monkeypatch):
    """Let the code under test run as in a cell that was run by hand."""
    monkeypatch.setattr(live, "CELLS", pace.Cells())
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


# How many epochs


def speed(seconds):
    return 50.0 if seconds <= 4 else 50.0 * 10 ** (seconds - 4)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 3.99, 4.0, 4.5, 6.8, 9.0])
def test_epochs_are_the_integral_of_the_speed(seconds):
    parts = [quad(speed, *part)[0] for part in ((0, min(seconds, 4)), (min(seconds, 4), seconds))]
    assert pace.epochs_shown(seconds) == pytest.approx(sum(parts), rel=1e-9)
    assert pace.seconds_shown(sum(parts)) == pytest.approx(seconds, rel=1e-9)


def test_what_matters_is_watched_and_nothing_takes_long():
    assert pace.seconds_shown(160) > 3  # in which the loss of lesson 1 falls
    assert pace.seconds_shown(15_000) < 7
    assert pace.seconds_shown(1_000_000) < 9
    assert pace.epochs_shown(3600) > 1e50  # and can be computed


# A training with controls


def shown_on_a_loop(clock, scene, epochs=15_000, make=NEURON):
    """Press Train on an event loop, run `scene(explorer)`; return explorer and (second, epoch)."""

    async def play():
        explorer = make(epochs=epochs)
        explorer._picture.observe(
            lambda _: frames.append((clock.now - started, explorer._history.epochs)), "value"
        )
        press(explorer, "Train")
        await scene(explorer)
        return explorer

    frames, started = [], clock.now
    with asyncio.Runner() as runner:
        selector = runner.get_loop()._selector
        select = selector.select

        def pass_the_time(timeout):
            clock.pass_by(timeout or 0)
            return select(0 if timeout else timeout)

        selector.select = pass_the_time
        return runner.run(play()), frames


def at(epoch):
    """Return a scene that ends when so many epochs are trained."""

    async def scene(explorer):
        await until(lambda: explorer._history.epochs >= epoch)

    return scene


async def to_the_end(explorer):
    await until(lambda: explorer._history.epochs and not explorer._runner.running)


def choosing(name):
    """Return a scene in which a pace is chosen at once, and the training goes to its end."""

    async def scene(explorer):
        explorer.controls["pace"].value = name
        await to_the_end(explorer)

    return scene


def test_the_first_epochs_are_seen_at_the_speed_that_was_promised(clock):
    _, frames = shown_on_a_loop(clock, to_the_end)
    first = [(second, epoch) for second, epoch in frames if second <= 4]
    low, high = FRAMES_A_SECOND
    assert 4 * low <= len(first) <= 4 * high + 1
    for second, epoch in first:
        assert 50 * second - 2 <= epoch <= 50 * second + 1e-6
    assert frames[-1][1] == 15_000
    assert frames[-1][0] == pytest.approx(pace.seconds_shown(15_000), abs=0.1)


def test_an_epoch_of_many_updates_is_seen_for_longer(clock):
    """Twenty epochs of the digits take the four seconds of 200 others."""
    worth = DigitExplorer.problem.worth
    film = pace.Film("normal", 0, worth)
    assert film.due() == 0
    for second, epochs in ((1, 5), (3.99, 19), (4.01, 20)):
        clock.now = 1000 + second
        assert film.due() == epochs
    clock.now = 1000
    later = pace.Film("normal", 20, worth)
    assert later.due() == 20


@pytest.mark.parametrize(("name", "times"), [("slow", 4), ("normal", 1), ("fast", 0)])
def test_the_pace_changes_the_time_and_nothing_else(clock, name, times):
    explorer, frames = shown_on_a_loop(clock, choosing(name), epochs=300)
    took = times * pace.seconds_shown(300)
    assert frames[-1][0] == pytest.approx(took, abs=0.1)
    alone = NeuronExplorer("OR", bias=True, epochs=300)
    alone.train()
    assert explorer.history.loss == alone.history.loss
    np.testing.assert_array_equal(explorer.network.parameters, alone.network.parameters)
    assert explorer._status.value == alone._status.value
    assert explorer._picture.value == alone._picture.value


def test_another_pace_goes_on_from_the_epoch_that_is_seen(clock):
    async def scene(explorer):
        for epoch, next_pace in ((100, "slow"), (150, "normal"), (200, "fast")):
            await at(epoch)(explorer)
            explorer.controls["pace"].value = next_pace
            seconds.append(clock.now)
        await to_the_end(explorer)
        seconds.append(clock.now)

    seconds = []
    explorer, _ = shown_on_a_loop(clock, scene)
    assert explorer.history.epochs == 15_000
    assert np.diff(seconds) == pytest.approx([4, 1, 0], abs=0.15)


@pytest.mark.needs_keras
def test_keras_is_not_left_behind(clock):
    async def scene(explorer):
        for epoch, next_pace in ((10, "slow"), (15, "normal"), (30, "fast")):
            await at(epoch)(explorer)
            explorer.controls["pace"].value = next_pace
        await to_the_end(explorer)

    clock.a_look = 1e-6
    explorer, _ = shown_on_a_loop(clock, scene, 60, make=KerasExplorer)
    assert explorer.history.epochs == 60
    np.testing.assert_allclose(explorer.keras_losses, explorer.history.loss, rtol=1e-6)


def test_a_pace_chosen_while_nothing_is_watched_trains_nothing(clock):
    async def scene(explorer):
        await at(10)(explorer)
        press(explorer, "Pause")
        explorer.controls["pace"].value = "fast"
        await asyncio.sleep(1)
        epoch = explorer.history.epochs
        assert 10 <= epoch < 15
        press(explorer, "Step")
        explorer.controls["pace"].value = "slow"
        await asyncio.sleep(1)
        assert explorer.history.epochs == epoch + 1

    shown_on_a_loop(clock, scene)


def test_meanwhile_every_control_acts_within_a_frame(clock):
    async def scene(explorer):
        await at(100)(explorer)
        explorer.controls["learning_rate"].value = 7.5
        epoch, now = explorer._history.epochs, clock.now
        await at(epoch + 2)(explorer)
        assert clock.now - now <= 0.1
        assert explorer._training.learning_rate == 7.5
        explorer.controls["replay"].value = 40
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert explorer._status.value.partition("Replay: epoch 40 of ")[1]
        assert not explorer._runner.running

    shown_on_a_loop(clock, scene)


def test_what_a_learner_does_not_watch_takes_no_time(clock):
    async def scene(explorer):
        await at(100)(explorer)
        explorer.controls["start"].value = 2  # begins again, and goes where it was going to
        now = clock.now
        await to_the_end(explorer)
        assert explorer.history.epochs == 15_000
        explorer.train(5000)
        press(explorer, "Step")
        await until(lambda: explorer._history.epochs == 20_001)
        assert clock.now - now < 0.1

    shown_on_a_loop(clock, scene)


def test_an_end_before_the_last_epoch_is_not_waited_for(clock):
    async def scene(explorer):
        began = clock.now
        explorer.controls["stop_at_loss"].value = 0.1
        await to_the_end(explorer)
        assert "Done: the loss has reached 0.1" in explorer._status.value
        took = pace.seconds_shown(explorer.history.epochs)
        assert clock.now - began == pytest.approx(took, abs=0.1)

    shown_on_a_loop(clock, scene, epochs=100_000)


def test_the_environment_wants_full_speed(clock, shell, monkeypatch):
    monkeypatch.setenv(pace.VARIABLE, "full")
    _, frames = shown_on_a_loop(clock, to_the_end)
    assert frames[-1][0] < 0.1
    assert seconds_of(clock, lambda: plotted("slow")) == 0


# A live plot


def trained(plot, epochs=15_000):
    gate = datasets.or_gate()
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    return train(
        network, gate.inputs, gate.targets, epochs=epochs, learning_rate=1.0, on_epoch=plot.add
    )


def plotted(name, epochs=15_000):
    """Train with a live plot, and return the history and what is left of the plot."""
    with capture_output() as captured, live.LossPlot(pace=name) as plot:
        history = trained(plot, epochs)
    return history, [each.data for each in captured.outputs]


def seconds_of(clock, act):
    began = clock.now
    act()
    return clock.now - began


def test_a_live_plot_shows_the_first_epochs_over_some_seconds(clock, shell):
    frames, began = [], clock.now
    with capture_output(), live.LossPlot() as plot:
        plot._widget.observe(lambda _: frames.append((clock.now - began, plot._last[0])), "value")
        trained(plot)
    first = [(second, epoch) for second, epoch in frames if second <= 4]
    low, high = FRAMES_A_SECOND
    assert 4 * low <= len(first) <= 4 * high + 1
    for second, epoch in first:
        assert 50 * second - 2 <= epoch <= 50 * second + 1e-6
    assert clock.now - began == pytest.approx(pace.seconds_shown(15_000), abs=0.1)


@pytest.mark.parametrize(("name", "times"), [("slow", 4), ("normal", 1), ("fast", 0)])
def test_the_pace_of_a_plot_changes_the_time_and_nothing_else(clock, shell, name, times):
    history, left = plotted("fast", 300)
    live.CELLS.begin()
    began = clock.now
    paced, left_paced = plotted(name, 300)
    assert clock.now - began == pytest.approx(times * pace.seconds_shown(300), abs=0.1)
    assert paced.loss == history.loss
    assert repr(paced) == repr(history)
    assert left_paced[1:] == left[1:]  # the first is the moving one


def test_only_the_first_training_of_a_cell_is_watched(clock, shell):
    assert seconds_of(clock, lambda: plotted("normal", 100)) == pytest.approx(2, abs=0.1)
    assert seconds_of(clock, lambda: plotted("normal", 100)) == 0


def test_a_cell_right_after_another_is_not_watched(clock, shell):
    cells = live.CELLS
    for pause, seconds in ((0.0, 0), (0.9, 0), (1.1, 2), (0.0, 0)):
        cells.end()
        clock.pass_by(pause)
        cells.begin()
        assert seconds_of(clock, lambda: plotted("normal", 100)) == pytest.approx(seconds, abs=0.1)


def test_what_computes_for_longer_than_it_is_shown_never_waits(clock, shell):
    with capture_output(), live.LossPlot() as plot:
        for epoch in range(100):
            clock.pass_by(0.03)
            before = clock.now
            plot.add(epoch, 1.0)
            assert clock.now == before


def test_looks_that_are_far_apart_leave_the_stop_button_alive(clock, shell):
    with capture_output(), live.LossPlot() as plot:
        for epoch in range(0, 1000, 100):
            waited = seconds_of(clock, lambda epoch=epoch: plot.add(epoch, 1.0))
            assert waited <= 0.3


def test_outside_a_notebook_a_plot_takes_no_time(clock):
    def plot():
        with live.LossPlot() as plot:
            trained(plot, 1000)

    assert seconds_of(clock, plot) == 0


def test_the_stop_button_ends_the_wait_and_nothing_is_lost(clock, shell, monkeypatch):
    def press_after_a_second(seconds):
        clock.pass_by(seconds)
        if clock.now > began + 1 and not pressed:
            pressed.append(True)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(time, "sleep", press_after_a_second)
    began, pressed = clock.now, []
    with capture_output() as captured, live.LossPlot() as plot:
        for epoch in range(1000):
            plot.add(epoch, 1.0)
    assert "Stopped by hand" in captured.stdout
    assert plot._last == (epoch, 1.0)
    assert epoch == pytest.approx(50, abs=3)
    live.CELLS.begin()
    began, pressed = clock.now, []
    history, _ = plotted("normal")  # train hears it itself
    assert history.ended is Ended.BY_HAND
    assert history.epochs == pytest.approx(50, abs=3)


def test_an_unknown_pace_is_named():
    with pytest.raises(ValueError, match=r"pace 'quick' is not known. Choose one of slow, normal"):
        live.LossPlot(pace="quick")


# In a kernel, as a notebook has it

FIRST = """import time
from nnlib import pace
from nnlib.live import LossPlot

pace.SECONDS_BETWEEN_CELLS = 60  # a busy machine takes more than one
naps, sleep = [], time.sleep
time.sleep = lambda seconds: (naps.append(seconds), sleep(seconds))

def waited():
    naps.clear()
    with LossPlot() as plot:
        for epoch in range(11):
            plot.add(epoch, 1 / (1 + epoch))
    return pace.SECONDS_A_NAP in naps  # other threads sleep as well, but longer
"""
ASK = "print(waited())"
BY_HAND = "pace.SECONDS_BETWEEN_CELLS = 0"  # as if the next cells came after a while


def test_run_all_trains_at_full_speed_and_a_cell_by_hand_does_not(monkeypatch):
    monkeypatch.delenv(pace.VARIABLE)
    full = f"import os; os.environ[{pace.VARIABLE!r}] = 'full'"
    cells = [new_code_cell(source) for source in (FIRST, ASK, BY_HAND, ASK, full, ASK)]
    notebook = NotebookClient(new_notebook(cells=cells), kernel_name="python3").execute()
    said = [cell.outputs[-1].text.strip() for cell in notebook.cells if cell.source == ASK]
    assert said == ["False", "True", "False"]
