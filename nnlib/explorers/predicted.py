"""What comes out for a table of one's own: predictions for every row as a file, and programs."""

from pathlib import Path

from nnlib import tables
from nnlib.explorers import look
from nnlib.explorers.base import Explorer
from nnlib.explorers.frame import Part
from nnlib.explorers.keeping import CSV, Download, FileButton
from nnlib.explorers.upload import ENDINGS
from nnlib.export import keras_code, numpy_code
from nnlib.predictions import predictions_csv
from nnlib.problems.fit import held_out_rows
from nnlib.problems.own_table import is_own, of_settings
from nnlib.tables.proposals import INPUT, TARGET

NO_TABLE = 'Predictions stand behind the columns of a table of your own: choose data "own table".'


class Predicted(Part):
    """A button for the table that is learned from, and one for another file.

    Parameters
    ----------
    explorer : Explorer
        With an own table among its data.
    beside : list of widget
        Other buttons for own tables.
    """

    def __init__(self, explorer, beside=()):
        self._explorer, self._link = explorer, Download()
        all_rows = explorer.button(
            "Predictions", self._write, "for every row of your table, as a file for a spreadsheet"
        )
        another = FileButton(
            explorer, self._write_for, self._link, accept=ENDINGS,
            description="Predict another file",
            tooltip="a table with the same inputs; it need not have the target",
        )  # fmt: skip
        self._row = look.row([all_rows, another, *beside])
        self.box = look.column([self._row, self._link])

    def prepare(self, values):
        """Take the link away; without a table of one's own, the buttons too."""
        self._link.value = ""
        self._row.show(is_own(values))

    def text(self, frame, table=None):
        """Return a table with the predictions as CSV; without one, that which is learned from.

        Raises
        ------
        ValueError
            Where the data are not a table of one's own.
        """
        if not is_own(frame.values):
            raise ValueError(NO_TABLE)
        held_out = None
        if table is None:
            own = of_settings(frame.values)
            table = own.table
            examples = len(table.complete_rows(own.names(INPUT) + own.names(TARGET)))
            rows = held_out_rows(examples, frame.values.get("held_out", 0.0))
            held_out = rows if len(rows) else None
        return predictions_csv(table, frame.network, frame.made.learned_from, held_out)

    def _write(self, frame):
        self._offer(self.text(frame), "predictions.csv")

    def _write_for(self, name, content):
        table, frame = tables.read_table(content), self._explorer.settled()
        try:
            text = self.text(frame, table)
        except ValueError as error:
            raise ValueError(str(error).removeprefix("table: ")) from None  # its name is said
        asked = [each.sentence for each in table.questions]
        notes = [*asked, *table.notes_on_reading]
        self._offer(text, f"predicted {Path(name).stem}.csv", notes)

    def _offer(self, text, name, notes=()):
        """Show the link, and what is to be known of a table that is not in the page."""
        self._link.offer(name, text.encode("utf-8-sig"), CSV)
        self._explorer.say("The predictions are below, behind the columns of the table.", notes)


class OwnTableExplorer(Explorer):
    """An explorer with an own table among its data, and a ``Predicted`` as ``_predicted``."""

    def predictions(self, source=None):
        """Return the own table with a prediction for every row, as CSV for a spreadsheet.

        Parameters
        ----------
        source : str, Path or bytes, optional
            Another table, as ``nnlib.tables.read_table`` takes it, with the same inputs.

        Raises
        ------
        ValueError
            Where the data are not an own table, or the other one lacks an input.
        """
        table = None if source is None else tables.read_table(source)
        return self._predicted.text(self.settled(), table)

    def numpy_code(self):
        """Return the network as a program that needs NumPy only; it scales as the explorer does."""
        frame = self.settled()
        return numpy_code(frame.network, encoding=frame.made.encoding)

    def keras_code(self):
        """Return the network as a program for Keras 3; it scales as the explorer does."""
        frame = self.settled()
        return keras_code(frame.network, encoding=frame.made.encoding)
