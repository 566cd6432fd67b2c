"""The judge of a callback that ends a training: it is told made-up losses, and nothing trains."""

import operator
from itertools import product

import numpy as np

from nnlib.exercises import sandbox
from nnlib.exercises.advice import what_stopped
from nnlib.exercises.engine import Verdict, right, wrong
from nnlib.exercises.functions import result_of
from nnlib.exercises.keras_models import KERAS_ADVICE, NEEDS_KERAS, kind_of
from nnlib.keras_here import load_bridge

_LONGEST = 30  # epochs after the lowest val_loss in the first training
_BUMP = [0.62, 0.65, 0.63, 0.61]
_TRAININGS = [  # made up: what a callback is told after each epoch
    {
        "loss": [0.9 * 0.95**epoch for epoch in range(9 + _LONGEST)],
        "val_loss": [0.9, 0.7, 0.6, *_BUMP, 0.5, 0.4, *(0.41 + 0.01 * i for i in range(_LONGEST))],
    },
    {
        "loss": [0.9, 0.7, *[0.6] * 18],
        "val_loss": [0.9, 0.92, *(0.8 - 0.01 * epoch for epoch in range(18))],
    },
    {"loss": [0.9 * 0.95**epoch for epoch in range(14)], "val_loss": [0.9, *[0.8] * 13]},
]
_NEVER = 10 * _LONGEST
_PATIENCE = 5


def _no_low(new, low):
    return False


_WANTED = ("val_loss", operator.lt, _PATIENCE, True)
_VARIANTS = sorted(
    product(
        ("val_loss", "loss"),
        (operator.lt, operator.gt, operator.le, _no_low),
        (_PATIENCE, *range(1, _LONGEST + 1), _NEVER),
        (True, False),
    ),
    key=lambda each: sum(a != b for a, b in zip(each, _WANTED, strict=True)),
)


def _end(losses, watched, better, patience, restores):
    """Return after how many epochs a training ends, and those whose weights it has then.

    If it is not ended before its last epoch, ``None`` stands for the latter: Keras's versions
    differ in what they do then.
    """
    values, best = losses[watched], 0
    for epoch, value in enumerate(values):
        if epoch == 0 or better(value, values[best]):
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1, (best if restores else epoch) + 1
    return len(values), None


def _drive(model, callback, losses):
    """Return what ``_end`` does, for a callback: the weights are the number of the epoch."""
    callback.set_model(model)
    epochs = len(losses["loss"])
    callback.set_params({"epochs": epochs, "steps": 1, "verbose": 0})
    callback.on_train_begin({})
    for epoch in range(epochs):
        callback.on_epoch_begin(epoch, {})
        callback.on_train_batch_begin(0, {})
        model.set_weights([np.full((1, 1), epoch + 1.0)])
        callback.on_train_batch_end(0, {"loss": losses["loss"][epoch]})
        logs = {name: values[epoch] for name, values in losses.items()}
        callback.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    callback.on_train_end(logs)
    kept = np.asarray(model.get_weights()[0]).item() if model.stop_training else None
    return epoch + 1, kept


def judge_callback(attempt):
    """Judge a function that gives a callback: it is told of `_TRAININGS`, and nothing is trained.

    Those that end as with a known mistake are told of it.
    """
    bridge, _ = load_bridge()
    if bridge is None:
        return Verdict(None, NEEDS_KERAS)
    found = []
    for losses in _TRAININGS:
        callback, problem = result_of(attempt, advice=KERAS_ADVICE)
        if problem:
            return problem
        said, failure = sandbox.call(_no_callback, (bridge.keras, callback))
        if not said and not failure:
            with sandbox.as_before():
                model = _model_for_callbacks(bridge.keras)
            end, failure = sandbox.call(_drive, (model, callback, losses))
        if failure:
            said = what_stopped(failure, attempt, KERAS_ADVICE).replace("function", "callback")
        if said:
            return wrong(said)
        found.append(end)
    return _judge_ends(found)


def _model_for_callbacks(keras):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile("sgd", "mean_squared_error")
    model.stop_training = False
    return model


def _judge_ends(found):
    wanted = [_end(losses, *_WANTED) for losses in _TRAININGS]
    if found == wanted:
        return right(
            f"In a made-up training it ended after epoch {found[0][0]} and brought back the "
            f"weights of epoch {found[0][1]:g}, where val_loss was lowest. A bump of "
            f"{len(_BUMP)} epochs before did not stop it."
        )
    for variant in _VARIANTS:
        if found == [_end(losses, *variant) for losses in _TRAININGS]:
            return wrong(_callback_mistakes(found[0], wanted[0], *variant))
    return wrong(_first_wrong_end(found, wanted))


def _no_callback(keras, callback):
    """Say what is wrong with what is no callback, or watches what is not there."""
    if isinstance(callback, type) and issubclass(callback, keras.callbacks.Callback):
        return (
            f"You returned {callback.__name__}, the class. Brackets make a callback of it: "
            f"{callback.__name__}(...)."
        )
    if isinstance(callback, list | tuple):
        return "One callback is asked for: return it without a list around it."
    if not isinstance(callback, keras.callbacks.Callback):
        return (
            f"{kind_of(callback)}, and fit cannot call that. Return one of keras.callbacks: "
            "EarlyStopping(...)."
        )
    if isinstance(callback, keras.callbacks.ModelCheckpoint):
        return (
            "ModelCheckpoint saves the model in a file, and the training goes on. EarlyStopping "
            "ends it, and can bring the best weights back."
        )
    watched = getattr(callback, "monitor", "val_loss")
    if watched not in list(_TRAININGS[0]):
        return (
            f"It watches {watched!r}, for the first value says what to watch, and here only loss "
            'and val_loss are reported. Write monitor="val_loss", and each other setting by its '
            "name too."
        )
    return ""


def _callback_mistakes(found, wanted, watched, better, patience, restores):
    said = []
    if watched == "loss":
        said.append(
            "It watches loss, that of the training data, which may go on falling while the "
            "network learns its data by heart. Watch the held-out data: val_loss."
        )
    if better is operator.gt:
        said.append(
            "It takes the highest for the best. The lower a loss, the better: leave mode out, or "
            'write mode="min".'
        )
    if better is operator.le:
        said.append("It takes an equal val_loss for a new low. Only a lower one is one.")
    if better is _no_low:
        said.append(
            "No new low counts for it, as if min_delta were large: in Keras's brackets the second "
            "value is min_delta. Write patience=5 by name."
        )
    elif patience != _PATIENCE:
        said.append(_wrong_patience(patience))
        if watched == "val_loss" and better is operator.lt:
            said.append(
                f"In a made-up training it ended after epoch {found[0]}, and should after epoch "
                f"{wanted[0]}: 5 epochs after the lowest, at epoch {wanted[1]}."
            )
    if not restores:
        said.append(
            "At the end it leaves the last weights, which are not the best. Bring those back: "
            "restore_best_weights=True."
        )
    return " ".join(said)


def _wrong_patience(patience):
    if patience == 1:
        return (
            "It stops at the first epoch without a new low. A val_loss goes up and down a little: "
            "give it 5 epochs, patience=5."
        )
    if patience == _NEVER:
        return (
            f"It does not end the training, though for {_LONGEST} epochs there is no new low. "
            "Give it patience=5; in a callback of your own set self.model.stop_training = True."
        )
    return f"It waits for {patience} epochs without a new low, and 5 are asked for: patience=5."


def _first_wrong_end(found, wanted):
    (epochs, kept), (right, best) = next(
        pair for pair in zip(found, wanted, strict=True) if pair[0] != pair[1]
    )
    if epochs == right:
        said = f"It ended in time, but with the weights of epoch {kept:g}; the best: epoch {best}."
    else:
        said = f"A made-up training ended after epoch {epochs}, and should after epoch {right}."
    return (
        f"{said} In EarlyStopping leave out min_delta, baseline and start_from_epoch, which change "
        "what counts as a low; in a callback of your own, count the epochs since the lowest "
        "val_loss."
    )
