"""Scalers do what scikit-learn's do, and later values go through the numbers of the first."""

import numpy as np
import pytest
from sklearn import preprocessing
from sklearn.preprocessing._data import _is_constant_feature

from nnlib.datasets import exam_scores
from nnlib.network import Dense, Network
from nnlib.problems.fit import fit, same_in_every_row
from nnlib.problems.own_examples import read_measurements
from nnlib.scaling import Encoding, MaxScaler, MinMaxScaler, StandardScaler, is_constant

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


def columns_of_little_spread():
    """Yield columns around the bound: values of one size, a few last digits apart."""
    rng = np.random.default_rng(7)
    for _ in range(600):
        size, spread = 10.0 ** rng.integers(-6, 7), 10.0 ** rng.uniform(-18, -8)
        rows = int(rng.integers(2, 200))
        yield size * (rng.choice([-1, 1]) + spread * rng.normal(size=(rows, 1)))


def test_constant_is_what_scikit_learn_takes_as_constant():
    seen = set()
    for column in [*columns_of_little_spread(), np.array([[0.1 + 0.2], [0.3], [0.3]])]:
        ours = StandardScaler().fit(column)
        theirs = preprocessing.StandardScaler().fit(column)
        expected, *near = (
            _is_constant_feature(by * column.var(axis=0), column.mean(axis=0), len(column))
            for by in (1, 0.25, 4)
        )
        if near[0] != near[1]:
            continue  # so near the bound that other computers may round it to the other side
        assert is_constant(column) == expected
        np.testing.assert_allclose(ours.scale, theirs.scale_, rtol=1e-2)  # of last digits
        seen.add(bool(expected[0]))
        if expected:
            assert MinMaxScaler().fit(column).scale == 1
    assert seen == {True, False}


def test_small_and_large_units_are_no_rounding():
    for unit in (5e-324, 1e-200, 1e-20, 1e200, 1.7e308):
        assert not is_constant([[0.0], [unit], [unit]])
        assert is_constant([[unit], [unit]])
        scaled = MinMaxScaler().fit([[0.0], [unit]]).transform([[0.0], [unit]])
        np.testing.assert_array_equal(scaled, [[0], [1]])


@pytest.mark.parametrize("kind", [MinMaxScaler, StandardScaler], ids=lambda kind: kind.__name__)
def test_what_no_longer_fits_into_a_number_is_refused_and_changes_nothing(kind):
    scaler = kind().fit([[0.0], [2.0]])
    before = (scaler.shift.tolist(), scaler.scale.tolist())
    with pytest.raises(ValueError, match="values holds numbers too large to compute with"):
        scaler.fit([[-1.7e308], [1.7e308]])
    assert (scaler.shift.tolist(), scaler.scale.tolist()) == before
    with pytest.raises(ValueError, match="values holds numbers too large to compute with"):
        kind().fit([[0.0], [1e-5]]).transform([[1.7e308]])


def test_a_column_of_rounding_noise_is_shifted_only_and_told():
    table = "a, noise, y\n" + "\n".join(
        f"{row}, {noise!r}, {row % 3}" for row, noise in enumerate([0.1 + 0.2, 0.3] * 6)
    )
    chosen = read_measurements(table, columns={"noise": "input"})
    made = fit(chosen, hidden=2, bias=True, held_out=0.31, start=1)
    assert made.encoding.inputs.scale[1] == 1
    assert same_in_every_row(made.seen) == ["noise"]


def test_what_a_network_answers_is_brought_back_by_a_scaler_that_fits():
    network = Network([Dense(2, 1, "linear")], rng=1)
    with pytest.raises(ValueError, match="this StandardScaler has measured nothing yet"):
        Encoding(targets=StandardScaler()).predict(network, [[1, 2]])
    three = StandardScaler().fit(np.eye(3))
    with pytest.raises(ValueError, match=r"outputs have 1 column, but the data .* had 3"):
        Encoding(targets=three).predict(network, [[1, 2]])
