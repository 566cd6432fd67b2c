"""Where Python runs in a browser, the page may stop what trains; the browser here is a fake."""

import asyncio
import signal
from types import SimpleNamespace

import numpy as np
import pytest

from nnlib import datasets, page
from nnlib.live import LossPlot
from nnlib.network import Dense, Network
from nnlib.page import Page
from nnlib.training import Ended, epoch_by_epoch, train

MINE = "mine"


class Browser:
    """A channel, and turns in which one of some messages comes."""

    def __init__(self, *messages):
        self.messages = list(messages)
        self.told = []
        self.can_wait = self.a_cell_runs = True
        self.page = Page(self, self, lambda: None, lambda: MINE)

    def postMessage(self, text):  # noqa: N802
        self.told.append(text)

    def can_run_sync(self):
        return self.can_wait

    def run_sync(self, waiting):
        if self.messages:
            self.page.hear(SimpleNamespace(data=self.messages.pop(0)))


@pytest.fixture
def browse(monkeypatch):
    """Return a function that puts a ``Browser`` around this Python, whose frames take no time."""

    def put(*messages):
        browser = Browser(*messages)
        monkeypatch.setattr(page, "IS_HERE", True)
        monkeypatch.setattr(page, "SECONDS_BETWEEN", 0.0)
        monkeypatch.setattr(page, "_page", lambda: browser.page)
        monkeypatch.setattr(page, "_a_cell_runs", lambda: browser.a_cell_runs)
        return browser

    return put


def trained(epochs=50, **settings):
    gate = datasets.parity3()
    network = Network([Dense(3, 3, "tanh"), Dense(3, 1, "sigmoid")], rng=1)
    settings |= {"epochs": epochs, "learning_rate": 1.0}
    return train(network, gate.inputs, gate.targets, **settings), network


def test_a_training_stops_in_the_turn_in_which_the_page_asks(browse, capsys):
    browser = browse(*["hello"] * 10, f"stop {MINE}")
    history, network = trained()
    assert history.ended is Ended.BY_HAND
    assert history.epochs == 10
    assert browser.told == [f"training {MINE}"] * 11
    assert "stopped by hand after 10 epochs; what was learned is kept" in capsys.readouterr().out
    browse()
    same, as_far = trained(epochs=10)
    assert same.loss == history.loss
    assert np.array_equal(network.parameters, as_far.parameters)


@pytest.mark.parametrize("message", ["stop", "stop yours", "training mine", "", 7, None])
def test_what_is_meant_for_others_stops_nothing(browse, message):
    browse(message)
    assert trained()[0].ended is Ended.EPOCHS


def test_a_wish_that_comes_too_late_does_not_stop_the_next_training(browse, monkeypatch):
    browser = browse()
    trained()
    browser.page.hear(SimpleNamespace(data=f"stop {MINE}"))
    monkeypatch.setattr(page, "SECONDS_IT_COUNTS", 0.0)
    assert trained()[0].ended is Ended.EPOCHS


def test_a_loop_by_hand_stops_like_at_the_stop_button(browse, capsys):
    browse(*[""] * 3, f"stop {MINE}")
    with LossPlot() as plot:
        for epoch in range(100):
            plot.add(epoch, 1.0)
    assert plot.summary() == "Loss 1 after 3 epochs"
    assert capsys.readouterr().out == "Stopped by hand; what was learned is kept.\n"
    browse(f"stop {MINE}")
    gate = datasets.xor()
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    steps = epoch_by_epoch(network, gate.inputs, gate.targets, epochs=9, learning_rate=1.0)
    with pytest.raises(KeyboardInterrupt):
        for _ in steps:
            pass


def test_the_event_loop_never_waits(browse):
    browser = browse(f"stop {MINE}")
    browser.can_wait = False
    assert trained()[0].ended is Ended.EPOCHS
    assert browser.told == []


def test_elsewhere_there_is_no_page():
    assert not page.IS_HERE
    page.listen()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_between_two_frames_nothing_is_said(browse, monkeypatch):
    browser = browse()
    monkeypatch.setattr(page, "SECONDS_BETWEEN", 3600.0)
    trained()
    assert browser.told == [f"training {MINE}"]


def test_what_the_event_loop_calls_does_not_wait(browse):
    browser = browse(f"stop {MINE}")
    browser.a_cell_runs = False
    history, _ = trained()
    assert history.ended is Ended.EPOCHS
    assert browser.told == []


def test_a_cell_is_a_task_of_the_loop_and_a_callback_is_none():
    seen = []

    async def cell():
        seen.append(page._a_cell_runs())
        asyncio.get_running_loop().call_soon(lambda: seen.append(page._a_cell_runs()))
        await asyncio.sleep(0)

    asyncio.run(cell())
    assert seen == [True, False]
