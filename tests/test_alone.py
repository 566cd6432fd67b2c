"""A notebook alone: what it says where the course is not installed, and what the wheel holds."""

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from threading import Timer

import nbformat
import pytest

from nnlib.course.copies import as_bytes, copy_of, parsed
from nnlib.course.originals import PAGES
from tools.make_badges import WHEEL
from tools.save_notebooks import NOTEBOOKS
from tools.wheel import ROOT, uv

SECONDS_TO_START = 60


def where_only_the_wheel_is():
    """Return the environment without what would bring another nnlib."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


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
    assert files == there | lessons | {f"nnlib/notebooks/{name}" for name in PAGES}


def test_the_command_makes_copies_in_an_empty_folder(alone, tmp_path):
    done = subprocess.run(
        [alone.python.with_name("one-neuron"), "copies"],
        cwd=tmp_path, env=where_only_the_wheel_is(),
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    place = tmp_path / "my_course"
    assert done.stdout == f"Your copies of the lessons are in {place}, made just now.\n"
    for path in NOTEBOOKS.glob("*.ipynb"):
        copy = as_bytes(copy_of(parsed(path.read_bytes(), path.name)))
        assert (place / path.name).read_bytes() == copy
    assert (place / "PYTHON_ERRORS.md").exists()


@pytest.mark.slow
def test_the_command_opens_jupyterlab_on_a_lesson(alone, tmp_path):
    settings = tmp_path / "settings"
    settings.mkdir()
    allow = '{"ServerApp": {"allow_root": true, "open_browser": false}}'
    (settings / "jupyter_server_config.json").write_text(allow, encoding="utf-8")
    own = {name: str(settings) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    command = [alone.python.with_name("one-neuron"), "--lesson", "2", "--no-browser"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=where_only_the_wheel_is() | own,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        limit = Timer(SECONDS_TO_START, server.kill)
        limit.start()
        log = ""
        while not (pid := re.search(r"jpserver-(\d+)-open.html", log)) and server.poll() is None:
            log += server.stderr.readline()
        os.kill(int(pid[1]), signal.SIGTERM)
        log += server.communicate()[1]
        limit.cancel()
    assert "/lab/tree/02_two_layer_xor.ipynb?token=" in log
    assert f"from local directory: {tmp_path / 'my_course'}\n" in log


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
