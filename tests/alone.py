"""An environment in which the course is installed from its wheel, and a folder far from here."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import NamedTuple

from tools.wheel import build_wheel, uv

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
