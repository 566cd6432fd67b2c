"""Predictions for every row of a table, as a file for a spreadsheet."""

from pathlib import Path

from nnlib import tables
from nnlib.explorers import look
from nnlib.explorers.frame import Part
from nnlib.explorers.keeping import CSV, Download, FileButton
from nnlib.explorers.upload import ENDINGS
from nnlib.predictions import predictions_csv
from nnlib.problems import scores
from nnlib.problems.fit import held_out_rows

NO_TABLE = 'Predictions stand behind the columns of a table of your own: choose data "own table".'


class Predicted(Part):
    """A button for the table that is learned from, and one for another file.

    Parameters
    ----------
    explorer : ScoreExplorer
    """

    def __init__(self, explorer):
        self._explorer, self._link = explorer, Download()
        all_rows = explorer.button(
            "Predictions", self._write, "for every row of your table, as a file for a spreadsheet"
        )
        another = FileButton(
            explorer, self._write_for, accept=ENDINGS, description="Predict another file",
            tooltip="a table with the same inputs; it need not have the target",
        )  # fmt: skip
        self._row = look.row([all_rows, another])
        self.box = look.column([self._row, self._link])

    def prepare(self, values):
        """Take the link away; without a table of one's own, the buttons too."""
        self._link.value = ""
        self._row.show(scores.is_own(values))

    def text(self, frame, table=None):
        """Return a table with the predictions as CSV; without one, that which is learned from.

        Raises
        ------
        ValueError
            Where the data are not a table of one's own.
        """
        if not scores.is_own(frame.values):
            raise ValueError(NO_TABLE)
        made, held_out = frame.made, None
        if table is None:
            table = scores.own_table_of(frame.values).table
            examples = len(made.seen.inputs) + len(made.held_out.inputs)
            rows = held_out_rows(examples, frame.values["held_out"])
            held_out = rows if len(rows) else None
        seen = made.seen._replace(encoding=made.encoding)
        return predictions_csv(table, frame.network, seen, held_out)

    def _write(self, frame):
        self._offer(self.text(frame), "predictions.csv")

    def _write_for(self, name, content):
        table = tables.read_table(content)
        text = self.text(self._explorer.settled(), table)
        self._offer(text, f"predicted {Path(name).stem}.csv", table.notes_on_reading)

    def _offer(self, text, name, notes=()):
        """Show the link, and what is to be known of a table that is not in the page."""
        self._link.offer(name, text.encode("utf-8-sig"), CSV)
        self._explorer.say("The predictions are below, behind the columns of the table.", notes)
