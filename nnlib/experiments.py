"""Experiments: many networks at once, to see how much hangs on where they start.

One run shows what can happen; many show what does.
"""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.arrays import real_array
from nnlib.metrics import answered_right, solved
from nnlib.network import with_copies
from nnlib.shown import shown
from nnlib.training import Training


class Progress(NamedTuple):
    """How far many starts have come.

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
    with_copies(network)
    epochs = checks.whole_number(epochs, "epochs")
    every = checks.whole_number(every, "every")
    data, how = (inputs, targets), {"learning_rate": learning_rate, "loss": loss}
    start = Training(network, *data, **how)  # checks, and trains nothing
    return _progress(network, data, how, start.history.loss[0], epochs, every)


def _progress(network, data, how, losses, epochs, every):
    inputs, targets = data
    rate, done = how["learning_rate"], 0
    if callable(rate):
        how = how | {"learning_rate": lambda epoch: rate(done + epoch)}
    yield Progress(0, losses, solved(network.predict(inputs), targets))
    while done < epochs:
        length = min(every, epochs - done)
        training = Training(network, *data, **how)  # anew, for a short history
        training.run(length)
        history = training.history
        done += history.epochs
        yield Progress(done, history.loss[-1], solved(network.predict(inputs), targets))
        if history.epochs < length:
            return


def learning_curves(network, inputs, targets, *, epochs, **settings):
    """Train all copies of a network, and return how loss and right answers went.

    Parameters
    ----------
    network : Network
        With copies; it is trained in place.
    inputs, targets : array-like, shapes (samples, features) and (samples, 1)
        The targets are 0 or 1.
    epochs : int
    settings
        Those of ``train``.

    Returns
    -------
    losses : list of array, shape (copies,)
        The loss before the first epoch and after every one.
    shares : array of float32, shape (epochs + 1, copies)
        The share of samples answered right (see ``metrics.answered_right``) at the same times.
        Both end early where no copy can be trained on.
    """
    with_copies(network)
    epochs = checks.whole_number(epochs, "epochs")
    checks.not_too_many(epochs * network.copies, "epochs", "losses of all copies")
    training = Training(network, inputs, targets, **settings)
    losses, shares = training.history.loss, np.empty((epochs + 1, network.copies), np.float32)
    shares[0] = answered_right(training.outputs, targets).mean(axis=-1)
    for history in training.steps(epochs):
        shares[history.epochs] = answered_right(training.outputs, targets).mean(axis=-1)
    return losses, shares[: len(losses)]


def first_all_right(shares):
    """Return after how many epochs every sample was first answered right; infinity where never.

    Parameters
    ----------
    shares : array, shape (epochs + 1, copies)
        See ``learning_curves``.
    """
    shares = real_array(shares, "shares")
    if shares.ndim != 2 or not shares.size:
        raise ValueError(
            f"shares has the shape {shown(shares.shape)}, but (epochs + 1, copies) is expected: "
            "give what learning_curves returns."
        )
    right = shares == 1
    return np.where(right.any(axis=0), right.argmax(axis=0), np.inf)
