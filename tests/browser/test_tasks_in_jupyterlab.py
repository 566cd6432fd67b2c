"""Tasks as a learner meets them: first in an explorer, told when they are done, seen and heard."""

import pytest

from tests.browser.explorer_page import ExplorerPage, wait_until
from tests.browser.test_accessibility import RULES, THEMES, change_theme, look, roll_up, unroll

SOURCE = """from nnlib.exercises.engine import right, wrong
from nnlib.exercises.tasks import Task
from nnlib.explorers.gate import GateExplorer

def judge(frame):
    rate = frame.values["learning_rate"]
    return right("It is <b>5</b>.") if rate == 5 else wrong(f"The rate is {rate:g}.")

task = Task(name="lesson0.rate", words="Train at the rate 5.", hint="It has a box.",
            judged_by=judge, solution="gate:1 learning_rate=5")
GateExplorer("XOR", epochs=30, tasks=[task])"""
STATE = ".nn-state"


def test_a_task_is_first_and_its_state_is_told_where_it_stands(notebook):
    explorer = ExplorerPage(notebook, SOURCE)
    state = explorer.output.locator(STATE).element_handle()
    assert state.get_attribute("aria-live") == "polite"
    assert state.inner_text() == "to do"
    hint = explorer.output.get_by_text("Hint", exact=True)
    hint.focus()
    explorer.page.keyboard.press("Enter")
    explorer.output.get_by_text("It has a box.").wait_for()
    explorer.page.keyboard.press("Tab")
    assert explorer.output.locator(":focus").inner_text() == "Train"
    explorer.press("Train")
    says(explorer, state, "to do The rate is 1.")
    explorer.type("learning rate", "5")
    explorer.press("Step")
    says(explorer, state, "done ✔ It is <b>5</b>.")  # in the very element that was there before


def says(explorer, element, words):
    """Wait until an element in the page has these words."""
    same = "([element, words]) => element.innerText.replace(/\\s+/g, ' ') === words"
    wait_until(explorer.page, same, [element, words])


@pytest.mark.not_on_the_site
@pytest.mark.parametrize("theme", THEMES)
def test_it_can_be_seen_and_heard(notebook, theme):
    explorer = ExplorerPage(notebook, SOURCE.replace('XOR", ', 'XOR", learning_rate=5, '))
    explorer.press("Train")
    explorer.output.get_by_text("done ✔").wait_for()
    unroll(explorer.page)
    change_theme(explorer.page, theme)
    where = ".jp-Cell-outputWrapper:has(.nnlib-explorer)"
    findings, _ = look(explorer.page, [where], [], RULES[theme])
    roll_up(explorer.page)
    assert findings == []
