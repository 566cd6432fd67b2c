"""Weights in several files of text that belong together."""

import contextlib
import io
import re
import secrets
import string
from typing import NamedTuple

import numpy as np

from nnlib import files
from nnlib.shown import shown
from nnlib.storage import named
from nnlib.storage.lines import lines_in, rows_of
from nnlib.storage.named import (
    as_npz,
    ask_for_a_known_version,
    assign,
    listed,
    named_arrays,
    values_in,
)

TEXT_FILE = re.compile(r"(weights|biases)Layer\d+\.txt")
FIRST_LINE = "nnlib weights, version {version}, save {save}, {count} files"
# A spreadsheet may have put quotes around it, or other separators into it.
FIRST_LINE_AGAIN = re.compile(r"nnlib\W+weights\W+version\W+(\d+)\W+save\W+(\w+)\W+(\d+)\W+files")
KEPT = ".weights"  # the ending of what is kept while files of text take their places
TRIES = 100  # with another writer at work at the same time, one or two are enough


def save_weights_text(network, folder):
    """Write a layer's weights as rows of text, ``weightsLayer1.txt`` and so on.

    Biases, where there are any, go into ``biasesLayer1.txt`` and so on. Every digit is kept. The
    first line of each tells after a ``#``, which ``np.loadtxt`` leaves out, what it belongs to.
    Files of layers that the network does not have are removed: they were another network's.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    folder : str or Path
        Must exist.

    Notes
    -----
    Several files cannot take their places in one step. So the same weights are kept in a file of
    their own until the others are there as one set, and loading takes that one instead of files
    that do not belong together. Two that save at the same time may leave a mixed set, which the
    one that comes last sees: it writes its own once more.
    """
    arrays = named_arrays(network)
    folder = files.checked_folder(folder)
    save = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    first_line = FIRST_LINE.format(version=named.VERSION, save=save, count=len(arrays))
    kept = folder / files.new_name(KEPT)
    contents = {kept: as_npz(arrays)}
    for name, array in arrays.items():
        contents[folder / f"{name}.txt"] = _as_text(array, first_line)
    try:
        for _ in range(TRIES):
            files.write_whole(contents, f"folder {shown(folder)}")
            for path in _text_files(folder):
                if path not in contents:
                    files.remove(path)
            if _is_whole(folder):
                break
    finally:
        if _is_whole(folder):
            files.remove(kept)
            files.remove_leftovers(folder, KEPT)


def load_weights_text(network, folder):
    """Read what ``save_weights_text`` wrote into a network of the same layers.

    Also if a spreadsheet or an editor has saved a file again, with other separators or a decimal
    comma.
    """
    arrays = named_arrays(network)
    folder = files.checked_folder(folder)
    source = f"folder {shown(folder)}"
    for _ in range(TRIES):  # a second time only if another save has ended meanwhile
        parts = _parts(folder)
        whole = _whole_save(parts, set(arrays))
        values = _kept_values(folder) if whole is None else _tables(whole, arrays, source)
        if values is not None:
            assign(arrays, values, source)
            return
    if any(part.save for part in parts.values()):
        raise ValueError(
            f"{source} holds files of several saves ({listed(parts)}): save again, or delete the "
            "first line of each if they belong together."
        )
    assign(arrays, _tables(parts, arrays, source), source)  # which says what is missing


class _Part(NamedTuple):
    """A file of text: its lines, and what its first one says of the save that it belongs to."""

    lines: list
    version: int
    save: str
    count: int


def _as_text(array, first_line):
    text = io.StringIO()
    np.savetxt(text, array, fmt="%s", header=first_line)
    return text.getvalue().encode()


def _text_files(folder):
    named = [path for path in sorted(folder.iterdir()) if TEXT_FILE.fullmatch(path.name)]
    return [path for path in named if path.is_file()]


def _parts(folder):
    """Return the files of text by name, as ``_Part`` each."""
    parts = {}
    for path in _text_files(folder):
        with contextlib.suppress(FileNotFoundError):  # another save has removed it just now
            lines = lines_in(files.read(path))
            found = FIRST_LINE_AGAIN.search(lines[0]) if lines else None
            version, save, count = found.groups() if found else (0, "", 0)
            parts[path.stem] = _Part(lines, int(version), save, int(count))
    return parts


def _whole_save(parts, names=None):
    """Return the parts of the save of which all are there, or ``None``.

    Files without a first line that tells are one save if they have just the `names`.
    """
    saves = {}
    for name, part in parts.items():
        saves.setdefault((part.save, part.count), {})[name] = part
    for (save, count), found in saves.items():
        if save and len(found) == count:  # no two can be whole: each has a first layer
            return found
    return parts if set(parts) == names and not any(part.save for part in parts.values()) else None


def _is_whole(folder):
    with contextlib.suppress(ValueError, OSError):
        return _whole_save(_parts(folder)) is not None
    return False


def _kept_values(folder):
    """Return the weights that the last writer has kept, or ``None`` if there are none."""
    kept = {}
    for path in folder.glob(f"{files.MINE}*{KEPT}"):
        with contextlib.suppress(OSError):  # gone meanwhile: its files are in their places
            kept[path.stat().st_mtime_ns] = values_in(files.read(path), f"path {shown(path)}")
    return kept[max(kept)] if kept else None


def _tables(parts, arrays, source):
    """Return the numbers in the parts by name, read in the shapes of the arrays of that name."""
    tables = {}
    for name, part in parts.items():
        ask_for_a_known_version(part.version, source)
        columns = arrays[name].shape[-1] if name in arrays else 1
        try:
            table = _table(part.lines, 1 if name.startswith("biases") else columns)
        except ValueError as error:
            raise ValueError(
                f"{source} has a {name}.txt that is not a table of numbers: {error}."
            ) from None
        tables[name] = table.ravel() if name.startswith("biases") and 1 in table.shape else table
    return tables


def _table(lines, columns):
    """Return the numbers in some lines, which a spreadsheet may have saved again, as an array."""
    lines = [line for line in lines if not line.lstrip(' "').startswith("#")]
    rows = rows_of(*_with_separator(lines, columns))
    if not rows:
        raise ValueError("it holds none")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("its rows are of unequal length")
    return np.array(rows)


def _with_separator(lines, columns):
    """Return lines, and the separator between their numbers; spaces are made into tabs."""
    text = "\n".join(lines)
    for separator in ";\t":
        if separator in text:
            return lines, separator
    in_spaces = [line.split() for line in lines]
    is_decimal = ", " not in text and all(len(cells) == columns for cells in in_spaces)
    if "," in text and not is_decimal:
        return lines, ","
    return ["\t".join(cells) for cells in in_spaces], "\t"
