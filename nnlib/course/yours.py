"""What a learner calls in a cell of their own copy."""

import io
import zipfile
from pathlib import PurePosixPath

from IPython.display import HTML, display

from nnlib import files
from nnlib import progress as kept_progress
from nnlib.course.folder import untouched
from nnlib.course.report import NOT_HERE, report, report_on

ARCHIVE = "my_course.zip"
LEFT_OUT = {ARCHIVE, kept_progress.LOCK, ".ipynb_checkpoints"}
NO_ARCHIVE = (
    f"There is no {ARCHIVE} beside your lessons: drag it into the list of files at the left, or "
    "press Upload Files above that list."
)
LINK = (
    f'<a href="{ARCHIVE}" download="{ARCHIVE}">Download {ARCHIVE}</a>, or right-click it in the '
    "list of files at the left."
)


def progress(lesson=None, guesses=()):
    """Print what you have done: of all lessons, or of one with its guesses.

    Parameters
    ----------
    lesson : str, optional
        Such as ``"lesson1"``.
    guesses : sequence of str
        What is guessed in this lesson, in its order.
    """
    place = kept_progress.folder()
    if place is None:
        print(NOT_HERE)
        return
    try:
        kept = kept_progress.read(place / kept_progress.NAME)
    except (OSError, ValueError) as problem:
        print(problem)
        return
    lines = report(kept) if lesson is None else report_on(lesson, guesses, kept)
    print("\n".join(lines))


def pack():
    """Put all your work into one file, ``my_course.zip``, and show a link that downloads it."""
    place = kept_progress.folder()
    if place is None:
        print(NOT_HERE)
        return
    try:
        archive(place)
    except (OSError, ValueError) as problem:
        print(problem)
        return
    display(HTML(LINK))


def unpack():
    """Bring back what ``pack`` has put into ``my_course.zip``, which lies in this folder.

    What was written here meanwhile stays, under a name with the date.
    """
    place = kept_progress.folder()
    if place is None:
        print(NOT_HERE)
        return
    if not (place / ARCHIVE).exists():
        print(NO_ARCHIVE)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(files.read(place / ARCHIVE))) as packed:
            said = [bring_back(place, entry, packed.read(entry)) for entry in packed.infolist()]
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as problem:
        print(problem)
        return
    print("\n".join(filter(None, [*said, "Your work is back. Close and open your lessons again."])))


def bring_back(place, entry, content):
    """Write a file of an archive into its place; return a sentence on what stood there, or none."""
    root, *inside = PurePosixPath(entry.filename).parts or ("",)
    if entry.is_dir() or root != place.name or not inside or ".." in inside:
        return None  # no work of this course
    path, said = place.joinpath(*inside), None
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and files.read(path) != content and not untouched(path):
        aside = kept_progress.free_name(path)
        files.rename(path, aside)
        said = f"What was in {path.name} is now in {aside.name}."
    files.write_whole({path: content})
    return said


def archive(place):
    """Write all of the folder into an archive in it, whole or not at all."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(place.rglob("*")):
            inside = path.relative_to(place)
            if path.is_file() and not path.is_symlink() and not LEFT_OUT & set(inside.parts):
                zipped.write(path, f"{place.name}/{inside.as_posix()}")
    files.write_whole({place / ARCHIVE: content.getvalue()})
