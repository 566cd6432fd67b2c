"""The network as a program, in a box to copy it from."""

from functools import partial

from nnlib.explorers import widgets
from nnlib.explorers.frame import Part

KINDS = {
    "NumPy code": ("numpy_code", "this network in NumPy alone"),
    "Keras code": ("keras_code", "this network in Keras"),
}


class Code(Part):
    """A button for each kind of program, and the box.

    Parameters
    ----------
    explorer : Explorer
        With methods ``numpy_code`` and ``keras_code``.

    Attributes
    ----------
    buttons : list of widget
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self.box = widgets.Textarea(description="code", rows=14)
        self.buttons = [
            explorer.button(name, partial(self._write, kind), tooltip)
            for name, (kind, tooltip) in KINDS.items()
        ]

    def prepare(self, values):
        """Take the program away: it was that of another network."""
        self.box.value = ""
        self.box.show(False)

    def _write(self, kind, frame):
        self._explorer.say(f"The code is below. {self._explorer.summary()}.")
        self.box.value = getattr(self._explorer, kind)()
        self.box.show()
