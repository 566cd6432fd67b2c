"""The folder of a learner's copies: made where it is missing, brought up to date, never lost.

A copy in which somebody has written or run anything is never written over. What is new comes beside
it, or, when it is asked for, into its place, and the old one gets a name with the date.
"""

import contextlib
import hashlib
import os
from functools import partial

from nnlib import files, progress
from nnlib.course import originals
from nnlib.course.copies import (
    CONTENTS,
    DamagedError,
    as_bytes,
    as_made,
    copy_of,
    copy_of_work,
    edition,
    fingerprint,
    is_untouched,
    parsed,
)

MADE_BY_US = "<!-- {} -->\n"  # the first line of a page: the mark of what stands below it
NEW, FROM = "new", "from_notebooks"  # in the names of what lies beside an edited copy
RESTORE = "To have the original back there: git checkout -- {}"
TITLE = """# One neuron at a time

Your own copies of the lessons. The course never writes over one in which you have written.

## The lessons

"""
KEEPING = """
## Your work

It is all in this folder: the lessons, `progress.json`, and what the lessons write, in \
`my_files`. To take it to another computer, take the folder; a cell with \
`from nnlib import course` and `course.pack()` makes one file of it to download. To bring that \
file back, drag it into this folder, and run `course.unpack()` in the same way.

**To begin a lesson afresh**: `one-neuron --fresh 2` in a terminal; your old copy stays, under a \
name with the date. Where Python runs in the browser, rename your copy, and reload the page.

**What have I done?** The last cell of a lesson says it; `course.progress()` says it of all.

[An error message in place of a result: what Python's errors mean](PYTHON_ERRORS.md)

[The words of the course, each in a sentence](GLOSSARY.md)
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


def bring_up_to_date(place, lessons):
    """Make what is missing in the folder, and renew what nobody has touched.

    Parameters
    ----------
    place : Path
    lessons : list of Lesson

    Returns
    -------
    list of str
        Sentences for the learner.
    """
    files.make_folder(place)
    return _Copies(place).renew(lessons)


def begin_afresh(place, lesson):
    """Put a new copy of a lesson into its place; return a sentence on where the old one is now."""
    path, fresh = place / lesson.name, copy_of(lesson.notebook)
    said = f"{path.name} is as new."
    if os.path.lexists(path) and not untouched(path):
        aside = progress.free_name(path)
        files.rename(path, aside)
        said = f"{path.name} is as new. Yours is now {aside.name}."
    write(path, fresh)
    for beside in place.glob(f"{path.stem}_{NEW}*.ipynb"):  # where the same was on offer
        if untouched(beside) == as_made(fresh):
            files.remove(beside)
    return said


def left_off(place, lessons):
    """Return the lesson in which the learner has worked last; the first one if in none."""
    touched = []
    for lesson in lessons:
        path = place / lesson.name
        if path.is_file() and not untouched(path):
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
        others = originals.added_by_somebody(originals.folder())
        steps = [*(partial(self._renew, lesson) for lesson in lessons),
                 *(partial(self._take_along, path) for path in others),
                 partial(self._pages, lessons), self._keep_what_is_new]  # fmt: skip
        for step in steps:
            try:
                step()
            except (OSError, ValueError) as problem:  # with one file; the others are well
                self._said.append(str(problem))
        return self._said

    def _keep_what_is_new(self):
        """Keep what lies beside copies now, so that it is not laid there again."""
        if self._new:
            progress.update(self._place, lambda kept: kept["offered"].extend(self._new))

    def _renew(self, lesson):
        path = self._place / lesson.name
        fresh = copy_of(lesson.notebook)
        there = self._there(path)
        if there is None or (is_untouched(there) and as_made(there) != as_made(fresh)):
            write(path, fresh)
            there = fresh
        elif edition(fresh) not in {edition(there), *self._offered}:
            beside = self._beside(path, NEW)
            self._write(beside, fresh, edition(fresh))
            self._said.append(
                f"{path.name} has been renewed. Yours stays as it is; the new one is {beside.name}."
            )
        if lesson.work is not None:
            self._take_over(path, there, copy_of_work(lesson.work, lesson.notebook))

    def _take_over(self, path, there, work):
        """Make a copy of work that was done in the original itself."""
        if fingerprint(work) in self._offered:
            return
        target = path if is_untouched(there) else self._beside(path, FROM)
        self._write(target, work, fingerprint(work))
        original = originals.folder() / path.name
        self._said.append(
            f"Your work in {original} is now in {target.name}. {RESTORE.format(original)}"
        )

    def _take_along(self, path):
        """Copy a notebook of somebody's own that stands among the originals."""
        content, target = files.read(path), self._place / path.name
        mark = hashlib.sha256(content).hexdigest()
        if mark not in self._offered:
            target = self._beside(target, FROM) if os.path.lexists(target) else target
            files.write_whole({target: content})
            self._new.append(mark)
            self._said.append(f"Your notebook {path} is now in {target.name} as well.")

    def _there(self, path):
        """Return the copy that is there, or ``None``; a damaged one is set aside."""
        try:
            return parsed(files.read(path), path.name)
        except FileNotFoundError:
            return None
        except DamagedError as problem:
            aside = progress.free_name(path, "damaged")
            files.rename(path, aside)
            self._said.append(f"{problem} It is now {aside.name}; {path.name} is as new.")
            return None

    def _write(self, path, notebook, mark):
        """Write what somebody may throw away, and note that it was there."""
        write(path, notebook)
        self._new.append(mark)

    def _beside(self, path, word):
        """Return a path beside a copy where nothing is, or only a copy that nobody has touched."""
        for number in range(1, 10_000):
            ending = "" if number == 1 else f"_{number}"
            beside = path.with_name(f"{path.stem}_{word}{ending}.ipynb")
            if not os.path.lexists(beside) or untouched(beside):
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


def untouched(path):
    """Return the mark of a copy that nobody has touched, or ``None``."""
    try:
        there = parsed(files.read(path), path.name)
    except (OSError, ValueError):
        return None
    return as_made(there) if is_untouched(there) else None


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
