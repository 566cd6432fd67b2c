"""A network as a model of Keras, and back."""

import gc

import numpy as np

from nnlib import checks
from nnlib.activations import ACTIVATIONS
from nnlib.keras_bridge.doors import checked_model
from nnlib.keras_bridge.loading import keras
from nnlib.keras_bridge.precision import EXACT, READABLE
from nnlib.network import Dense, Network

BELONGS_TO_TRAINING = (
    *("kernel_regularizer", "bias_regularizer", "activity_regularizer"),
    *("kernel_constraint", "bias_constraint"),
)


def to_keras(network):
    """Return a network as a ``keras.Sequential`` with the same weights, not compiled yet.

    Parameters
    ----------
    network : Network
        Without copies.

    Raises
    ------
    ValueError
        For anything else, and where Keras would round the weights.
    """
    checks.instance(network, Network, "network", "a Network")
    if network.copies is not None:
        raise ValueError(
            f"this Network is {network.copies:,} copies, and a Keras model is one network: make it "
            "without copies."
        )
    for dtype in (keras.config.floatx(), keras.config.dtype_policy().name):
        if dtype != EXACT:
            raise ValueError(
                f"Keras computes in {dtype} now and would round these weights: call "
                'keras_bridge.compute_in("float64") first.'
            )
    gc.collect()  # the models that nobody uses any more
    layers = [
        keras.layers.Dense(layer.outputs, activation=layer.activation.name, use_bias=layer.bias)
        for layer in network.layers
    ]
    model = keras.Sequential([keras.Input((network.layers[0].inputs,)), *layers])
    # Copies: JAX may go on using the very memory, which training changes in place.
    model.set_weights([each.copy() for each in weights_of(network)])
    if largest_difference(network, model) > 0:
        raise ValueError(
            "Keras has rounded these weights: import nnlib.keras_bridge before Keras, so that JAX "
            "is told to compute in float64."
        )
    return model


def weights_of(network):
    """Return weights and biases in Keras's order: layer by layer, weights first."""
    both = ((layer.weights, layer.biases) for layer in network.layers)
    return [each for layer in both for each in layer if each is not None]


def from_keras(model):
    """Return a ``keras.Sequential`` of ``Dense`` layers as a network with the same weights.

    Parameters
    ----------
    model : keras.Sequential
        Of float32 or float64; a float64 holds every float32.

    Raises
    ------
    ValueError
        For a model that a Network cannot be, with what is in the way.
    """
    checked_model(model)
    if type(model) is not keras.Sequential:
        raise ValueError(
            f"a keras.Sequential can become a Network, but this model is {_kind(model)}, whose "
            "layers need not stand in one row."
        )
    if len(model.input_shape) != 2:
        raise ValueError(
            f"this model takes inputs of shape {model.input_shape[1:]}, but a Network takes rows "
            "of numbers: flatten them first."
        )
    if len({id(layer) for layer in model.layers}) < len(model.layers):
        raise ValueError(
            "a layer stands in this model more than once, and a Network has weights of its own in "
            "every layer: make a layer for each place."
        )
    return Network([_dense(layer, i) for i, layer in enumerate(model.layers, start=1)])


def _dense(layer, number):
    if type(layer) is not keras.layers.Dense:
        raise ValueError(
            f"layer {number} is {_kind(layer)}, and a Network has Dense layers only: take it out."
        )
    name = getattr(layer.activation, "__name__", repr(layer.activation))
    if name not in ACTIVATIONS or layer.activation is not keras.activations.get(name):
        raise ValueError(
            f"layer {number} has an activation {name!r} of its own, and a Network knows only "
            f"Keras's {', '.join(ACTIVATIONS)}."
        )
    if not layer.trainable or layer.lora_enabled or layer.quantization_mode is not None:
        raise ValueError(
            f"layer {number} is frozen, adapted by LoRA or quantized, and a Dense of nnlib learns "
            "with all of its weights: build it without."
        )
    for dtype in (layer.variable_dtype, layer.compute_dtype):
        if dtype not in READABLE:
            raise ValueError(
                f"layer {number} computes in {dtype}, and a Network in float64: build the model "
                'with dtype="float32" or "float64".'
            )
    for extra in BELONGS_TO_TRAINING:
        if getattr(layer, extra) is not None:
            raise ValueError(
                f"layer {number} has a {extra}, which changes how it learns, and a Dense of "
                "nnlib has none: take it out."
            )
    weights, *biases = (np.asarray(each, dtype=float) for each in layer.get_weights())
    return Dense(
        *weights.shape,
        name,
        bias=layer.use_bias,
        weights=weights,
        biases=biases[0] if biases else None,
    )


def _kind(thing):
    name = type(thing).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def largest_difference(network, model):
    """Return the largest difference between a weight or bias here and the same one in Keras."""
    checks.instance(network, Network, "network", "a Network")
    theirs = [np.asarray(each, dtype=float) for each in checked_model(model).get_weights()]
    ours = weights_of(network)
    if [each.shape for each in ours] != [each.shape for each in theirs]:
        raise ValueError(
            f"the network has weights of the shapes {[each.shape for each in ours]}, the model "
            f"{[each.shape for each in theirs]}: compare a network with its own copy."
        )
    return float(np.max([np.abs(a - b).max() for a, b in zip(ours, theirs, strict=True)]))
