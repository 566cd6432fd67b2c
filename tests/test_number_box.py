import re

import pytest

from nnlib.explorers.controls import with_slider
from nnlib.explorers.number_box import NumberBox, read_number
from tests.hands import is_hidden


def typed(text, value=0.1, low=0.001, high=1000.0):
    """Return a box into which a text was typed."""
    box = NumberBox("learning rate", value, low, high, "170px")
    box._text.value = text
    return box


def note(box):
    """Return what stands under a box, without tags."""
    if box._note is None:
        return ""
    assert is_hidden(box._note) == (not box._note.value)
    return re.sub("<[^>]+>", "", box._note.value)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("0.5", 0.5), (".5", 0.5), ("0,5", 0.5), (",5", 0.5), ("1e-3", 0.001), ("1,5e2", 150)],
        *[(" 2 ", 2), ("5.", 5), ("1E2", 100), ("+0,25", 0.25), ("0,001", 0.001), ("1.000", 1)],
        *[("1 000", 1000), ("1\u202f000", 1000), ("1'000", 1000), ("12,3456", 12.3456)],
        *[("1,000.", 1000), ("1.000,0", 1000), ("1'000.0", 1000), ("1\u2009000,0", 1000)],
        *[("\uff13\uff0e\uff15", 3.5), ("\uff13\uff0c5", 3.5), ("½", 0.5)],
        *[("\u0663\u066b\u0665", 3.5)],
        *[("\u200b5\u200e", 5), ("\ufeff5", 5), ("5\n", 5), ("1½", 1.5)],
    ],
)
def test_a_number_is_read_as_people_type_it(text, number):
    box = typed(text)
    assert box.value == number
    assert isinstance(box.value, float)
    assert float(box._text.value) == number


@pytest.mark.parametrize("minus", "−–‒﹣－")  # noqa: RUF001
def test_every_minus_is_one(minus):
    assert read_number(f"{minus}2,5", -10.0, 10.0) == -2.5


@pytest.mark.parametrize(("text", "few", "many"), [("1.000", 1, 1000), ("10.000", 10, 10000)])
def test_a_thousand_is_not_taken_for_1(text, few, many):
    box = typed(text, value=300, low=1, high=100_000)
    assert note(box) == f"{text} can mean {few} or {many}: leave the point out. Still 300."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2000", 2000),
        ("1,000", 1000),
        ("2e3", 2000),
        ("5.0", 5),
        ("12,345", 12345),
        ("1 000", 1000),
    ],
)
def test_a_whole_number_may_have_its_thousands_parted(text, number):
    box = typed(text, value=300, low=1, high=100_000)
    assert box.value == number
    assert isinstance(box.value, int)
    assert box._text.value == str(number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1e9", "1e9 is too large: 0.001 to 1,000"),
        ("1e400", "1e400 is too large: 0.001 to 1,000"),
        ("0", "0 is too small: 0.001 to 1,000"),
        ("\u22120.5", "\u22120.5 is too small: 0.001 to 1,000"),
        ("abc", "abc is not a number: 0.001 to 1,000"),
        ("0.5x", "0.5x is not a number: 0.001 to 1,000"),
        ("0.5.1", "0.5.1 is not a number: 0.001 to 1,000"),
        ("nan", "nan is not a number: 0.001 to 1,000"),
        ("", "There is no number: 0.001 to 1,000"),
        ("9" * 999, f"{'9' * 20}... is too large: 0.001 to 1,000"),
        ("1,000", "1,000 can mean 1000 or 1.000: leave the comma out, or write a point"),
    ],
)
def test_what_is_not_taken_stays_and_says_why(text, reason):
    box = typed(text)
    assert box.value == 0.1
    assert box._text.value == text
    assert note(box) == f"{reason}. Still 0.1."


@pytest.mark.parametrize("text", ["12.7", "12,7", "12.345", "1e-3", "0.5"])
def test_no_digit_is_lost_in_a_box_for_whole_numbers(text):
    box = typed(text, value=2000, low=0, high=100_000)
    if text == "12.345":
        assert note(box) == "12.345 is not a whole number: 0 to 100,000. Still 2,000."
    assert box.value == 2000
    assert box._text.value == text


def test_markup_that_is_typed_is_shown_as_typed():
    assert "&lt;b&gt;0&lt;/b&gt; is not a number" in typed("<b>0</b>")._note.value


def test_what_was_read_otherwise_is_said_and_what_was_not_is_not():
    assert note(typed("0,5")) == "0,5 was read as 0.5."
    assert note(typed("1,000", 1, 1, 2000)) == "1,000 was read as 1000."
    for text in ("0.5", ".5", "1e-3"):
        assert note(typed(text)) == ""


def test_the_note_goes_when_a_number_is_taken():
    box = typed("abc")
    box._text.value = "0.2"
    assert (box.value, note(box)) == (0.2, "")
    box._text.value = "abc"
    box.value = 0.3  # by code, or by the slider
    assert (box._text.value, note(box)) == ("0.3", "")
    box._text.value = "abc"
    box._text.value = "0.3"  # typed back
    assert note(box) == ""


def test_what_was_not_taken_goes_where_the_number_that_holds_is_shown_again():
    box = typed("abc")
    box.show_what_holds()
    assert (box.value, box._text.value, note(box)) == (0.1, "0.1", "")
    box._text.value = "0,5"
    box.show_what_holds()
    assert (box.value, box._text.value, note(box)) == (0.5, "0.5", "")
    box._text.value = "5000"
    box.go_up_to(5000.0)
    assert (box.value, box._text.value, note(box)) == (0.5, "0.5", "")


@pytest.mark.parametrize("value", [1e9, 0, -1, "0.5", None, float("nan"), True, [1]])
def test_code_that_sets_what_does_not_fit_is_told_so(value):
    box = typed("0.2")
    with pytest.raises(ValueError, match=r"^learning rate must be a number, 0\.001 or more and at"):
        box.value = value
    assert (box.value, box._text.value) == (0.2, "0.2")


def test_code_may_set_a_whole_number_as_a_float():
    box = NumberBox("epochs", 10, 1, 100, "140px")
    box.value = 20.0
    assert isinstance(box.value, int)
    with pytest.raises(ValueError, match=r"epochs must be a whole number from 1 to 100; got 20\.5"):
        box.value = 20.5


def test_a_slider_follows_what_is_typed_and_is_followed():
    box = with_slider(typed("0.2"), [0.1, 0.2, 0.5, 1.0])
    slider = box.children[1]
    assert slider.value == 0.2
    box._text.value = "0,45"
    assert slider.value == 0.5
    slider.value = 1.0
    assert (box.value, box._text.value) == (1.0, "1")


def test_observers_hear_each_number_once():
    heard, box = [], typed("0.2")
    box.observe(lambda change: heard.append(change.new), "value")
    for text in ("0,3", "abc", "0.3", "0.4"):
        box._text.value = text
    assert heard == [0.3, 0.4]


def test_every_number_of_python_reads_back():
    for number in (0.1, 1 / 3, 1e-05, 123.456, 999.9999999999999):
        assert read_number(str(number), 0.0, 1000.0) == number
