"""The table of a class: whatever pupils hand in, a teacher gets a table, and nothing is run."""

import csv
import io
import json
import os
import re
import sys
import tracemalloc
import zipfile
import zlib
from html.parser import HTMLParser

import nbformat
import pytest

from nnlib import progress
from nnlib.course import classroom, handed_in, originals
from nnlib.course.classroom import Class
from nnlib.course.command import main
from nnlib.exercises import done, lesson1

FORMULA = '=HYPERLINK("http://elsewhere.invalid", A1)'
MARK_UP = "<script>alert(1)</script>"
STEERS = "\x1b[2Jgone\u202egnp"
MISTAKE = "You multiplied, but did not add up: three products are still three numbers."


def entry(right=True, said=()):
    return {"right": right, "tries": 1 + len(said), "hints": 0, "said": dict.fromkeys(said, 1)}


def hand_in(place, exercises):
    """Put a pupil's progress into their folder."""
    place.mkdir(parents=True)
    kept = progress.empty() | {"exercises": exercises}
    (place / progress.NAME).write_text(json.dumps(kept), encoding="utf-8")


def answered(name, said):
    """Return a lesson whose cell for an exercise has this output."""
    notebook = nbformat.read(originals.folder() / "01_single_neuron.ipynb", as_version=4)
    (cell,) = (each for each in notebook.cells if f"{name}.check(" in each.source)
    cell.outputs = [nbformat.v4.new_output("stream", text=said)]
    return notebook


def states(folder):
    return {pupil: dict(zip(done.names(), row, strict=True))
            for pupil, row in Class(folder).states()}  # fmt: skip


def test_a_class_of_thirty_whatever_they_hand_in(tmp_path, capsys):
    names = done.names()
    for number in range(24):
        kept = {name: entry() for name in names[: number + 1]}
        kept["lesson1.weighted_sum"] = entry(number % 2 == 0, [MISTAKE])
        hand_in(tmp_path / f"pupil {number:02}" / "my_course", kept)
    hand_in(tmp_path / FORMULA.replace("/", "|"), {"lesson1.slope": entry()})
    hand_in(tmp_path / MARK_UP.replace("/", "|"), {"lesson1.slope": entry(False, [MARK_UP])})
    for name, content in {"damaged": b"{", "empty": b"", "binary": os.urandom(99)}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / progress.NAME).write_bytes(content)
    (tmp_path / "nothing").mkdir()
    assert main(["class", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    table = list(
        csv.reader(io.StringIO((tmp_path / classroom.CSV).read_text(encoding="utf-8-sig")))
    )
    assert len(table) == 31
    assert table[0] == ["pupil", *names]
    rows = {row[0]: row[1:] for row in table[1:]}
    assert rows["pupil 05"] == ["tried"] + ["right"] * 5 + [""] * (len(names) - 6)
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert f"- lesson1.weighted_sum: {MISTAKE} (24 pupils)" in said
    first = len(done.names_of("lesson1"))
    assert f"pupil 05  -+++++{'.' * (first - 6)}  ........." in re.sub(" {3,}", "  ", said)
    for pupil in ("damaged", "empty", "binary"):
        assert f"- {pupil}: progress.json is damaged" in said
    assert "- nothing: There is neither a progress.json nor a lesson with answers." in said
    page = (tmp_path / classroom.PAGE).read_text(encoding="utf-8")
    tags = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: tags.add(tag)
    parser.feed(page)
    assert "script" not in tags
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@it", "\t=1", " =1"])
def test_no_cell_becomes_a_formula(name, tmp_path):
    hand_in(tmp_path / f"{name}x", {})
    (_, row) = csv.reader(io.StringIO(Class(tmp_path).csv()))
    assert row[0].startswith("'") or not row[0].lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be on Windows")
def test_nothing_steers_the_terminal(tmp_path):
    hand_in(tmp_path / STEERS, {"lesson1.slope": entry(False, [STEERS, "two\nlines"])})
    (tmp_path / STEERS / "more").mkdir()
    (tmp_path / STEERS / "more" / f"{STEERS}.ipynb").write_bytes(b"{")
    table = Class(tmp_path)
    for text in (table.text(), table.csv(), table.page()):
        assert all(sign.isprintable() or sign in "\r\n" for sign in text)


@pytest.mark.parametrize("said, state", [
    ("✔ Right. It is steepest in the middle.", "right"),
    ("✘ Not yet. You forgot the rest. Look again.\n  Stuck? Run lesson1.slope.hint()", "tried"),
    ("Not done yet: replace the three dots", ""),
    ("", ""),
    ("hello\n✔ Right. It is steepest in the middle.", "right"),
    ("✔ Done. Compare with ours:", "right"),
    ("0.2\n✘ Not yet. You forgot the rest. Look again.\n  Stuck? Run x.hint()", "tried"),
    ("✔ Right. I say\n✘ Not yet. You forgot the rest. Look again.", "tried"),
    ("✔ hello", ""),
])  # fmt: skip
def test_without_progress_the_lessons_saved_answers_count(said, state, tmp_path):
    (tmp_path / "ada").mkdir()
    nbformat.write(answered("lesson1.slope", said), tmp_path / "ada" / "lesson.ipynb")
    assert states(tmp_path)["ada"]["lesson1.slope"] == state
    if state == "tried":
        assert Class(tmp_path).mistakes() == [("lesson1.slope", "You forgot the rest.", 1)]


def test_what_check_prints_is_what_is_read(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada").mkdir()
    for answer, state in ((lambda output: 1, "tried"), (lambda o: o * (1 - o), "right")):
        lesson1.slope.check(answer)
        notebook = answered("lesson1.slope", capsys.readouterr().out)
        nbformat.write(notebook, tmp_path / "ada" / "lesson.ipynb")
        assert states(tmp_path)["ada"]["lesson1.slope"] == state


def test_two_of_the_same_name_are_two_rows(tmp_path):
    hand_in(tmp_path / "ada", {})
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.write(tmp_path / "ada" / progress.NAME, progress.NAME)
    assert [pupil for pupil, _ in Class(tmp_path).states()] == ["ada", "ada"]


def test_an_archive_is_read_as_it_is(tmp_path):
    hand_in(tmp_path / "made" / "my_course", {"lesson1.slope": entry()})
    folder = tmp_path / "class"
    folder.mkdir()
    with zipfile.ZipFile(folder / "ada.zip", "w") as archive:
        archive.write(tmp_path / "made/my_course/progress.json", "../../../my_course/progress.json")
    assert states(folder)["ada"]["lesson1.slope"] == "right"
    assert [path.name for path in folder.iterdir()] == ["ada.zip"]


def test_what_a_mac_adds_is_no_pupil_and_no_problem(tmp_path):
    for hidden in ("__MACOSX", ".ipynb_checkpoints"):
        (tmp_path / hidden).mkdir()
    (tmp_path / ".DS_Store").touch()
    lesson = nbformat.writes(answered("lesson1.slope", "✔ Right."))
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("my_course/lesson.ipynb", lesson)
        archive.writestr("__MACOSX/my_course/._lesson.ipynb", b"\0\5\x16\7")
        archive.writestr("__MACOSX/my_course/progress.json", b"\0\5\x16\7")
        archive.writestr("my_course/._lesson.ipynb", b"\0\5\x16\7")
    assert list(states(tmp_path)) == ["ada"]
    assert states(tmp_path)["ada"]["lesson1.slope"] == "right"
    assert Class(tmp_path).problems() == []


def test_what_is_no_pupils_is_said(tmp_path):
    hand_in(tmp_path / "made", {"lesson1.slope": entry()})
    folder = tmp_path / "class"
    folder.mkdir()
    with zipfile.ZipFile(folder / "ADA.ZIP", "w") as archive:
        archive.write(tmp_path / "made" / progress.NAME, progress.NAME)
    (folder / "bob.rar").touch()
    assert main(["class", str(folder)]) == 0
    assert states(folder)["ADA"]["lesson1.slope"] == "right"
    assert Class(folder).problems() == ["bob.rar: It is neither a folder nor a .zip archive."]


@pytest.mark.parametrize("of_progress", [True, False])
def test_an_archive_takes_the_memory_of_one_file(of_progress, tmp_path, monkeypatch):
    monkeypatch.setattr(handed_in, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(handed_in, "MOST_IN_ALL", 10_000_000)
    with zipfile.ZipFile(tmp_path / "ada.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            name = f"{number}/{progress.NAME}" if of_progress else f"{number}.ipynb"
            archive.writestr(name, b" " * 900_000)
    tracemalloc.start()
    problems = Class(tmp_path).problems()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
    assert len(problems) == 12
    assert "ada: It holds more than a course can" in " ".join(problems)


def bomb(path):
    """Write an archive of a file that says it is small, and is not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(progress.NAME, b" " * (handed_in.MOST_BYTES + 10))


def not_an_archive(path):
    path.write_bytes(b"PK\x03\x04" + zlib.compress(b"no"))


def with_a_password(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(progress.NAME, b"{}")
    content = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    path.write_bytes(content)


@pytest.mark.parametrize("make", [bomb, not_an_archive, with_a_password])
def test_a_hostile_archive_gets_a_sentence(make, tmp_path):
    make(tmp_path / "ada.zip")
    (problem,) = Class(tmp_path).problems()
    assert re.fullmatch(r"ada: (It cannot be read \(\w+\)|progress.json is larger .+)\.", problem)


CELL = {"cell_type": "code", "source": "lesson1.slope.check(slope)", "metadata": {}}
NOTEBOOKS = {
    "no object": [],
    "cells are text": {"cells": "cells"},
    "a cell is a number": {"cells": [1]},
    "outputs are a number": {"cells": [CELL | {"outputs": 1}]},
    "an output is text": {"cells": [CELL | {"outputs": ["✔ Right."]}]},
    "a text of numbers": {"cells": [CELL | {"outputs": [{"text": [1]}]}]},
    "metadata is a list": {"cells": [CELL | {"metadata": []}]},
    "a source of numbers": {"cells": [CELL | {"source": [1]}]},
}


@pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_strange_notebook_gets_a_sentence(notebook, tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "lesson.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (problem,) = Class(tmp_path).problems()
    assert problem.startswith("ada: lesson.ipynb ")


def test_nothing_of_a_pupils_is_run(tmp_path):
    trap = tmp_path / "sprung"
    line = f"open({str(trap)!r}, 'w')"
    (tmp_path / "ada").mkdir()
    notebook = answered("lesson1.slope", "✔ Right.")
    notebook.cells.insert(0, nbformat.v4.new_code_cell(line))
    nbformat.write(notebook, tmp_path / "ada" / "lesson.ipynb")
    for name in ("sitecustomize.py", "nnlib.py", "conftest.py"):
        (tmp_path / "ada" / name).write_text(line, encoding="utf-8")
    assert states(tmp_path)["ada"]["lesson1.slope"] == "right"
    assert not trap.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for rights to make links")
def test_links_are_not_followed_and_pipes_are_not_opened(tmp_path):
    hand_in(tmp_path / "elsewhere", {"lesson1.slope": entry()})
    folder = tmp_path / "class"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / progress.NAME).symlink_to(tmp_path / "elsewhere" / progress.NAME)
    (folder / "ada" / "round").symlink_to(folder)
    os.mkfifo(folder / "ada" / "lesson.ipynb")
    (folder / "bob").symlink_to(tmp_path / "elsewhere")
    assert list(states(folder)) == ["ada"]
    assert set(states(folder)["ada"].values()) == {""}


def test_a_folder_without_pupils_and_none_at_all(tmp_path, capsys):
    assert main(["class", str(tmp_path)]) == 1
    assert "holds no pupils" in capsys.readouterr().err
    assert main(["class", str(tmp_path / "none")]) == 1
    assert "folder '" in capsys.readouterr().err
    assert main(["class"]) == 1
    assert capsys.readouterr().err == "Name the folder of the class: one-neuron class FOLDER\n"


@pytest.mark.parametrize("action", ["progress", "copies"])
def test_a_folder_that_is_not_used_is_said(action, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([action, str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.err == f"one-neuron {action} takes no folder: run it in the folder itself.\n"
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_unknown_exercises_and_huge_numbers_do_no_harm(tmp_path):
    hand_in(tmp_path / "ada", {"lesson9.unknown": entry(), "x" * 10_000: entry()})
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / progress.NAME).write_text(
        '{"version": 1' + "0" * 5000 + "}", encoding="utf-8"
    )
    table = Class(tmp_path)
    assert set(states(tmp_path)["ada"].values()) == {""}
    assert len(table.problems()) == 1
    assert len(table.text()) < 3000
