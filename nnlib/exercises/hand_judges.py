"""Judges of what is worked out by hand: the weights of an XOR network, and the shapes of arrays."""

import numpy as np

from nnlib.activations import SIGMOID
from nnlib.datasets import xor
from nnlib.exercises.engine import right, wrong
from nnlib.exercises.letters import and_more
from nnlib.exercises.plain import as_array, as_number, not_a_number
from nnlib.metrics import is_within
from nnlib.shown import sentence

_sigmoid = SIGMOID.function

_PLACES = ["0 0", "0 1", "1 0", "1 1"]
# What a neuron is that says these four for the four places.
_GATES = {
    (0, 1, 1, 1): "OR",
    (0, 0, 0, 1): "AND",
    (1, 1, 1, 0): "AND turned round",
    (1, 0, 0, 0): "OR turned round",
    (0, 0, 1, 1): "a copy of input 1",
    (0, 1, 0, 1): "a copy of input 2",
    (1, 1, 0, 0): "input 1 turned round",
    (1, 0, 1, 0): "input 2 turned round",
    (0, 0, 1, 0): "input 1 and not input 2",
    (0, 1, 0, 0): "input 2 and not input 1",
    (1, 0, 1, 1): "input 1 or not input 2",
    (1, 1, 0, 1): "input 2 or not input 1",
    (0, 0, 0, 0): "always 0",
    (1, 1, 1, 1): "always 1",
}
_XOR_PARTS = [
    ("hidden weights", (2, 2), "two rows of two, [[a, b], [c, d]]"),
    ("hidden biases", (2,), "two numbers, [a, b]"),
    ("output weights", (2,), "two numbers, [a, b]"),
    ("output bias", (), "one number"),
]
_SHAPES = {
    "hidden_weights": (3, 5),
    "hidden": (8, 5),
    "output_weights": (5, 1),
    "outputs": (8, 1),
}
_SHAPE_RULES = {
    "hidden_weights": "A row for each input, a column for each hidden neuron.",
    "hidden": "A row for each sample, a column for each hidden neuron.",
    "output_weights": "A row for each hidden neuron, a column for the one output neuron.",
    "outputs": "A row for each sample, a column for the one output neuron.",
}
# What is behind a wrong shape, before the rule.
_SHAPE_MISTAKES = {
    "hidden_weights": {
        (5, 3): "stands on its side: (8, 3) @ (5, 3) does not fit.",
        (8, 3): "is the shape of the inputs.",
        (8, 5): "has a row for each sample, but all samples share the same weights.",
        (8, 8): "has a row for each sample, but all samples share the same weights.",
        (3, 1): "would be a single neuron.",
        (3, 8): "has a column for each sample, but all samples share the same weights.",
        (5, 1): "is fed by five numbers, and there are three inputs.",
    },
    "hidden": {
        (5,): "is what one sample gives, and here are all 8 at once.",
        (1, 5): "is what one sample gives, and here are all 8 at once.",
        (8,): "has one number for each sample, but there are 5 hidden neurons.",
        (5, 8): "stands on its side: (8, 3) @ (3, 5) gives (8, 5).",
        (3, 5): "is the shape of the weights. In (8, 3) @ (3, 5) the two 3s in the middle go.",
        (8, 3): "is the shape of the inputs.",
        (8, 1): "would be the outputs of a single neuron.",
    },
    "output_weights": {
        (1, 5): "stands on its side: (8, 5) @ (1, 5) does not fit.",
        (5,): "is a plain row, and the outputs would come out as a plain row too.",
        (3, 1): "is fed by three numbers, but the output neuron does not see the inputs. It sees "
        "the 5 hidden neurons.",
        (8, 1): "has a row for each sample, but all samples share the same weights.",
        (8, 5): "is the shape of hidden.",
        (5, 5): "has a column for each hidden neuron, and there is one output neuron.",
    },
    "outputs": {
        (1,): "is what one sample gives, and here are all 8 at once.",
        (1, 1): "is what one sample gives, and here are all 8 at once.",
        (8,): "is a plain row, and (8, 5) @ (5, 1) gives a table.",
        (1, 8): "stands on its side: (8, 5) @ (5, 1) gives (8, 1).",
        (8, 5): "is the shape of hidden.",
        (5, 1): "is the shape of the weights. In (8, 5) @ (5, 1) the two 5s in the middle go.",
        (8, 3): "is the shape of the inputs.",
    },
}


def judge_xor(answer):
    """Say whether four things make a network that is XOR; if not, what to do next."""
    if not isinstance(answer, tuple | list) or len(answer) != len(_XOR_PARTS):
        return wrong(
            "Four things are expected: hidden weights, hidden biases, output weights, output bias."
        )
    parts = []
    for part, (name, shape, form) in zip(answer, _XOR_PARTS, strict=True):
        array = _numbers_of(part, shape)
        if array is None:
            return wrong(f"The {name} must be {form}.{_odd_one(part)}")
        parts.append(array)
    hidden_sums, sums = _two_layers(*parts)
    outputs = _sigmoid(sums)
    said = f"For {', '.join(_PLACES)} the outputs are {', '.join(f'{o:.2f}' for o in outputs)}. "
    if not _is_xor(sums):
        return wrong(said + _xor_advice(parts, hidden_sums, sums))
    said += _described(hidden_sums)
    if not is_within(outputs[:, np.newaxis], xor().targets).all():
        said += (
            " All four are on the right side, though not all are sure of it: make the three "
            "numbers of the output neuron ten times as large, and look again."
        )
    return right(said)


def _numbers_of(part, shape):
    """Return `part` in that shape, or ``None``; a single row or column may stand for a list."""
    array = as_array(part)
    if array is None:
        return None
    fits = array.shape == shape if len(shape) == 2 else array.size == np.prod(shape, dtype=int)
    return array.astype(float).reshape(shape) if fits and np.isfinite(array).all() else None


def _odd_one(part):
    """Return what is wrong with the first entry that is no number, else ``""``."""
    if isinstance(part, list | tuple):
        return next(filter(None, map(_odd_one, part)), "")
    return "" if as_number(part) is not None else f" {not_a_number(part)}"


def _two_layers(hidden_weights, hidden_biases, output_weights, output_bias):
    """Return the sums of the hidden neurons, shape (4, 2), and of the output neuron, (4,)."""
    hidden_sums = xor().inputs @ hidden_weights + hidden_biases
    return hidden_sums, _sigmoid(hidden_sums) @ output_weights + output_bias


def _is_xor(sums):
    return not np.isclose(sums, 0).any() and np.array_equal(sums > 0, xor().targets[:, 0])


def _described(hidden_sums):
    """Say what the two hidden neurons do."""
    said = ", ".join(
        f"hidden neuron {number} says {', '.join(map(str, answers))} ({_GATES[tuple(answers)]})"
        for number, answers in enumerate((hidden_sums > 0).astype(int).T.tolist(), start=1)
    )
    return sentence(said)


def _xor_advice(parts, hidden_sums, sums):
    """Return what to do next: first about the hidden neurons, then about the output neuron."""
    hidden_weights, _, output_weights, output_bias = parts
    if _is_xor(_two_layers(hidden_weights.T, *parts[1:])[1]):
        return (
            "Rows and columns of the hidden weights are mixed up: a row belongs to an input, a "
            "column to a hidden neuron. The other way round, your network works."
        )
    if (output_weights == 0).any():
        number = (output_weights == 0).argmax() + 1
        return (
            f"The output neuron gives hidden neuron {number} the weight 0, and so does not hear "
            "it. One line is not enough: it must listen to both."
        )
    return _advice_on_hidden(hidden_sums) or _advice_on_output(
        hidden_sums, sums, output_weights, output_bias
    )


def _advice_on_hidden(hidden_sums):
    """Return what to change in the hidden neurons, or ``None`` where an output neuron can do it."""
    if np.isclose(hidden_sums, 0).any():
        row, neuron = np.argwhere(np.isclose(hidden_sums, 0))[0]
        return (
            f"For {_PLACES[row]} hidden neuron {neuron + 1} has the sum 0 and says 0.5, neither "
            "yes nor no: its line runs through this corner. Move its bias a little."
        )
    answers = (hidden_sums > 0).astype(int)
    first, second = answers.T
    for number, column in enumerate((first, second), start=1):
        if len(set(column)) == 1:
            return (
                f"Hidden neuron {number} says {column[0]} for all four: its line has all corners "
                "on one side. Change its bias, or its weights, until it parts one from the rest."
            )
    described = _described(hidden_sums)
    if np.array_equal(first, second) or np.array_equal(first, 1 - second):
        return (
            f"{described} That is the same line twice, and one line is not enough. Let one of them "
            "part 0 0 from the others, and the other one part 1 1."
        )
    targets = xor().targets[:, 0]
    for one in np.flatnonzero(targets == 1):
        for zero in np.flatnonzero(targets == 0):
            if np.array_equal(answers[one], answers[zero]):
                return (
                    f"{described} For {_PLACES[one]} and {_PLACES[zero]} both say the same, so "
                    "the output neuron cannot tell these two apart, and their targets differ. "
                    "Move one of the lines between them."
                )
    if len(np.unique(answers, axis=0)) == len(answers):
        return (
            f"{described} They hand on the two inputs, and the output neuron faces XOR all over "
            "again. A hidden neuron helps if it says something of both inputs together, as OR and "
            "AND do."
        )
    return None


def _advice_on_output(hidden_sums, sums, output_weights, output_bias):
    """Return what to change where the two lines are good ones."""
    targets = xor().targets[:, 0]
    answers = (hidden_sums > 0).astype(int)
    described = f"{_described(hidden_sums)} These two lines will do."
    if _is_xor(-sums):
        return (
            f"{described} The output is right turned round: change the sign of the output "
            "weights and of the output bias."
        )
    if _is_xor(answers @ output_weights + output_bias):
        return (
            f"{described} But the neurons are not sure enough: they say numbers well between 0 "
            "and 1. Make the hidden weights and the hidden biases ten times as large."
        )
    wrong = (np.isclose(sums, 0) | ((sums > 0) != targets)).argmax()
    wanted, here = ("above", "too low") if targets[wrong] else ("below", "too high")
    heard = " and ".join(f"{value:.2f}" for value in _sigmoid(hidden_sums[wrong]))
    ones, zeros = (
        " or ".join(f"{first} {second}" for first, second in np.unique(rows, axis=0))
        for rows in (answers[targets == 1], answers[targets == 0])
    )
    return (
        f"{described} The output neuron hears only them: it must say 1 where it hears {ones}, "
        f"and 0 where it hears {zeros}. In the row {_PLACES[wrong]} it hears {heard}, and its sum "
        f"is {sums[wrong].round(2) + 0:.2f}: {here}, it must be {wanted} 0."
    )


def judge_shapes(answer):
    """Say whether four shapes are those of a network with five hidden neurons."""
    if not isinstance(answer, tuple | list) or len(answer) != len(_SHAPES):
        return wrong("Four shapes are expected, each of two numbers, such as (2, 7).")
    given = {name: _as_shape(part) for name, part in zip(_SHAPES, answer, strict=True)}
    slips = [_slip_in_shape(name, given[name]) for name in _SHAPES if given[name] != _SHAPES[name]]
    if slips:
        return wrong(and_more(slips))
    return right(
        "(8, 3) @ (3, 5) gives (8, 5), and (8, 5) @ (5, 1) gives (8, 1): the number of samples "
        "goes through from left to right, and no weights depend on it."
    )


def _slip_in_shape(name, shape):
    if shape is None:
        return f"{name}: that is no shape. Write two whole numbers in brackets, such as (2, 7)."
    mistake = _SHAPE_MISTAKES[name].get(shape, "is not it.")
    return f"{name}: {shape} {mistake} {_SHAPE_RULES[name]}"


def _as_shape(value):
    """Return a shape as a tuple of int; anything else as ``None``."""
    array = as_array(value)
    whole = array is not None and array.ndim == 1 and array.dtype.kind in "iu"
    return tuple(array.tolist()) if whole else None
