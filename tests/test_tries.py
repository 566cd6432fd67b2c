"""Every row of the tables "try | look for": what is tried shows what is to be looked for."""

import re

import nbformat
import numpy as np
import pytest

from nnlib.explorers.digits import MOVED, NOISE, DigitExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from tools.save_notebooks import NOTEBOOKS

pytestmark = pytest.mark.figures

STARTS = range(1, 6)
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


@tries("2 neurons, 1,500 epochs, start 1, 2, 3")
def starts_get_stuck():
    for start in (1, 2, 3):
        explorer = in_nnlib_alone(hidden=2, start=start)
        trained(explorer, 1500)
        assert explorer.history.loss[-1] > 0.1
        assert explorer.history.loss[-500] < explorer.history.loss[-1] + 0.01


@tries("16 neurons and start 1 again, gradient descent, rate 0.01; then 1, **Reset**, **Train**")
def the_usual_rate_is_too_small():
    small, large = (
        trained(in_nnlib_alone(optimizer="gradient descent", learning_rate=rate), 1500)
        for rate in (0.01, 1)
    )
    assert small.history.loss[-1] > 0.15
    assert large.history.loss[-1] < 0.01


@tries("Adam, rate 0.001, 1,000 epochs")
def all_are_right_but_not_near():
    explorer = trained(in_nnlib_alone(learning_rate=0.001), 1000)
    off = np.abs(
        explorer.network.predict(explorer._made.examples.inputs) - explorer._made.examples.targets
    )
    assert 0.1 < off.max() < 0.5


@tries("momentum, rate 10, **Reset**, **Train**")
def it_falls_and_then_breaks():
    loss = trained(in_nnlib_alone(optimizer="momentum", learning_rate=10), 1000).history.loss
    assert min(loss[:100]) < 0.01
    assert loss[-1] > 0.4


@tries("gradient descent, sigmoid, rate 30, **Reset**, **Train**")
def the_curves_part():
    pytest.importorskip("keras")
    how = {"optimizer": "gradient descent", "activation": "sigmoid", "learning_rate": 30}
    explorer = trained(KerasExplorer(**how), 300)
    apart = np.abs(np.subtract(explorer.history.loss, explorer.keras_losses))
    assert apart[:20].max() < 1e-9
    assert apart.max() > 0.01


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


def in_nnlib_alone(**how):
    """Return lesson 4's explorer without its copy in Keras, whose losses are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nnlib.keras_here.load_bridge", lambda: (None, "left out"))
        return KerasExplorer(**how)


def test_every_row_is_tried():
    of_ones_own = {"*own table*"}
    assert set(rows()) - of_ones_own == set(SHOWN)


@pytest.mark.parametrize("row", SHOWN)
def test_what_is_tried_shows_what_to_look_for(row):
    SHOWN[row]()
