"""Files that are written whole or not at all, and tables in them that compute nothing.

What is to be written goes into a file beside its place first, and from there to its place in one
step of the file system. So a crash, a full disk or a second writer leaves the old file or the new
one, and never a part of either.
"""

import contextlib
import csv
import errno
import io
import os
import secrets
import stat
import time
from pathlib import Path

from nnlib.shown import shown

FORMULA = ("=", "+", "-", "@")  # begin what a spreadsheet computes
MINE = ".nnlib-"  # how the names of passing files begin
PART = ".part"
OLD = 60  # seconds after which nobody is still writing a passing file
PATIENCE = 2  # seconds in which whoever holds a lock has surely written a few lines
STALE = 10  # seconds after which whoever made a lock was killed
NAP = 0.01
NO_PERMISSION = "close the program that has it open, or choose a place that is yours"
NO_ROOM = "make room, or choose another place"
REMEDIES = {
    errno.ENOENT: "make its folder first, or look how the name is spelled",
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EROFS: NO_PERMISSION,
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
}


def write_whole(contents, what=None):
    """Write one file or several: each is the old one or the new one, whatever happens.

    Nothing takes its place before everything is written. A link stays a link, and what it leads to
    is written; an old file keeps its mode.

    Parameters
    ----------
    contents : dict of Path to bytes
        They take their places in this order.
    what : str, optional
        How messages begin, if not with the path.

    Raises
    ------
    ValueError
        For a path that leads to something else than a file.
    OSError
        In a sentence, where the system does not let it be written.
    """
    parts = []
    try:
        for path, content in contents.items():
            with _in_a_sentence(what or f"path {shown(path)}", "written"):
                place, mode = _place_and_mode(path)
                remove_leftovers(place.parent, PART)
                part = place.with_name(new_name(PART))
                parts.append((part, place))
                _write(part, content, mode)
        for path, (part, place) in zip(contents, parts, strict=True):
            with _in_a_sentence(what or f"path {shown(path)}", "written"):
                os.replace(part, place)
    finally:
        for part, _ in parts:
            remove(part)


def read(path, name="path"):
    """Return the bytes of a file; errors are those of ``write_whole``, and call it `name`."""
    with _in_a_sentence(f"{name} {shown(path)}", "read"):
        _ask_for_a_file(path.stat(), path, name)
        return path.read_bytes()


def make_folder(path):
    """Make a folder if it is not there, and return its path."""
    with _in_a_sentence(f"folder {shown(path)}", "made"):
        path.mkdir(exist_ok=True)
    return path


def as_csv(rows, decimal="."):
    """Return rows of text and numbers as CSV for a spreadsheet, in which no text is a formula.

    Parameters
    ----------
    rows : iterable of list
        A number is written so that reading it gives the same bits.
    decimal : str
        What stands before decimals; with a comma, semicolons stand between the cells.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=";" if decimal == "," else ",")
    writer.writerows([_in_a_spreadsheet(cell, decimal) for cell in row] for row in rows)
    return table.getvalue()


def _in_a_spreadsheet(cell, decimal):
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0").replace(".", decimal)
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(FORMULA) else cell


@contextlib.contextmanager
def held(path):
    """Hold a lock while the block runs: a file that only one program at a time can make.

    Raises
    ------
    TimeoutError
        If another program holds it for seconds.
    OSError
        In a sentence, where the system does not let it be made.
    """
    deadline = time.monotonic() + PATIENCE
    while not _is_made(path):
        with contextlib.suppress(OSError):  # whoever made it has just removed it
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()
        if time.monotonic() > deadline:
            raise TimeoutError(f"path {shown(path)} is held by another program: try again.")
        time.sleep(NAP)
    try:
        yield
    finally:
        remove(path)


def rename(path, new):
    """Give a file another name, under which nothing is yet."""
    with _in_a_sentence(f"path {shown(path)}", "renamed"):
        path.rename(new)


def checked(path, name="path"):
    """Return `path` as a ``Path``; it must be text or a ``Path`` that a file's name can hold."""
    try:
        text = str.__str__(os.fspath(path))
    except Exception:  # bytes, or what a stranger's class raises
        raise ValueError(f"{name} must be text or a Path; got {shown(path)}.") from None
    try:
        possible = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        possible = False
    if not possible:
        raise ValueError(f"{name} {shown(text)} holds a character that no file's name can hold.")
    return Path(text)


def checked_folder(path):
    """Return `path` as a ``Path``; it must lead to a folder."""
    path = checked(path, "folder")
    with _in_a_sentence(f"folder {shown(path)}", "used"):
        if not stat.S_ISDIR(path.stat().st_mode):
            raise ValueError(f"folder {shown(path)} is no folder: name the folder of the files.")
        if not os.access(path, os.R_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "nobody may look into it")
    return path


def new_name(ending):
    """Return a name for a passing file that no other writer has."""
    return f"{MINE}{secrets.token_hex(8)}{ending}"


def remove(path):
    """Remove a file that nobody needs; it may be gone already, or stay if it must."""
    with contextlib.suppress(OSError):
        path.unlink()


def remove_leftovers(folder, ending):
    """Remove the passing files of writers that were killed."""
    for path in folder.glob(f"{MINE}*{ending}"):
        with contextlib.suppress(OSError):  # its own writer has removed it meanwhile
            if time.time() - path.stat().st_mtime > OLD:
                remove(path)


def _is_made(path):
    with _in_a_sentence(f"path {shown(path)}", "written"):
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
    return True


def _place_and_mode(path):
    """Return where a path leads to, and the mode of the file that is there, or ``None``."""
    place = Path(os.path.realpath(path))
    try:
        there = place.stat()
    except FileNotFoundError:
        return place, None
    _ask_for_a_file(there, path)
    if there.st_nlink > 1:
        raise ValueError(
            f"path {shown(path)} is a file with {there.st_nlink} names (hard links), which saving "
            "would part: choose another name."
        )
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read")
    return place, stat.S_IMODE(there.st_mode)


def _ask_for_a_file(there, path, name="path"):
    if stat.S_ISDIR(there.st_mode):
        raise ValueError(f"{name} {shown(path)} is a folder: name a file in it.")
    if not stat.S_ISREG(there.st_mode):
        raise ValueError(f"{name} {shown(path)} is a device or a pipe: name a file.")


def _write(part, content, mode):
    """Write a new file, and come back when it is on the disk."""
    part.touch(exist_ok=False)
    if mode is not None:
        part.chmod(mode)  # before there is anything to be read
    part.write_bytes(content)
    with part.open("ab") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def _in_a_sentence(what, done):
    """Turn what the system says into a sentence with a remedy, in an exception of its class."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        remedy = REMEDIES.get(error.errno, "choose another place")
        raise type(error)(f"{what} cannot be {done} ({reason}): {remedy}.") from None
