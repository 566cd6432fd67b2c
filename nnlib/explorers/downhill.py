"""Training as a walk downhill: lesson 1's landscape."""

import numpy as np

from nnlib.explorers.base import Explorer
from nnlib.pictures.landscape import landscape
from nnlib.pictures.theme import number, signed
from nnlib.problems import downhill


class WalkDownhill(Explorer):
    """A neuron with one weight and a bias as a ball on the landscape of its loss.

    ``Step`` lets it roll by one epoch, ``Train`` by many.
    """

    problem = downhill.PROBLEM
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

    def pictures(self, frame):
        """Return the landscape with the walk so far."""
        walked = [each for epoch, each in frame.history.checkpoints if epoch < frame.epoch]
        path = np.array([*walked, frame.network.parameters])
        return [landscape(*downhill.landscape(), path)]

    def columns(self, scenes):
        """Return the landscape, and beside it the loss."""
        loss, land = scenes
        return [[land], [loss]]
