"""The same network in nnlib and in Keras, trained side by side: lesson 4's explorer."""

import numpy as np

from nnlib import keras_here
from nnlib.costs import rounded
from nnlib.explorers.base import Explorer
from nnlib.explorers.gate import in_words
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems import side_by_side


class KerasExplorer(Explorer):
    """2-hidden-1 learns XOR twice, in nnlib and in Keras, from the same start.

    Keras computes in float64 from then on. Where Keras is missing, nnlib trains alone.
    """

    problem = side_by_side.PROBLEM
    called = "The same network in nnlib and in Keras"

    def __init__(self, *given, **by_name):
        self._bridge, self._missing = keras_here.load_bridge()
        self._twin = self._kind = None  # its program in Keras, and for which settings that is built
        super().__init__(*given, **by_name)

    @property
    def keras_losses(self):
        """The losses of the copy in Keras, epoch by epoch; empty without Keras."""
        return [] if self._twin is None else self._twin.losses()

    def subject(self, values):
        """Return the network and its optimizer in a few words."""
        return f"XOR, {in_words(values['hidden'], values['activation'])}, {values['optimizer']}"

    def remarks(self, frame):
        """Return what both took, and how far apart they are."""
        if self._twin is None:
            return [f"{self._missing} nnlib trains alone."]
        if not self._twin.epochs:
            return ["The curve of nnlib is drawn through, that of Keras is dashed."]
        both = zip(frame.history.loss, self.keras_losses, strict=False)
        apart = np.max([abs(ours - theirs) for ours, theirs in both])
        ours = 1000 * frame.history.seconds / frame.history.epochs
        theirs = 1000 * self._twin.seconds / self._twin.epochs
        return [
            f"An update takes nnlib {rounded(ours):g} ms and Keras {rounded(theirs):g} ms, "
            f"{rounded(theirs / ours):g} times as long. Their losses are never more than "
            f"{apart:.1g} apart."
        ]

    def pictures(self, frame):
        """Return outputs, the map of the output, and the network."""
        network, examples = frame.network, frame.made.examples
        return [
            answers.outputs_and_targets(examples, network.predict(examples.inputs), frame.at),
            planes.decision_map(network.predict, examples),
            diagrams.network_diagram(network, examples.input_names, frame.row),
        ]

    def second_curve(self, frame):
        """Return the losses of the copy in Keras."""
        return "Keras", self.keras_losses

    def begun(self, frame):
        """Make the copy anew, or put the start into the last one, whose program Keras has built."""
        if self._bridge is None:
            return
        kind = tuple(frame.values[name] for name in ("hidden", "optimizer", "activation"))
        if kind == self._kind:
            self._twin.restart(frame.network)
            return
        self._kind = None  # while it is built; the stop button may end that
        self._twin = self._bridge.KerasTraining(
            frame.network,
            *frame.made.examples[:2],
            learning_rate=frame.values["learning_rate"],
            loss=side_by_side.LOSS,
            optimizer=side_by_side.optimizers()[frame.values["optimizer"]](),
        )
        self._kind = kind

    def catch_up(self, epochs):
        """Train Keras up to the same epoch, and only then hand it a new learning rate."""
        if self._twin is None:
            return
        while self._twin.epochs < epochs:
            self._twin.run(1)
            yield
        self._twin.learning_rate = self.values["learning_rate"]
