import asyncio
import base64
import itertools
import os
import re
import signal
import threading
import time
import types
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from nnlib import datasets, live
from nnlib.network import Dense, Network
from nnlib.pictures import theme
from nnlib.plots import new_figure
from nnlib.training import train
from tests.waiting import until, until_quiet

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shell():
    """Let the code under test run as in a notebook."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def trained(plot, epochs=300):
    gate = datasets.or_gate()
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    return train(
        network, gate.inputs, gate.targets, epochs=epochs, learning_rate=1.0, on_epoch=plot.add
    )


def test_show_displays_png_with_its_description(shell):
    figure, _ = new_figure()
    with capture_output() as captured:
        live.show(figure, "An empty picture.")
    (output,) = captured.outputs
    assert output.data["text/plain"] == "An empty picture."
    assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
    assert output.metadata["image/png"]["alt"] == "An empty picture."


def test_a_page_gets_the_picture_with_a_text_that_it_reads_aloud(shell):
    shell.kernel = types.SimpleNamespace(get_parent=lambda: {"metadata": {"cellId": "one"}})
    figure, _ = new_figure()
    with capture_output() as captured:
        live.show(figure, 'A "quoted" loss < 1.')
    (output,) = captured.outputs
    assert output.data["text/plain"] == 'A "quoted" loss < 1.'
    assert "image/png" not in output.data
    picture = ElementTree.fromstring(output.data["text/html"].replace(">", "/>"))
    assert picture.get("alt") == 'A "quoted" loss < 1.'
    png = picture.get("src").removeprefix("data:image/png;base64,")
    assert base64.b64decode(png).startswith(b"\x89PNG")


def test_a_page_gets_scenes_as_they_were_seen(shell):
    shell.kernel = types.SimpleNamespace(get_parent=lambda: {"metadata": {"cellId": "one"}})
    frames = []
    with capture_output() as captured, live.LossPlot() as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        trained(plot)
        plot._next_frame = 0.0
        plot.add(301, 0.25)
    output = captured.outputs[-1].data
    assert set(output) == {"text/html", "text/plain"}
    picture = ElementTree.fromstring(output["text/html"].replace(">", "/>"))
    assert picture.get("alt") == output["text/plain"] == plot.description()
    kind, data = picture.get("src").split(",")
    assert kind == "data:image/svg+xml;base64"
    file = ElementTree.fromstring(base64.b64decode(data))
    seen = ElementTree.fromstring(frames[-1].removeprefix(theme.STYLE_SHEET))
    assert [each.text for each in file.iter(f"{SVG}text")] == [
        each.text for each in seen.iter("text")
    ]
    assert [each.get("points") for each in file.iter(f"{SVG}polyline")] == [
        each.get("points") for each in seen.iter("polyline")
    ]


def words_in(axes):
    return {text.get_text() for text in axes.texts}


def test_outside_a_notebook_nothing_is_displayed(capsys):
    with live.LossPlot() as plot:
        history = trained(plot)
    assert capsys.readouterr().out == ""
    (axes,) = plot.figure().axes
    assert f"epoch 300: loss {theme.number(history.loss[-1], 4)}" in words_in(axes)
    assert plot.summary() == f"Loss {history.loss[-1]:.4g} after 300 epochs"


def test_in_a_notebook_it_moves_and_leaves_a_still_picture(shell, monkeypatch):
    monkeypatch.setattr(live, "SECONDS_A_FRAME", 0.0)
    frames = []
    with capture_output() as captured, live.LossPlot() as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        history = trained(plot)
    assert len(frames) == 301
    pictures = [frame.removeprefix(theme.STYLE_SHEET) for frame in frames]
    epochs = [ElementTree.fromstring(each)[0].get("data-epoch") for each in pictures]
    assert epochs == [str(epoch) for epoch in range(301)]
    assert plot._widget is None
    moving, *_, still = captured.outputs
    assert set(moving.data) == {live.WIDGET_VIEW}
    assert still.data["text/plain"] == plot.description()
    assert plot.description().startswith(f"Loss {history.loss[-1]:.4g} after 300 epochs. At ")
    assert "image/png" in still.data


def test_outputs_move_to_their_targets_beside_the_curve(shell, monkeypatch):
    monkeypatch.setattr(live, "SECONDS_A_FRAME", 0.0)
    gate, frames = datasets.or_gate(), []
    with capture_output() as captured, live.LossPlot(dataset=gate) as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        for epoch in range(3):
            plot.add(epoch, 0.5 - epoch / 10, np.full((4, 1), 0.89 + epoch / 50))
    for frame, output in zip(frames, ("0.89", "0.91", "0.93"), strict=True):
        page = ElementTree.fromstring(frame.removeprefix(theme.STYLE_SHEET))
        curve, outputs = page.iter("svg")
        assert curve.get("data-epoch") is not None
        assert {output, "00", "11"} <= {text.text for text in outputs.iter("text")}
    said = captured.outputs[-1].data["text/plain"]
    assert said == (
        "Loss 0.3 after 2 epochs; 3 of 4 outputs within 0.1 of the target. At the epochs 0, 1, 2: "
        "0.5, 0.4, 0.3. Outputs at first and at the end: row 1 (0 0) 0.89, 0.93, target 0; row 2 "
        "(0 1) 0.89, 0.93, target 1; row 3 (1 0) 0.89, 0.93, target 1; row 4 (1 1) 0.89, 0.93, "
        "target 1."
    )


def test_who_cannot_see_the_curve_hears_how_it_falls():
    plot = live.LossPlot()
    losses = trained(plot, epochs=1000).loss
    told = re.fullmatch(r"(.+)\. At the epochs (.+): (.+)\.", plot.description())
    assert told[1] == plot.summary()
    epochs = [int(each.replace(",", "")) for each in told[2].split(", ")]
    assert epochs[0] == 0
    assert epochs[-1] == 1000
    assert len(epochs) == 7
    assert told[3].split(", ") == [theme.number(losses[epoch]) for epoch in epochs]
    halfway = (losses[0] + losses[-1]) / 2
    assert losses[epochs[1]] > halfway > losses[epochs[3]]  # where it falls, there is a number


def test_outputs_of_many_rows_are_not_told():
    gate = datasets.all_equal()
    plot = live.LossPlot(dataset=gate)
    for epoch in range(3):
        plot.add(epoch, 0.5, gate.targets)
    assert "At the epochs 0, 1, 2: 0.5, 0.5, 0.5." in plot.description()
    assert "row 1" not in plot.description()


def test_it_does_not_draw_more_often_than_a_screen_needs(shell, monkeypatch):
    now = iter(np.arange(0, 1000, 0.001))
    monkeypatch.setattr(live.time, "perf_counter", lambda: next(now))
    frames = []
    with capture_output(), live.LossPlot() as plot:
        plot._widget.observe(lambda change: frames.append(change.new), "value")
        for epoch in range(3000):
            plot.add(epoch, 1.0)
    assert 3000 * 0.001 * 25 * 0.8 <= len(frames) <= 3000 * 0.001 * 25 * 1.2 + 1


def test_the_stop_button_ends_the_block_and_keeps_the_curve(shell):
    with capture_output() as captured, live.LossPlot() as plot:
        for epoch in range(1000):
            plot.add(epoch, 1 / (1 + epoch))
            if epoch == 499:
                raise KeyboardInterrupt
    said = captured.outputs[-1].data["text/plain"]
    assert said.startswith("Loss 0.002 after 499 epochs. At the epochs 0, ")
    assert said.endswith(", 0.002.")
    assert "Stopped by hand" in captured.stdout


def test_when_it_is_done_the_moving_picture_is_gone(shell):
    with capture_output(), live.LossPlot() as plot:
        widget = plot._widget
        updates = []
        plot._display.update = lambda *data, **options: updates.append(data)
        trained(plot)
    assert widget.comm is None  # closed: it leaves nothing behind in the page
    assert updates == [({"text/plain": ""},)]


def test_a_second_training_begins_a_new_curve():
    plot = live.LossPlot()
    trained(plot, epochs=300)
    history = trained(plot, epochs=100)
    (axes,) = plot.figure().axes
    assert f"epoch 100: loss {theme.number(history.loss[-1], 4)}" in words_in(axes)
    assert 101 in {len(line.get_xdata()) for line in axes.lines}


def test_copies_show_the_one_in_the_middle():
    gate, plot = datasets.or_gate(), live.LossPlot()
    many = Network([Dense(2, 1, "sigmoid")], rng=1, copies=9)
    settings = {"epochs": 5, "learning_rate": 1.0, "on_epoch": plot.add}
    history = train(many, gate.inputs, gate.targets, **settings)
    assert plot.summary() == f"Loss {np.median(history.loss[-1]):.4g} after 5 epochs"


def test_any_other_error_passes(shell):
    with capture_output(), pytest.raises(ZeroDivisionError), live.LossPlot() as plot:
        plot.add(0, 1.0)
        _ = 1 / 0


def test_an_empty_plot_says_so(shell):
    with capture_output() as captured, live.LossPlot():
        pass
    assert captured.outputs[-1].data["text/plain"] == "No epoch has been trained."


def test_reset_forgets():
    plot = live.LossPlot()
    plot.add(0, 1.0)
    plot.reset()
    assert plot.summary() == "No epoch has been trained."


class Log:
    """A runner's draw and ended, which note what they are told."""

    def __init__(self):
        self.draws, self.reasons = 0, []
        self.runner = live.Runner(self.draw, self.reasons.append)

    def draw(self):
        self.draws += 1


def on_a_loop(scene):
    """Run `scene(log)` on an event loop, and return the log."""

    async def play():
        log = Log()
        before = len(asyncio.all_tasks())
        await scene(log)
        assert len(asyncio.all_tasks()) == before
        return log

    return asyncio.run(play())


def test_without_a_loop_a_runner_takes_all_steps_at_once():
    log = Log()
    steps = iter(range(1000))
    log.runner.start(steps)
    assert next(steps, None) is None
    assert (log.draws, log.reasons, log.runner.running) == (1, [None], False)


def test_on_a_loop_it_leaves_time_to_listen():
    heard = []

    async def scene(log):
        log.runner.start(itertools.repeat(None))
        assert log.draws == 0  # it comes back before the first step
        for draws in range(10):
            heard.append(log.draws)
            await until(lambda draws=draws: log.draws > draws)
        log.runner.stop("Enough.")
        drawn = log.draws
        await until_quiet()
        assert log.draws == drawn  # no tick is left

    log = on_a_loop(scene)
    assert log.reasons == ["Enough."]
    assert len(set(heard)) == 10


def test_drawing_takes_a_quarter_of_the_time_at_most():
    spent = {"drawing": 0.0}

    async def scene(log):
        def slow_draw():
            time.sleep(0.05)
            spent["drawing"] += 0.05

        log.runner._draw = slow_draw
        started = time.perf_counter()
        log.runner.start(itertools.repeat(None))
        await until(lambda: spent["drawing"] > 0.2)
        log.runner.stop(None)
        spent["all"] = time.perf_counter() - started

    on_a_loop(scene)
    assert 0 < spent["drawing"] / spent["all"] < 0.3


def test_a_second_start_replaces_the_first():
    first, second = itertools.count(), iter(range(10))

    async def scene(log):
        log.runner.start(first)
        await until(lambda: log.draws > 0)
        log.runner.start(second)
        taken = next(first)
        await until_quiet()
        assert next(first) == taken + 1
        assert next(second, None) is None

    assert on_a_loop(scene).reasons == [None]


def test_one_runner_trains_at_a_time():
    async def scene(log):
        other = Log()
        other.runner.start(itertools.repeat(None))
        await until(lambda: other.draws > 0)
        log.runner.start(itertools.repeat(None))
        assert other.reasons == ["Paused, because something else trains now."]
        assert not other.runner.running
        await until(lambda: log.draws > 0)
        assert log.runner.running
        log.runner.drop()

    assert on_a_loop(scene).reasons == []


def test_finish_comes_back_when_it_is_done_even_on_a_loop():
    async def scene(log):
        log.runner.start(itertools.repeat(None))
        steps = iter(range(1000))
        log.runner.finish(steps)
        assert next(steps, None) is None
        assert not log.runner.running

    assert on_a_loop(scene).reasons == [None]


def test_the_latest_change_wins():
    calls = []

    async def scene(log):
        for number in range(200):
            log.runner.settle(lambda number=number: calls.append(number))
        await until(lambda: calls)
        await until_quiet()

    on_a_loop(scene)
    assert calls == [199]


def test_a_change_from_another_thread_enters_the_loop():
    threads = []

    async def scene(log):
        work = threading.Thread(
            target=log.runner.enter, args=[lambda: threads.append(threading.current_thread())]
        )
        work.start()
        await until(lambda: threads)
        work.join()

    on_a_loop(scene)
    assert threads == [threading.main_thread()]


@pytest.mark.parametrize("broken", ["a step", "the drawing"])
def test_an_error_is_said_in_words(broken):
    async def scene(log):
        if broken == "the drawing":
            log.runner._draw = lambda: 1 / 0
        log.runner.start(1 / number for number in (2, 1, 0))
        await until(lambda: log.reasons)
        assert not log.runner.running

    assert on_a_loop(scene).reasons == ["It stopped with ZeroDivisionError: division by zero."]


def test_the_stop_button_stops_it_between_two_messages():
    handler = signal.getsignal(signal.SIGINT)
    steps = itertools.count()

    async def scene(log):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel does between two messages
        log.runner.start(steps)
        await until(lambda: log.draws > 0)
        os.kill(os.getpid(), signal.SIGINT)
        await until(lambda: not log.runner.running)
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN

    try:
        assert on_a_loop(scene).reasons == ["Stopped by hand."]
    finally:
        signal.signal(signal.SIGINT, handler)


def test_the_stop_button_ends_what_a_cell_waits_for():
    log = Log()
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
    log.runner.finish(itertools.repeat(None))
    assert log.reasons == ["Stopped by hand."]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
