"""The neuron whose weights are moved by hand: numbers, task, learning, and what is seen of it."""

import asyncio
import re
import threading
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.special import expit, logit

from nnlib.explorers.by_hand import NeuronByHand
from nnlib.explorers.controls import with_all_parts
from nnlib.metrics import TOLERANCE
from nnlib.network import Dense, Network
from nnlib.pictures import neuron
from nnlib.pictures.diagrams import Row
from nnlib.problems import by_hand
from nnlib.problems.neuron import DATA
from nnlib.training import train
from tests.hands import is_hidden, press
from tests.test_fuzz import fuzzed
from tests.test_pictures import in_the_widest_font, is_within, overlap
from tests.waiting import until, until_quiet

WEIGHTS = {"weight_1": 4.0, "weight_2": -5.0, "weight_3": -1.0}
AND = {"weight_1": 8.0, "weight_2": 8.0, "bias": -12.0}


def words(widget):
    return " ".join(" ".join(ElementTree.fromstring(widget.value).itertext()).split())


def task(explorer):
    return " ".join(map(words, explorer._tasks.above[0].children))


def status(explorer):
    return words(explorer._status)


def weights_of(explorer):
    return {name: explorer.controls[name].value for name in by_hand.numbers_of(explorer.network)}


def move(explorer, **weights):
    for name, value in weights.items():
        explorer.controls[name].value = value


def slider(explorer, name):
    """Return the slider beside the box of a weight."""
    return explorer.controls[name].beside


# What a weight does


@pytest.mark.parametrize("data", by_hand.TABLES)
@pytest.mark.parametrize("with_bias", [True, False])
def test_outputs_are_those_of_scipy(data, with_bias):
    explorer = NeuronByHand(data, weight_1=4.0, weight_2=-5.0, bias=0.3, with_bias=with_bias)
    inputs, targets, *_ = by_hand.TABLES[data].dataset()
    move(explorer, weight_2=1.7, weight_3=-0.4)
    weights = np.array([4.0, 1.7, -0.4])[: inputs.shape[1]]
    outputs = expit(inputs @ weights + (0.3 if with_bias else 0.0))
    np.testing.assert_allclose(explorer.network.predict(inputs)[:, 0], outputs, rtol=1e-14)
    right = np.abs(outputs - targets[:, 0]) < TOLERANCE
    assert explorer.right() == right.sum()
    marks = re.findall(r"[✔✘]", "".join(ElementTree.fromstring(explorer._table.value).itertext()))
    assert [mark == "✔" for mark in marks] == right.tolist()


def test_a_move_is_seen_in_one_draw():
    async def scene(explorer):
        drawn = []
        explorer._picture.observe(lambda change: drawn.append(change.new), "value")
        slider(explorer, "weight_1").value = 9.9
        move(explorer, weight_2=-7.0, weight_3=2.5)  # before the loop has its turn
        await until(lambda: drawn)
        await until_quiet()
        assert len(drawn) == 1
        for number in ("+9.90", "\N{MINUS SIGN}7.00", "+2.50"):
            assert number in drawn[0]

    on_a_loop(scene)


def test_a_third_weight_and_the_bias_are_there_where_the_neuron_has_them():
    explorer = NeuronByHand("AND", with_bias=False)
    assert is_hidden(explorer.controls["weight_3"])
    assert is_hidden(explorer.controls["bias"])
    explorer.controls["with_bias"].value = True
    explorer.controls["data"].value = "cycling"
    assert not is_hidden(explorer.controls["weight_3"])
    assert not is_hidden(explorer.controls["bias"])


def test_the_chosen_row_stands_in_the_circles_and_a_click_chooses_one():
    explorer = NeuronByHand("cycling", **WEIGHTS, with_bias=False)
    explorer.controls["row"].value = 3
    assert (
        '"The neuron at row 3 (1 0 1): Inputs: dry 1, windy 0, workday 1. Weights: dry '
        in explorer._picture.value
    )
    assert ">The neuron at row 3 (1 0 1)<" in explorer._picture.value
    assert "; row 3 (1 0 1): output 0.95, target 1, right; " in explorer._table.value
    assert "Weighted sum 4.00 + 0.00 \N{MINUS SIGN} 1.00 = 3.00; output 0.95, target 1, right" in (
        explorer._picture.value
    )
    height = neuron.TOP + 4 * neuron.ROW
    for y, row in ((neuron.TOP + 1, 1), (height - 1, 4), (neuron.TOP - 1, 4), (height, 4)):
        explorer._events[0]._handle_mouse_msg(
            explorer._events[0],
            {"event": "click", "relativeY": y, "boundingRectHeight": height},
            None,
        )
        assert explorer.controls["row"].value == row


@pytest.mark.parametrize(
    ("typed", "value", "seen"),
    [
        ("0,5", 0.5, "+0.50"),
        ("\N{MINUS SIGN}3.5", -3.5, "\N{MINUS SIGN}3.50"),
        ("0.126", 0.13, "+0.13"),
        ("+2", 2.0, "+2.00"),
    ],
)
def test_a_weight_is_typed_as_people_write_it(typed, value, seen):
    box = NeuronByHand().controls["weight_1"]
    box._text.value = typed
    assert (box.value, box._text.value) == (value, seen)
    said = [] if box._note is None else [box._note.value]
    assert bool(said) == (typed in ("0,5", "0.126"))
    for each in said:
        assert f"{typed} was read as {seen}." in each


def test_reset_shows_the_weights_where_something_else_was_typed_in_vain():
    explorer = NeuronByHand()
    box = explorer.controls["weight_1"]
    box._text.value = "many"
    assert "many is not a number" in box._note.value
    press(explorer, "Reset")
    assert (box._text.value, is_hidden(box._note)) == ("+0.00", True)


# The task


def most_by_linear_programs(data, with_bias):
    """Return the size of the largest part of the rows that a neuron can get right at once."""
    inputs, targets, *_ = DATA[data].dataset()
    columns = np.hstack([inputs, np.ones((len(inputs), 1))]) if with_bias else inputs
    signed = columns * np.where(targets == 1, 1, -1)
    for size in range(len(inputs), 0, -1):
        for rows in map(list, combinations(range(len(inputs)), size)):
            least = np.full(size, logit(1 - TOLERANCE))
            cost = np.zeros(columns.shape[1])
            if linprog(cost, -signed[rows], -least, bounds=(-100, 100)).success:
                return size
    return 0


@pytest.mark.parametrize("data", [*by_hand.TABLES, "XOR"])
@pytest.mark.parametrize("with_bias", [True, False])
def test_how_many_rows_can_be_right(data, with_bias):
    assert by_hand.most_right(data, with_bias) == most_by_linear_programs(data, with_bias)


@pytest.mark.parametrize("data", by_hand.TABLES)
@pytest.mark.parametrize("with_bias", [True, False])
def test_the_task_asks_for_all_that_can_be_done(data, with_bias):
    most = by_hand.most_right(data, with_bias)
    said = task(NeuronByHand(data, with_bias=with_bias))
    if most == 4:
        assert "Make all 4 rows right: every output within 0.1 of its target." in said
    else:
        assert "Make as many of the 4 rows right as you can." in said
        assert "no more" not in said


def test_how_many_can_be_right_is_told_when_that_many_are():
    explorer = NeuronByHand("OR", weight_1=7.0, weight_2=7.0, with_bias=False)
    assert "Without a bias, one neuron can do no more than 3." in task(explorer)


def test_the_task_is_done_by_hand_and_stays_done():
    explorer = NeuronByHand("AND")
    assert "0 of 4 right" in task(explorer)
    move(explorer, weight_1=5.0, weight_2=5.0, bias=-13.0)
    assert "3 of 4 right" in task(explorer)
    assert not explorer.is_done
    move(explorer, **AND)
    assert "4 of 4 right ✔" in task(explorer)
    assert explorer.is_done
    move(explorer, bias=0.0)
    assert "1 of 4 right" in task(explorer)
    assert "done by hand ✔" in task(explorer)
    explorer.controls["data"].value = "OR"
    assert not explorer.is_done  # another task
    explorer.controls["data"].value = "AND"
    assert explorer.is_done


def test_what_is_learned_is_not_done_by_hand():
    explorer = NeuronByHand("OR")
    explorer.train()
    assert explorer.right() == 4
    assert "4 of 4 right ✔ It has learned that. Press Reset, and do it by hand." in task(explorer)
    assert not explorer.is_done
    explorer.controls["weight_1"].value += 0.1  # from there on, it is by hand
    assert explorer.is_done


# Let it learn


@pytest.mark.parametrize("with_bias", [True, False])
def test_it_learns_what_training_learns_to_the_bit(with_bias):
    explorer = NeuronByHand("cycling", **WEIGHTS, bias=0.5, with_bias=with_bias, epochs=300)
    press(explorer, "Let it learn")
    inputs, targets, *_ = by_hand.TABLES["cycling"].dataset()
    bias = {"biases": [0.5]} if with_bias else {"bias": False}
    layer = Dense(3, 1, "sigmoid", weights=[[value] for value in WEIGHTS.values()], **bias)
    alone = Network([layer])
    history = train(alone, inputs, targets, epochs=300, learning_rate=1.0,
                    loss="half_sum_of_squares")  # fmt: skip
    np.testing.assert_array_equal(explorer.network.parameters, alone.parameters)
    assert explorer.history.loss == history.loss
    assert list(weights_of(explorer).values()) == alone.parameters.tolist()


def rings(explorer):
    return {name: "<circle" in strip.value for name, strip in explorer._weights._strips.items()}


def test_sliders_move_with_it_and_rings_stay_where_the_hand_had_put_them():
    explorer = NeuronByHand("cycling", **WEIGHTS)
    assert not any(rings(explorer).values())
    press(explorer, "Let it learn")
    for name, weight in weights_of(explorer).items():
        assert abs(slider(explorer, name).value - weight) <= 0.05 + 1e-9
        assert (
            f"{weight:+.2f}".replace("-", "\N{MINUS SIGN}") == explorer.controls[name]._text.value
        )
    assert all(rings(explorer).values())
    assert 'cx="70.0%"' in explorer._weights._strips["weight_1"].value  # +4 of -10 to 10
    explorer.controls["replay"].value = 0
    assert {**weights_of(explorer), **WEIGHTS} == weights_of(explorer)
    press(explorer, "Let it learn")
    assert explorer.history.epochs == 2000
    before = weights_of(explorer)
    explorer.controls["weight_1"].value = 1.0  # the hand takes over, from where it stands
    assert weights_of(explorer) == {**before, "weight_1": 1.0}
    assert explorer.history.epochs == 0
    assert not any(rings(explorer).values())
    assert status(explorer).startswith("Your weights give the outputs")
    press(explorer, "Reset")
    assert weights_of(explorer) == {**WEIGHTS, "bias": 0.0}
    assert status(explorer).startswith("At the start. Move a weight")


def on_a_loop(scene, **settings):
    """Run `scene(explorer)` as a notebook does: with an event loop under way."""

    async def play():
        explorer = NeuronByHand("cycling", **settings)
        await scene(explorer)
        explorer.close()

    asyncio.run(play())


def test_a_move_while_it_learns_takes_over():
    async def scene(explorer):
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > 0)
        slider(explorer, "weight_3").value = 6.5
        explorer._draw()  # a frame that was due before the move is heard
        await until(lambda: explorer._network.parameters[2] == 6.5)
        assert not explorer._runner.running
        assert explorer._history.epochs == 0

    on_a_loop(scene, epochs=100_000)


def test_a_move_that_comes_on_another_thread_while_training_moves_the_sliders_takes_over():
    async def scene(explorer):
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > 0)
        hand = threading.Thread(target=setattr, args=[slider(explorer, "weight_3"), "value", 6.5])
        with explorer.moving_controls():
            hand.start()
            hand.join()
        await until(lambda: explorer._network.parameters[2] == 6.5)
        assert not explorer._runner.running

    on_a_loop(scene, epochs=100_000)


def test_pause_keeps_what_was_learned_and_it_goes_on():
    async def scene(explorer):
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > 0)
        press(explorer, "Pause")
        await until(lambda: status(explorer).startswith("Paused. Cycling: "))
        epochs = explorer._history.epochs
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > epochs)

    on_a_loop(scene, epochs=100_000)


def test_it_says_why_it_learns_nothing_from_weights_far_out():
    explorer = NeuronByHand("AND", weight_1=10.0, weight_2=10.0, bias=10.0, learning_rate=0.01)
    press(explorer, "Let it learn")
    assert "It hardly learns from here: where the sigmoid is flat" in status(explorer)


def test_without_a_bias_it_says_why_it_can_do_no_more():
    explorer = NeuronByHand("AND", with_bias=False)
    press(explorer, "Let it learn")
    assert weights_of(explorer) == {"weight_1": 0.0, "weight_2": 0.0}
    assert "No weight has moved: the rows pull to both sides alike." in status(explorer)
    explorer.controls["weight_1"].value, explorer.controls["weight_2"].value = 7.4, -7.0
    press(explorer, "Let it learn")
    assert "2 of 4 rows are right" in status(explorer)
    assert "More rows than these need a bias: lesson 1 comes to it" in status(explorer)
    assert "nearer to 0" not in status(explorer)
    flat = NeuronByHand("OR", weight_1=50.0, weight_2=50.0, with_bias=False)
    press(flat, "Let it learn")
    assert "No weight has moved" not in status(flat)


def test_a_weight_beyond_what_can_be_typed_is_learned_and_set_back_to_the_end():
    explorer = NeuronByHand("cycling", weight_1=100.0, bias=-100.0, epochs=1)
    explorer.train()
    assert explorer.network.parameters[0] > 100
    assert explorer.controls["weight_1"].value == 100.0
    assert NeuronByHand(settings=explorer.settings).settings == explorer.settings


# What stays, and what is read aloud


def test_the_line_of_settings_brings_back_what_was_learned_to_the_bit():
    explorer = NeuronByHand("OR", weight_1=-3.0)
    explorer.train(123)
    assert explorer._line.text.value == explorer.settings
    other = NeuronByHand(settings=explorer.settings)
    np.testing.assert_array_equal(other.network.parameters, explorer.network.parameters)
    explorer.settings = "data=AND bias=2.5"
    assert weights_of(explorer) == {"weight_1": 0.0, "weight_2": 0.0, "bias": 2.5}


def test_one_that_is_opened_does_not_say_that_nothing_moved(tmp_path):
    explorer = NeuronByHand("cycling", **WEIGHTS)
    explorer.train(50)
    explorer.keep(tmp_path / "neuron.json")
    explorer.open(tmp_path / "neuron.json")
    assert "No weight has moved" not in status(explorer)
    assert not any(rings(explorer).values())
    press(explorer, "Let it learn")
    assert "No weight has moved" not in status(explorer)


def test_the_saved_form_is_a_picture_and_a_line():
    explorer = NeuronByHand("cycling", **WEIGHTS, with_bias=False)
    data, metadata = explorer._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    minus = "\N{MINUS SIGN}"
    said = f"cycling: weight 1 +4.00, weight 2 {minus}5.00, weight 3 {minus}1.00: 2 of 4 rows"
    assert data["text/plain"] == f"NeuronByHand: {said} are right"
    assert metadata["image/png"]["alt"] == data["text/plain"]
    seen = {
        text.text
        for widget in (explorer._picture, explorer._table)
        for text in ElementTree.fromstring(widget.value).iter("text")
    }
    drawn = {text.get_text() for axes in explorer.figure().axes for text in axes.texts}
    assert drawn == seen | {explorer.summary()}
    explorer.train(1)
    assert "cycling: 1 epoch, weight 1 +" in explorer.summary()


def test_every_control_has_a_name_and_a_meaning():
    explorer = NeuronByHand()
    for each in with_all_parts(explorer._box):
        kind = type(each).__name__
        if kind in ("Button", "ToggleButton", "Checkbox", "Text"):
            assert each.description
        if kind in ("Button", "ToggleButton", "NumberBox"):
            assert each.tooltip
    for name in by_hand.WEIGHTS:
        assert explorer.controls[name].name == name.replace("_", " ")


MOVES = st.one_of(
    st.tuples(st.sampled_from(by_hand.NUMBERS),
              st.one_of(st.sampled_from(by_hand.SLIDER), st.floats(-100, 100))),
    st.tuples(st.just("row"), st.integers(1, 4)),
    st.tuples(st.just("data"), st.sampled_from(list(by_hand.TABLES))),
    st.tuples(st.just("with_bias"), st.booleans()),
    st.tuples(st.just("learning_rate"), st.sampled_from([0.001, 1.0, 1000.0])),
    st.tuples(st.just("replay"), st.integers(0, 50)),
    st.tuples(st.just("press"), st.sampled_from(["Let it learn", "Pause", "Reset"])),
)  # fmt: skip


@fuzzed(15)
@given(moves=st.lists(MOVES, max_size=15))
def test_whatever_is_moved_all_that_is_seen_agrees(moves):
    explorer = NeuronByHand(epochs=20)
    for name, value in moves:
        if name == "press":
            press(explorer, value)
        else:
            explorer.controls[name].value = value
    frame = explorer.frame()
    assert "It stopped with" not in status(explorer)
    names = by_hand.weights_used(explorer.values)
    assert [box for box in names if is_hidden(explorer.controls[box])] == []
    for (name, weight), box in zip(by_hand.numbers_of(frame.network).items(), names, strict=True):
        assert name == box
        assert explorer.controls[name].value == np.clip(weight, -100, 100)
    outputs = frame.network.predict(frame.made.examples.inputs)
    right = int((np.abs(outputs - frame.made.examples.targets) < TOLERANCE).sum())
    assert f"{right} of 4 right" in task(explorer)
    assert f"{right} of 4 within 0.1" in words(explorer._table)
    assert explorer._line.text.value == explorer.settings
    explorer.close()


# The picture


def test_who_chooses_another_row_hears_what_becomes_of_it():
    explorer = NeuronByHand("cycling", weight_1=2.0, weight_3=-0.5, with_bias=False)
    explorer.controls["row"].value = 3
    assert "Row 3 (1 0 1): sum 1.50, output 0.82, target 1, not right." in explorer._status.value
    explorer.controls["weight_1"].value = 4.0
    assert "Row 3" not in explorer._status.value
    explorer.controls["row"].value = 4
    said = "Row 4 (0 1 1): sum \N{MINUS SIGN}0.50, output 0.38, target 0, not right."
    assert said in explorer._status.value


def test_who_takes_a_bias_hears_where_its_slider_is():
    explorer = NeuronByHand("AND", with_bias=False)
    assert "bias" not in explorer._status.value
    explorer.controls["with_bias"].value = True
    said = "Now with a bias: its slider comes after those of the weights. At the start."
    assert said in explorer._status.value
    explorer.controls["bias"].value = 1.0
    assert "Now with" not in explorer._status.value
    explorer.controls["with_bias"].value = False
    assert "Now without a bias. Your weights" in explorer._status.value


@pytest.mark.parametrize("size", [0.0, 0.004, 12.0, 100.0])
@pytest.mark.parametrize("data", ["cycling", "AND"])
def test_a_picture_has_room_for_all_that_is_in_it(size, data):
    dataset = by_hand.TABLES[data].dataset()
    columns = dataset.inputs.shape[1]
    layer = Dense(columns, 1, "sigmoid", weights=np.full((columns, 1), -size), biases=[size])
    network = Network([layer])
    row = Row("1" * columns, dataset.inputs[1:2], dataset.targets[1:2])
    for scene in (
        neuron.neuron_at_row(network, dataset.input_names, row),
        neuron.rows_right(dataset, network.predict(dataset.inputs), 1),
    ):
        texts, *_ = in_the_widest_font(scene, bare=False)
        picture = (0, scene.size[0], 0, scene.size[1])
        assert all(is_within(each, picture) for each in texts)
        assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]


@pytest.mark.parametrize("total", [-50.0, -2.0, 0.0, 3.5, 700.0])
def test_the_mark_lies_on_the_sigmoid_and_at_its_end_beyond(total):
    layer = Dense(1, 1, "sigmoid", bias=False, weights=[[total]])
    row = Row("1", np.ones((1, 1)), np.ones((1, 1)))
    scene = neuron.neuron_at_row(Network([layer]), ("input 1",), row)
    (curve,) = (part for part in scene.parts if len(getattr(part, "points", ())) > 3)
    (mark,) = (part for part in scene.parts if getattr(part, "radius", 0) == 6)
    (x, y), (low, high) = mark.places[0], (curve.points[0], curve.points[-1])
    left, right = neuron.CURVE
    assert x == pytest.approx(np.clip((total + 6) / 12, 0, 1) * (right - left) + left)
    height = (low[1] - high[1]) / (expit(6) - expit(-6))
    assert low[1] - y == pytest.approx(height * (expit(total) - expit(-6)), abs=0.01)
