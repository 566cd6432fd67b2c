"""The pad: strokes, squares, Undo, what is kept; in the page and by hand, without a page."""

import json
import re

import numpy as np
import pytest

from nnlib import drawings
from nnlib.explorers.digit_pad import DigitPad
from nnlib.explorers.pad import BLANK, DRAWN, Pad
from nnlib.network import Dense, Network
from tests.hands import press

EXAMPLES = drawings.examples()
A_THREE, A_SEVEN = EXAMPLES[3], EXAMPLES[7]
NETWORK = Network([Dense(64, 10, "softmax")], rng=1)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "my_files"


@pytest.fixture
def pad():
    made = DigitPad(NETWORK, fool=True)
    yield made
    made.close()


def draw(canvas, strokes):
    """Draw as the page does: part of a stroke, more of it, and at its end the whole."""
    for stroke in map(list, strokes):
        for part in (stroke[:2], stroke[: len(stroke) // 4 * 2]):
            canvas.set_state({"drawing": part})
        canvas.set_state({"strokes": [*canvas.strokes, stroke], "drawing": []})


def press_square(canvas, place, ink):
    pixels = list(canvas.value)
    pixels[place] = ink
    canvas.set_state({"value": pixels})


def press_button(canvas, name):
    canvas.set_state({"pressed": [*canvas.pressed, name]})


def task_of(pad):
    """Return how far one is with the task."""
    return pad._task._state.value


def test_what_is_drawn_is_seen_while_it_is_drawn():
    pad, seen = Pad(), []
    pad.canvas.observe(lambda change: seen.append(change.new), "value")
    draw(pad.canvas, A_SEVEN.strokes)
    assert pad.canvas.value == A_SEVEN.pixels
    assert len(set(seen)) > 2
    assert pad.canvas.name == DRAWN


def test_undo_takes_back_strokes_and_squares_one_by_one():
    pad = Pad()
    four = next(each for each in EXAMPLES if each.digit == 4 and len(each.strokes) == 2)
    draw(pad.canvas, four.strokes)
    press_square(pad.canvas, 0, 16)
    assert pad.sheet.whole == four.pixels
    assert pad.sheet.pixels == (16, *four.pixels[1:])
    press_square(pad.canvas, 63, 16)
    pad.undo()
    assert pad.canvas.value == (16, *four.pixels[1:])
    pad.undo()
    assert pad.canvas.value == four.pixels
    pad.undo()
    assert len(pad.canvas.strokes) == 1
    assert pad.canvas.value == drawings.checked_pixels(drawings.image_of(four.strokes[:1]), "")
    for _ in range(3):
        pad.undo()
    assert (pad.canvas.value, pad.canvas.strokes) == (BLANK, [])


def test_undo_takes_back_what_came_with_it():
    """Where the kernel is slow, the page says in one message what was done meanwhile."""
    pad = Pad()
    draw(pad.canvas, A_THREE.strokes)
    meanwhile = [*pad.canvas.strokes, [100, 100, 900, 100], [100, 900, 900, 900]]
    pad.canvas.set_state({"drawing": [100, 100]})
    pad.canvas.set_state({"drawing": [], "strokes": meanwhile, "pressed": ["Undo"]})
    assert pad.canvas.strokes == meanwhile[:-1]
    pad.canvas.set_state({"pressed": ["Undo", "Undo"]})
    assert pad.canvas.value == A_THREE.pixels
    pad.canvas.set_state({"strokes": meanwhile, "pressed": ["Undo", "Undo", "Undo", "Undo"]})
    assert pad.canvas.value == A_THREE.pixels
    pad.canvas.set_state({"strokes": meanwhile, "pressed": [*["Undo"] * 4, "Clear"]})
    assert (pad.canvas.value, pad.canvas.strokes) == (BLANK, [])


@pytest.mark.parametrize(
    "too_much",
    [[[1, 1, 900, 900]] * 51, [[1, 1] * 2001], [[1, 1, 5000, 1]]],
    ids=["many", "long", "off"],
)
def test_paper_that_is_full_keeps_what_is_on_it(too_much):
    pad = Pad()
    draw(pad.canvas, A_THREE.strokes)
    pad.canvas.set_state({"strokes": [*pad.canvas.strokes, *too_much], "drawing": []})
    assert pad.canvas.value == A_THREE.pixels
    assert "the paper is full" in pad.canvas.name
    assert len(pad.canvas.strokes) == len(A_THREE.strokes)
    pad.undo()
    assert pad.canvas.name == DRAWN


def test_an_image_from_elsewhere_can_be_taken_back_and_drawn_upon():
    pad = Pad()
    draw(pad.canvas, A_THREE.strokes)
    pad.put(A_SEVEN.pixels, "a 7")
    assert (pad.canvas.strokes, pad.canvas.name) == ([], "a 7")
    pad.undo()
    assert pad.canvas.value == A_THREE.pixels
    pad.put(A_SEVEN.pixels, "a 7")
    draw(pad.canvas, A_THREE.strokes)
    assert pad.canvas.value == A_THREE.pixels


def test_a_cell_may_paint_as_well():
    pad = Pad()
    pad.canvas.value = np.arange(64) % 17
    assert pad.canvas.value[:3] == (0, 1, 2)
    for wrong in ([0] * 63, [17] * 64, [0.5] * 64, "x" * 64, None):
        with pytest.raises(ValueError, match="value"):
            pad.canvas.value = wrong
    pad.undo()
    assert pad.canvas.value == BLANK


def test_ten_bars_and_words_follow_the_drawing(pad):
    draw(pad.controls["drawing"], A_SEVEN.strokes)
    shares = NETWORK.predict([np.array(pad.controls["drawing"].value) / 16])[0]
    first, second = shares.argsort()[::-1][:2]
    said = f"{first} ({shares[first]:.0%}), {second} ({shares[second]:.0%})"
    assert said in pad.summary()
    for part in (task_of(pad), pad._answer.value):
        assert said in part
    assert f"7 {shares[7]:.0%}" in pad._answer.value


def test_an_image_can_be_put_there(pad):
    pad.put(16 * np.eye(8).ravel())
    assert sum(pad.controls["drawing"].value) == 16 * 8
    with pytest.raises(ValueError, match="pixels must be whole numbers from 0 to 16"):
        pad.put(np.full(64, 0.5))


def test_the_network_may_have_learned_more_meanwhile():
    network = Network([Dense(64, 10, "softmax")], rng=1)
    pad = DigitPad(network)
    before = pad.summary()
    network.layers[0].biases[5] += 20
    assert pad.summary() != before
    assert "5 (100%)" in pad.summary()
    pad.close()


def test_a_3_is_taken_for_another_digit(pad):
    only_square_0 = Network([Dense(64, 10, "softmax", weights=np.zeros((64, 10)))])
    only_square_0.layers[0].biases[3] = 1
    only_square_0.layers[0].weights[0, 9] = 5
    pad.network = only_square_0
    draw(pad.controls["drawing"], A_THREE.strokes)
    assert "nn-good" not in task_of(pad)
    press_square(pad.controls["drawing"], 8, 16)
    assert "it says 3" in task_of(pad)
    assert "nn-good" not in task_of(pad)
    press_square(pad.controls["drawing"], 0, 16)
    assert re.search(r"nn-good.*it says 9 .*2 squares pressed ✔", task_of(pad))
    press_button(pad.controls["drawing"], "Undo")
    assert "1 square pressed" in task_of(pad)
    press_button(pad.controls["drawing"], "Clear")
    assert "pressed" not in task_of(pad)


def test_drawings_are_kept_in_a_file_and_come_back(pad, folder):
    press(pad, "Keep")
    assert "This is a 3 from the course: press Clear" in pad._words.value
    press_button(pad.controls["drawing"], "Clear")
    press(pad, "Keep")
    assert "The paper is empty" in pad._words.value
    assert not (folder / "drawings.json").exists()
    for drawing in (A_THREE, A_SEVEN):
        draw(pad.controls["drawing"], drawing.strokes)
        pad.controls["digit"].value = str(drawing.digit)
        press(pad, "Keep")
    assert pad.controls["drawing"].value == BLANK
    assert pad.controls["digit"].value == "0"  # one of those with the fewest
    assert drawings.load(folder / "drawings.json") == pad.drawings == [A_THREE, A_SEVEN]
    assert "2 kept in my_files/drawings.json (3: 1, 7: 1)" in pad._words.value
    again = DigitPad(NETWORK)
    assert again.drawings == [A_THREE, A_SEVEN]
    press(again, "Take back")
    assert drawings.load(folder / "drawings.json") == [A_THREE]
    assert again.controls["digit"].value == "7"  # it is to be drawn again
    assert "The last one, kept as 7, is forgotten. 1 kept" in again._words.value
    draw(pad.controls["drawing"], A_THREE.strokes)
    press(pad, "Keep")  # of what the other pad did in the meantime, nothing is lost
    assert len(drawings.load(folder / "drawings.json")) == len(pad.drawings) == 2
    for _ in range(2):
        press(again, "Take back")
    assert "0 kept in my_files/drawings.json." in again._words.value
    press(again, "Take back")
    assert "Nothing is kept" in again._words.value
    assert drawings.load(folder / "drawings.json") == []
    again.close()


@pytest.mark.parametrize("content", [b"no drawings", json.dumps({"version": 9, "drawings": []})])
def test_a_damaged_file_is_told_and_never_written_over(pad, folder, content):
    content = content if isinstance(content, bytes) else content.encode()
    (folder / "drawings.json").write_bytes(content)
    again = DigitPad(NETWORK)
    assert again.drawings == []
    assert "drawings.json" in again._words.value
    for each in (again, pad):
        draw(each.controls["drawing"], A_SEVEN.strokes)
        press(each, "Keep")
        assert "drawings.json" in each._words.value
        assert "Kept" not in each._words.value
    assert (folder / "drawings.json").read_bytes() == content
    again.close()


def test_where_nothing_can_be_written_the_pad_works_and_says_so(tmp_path):
    (tmp_path / "my_files").write_text("no folder", encoding="utf-8")
    made = DigitPad(NETWORK)
    assert "my_files" in made._words.value
    draw(made.controls["drawing"], A_SEVEN.strokes)
    press(made, "Keep")
    assert "Kept" not in made._words.value
    assert made.drawings == []
    made.close()


@pytest.mark.parametrize("layers", [[Dense(64, 9, "softmax")], [Dense(2, 10, "softmax")]])
def test_another_network_is_refused_in_a_sentence(layers):
    with pytest.raises(ValueError, match="network must have 64 inputs and 10 outputs"):
        DigitPad(Network(layers))


@pytest.mark.parametrize("weight", [np.nan, 1e6])
def test_bars_of_a_network_gone_wrong_stay_in_their_place(weight):
    network = Network([Dense(64, 10, "linear")], rng=1)
    network.layers[0].weights[...] = weight  # as a training leaves it
    pad = DigitPad(network)
    assert "nan" not in f"{pad._answer.value}{task_of(pad)}{pad.summary()}"
    widths = [float(each) for each in re.findall(r'<rect [^>]*width="([^"]+)"', pad._answer.value)]
    assert len(widths) >= 20
    assert max(widths) <= 250
    assert ("no number" in pad.summary()) == bool(np.isnan(weight))
    pad.close()


def test_its_picture_stays(pad):
    data, _ = pad._repr_mimebundle_()
    assert data["text/plain"].startswith("DigitPad: 64-10 reads a 3 from the course: ")
    assert data["image/png"]
