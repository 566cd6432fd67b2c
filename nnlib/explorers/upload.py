"""A CSV file from the learner's computer, put as text into a box where it can be mended."""

from nnlib.explorers import widgets
from nnlib.problems.own_table import is_heading


def csv_upload(table, say, named=True):
    """Return a button that writes an uploaded file into a text box.

    Parameters
    ----------
    table : Textarea
    say : callable
        ``say(words)`` where the file cannot be read.
    named : bool
        Whether a first line of names, without any number, is kept.
    """
    button = widgets.FileUpload(accept=".csv,.txt", description="CSV file")

    def load(change):
        button.value = ()  # so that the same file can be loaded again
        for file in change.new:
            try:
                lines = bytes(file["content"]).decode("utf-8-sig").splitlines()
            except UnicodeDecodeError:
                say(f"{file['name']} is not a text file: save it as CSV in UTF-8.")
                continue
            if not named and lines and is_heading(lines[0]):
                del lines[0]
            table.value = "\n".join(lines)

    button.observe(load, "value")
    return button
