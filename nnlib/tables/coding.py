"""Numbers and words as a network takes them, and back.

A number is one column of its own. Of two words one is 0 and the other 1; of more, each gets a
column, which is 1 where the word stands (one-hot).
"""

from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.scaling import StandardScaler
from nnlib.shown import shown
from nnlib.tables.remarks import named, quoted
from nnlib.tables.words import same_word


class Part(NamedTuple):
    """A column of a person's table.

    Attributes
    ----------
    name : str
    words : tuple of str
        None where it holds numbers.
    is_scaled : bool
        Whether its numbers have a unit, and are not 0 and 1 already.
    are_bits : bool
        Whether its numbers are 0 and 1, and both are there.
    """

    name: str
    words: tuple = ()
    is_scaled: bool = True
    are_bits: bool = False

    @property
    def names(self):
        """The names of the columns that a network gets of it."""
        if len(self.words) < 3:
            return (self.name,)
        return tuple(f"{self.name} = {word}" for word in self.words)

    def code(self, cell):
        """Return a cell as a list of numbers, one for each of these columns."""
        if not self.words:
            return [checks.number(cell, f"rows: {quoted(self.name)}")]
        at = self._place(cell)
        if at is None:
            raise ValueError(
                f"rows: {quoted(self.name)} is {shown(cell)}, which is no word of the table. "
                f"It has {named(self.words)}."
            )
        if len(self.words) < 3:
            return [float(at)]
        return [float(at == place) for place in range(len(self.words))]

    def _place(self, cell):
        """Return the place of a word, however its letters are written, or ``None``."""
        if type(cell) is not str:
            return None
        places = {same_word(word): place for place, word in enumerate(self.words)}
        return places.get(same_word(cell))

    def read(self, numbers):
        """Return what numbers of these columns mean: a number, or the word they are nearest to."""
        if not self.words:
            return float(numbers[0])
        at = int(np.argmax(numbers)) if len(self.words) > 2 else int(numbers[0] > 0.5)
        return self.words[min(at, len(self.words) - 1)]


class TableScaler(StandardScaler):
    """A scaler of the columns of a table, some of which are words.

    Numbers get mean 0 and standard deviation 1. Words are 0 and 1 already and stay so.

    Parameters
    ----------
    parts : tuple of Part

    Attributes
    ----------
    parts : tuple of Part
    """

    def __init__(self, parts):
        super().__init__()
        self.parts = tuple(parts)

    @property
    def names(self):
        """The name of every column that a network gets or gives."""
        return tuple(name for part in self.parts for name in part.names)

    @property
    def classes(self):
        """What the one column may be, as text, if it holds words, or 0 and 1; else nothing."""
        if len(self.parts) != 1:
            return ()
        (part,) = self.parts
        return ("0", "1") if part.are_bits else part.words

    def measure(self, values):
        """Return (mean, standard deviation) of each column of numbers, and (0, 1) of the others."""
        shift, scale = super().measure(values)
        is_scaled = [part.is_scaled for part in self.parts for _ in part.names]
        return np.where(is_scaled, shift, 0.0), np.where(is_scaled, scale, 1.0)

    def code(self, rows):
        """Return rows of numbers and words as a table of numbers, which is not scaled yet.

        Parameters
        ----------
        rows : list of list
            A cell for every part, such as ``[[4.5, "early"]]``.

        Examples
        --------
        >>> scaler = TableScaler([Part("hours"), Part("shift", ("early", "late"))])
        >>> scaler.code([[4.5, "late"]]).tolist()
        [[4.5, 1.0]]
        """
        coded = []
        for row in _rows(rows):
            if len(row) != len(self.parts):
                raise ValueError(
                    f"each of rows must hold {len(self.parts)} cells, one for each of "
                    f"{named(part.name for part in self.parts)}; got {shown(row)}."
                )
            cells = zip(self.parts, row, strict=True)
            coded.append([number for part, cell in cells for number in part.code(cell)])
        return np.array(coded)

    def read(self, values):
        """Return a table of numbers, which is not scaled any more, as rows of numbers and words.

        Parameters
        ----------
        values : array-like, shape (samples, columns)

        Examples
        --------
        >>> TableScaler([Part("passed", ("no", "yes"))]).read([[0.2], [0.9]])
        [['no'], ['yes']]
        """
        values = checks.table(values, "values")
        if values.shape[1] != len(self.names):
            raise ValueError(
                f"values must have {len(self.names)} columns, as the table has: got "
                f"{values.shape[1]}."
            )
        sizes = np.cumsum([len(part.names) for part in self.parts])[:-1]
        columns = np.split(values, sizes, axis=1)
        return [
            [part.read(numbers) for part, numbers in zip(self.parts, row, strict=True)]
            for row in zip(*columns, strict=True)
        ]


def _rows(rows):
    rows = rows.tolist() if type(rows) is np.ndarray else rows
    is_list = type(rows) in (list, tuple) and len(rows) > 0
    if not is_list or not all(type(row) in (list, tuple) for row in rows):
        raise ValueError(
            f"rows must be a list of rows, such as [[4.5, 'early']]; got {shown(rows)}."
        )
    return rows
