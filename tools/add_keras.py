"""Install what lesson 4 needs besides the course: Keras.

``make lab`` starts this in the background, so that lesson 1 opens sooner; ``make test`` waits for
it. One process installs at a time. What was interrupted is taken up again by the next call: pip
keeps what it has fetched.
"""

import argparse
import contextlib
import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import tomllib
from pathlib import Path

from nnlib import keras_here

ROOT = Path(__file__).parent.parent
PROJECT, CONSTRAINTS = ROOT / "pyproject.toml", ROOT / "constraints.txt"
OPTIONS = ("--no-input", "--no-color", "--progress-bar=off", "--disable-pip-version-check")
STOP = keras_here.LOCK.with_name("keras.stop")  # is there while --stop asks for the end
LONGEST = 20  # seconds to wait until an installation has ended
PAUSE = 0.2  # seconds between two looks at the lock or at STOP


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--in-background", action="store_true", help="come back at once")
    instead.add_argument("--stop", action="store_true", help="end an installation that is going on")
    arguments = parser.parse_args()
    if arguments.stop:
        sys.exit(stop())
    if arguments.in_background:
        start_in_background()
    else:
        sys.exit(install())


def install():
    """Wait until nobody else installs, and install what is missing then.

    Returns
    -------
    str or None
        A sentence where it failed, which ends a program with an error.
    """
    with wait_for_lock():
        if is_complete():
            return None
        STOP.unlink(missing_ok=True)  # an old one; whoever asks now puts it there again
        threading.Thread(target=end_when_asked, daemon=True).start()
        forget_what_is_half_there()
        print(f"Keras, for lesson 4, is being installed; the log is {keras_here.LOG}.", flush=True)
        with keras_here.LOG.open("w", encoding="utf-8", buffering=1) as log:
            print(f"Process {os.getpid()} installs Keras.", file=log)
            with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
                failed = run_pip(["install", *OPTIONS, *packages()])
            print(keras_here.FAILED if failed else keras_here.DONE, file=log)
    return why_it_failed() if failed else None


def start_in_background():
    """Start a process that installs, and goes on when JupyterLab or the terminal ends.

    If another one is installing, it waits, and has nothing left to do then.
    """
    if is_complete():
        return
    nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    if sys.platform == "win32":
        quietly = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        apart = {"creationflags": quietly}
    else:
        apart = {"start_new_session": True}
    process = subprocess.Popen([sys.executable, "-m", "tools.add_keras"], **nowhere, **apart)
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)  # lesson 1 goes first
    print(f"Keras, for lesson 4, follows in the background; the log is {keras_here.LOG}.")


def why_it_failed():
    """Return a sentence with pip's first words on what went wrong."""
    log = keras_here.LOG.read_text(encoding="utf-8")
    reason, *_ = [*re.findall(r"^ERROR: (.+?)\.?$", log, flags=re.M), "no reason given"]
    return f"Keras could not be installed ({reason}); the whole log is {keras_here.LOG}."


def stop():
    """Ask the process that installs to end, and all that wait for it, and wait until they have.

    Nobody is killed by a number, which might have become a stranger's.

    Returns
    -------
    str or None
        A sentence where it goes on, which ends a program with an error.
    """
    deadline = time.monotonic() + LONGEST
    while keras_here.at_work():
        if time.monotonic() > deadline:
            return f"The installation of Keras does not end; the log is {keras_here.LOG}."
        STOP.touch()
        time.sleep(2 * PAUSE)  # so that those who wait have seen it too
    STOP.unlink(missing_ok=True)
    return None


def end_when_asked():
    """End this process, in the midst of pip's work, as soon as ``--stop`` asks for it."""
    while not STOP.exists():
        time.sleep(PAUSE)
    os._exit(1)


def wait_for_lock():
    """Return the lock, which nobody else holds any longer."""
    lock = keras_here.take_lock()
    if lock is None:
        print(f"Waiting until Keras is installed; the log is {keras_here.LOG}.", flush=True)
    while lock is None:
        time.sleep(PAUSE)
        if STOP.exists():
            sys.exit("The installation of Keras was stopped.")
        lock = keras_here.take_lock()
    return lock


def is_complete():
    """Return whether all is installed that the project names today."""
    if keras_here.last_line() != keras_here.DONE:
        return False
    named = max(path.stat().st_mtime for path in (PROJECT, CONSTRAINTS))
    return keras_here.LOG.stat().st_mtime >= named


def packages():
    """Return what requirements-keras.txt names but the course itself, as pip's arguments.

    The course is installed by now, and notebooks are using it.
    """
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return [f"--constraint={CONSTRAINTS}", *project["optional-dependencies"]["keras"]]


def forget_what_is_half_there():
    """Let pip unpack a package again if it was interrupted while unpacking it.

    A package with such a folder counts as installed. The log names those that were being unpacked,
    and pip writes last the RECORD of all that it wrote, its own INSTALLER among it.
    """
    unpacked = being_unpacked()
    for folder in Path(sysconfig.get_path("platlib")).glob("*.dist-info"):
        record = folder / "RECORD"
        whole = record.exists() and "INSTALLER" in record.read_text(encoding="utf-8")
        if not whole and in_one_spelling(folder.name.partition("-")[0]) in unpacked:
            shutil.rmtree(folder)


def being_unpacked():
    """Return the names of the packages that the last installation has begun to unpack."""
    log = keras_here.LOG.read_text(encoding="utf-8") if keras_here.LOG.exists() else ""
    named = re.search(keras_here.UNPACKING, log, flags=re.M)
    return {in_one_spelling(name) for name in named[1].split(", ")} if named else set()


def in_one_spelling(name):
    """Return the name of a package as it is compared: a folder has _ where pip writes -."""
    return re.sub(r"[-_.]+", "-", name).lower()


def run_pip(arguments):
    """Run pip in this very process, so that the lock is held as long as pip works.

    Returns
    -------
    int
        Not 0 where it failed.
    """
    sys.argv = ["pip", *arguments]
    try:
        runpy.run_module("pip", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code
    return 0


if __name__ == "__main__":
    main()
