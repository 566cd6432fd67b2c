"""Losses, weights, and whole trainings in files.

A file is written whole or not at all, also where several belong together. Loading checks
everything before it changes a network. What a failed training leaves behind, NaN and infinity, is
saved and read like any other number.

Files of weights carry the version of their form; in files without one, which is how they were
written at first, everything else is the same. A table of losses has no room for a version that a
spreadsheet would not take for a number: its heading tells what it is.

A file uses only those above it.

=========  ==================================================================
folder     where the learner's files lie
lines      lines of numbers, as a spreadsheet may have saved them again
losses     losses as a table
named      weights by the names that they have in files
weights    weights in one NumPy file
texts      weights in several files of text that belong together
trainings  settings, losses and weights in one file
=========  ==================================================================
"""

from nnlib.storage.folder import my_files
from nnlib.storage.losses import load_loss_csv, save_loss_csv
from nnlib.storage.texts import load_weights_text, save_weights_text
from nnlib.storage.trainings import Kept, keep, kept
from nnlib.storage.weights import load_weights, save_weights

__all__ = [
    "Kept",
    "keep",
    "kept",
    "load_loss_csv",
    "load_weights",
    "load_weights_text",
    "my_files",
    "save_loss_csv",
    "save_weights",
    "save_weights_text",
]
