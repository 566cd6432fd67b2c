"""Put Python for the browser, and all its packages as one archive, into a folder of the site.

What is imported at the start is compiled here, for that is most of the time that Python takes to
begin.
"""

import gzip
import json
import re
import subprocess
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import pyodide
from tools.wheel import ROOT

OURS = ROOT / "tools" / "lite" / "python"
START = "start.mjs"  # what JupyterLite takes for Pyodide
STANDARD = "python_stdlib.zip"
PART = 4_000_000  # bytes: one by one they are kept, and told of
FIRST = ("piplite.piplite", "pyodide_kernel", "nnlib.explorers.by_hand")  # what every page needs
SOON = ("nnlib.plots", "nnlib.image_plots", "nnlib.explorers.neuron")  # and these a cell later
WHOLE = "nnlib"  # all of it will be imported, and learners may look at its source
OF_THE_PAGE = {"jupyterlab-widgets", "widgetsnbextension"}  # not Python: the site itself has them
# What never runs, stubs but those by which jedi completes Python's own, and what Matplotlib once
# needed.
LEFT_OUT = re.compile(
    r"/tests?/|\.(?:c|h|pxd|pyx|lib|a)$|^matplotlib/mpl-data/sample_data/|\.data/"
    r"|^(?!jedi/third_party/typeshed/stdlib/(?!2/)).*\.pyi$|^pytz"
)


def lay_out(source, folder, wheels, pins, node):
    """Put Python and all that it needs into a folder.

    Parameters
    ----------
    source : Path
        The folder of a Pyodide distribution.
    folder : Path
        Where to; it is made.
    wheels : list of Path
        Of packages that Pyodide does not have.
    pins : dict
        As for ``tools.pyodide.downloaded``.
    node : list of str
        The command that runs a script of JavaScript.
    """
    folder.mkdir(parents=True)
    known = dict(map(name_and_needs, wheels))
    needs = set().union(*known.values()) - set(known)
    lock = pyodide.copy(source, folder, needs | pyodide.OF_THE_KERNEL, pins)
    taken = [folder / entry["file_name"] for entry in lock["packages"].values()]
    files = files_of([*taken, *wheels])
    for path in taken:
        path.unlink()
    major, minor = lock["info"]["python"].split(".")[:2]
    library = f"/lib/python{major}.{minor}/site-packages/"
    compiled = compile_imported(folder, files, lock["info"], node)
    renew(folder / STANDARD, compiled, f"/lib/python{major}{minor}.zip/")
    put_compiled(files, compiled, library)
    listed, archive = packed(files, library)
    parts = {
        f"packages-{number}.bin": archive[at : at + PART]
        for number, at in enumerate(range(0, len(archive), PART))
    }
    for name, data in parts.items():
        (folder / name).write_bytes(data)
    about = {"info": lock["info"], "first": FIRST, "parts": list(parts), "list": listed}
    (folder / "packages.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / START).write_bytes((OURS / START).read_bytes())


def packed(files, place):
    """Return the paths and sizes of files that are to lie in a place, and their archive."""
    ordered = sorted(files.items())
    listed = [(f"{place}{name}", len(data)) for name, data in ordered]
    return listed, gzip.compress(b"".join(data for _, data in ordered), mtime=0)


def files_of(wheels):
    """Return the content of all files of these wheels that may be needed, by their paths."""
    files = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and not LEFT_OUT.search(name):
                    files[name] = archive.read(name)
    return files


def compile_imported(folder, files, info, node):
    """Return what was compiled, by the paths that Python gives it.

    Parameters
    ----------
    folder : Path
        Where Python itself lies.
    files : dict of str to bytes
        The packages.
    info : dict
        What the lock file says of Python.
    node : list of str
    """
    with TemporaryDirectory() as packages, TemporaryDirectory() as target:
        for name, data in files.items():
            path = Path(packages, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        command = [*node, OURS / "compile.mjs", folder, packages, target, json.dumps(info),
                   OURS / "compile_imported.py", WHOLE, *FIRST, *SOON]  # fmt: skip
        done = subprocess.run(command, encoding="utf-8", capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"{done.stdout}{done.stderr}\nPython could not begin: see above.")
        return {
            f"/{path.relative_to(target).as_posix()}": path.read_bytes()
            for path in Path(target).rglob("*.pyc")
        }


def renew(path, compiled, place):
    """Put what was compiled into the archive of the standard library."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    put_compiled(files, compiled, place)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def put_compiled(files, compiled, place):
    """Put what was compiled in the place of its source, or as a cache beside it.

    Without their sources packages are smaller, and errors show no lines of them.
    """
    for path, code in compiled.items():
        if path.startswith(place):
            name = path.removeprefix(place)
            files[name] = code
            files.pop(name.removesuffix("c"), None)


def name_and_needs(wheel):
    """Return the name of a wheel's package and the names of those that it needs."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = HeaderParser().parsestr(archive.read(metadata).decode())
    needs = [line for line in about.get_all("Requires-Dist", []) if "extra ==" not in line]
    depends = {pyodide.settled(re.match(r"[\w.-]+", line)[0]) for line in needs} - OF_THE_PAGE
    return pyodide.settled(about["Name"]), depends
