import doctest
import hashlib
import re

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits
from sklearn.preprocessing import LabelBinarizer

from nnlib import datasets
from nnlib.clouds import cloud

GATES = {
    datasets.first_input: ["001 0", "111 1", "101 1", "011 0"],
    datasets.cycling: ["001 0", "111 1", "101 1", "011 0"],
    datasets.eleven_lines: ["001 0", "011 0", "101 1", "111 1"],
    datasets.eleven_lines_xor: ["001 0", "011 1", "101 1", "111 0"],
    datasets.and_gate: ["00 0", "01 0", "10 0", "11 1"],
    datasets.or_gate: ["00 0", "01 1", "10 1", "11 1"],
    datasets.xor: ["00 0", "01 1", "10 1", "11 0"],
    datasets.parity3: ["000 0", "001 1", "010 1", "011 0", "100 1", "101 0", "110 0", "111 1"],
    datasets.all_equal: ["000 1", "001 0", "010 0", "011 0", "100 0", "101 0", "110 0", "111 1"],
}


@pytest.mark.parametrize("make", GATES, ids=lambda make: make.__name__)
def test_rows_and_targets(make):
    dataset = make()
    rows = [row.split() for row in GATES[make]]
    assert dataset.inputs.tolist() == [[float(bit) for bit in bits] for bits, _ in rows]
    assert dataset.targets.tolist() == [[float(target)] for _, target in rows]
    assert dataset.inputs.dtype == dataset.targets.dtype == float


@pytest.mark.parametrize(
    "make", [*GATES, datasets.exam_scores, datasets.digits], ids=lambda make: make.__name__
)
def test_names_fit_and_every_call_gives_new_arrays(make):
    first, second = make(), make()
    assert len(first.input_names) == first.inputs.shape[1]
    assert len(first.target_names) == first.targets.shape[1]
    first.inputs[...] = -1
    assert not np.array_equal(first.inputs, second.inputs)


def test_exam_scores():
    scores = datasets.exam_scores()
    assert scores.inputs.tolist() == [[2, 9], [1, 5], [3, 6]]
    assert scores.targets.tolist() == [[92], [86], [89]]


@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.5, 0.99])
def test_a_split_is_disjoint_complete_of_its_size_and_repeatable(share):
    whole = cloud("blobs", 77, rng=1)
    rest, held_out = datasets.split(whole, share, rng=5)
    assert len(held_out.inputs) == len(held_out.targets) == min(round(share * 77), 76)
    parts = np.vstack([rest.inputs, held_out.inputs])
    targets = np.vstack([rest.targets, held_out.targets])
    assert sorted(map(tuple, np.hstack([parts, targets]).tolist())) == sorted(
        map(tuple, np.hstack([whole.inputs, whole.targets]).tolist())
    )
    again, _ = datasets.split(whole, share, rng=5)
    other, _ = datasets.split(whole, share, rng=6)
    np.testing.assert_array_equal(rest.inputs, again.inputs)
    assert not np.array_equal(rest.inputs, other.inputs)
    assert rest.input_names == held_out.input_names == whole.input_names


@pytest.mark.parametrize("share", [-0.1, 1, "half", None])
def test_a_share_that_cannot_be_held_out(share):
    with pytest.raises(ValueError, match="share must be a number"):
        datasets.split(datasets.xor(), share)


def test_students_follow_the_rule_that_is_said():
    without = datasets.students(500, noise=0, rng=2)
    (studied, slept), scores = without.inputs.T, without.targets[:, 0]
    expected = 40 + 50 * (1 - np.exp(-studied / 3)) - 2 * (slept - 8) ** 2
    np.testing.assert_allclose(scores, np.clip(expected, 0, 100))
    noisy = datasets.students(500, noise=5, rng=2)
    np.testing.assert_array_equal(noisy.inputs, without.inputs)
    chance = noisy.targets - without.targets
    assert abs(chance.mean()) < 3 * 5 / np.sqrt(500)
    assert 4.5 < chance.std() < 5.5
    wild = datasets.students(200, noise=1e6, rng=1).targets
    assert wild.min() == 0
    assert wild.max() == 100


def test_diabetes_is_scikit_learns_and_its_published_table():
    data, theirs = datasets.diabetes(), load_diabetes(scaled=False)
    assert data.inputs.shape == (442, 10)
    np.testing.assert_array_equal(data.inputs, theirs.data)
    np.testing.assert_array_equal(data.targets[:, 0], theirs.target)
    assert list(data.input_names) == theirs.feature_names
    assert data.input_names == ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
    # The first patient of the published table.
    assert data.inputs[0].tolist() == [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]
    assert (data.targets[0, 0], data.targets.min(), data.targets.max()) == (151, 25, 346)


@pytest.mark.parametrize("given", [{"count": 0}, {"noise": -1}, {"rng": "1"}])
def test_students_that_cannot_be_are_refused(given):
    with pytest.raises(ValueError, match=f"^{next(iter(given))}"):
        datasets.students(**given)


def test_the_digits_are_scikit_learns():
    data, theirs = datasets.digits(), load_digits()
    np.testing.assert_array_equal(data.inputs, theirs.data)
    np.testing.assert_array_equal(datasets.labels(data), theirs.target)
    np.testing.assert_array_equal(data.targets, LabelBinarizer().fit_transform(theirs.target))
    assert list(data.input_names) == theirs.feature_names
    assert data.target_names == tuple(map(str, theirs.target_names))


def test_labels_need_a_column_for_each_class():
    with pytest.raises(ValueError, match="a column for each class, not one"):
        datasets.labels(datasets.xor())
    with pytest.raises(ValueError, match="must be a Dataset"):
        datasets.labels(datasets.digits().targets)


def test_the_data_are_those_whose_origin_is_told():
    readme = (datasets.DATA / "README.md").read_text(encoding="utf-8")
    told = dict(
        re.findall(r"^\| `(\w+\.(?:csv|json))` .* `([0-9a-f]{64})` \|$", readme, flags=re.M)
    )
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in datasets.DATA.iterdir()
        if path.suffix in (".csv", ".json")
    }
    assert told == there


def test_a_data_file_that_is_not_there():
    with pytest.raises(ValueError, match=r"Did you mean 'digits.csv'\?"):
        datasets.data_file("digit.csv")
    with pytest.raises(
        ValueError, match=r"Choose one of convolution_accuracies.csv, diabetes.csv, dig"
    ):
        datasets.data_file(None)


def test_the_examples_in_the_docstrings():
    failed, tried = doctest.testmod(datasets)
    assert tried
    assert not failed
