"""A network's copy that trains with Keras beside it, an update an epoch."""

import time

import numpy as np

from nnlib.keras_bridge.copies import to_keras, weights_of
from nnlib.keras_bridge.loading import keras
from nnlib.keras_bridge.precision import EXACT, compute_in
from nnlib.keras_bridge.training import build_optimizer, keras_optimizer


class KerasTraining:
    """A network's copy in training with Keras, an update an epoch, as ``Training`` does it here.

    Keras computes in float64 from then on.

    Parameters
    ----------
    network : Network
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    learning_rate : float
    loss : str
        By Keras's name.
    optimizer : GradientDescent or Adam
        One of nnlib; its settings are taken over.

    Attributes
    ----------
    model : keras.Sequential
    seconds : float
        The time spent training, without the first update of all, which builds the program.
    """

    def __init__(self, network, inputs, targets, *, learning_rate, loss, optimizer):
        compute_in(EXACT)
        self.model = to_keras(network)
        self.model.compile(optimizer=keras_optimizer(optimizer, learning_rate), loss=loss)
        build_optimizer(self.model)
        self._loss = keras.losses.get(loss)
        self._table = np.asarray(inputs, EXACT), np.asarray(targets, EXACT)
        self.model.train_on_batch(*self._table)
        self.restart(network)

    @property
    def learning_rate(self):
        """How far a step goes; it can be set between two runs."""
        return float(self.model.optimizer.learning_rate)

    @learning_rate.setter
    def learning_rate(self, rate):
        self.model.optimizer.learning_rate = rate

    def restart(self, network):
        """Begin again with the weights of `network`; the optimizer forgets, but for its rate."""
        rate = self.learning_rate
        self.model.set_weights([each.copy() for each in weights_of(network)])
        for variable in self.model.optimizer.variables:
            variable.assign(np.zeros(variable.shape, variable.dtype))
        self.learning_rate = rate
        self._before, self._present, self.seconds = [], None, 0.0

    @property
    def epochs(self):
        """How many epochs are done."""
        return len(self._before)

    def losses(self):
        """Return the loss before the first epoch, and after every one, as a list of float."""
        if self._present is None:
            inputs, targets = self._table
            self._present = float(keras.ops.mean(self._loss(targets, self.model(inputs))))
        return [*self._before, self._present]

    def run(self, epochs):
        """Train so many more epochs; Keras gives the loss before each."""
        self._present = None
        started = time.perf_counter()
        for _ in range(epochs):
            self._before.append(float(self.model.train_on_batch(*self._table)))
        self.seconds += time.perf_counter() - started
