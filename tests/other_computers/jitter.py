"""A stand-in for other computers.

Processors, BLAS libraries and releases of NumPy round differently in the last digit, and training
can make that grow. Under ``jitter(seed)`` every weight moves, after every update, one unit in its
last place up, down, or not at all, at random. Whatever is printed, judged or claimed must hold
under it: see ``tests/test_other_computers.py``.
"""

import ast
import contextlib
import sys
from functools import cache
from unittest import mock

import numpy as np

from nnlib.training import Training

SEEDS = (1, 2, 3)
DRAWN = 1_000_003  # a prime, so that the rounds through what was drawn do not repeat soon


class Jitter:
    """Moves numbers by one unit in their last place, or leaves them.

    What is exactly 0 stays there, such as the bias of a ReLU that never answers: no rounding makes
    it anything else on any computer.
    """

    def __init__(self, seed):
        self._steps = _drawn(seed)
        self._place = 0

    def move(self, values):
        """Move all numbers of an array, in place.

        Read as a whole number, a float counts the floats between it and 0: one more is the next.
        """
        counts = values.view(f"i{values.itemsize}")
        steps = self._next(values).astype(counts.dtype, copy=False)
        np.add(counts, steps, out=counts, where=values != 0)

    def moved(self, value):
        """Return an updated value moved, where it can be one of weights: a float or an array."""
        if isinstance(value, float):
            value = np.array(value)
            self.move(value)
            return value.item()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            self.move(value)
        return value

    def _next(self, values):
        """Return the next steps that were drawn, one for each of the values."""
        if self._place + values.size > DRAWN:
            self._place = 0
        steps = self._steps[self._place : self._place + values.size]
        self._place += values.size
        return steps.reshape(values.shape)


@cache
def _drawn(seed):
    """Return steps of -1, 0 and 1."""
    return np.random.default_rng(seed).integers(-1, 2, DRAWN)


class AfterEveryUpdate(ast.NodeTransformer):
    """Moves what a program updates by hand.

    Known are ``w += ...`` and ``w -= ...``, and sums and differences that begin with what they
    change: ``w = w - ...``, ``layer.weights = layer.weights - ...``, ``w, b = w - ..., b - ...``.
    The program finds ``Jitter.moved`` under the name in ``NAME``.
    """

    NAME = "_moved"

    def visit_AugAssign(self, update):
        """Return the update, and after it the move."""
        known = isinstance(update.op, ast.Add | ast.Sub)
        return [update, self._move(update.target)] if known else update

    def visit_Assign(self, update):
        """Return the assignment, and after it a move for each update in it."""
        pairs = [(target, update.value) for target in update.targets]
        if isinstance(update.targets[0], ast.Tuple) and isinstance(update.value, ast.Tuple):
            pairs = zip(update.targets[0].elts, update.value.elts, strict=False)
        return [update, *(self._move(target) for target, value in pairs if updates(target, value))]

    def _move(self, target):
        place = ast.unparse(target)
        (move,) = ast.parse(f"{place} = {self.NAME}({place})").body
        return move


def updates(target, value):
    """Return whether a value is a sum or difference that begins with what it is assigned to."""
    while isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub):
        value = value.left
        if ast.unparse(value) == ast.unparse(target):
            return True
    return False


@contextlib.contextmanager
def jitter(seed):
    """Move the weights after every update: those of ``nnlib``, and those that Keras trains.

    Yields
    ------
    Jitter
        For what is updated by hand.
    """
    jitter = Jitter(seed)
    step_along = Training._step_along

    def step_and_move(training, gradient):
        step_along(training, gradient)
        jitter.move(training._parameters)

    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(Training, "_step_along", step_and_move))
        if "keras" in sys.modules:
            stack.enter_context(_keras_moves(seed))
        _forget()
        stack.callback(_forget)
        yield jitter


def _forget():
    """Forget what ``nnlib`` has trained and kept in a cache."""
    modules = [module for name, module in sys.modules.items() if name.startswith("nnlib.")]
    for each in _caches(tuple(modules)):
        each.cache_clear()


@cache
def _caches(modules):
    """Return the functions in modules that keep what they have returned."""
    each_one = (each for module in modules for each in vars(module).values())
    return [each for each in each_one if hasattr(each, "cache_clear")]


def _keras_moves(seed):
    """Move the weights of Keras by about one unit in their last place, inside its own programs."""
    import keras

    draw = keras.random.SeedGenerator(seed)
    apply = keras.optimizers.Optimizer.apply

    def apply_and_move(optimizer, gradients, variables=None):
        apply(optimizer, gradients, variables)
        for variable in optimizer._trainable_variables:
            ways = keras.random.randint(variable.shape, -1, 2, seed=draw)
            unit = np.finfo(variable.dtype).eps * keras.ops.cast(ways, variable.dtype)
            variable.assign(variable * (1 + unit))

    return mock.patch.object(keras.optimizers.Optimizer, "apply", apply_and_move)
