"""A single neuron to play with: lesson 1's explorer."""

from html import escape

import numpy as np

from nnlib import checks, datasets
from nnlib.explorers import look, widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.rows import Rows
from nnlib.network import Dense, Network
from nnlib.pictures import answers, diagrams, planes
from nnlib.problems.own_table import LARGEST_INPUT, MOST_INPUTS, read_table, what_to_know

OWN_TABLE = "own table"
DATA = {
    "first input": (datasets.first_input, "The target is the first input."),
    "eleven lines": (datasets.eleven_lines, "The target is the first input, in another order."),
    "AND": (datasets.and_gate, "The target is 1 when both inputs are 1."),
    "OR": (datasets.or_gate, "The target is 1 when at least one input is 1."),
    "all equal": (datasets.all_equal, "The target is 1 when all three inputs are the same."),
    "XOR": (datasets.xor, "The target is 1 when exactly one input is 1."),
    OWN_TABLE: None,
}
FIRST_TABLE = "0 0 1 0\n1 1 1 1\n1 0 1 1\n0 1 1 0"
LOSS = "half_sum_of_squares"
ASK_ABOUT = "a number to ask about"


class NeuronExplorer(Explorer):
    """A single sigmoid neuron: choose its data, train it, ask it.

    Parameters
    ----------
    data : str
        ``"first input"`` (the lesson's table), ``"eleven lines"``, ``"AND"``, ``"OR"``,
        ``"all equal"``, ``"XOR"`` or ``"own table"``.
    epochs : int, 1 to 100,000
        How many a press of Train adds, and a change trains anew.
    learning_rate : float, 0.001 to 1000
    bias : bool
    start : int, 1 to 1000
        The seed of the first weights; 1 without bias is the lesson's start.
    stop_at_loss : float, 0 to 1
        End as soon as the loss is this small.
    """

    def __init__(
        self,
        data="first input",
        *,
        epochs=2000,
        learning_rate=1.0,
        bias=False,
        start=1,
        stop_at_loss=0.0,
    ):
        data = checks.one_of(data, list(DATA), "data")
        bias = checks.true_or_false(bias, "bias")
        self._rows = Rows()
        controls = {
            "data": widgets.Dropdown(options=list(DATA), value=data, description="data"),
            "bias": widgets.Checkbox(bias, description="bias", indent=False),
            "own_table": widgets.Textarea(
                FIRST_TABLE,
                description="own table",
                rows=5,
                continuous_update=False,
            ),
            "row": self._rows.box,
        }
        self._question = _Question()
        super().__init__(
            controls,
            epochs=epochs,
            learning_rate=learning_rate,
            start=start,
            stop_at_loss=stop_at_loss,
            below=[self._question.box],
        )
        self._question.button.on_click(lambda _: self._runner.enter(self._answer))

    def begin(self):
        """Return a neuron with the start that the controls say, its data and its loss."""
        name = self.controls["data"].value
        own = name == OWN_TABLE
        table = self.controls["own_table"]
        table.show(own)
        dataset = read_table(table.value) if own else DATA[name][0]()
        self._rows.offer(dataset)
        inputs = dataset.inputs.shape[1]
        self._question.ask_for(inputs)
        self._question.say("")
        layer = Dense(inputs, 1, "sigmoid", bias=self.controls["bias"].value, initializer="uniform")
        start = np.random.RandomState(self.controls["start"].value)
        return Network([layer], rng=start), dataset, {"loss": LOSS}

    def subject(self):
        """Return the name of the data, and whether there is a bias."""
        bias = "with" if self.controls["bias"].value else "without"
        return f"{self.controls['data'].value}, {bias} a bias"

    def remarks(self, dataset):
        """Return the rule behind the data, or what to know about a table of one's own."""
        name = self.controls["data"].value
        return what_to_know(dataset) if name == OWN_TABLE else [DATA[name][1]]

    def pictures(self, network, dataset):
        """Return outputs, for two inputs the map of the output, and the network."""
        row = self._rows.chosen(dataset)
        drawn = [
            answers.outputs_and_targets(dataset, network.predict(dataset.inputs), self._rows.at)
        ]
        if dataset.inputs.shape[1] == 2:
            drawn.append(planes.decision_map(network.predict, dataset))
        return [*drawn, diagrams.network_diagram(network, dataset.input_names, row)]

    def _answer(self):
        self._settle_for_a_button()
        if self._problem is not None:
            self._question.say("There is no neuron to ask: the table has to be mended first.")
            return
        row = self._question.row()
        output = self._network.predict([row]).item()
        asked = " ".join(f"{value:g}" for value in row)
        self._question.say(
            f"For {asked}, after {self._history.epochs:,} epochs, the neuron says {output:.7f}. "
            f"{self._question.compared(output)}"
        )


class _Question:
    """A row of inputs to ask the neuron about, each switched or typed, and a guess."""

    def __init__(self):
        self._boxes = []
        for number in range(1, MOST_INPUTS + 1):
            first = 1.0 if number == 1 else 0.0
            box = NumberBox(f"input {number}", first, -LARGEST_INPUT, LARGEST_INPUT, ASK_ABOUT)
            self._boxes.append(box)
            box.put_beside(_switch(box, number))
        self._guess = widgets.Text(description="my guess", placeholder="0 to 1")
        self.button = widgets.Button(
            description="Ask the neuron", tooltip="what does it say to these inputs?"
        )
        self._answer = widgets.HTML()
        self._row = look.row([*self._boxes, self._guess, self.button])
        self.box = widgets.VBox([self._row, self._answer])

    def ask_for(self, inputs):
        """Show this many inputs."""
        self._shown = self._boxes[:inputs]
        for number, box in enumerate(self._boxes):
            box.show(number < inputs)

    def row(self):
        """Return the inputs to ask about."""
        return [box.value for box in self._shown]

    def compared(self, output):
        """Say how far the guess was from the output."""
        text = self._guess.value.strip()
        if not text:
            return "You have not guessed."
        try:
            guess = checks.number(float(text.replace(",", ".")), "guess")
        except ValueError:
            return f"Your guess {text!r} is not a number: write one such as 0.9."
        if not 0 <= guess <= 1:
            return f"Your guess {guess:g} is out of reach: every output lies between 0 and 1."
        return f"You guessed {guess:g}, which is {abs(guess - output):.2g} away."

    def say(self, words):
        """Show the answer."""
        self._answer.value = f'<div role="status">{escape(words)}</div>'


def _switch(box, number):
    """Return a button that switches `box` between 0 and 1."""
    button = widgets.ToggleButton(
        box.value == 1,
        description=f"switch input {number}",
        tooltip="between 0 and 1",
    )

    def follow_button(change):
        if button.value != (box.value == 1):
            box.value = float(button.value)

    def follow_box(change):
        button.value = box.value == 1

    button.observe(follow_button, "value")
    box.observe(follow_box, "value")
    return button
