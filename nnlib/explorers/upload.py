"""A file from the learner's computer, put as text into a box where it can be mended."""

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown
from nnlib.problems.own_table import file_as_text, is_heading
from nnlib.tables.sources import ENCODINGS

ENDINGS = ".csv,.tsv,.txt,.data,.xlsx"


class Upload(widgets.VBox):
    """A button that writes an uploaded file into a text box, and asks for its encoding if need be.

    Parameters
    ----------
    table : Textarea
    say : callable
        ``say(words)`` where the file cannot be read.
    is_named : bool
        Whether a first line of names, without any number, is kept.
    """

    def __init__(self, table, say, is_named=True, tooltip=None):
        self._table, self._say, self._is_named = table, say, is_named
        self._name, self._content = "", b""
        self._button = widgets.FileUpload(
            accept=ENDINGS, description="Open a file", tooltip=tooltip
        )
        self._words = widgets.HTML()
        self._encoding = widgets.Dropdown(options=ENCODINGS, description="encoding of the file")
        self._choice = shown(self._encoding)
        for each in (self._words, self._choice):
            each.show(False)
        super().__init__([self._button, self._words, self._choice])
        self._button.observe(self._load, "value")
        self._encoding.observe(lambda change: self._write(change.new), "value")

    def _load(self, change):
        self._button.value = ()  # so that the same file can be loaded again
        for file in change.new:
            self._name, self._content = file["name"], bytes(file["content"])
            self._write(None)

    def _write(self, encoding):
        """Put the file into the text box, in this encoding or in the one that it seems to have."""
        try:
            text, said = file_as_text(self._content, encoding)
        except ValueError as error:
            self._say(f"{self._name} {error} The table stays as it was.")
            return
        lines = text.splitlines()
        if not self._is_named and lines and is_heading(lines[0]):
            del lines[0]
        remarks = [*said.notes, *(question.sentence for question in said.questions)]
        self._words.value = look.sentences([f"{self._name}: {each}" for each in remarks])
        self._words.show(bool(remarks))
        if encoding is None:
            self._choice.show(any("encoding" in each for each in remarks))
        self._table.value = "\n".join(lines)
