"""The command ``one-neuron``, which is also ``python -m nnlib.course``."""

import argparse
import contextlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from nnlib import progress
from nnlib.course import folder, originals, report
from nnlib.course.classroom import Class

DESCRIPTION = "Open the course One neuron at a time, in your own copies of the lessons."
EPILOG = """\
The copies are in the nearest folder my_course, in this folder or above; without
one it is made here. A lesson in which you have written is never written over.

  one-neuron                  open the lesson where you left off
  one-neuron --lesson 3       open lesson 3
  one-neuron --fresh 2        begin it afresh; yours gets a name with the date
  one-neuron copies           only make the copies, or bring them up to date
  one-neuron progress         what you have done
  one-neuron class FOLDER     for teachers: a table of a class, of a folder or a
                              .zip archive for each pupil
"""
NO_LAB = (
    "JupyterLab is not installed here: run\n  {} -m pip install jupyterlab\n"
    "Your copies can be opened by any other program for notebooks as well."
)


def main(words=None):
    """Run the command; return the number with which a program ends."""
    arguments = _parser().parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal may lack a letter
    try:
        if arguments.action == "class":
            return _class(arguments.folder)
        if arguments.folder is not None:
            raise ValueError(
                f"one-neuron {arguments.action} takes no folder: run it in the folder itself."
            )
        place = folder.find(Path.cwd())
        if arguments.action == "progress":
            print("\n".join(report.report(progress.read(place / progress.NAME))))
            return 0
        return _open(place, arguments)
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(
        prog="one-neuron",
        usage="one-neuron [copies | progress | class FOLDER] [options]",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    hidden = argparse.SUPPRESS
    parser.add_argument("action", nargs="?", choices=["copies", "progress", "class"], help=hidden)
    parser.add_argument("folder", nargs="?", type=Path, help=hidden)
    parser.add_argument("--lesson", metavar="N", help=hidden)
    parser.add_argument("--fresh", metavar="N", help=hidden)
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--help", action="help", help="show this")
    return parser


def _open(place, arguments):
    """Make the copies, and open JupyterLab on one of them."""
    is_new = not place.is_dir()
    lessons, said = originals.lessons()
    said += folder.bring_up_to_date(place, lessons)
    print(f"Your copies of the lessons are in {place}{', made just now' if is_new else ''}.")
    if arguments.fresh is not None:
        said.append(folder.begin_afresh(place, _named(arguments.fresh, lessons)))
    print("\n".join(said), end="\n" if said else "")
    if arguments.action == "copies":
        return 0
    wanted = arguments.lesson if arguments.lesson is not None else arguments.fresh
    lesson = folder.left_off(place, lessons) if wanted is None else _named(wanted, lessons)
    if not (place / lesson.name).is_file():  # what stands in the way was said above
        return 1
    return _lab(place, lesson.name, arguments.no_browser)


def _named(wanted, lessons):
    """Return the lesson that a number or the beginning of a name stands for."""
    number = f"{int(wanted):02}_" if wanted.isdecimal() else wanted
    for lesson in lessons:
        if number and lesson.name.startswith(number):
            return lesson
    known = ", ".join(str(int(each.name[:2])) if each.name[0].isdecimal() else
                      each.name.removesuffix(".ipynb") for each in lessons)  # fmt: skip
    raise ValueError(f"There is no lesson {wanted!r}. There are: {known}.")


def _lab(place, name, without_browser):
    if importlib.util.find_spec("jupyterlab") is None:
        raise FileNotFoundError(NO_LAB.format(sys.executable))
    settings = [f"--ServerApp.root_dir={place}", f"--LabApp.default_url=/lab/tree/{name}"]
    command = [sys.executable, "-m", "jupyterlab", *settings]
    command += ["--no-browser"] if without_browser else []
    lab = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # JupyterLab hears Ctrl+C too, and asks
            return lab.wait()


def _class(given):
    if given is None:
        raise ValueError("Name the folder of the class: one-neuron class FOLDER")
    table = Class(given)
    print(table.text())
    csv, page = table.write(given)
    print(f"\nWritten: {csv} and {page}")
    return 0
