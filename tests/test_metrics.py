import numpy as np
import pytest
from sklearn import metrics as reference

from nnlib import metrics

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
