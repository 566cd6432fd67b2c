"""Ask the network: a row of inputs, a guess, and what the network says to it."""

from html import escape

import numpy as np

from nnlib import checks
from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown, with_all_parts
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox, read_number
from nnlib.pictures.theme import number
from nnlib.problems.own_table import is_unnamed
from nnlib.shown import counted
from nnlib.tables.coding import Part as Column
from nnlib.tables.coding import TableScaler

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
        Whether beside the box of a bit stands a button that turns it from 0 to 1 and back.
    """

    def __init__(self, explorer, name, meaning, largest, switches=False):
        self._largest, self._switches = largest, switches
        self._boxes = []  # for numbers, as many as were ever needed
        self._cells = ()  # what is asked: a box or a choice of words for every column
        self._choices = ()  # of words, as they are seen
        self._columns, self._bits = (), []  # the latter by their names
        self._guess = widgets.Text(description="my guess")
        self._judged, self._is_judged = "", False  # what was guessed when one has asked
        self._guess.observe(lambda _: setattr(self, "_is_judged", False), "value")
        self._words = widgets.Said()
        self._button = explorer.button(name, self.answer, meaning, self.say)
        self._row = look.row([self._guess, self._button])
        self.box = widgets.VBox([self._row, self._words])

    def dataset(self, made):
        """Return the data in the units in which it is asked."""
        return made.table

    def answer(self, frame):
        """Say what the network answers, and how far off the guess was."""
        row = self.row()
        self.judge()
        output = frame.made.predict(frame.network, [self.coded(row)]).item()
        cells = [cell if isinstance(cell, str) else f"{cell:.10g}" for cell in row]
        asked = " ".join(cells)
        if self.dataset(frame.made).encoding and not is_unnamed(
            each.name for each in self._columns
        ):
            named = zip(self._columns, cells, strict=True)
            asked = ", ".join(f"{column.name} {cell}" for column, cell in named)
        last = frame.network.layers[-1].activation
        self.say(
            f"For {asked}, after {counted(frame.epoch, 'epoch')}, the neuron says {output:.7f}. "
            f"{self.compared(output, last.lowest, last.highest)}"
        )

    def prepare(self, values):
        """Forget what was asked, and what was typed and not taken."""
        self._words.value = ""
        self._forget_judged_guess()
        for box in self._boxes:
            box.show_what_holds()

    def begin(self, frame):
        """Show a box for every column; where they are others than before, at a row."""
        dataset = self.dataset(frame.made)
        columns, bits = _columns(dataset), _names_of_bits(dataset)
        if (columns, bits) != (self._columns, self._bits):
            self._columns, self._bits = columns, bits
            self._show_cells(_first_row(dataset))

    def row(self):
        """Return what is asked about, a number or a word for every column."""
        return [cell.value for cell in self._cells]

    def show_row(self, row):
        """Show what was asked about in a cell, as far as the boxes take it."""
        for column, cell, value in zip(self._columns, self._cells, row, strict=True):
            if column.words:
                cell.value = column.read(column.code(value))  # as the table spells it
            elif not isinstance(cell, NumberBox) or cell.low <= value <= cell.high:
                cell.value = value

    def coded(self, row):
        """Return a row as numbers: a word is 0 or 1, or has a column for itself."""
        cells = zip(self._columns, row, strict=True)
        return [number for column, cell in cells for number in column.code(cell)]

    def _show_cells(self, first):
        for part in self._choices:
            for widget in with_all_parts(part):
                widget.close()
        numbers, cells, seen = self._number_boxes(), [], []
        for column, value in zip(self._columns, first, strict=True):
            if column.words:
                cells.append(
                    widgets.Dropdown(options=column.words, value=value, description=column.name)
                )
                cells[-1].observe(self._forget_judged_guess, "value")
                seen.append(shown(cells[-1]))
            else:
                box = next(numbers)
                box.show()
                if self._switches:
                    box.beside.show(column.name in self._bits)
                box.name, box.value = column.name, value
                cells.append(box)
                seen.append(box)
        not_needed = [box for box in self._boxes if box not in cells]
        for box in not_needed:
            box.show(False)
        self._cells, self._choices = cells, [each for each in seen if each not in cells]
        self._row.children = (*seen, *not_needed, self._guess, self._button)

    def _number_boxes(self):
        """Yield the boxes for numbers, and make more where there are not enough."""
        yield from self._boxes.copy()
        while True:
            place = len(self._boxes) + 1
            box = NumberBox(f"input {place}", 0.0, -self._largest, self._largest, ASK_ABOUT)
            if self._switches:
                box.put_beside(_switch(box, place))
            box.observe(self._forget_judged_guess, "value")
            self._boxes.append(box)
            yield box

    def compared(self, output, lowest=-np.inf, highest=np.inf):
        """Say how far the guess was from the output, which lies between two limits."""
        text = self._judged
        if not text:
            return "You have not guessed."
        try:
            guess = checks.number(read_number(text, -np.inf, np.inf), "guess")
        except ValueError:
            return f"Your guess {text!r} is no plain number: write one such as 0.9."
        if not lowest <= guess <= highest:
            return (
                f"Your guess {guess:g} is out of reach: every output lies between {lowest:g} and "
                f"{highest:g}."
            )
        return f"You guessed {guess:g}, which is {number(abs(guess - output), 2)} away."

    def judge(self):
        """Take the guess as it stands: from now on, it is of what was asked."""
        self._judged, self._is_judged = self._guess.value.strip(), True

    def _forget_judged_guess(self, change=None):
        if self._is_judged:
            self._guess.value = ""

    def say(self, *lines):
        """Show the answer."""
        said = "<br>".join(map(escape, lines))
        self._words.value = f'<div style="line-height:1.4">{said}</div>'


def _columns(dataset):
    """Return the columns that are asked about: those of a person's table, or numbers."""
    scaler = dataset.encoding and dataset.encoding.inputs
    if isinstance(scaler, TableScaler):
        return scaler.parts
    return tuple(Column(name) for name in dataset.input_names)


def _names_of_bits(dataset):
    """Return the names of the inputs that are 0 and 1 alone."""
    are_bits = np.isin(dataset.inputs, (0, 1)).all(axis=0)
    return [name for name, each in zip(dataset.input_names, are_bits, strict=True) if each]


def _first_row(dataset):
    """Return a row to begin with: of bits the first one on, of other numbers the middle."""
    inputs = dataset.inputs
    if np.isin(inputs, (0, 1)).all():
        row = [1.0] + [0.0] * (inputs.shape[1] - 1)
    else:
        row = [_rounded_within(column) for column in inputs.T]
    return TableScaler(_columns(dataset)).read([row])[0]


def _rounded_within(values):
    """Return the middle of some values, in as few digits as their spread needs."""
    low, high = values.min(), values.max()
    digits = 2 - int(np.floor(np.log10(high - low))) if high > low else 6
    return float(np.clip(round(float(np.median(values)), digits), low, high))


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
