import copy
import inspect
import itertools
import re
import signal
import threading
import time

import numpy as np
import pytest
from sklearn.linear_model import Lasso, Ridge
from sklearn.neural_network import MLPRegressor

from nnlib import datasets
from nnlib.backpropagation import Backpropagation
from nnlib.network import Dense, Network
from nnlib.optimizers import Adam, GradientDescent
from nnlib.training import Ended, EvenlySpaced, Training, epoch_by_epoch, middle, train

RNG = np.random.default_rng(0)
INPUTS = RNG.normal(size=(20, 3))
TARGETS = RNG.normal(size=(20, 1))


def neuron():
    layer = Dense(3, 1, "sigmoid", bias=False, initializer="uniform")
    return Network([layer], rng=np.random.RandomState(1))


def small(**options):
    return Network([Dense(3, 4, "tanh"), Dense(4, 1, "linear")], rng=1, **options)


def tutorials_neuron(table, epochs):
    network = neuron()
    settings = {"epochs": epochs, "learning_rate": 1.0, "loss": "half_sum_of_squares"}
    train(network, table.inputs, table.targets, **settings)
    return network


def test_first_tutorial_to_every_printed_digit():
    network = tutorials_neuron(datasets.first_input(), 15_000)
    assert f"{network.predict([[1, 0, 0]]).item():.7f}" == "0.9999584"
    printed = [f"{weight:.8f}" for weight in network.parameters]
    assert printed == ["10.08740896", "-0.20695366", "-4.83757835"]


def test_second_tutorial_prints_the_outputs_before_the_last_update():
    table = datasets.eleven_lines()
    outputs = tutorials_neuron(table, 10_000 - 1).predict(table.inputs)
    printed = [f"{output:.8f}" for output in outputs[:, 0]]
    assert printed == ["0.00966449", "0.00786506", "0.99358898", "0.99211957"]


def test_the_same_steps_as_scikit_learn():
    network = Network([Dense(3, 4, "sigmoid"), Dense(4, 1, "linear")], rng=1)
    other = MLPRegressor(
        hidden_layer_sizes=(4,),
        activation="logistic",
        solver="sgd",
        learning_rate_init=0.1,
        momentum=0.0,
        alpha=0.0,
        batch_size=20,
        shuffle=False,
    )
    other.partial_fit(INPUTS, TARGETS[:, 0])
    for ours, coefs, intercepts in zip(
        network.layers, other.coefs_, other.intercepts_, strict=True
    ):
        ours.weights, ours.biases = coefs, intercepts
    for _ in range(200):
        other.partial_fit(INPUTS, TARGETS[:, 0])
    # scikit-learn halves the mean of the squares, and so the gradient
    train(network, INPUTS, TARGETS, epochs=200, learning_rate=0.05)
    np.testing.assert_allclose(network.predict(INPUTS)[:, 0], other.predict(INPUTS), rtol=1e-10)


def test_history_begins_before_the_first_update():
    network = small()
    first, _ = network.gradients(INPUTS, TARGETS, "mean_squared_error")
    history = train(network, INPUTS, TARGETS, epochs=3, learning_rate=0.1)
    last, _ = network.gradients(INPUTS, TARGETS, "mean_squared_error")
    assert (history.epochs, len(history.loss)) == (3, 4)
    assert history.loss[0] == first
    assert history.loss[-1] == last
    assert history.seconds > 0
    assert history.stopped_because == "all epochs are done"
    assert history.ended is Ended.EPOCHS
    assert repr(history) == f"History: 3 epochs, loss {last:.4g}, all epochs are done"


def test_one_epoch_is_one_step_against_the_gradient():
    network = small()
    start = network.parameters.copy()
    _, gradients = network.gradients(INPUTS, TARGETS, "mean_squared_error")
    flat = np.concatenate([part.ravel() for pair in gradients for part in pair])
    train(network, INPUTS, TARGETS, epochs=1, learning_rate=0.25)
    np.testing.assert_allclose(network.parameters, start - 0.25 * flat, rtol=1e-14)


def test_a_learning_rate_schedule_gives_every_epoch_its_rate():
    scheduled, by_hand = small(), small()
    history = train(scheduled, INPUTS, TARGETS, epochs=4, learning_rate=lambda epoch: 0.8 / epoch)
    losses = []
    for rate in (0.8, 0.4, 0.8 / 3, 0.2):
        losses += train(by_hand, INPUTS, TARGETS, epochs=1, learning_rate=rate).loss[1:]
    assert history.loss[1:] == losses
    np.testing.assert_array_equal(scheduled.parameters, by_hand.parameters)


def test_a_learning_rate_schedule_is_checked_as_it_goes():
    with pytest.raises(ValueError, match="learning_rate"):
        train(small(), INPUTS, TARGETS, epochs=3, learning_rate=lambda epoch: 2 - epoch)


@pytest.mark.parametrize("optimizer", [GradientDescent, Adam, lambda: GradientDescent(0.9)])
@pytest.mark.parametrize("batch_size", [None, 6])
def test_copies_train_as_if_alone(optimizer, batch_size):
    many = small(copies=5)
    starts = many.parameters.copy()
    settings = {"epochs": 30, "learning_rate": 0.05, "batch_size": batch_size}
    history = train(many, INPUTS, TARGETS, optimizer=optimizer(), **settings)
    assert np.shape(history.loss) == (31, 5)
    for index, start in enumerate(starts):
        one = small()
        one.parameters[...] = start
        alone = train(one, INPUTS, TARGETS, optimizer=optimizer(), **settings)
        np.testing.assert_allclose(many.parameters[index], one.parameters, rtol=1e-9)
        np.testing.assert_allclose(np.array(history.loss)[:, index], alone.loss, rtol=1e-9)


def test_batches_are_steps_over_their_rows():
    by_batches, by_hand = small(), small()
    train(by_batches, INPUTS, TARGETS, epochs=2, learning_rate=0.1, batch_size=8)
    for _ in range(2):
        for rows in (slice(0, 8), slice(8, 16), slice(16, 20)):
            train(by_hand, INPUTS[rows], TARGETS[rows], epochs=1, learning_rate=0.1)
    np.testing.assert_allclose(by_batches.parameters, by_hand.parameters, rtol=1e-13)


def test_shuffled_batches_repeat_with_the_seed():
    first, second, other = small(), small(), small()
    for network, seed in ((first, 1), (second, 1), (other, 2)):
        settings = {"epochs": 5, "learning_rate": 0.1, "batch_size": 8, "rng": seed}
        train(network, INPUTS, TARGETS, **settings)
    np.testing.assert_array_equal(first.parameters, second.parameters)
    assert not np.array_equal(first.parameters, other.parameters)


def test_epoch_by_epoch_is_the_same_training():
    stepped, trained = small(), small()
    settings = {"epochs": 40, "learning_rate": 0.1, "optimizer": "adam"}
    seen = [
        (h.epochs, h.stopped_because) for h in epoch_by_epoch(stepped, INPUTS, TARGETS, **settings)
    ]
    train(trained, INPUTS, TARGETS, **settings)
    assert seen == [
        *((epoch, "still training") for epoch in range(40)),
        (40, "all epochs are done"),
    ]
    np.testing.assert_array_equal(stepped.parameters, trained.parameters)


@pytest.mark.parametrize("parts", [[40], [1, 2, 37], [1] * 40])
def test_training_in_parts_is_the_same_training(parts):
    stepped, trained = small(), small()
    settings = {"learning_rate": 0.1, "optimizer": "adam", "batch_size": 8, "rng": 1}
    training = Training(stepped, INPUTS, TARGETS, **settings)
    for epochs in parts:
        training.run(epochs)
        assert training.history.stopped_because == "still training"
    history = train(trained, INPUTS, TARGETS, epochs=40, **settings)
    assert training.history.loss == history.loss
    np.testing.assert_array_equal(stepped.parameters, trained.parameters)


@pytest.mark.parametrize("options", [{}, {"copies": 3}])
@pytest.mark.parametrize("batch_size", [None, 6])
def test_outputs_are_those_of_the_last_epoch(options, batch_size):
    network = small(**options)
    training = Training(network, INPUTS, TARGETS, learning_rate=0.1, batch_size=batch_size)
    for epochs in (1, 2):
        before = training.outputs.copy()
        training.run(epochs)
        assert not np.array_equal(training.outputs, before)
        np.testing.assert_array_equal(training.outputs, network.predict(INPUTS))


def test_what_changes_between_two_parts():
    training = Training(small(), INPUTS, TARGETS, learning_rate=0.1, stop_at_loss=1e9)
    assert training.history.stopped_because == "the loss has reached 1e+09"
    training.run(5)
    assert training.history.epochs == 0
    training.stop_at_loss = None
    training.run(5)
    training.learning_rate = 0.3
    training.run(5)
    assert (training.learning_rate, training.stop_at_loss) == (0.3, None)
    expected = train(small(), INPUTS, TARGETS, epochs=10, learning_rate=lambda e: [0.1, 0.3][e > 5])
    assert training.history.loss == expected.loss


def test_an_epoch_that_takes_the_weights_beyond_measure_is_undone():
    network = Network([Dense(1, 4, "relu"), Dense(4, 1, "linear")], rng=1)
    training = Training(
        network, [[1.0], [2.0]], [[1.0], [-1.0]], learning_rate=10.0, largest_weight=1e9
    )
    training.run(1000)
    assert "lower the learning rate" in training.history.stopped_because
    assert training.ended is Ended.TOO_LARGE
    assert training.history.epochs < 20
    assert np.isfinite(training.history.loss).all()
    assert np.abs(network.parameters).max() < 1e9
    loss, _ = network.gradients([[1.0], [2.0]], [[1.0], [-1.0]], "mean_squared_error")
    assert training.history.loss[-1] == loss
    np.testing.assert_array_equal(training.outputs, network.predict([[1.0], [2.0]]))
    assert training.history.checkpoints[-1][0] == training.history.epochs


@pytest.mark.parametrize("options", [{}, {"copies": 3}, {"batch_size": 4}])
def test_weights_that_were_set_between_two_runs_are_trained_on_from(options):
    copies = {"copies": options.pop("copies", None)}
    settings = {"learning_rate": 0.1, "validation": (INPUTS[:5], TARGETS[:5]), **options}
    training = Training(small(**copies), INPUTS, TARGETS, **settings)
    training.run(50)
    _, first = training.history.checkpoints[0]
    training.network.parameters = first
    training.run(3)
    history, fresh = training.history, train(small(**copies), INPUTS, TARGETS, epochs=3, **settings)
    np.testing.assert_array_equal(history.loss[50:], fresh.loss)
    np.testing.assert_array_equal(history.validation_loss[50:], fresh.validation_loss)
    kept = dict(history.checkpoints)
    assert len(kept) == len(history.checkpoints)
    np.testing.assert_array_equal(kept[50], first)


def test_a_loss_that_was_reached_by_other_weights_ends_nothing():
    training = Training(small(), INPUTS, TARGETS, learning_rate=0.1)
    training.run(50)
    training.stop_at_loss = training.history.loss[-1]
    training.network.parameters = training.history.checkpoints[0][1]
    training.run(20)
    assert training.history.epochs == 70


def test_weights_that_a_callback_clips_are_those_that_learn():
    clipped = []
    for batch_size in (None, len(INPUTS)):
        network = small()
        train(network, INPUTS, TARGETS, epochs=20, learning_rate=0.5, batch_size=batch_size,
              on_epoch=lambda *_, all=network.parameters: np.clip(all, -0.3, 0.3, all))  # fmt: skip
        clipped.append(network.parameters)
    np.testing.assert_array_equal(*clipped)


def test_on_epoch_hears_of_every_epoch():
    heard = []
    history = train(
        small(),
        INPUTS,
        TARGETS,
        epochs=5,
        learning_rate=0.1,
        on_epoch=lambda epoch, loss: heard.append((epoch, loss)),
    )
    assert heard == list(enumerate(history.loss))


def test_stops_at_a_loss():
    table, network = datasets.first_input(), neuron()
    settings = {"learning_rate": 1.0, "loss": "half_sum_of_squares", "stop_at_loss": 0.01}
    history = train(network, table.inputs, table.targets, epochs=15_000, **settings)
    assert history.loss[-1] <= 0.01 < history.loss[-2]
    assert history.stopped_because == "the loss has reached 0.01"


def test_copies_stop_when_the_last_has_reached_the_loss():
    table = datasets.first_input()
    many = Network([Dense(3, 1, "sigmoid")], rng=1, copies=20)
    settings = {"learning_rate": 1.0, "loss": "half_sum_of_squares", "stop_at_loss": 0.05}
    history = train(many, table.inputs, table.targets, epochs=15_000, **settings)
    assert history.loss[-1].max() <= 0.05 < history.loss[-2].max()


def test_patience_ends_training_when_the_held_out_loss_stops_falling():
    network = small()
    validation = (INPUTS[:5], -TARGETS[:5])  # learning the one is unlearning the other
    history = train(
        network,
        INPUTS,
        TARGETS,
        epochs=1000,
        learning_rate=0.05,
        validation=validation,
        patience=7,
    )
    lowest = int(np.argmin(history.validation_loss))
    assert history.epochs == lowest + 7
    assert len(history.validation_loss) == len(history.loss)
    last, _ = network.gradients(*validation, "mean_squared_error")
    assert history.validation_loss[-1] == last
    assert history.validation_loss[lowest] < history.validation_loss[0]
    assert history.stopped_because == "the held-out loss has not fallen for 7 epochs"
    assert history.ended is Ended.PATIENCE


@pytest.mark.parametrize("options", [{}, {"copies": 3}])
def test_a_loss_that_is_not_finite_ends_it_with_advice(options, capsys):
    settings = {"epochs": 10_000, "learning_rate": 50.0}
    history = train(small(**options), INPUTS, TARGETS, **settings)
    assert history.epochs < 10_000
    assert not np.isfinite(history.loss[-1]).any()
    assert np.isfinite(history.loss[0]).all()
    assert "a learning rate below 50" in history.stopped_because
    assert history.ended is Ended.NOT_FINITE
    assert "learning rate below 50" in capsys.readouterr().out


def test_one_copy_that_diverges_leaves_the_others_training():
    many = Network([Dense(1, 1, "linear", bias=False)], copies=2)
    many.parameters[...] = [[1.0], [1e300]]
    history = train(many, [[1.0]], [[0.0]], epochs=20, learning_rate=0.1)
    assert history.epochs == 20
    assert np.isfinite(history.loss[-1]).tolist() == [True, False]


def test_one_copy_that_diverges_is_left_out_of_the_loss_that_is_shown():
    many = Network([Dense(1, 1, "linear", bias=False)], copies=3)
    many.parameters[...] = [[1.0], [1e300], [3.0]]
    history = train(many, [[1.0]], [[0.0]], epochs=1, learning_rate=1e-9)
    assert repr(history).startswith("History: 1 epoch, loss 5,")
    assert middle(np.array([np.nan, np.inf])) != middle(np.array([np.nan, 2.0])) == 2.0


def test_an_optimizer_that_cannot_be_copied_is_no_problem():
    class Locked(GradientDescent):
        lock = None

    optimizer = Locked()
    optimizer.lock = threading.Lock()
    ours = train(small(), INPUTS, TARGETS, epochs=5, learning_rate=0.1, optimizer=optimizer)
    assert ours.loss == train(small(), INPUTS, TARGETS, epochs=5, learning_rate=0.1).loss


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_costs_can_be_changed_between_two_runs(name):
    training = Training(small(), INPUTS, TARGETS, learning_rate=0.1)
    for wrong in ("a", -5, np.nan):
        with pytest.raises(ValueError, match=name):
            setattr(training, name, wrong)
    setattr(training, name, 0.01)
    training.run(5)
    theirs = train(small(), INPUTS, TARGETS, epochs=5, learning_rate=0.1, **{name: 0.01})
    assert training.history.loss == theirs.loss


def test_training_does_not_silence_the_callers_numpy():
    before = np.geterr()
    Training(small(), INPUTS, TARGETS, learning_rate=0.1).run(1)
    assert np.geterr() == before


def test_an_interrupt_keeps_weights_and_history(capsys):
    network = small()

    def press_stop(epoch, loss):
        if epoch == 25:
            signal.raise_signal(signal.SIGINT)

    history = train(network, INPUTS, TARGETS, epochs=1000, learning_rate=0.1, on_epoch=press_stop)
    loss, _ = network.gradients(INPUTS, TARGETS, "mean_squared_error")
    assert history.epochs == 25
    assert history.loss[-1] == loss
    assert history.stopped_because == "stopped by hand after 25 epochs"
    assert history.ended is Ended.BY_HAND
    assert "what was learned is kept" in capsys.readouterr().out
    epoch, parameters = history.checkpoints[-1]
    assert epoch == 25
    np.testing.assert_array_equal(parameters, network.parameters)


def test_steps_train_in_parts_until_all_is_done_or_there_is_a_reason():
    training = Training(small(), INPUTS, TARGETS, learning_rate=0.1)
    assert [history.epochs for history in training.steps(10, at_a_time=3)] == [3, 6, 9, 10]
    assert training.ended is None
    training.stop_at_loss = training.history.loss[-1] * 0.9
    *_, history = training.steps(1000, at_a_time=7)
    assert history.loss[-1] <= training.stop_at_loss < history.loss[-2]
    assert training.ended is Ended.LOSS
    assert list(training.steps(5)) == []
    assert list(training.steps(0)) == []


class PressedAt:
    """An optimizer during whose n-th update the stop button is pressed, so many times."""

    def __init__(self, optimizer, update, times=1):
        self.optimizer, self.left, self.times = optimizer, update, times

    def update(self, parameters, gradient, learning_rate):
        self.left -= 1
        for _ in range(self.times if self.left == 0 else 0):
            signal.raise_signal(signal.SIGINT)
        self.optimizer.update(parameters, gradient, learning_rate)


class PressedSoon:
    """An optimizer after whose first update the stop button is pressed, some seconds later."""

    def __init__(self, optimizer, seconds):
        self.optimizer, self.seconds = optimizer, seconds

    def update(self, parameters, gradient, learning_rate):
        self.optimizer.update(parameters, gradient, learning_rate)
        if self.seconds:
            threading.Timer(self.seconds, signal.raise_signal, [signal.SIGINT]).start()
            self.seconds = None


OPTIMIZERS = {"descent": GradientDescent, "momentum": lambda: GradientDescent(0.9), "adam": Adam}
WAYS = {
    "batches": {"batch_size": 3},
    "batches drawn": {"batch_size": 3, "rng": 5},
    "all at once": {},
    "costs of weights": {"l1": 0.001, "l2": 0.01},
    "a schedule": {"learning_rate": lambda epoch: 0.1 / epoch},
}


def same_after_a_stop(stopped, optimizer, way, stop):
    """Train in two parts, with a stop in the first one, and compare with a run without it.

    `stop` presses the stop button in that part: it gets the optimizer, and returns one.
    """
    settings = {"learning_rate": 0.1} | {k: v for k, v in way.items() if k != "rng"}
    rngs = [np.random.default_rng(way["rng"]) if "rng" in way else None for _ in range(2)]
    whole = copy.deepcopy(stopped)
    optimizers = copy.deepcopy(optimizer), optimizer
    first = Training(
        stopped, INPUTS, TARGETS, optimizer=stop(optimizers[1]), rng=rngs[1], **settings
    )
    with pytest.raises(KeyboardInterrupt):
        first.run(10**9)
    done = first.history.epochs
    first.run(20)
    reference = Training(whole, INPUTS, TARGETS, optimizer=optimizers[0], rng=rngs[0], **settings)
    reference.run(done + 20)
    np.testing.assert_array_equal(stopped.parameters, whole.parameters)
    np.testing.assert_array_equal(first.history.loss[-1], reference.history.loss[-1])
    assert len(first.history.loss) == done + 21
    return done


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("update", [1, 2, 11])
def test_going_on_after_a_stop_equals_a_run_without_it(update, times, optimizer, way):
    listens = signal.getsignal(signal.SIGINT)
    same_after_a_stop(small(), optimizer(), way, lambda each: PressedAt(each, update, times))
    assert signal.getsignal(signal.SIGINT) == listens


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
@pytest.mark.parametrize("copies", [None, 3])
def test_so_it_does_at_any_moment(copies, optimizer, way):
    moments = np.random.default_rng(1).uniform(0.0005, 0.02, 50)
    epochs = set()
    for moment in moments:
        network = small(copies=copies)
        pressed = same_after_a_stop(
            network, optimizer(), way, lambda each, moment=moment: PressedSoon(each, moment)
        )
        epochs.add(pressed)
    assert len(epochs) > 10


def test_a_second_signal_neither_leaves_train_nor_loses_the_history(capsys):
    network, told = small(), []

    def twice(epoch, loss):
        told.append(epoch)
        if epoch == 3:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    history = train(network, INPUTS, TARGETS, epochs=100, learning_rate=0.1, on_epoch=twice)
    assert history.ended is Ended.BY_HAND
    assert told == [0, 1, 2, 3]
    assert history.epochs == 3
    assert "stopped by hand after 3 epochs; what was learned is kept" in capsys.readouterr().out


def test_a_third_signal_ends_a_callback_that_does_not_come_back():
    network = small()

    def hangs(epoch, loss):
        if epoch == 3:
            while True:
                signal.raise_signal(signal.SIGINT)

    listens = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt) as interrupt:
        train(network, INPUTS, TARGETS, epochs=100, learning_rate=0.1, on_epoch=hangs)
    assert signal.getsignal(signal.SIGINT) == listens
    assert interrupt.value.history.epochs == 3
    whole = small()
    train(whole, INPUTS, TARGETS, epochs=3, learning_rate=0.1)
    np.testing.assert_array_equal(network.parameters, whole.parameters)


def test_three_signals_in_a_long_while_do_not_insist(monkeypatch):
    now = itertools.count(step=1.1)
    monkeypatch.setattr(time, "monotonic", lambda: next(now))

    def three_times(epoch, loss):
        for _ in range(3 if epoch == 3 else 0):
            signal.raise_signal(signal.SIGINT)

    history = train(small(), INPUTS, TARGETS, epochs=9, learning_rate=0.1, on_epoch=three_times)
    assert history.ended is Ended.BY_HAND


def test_in_a_thread_a_flag_stops_and_signals_stay_as_they_are():
    training = Training(small(), INPUTS, TARGETS, learning_rate=0.1)
    listens = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=training.run, args=[10**9])
    thread.start()
    deadline = time.monotonic() + 20
    while not training.history.epochs and time.monotonic() < deadline:
        thread.join(timeout=0.001)
    assert signal.getsignal(signal.SIGINT) == listens
    training.stop()
    thread.join(timeout=20)
    assert training.ended is Ended.BY_HAND
    done = training.history.epochs
    training.run(5)
    assert (training.ended, training.history.epochs) == (None, done + 5)


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.SIG_DFL])
def test_where_python_does_not_listen_nothing_changes(handler):
    before = signal.signal(signal.SIGINT, handler)
    try:
        train(small(), INPUTS, TARGETS, epochs=5, learning_rate=0.1)
        assert signal.getsignal(signal.SIGINT) == handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_costs_of_weights_are_taken_by_train_as_by_training():
    cost = {"l1": 0.01, "l2": 0.02}
    networks = small(), small(), small()
    train(networks[0], INPUTS, TARGETS, epochs=50, learning_rate=0.1, **cost)
    for _ in epoch_by_epoch(networks[1], INPUTS, TARGETS, epochs=50, learning_rate=0.1, **cost):
        pass
    train(networks[2], INPUTS, TARGETS, epochs=50, learning_rate=0.1)
    np.testing.assert_array_equal(networks[0].parameters, networks[1].parameters)
    assert not np.allclose(networks[0].parameters, networks[2].parameters)


@pytest.mark.parametrize("function", [train, epoch_by_epoch])
def test_help_shows_every_setting_with_its_default_and_its_meaning(function):
    shown = inspect.signature(function).parameters
    settings = inspect.signature(Training).parameters
    assert set(shown) >= set(settings) - {"network", "inputs", "targets"}
    for name in set(settings) - {"network", "inputs", "targets"}:
        assert shown[name] == settings[name]
        assert re.search(rf"^    (\w+, )*{name}(, \w+)* : ", function.__doc__, flags=re.M)


class InterruptedAt:
    """A gradient descent during whose n-th update the stop button is pressed."""

    def __init__(self, update):
        self.left = update
        self.optimizer = GradientDescent()

    def update(self, parameters, gradient, learning_rate):
        self.optimizer.update(parameters, gradient, learning_rate)
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


def test_an_interrupt_before_the_first_epoch_is_passed_on(monkeypatch):
    def stopped(self):
        raise KeyboardInterrupt

    network = small()
    before = network.parameters.copy()
    monkeypatch.setattr(Backpropagation, "forward", stopped)
    with pytest.raises(KeyboardInterrupt):
        train(network, INPUTS, TARGETS, epochs=5, learning_rate=0.1)
    np.testing.assert_array_equal(network.parameters, before)


def test_an_interrupt_while_the_held_out_loss_is_taken_undoes_the_epoch(monkeypatch):
    whole, network = small(), small()
    passes = []
    forward = Backpropagation.forward

    def stopped_at_last(self):
        passes.append(len(self.inputs))
        if passes.count(5) == 11:  # the validation of epoch 10
            raise KeyboardInterrupt
        return forward(self)

    settings = {"learning_rate": 0.1, "validation": (INPUTS[:5], TARGETS[:5])}
    monkeypatch.setattr(Backpropagation, "forward", stopped_at_last)
    history = train(network, INPUTS, TARGETS, epochs=1000, **settings)
    monkeypatch.undo()
    expected = train(whole, INPUTS, TARGETS, epochs=9, **settings)
    np.testing.assert_array_equal(network.parameters, whole.parameters)
    assert history.loss == expected.loss
    assert history.validation_loss == expected.validation_loss


def test_a_checkpoint_holds_the_weights_of_its_epoch_whatever_comes_after():
    network = small()
    training = Training(network, INPUTS, TARGETS, learning_rate=0.1)
    training.run(301)
    expected = network.parameters.copy()
    network.parameters[...] = 0
    epoch, parameters = training.history.checkpoints[-1]
    assert epoch == 301
    np.testing.assert_array_equal(parameters, expected)


def test_many_large_copies_keep_few_checkpoints():
    many = Network([Dense(100, 100, "linear")], rng=1, copies=50)
    few = np.eye(100)[:4]
    history = train(many, few, few, epochs=60, learning_rate=0.01)
    assert 2 <= len(history.checkpoints) <= 3  # of 4 MB each
    assert history.checkpoints[-1][0] == 60


def test_seconds_leave_out_what_the_caller_does():
    history = train(
        small(),
        INPUTS,
        TARGETS,
        epochs=3,
        learning_rate=0.1,
        on_epoch=lambda epoch, loss: time.sleep(0.2),
    )
    assert 0 < history.seconds < 0.2


def test_a_loss_that_is_not_finite_from_the_start_is_not_blamed_on_the_rate(capsys):
    history = train(small(), INPUTS, TARGETS * 1e200, epochs=10, learning_rate=0.01)
    assert history.epochs == 0
    assert "before the first update" in history.stopped_because
    assert "too large" in capsys.readouterr().out


def test_strict_numpy_settings_of_the_caller_do_not_matter():
    with np.errstate(all="raise"):
        history = train(small(), INPUTS, TARGETS, epochs=500, learning_rate=50.0)
    assert not np.isfinite(history.loss[-1])


def test_one_optimizer_for_two_networks_mixes_nothing_up():
    for optimizer in (Adam(), GradientDescent(0.9)):
        first, second = small(), small()
        for network in (first, second):
            settings = {"epochs": 10, "learning_rate": 0.01, "optimizer": optimizer}
            train(network, INPUTS, TARGETS, **settings)
        np.testing.assert_array_equal(first.parameters, second.parameters)


@pytest.mark.parametrize("batch_size", [None, 7])
def test_an_interrupt_in_the_middle_of_an_epoch_undoes_what_was_begun(batch_size):
    whole, interrupted = small(), small()
    settings = {"learning_rate": 0.1, "batch_size": batch_size}
    updates = 10 if batch_size is None else 3 * 10 - 1
    history = train(
        interrupted, INPUTS, TARGETS, epochs=1000, optimizer=InterruptedAt(updates), **settings
    )
    loss, _ = interrupted.gradients(INPUTS, TARGETS, "mean_squared_error")
    assert history.epochs == 9
    assert len(history.loss) == 10
    train(whole, INPUTS, TARGETS, epochs=9, **settings)
    np.testing.assert_array_equal(interrupted.parameters, whole.parameters)
    assert history.loss[-1] == loss


def test_checkpoints_are_evenly_spaced_and_bring_a_network_back():
    network = small()
    history = train(network, INPUTS, TARGETS, epochs=1001, learning_rate=0.1)
    epochs = [epoch for epoch, _ in history.checkpoints]
    assert epochs[0] == 0
    assert epochs[-1] == 1001
    assert 120 <= len(epochs) <= 241
    assert len(set(np.diff(epochs[:-1]))) == 1
    for epoch, parameters in history.checkpoints[::20]:
        network.parameters[...] = parameters
        loss, _ = network.gradients(INPUTS, TARGETS, "mean_squared_error")
        assert loss == history.loss[epoch]


def test_adam_object_keeps_its_memory_between_calls():
    twice, once = small(), small()
    optimizer = Adam()
    for _ in range(2):
        train(twice, INPUTS, TARGETS, epochs=10, learning_rate=0.01, optimizer=optimizer)
    train(once, INPUTS, TARGETS, epochs=20, learning_rate=0.01, optimizer="adam")
    np.testing.assert_allclose(twice.parameters, once.parameters, rtol=1e-12)


@pytest.mark.parametrize("count", [1, 2, 239, 240, 241, 479, 480, 481, 12_345])
def test_evenly_spaced_keeps_between_half_and_all_of_its_limit(count):
    kept = EvenlySpaced(240)
    for index in range(count):
        kept.add(index, str(index))
    indices = [index for index, _ in kept.items]
    assert indices == list(range(0, count, kept.stride))
    assert min(count, 120) <= len(indices) <= 240
    assert all(item == str(index) for index, item in kept.items)


@pytest.mark.parametrize("batch_size", [None, 20])
def test_l2_gives_the_ridge_regression(batch_size):
    network = Network([Dense(3, 1, "linear")], rng=1)
    settings = {"learning_rate": 0.1, "batch_size": batch_size, "l2": 0.3}
    Training(network, INPUTS, TARGETS, **settings).run(2000)
    ridge = Ridge(alpha=0.3 * len(INPUTS)).fit(INPUTS, TARGETS)
    np.testing.assert_allclose(network.layers[0].weights[:, 0], ridge.coef_.ravel(), atol=1e-9)
    np.testing.assert_allclose(network.layers[0].biases, ridge.intercept_, atol=1e-9)


def test_l1_gives_the_lasso():
    network = Network([Dense(3, 1, "linear")], rng=1)
    targets = INPUTS @ [[1.0], [0.02], [-0.5]] + 3
    training = Training(network, INPUTS, targets, learning_rate=0.1, l1=0.2)
    training.run(500)
    training.learning_rate = 0.0005  # its slope jumps at 0, so it never stands still there
    training.run(5000)
    lasso = Lasso(alpha=0.1).fit(INPUTS, targets)
    assert lasso.coef_[1] == 0
    np.testing.assert_allclose(network.layers[0].weights[:, 0], lasso.coef_, atol=1e-3)
    np.testing.assert_allclose(network.layers[0].biases, lasso.intercept_, atol=2e-3)


def test_the_history_has_the_loss_without_what_the_weights_cost():
    network = small()
    training = Training(network, INPUTS, TARGETS, learning_rate=0.1, l1=0.1, l2=0.1)
    training.run(5)
    loss, _ = network.gradients(INPUTS, TARGETS, "mean_squared_error")
    assert training.history.loss[-1] == pytest.approx(loss, rel=1e-14)


def test_patience_can_be_asked_for_later():
    held_out = (INPUTS[:5], TARGETS[:5] + 5)  # what is learned makes it worse
    training = Training(small(), INPUTS[5:], TARGETS[5:], learning_rate=0.1, validation=held_out)
    training.run(100)
    assert training.history.stopped_because == "still training"
    lowest = int(np.argmin(training.history.validation_loss))
    training.patience = 150
    training.run(1000)
    assert training.history.stopped_because == "the held-out loss has not fallen for 150 epochs"
    assert training.history.epochs == lowest + 150
    with pytest.raises(ValueError, match="patience must be a whole number"):
        training.patience = 0


def test_parts_grow_while_they_take_less_than_half_of_their_time():
    gate = datasets.xor()
    for seconds, expected in ((0.0, list(range(1, 11))), (1e9, [1, 3, 7, 10])):
        network = Network([Dense(2, 2, "tanh"), Dense(2, 1, "sigmoid")], rng=1)
        training = Training(network, gate.inputs, gate.targets, learning_rate=0.5)
        seen = [history.epochs for history in training.steps(10, seconds=seconds)]
        assert seen == expected
        whole = Network([Dense(2, 2, "tanh"), Dense(2, 1, "sigmoid")], rng=1)
        train(whole, gate.inputs, gate.targets, epochs=10, learning_rate=0.5)
        np.testing.assert_array_equal(network.parameters, whole.parameters)
