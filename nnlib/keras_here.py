"""Whether Keras is here, and how far its installation has got.

The course opens before Keras is there: ``tools/add_keras.py`` installs it meanwhile, with a lock
and a log in the environment. The lock vanishes with the process that holds it, however that ends.
"""

import importlib
import re
import sys
from pathlib import Path

LOCK = Path(sys.prefix) / "keras.lock"
LOG = Path(sys.prefix) / "keras.log"
DONE = "The installation is complete."
FAILED = "The installation has failed."
UNPACKING = r"^Installing collected packages: (.+)"
# A line of pip's on a package, not on what is written about it in a file of its own (.metadata).
FETCHED = r"^ *(?:Downloading|Using cached) (?:\S+/)?([^-/\s]+)-\S+\.(?:whl|tar\.gz) \((.+)\)"


def load_bridge():
    """Return the bridge to Keras, or ``None``, and why it cannot be loaded, or ``None``."""
    if sys.platform == "emscripten":  # Python in a browser
        return None, "Keras does not run in the browser."
    unfinished = being_installed()
    if unfinished:
        return None, unfinished
    importlib.invalidate_caches()  # it may have come since this program began
    try:
        from nnlib import keras_bridge
    except (ImportError, ValueError) as error:
        reason = f"Keras cannot be loaded here ({error}). {how_it_failed()}"
        return None, reason.rstrip()
    return keras_bridge, None


def being_installed():
    """Return a sentence on how far the installation is, or ``None`` where none is going on."""
    if is_complete() or not LOG.exists() or not at_work():
        return None
    return f"Keras is still being installed: {progress(LOG.read_text(encoding='utf-8'))}."


def how_it_failed():
    """Return a sentence on how the installation failed; ``""`` if it did not, or never began."""
    last = last_line()
    if last in ("", DONE):
        return ""
    if last == FAILED:
        return f"Its installation failed: {LOG} says why, and make lab tries again."
    return "Its installation was interrupted: make lab resumes it."


def progress(log):
    """Return in a few words how far an installation is, by what pip has written so far."""
    unpacking = re.search(UNPACKING, log, flags=re.M)
    if unpacking:
        return f"its {len(unpacking[1].split(','))} packages are being unpacked"
    fetched = dict(re.findall(FETCHED, log, flags=re.M))
    if not fetched:
        return "its packages are being looked up"
    name, size = list(fetched.items())[-1]
    return f"package {len(fetched)}, {name} ({size}), is being fetched"


def is_complete():
    """Return whether the log ends well."""
    return last_line() == DONE


def last_line():
    """Return the last line of the log, which says how it ended; ``""`` without a log."""
    if not LOG.exists():
        return ""
    return LOG.read_text(encoding="utf-8").rstrip().rpartition("\n")[2]


def at_work():
    """Return whether a process holds the lock; nothing is written, so it may be asked anywhere."""
    if not LOCK.exists():
        return False
    with LOCK.open(encoding="utf-8") as file:
        return not _lock(file, shared=True)


def take_lock():
    """Return a file that holds the lock until it is closed; ``None`` if another process has it."""
    file = LOCK.open("a", encoding="utf-8")
    if _lock(file):
        return file
    file.close()
    return None


def _lock(file, shared=False):
    """Lock a file without waiting, by the means of the operating system.

    Whoever only asks shares the lock with others who ask: none of them takes another for a process
    that installs. Windows has no such locks for Python.

    Returns
    -------
    bool
        Whether it is locked now.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # from Linux and macOS, from Windows
        return False
    return True
