"""Runs what a learner wrote so that it ends within a second, and nothing but its result stays.

Neither signals nor threads are to be had everywhere (not on Windows, not in the browser). So
Python itself looks at the clock, before each step of what it runs.
"""

import contextvars
import dis
import io
import linecache
import os
import random
import sys
import time
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from time import monotonic
from types import CoroutineType
from typing import NamedTuple

import numpy as np

LONGEST = 0.8  # seconds
GRACE = 0.2  # seconds more, where an except would swallow the error
IDLE = 0.2  # of a second counts in which it sleeps, or a busy machine gives it no turn
worked = getattr(time, "thread_time", monotonic)  # seconds; the browser cannot tell them apart
LIBRARIES = (str(Path(os.__file__).parent), str(Path(np.__file__).parents[1]))
MOST_LINES, WIDEST = 20, 200  # of what it prints


class TookTooLong(BaseException):
    """Time is up. ``except Exception`` in a learner's loop does not catch it."""


class Failure(NamedTuple):
    """An error that stopped a learner's function.

    Attributes
    ----------
    kind : type
    words : str
        What the error says.
    line : str
        The line of the function in which it stopped, empty where there is none to read.
    began : bool
        False where the function could not even be called, as with a wrong number of arguments.
    where : str
        The name of the function in which it stopped: this one, or another that it calls. One of a
        library is none.
    """

    kind: type
    words: str
    line: str
    began: bool
    where: str = ""


class Clock:
    """A limit for all the code that runs ``with`` it; what is imported meanwhile is not counted."""

    def __init__(self, seconds=LONGEST):
        self.left = seconds
        self.is_up = False

    def __enter__(self):
        self._end = monotonic() + self.left
        self._idle = monotonic() - worked()
        self._before = sys.gettrace()
        self._caller = sys._getframe(1)
        sys.settrace(self._call)

    def __exit__(self, *error):
        sys.settrace(self._before)
        self.left = self._end - monotonic()

    def _call(self, frame, event, argument):
        """Python calls this where a function begins, and what it returns all through it."""
        if self._end == np.inf:
            return None  # inside an import
        code = frame.f_code
        if code.co_name == "_find_and_load" and code.co_filename.startswith("<frozen importlib"):
            return self._import()
        inside = self._look(frame, event, argument)
        if code.co_filename.startswith(LIBRARIES):
            return None  # to follow those too would take long
        frame.f_trace_opcodes = True  # "while True: pass" never comes to another line
        return inside

    def _look(self, frame, event, argument):
        over = monotonic() - self._end
        if over > 0:
            over -= self._put_off()
        if over > 0 and (over > GRACE or not self._is_caught(frame)):
            self.is_up = True
            raise TookTooLong
        return self._look

    def _put_off(self):
        """Put the end off, for it was idle in between; return by how many seconds."""
        idle = monotonic() - worked()
        seconds = (1 - IDLE) * (idle - self._idle)
        self._idle = idle
        self._end += seconds
        return seconds

    def _import(self):
        """Stop the clock, and return what lets it go on at the end of the import."""
        left, self._end = self._end - monotonic(), np.inf

        def wait(frame, event, argument):
            if event == "return":
                self._end = monotonic() + left
            return wait

        return wait

    def _is_caught(self, frame):
        """Say whether an error here comes to an ``except`` before it leaves what is run."""
        while frame is not None and frame is not self._caller:
            caught = dis.Bytecode(frame.f_code).exception_entries
            if any(each.start <= frame.f_lasti < each.end for each in caught):
                return True
            frame = frame.f_back
        return False


def call(function, arguments=(), clock=None):
    """Return what a learner's function gives, and ``None``; or ``None``, and a ``Failure``.

    Only the stop button gets through. What the function prints is printed, if it is not too much.

    Parameters
    ----------
    function : callable
    arguments : sequence
    clock : Clock, optional
        One that several calls share.
    """
    clock, printed = clock or Clock(), _Printed()
    with as_before(), redirect_stdout(printed), redirect_stderr(printed):
        outcome = contextvars.copy_context().run(_attempt, function, arguments, clock)
    printed.show()
    return outcome


def _attempt(function, arguments, clock):
    result = failure = None
    try:
        with clock:
            result = function(*arguments)
            if isinstance(result, CoroutineType):
                result.close()  # or Python warns that nobody has waited for it
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        failure = _failure(error)
    if clock.is_up:  # also where the function has swallowed the error
        return None, Failure(TookTooLong, "", "", began=True)
    return result, failure


def _failure(error):
    """Return what there is to know of an error, whose words are a learner's code too."""
    try:
        with Clock(GRACE):
            words = str(error)
    except KeyboardInterrupt:
        raise
    except BaseException:
        words = ""
    own = error.__traceback__.tb_next  # the first entry is the call itself
    place, began, where = own, own is not None, ""
    while own is not None:
        code = own.tb_frame.f_code
        if not code.co_filename.startswith(LIBRARIES):
            where = code.co_qualname.partition(".")[0]
        if own.tb_frame.f_code.co_filename == place.tb_frame.f_code.co_filename:
            place = own
        own = own.tb_next
    line = linecache.getline(place.tb_frame.f_code.co_filename, place.tb_lineno) if began else ""
    return Failure(type(error), words, line.strip(), began, where)


# What a function may change for all others: how to read it, and how to put it back. What NumPy
# keeps in context variables goes with the copied context.
_STATE = [
    (random.getstate, random.setstate),
    (np.random.get_state, np.random.set_state),
    (np.get_printoptions, lambda options: np.set_printoptions(**options)),
    (lambda: _folder(), lambda before: before and os.chdir(before)),
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (sys.getprofile, sys.setprofile),
    (lambda: dict(os.environ), lambda before: _put_back(os.environ, before)),
]


def _folder():
    with suppress(FileNotFoundError):  # it may be gone
        return Path.cwd()


def _put_back(variables, before):
    if dict(variables) != before:
        variables.clear()
        variables.update(before)


@contextmanager
def as_before():
    """Put back afterwards what belongs to the whole process."""
    with warnings.catch_warnings():
        state = [(put, read()) for read, put in _STATE]
        try:
            yield
        finally:
            for put, before in state:
                with suppress(OSError):  # the folder may be gone
                    put(before)


class _Printed(io.StringIO):
    """What a function prints; it cannot be closed."""

    def close(self):
        """Stay open: it is read afterwards."""

    def show(self):
        """Print the first lines of it."""
        lines = self.getvalue().splitlines()
        for line in lines[:MOST_LINES]:
            print(line if len(line) <= WIDEST else f"{line[:WIDEST]} ...")
        if len(lines) > MOST_LINES:
            print(f"(and {len(lines) - MOST_LINES:,} more lines that your function printed)")
