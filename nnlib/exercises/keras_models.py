"""The judge of a model of Keras, which is loaded when it is asked, and not before."""

from functools import cache

import numpy as np

from nnlib.exercises import sandbox
from nnlib.exercises.advice import Stop, what_stopped
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
KERAS_ADVICE = {
    Stop(NameError, "is not defined"): "Python does not know a name here: {words}. What is "
    "Keras's own begins with keras, as keras.Sequential, keras.Input, keras.layers.Dense, "
    "keras.callbacks.EarlyStopping.",
    Stop(AttributeError, "module 'keras"): "Python says: {words}. Layers stand in keras.layers, "
    "callbacks in keras.callbacks; Sequential and Input in keras itself.",
    Stop(TypeError, "Dense.__init__() got an unexpected"): _OUR_DENSE,
    Stop(TypeError, "argument: 'outputs'"): _OUR_DENSE,
    Stop(TypeError, "argument: 'activation'"): _OUR_DENSE,
    Stop(ValueError, "nnlib.layers"): _OUR_DENSE,
    **{
        Stop(ValueError, f"activation function identifier: {number}"): "Keras takes the second "
        "value for the activation. It does not want the number of inputs: keras.layers.Dense(4, "
        'activation="tanh").'
        for number in (2, 3, 4)
    },
    Stop(ValueError, "activation function identifier"): "Keras does not know this activation: "
    '{words}. Write "tanh" and "sigmoid", in quotes.',
    Stop(ValueError, "{'bias':"): "Keras's word for it is use_bias: use_bias=False.",
    Stop(ValueError, "Unrecognized keyword"): _NO_SETTING,
    Stop(TypeError, "unexpected keyword"): _NO_SETTING,
    Stop(ValueError, "to a shape"): "keras.Input takes a shape, as Python writes a row of one: "
    "keras.Input((3,)).",
    Stop(ValueError, "`trainable`"): _ONE_LIST,
    Stop(ValueError, "`name` must be a string"): _ONE_LIST,
    Stop(ValueError, "Ellipsis"): "There are still three dots (...) among your layers: finish the "
    "list first.",
    Stop(ValueError, "for `units`"): "The first value of Dense is the number of neurons, the "
    "second the activation.",
}

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
    model, problem = result_of(attempt, advice=KERAS_ADVICE)
    if problem:
        return problem
    said, failure = sandbox.call(_wrong_model, (bridge.keras, model))
    if failure:
        said = what_stopped(failure, attempt, KERAS_ADVICE).replace("function", "model")
    if said:
        return wrong(said)
    return right(
        "The same 24 parameters in the same places. You said once how many inputs come in; of "
        "every other layer Keras knows it from the layer before."
    )


@cache
def _warm_up(keras):
    """Build and ask a first model: that alone may take Keras more than a second."""
    keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])(np.ones((1, 1)))


def _wrong_model(keras, model):
    """Say what is wrong with a model, which may be of a learner's own class."""
    said = _wrongkind_of(keras, model)
    if said:
        return said
    layers, said = _read_layers(keras, model)
    return said or _wrong_size(layers) or _wrong_input(model) or _wrong_setting(layers)


def _wrongkind_of(keras, model):
    if isinstance(model, keras.Sequential) or _is_functional(keras, model):
        return ""
    said = f"{kind_of(model)}, and a keras.Sequential is asked for"
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


def kind_of(thing):
    """Say of what type something is that a function has returned."""
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
