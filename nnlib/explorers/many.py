"""Many starts: the same settings from a hundred starts at once, as a band around the loss."""

import numpy as np

from nnlib.explorers import widgets
from nnlib.explorers.frame import Part
from nnlib.live import Runner
from nnlib.pictures.curves import LARGEST_LOSS, POINTS_A_CURVE, loss_band
from nnlib.pictures.scene import on_page
from nnlib.problems.plane import set_up
from nnlib.training import EvenlySpaced, Training

STARTS = 100
PERCENTILES = (10, 50, 90)
ALL_EPOCHS = "(Patience and the loss to stop at end one training; these go on to the last epoch.)"
RIGHT = 0.95  # of the points: then a start counts as one that has learned
MUCH_BETTER = 0.1  # of the loss that the mean alone has: the same, where numbers are matched


class ManyStarts(Part):
    """Trains copies of what a playground is set to, and shows how they come along.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    button : widget
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._runner = Runner(self._draw, self._ended)
        self._picture, self._words = widgets.HTML(), widgets.Said()
        self._made = self._training = self._band = self._last = None
        self._epochs, self._log, self._left_out = 0, False, ""
        self.button = explorer.button(
            "Many starts", self.start, "the same from a hundred other starts at once"
        )
        self.box = widgets.VBox([self._words, self._picture])

    def start(self, frame):
        """Train, from ``STARTS`` starts, as many epochs as the settings say."""
        self._explorer.pause()
        self._explorer.say("Many starts: see below.")
        self._begin(frame.values)
        self._runner.start(self._steps())

    def finish(self, frame):
        """Do the same, and come back when it is done."""
        self._begin(frame.values)
        self._runner.finish(self._steps())

    def _begin(self, values):
        self._made = set_up(values, copies=STARTS)
        examples = self._made.examples
        self._training = Training(
            self._made.network,
            examples.inputs,
            examples.targets,
            learning_rate=values["learning_rate"],
            l1=values["l1"],
            l2=values["l2"],
            **self._made.training,
        )
        self._epochs, self._log = values["epochs"], self._explorer.controls["log_scale"].value
        ends = values["patience"] > 0 or values["stop_at_loss"] > 0
        self._left_out = ALL_EPOCHS if ends else ""
        self._band = EvenlySpaced(POINTS_A_CURVE)
        self._note()

    def stop(self):
        """Stop what is under way, and return whether anything was."""
        running = self._runner.running
        self._runner.stop("Stopped.")
        return running

    def prepare(self, values):
        """Forget what was trained: the settings are others now."""
        self.settings_changed()

    def settings_changed(self):
        """Forget what was trained."""
        self._runner.drop()
        self._training = None
        self._picture.value = self._words.value = ""

    def close(self):
        """Stop for good."""
        self._runner.close()

    def success(self):
        """Return how many starts have learned it, judged by held-out points where there are any."""
        made = self._made
        part = made.held_out if len(made.held_out.inputs) else made.seen
        with np.errstate(all="ignore"):
            outputs = made.network.predict(made.columns(part.inputs))[..., 0]
            targets = part.targets[:, 0]
            if made.is_regression:
                losses = ((outputs - targets) ** 2).mean(axis=1)
                return int((losses <= MUCH_BETTER * made.seen.targets.var()).sum())
            right = ((outputs >= 0.5) == (targets >= 0.5)) & np.isfinite(outputs)
        return int((right.mean(axis=1) >= RIGHT).sum())

    def _steps(self):
        for _ in self._training.steps(self._epochs - self._training.history.epochs):
            self._note()
            yield

    def _note(self):
        history = self._training.history
        losses = np.nan_to_num(history.loss[-1], nan=LARGEST_LOSS, posinf=LARGEST_LOSS)
        self._last = tuple(np.percentile(losses, PERCENTILES).tolist())
        self._band.add(history.epochs, self._last)

    def _draw(self):
        epoch = self._training.history.epochs
        points = dict([*self._band.items, (epoch, self._last)])
        band = loss_band(points, f"{STARTS} starts", self._log)
        self._picture.value = on_page(band)

    def _ended(self, reason):
        made = self._made
        where = "held-out points" if len(made.held_out.inputs) else "points"
        done = (
            f"a loss of a tenth of the mean's, or less, on the {where}"
            if made.is_regression
            else f"{RIGHT:.0%} of the {where} right, or more"
        )
        self._words.value = (
            f"{reason or 'Done.'} After {self._training.history.epochs:,} "
            f"epochs {self.success()} of {STARTS} starts have {done}. {self._left_out}"
        )
