"""The page around a Python that runs in a browser: it is given a turn, and may ask to stop.

There Python runs in a worker, which hears nothing while it computes, no message and no signal. So
whoever computes for long calls ``listen`` now and then. Any other Python has no such page.
"""

import functools
import importlib
import math
import signal
import sys
import time

IS_HERE = sys.platform == "emscripten"
SECONDS_BETWEEN = 1 / 25
SECONDS_IT_COUNTS = 1.0  # a wish to stop: what it was for is over by then
CHANNEL = "one-neuron"  # the page's script, among the tools that make the site, opens the same
# Whose promise is kept when all messages that wait are heard. A sleep of asyncio's may come before.
TURN = """const {port1, port2} = new MessageChannel();
() => new Promise(resolve => { port2.onmessage = resolve; port1.postMessage(null); })"""


class Page:
    """What passes between a worker and its page, on a channel on which other pages hear it too.

    The worker says ``"training"`` and the page answers ``"stop"``, each followed by the mark of the
    session between the two.

    Parameters
    ----------
    channel : object
        With ``postMessage(text)``, as a ``BroadcastChannel`` has it.
    ffi : object
        With ``can_run_sync()`` and ``run_sync(waiting)``, as the module ``pyodide.ffi`` has them.
    turn : callable
        Returns what the latter waits for, while the page has its turn.
    session : callable
        Returns the mark of the session in which the present cell runs.
    """

    def __init__(self, channel, ffi, turn, session):
        self._channel, self._ffi, self._turn, self._session = channel, ffi, turn, session
        self._next = 0.0
        self._told = None  # the session of which the page was told last
        self._wish = -math.inf  # when it wanted that to stop

    def listen(self):
        """Give the page its turn, if that is due; raise the signal of a stop button if it asks."""
        if time.perf_counter() < self._next or not self._ffi.can_run_sync():
            return
        self._told = self._session()
        self._channel.postMessage(f"training {self._told}")
        self._ffi.run_sync(self._turn())
        self._next = time.perf_counter() + SECONDS_BETWEEN
        is_wanted = time.perf_counter() - self._wish < SECONDS_IT_COUNTS
        self._wish = -math.inf
        if is_wanted:
            signal.raise_signal(signal.SIGINT)

    def hear(self, event):
        """Hear a message: ``event.data`` of a ``BroadcastChannel``."""
        if event.data == f"stop {self._told}":
            self._wish = time.perf_counter()


def listen():
    """Give the page a turn, at most once in a frame; where it wants to stop, do as at Ctrl+C.

    Only in a cell that runs. What the event loop calls, such as an explorer's slice, has turns in
    between; and were it to wait, the loop would call others in the middle of it.
    """
    if IS_HERE and _a_cell_runs():
        _page().listen()


def _a_cell_runs():
    import asyncio  # elsewhere nobody needs it, and its import takes a quarter of NumPy's

    return asyncio.current_task() is not None


@functools.cache
def _page():
    js, ffi = importlib.import_module("js"), importlib.import_module("pyodide.ffi")
    channel = js.BroadcastChannel.new(CHANNEL)
    turn = importlib.import_module("pyodide.code").run_js(TURN)
    page = Page(channel, ffi, turn, _session)
    channel.onmessage = ffi.create_proxy(page.hear)
    return page


def _session():
    shell = importlib.import_module("IPython").get_ipython()
    return shell.kernel.get_parent()["header"]["session"]
