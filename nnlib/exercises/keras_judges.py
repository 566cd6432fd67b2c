"""Judges of what is built with Keras: a model, and a callback that ends a training.

Keras is loaded when they are asked, not before. Without it they say so.
"""

import operator
from functools import cache
from itertools import product

import numpy as np

from nnlib.exercises import sandbox
from nnlib.exercises.advice import Advice, what_stopped
from nnlib.exercises.engine import Verdict, right, wrong
from nnlib.exercises.functions import result_of
from nnlib.keras_here import load_bridge

NEEDS_KERAS = "This exercise needs Keras, which is not installed here."


_OUR_DENSE = (
    "That is the Dense of nnlib, which counts its inputs. Keras has its own: keras.layers.Dense, "
    "and it wants the number of neurons alone."
)
_NO_SETTING = (
    "Keras has no setting of that name: {words}. A question mark behind a name, as in "
    "keras.layers.Dense? in a cell of its own, lists its settings."
)
_ONE_LIST = "Put all layers into one list, in square brackets: keras.Sequential([first, second])."
_KERAS_ADVICE = [
    Advice(
        NameError,
        "is not defined",
        "Python does not know a name here: {words}. What is Keras's own begins with keras, as "
        "keras.Sequential, keras.Input, keras.layers.Dense, keras.callbacks.EarlyStopping.",
    ),
    Advice(
        AttributeError,
        "module 'keras",
        "Python says: {words}. Layers stand in keras.layers, callbacks in keras.callbacks; "
        "Sequential and Input in keras itself.",
    ),
    Advice(TypeError, "Dense.__init__() got an unexpected", _OUR_DENSE),
    Advice(TypeError, "argument: 'outputs'", _OUR_DENSE),
    Advice(TypeError, "argument: 'activation'", _OUR_DENSE),
    Advice(ValueError, "nnlib.layers", _OUR_DENSE),
    *(
        Advice(
            ValueError,
            f"activation function identifier: {number}",
            "Keras takes the second value for the activation. It does not want the number of "
            'inputs: keras.layers.Dense(4, activation="tanh").',
        )
        for number in (2, 3, 4)
    ),
    Advice(
        ValueError,
        "activation function identifier",
        'Keras does not know this activation: {words}. Write "tanh" and "sigmoid", in quotes.',
    ),
    Advice(ValueError, "{'bias':", "Keras's word for it is use_bias: use_bias=False."),
    Advice(ValueError, "Unrecognized keyword", _NO_SETTING),
    Advice(TypeError, "unexpected keyword", _NO_SETTING),
    Advice(
        ValueError,
        "to a shape",
        "keras.Input takes a shape, as Python writes a row of one: keras.Input((3,)).",
    ),
    Advice(ValueError, "`trainable`", _ONE_LIST),
    Advice(ValueError, "`name` must be a string", _ONE_LIST),
    Advice(
        ValueError,
        "Ellipsis",
        "There are still three dots (...) among your layers: finish the list first.",
    ),
    Advice(
        ValueError,
        "for `units`",
        "The first value of Dense is the number of neurons, the second the activation.",
    ),
]

_LAYERS = [(4, "tanh", True), (2, "sigmoid", False)]  # neurons, activation, bias


def judge_model(attempt):
    """Judge a function that gives the ``keras.Sequential`` of `_LAYERS`, with 3 inputs."""
    bridge, _ = load_bridge()
    if bridge is None:
        return Verdict(None, NEEDS_KERAS)
    if issubclass(type(attempt), bridge.keras.Model):
        return wrong("You passed the model. Pass the function, without brackets.")
    with sandbox.as_before():
        _warm_up(bridge.keras)
    model, problem = result_of(attempt, advice=_KERAS_ADVICE)
    if problem:
        return problem
    said, failure = sandbox.call(_wrong_model, (bridge.keras, model))
    if failure:
        said = what_stopped(failure, attempt, _KERAS_ADVICE).replace("function", "model")
    if said:
        return wrong(said)
    return right(
        "The same 24 parameters in the same places. You said once how many inputs come in; of "
        "every other layer Keras knows it from the layer before.",
    )


@cache
def _warm_up(keras):
    """Build and ask a first model: that alone may take Keras more than a second."""
    keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])(np.ones((1, 1)))


def _wrong_model(keras, model):
    """Say what is wrong with a model, which may be of a learner's own class."""
    said = _wrong_kind(keras, model)
    if said:
        return said
    layers, said = _read_layers(keras, model)
    return said or _wrong_size(layers) or _wrong_input(model) or _wrong_setting(layers)


def _wrong_kind(keras, model):
    if isinstance(model, keras.Sequential) or _is_functional(keras, model):
        return ""
    said = f"{_kind(model)}, and a keras.Sequential is asked for"
    if isinstance(model, list | tuple):
        return f"{said}: put keras.Sequential(...) around it."
    if model is keras.Sequential:
        return "Your function returns the class itself: keras.Sequential([...]) makes a model."
    if type(model).__module__.startswith("nnlib."):
        return f"{said}: the network in Keras's words, not in those of nnlib."
    return f"{said}."


def _is_functional(keras, model):
    """Say whether it is a model made of an input and an output, as a ``Sequential`` is inside."""
    return isinstance(model, keras.Model) and hasattr(model, "inputs") and model.built


def _kind(thing):
    return f"What your function returns is of type {type(thing).__name__}"


def _read_layers(keras, model):
    """Return (neurons, activation, bias) of each layer, and what is said if one is no Dense."""
    layers, before = [], None
    for layer in model.layers:
        if isinstance(layer, keras.layers.InputLayer):
            before = layer.output
            continue
        activation = getattr(layer, "activation", None)
        name = getattr(activation, "__name__", type(activation).__name__)
        if isinstance(layer, keras.layers.Dense):
            layers.append((layer.units, name, layer.use_bias))
        elif isinstance(layer, keras.layers.Activation) and layers and layers[-1][1] == "linear":
            layers[-1] = (layers[-1][0], name, layers[-1][2])
        else:
            return layers, (
                f"There is a {type(layer).__name__} in your model, which the network does not "
                "have: two Dense layers are enough."
            )
        if before is not None:
            if layer.input is not before:
                return layers, "Your layers are no chain: each takes what the one before gives."
            before = layer.output
    return layers, ""


def _wrong_size(layers):
    units = [each[0] for each in layers]
    if units[:2] == [3, 4]:
        return (
            "Your first layer has 3 neurons, but 3 is the number of inputs. In Keras a Dense says "
            "how many neurons it has, and keras.Input((3,)) says what comes in."
        )
    if len(units) != len(_LAYERS):
        return (
            f"Dense layers in your model: {len(units)}. The network has 2, one with 4 neurons and "
            "then one with 2; the inputs are no layer of neurons."
        )
    for number, (found, (wanted, *_)) in enumerate(zip(units, _LAYERS, strict=True), start=1):
        if found != wanted:
            return (
                f"Layer {number} has {found} neurons, and {wanted} are asked for. The first number "
                "of nnlib's Dense is what comes in, the second is the neurons."
            )
    return ""


def _wrong_input(model):
    if not model.built:
        return (
            "Your model does not know yet how many numbers come in, so it has no weights. Begin "
            "the list with keras.Input((3,)): a sample is a row of 3, and the weights are made."
        )
    if isinstance(model.input_shape, list) or isinstance(model.output_shape, list):
        return "Your model has several inputs or outputs, and the network has one of each."
    if len(model.input_shape) != 2:
        return (
            f"Your model takes samples of shape {model.input_shape[1:]}. keras.Input wants the "
            "shape of one sample, which is a row of three numbers: (3,)."
        )
    if model.input_shape[1] != 3:
        return (
            f"Your model takes {model.input_shape[1]} inputs. Dense(3, 4, ...) takes 3: "
            "keras.Input((3,))."
        )
    return ""


def _wrong_setting(layers):
    for number, (found, wanted) in enumerate(zip(layers, _LAYERS, strict=True), start=1):
        if found[1] == "linear":
            return (
                f"Layer {number} has no activation. If you leave it out, Keras takes linear, which "
                f'gives the weighted sum as it is: activation="{wanted[1]}".'
            )
        if found[1] != wanted[1]:
            return f"Layer {number} has the activation {found[1]}, and {wanted[1]} is asked for."
    if layers[1][2]:
        return (
            "Layer 2 has biases: Keras gives them to a Dense unless you say otherwise. "
            "Write use_bias=False."
        )
    if not layers[0][2]:
        return "Layer 1 has lost its biases. use_bias=False belongs to layer 2 alone."
    return ""


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
        callback, problem = result_of(attempt, advice=_KERAS_ADVICE)
        if problem:
            return problem
        said, failure = sandbox.call(_no_callback, (bridge.keras, callback))
        if not said and not failure:
            with sandbox.as_before():
                model = _model_for_callbacks(bridge.keras)
            end, failure = sandbox.call(_drive, (model, callback, losses))
        if failure:
            said = what_stopped(failure, attempt, _KERAS_ADVICE).replace("function", "callback")
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
            f"{len(_BUMP)} epochs before did not stop it.",
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
            f"{_kind(callback)}, and fit cannot call that. Return one of keras.callbacks: "
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
