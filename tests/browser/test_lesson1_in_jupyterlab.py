"""Lesson 1's small controls as a learner meets them: a product to step through, a ball to roll."""

import re

from tests.browser.explorer_page import ExplorerPage

PRODUCT = """from nnlib import datasets
from nnlib.explorers.product import RowTimesColumn

table = datasets.cycling()
explorer = RowTimesColumn(table.inputs, [[2.0], [1.0], [-0.5]], table.input_names)
explorer"""
WALK = """from nnlib.explorers.downhill import WalkDownhill

explorer = WalkDownhill()
explorer"""
PICTURE = ".jp-Notebook svg[aria-label^='{}']"


def described(explorer, title):
    """Return the words of a picture, for those who do not see it."""
    return explorer.page.locator(PICTURE.format(title)).get_attribute("aria-label")


def test_a_product_is_stepped_through_by_keyboard_and_read_aloud(notebook):
    explorer = ExplorerPage(notebook, PRODUCT, says="number 1 of 4: ")
    for number, (key, sum_) in enumerate((("Enter", "2.50"), (" ", "1.50"), ("Enter", "0.50")), 2):
        explorer.press("Next", key)
        explorer.says(f"number {number} of 4: ")
        assert explorer.words.endswith(f" = {sum_}")
        assert described(explorer, "Row times column").endswith(f" = {sum_}")
    explorer.press("Start again")
    explorer.says("number 1 of 4: ")
    assert notebook.problems == []


def test_the_ball_rolls_a_step_and_then_into_the_valley(notebook):
    explorer = ExplorerPage(notebook, WALK, says="At the start. Which way")
    assert "at weight \N{MINUS SIGN}4.00, bias +3.00" in described(explorer, "Landscape")
    explorer.press("Step")
    explorer.says("Done. From weight")
    first = described(explorer, "Landscape")
    assert "at weight \N{MINUS SIGN}4.00, bias +3.00" not in first
    assert "at weight \N{MINUS SIGN}3.71, bias +3.20" in first
    explorer.press("Train")
    explorer.reaches(201)
    explorer.says("Done. From weight")
    end = re.search(r"at weight \+(\d+\.\d+), bias \N{MINUS SIGN}(\d+\.\d+)", explorer.words)
    weight, bias = map(float, end.groups())
    assert weight > 4
    assert bias > 2
    assert notebook.problems == []
