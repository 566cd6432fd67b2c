"""Training as a walk downhill: lesson 1's landscape."""

import numpy as np

from nnlib.explorers.base import Explorer
from nnlib.live import SHARES_TOLD
from nnlib.pictures.landscape import landscape
from nnlib.pictures.theme import number, signed
from nnlib.problems import downhill


class WalkDownhill(Explorer):
    """A neuron with one weight and a bias as a ball on the landscape of its loss.

    ``Step`` lets it roll by one epoch, ``Train`` by many.
    """

    problem = downhill.PROBLEM
    called = "A walk downhill"
    chooses_row = trains_anew = False

    def subject(self, values):
        """Return where the walk begins."""
        return f"from weight {signed(values['weight'])}, bias {signed(values['bias'])}"

    def at_the_start(self, frame):
        """Return what to do."""
        return "At the start. Which way will the ball roll? Guess, then press Step."

    def result(self, frame):
        """Return the loss, and where the ball is."""
        weight, bias = frame.network.parameters.tolist()
        loss = number(frame.history.loss[frame.epoch], 3)
        return f"loss {loss}, at weight {signed(weight)}, bias {signed(bias)}"

    def remarks(self, frame):
        """Return where the map ends, once the ball is beyond it."""
        reach = zip(downhill.REACH.items(), frame.network.parameters.tolist(), strict=True)
        beyond = [
            f"{name} {signed(place)} lies outside {signed(low, 0)} to {signed(high, 0)}"
            for (name, (low, high)), place in reach
            if not low <= place <= high
        ]
        if not beyond:
            return []
        return [f"The ball is off the map, and drawn at its edge: {', and '.join(beyond)}."]

    def walked(self):
        """Return the walk in words: weight, bias and loss at some epochs."""
        return _in_words(self.settled())

    def pictures(self, frame):
        """Return the landscape with the walk so far."""
        path = np.array([each for _, each in _walk(frame)])
        scene = landscape(*downhill.landscape(), path)
        if frame.epoch:
            scene = scene._replace(words=f"{scene.words}. {_in_words(frame)}")
        return [scene]

    def columns(self, scenes):
        """Return the landscape, and beside it the loss."""
        loss, land = scenes
        return [[land], [loss]]


def _walk(frame):
    """Return the epochs so far that are recorded, each with its weight and bias."""
    before = [each for each in frame.history.checkpoints if each[0] < frame.epoch]
    return [*before, (frame.epoch, frame.network.parameters)]


def _in_words(frame):
    walk = _walk(frame)
    some = sorted({round(share * (len(walk) - 1)) for share in SHARES_TOLD})
    said = []
    for epoch, parameters in (walk[place] for place in some):
        weight, bias = map(signed, parameters.tolist())
        loss = number(frame.history.loss[epoch])
        said.append(f"epoch {epoch:,}: weight {weight}, bias {bias}, loss {loss}")
    return f"The walk: {'; '.join(said)}"
