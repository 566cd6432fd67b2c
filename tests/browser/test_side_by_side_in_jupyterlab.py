"""Lesson 4's explorer as a learner meets it: two curves, every control."""

import re

import pytest

from tests.browser.explorer_page import ExplorerPage

SOURCE = """from nnlib.explorers.side_by_side import KerasExplorer

explorer = KerasExplorer(hidden=4, epochs={epochs})
explorer"""
XOR = "XOR, 4 hidden neurons (relu), Adam"
TIMES = r"An update takes nnlib \S+ ms and Keras \S+ ms, \d+ times as long\."


def curves(explorer):
    """Return how many points each curve of the loss has."""
    return explorer.page.locator("svg[data-epoch]").evaluate(
        "svg => [...svg.querySelectorAll('polyline')]"
        ".map(each => each.getAttribute('points').split(' ').length)"
    )


@pytest.mark.not_on_the_site
def test_both_are_trained_and_timed(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=60))
    assert "that of Keras is dashed" in explorer.words
    explorer.press("Train")
    explorer.says(f"Done. {XOR}: 60 epochs, loss ")
    assert re.search(TIMES, explorer.words)
    assert re.search(r"Their losses are never more than \S+ apart\.", explorer.words)
    assert curves(explorer) == [61, 61]
    explorer.press("Step", "Space")
    explorer.says(f"Done. {XOR}: 61 epochs, ")
    assert curves(explorer) == [62, 62]
    explorer.type("epochs", "100000")
    explorer.press("Reset")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.reaches(5)
    explorer.press("Pause")
    explorer.says(f"Paused. {XOR}: ")
    explorer.changes(lambda: explorer.slide("replay epoch", "Home"))
    explorer.says("Replay: epoch 0 of ")
    assert notebook.problems == []


def test_every_control_is_moved(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=20))
    explorer.press("Train")
    explorer.says(f"Done. {XOR}: 20 epochs, ")
    for choice, key in (("momentum", "Space"), ("gradient descent", "Enter"), ("tanh", "Space"),
                        ("sigmoid", "Enter")):  # fmt: skip
        explorer.changes(lambda choice=choice, key=key: explorer.press(choice, key))
        explorer.says("Done. ")
        explorer.is_chosen(choice)
    explorer.says("Done. XOR, 4 hidden neurons (sigmoid), gradient descent: 20 epochs, ")
    for name, typed in (("hidden neurons", "3"), ("start (seed)", "42"), ("epochs", "45")):
        explorer.changes(lambda name=name: explorer.slide(name, "ArrowRight"))
        explorer.says("Done. ")
        explorer.changes(lambda name=name, typed=typed: explorer.type(name, typed))
        explorer.says("Done. ")
    explorer.says("Done. XOR, 3 hidden neurons (sigmoid), gradient descent: 45 epochs, ")
    explorer.slide("learning rate", "ArrowRight")
    explorer.says("The learning rate is 0.02 from the next epoch on.")
    explorer.changes(lambda: explorer.control("log scale").press("Space"))
    explorer.type("stop at a loss of", "0.9")
    explorer.press("Train")
    explorer.says("The loss is 0.9 or less, where it was to stop.")
    assert notebook.problems == []


@pytest.mark.not_on_the_site
def test_the_second_curve_is_dashed_and_named(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=40))
    explorer.press("Train")
    explorer.says("Done. ")
    first, second = explorer.page.locator("svg[data-epoch] polyline").all()
    assert first.get_attribute("stroke-dasharray") is None
    assert second.get_attribute("stroke-dasharray")
    loss = explorer.page.locator("svg[data-epoch]").get_attribute("aria-label")
    assert re.search(r"epoch 40: loss (\S+), Keras \1 \(dashed\)", loss)
