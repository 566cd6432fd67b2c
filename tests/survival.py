"""A call with strange arguments must bring a result, or refuse in a sentence of our own."""

import linecache
import time
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

import nnlib
from nnlib.datasets import Dataset
from nnlib.network import Network
from nnlib.scaling import Scaler
from nnlib.training import Training

PACKAGE = str(Path(nnlib.__file__).parent)
LONGEST = 300  # characters of a refusal
SECONDS = 1.0
MOST_SEEN = 100_000  # entries of an array that are compared
FUNCTIONS = {  # whose own errors are their own
    *("predict", "on_epoch", "learning_rate", "optimizer", "train_so_many"),
}
ALSO_CALLED = {"network": ("layer", "weights"), "line": ("setting",)}


def survives(call, arguments, replaced, most_seconds=SECONDS):
    """Call a function with some arguments replaced, and return what came, or the refusal.

    Fails where neither a result nor a sentence of our own comes in time, and where a refused call
    has changed something.
    """
    before = everything(call, arguments)
    started, result, refusal = time.process_time(), None, None
    try:
        result = call(**arguments)
    except Exception as error:
        refusal = error
    seconds = time.process_time() - started
    assert seconds < most_seconds, f"it took {seconds:.1f} s"
    if refusal is None or is_their_own(refusal, arguments, replaced):
        return result, refusal
    message = str(refusal)
    assert isinstance(refusal, ValueError | TypeError | OSError), repr(refusal)
    assert is_ours(refusal), f"no refusal of ours: {refusal!r}"
    assert len(message) <= LONGEST and "\n" not in message, f"no short sentence: {message}"
    assert message[-1] in ".?", f"no sentence: {message}"
    assert any(is_named(each, message) for each in replaced), f"unnamed: {message}"
    assert everything(call, arguments) == before, f"refused, and changed: {message}"
    return None, refusal


def is_ours(error):
    """Say whether an error was raised by a line of nnlib that raises."""
    traceback = error.__traceback__
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    file, line = traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
    return file.startswith(PACKAGE) and linecache.getline(file, line).strip().startswith("raise ")


def is_their_own(error, arguments, replaced):
    """Say whether a function that was handed over has raised it: nobody should hide that."""
    return not is_ours(error) and any(
        callable(arguments[name]) for name in FUNCTIONS.intersection(replaced)
    )


def is_named(name, message):
    """Say whether a message names an argument: ``input_names`` also as ``input names``."""
    message = message.lower()
    words = (name, name.replace("_", " "), name.rstrip("s"), *ALSO_CALLED.get(name, ()))
    return any(each in message for each in words)


def everything(call, arguments):
    """Return the state of all that a call may change."""
    owner = getattr(call, "__self__", getattr(call, "owner", None))
    files = {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    return [state(owner), *map(state, arguments.values()), np.geterr(), files]


def state(value):
    """Return what is equal only as long as a value stays as it is."""
    kind = type(value)  # others may only say that they are
    if kind is Network:
        return value.parameters.tobytes()
    if kind is Training:
        changeable = value.learning_rate, value.stop_at_loss, value.patience
        return state(value.network), len(value.history.loss), value.ended, *changeable
    if kind is np.ndarray:
        return value.tobytes() if value.size < MOST_SEEN else value.shape
    if hasattr(kind, "get_weights"):
        return [each.tobytes() for each in value.get_weights()]  # of Keras
    if kind is Axes:
        return [(len(each.get_children()), each.axis()) for each in value.figure.axes]
    if kind is np.random.Generator:
        return str(value.bit_generator.state)
    if isinstance(value, Scaler):
        return str(vars(value))
    if kind in (list, tuple, Dataset):
        return [state(each) for each in value if type(each) is np.ndarray]
    return kind
