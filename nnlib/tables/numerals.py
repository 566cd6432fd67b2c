"""A cell as a number: decimal sign, thousands, percent, units and times, as people write them.

Nothing is evaluated: a cell has the shape of a number, or it is none.
"""

import math
import re
from typing import NamedTuple
from unicodedata import category

CURRENCIES = "$€£¥₹₽₺₩"
PLAIN = str.maketrans(  # what word processors make of a minus, wide signs, and Arabic ones
    "−–‒﹣－＋．，％￥＄٫٬",  # noqa: RUF001
    "-----+.,%¥$.'",
) | {ord(sign): value for sign, value in (("½", ".5"), ("¼", ".25"), ("¾", ".75"))}
INVISIBLE = dict.fromkeys(  # signs for the direction of writing, and places to part a word
    code for code in (*range(0x2070), 0xFEFF) if category(chr(code)) == "Cf"
)
SPACES = " \u00a0\u2009\u202f'\u2019"  # between thousands: spaces and apostrophes of all kinds
EXPONENT = r"(?:[eE][+-]?\d{1,4})?"
TIMES_TEN = re.compile(r"\s?[×x·*]\s?10(?:\^([+-]?\d{1,3})|([⁺⁻]?[⁰¹²³⁴-⁹]{1,3}))")  # noqa: RUF001
RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
# One letter alone is a unit only if it is a usual one: 7b is a class, not seven of something.
UNIT = (
    rf"[%‰]|[{CURRENCIES}][^\W\d_]{{0,3}}|°\s?[CFK]?|/\s?\d+|[mghslJKNVW][²³]?|"
    r"[^\W\d_]{2}[^\d,;*†‡\[]{0,13}|[^\W\d_](?:/[^\W\d_]|[²³])[^\d,;*†‡\[]{0,9}"
)
FRONT = rf"[^\W\d_]{{0,3}}[{CURRENCIES}]|CHF|EUR|USD|GBP|Rs\.?|Fr\.?|kr\.?"
NO_CENTS = r"(?<=[.,])-{1,2}"  # 12,- and 3.--
SPREAD = r"\s?(?:±|\+/?-)\s?[\d.,]+"
FOOTNOTES = r"(?:\s?(?:\[(?:\d{1,3}|[a-f])\]|[*†‡]{1,3}))+"
SHAPE = re.compile(
    rf"(?P<about>[~≈]\s?)?(?P<front>{FRONT})?\s?(?P<sign>[+-]?)\s?(?P<behind_sign>{FRONT})?\s?"
    rf"(?P<digits>[\d.,][\d.,{SPACES}]*{EXPONENT})(?:{NO_CENTS})?(?P<spread>{SPREAD})?"
    rf"\s?(?P<unit>{UNIT})?(?P<footnotes>{FOOTNOTES})?"
)
LEFT_OUT = ("about", "spread", "footnotes")  # of a number that is read
HOUR = r"[01]?\d|2[0-4]"
TIME = re.compile(
    rf"({HOUR}|\d{{2,4}}(?=:\d\d:)):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(?:\s?([ap])\.?m\.?)?|"
    rf"({HOUR}|\d{{2,4}})\s?h\s?(?:([0-5]\d)(?:\s?min)?)?|"
    rf"({HOUR})(?:[.:]([0-5]\d))?\s?(?:([ap])\.?m\.?|uhr)",
    re.I,
)
STOPWATCH = re.compile(r"(?:(\d{1,2}):(?=\d\d:))?(\d{1,3}):([0-5]\d)([.,]\d+)?")
DATE = re.compile(
    r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2})|"
    r"\d{1,2}\.?[ -][^\W\d_]{3,10}\.?[ -](?:\d{4}|\d{2})|[^\W\d_]{3,10}\.? \d{1,2}, \d{4})"
    r"(?:[T ,].{0,40})?"
)
# As accountants write what is below 0; (1) and (2) are more often the numbers of some things.
IN_BRACKETS = re.compile(rf"\((?=.*[.,{CURRENCIES}])([\d.,{SPACES}{CURRENCIES}]*\d[^\w)]*)\)")
GAPS = {  # in small letters, in several languages
    *("", "na", "n/a", "n.a.", "n.a", "nan", "null", "?", "??", "???", "-", "--", "---", "—"),
    *("\u2013", ".", "..", "...", "…", "/", "k.a.", "k. a.", "k.a", "keine angabe", "n.v."),
    *("s/d", "s.d.", "n/d", "n.d.", "n/c", "n.c.", "b.d.", "н/д", "нет данных"),
    *("不明", "未知", "缺失", "なし"),
}
ERROR_OF_A_SPREADSHEET = re.compile(r"#[\w/]{2,12}[!?]?")  # such as #N/A and #DIV/0!
OTHER = {".": ",", ",": "."}
LONGEST = 60  # characters of a number with its unit
ENOUGH = 1000  # cells that tell the decimal sign of all


class Number(NamedTuple):
    """A cell that was read: its value, its unit or ``""``, and whether more stood there.

    That is a sign between thousands, or what is left out, such as ``± 0.1``.
    """

    value: float
    unit: str
    had_more: bool


def is_gap(cell):
    """Return whether a cell is empty, or says in a usual way that nothing is known."""
    if not cell or len(cell) > 15:
        return not cell
    return cell.casefold() in GAPS or bool(ERROR_OF_A_SPREADSHEET.fullmatch(cell))


def is_date(cell):
    """Return whether a cell holds a day, with or without the time of day."""
    return DATE.fullmatch(cell) is not None


def hours(cell):
    """Return a time such as ``7:30``, ``8:15 PM`` or ``7 h 30`` in hours, or ``None``."""
    found = TIME.fullmatch(cell)
    if not found:
        return None
    hour, minutes, seconds, half, hour_with_h, minutes_with_h, *in_words = found.groups()
    hour = int(hour or hour_with_h or in_words[0])
    minutes = int(minutes or minutes_with_h or in_words[1] or 0)
    half = half or in_words[2]
    hour = hour % 12 + 12 * (half in "pP") if half else hour
    return hour + minutes / 60 + int(seconds or 0) / 3600


def minutes(cell):
    """Return what a stopwatch says, such as ``4:30``, ``3:18,4`` or ``1:02:30``, in minutes."""
    found = STOPWATCH.fullmatch(cell)
    if not found:
        return None
    hour, minute, second, rest = found.groups()
    seconds = int(second) + float((rest or "0").replace(",", "."))
    return 60 * int(hour or 0) + int(minute) + seconds / 60


def read_number(cell, decimal):
    """Return a cell as a ``Number``, or ``None``; `decimal` is the sign before the decimals.

    Examples
    --------
    >>> read_number("-1.250,5 €", ",")
    Number(value=-1250.5, unit='€', had_more=True)
    """
    found = _shape(cell)
    if not found:
        return None
    digits = found["digits"].rstrip(SPACES)
    if "." in digits and "," in digits:
        decimal = max(OTHER, key=digits.rfind)
    whole = WHOLE[decimal].fullmatch(digits)
    if digits[:-1].isdecimal() and digits[-1] in OTHER:  # 1. as a rank
        plain, had_more = digits[:-1], False
    elif whole:
        plain = whole[1].translate(WITHOUT_THOUSANDS[decimal]) + (whole[2] or "")
        had_more = not whole[1].isdecimal() and bool(whole[1])
    elif ONE_SIGN[OTHER[decimal]].fullmatch(digits):  # no thousands, so it must be decimals
        plain, had_more = digits, False
    else:
        return None
    value = float(found["sign"] + plain.replace(",", "."))
    unit = found["unit"] or found["front"] or found["behind_sign"] or ""
    had_more = had_more or any(found[part] for part in LEFT_OUT)
    return Number(value, unit.strip(), had_more) if math.isfinite(value) else None


def _shape(cell):
    """Return the parts of a cell that has the shape of a number, or ``None``."""
    if len(cell) > LONGEST:
        return None
    plain = IN_BRACKETS.sub(r"-\1", cell.translate(PLAIN))
    if "10" in plain:
        plain = TIMES_TEN.sub(lambda found: f"e{(found[1] or found[2]).translate(RAISED)}", plain)
    return SHAPE.fullmatch(plain)


def could_be_a_number(cell):
    """Return whether a cell is a number under the one decimal sign or the other."""
    return any(read_number(cell, decimal) for decimal in OTHER)


def decimal_signs(cells):
    """Return by sign in how many cells it must stand before decimals, and in how many it may.

    Where it may, it may as well stand between thousands.
    """
    certain, doubtful = {".": 0, ",": 0}, {".": 0, ",": 0}
    for cell in cells:
        found = _shape(cell)
        digits = found["digits"].translate(WITHOUT_SPACES) if found else ""
        for sign, other in OTHER.items():
            is_last = 0 <= digits.find(other) < digits.rfind(sign)
            if is_last or ONE_SIGN[sign].fullmatch(digits):
                certain[sign] += 1
            elif digits.count(sign) > 1 and WHOLE[other].fullmatch(digits):
                certain[other] += 1  # 1.250.000: only thousands come more than once
            elif digits.count(sign) == 1 and sign in digits.rstrip(sign) and other not in digits:
                doubtful[sign] += 1
        if sum(certain.values()) == ENOUGH:
            break
    return certain, doubtful


def _whole(decimal):
    """Return the shape of a number, thousands in its first group, decimals in its second."""
    other = re.escape(OTHER[decimal])
    thousands = (
        rf"[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+|[1-9]\d{{0,2}}(?:{other}\d{{2,3}})*{other}\d{{3}}"
    )
    return re.compile(rf"(?=.*\d)({thousands}|\d*)({re.escape(decimal)}\d*{EXPONENT}|{EXPONENT})")


WHOLE = {decimal: _whole(decimal) for decimal in OTHER}
WITHOUT_SPACES = str.maketrans("", "", SPACES)
WITHOUT_THOUSANDS = {
    decimal: str.maketrans("", "", SPACES + other) for decimal, other in OTHER.items()
}
# One sign that stands before decimals, as it is not before three digits with others in front of it.
ONE_SIGN = {
    sign: re.compile(
        rf"(?![1-9]\d{{0,2}}{re.escape(sign)}\d{{3}}$)\d*{re.escape(sign)}\d+{EXPONENT}"
    )
    for sign in OTHER
}
