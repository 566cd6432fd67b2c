"""What a learner calls in a cell of their own copy."""

import io
import zipfile

from IPython.display import HTML, display

from nnlib import files
from nnlib import progress as kept_progress
from nnlib.course.report import NOT_HERE, report, report_on

ARCHIVE = "my_course.zip"
LEFT_OUT = {ARCHIVE, kept_progress.LOCK, ".ipynb_checkpoints"}
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


def archive(place):
    """Write all of the folder into an archive in it, whole or not at all."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(place.rglob("*")):
            inside = path.relative_to(place)
            if path.is_file() and not path.is_symlink() and not LEFT_OUT & set(inside.parts):
                zipped.write(path, f"{place.name}/{inside.as_posix()}")
    files.write_whole({place / ARCHIVE: content.getvalue()})
