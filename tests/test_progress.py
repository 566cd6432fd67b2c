"""Progress: one small file, whole or not at all, also with two kernels at once."""

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile

import nbformat
import pytest

from nnlib import course, files, progress
from nnlib.course.report import report_on
from nnlib.exercises import done, lesson1
from tools.save_notebooks import NOTEBOOKS

RIGHT, WRONG = (lambda output: output * (1 - output)), (lambda output: output)
EXERCISES, TASKS = len(lesson1.EXERCISES), len(lesson1.TASKS)
ONE_DONE = f"1 of {EXERCISES} exercises and 0 of {TASKS} tasks done."
KERNEL = """
from nnlib import progress
for number in range({count}):
    kept, said = progress.keep_check("lesson1.slope", False, "{who} tried.")
    assert kept is not None, said
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a learner's folder, in which a notebook runs."""
    place = tmp_path / "my_course"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def told(lesson, title, right=0):
    """Return the line on a lesson of which so many exercises are right, and no task."""
    exercises, tasks = map(len, done.kinds_of(lesson).values())
    bar = f"[{'#' * right}{'.' * (exercises + tasks - right)}]"
    of_tasks = f" and 0 of {tasks} tasks" if tasks else ""
    return f"{title:11} {bar:18} {right} of {exercises} exercises{of_tasks}"


def kept(place):
    return progress.read(place / progress.NAME)


def test_outside_of_a_learners_folder_nothing_is_kept_and_nothing_more_is_said(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_course").mkdir()  # beside is not in it
    lesson1.slope.check(RIGHT)
    lesson1.slope.hint()
    assert "exercises" not in capsys.readouterr().out
    assert list(tmp_path.rglob("*")) == [tmp_path / "my_course"]
    course.progress()
    assert "in the folder my_course" in capsys.readouterr().out


def test_check_says_how_many_exercises_are_done(place, capsys):
    for answer, right in ((WRONG, 0), (RIGHT, 1), (WRONG, 1)):
        lesson1.slope.check(answer)
        said = f"{right} of {EXERCISES} exercises and 0 of {TASKS} tasks done."
        assert capsys.readouterr().out.splitlines()[-1] == said
    lesson1.slope.check(...)
    assert capsys.readouterr().out.startswith("Not done yet")
    lesson1.slope.hint()
    entry = kept(place)["exercises"]["lesson1.slope"]
    assert (entry["right"], entry["tries"], entry["hints"]) == (True, 3, 1)
    assert list(entry["said"].values()) == [2]


def test_no_word_of_the_learner_and_no_name_is_in_it(place):
    lesson1.output_by_hand.check(0.1234567)
    text = (place / progress.NAME).read_text(encoding="utf-8")
    assert set(json.loads(text)) == {"version", "exercises", "guesses", "offered"}
    assert str(place) not in text


def test_a_second_course_of_a_class_in_a_subfolder_counts_too(place, monkeypatch):
    (place / "lessons").mkdir()
    monkeypatch.chdir(place / "lessons")
    lesson1.slope.check(RIGHT)
    assert kept(place)["exercises"]["lesson1.slope"]["right"]


def test_two_kernels_at_once_lose_nothing(place):
    count = 40
    kernels = [
        subprocess.Popen([sys.executable, "-c", KERNEL.format(count=count, who=who)], cwd=place)
        for who in ("One", "Other")
    ]
    assert [kernel.wait(timeout=60) for kernel in kernels] == [0, 0]
    entry = kept(place)["exercises"]["lesson1.slope"]
    assert entry["tries"] == 2 * count
    assert entry["said"] == {"One tried.": count, "Other tried.": count}
    assert [path.name for path in place.iterdir()] == [progress.NAME]


def test_a_lock_of_a_killed_kernel_is_broken(place, monkeypatch, capsys):
    lock = place / progress.LOCK
    lock.touch()
    long_ago = time.time() - files.STALE - 1
    monkeypatch.setattr(files.time, "time", lambda: long_ago + 2 * files.STALE + 2)
    lesson1.slope.check(RIGHT)
    assert capsys.readouterr().out.endswith(f"{ONE_DONE}\n")
    assert not lock.exists()


def test_a_lock_that_somebody_holds_is_said_after_the_answer(place, monkeypatch, capsys):
    (place / progress.LOCK).touch()
    monkeypatch.setattr(files, "PATIENCE", 0)
    lesson1.slope.check(RIGHT)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("✔ Right.")
    assert "Your progress was not kept: path '" in said
    assert "is held by another program: try again." in said


GOOD = {"right": True, "tries": 1, "hints": 0, "said": {}}
DAMAGED = [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"version": 1}', b'{"version": "1"}',
    *(json.dumps(progress.empty() | part).encode() for part in (
        {"exercises": []}, {"exercises": {"lesson1.slope": 1}}, {"guesses": {"it": [1]}},
        {"guesses": {"it": ["<b>", 1]}}, {"offered": [1]}, {"offered": "mark"}, {"version": None},
        {"exercises": {"lesson1.slope": GOOD | {"tries": -1}}},
        {"exercises": {"lesson1.slope": GOOD | {"tries": True}}},
        {"exercises": {"lesson1.slope": GOOD | {"right": "yes"}}},
        {"exercises": {"lesson1.slope": GOOD | {"said": ["a"]}}},
        {"exercises": {"lesson1.slope": {"right": True}}},
    )),
]  # fmt: skip


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_and_said(place, content, capsys):
    (place / progress.NAME).write_bytes(content)
    course.progress()
    assert capsys.readouterr().out == (
        "progress.json is damaged, or it is no file of the course.\n"
    )
    lesson1.slope.check(RIGHT)
    said = " ".join(capsys.readouterr().out.split())
    (aside,) = place.glob("progress_damaged_*.json")
    assert said.startswith("✔ Right. ")
    assert f"It is now {aside.name}, and your progress is counted anew." in said
    assert ONE_DONE in said
    assert aside.read_bytes() == content
    assert kept(place)["exercises"]["lesson1.slope"]["right"]


def test_a_file_of_a_later_version_stays_as_it_is(place, capsys):
    later = b'{"version": 2, "more": true}'
    (place / progress.NAME).write_bytes(later)
    lesson1.slope.check(RIGHT)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("✔ Right. ")
    assert "written by a later version of the course: update this one." in said
    assert (place / progress.NAME).read_bytes() == later


def test_a_killed_kernel_leaves_the_old_file(place, monkeypatch):
    lesson1.slope.check(RIGHT)
    before = (place / progress.NAME).read_bytes()

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as system:
        system.setattr(files.os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            lesson1.one_update.check(RIGHT)
    assert (place / progress.NAME).read_bytes() == before
    assert not (place / progress.LOCK).exists()


def test_half_a_letter_in_what_was_said_does_no_harm(place):
    said = "You gave '\ud800'. Write a number."
    for _ in range(2):
        assert progress.keep_check("lesson1.slope", False, said)[1] == ""
    assert list(kept(place)["exercises"]["lesson1.slope"]["said"].values()) == [2]


def test_what_is_written_does_not_grow_without_end(place):
    for number in range(3 * progress.MOST_SENTENCES):
        progress.keep_check("lesson1.slope", False, f"It gives {number}, {'very ' * 999}. More.")
    said = kept(place)["exercises"]["lesson1.slope"]["said"]
    assert len(said) == progress.MOST_SENTENCES
    assert max(map(len, said)) == progress.LONGEST_SENTENCE


def test_an_exercise_that_moves_to_another_lesson_is_known_by_its_word():
    entries = {"lesson1.moved": GOOD, "lesson1.stays": GOOD, "lesson1.gone": GOOD}
    names = ["lesson5.moved", "lesson1.stays", "lesson3.stays"]
    found = progress.entries({"exercises": entries}, names)
    assert found == {"lesson5.moved": GOOD, "lesson1.stays": GOOD}


def test_the_same_word_in_two_lessons_is_two_exercises(place):
    lesson1.slope.check(RIGHT)
    found = progress.entries(kept(place), ["lesson1.slope", "lesson3.slope"])
    assert found["lesson1.slope"]["right"]
    assert "lesson3.slope" not in found


def test_names_of_exercises_are_told_apart():
    assert len(set(done.names())) == len(done.names())
    assert all(name.startswith(f"{lesson}.") for lesson in done.LESSONS
               for name in done.names_of(lesson))  # fmt: skip


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_an_exercise_is_told_by_the_number_that_it_has_in_its_notebook(path):
    cells = nbformat.read(path, as_version=4).cells
    found = re.findall(
        r"^### (Exercise \d+) |^(\w+\.\w+)\.check\(",
        "\n".join(cell.source for cell in cells),
        re.MULTILINE,
    )
    headings = [heading.lower() for heading, _ in found if heading]
    assert headings
    assert [done.number_of(name) for _, name in found if name] == headings


def test_what_was_written_and_what_is_to_be_looked_at_stand_in_the_order_of_the_lesson():
    names = done.names_of("lesson3")
    tried = {"right": False, "tries": 1, "hints": 0, "said": {"No.": 1}, "wrote": "So."}
    kept = {"exercises": dict.fromkeys(reversed(names), tried), "guesses": {}}
    said = [line for line in report_on("lesson3", [], kept) if line.startswith("- ")]
    assert said == [
        f"- {done.number_of(name)}: {each}" for each in ("So.", "not right yet") for name in names
    ]


def test_a_lesson_ends_with_where_one_was_right_and_where_not(place, capsys):
    progress.keep_guess("the first", 1.0, 1.0)
    progress.keep_guess("the second", 0.5, 0.25)
    progress.keep_guess("of another lesson", 3.0, 4.0)
    lesson1.slope.check(WRONG)
    capsys.readouterr()
    course.progress("lesson1", ["the first", "the second", "the third"])
    assert capsys.readouterr().out.splitlines() == [
        told("lesson1", "Lesson 1"),
        "",
        "It came out as you guessed:",
        "- the first: 1",
        "",
        "It came out otherwise:",
        "- the second: 0.25; you guessed 0.5",
        "",
        "Guesses still to make: 1 of 3.",
        "",
        "To look at again:",
        "- exercise 3: not right yet",
    ]


def test_all_lessons_at_once(place, capsys):
    for answer in (WRONG, WRONG, WRONG, RIGHT):
        lesson1.slope.check(answer)
    progress.keep_guess("it", 3.0, 4.0)
    capsys.readouterr()
    course.progress()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == told("lesson1", "Lesson 1", right=1)
    assert lines[5:7] == [told("own_data", "Own data"), told("playground", "Playground")]
    assert len({line.index(" of ") for line in lines[:7]}) == 1  # below each other
    assert lines[7:] == [
        "",
        "Guesses: 0 of 1 came out as guessed.",
        "",
        "To look at again:",
        "- Lesson 1, exercise 3: right, after 3 other answers and 0 hints",
    ]


def test_what_was_packed_is_the_same_on_another_computer(place, tmp_path, monkeypatch, capsys):
    lesson1.slope.check(RIGHT)
    (place / "my_files").mkdir()
    (place / "my_files" / "loss.csv").write_text("1", encoding="utf-8")
    course.pack()
    course.pack()  # not with the first one in it
    names = {"my_course/progress.json", "my_course/my_files/loss.csv"}
    with zipfile.ZipFile(place / "my_course.zip") as packed:
        assert set(packed.namelist()) == names
    other = tmp_path / "other" / "my_course"
    other.mkdir(parents=True)
    shutil.copy(place / "my_course.zip", other)
    monkeypatch.chdir(other)
    course.unpack()
    assert (other / "my_files" / "loss.csv").read_text(encoding="utf-8") == "1"
    capsys.readouterr()
    lesson1.slope.check(WRONG)
    assert capsys.readouterr().out.endswith(f"{ONE_DONE}\n")


def test_what_was_written_meanwhile_stays_when_work_is_brought_back(place, capsys):
    (place / "mine.ipynb").write_text("old", encoding="utf-8")
    (place / "same.ipynb").write_text("same", encoding="utf-8")
    course.pack()
    (place / "mine.ipynb").write_text("new", encoding="utf-8")
    capsys.readouterr()
    course.unpack()
    (aside,) = place.glob("mine_*.ipynb")
    assert aside.read_text(encoding="utf-8") == "new"
    assert (place / "mine.ipynb").read_text(encoding="utf-8") == "old"
    assert capsys.readouterr().out == (
        f"What was in mine.ipynb is now in {aside.name}.\n"
        "Your work is back. Close and open your lessons again.\n"
    )


@pytest.mark.parametrize("name", ["../out", "/out", "my_course/../out", "other/out", "my_course"])
def test_nothing_of_an_archive_leaves_the_folder(name, place, capsys):
    with zipfile.ZipFile(place / "my_course.zip", "w") as packed:
        packed.writestr(name, "out")
    before = set(place.parent.rglob("*"))
    course.unpack()
    assert set(place.parent.rglob("*")) == before


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04"])
def test_an_archive_that_is_missing_or_damaged_gets_a_sentence(content, place, capsys):
    if content is not None:
        (place / "my_course.zip").write_bytes(content)
    course.unpack()
    assert len(capsys.readouterr().out.splitlines()) == 1
