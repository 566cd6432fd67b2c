"""The walk downhill: the landscape is the loss, and the ball goes where training goes."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from nnlib.explorers.downhill import WalkDownhill
from nnlib.network import Dense, Network
from nnlib.pictures.landscape import landscape
from nnlib.pictures.theme import number, signed
from nnlib.problems import downhill
from nnlib.training import train
from tests.test_pictures import in_the_widest_font, is_within, overlap


def alone(epochs, rate, weight=-4.0, bias=3.0):
    """Return a neuron trained without an explorer, and its history."""
    neuron = Network([Dense(1, 1, "sigmoid", weights=[[weight]], biases=[bias])])
    examples = downhill.examples()
    how = {"learning_rate": rate, "loss": "half_sum_of_squares"}
    return neuron, train(neuron, examples.inputs, examples.targets, epochs=epochs, **how)


def test_the_landscape_is_the_loss_of_a_network_at_every_place():
    weights, biases, losses = downhill.landscape()
    examples = downhill.examples()
    for row, column in ((0, 0), (10, 50), (59, 3), (59, 59)):
        layer = Dense(1, 1, "sigmoid", weights=[[weights[column]]], biases=[biases[row]])
        outputs = Network([layer]).predict(examples.inputs)
        expected = ((examples.targets - outputs) ** 2).sum() / 2
        assert losses[row, column] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("rate", [0.1, 1.0, 10.0, 100.0])
def test_the_ball_goes_where_training_goes(rate):
    explorer = WalkDownhill(learning_rate=rate)
    explorer.train(60)
    neuron, history = alone(60, rate)
    np.testing.assert_array_equal(explorer.network.parameters, neuron.parameters)
    assert explorer.history.loss == history.loss


def test_at_a_small_rate_every_step_goes_downhill_and_at_100_the_ball_is_thrown_out():
    """What lesson 1 says of its walk."""
    _, history = alone(200, 1.0)
    assert all(after < before for before, after in pairwise(history.loss))
    thrown, history = alone(60, 100.0)
    assert history.loss[-1] > 0.9
    assert np.abs(thrown.parameters).max() > 15


def test_a_ball_that_is_off_the_map_is_said_to_be_so_with_its_place():
    explorer = WalkDownhill(learning_rate=100.0)
    explorer.train(60)
    weight, bias = map(signed, explorer.network.parameters.tolist())
    assert "off the map" in explorer._status.value
    low, high = signed(-8, 0), signed(12, 0)
    said = f"weight {weight} lies outside {low} to {high}, and bias {bias} lies outside"
    assert said in explorer._status.value
    explorer.controls["replay"].value = 0
    assert "off the map" not in explorer._status.value
    explorer.reset()
    explorer.controls["learning_rate"].value = 1.0
    explorer.train(200)
    assert "off the map" not in explorer._status.value


def test_the_walk_begins_where_the_sliders_say():
    explorer = WalkDownhill()
    explorer.train(5)
    explorer.controls["weight"].value = 2.0
    assert explorer.history.epochs == 0
    assert explorer.network.parameters.tolist() == [2.0, 3.0]
    assert "the ball is at weight +2.00, bias +3.00" in explorer._picture.value


def test_who_cannot_see_the_landscape_hears_which_way_it_falls():
    words = landscape(*downhill.landscape(), np.array([[-4.0, 3.0]])).words
    told = re.search(r"about (.+) there, (.+) with more weight, (.+) with less, ", words)
    heights = []
    for weight in (-4, -3, -5):
        outputs = 1 / (1 + np.exp(-(np.array([0, 1, 1, 0]) * weight + 3)))
        heights.append(((np.array([0, 1, 1, 0]) - outputs) ** 2).sum() / 2)
    assert [float(each) for each in told.groups()] == pytest.approx(heights, abs=0.06)


def test_who_cannot_see_the_walk_hears_where_it_went():
    explorer = WalkDownhill()
    assert "The walk" not in explorer._picture.value
    explorer.train(200)
    assert f". {explorer.walked()}" in explorer._picture.value
    told = re.findall(
        r"epoch (\d+): weight (.+?), bias (.+?), loss (.+?)(?:;|$)", explorer.walked()
    )
    assert len(told) == 7
    for epoch, *numbers in told:
        other = WalkDownhill()
        if epoch != "0":
            other.train(int(epoch))
        weight, bias = map(signed, other.network.parameters.tolist())
        assert numbers == [weight, bias, number(explorer.history.loss[int(epoch)])]


@pytest.mark.parametrize("path", [[[-8, -8]], [[12, 8]], [[-4, 3], [0, 0]], [[0, 0], [50, -90]]])
def test_a_picture_has_room_for_all_that_is_in_it(path):
    scene = landscape(*downhill.landscape(), np.array(path, dtype=float))
    texts, *_ = in_the_widest_font(scene, bare=False)
    frame = (0, scene.size[0], 0, scene.size[1])
    assert all(is_within(each, frame) for each in texts)
    assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]
    assert ("beyond the map" in scene.words) == (path[-1] == [50, -90])
    assert re.search(r"the lowest loss on the map is 0\.0\d", scene.words) or "e-" in scene.words
