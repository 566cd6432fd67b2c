"""Slides, answer keys and handouts are made where nothing but their own requirements is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tools.flow import has_slides
from tools.save_notebooks import NOTEBOOKS
from tools.wheel import uv

ROOT = Path(__file__).parent.parent
LEFT_OUT = (".*", "build", "my_course", "__pycache__", "*.egg-info")
ALL = {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
WITH_SLIDES = {
    path.stem for path in NOTEBOOKS.glob("*.ipynb") if has_slides(nbformat.read(path, as_version=4))
}
# As a computer in Windows' own setting: neither texts nor prints are UTF-8 unless one says so.
ANOTHER_ENCODING = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a copy of the project in a folder whose name has spaces."""
    copy = tmp_path_factory.mktemp("making") / "A folder of mine"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return copy


@pytest.fixture(scope="module")
def python(project):
    """Return the Python of a new environment with the requirements of the tools."""
    environment = project / ".venv"
    uv("venv", "--quiet", "--python", sys.executable, environment)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    subprocess.run([*install, "-r", "tools/requirements.txt"], cwd=project, check=True)
    return python


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "module", "made"),
    [
        ("slides", "make_slides", WITH_SLIDES),
        ("answers", "make_answers", ALL),
        ("handout", "make_handout", WITH_SLIDES),
    ],
)
def test_each_is_made_with_the_tools_requirements_alone(project, python, what, module, made):
    own = {name: os.environ[name] for name in os.environ if not name.startswith("PYTHON")}
    done = subprocess.run(
        [python, "-m", f"tools.{module}"],
        cwd=project,
        env=own | ANOTHER_ENCODING,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    pages = {path.stem: path for path in (project / "build" / what).iterdir()}
    assert set(pages) == made
    for name, path in pages.items():
        words = path.read_text(encoding="utf-8")
        assert words.startswith("<!DOCTYPE html>"), name
        assert "·" in words or not name[0].isdigit()


@pytest.mark.slow
def test_nothing_of_the_tests_is_there(python):
    looked = (
        "import importlib.util as u; print(*map(u.find_spec, ['pytest', 'playwright', 'keras']))"
    )
    found = subprocess.run([python, "-c", looked], capture_output=True, encoding="utf-8")
    assert found.stdout.split() == ["None", "None", "None"]
