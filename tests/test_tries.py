"""Every row of the tables "try | look for": what is tried shows what is to be looked for."""

import re

import nbformat
import numpy as np
import pytest

from nnlib.explorers.digits import MOVED, NOISE, DigitExplorer
from tools.save_notebooks import NOTEBOOKS

pytestmark = pytest.mark.figures

SHOWN = {}  # what is tried: the function that shows it


def tries(row):
    """Register what shows a row of a table; `row` is its first cell."""

    def register(shows):
        SHOWN[row] = shows
        return shows

    return register


def rows():
    """Return the first cells of all rows, as they stand in the lessons."""
    cells = (
        cell.source
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    )
    tables = re.findall(
        r"^\| try \| look for \|\n\|---\|---\|\n((?:\|.+\n?)+)", "\n".join(cells), re.M
    )
    return [
        row.split(" | ")[0].removeprefix("| ") for table in tables for row in table.splitlines()
    ]


def trained(explorer, epochs=None):
    explorer.train(epochs)
    return explorer


@tries("hidden neurons 0, then **Train**")
def ink_in_the_middle_speaks_against_a_0():
    weights = trained(DigitExplorer(0)).network.layers[0].weights
    assert (weights.reshape(8, 8, 10)[3:5, 3:5, 0] < 0).all()


@tries("*shown*: one pixel to the right")
def about_half_of_the_moved_images_are_right():
    assert 0.3 < np.mean([answer == digit for _, answer, digit in answers(MOVED)]) < 0.6


@tries("*shown*: noise")
def some_noise_is_answered_surely():
    assert 0.2 < np.mean([share > 0.9 for share, *_ in answers(NOISE)]) < 0.6


@tries("optimizer gradient descent, same rate")
def it_takes_much_longer():
    adam = trained(DigitExplorer()).history.loss
    loss = trained(DigitExplorer(optimizer="gradient_descent"), 60).history.loss
    assert loss[-1] > adam[3]


def answers(shown):
    """Return (largest share, answer, right digit) of the first hundred images, changed so."""
    explorer = trained(DigitExplorer())
    explorer.controls["shown"].value = shown
    found = []
    for number in range(1, 101):
        explorer.controls["image"].value = number
        explorer.settled()
        pixels = np.array([explorer.controls["drawing"].value]) / 16
        shares = explorer.network.predict(pixels)[0]
        found.append((shares.max(), shares.argmax(), explorer._chooser.digit))
    return found


def test_every_row_is_tried():
    of_ones_own = {"*own table*"}
    assert set(rows()) - of_ones_own == set(SHOWN)


@pytest.mark.parametrize("row", SHOWN)
def test_what_is_tried_shows_what_to_look_for(row):
    SHOWN[row]()
