"""The training loop: forward, backward, update, again and again.

``epoch_by_epoch`` is the loop, ``train`` runs it to its end. Neither draws anything: whoever wants
to see the loss move passes ``on_epoch`` or takes the epochs one by one.
"""

import contextvars
import math
import time

import numpy as np

from nnlib import checks
from nnlib.backpropagation import Backpropagation
from nnlib.network import Network
from nnlib.optimizers import OPTIMIZERS

STILL_TRAINING = "still training"
MOST_CHECKPOINTS = 240
BYTES_OF_CHECKPOINTS = 64_000_000


class EvenlySpaced:
    """Some of a long row of items, evenly spaced: never more than `limit`, never fewer than half.

    When it is full, every second item goes, and from then on twice as many are passed over.

    Parameters
    ----------
    limit : int
        An even number.

    Attributes
    ----------
    items : list of (index, item)
    stride : int
        Only items whose index is a multiple of this are kept.
    """

    def __init__(self, limit):
        self.limit = limit
        self.stride = 1
        self.items = []

    def add(self, index, item):
        """Keep the item if its index is a multiple of ``stride``. Indices start at 0."""
        if len(self.items) == self.limit:
            self.items = self.items[::2]
            self.stride *= 2
        if index % self.stride == 0:
            self.items.append((index, item))


class History:
    """What happened in a training.

    Attributes
    ----------
    loss : list of float
        ``loss[k]`` is the loss over all training data after `k` epochs, so ``loss[0]`` is the loss
        before the first update. With copies, each entry is an array of shape (copies,).
    validation_loss : list of float
        The same for the held-out data; empty without.
    seconds : float
        The time spent training, without what the caller did between two epochs.
    stopped_because : str
        Why it ended, in words.
    checkpoints : list of (epoch, parameters)
        Copies of ``network.parameters``, evenly spaced over the training, the first and the last
        included: ``network.parameters = parameters`` brings one back. At most 240, and fewer
        where they would take more than 64 MB.
    """

    def __init__(self, checkpoint_bytes=0):
        self.loss = []
        self.validation_loss = []
        self.seconds = 0.0
        self.stopped_because = STILL_TRAINING
        most = BYTES_OF_CHECKPOINTS // max(checkpoint_bytes, 1)
        self.kept = EvenlySpaced(max(2, min(MOST_CHECKPOINTS, most - most % 2)))
        self.last = None

    @property
    def epochs(self):
        """The number of epochs done."""
        return len(self.loss) - 1

    @property
    def checkpoints(self):
        """The checkpoints kept so far."""
        kept = list(self.kept.items)
        return kept if kept[-1][0] == self.last[0] else [*kept, self.last]

    def __repr__(self):
        loss = np.median(self.loss[-1])
        return f"History: {self.epochs:,} epochs, loss {loss:.4g}, {self.stopped_because}"


def train(
    network,
    inputs,
    targets,
    *,
    epochs,
    learning_rate,
    loss="mean_squared_error",
    optimizer="gradient_descent",
    batch_size=None,
    stop_at_loss=None,
    patience=None,
    validation=None,
    rng=None,
    on_epoch=None,
):
    """Train `network` in place and return what happened.

    The kernel's stop button (or Ctrl+C) ends it early with everything kept, and the cell goes on
    after it. So does a loss that is no longer finite. Both print a line that says so.

    Parameters
    ----------
    network : Network
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    epochs : int
        How many times the network sees all of the data, at most.
    learning_rate : float, above 0, or callable
        How far a step goes along the gradient. A function of the epoch, counted from 1, gives
        each epoch a rate of its own (a learning rate schedule).
    loss : str
        See ``Network.gradients``.
    optimizer : str or object
        ``"gradient_descent"``, ``"adam"``, or an object with
        ``update(parameters, gradient, learning_rate)``, which remembers the same network's last
        training.
    batch_size : int, optional
        Samples an update; all of them if not given.
    stop_at_loss : float, optional
        End as soon as the loss is this small (with copies: that of every copy whose loss is still
        a finite number).
    patience : int, optional
        End when the validation loss has not reached a new low for so many epochs.
    validation : (inputs, targets), optional
        Held-out data, to be watched and never trained on.
    rng : int or numpy.random.Generator, optional
        Shuffles the samples before every epoch of batches; without one they keep their order.
    on_epoch : callable, optional
        ``on_epoch(epoch, loss)`` after every epoch, and for epoch 0 before the first update.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        For arguments that do not fit; the network is then unchanged. What a schedule gives is
        checked when its epoch comes.
    """
    steps = epoch_by_epoch(
        network,
        inputs,
        targets,
        epochs=epochs,
        learning_rate=learning_rate,
        loss=loss,
        optimizer=optimizer,
        batch_size=batch_size,
        stop_at_loss=stop_at_loss,
        patience=patience,
        validation=validation,
        rng=rng,
    )
    if on_epoch is not None and not callable(on_epoch):
        raise ValueError(f"on_epoch must be a function of epoch and loss; got {on_epoch!r}.")
    history = next(steps)
    try:
        if on_epoch is not None:
            on_epoch(0, history.loss[0])
        for _ in steps:
            if on_epoch is not None:
                on_epoch(history.epochs, history.loss[-1])
    except KeyboardInterrupt:
        history.stopped_because = f"stopped by hand after {history.epochs:,} epochs"
        print(f"Training was {history.stopped_because}; what was learned is kept.")
    if not np.isfinite(history.loss[-1]).any():
        print(f"Training ended early: {history.stopped_because}.")
    return history


def epoch_by_epoch(
    network,
    inputs,
    targets,
    *,
    epochs,
    learning_rate,
    loss="mean_squared_error",
    optimizer="gradient_descent",
    batch_size=None,
    stop_at_loss=None,
    patience=None,
    validation=None,
    rng=None,
):
    """Train like ``train``, but give control back after every epoch.

    Parameters are those of ``train``, and checked at once, before the first epoch.

    Yields
    ------
    History
        Always the same one: before the first update, and after every epoch.
    """
    if not isinstance(network, Network):
        raise ValueError(f"a Network can be trained, but this is {network!r}.")
    examples = Backpropagation(network, *network.checked_examples(inputs, targets, loss))
    if validation is not None:
        validation = Backpropagation(
            network, *network.checked_examples(*_pair(validation), loss, "validation ")
        )
    training = _Training(
        examples,
        validation,
        _checked_optimizer(optimizer),
        learning_rate,
        _batches(examples, batch_size),
        None if rng is None else checks.random_generator(rng),
    )
    epochs = checks.whole_number(epochs, "epochs")
    return _epochs(training, epochs, _Stop(training, epochs, stop_at_loss, patience))


def _epochs(training, epochs, stop):
    history = History(training.network.parameters.nbytes)
    silent = contextvars.copy_context()  # where NumPy does not warn; the caller's stays as it is
    silent.run(np.seterr, all="ignore")
    parameters = training.network.parameters
    losses = history.loss
    history.last = (history.epochs, parameters.copy("K"))  # for an interrupt in the first pass
    try:
        for epoch in range(epochs + 1):
            started = time.perf_counter()
            loss = silent.run(training.epoch, epoch)
            if training.validation is not None:
                history.validation_loss.append(silent.run(training.validation.forward))
            losses.append(loss)
            history.last = (epoch, parameters.copy("K"))
            if epoch % history.kept.stride == 0:
                history.kept.add(*history.last)
            history.seconds += time.perf_counter() - started
            reason = stop.reason(epoch, history)
            history.stopped_because = reason or STILL_TRAINING
            yield history
            if reason:
                return
    except KeyboardInterrupt:
        if history.last[0] == history.epochs:  # an epoch was begun and is not in the history
            parameters[...] = history.last[1]
        else:  # its loss is in the history, its weights not yet
            history.last = (history.epochs, parameters.copy("K"))
        del history.validation_loss[len(losses) :]
        raise


class _Training:
    """What one epoch needs: the examples, the optimizer, the rate, the batches."""

    def __init__(self, examples, validation, optimizer, learning_rate, batches, rng):
        self.network = examples.network
        self.examples = examples
        self.validation = validation
        self.optimizer = optimizer
        self.schedule = learning_rate if callable(learning_rate) else None
        self.learning_rate = None if self.schedule else _checked_rate(learning_rate)
        self.batches = batches
        self.rng = rng

    def epoch(self, epoch):
        """Update the network, but for epoch 0, and return the loss over all examples."""
        if epoch and self.schedule is not None:
            rate = self.schedule(epoch)
            if rate != self.learning_rate:
                self.learning_rate = _checked_rate(rate)
        if epoch and self.batches:
            self._update_by_batches()
        elif epoch:
            self._update(self.examples)
        return self.examples.forward()

    def _update_by_batches(self):
        order = np.arange(len(self.examples.inputs))
        if self.rng is not None:
            self.rng.shuffle(order)
        for start, batch in self.batches:
            rows = order[start : start + len(batch.inputs)]
            np.take(self.examples.inputs, rows, axis=0, out=batch.inputs)
            np.take(self.examples.targets, rows, axis=0, out=batch.targets)
            batch.forward()
            self._update(batch)

    def _update(self, examples):
        examples.backward()
        self.optimizer.update(self.network.parameters, examples.gradient, self.learning_rate)


class _Stop:
    """When a training ends: all epochs done, a loss reached, patience lost, a loss not finite."""

    def __init__(self, training, epochs, stop_at_loss, patience):
        if patience is not None and training.validation is None:
            raise ValueError("patience needs held-out data: pass validation=(inputs, targets).")
        if patience is not None and training.network.copies is not None:
            raise ValueError("patience watches one network, not copies: leave it out.")
        self.training = training
        self.epochs = epochs
        self.patience = math.inf if patience is None else checks.whole_number(patience, "patience")
        self.stop_at_loss = -math.inf
        if stop_at_loss is not None:
            self.stop_at_loss = checks.number(stop_at_loss, "stop_at_loss")
        self.lowest = math.inf
        self.lowest_epoch = 0

    def reason(self, epoch, history):
        """Return why training ends after this epoch, or ``None`` where it goes on."""
        loss = history.loss[-1]
        if not isinstance(loss, float):  # an array: the copies go on until the last one is done
            loss = np.fmax.reduce(np.where(np.isfinite(loss), loss, np.nan))
        if not self.stop_at_loss < loss < math.inf:
            if math.isfinite(loss):
                return f"the loss has reached {self.stop_at_loss:g}"
            if epoch == 0:
                return (
                    "before the first update the loss is not a finite number: inputs, targets or "
                    "weights are too large, scale them down"
                )
            return (
                f"after {epoch:,} epochs the loss is no longer a finite number: "
                f"start again with a learning_rate below {self.training.learning_rate:g}"
            )
        if self.patience < math.inf and self._out_of_patience(epoch, history.validation_loss[-1]):
            return f"the validation loss has not fallen for {self.patience:,} epochs"
        return "all epochs are done" if epoch == self.epochs else None

    def _out_of_patience(self, epoch, validation_loss):
        if validation_loss < self.lowest:
            self.lowest, self.lowest_epoch = validation_loss, epoch
        return epoch - self.lowest_epoch >= self.patience


def _checked_rate(learning_rate):
    return checks.number(learning_rate, "learning_rate", above=0)


def _batches(examples, batch_size):
    """Return (first row, Backpropagation) for every batch; the full batches share their arrays."""
    if batch_size is None:
        return []
    samples = len(examples.inputs)
    size = min(checks.whole_number(batch_size, "batch_size"), samples)
    by_length = {
        length: Backpropagation(
            examples.network,
            examples.inputs[:length].copy(),
            examples.targets[:length].copy(),
            examples.loss,
        )
        for length in {size, samples % size} - {0}
    }
    starts = range(0, samples, size)
    return [(start, by_length[min(size, samples - start)]) for start in starts]


def _checked_optimizer(optimizer):
    if callable(getattr(optimizer, "update", None)) and not isinstance(
        optimizer, type | dict | set
    ):
        return optimizer
    return checks.one_of(optimizer, OPTIMIZERS, "optimizer")()


def _pair(validation):
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise ValueError("validation must be a pair: (inputs, targets).")
    return validation
