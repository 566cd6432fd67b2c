"""The moments of one step of training: what is computed in which order, and in which words.

All numbers come from ``nnlib.microscope``; nothing here draws.
"""

from functools import partial
from typing import NamedTuple

from nnlib.activations import ACTIVATIONS
from nnlib.explorers.matrices import Matrix
from nnlib.losses import LOSSES
from nnlib.pictures.step import figures

STAGES = ("forward", "error", "back", "update")
PER_ROW = ("inputs", "sums", "outputs", "d_outputs", "slopes", "deltas", "targets", "errors")


SIGNS = (
    "Mind the signs. What goes back from here is the derivative of the loss: how much the loss "
    "grows when a number grows. Its sign is turned round against the error's, so the update will "
    "subtract. Lesson 1 took error = target - output and added: the weights move the same way."
)


class Moment(NamedTuple):
    """What one press of Next computes, and how it is told.

    Attributes
    ----------
    stage : str
    title : str
    sentence : str
    formulas : list of (symbols, code)
    equations : list of list of Matrix or str
        Matrices with the signs between them; the last one is the result.
    made : tuple of (layer, name)
        What is computed now.
    note : str
    """

    stage: str
    title: str
    sentence: str
    formulas: list
    equations: list
    made: tuple
    note: str = ""


def moments(step):
    """Return all moments of a step, in the order in which training computes.

    Parameters
    ----------
    step : TrainingStep

    Returns
    -------
    list of Moment
        The first one stands before all computing.
    """
    layers = range(len(step.layers))
    told = [_start(step)]
    for index in layers:
        told += [_sums(step, index), _outputs(step, index)]
    told.append(_loss(step))
    for index in reversed(layers):
        told.append(_d_outputs(step, index))
        if step.layers[index].slopes is not None:
            told.append(_slopes(step, index))
        told += [_deltas(step, index), _gradient(step, index)]
    return [*told, _update(step)]


def matrix(step, index, name, transposed=False):
    """Return a matrix of a step by its name; errors and targets are those of the whole step."""
    of_step = name in ("targets", "errors")
    values = getattr(step if of_step else step.layers[index], name)
    samples = 0 if name in PER_ROW else None
    full_name = name if of_step else f"layers[{index}].{name}"
    if transposed:
        return Matrix(f"{full_name}.T", values.T, None if samples is None else 1)
    return Matrix(full_name, values, samples)


def _start(step):
    made = [(0, "inputs")]
    for index, layer in enumerate(step.layers):
        made += [(index, "weights")] + ([] if layer.biases is None else [(index, "biases")])
    biases = " and biases" if any(name == "biases" for _, name in made) else ""
    return Moment(
        "start",
        "before the step",
        f"Known are the inputs, the weights{biases}; nothing is computed yet. Which output do you "
        "expect? Guess, then press Next.",
        [],
        [],
        tuple(made),
    )


def _sums(step, index):
    get = partial(matrix, step, index)
    bias = step.layers[index].biases is not None
    source = f"the outputs of layer {index}" if index else "the inputs"
    equation = [get("inputs"), "@", get("weights"), *(["+", get("biases")] if bias else [])]
    return Moment(
        "forward",
        f"the sums of layer {index + 1}",
        f"Every neuron of layer {index + 1} multiplies {source} by its weights and adds up"
        f"{', and its bias on top' if bias else ''}.",
        [(f"s = Σ x · w{' + b' if bias else ''}",
          f"sums = inputs @ weights{' + biases' if bias else ''}")],
        [[*equation, "=", get("sums")]],
        ((index, "sums"),),
    )  # fmt: skip


def _outputs(step, index):
    get = partial(matrix, step, index)
    name = step.layers[index].activation
    return Moment(
        "forward",
        f"the outputs of layer {index + 1}",
        f"Each sum of layer {index + 1} goes through the activation, {name}.",
        [(f"o = {ACTIVATIONS[name].written.formula}", f"outputs = {name}(sums)")],
        [[f"{name} of", get("sums"), "=", get("outputs")]],
        ((index, "outputs"),),
    )


def _loss(step):
    last = len(step.layers) - 1
    get = partial(matrix, step, last)
    words = LOSSES[step.loss_name].written
    return Moment(
        "error",
        "the errors and the loss",
        f"How wrong are the outputs? Each has an error; all together give the loss, "
        f"{step.loss_name}: {figures(step.loss)}.",
        [("error = t - o", "errors = targets - outputs"),
         (f"L = {words.formula}", f"loss = {words.code}")],
        [[get("targets"), "-", get("outputs"), "=", get("errors")]],
        ((last, "targets"), (last, "errors")),
        SIGNS,
    )  # fmt: skip


def _d_outputs(step, index):
    get = partial(matrix, step, index)
    title, made = f"the d_outputs of layer {index + 1}", ((index, "d_outputs"),)
    if index == len(step.layers) - 1:
        words = LOSSES[step.loss_name].written
        return Moment(
            "back",
            title,
            "How much does the loss grow when an output grows? d_outputs is its derivative, "
            f"{words.gradient_in_words}.",
            [(f"∂L/∂o = {words.gradient}", f"d_outputs = {words.gradient_code}")],
            [["from", get("outputs"), "and", get("targets"), "=", get("d_outputs")]],
            made,
        )
    after = partial(matrix, step, index + 1)
    return Moment(
        "back",
        title,
        f"Layer {index + 2} hands its deltas back through its weights: an output of layer "
        f"{index + 1} counts as much as the weights that carry it on.",
        [("∂L/∂o = Σ δ · w", f"d_outputs = layers[{index + 1}].deltas @ "
          f"layers[{index + 1}].weights.T")],
        [[after("deltas"), "@", after("weights", True), "=", get("d_outputs")]],
        made,
    )  # fmt: skip


def _slopes(step, index):
    get = partial(matrix, step, index)
    activation = ACTIVATIONS[step.layers[index].activation].written
    return Moment(
        "back",
        f"the slopes of layer {index + 1}",
        f"How much does an output of layer {index + 1} change when its sum changes? That is the "
        "slope of the activation, known from the output alone.",
        [(f"slope = {activation.slope}", f"slopes = {activation.slope_code}")],
        [["from", get("outputs"), "=", get("slopes")]],
        ((index, "slopes"),),
    )


def _deltas(step, index):
    get = partial(matrix, step, index)
    words = LOSSES[step.loss_name].written
    sentence = "How much does the loss grow when a sum grows? That is its delta: "
    if index == len(step.layers) - 1 and words.delta:
        sentence += (
            f"with this loss and {step.layers[index].activation} the slope cancels, and output "
            "minus target is left, so training takes this short way."
        )
        formula = (f"δ = {words.delta}", f"deltas = {words.delta_code}")
        equation = ["from", get("outputs"), "and", get("targets")]
    elif step.layers[index].slopes is None:
        sentence += (
            "in softmax every sum moves all outputs of its row, so there is no slope for each, "
            "and the whole row counts."
        )
        formula = (
            "δ = o · (∂L/∂o - Σ ∂L/∂o · o)",
            "deltas = outputs * (d_outputs - (d_outputs * outputs).sum(axis=1, keepdims=True))",
        )
        equation = ["from", get("outputs"), "and", get("d_outputs")]
    else:
        sentence += "d_output times slope."
        formula = ("δ = ∂L/∂o · slope", "deltas = d_outputs * slopes")
        equation = [get("d_outputs"), "*", get("slopes")]
    return Moment(
        "back",
        f"the deltas of layer {index + 1}",
        sentence,
        [formula],
        [[*equation, "=", get("deltas")]],
        ((index, "deltas"),),
    )


def _gradient(step, index):
    get = partial(matrix, step, index)
    formulas = [("∂L/∂w = Σ x · δ", "d_weights = inputs.T @ deltas")]
    equations = [[get("inputs", True), "@", get("deltas"), "=", get("d_weights")]]
    made = [(index, "d_weights")]
    biases = ""
    if step.layers[index].biases is not None:
        biases = " A bias has no input: its deltas are added up as they are."
        formulas.append(("∂L/∂b = Σ δ", "d_biases = deltas.sum(axis=0)"))
        equations.append(["sum over the rows of", get("deltas"), "=", get("d_biases")])
        made.append((index, "d_biases"))
    return Moment(
        "back",
        f"the gradient of layer {index + 1}",
        f"For each weight: its input times the delta at its end, added up over all rows.{biases}",
        formulas,
        equations,
        tuple(made),
        "The picture shows one row, but these numbers belong to all rows together.",
    )


def _update(step):
    rate = f"- {step.learning_rate:g} ·"
    equations, made = [], []
    for index, layer in enumerate(step.layers):
        get = partial(matrix, step, index)
        for name in ["weights"] + ([] if layer.biases is None else ["biases"]):
            equations.append([get(name), rate, get(f"d_{name}"), "=", get(f"new_{name}")])
            made.append((index, f"new_{name}"))
    formulas = [("new w = w - learning rate · ∂L/∂w",
                 "new_weights = weights - learning_rate * d_weights")]  # fmt: skip
    if len(made) > len(step.layers):
        formulas.append(("new b = b - learning rate · ∂L/∂b",
                         "new_biases = biases - learning_rate * d_biases"))  # fmt: skip
    return Moment(
        "update",
        "the new weights",
        f"All weights move at the same time, against their gradient. {_before_and_after(step)}",
        formulas,
        equations,
        tuple(made),
    )


def _before_and_after(step):
    words = f"The loss was {figures(step.loss)} and is now {figures(step.new_loss)}: "
    if step.new_loss < step.loss:
        return f"{words}it fell."
    if step.new_loss == step.loss:
        return f"{words}it stayed."
    return f"{words}it did not fall, so this step was too long. A smaller learning rate helps."
