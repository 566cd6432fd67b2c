"""Lesson 4's explorer: the same network here and in Keras, with Keras and without."""

import asyncio
import random
import re
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

import nnlib
from nnlib import keras_bridge
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.pictures.theme import number
from nnlib.problems.side_by_side import PROBLEM
from tests.test_gate_explorer import labels, press, words
from tests.waiting import until

pytestmark = pytest.mark.needs_keras
EQUAL = 1e-6 if keras_bridge.keras.config.backend() == "jax" else 1e-12  # of losses


@pytest.fixture
def without_keras(monkeypatch):
    monkeypatch.setitem(sys.modules, "nnlib.keras_bridge", None)
    monkeypatch.delattr(nnlib, "keras_bridge", raising=False)


def curves(explorer):
    """Return the points of each curve of the loss."""
    loss = next(ElementTree.fromstring(explorer._picture.value).iter("svg"))
    return [each.get("points").split() for each in loss.iter("polyline")]


@pytest.mark.parametrize("optimizer", PROBLEM.settings["optimizer"].names)
def test_both_have_the_same_losses_and_weights(optimizer):
    explorer = KerasExplorer(hidden=5, optimizer=optimizer, learning_rate=0.05, start=3)
    explorer.train(40)
    assert explorer.history.epochs == 40
    np.testing.assert_allclose(explorer.keras_losses, explorer.history.loss, atol=EQUAL)
    assert keras_bridge.largest_difference(explorer.network, explorer._twin.model) < 1e-12
    ours, theirs = curves(explorer)
    assert len(ours) == 41
    assert len(theirs) == 41
    last = f"{explorer.history.loss[-1]:.4g}"
    assert f"epoch 40: loss {last}, Keras {last} (dashed)" in labels(explorer)["Loss"]
    said = words(explorer).splitlines()
    assert said[0].startswith(f"Done. XOR, 5 hidden neurons (relu), {optimizer}: 40 epochs, loss ")
    times = re.fullmatch(
        r"An update takes nnlib (\S+) ms and Keras (\S+) ms, (\d+) times as long\. "
        r"Their losses are never more than (\S+) apart\.",
        said[1],
    )
    assert float(times[2]) / float(times[1]) == pytest.approx(float(times[3]), rel=0.5)
    assert float(times[4]) < EQUAL


def test_a_change_trains_both_anew():
    explorer = KerasExplorer(hidden=3, epochs=10)
    explorer.train()
    twin, first = explorer._twin, explorer.keras_losses
    explorer.controls["start"].value = 2
    assert explorer._twin is twin  # the program is built; only weights are new
    assert len(explorer.keras_losses) == 11
    assert explorer.keras_losses != first
    explorer.controls["start"].value = 1
    assert explorer.keras_losses == first
    for name, value in (("hidden", 4), ("optimizer", "momentum"), ("activation", "sigmoid")):
        explorer.controls[name].value = value
        assert explorer._twin is not twin
        twin = explorer._twin
        np.testing.assert_allclose(explorer.keras_losses, explorer.history.loss, atol=EQUAL)


def test_a_change_that_takes_keras_long_says_so_with_its_first_picture():
    async def play():
        explorer = KerasExplorer(hidden=3, epochs=10)
        explorer.train()
        explorer.controls["epochs"].value = 1000
        explorer.train()
        seen = []
        explorer._picture.observe(lambda change: seen.append(explorer._status.value), "value")
        explorer.controls["start"].value = 2
        await until(lambda: seen)
        assert explorer._runner.running
        assert "Training again, from the start: " in seen[0]
        explorer.close()

    asyncio.run(play())


def test_the_rate_changes_in_both_from_the_next_epoch_on():
    explorer = KerasExplorer(hidden=3, optimizer="gradient descent", learning_rate=1.0)
    explorer.train(5)
    explorer.controls["learning_rate"].value = 0.1
    explorer.train(5)
    assert keras_bridge.largest_difference(explorer.network, explorer._twin.model) < 1e-12
    explorer.reset()
    assert len(explorer.keras_losses) == 1
    assert "that of Keras is dashed" in words(explorer)
    explorer.train(5)
    assert keras_bridge.largest_difference(explorer.network, explorer._twin.model) < 1e-12


def test_a_stop_at_a_loss_stops_both():
    explorer = KerasExplorer(hidden=4, learning_rate=0.1, stop_at_loss=0.2)
    explorer.train(500)
    assert explorer.history.epochs == len(explorer.keras_losses) - 1 < 500
    assert "has reached 0.2" in words(explorer)


def test_the_saved_picture_has_both_curves():
    explorer = KerasExplorer(hidden=3)
    explorer.train(5)
    loss, keras = explorer.history.loss[-1], explorer.keras_losses[-1]
    axes = explorer.figure().axes[0]
    ours, theirs = (line for line in axes.lines if len(line.get_xdata()) == 6)
    assert (ours.get_linestyle(), theirs.get_linestyle()) == ("-", "--")
    assert f"— {number(loss, 4)}, - - Keras {number(keras, 4)}" in {
        text.get_text() for text in axes.texts
    }
    bundle = explorer._repr_mimebundle_()
    assert set(bundle[0]) >= {"image/png", "text/plain"}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_moved_nothing_breaks(seed):
    dice = random.Random(seed)
    explorer = KerasExplorer(hidden=2, epochs=4)
    extremes = {
        "hidden": (1, 2, 64),
        "optimizer": PROBLEM.settings["optimizer"].names,
        "activation": PROBLEM.settings["activation"].names,
        "epochs": (1, 7),
        "learning_rate": (0.001, 1000.0),
        "start": (1, 1000),
        "stop_at_loss": (0.0, 1.0),
    }
    for _ in range(8):
        name = dice.choice(list(extremes))
        explorer.controls[name].value = dice.choice(extremes[name])
        press(explorer, dice.choice(("Train", "Step", "Pause", "Reset")))
        assert "nan" not in explorer._picture.value.lower()
        assert not re.search(r"nan|Traceback|stopped with", words(explorer))
        assert len(explorer.keras_losses) == explorer.history.epochs + 1
    explorer.close()


def test_without_keras_nnlib_trains_alone(without_keras):
    explorer = KerasExplorer(hidden=3)
    explorer.train(20)
    assert explorer.history.epochs == 20
    assert explorer.keras_losses == []
    assert len(curves(explorer)) == 1
    assert "Keras" not in labels(explorer)["Loss"]
    assert re.search(
        r"Keras cannot be loaded here \(.+\)\. nnlib trains alone\.",
        words(explorer),
    )
    texts = " ".join(text.get_text() for text in explorer.figure().axes[0].texts)
    assert "loss" in texts
    assert "Keras" not in texts


def test_what_cannot_be_is_refused_at_the_door():
    with pytest.raises(ValueError, match="hidden must be a whole number from 1 to 64; got 65"):
        KerasExplorer(hidden=65)
    with pytest.raises(ValueError, match=r"optimizer 'adam' is not known\. Did you mean 'Adam'"):
        KerasExplorer(optimizer="adam")
    with pytest.raises(ValueError, match="activation 'softmax' is not known"):
        KerasExplorer(activation="softmax")


def test_a_rate_changed_while_keras_lags_holds_for_both_from_the_same_epoch():
    async def scene():
        explorer = KerasExplorer(hidden=4, epochs=5000, optimizer="gradient descent")
        press(explorer, "Train")
        for _ in range(200):
            epochs = explorer._history.epochs
            await until(lambda epochs=epochs: explorer._history.epochs > epochs)
            press(explorer, "Pause")
            await until(lambda: not explorer._runner.running)
            if explorer._twin.epochs < explorer._history.epochs:
                break
            press(explorer, "Train")
        behind = explorer._history.epochs - explorer._twin.epochs
        assert behind > 0
        assert "Keras" not in labels(explorer)["Loss"]  # none of this epoch
        explorer.controls["learning_rate"].value = 5.0
        await until(lambda: not explorer._changed)
        explorer.train(100)
        return explorer

    explorer = asyncio.run(scene())
    assert explorer._twin.epochs == explorer.history.epochs
    assert explorer._twin.learning_rate == 5.0
    assert keras_bridge.largest_difference(explorer.network, explorer._twin.model) < 1e-12


def test_the_stop_button_while_keras_builds_its_program_leaves_the_explorer_whole(monkeypatch):
    explorer = KerasExplorer(hidden=3)
    explorer.train(5)

    def interrupted(*arguments, **settings):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(keras_bridge, "KerasTraining", interrupted)
        explorer.controls["hidden"].value = 5
    explorer.reset()
    explorer.train(5)
    assert keras_bridge.largest_difference(explorer.network, explorer._twin.model) < 1e-12
