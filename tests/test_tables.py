"""Tables as people have them: what is read, what is said, what is asked."""

import csv
import datetime
import doctest
import importlib
import io
import random
import sys
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from nnlib import tables
from nnlib.datasets import split
from nnlib.network import Dense, Network
from nnlib.problems.own_examples import read_measurements, read_points
from nnlib.problems.own_examples import read_table as read_typed
from nnlib.problems.own_table import file_as_text
from nnlib.storage import named
from nnlib.tables import numerals, read_table
from nnlib.tables.remarks import MOST_COLUMNS, MOST_ROWS, in_lines
from tests.right_tables import FOLDER, HOURS, RIGHT, SCORE, SLEEP
from tests.survival import is_ours, survives

LETTERS = {"input": "i", "target": "t", "leave out": "-"}
STUDENTS = FOLDER / "semicolon_decimal_comma.csv"


def roles(table):
    return "".join(LETTERS[each.role] for each in table.proposals())


def packed(name):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr(name, "a,b\n1,2\n")
    return held.getvalue()


# The files


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_is_read_as_is_right(name):
    right, table = RIGHT[name], read_table(FOLDER / name)
    assert table.columns == right.columns
    assert table.names == tuple(right.columns)
    assert roles(table) == right.roles
    notes = " ".join(table.notes)
    assert [part for part in right.says if part not in notes] == []
    assert {each.keyword: each.taken for each in table.questions} == right.asks
    if not right.says:
        assert [note for note in table.notes if "decimals" not in note] == []


def test_every_file_has_its_right_values():
    assert {path.name for path in FOLDER.iterdir()} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_the_proposed_columns_make_a_dataset_that_a_split_scales(name):
    table = read_table(FOLDER / name)
    chosen = {role: [] for role in LETTERS}
    for each in table.proposals():
        chosen[each.role].append(each.name)
        assert each.reason
    dataset = table.dataset(chosen["input"], chosen["target"])
    assert len(dataset.inputs) == len(table.complete_rows(chosen["input"] + chosen["target"]))
    seen, _ = split(dataset, 0.3, rng=1)
    scaled = seen.encoding.scaled(seen).inputs
    measured = [part.is_scaled for part in seen.encoding.inputs.parts for _ in part.names]
    np.testing.assert_allclose(scaled[:, measured].mean(axis=0), 0, atol=1e-9)


@pytest.mark.parametrize("name", sorted(set(RIGHT) - {"excel_unicode_text.txt"}))
def test_text_and_bytes_give_the_same_as_the_path(name):
    content = (FOLDER / name).read_bytes()
    expected = read_table(FOLDER / name)
    for source in (str(FOLDER / name), content, bytearray(content)):
        assert repr(read_table(source)) == repr(expected)
    if not any("1252" in note for note in [*expected.notes, *map(str, expected.questions)]):
        assert repr(read_table(content.decode("utf-8"))) == repr(expected)


def test_a_table_says_in_words_what_it_is():
    words = str(read_table(FOLDER / "years_as_heading.csv"))
    assert words.startswith("A table of 8 rows and 3 columns:\n  '2024': numbers; input: ")
    assert "looks like a heading of years" in words
    assert "Answer with heading=…; taken: True." in words


# What keywords answer


def test_an_answered_question_is_not_asked_again():
    years = FOLDER / "years_as_heading.csv"
    for heading, rows in ((True, 8), (False, 9)):
        table = read_table(years, heading=heading)
        assert (len(table.lines), table.questions) == (rows, ())
    russian = read_table(FOLDER / "russian_1251.csv", encoding="windows-1251")
    assert russian.names == ("имя", "часы", "оценка")
    assert russian.questions == ()


@pytest.mark.parametrize(
    ("text", "keyword", "values"),
    [
        ("a;b\n1.250;3\n2.300;4", "decimal", {".": [1.25, 2.3], ",": [1250.0, 2300.0]}),
        ("a;b\n1,250;3\n2,300;4", "decimal", {",": [1.25, 2.3], ".": [1250.0, 2300.0]}),
        ("1,5\n2,3\n3,8", "separator", {",": [1.0, 2.0, 3.0], ";": [1.5, 2.3, 3.8]}),
        (",0,1\n0,3.5,4\n1,5,9\n2,6,1", "heading",
         {True: [0.0, 1.0, 2.0], False: [None, 0.0, 1.0, 2.0]}),
        ("0,1,2\n3.5,4,1\n5,9,7", "heading", {False: [0.0, 3.5, 5.0], True: [3.5, 5.0]}),
        ("a\n1,5\n2,3", "separator", {";": [1.5, 2.3], ",": [1.0, 2.0]}),
        ("hours;2024;x\n1;3;4\n2;5;9", "heading", {True: [1.0, 2.0], False: [None, 1.0, 2.0]}),
        ("red,3 x\nblue,4 y", "heading", {True: ["blue"], False: ["red", "blue"]}),
    ],
)  # fmt: skip
def test_what_nothing_tells_is_asked(text, keyword, values):
    (question,) = read_table(text).questions
    assert question.keyword == keyword
    assert question.taken == next(iter(values))
    assert set(values) <= set(question.choices)
    for answer, expected in values.items():
        table = read_table(text, **{keyword: answer})
        assert table.columns[table.names[0]] == expected
        assert table.questions == ()


def test_the_separator_can_be_any_character():
    table = read_table("a:b\n1:2\n3:4", separator=":")
    assert table.columns == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


# Cells


@pytest.mark.parametrize(
    ("cell", "decimal", "value", "unit"),
    [
        ("3", ".", 3, ""), ("-3.5", ".", -3.5, ""), (".5", ".", 0.5, ""), ("5.", ".", 5, ""),
        ("1e-3", ".", 0.001, ""), ("1,5E3", ",", 1500, ""), ("+2", ",", 2, ""),
        ("1,250", ".", 1250, ""), ("1.250", ",", 1250, ""), ("1.250", ".", 1.25, ""),
        ("1,234,567.5", ".", 1234567.5, ""), ("1.234.567,5", ",", 1234567.5, ""),
        ("12,34,567", ".", 1234567, ""), ("1 234,5", ",", 1234.5, ""),
        ("1\u00a0234", ".", 1234, ""), ("1'234", ".", 1234, ""), ("0,125", ".", 0.125, ""),
        ("1,5", ".", 1.5, ""), ("1.5", ",", 1.5, ""), ("\u22123,5", ",", -3.5, ""),
        ("72%", ".", 72, "%"), ("72 %", ".", 72, "%"), ("12 kg", ".", 12, "kg"),
        ("€ 3,50", ",", 3.5, "€"), ("-$5", ".", -5, "$"), ("$-5", ".", -5, "$"),
        ("3 m²", ".", 3, "m²"), ("9.81 m/s²", ".", 9.81, "m/s²"), ("8 / 10", ".", 8, "/ 10"),
        ("20 °C", ".", 20, "°C"), ("١٢", ".", 12, ""), ("١٢\u066b\u0665", ".", 12.5, ""),
        ("(3.25)", ".", -3.25, ""), ("($1,200)", ".", -1200, "$"), ("(1.200,50)", ",", -1200.5, ""),
        ("12,- €", ",", 12, "€"), ("1.250,--", ",", 1250, ""), ("CHF 3.\u2013", ".", 3, "CHF"),
        ("½", ".", 0.5, ""), ("1¾ kg", ",", 1.75, "kg"),
        ("\uff11\uff12\uff0e\uff15", ".", 12.5, ""),
        ("1.5\u00d710^3", ".", 1500, ""),
        ("2,5 · 10⁻³ m", ",", 0.0025, "m"), ("3x10^-2", ".", 0.03, ""),
        ("1.5 ± 0.1", ".", 1.5, ""), ("1,5±0,1 kg", ",", 1.5, "kg"), ("3.2 +/- 0.2", ".", 3.2, ""),
        ("67,000,000[a]", ".", 67e6, ""), ("12.5 km[12]", ".", 12.5, "km"),
        ("0.04**", ".", 0.04, ""), ("~5", ".", 5, ""), ("≈ $10", ".", 10, "$"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(cell, decimal, value, unit):
    number = numerals.read_number(cell, decimal)
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "x", "7b", "2+", "3-", "1st", "1-2", "1/2/2024", "1.2.2024", "12:30", "nan", "inf"),
        *("1e999", "1_000", "0x10", "--1", "1..2", "1,2,3", "1 2", "1,23,4", "12,3456.5.6", "e5"),
        *(
            ".",
            ",",
            "-",
            "%",
            "(1)",
            "(2 rows)",
            "(1.5",
            "1+1",
            "__import__('os')",
            "2**3",
            "9" * 100,
        ),
        *("<5", "5-", "5 [m]", "10 x 20", "3x105", "***", "12 (34%)", "1/2 ½"),
    ],
)
def test_what_only_looks_like_a_number_is_none(cell):
    if cell != "1st":
        assert numerals.read_number(cell, ".") is None
    else:  # a unit in one cell, which then differs from those of the others
        assert read_table("place;x\n1st;1\n2nd;2\n3rd;4").columns["place"] == ["1st", "2nd", "3rd"]


@pytest.mark.parametrize(
    ("time", "value"),
    [
        *(("7:30", 7.5), ("07:45:00", 7.75), ("8:15 PM", 20.25), ("12:00 am", 0.0)),
        *(("7h30", 7.5), ("8 h", 8.0), ("6 h 15 min", 6.25), ("7:60", None), ("25:00", None)),
        *(("30", None), ("7:5", None), ("h30", None), ("1:2:3", None)),
        *(("7.30 pm", 19.5), ("7 pm", 19.0), ("12 a.m.", 0.0), ("7.30 Uhr", 7.5), ("18 uhr", 18.0)),
        *(
            ("7.60 pm", None),
            ("7.30", None),
            ("25:30:00", 25.5),
            ("100:15:00", 100.25),
            ("36 h 30", 36.5),
            ("25:00 PM", None),
        ),
    ],
)
def test_a_time_is_read_in_hours(time, value):
    assert numerals.hours(time) == value


@pytest.mark.parametrize(
    "days",
    [
        ("2024-01-31", "2024-02-01"), ("31.1.2024", "1.2.24"), ("1/31/2024", "2/1/2024"),
        ("19-Sep-03", "1-Oct-03"), ("3 March 2024", "4 March 2024"), ("Mar 3, 2024", "May 4, 2024"),
        ("2024-01-31 09:30", "2024-02-01T10:00:00Z"), ("3. März 2024", "4. Juni 2024"),
    ],
)  # fmt: skip
def test_days_are_known_and_proposed_to_be_left_out(days):
    day, _ = read_table(f"day;y\n{days[0]};3\n{days[1]};5").proposals()
    assert (day.kind, day.role) == ("days", "leave out")


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        (("20240130", "20240131", "20240201"), "days"),
        (("20240130", "20240131", "20240132"), "counts up"),
        (("20240130", "20240131", ""), "numbers"),
    ],
)
def test_days_without_a_sign_between_are_days(numbers, kind):
    rows = "".join(f"{each};{row * row}\n" for row, each in enumerate(numbers))
    assert read_table(f"day;y\n{rows}").proposals()[0].kind == kind


def test_different_units_are_not_mixed():
    table = read_table("height;x\n170 cm;1\n1.75 m;2\n165 cm;4")
    assert table.columns["height"] == ["170 cm", "1.75 m", "165 cm"]
    assert "the units are 'cm' and 'm'" in " ".join(table.notes)


def test_decimal_points_and_commas_may_be_mixed():
    table = read_table("a;b\n1,5;2.5\n2,5;3.5\n1.5;2,5")
    assert table.columns == {"a": [1.5, 2.5, 1.5], "b": [2.5, 3.5, 2.5]}
    assert "Points as well as commas" in " ".join(table.notes)


def test_days_tell_nothing_about_decimals():
    table = read_table("day;x\n01.02.2024;1.250\n02.02.2024;0.375\n13.02.2024;2.125")
    assert table.columns["x"] == [1.25, 0.375, 2.125]
    assert table.notes == table.questions == ()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("x,y\n50%,1\n0.5,2\n70%,4", "'x': the unit '%' was taken out of the cells; in line 3"),
        ("x,y\n1.5 ± 0.1,1\n2,2\n3,4", "'x': '1.5 ± 0.1' was read as 1.5."),
        ("a (b,c),y\n1,2\n3,4", "3 cells, and no other more than 2. Does a name hold ','?"),
        ("hours slept y\n1.5 2\n3 4", "The first line has 3 cells, and no other more than 2."),
        ("x,y\n" + "1,2\n3,4\n-999,5\n7,8\n5,1\n" * 2, "-999 in lines 4 and 9 lies far from"),
        ("a|b\n1|2\n-|-\n3|4", "Left out as empty: 1 row."),  # no line that is drawn
        ("1,5, 2,5\n3,5, 4", "A comma with a space behind it was read as what separates."),
        ("größe;y\nä;1\nö;2\nä;4\n".encode() + b"\xe4;2", "as UTF-8, in which 1 character could"),
    ],
)  # fmt: skip
def test_what_may_be_otherwise_is_said(text, note):
    assert note in " ".join(read_table(text).notes)


def test_letters_that_stand_in_no_western_text_bring_a_question():
    (question,) = read_table("身高,成绩\n1.5,2\n3,4\n".encode("gb18030")).questions
    assert question.keyword == "encoding"
    assert "gb18030" in question.choices


def test_a_hundred_thousand_rows_may_have_a_heading():
    assert len(read_table("x y\n" + "1 2\n" * MOST_ROWS).lines) == MOST_ROWS


# Whole tables


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("1 2 3\n2 4 6", {"column 1": [1.0, 2.0], "column 2": [2.0, 4.0], "column 3": [3.0, 6.0]}),
        ("0, 1\n1, 0\n\n0.5, 0.5\n", {"column 1": [0.0, 1.0, 0.5], "column 2": [1.0, 0.0, 0.5]}),
        ("0,5 1,0 1\n2,5 1,5 0", {"column 1": [0.5, 2.5], "column 2": [1.0, 1.5],
                                   "column 3": [1.0, 0.0]}),
        ("a | b\n1 | 2\n3 | 4", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("|a|b|\n|---|---|\n|1|2|\n|3|4|", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("a,a,,b\n1,2,3,4\n2,3,4,6", {"a": [1.0, 2.0], "a (2)": [2.0, 3.0],
                                       "column 3": [3.0, 4.0], "b": [4.0, 6.0]}),
        ("a (%);a\n1;5 %\n2;6 %\n4;8 %", {"a (%)": [1.0, 2.0, 4.0],
                                              "a (%) (2)": [5.0, 6.0, 8.0]}),
        ("x,y\n1,2\nx,y\n3,4\n5,7", {"x": [1.0, 3.0, 5.0], "y": [2.0, 4.0, 7.0]}),
        ("name;there\nA;x\nB;\nC;x", {"name": ["A", "B", "C"], "there": [1.0, 0.0, 1.0]}),
        ("h;test\n1;+\n2;-\n4;-", {"h": [1.0, 2.0, 4.0], "test": [1.0, 0.0, 0.0]}),
        ("h;done\n1;✓\n2;✗\n4;✓", {"h": [1.0, 2.0, 4.0], "done": [1.0, 0.0, 1.0]}),
        (" a | b \r\n---+---\r\n 1 | 2\r\n 3 | 5\r\n(2 rows)\r\n",
         {"a": [1.0, 3.0], "b": [2.0, 5.0]}),
        ("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+",
         {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("zip;rent\n01099;5\n10115;9", {"zip": ["01099", "10115"], "rent": [5.0, 9.0]}),
        ("Marks of 7b,,,,,,\nh,y,,,,,\n1,2,,,,,\n2,4,,,,,", {"h": [1.0, 2.0], "y": [2.0, 4.0]}),
        ("# t v\n1.0 2.0\n3.0 4.0", {"t": [1.0, 3.0], "v": [2.0, 4.0]}),
        ("t,v\n(s),(m/s)\n1,2\n2,3", {"t (s)": [1.0, 2.0], "v (m/s)": [2.0, 3.0]}),
        ("1 2 3\n2,4,5\n3;5;8", {"column 1": [1.0, 2.0, 3.0], "column 2": [2.0, 4.0, 5.0],
                                   "column 3": [3.0, 5.0, 8.0]}),
        ("a,b\nx,1\ny,2\nx,3\n\n\nx,5", {"a": ["x", "y", "x", "x"], "b": [1.0, 2.0, 3.0, 5.0]}),
        ('"a","b"\n"1,5","2,25"\n"2,5","3,75"', {"a": [1.5, 2.5], "b": [2.25, 3.75]}),
        ('a,b\n1,"2\n3,4\n5,6', {"a": [1.0, 3.0, 5.0], "b": [2.0, 4.0, 6.0]}),
        ("a,b\n1,2\n3\n4,5", {"a": [1.0, 3.0, 4.0], "b": [2.0, None, 5.0]}),
        ("a,b\n1,2\n3,4,5\n4,5", {"a": [1.0, 4.0], "b": [2.0, 5.0]}),
        ("item,price,qty\nA,3.5,2\nB,1.2,4\nC,7,1\n,11.7,7", {
            "item": ["A", "B", "C"], "price": [3.5, 1.2, 7.0], "qty": [2.0, 4.0, 1.0]}),
        ("item,price,qty\nA,3.5,2\nB,1.2,4\nC,7,1\n,9,7", {"item": ["A", "B", "C", None],
            "price": [3.5, 1.2, 7.0, 9.0], "qty": [2.0, 4.0, 1.0, 7.0]}),
        ("hours;2024;2025\n1;1,5;2\n2;2,5;3", {"hours": [1.0, 2.0], "2024": [1.5, 2.5],
                                              "2025": [2.0, 3.0]}),
        ("h\n170 cm\n180 cm", {"h (cm)": [170.0, 180.0]}),
        ("a (%)\n12,5\n7", {"a (%)": [12.5, 7.0]}),
        ("x\n1 000\n2 000,5", {"x": [1000.0, 2000.5]}),
        ("when\n7:30 PM\n8:15 AM", {"when (h)": [19.5, 8.25]}),
        ("day\n3 March 2024\n4 March 2024", {"day": ["3 March 2024", "4 March 2024"]}),
        ("a，b\n1，2\n3，4", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),  # noqa: RUF001
        ("a؛b\n1؛2\n3؛4", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ('"Source","World Bank",\n\n"Updated","2024-01-01",\n\n"Name","Code","2019","2020"\n'
         '"A","AAA","1.5","2.5"\n"B","BBB","","2"\n"C","CCC","1","3"\n',
         {"Name": ["A", "B", "C"], "Code": ["AAA", "BBB", "CCC"], "2019": [1.5, None, 1.0],
          "2020": [2.5, 2.0, 3.0]}),
        ("(1, 2)\n(3, 4)", {"column 1": [1.0, 3.0], "column 2": [2.0, 4.0]}),
        ("a, b\n[1, 2],\n[3, 4],\n", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("array([[1., 2.],\n       [3., 4.]], dtype=float32)\n",
         {"column 1": [1.0, 3.0], "column 2": [2.0, 4.0]}),
        ("(1.5);(2.5)\n(3.5);(4.5)", {"column 1": [-1.5, -3.5], "column 2": [-2.5, -4.5]}),
        ("hours studied  score\n1.5               70\n12                80",
         {"hours studied": [1.5, 12.0], "score": [70.0, 80.0]}),
        ("1,5, 2,5\n3,5, 4", {"column 1": [1.5, 3.5], "column 2": [2.5, 4.0]}),
        ("0, 0,0\n0, 1,1", {"column 1": [0.0, 0.0], "column 2": [0.0, 1.0],
                            "column 3": [0.0, 1.0]}),
        ("a, b\n1,5, 2,5\n3,5, 4,5", {"a": [1.5, 3.5], "b": [2.5, 4.5]}),
        ("a,b\n'1','2'\n\u201c3\u201d,\u201e4\u201c", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("|**a**|b|\n|--|:-:|\n|**1**|`2`|\n|*3*|4|", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ('a,b\n="01",\'2\n="3",\'4', {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("a|b|c\n+|-|1\n-|+|2\n+|+|5", {"a": [1.0, 0.0, 1.0], "b": [0.0, 1.0, 1.0],
                                        "c": [1.0, 2.0, 5.0]}),
        ("┏━━━┳━━━┓\n┃ a ┃ b ┃\n┡━━━╇━━━┩\n│ 1 │ 2 │\n│ 3 │ 4 │\n└───┴───┘",
         {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("a,b\n1\u200e,2\u00ad\n\u202d3\u202c,4", {"a": [1.0, 3.0], "b": [2.0, 4.0]}),
        ("stars,y\n***,1\n**,3\n*it*,2", {"stars": ["***", "**", "it"], "y": [1.0, 3.0, 2.0]}),
    ],
)  # fmt: skip
def test_a_typed_table_is_read(text, columns):
    assert read_table(text).columns == columns


CLASS_LIST = "Name;Stunden;Punkte\nAnna;3;7\nBert;4;8\nCem;5;6,5\n"


@pytest.mark.parametrize(
    "pupil",
    [
        "Max;2;5", "Max Müller;2;5", "Max;5;5", "Max Müller;5;8", "Min;2;5", "Min-Jun;6;9",
        "Media Ahmed;3;8", "Media;3;8", "Sum;5;9", "Søren;4;6", "Summer;5;8", "Somme;12;20",
        "Schnitt, Eva;3;7", "Total Energies;8;9", "Average Joe;2;8", "Max;;8", "Jørgen;;8",
        "Gesamtschule;4;8",
    ],
)  # fmt: skip
def test_a_last_row_with_the_name_of_a_pupil_stays(pupil):
    table = read_table(CLASS_LIST + pupil)
    assert table.columns["Name"] == ["Anna", "Bert", "Cem", pupil.split(";")[0]]
    assert not any("At the end" in note for note in table.notes)


@pytest.mark.parametrize(
    "rows",
    [
        ["Mittelwert;4;7,2"], ["Summe;12;21,5"], ["Total;99;1"], ["Schnitt:;4;7,17"],
        ["Mean (n = 3);4;7"], ["Std.;1;0,8"], ["Max;5;8"], ["MIN;3;6,5"], ["Sum;12;21,5"],
        ["Sum;;21,5"], ["Media;4;7,17"], ["Media;;7,17"], ["Ø;4;7,17"], ["Total points;12;21,5"],
        ["Klassendurchschnitt;4;7,2"], ["Average of class;4;7,2"], ["平均点;4;7,17"],
        ["Gesamtdurchschnitt;4;7,17"], ["Min;3;6,5", "Max;5;8"], ["Anzahl;3;3", "Ø;4;7,17"],
        ["Summe;12;21,5", "Class average;4;7,17", "Max;5;8", ";12;21,5"], [";4;7,17"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_last_rows_that_sum_up_are_left_out(rows):
    table = read_table(CLASS_LIST + "\n".join(rows))
    assert table.columns["Name"] == ["Anna", "Bert", "Cem"]
    (note,) = [note for note in table.notes if "At the end" in note]
    assert f" {in_lines(range(5, 5 + len(rows)))} does not belong" in note


def test_a_pupil_between_the_class_and_its_total_stays():
    table = read_table(CLASS_LIST + "Total;12;21,5\nMax;6;9")
    assert table.columns["Name"][3:] == ["Total", "Max"]
    table = read_table(CLASS_LIST + "Max Müller;2;5\nTotal;14;26,5\nMax;5;8")
    assert table.columns["Name"] == ["Anna", "Bert", "Cem", "Max Müller"]


def test_numbers_too_large_to_sum_up_are_read():
    read = read_table("a;b;c\nA;1e308;1e308\nB;1e308;1e308\nC;1e308;1e308\n;1e308;1e308")
    assert read.columns["a"] == ["A", "B", "C", None]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("", "source is empty"),
        (b"", "source is empty"),
        ("\n \n", "source is empty"),
        (",,,\n,,", "source is empty"),
        ("a,b\n", "a heading alone"),
        (b"\xff\xfea", "no text in the encoding utf-16"),
        ("a,b,c\n1,2\n3,4,5,6\n7\n8,9,1,2,3\n1,2,3,4,5,6", "line 3 has 4 cells, most have 3"),
        ("a,b\n1,\0\n", "characters of number 0"),
        (b"\x89PNG\r\n\x1a\n\0\0", "source is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", r"Excel file of the old kind \(.xls\)"),
        (b"PK\x03\x04" + bytes(40), "no Excel file that can be read"),
        (named.as_npz({"a": np.ones(2)}), r"\(.npz\).* open it there with 'Open what was kept'"),
        (packed("content.xml"), "OpenDocument file .* save it as CSV"),
        (packed("marks.csv"), r"packed \(zip\).* unpack it"),
        (b"\x1f\x8b\x08" + bytes(20), r"packed \(gzip\).* unpack it"),
        (b"\x93NUMPY\x01\0", r"an array of NumPy \(.npy\)"),
        (b"PAR1\x15\x04", "source is a Parquet file"),
        (b"MATLAB 5.0 MAT-file" + bytes(50), "a file of MATLAB"),
        ("<tr><td>1</td></tr>\n<tr><td>2</td></tr>", "source is a web page"),
        ("<html>\n<table>", "source is a web page"),
        ('a,b\n"' + "x" * 200_000 + '",1', "more than 131,072 characters in line 2"),
        (",".join("1" * (MOST_COLUMNS + 1)) + "\n", "1,001 columns, and 1,000 are the most"),
        ("1,2\n" * (MOST_ROWS + 2), "more than 100,000 rows"),
        (b" " * 20_000_001, "more than 20 MB"),
        ("1,2,3", "is no file that can be found from"),
        ("x" * 10_000, "is no file that can be found from"),
        ("a\0b", "no file's name can hold"),
        (Path("missing.csv"), "is no file that can be found from"),
        (FOLDER, "is a folder"),
        (None, "source must be the path of a file, or a table as text or bytes; got None"),
        ([[1, 2]], "source must be the path"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_table_is_said_in_a_sentence(source, problem):
    with pytest.raises((ValueError, OSError), match=problem) as caught:
        read_table(source)
    assert len(str(caught.value)) <= 300


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        *(("separator", value) for value in ("", ",,", "\n", '"', 3)),
        *(("decimal", value) for value in (";", "", 3)),
        *(("encoding", value) for value in ("klingon", "rot13", "undefined", 3)),
        ("heading", "yes"),
        ("heading", [True]),
    ],
)
def test_keywords_are_checked(keyword, value):
    with pytest.raises(ValueError, match=f"^{keyword} "):
        read_table("a,b\n1,2", **{keyword: value})


def test_a_file_of_nearly_this_name_is_named():
    with pytest.raises(FileNotFoundError, match=r"Did you mean 'class_list\.csv'\?"):
        read_table(FOLDER / "classlist.csv")


def test_a_separator_that_is_nowhere_is_said():
    table = read_table(FOLDER / "class_list.csv", separator=";")
    assert "The separator ';' is nowhere in it, so there is one column." in table.notes


def test_a_wrong_encoding_is_said():
    with pytest.raises(ValueError, match="no text in the encoding utf-8"):
        read_table(FOLDER / "latin1_semicolon.csv", encoding="utf-8")


# Excel's own files


def workbook(rows, **formats):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, form in formats.items():
        book.active[place].number_format = form
    book.create_sheet("more")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read_with_openpyxl():
    rows = [["Marks of 7b"], [], ["name", "hours", "share", "passed"]]
    rows += [["Ada", 1.5, 0.72, True], ["Bob", 2, 0.5, False], ["Cem", None, 0.8, True]]
    table = read_table(workbook(rows, C4="0%", C5="0%", C6="0%"))
    assert table.columns == {
        "name": ["Ada", "Bob", "Cem"],
        "hours": [1.5, 2.0, None],
        "share (%)": [72.0, 50.0, 80.0],
        "passed": ["yes", "no", "yes"],
    }
    assert table.lines == (4, 5, 6)
    assert "Of 2 sheets, the first was read: 'Sheet'." in table.notes


def test_numbers_of_a_workbook_are_no_thousands_whatever_its_texts_are():
    """1.125 was read as 1125 where a comma stood before the decimals of numbers kept as text."""
    held = workbook([["a", "b"], ["1.250,5", 1.125], ["2,5", 12.375], ["3,5", 0.1]])
    text, _ = file_as_text(held)
    for table in (read_table(held), read_table(text)):
        assert table.columns == {"a": [1250.5, 2.5, 3.5], "b": [1.125, 12.375, 0.1]}
        assert table.questions == ()


def test_a_sheet_that_is_hidden_or_empty_is_not_read():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["old"])
    book.active.sheet_state = "hidden"
    book.create_sheet("empty")
    for row in (["a", "b"], [1, 2], [3, 4]):
        (book["data"] if "data" in book else book.create_sheet("data")).append(row)
    book.active = 2
    held = io.BytesIO()
    book.save(held)
    table = read_table(held.getvalue())
    assert table.columns == {"a": [1.0, 3.0], "b": [2.0, 4.0]}
    assert "Of 3 sheets, the first with anything to be seen was read: 'data'." in table.notes


@pytest.mark.parametrize(
    ("name", "form", "times", "read"),
    [
        ("1000 m", "mm:ss", [(0, 3, 20), (0, 4, 0)], [10 / 3, 4.0]),  # minutes and seconds
        ("1000 m", "h:mm", [(3, 30, 0), (4, 0, 0)], [3.5, 4.0]),  # typed as 3:30, taken for hours
        ("1000 m", "mm:ss.00", [(0, 3, 20, 340_000), (0, 4, 0)], [200.34 / 60, 4.0]),
        ("got up", "h:mm", [(6, 30), (7, 15)], [6.5, 7.25]),
        ("got up", "h:mm:ss", [(6, 30, 36), (7, 15)], [6.51, 7.25]),
        ("marathon", "[h]:mm:ss", [(3, 58, 12), (4, 0)], [3.97, 4.0]),
    ],
)
def test_times_in_a_workbook_are_read_as_its_cells_show_them(name, form, times, read):
    """A cell of 3:20 minutes is a time of day to Excel; its seconds were lost."""
    rows = [[name, "x"], *([datetime.time(*each), row] for row, each in enumerate(times))]
    columns = read_table(workbook(rows, A2=form, A3=form)).columns
    assert next(iter(columns.values())) == pytest.approx(read)
    rows[1][0] = datetime.timedelta(hours=30)
    held = workbook(rows, A2="[h]:mm", A3=form)
    assert file_as_text(held)[0].splitlines()[1] == "30:00\t0"


def test_without_openpyxl_a_workbook_brings_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ValueError, match="install the package openpyxl"):
        read_table(b"PK\x03\x04 and so on")


# Datasets


def test_words_become_numbers_and_are_said():
    table = read_table(FOLDER / "word_column.csv")
    dataset = table.dataset(["hours", "shift"], "score")
    assert dataset.input_names == ("hours", "shift = early", "shift = late", "shift = night")
    shifts = np.eye(3)[[0, 1, 0, 2, 1, 0, 2, 1]]
    np.testing.assert_array_equal(dataset.inputs, np.column_stack([HOURS, shifts]))
    np.testing.assert_array_equal(dataset.targets[:, 0], SCORE)
    passed = read_table(FOLDER / "yes_no_target.csv").dataset(["hours", "sleep"], "passed")
    assert passed.target_names == ("passed",)
    assert passed.targets[:, 0].tolist() == [1, 1, 1, 1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("words", "zero"),
    [
        *((("yes", "no"), "no"), (("nein", "ja"), "nein"), (("Oui", "Non"), "Non")),
        *((("passed", "failed"), "failed"), (("bestanden", "nicht bestanden"), "nicht bestanden")),
        *((("male", "female"), "female"), (("TRUE", "FALSE"), "FALSE"), (("да", "нет"), "нет")),
        *(
            (("igen", "nem"), "nem"),
            (("evet", "hay\u0131r"), "hay\u0131r"),
            (("có", "không"), "không"),
        ),
    ],
)
def test_of_two_words_the_one_that_denies_is_0(words, zero):
    table = read_table(f"x;y\n1;{words[0]}\n2;{words[1]}\n4;{words[0]}")
    assert table.dataset("x", "y").targets[:, 0].tolist() == [
        words[0] != zero,
        words[1] != zero,
        words[0] != zero,
    ]


def test_rows_with_a_gap_are_left_out_where_it_counts():
    table = read_table(FOLDER / "missing_cells.csv")
    assert table.complete_rows(["hours", "sleep", "score"]) == [0, 3, 5, 6, 7]
    assert table.complete_rows("sleep") == [0, 2, 3, 4, 5, 6, 7]
    dataset = table.dataset(["hours", "sleep"], "score")
    np.testing.assert_array_equal(dataset.targets[:, 0], np.array(SCORE)[[0, 3, 5, 6, 7]])
    assert [table.lines[row] for row in (1, 2, 4)] == [3, 4, 6]


def test_a_column_is_found_without_its_unit_and_in_other_letters():
    table = read_table(FOLDER / "percent.csv")
    assert table.dataset("Hours", "score").target_names == ("score (%)",)


@pytest.mark.parametrize(
    ("inputs", "targets", "problem"),
    [
        ("hour", "score", "inputs: no column has the name 'hour'. Did you mean 'hours'?"),
        ("weight", "score", "There is 'id', 'name', 'hours', 'sleep' and 'score'."),
        ("hours", 3, "targets must be the name of a column"),
        ([], "score", "inputs must be the name of a column, or a list of names"),
        (["hours", 3], "score", "each of inputs must be text"),
        (["hours", "Hours"], "score", "inputs name the column 'hours' twice"),
        (["hours", "score"], "score", "'score' is among inputs and targets"),
    ],
)
def test_what_cannot_be_chosen_is_said(inputs, targets, problem):
    with pytest.raises(ValueError, match=problem):
        read_table(FOLDER / "class_list.csv").dataset(inputs, targets)


def test_columns_that_nothing_can_be_learned_from_are_refused():
    rows = "\n".join(f"2024-01-{row + 1:02};word {row}x;;{row % 7}" for row in range(25))
    table = read_table(f"day;word;nothing;y\n{rows}")
    for name, problem in [
        ("day", "holds days"),
        ("word", "holds 25 different words"),
        ("nothing", "is empty"),
    ]:
        with pytest.raises(ValueError, match=f"inputs: '{name}' {problem}"):
            table.dataset(name, "y")
    with pytest.raises(ValueError, match="no row has a value in all of these columns"):
        read_table("a;b\n1;\n;2\n3;\n").dataset("a", "b")


@pytest.mark.parametrize(
    ("name", "cells", "read"),
    [
        ("1000 m", "4:30 3:15 5:00", ("1000 m (min)", [4.5, 3.25, 5.0])),
        ("1000 m (min)", "4:30 3:15 5:00", ("1000 m (min)", [4.5, 3.25, 5.0])),
        ("800m", "3:18,6 2:30,0 4:06,0", ("800m (min)", [3.31, 2.5, 4.1])),
        ("Zeit 10 km", "48:15 1:02:30 59:45", ("Zeit 10 km (min)", [48.25, 62.5, 59.75])),
        ("duration", "27:30 31:15 26:00", ("duration (min)", [27.5, 31.25, 26.0])),
        ("bedtime", "21:30 22:15 23:00", ("bedtime (h)", [21.5, 22.25, 23.0])),
        ("duration", "0:42:00 1:30:00 2:15:00", ("duration (h)", [0.7, 1.5, 2.25])),
        ("goals", "30:10 29:11 12:40", ("goals", ["30:10", "29:11", "12:40"])),
    ],
)
def test_a_stopwatch_says_minutes(name, cells, read):
    rows = [f"{cell};{row * row}" for row, cell in enumerate(cells.split())]
    table = read_table("\n".join([f"{name};points", *rows]))
    title, values = read
    assert table.names[0] == title
    assert table.columns[title] == [
        pytest.approx(each) if isinstance(each, float) else each for each in values
    ]


def test_a_distance_over_times_is_their_name():
    rows = [f"{name};{8 + row}.{row};{3 + row}:15" for row, name in enumerate("ABCD")]
    table = read_table("\n".join(["Name;50m;1000m", *rows]))
    assert table.names == ("Name", "50m", "1000m (min)")
    assert table.columns["50m"] == [8.0, 9.1, 10.2, 11.3] and not table.questions
    assert read_table("50 m;7\n60 m;8\n70 m;9").names == ("column 1 (m)", "column 2")


def test_a_point_behind_a_rank_asks_nothing():
    """The question was put with a heading, or a name, as its example."""
    rows = [f"{row + 1}.;Ann B.;{row * row}" for row in range(6)]
    table = read_table("\n".join(["Nr.;name;points", *rows]))
    assert not table.questions
    assert table.columns["Nr."] == [1, 2, 3, 4, 5, 6]
    (question,) = read_table("\n".join(["Nr.;name;price", "1.;A.;1.250", "2.;B.;1.750"])).questions
    assert "'1.250'" in question.sentence


def test_a_school_class_is_no_target_for_its_name():
    table = read_table("Klasse;Weite\n7a;3,1\n7b;2,9\n8a;3,4\n7a;3,0")
    assert [each.role for each in table.proposals()] == ["input", "target"]
    flowers = read_table("class;petal\nsetosa;1\nvirginica;3\nsetosa;1.1")
    assert [each.role for each in flowers.proposals()] == ["target", "input"]


def test_numbers_of_rows_and_too_many_words_are_proposed_to_be_left_out():
    rows = "\n".join(f"{(7 * row) % 30 + 1000};word {row % 25};{row % 3}" for row in range(30))
    number, word, y = read_table(f"student number;word;y\n{rows}").proposals()
    assert (number.role, word.role, y.role) == ("leave out", "leave out", "target")
    assert "it numbers the rows" in number.reason
    assert word.reason == "25 different words are too many, at most 20 help"


def test_what_cannot_be_asked_in_the_words_of_a_table_is_said():
    encoding = read_table(FOLDER / "word_column.csv").dataset(["hours", "shift"], "score").encoding
    network = Network([Dense(4, 1, "linear")], rng=1)
    early = encoding.predict(network, [[2, "early"]])
    np.testing.assert_array_equal(encoding.predict(network, [[2.0, "Early"]]), early)
    for rows, problem in [
        ([[2, "noon"]], "rows: 'shift' is 'noon', which is no word of the table. It has 'early'"),
        ([[2, 3]], "rows: 'shift' is 3, which is no word of the table"),
        ([["2", "early"]], "rows: 'hours' must be a number; got '2'"),
        ([[2]], "each of rows must hold 2 cells, one for each of 'hours' and 'shift'"),
        ([2, "early"], "rows must be a list of rows"),
    ]:
        with pytest.raises(ValueError, match=problem):
            encoding.predict(network, rows)
    with pytest.raises(ValueError, match="values must have 4 columns"):
        encoding.inputs.read([[1, 2]])


def test_what_is_held_out_is_not_seen_by_the_scaling():
    dataset = read_table(STUDENTS).dataset(["Stunden", "Schlaf"], "Punkte")
    np.testing.assert_array_equal(dataset.inputs, np.column_stack([HOURS, SLEEP]))
    seen, held_out = split(dataset, 0.5, rng=1)
    assert seen.encoding is held_out.encoding
    np.testing.assert_allclose(seen.encoding.inputs.shift, seen.inputs.mean(axis=0))
    np.testing.assert_allclose(seen.encoding.targets.scale, seen.targets.std(axis=0))
    np.testing.assert_allclose(dataset.encoding.inputs.shift, dataset.inputs.mean(axis=0))


def test_a_column_that_is_constant_but_for_rounding_is_not_blown_up():
    table = read_table(FOLDER / "rounding_noise_column.csv")
    encoding = table.dataset(["share", "hours"], "score").encoding
    assert encoding.inputs.scale[0] == 1


# Whatever happens to a file


def mutated(content, chance):
    """Return bytes to which something has happened, once or a few times."""
    content = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        start = chance.randrange(len(content) + 1)
        end = start + chance.choice([0, 1, 1, 3, 30])
        other = chance.choice([
            b"", b"\n", b"\r", b'"', b"'", b",", b";", b"\t", b";;;", b"\xff", b"\0", b"nan",
            b"1e999", b"-", b"%", b" ", b"sep=;\n", b"\xe2\x88\x92", b"=1+1", bytes(content[:40]),
            bytes([chance.randrange(256)]), b"9" * 50, b'""', b"\xef\xbb\xbf", b"|",
        ])  # fmt: skip
        content[start:end] = other
    return bytes(content)


def try_mutated_files(count):
    chance = random.Random(1)
    names = sorted(set(RIGHT) - {"two_thousand_rows.csv"})
    outcomes = {"read": 0, "refused": 0}
    for _ in range(count):
        name = chance.choice(names)
        content = mutated((FOLDER / name).read_bytes(), chance)
        table, refusal = survives(read_table, {"source": content}, ["source"])
        outcomes["read" if refusal is None else "refused"] += 1
        if refusal is None:
            look_at(table, content)
    return outcomes


def look_at(table, content):
    """Everything a table can tell fits together, whatever it was read from."""
    assert str(table)
    assert set(map(len, table.columns.values())) == {len(table.lines)}
    assert sorted(set(table.lines)) == list(table.lines)
    assert 0 < table.lines[0] <= table.lines[-1] <= 1 + content.count(b"\n") + content.count(b"\r")
    chosen = {role: [] for role in LETTERS}
    for each in table.proposals():
        chosen[each.role].append(each.name)
    arguments = {"inputs": chosen["input"], "targets": chosen["target"]}
    dataset, _ = survives(table.dataset, arguments, ["inputs", "targets"])
    if dataset is not None:
        assert np.isfinite(dataset.inputs).all()
        assert dataset.inputs.shape[1] == len(dataset.input_names)


@pytest.mark.usefixtures("own_folder")
def test_fifty_mutated_files_bring_a_table_or_a_sentence():
    outcomes = try_mutated_files(50)
    assert min(outcomes.values()) > 0


@pytest.mark.slow
@pytest.mark.usefixtures("own_folder")
def test_a_thousand_mutated_files():
    outcomes = try_mutated_files(1000)
    print(outcomes)
    assert sum(outcomes.values()) == 1000


PIECES = [
    *(
        "0",
        "1",
        "2",
        "0.5",
        "-1",
        "1e9",
        "2024",
        "x",
        "yes",
        "no",
        "NA",
        "mean",
        "sep=;\n",
        "%",
        "=",
    ),
    *(
        ",",
        ";",
        "|",
        "\t",
        " ",
        '"',
        "#",
        "\n",
        "\n",
        "\r",
        "\r\n",
        "\x0b",
        "\x1f",
        "\x03",
        "\u2028",
    ),
]


def try_typed_tables(count):
    chance = random.Random(1)
    for _ in range(count):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))
        for read in (read_measurements, read_typed, partial(read_points, most_rows=500)):
            try:
                assert np.isfinite(read(text).inputs).all()
            except ValueError as error:
                assert max(map(len, str(error).splitlines())) <= 300
                assert is_ours(error), repr(text)


def test_whatever_is_typed_brings_examples_or_sentences():
    try_typed_tables(100)


@pytest.mark.slow
def test_three_thousand_typed_tables():
    try_typed_tables(3000)


def test_any_numbers_come_back_as_the_csv_module_writes_them():
    chance = np.random.default_rng(1)
    for separator in ",;\t|":
        values = chance.normal(size=(30, 4)) * 10.0 ** chance.integers(-9, 9, size=(30, 4))
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator)
        writer.writerow(["a", "b, c", 'say "d"', "e;f"])
        writer.writerows(values.tolist())
        table = read_table(text.getvalue())
        assert table.names == ("a", "b, c", 'say "d"', "e;f")
        np.testing.assert_array_equal(np.column_stack(list(table.columns.values())), values)


@pytest.mark.parametrize("name", ["reading", "table", "coding", "numerals"])
def test_the_examples_in_the_documentation(name):
    failed, tried = doctest.testmod(importlib.import_module(f"{tables.__name__}.{name}"))
    assert (failed, tried > 0) == (0, True)


# In the explorers


@pytest.mark.parametrize("name", ["latin1_semicolon.csv", "tab_decimal_comma.txt"])
def test_a_file_becomes_text_in_which_it_can_be_mended(name):
    text, _ = file_as_text((FOLDER / name).read_bytes())
    dataset = read_measurements(text)
    assert dataset.input_names + dataset.target_names == tuple(RIGHT[name].columns)
    np.testing.assert_array_equal(dataset.targets[:, 0], SCORE)


def test_a_workbook_becomes_text_too():
    held = workbook([["hours", "passed"], [1.5, "yes"], [2, "no"], [4, "yes"]])
    assert file_as_text(held)[0] == "hours\tpassed\n1.5\tyes\n2\tno\n4\tyes\n"


def test_a_table_of_units_that_differ_is_no_table_of_numbers():
    with pytest.raises(ValueError, match=r"No column is an input: .* 'height' \(other words"):
        read_measurements("height;x\n170 cm;1\n1.75 m;2\n165 cm;4")
