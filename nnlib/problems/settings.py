"""The kinds of setting: each knows its default, its limits, its words, and how it is written down.

A setting is said once. From it come an explorer's argument with its check and its line in the
docstring, the control with its slider and tooltip, and a part of the line that brings it all back.
"""

import math
from urllib.parse import quote_plus, unquote_plus

from nnlib import checks
from nnlib.problems.own_table import ANSWERS, ROLES, TARGET, check_that_it_can_be_read
from nnlib.shown import shown

NEW_LINE = ";"  # in a table that is written in one line


def always(values):
    """Return that a setting does something, whatever the others are."""
    return True


class Setting:
    """What can be set: the base of all kinds.

    Parameters
    ----------
    default
    words : str
        What stands beside its control.
    meaning : str
        What it does, for tooltip and docstring; begins with a small letter.
    used : callable, optional
        ``used(values)``: whether it does anything beside these values of all settings. Where not,
        it is neither shown nor written.
    at_once : bool
        Whether a change holds from the next epoch on; any other begins the training again.
    rare : bool
        Whether its control is folded away.
    """

    def __init__(self, default, words, meaning="", *, used=always, at_once=False, rare=False):
        self.default, self.words, self.meaning = default, words, meaning
        self.used, self.at_once, self.rare = used, at_once, rare

    def default_beside(self, values):
        """Return the default, which may depend on the values of other settings."""
        return self.default

    def checked(self, value, name):
        """Return a value given in code; a ``ValueError`` names it where it cannot be."""
        raise NotImplementedError

    def read(self, text, name):
        """Return the value that a text without spaces says; errors are those of ``checked``."""
        raise NotImplementedError

    def write(self, value):
        """Return the text without spaces that says so; numbers come back to the last bit."""
        raise NotImplementedError

    def in_words(self):
        """Return what values it takes, as docstrings say it."""
        raise NotImplementedError


class Number(Setting):
    """A number from `low` to `high`: a whole one where these three are ``int``.

    Parameters
    ----------
    default, low, high : all int or all float
    choices : sequence of numbers, optional
        What its slider offers; others can be typed. Whole numbers are all offered if not given,
        and without choices other numbers have no slider.
    """

    def __init__(self, default, low, high, words, meaning="", *, choices=None, **how):
        if len({type(each) for each in (default, low, high)}) > 1:
            raise ValueError(
                f"{words}: default, low and high must be all whole or all not; got {default!r}, "
                f"{low!r} and {high!r}: write such as 1.0."
            )
        super().__init__(default, words, meaning, **how)
        self.low, self.high, self.choices = low, high, choices

    def checked(self, value, name):
        if isinstance(self.low, int):
            return checks.whole_number(value, name, self.low, self.high)
        return checks.number(value, name, at_least=self.low, at_most=self.high)

    def read(self, text, name):
        try:
            value = type(self.low)(text)
        except ValueError:
            value = text
        return self.checked(value, name)

    def write(self, value):
        return repr(value)

    def in_words(self):
        low, high = (f"{limit:,}".removesuffix(".0") for limit in (self.low, self.high))
        return f"{type(self.low).__name__}, {low} to {high}"


class Choice(Setting):
    """One of some names.

    Parameters
    ----------
    names : sequence of str, dict, or callable
        A dictionary's keys, or what a function returns, may grow; an explorer offers those that
        there are when it is made.
    """

    def __init__(self, default, names, words, meaning="", **how):
        super().__init__(default, words, meaning, **how)
        self._names = names

    @property
    def names(self):
        """All of them, as a tuple."""
        return tuple(self._names() if callable(self._names) else self._names)

    def checked(self, value, name):
        return checks.one_of(value, self.names, name)

    def read(self, text, name):
        return self.checked({self.write(each): each for each in self.names}.get(text, text), name)

    def write(self, value):
        return value.replace(" ", "_")

    def in_words(self):
        return f"one of {', '.join(map(repr, self.names))}"


class Switch(Setting):
    """On or off."""

    def checked(self, value, name):
        return checks.true_or_false(value, name)

    def read(self, text, name):
        return checks.one_of(text, {"yes": True, "no": False}, name)

    def write(self, value):
        return "yes" if value else "no"

    def in_words(self):
        return "bool"


class Table(Setting):
    """A table of one's own, as the text that was typed.

    Parameters
    ----------
    reader : callable
        ``reader(text)`` raises a ``ValueError`` for a text that cannot be read.
    rows : int
        How many of them are seen at once.
    """

    def __init__(self, default, reader, words, meaning="", *, rows=8, **how):
        super().__init__(default, words, meaning, **how)
        self._reader, self.rows = reader, rows

    def checked(self, value, name):
        return checks.text(value, name)  # what is in it can be mended in its box

    def read(self, text, name):
        table = unquote_plus(text.replace(NEW_LINE, quote_plus("\n")))
        try:
            self._reader(table)
        except ValueError as error:
            raise ValueError(f"{name}: {str(error).splitlines()[0]}") from error
        return table

    def write(self, value):
        self._reader(value)  # what cannot be read is not written
        return quote_plus(value, safe=",").replace(quote_plus("\n"), NEW_LINE)

    def in_words(self):
        return "str"


class Choices(Setting):
    """What is chosen for some names, as a dictionary; for all others holds what is proposed.

    Parameters
    ----------
    of_each : callable
        ``of_each(name)`` returns what can be chosen for a name, or raises a ``ValueError`` for a
        name that cannot be.
    only_once : str, optional
        A choice that one name alone can have.
    """

    def __init__(self, of_each, words, meaning="", *, only_once=None, **how):
        super().__init__({}, words, meaning, **how)
        self.of_each, self.only_once = of_each, only_once

    def checked(self, value, name):
        if not isinstance(value, dict):
            raise ValueError(f"{name} must be a dictionary; got {shown(value)}.")
        for each, choice in value.items():
            offered = self.of_each(checks.text(each, f"each key of {name}"))
            if type(choice) not in (str, bool) or choice not in offered:
                raise ValueError(
                    f"{name}: {shown(each)} cannot be {shown(choice)}, but one of "
                    f"{', '.join(map(repr, offered))}."
                )
        if list(value.values()).count(self.only_once) > 1:
            raise ValueError(f"{name}: only one can be {self.only_once!r}.")
        return dict(value)

    def read(self, text, name):
        value = {}
        for part in text.split(","):
            each, colon, choice = part.partition(":")
            if not colon:
                raise ValueError(f"{name}: {shown(part)} must be a name, a colon, and a choice.")
            each, choice = unquote_plus(each), unquote_plus(choice)
            written = {_in_a_word(one): one for one in self.of_each(each)}
            value[each] = written.get(choice, choice)
        return self.checked(value, name)

    def write(self, value):
        return ",".join(
            f"{quote_plus(name)}:{quote_plus(_in_a_word(choice))}" for name, choice in value.items()
        )

    def in_words(self):
        return "dict"


def _in_a_word(choice):
    return {True: "yes", False: "no"}.get(choice, choice)


def round_numbers(low, high):
    """Return 1, 2, 3, 5 and 7 times the powers of ten that lie between `low` and `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 3, 5, 7)]
    return [type(low)(number) for number in numbers if low <= number <= high]


SHARES = [number / 20 for number in range(21)]
MOST_EPOCHS_AT_ONCE = 100_000
LARGEST_WEIGHT = 1e9  # with larger ones nothing can be learned


def of_every_training(epochs, learning_rate, rare=False):
    """Return the settings that every training has, at these defaults.

    ``"epochs"``, ``"learning_rate"``, ``"start"``, the seed of the first weights, and
    ``"stop_at_loss"``; the first two are folded away, too, where they are `rare`.
    """
    return {
        "epochs": Number(
            epochs, 1, MOST_EPOCHS_AT_ONCE, "epochs",
            "how many a press of Train adds, and a change trains anew",
            choices=round_numbers(1, MOST_EPOCHS_AT_ONCE), rare=rare,
        ),
        "learning_rate": Number(
            learning_rate, 0.001, 1000.0, "learning rate",
            "how far a step goes along the gradient", choices=round_numbers(0.001, 1000.0),
            at_once=True, rare=rare,
        ),
        "start": Number(
            1, 1, 1000, "start (seed)", "the seed of the first weights: another number, another "
            "start", choices=range(1, 101), rare=True,
        ),
        "stop_at_loss": Number(
            0.0, 0.0, 1.0, "stop at a loss of", "ends the training as soon as the loss is so small",
            choices=[0.0, *round_numbers(0.0001, 1.0)], at_once=True, rare=True,
        ),
    }  # fmt: skip


def of_own_tables(first, meaning, used, rows=8, several_targets=False):
    """Return the settings that every table of one's own has.

    ``"own_table"``, its text; ``"columns"``, what its columns are for; ``"reading"``, what is
    answered to questions of the reader; and ``"scaled"``.
    """
    return {
        "own_table": Table(
            first, check_that_it_can_be_read, "own table", meaning, rows=rows, used=used
        ),
        "columns": Choices(
            lambda name: ROLES, "columns", "what columns of the own table are for, by their names: "
            "'input', 'target' or 'leave out'; for all others holds what is proposed",
            only_once=None if several_targets else TARGET, used=used,
        ),
        "reading": Choices(
            lambda name: checks.one_of(name, ANSWERS, "reading"), "reading", "answers to what is "
            "asked about the own table: decimal '.' or ',', heading True or False, or separator",
            used=used,
        ),
        "scaled": Switch(
            True, "scaled", "whether numbers of the own table are scaled before they are learned "
            "from; without that, large ones drown the small", used=used,
        ),
    }  # fmt: skip
