"""A file from the learner's computer, put as text into a box where it can be mended."""

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown
from nnlib.problems.own_table import file_as_text, is_heading
from nnlib.tables.sources import ENCODINGS

ENDINGS = ".csv,.tsv,.txt,.data,.xlsx"


class Upload(widgets.VBox):
    """A button that writes an uploaded file into a text box, and asks for its encoding if need be.

    What became of the file stands below the button: the status line may be out of sight.

    Parameters
    ----------
    table : Textarea
    is_named : bool
        Whether a first line of names, without any number, is kept.
    """

    def __init__(self, table, is_named=True, tooltip=None):
        self._table, self._is_named = table, is_named
        self._name, self._content = "", b""
        self._button = widgets.FileUpload(
            accept=ENDINGS, description="Open a file", tooltip=tooltip
        )
        self._words = widgets.Said()
        self._words.add_class(look.FILE)
        self._encoding = widgets.Dropdown(options=ENCODINGS, description="encoding of the file")
        self._choice = shown(self._encoding)
        self._choice.show(False)
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
            said = f"{self._name} {error} The table stays as it was."
            self._words.value = look.sentences([said])
            return
        lines = text.splitlines()
        if not self._is_named and lines and is_heading(lines[0]):
            del lines[0]
        remarks = [*said.notes, *(question.sentence for question in said.questions)]
        told = [
            f"{self._name} is in the table now.",
            *(f"{self._name}: {each}" for each in remarks),
        ]
        self._words.value = look.sentences(told)
        if encoding is None:
            self._choice.show(any("encoding" in each for each in remarks))
        self._table.value = "\n".join(lines)
