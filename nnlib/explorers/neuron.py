"""A single neuron to play with: lesson 1's explorer."""

from functools import partial

from nnlib.explorers import look
from nnlib.explorers.ask import Ask
from nnlib.explorers.code import Code
from nnlib.explorers.frame import Part
from nnlib.explorers.keeping import Keeping
from nnlib.explorers.predicted import OwnTableExplorer, Predicted
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems import neuron
from nnlib.problems.own_examples import what_to_know
from nnlib.problems.own_faults import LARGEST
from nnlib.problems.own_table import is_own


class NeuronExplorer(OwnTableExplorer):
    """A single sigmoid neuron: choose its data, train it, ask it."""

    problem = neuron.PROBLEM
    called = "One neuron in training"

    def __init__(self, *given, **by_name):
        self._ask = Ask(
            self,
            "Ask the neuron",
            "what does it say to these inputs?",
            LARGEST,
            switches=True,
        )
        self._code, self._keeping = Code(self), Keeping(self)
        self._predicted = Predicted(self, self._code.buttons)
        tools = Part()
        tools.box = look.row(self._keeping.buttons)
        parts = [self._ask, self._predicted, self._code, tools, self._keeping]
        super().__init__(*given, parts=parts, **by_name)

    def subject(self, values):
        """Return the name of the data, and whether there is a bias."""
        return f"{values['data']}, {'with' if values['bias'] else 'without'} a bias"

    def remarks(self, frame):
        """Return the rule behind the data, or what to know about a table of one's own."""
        if is_own(frame.values):
            return what_to_know(frame.made.table)
        return [neuron.DATA[frame.values["data"]].rule]

    def pictures(self, frame):
        """Return outputs, for two inputs the map of the output, and the network."""
        made, table, predict = (
            frame.made,
            frame.made.table,
            partial(frame.made.predict, frame.network),
        )
        drawn = [answers.outputs_and_targets(table, predict(table.inputs), frame.at)]
        if table.inputs.shape[1] == 2:
            drawn.append(planes.decision_map(predict, table))
        row = frame.row.scaled() if made.is_scaled else frame.row
        return [*drawn, diagrams.network_diagram(frame.network, table.input_names, row)]
