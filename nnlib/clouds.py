"""Points in the plane to learn from, drawn at random: what a network has to tell apart, or match.

They lie within 3 of the middle each way, but for what the noise adds and some of the blobs'.
"""

import numpy as np

from nnlib import checks
from nnlib.datasets import MOST_SAMPLES, Dataset

EXTENT = 3.0
RADIUS = 0.45 * EXTENT  # of the inner disc
TURNS = 1.25  # of an arm of the spiral
GAP = 0.2  # between the quarters of XOR and their borders


def cloud(shape, samples=200, noise=0.0, rng=None):
    """Return points with two inputs, x and y, and one target.

    Parameters
    ----------
    shape : str
        With targets 0 and 1, as many of each as there can be: ``"blobs"``, ``"xor"``,
        ``"circles"``, ``"moons"`` or ``"spiral"``; with targets from -1 to 1 to be matched:
        ``"plane"`` or ``"bumps"``.
    samples : int, 2 or more
    noise : float, 0 or more
        The standard deviation of what is added to x and y after the target was fixed.
    rng : int or numpy.random.Generator, optional

    Returns
    -------
    Dataset
        Inputs of shape (samples, 2), targets of shape (samples, 1), in random order.
    """
    draw = checks.one_of(shape, SHAPES, "shape")
    samples = checks.whole_number(samples, "samples", 2, MOST_SAMPLES)
    noise = checks.number(noise, "noise", at_least=0)
    rng = checks.random_generator(rng)
    ones = np.arange(samples) % 2 == 1
    points, targets = draw(ones, rng)
    points = points + noise * rng.normal(size=points.shape)
    order = rng.permutation(samples)
    return Dataset(points[order], targets[order, np.newaxis].astype(float), ("x", "y"), ("target",))


def _blobs(ones, rng):
    """Draw around two places, with standard deviation 0.5."""
    centres = np.where(ones[:, np.newaxis], 0.5 * EXTENT, -0.5 * EXTENT)
    return centres + 0.5 * rng.normal(size=(ones.size, 2)), ones


def _xor(ones, rng):
    """Draw in the four quarters; the target is 1 where x and y have different signs."""
    points = rng.uniform(GAP, EXTENT, (ones.size, 2))
    signs = rng.choice([-1, 1], ones.size)
    points[:, 0] *= signs
    points[:, 1] *= np.where(ones, -signs, signs)
    return points, ones


def _circles(ones, rng):
    """Draw in a disc, whose targets are 1, and in the ring around it."""
    radii = np.where(
        ones, rng.uniform(0, RADIUS, ones.size), rng.uniform(0.65, 0.95, ones.size) * EXTENT
    )
    return _around(radii, rng.uniform(0, 2 * np.pi, ones.size)), ones


def _moons(ones, rng):
    """Draw two half circles, of which each reaches into the other."""
    angles = rng.uniform(0, np.pi, ones.size)
    points = _around(np.full(ones.size, 0.6 * EXTENT), angles)
    points[ones] *= -1
    shift = np.array([0.3, 0.15]) * EXTENT
    return points + np.where(ones[:, np.newaxis], shift, -shift), ones


def _spiral(ones, rng):
    """Draw two arms, of which one is the other turned by half a circle."""
    along = rng.uniform(0.08, 1, ones.size)
    angles = 2 * np.pi * TURNS * along + np.where(ones, np.pi, 0)
    return _around(0.95 * EXTENT * along, angles), ones


def _plane(ones, rng):
    """Draw evenly; the target rises evenly from -1 at the lower left to 1 at the upper right."""
    points = rng.uniform(-EXTENT, EXTENT, (ones.size, 2))
    return points, points.sum(axis=1) / (2 * EXTENT)


def _bumps(ones, rng):
    """Draw evenly; the target is a hill of 1 at the upper right less one at the lower left."""
    points = rng.uniform(-EXTENT, EXTENT, (ones.size, 2))
    hill, hollow = (((points - place) ** 2).sum(axis=1) for place in (1.2, -1.2))
    return points, np.exp(-hill / 2) - np.exp(-hollow / 2)


def _around(radii, angles):
    return np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])


SHAPES = {
    "blobs": _blobs,
    "xor": _xor,
    "circles": _circles,
    "moons": _moons,
    "spiral": _spiral,
    "plane": _plane,
    "bumps": _bumps,
}
REGRESSIONS = {"plane", "bumps"}
