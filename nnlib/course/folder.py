"""The folder of a learner's copies: made where it is missing, brought up to date, never lost.

A copy in which somebody has written or run anything is never written over. What is new comes beside
it, or, when it is asked for, into its place, and the old one gets a name with the date.
"""

import contextlib
import hashlib
import os

from nnlib import files, progress
from nnlib.course import originals
from nnlib.course.copies import (
    CONTENTS,
    DamagedError,
    as_bytes,
    as_made,
    copy_of,
    fingerprint,
    is_untouched,
    parsed,
)

MADE_BY_US = "<!-- {} -->\n"  # the first line of a page: the mark of what stands below it
RESTORE = "To have the original back there: git checkout -- {}"
TITLE = """# One neuron at a time

Your own copies of the lessons. The course never writes over one in which you have written.

"""
KEEPING = """
**Your work** is all in this folder: the lessons, `progress.json`, and what the lessons write, in \
`my_files`. To take it to another computer, take the folder; a cell with \
`from nnlib import course` and `course.pack()` makes one file of it to download.

**To begin a lesson afresh**: `one-neuron --fresh 2` in a terminal. Your old copy stays, under a \
name with the date. **What have I done?** `one-neuron progress`, or the last cell of any lesson.

[Red text in place of a result: what Python's errors mean](PYTHON_ERRORS.md)
"""


def find(here):
    """Return the nearest folder of copies, in this folder or above; else where it would be."""
    for place in (here, *here.parents):
        if place.name == progress.FOLDER and place.is_dir():
            return place
        if (place / progress.FOLDER).is_dir():
            return place / progress.FOLDER
    lessons = originals.folder()
    inside = here == lessons or lessons in here.parents
    return (lessons.parent if inside else here) / progress.FOLDER


def bring_up_to_date(place):
    """Make what is missing in the folder, and renew what nobody has touched.

    Returns
    -------
    list of str
        Sentences for the learner.
    """
    found, said = originals.lessons()
    files.make_folder(place)
    return said + _Copies(place).renew(found)


def begin_afresh(place, lesson):
    """Put a new copy of a lesson into its place; return a sentence on where the old one is now."""
    path = place / lesson.name
    said = f"{path.name} is as new."
    if os.path.lexists(path):
        aside = progress.free_name(path)
        path.rename(aside)
        said = f"{path.name} is as new. Yours is now {aside.name}."
    write(path, copy_of(lesson.notebook, path.stem))
    return said


def left_off(place, lessons):
    """Return the lesson in which the learner has worked last; the first one if in none."""
    touched = []
    for lesson in lessons:
        path = place / lesson.name
        with contextlib.suppress(OSError, ValueError):
            if not is_untouched(parsed(files.read(path), path.name)):
                touched.append((path.stat().st_mtime, lesson))
    return max(touched, key=lambda each: each[0])[1] if touched else lessons[0]


def write(path, notebook):
    """Write a notebook, whole or not at all."""
    files.write_whole({path: as_bytes(notebook)})


class _Copies:
    """The copies in a folder, and what has been laid beside them before."""

    def __init__(self, place):
        self._place = place
        self._offered = set()
        with contextlib.suppress(progress.UnreadableError):
            self._offered = set(progress.read(place / progress.NAME)["offered"])
        self._new = []
        self._said = []

    def renew(self, lessons):
        """Bring all of them up to date; return sentences."""
        for lesson in lessons:
            self._renew(lesson)
        self._pages(lessons)
        if self._new:
            self._note_what_is_new()
        return self._said

    def _note_what_is_new(self):
        """Keep what lies beside copies now, so that it is not laid there again."""
        with contextlib.suppress(progress.LaterVersionError):
            progress.update(self._place, lambda kept: kept["offered"].extend(self._new))

    def _renew(self, lesson):
        path = self._place / lesson.name
        fresh = copy_of(lesson.notebook, path.stem)
        there = self._there(path)
        if there is None or (is_untouched(there) and as_made(there) != as_made(fresh)):
            write(path, fresh)
            there = fresh
        elif as_made(there) != as_made(fresh) and self._is_new(as_made(fresh)):
            beside = self._beside(path, "new")
            write(beside, fresh)
            self._said.append(
                f"{path.name} has been renewed. Yours stays as it is; the new one is {beside.name}."
            )
        if lesson.work is not None:
            self._take_over(path, there, copy_of(lesson.work, path.stem, made_from=fresh))

    def _take_over(self, path, there, work):
        """Make a copy of work that was done in the original itself."""
        if not self._is_new(fingerprint(work)):
            return
        target = path if is_untouched(there) else self._beside(path, "from_notebooks")
        write(target, work)
        original = originals.folder() / path.name
        self._said.append(
            f"Your work in {original} is now in {target.name}. {RESTORE.format(original)}"
        )

    def _there(self, path):
        """Return the copy that is there, or ``None``; a damaged one is set aside."""
        try:
            return parsed(files.read(path), path.name)
        except FileNotFoundError:
            return None
        except DamagedError as problem:
            aside = progress.free_name(path, "damaged")
            path.rename(aside)
            self._said.append(f"{problem} It is now {aside.name}; {path.name} is as new.")
            return None

    def _is_new(self, mark):
        """Return whether this was not laid beside a copy before, and note that it is now."""
        if mark in self._offered:
            return False
        self._offered.add(mark)
        self._new.append(mark)
        return True

    def _beside(self, path, word):
        """Return a path beside a copy where nothing is, or only a copy that nobody has touched."""
        for number in range(1, 10_000):
            ending = "" if number == 1 else f"_{number}"
            beside = path.with_name(f"{path.stem}_{word}{ending}.ipynb")
            if not os.path.lexists(beside):
                return beside
            with contextlib.suppress(OSError, ValueError):
                if is_untouched(parsed(files.read(beside), beside.name)):
                    return beside
        raise FileExistsError(f"there are thousands of files beside {path}: delete some of them.")

    def _pages(self, lessons):
        """Write the pages to which lessons lead, unless somebody has written in them."""
        rows = "".join(f"- [{each.title}]({each.name}): {each.promise}\n" for each in lessons)
        pages = {CONTENTS: TITLE + rows + KEEPING}
        for name in originals.PAGES:
            pages[name] = files.read(originals.folder() / name).decode()
        for name, text in pages.items():
            path, page = self._place / name, f"{MADE_BY_US.format(_mark(text))}{text}".encode()
            if _is_older(path, page):
                files.write_whole({path: page})


def _is_older(path, page):
    """Return whether a page is missing, or still as the course wrote it once, and not this one."""
    try:
        there = files.read(path)
    except FileNotFoundError:
        return True
    first, _, rest = there.decode(errors="replace").partition("\n")
    return there != page and f"{first}\n" == MADE_BY_US.format(_mark(rest))


def _mark(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]
