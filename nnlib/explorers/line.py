"""The line of settings: what is set, as text to copy; another one, pasted, sets all of it."""

from nnlib import page
from nnlib.explorers import look, widgets
from nnlib.explorers.frame import Part

MEANING = "copy it to keep it; paste another and press Enter"
NO_LINE = "none: mend what cannot be read first"
LINE = "nnlib-line"  # a class in the page, by which the site's script finds the box
# The course's site shows one explorer at an address that has its line: there this is a link.
COPY_LINK = (
    '<button type="button" class="nnlib-copy-link">Copy link</button>'
    '<span role="status"></span>'  # for what the script says to a press
)


class SettingsLine(Part):
    """A text field with the line of what is set.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    text : widget
        The field.
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._is_written = False  # by the explorer, and not by a learner
        self._values = None  # those that the line says, unless a learner has changed it
        self.text = widgets.Text(description="settings", tooltip=MEANING)
        self.text.observe(self._follow, "value")
        self.text.add_class(LINE)
        link = [widgets.HTML(COPY_LINK)] if page.IS_HERE else []
        self.box = look.column([self.text, *link])

    def write(self):
        """Show the line of what is set now; where there is none, why.

        It is asked for in every frame, and to write a table means to read all of it.
        """
        values = self._explorer.values
        if values == self._values:
            return
        self._values = values
        try:
            line, hint = self._explorer.settings, ""
        except ValueError:
            line, hint = "", NO_LINE
        self._is_written = True
        self.text.value, self.text.placeholder = line, hint
        self._is_written = False

    def _follow(self, change):
        if self._is_written:
            return
        self._values = None
        try:
            self._explorer.settings = change.new
        except ValueError as error:
            self._explorer.say(f"The settings stay as they are: {error}")
