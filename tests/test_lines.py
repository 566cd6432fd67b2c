"""Lines that are dragged: where they lie, which corners are right, the fold, and what is seen."""

import asyncio
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.special import comb, expit

from nnlib import datasets
from nnlib.explorers import by_hand, fold, look
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.lines import LinesByHand
from nnlib.network import Dense, Network
from nnlib.pictures import lines as pictures
from nnlib.pictures.lines import ANSWERS, INPUTS
from nnlib.pictures.scene import Marks
from nnlib.problems import lines
from nnlib.problems.lines import GATES, PROBLEM, Place
from tests.hands import is_hidden, press
from tests.test_by_hand import status, task, words
from tests.test_contrast import MAP, MARKS, dimmed, on, shapes, stands_out
from tests.test_fuzz import fuzzed
from tests.test_pictures import in_the_widest_font, is_within, overlap
from tests.waiting import until

CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)], dtype=float)
TWO = {"lines": 2, "turn_a": -49.0, "shift_a": -0.3, "turn_b": -40.0, "shift_b": 0.3}  # solve XOR
PLACES = st.builds(Place, st.floats(-180, 180), st.floats(-1, 1), st.floats(0.01, 100))


def left_of(first, second, points):
    """Return for points 1 at the left of whoever walks from first to second, else -1; 0 on it.

    All three have their two coordinates last, and may be arrays of any other shape.
    """
    (across, up), (x, y) = (
        np.moveaxis(np.subtract(each, first), -1, 0) for each in (second, points)
    )
    return np.sign((across * y - up * x).round(12))


def seen_by(explorer, name, plane):
    """Return the handles of a line as they stand in the page, as points of its plane."""
    widget = explorer._plane if plane is INPUTS else explorer._folded_plane
    root = ElementTree.fromstring(widget.value)
    found = {}
    parts = list(root)
    for circle, text in pairwise(parts):
        if text.tag == "text" and re.fullmatch(f"{name}[12]", text.text):
            mark = circle[0]
            shares = (float(mark.get("cx")) / pictures.SIZE[0],
                      float(mark.get("cy")) / pictures.SIZE[1])  # fmt: skip
            found[text.text] = plane.point_at(*shares)
    return [found[key] for key in sorted(found)]


def hand(explorer, kind, point, plane=INPUTS, buttons=1, finger=False):
    """Tell the explorer what the page tells of a mouse or a finger at a point of a plane."""
    (x, y), (width, height) = plane.places([point])[0].tolist(), pictures.SIZE
    where = {"relativeX": x, "relativeY": y, "boundingRectWidth": width,
             "boundingRectHeight": height}  # fmt: skip
    told = {"event": kind, "buttons": buttons, **where}
    if finger:
        told = {"event": kind, "targetTouches": [where]}
    event = explorer._events[0 if plane is INPUTS else 1]
    event._handle_mouse_msg(event, told, None)


def drag(explorer, start, end, plane=INPUTS, finger=False):
    down, move = ("touchstart", "touchmove") if finger else ("mousedown", "mousemove")
    hand(explorer, down, start, plane, finger=finger)
    hand(explorer, move, end, plane, finger=finger)
    if not finger:
        hand(explorer, "mousemove", end, plane, buttons=0)


# A line is a neuron


@fuzzed(100)
@example(Place(1.5, 0.0, 0.01))  # whose weights are a little shorter
@given(PLACES)
def test_a_line_and_its_neuron_tell_the_same(place):
    weights, bias = lines.neuron_at(place)
    assert np.hypot(*weights) == pytest.approx(place.steepness)
    direction, towards = lines.along(place.turn)
    on_it = lines.MIDDLE + place.shift * towards + np.outer([-3, 0, 2], direction)
    assert np.abs(on_it @ weights + bias).max() < 1e-12 * place.steepness * 10
    again = lines.place_of(weights, bias)
    np.testing.assert_allclose(again[1:], place[1:], rtol=1e-12, atol=1e-12)
    assert np.cos(np.radians(again.turn - place.turn)) == pytest.approx(1)


def test_of_all_lines_none_has_four_corners_of_xor_right():
    # Through any two points of a fine grid over the plane, walked both ways.
    steps = np.linspace(INPUTS.low, INPUTS.high, 14)
    grid = np.array(list(product(steps, steps)))
    ways = set()
    for first in grid:
        sides = left_of(first, grid[:, np.newaxis], CORNERS)
        ways |= {tuple(way) for way in sides.tolist() if all(way)}
    assert len(ways) == lines.WAYS == 2 * sum(comb(3, each, exact=True) for each in range(3))
    for gate, most in {"XOR": 3, "XNOR": 3, "AND": 4, "OR": 4, "NAND": 4, "NOR": 4}.items():
        wanted = np.where(GATES[gate]().targets[:, 0] == 1, 1, -1)
        counts = [int((way == wanted).sum()) for way in np.array(sorted(ways))]
        assert max(counts) == most
        signed = np.hstack([CORNERS, np.ones((4, 1))]) * wanted[:, np.newaxis]
        solved = linprog(np.zeros(3), -signed, -np.ones(4), bounds=(None, None)).success
        assert solved == (most == 4)


@pytest.mark.parametrize("gate", GATES)
def test_the_count_is_that_of_the_corners_at_the_left(gate):
    explorer = LinesByHand(gate)
    wanted = np.where(GATES[gate]().targets[:, 0] == 1, 1, -1)
    steps = (-0.4, 0.13, 0.5, 0.86, 1.4)
    for number, (first, second) in enumerate(combinations(product(steps, steps), 2)):
        if number % 12:
            continue
        turn, shift = lines.place_through(np.array(first), np.array(second))
        if abs(shift) > 1:
            continue
        explorer.controls["turn_a"].value, explorer.controls["shift_a"].value = turn, shift
        right = left_of(first, second, CORNERS) == wanted
        found = lines.which_are_right(explorer.network, explorer.frame().made.examples)
        on_it = left_of(first, second, CORNERS) == 0
        assert (found == right)[~on_it].all()
        assert not found[on_it].any()
        root = ElementTree.fromstring(explorer._plane.value)
        marks = [each.text for each in root.iter("text") if each.text in "✔✘"]
        assert [each == "✔" for each in marks] == found.tolist()
    explorer.close()


def test_a_corner_on_the_line_is_on_neither_side():
    for turn, corner in product(range(-180, 180, 7), CORNERS):
        _, towards = lines.along(turn)
        neuron = lines.neuron_at(Place(turn, float(towards @ (corner - lines.MIDDLE)), 8.0))
        assert lines.sides(np.array([corner]), *neuron) == 0
        assert abs(lines.sides(np.array([corner + 1e-6 * towards]), *neuron)) == 1


def test_gates_are_those_of_python():
    rules = {"AND": min, "OR": max, "XOR": lambda bits: sum(bits) % 2}
    for name, rule in rules.items():
        opposite = {"AND": "NAND", "OR": "NOR", "XOR": "XNOR"}[name]
        targets = [rule(row) for row in CORNERS.tolist()]
        assert GATES[name]().targets[:, 0].tolist() == targets
        assert GATES[opposite]().targets[:, 0].tolist() == [1 - each for each in targets]
        np.testing.assert_array_equal(GATES[opposite]().inputs, CORNERS)


# The drag


@pytest.mark.parametrize("finger", [False, True])
def test_a_handle_follows_the_hand_and_the_other_stays(finger):
    explorer = LinesByHand(turn_a=-30.0)
    before = seen_by(explorer, "A", INPUTS)
    drag(explorer, before[0], (-0.2, 0.3), finger=finger)
    first, second = seen_by(explorer, "A", INPUTS)
    near = {"atol": 0.02}  # turn and shift are rounded
    np.testing.assert_allclose(first, (-0.2, 0.3), **near)
    np.testing.assert_allclose(second, before[1], **near)
    drag(explorer, second, (1.3, 1.2), finger=finger)
    first, second = seen_by(explorer, "A", INPUTS)
    np.testing.assert_allclose([first, second], [(-0.2, 0.3), (1.3, 1.2)], **near)
    turn = np.degrees(np.arctan2(0.9, 1.5))
    assert explorer.controls["turn_a"].value == pytest.approx(turn, abs=0.7)
    assert explorer.controls["turn_a"].beside.value == round(explorer.values["turn_a"])


def test_the_line_itself_is_dragged_and_keeps_its_turn():
    explorer = LinesByHand()
    drag(explorer, (0.5, 0.52), (0.6, 0.82))
    assert (explorer.values["turn_a"], explorer.values["shift_a"]) == (0.0, 0.3)
    hand(explorer, "mousemove", (0.1, 0.1))  # pressed anew beside the picture
    assert explorer.values["shift_a"] == 0.3
    drag(explorer, (0.5, 0.2), (0.5, 0.7))  # far from it: nothing is held
    assert explorer.values["shift_a"] == 0.3


@pytest.mark.parametrize("far", [(0.9, -0.2), (1.5, 1.5), (-0.5, 0.1)])
def test_a_slanted_line_keeps_its_turn_wherever_it_is_dragged(far):
    explorer = LinesByHand(turn_a=-45.0)
    drag(explorer, (0.5, 0.5), far)
    assert explorer.values["turn_a"] == -45.0
    shift = np.clip((sum(far) - 1) / np.sqrt(2), -1, 1)
    assert explorer.values["shift_a"] == pytest.approx(shift, abs=0.02)


def test_handles_stay_apart_and_in_the_picture():
    explorer = LinesByHand()
    first, second = seen_by(explorer, "A", INPUTS)
    drag(explorer, first, second)
    assert explorer.settings == "lines:1"
    drag(explorer, first, (9.0, 9.0))
    for corner in (*CORNERS, *(CORNERS * 2 - 0.5)):
        for which in (0, 1):
            drag(explorer, seen_by(explorer, "A", INPUTS)[which], corner)
            points = np.array(seen_by(explorer, "A", INPUTS))
            assert (np.abs(points - 0.5) <= 1.0001).all()
            assert np.hypot(*(points[0] - points[1])) > 0.05


def test_what_is_dragged_is_chosen_and_the_output_is_a_line_too():
    explorer = LinesByHand(**TWO)
    explorer.controls["folded"].value = 1.0
    drag(explorer, seen_by(explorer, "B", INPUTS)[0], (0.2, 1.3))
    assert explorer.controls["line"].value == "b"
    before = explorer.values
    drag(explorer, seen_by(explorer, "O", ANSWERS)[1], (0.9, 0.9), ANSWERS)
    assert explorer.controls["line"].value == "output"
    changed = {name for name, value in explorer.values.items() if value != before[name]}
    assert changed == {"turn_output", "shift_output"}
    assert not is_hidden(explorer.controls["turn_output"])
    assert is_hidden(explorer.controls["turn_a"])
    before = explorer._folded_plane.value.count("<line ")
    explorer.controls["folded"].value = 0.5
    assert seen_by(explorer, "O", ANSWERS) == []
    assert explorer._folded_plane.value.count("<line ") == before - 1


# Two lines, and the fold


def test_a_second_line_changes_no_answer_and_then_four_are_right():
    for gate in GATES:
        explorer = LinesByHand(gate)
        before = explorer.right()
        press(explorer, "Add a second line")
        assert explorer.right() == before
        explorer.close()
    explorer = LinesByHand()
    press(explorer, "Add a second line")
    for name, value in TWO.items():
        explorer.controls[name].value = value
    assert explorer.right() == 4
    assert explorer.is_done
    assert "4 of 4 right ✔ done by hand ✔" in task(explorer)
    assert (-1, 1, 1, -1) not in explorer.ways  # these are of one line
    press(explorer, "Take B away")
    assert explorer.right() == 3
    assert not explorer.is_done
    assert is_hidden(explorer._folded_plane)


@pytest.mark.parametrize("share", [0.0, 0.37, 1.0])
def test_the_fold_takes_every_point_to_its_hidden_answers(share):
    explorer = LinesByHand(**TWO)
    explorer.controls["folded"].value = share
    hidden = explorer.network.layers[0]
    alone = Network([Dense(2, 2, "sigmoid", weights=hidden.weights, biases=hidden.biases)])
    a, b = (lines.neuron_at(Place(TWO[f"turn_{name}"], TWO[f"shift_{name}"], 8.0)) for name in "ab")
    answers = np.column_stack([expit(CORNERS @ weights + bias) for weights, bias in (a, b)])
    np.testing.assert_allclose(alone.predict(CORNERS), answers, rtol=0, atol=1e-12)
    _, scene, *_ = explorer.pictures(explorer.frame())
    drawn = [each.places[0] for each in scene.parts
             if isinstance(each, Marks) and each.radius == pictures.MARK]  # fmt: skip
    expected = ANSWERS.places((1 - share) * CORNERS + share * alone.predict(CORNERS))
    np.testing.assert_allclose(drawn, expected, rtol=0, atol=1e-12 * pictures.PLOT)


def test_folded_one_line_parts_what_it_could_not():
    explorer = LinesByHand(**TWO)
    folded = explorer.network.forward(CORNERS)[0]
    first, second = seen_by_when_folded(explorer)
    assert left_of(first, second, folded).tolist() == [-1, 1, 1, -1]


def seen_by_when_folded(explorer):
    explorer.controls["folded"].value = 1.0
    return seen_by(explorer, "O", ANSWERS)


def fold_button(explorer, kind):
    """Return the button that moves the fold, or the one that jumps to its end."""
    (button,) = (each for each in with_all_parts(explorer._box) if kind in each._dom_classes)
    return button


def test_fold_moves_and_takes_its_time(monkeypatch):
    monkeypatch.setenv("ONE_NEURON_PACE", "normal")
    monkeypatch.setattr(fold, "SECONDS", 0.3)
    seen = []

    async def scene():
        explorer = LinesByHand(**TWO)
        explorer._folded_plane.observe(lambda change: seen.append(change.new), "value")
        fold_button(explorer, look.MOVES).click()
        await until(lambda: explorer._fold.share == 1)
        await until(lambda: "folded. " in explorer._folded_plane.value.replace(";", ". "))
        explorer.close()

    asyncio.run(scene())
    assert len(set(seen)) > 3


@pytest.mark.parametrize("kind", [look.MOVES, look.JUMPS])
def test_without_a_loop_fold_is_there_at_once(kind):
    explorer = LinesByHand(**TWO)
    fold_button(explorer, kind).click()
    assert explorer._fold.share == 1


# The task, and what was tried


def test_all_ways_are_tried_and_none_has_four():
    explorer = LinesByHand("XOR")
    for turn in range(-180, 180, 45):
        for shift in (-0.9, -0.3, 0.05, 0.3, 0.9):
            explorer.controls["turn_a"].value = turn + 1.0
            explorer.controls["shift_a"].value = shift
    assert len(explorer.ways) == 14
    assert "all 14 ways tried ✔" in task(explorer)
    assert explorer.is_done
    tally = words(explorer._picture) if explorer._picture.value.count("<svg") == 1 else (
        explorer._picture.value)  # fmt: skip
    assert "0 of 4: 0, 1 of 4: 4, 2 of 4: 6, 3 of 4: 4, 4 of 4: 0" in tally
    explorer.controls["gate"].value = "AND"
    assert "4 of 4: 1" in explorer._picture.value
    press(explorer, "Start again")
    assert len(explorer.ways) == 1


@pytest.mark.parametrize("turn", [-180.0, -45.0, 0.0, 20.0, 180.0])
def test_swapped_sides_swap_right_and_wrong(turn):
    explorer = LinesByHand("OR", turn_a=turn, shift_a=0.4)
    before, right = seen_by(explorer, "A", INPUTS), explorer.right()
    press(explorer, "Swap the sides")
    assert explorer.right() == 4 - right
    np.testing.assert_allclose(seen_by(explorer, "A", INPUTS), before[::-1], atol=0.01)
    press(explorer, "Swap the sides")
    assert explorer.right() == right


def test_start_again_puts_all_back():
    explorer = LinesByHand("NOR", lines=2, turn_b=33.0)
    press(explorer, "Take B away")
    drag(explorer, seen_by(explorer, "A", INPUTS)[0], (0.0, 0.1))
    explorer.controls["steepness_a"].value = 3.0
    explorer.controls["folded"].value = 0.4
    press(explorer, "Start again")
    assert explorer.settings == "lines:1 gate=NOR lines=2 turn_b=33.0"
    assert explorer._fold.share == 0


# It learns


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_learned_moves_the_lines_and_is_not_done_by_hand(count):
    gate = "AND" if count == 1 else "XOR"
    explorer = LinesByHand(gate, **TWO | {"lines": count, "turn_a": -60.0}, epochs=300)
    weights, targets = explorer.network.parameters.copy(), GATES[gate]().targets
    press(explorer, "Let it learn")
    assert not np.allclose(explorer.network.parameters, weights)
    for name, (vector, bias) in lines.neurons_of(explorer.network).items():
        place = lines.place_of(vector, bias)
        held = Place(*(explorer.controls[f"{each}_{name}"].value for each in Place._fields))
        assert held == pytest.approx(place)
    again = LinesByHand(settings=explorer.settings)
    np.testing.assert_allclose(again.network.predict(CORNERS), explorer.network.predict(CORNERS))
    assert again.right() == explorer.right() == 4 == len(targets)
    assert "It has learned that" in task(explorer) or count == 2
    explorer.controls["turn_a"].value += 0.5  # from there on, it is by hand
    assert explorer.is_done
    assert explorer.history.epochs == 0


def test_two_lines_that_come_to_no_end_say_how_to_go_on():
    explorer = LinesByHand("XOR", lines=2, turn_b=180.0)
    press(explorer, "Let it learn")
    assert explorer.right() < 4
    assert "Let it learn goes on from here; or drag a line first" in status(explorer)
    explorer = LinesByHand("XOR", **TWO | {"turn_a": -60.0})
    press(explorer, "Let it learn")
    assert explorer.right() == 4
    assert "goes on from here" not in status(explorer)


def test_a_drag_while_it_learns_takes_over():
    async def scene():
        explorer = LinesByHand("AND", epochs=100_000)
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > 0)
        drag(explorer, seen_by(explorer, "A", INPUTS)[0], (0.0, 1.4))
        await until(lambda: not explorer._runner.running and explorer._history.epochs == 0)
        first, _ = seen_by(explorer, "A", INPUTS)
        np.testing.assert_allclose(first, (0.0, 1.4), atol=0.03)
        press(explorer, "Let it learn")
        await until(lambda: explorer._history.epochs > 0)
        explorer.controls["turn_a"].beside.value = 100.0
        explorer._draw()  # a frame that was due before the move is heard
        await until(lambda: not explorer._runner.running and explorer._history.epochs == 0)
        assert explorer.values["turn_a"] == 100.0
        explorer.close()

    asyncio.run(scene())


def test_a_line_that_has_faded_is_not_drawn():
    for weights in ([[0.0], [0.0]], [[0.001], [0.0]]):
        network = Network([Dense(2, 1, "sigmoid", weights=weights, biases=[0.0])])
        scene = pictures.inputs_plane(network, datasets.xor(), {}, "a")
        assert "corners are right" in scene.words
    assert lines.which_are_right(Network([Dense(2, 1, "sigmoid", weights=[[0.0], [0.0]])]),
                                 datasets.xor()).sum() == 0  # fmt: skip


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_all_that_lies_on_the_maps_stands_out(share, page):
    explorer = LinesByHand(**TWO)
    explorer.controls["folded"].value = share
    ground = [dimmed(colour) for colour in MAP] if page else MAP
    for widget in (explorer._plane, explorer._folded_plane):
        _, on_map = shapes(ElementTree.fromstring(widget.value))
        assert len(on_map) > 8
        for tag, _, paints in on_map:
            assert stands_out([on(page, paint) for paint in paints], ground, MARKS), tag


# What stays, and what is refused


@pytest.mark.parametrize("settings", [{}, TWO])
def test_the_saved_form_is_what_was_seen(settings):
    explorer = LinesByHand(**settings)
    explorer.controls["folded"].value = 0.6
    data, metadata = explorer._repr_mimebundle_()
    kind = "two lines: 4" if settings else "one line: 2"
    assert data["text/plain"] == f"LinesByHand: XOR, {kind} of 4 corners are on their side"
    assert metadata["image/png"]["alt"] == data["text/plain"]
    page = "".join(widget.value for widget in explorer.seen())
    seen = {text.text for text in ElementTree.fromstring(f"<p>{page}</p>").iter("text")}
    drawn = {text.get_text() for axes in explorer.figure().axes for text in axes.texts}
    assert drawn == seen | {explorer.summary()}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lines:1 lines=3", "setting lines must be a whole number from 1 to 2"),
        ("lines:1 turn_a=181", "setting turn_a must be a number, -180 or more and at most 180"),
        ("lines:1 shift_b=nan", "setting shift_b must be"),
        ("lines:1 steepness_a=0", "setting steepness_a must be"),
        ("lines:1 gate=maybe", "setting gate 'maybe' is not known. Choose one of AND"),
        ("lines:1 turn=3", "setting 'turn' is not known. Did you mean"),
        ("gates:1 gate=AND", "this line is for 'gates', not for 'lines'"),
        ("lines:1 turn_a", "'turn_a' is not a setting"),
        ("lines:1 turn_a=1 turn_a=2", "turn_a is there twice"),
    ],
)
def test_a_line_of_settings_that_cannot_be_is_refused_in_a_sentence(line, said):
    explorer = LinesByHand(turn_a=5.0)
    with pytest.raises(ValueError, match=said) as caught:
        explorer.settings = line
    assert len(str(caught.value)) <= 300
    assert explorer.settings == "lines:1 turn_a=5.0"


def test_it_can_be_had_beside_the_other_one():
    assert by_hand.LinesByHand is LinesByHand


MOVES = st.one_of(
    st.tuples(st.sampled_from([name for name in PROBLEM.settings if "turn" in name]),
              st.floats(-180, 180)),
    st.tuples(st.sampled_from(["shift_a", "shift_b", "shift_output"]), st.floats(-0.6, 0.6)),
    st.tuples(st.just("steepness_a"), st.floats(0.01, 100)),
    st.tuples(st.just("gate"), st.sampled_from(list(GATES))),
    st.tuples(st.just("lines"), st.sampled_from([1, 2])),
    st.tuples(st.just("folded"), st.sampled_from([0.0, 0.5, 1.0])),
    st.tuples(st.just("line"), st.sampled_from(["a", "b", "output"])),
    st.tuples(st.just("press"), st.sampled_from(["Let it learn", "Swap the sides", "Pause",
                                                 "Start again", "Add a second line"])),
    st.tuples(st.just("drag"), st.tuples(*[st.floats(-0.5, 1.5)] * 4)),
    st.tuples(st.just("replay"), st.integers(0, 20)),
)  # fmt: skip


@fuzzed(15)
@given(moves=st.lists(MOVES, max_size=12))
def test_whatever_is_moved_all_that_is_seen_agrees(moves):
    explorer = LinesByHand(epochs=20)
    for name, value in moves:
        if name == "press":
            press(explorer, value)
        elif name == "drag":
            drag(explorer, value[:2], value[2:])
        else:
            explorer.controls[name].value = value
    frame = explorer.frame()
    assert "It stopped with" not in status(explorer)
    right = int(lines.which_are_right(frame.network, frame.made.examples).sum())
    assert f"{right} of 4 right" in task(explorer)
    assert f"{right} of 4 corners are right" in explorer._plane.value
    assert is_hidden(explorer._folded_plane) == (frame.values["lines"] == 1)
    assert explorer.controls["settings"].value == explorer.settings
    if not frame.epoch:
        again = LinesByHand(settings=explorer.settings)
        np.testing.assert_array_equal(again.network.parameters, frame.network.parameters)
        again.close()
    explorer.close()


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("settings", [{}, TWO, {"turn_a": -45.0, "shift_a": -0.318}])
def test_pictures_have_room_for_all_that_is_in_them(settings, share):
    explorer = LinesByHand(**settings)
    explorer.controls["folded"].value = share
    for scene in explorer.pictures(explorer.frame()):
        texts, *_ = in_the_widest_font(scene, bare=scene.bare)
        picture = (0, scene.size[0], 0, scene.size[1])
        assert all(is_within(each, picture) for each in texts)
        assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]
