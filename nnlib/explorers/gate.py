"""A network with one hidden layer and the truth table of a gate: lesson 2's explorer."""

import numpy as np

from nnlib import checks, datasets
from nnlib.explorers import widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.rows import Rows
from nnlib.network import Dense, Network
from nnlib.pictures import answers, diagrams, planes

GATES = {
    "AND": (datasets.and_gate, "The target is 1 when both inputs are 1."),
    "OR": (datasets.or_gate, "The target is 1 when at least one input is 1."),
    "XOR": (datasets.xor, "The target is 1 when exactly one input is 1."),
    "parity of three": (datasets.parity3, "The target is 1 when one or three inputs are 1."),
    "all equal": (datasets.all_equal, "The target is 1 when all three inputs are the same."),
    "eleven lines XOR": (
        datasets.eleven_lines_xor,
        "The target is 1 when exactly one of the first two inputs is 1; the third is always 1.",
    ),
}
ACTIVATIONS = ("sigmoid", "tanh", "relu")
LOSSES = ("half_sum_of_squares", "mean_squared_error", "binary_cross_entropy")
INITIALIZERS = ("uniform", "normal", "glorot_uniform")
MOST_HIDDEN = 16


class GateExplorer(Explorer):
    """A hidden layer and one sigmoid output that learn a gate: change all of it, and look inside.

    Parameters
    ----------
    gate : str
        ``"AND"``, ``"OR"``, ``"XOR"``, ``"parity of three"``, ``"all equal"`` or
        ``"eleven lines XOR"``.
    hidden : int, 1 to 16
        How many hidden neurons.
    epochs : int, 1 to 100,000
        How many a press of Train adds, and a change trains anew.
    learning_rate : float, 0.001 to 1000
    activation : str
        That of the hidden neurons: ``"sigmoid"``, ``"tanh"`` or ``"relu"``.
    loss : str
        ``"half_sum_of_squares"``, ``"mean_squared_error"`` or ``"binary_cross_entropy"``.
    bias : bool
        Whether hidden neurons and output have one.
    initializer : str
        How the weights start: ``"uniform"``, ``"normal"`` or ``"glorot_uniform"``.
    start : int, 1 to 1000
        The seed of the first weights.
    stop_at_loss : float, 0 to 1
        End as soon as the loss is this small.

    Examples
    --------
    The network that is known as eleven lines of Python, to all its printed digits::

        GateExplorer("eleven lines XOR", hidden=4, bias=False).train(60_000 - 1)
    """

    folded = ("initializer", "bias", *Explorer.folded)

    def __init__(
        self,
        gate="XOR",
        *,
        hidden=2,
        epochs=2000,
        learning_rate=1.0,
        activation="sigmoid",
        loss="half_sum_of_squares",
        bias=True,
        initializer="uniform",
        start=1,
        stop_at_loss=0.0,
    ):
        gate = checks.one_of(gate, list(GATES), "gate")
        bias = checks.true_or_false(bias, "bias")
        checks.whole_number(hidden, "hidden", maximum=MOST_HIDDEN)
        self._rows = Rows()
        controls = {
            "gate": widgets.Dropdown(options=list(GATES), value=gate, description="gate"),
            "hidden": NumberBox("hidden neurons", hidden, 1, MOST_HIDDEN),
            "activation": _choice("hidden activation", activation, ACTIVATIONS, "activation"),
            "loss": _choice("loss", loss, LOSSES, "loss"),
            "row": self._rows.box,
            "initializer": _choice("first weights", initializer, INITIALIZERS, "initializer"),
            "bias": widgets.Checkbox(bias, description="bias", indent=False),
        }
        super().__init__(
            controls,
            epochs=epochs,
            learning_rate=learning_rate,
            start=start,
            stop_at_loss=stop_at_loss,
        )

    def begin(self):
        """Return a network with the start that the controls say, its truth table, and its loss."""
        value = {name: control.value for name, control in self.controls.items()}
        dataset = GATES[value["gate"]][0]()
        self._rows.offer(dataset)
        start = {"bias": value["bias"], "initializer": value["initializer"]}
        layers = [
            Dense(dataset.inputs.shape[1], value["hidden"], value["activation"], **start),
            Dense(value["hidden"], 1, "sigmoid", **start),
        ]
        return (
            Network(layers, rng=np.random.RandomState(value["start"])),
            dataset,
            {"loss": value["loss"]},
        )

    def columns(self, scenes):
        """Return the pictures in two columns, about as high as each other."""
        return [scenes[:-2], scenes[-2:]]

    def subject(self):
        """Return the gate, the hidden neurons, and whether there is a bias."""
        hidden, activation, bias = (
            self.controls[name].value for name in ("hidden", "activation", "bias")
        )
        units = "1 hidden neuron" if hidden == 1 else f"{hidden} hidden neurons"
        with_bias = "with" if bias else "without"
        return f"{self.controls['gate'].value}, {units} ({activation}), {with_bias} a bias"

    def remarks(self, dataset):
        """Return the gate's rule, and what can be had without learning anything."""
        ones, rows = int(dataset.targets.sum()), len(dataset.targets)
        answer = int(ones > rows - ones)
        right = max(ones, rows - ones)
        rule = GATES[self.controls["gate"].value][1]
        return [f"{rule} To compare: always answering {answer} is right in {right} of {rows} rows."]

    def pictures(self, network, dataset):
        """Return outputs, what hidden neurons answer, for two inputs the map, and the network."""
        hidden, outputs = network.forward(dataset.inputs)
        activation = network.layers[0].activation.name
        row = self._rows.chosen(dataset)
        drawn = [
            answers.outputs_and_targets(dataset, outputs, self._rows.at),
            answers.hidden_answers(dataset, hidden, outputs, activation, self._rows.at),
        ]
        if dataset.inputs.shape[1] == 2:
            drawn.append(planes.decision_map(network.predict, dataset))
        return [*drawn, diagrams.network_diagram(network, dataset.input_names, row)]


def _choice(description, value, names, argument):
    """Return a choice among `names`, which are shown in words."""
    value = checks.one_of(value, names, argument)
    options = [(name.replace("_", " "), name) for name in names]
    return widgets.Dropdown(options=options, value=value, description=description)
