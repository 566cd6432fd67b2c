"""Six trainings on invented students, of which five went wrong: what their curves look like.

Each shows one thing alone, so the classes are large where they are not to be the trouble.
"""

from typing import NamedTuple

import numpy as np

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.scaling import StandardScaler
from nnlib.training import train

NOISE = 5.0  # points, in all classes
EPOCHS, RATE = 600, 0.1
LARGE, SMALL, NEW = 300, 20, 200  # students
FOUR, EIGHT = slice(8, 12), slice(8)  # of the new ones, and of the small class


class Curves(NamedTuple):
    """How far off a network was, in points, before the first epoch and after each.

    Attributes
    ----------
    learned, held_out : array, shape (epochs + 1,)
    """

    learned: np.ndarray
    held_out: np.ndarray


def well():
    """Return the ``Curves`` of a training that went well: many students, and many held out."""
    return _trained(_large(), _new())


def overfitting():
    """Return the ``Curves`` of few students, learned for long."""
    return _trained(_small(), _new(), rate=2 * RATE)


def underfitting():
    """Return the ``Curves`` of a network with one hidden neuron, which cannot bend both ways."""
    return _trained(_large(), _new(), hidden=1)


def luck():
    """Return the ``Curves`` where only four students are held out, who lie near to the rule."""
    return _trained(_large(), _some(_new(), FOUR))


def leak():
    """Return the ``Curves`` where those held out are among those that are learned from."""
    return _trained(_small(), _some(_small(), EIGHT), rate=2 * RATE)


def bug():
    """Return the ``Curves`` where somebody forgot to scale the inputs of those held out."""
    return _trained(_large(), _new(), scales=False)


def _large():
    return datasets.students(LARGE, NOISE, rng=1)


def _small():
    return datasets.students(SMALL, NOISE, rng=7)


def _new():
    return datasets.students(NEW, NOISE, rng=99)


def _some(dataset, rows):
    return dataset._replace(inputs=dataset.inputs[rows], targets=dataset.targets[rows])


def _trained(seen, held_out, hidden=8, rate=RATE, scales=True):
    inputs, targets = StandardScaler().fit(seen.inputs), StandardScaler().fit(seen.targets)
    watched = inputs.transform(held_out.inputs) if scales else held_out.inputs
    network = Network([Dense(2, hidden, "tanh"), Dense(hidden, 1, "linear")], rng=1)
    history = train(
        network, inputs.transform(seen.inputs), targets.transform(seen.targets), epochs=EPOCHS,
        learning_rate=rate, validation=(watched, targets.transform(held_out.targets)),
    )  # fmt: skip
    return Curves(
        *(np.sqrt(each) * targets.scale for each in (history.loss, history.validation_loss))
    )
