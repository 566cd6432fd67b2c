"""Weights and biases by the names that they have in files, and such a file of NumPy's."""

import io
import warnings

import numpy as np

from nnlib import checks
from nnlib.network import one_network

VERSION = 1  # of the files of weights
LISTED = 4  # names in a message


def named_arrays(network):
    """Return the weights and biases of a network by name, the arrays themselves."""
    arrays = {}
    for number, layer in enumerate(one_network(network).layers, start=1):
        arrays[f"weightsLayer{number}"] = layer.weights
        if layer.bias:
            arrays[f"biasesLayer{number}"] = layer.biases
    return arrays


def assign(arrays, values, source):
    """Write values into the arrays of the same names, all or none."""
    if set(values) != set(arrays):
        raise ValueError(
            f"{source} holds {listed(values)}, but the network {listed(arrays)}: load it into a "
            "network of the layers that were saved."
        )
    checked = {
        name: checks.array_of_shape(
            values[name], array.shape, f"{source} does not fit: {name}", finite=False
        )
        for name, array in arrays.items()
    }
    for name, array in arrays.items():
        array[...] = checked[name]


def listed(names):
    """Return some names of arrays as a message shows them."""
    names = [name if len(name) < 20 else f"{name[:20]}…" for name in sorted(names)]
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    return ", ".join(names[:LISTED] + more) or "nothing"


def ask_for_a_known_version(version, source):
    """Refuse a file of a later form than these."""
    if version > VERSION:
        raise ValueError(
            f"{source} is of version {version:.20g}, and this nnlib reads up to {VERSION}: bring "
            "the course up to date."
        )


def as_npz(arrays):
    """Return arrays by name as the bytes of an ``.npz`` file."""
    file = io.BytesIO()
    np.savez(file, version=VERSION, **arrays)
    return file.getvalue()


def values_in(content, source, wanted="a file that save_weights wrote"):
    """Return the arrays in the bytes of an ``.npz`` file by name."""
    version = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                version = int(file["version"]) if "version" in file else 0
                if any(each.compress_type for each in file.zip.infolist()):
                    raise ValueError("np.savez does not compress: this may become endless")
                values = {name: file[name] for name in file if name != "version"}
    except Exception:  # a damaged file can raise whatever there is
        if version <= VERSION:
            raise ValueError(f"{source} is not {wanted}.") from None
    ask_for_a_known_version(version, source)
    return values
