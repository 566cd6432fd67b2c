"""Find Pyodide, the Python that runs in a browser, and copy of it what the course needs.

It is taken from the folder that the variable ``PYODIDE_DIR`` names, else from its release address.
Every file is compared with its sha256. Those of Python itself stand in ``versions.toml`` in
``tools/lite``, those of the packages in Pyodide's lock file.
"""

import hashlib
import json
import os
import re
import shutil
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

VARIABLE = "PYODIDE_DIR"
LOCK = "pyodide-lock.json"
# What the browser's kernel imports before the first cell runs.
OF_THE_KERNEL = frozenset({"micropip", "jedi", "ipython"})


def given_folder():
    """Return the folder that ``PYODIDE_DIR`` names, or ``None``."""
    named = os.environ.get(VARIABLE)
    return Path(named).resolve() if named else None


def is_at_hand(folder):
    """Return whether Pyodide need not be downloaded: it is named, or in `folder` since earlier."""
    return given_folder() is not None or (folder / LOCK).exists()


def downloaded(pins, folder):
    """Bring Pyodide from its release address into `folder`, unless it is there, and return that.

    Parameters
    ----------
    pins : dict
        ``version``, ``address`` and ``sha256`` of the files without which nothing runs.
    folder : Path
    """
    if (folder / LOCK).exists():
        return folder
    print(
        f"bringing Pyodide {pins['version']} from {pins['address']}: some hundred megabytes, once"
    )
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with (
            urllib.request.urlopen(pins["address"], timeout=60) as response,
            tarfile.open(fileobj=response, mode="r|bz2") as archive,
        ):
            for member in archive:
                if member.isfile():
                    with (part / Path(member.name).name).open("wb") as file:
                        shutil.copyfileobj(archive.extractfile(member), file)
    except (urllib.error.URLError, TimeoutError, tarfile.TarError, EOFError) as error:
        raise SystemExit(
            f"Pyodide could not be brought from {pins['address']}: {error}. Try again, or unpack "
            f"that file yourself and name its folder: {VARIABLE}=folder make lite."
        ) from error
    check(part, LOCK, pins["sha256"][LOCK])
    return part.rename(folder)


def copy(source, target, roots, pins):
    """Copy Python and some packages, with all that they need; return the lock file of these.

    Parameters
    ----------
    source, target : Path
        The folder of a Pyodide distribution, and where to.
    roots : iterable of str
        Names of packages.
    pins : dict
        As for ``downloaded``.

    Returns
    -------
    dict
        As Pyodide's: ``info``, and ``packages`` by their names.
    """
    for name, sha256 in pins["sha256"].items():
        if name != LOCK:
            _copy_one(source, target, name, sha256)
    lock = json.loads((source / LOCK).read_text(encoding="utf-8"))
    packages = _with_their_needs(lock["packages"], roots)
    for entry in packages.values():
        _copy_one(source, target, entry["file_name"], entry["sha256"])
    return lock | {"packages": packages}


def check(folder, name, sha256):
    """Raise ``SystemExit`` unless a file has this sha256."""
    path = folder / name
    if not path.exists():
        raise SystemExit(f"{path} is missing: it belongs to Pyodide.")
    if sha256_of(path) != sha256:
        raise SystemExit(
            f"{path} is not the file that was tested with the course: take Pyodide as "
            "tools/lite/versions.toml names it."
        )


def sha256_of(path):
    """Return the sha256 of a file, as its lock file writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def settled(name):
    """Return the name of a package in the one form in which it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _copy_one(source, target, name, sha256):
    check(source, name, sha256)
    shutil.copy(source / name, target)


def _with_their_needs(packages, roots):
    by_name = {settled(name): entry for name, entry in packages.items()}
    kept, waiting = {}, sorted(map(settled, roots))
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        if name not in by_name:
            raise SystemExit(
                f"Pyodide has no package {name}, which nnlib needs: add it under [browser] in "
                "tools/lite/versions.toml."
            )
        kept[name] = by_name[name]
        waiting += map(settled, by_name[name]["depends"])
    return dict(sorted(kept.items()))
