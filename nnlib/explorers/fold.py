"""Folding the square: a slider between its picture and that of the hidden answers, and a button."""

import time

from nnlib.explorers import look
from nnlib.explorers.controls import with_slider
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.live import NOT_YET, Runner
from nnlib.pace import is_full

SECONDS = 1.5  # from one picture to the other
STEPS = [step / 20 for step in range(21)]


class FoldingPart(Part):
    """A slider from the inputs' plane (0) to that of the hidden answers (1), and a button.

    The button moves it; where a learner wants less motion, it goes there at once.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    column : widget
    """

    def __init__(self, explorer):
        self._box = with_slider(
            NumberBox("fold", 0.0, 0.0, 1.0, "0: the square, 1: where A and B say"), STEPS
        )
        self.controls = {"folded": self._box}
        self._runner = Runner(self._follow, lambda reason: None)
        self._share = 0.0
        buttons = []
        for action, kind in ((self.play, look.MOVES), (self._go_to_the_end, look.JUMPS)):
            button = explorer.button("Fold", action, "take every point to where A and B say")
            button.button_style = "primary"
            button.add_class(kind)
            buttons.append(button)
        self.column = look.column([look.row([*buttons, self._box])])

    @property
    def share(self):
        """How far it is folded, from 0 to 1."""
        return self._box.value

    def prepare(self, values):
        """Show it where there is something to fold."""
        self.column.show(values["lines"] == 2)

    def play(self, frame):
        """Fold it, slowly enough to be watched."""
        if self._runner.can_wait and not is_full():
            self._share = 0.0
            self._runner.start(self._steps())
        else:
            self._go_to_the_end(frame)

    def stop(self):
        """Stop folding, and return whether it was under way."""
        running = self._runner.running
        self._runner.stop("Stopped.")
        return running

    def close(self):
        """Stop for good."""
        self._runner.close()

    def _go_to_the_end(self, frame):
        self._runner.drop()
        self._box.value = 1.0

    def _steps(self):
        began = time.perf_counter()
        while self._share < 1:
            self._share = min((time.perf_counter() - began) / SECONDS, 1.0)
            yield
            yield NOT_YET

    def _follow(self):
        self._box.value = round(self._share, 2)
