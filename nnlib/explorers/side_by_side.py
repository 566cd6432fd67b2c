"""The same network in nnlib and in Keras, trained side by side: lesson 4's explorer."""

import numpy as np

from nnlib import checks, datasets, keras_here
from nnlib.costs import rounded
from nnlib.explorers import widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.rows import Rows
from nnlib.network import Dense, Network
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems import settings

MOST_HIDDEN = 64
LOSS = "mean_squared_error"
IN_WORDS = {"adam": "Adam", "momentum": "momentum", "descent": "gradient descent"}
OPTIMIZERS = {words: settings.OPTIMIZERS[name] for name, words in IN_WORDS.items()}
ACTIVATIONS = ("relu", "tanh", "sigmoid")


class KerasExplorer(Explorer):
    """2-hidden-1 learns XOR twice, in nnlib and in Keras, from the same start.

    Keras computes in float64 from then on. Where Keras is missing, nnlib trains alone.

    Parameters
    ----------
    hidden : int, 1 to 64
        How many hidden neurons.
    optimizer : str
        ``"Adam"``, ``"momentum"`` (0.9) or ``"gradient descent"``.
    activation : str
        That of the hidden neurons: ``"relu"``, ``"tanh"`` or ``"sigmoid"``.
    epochs : int, 1 to 100,000
        How many a press of Train adds, and a change trains anew.
    learning_rate : float, 0.001 to 1000
    start : int, 1 to 1000
        The seed of the first weights.
    stop_at_loss : float, 0 to 1
        End as soon as the loss is this small.
    """

    def __init__(
        self,
        *,
        hidden=16,
        optimizer="Adam",
        activation="relu",
        epochs=300,
        learning_rate=0.01,
        start=1,
        stop_at_loss=0.0,
    ):
        checks.whole_number(hidden, "hidden", maximum=MOST_HIDDEN)
        optimizer = checks.one_of(optimizer, list(OPTIMIZERS), "optimizer")
        activation = checks.one_of(activation, ACTIVATIONS, "activation")
        self._bridge, self._missing = keras_here.load_bridge()
        self._twin = self._kind = None
        self._rows = Rows()
        controls = {
            "hidden": NumberBox("hidden neurons", hidden, 1, MOST_HIDDEN),
            "optimizer": widgets.Dropdown(
                options=list(OPTIMIZERS), value=optimizer, description="optimizer"
            ),
            "activation": widgets.Dropdown(
                options=ACTIVATIONS, value=activation, description="hidden activation"
            ),
            "row": self._rows.box,
        }
        super().__init__(
            controls,
            epochs=epochs,
            learning_rate=learning_rate,
            start=start,
            stop_at_loss=stop_at_loss,
        )

    @property
    def keras_losses(self):
        """The losses of the copy in Keras, epoch by epoch; empty without Keras."""
        return [] if self._twin is None else self._twin.losses()

    def begin(self):
        """Return a network with the start that the controls say, and make its copy in Keras."""
        value = {name: control.value for name, control in self.controls.items()}
        dataset = datasets.xor()
        self._rows.offer(dataset)
        layers = [
            Dense(2, value["hidden"], value["activation"]),
            Dense(value["hidden"], 1, "sigmoid"),
        ]
        network = Network(layers, rng=value["start"])
        if self._bridge is not None:
            self._make_twin(network, dataset)
        return network, dataset, {"loss": LOSS, "optimizer": OPTIMIZERS[value["optimizer"]]()}

    def second_curve(self):
        """Return the losses of the copy in Keras."""
        return "Keras", self.keras_losses

    def pictures(self, network, dataset):
        """Draw outputs, the map of the output, and the network."""
        row = self._rows.chosen(dataset)
        return [
            answers.outputs_and_targets(dataset, network.predict(dataset.inputs), self._rows.at),
            planes.decision_map(network.predict, dataset),
            diagrams.network_diagram(network, dataset.input_names, row),
        ]

    def subject(self):
        """Return the network and its optimizer in a few words."""
        hidden, optimizer, activation = (
            self.controls[name].value for name in ("hidden", "optimizer", "activation")
        )
        units = "1 hidden neuron" if hidden == 1 else f"{hidden} hidden neurons"
        return f"XOR, {units} ({activation}), {optimizer}"

    def remarks(self, dataset):
        """Return what both took, and how far apart they are."""
        if self._twin is None:
            return [f"{self._missing} nnlib trains alone."]
        if not self._twin.epochs:
            return ["The curve of nnlib is drawn through, that of Keras dashed on top of it."]
        both = zip(self._history.loss, self.keras_losses, strict=False)
        apart = np.max([abs(ours - theirs) for ours, theirs in both])
        ours = 1000 * self._history.seconds / self._history.epochs
        theirs = 1000 * self._twin.seconds / self._twin.epochs
        return [
            f"An update takes nnlib {rounded(ours):g} ms and Keras {rounded(theirs):g} ms, "
            f"{rounded(theirs / ours):g} times as long. Their losses are never more than "
            f"{apart:.1g} apart."
        ]

    def _make_twin(self, network, dataset):
        """Make the copy anew, or put the start into the last one, whose program Keras has built."""
        value = {name: control.value for name, control in self.controls.items()}
        kind = tuple(value[name] for name in ("hidden", "optimizer", "activation"))
        if kind == self._kind:
            self._twin.restart(network)
            return
        self._kind = None  # while it is built; the stop button may end that
        self._twin = self._bridge.KerasTraining(
            network,
            dataset.inputs,
            dataset.targets,
            learning_rate=self._learning_rate,
            loss=LOSS,
            optimizer=OPTIMIZERS[value["optimizer"]](),
        )
        self._kind = kind

    def _epochs(self, count):
        """Train both: what Keras still owes, some epochs here, and then as many in Keras."""
        yield from self._let_keras_catch_up()
        for _ in super()._epochs(count):
            yield from self._let_keras_catch_up()
        yield from self._let_keras_catch_up()

    def _let_keras_catch_up(self):
        """Train Keras up to the same epoch, and only then hand it a new learning rate."""
        if self._twin is None:
            return
        while self._twin.epochs < self._history.epochs:
            self._twin.run(1)
            yield
        self._twin.learning_rate = self._learning_rate
