"""Experiments: many networks at once, to see how much hangs on where they start.

One run shows what can happen; many show what does.
"""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.arrays import real_array
from nnlib.datasets import data_file
from nnlib.metrics import answered_right, solved
from nnlib.network import Network, with_copies
from nnlib.shown import shown
from nnlib.training import Training, train


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


def solved_starts(layers, inputs, targets, *, epochs, learning_rate, loss, starts=100):
    """Return how many random starts of a network are solved after some epochs.

    Parameters
    ----------
    layers : list of Dense
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    epochs : int
    learning_rate, loss
        See ``train``.
    starts : int
        The first of them are the same in every call.

    Returns
    -------
    int
        Solved is a start where every output is less than 0.1 from its target.
    """
    many = Network(layers, rng=1, copies=checks.whole_number(starts, "starts"))
    train(many, inputs, targets, epochs=epochs, learning_rate=learning_rate, loss=loss)
    return int(solved(many.predict(inputs), targets).sum())


# What a thousand starts of lesson 2's networks came to; tools/run_experiments.py has trained them


def sorted_losses(epochs):
    """Return the losses of a thousand starts on *all equal*, from the lowest on, as percentiles.

    The network is 3-4-1 with sigmoids, without biases, first weights from the normal distribution.

    Parameters
    ----------
    epochs : int
        1,000, 10,000 or 100,000.

    Returns
    -------
    array, shape (101,)
        Mean squared errors: from the best start to the worst.
    """
    epochs = checks.whole_number(epochs, "epochs")
    table = np.genfromtxt(data_file("loss_percentiles.csv"), delimiter=",", names=True)
    columns = {name.removeprefix("epochs_"): name for name in table.dtype.names[1:]}
    return table[checks.one_of(str(epochs), columns, "epochs")]


def share_better(loss, epochs):
    """Return how many percent of those thousand starts have a smaller loss.

    Parameters
    ----------
    loss : float, above 0
        A mean squared error.
    epochs : int
        See ``sorted_losses``.
    """
    loss = checks.number(loss, "loss", above=0)
    losses = sorted_losses(epochs)
    return float(np.interp(np.log(loss), np.log(losses), np.arange(len(losses))))


def solved_by_size():
    """Return how many of a thousand starts learn *all equal*, by size, bias and epochs.

    Returns
    -------
    dict of (bool, int, int) to int
        Whether there are biases, hidden neurons, and epochs, to the count.
    """
    table = np.genfromtxt(data_file("success_rates.csv"), delimiter=",", names=True, dtype=int)
    return {
        (bool(row["bias"]), int(row["hidden"]), int(row["epochs"])): int(row["solved"])
        for row in table
    }


# What a thousand starts of lesson 3's network came to, trained beforehand as well


def sorted_scores(way, epochs):
    """Return what a thousand starts predict for 4 hours of study and 8 of sleep, as percentiles.

    The network is 2-3-1 with sigmoids, without biases, and has learned from ``exam_scores``.

    Parameters
    ----------
    way : str
        How the question was scaled: ``"right"``, ``"own_maximum"`` or ``"each_by_itself"``; or
        ``"loss"``, for the losses of these starts.
    epochs : int
        1,000 or 100,000.

    Returns
    -------
    array, shape (101,)
        From the lowest on, in points; losses are mean squared errors.
    """
    way, epochs = checks.text(way, "way"), checks.whole_number(epochs, "epochs")
    table = np.genfromtxt(data_file("score_percentiles.csv"), delimiter=",", names=True)
    columns = [name.rpartition("_") for name in table.dtype.names[1:]]
    checks.one_of(way, [name for name, *_ in columns], "way")
    checks.one_of(str(epochs), [trained for *_, trained in columns], "epochs")
    return table[f"{way}_{epochs}"]


def percent_below(number, percentiles):
    """Return how many percent of what these percentiles are of lie below a number.

    Parameters
    ----------
    number : float
    percentiles : array-like, shape (101,)
        Such as ``sorted_scores`` returns.
    """
    number = checks.number(number, "number")
    percentiles = checks.array_of_shape(percentiles, (101,), "percentiles")
    return float(np.interp(number, percentiles, np.arange(101)))
