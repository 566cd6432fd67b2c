"""A whole training as a file: to keep, to open again, and other files to take along."""

import base64
from functools import partial
from html import escape

from nnlib import storage
from nnlib.explorers import look, widgets
from nnlib.explorers.frame import Part

ENDING = ".npz"
CSV = "text/csv"
ANYTHING = "application/octet-stream"


class Download(widgets.Said):
    """A link to a file that was made just now, or what is to be said to one that was opened."""

    def __init__(self):
        super().__init__()
        self.add_class(look.FILE)

    def offer(self, name, content, kind):
        """Show the link.

        Parameters
        ----------
        name : str
            Of the file.
        content : bytes
        kind : str
            Its media type.
        """
        data = base64.b64encode(content).decode()
        self.value = (
            f'<a download="{escape(name)}" href="data:{kind};base64,{data}">'
            f"Download {escape(name)}</a>"
        )

    def tell(self, words):
        """Show these words in place of the link."""
        self.value = f"<div>{escape(words)}</div>"


class FileButton(widgets.FileUpload):
    """A button that opens a file of the learner's.

    Parameters
    ----------
    explorer : Explorer
    use : callable
        ``use(name, content)``, from a text and bytes; a ``ValueError`` is told.
    below : Download
        Where it is told: the status line may be out of sight.
    """

    def __init__(self, explorer, use, below, **how):
        super().__init__(**how)
        self._explorer, self._use, self._below = explorer, use, below
        self.observe(self._load, "value")

    def _load(self, change):
        self.value = ()  # so that the same file can be opened again
        for file in change.new:
            self._explorer.enter(partial(self._open, file["name"], bytes(file["content"])))

    def _open(self, name, content):
        try:
            self._use(name, content)
        except ValueError as error:
            self._below.tell(f"{name}: {error} Everything stays as it was.")


class Keeping(Part):
    """Buttons that keep data, settings, weights and losses in a file, and open such a file.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    buttons : list of widget
    """

    def __init__(self, explorer):
        self._explorer, self.box = explorer, Download()
        keep = explorer.button("Keep", self._keep, "data, settings and weights, in one file")
        opened = FileButton(
            explorer, self._open, self.box, accept=ENDING, description="Open what was kept",
            tooltip="data, settings and weights come back, and Train goes on",
        )  # fmt: skip
        self.buttons = [keep, opened]

    def prepare(self, values):
        """Take the link away: it is of another training."""
        self.box.value = ""

    def _keep(self, frame):
        explorer = self._explorer
        content = storage.keep(frame.network, frame.history, explorer.settings)
        self.box.offer(f"{explorer.problem.name}-{frame.epoch}{ENDING}", content, ANYTHING)
        explorer.say("The file is below; the button 'Open what was kept' brings all of it back.")

    def _open(self, name, content):
        self._explorer.take_up(storage.kept(content))
        self.box.tell(f"{name} is open: Train goes on from there.")
