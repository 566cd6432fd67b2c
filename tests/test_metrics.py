import numpy as np
import pytest
from sklearn import metrics as reference
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LinearRegression

from nnlib import datasets, metrics
from nnlib.baselines import straight_line

RNG = np.random.default_rng(0)
BITS = RNG.integers(0, 2, (40, 1)).astype(float)
OUTPUTS = RNG.random((40, 1))
CLASSES = np.eye(4)[RNG.integers(0, 4, 40)]
SHARES = RNG.dirichlet(np.ones(4), 40)


def test_accuracy_and_confusion_are_scikit_learns_for_two_classes():
    answers = OUTPUTS[:, 0] >= 0.5
    assert metrics.accuracy(OUTPUTS, BITS) == reference.accuracy_score(BITS[:, 0], answers)
    expected = reference.confusion_matrix(BITS[:, 0], answers)
    np.testing.assert_array_equal(metrics.confusion_matrix(OUTPUTS, BITS), expected)


def test_accuracy_and_confusion_are_scikit_learns_for_four_classes():
    targets, answers = CLASSES.argmax(axis=1), SHARES.argmax(axis=1)
    assert metrics.accuracy(SHARES, CLASSES) == reference.accuracy_score(targets, answers)
    expected = reference.confusion_matrix(targets, answers, labels=range(4))
    np.testing.assert_array_equal(metrics.confusion_matrix(SHARES, CLASSES), expected)


def test_within_tolerance_takes_the_worst_output_of_a_row():
    targets = [[0, 1], [0, 1], [1, 1], [0, 0]]
    outputs = [[0.05, 0.95], [0.05, 0.85], [0.89, 0.95], [0.0, 0.0]]
    assert metrics.within_tolerance(outputs, targets, tolerance=0.1) == 0.5
    assert metrics.within_tolerance(outputs, targets, tolerance=0.2) == 1.0


@pytest.mark.parametrize("metric", [metrics.accuracy, metrics.confusion_matrix])
def test_outputs_that_do_not_fit_are_refused(metric):
    with pytest.raises(ValueError, match="one output for every target"):
        metric([[1.0, 0.0]], [[1.0]])


def test_a_copy_is_solved_when_all_its_outputs_are_near_their_targets():
    targets = [[0.0], [1.0]]
    outputs = np.array([[[0.05], [0.95]], [[0.05], [0.85]], [[0.5], [0.95]], [[0.25], [1.0]]])
    expected = [metrics.within_tolerance(each, targets) == 1 for each in outputs]
    assert metrics.solved(outputs, targets).tolist() == expected == [True, False, False, False]
    assert metrics.solved(outputs, targets, 0.25).tolist() == [True, True, False, False]


def test_what_is_not_many_outputs_for_the_targets_is_not_judged():
    for outputs in (np.zeros((3, 4, 1)), np.zeros((2, 1)), [[[1.0]]]):
        with pytest.raises(ValueError, match="give the outputs of a network with copies"):
            metrics.solved(outputs, [[0.0], [1.0]])
    with pytest.raises(ValueError, match="tolerance must be a number above 0"):
        metrics.solved(np.zeros((3, 2, 1)), [[0.0], [1.0]], 0)


def test_the_typical_error_is_scikit_learns():
    expected = reference.root_mean_squared_error(BITS, OUTPUTS)
    assert metrics.typical_error(OUTPUTS, BITS) == pytest.approx(expected, rel=1e-12)


def test_importance_is_scikit_learns_and_the_closed_form():
    data = datasets.students(60, noise=8, rng=4)
    line = straight_line(data.inputs, data.targets)
    ours = metrics.permutation_importance(
        line.predict, data.inputs, data.targets, repeats=3000, rng=1
    )
    theirs = permutation_importance(
        LinearRegression().fit(data.inputs, data.targets),
        data.inputs,
        data.targets,
        scoring="neg_mean_squared_error",
        n_repeats=600,
        random_state=1,
    )
    np.testing.assert_allclose(ours.mean(axis=1), theirs.importances_mean, rtol=0.03)
    np.testing.assert_allclose(ours.std(axis=1), theirs.importances_std, rtol=0.1)
    # Of a straight line in closed form: the residuals of least squares vary with no input.
    closed = 2 * line.layers[0].weights[:, 0] ** 2 * data.inputs.var(axis=0)
    np.testing.assert_allclose(ours.mean(axis=1), closed, rtol=0.03)


def test_an_input_that_is_not_used_has_no_importance():
    inputs = RNG.random((30, 2))
    importance = metrics.permutation_importance(
        lambda inputs: inputs[:, :1] * 3, inputs, inputs[:, :1] * 3, repeats=5, rng=1
    )
    assert importance.shape == (2, 5)
    assert (importance[0] > 0.1).all()
    np.testing.assert_array_equal(importance[1], 0)


def test_what_is_not_a_number_is_never_answered_right():
    outputs = np.array([[[np.nan], [0.2], [np.nan], [0.9], [np.inf]]])
    targets = [[0], [0], [1], [1], [1]]
    right = metrics.answered_right(outputs, targets)
    np.testing.assert_array_equal(right, [[False, True, False, True, True]])


def test_answered_right_is_of_one_column():
    with pytest.raises(ValueError, match="targets must have one column, 0 or 1; got 2 columns"):
        metrics.answered_right(np.zeros((3, 4, 2)), np.zeros((4, 2)))


def test_a_prediction_that_changes_what_it_gets_changes_no_data():
    inputs, targets = np.arange(12.0).reshape(6, 2), np.arange(6.0)[:, np.newaxis]

    def predict(rows):
        rows *= 2
        return rows[:, :1]

    ours = metrics.permutation_importance(predict, inputs, targets, rng=1)
    theirs = metrics.permutation_importance(lambda rows: 2 * rows[:, :1], inputs, targets, rng=1)
    np.testing.assert_array_equal(ours, theirs)
    with pytest.raises(ValueError, match=r"repeats would make .* errors of shuffled inputs"):
        metrics.permutation_importance(predict, inputs, targets, repeats=10**13)
