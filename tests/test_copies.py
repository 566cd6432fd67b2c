"""A learner's copies: made whole, never written over, brought up to date, taken over from Git."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from nnlib import files, progress
from nnlib.course import copies, folder, originals, sections
from nnlib.course.command import main
from tools.save_notebooks import NOTEBOOKS

LESSON = "01_first.ipynb"
SECOND = "02_second.ipynb"
WORDS = "# {} · A lesson\n\nWhat it promises.\n\n[Contents](../README.md#the-lessons)"
ROOT_IGNORES_MODES = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="who may do everything is stopped nowhere"
)


def lesson(number=1, line="total = 1", **metadata):
    """Return a small lesson, as it stands in the course."""
    markdown, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    ran = nbformat.v4.new_output("stream", text="Not done yet\n")
    cells = [
        markdown(WORDS.format(number), id="title"),
        code("import math", id="set-up", execution_count=1),
        markdown("## First", id="first", metadata={"notes": "the answer is 1"}),
        code(line, id="total", execution_count=2, outputs=[ran]),
        markdown("## Second", id="second"),
        code("my_guess = ...\nlesson1.slope.check(my_guess)", id="guess",
             metadata={"tags": ["remove-input"]}),
        code("print(total, math.pi)", id="picture", metadata={"tags": ["remove-input"]}),
        code("print(math.e)", id="solves", metadata={"tags": ["hide-input"]}),
    ]  # fmt: skip
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Let the course be a folder of two small lessons; return it."""
    place = tmp_path / "clone" / "notebooks"
    place.mkdir(parents=True)
    for number, name in enumerate((LESSON, SECOND), start=1):
        nbformat.write(lesson(number), place / name)
    for page in originals.PAGES:
        (place / page).write_text(f"# {page}\n", encoding="utf-8")
    monkeypatch.setattr(originals, "folder", lambda: place)
    return place


@pytest.fixture
def mine(course):
    """Return a learner's folder with copies."""
    place = course.parent / "my_course"
    renew(place)
    return place


def renew(place):
    """Bring the copies up to date, as the command does; return what is said."""
    lessons, said = originals.lessons()
    return said + folder.bring_up_to_date(place, lessons)


def write_in(path, line="I = 'was here'"):
    """Write in a notebook, as its reader does."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(line))
    nbformat.write(notebook, path)
    return path.read_bytes()


def contents(place):
    return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


# One copy


def test_a_copy_is_a_notebook_without_outputs_and_its_cells_stay():
    for each in originals.as_they_are():
        copy = nbformat.reads(copies.as_bytes(copies.copy_of(each.notebook)).decode(), as_version=4)
        nbformat.validate(copy)
        assert len({cell.id for cell in copy.cells}) == len(copy.cells)
        for cell in copy.cells:
            assert cell.metadata.deletable is False
            assert not {"notes", "slideshow"} & set(cell.metadata)  # notes hold answers
            if cell.cell_type == "code":
                assert (cell.outputs, cell.execution_count) == ([], None)


def test_code_that_draws_or_solves_is_folded_unless_it_waits_for_an_answer():
    copy = copies.copy_of(lesson())
    hidden = {cell["id"]: cell["metadata"].get("jupyter", {}).get("source_hidden", False)
              for cell in copy["cells"]}  # fmt: skip
    assert hidden["picture"]
    assert hidden["solves"]
    assert not hidden["guess"]
    assert not hidden["total"]


def test_every_link_of_a_copy_leads_somewhere(tmp_path):
    folder.bring_up_to_date(tmp_path / "my_course", originals.as_they_are())
    for path in (tmp_path / "my_course").iterdir():
        text = path.read_text(encoding="utf-8")
        texts = sources(path) if path.suffix == ".ipynb" else [text]
        for target in re.findall(r"\]\(([^)#\s]+)", "\n".join(texts)):
            assert target.startswith("http") or (path.parent / target).exists(), target


def test_a_copy_ends_with_what_was_guessed_in_it():
    for each in originals.as_they_are():
        end = copies.copy_of(each.notebook)["cells"][-1]["source"]
        compared = "".join(map(str, copies.sources(each.notebook))).count("\ncompare_guess(")
        assert end.startswith("from nnlib import course\n\ncourse.progress(")
        assert end.count('",\n') == compared
        assert compared > 0


def test_opening_a_copy_in_jupyterlab_is_no_touch():
    """It notes the kernel's version, and writes sources as lists of lines."""
    copy = copies.copy_of(lesson())
    saved = nbformat.from_dict(json.loads(copies.as_bytes(copy)))
    saved.metadata.language_info = {"name": "python", "version": "3.99"}
    for cell in saved.cells:
        cell.metadata.trusted = True
    text = nbformat.writes(saved).encode()
    assert copies.is_untouched(copies.parsed(text, "copy"))


@pytest.mark.parametrize("touch", ["written", "ran", "deleted", "moved"])
def test_what_a_learner_does_is_a_touch(touch):
    copy = copies.copy_of(lesson())
    cells = copy["cells"]
    if touch == "written":
        cells[2]["source"] += "\n# mine"
    elif touch == "ran":
        next(cell for cell in cells if cell["id"] == "total")["outputs"] = [{"text": "1"}]
    elif touch == "deleted":
        del cells[-1]
    else:
        cells[3], cells[4] = cells[4], cells[3]
    assert not copies.is_untouched(copy)


# The folder


def test_the_nearest_folder_above_is_used_and_else_one_here(tmp_path, course):
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)
    assert folder.find(deep) == deep / "my_course"
    (tmp_path / "my_course").mkdir()
    assert folder.find(deep) == tmp_path / "my_course"
    (tmp_path / "one" / "my_course").mkdir()
    assert folder.find(deep) == tmp_path / "one" / "my_course"
    assert folder.find(tmp_path / "one" / "my_course") == tmp_path / "one" / "my_course"


def test_no_copies_are_made_among_the_originals(course):
    assert folder.find(course) == course.parent / "my_course"


def test_a_second_start_changes_nothing(mine):
    before = {path: path.stat().st_mtime_ns for path in mine.iterdir()}
    assert renew(mine) == []
    assert {path: path.stat().st_mtime_ns for path in mine.iterdir()} == before


def test_an_untouched_copy_is_renewed_in_silence(mine, course):
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    assert renew(mine) == []
    assert "total = 2" in sources(mine / LESSON)
    assert renew(mine) == []


def test_a_renewed_lesson_is_laid_beside_a_copy_that_was_written_in_and_only_once(mine, course):
    written = write_in(mine / LESSON)
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    (said,) = renew(mine)
    assert said == (
        "01_first.ipynb has been renewed. Yours stays as it is; the new one is 01_first_new.ipynb."
    )
    assert (mine / LESSON).read_bytes() == written
    assert "total = 2" in sources(mine / "01_first_new.ipynb")
    (mine / "01_first_new.ipynb").unlink()  # its reader does not want it
    assert renew(mine) == []
    assert not (mine / "01_first_new.ipynb").exists()


def test_what_changes_only_around_a_lesson_is_not_laid_beside_a_copy(mine, monkeypatch):
    write_in(mine / LESSON)
    monkeypatch.setattr(copies, "YOUR_COPY", "**Said in other words.**")
    assert renew(mine) == []
    assert "**Said in other words.**" in sources(mine / SECOND)
    assert not list(mine.glob("*_new*"))


def test_a_folded_cell_is_called_by_the_line_that_is_seen_of_it():
    """JupyterLab shows the first line of a folded cell, and three dots behind it."""
    called = "On another day begin here"
    assert sections.BEGIN_HERE.startswith(f"# {called}")
    pages = [copies.YOUR_COPY, (NOTEBOOKS / "TEACHING.md").read_text(encoding="utf-8")]
    for page in pages:
        assert f"*{called}*" in page
        assert "(three dots)" not in page


def test_what_lies_beside_is_renewed_too_unless_it_was_written_in(mine, course):
    write_in(mine / LESSON)
    for line in ("total = 2", "total = 3"):
        nbformat.write(lesson(line=line), course / LESSON)
        assert len(renew(mine)) == 1
    assert "total = 3" in sources(mine / "01_first_new.ipynb")
    written = write_in(mine / "01_first_new.ipynb")
    nbformat.write(lesson(line="total = 4"), course / LESSON)
    renew(mine)
    assert (mine / "01_first_new.ipynb").read_bytes() == written
    assert "total = 4" in sources(mine / "01_first_new_2.ipynb")


def test_a_copy_of_a_copy_is_its_owners(mine, course):
    """JupyterLab duplicates a file under another name; a file may be renamed as well."""
    mine_too = mine / "01_first-Copy1.ipynb"
    (mine / LESSON).rename(mine_too)
    before = mine_too.read_bytes()
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    assert renew(mine) == []
    assert mine_too.read_bytes() == before
    assert "total = 2" in sources(mine / LESSON)


def test_a_lesson_begun_afresh_keeps_the_old_one_under_a_name_with_the_date(mine, course, capsys):
    written = [write_in(mine / LESSON)]
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    renew(mine)
    (first,) = originals.as_they_are()[:1]
    folder.begin_afresh(mine, first)
    assert not (mine / "01_first_new.ipynb").exists()  # the same stands in its place now
    written.append(write_in(mine / LESSON, "again = True"))
    said = folder.begin_afresh(mine, first)
    assert re.fullmatch(
        r"01_first.ipynb is as new. Yours is now 01_first_\d{4}-\d\d-\d\d_2.ipynb.", said
    )
    aside = sorted(mine.glob("01_first_*.ipynb"))
    assert sorted(path.read_bytes() for path in aside) == sorted(written)
    assert copies.is_untouched(copies.parsed((mine / LESSON).read_bytes(), LESSON))


def test_a_lesson_that_nobody_has_touched_needs_no_name_with_the_date(mine):
    before = contents(mine)
    (first,) = originals.as_they_are()[:1]
    assert folder.begin_afresh(mine, first) == "01_first.ipynb is as new."
    assert contents(mine) == before


def test_it_opens_where_one_left_off(mine):
    lessons = originals.as_they_are()
    assert folder.left_off(mine, lessons).name == LESSON
    for place, name in enumerate((SECOND, LESSON, SECOND)):
        write_in(mine / name)
        os.utime(mine / name, (place, place))
        assert folder.left_off(mine, lessons).name == name
    (mine / SECOND).write_text("damaged", encoding="utf-8")
    os.utime(mine / SECOND, (0, 0))
    assert folder.left_off(mine, lessons).name == LESSON


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 1}', '{"cells": [1]}', "[" * 99_999])
def test_a_damaged_copy_is_set_aside(mine, content):
    (mine / LESSON).write_text(content, encoding="utf-8")
    (said,) = renew(mine)
    assert re.fullmatch(
        r"01_first.ipynb cannot be read as a notebook. It is now "
        r"01_first_damaged_[\d-]+.ipynb; 01_first.ipynb is as new.",
        said,
    )
    (aside,) = mine.glob("*damaged*")
    assert aside.read_text(encoding="utf-8") == content
    assert copies.is_untouched(copies.parsed((mine / LESSON).read_bytes(), LESSON))


def test_a_page_in_which_somebody_has_written_stays(mine):
    page = mine / "README.md"
    page.write_text(page.read_text(encoding="utf-8") + "my notes", encoding="utf-8")
    mine_now = page.read_bytes()
    for each in originals.PAGES:
        (mine / each).unlink()
    assert renew(mine) == []
    assert page.read_bytes() == mine_now
    assert all((mine / each).exists() for each in originals.PAGES)


def test_a_folder_in_the_way_of_one_copy_leaves_the_others_well(mine, course):
    (mine / LESSON).unlink()
    (mine / LESSON).mkdir()
    nbformat.write(lesson(line="total = 2"), course / SECOND)
    (said,) = renew(mine)
    assert re.match(r"path '.*01_first.ipynb' is a folder", said)
    assert "total = 2" in sources(mine / SECOND)


def test_a_file_in_the_place_of_the_folder_is_named(course, capsys, monkeypatch):
    (course.parent / "my_course").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(course.parent)
    assert main(["copies"]) == 1
    assert re.match(r"folder '.*my_course' cannot be made", capsys.readouterr().err)
    assert (course.parent / "my_course").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_loses_nothing(mine, course, monkeypatch):
    written = write_in(mine / SECOND)
    before = contents(mine)
    for number, name in enumerate((LESSON, SECOND), start=1):
        nbformat.write(lesson(number, "total = 2"), course / name)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        said = renew(mine)
    assert [re.search(r"cannot be written \(No space.+: make room", each) is not None
            for each in said] == [True, True]  # fmt: skip
    assert contents(mine) == before
    assert len(renew(mine)) == 1  # what was not laid beside then is now
    assert (mine / SECOND).read_bytes() == written
    assert "total = 2" in sources(mine / "02_second_new.ipynb")


@ROOT_IGNORES_MODES
def test_a_place_that_may_only_be_read_is_said(mine, course):
    before = contents(mine)
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    mine.chmod(0o500)
    try:
        (said,) = renew(mine)
    finally:
        mine.chmod(0o700)
    assert "cannot be written" in said
    assert contents(mine) == before


def test_progress_of_a_later_version_stays_as_it_is(mine, course):
    (mine / progress.NAME).write_text('{"version": 99}', encoding="utf-8")
    write_in(mine / LESSON)
    nbformat.write(lesson(line="total = 2"), course / LESSON)
    assert "was written by a later version" in renew(mine)[-1]
    assert (mine / progress.NAME).read_text(encoding="utf-8") == '{"version": 99}'
    assert (mine / "01_first_new.ipynb").exists()


# Work in the originals


@pytest.fixture
def clone(course):
    """Make the course a clone of Git's; return the folder of its lessons."""
    git(course, "init", "--quiet")
    git(course, "add", ".")
    git(course, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "lessons")
    return course


def git(place, *words):
    subprocess.run(["git", "-C", place, *words], check=True, capture_output=True)


def test_work_in_the_originals_is_taken_over_and_they_stay_as_they_are(clone):
    place = clone.parent / "my_course"
    written = write_in(clone / LESSON, "def unfinished(:")
    written = written.replace(b"unfinished", b"unfinished\\ud800")  # half a letter, in JSON
    (clone / LESSON).write_bytes(written)
    said = renew(place)
    original = clone / LESSON
    assert said == [
        f"Your work in {original} is now in 01_first.ipynb. "
        f"To have the original back there: git checkout -- {original}"
    ]
    assert original.read_bytes() == written
    assert b"def unfinished\\ud800(:" in (place / LESSON).read_bytes()
    assert not copies.is_untouched(copies.parsed((place / LESSON).read_bytes(), LESSON))
    assert renew(place) == []
    assert folder.begin_afresh(place, originals.lessons()[0][0])
    assert "def unfinished(:" not in sources(place / LESSON)


def test_work_in_an_original_comes_beside_a_copy_that_was_written_in(clone):
    place = clone.parent / "my_course"
    renew(place)
    written = write_in(place / LESSON, "here = 1")
    write_in(clone / LESSON, "there = 1")
    assert len(renew(place)) == 1
    assert (place / LESSON).read_bytes() == written
    assert "there = 1" in sources(place / "01_first_from_notebooks.ipynb")
    assert renew(place) == []


def test_a_notebook_of_ones_own_among_the_originals_is_taken_along(clone):
    place = clone.parent / "my_course"
    nbformat.write(lesson(line="mine = 1"), clone / "my lesson.ipynb")
    own = clone / "my lesson.ipynb"
    assert renew(place) == [f"Your notebook {own} is now in my lesson.ipynb as well."]
    assert (place / "my lesson.ipynb").read_bytes() == own.read_bytes()
    (place / "my lesson.ipynb").unlink()
    assert renew(place) == []  # its owner did not want it
    assert not (place / "my lesson.ipynb").exists()


def test_an_original_that_was_only_run_is_no_work(clone):
    nbformat.write(lesson(kernelspec={"name": "python3", "display_name": "mine"}), clone / LESSON)
    place = clone.parent / "my_course"
    assert renew(place) == []
    assert copies.is_untouched(copies.parsed((place / LESSON).read_bytes(), LESSON))


def test_an_original_with_the_marks_of_a_conflict_is_said_and_the_copy_is_whole(clone):
    text = (clone / LESSON).read_text(encoding="utf-8")
    (clone / LESSON).write_text(f"<<<<<<< HEAD\n{text}", encoding="utf-8")
    place = clone.parent / "my_course"
    (said,) = renew(place)
    assert said == (
        "notebooks/01_first.ipynb cannot be read as a notebook. It stays as it is; your copy comes "
        "from the original."
    )
    assert copies.is_untouched(copies.parsed((place / LESSON).read_bytes(), LESSON))


def test_where_git_is_missing_the_lessons_are_as_they_stand(clone, monkeypatch):
    write_in(clone / LESSON, "there = 1")
    monkeypatch.setenv("PATH", str(clone))
    lessons, said = originals.lessons()
    assert said == []
    assert [each.work for each in lessons] == [None, None]
    assert "there = 1" in copies.sources(lessons[0].notebook)


# The command


class Waiting:
    """A JupyterLab that goes on for a while after Ctrl+C, as it asks whether to end."""

    def __init__(self):
        self._interrupts = 2

    def wait(self):
        self._interrupts -= 1
        if self._interrupts >= 0:
            raise KeyboardInterrupt
        return 0


@pytest.fixture
def lab(monkeypatch):
    """Let JupyterLab be a list of the commands that would start it."""
    started = []
    lab = SimpleNamespace(Popen=lambda command: started.append(command) or Waiting())
    monkeypatch.setattr("nnlib.course.command.subprocess", lab)
    return started


def test_the_command_opens_the_lesson_that_is_asked_for(course, lab, monkeypatch, capsys):
    place = course.parent / "my_course"
    monkeypatch.chdir(course.parent)
    assert main([]) == 0
    assert f"Your copies of the lessons are in {place}, made just now." in capsys.readouterr().out
    write_in(place / SECOND)
    for words, name in (([], SECOND), (["--lesson", "1"], LESSON), (["--lesson", "02_s"], SECOND),
                        (["--fresh", "1"], LESSON)):  # fmt: skip
        assert main([*words, "--no-browser"]) == 0
        assert f"--ServerApp.root_dir={place}" in lab[-1]
        assert lab[-1][-2:] == [f"--LabApp.default_url=/lab/tree/{name}", "--no-browser"]
    assert main(["copies"]) == 0
    assert len(lab) == 5


@pytest.mark.parametrize("words", [["--lesson", "9"], ["--fresh", "x"], ["--lesson", ""]])
def test_an_unknown_lesson_is_named_and_the_others_are_told(
    words, course, lab, monkeypatch, capsys
):
    monkeypatch.chdir(course.parent)
    assert main(words) == 1
    assert capsys.readouterr().err == f"There is no lesson {words[1]!r}. There are: 1, 2.\n"
    assert lab == []


def test_without_jupyterlab_the_copies_are_made_and_it_says_what_is_missing(
    course, monkeypatch, capsys
):
    monkeypatch.chdir(course.parent)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main([]) == 1
    assert "-m pip install jupyterlab" in capsys.readouterr().err
    assert (course.parent / "my_course" / LESSON).exists()


def test_help_is_one_screen(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_the_lessons_are_found_where_they_are_missing_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(originals, "__file__", str(tmp_path / "nnlib" / "course" / "originals.py"))
    with pytest.raises(FileNotFoundError, match="install it again"):
        originals.folder()
    (tmp_path / "nnlib" / "notebooks").mkdir(parents=True)
    nbformat.write(lesson(), tmp_path / "nnlib" / "notebooks" / LESSON)
    assert originals.folder() == tmp_path / "nnlib" / "notebooks"


def test_a_killed_writer_leaves_the_old_copy(mine, course, monkeypatch):
    before = (mine / LESSON).read_bytes()
    nbformat.write(lesson(line="total = 2"), course / LESSON)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        renew(mine)
    assert (mine / LESSON).read_bytes() == before
