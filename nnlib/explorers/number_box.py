"""A box for a number as people type it, which answers in words where it does not take one."""

import math
import re
from html import escape

import traitlets

from nnlib import checks
from nnlib.explorers import widgets
from nnlib.explorers.look import NUMBER, SLID
from nnlib.pictures.theme import signed
from nnlib.tables.numerals import INVISIBLE, PLAIN

GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:[, ']\d{3})+|(?:\.\d{3}){2,})")  # 1,000 or 1.000.000
GROUPED_BY_A_POINT = re.compile(r"[1-9]\d{0,2}\.000")
GROUPED_WITH_DECIMALS = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3})+\.\d*|(?:\.\d{3})+,\d*|(?:[ ']\d{3})+[.,]\d*)"
)
DECIMAL_COMMA = re.compile(r"(\d*),(\d*(?:e[+-]?\d+)?)")
# Minus, point and comma of all widths and languages; narrow spaces, apostrophes; what nobody sees.
LIKE_PLAIN_ONES = PLAIN | str.maketrans("\u00a0\u2009\u202f\u2019", "   '") | INVISIBLE
MOST_LETTERS = 20  # of what was typed, in an answer


class _Real(traitlets.TraitType):
    """A number; what it may be, the box says itself."""

    default_value = 0


class NumberBox(widgets.HBox):
    """A box for a number. ``0.5``, ``0,5``, ``1e-3`` and for whole numbers ``1,000`` are read.

    What is not taken stays as it was typed; under it stands why, and which number holds. Once the
    box is for something else, ``show_what_holds`` takes both away.

    Parameters
    ----------
    name : str
    value, low, high : number
        A whole one where `low` is.
    meaning : str, optional
        What the number does; shown where the pointer rests.
    decimals : int, optional
        So many are shown, with the sign, and read; the number that holds may have more.

    Attributes
    ----------
    value : number
        The number that holds. Another than from `low` to `high` raises a ``ValueError``.
    """

    value = _Real()
    description = traitlets.Unicode("").tag(sync=True)  # a box without one cannot show its tooltip

    def __init__(self, name, value, low, high, meaning=None, decimals=None):
        self.low, self.high, self._meaning = low, high, meaning
        self._decimals = decimals
        self._text = widgets.Text(description=name)
        self.beside = None
        self._note = None  # made when there is something to say: most boxes never have one
        self._text.observe(lambda change: self._read(change.new), "value")
        self.observe(lambda _: self.show_what_holds(), "value")
        super().__init__(
            [self._text],
            value=value,
            tooltip=self._limits_in_words(),
        )
        self.add_class(NUMBER)

    @property
    def is_whole(self):
        """Whether only whole numbers are taken."""
        return isinstance(self.low, int)

    @property
    def name(self):
        """What stands before the box."""
        return self._text.description

    @name.setter
    def name(self, name):
        self._text.description = name

    def put_beside(self, widget):
        """Show a widget between name and box."""
        self.beside = widget
        self.children = (*self.children, widget)

    def put_slider(self, slider):
        """Show a slider between name and box."""
        self.put_beside(slider)
        self.add_class(SLID)

    def go_up_to(self, high):
        """Take no larger number than `high` from now on; a larger one that holds becomes it."""
        self.high = high
        self.tooltip = self._limits_in_words()
        self.value = min(self.value, high)
        self.show_what_holds()

    def show_what_holds(self):
        """Show the number that holds, also where something else was typed and not taken."""
        self._say("")
        self._text.value = self._shown()

    def _limits_in_words(self):
        limits = f"{written(self.low)} to {written(self.high)}"
        return f"{self._meaning} ({limits})" if self._meaning else limits

    @traitlets.validate("value")
    def _within_limits(self, proposal):
        value = proposal.value
        if not self.is_whole:
            return checks.number(value, self.name, at_least=self.low, at_most=self.high) + 0.0
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return checks.whole_number(value, self.name, self.low, self.high)

    def _read(self, typed):
        self._say("")
        if typed == self._shown():
            return
        try:
            number = read_number(typed, self.low, self.high)
            self.value = number if self._decimals is None else round(number, self._decimals)
        except ValueError as error:
            self._say(f"<b>{escape(str(error))}</b>. Still {written(self.value)}.")
            return
        self.show_what_holds()  # where the number is the same as before, too
        if not _is_plainly(typed, self.value):
            self._say(f"{escape(typed.strip())} was read as {self._shown()}.")

    def _shown(self):
        if self._decimals is None:
            return _plain(self.value)
        return signed(self.value, self._decimals)

    def _say(self, words):
        if self._note is None and words:
            self._note = widgets.HTML()
            self.children = (*self.children, self._note)
        if self._note is not None:
            said = f'<div role="alert" style="font-size:12px;line-height:18px">{words}</div>'
            self._note.value = said if words else ""
            self._note.show(bool(words))


def read_number(typed, low, high):
    """Return the number that a learner typed.

    Parameters
    ----------
    typed : str
    low, high : number
        A whole number is read where `low` is one.

    Raises
    ------
    ValueError
        With the reason, short enough to stand under a box.
    """
    whole, text = isinstance(low, int), typed.translate(LIKE_PLAIN_ONES).strip().lower()
    said = typed.strip() if len(typed) <= MOST_LETTERS else f"{typed.strip()[:MOST_LETTERS]}..."
    limits = f"{written(low)} to {written(high)}"
    if not text:
        raise ValueError(f"There is no number: {limits}")
    digits = text.lstrip("+-")
    if GROUPED.fullmatch(digits):
        if digits.count(",") == 1 and not whole:
            decimal = digits.replace(",", ".")
            raise ValueError(
                f"{said} can mean {digits.replace(',', '')} or {decimal}: leave the comma out, or "
                "write a point"
            )
        text = re.sub("[., ']", "", text)
    elif whole and GROUPED_BY_A_POINT.fullmatch(digits):
        few, many = digits.split(".")[0], digits.replace(".", "")
        raise ValueError(f"{said} can mean {few} or {many}: leave the point out")
    elif GROUPED_WITH_DECIMALS.fullmatch(digits):
        *grouped, decimals = re.split("[.,]", text)
        text = re.sub("[ ']", "", "".join(grouped)) + f".{decimals}"
    elif DECIMAL_COMMA.fullmatch(digits):
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise ValueError(f"{said} is not a number: {limits}")
    if number < low:
        raise ValueError(f"{said} is too small: {limits}")
    if number > high:
        raise ValueError(f"{said} is too large: {limits}")
    if whole and not number.is_integer():
        raise ValueError(f"{said} is not a whole number: {limits}")
    return int(number) if whole else number


def written(number):
    """Return a number with commas between thousands, as sentences have it."""
    return f"{number:,}".removesuffix(".0")


def _plain(number):
    """Return a number as a box has it."""
    return str(number).removesuffix(".0")


def _is_plainly(typed, number):
    """Return whether a number was typed in the way that needs no word."""
    try:
        return float(typed.translate(LIKE_PLAIN_ONES)) == number
    except ValueError:
        return False
