"""A learner's copy in a real JupyterLab: nothing is told too early, and nothing is lost."""

import io
import re
import zipfile

import pytest

from nnlib.exercises import lesson1
from tests.browser.conftest import opener

LESSON = "01_single_neuron.ipynb"
GUESS = "slope-by-trial"
FIRST_CELLS = ("set-up", "arrays-code", "sigmoid-code")
RESTARTED = "Could not restore the debugger state"  # JupyterLab's own, where a kernel is new
ANSWER = """def slope_from_output(output):
    return output * (1 - output)


lesson1.slope.check(slope_from_output)"""


@pytest.fixture(scope="module")
def copy(browser, place):
    """Return a copy of lesson 1, open."""
    with opener(browser, place._replace(notebook=place.copy)) as open_one:
        copy = open_one(LESSON)
        yield copy
        assert [each for each in copy.problems if not each.startswith(RESTARTED)] == []


def run(copy, cell, source=None):
    """Run a cell, wait until the kernel is idle, and return its outputs."""
    source = copy.source(cell) if source is None else source
    copy.start(cell, source)
    copy.kernel("pass")  # comes after it
    return copy.outputs()[cell]


def text(outputs):
    return "".join("".join(output.get("text", "")) for output in outputs)


def test_nothing_has_come_out_and_drawings_are_folded(copy):
    assert {len(each) for each in copy.outputs().values()} == {0}
    hidden = copy.page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
            .filter(cell => cell.getMetadata('jupyter')?.source_hidden).map(cell => cell.id)"""
    )
    assert {"sigmoid-picture", "loop-code"} <= set(hidden)
    assert "slope-by-trial" not in hidden


def test_the_keys_that_delete_a_cell_do_not(copy):
    before = list(copy.outputs())
    copy._go_to(GUESS)
    copy.page.evaluate("() => window.jupyterapp.commands.execute('notebook:enter-command-mode')")
    copy.page.keyboard.press("d")
    copy.page.keyboard.press("d")
    copy.page.evaluate("() => window.jupyterapp.commands.execute('notebook:delete-cell')")
    assert list(copy.outputs()) == before


def test_an_outcome_stays_folded_until_somebody_opens_it(copy):
    for cell in FIRST_CELLS:
        run(copy, cell)
    run(copy, GUESS)
    copy._go_to(GUESS)
    said = copy.page.locator(".jp-Cell.jp-mod-active .jp-Cell-outputWrapper")
    said.get_by_text("Guess first: put your guess").wait_for()
    assert not said.get_by_text("It came out as 0.25.").is_visible()
    said.get_by_text("What came out").click()
    said.get_by_text("It came out as 0.25.").wait_for()


def test_progress_outlives_the_kernel(copy):
    run(copy, "set-up")
    said = text(run(copy, "exercise-3", ANSWER))
    assert said.startswith("✔ Right.")
    exercises, tasks = len(lesson1.EXERCISES), len(lesson1.TASKS)
    assert f"1 of {exercises} exercises and 0 of {tasks} tasks done." in said
    run(copy, GUESS, "from nnlib.exercises import compare_guess\ncompare_guess(1, 0.25, 'it')")
    copy.restart()
    said = text(run(copy, "your-progress-code", "from nnlib import course\ncourse.progress()"))
    assert re.search(r"Lesson 1 +\[#\.+\] +1 of \d+ exercises and 0 of \d+ tasks", said)
    assert "Guesses: 0 of 1 came out as guessed." in said


@pytest.mark.slow
def test_a_section_can_be_begun_after_a_restart(copy):
    copy.restart()
    assert run(copy, "left-out-begins-1") == []
    outputs = run(copy, "zero-row")
    assert [output["output_type"] for output in outputs] == ["display_data"]
    assert "0.5" in "".join(outputs[0]["data"]["text/html"])


@pytest.mark.slow
def test_an_explorer_can_be_played_with_after_a_restart(copy):
    """Its cell alone, and the one that opens its section."""
    copy.restart()
    run(copy, "cannot-begins-1")
    run(copy, "play-code")
    copy._go_to("play-code")
    copy.page.get_by_role("status").get_by_text(re.compile("OR, without a bias")).first.wait_for()
    copy.page.get_by_role("button", name="Step", exact=True).click()
    copy.page.locator("svg[data-epoch='2001']").first.wait_for()


@pytest.mark.slow
def test_all_of_it_can_be_taken_along_by_a_click(copy):
    copy.kernel("from nnlib import progress; progress.keep_guess('packed', 1.0, 2.0)")
    run(copy, "your-progress-code", "from nnlib import course\ncourse.pack()")
    copy._go_to("your-progress-code")
    with copy.page.expect_download() as download:
        copy.page.get_by_role("link", name="Download my_course.zip").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert {f"my_course/{LESSON}", "my_course/progress.json"} <= set(archive.namelist())
