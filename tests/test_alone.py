"""A notebook alone: what it says where the course is not installed, and what the wheel holds."""

import os
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest

from tools.make_badges import WHEEL
from tools.save_notebooks import NOTEBOOKS
from tools.wheel import ROOT, uv


def first_cell():
    """Return the code of the first cell, which all notebooks share."""
    found = set()
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        found.add(next(cell.source for cell in cells if cell.cell_type == "code"))
    (source,) = found
    return source


def last_line_of(folder):
    """Return the last line that the first cell writes where only `folder` has packages."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", first_cell()],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return done.stderr.strip().rpartition("\n")[2]


def test_the_first_cell_is_quiet_with_the_package_and_names_what_is_missing_without(tmp_path):
    assert last_line_of(ROOT) == ""
    missing = "ImportError: The course's package is missing: open the line above this cell."
    assert last_line_of(tmp_path) == missing


@pytest.mark.parametrize("as_a_folder_alone", [False, True])
def test_a_strangers_package_is_named(tmp_path, as_a_folder_alone):
    package = tmp_path / "nnlib"
    package.mkdir()
    if not as_a_folder_alone:
        (package / "__init__.py").write_text('"""Another library."""\n', encoding="utf-8")
    said = last_line_of(tmp_path)
    assert said.startswith("ImportError: A stranger's nnlib is in ")
    assert repr(str(package)) in said
    assert said.endswith(": open the line above this cell.")


def test_the_wheel_holds_the_package_its_tables_and_the_lessons_alone(alone):
    assert alone.wheel.name == WHEEL
    files = {name for name in zipfile.ZipFile(alone.wheel).namelist() if ".dist-info/" not in name}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "nnlib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    lessons = {f"nnlib/notebooks/{path.name}" for path in NOTEBOOKS.glob("*.ipynb")}
    assert files == there | lessons | {"nnlib/notebooks/PYTHON_ERRORS.md"}


@pytest.mark.slow
def test_every_notebook_runs_where_the_wheel_alone_was_installed(alone, tmp_path):
    environment, folder = tmp_path / "environment", tmp_path / "Mein Ordner für Übungen"
    folder.mkdir()
    for path in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(path, folder)
    uv("venv", "--python", sys.executable, environment)
    pinned = ROOT / "constraints.txt"
    wheel = f"one-neuron-at-a-time[lab,keras] @ {alone.wheel.as_uri()}"
    uv("pip", "install", "--python", environment, "--constraints", pinned, wheel)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "."],
        cwd=folder, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
