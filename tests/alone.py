"""An environment in which the course is installed from its wheel, and a folder far from here."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
WHAT_A_WHEEL_IS_MADE_FROM = ("pyproject.toml", "README.md", "LICENSE", "nnlib")
FOLDER = "Mein Ordner für Übungen"


class Alone(NamedTuple):
    """Where a learner has the wheel and one notebook, and nothing else of the course."""

    python: Path
    folder: Path
    wheel: Path

    def copy_of(self, notebook):
        """Return the path of a notebook's copy, alone in a folder of its own."""
        folder = self.folder / notebook.stem
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(notebook, folder))


def build_wheel(folder):
    """Build the wheel and return its path; the project's own folder stays as it is."""
    source = folder / "source"
    source.mkdir()
    for name in WHAT_A_WHEEL_IS_MADE_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    uv("build", "--wheel", "--out-dir", folder, source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install_alone(folder):
    """Install the wheel into a new environment, which borrows the other packages from this one."""
    wheel = build_wheel(folder)
    environment = folder / "environment"
    venv.create(environment, symlinks=sys.platform != "win32")
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    uv("pip", "install", "--no-deps", "--python", environment, wheel)
    found = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, encoding="utf-8",
    ).stdout.strip()  # fmt: skip
    # What a .pth file adds comes last, and has no editable installation in it.
    borrowed = Path(found) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Alone(python, folder / FOLDER, wheel)


def uv(*arguments):
    subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True)
