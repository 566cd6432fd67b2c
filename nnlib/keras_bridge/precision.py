"""In how many digits Keras computes."""

import contextlib
import gc

from nnlib import checks
from nnlib.keras_bridge.loading import keras

EXACT = "float64"
READABLE = ("float32", EXACT)


def compute_in(dtype):
    """Make Keras compute in ``"float64"`` or ``"float32"`` from here on.

    Inputs and learning rates go by Keras's ``floatx``, layers by its ``dtype_policy``, which is
    ``floatx`` as it was when the first layer was made. This sets both.
    """
    checks.one_of(dtype, READABLE, "dtype")
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)


@contextlib.contextmanager
def computing_in(dtype):
    """Make Keras compute in `dtype` within a ``with`` block, and clear up after it."""
    before = keras.config.floatx()
    compute_in(dtype)
    try:
        yield
    finally:
        compute_in(before)
        gc.collect()  # a model is objects in a ring: those that nobody uses make room only now
