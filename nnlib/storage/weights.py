"""Weights in one NumPy file."""

from nnlib import files
from nnlib.shown import shown
from nnlib.storage.named import as_npz, assign, named_arrays, values_in


def save_weights(network, path):
    """Write all weights and biases into one NumPy file; end its name with ``.npz``.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    path : str or Path
        A file in a folder that exists.
    """
    arrays = named_arrays(network)
    files.write_whole({files.checked(path): as_npz(arrays)})


def load_weights(network, path):
    """Read what ``save_weights`` wrote into a network of the same layers."""
    arrays = named_arrays(network)
    path = files.checked(path)
    source = f"path {shown(path)}"
    assign(arrays, values_in(files.read(path), source), source)
