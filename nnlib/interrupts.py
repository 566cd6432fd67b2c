"""The stop button as a wish: it is heard between two epochs, and never tears one apart.

Python raises ``KeyboardInterrupt`` wherever the program happens to be: between the weights and the
optimizer's memory of them, too. While a ``StopButton`` is open, the signal only sets a flag.
"""

import signal
import threading
import time

TIMES_TO_INSIST = 3
SECONDS_TO_INSIST = 2.0


class StopButton:
    """Takes Ctrl+C and the kernel's stop button for a wish while it is open, in a ``with``.

    It may be opened again while it is open. Only Python's main thread hears signals; in any other
    thread, and wherever no handler of Python's hears them now, nothing changes.

    Attributes
    ----------
    pressed : bool
        Somebody wants to stop. Anybody may set it.
    insisted : bool
        It was pressed three times within two seconds, and ``KeyboardInterrupt`` raised.
    """

    def __init__(self):
        self.pressed = self.insisted = False
        self._times = []  # of the signals heard
        self._opened = 0
        self._before = None  # the handler whose place is taken

    def __enter__(self):
        self._opened += 1
        if self._opened == 1 and threading.current_thread() is threading.main_thread():
            before = signal.getsignal(signal.SIGINT)
            if callable(before):
                self._before = before
                signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *error):
        self._opened -= 1
        if self._opened == 0 and self._before is not None:
            before, self._before = self._before, None
            if signal.getsignal(signal.SIGINT) == self._press:
                signal.signal(signal.SIGINT, before)

    @property
    def is_open(self):
        """Whether a ``with`` holds it."""
        return self._opened > 0

    def release(self):
        """Forget that it was pressed, and return whether a signal has done it."""
        signalled = bool(self._times)
        self.pressed, self._times = False, []
        return signalled

    def _press(self, number, frame):
        self.pressed = True
        self._times = [*self._times[1 - TIMES_TO_INSIST :], time.monotonic()]
        if len(self._times) == TIMES_TO_INSIST:
            self.insisted = self._times[-1] - self._times[0] < SECONDS_TO_INSIST
            if self.insisted:
                raise KeyboardInterrupt


def hand_on():
    """Send this program the signal again, for whoever listens now."""
    signal.raise_signal(signal.SIGINT)
