"""A single neuron to play with: lesson 1's explorer."""

from nnlib.explorers.ask import Ask
from nnlib.explorers.base import Explorer
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems import neuron
from nnlib.problems.own_table import LARGEST_INPUT, what_to_know, what_was_done


class NeuronExplorer(Explorer):
    """A single sigmoid neuron: choose its data, train it, ask it."""

    problem = neuron.PROBLEM

    def __init__(self, *given, **by_name):
        self._ask = Ask(
            self,
            "Ask the neuron",
            "what does it say to these inputs?",
            LARGEST_INPUT,
            switches=True,
        )
        super().__init__(*given, parts=[self._ask], **by_name)

    def subject(self, values):
        """Return the name of the data, and whether there is a bias."""
        return f"{values['data']}, {'with' if values['bias'] else 'without'} a bias"

    def remarks(self, frame):
        """Return the rule behind the data, or what to know about a table of one's own."""
        if neuron.is_own(frame.values):
            done = what_was_done(frame.values["own_table"], named=False)
            return [*what_to_know(frame.made.examples), *done]
        return [neuron.DATA[frame.values["data"]].rule]

    def pictures(self, frame):
        """Return outputs, for two inputs the map of the output, and the network."""
        network, examples = frame.network, frame.made.examples
        outputs = network.predict(examples.inputs)
        drawn = [answers.outputs_and_targets(examples, outputs, frame.at)]
        if examples.inputs.shape[1] == 2:
            drawn.append(planes.decision_map(network.predict, examples))
        return [*drawn, diagrams.network_diagram(network, examples.input_names, frame.row)]
