"""The lessons as they come with the course, and the work that somebody may have done in them."""

import subprocess
from pathlib import Path
from typing import NamedTuple

from nnlib import files
from nnlib.course.copies import DamagedError, parsed, sources

LESSONS = "[0-9py]*.ipynb"
PAGES = ("PYTHON_ERRORS.md", "GLOSSARY.md")  # to which lessons lead
SECONDS = 20  # that Git may think


class Lesson(NamedTuple):
    """A lesson: the name of its file, its notebook, and somebody's work in that very file."""

    name: str
    notebook: dict
    work: dict | None = None

    @property
    def title(self):
        """The words of its first heading."""
        return self.notebook["cells"][0]["source"].partition("\n")[0].removeprefix("# ")

    @property
    def promise(self):
        """What it says of itself, in a sentence."""
        return self.notebook["cells"][0]["source"].split("\n\n")[1]


def folder():
    """Return the folder of the lessons: beside this package, or in it if it came as a wheel."""
    package = Path(__file__).parent.parent
    for place in (package / "notebooks", package.parent / "notebooks"):
        if any(place.glob(LESSONS)):
            return place
    raise FileNotFoundError(
        f"The lessons are not where this course was installed ({package.parent}): install it again."
    )


def as_they_are():
    """Return every ``Lesson`` as it stands in its file."""
    paths = sorted(folder().glob(LESSONS))
    return [Lesson(path.name, parsed(files.read(path), path.name)) for path in paths]


def lessons():
    """Return every ``Lesson`` as the course gave it, and sentences on what cannot be read.

    What Git says was changed since then is somebody's work.
    """
    place = folder()
    changed, found, said = changed_by_somebody(place), [], []
    for path in sorted(place.glob(LESSONS)):
        original = _committed(path) if path.name in changed else None
        work = None
        if original is not None:
            try:
                work = parsed(files.read(path), f"{place.name}/{path.name}")
            except DamagedError as problem:
                said.append(f"{problem} It stays as it is; your copy comes from the original.")
        notebook = parsed(files.read(path) if original is None else original, path.name)
        if work is not None and sources(work) == sources(notebook):
            work = None  # it was run, and not written in
        found.append(Lesson(path.name, notebook, work))
    return found, said


def changed_by_somebody(place):
    """Return the names of the lessons in which Git sees changes; none where there is no Git."""
    said = _git(place, "diff", "--name-only", "--relative", "-z", "HEAD", "--", ".")
    return set(_names(said))


def added_by_somebody(place):
    """Return the paths of notebooks among the lessons that Git does not know."""
    said = _git(place, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.ipynb")
    return [place / name for name in _names(said)]


def _committed(path):
    """Return the bytes of a lesson as the course gave it, or ``None`` if Git does not know."""
    return _git(path.parent, "show", f"HEAD:./{path.name}")


def _names(said):
    return sorted(filter(None, (said or b"").decode(errors="replace").split("\0")))


def _git(place, *words):
    """Return what Git prints, or ``None``."""
    try:
        done = subprocess.run(
            ["git", "-C", place, *words], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
