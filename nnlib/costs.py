"""What an update costs, here and in Keras, in milliseconds.

The network is always a hidden layer with ReLU and a sigmoid output, trained by Adam on the mean
squared error. Keras computes in float32, as it does unless told otherwise.

Whatever else a computer does makes a measurement longer, never shorter: so each is the least of
several rounds. And all compute on one thread, for the threads of one library take the processor
away from those of the other.
"""

import functools
import gc
import time

import numpy as np

from nnlib import checks
from nnlib.network import Dense, Network
from nnlib.training import Training

RATE = 0.001
LOSS = "mean_squared_error"
QUIET = {"verbose": 0, "shuffle": False}
AT_ONCE = 50  # updates between two returns to Python
FEWEST_UPDATES, MOST_UPDATES = 20, 250  # in a round
OPERATIONS = 250_000  # about as many weights are visited in a round
ROUNDS = 10
MOST_MEASURED = 10**9  # updates in a round that a caller can ask for


def milliseconds(train_so_many, updates):
    """Return how long an update takes in the quickest of several rounds.

    The first call, which builds the program, is not counted.

    Parameters
    ----------
    train_so_many : callable
        ``train_so_many(updates)`` trains.
    updates : int, 1 to 1,000,000,000
        In each round.
    """
    checks.function(train_so_many, "train_so_many", "of the number of updates")
    updates = checks.whole_number(updates, "updates", maximum=MOST_MEASURED)
    return _milliseconds({"it": (train_so_many, updates)})["it"]


def _milliseconds(ways):
    """Return the same for several ways, which take turns, so that busy seconds are everybody's."""
    from nnlib.keras_bridge import threadpool_limits

    for train_so_many, updates in ways.values():
        train_so_many(updates)
    gc.collect()  # of what building left, and not while the time is taken
    with threadpool_limits(1):
        rounds = [{name: _once(*way) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {name: min(each[name] for each in rounds) for name in ways}


def _once(train_so_many, updates):
    started = time.perf_counter()
    train_so_many(updates)
    return 1000 * (time.perf_counter() - started) / updates


def rounded(measured):
    """Return a measurement with as many digits as come out again: one, or half of one below 2.

    Examples
    --------
    >>> rounded(0.0234), rounded(1486.2)
    (0.02, 1500.0)
    """
    measured = checks.number(measured, "measured", above=0)
    digits, exponent = f"{measured:.16e}".split("e")
    step = 0.5 if float(digits) < 2 else 1
    return float(f"{step * round(float(digits) / step):g}e{exponent}")


def by_way(inputs, targets, hidden):
    """Return the milliseconds of an update over all rows, by nnlib and by four ways of Keras.

    Parameters
    ----------
    inputs, targets : array, shapes (samples, features) and (samples, 1)
    hidden : int
        How many hidden neurons.

    Returns
    -------
    dict of str to float
    """
    from nnlib.keras_bridge import computing_in

    inputs, targets = checks.examples(inputs, targets)
    hidden = checks.whole_number(hidden, "hidden")
    checks.not_too_many(hidden * (inputs.shape[1] + 2), "hidden", "weights and biases")
    with computing_in("float32"):
        return _by_way(inputs, targets, hidden)


def _by_way(inputs, targets, hidden):
    from nnlib import keras_bridge

    table = [_in_float32(inputs, "inputs"), _in_float32(targets, "targets")]
    stream = keras_bridge.prepared(*table)

    def on_table(model, updates):
        model.fit(*table, epochs=updates, **QUIET)

    def on_batch(model, updates):
        for _ in range(updates):
            model.train_on_batch(*table)

    def on_stream(model, updates):
        model.fit(stream, steps_per_epoch=updates, **QUIET)

    ways = {  # with how many updates to measure, and how many between two returns to Python
        "fit, an epoch an update": (on_table, 2, 1),
        "train_on_batch": (on_batch, 20, 1),
        "prepared": (on_stream, 20, 1),
        f"{AT_ONCE} at once": (on_stream, MOST_UPDATES, AT_ONCE),
    }
    measured = {"nnlib": (here(inputs, targets, hidden), MOST_UPDATES)}
    for name, (way, updates, at_once) in ways.items():
        model = keras_network(inputs.shape[1], hidden, steps_per_execution=at_once)
        measured[name] = (functools.partial(way, model), updates)
    return _milliseconds(measured)


def _in_float32(values, name):
    with np.errstate(over="ignore"):
        return checks.computed(values.astype(np.float32), name)


def by_size(sizes):
    """Return the milliseconds of an update, by nnlib and by the quickest way of Keras.

    Parameters
    ----------
    sizes : sequence of int
        So many rows, inputs and hidden neurons alike.

    Returns
    -------
    dict of str to list of float
        ``"nnlib"`` and ``"Keras"``: a number for each size.
    """
    from nnlib.keras_bridge import computing_in

    sizes = checks.whole_numbers(sizes, "sizes")
    checks.not_too_many(max(sizes) ** 2, "sizes", "numbers in one table")
    with computing_in("float32"):
        found = [_of_size(size) for size in sizes]
    return {name: [each[name] for each in found] for name in ("nnlib", "Keras")}


def _of_size(size):
    from nnlib import keras_bridge

    rng = np.random.default_rng(1)
    inputs, targets = rng.normal(size=(size, size)), rng.integers(0, 2, (size, 1)).astype(float)
    updates = int(np.clip(OPERATIONS // size**2, FEWEST_UPDATES, MOST_UPDATES))
    whole = AT_ONCE * max(1, updates // AT_ONCE)
    stream = keras_bridge.prepared(inputs, targets)
    model = keras_network(size, size, steps_per_execution=AT_ONCE)
    return _milliseconds(
        {
            "nnlib": (here(inputs, targets, size), updates),
            "Keras": (lambda n: model.fit(stream, steps_per_epoch=n, **QUIET), whole),
        }
    )


def here(inputs, targets, hidden):
    """Return a function that trains a network of nnlib so many updates."""
    network = Network([Dense(inputs.shape[1], hidden, "relu"), Dense(hidden, 1, "sigmoid")], rng=1)

    def train_so_many(updates):
        how = {"learning_rate": RATE, "loss": LOSS, "optimizer": "adam"}
        Training(network, inputs, targets, **how).run(updates)

    return train_so_many


def keras_network(inputs, hidden, **how):
    """Return the same network in Keras, compiled."""
    from nnlib.keras_bridge import build_optimizer, keras

    layers = [keras.layers.Dense(hidden, "relu"), keras.layers.Dense(1, "sigmoid")]
    model = keras.Sequential([keras.Input((inputs,)), *layers])
    model.compile(loss=LOSS, optimizer=keras.optimizers.Adam(RATE), **how)
    build_optimizer(model)
    return model
