"""A table of named columns, and a dataset made of some of them."""

import difflib
from typing import NamedTuple

from nnlib import checks
from nnlib.datasets import Dataset
from nnlib.scaling import Encoding
from nnlib.shown import counted, shown
from nnlib.tables.coding import Part, TableScaler
from nnlib.tables.columns import DATES, EMPTY
from nnlib.tables.proposals import proposed
from nnlib.tables.remarks import in_lines, named, quoted
from nnlib.tables.words import MOST_WORDS


class Unread(NamedTuple):
    """A cell without a value: the line of the file, the column's name, and what stands in it."""

    line: int
    name: str
    text: str


class Table:
    """A person's table, as ``read_table`` has read it. Print it to see what it holds.

    Attributes
    ----------
    names : tuple of str
        Of the columns; a unit that stood in the cells is behind the name.
    columns : dict of str to list
        By name, a number or a word for each row, and ``None`` where there is nothing.
    lines : tuple of int
        In which line of the file each row begins.
    notes : tuple of str
        A sentence for each thing that was done.
    notes_on_reading : tuple of str
        Those of them that hold for a table that nothing is learned from, too.
    questions : tuple of Question
        What could not be decided.
    unread : tuple of Unread
        The cells that are empty, or no numbers in a column of numbers.
    decimal : str
        What stands before decimals.
    """

    def __init__(self, columns, lines, said, decimal):
        self._columns = {column.name: column for column in columns}
        self.names = tuple(self._columns)
        self.columns = {name: column.values for name, column in self._columns.items()}
        self.lines = tuple(lines)
        self.notes, self.questions = tuple(said.notes), tuple(said.questions)
        self.notes_on_reading = tuple(note for note in said.notes if note not in said.for_learning)
        self.decimal = decimal
        self.unread = tuple(
            Unread(line, column.name, column.unread[place])
            for place, line in enumerate(lines)
            for column in columns
            if place in column.unread
        )

    def dataset(self, inputs, targets):
        r"""Return the rows that have a value in every one of these columns, as a ``Dataset``.

        Its numbers are in their own units, and words have become 0 and 1. Its ``encoding`` knows
        the words and scales the numbers; ``datasets.split`` measures it on what training sees.

        Parameters
        ----------
        inputs, targets : str or list of str
            Names of columns.

        Raises
        ------
        ValueError
            For a name that no column has, and for columns that no network could learn from.

        Examples
        --------
        >>> from nnlib.tables import read_table
        >>> table = read_table("hours;shift;score\n1,5;early;72\n4;late;90\n2;early;81")
        >>> table.dataset(["hours", "shift"], "score").inputs.tolist()
        [[1.5, 0.0], [4.0, 1.0], [2.0, 0.0]]
        """
        inputs, targets = self._chosen(inputs, "inputs"), self._chosen(targets, "targets")
        both = [name for name in inputs if name in targets]
        if both:
            raise ValueError(
                f"{quoted(both[0])} is among inputs and targets: a network would only copy it. "
                "Take it out of one of them."
            )
        sides = [
            TableScaler([self._part(name, what) for name in names])
            for names, what in ((inputs, "inputs"), (targets, "targets"))
        ]
        rows = self._complete(inputs + targets)
        tables = [
            side.code([[self.columns[name][row] for name in names] for row in rows])
            for side, names in zip(sides, (inputs, targets), strict=True)
        ]
        dataset = Dataset(*tables, *(side.names for side in sides))
        return dataset._replace(encoding=Encoding(*sides).fitted(dataset))

    def complete_rows(self, names):
        """Return the places, from 0, of the rows that have a value in all of these columns.

        Parameters
        ----------
        names : str or list of str
        """
        names = self._chosen(names, "names")
        values = (self.columns[name] for name in names)
        return [row for row, cells in enumerate(zip(*values, strict=True)) if None not in cells]

    def name_of(self, name):
        """Return how a column is called here that has this name, or has it and a unit behind it.

        Parameters
        ----------
        name : str
        """
        return self._name(checks.text(name, "name"), "table")

    def proposals(self):
        """Return for each column what it is, what it may be good for, and why, as ``Proposal``s."""
        return proposed(list(self._columns.values()))

    def __repr__(self):
        head = (
            f"A table of {counted(len(self.lines), 'row')} and {counted(len(self.names), 'column')}"
        )
        proposals = [
            f"  {quoted(each.name)}: {each.kind}; {each.role}: {each.reason}."
            for each in self.proposals()
        ]
        asked = [
            f"{each.sentence} Answer with {each.keyword}=…; taken: {each.taken!r}."
            for each in self.questions
        ]
        return "\n".join([f"{head}:", *proposals, *self.notes, *asked])

    def _chosen(self, names, what):
        """Return names of columns as they are here, of one name or of a list."""
        names = [names] if issubclass(type(names), str) else names
        if type(names) not in (list, tuple) or not names:
            raise ValueError(
                f"{what} must be the name of a column, or a list of names; got {shown(names)}."
            )
        chosen = [self._name(checks.text(name, f"each of {what}"), what) for name in names]
        twice = next((name for name in chosen if chosen.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{what} name the column {quoted(twice)} twice: once is enough.")
        return chosen

    def _name(self, name, what):
        if name in self._columns:
            return name
        plain = name.strip().casefold()
        for each in self.names:
            if each.casefold() == plain or each.casefold().startswith(f"{plain} ("):
                return each
        near = difflib.get_close_matches(name, self.names, n=1)
        mend = f"Did you mean {quoted(near[0])}?" if near else f"There is {named(self.names)}."
        raise ValueError(f"{what}: no column has the name {quoted(name)}. {mend}")

    def _part(self, name, what):
        column = self._columns[name]
        if column.kind == EMPTY:
            raise ValueError(f"{what}: {quoted(name)} is empty: leave it out.")
        if column.kind == DATES:
            raise ValueError(
                f"{what}: {quoted(name)} holds days, which are no numbers. Put what counts, such "
                "as the month, into a column of its own."
            )
        if len(column.words) > MOST_WORDS:
            raise ValueError(
                f"{what}: {quoted(name)} holds {len(column.words)} different words; {MOST_WORDS} "
                "are the most. Leave it out, or use fewer words."
            )
        values = {value for value in column.values if value is not None}
        is_scaled = not column.words and not values <= {0.0, 1.0}  # nor all 1
        return Part(name, column.words, is_scaled, are_bits=values == {0.0, 1.0})

    def _complete(self, names):
        """Return the rows without a gap, or say where the gaps are that leave none."""
        rows = self.complete_rows(names)
        if not rows:
            name = max(names, key=lambda each: self.columns[each].count(None))
            lines = [
                line
                for line, value in zip(self.lines, self.columns[name], strict=True)
                if value is None
            ]
            raise ValueError(
                f"inputs and targets: no row has a value in all of these columns. {quoted(name)} "
                f"has most gaps, {in_lines(lines)}: leave it out, or fill them."
            )
        return rows
