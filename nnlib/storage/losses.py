"""Losses as a table: a heading, and a row for every epoch."""

import csv
import io

from nnlib import checks, files
from nnlib.shown import shown
from nnlib.storage.lines import lines_in, rows_of, separator_of

HEADING = ["epoch", "loss"]


def save_loss_csv(path, losses):
    """Write losses as a table that any spreadsheet opens: a heading, then ``epoch,loss`` in a row.

    Parameters
    ----------
    path : str or Path
        A file in a folder that exists.
    losses : sequence of float
        ``History.loss``, which begins with epoch 0; every digit is kept.
    """
    path = files.checked(path)
    losses = checks.row(losses, "losses", finite=False)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADING)
    writer.writerows(enumerate(losses.tolist()))
    files.write_whole({path: text.getvalue().encode()})


def load_loss_csv(path):
    """Return the losses in a file that ``save_loss_csv`` wrote, as a list of float.

    Also if a spreadsheet has saved it again, with a semicolon or a tab between the columns and a
    decimal comma.
    """
    path = files.checked(path)
    lines = lines_in(files.read(path))
    try:
        rows = rows_of(lines[1:], separator_of(lines[:1]))
        for epoch, row in enumerate(rows):
            if len(row) != len(HEADING) or row[0] != epoch:
                raise ValueError(
                    f"where epoch {epoch} is expected with its loss, there is {shown(row)}"
                )
        if not rows:
            raise ValueError("it has a heading alone")
    except ValueError as error:
        raise ValueError(f"path {shown(path)} is not a table of epoch,loss: {error}.") from None
    return [loss for _, loss in rows]
