"""Ask the network: a row of inputs, a guess, and what the network says to it."""

from html import escape

import numpy as np

from nnlib import checks
from nnlib.explorers import look, widgets
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.pictures.theme import number
from nnlib.problems.own_table import MOST_INPUTS

ASK_ABOUT = "a number to ask about"


class Ask(Part):
    """Boxes for a row of inputs, one for a guess, a button, and the answer.

    Parameters
    ----------
    explorer : Explorer
    name, meaning : str
        Of the button.
    largest : float
        The largest input that can be asked about.
    switches : bool
        Whether beside each box stands a button that turns its number from 0 to 1 and back.
    """

    def __init__(self, explorer, name, meaning, largest, switches=False):
        self._boxes = [
            NumberBox(f"input {place}", 0.0, -largest, largest, ASK_ABOUT)
            for place in range(1, MOST_INPUTS + 1)
        ]
        if switches:
            for place, box in enumerate(self._boxes, 1):
                box.put_beside(_switch(box, place))
        self._guess = widgets.Text(description="my guess")
        self._words = widgets.HTML()
        self._names = ()
        button = explorer.button(name, self.answer, meaning, self.say)
        row = look.row([*self._boxes, self._guess, button])
        self.box = widgets.VBox([row, self._words])

    def dataset(self, made):
        """Return the data in the units in which it is asked."""
        return made.examples

    def answer(self, frame):
        """Say what the network answers, and how far off the guess was."""
        row = self.row()
        output = frame.network.predict([row]).item()
        asked = " ".join(f"{value:g}" for value in row)
        last = frame.network.layers[-1].activation
        self.say(
            f"For {asked}, after {frame.epoch:,} epochs, the neuron says {output:.7f}. "
            f"{self.compared(output, last.lowest, last.highest)}"
        )

    def prepare(self, values):
        """Forget what was asked."""
        self._words.value = ""

    def begin(self, frame):
        """Show a box for every input; where they are others than before, at a row."""
        dataset = self.dataset(frame.made)
        names = dataset.input_names
        for place, box in enumerate(self._boxes):
            box.show(place < len(names))
        if names != self._names:
            self._names = names
            for box, name, value in zip(self._boxes, names, _first_row(dataset), strict=False):
                box.name, box.value = name, value

    def row(self):
        """Return the inputs that are asked about."""
        return [box.value for box in self._boxes[: len(self._names)]]

    def compared(self, output, lowest=-np.inf, highest=np.inf):
        """Say how far the guess was from the output, which lies between two limits."""
        text = self._guess.value.strip()
        if not text:
            return "You have not guessed."
        try:
            guess = checks.number(float(text.replace(",", ".")), "guess")
        except ValueError:
            return f"Your guess {text!r} is not a number: write one such as 0.9."
        if not lowest <= guess <= highest:
            return (
                f"Your guess {guess:g} is out of reach: every output lies between {lowest:g} and "
                f"{highest:g}."
            )
        return f"You guessed {guess:g}, which is {number(abs(guess - output), 2)} away."

    def say(self, *lines):
        """Show the answer."""
        said = "<br>".join(map(escape, lines))
        self._words.value = f'<div role="status" style="line-height:1.4">{said}</div>'


def _first_row(dataset):
    """Return a row to begin with: of bits the first one on, of other numbers the middle."""
    inputs = dataset.inputs
    if np.isin(inputs, (0, 1)).all():
        return [1.0] + [0.0] * (inputs.shape[1] - 1)
    return [float(f"{value:.3g}") for value in np.median(inputs, axis=0).tolist()]


def _switch(box, place):
    """Return a button that switches `box` between 0 and 1."""
    button = widgets.ToggleButton(
        box.value == 1,
        description=f"switch input {place}",
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
