"""Build the course's wheel from a copy of its files, where no older build lies about."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ("README.md", "LICENSE", "pyproject.toml", "nnlib")  # what a wheel is made of
LESSONS = ("notebooks",)  # travel in it, but not to the site, which has them already
# By running them: no part of the course.
MADE = {"__pycache__", ".ipynb_checkpoints", "my_files", "my_course"}


def build_wheel(folder, names=PACKAGE + LESSONS):
    """Build the wheel of these files into an empty folder and return its path."""
    source = folder / "source"
    copy_files(names, source)
    uv("build", "--wheel", "--out-dir", folder, source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def copy_files(names, folder):
    """Copy these files and folders of the project into `folder`."""
    for path in files_of(names):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, target)


def files_of(names):
    """Return the paths of all files in these files and folders, relative to the project's own."""
    paths = [ROOT / name for name in names]
    found = [each for path in paths for each in ([path] if path.is_file() else path.rglob("*"))]
    relative = (path.relative_to(ROOT) for path in found if path.is_file())
    return sorted(path for path in relative if not MADE & set(path.parts))


def uv(*arguments):
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True)
