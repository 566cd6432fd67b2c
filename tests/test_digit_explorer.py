"""Lesson 5's explorer shows the image that is chosen, and the network's answer to it."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from nnlib import drawings, metrics
from nnlib.exercises import lesson5
from nnlib.explorers.digits import AS_IT_IS, CONFUSION, MOVED, NOISE, WEIGHTS, DigitExplorer
from nnlib.explorers.pad import DRAWN
from nnlib.pictures import digits as pictures
from nnlib.pictures.scene import Box, Heat, Words, as_svg
from nnlib.pictures.theme import CLEAR, colours_of
from nnlib.problems import digits

SEEN, WATCHED = digits.parts()
NAMES = tuple("0123456789")
EXAMPLES = drawings.examples()


@pytest.fixture(scope="module")
def explorer():
    made = DigitExplorer()
    made.train(3)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def at_first(explorer):
    explorer.controls["image"].value, explorer.controls["shown"].value = 1, AS_IT_IS


def scenes(explorer):
    """Return image, bars, and weights or a confusion matrix, as they are drawn now."""
    image, bars, _, below = explorer.pictures(explorer.settled())
    return image, bars, below


def pixels_of(scene):
    """Return what an image was drawn from, read back from its greys."""
    (heat,) = (part for part in scene.parts if isinstance(part, Heat))
    return 1 - heat.palette[heat.colours][..., 0] / 255


def test_what_is_said_is_so(explorer):
    said = explorer.summary()
    for part in (SEEN, WATCHED):
        right = metrics.accuracy(explorer.network.predict(part.inputs), part.targets)
        assert f"{right:.1%}" in said
    assert right > 0.8


@pytest.mark.parametrize("number", [1, 7, 360])
def test_the_chosen_image_and_the_answer_to_it(explorer, number):
    explorer.controls["image"].value = number
    image, bars, _ = scenes(explorer)
    inputs = WATCHED.inputs[number - 1]
    np.testing.assert_allclose(pixels_of(image), inputs.reshape(8, 8), atol=0.01)
    shares = explorer.network.predict([inputs])[0]
    drawn = [part.width for part in bars.parts if isinstance(part, Box) and part.fill != "none"]
    np.testing.assert_allclose(drawn, pictures.BAR[1] * shares)
    written = [part.text for part in bars.parts if isinstance(part, Words)]
    assert written[1::2] == [f"{share:.0%}" for share in shares]
    assert f"right is {WATCHED.targets[number - 1].argmax()}" in bars.words


def test_a_moved_image_and_noise(explorer):
    explorer.controls["image"].value = 5
    whole = pixels_of(scenes(explorer)[0])
    explorer.controls["shown"].value = MOVED
    moved = pixels_of(scenes(explorer)[0])
    np.testing.assert_array_equal(moved[:, 1:], whole[:, :-1])
    assert not moved[:, 0].any()
    explorer.controls["shown"].value = NOISE
    image, bars, _ = scenes(explorer)
    assert np.count_nonzero(pixels_of(image)) > 60
    assert bars.words.startswith("✘")
    assert "right is none" in bars.words


def test_weights_are_drawn_neuron_by_neuron(explorer):
    (heat,) = (part for part in scenes(explorer)[2].parts if isinstance(part, Heat))
    weights = explorer.network.layers[0].weights.T
    first = weights[0] / np.abs(weights[0]).max() / 2 + 0.5
    np.testing.assert_array_equal(heat.colours[:8, :8], colours_of(first).reshape(8, 8))
    assert (heat.colours != CLEAR).sum() == weights.size


def test_without_a_hidden_layer_each_digit_has_an_image():
    explorer = DigitExplorer(0, epochs=2)
    explorer.train()
    assert explorer.summary().startswith("digits, 64-10: 2 epochs")
    assert "10 neurons" in scenes(explorer)[2].words
    assert DigitExplorer(settings=explorer.settings).settings == explorer.settings
    explorer.close()


def test_bars_and_numbers_stay_in_the_picture():
    for share in (0.0, 1.0):
        scene = pictures.bars(np.full(10, share), NAMES, 3)
        for part in scene.parts:
            end = part.x + part.width if isinstance(part, Box) else part.x
            assert 0 <= part.x <= end <= scene.size[0]
        assert as_svg(scene).count("<rect") == 20


def test_what_is_drawn_is_answered_and_chosen(explorer):
    three = EXAMPLES[3]
    explorer.controls["drawing"].set_state({"strokes": list(map(list, three.strokes))})
    assert explorer.controls["shown"].value == DRAWN
    image, bars, _ = scenes(explorer)
    assert image.shown == DRAWN
    np.testing.assert_allclose(16 * pixels_of(image).ravel(), three.pixels, atol=0.1)
    share = explorer.network.predict([np.array(three.pixels) / 16])[0].max()
    assert bars.words.startswith(f"{bars.shown[0]} ({share:.0%}), ")
    assert "✔" not in bars.words
    explorer.controls["image"].value = 2
    explorer.controls["shown"].value = AS_IT_IS
    assert "image 2 of 360" in scenes(explorer)[0].words
    assert explorer.controls["drawing"].strokes == []


def test_a_square_of_an_image_can_be_pressed(explorer):
    image = tuple(explorer.controls["drawing"].value)
    explorer.controls["drawing"].set_state({"value": [16, *image[1:]]})
    assert explorer.controls["shown"].value == DRAWN
    explorer._pad.undo()
    assert explorer.controls["drawing"].value == image


def test_a_drawing_is_answered_by_a_replayed_epoch(explorer):
    explorer.controls["drawing"].value = EXAMPLES[3].pixels
    now = scenes(explorer)[1].words
    explorer.controls["replay"].value = 0
    explorer._settle()
    before = explorer.pictures(explorer.frame())[1].words
    assert before != now
    explorer.controls["drawing"].value = EXAMPLES[8].pixels
    explorer._settle()
    assert explorer.frame().epoch == 0
    assert explorer.pictures(explorer.frame())[1].words not in (before, now)


def test_the_confusion_matrix_counts_what_is_watched(explorer):
    explorer.controls["below"].value = CONFUSION
    scene = scenes(explorer)[2]
    answers = explorer.network.predict(WATCHED.inputs).argmax(axis=1)
    counts = confusion_matrix(WATCHED.targets.argmax(axis=1), answers)
    drawn = [part for part in scene.parts if isinstance(part, Words)][20:]
    assert [int(part.text) for part in drawn] == counts[counts > 0].tolist()
    assert f"{np.trace(counts)} of 360 on the diagonal" in scene.words
    for row, column in np.argwhere(counts * (1 - np.eye(10, dtype=int))):
        assert f"{row} taken for {column}: {counts[row, column]}" in scene.words
    explorer.controls["below"].value = WEIGHTS
    assert "Weights" in scenes(explorer)[2].title


def test_what_is_read_right_is_seen_at_every_epoch(explorer):
    for epoch in (0, 3):
        explorer.controls["replay"].value = epoch
        explorer._settle()
        frame = explorer.frame()
        scene = explorer.pictures(frame)[2]
        assert frame.epoch == epoch
        for name, part in (("training", SEEN), ("validation", WATCHED)):
            right = metrics.accuracy(frame.network.predict(part.inputs), part.targets)
            assert f"{name} {right:.1%}" in scene.words
        bars = [part.width for part in scene.parts if isinstance(part, Box) and part.fill != "none"]
        np.testing.assert_allclose(bars[1], right * pictures.RIGHT_BAR[1])


def test_of_equal_shares_the_words_name_the_digit_that_the_bars_do():
    shares = np.full(10, 0.1)
    assert pictures.in_words(shares, list("0123456789")).startswith(f"{shares.argmax()} (10%)")


def state_of(explorer, place=0):
    return explorer._tasks._bars[lesson5.TASKS[place]]._state.value


def test_an_image_that_is_read_wrongly_is_found_by_looking_on_and_not_in_the_past():
    explorer = DigitExplorer(tasks=lesson5.TASKS)
    explorer.controls["image"].value = 66  # nothing is trained yet: any would do
    explorer.settled()
    assert state_of(explorer).count("<span></span>") == 1
    explorer.controls["image"].value = 1
    explorer.train()
    assert "It reads image 1 of 360 rightly, as 5. Look at others." in state_of(explorer)
    for shown in (MOVED, NOISE):
        explorer.controls["shown"].value = shown
        explorer.settled()
        assert "Choose an image under shown" in state_of(explorer)
    explorer.controls["shown"].value = AS_IT_IS
    explorer.controls["replay"].value = 0
    explorer._settle()
    explorer.controls["image"].value = 7
    explorer._settle()
    explorer.controls["drawing"].value = EXAMPLES[3].pixels
    explorer._settle()
    assert "done" not in state_of(explorer)
    explorer.reset()
    explorer.train()
    assert "Choose an image under shown" in state_of(explorer)
    explorer.controls["shown"].value = AS_IT_IS
    wrong = np.flatnonzero(explorer.network.predict(WATCHED.inputs).argmax(axis=1)
                           != WATCHED.targets.argmax(axis=1))  # fmt: skip
    explorer.controls["image"].value = int(wrong[0]) + 1
    explorer.settled()
    answer, digit = (each[wrong[0]].argmax() for each in (
        explorer.network.predict(WATCHED.inputs), WATCHED.targets))  # fmt: skip
    assert f"It says {answer}, and {digit} was meant." in state_of(explorer)
    explorer.close()


@pytest.mark.parametrize("task", lesson5.TASKS, ids=lambda task: task.name)
def test_its_tasks_are_reached_from_other_starts(task):
    for start in (2, 3):
        explorer = DigitExplorer(settings=f"{task.solution} start={start}", tasks=task)
        explorer.train()
        explorer.controls["image"].value = 192  # which all of them read wrongly
        explorer.settled()
        assert explorer._tasks.are_done
        explorer.close()
