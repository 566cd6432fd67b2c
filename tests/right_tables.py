"""What is right for each file in ``tests/tables``, written down by hand.

``ROLES`` abbreviates what a column is proposed for: i(nput), t(arget), - (leave out).
"""

import csv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "tables"
HOURS = [1.2, 6.9, 4.5, 5.9, 0.8, 3.3, 8.1, 2.2]
SLEEP = [9.1, 5.5, 6.7, 8.7, 4.2, 7.5, 6.1, 8.0]
SCORE = [72.0, 73.2, 73.6, 83.5, 46.1, 68.0, 80.4, 64.9]
STUDENTS = {"hours": HOURS, "sleep": SLEEP, "score": SCORE}


class Right(NamedTuple):
    """The columns by name, their roles, what the notes say (parts of it), and what is asked."""

    columns: dict
    roles: str
    says: tuple = ()
    asks: dict = {}  # noqa: RUF012, nobody changes it


def named(*names):
    """Return the students' columns under other names."""
    return dict(zip(names, STUDENTS.values(), strict=True))


def two_thousand_rows():
    with (FOLDER / "two_thousand_rows.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    columns = [list(map(float, column)) for column in zip(*rows, strict=True)]
    return dict(zip(heading, columns, strict=True))


RIGHT = {
    # Those that people brought elsewhere
    "class_list.csv": Right(
        {"id": [101.0 + row for row in range(8)], "name": list("ABCDEFGH"), **STUDENTS}, "--iit"
    ),
    "comma_in_quoted_heading.csv": Right(named("hours, per week", "sleep (h)", "score"), "iit"),
    "dollar_heading.csv": Right(
        {
            "income ($)": [2.0, 1.0, 3.0, 0.5],
            "cost_$_per_$": [9.0, 5.0, 6.0, 7.0],
            "score": [92.0, 86.0, 89.0, 70.0],
        },
        "iit",
    ),
    "excel_empty_edges.csv": Right(STUDENTS, "iit", ("2 columns and 2 rows",)),
    "houses.csv": Right(
        {
            "built": [1965.0, 1959.0, 1924.0, 1961.0, 1948.0, 1972.0],
            "area": [3989.0, 6768.0, 2133.0, 5120.0, 2980.0, 7100.0],
            "units": [5.0, 10.0, 4.0, 8.0, 4.0, 12.0],
            "price ($)": [820000.0, 1975000.0, 880000.0, 1410000.0, 905000.0, 2050000.0],
        },
        "iiit",
    ),
    "index_column.csv": Right(
        {"column 1": [float(row) for row in range(8)], **STUDENTS}, "-iit", ("'column 1'",)
    ),
    "latin1_semicolon.csv": Right(
        named("Lernstunden", "Schlaf", "Prüfung"), "iit", ("Windows-1252", "'Prüfung'")
    ),
    "mean_row_at_end.csv": Right(STUDENTS, "iit", ("'mean' in line 10",)),
    "missing_cells.csv": Right(
        {
            "hours": [*HOURS[:4], None, *HOURS[5:]],
            "sleep": [SLEEP[0], None, *SLEEP[2:]],
            "score": [*SCORE[:2], None, *SCORE[3:]],
        },
        "iit",
        ("3 rows with a gap, in lines 3, 4 and 6",),
    ),
    "one_cell_a_million.csv": Right(
        {
            "hours": [1.2, 6.9, 1000000.0, 5.9, 0.8],
            "sleep": [9.1, 5.5, 6.7, 8.7, 4.2],
            "score": [72.0, 73.0, 74.0, 84.0, 46.0],
        },
        "iit",
        ("'hours': 1,000,000 in line 4 lies far from the rest",),
    ),
    "percent.csv": Right(
        {
            "hours": HOURS,
            "sleep": SLEEP,
            "score (%)": [72.0, 73.0, 74.0, 84.0, 46.0, 68.0, 80.0, 65.0],
        },
        "iit",
        ("unit '%'",),
    ),
    "quoted_thousands.csv": Right(
        {"column 1": [1250.0, 1800.0, 1100.0], "column 2": [210.0, 305.0, 190.0]},
        "it",
        ("'1,250' was read as 1250", "no heading"),
    ),
    "rounding_noise_column.csv": Right(
        {
            "share": [0.30000000000000004, 0.3, 0.3, 0.30000000000000004, 0.3, 0.3],
            "hours": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            "score": [60.0, 70.0, 80.0, 65.0, 90.0, 95.0],
        },
        "-it",
    ),
    "semicolon_decimal_comma.csv": Right(
        named("Stunden", "Schlaf", "Punkte"), "iit", ("A comma was read",)
    ),
    "sep_line.csv": Right(
        {"hours": [2.0, 1.0, 3.0], "sleep": [9.0, 5.0, 6.0], "score": [92.0, 86.0, 89.0]},
        "iit",
        ("names the separator, ';'",),
    ),
    "seven_inputs.csv": Right(
        {
            "a": HOURS,
            "b": SLEEP,
            "c": [10.9, 38.0, 30.2, 51.3, 3.4, 24.8, 49.4, 17.6],
            "d": [10.3, 12.4, 11.2, 14.6, 5.0, 10.8, 14.2, 10.2],
            "e": [-7.9, 1.4, -2.2, -2.8, -3.4, -4.2, 2.0, -5.8],
            "f": [1.4, 47.6, 20.2, 34.8, 0.6, 10.9, 65.6, 4.8],
            "g": [82.8, 30.2, 44.9, 75.7, 17.6, 56.2, 37.2, 64.0],
            "score": SCORE,
        },
        "iiiiiiit",
    ),
    "tab_decimal_comma.txt": Right(
        named("Stunden", "Schlaf", "Punkte"), "iit", ("A comma was read",)
    ),
    "target_first.csv": Right({"score": SCORE, "hours": HOURS, "sleep": SLEEP}, "tii"),
    "trailing_separator.csv": Right(
        {"a": [1.0, 2.0, 5.0], "b": [2.0, 3.0, 6.0], "c": [3.0, 4.0, 9.0]}, "iit", ("1 column",)
    ),
    "two_thousand_rows.csv": Right(two_thousand_rows(), "iit"),
    "unicode_minus.csv": Right({"x": [1.5, 2.0, 2.5], "y": [-3.5, -0.5, -1.5]}, "it"),
    "weight_height.csv": Right(
        {
            "weight": [133.0, 160.0, 152.0, 120.0],
            "height": [65.0, 72.0, 70.0, 60.0],
            "group": [1.0, 0.0, 0.0, 1.0],
        },
        "iit",
    ),
    "word_column.csv": Right(
        {
            "hours": HOURS,
            "shift": ["early", "late", "early", "night", "late", "early", "night", "late"],
            "score": SCORE,
        },
        "iit",
        ("each of the 3 words gets a column", "'early', 'late' and 'night'"),
    ),
    "years.csv": Right(
        {
            "year": [2013.0, 2014.0, 2015.0, 2016.0, 2017.0],
            "cents": [71.0, 75.0, 68.0, 66.0, 79.0],
        },
        "it",
    ),
    "years_as_heading.csv": Right(named("2024", "2025", "2026"), "iit", (), {"heading": True}),
    "yes_no_target.csv": Right(
        {
            "hours": HOURS,
            "sleep": SLEEP,
            "passed": ["yes", "yes", "yes", "yes", "no", "no", "yes", "no"],
        },
        "iit",
        ("'no' stands for 0, 'yes' for 1",),
    ),
    # Those of teachers and pupils
    "absent_and_free_words.csv": Right(
        {
            "name": ["Ada", "Bob", "Cem", "Dua", "Eva", "Fay"],
            "hours": [1.0, 2.0, 3.0, 4.0, 2.5, 5.0],
            "score": [70.0, None, 85.0, None, 77.0, 90.0],
            "club": ["chess", "chess", "football", "none", "football", "none"],
        },
        "-iti",
        ("'absent' in lines 3 and 5", "'chess' and 'Chess' were taken for one word"),
    ),
    "bilingual_class.csv": Right(
        {
            "name (Nom)": ["Chloé", "Noël", "Zoé"],
            "hours (heures)": [1.5, 2.5, 3.0],
            "height (taille)": [1.62, 1.70, 1.58],
            "mark (note)": [14.0, 16.5, 18.0],
        },
        "-iit",
        ("second line of names",),
    ),
    "excel_unicode_text.txt": Right(
        {
            "Schüler": ["Ümit", "Çiğdem", "Øyvind"],
            "Lernzeit": [1.5, 2.5, 0.5],
            "Note": [2.0, 1.0, 4.0],
        },
        "-it",
        ("UTF-16",),
    ),
    "gaps_in_languages.csv": Right(
        {
            "a": [1.0, 2.0, None, 4.0, 5.0, 6.0, 7.0],
            "b": [None, 3.0, 4.0, 5.0, None, 7.0, 8.0],
            "c": [3.0, None, 5.0, None, 7.0, 8.0, 9.0],
            "d": [4.0, 5.0, 6.0, 7.0, 8.0, None, 10.0],
        },
        "-iit",
        ("6 rows with a gap",),
    ),
    "google_form.csv": Right(
        {
            "Timestamp": [
                "2024/03/05 9:12:33 AM GMT+1",
                "2024/03/05 9:14:01 AM GMT+1",
                "2024/03/05 9:20:45 AM GMT+1",
                "2024/03/06 8:01:10 PM GMT+1",
            ],
            "Email Address": [f"{name}@example.org" for name in ("mia", "ben", "zoe", "tom")],
            "How many hours did you learn?": [2.5, 1.0, 4.0, 0.5],
            "Do you like maths?": ["Yes", "No", "Yes", "No"],
            "Anything else?": ['No, "thanks"', "I was ill,\nand then on a trip", None, None],
            "Score (/ 10)": [8.0, 5.0, 10.0, 4.0],
        },
        "--ii-t",
        ("'Yes' and 'yes' were taken for one word", "in lines 5 and 6"),
    ),
    "marks_with_signs.csv": Right(
        {
            "Schüler": list("ABCDEFGH"),
            "Stunden": [1.5, 2.5, 2.0, 3.0, 3.5, 1.0, 0.5, 4.0],
            "Note": ["2+", "3-", "1", "2-", "2+", "4", "3-", "1"],
        },
        "-it",
        ("read as words, for not all are numbers: '2+'",),
    ),
    "r_row_names.txt": Right(
        {
            "column 1": [1.0, 2.0, 3.0, 4.0],
            "hours": [1.5, 2.5, 0.5, 3.0],
            "score": [72.0, 80.0, None, 91.0],
            "passed": ["TRUE", "TRUE", "FALSE", "TRUE"],
        },
        "-iit",
        ("'FALSE' stands for 0, 'TRUE' for 1",),
    ),
    "russian_1251.csv": Right(
        {"èìÿ": ["Àííà", "Áîðèñ"], "÷àñû": [1.5, 2.5], "îöåíêà": [4.0, 5.0]},
        "iit",
        ("stands for 0",),
        {"encoding": "windows-1252"},
    ),
    "sleep_as_times.csv": Right(
        {
            "pupil": ["a", "b", "c"],
            "went to bed (h)": [22.5, 23.25, 21.75],
            "slept (h)": [7.5, 6.75, 8.25],
            "score": [72.0, 65.0, 88.0],
        },
        "-iit",
        ("'slept' holds times",),
    ),
    "sports_day.csv": Right(
        {
            "Schüler": list("ABCDEF"),
            "Klasse": ["7a", "7b", "7a", "7b", "7b", "7a"],
            "50m": [8.4, 9.1, 8.8, 9.6, 8.2, 9.0],
            "1000m (min)": [
                4 + 31.5 / 60,
                4 + 58 / 60,
                None,
                5 + 20.2 / 60,
                4 + 7.9 / 60,
                4 + 44.4 / 60,
            ],
            "Weit": [3.21, 2.87, 3.02, None, 3.55, 3.1],
            "Bemerkung": [None, "krank", None, None, None, "verletzt"],
        },
        "-iiit-",
        ("'1000m' holds times: they became minutes", "'Durchschnitt' in line 10"),
    ),
    "swiss_prices.csv": Right(
        {
            "Ort": ["Genf", "Bern", "Chur"],
            "Preis (CHF)": [1250000.0, 980000.0, 610500.0],
            "Fläche": [120.0, 99.0, 101.0],
        },
        "-ti",
        ("unit 'CHF'", "was read as 1250000"),
    ),
    "temperatures.tsv": Right(
        {
            "month": ["Jan", "Feb", "Mar"],
            "day (°C)": [-1.5, 0.5, 6.0],
            "night (°C)": [-7.0, -5.5, -1.0],
        },
        "-it",
        ("unit '°C'",),
    ),
    "thin_spaces_and_euro.csv": Right(
        {
            "année": [2019.0, 2020.0, 2021.0],
            "chiffre d'affaires (€)": [1250.5, 1300.0, 12410.1],
            "employés": [12.0, 13.0, 19.0],
        },
        "iit",
        ("unit '€'", "was read as 1250.5"),
    ),
    "title_mean_and_note.csv": Right(
        {
            "Name": ["Änne", "José", "Zoë", "Łukasz"],
            "Stunden": [1.5, 2.0, 3.5, 1.0],
            "Schlaf": [8.0, 7.0, 6.0, 9.0],
            "Punkte": [72.0, 81.0, 90.0, 64.0],
        },
        "-iit",
        ("'Klasse 7b' in lines 1 and 2", "'Mittelwert' in line 9", "'Quelle: eigene Umfrage'"),
    ),
    "units_in_cells.csv": Right(
        {
            "weight (kg)": [62.0, 70.0, 55.0],
            "height (cm)": [170.0, 182.0, 165.0],
            "age (years)": [12.0, 13.0, 1.0],
            "distance (km)": [1.5, 0.5, 2.0],
            "speed (km/h)": [5.0, 4.5, 6.0],
        },
        "iiiit",
        ("unit 'km/h'",),
    ),
}
