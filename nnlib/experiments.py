"""Experiments: many networks at once, to see how much hangs on where they start.

One run shows what can happen; a thousand show what does.
"""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.metrics import solved
from nnlib.network import Network
from nnlib.training import epoch_by_epoch


class Progress(NamedTuple):
    """How far a thousand starts have come.

    Attributes
    ----------
    epoch : int
    losses : array, shape (copies,)
    solved : array of bool, shape (copies,)
        Whether every output of every sample is less than 0.1 from its target.
    """

    epoch: int
    losses: np.ndarray
    solved: np.ndarray


def many_starts(network, inputs, targets, *, epochs, learning_rate, loss, every=100):
    """Train all copies of a network, and look at them every so many epochs.

    Only what is looked at is kept, so a hundred thousand epochs need no more memory than one.

    Parameters
    ----------
    network : Network
        With copies, each at a start of its own; it is trained in place.
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    epochs : int
    learning_rate, loss
        See ``train``.
    every : int

    Yields
    ------
    Progress
        Before the first epoch, after every `every` epochs, and at the end; the end comes early
        where no copy has a finite loss any more.

    Raises
    ------
    ValueError
        For arguments that do not fit.
    """
    if not isinstance(network, Network) or network.copies is None:
        raise ValueError("an experiment needs copies: Network(layers, rng=1, copies=1000).")
    epochs = checks.whole_number(epochs, "epochs")
    every = checks.whole_number(every, "every")
    inputs, targets, _ = network.checked_examples(inputs, targets, loss)

    def stretch(length):
        return epoch_by_epoch(
            network, inputs, targets, epochs=length, learning_rate=learning_rate, loss=loss
        )

    return _progress(network, inputs, targets, stretch(1), stretch, epochs, every)


def _progress(network, inputs, targets, start, stretch, epochs, every):
    def seen(history):
        return Progress(done, history.loss[-1], solved(network.predict(inputs), targets))

    done = 0
    yield seen(next(start))
    while done < epochs:
        length = min(every, epochs - done)
        *_, history = stretch(length)
        done += history.epochs
        yield seen(history)
        if history.epochs < length:
            return
