"""A network with one hidden layer and the truth table of a gate: lesson 2's explorer."""

from nnlib.explorers.base import Explorer
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems import gates


class GateExplorer(Explorer):
    """A hidden layer and one sigmoid output that learn a gate: change all of it, and look inside.

    Examples
    --------
    The network that is known as eleven lines of Python, to all its printed digits::

        GateExplorer("eleven lines XOR", hidden=4, bias=False).train(60_000 - 1)
    """

    problem = gates.PROBLEM
    called = "A network that learns a gate"

    def subject(self, values):
        """Return the gate, the hidden neurons, and whether there is a bias."""
        with_bias = "with" if values["bias"] else "without"
        neurons = in_words(values["hidden"], values["activation"])
        return f"{values['gate']}, {neurons}, {with_bias} a bias"

    def remarks(self, frame):
        """Return the gate's rule, and what can be had without learning anything."""
        targets = frame.made.examples.targets
        ones, rows = int(targets.sum()), len(targets)
        answer, right = int(ones > rows - ones), max(ones, rows - ones)
        rule = gates.GATES[frame.values["gate"]].rule
        return [f"{rule} To compare: always answering {answer} is right in {right} of {rows} rows."]

    def pictures(self, frame):
        """Return outputs, what hidden neurons answer, for two inputs the map, and the network."""
        network, examples = frame.network, frame.made.examples
        hidden, outputs = network.forward(examples.inputs)
        activation = network.layers[0].activation.name
        drawn = [
            answers.outputs_and_targets(examples, outputs, frame.at),
            answers.hidden_answers(examples, hidden, outputs, activation, frame.at),
        ]
        if examples.inputs.shape[1] == 2:
            drawn.append(planes.decision_map(network.predict, examples))
        return [*drawn, diagrams.network_diagram(network, examples.input_names, frame.row)]

    def columns(self, scenes):
        """Return the pictures in two columns, about as high as each other."""
        return [scenes[:-2], scenes[-2:]]

    def main(self, columns):
        """Return the hidden answers and the network."""
        return [column[-1] for column in columns]


def in_words(units, activation):
    """Return a hidden layer in a few words."""
    return f"{units} hidden neuron{'' if units == 1 else 's'} ({activation})"
