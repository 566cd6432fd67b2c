"""What lesson 1 says of other starts than its own."""

import nbformat
import numpy as np
import pytest
from scipy.special import expit

from nnlib import datasets
from nnlib.activations import SIGMOID
from nnlib.explorers.downhill import WalkDownhill
from nnlib.network import Dense, Network
from nnlib.problems import downhill
from nnlib.training import train
from tools.save_notebooks import NOTEBOOKS

pytestmark = pytest.mark.figures
TABLE = datasets.first_input()


def after(epochs, rate, bias=False):
    """Return a thousand neurons trained on the lesson's table, and their losses at the end."""
    layer = Dense(3, 1, "sigmoid", bias=bias, initializer="uniform")
    neurons = Network([layer], rng=1, copies=1000)
    how = {"learning_rate": rate, "loss": "half_sum_of_squares"}
    return neurons, train(neurons, *TABLE[:2], epochs=epochs, **how).loss[-1]


def test_from_minus_one_to_one_the_sigmoid_rises_by_0_46_over_a_step_of_2():
    rise = float(expit(1) - expit(-1))
    assert (f"{rise:.2f}", f"{rise / 2:.2f}") == ("0.46", "0.23")


def test_a_loss_of_0_001_leaves_no_error_above_0_045():
    """Half of the largest error's square is the whole loss, at most."""
    neurons, loss = after(2500, 1.0)
    errors = np.abs(neurons.predict(TABLE.inputs) - TABLE.targets).max(axis=(1, 2))
    assert f"{np.sqrt(2 * 0.001):.3f}" == "0.045"
    assert (loss < 0.001).all()
    assert (errors <= 0.045).all()


def test_the_rates_from_other_starts():
    slow, one, ten, hundred = (after(60, rate)[1] for rate in (0.1, 1, 10, 100))
    assert ten.max() < one.min() < one.max() < slow.min()
    lucky = hundred < 0.01
    assert 0.6 < lucky.mean() < 0.75  # "two starts in three are luckier"
    assert (hundred[~lucky] > 0.4).all()


def test_with_a_bias_every_start_ends_at_the_first_input():
    zeros, new = after(2000, 1.0, bias=True)[0].predict([[0, 0, 0], [1, 0, 0]])[:, :, 0].T
    assert zeros.max() < 0.3  # "well below 0.5"
    assert new.min() > 0.9


def test_the_third_weight_and_the_bias_share_what_the_third_weight_did_alone():
    """In one neuron from each of the lesson's two starts."""
    one, both = (Dense(3, 1, "sigmoid", bias=has, initializer="uniform") for has in (False, True))
    alone, shared = Network([one], rng=np.random.RandomState(1)), Network([both], rng=1)
    for each in (alone, shared):
        how = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}
        train(each, *TABLE[:2], epochs=15_000, **how)
    third, bias = shared.layers[0].weights[2, 0], shared.layers[0].biases[0]
    said = f"about {third:.1f} and {bias:.1f}, together near the {alone.parameters[2]:.1f} of"
    cells = nbformat.read(NOTEBOOKS / "01_single_neuron.ipynb", as_version=4).cells
    assert said in next(cell.source for cell in cells if cell.id == "bias-mean")
    assert abs(third + bias - alone.parameters[2]) < 0.2


def test_a_third_weight_and_a_bias_stay_as_far_apart_as_they_began():
    start, end = (after(epochs, 1.0, bias=True)[0].layers[0] for epochs in (1, 2000))
    apart, later = (each.weights[:, 2, 0] - each.biases.reshape(-1) for each in (start, end))
    assert np.abs(later - apart).max() < 1e-9


def test_dry_and_a_workday_fits_the_four_mornings_and_says_no_to_the_sunday():
    layer = Dense(3, 1, "sigmoid", weights=[[10], [0], [10]], biases=[-15])
    outputs = Network([layer]).predict([*TABLE.inputs, [0, 0, 0], [1, 0, 0]])
    np.testing.assert_array_equal(outputs.round(), [*TABLE.targets, [0], [0]])


def test_where_the_walk_begins_dry_mornings_pull_the_bias_up_more_than_wet_ones_pull_it_down():
    examples = downhill.examples()
    outputs = SIGMOID.function(examples.inputs * -4.0 + 3.0)
    pulls = (examples.targets - outputs) * SIGMOID.slope(outputs)
    dry = examples.inputs == 1
    assert f"{outputs[dry].max():.2f}" == "0.27"
    assert pulls[dry].sum() > -pulls[~dry].sum() > 0


def test_the_ball_at_three_rates():
    slow, ten, hundred = (
        WalkDownhill(learning_rate=rate).train(200).loss for rate in (0.1, 10.0, 100.0)
    )
    assert f"{slow[-1]:.2f}" == "0.98"
    assert ten[20] < 0.02
    assert min(hundred) > 0.999


def test_a_thousand_starts_differ_in_the_fifth_decimal():
    answers = after(1000, 1.0)[0].predict([[1, 0, 0]]).ravel()
    assert 1e-5 < answers.max() - answers.min() < 1e-4
    assert answers.min() > 0.9
