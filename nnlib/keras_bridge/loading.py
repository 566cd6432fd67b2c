"""Keras, loaded with what has to be settled before and after."""

import contextlib
import gc
import json
import logging
import os
import sys
from pathlib import Path

ENGINES = ("tensorflow", "jax")
# Taken over only where nobody has set it.
SETTINGS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",  # TensorFlow is quiet at its start,
    "TF_ENABLE_ONEDNN_OPTS": "0",  # and adds up in one order,
    "TF_NUM_INTRAOP_THREADS": "1",  # on one thread, so that a seed gives the same digits again
    "JAX_ENABLE_X64": "1",  # JAX may compute in float64, which it would refuse otherwise
}


def not_needed():
    """Return the packages that Keras would load for parts that nobody uses here.

    scikit-learn is for its wrappers. TensorFlow, which can do without it, brings SciPy, and JAX
    where that is installed, for TensorFlow Lite. Each takes a second or two, and tens of MB.
    """
    return ("sklearn", "scipy", "jax") if chosen_engine() == "tensorflow" else ("sklearn",)


def chosen_engine():
    """Return the engine that Keras will take, as its variable or else its file says."""
    file = Path(os.environ.get("KERAS_HOME", "~/.keras"), "keras.json").expanduser()
    kept = {}
    with contextlib.suppress(OSError, ValueError):
        kept = json.loads(file.read_text(encoding="utf-8"))
    return os.environ.get("KERAS_BACKEND") or kept.get("backend", "tensorflow")


@contextlib.contextmanager
def without(packages):
    """Let ``import`` not find some packages within a ``with`` block."""
    before = {name: sys.modules.get(name) for name in packages}
    sys.modules.update(dict.fromkeys(packages))
    try:
        yield
    finally:
        for name, module in before.items():
            del sys.modules[name]
            if module is not None:
                sys.modules[name] = module


def load():
    """Return Keras, on an engine that the course knows."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    with without(LEFT_OUT):
        import keras
    engine = keras.config.backend()
    if engine not in ENGINES:
        raise ImportError(
            f"Keras runs on {engine} here, and this course on {' or '.join(ENGINES)}: set "
            "KERAS_BACKEND"
        )
    return keras


def settle():
    """Let collections leave out what is there by now, and no warning come of many models."""
    gc.collect()
    gc.freeze()  # they are quick from here on
    logging.getLogger("tensorflow").setLevel(logging.ERROR)


LEFT_OUT = not_needed()
keras = load()
settle()
try:
    from threadpoolctl import threadpool_limits
except ImportError:  # where Keras was installed by hand: NumPy takes the threads that it likes
    threadpool_limits = contextlib.nullcontext
