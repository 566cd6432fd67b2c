import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from nnlib.clouds import EXTENT, REGRESSIONS, SHAPES, cloud

CLASSES = sorted(set(SHAPES) - REGRESSIONS)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("samples", [2, 7, 300])
def test_shapes_and_names(shape, samples):
    points = cloud(shape, samples, rng=1)
    assert points.inputs.shape == (samples, 2)
    assert points.targets.shape == (samples, 1)
    assert points.inputs.dtype == points.targets.dtype == float
    assert (points.input_names, points.target_names) == (("x", "y"), ("target",))


@pytest.mark.parametrize("shape", CLASSES)
def test_half_of_the_targets_are_1_and_neighbours_agree(shape):
    points = cloud(shape, 400, rng=1)
    assert points.targets.sum() == 200
    assert set(points.targets.ravel()) == {0.0, 1.0}
    other = cloud(shape, 400, rng=2)
    neighbours = KNeighborsClassifier(3).fit(points.inputs, points.targets.ravel())
    assert neighbours.score(other.inputs, other.targets.ravel()) > 0.97


@pytest.mark.parametrize(
    ("shape", "low", "high"),
    [("blobs", 0.99, 1), ("xor", 0, 0.65), ("circles", 0, 0.65), ("moons", 0.75, 0.97),
     ("spiral", 0, 0.8)],
)  # fmt: skip
def test_only_the_blobs_are_told_apart_by_a_straight_line(shape, low, high):
    points = cloud(shape, 1000, rng=1)
    targets = points.targets.ravel()
    line = LogisticRegression().fit(points.inputs, targets)
    assert low <= line.score(points.inputs, targets) <= high


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"blobs"}))
def test_without_noise_all_lies_within_the_extent(shape):
    assert np.abs(cloud(shape, 2000, rng=3).inputs).max() <= EXTENT


def test_the_regressions_are_what_they_are_said_to_be():
    plane = cloud("plane", 500, rng=1)
    np.testing.assert_allclose(plane.targets[:, 0], plane.inputs.sum(axis=1) / 6)
    x, y = cloud("bumps", 500, rng=1).inputs.T
    hill = np.exp(-((x - 1.2) ** 2 + (y - 1.2) ** 2) / 2)
    hollow = np.exp(-((x + 1.2) ** 2 + (y + 1.2) ** 2) / 2)
    np.testing.assert_allclose(cloud("bumps", 500, rng=1).targets[:, 0], hill - hollow)


@pytest.mark.parametrize("shape", SHAPES)
def test_noise_moves_the_points_and_not_the_targets(shape):
    still, moved = (cloud(shape, 4000, noise, rng=1) for noise in (0, 0.4))
    np.testing.assert_array_equal(still.targets, moved.targets)
    assert (moved.inputs - still.inputs).std() == pytest.approx(0.4, rel=0.03)


def test_the_same_seed_gives_the_same_points():
    first, again, other = (cloud("spiral", 50, 0.1, rng=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    assert not np.array_equal(first.inputs, other.inputs)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("spirale",), "Did you mean 'spiral'"),
        (("spiral", 1), "samples must be a whole number from 2 to 1,000,000"),
        (("spiral", 10, -1), "noise must be a number, 0 or more"),
        (("spiral", 10, 0, -1), "seed"),
    ],
)
def test_what_cannot_be_drawn(arguments, words):
    with pytest.raises(ValueError, match=words):
        cloud(*arguments)
