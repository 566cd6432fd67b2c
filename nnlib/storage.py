"""Losses, weights, and whole trainings in files.

A file is written whole or not at all, also where several belong together. Loading checks
everything before it changes a network. What a failed training leaves behind, NaN and infinity, is
saved and read like any other number.

Files of weights carry the version of their form; in files without one, which is how they were
written at first, everything else is the same. A table of losses has no room for a version that a
spreadsheet would not take for a number: its heading tells what it is.
"""

import codecs
import contextlib
import csv
import io
import re
import secrets
import string
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnlib import checks, files
from nnlib.network import one_network
from nnlib.shown import shown
from nnlib.training import History

HEADING = ["epoch", "loss"]
VERSION = 1  # of the files of weights
TEXT_FILE = re.compile(r"(weights|biases)Layer\d+\.txt")
FIRST_LINE = "nnlib weights, version {version}, save {save}, {count} files"
# A spreadsheet may have put quotes around it, or other separators into it.
FIRST_LINE_AGAIN = re.compile(r"nnlib\W+weights\W+version\W+(\d+)\W+save\W+(\w+)\W+(\d+)\W+files")
SETTINGS = "settings"  # among the arrays of a training that is kept
KEPT = ".weights"  # the ending of what is kept while files of text take their places
TRIES = 100  # with another writer at work at the same time, one or two are enough
BEHIND = " ,;\t\r"  # what a spreadsheet leaves at the end of a line
LISTED = 4  # names in a message


def my_files():
    """Return the folder ``my_files`` beside the lessons, and make it if it is not there.

    Where a notebook was started from the folder above its own, that is still beside the notebook.
    """
    here = Path.cwd()
    found = [*here.glob("*.ipynb")] or here.glob("[!.]*/*.ipynb")
    folders = {path.parent for path in found}
    return files.make_folder((folders.pop() if len(folders) == 1 else here) / "my_files")


def save_loss_csv(path, losses):
    """Write losses as a table that any spreadsheet opens: a heading, then ``epoch,loss`` in a row.

    Parameters
    ----------
    path : str or Path
        A file in a folder that exists.
    losses : sequence of float
        ``History.loss``, which begins with epoch 0; every digit is kept.
    """
    path = files.checked(path)
    losses = checks.row(losses, "losses", finite=False)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows(enumerate(losses.tolist()))
    files.write_whole({path: text.getvalue().encode()})


def load_loss_csv(path):
    """Return the losses in a file that ``save_loss_csv`` wrote, as a list of float.

    Also if a spreadsheet has saved it again, with a semicolon or a tab between the columns and a
    decimal comma.
    """
    path = files.checked(path)
    lines = _lines(files.read(path))
    try:
        rows = _rows(lines[1:], _separator_of(lines[:1]))
        for epoch, row in enumerate(rows):
            if len(row) != len(HEADING) or row[0] != epoch:
                raise ValueError(
                    f"where epoch {epoch} is expected with its loss, there is {shown(row)}"
                )
        if not rows:
            raise ValueError("it has a heading alone")
    except ValueError as error:
        raise ValueError(f"path {shown(path)} is not a table of epoch,loss: {error}.") from None
    return [loss for _, loss in rows]


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
    arrays = _named_arrays(network)
    folder = files.checked_folder(folder)
    save = "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))
    first_line = FIRST_LINE.format(version=VERSION, save=save, count=len(arrays))
    kept = folder / files.new_name(KEPT)
    contents = {kept: _as_npz(arrays)}
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
    arrays = _named_arrays(network)
    folder = files.checked_folder(folder)
    source = f"folder {shown(folder)}"
    for _ in range(TRIES):  # a second time only if another save has ended meanwhile
        parts = _parts(folder)
        whole = _whole_save(parts, set(arrays))
        values = _kept_values(folder) if whole is None else _tables(whole, arrays, source)
        if values is not None:
            _assign(arrays, values, source)
            return
    if any(part.save for part in parts.values()):
        raise ValueError(
            f"{source} holds files of several saves ({_listed(parts)}): save again, or delete the "
            "first line of each if they belong together."
        )
    _assign(arrays, _tables(parts, arrays, source), source)  # which says what is missing


def save_weights(network, path):
    """Write all weights and biases into one NumPy file; end its name with ``.npz``.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    path : str or Path
        A file in a folder that exists.
    """
    arrays = _named_arrays(network)
    files.write_whole({files.checked(path): _as_npz(arrays)})


def load_weights(network, path):
    """Read what ``save_weights`` wrote into a network of the same layers."""
    arrays = _named_arrays(network)
    path = files.checked(path)
    source = f"path {shown(path)}"
    _assign(arrays, _values_in(files.read(path), source), source)


class Kept(NamedTuple):
    """A training as it was kept.

    Attributes
    ----------
    settings : str
        The line that brings data and network back.
    loss, validation_loss : list of float
    weights : dict of str to array
        By the names that ``save_weights`` gives them.
    """

    settings: str
    loss: list
    validation_loss: list
    weights: dict

    def put_into(self, network):
        """Give these weights to a network of the same layers."""
        _assign(_named_arrays(network), self.weights, "what was kept")


def keep(network, history, settings):
    """Return a whole training as the bytes of one file: an ``.npz`` with nothing in it but numbers.

    Parameters
    ----------
    network : Network
        A single one, without copies.
    history : History
    settings : str
        The line that brings data and network back.
    """
    checks.instance(history, History, "history", "a History, as train returns it")
    settings = np.frombuffer(checks.text(settings, "settings").encode(), np.uint8)
    losses = {"loss": history.loss, "validation_loss": history.validation_loss}
    return _as_npz(_named_arrays(network) | losses | {SETTINGS: settings})


def kept(content, source="the file"):
    """Return the ``Kept`` in the bytes that ``keep`` made.

    Parameters
    ----------
    content : bytes
    source : str
        How messages begin.

    Raises
    ------
    ValueError
        In a sentence, for what ``keep`` has not made.
    """
    source = checks.text(source, "source")
    checks.instance(content, bytes, "content", "the bytes of a file")
    values = _values_in(content, source, "a training that was kept")
    try:
        settings = values.pop(SETTINGS).astype(np.uint8, casting="no").tobytes().decode()
        loss = checks.row(values.pop("loss"), "loss", finite=False).tolist()
        validation_loss = values.pop("validation_loss").astype(float, casting="no").ravel().tolist()
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{source} is not a training that was kept.") from None
    return Kept(settings, loss, validation_loss, values)


# Weights by name


def _named_arrays(network):
    arrays = {}
    for number, layer in enumerate(one_network(network).layers, start=1):
        arrays[f"weightsLayer{number}"] = layer.weights
        if layer.bias:
            arrays[f"biasesLayer{number}"] = layer.biases
    return arrays


def _assign(arrays, values, source):
    if set(values) != set(arrays):
        raise ValueError(
            f"{source} holds {_listed(values)}, but the network {_listed(arrays)}: load it into a "
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


def _listed(names):
    names = [name if len(name) < 20 else f"{name[:20]}…" for name in sorted(names)]
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    return ", ".join(names[:LISTED] + more) or "nothing"


def _ask_for_a_known_version(version, source):
    if version > VERSION:
        raise ValueError(
            f"{source} is of version {version:.20g}, and this nnlib reads up to {VERSION}: bring "
            "the course up to date."
        )


# In one NumPy file


def _as_npz(arrays):
    file = io.BytesIO()
    np.savez(file, version=VERSION, **arrays)
    return file.getvalue()


def _values_in(content, source, wanted="a file that save_weights wrote"):
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
    _ask_for_a_known_version(version, source)
    return values


# In several files of text


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
            lines = _lines(files.read(path))
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
            kept[path.stat().st_mtime_ns] = _values_in(files.read(path), f"path {shown(path)}")
    return kept[max(kept)] if kept else None


def _tables(parts, arrays, source):
    """Return the numbers in the parts by name, read in the shapes of the arrays of that name."""
    tables = {}
    for name, part in parts.items():
        _ask_for_a_known_version(part.version, source)
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
    rows = _rows(*_with_separator(lines, columns))
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


# Lines of text, as a spreadsheet or an editor may have saved them again


def _lines(content):
    """Return the lines that hold something, without the separators at their ends."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
    lines = (line.rstrip(BEHIND) for line in text.splitlines())
    return [line for line in lines if line]


def _separator_of(heading):
    """Return what stands between ``epoch`` and ``loss`` in a list of one line."""
    found = re.fullmatch(r"epoch([,;\t])loss", re.sub('[ "]', "", "".join(heading)))
    if found is None:
        raise ValueError("its first line must be this heading")
    return found[1]


def _rows(lines, separator):
    """Return the numbers in some lines; where no comma separates them, it is a decimal comma."""
    rows = []
    try:
        for cells in csv.reader(lines, delimiter=separator):
            if len(cells) == 1:  # all of it stood in one cell of a spreadsheet
                cells = cells[0].split(separator)
            rows.append(
                [_number(cell if separator == "," else cell.replace(",", ".")) for cell in cells]
            )
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return rows


def _number(cell):
    try:
        return float(cell)
    except ValueError:
        raise ValueError(f"{shown(cell)} is not a number") from None
