"""Scalers do what scikit-learn's do, and later values go through the numbers of the first."""

import numpy as np
import pytest
from sklearn import preprocessing

from nnlib.datasets import exam_scores
from nnlib.scaling import MaxScaler, MinMaxScaler, StandardScaler

PAIRS = {
    MaxScaler: preprocessing.MaxAbsScaler,
    MinMaxScaler: preprocessing.MinMaxScaler,
    StandardScaler: preprocessing.StandardScaler,
}
RNG = np.random.default_rng(3)
TRAINING = np.column_stack([RNG.normal(5, 3, 50), RNG.uniform(-9e5, -8e5, 50), np.full(50, 0.1)])
LATER = RNG.normal(0, 10, (7, 3))


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
def test_it_agrees_with_scikit_learn(kind):
    ours, theirs = kind().fit(TRAINING), PAIRS[kind]().fit(TRAINING)
    for values in (TRAINING, LATER):
        scaled = ours.transform(values)
        np.testing.assert_allclose(scaled, theirs.transform(values), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(ours.inverse_transform(scaled), values, rtol=1e-9)


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
def test_one_row_and_columns_of_zeros_stay_finite(kind):
    for values in ([[0.0, 3.0]], [[0.0, -2.0], [0.0, 2.0]]):
        assert np.isfinite(kind().fit(values).transform(values)).all()


def test_the_exam_is_scaled_by_its_largest_hours():
    scaler = MaxScaler().fit(exam_scores().inputs)
    np.testing.assert_array_equal(scaler.transform([[4, 8]]), [[4 / 3, 8 / 9]])
    assert not np.array_equal(scaler.transform([[4, 8]]), scaler.transform([[40, 80]]))


def test_a_known_maximum_needs_no_data():
    scaler = MaxScaler(maximum=100)
    np.testing.assert_array_equal(scaler.transform([[92], [86]]), [[0.92], [0.86]])
    np.testing.assert_array_equal(scaler.fit([[92], [86]]).transform([[92]]), [[0.92]])
    np.testing.assert_array_equal(scaler.inverse_transform([[0.92]]), [[92]])


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
def test_what_does_not_fit_is_refused(kind):
    with pytest.raises(ValueError, match=r"has measured nothing yet: call fit\(training data\)"):
        kind().transform([[1.0]])
    with pytest.raises(ValueError, match=r"values have 3 columns, but .* had 1"):
        kind().fit([[1.0], [2.0]]).transform([[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match="values is a plain list"):
        kind().fit([1.0, 2.0])


@pytest.mark.parametrize("maximum", [0, -1, "100", float("nan")])
def test_a_maximum_is_a_number_above_0(maximum):
    with pytest.raises(ValueError, match="maximum must be a number above 0"):
        MaxScaler(maximum=maximum)
