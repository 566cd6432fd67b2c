import asyncio
import base64
import gc
import os
import random
import re
import signal
import threading
import xml.etree.ElementTree as ElementTree

import ipywidgets
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from nnlib.explorers import cell, look, machine, widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.from_line import KINDS
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.live import Runner
from nnlib.pictures import chart
from nnlib.pictures.theme import number, signed
from nnlib.problems.neuron import DATA, OWN_TABLE, PROBLEM
from nnlib.problems.own_examples import (
    MOST_INPUTS,
    MOST_ROWS,
    read_points,
    read_table,
    what_to_know,
)
from nnlib.training import Ended
from tests.hands import is_hidden, press
from tests.waiting import until, until_quiet

BROKEN_TABLE = "0 1 x\n0,,1\n5"


def words(explorer):
    """Return what the status line says, without its tags."""
    return "\n".join(ElementTree.fromstring(explorer._status.value).itertext())


def pictures(explorer):
    return list(ElementTree.fromstring(explorer._picture.value).iter("svg"))


def answer(explorer, inputs, guess=""):
    """Type inputs and a guess, ask, and return what is said."""
    question = explorer._ask
    for box, value in zip(question._boxes, inputs, strict=False):
        box.value = value
    question._guess.value = guess
    press(explorer, "Ask the neuron")
    return ElementTree.fromstring(question._words.value).text


# The figures of the tutorials


def test_first_tutorial_by_its_buttons():
    explorer = NeuronExplorer("first input", epochs=15_000)
    press(explorer, "Train")
    printed = [f"{weight:.8f}" for weight in explorer.network.parameters]
    assert printed == ["10.08740896", "-0.20695366", "-4.83757835"]
    said = answer(explorer, [1, 0, 0], guess="0.9")
    assert said == (
        "For 1 0 0, after 15,000 epochs, the neuron says 0.9999584. "
        "You guessed 0.9, which is 0.1 away."
    )


def test_second_tutorial_in_a_cell():
    explorer = NeuronExplorer("eleven lines")
    explorer.train(10_000 - 1)
    outputs = explorer.network.predict(DATA["eleven lines"][0]().inputs)[:, 0]
    printed = [f"{output:.8f}" for output in outputs]
    assert printed == ["0.00966449", "0.00786506", "0.99358898", "0.99211957"]


# Training


@pytest.mark.parametrize("kind", [each for each in KINDS if each is not KerasExplorer])
def test_every_sentence_of_the_status_begins_with_a_capital_letter(kind):
    explorer = kind()
    for epoch in (3, 1):
        explorer.train(epoch)
        assert not re.search(r"[.!?] [a-z]", words(explorer)), words(explorer)
    explorer.controls["replay"].value = 1
    explorer.controls["stop_at_loss"].value = 0.5
    assert words(explorer).startswith("Back in the present. ")
    assert not re.search(r"[.!?] [a-z]", words(explorer)), words(explorer)
    explorer.close()


def test_train_goes_on_and_reset_goes_back():
    explorer = NeuronExplorer("OR", epochs=100)
    start = explorer.network.parameters.copy()
    assert words(explorer).startswith("At the start.")
    press(explorer, "Train")
    press(explorer, "Train")
    assert explorer.history.epochs == 200
    assert words(explorer).startswith(f"Done. {explorer.summary()}.")
    twice = explorer.network.parameters.copy()
    press(explorer, "Reset")
    assert explorer.history.epochs == 0
    np.testing.assert_array_equal(explorer.network.parameters, start)
    explorer.train(200)
    np.testing.assert_array_equal(explorer.network.parameters, twice)


def test_step_is_one_epoch():
    explorer = NeuronExplorer("OR")
    for _ in range(3):
        press(explorer, "Step")
    assert explorer.history.epochs == 3
    assert words(explorer).startswith("Done. OR, without a bias: 3 epochs, ")


def test_a_new_rate_holds_from_the_next_epoch_on_and_resets_nothing():
    explorer, other = NeuronExplorer("OR"), NeuronExplorer("OR")
    explorer.train(50)
    before = explorer.network.parameters.copy()
    explorer.controls["learning_rate"].value = 7.5
    assert words(explorer).startswith("The learning rate is 7.5 from the next epoch on.")
    np.testing.assert_array_equal(explorer.network.parameters, before)
    explorer.train(50)
    assert explorer.history.epochs == 100
    other.train(100)
    assert explorer.history.loss[:51] == other.history.loss[:51]
    assert explorer.history.loss[51] < other.history.loss[51]


@pytest.mark.parametrize(
    ("control", "value"), [("data", "AND"), ("bias", True), ("start", 2), ("epochs", 30)]
)
def test_any_other_change_begins_again_and_trains_as_much(control, value):
    explorer = NeuronExplorer("OR", epochs=50)
    explorer.controls[control].value = value
    assert explorer.history.epochs == 0  # nothing had been trained: Train is still to be pressed
    explorer.train(200)
    explorer.controls[control].value = {"data": "XOR", "bias": False, "start": 3, "epochs": 70}[
        control
    ]
    assert explorer.history.epochs == explorer.controls["epochs"].value
    settings = {"data": "OR", "epochs": 50, "bias": False, "start": 1}
    settings[control] = explorer.controls[control].value
    alone = NeuronExplorer(settings.pop("data"), **settings)
    alone.train()
    np.testing.assert_array_equal(explorer.network.parameters, alone.network.parameters)


def test_it_stops_at_a_loss():
    explorer = NeuronExplorer("OR", bias=True, stop_at_loss=0.1, epochs=100_000)
    press(explorer, "Train")
    assert explorer.history.loss[-1] <= 0.1 < explorer.history.loss[-2]
    assert words(explorer).startswith("Done: the loss has reached 0.1, where it was to stop.")
    epochs = explorer.history.epochs
    press(explorer, "Train")
    assert explorer.history.epochs == epochs
    assert words(explorer).startswith("The loss is 0.1 or less, where it was to stop. Lower that")
    explorer.controls["stop_at_loss"].value = 0.05
    press(explorer, "Train")
    assert explorer.history.epochs > epochs


def test_there_is_an_end(monkeypatch):
    monkeypatch.setattr(machine, "MOST_EPOCHS", 120)
    explorer = NeuronExplorer("OR", epochs=100)
    press(explorer, "Train")
    press(explorer, "Train")
    assert explorer.history.epochs == 120
    assert words(explorer).startswith("120 epochs are the most. Press Reset to begin again.")
    press(explorer, "Train")
    assert explorer.history.epochs == 120


def test_pause_without_a_training_says_so():
    explorer = NeuronExplorer("OR")
    press(explorer, "Pause")
    assert words(explorer).startswith("Nothing is training now: OR, without a bias: 0 epochs")


def on_a_loop(scene):
    """Run `scene(explorer)` as a notebook does: with an event loop under way."""

    async def play():
        explorer = NeuronExplorer("OR", bias=True, epochs=100_000)
        await scene(explorer)
        explorer.close()

    asyncio.run(play())


def says(explorer, beginning):
    """Return a condition: the status line begins so."""
    return lambda: words(explorer).startswith(beginning)


def test_on_a_loop_buttons_train_in_the_background():
    async def scene(explorer):
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        assert words(explorer).startswith("Training: OR, with a bias ...")
        epochs = explorer._history.epochs
        explorer.controls["learning_rate"].value = 3.0
        await until(lambda: explorer._history.epochs > epochs)
        assert explorer._runner.running
        explorer.controls["data"].value = "XOR"
        await until(says(explorer, "Training again, from the start: XOR, with a bias ..."))
        explorer.controls["data"].value = "OR"
        await until(says(explorer, "Training again, from the start: OR, with a bias ..."))
        press(explorer, "Pause")
        await until(says(explorer, "Paused. OR, with a bias: "))
        assert not explorer._runner.running
        explorer.controls["epochs"].value = 1000
        explorer.controls["start"].value = 2  # ignored until the loop runs again ...
        assert explorer.train(10).epochs == 1010  # ... but not by a cell

    on_a_loop(scene)


def test_reset_while_it_trains():
    async def scene(explorer):
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        press(explorer, "Reset")
        await until(says(explorer, "At the start."))
        assert explorer.history.epochs == 0
        assert not explorer._runner.running

    on_a_loop(scene)


def test_a_broken_table_stops_what_trains():
    async def scene(explorer):
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        explorer.controls["own_table"].value = BROKEN_TABLE
        explorer.controls["data"].value = OWN_TABLE
        await until(lambda: not explorer._runner.running)
        explorer.controls["own_table"].value = "0 1 1\n1 0 0"
        await until(says(explorer, "Training again, from the start: own table"))

    on_a_loop(scene)


@pytest.mark.parametrize(("name", "epochs"), [("Train", 50), ("Step", 1), ("Pause", 0)])
def test_a_button_counts_after_a_change_that_is_not_yet_settled(name, epochs):
    async def scene(explorer):
        explorer.train(100)
        explorer.controls["epochs"].value = 50
        press(explorer, name)
        beginning = "Done. OR" if epochs else "Nothing is training now: OR"
        await until(says(explorer, f"{beginning}, with a bias: {epochs} epoch"))
        assert not explorer._runner.running
        assert explorer.history.epochs == epochs

    on_a_loop(scene)


def test_train_twice_while_it_trains_is_once():
    async def scene(explorer):
        explorer.controls["epochs"].value = 5000
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        press(explorer, "Train")
        await until(lambda: not explorer._runner.running)
        assert explorer.history.epochs == 5000

    on_a_loop(scene)


def test_a_short_training_after_a_change_shows_its_end_only(monkeypatch):
    monkeypatch.setattr(machine, "SECONDS_AT_ONCE", 10)  # short even where the machine is slow

    async def scene(explorer):
        explorer.controls["epochs"].value = 1000
        explorer.train()
        seen = []
        for part in (explorer._picture, explorer._status):
            part.observe(lambda change: seen.append(change.owner), "value")
        explorer.controls["start"].value = 2
        await until(says(explorer, "Done. "))
        await until(lambda: len(seen) >= 2)
        assert seen == [explorer._picture, explorer._status]

    on_a_loop(scene)


def test_after_close_nothing_trains():
    async def scene(explorer):
        press(explorer, "Train")
        explorer.close()
        await until_quiet()
        assert not explorer._runner.running
        press(explorer, "Step")
        assert not explorer._runner.running

    on_a_loop(scene)


@pytest.mark.parametrize(
    ("name", "value"), [("learning_rate", float("nan")), ("stop_at_loss", 7), ("epochs", 1e9)]
)
def test_a_number_out_of_reach_changes_nothing(name, value):
    explorer = NeuronExplorer("OR")
    before = explorer.controls[name].value
    with pytest.raises(ValueError, match="must be a"):
        explorer.controls[name].value = value
    assert explorer.controls[name].value == before
    press(explorer, "Train")
    assert explorer.history.epochs == 2000


def test_what_is_typed_in_vain_stays_and_what_held_goes_on():
    explorer = NeuronExplorer("OR", epochs=50)
    explorer.controls["epochs"]._text.value = "1e9"
    press(explorer, "Train")
    assert explorer.history.epochs == 50
    assert explorer.controls["epochs"]._text.value == "1e9"


@pytest.mark.parametrize("data", ["AND", "eleven lines", "cycling", OWN_TABLE])
def test_what_was_typed_in_vain_goes_from_a_question_where_other_data_are_chosen(data):
    explorer = NeuronExplorer("first input")
    boxes = [*explorer._ask._boxes, explorer.controls["row"]]
    for box in boxes:
        box._text.value = "many"
        assert "many is not a number" in box._note.value
    explorer.controls["data"].value = data
    assert explorer.settled()
    for box in boxes:
        assert box._text.value == f"{box.value:g}"
        assert is_hidden(box._note)


def test_what_was_typed_in_vain_goes_where_all_is_set_by_a_line():
    explorer = NeuronExplorer("OR", epochs=50)
    explorer.controls["epochs"]._text.value = "many"
    explorer.settings = explorer.settings
    assert explorer.controls["epochs"]._text.value == "50"


def test_a_loss_of_0_cannot_be_lowered_and_says_what_can_be_done():
    explorer = NeuronExplorer(OWN_TABLE)
    explorer.controls["own_table"].value = "0 0.5\n0 0.5"
    press(explorer, "Train")
    said = words(explorer)
    assert said.startswith("The loss is 0, and no loss is lower")
    assert "other data" in said
    assert "Lower that number" not in said


def test_an_interrupt_ends_what_a_cell_waits_for_and_it_goes_on_later(capsys):
    explorer = NeuronExplorer("OR")
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    history = explorer.train(1_000_000)
    assert 0 < history.epochs < 1_000_000
    assert history.ended is Ended.BY_HAND
    assert history.stopped_because == "stopped by hand"
    assert "Training was stopped by hand" in capsys.readouterr().out
    assert words(explorer).startswith("Stopped by hand. OR")
    epochs = history.epochs
    assert explorer.train(10).epochs == epochs + 10
    assert history.ended is None
    assert history.stopped_because == "ready to go on"


def test_a_cell_can_be_interrupted_after_it_took_over_a_training():
    async def scene(explorer):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel does between two messages
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        for action in (explorer.reset, lambda: explorer.train(10), explorer.close):
            signal.signal(signal.SIGINT, signal.default_int_handler)  # and in a cell
            action()
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    try:
        on_a_loop(scene)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def alive():
    """Return how many tasks, threads, widgets and figures there are."""
    gc.collect()
    figures = sum(isinstance(each, Figure) for each in gc.get_objects())
    shown = len(ipywidgets.widgets.widget._instances)
    return len(asyncio.all_tasks()), threading.active_count(), shown, figures


def test_a_drag_of_two_hundred_moves_leaves_nothing_behind():
    async def scene(explorer):
        explorer.controls["epochs"].value = 500
        explorer.train()
        loop, before = asyncio.get_running_loop(), alive()
        for move in range(200):
            explorer.controls["start"].value = 1 + move % 97
            await asyncio.sleep(0)
        await until(lambda: not explorer._runner.running and not explorer._changed)
        assert explorer.history.epochs == 500
        assert alive() == before
        assert [each for each in loop._scheduled if not each.cancelled()] == []

    on_a_loop(scene)


# What is seen


def test_two_inputs_have_a_map_and_three_have_none():
    explorer = NeuronExplorer("XOR")
    assert len(pictures(explorer)) == 4
    explorer.controls["data"].value = "all equal"
    assert len(pictures(explorer)) == 3


def test_the_curve_is_the_whole_history():
    explorer = NeuronExplorer("OR")
    for epochs in (1, 100, 2000):
        explorer.train(epochs)
        loss, *_ = pictures(explorer)
        assert loss.get("data-epoch") == str(explorer.history.epochs)
        if epochs > 1:  # else it is a straight line
            (curve,) = loss.iter("polyline")
            points = curve.get("points").split()
            assert min(explorer.history.epochs + 1, 120) <= len(points) <= 242
            assert float(points[0].split(",")[0]) == chart.LEFT
        assert f"loss {number(explorer.history.loss[-1], 4)}" in loss.get("aria-label")


def test_a_loss_of_nothing_fits_on_a_log_scale():
    explorer = NeuronExplorer(OWN_TABLE)
    explorer.controls["own_table"].value = "0 0.5"
    explorer.controls["log_scale"].value = True
    assert explorer.history.loss == [0.0]
    assert "image/png" in explorer._repr_mimebundle_()[0]


def test_the_log_scale_changes_the_picture_and_nothing_else():
    explorer = NeuronExplorer("OR")
    explorer.train(500)
    before, history = explorer._picture.value, explorer.history
    explorer.controls["log_scale"].value = True
    assert explorer._picture.value != before
    assert explorer.history is history


def test_what_is_not_needed_is_hidden_until_it_is():
    explorer = NeuronExplorer("AND")
    table = explorer.shown["own_table"]
    assert is_hidden(table)
    explorer.controls["own_table"].value = "0 0 0 0\n1 1 1 1"
    explorer.controls["data"].value = OWN_TABLE
    assert not is_hidden(table)
    assert [is_hidden(box) for box in explorer._ask._boxes] == [False] * 3
    explorer.controls["data"].value = "AND"
    assert is_hidden(table)
    assert [is_hidden(box) for box in explorer._ask._boxes] == [False, False, True]


def test_the_saved_form_is_a_picture_and_a_line():
    explorer = NeuronExplorer("OR", bias=True)
    explorer.train(2000)
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    loss = explorer.history.loss[-1]
    line = (
        f"NeuronExplorer: OR, with a bias: 2,000 epochs, loss {loss:.4g}, 4 of 4 rows within 0.1 "
        "of their targets"
    )
    assert data["text/plain"] == line
    assert metadata["image/png"]["alt"] == line
    explorer.controls["data"].value = OWN_TABLE
    explorer.controls["own_table"].value = BROKEN_TABLE
    data, _ = explorer._repr_mimebundle_()
    assert "image/png" not in data
    assert (
        data["text/plain"] == "NeuronExplorer: own table, with a bias: nothing can be trained yet"
    )


def test_what_is_saved_is_what_is_seen():
    explorer = NeuronExplorer("AND", bias=True)
    explorer.controls["log_scale"].value = True
    explorer.train(500)
    explorer.controls["replay"].value = 100
    drawn = {frozenset(text.get_text() for text in axes.texts) for axes in explorer.figure().axes}
    seen = {frozenset(text.text for text in picture.iter("text")) for picture in pictures(explorer)}
    assert drawn == seen | {frozenset([explorer.summary()])}
    assert len(seen) == 4
    weights = explorer.network.layers[0].weights[:, 0]
    assert f"epoch 100: loss {number(explorer.history.loss[100], 4)}" in frozenset().union(*seen)
    explorer.train(1)
    assert {signed(weight) for weight in weights} <= {
        text.get_text() for axes in explorer.figure().axes for text in axes.texts
    }


def test_a_drop_down_is_shown_as_buttons_of_which_one_is_pressed():
    explorer = NeuronExplorer("XOR")
    (label,) = (
        each
        for each in with_all_parts(explorer._box)
        if isinstance(each, ipywidgets.Label) and each.value == "data"
    )
    (row,) = (
        each for each in with_all_parts(explorer._box) if label in getattr(each, "children", ())
    )
    buttons = {button.description.removeprefix("✔ "): button for button in row.children[1:]}
    assert list(buttons) == [*DATA, OWN_TABLE]
    for name in ("AND", OWN_TABLE, "AND", "AND"):
        buttons[name].value = not buttons[name].value
        assert explorer.controls["data"].value == name
        assert [each for each, button in buttons.items() if button.value] == [name]
        assert [b.description for b in buttons.values() if "✔" in b.description] == [f"✔ {name}"]


# Questions


def test_a_switch_and_its_box_are_one():
    explorer = NeuronExplorer("XOR")
    question = explorer._ask
    assert [is_hidden(box) for box in question._boxes] == [False] * 2
    box = question._boxes[1]
    _, switch = box.children
    switch.value = True
    assert box.value == 1
    box.value = 0.5
    assert switch.value is False
    switch.value = True
    assert box.value == 1
    said = answer(explorer, [0.25, -3])
    assert said.startswith("For 0.25 -3, after 0 epochs, the neuron says 0.")
    assert said.endswith("You have not guessed.")
    explorer.controls["data"].value = "AND"
    assert question._words.value == ""  # it was about another


def test_an_answer_names_the_columns_of_an_own_table_that_has_names():
    explorer = NeuronExplorer(OWN_TABLE)
    explorer.controls["own_table"].value = "hours,days,late\n1,4,0\n3,2,1\n2,3,1"
    assert answer(explorer, [2.5, 3]).startswith("For hours 2.5, days 3, after 0 epochs")


def test_a_guess_may_have_a_comma_and_must_be_within_reach():
    explorer = NeuronExplorer("OR")
    assert answer(explorer, [0, 0], "0,5").endswith("You guessed 0.5, which is 0 away.")
    assert answer(explorer, [0, 0], "½").endswith("You guessed 0.5, which is 0 away.")
    assert "Your guess '1,000' is no plain number" in answer(explorer, [0, 0], "1,000")  # nor 1
    assert "Your guess -1 is out of reach" in answer(explorer, [0, 0], "\u22121")
    for guess in ("-3", "1,5"):
        assert "is out of reach: every output lies between 0 and 1." in answer(
            explorer, [0, 0], guess
        )


@pytest.mark.parametrize("guess", ["half", "nan", "1e999"])
def test_a_guess_that_is_no_number_is_answered_and_kept(guess):
    explorer = NeuronExplorer("XOR")
    assert repr(guess) in answer(explorer, [0, 0], guess)
    assert explorer._ask._guess.value == guess


def test_a_guess_that_was_judged_is_gone_when_something_else_is_asked():
    explorer = NeuronExplorer("OR")
    question, data = explorer._ask, explorer.controls["data"]
    _, switch = question._boxes[1].children
    table = explorer.controls["own_table"]
    own, words = "0 1 1\n1 0 0", "late,hours,passed\nyes,1,0\nno,3,1"
    for change in (
        lambda: setattr(switch, "value", not switch.value),
        lambda: setattr(data, "value", "AND"),
        lambda: setattr(data, "value", OWN_TABLE),
        lambda: setattr(table, "value", own),
        lambda: setattr(table, "value", words),
        lambda: setattr(question._cells[0], "value", "yes"),
    ):
        question._guess.value = "0.2"
        press(explorer, "Ask the neuron")
        press(explorer, "Step")
        press(explorer, "Ask the neuron")  # the same again, of a network that has learned
        assert "You guessed 0.2" in question._words.value
        change()
        assert question._guess.value == ""
        press(explorer, "Ask the neuron")
        assert "You have not guessed." in question._words.value


def test_a_guess_that_waits_for_its_answer_stays_when_an_input_changes():
    explorer = NeuronExplorer("OR")
    answer(explorer, [0, 0], "0.2")
    first, second = explorer._ask._boxes
    first.value = 1
    for waiting in ("0.2", "0.7"):
        explorer._ask._guess.value = waiting
        second.value = 1 - second.value
        assert explorer._ask._guess.value == waiting


# A table of one's own


def test_an_own_table_is_trained():
    explorer = NeuronExplorer(OWN_TABLE, bias=True)
    explorer.controls["own_table"].value = "0, 1\n1, 0\n\n0.5, 0.5\n"
    explorer.train(5000)
    assert explorer.summary().endswith("3 of 3 rows within 0.1 of their targets")
    assert "a row a line" in words(explorer)


def test_a_broken_table_is_answered_cell_by_cell_and_kept():
    explorer = NeuronExplorer("OR")
    explorer.train(10)
    explorer.controls["data"].value = OWN_TABLE
    explorer.controls["own_table"].value = BROKEN_TABLE
    said = words(explorer).splitlines()
    assert said[0].startswith("This cannot be trained yet. What you typed is kept")
    assert said[1:] == [
        "Line 1, cell 3: 'x' is not a number. Write numbers such as 1 or 0.5.",
        "Line 2, cell 2 is empty: write a number.",
        "Line 3 has 1 cell, but line 1 has 3.",
    ]
    assert explorer.controls["own_table"].value == BROKEN_TABLE
    for name in ("Train", "Step", "Pause", "Reset"):
        press(explorer, name)
        assert words(explorer).splitlines()[1:] == said[1:]
    assert "mend it first" in answer(explorer, [0, 0])
    with pytest.raises(ValueError, match="Line 2, cell 2 is empty"):
        explorer.train(5)
    explorer.controls["own_table"].value = "0 0 1\n0 1 1\n5 1 0"
    press(explorer, "Train")
    assert explorer.history.epochs >= 2000


def test_a_question_leads_back_to_the_present():
    explorer = NeuronExplorer("OR", epochs=300)
    explorer.train()
    explorer.controls["replay"].value = 100
    assert words(explorer).startswith("Replay: epoch 100 of 300")
    answer(explorer, [0, 0])
    assert words(explorer).startswith("Back in the present. OR, without a bias: 300 epochs, loss ")


def test_another_loss_to_stop_at_is_answered():
    explorer = NeuronExplorer("OR", epochs=300)
    explorer.train()
    explorer.controls["stop_at_loss"].value = 0.9
    press(explorer, "Train")
    assert words(explorer).startswith("The loss is 0.9 or less, where it was to stop.")
    explorer.controls["stop_at_loss"].value = 0.01
    assert words(explorer).startswith("From now on, training stops at a loss of 0.01.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The table is empty"),
        ("  \n\n", "The table is empty"),
        ("1", "Line 1 has 1 cell."),
        (" ".join("1" * (MOST_INPUTS + 2)), f"There are {MOST_INPUTS + 1} inputs"),
        ("\n".join(["0 1"] * (MOST_ROWS + 1)), f"has {MOST_ROWS + 1:,} rows"),
        ("0 1\n1 nan", "Line 2, cell 2: 'nan' is not a number."),
        ("0 1\n\n1e400 1", "Line 3, cell 1: '1e400' is not a number."),
        ("0 5", "Line 1, cell 2: the target 5 is not between 0 and 1"),
        ("2e9 1", "Line 1, cell 1: 2,000,000,000 is too large."),
        ("0;;1", "Line 1, cell 2 is empty"),
        ("0\t\t1", "Line 1, cell 2 is empty"),
        (",1,1\n1,1,0", "Line 1, cell 1 is empty"),
        (
            "0 x\n" * 12,
            "Line 8, cell 2: 'x' is not a number. Write numbers such as 1 or 0.5."
            "\nAnd 4 more like these.",
        ),
        ("0 1 <b>", "Line 1, cell 3: '<b>' is not a number."),
    ],
)
def test_what_is_wrong_with_a_table_is_named(text, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        read_table(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("0,0,1\n1,0,1,1\n0,0,0", "Line 2 does not fit the others, which have 3 cells."),
        ("a,b,target\n0,1,1", "Line 1 holds no number. Names are not needed here"),
        ("0 1\n1 0", "Line 1 has 2 cells, but 3 are needed."),
        ("0 0 1\n1 0\n1 1 1", "Line 2 has 2 cells, but 3 are needed."),
        ("a 0 1\nb 1 0\na 1 1", "Line 1, cell 1: 'a' is not a number."),
    ],
)
def test_points_have_three_cells_and_no_names(text, problem):
    with pytest.raises(ValueError, match=problem):
        read_points(text, 500)


def test_points_may_stand_in_brackets():
    for text in ("(1, 2, 1)\n(3.5, 4, 0)", "[[1, 2, 1],\n [3.5, 4, 0]]", "1 2 1\n3,5 4 0"):
        points = read_points(text, 500)
        assert points.inputs.tolist() == [[1, 2], [3.5, 4]]
        assert points.targets.tolist() == [[1], [0]]


def test_every_broken_cell_of_points_is_named():
    with pytest.raises(ValueError, match="Line 1, cell 1") as caught:
        read_points("a b 0\n1 c 7\nd 2 1", 500)
    places = [line.partition(":")[0] for line in str(caught.value).splitlines()]
    assert places == [
        "Line 1, cell 1", "Line 1, cell 2", "Line 2, cell 2", "Line 2, cell 3", "Line 3, cell 1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *("0 1 1\n1 1 0", "0,1,1\n1,1,0", "0; 1;1\n1;1; 0", "0\t1\t1\n1\t1\t0", "0 1 1\n1,1,0"),
        *(
            "0,0;1,0;1\n1,0;1;0",
            "0,0 1,0 1\n1,0 1 0",
            '"0","1","1"\n"1","1","0"',
            "0;1;yes\n1;1;no",
        ),
    ],
)
def test_a_table_can_be_written_in_many_ways(text):
    dataset = read_table(text)
    assert dataset.inputs.tolist() == [[0, 1], [1, 1]]
    assert dataset.targets.tolist() == [[1], [0]]
    assert dataset.input_names == ("column 1", "column 2")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("0 1 1", "One row alone"),
        ("0 1 1\n1 1 1", "All targets are the same"),
        ("0 1 1\n1 1 0\n0 1 0", "Rows 1 and 3 have the same inputs and different targets"),
    ],
)
def test_what_to_know_about_a_table_is_said(text, remark):
    assert any(remark in each for each in what_to_know(read_table(text)))


# Nobody can break it


VALUES = {
    "data": list(DATA),
    "bias": [False, True],
    "own_table": [
        BROKEN_TABLE,
        "",
        "0 1",
        "1000 -1000 0 1 0.5 3 1\n-1000 5 0 1 0.5 3 0",
        "0 0 0\n0 0 1",
        "1000 1000 1\n-1000 -1000 0",
        "\n".join(f"{row} {row % 2}" for row in range(50)),
        "2024;2025;2026\nearly;1,5;1\nlate;2,5;0\nnoon;;1",
        "x;passed\n1,234;no\n2,345;yes",
    ],
    "columns": [
        {},
        {"column 1": "target"},
        {"x": "target", "passed": "input"},
        {"2025": "leave out"},
    ],
    "reading": [{}, {"decimal": "."}, {"heading": False}, {"separator": "|", "decimal": ","}],
    "scaled": [False, True],
    "epochs": [1, 2, 300],
    "learning_rate": [0.001, 1, 1000],
    "start": [1, 1000],
    "stop_at_loss": [0, 0.01, 1],
    "log_scale": [False, True],
}


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 8))]
)
def test_extremes_in_any_order_leave_it_whole(seed, monkeypatch):
    monkeypatch.setattr(PROBLEM.settings["epochs"], "high", 300)
    choose = random.Random(seed)
    explorer = NeuronExplorer(epochs=10)
    for _ in range(60):
        name = choose.choice(list(VALUES))
        value = choose.choice(VALUES[name])
        explorer.controls[name].value = value
        press(explorer, choose.choice(["Train", "Step", "Pause", "Reset", "Ask the neuron"]))
        assert words(explorer)
        assert "stopped with" not in words(explorer)
        if explorer._why_not is None:
            assert len(pictures(explorer)) in (3, 4)
            assert np.isfinite(explorer.network.parameters).all()
            assert np.isfinite(explorer.history.loss[-1])
        said = words(explorer) + explorer._ask._words.value
        seen = explorer._picture.value + said
        assert not re.search(r"\bnan\b|\binf\b", seen)
    data = explorer._repr_mimebundle_()
    assert explorer.summary() in str(data)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"data": "XOT"}, "Did you mean 'XOR'"),
        ({"data": 3}, "data 3 is not known"),
        ({"epochs": "x"}, "epochs"),
        ({"learning_rate": 0}, "learning_rate"),
    ],
)
def test_settings_that_do_not_exist_are_named(settings, problem):
    with pytest.raises(ValueError, match=problem):
        NeuronExplorer(**settings)


# Widgets that are no longer needed


class Kernel:
    """A kernel that says which cell is running."""

    cell = "a"

    def get_parent(self):
        return {"metadata": {"cellId": self.cell}}


@pytest.fixture
def shell():
    shell = InteractiveShell.instance()
    shell.kernel = Kernel()
    yield shell
    InteractiveShell.clear_instance()
    cell.made_by_cell.clear()


def test_a_cell_that_runs_again_closes_what_it_made(shell):
    instances = ipywidgets.widgets.widget._instances
    before = len(instances)
    shell.execution_count = 1
    first, second = displayed(NeuronExplorer()), displayed(NeuronExplorer())
    made = len(instances) - before
    shell.kernel.cell, shell.execution_count = "b", 2
    elsewhere = displayed(NeuronExplorer())
    shell.kernel.cell = "a"
    for run in range(3, 6):
        shell.execution_count = run
        displayed(NeuronExplorer()), displayed(NeuronExplorer())
        assert len(instances) - before == made * 3 / 2
    assert first._box.is_closed
    assert second._box.is_closed
    assert not elsewhere._box.is_closed


def displayed(explorer):
    """Return an explorer after its cell has shown it."""
    explorer._ipython_display_()
    return explorer


def test_a_cell_that_runs_again_is_not_kept_as_a_result(shell):
    for run in range(8):
        shell.run_cell(f"from {NeuronExplorer.__module__} import NeuronExplorer\n"
                       f"explorer = NeuronExplorer(start={run + 1})\nexplorer",
                       store_history=True)  # fmt: skip
    gc.collect()  # what has just left ``___`` is not kept, it only waits
    mine = [each for each in gc.get_objects() if type(each) is NeuronExplorer]
    alive = [each for each in mine if each._box.is_closed]
    assert len(alive) <= 3  # as _, __ and ___ are


def test_close_takes_all_parts_along_and_stops_the_training():
    instances = ipywidgets.widgets.widget._instances
    before = len(instances)

    async def scene(explorer):
        press(explorer, "Train")
        await until(lambda: explorer._history.epochs > 0)
        explorer.close()
        assert len(instances) == before
        assert Runner._at_work is None

    on_a_loop(scene)


def test_the_script_in_the_page_knows_the_classes_that_explorers_have():
    named = set(re.findall(r"\.(nn\w*-\w+)", cell.IN_PAGE))
    known = (vars(look) | vars(widgets)).values()
    assert named <= {value for value in known if isinstance(value, str)}
    assert len(named) >= 4


def test_every_explorer_has_a_name_of_its_own_for_those_who_listen():
    names = {each.called for each in KINDS}
    assert len(names) == len(KINDS)
    assert Explorer.called not in names
    words, *_ = NeuronExplorer()._box.children
    assert f'<style data-called="{NeuronExplorer.called}" ' in words.value


def test_rows_that_are_alike_are_told_apart():
    explorer = NeuronExplorer("own table")
    explorer.controls["own_table"].value = "0 1 0\n0 1 1\n1 1 1"
    titles = []
    for row in (1, 2, 3):
        explorer.controls["row"].value = row
        titles.append(re.search(r"Network at (row [^:<]+)", explorer._picture.value)[1])
    assert titles == ["row 1", "row 2", "row 3"]
