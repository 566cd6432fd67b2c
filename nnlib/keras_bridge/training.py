"""Networks and their copies in Keras in training, side by side."""

import itertools

import numpy as np

from nnlib import checks
from nnlib.keras_bridge.copies import largest_difference
from nnlib.keras_bridge.doors import checked_examples, compiled, dividing, not_too_many
from nnlib.keras_bridge.loading import keras
from nnlib.optimizers import Adam, GradientDescent
from nnlib.shown import shown
from nnlib.training import Training


def keras_optimizer(optimizer, learning_rate):
    """Return the optimizer of Keras that makes the same steps.

    Keras takes the settings for float32 where they are Python's numbers and TensorFlow is under
    it, and their powers with them: 0.9 becomes 0.89999998. NumPy's numbers keep their digits.

    Parameters
    ----------
    optimizer : GradientDescent or Adam
    learning_rate : float
    """
    learning_rate = checks.number(learning_rate, "learning_rate", above=0)
    if type(optimizer) is Adam:
        return keras.optimizers.Adam(
            learning_rate,
            beta_1=np.float64(optimizer.beta_1),
            beta_2=np.float64(optimizer.beta_2),
            epsilon=optimizer.epsilon,
        )
    if type(optimizer) is GradientDescent:
        return keras.optimizers.SGD(learning_rate, momentum=np.float64(optimizer.momentum))
    raise ValueError(f"optimizer must be a GradientDescent or an Adam; got {shown(optimizer)}.")


def build_optimizer(model):
    """Make the optimizer's variables now, for if it makes them as it goes, Keras builds twice."""
    if model.built and model.compiled:
        model.optimizer.build(model.trainable_variables)


def train_in_one_go(model, inputs, targets, epochs, *, batch_size=None):
    """Train a compiled model for some epochs with a single epoch of ``fit``.

    Beginning an epoch costs Keras more than a small table: here `epochs` copies of the table
    stand below each other and are gone through once, in order, without a progress bar.

    Parameters
    ----------
    model : keras.Model
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    epochs : int
    batch_size : int, optional
        It must divide the samples; all of them if not given.
    """
    inputs, targets = checked_examples(compiled(model), inputs, targets, model.loss)
    epochs = checks.whole_number(epochs, "epochs")
    not_too_many(epochs, inputs, targets)
    batch_size = dividing(batch_size, len(inputs))
    dtype = keras.config.floatx()
    tables = (np.tile(each, (epochs, 1)).astype(dtype) for each in (inputs, targets))
    build_optimizer(model)
    model.fit(*tables, batch_size=batch_size, shuffle=False, verbose=0)


def differences(
    network,
    model,
    inputs,
    targets,
    *,
    epochs,
    learning_rate,
    loss,
    optimizer="gradient_descent",
    batch_size=None,
):
    """Train a network and its copy in Keras, and return how far their weights come apart.

    Parameters
    ----------
    network : Network
        Trained in place.
    model : keras.Sequential
        Its copy, compiled with what shall be the same settings. Trained in place.
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    epochs : list of int
        After which epochs to compare, in rising order.
    learning_rate, loss, optimizer
        The network's; see ``train``.
    batch_size : int, optional
        Samples an update, in the order of the table; it must divide the samples.

    Returns
    -------
    list of float
        The ``largest_difference`` after each of the `epochs`.

    Raises
    ------
    ValueError
        Where the network cannot be trained so long.
    """
    training = Training(
        network,
        inputs,
        targets,
        learning_rate=learning_rate,
        loss=loss,
        optimizer=optimizer,
        batch_size=batch_size,
    )
    inputs, targets = checked_examples(compiled(model), inputs, targets, model.loss)
    dividing(batch_size, len(inputs))
    epochs = checks.whole_numbers(epochs, "epochs", rising=True)
    not_too_many(epochs[-1], inputs, targets)
    largest_difference(network, model)  # where they are no copies, it says so before they train
    found = []
    for epoch in epochs:
        part = epoch - training.history.epochs
        training.run(part)
        if training.history.epochs < epoch:
            raise ValueError(f"nothing to compare: {training.history.stopped_because}.")
        train_in_one_go(model, inputs, targets, part, batch_size=batch_size)
        found.append(largest_difference(network, model))
    return found


def prepared(inputs, targets):
    """Return a table as an endless stream of batches, each the whole table, ready for ``fit``.

    Parameters
    ----------
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)

    Returns
    -------
    tf.data.Dataset, or a generator where TensorFlow is not installed
        To be used with ``steps_per_epoch``.
    """
    both = checks.examples(inputs, targets)
    batch = tuple(each.astype(keras.config.floatx()) for each in both)
    try:
        import tensorflow
    except ImportError:
        return (batch for _ in itertools.count())
    return tensorflow.data.Dataset.from_tensors(batch).cache().repeat().prefetch(2)
