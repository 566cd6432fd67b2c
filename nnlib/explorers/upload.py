"""A file from the learner's computer, put as text into a box where it can be mended."""

from nnlib.explorers import widgets
from nnlib.problems.own_table import file_as_text, is_heading


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
    button = widgets.FileUpload(accept=".csv,.tsv,.txt,.data,.xlsx", description="CSV file")

    def load(change):
        button.value = ()  # so that the same file can be loaded again
        for file in change.new:
            try:
                lines = file_as_text(bytes(file["content"])).splitlines()
            except ValueError as error:
                say(f"{file['name']} {error}")
                continue
            if not named and lines and is_heading(lines[0]):
                del lines[0]
            table.value = "\n".join(lines)

    button.observe(load, "value")
    return button
