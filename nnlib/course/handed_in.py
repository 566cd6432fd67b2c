"""What pupils hand in: folders or archives, read without running anything of them.

Whatever is in there was written by strangers. Links are not followed, nothing is unpacked, and no
file is read that is larger than one of the course can be.
"""

import os
import stat
import zipfile
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from nnlib import progress
from nnlib.course.copies import CHECK, DamagedError, parsed

MOST_BYTES = 30_000_000  # of one file
MOST_FILES = 2_000  # of one pupil
RIGHT, WRONG = "✔", "✘ Not yet."
STUCK = "\n  Stuck?"  # follows what is said to a wrong answer


class Work(NamedTuple):
    """What a pupil has done: what is kept of each exercise, and sentences on what was not read."""

    exercises: dict
    problems: list


def read(path):
    """Return the ``Work`` in a pupil's folder or archive: what progress says, else the lessons."""
    try:
        found = list(_in_archive(path) if path.is_file() else _in_folder(path))
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        return Work({}, [f"It cannot be read ({type(error).__name__})."])
    problems = [f"{name} is larger than anything of the course, so it is left out."
                for name, content in found if content is None]  # fmt: skip
    readable = [(name, content) for name, content in found if content is not None]
    work = _of_progress(readable, problems)
    return _of_lessons(readable, problems) if work is None else work


def _of_progress(found, problems):
    """Return the ``Work`` of a pupil whose progress can be read, or ``None``."""
    for name, content in sorted(found, key=lambda each: each[0].count("/")):
        if name.rpartition("/")[2] == progress.NAME:
            try:
                return Work(progress.parsed(content, name)["exercises"], problems)
            except progress.UnreadableError as problem:
                problems.append(str(problem))
    return None


def _of_lessons(found, problems):
    """Return the ``Work`` of a pupil by what the lessons have saved."""
    exercises = {}
    for name, content in sorted(found):
        if name.endswith(".ipynb"):
            try:
                exercises |= _answers(parsed(content, name))
            except DamagedError as problem:
                problems.append(str(problem))
            except (TypeError, AttributeError):  # a notebook, but with strange things in it
                problems.append(f"{name} is no lesson of the course.")
    if not exercises and not problems:
        problems.append(f"There is neither a {progress.NAME} nor a lesson with answers.")
    return Work(exercises, problems)


def _answers(notebook):
    """Return what the saved outputs of a notebook say of its exercises."""
    found = {}
    for cell in notebook["cells"]:
        checked = CHECK.search(cell["source"]) if cell.get("cell_type") == "code" else None
        said = "".join(map(_text, cell.get("outputs") or [])) if checked else ""
        if said.startswith((RIGHT, WRONG)):
            right = said.startswith(RIGHT)
            message = said.removeprefix(WRONG).partition(STUCK)[0]
            wrong = {} if right else {progress.first_sentence(message): 1}
            name = checked[0].removesuffix(".check(")
            found[name] = {"right": right, "tries": 1, "hints": 0, "said": wrong}
    return found


def _text(output):
    text = output.get("text", "")
    return text if isinstance(text, str) else "".join(text)


def _in_folder(path):
    """Yield names and contents of the files that count; ``None`` for one that is too large."""
    files = (Path(folder, name) for folder, _, names in os.walk(path) for name in sorted(names))
    for file in islice(files, MOST_FILES):
        about, name = file.lstat(), file.relative_to(path).as_posix()
        if _counts(name) and stat.S_ISREG(about.st_mode):
            yield name, file.read_bytes() if about.st_size <= MOST_BYTES else None


def _in_archive(path):
    """Yield the same of an archive."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist()[:MOST_FILES]:
            if _counts(entry.filename):
                with archive.open(entry) as opened:  # what it says of its size may be a lie
                    content = opened.read(MOST_BYTES + 1)
                yield entry.filename, content if len(content) <= MOST_BYTES else None


def _counts(name):
    last = name.rpartition("/")[2]
    return last == progress.NAME or (last.endswith(".ipynb") and ".ipynb_checkpoints" not in name)
