"""A table of one's own as controls: its text, what was read, and what its columns are for."""

from functools import partial
from typing import NamedTuple

import traitlets

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown, with_all_parts
from nnlib.explorers.upload import Upload
from nnlib.problems.own_examples import in_use
from nnlib.problems.own_table import ROLES, own_table, questions
from nnlib.shown import counted, sentence

MOST_NOTES = 2  # that are seen; more are folded
IN_WORDS = {
    True: "yes", False: "no", ",": "comma", ".": "point", ";": "semicolon", "\t": "tab",
    "|": "bar", " ": "space",
}  # fmt: skip
ASKED = {"decimal": "sign before decimals", "heading": "is the first line a heading?",
         "separator": "between two cells"}  # fmt: skip


class Offer(NamedTuple):
    """A choice to be offered: for which name, in which words, from what, and why."""

    name: str
    words: str
    options: tuple
    meaning: str


class ChoicesBox(widgets.VBox):
    """Rows of buttons, one for every name that is offered.

    Parameters
    ----------
    setting : nnlib.problems.settings.Choices
    value : dict

    Attributes
    ----------
    value : dict
        What was chosen, by name. Names that are not in it have what is proposed.
    """

    value = traitlets.Dict()
    description = traitlets.Unicode("").tag(sync=True)

    def __init__(self, setting, value):
        self._setting, self._offers, self._dropdowns = setting, (), {}
        self._is_told = False  # what holds, and not asked to change it
        super().__init__([], value=value)

    @property
    def options(self):
        """All that can be chosen, as a drop-down has it."""
        return tuple(option for each in self._offers for option in each.options)

    def offer(self, offers, holds):
        """Show these offers, and of each what holds.

        Parameters
        ----------
        offers : tuple of Offer
        holds : list
            A choice for each.
        """
        if offers != self._offers:
            self._make(offers)
        self._is_told = True
        for dropdown, choice in zip(self._dropdowns.values(), holds, strict=True):
            dropdown.value = choice
        self._is_told = False

    def forget_all_but(self, names):
        """Forget what was chosen for other names."""
        self.value = {name: each for name, each in self.value.items() if name in names}

    @traitlets.validate("value")
    def _as_the_setting_has_it(self, proposal):
        return self._setting.checked(proposal.value, self._setting.words)

    def _make(self, offers):
        before, self._offers, self._dropdowns = self.children, offers, {}
        for each in offers:
            dropdown = widgets.Dropdown(
                options=each.options, description=each.words, tooltip=each.meaning
            )
            dropdown.observe(partial(self._choose, each.name), "value")
            self._dropdowns[each.name] = dropdown
        self.children = tuple(map(shown, self._dropdowns.values()))
        for part in before:
            for widget in with_all_parts(part):
                widget.close()

    def _choose(self, name, change):
        """Take over a choice; one that only one name can have leaves the name that had it."""
        if self._is_told:
            return
        is_moved = change.new == self._setting.only_once
        others = {
            each: choice
            for each, choice in self.value.items()
            if each != name and not (is_moved and choice == change.new)
        }
        self.value = others | {name: change.new}


class OwnTableBox:
    """The controls of a table of one's own, and what was read, in words.

    Parameters
    ----------
    settings : dict of str to Setting
        Those of ``nnlib.problems.settings.of_own_tables`` among them.
    values : dict
        A value for each.

    Attributes
    ----------
    controls : dict of str to widget
        ``"own_table"``, ``"columns"`` and ``"reading"``.
    box : widget
        All of it.
    """

    def __init__(self, settings, values):
        table = settings["own_table"]
        text = widgets.Textarea(
            values["own_table"], description=table.words, tooltip=table.meaning, rows=table.rows,
        )  # fmt: skip
        columns, reading = (
            ChoicesBox(settings[name], values[name]) for name in ("columns", "reading")
        )
        columns.add_class(look.MANY)
        self.controls = {"own_table": text, "columns": columns, "reading": reading}
        self._words = widgets.HTML()
        self._before = None  # what was told last
        hint = widgets.HTML(sentence(table.meaning))
        self.box = widgets.VBox([text, hint, Upload(text), self._words, reading, columns])
        self.box.add_class(look.OWN)

    def forget(self, values):
        """Where another table was typed, forget what was chosen for columns that it has not."""
        text, columns, reading = self._now(values)
        before, self._before = self._before, (text, columns, reading)
        if before is None or before[0] == text or before[1:] != (columns, reading):
            return
        asked = {each.keyword for each in questions(text)}
        self.controls["reading"].forget_all_but(asked)
        try:
            names = own_table(text, {}, self.controls["reading"].value).table.names
        except ValueError:
            return
        self.controls["columns"].forget_all_but(names)

    def tell(self, values, why_not):
        """Say what was read, and why it is not in use, and offer what can be chosen.

        Parameters
        ----------
        values : dict
            A value for every setting.
        why_not : str or None
            Why nothing can be trained, a reason a line.
        """
        text, columns, reading = self._now(values)
        reasons = (why_not or "").splitlines()
        try:
            own = own_table(text, columns, reading)
        except ValueError:
            self._say(reasons)
            self._ask(questions(text), reading)
            self.controls["columns"].offer((), ())
            return
        self._ask(own.questions, reading)
        offers = tuple(
            Offer(each.name, f"{each.name}: {each.kind}", ROLES, sentence(each.reason))
            for each in own.columns
        )
        self.controls["columns"].offer(offers, [each.role for each in own.columns])
        size = f"{counted(len(own.table.lines), 'row')}, {counted(len(own.columns), 'column')}"
        first = f"{size}: read, but not in use yet." if reasons else in_use(own)
        asked_first = sorted(own.table.notes, key=lambda note: not note.endswith("?"))
        self._say([first, *reasons, *asked_first])

    def _now(self, values):
        return tuple(values[name] for name in self.controls)

    def _say(self, said):
        self._words.value = look.sentences(said, MOST_NOTES)

    def _ask(self, asked, reading):
        """Offer answers, as many as the reader asks for."""
        offers = tuple(
            Offer(
                each.keyword,
                each.sentence,
                tuple((IN_WORDS[choice], choice) for choice in each.choices),
                f"{ASKED[each.keyword]}: what was taken can be changed",
            )
            for each in asked
        )
        holds = [reading.get(each.keyword, each.taken) for each in asked]
        self.controls["reading"].offer(offers, holds)
