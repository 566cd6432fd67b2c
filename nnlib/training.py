"""The training loop: forward, backward, update, again and again.

``Training`` is the loop, in parts of as many epochs as one likes; ``train`` runs it to its end,
and ``epoch_by_epoch`` gives control back after every epoch. None draws anything: whoever wants to
see the loss move passes ``on_epoch``, or looks between two epochs.
"""

import contextvars
import copy
import enum
import inspect
import math
import time

import numpy as np

from nnlib import checks, page
from nnlib.backpropagation import Backpropagation
from nnlib.interrupts import StopButton, hand_on
from nnlib.network import Network
from nnlib.optimizers import OPTIMIZERS
from nnlib.shown import counted
from nnlib.stuck import why_stuck

STILL_TRAINING = "still training"
MOST_CHECKPOINTS = 240
BYTES_OF_CHECKPOINTS = 2_000_000


class Ended(enum.Enum):
    """Why a training has ended."""

    EPOCHS = "all epochs are done"
    LOSS = "the loss is small enough"
    PATIENCE = "the held-out loss has not fallen for too long"
    NOT_FINITE = "the loss is no longer a finite number"
    TOO_LARGE = "the weights grew beyond all measure"
    BY_HAND = "somebody has stopped it"


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


def middle(loss):
    """Return a loss, of copies the median of those that are still a finite number."""
    if isinstance(loss, float):
        return loss
    finite = np.extract(np.isfinite(loss), loss)
    return float(np.median(finite)) if finite.size else math.nan


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
    ended : Ended or None
        Why it has ended; ``None`` while it can go on.
    stopped_because : str
        The same in words, with the figures of this training.
    remark : str
        Why the network cannot learn as it is, and what to do; empty where nothing was noticed,
        while it can go on, and with copies.
    checkpoints : list of (epoch, parameters)
        Copies of ``network.parameters``, evenly spaced over the training, the first (after
        ``take_up`` the one taken up) and the last included: ``network.parameters = parameters``
        brings one back. At most 240 and the last, and fewer where they would take more than 2 MB,
        down to two and the last.
    """

    def __init__(self, checkpoint_bytes=0):
        self.loss = []
        self.validation_loss = []
        self.seconds = 0.0
        self.go_on()
        most = BYTES_OF_CHECKPOINTS // max(checkpoint_bytes, 1)
        self.kept = EvenlySpaced(max(2, min(MOST_CHECKPOINTS, most - most % 2)))
        self.last = None  # the present (epoch, parameters)

    @property
    def epochs(self):
        """The number of epochs done."""
        return len(self.loss) - 1

    @property
    def checkpoints(self):
        """The checkpoints kept so far."""
        kept = list(self.kept.items)
        return kept if kept[-1][0] == self.last[0] else [*kept, self.last]

    def end(self, ended, stopped_because, remark=""):
        """Note why the training has ended, and what is to be said of it."""
        self.ended, self.stopped_because, self.remark = ended, stopped_because, remark

    def go_on(self):
        """Note that it has not ended, or no longer."""
        self.end(None, STILL_TRAINING)

    def __repr__(self):
        loss = middle(self.loss[-1])
        remark = f". {self.remark}" if self.remark else ""
        epochs = counted(self.epochs, "epoch")
        return f"History: {epochs}, loss {loss:.4g}, {self.stopped_because}{remark}"


class Training:
    """The training of a network, some epochs at a time.

    Parameters
    ----------
    network : Network
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
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
    l1, l2 : float, 0 or more
        Weights cost something, biases nothing: what is made small is the loss plus
        ``l1 * sum(abs(weights)) + l2 * sum(weights**2)``. The history has the loss alone.
    largest_weight : float, optional
        Undo an epoch after which weights and biases together (the root of the sum of their
        squares) are larger, and end; the optimizer forgets. For a network without copies.

    Attributes
    ----------
    network : Network
    history : History
        What happened so far; at first, the loss before the first update.
    outputs : array, shape (samples, outputs), with copies (copies, samples, outputs)
        What the network answers to all inputs after the last epoch done. The next one fills the
        same array.
    learning_rate, stop_at_loss, patience, l1, l2
        Can be changed between two runs.
    """

    def __init__(
        self,
        network,
        inputs,
        targets,
        *,
        learning_rate,
        loss="mean_squared_error",
        optimizer="gradient_descent",
        batch_size=None,
        stop_at_loss=None,
        patience=None,
        validation=None,
        rng=None,
        l1=0.0,
        l2=0.0,
        largest_weight=None,
    ):
        self.network = checks.instance(network, Network, "network", "a Network")
        self._parameters = network.parameters
        self._examples = Backpropagation(network, *network.checked_examples(inputs, targets, loss))
        self._validation = validation
        if validation is not None:
            self._validation = Backpropagation(
                network, *network.checked_examples(*_pair(validation), loss, "validation ")
            )
        self._optimizer = _checked_optimizer(optimizer)
        self.outputs = self._examples.outputs[-1]
        self._batches = _batches(self._examples, batch_size)
        self._rng = None if rng is None else checks.random_generator(rng)
        self.learning_rate = learning_rate
        self.stop_at_loss = stop_at_loss
        self.patience = patience
        self._lowest = (math.inf, 0)  # validation loss, and its epoch
        self.l1, self.l2 = l1, l2
        self._is_weight = np.zeros(self._parameters.shape[-1])
        for d_weights, _ in network.gradient_views(self._is_weight):
            d_weights[...] = 1.0
        self._largest_square = None
        if largest_weight is not None:
            if network.copies is not None:
                raise ValueError("largest_weight watches one network, not copies: leave it out.")
            self._fresh_optimizer = copy.deepcopy(self._optimizer)
            largest = checks.number(largest_weight, "largest_weight", above=0)
            self._largest_square = largest * largest  # ** would raise where it is infinite
        self._stop_button = StopButton()
        self._silent = contextvars.copy_context()  # where NumPy does not warn; the caller's may
        self._silent.run(np.seterr, all="ignore")
        self.history = History(self._parameters.nbytes)
        started = time.perf_counter()
        self._silent.run(self._record, 0)
        self.history.seconds = time.perf_counter() - started
        self._note_the_end(self._reason_to_stop())

    @property
    def learning_rate(self):
        """How far a step goes: a number above 0, or a function of the epoch."""
        return float(self._rate) if self._schedule is None else self._schedule

    @learning_rate.setter
    def learning_rate(self, rate):
        self._schedule = rate if callable(rate) else None
        # As an array, because NumPy would convert a Python number again at every update.
        self._rate = _checked_rate(rate) if self._schedule is None else None

    @property
    def stop_at_loss(self):
        """The loss that is small enough, or ``None``."""
        return None if self._low_enough == -math.inf else self._low_enough

    @stop_at_loss.setter
    def stop_at_loss(self, loss):
        self._low_enough = -math.inf if loss is None else checks.number(loss, "stop_at_loss")

    @property
    def patience(self):
        """How many epochs without a new low of the validation loss are too many, or ``None``."""
        return self._patience

    @patience.setter
    def patience(self, epochs):
        if epochs is not None and self._validation is None:
            raise ValueError("patience needs held-out data: pass validation=(inputs, targets).")
        if epochs is not None and self.network.copies is not None:
            raise ValueError("patience watches one network, not copies: leave it out.")
        self._patience = None if epochs is None else checks.whole_number(epochs, "patience")

    @property
    def l1(self):
        """What the sum of the weights' absolute values costs, as a share of it."""
        return self._l1

    @l1.setter
    def l1(self, cost):
        self._l1 = checks.number(cost, "l1", at_least=0)

    @property
    def l2(self):
        """What the sum of their squares costs."""
        return self._l2

    @l2.setter
    def l2(self, cost):
        self._l2 = checks.number(cost, "l2", at_least=0)

    @property
    def ended(self):
        """Why it has ended, an ``Ended``; ``None`` while it can go on."""
        return self.history.ended

    @property
    def remark(self):
        """Why the network cannot learn as it is, and what to do; empty where nothing is noticed."""
        loss = self.history.loss[-1]
        if self.network.copies is not None or not math.isfinite(loss):
            return ""
        return self._silent.run(why_stuck, self._examples, loss)

    def run(self, epochs):
        """Train so many more epochs, or until there is a reason to stop: see ``ended``.

        An epoch is whole or not begun. So the stop button is heard after the epoch under way, and
        then passed on, for instance as ``KeyboardInterrupt``. If something else raises that during
        an epoch, such as the optimizer, the weights go back to the last whole one.

        Weights that were changed since then, such as to an earlier checkpoint's, are trained on
        from; the last loss in the history is then theirs.
        """
        epochs = checks.whole_number(epochs, "epochs")
        history, button = self.history, self._stop_button
        history.go_on()
        started = time.perf_counter()
        try:
            with button:
                if (self._parameters != history.last[1]).any():
                    self._silent.run(self._see_changed_weights)
                reason = self._reason_to_stop() or self._silent.run(self._run, epochs)
        except KeyboardInterrupt:
            self._undo()
            raise
        finally:
            history.seconds += time.perf_counter() - started
        if button.pressed and not button.is_open and button.release():
            hand_on()  # to whoever listens outside, and knows what is to be done
        else:
            self._note_the_end(reason)

    def steps(self, epochs, at_a_time=1, *, seconds=0.0):
        """Train so many more epochs, in parts, or until there is a reason to stop.

        Parameters
        ----------
        epochs : int
            Nothing is done where it is 0.
        at_a_time : int
            Epochs in a part, at most.
        seconds : float, 0 or more
            How long a part may take: it grows to twice the epochs while that takes less.

        Yields
        ------
        History
            Always the same one, after every part in which an epoch was done.
        """
        epochs = checks.whole_number(epochs, "epochs", minimum=0)
        at_a_time = checks.whole_number(at_a_time, "at_a_time")
        return self._in_parts(epochs, at_a_time, checks.number(seconds, "seconds", at_least=0))

    def _in_parts(self, epochs, at_a_time, seconds):
        history = self.history
        last = history.epochs + epochs
        while history.epochs < last:
            before, started = history.epochs, history.seconds
            self.run(min(at_a_time, last - before))
            if history.seconds - started < seconds / 2:
                at_a_time *= 2
            if history.epochs > before:
                yield history
            if history.ended is not None:
                return

    def take_up(self, loss, validation_loss=None):
        """Go on from where another training has come whose weights the network has got.

        Gradient descent then goes on as it would have; Adam and momentum begin to remember anew.

        Parameters
        ----------
        loss, validation_loss : sequence of float
            Its history, an entry for each epoch and one for before the first; the second only
            where something is held out.
        """
        history = self.history
        loss = checks.row(loss, "loss", finite=False).tolist()
        watched = []
        if validation_loss is not None:
            watched = checks.row(validation_loss, "validation_loss", finite=False).tolist()
        if len(watched) != (0 if self._validation is None else len(loss)):
            raise ValueError(
                f"validation_loss has {len(watched)} entries, which do not go with the {len(loss)} "
                "of loss and these data: take both from one history."
            )
        history.loss[:], history.validation_loss[:] = loss[:-1], watched[:-1]
        history.go_on()
        self._silent.run(self._record, len(loss) - 1)
        history.kept.items[:] = [history.last]
        if history.validation_loss:
            lows = np.nan_to_num(history.validation_loss, nan=np.inf)
            self._lowest = (float(lows.min()), int(lows.argmin()))
        self._note_the_end(self._reason_to_stop())

    def stop(self):
        """End after the epoch under way, also from another thread or from a callback."""
        self._stop_button.pressed = True

    def _note_the_end(self, reason):
        if reason is not None:
            self.history.end(*reason, self.remark)

    def _run(self, epochs):
        update = self._update_by_batches if self._batches else self._update_by_all
        button, in_page = self._stop_button, page.IS_HERE
        for epoch in range(self.history.epochs + 1, self.history.epochs + 1 + epochs):
            if in_page:
                page.listen()
            if button.pressed:
                return _by_hand(self.history)
            if self._schedule is not None:
                self._rate = _checked_rate(self._schedule(epoch))
            update()
            if self._largest_square is not None:
                squares = self._parameters.dot(self._parameters)
                if not squares < self._largest_square:
                    self._undo()
                    self._optimizer = copy.deepcopy(self._fresh_optimizer)
                    return Ended.TOO_LARGE, (
                        f"in epoch {epoch:,}, which was undone, the weights grew beyond all "
                        "measure, so lower the learning rate"
                    )
            self._record(epoch)
            reason = self._reason_to_stop()
            if reason is not None:
                return reason
        return None

    def _update_by_all(self):
        self._examples.backward()
        self._step_along(self._examples.gradient)

    def _update_by_batches(self):
        order = np.arange(len(self._examples.inputs))
        if self._rng is not None:
            self._rng.shuffle(order)
        for start, batch in self._batches:
            rows = order[start : start + len(batch.inputs)]
            # "clip" spares NumPy a copy, which it makes for the case that a row does not exist.
            self._examples.inputs.take(rows, axis=0, out=batch.inputs, mode="clip")
            self._examples.targets.take(rows, axis=0, out=batch.targets, mode="clip")
            batch.fill_outputs()
            batch.backward()
            self._step_along(batch.gradient)

    def _step_along(self, gradient):
        if self._l1 or self._l2:
            weights = self._parameters * self._is_weight
            gradient += self._l1 * np.sign(weights) + 2 * self._l2 * weights
        self._optimizer.update(self._parameters, gradient, self._rate)

    def _record(self, epoch):
        """Take the loss over all examples, and keep it and the weights."""
        history = self.history
        loss = self._examples.forward()
        if self._validation is not None:
            history.validation_loss.append(self._validation.forward())
        history.loss.append(loss)
        history.last = last = (epoch, self._parameters.copy("K"))
        if epoch % history.kept.stride == 0:
            history.kept.add(*last)

    def _see_changed_weights(self):
        """Begin from weights that were changed after the last epoch, which is theirs then."""
        history, epoch = self.history, self.history.epochs
        if history.kept.items[-1][0] == epoch:
            history.kept.items.pop()
        del history.loss[epoch:], history.validation_loss[epoch:]
        self._record(epoch)

    def _undo(self):
        """Undo what an epoch has begun that is not finished."""
        history, parameters = self.history, self._parameters
        if history.last[0] == history.epochs:  # an epoch was begun and is not in the history
            parameters[...] = history.last[1]
        else:  # its loss is in the history, its weights not yet
            history.last = (history.epochs, parameters.copy("K"))
        self._examples.forward()
        del history.validation_loss[len(history.loss) :]

    def _reason_to_stop(self):
        """Return why training ends after this epoch, and in words; ``None`` where it goes on."""
        loss = self.history.loss[-1]
        if not isinstance(loss, float):  # an array: the copies go on until the last one is done
            loss = np.fmax.reduce(np.where(np.isfinite(loss), loss, np.nan))
        if not self._low_enough < loss < math.inf:
            return self._reason_in_the_loss(loss)
        if self._validation is not None and self.network.copies is None:
            return self._reason_in_the_validation_loss()
        return None

    def _reason_in_the_loss(self, loss):
        if math.isfinite(loss):
            return Ended.LOSS, f"the loss has reached {self._low_enough:g}"
        epoch = self.history.epochs
        if epoch == 0:
            return Ended.NOT_FINITE, (
                "before the first update the loss is not a finite number: inputs, targets or "
                "weights are too large, scale them down"
            )
        return Ended.NOT_FINITE, (
            f"after {counted(epoch, 'epoch')} the loss is no longer a finite number: "
            f"start again with a learning rate below {float(self._rate):g}"
        )

    def _reason_in_the_validation_loss(self):
        epoch, loss = self.history.epochs, self.history.validation_loss[-1]
        if loss < self._lowest[0]:
            self._lowest = (loss, epoch)
        if self._patience is None or epoch - self._lowest[1] < self._patience:
            return None
        too_long = counted(self._patience, "epoch")
        return Ended.PATIENCE, f"the held-out loss has not fallen for {too_long}"


def _with_settings(function):
    """Give a function the settings of ``Training`` in its signature and in its docstring."""
    signature = inspect.signature(function)
    own = [each for each in signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
    settings = inspect.signature(Training).parameters.values()
    own += [each for each in settings if each.kind is each.KEYWORD_ONLY]
    function.__signature__ = signature.replace(parameters=sorted(own, key=lambda each: each.kind))
    if function.__doc__ is not None:  # python -OO leaves docstrings out
        words = Training.__doc__.partition("    learning_rate : ")
        described = (words[1] + words[2]).partition("\n\n    Attributes")[0]
        function.__doc__ = function.__doc__.replace("    **settings", described)
    return function


@_with_settings
def train(network, inputs, targets, *, epochs, on_epoch=None, **settings):
    """Train `network` in place and return what happened.

    The kernel's stop button (or Ctrl+C) ends it after the epoch under way with everything kept,
    and the cell goes on after it. So does a loss that is no longer finite. Both print a line that
    says so. Only where a callback does not come back, press three times within two seconds: that
    raises ``KeyboardInterrupt``, whose ``history`` is what happened.

    Parameters
    ----------
    network : Network
    inputs : array-like, shape (samples, features)
    targets : array-like, shape (samples, outputs)
    epochs : int
        How many times the network sees all of the data, at most.
    on_epoch : callable, optional
        ``on_epoch(epoch, loss)`` after every epoch, and for epoch 0 before the first update.
    **settings

    Returns
    -------
    History

    Raises
    ------
    ValueError
        For arguments that do not fit; the network is then unchanged. What a schedule gives is
        checked when its epoch comes.
    """
    training = Training(network, inputs, targets, **settings)
    epochs = checks.whole_number(epochs, "epochs")
    if on_epoch is not None:
        checks.function(on_epoch, "on_epoch", "of epoch and loss")
    history, button = training.history, training._stop_button
    try:
        with button:
            for _ in _to_the_end(training, epochs, epochs if on_epoch is None else 1):
                if on_epoch is not None:
                    on_epoch(history.epochs, history.loss[-1])
            _say_what_matters(history)
    except KeyboardInterrupt as interrupt:
        if button.insisted:
            interrupt.history = history
            raise
        if history.ended is None:  # else it came in the very end
            training._note_the_end(_by_hand(history))
            _say_what_matters(history)
    return history


@_with_settings
def epoch_by_epoch(network, inputs, targets, *, epochs, **settings):
    """Train like ``train``, but give control back after every epoch.

    Parameters
    ----------
    network, inputs, targets, epochs
        As for ``train``. All is checked at once, before the first epoch.
    **settings

    Yields
    ------
    History
        Always the same one: before the first update, and after every epoch.
    """
    training = Training(network, inputs, targets, **settings)
    return _to_the_end(training, checks.whole_number(epochs, "epochs"), 1)


def _to_the_end(training, epochs, at_a_time):
    """Yield the history before the first update and after every part; note when all are done."""
    history = training.history
    yield history
    if history.ended is not None:
        return
    for _ in training.steps(epochs, at_a_time):
        if history.ended is None and history.epochs == epochs:
            training._note_the_end((Ended.EPOCHS, Ended.EPOCHS.value))
        yield history


def _by_hand(history):
    return Ended.BY_HAND, f"stopped by hand after {counted(history.epochs, 'epoch')}"


def _say_what_matters(history):
    if history.ended is Ended.BY_HAND:
        print(f"Training was {history.stopped_because}; what was learned is kept.")
    if not np.isfinite(history.loss[-1]).any():
        print(f"Training ended early: {history.stopped_because}.")
    if history.remark:
        print(f"Training goes nowhere like this. {history.remark}")


def _checked_rate(learning_rate):
    return np.array(checks.number(learning_rate, "learning_rate", above=0))


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
    if type(validation) not in (tuple, list) or len(validation) != 2:
        raise ValueError("validation must be a pair: (inputs, targets).")
    return validation
