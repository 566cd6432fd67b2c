"""Losses and weights in files.

A file is written whole or not at all: an interrupt, or a full disk, leaves the old one as it was.
Loading checks everything before it changes a network.
"""

import csv
import io
import os
import warnings
import zipfile
from pathlib import Path

import numpy as np

from nnlib import checks

HEADING = ["epoch", "loss"]


def save_loss_csv(path, losses):
    """Write losses as a table that any spreadsheet opens: a heading, then ``epoch,loss`` in a row.

    Parameters
    ----------
    path : str or Path
    losses : sequence of float
        ``History.loss``, which begins with epoch 0; every digit is kept.
    """
    losses = checks.row(losses, "losses")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows(enumerate(losses.tolist()))
    _write_whole({path: text.getvalue().encode()})


def load_loss_csv(path):
    """Return the losses in a file that ``save_loss_csv`` wrote, as a list of float."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            heading, *rows = csv.reader(file)
        if heading == HEADING:
            return [float(loss) for _, loss in rows]
    except ValueError:  # also for a file that is no text, or empty
        pass
    raise ValueError(f"{path} is not a table of epoch,loss.")


def save_weights_text(network, folder):
    """Write a layer's weights as rows of text, ``weightsLayer1.txt`` and so on.

    Biases, where there are any, go into ``biasesLayer1.txt`` and so on. Every digit is kept.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    folder : str or Path
        Must exist.
    """
    files = {}
    for name, array in _named_arrays(network).items():
        text = io.StringIO()
        np.savetxt(text, array, fmt="%s")
        files[Path(folder) / f"{name}.txt"] = text.getvalue().encode()
    _write_whole(files)


def load_weights_text(network, folder):
    """Read what ``save_weights_text`` wrote into a network of the same layers."""
    values = {}
    for path in [*Path(folder).glob("weightsLayer*.txt"), *Path(folder).glob("biasesLayer*.txt")]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # an empty file is only warned of
                values[path.stem] = np.loadtxt(path, ndmin=1 if "biases" in path.stem else 2)
        except (ValueError, UserWarning):
            raise ValueError(f"{path} is not a table of numbers.") from None
    _assign(network, values, folder)


def save_weights(network, path):
    """Write all weights and biases into one NumPy file; end its name with ``.npz``."""
    file = io.BytesIO()
    np.savez(file, **_named_arrays(network))
    _write_whole({path: file.getvalue()})


def load_weights(network, path):
    """Read what ``save_weights`` wrote into a network of the same layers."""
    try:
        with np.load(path, allow_pickle=False) as file:
            values = dict(file)
    except (ValueError, TypeError, EOFError, zipfile.BadZipFile):
        raise ValueError(f"{path} is not a file that save_weights wrote.") from None
    _assign(network, values, path)


def _named_arrays(network):
    if network.copies is not None:
        raise ValueError("files hold one network, not copies of it.")
    arrays = {}
    for number, layer in enumerate(network.layers, start=1):
        arrays[f"weightsLayer{number}"] = layer.weights
        if layer.bias:
            arrays[f"biasesLayer{number}"] = layer.biases
    return arrays


def _assign(network, values, source):
    arrays = _named_arrays(network)
    if set(values) != set(arrays):
        raise ValueError(f"{source} holds {sorted(values)}, but the network {sorted(arrays)}.")
    checked = {
        name: checks.array_of_shape(values[name], array.shape, f"{name} in {source}")
        for name, array in arrays.items()
    }
    for name, array in arrays.items():
        array[...] = checked[name]


def _write_whole(files):
    """Write every file beside its place first, and only then put all of them there."""
    beside = {Path(path): Path(path).with_name(f".{Path(path).name}.part") for path in files}
    try:
        for path, content in files.items():
            beside[Path(path)].write_bytes(content)
        for path, part in beside.items():
            os.replace(part, path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
