"""What pupils hand in: folders or archives, read without running anything of them.

Whatever is in there was written by strangers. Links are not followed, nothing is unpacked, files
are read one at a time, and none that is larger than one of the course can be.
"""

import contextlib
import os
import re
import stat
import zipfile
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from nnlib import progress
from nnlib.course.copies import CHECK, DamagedError, parsed

MOST_BYTES = 10_000_000  # of one file; a lesson of the course has up to two million
MOST_IN_ALL = 100_000_000  # of one pupil
MOST_FILES = 2_000
VERDICT = re.compile(r"^(?:(✔ (?:Right|Done)\.)|✘ Not yet\.)", flags=re.M)
STUCK = "\n  Stuck?"  # follows what is said to a wrong answer
NOBODYS = re.compile(r"\.[^.].*|__MACOSX")  # hidden, as what a Mac puts beside each file


class Work(NamedTuple):
    """What a pupil has done: what is kept of each exercise, and sentences on what was not read."""

    exercises: dict
    problems: list


def read(path):
    """Return the ``Work`` in a pupil's folder or archive: what progress says, else the lessons."""
    problems = []
    try:
        with _opened(path) as files:
            work = _of_progress(files, problems)
            return _of_lessons(files, problems) if work is None else work
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        return Work({}, [f"It cannot be read ({type(error).__name__})."])


def is_somebodys(name):
    """Return whether a file or folder of this name is a person's own, and none of the system."""
    return NOBODYS.fullmatch(name) is None


def _of_progress(files, problems):
    """Return the ``Work`` of a pupil whose progress can be read, or ``None``."""
    found = [name for name in files if _last(name) == progress.NAME]
    for name, content in _contents(files, sorted(found, key=_depth), problems):
        try:
            return Work(progress.parsed(content, name)["exercises"], problems)
        except progress.UnreadableError as problem:
            problems.append(str(problem))
    return None


def _of_lessons(files, problems):
    """Return the ``Work`` of a pupil by what the lessons have saved."""
    exercises = {}
    found = sorted(name for name in files if name.endswith(".ipynb"))
    for name, content in _contents(files, found, problems):
        try:
            exercises |= _answers(parsed(content, name))
        except DamagedError as problem:
            problems.append(str(problem))
        except (TypeError, AttributeError):  # a notebook, but with strange things in it
            problems.append(f"{name} is no lesson of the course.")
    if not exercises and not problems:
        problems.append(f"There is neither a {progress.NAME} nor a lesson with answers.")
    return Work(exercises, problems)


def _contents(files, names, problems):
    """Yield names and contents, one at a time, and say what is too large."""
    left = MOST_IN_ALL
    for name in names:
        with files[name]() as file:  # what an archive says of sizes may be a lie
            content = file.read(MOST_BYTES + 1)
        left -= len(content)
        if left < 0:
            problems.append(f"It holds more than a course can: {name} and more were left out.")
            return
        if len(content) > MOST_BYTES:
            problems.append(f"{name} is larger than anything of the course, so it is left out.")
        else:
            yield name, content


def _answers(notebook):
    """Return what the saved outputs of a notebook say of its exercises."""
    found = {}
    for cell in notebook["cells"]:
        checked = CHECK.search(cell["source"]) if cell.get("cell_type") == "code" else None
        said = "".join(map(_text, cell.get("outputs") or [])) if checked else ""
        verdicts = list(VERDICT.finditer(said))
        if verdicts:
            right = verdicts[-1][1] is not None
            message = said[verdicts[-1].end() :].partition(STUCK)[0]
            wrong = {} if right else {progress.first_sentence(message): 1}
            name = checked[0].removesuffix(".check(")
            found[name] = {"right": right, "tries": 1, "hints": 0, "said": wrong}
    return found


def _text(output):
    text = output.get("text", "")
    return text if isinstance(text, str) else "".join(text)


@contextlib.contextmanager
def _opened(path):
    """Give the files that count, in a folder or an archive: by name, a function to open each."""
    if not path.is_file():
        yield dict(_in_folder(path))
        return
    with zipfile.ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if _counts(each.filename)][:MOST_FILES]
        yield {entry.filename: partial(archive.open, entry) for entry in entries}


def _in_folder(path):
    files = (Path(folder, name) for folder, _, names in os.walk(path) for name in sorted(names))
    for file in islice(files, MOST_FILES):
        name = file.relative_to(path).as_posix()
        if _counts(name) and stat.S_ISREG(file.lstat().st_mode):
            yield name, partial(file.open, "rb")


def _counts(name):
    """Return whether a file is a pupil's progress or a lesson of theirs."""
    is_one = _last(name) == progress.NAME or name.endswith(".ipynb")
    return is_one and all(map(is_somebodys, name.split("/")))


def _last(name):
    return name.rpartition("/")[2]


def _depth(name):
    return name.count("/")
