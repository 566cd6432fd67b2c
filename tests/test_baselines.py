"""Baselines are scikit-learn's, and nothing linear is better than the straight line."""

import numpy as np
import pytest
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsClassifier

from nnlib import datasets
from nnlib.baselines import mean_alone, nearest_neighbour, straight_line
from nnlib.gradient_check import numerical_gradient
from nnlib.metrics import typical_error

CLASS = datasets.students(60, noise=8, rng=4)
LATER = datasets.students(20, noise=8, rng=5)


@pytest.mark.parametrize("dataset", [CLASS, datasets.diabetes()], ids=["students", "diabetes"])
@pytest.mark.parametrize(
    ("make", "reference"), [(mean_alone, DummyRegressor), (straight_line, LinearRegression)]
)
def test_it_predicts_what_scikit_learns_does(dataset, make, reference):
    ours = make(dataset.inputs, dataset.targets)
    theirs = reference().fit(dataset.inputs, dataset.targets)
    predicted = np.reshape(theirs.predict(dataset.inputs), dataset.targets.shape)
    np.testing.assert_allclose(ours.predict(dataset.inputs), predicted, rtol=1e-9)


def test_several_outputs_at_once():
    targets = np.hstack([CLASS.targets, 24 - CLASS.inputs.sum(axis=1, keepdims=True)])
    line = straight_line(CLASS.inputs, targets)
    np.testing.assert_allclose(line.predict(LATER.inputs)[:, 1], 24 - LATER.inputs.sum(axis=1))
    assert mean_alone(CLASS.inputs, targets).predict(LATER.inputs).shape == (20, 2)


def test_its_gradient_is_0():
    line = straight_line(CLASS.inputs, CLASS.targets)
    gradient = numerical_gradient(line, CLASS.inputs, CLASS.targets, "mean_squared_error")
    np.testing.assert_allclose(gradient, 0, atol=1e-4)
    error = typical_error(line.predict(CLASS.inputs), CLASS.targets)
    assert error < CLASS.targets.std()


def test_columns_that_say_the_same_are_no_problem():
    twice = np.hstack([CLASS.inputs, CLASS.inputs[:, :1]])
    once = straight_line(CLASS.inputs, CLASS.targets).predict(CLASS.inputs)
    np.testing.assert_allclose(straight_line(twice, CLASS.targets).predict(twice), once)


def test_the_nearest_neighbour_is_scikit_learns():
    seen, asked = datasets.split(datasets.digits(), 0.2, rng=1)
    theirs = KNeighborsClassifier(1, algorithm="brute").fit(seen.inputs, datasets.labels(seen))
    ours = nearest_neighbour(seen.inputs, seen.targets, asked.inputs)
    np.testing.assert_array_equal(ours.argmax(axis=1), theirs.predict(asked.inputs))
    again = nearest_neighbour(seen.inputs, seen.targets, seen.inputs)
    np.testing.assert_array_equal(again, seen.targets)


def test_the_nearest_of_large_numbers_that_are_nearly_the_same():
    times = 1.7e9 + np.random.default_rng(1).permutation(86_400)[:300, np.newaxis]
    numbers = np.arange(300.0)[:, np.newaxis]
    np.testing.assert_array_equal(nearest_neighbour(times, numbers, times), numbers)


def test_rows_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="inputs have 60 rows and targets 20"):
        straight_line(CLASS.inputs, LATER.targets)
