"""Whole trainings in one file: settings, losses and weights."""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.storage.named import as_npz, assign, named_arrays, values_in
from nnlib.training import History

SETTINGS = "settings"  # among the arrays of a training that is kept


class Kept(NamedTuple):
    """A training as it was kept.

    Attributes
    ----------
    settings : str
        The line that brings data and network back.
    loss, validation_loss : list of float
    weights : dict of str to array
        By the names that ``save_weights`` gives them.
    """

    settings: str
    loss: list
    validation_loss: list
    weights: dict

    def put_into(self, network):
        """Give these weights to a network of the same layers."""
        assign(named_arrays(network), self.weights, "what was kept")


def keep(network, history, settings):
    """Return a whole training as the bytes of one file: an ``.npz`` with nothing in it but numbers.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    history : History
    settings : str
        The line that brings data and network back.
    """
    checks.instance(history, History, "history", "a History, as train returns it")
    try:
        settings = np.frombuffer(checks.text(settings, "settings").encode(), np.uint8)
    except UnicodeEncodeError:
        raise ValueError("settings has half a character in it: copy the line once more.") from None
    losses = {"loss": history.loss, "validation_loss": history.validation_loss}
    return as_npz(named_arrays(network) | losses | {SETTINGS: settings})


def kept(content, source="the file"):
    """Return the ``Kept`` in the bytes that ``keep`` made.

    Parameters
    ----------
    content : bytes
    source : str
        How messages begin.

    Raises
    ------
    ValueError
        In a sentence, for what ``keep`` has not made.
    """
    source = checks.text(source, "source")
    checks.instance(content, bytes, "content", "the bytes of a file")
    values = values_in(content, source, "a training that was kept")
    try:
        settings = values.pop(SETTINGS).astype(np.uint8, casting="no").tobytes().decode()
        loss = checks.row(values.pop("loss"), "loss", finite=False).tolist()
        validation_loss = values.pop("validation_loss").astype(float, casting="no").ravel().tolist()
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{source} is not a training that was kept.") from None
    return Kept(settings, loss, validation_loss, values)
