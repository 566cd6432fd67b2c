"""Row times column: every number of the product, one press after the other."""

import asyncio
import re
import threading
import warnings
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from nnlib import datasets
from nnlib.explorers import cell
from nnlib.explorers.product import RowTimesColumn
from nnlib.pictures import product as pictures
from tests.test_pictures import in_the_widest_font, is_within, overlap

TABLE = datasets.cycling()
START = [[-0.16595599], [0.44064899], [-0.99977125]]


def press(explorer, name):
    (button,) = (each for each in explorer._box.children[1].children if each.description == name)
    button.click()


def seen(explorer):
    return [text.text for text in ElementTree.fromstring(explorer._picture.value).iter("text")]


def as_number(text):
    return float(text.replace("\N{MINUS SIGN}", "-").strip("()"))


@pytest.mark.parametrize(
    ("left", "right"), [(TABLE.inputs, START), ([[1, 2.5], [-3, 0]], [[0, 1, -1], [2, 2, 0.125]])]
)
def test_each_press_adds_up_one_number_of_what_numpy_gives(left, right):
    explorer, expected = RowTimesColumn(left, right), (np.array(left) @ np.array(right)).ravel()
    for place, number in enumerate(expected):
        assert explorer.at == place
        said = explorer.summary().partition(": ")[2]
        added, result = said.split(" = ")
        products = [
            tuple(map(as_number, each.split(f" {pictures.TIMES} "))) for each in added.split(" + ")
        ]
        assert as_number(result) == pytest.approx(number, abs=0.0051)
        assert sum(a * b for a, b in products) == pytest.approx(number, abs=0.02)
        assert said in seen(explorer)
        assert said in explorer._status.value
        press(explorer, "Next")
    assert explorer.at == expected.size - 1


def test_previous_takes_numbers_away_and_start_again_all_but_the_first():
    explorer = RowTimesColumn(TABLE.inputs, START, TABLE.input_names)
    first = seen(explorer)
    assert {"dry", "windy", "workday", "(4, 3)", "(3, 1)", "(4, 1)"} <= set(first)
    for _ in range(3):
        press(explorer, "Next")
    assert explorer.at == 3
    press(explorer, "Previous")
    assert explorer.summary().startswith("number 3 of 4: ")
    press(explorer, "Start again")
    assert seen(explorer) == first
    press(explorer, "Previous")
    assert explorer.at == 0


def test_after_the_last_number_it_says_where_to_go():
    explorer = RowTimesColumn([[1.0, 2.0]], [[3.0], [5.0]])
    press(explorer, "Next")
    assert explorer.at == 0
    assert "That is the last one: Start again goes back" in explorer._status.value
    press(explorer, "Start again")
    assert "number 1 of 1: " in explorer._status.value


def test_the_saved_form_is_what_is_seen():
    explorer = RowTimesColumn(TABLE.inputs, START)
    press(explorer, "Next")
    data, _ = explorer._repr_mimebundle_()
    assert data["text/plain"] == f"RowTimesColumn: {explorer.summary()}"
    assert "image/png" in data
    (axes,) = explorer.figure().axes
    assert {text.get_text() for text in axes.texts} == {text or "" for text in seen(explorer)}


@pytest.mark.parametrize("size", [0.0, 12.5, 99.0])
def test_a_picture_has_room_for_all_that_is_in_it(size):
    left = np.full((4, 3), -size)
    for at in (0, 3):
        scene = pictures.product(left, left.T, left @ left.T, at, ("dry", "windy", "workday"))
        texts, *_ = in_the_widest_font(scene, bare=False)
        frame = (0, scene.size[0], 0, scene.size[1])
        assert all(is_within(each, frame) for each in texts)
        assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]


def test_matrices_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=re.escape("left has the shape (4, 3) and right (2, 1)")):
        RowTimesColumn(TABLE.inputs, [[1], [2]])
    with pytest.raises(ValueError, match="up to 8 rows and 4 columns"):
        RowTimesColumn(np.ones((9, 1)), [[1]])
    with warnings.catch_warnings(), pytest.raises(ValueError, match="left @ right"):
        warnings.simplefilter("error")
        RowTimesColumn([[1e200]], [[1e200]])


def test_what_is_saved_follows_what_is_seen_from_whatever_thread_it_was_moved(monkeypatch):
    """JupyterLab's messages to widgets may come on another thread, while the loop sleeps."""
    monkeypatch.setattr(cell, "AT_REST", 0.01)

    class Output:
        def __init__(self):
            self.is_updated = asyncio.Event()

        def update(self, data, metadata, raw):
            self.data = data
            self.is_updated.set()

    async def scene():
        output, loop = Output(), asyncio.get_running_loop()
        explorer = RowTimesColumn([[1.0, 2.0]], [[3.0, 5.0], [4.0, 6.0]])
        cell._follow(explorer, explorer._box, output, loop)
        began = loop.time()
        threading.Timer(0.2, explorer.next).start()  # by then the loop sleeps
        await asyncio.wait_for(output.is_updated.wait(), 20)
        assert loop.time() - began < 15  # else nothing but the end of patience woke the loop
        assert "number 2 of 2: " in output.data["text/plain"]
        assert output.data["text/html"].startswith("<img ")
        explorer.close()

    asyncio.run(scene())
