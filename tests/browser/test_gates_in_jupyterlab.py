"""The gate explorer as a learner meets it: every control by keyboard and by typing, and replay."""

import re

import pytest

from tests.browser.explorer_page import ExplorerPage

SOURCE = """from nnlib.explorers.gate import GateExplorer

explorer = GateExplorer("XOR", epochs={epochs})
explorer"""
XOR = "XOR, 2 hidden neurons (sigmoid), with a bias"


def test_train_step_pause_reset(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=300))
    explorer.press("Train")
    explorer.says(f"Done. {XOR}: 300 epochs, loss ")
    assert "always answering 0 is right in 2 of 4 rows." in explorer.words
    explorer.press("Step", "Space")
    explorer.says(f"Done. {XOR}: 301 epochs, ")
    assert explorer.epoch == 301
    explorer.type("epochs", "100000")
    explorer.press("Reset")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.reaches(500)
    explorer.press("Pause")
    explorer.says(f"Paused. {XOR}: ")
    epoch = explorer.epoch
    assert f"{epoch:,} epochs" in explorer.words
    assert explorer.stands_still()


def test_choices_by_keyboard(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=100))
    explorer.press("Train")
    explorer.says(f"Done. {XOR}: 100 epochs, ")
    for choice, key in (("tanh", "Space"), ("mean squared error", "Enter"),
                        ("relu", "Enter"), ("binary cross entropy", "Enter"),
                        ("glorot uniform", "Space"), ("parity of three", "Enter"),
                        ("eleven lines XOR", "Enter"), ("all equal", "Space")):  # fmt: skip
        explorer.changes(lambda choice=choice, key=key: explorer.press(choice, key))
        explorer.says("Done. ")
        explorer.is_chosen(choice)
    explorer.says("Done. All equal, 2 hidden neurons (relu), with a bias: 100 epochs, ")
    assert "always answering 0 is right in 6 of 8 rows." in explorer.words
    for name in ("bias", "log scale"):
        explorer.control(name).focus()
        explorer.changes(lambda name=name: explorer.control(name).press("Space"))
    explorer.says("Done. All equal, 2 hidden neurons (relu), without a bias: 100 epochs, ")


def test_every_number_is_slid_and_typed(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=300))
    for name, typed, most in (
        ("hidden neurons", "5", "16"),
        ("start (seed)", "42", "1,000"),
        ("epochs", "42", "100,000"),
    ):
        explorer.press("Train")
        explorer.says("Done. ")
        box = explorer.control(name)
        slid = int(box.input_value())
        explorer.changes(lambda name=name: explorer.slide(name, "ArrowRight"))
        explorer.says("Done. ")
        assert int(box.input_value()) > slid, name
        explorer.changes(lambda name=name, typed=typed: explorer.type(name, typed))
        explorer.says("Done. ")
        explorer.refuses(name, "99999999", f"is too large: 1 to {most}. ")
        explorer.press("Reset")
        explorer.says("At the start.")


def test_rate_and_stop_are_slid_and_typed(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=50))
    explorer.press("Train")
    explorer.says("Done. ")
    explorer.slide("learning rate", "ArrowRight")
    explorer.says("The learning rate is 2 from the next epoch on.")
    explorer.type("learning rate", "0.5")
    explorer.says("The learning rate is 0.5 from the next epoch on.")
    explorer.type("stop at a loss of", "0.9")
    explorer.press("Train")
    explorer.says("The loss is 0.9 or less, where it was to stop.")
    explorer.slide("stop at a loss of", "ArrowLeft")
    explorer.press("Step")
    explorer.says("The loss is 0.7 or less, where it was to stop.")


def test_replay_is_slid_and_typed_and_left(notebook):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=2000))
    explorer.press("Train")
    explorer.says(f"Done. {XOR}: 2,000 epochs, ")
    box, present, done = explorer.control("replay epoch"), explorer.seen(), explorer.words
    assert box.input_value() == "2000"
    explorer.changes(lambda: explorer.slide("replay epoch", "ArrowLeft"))
    explorer.says("Replay: epoch 1,984 of 2,000, loss 0.")
    assert box.input_value() == "1984"
    assert explorer.epoch == 1984
    explorer.changes(lambda: explorer.slide("replay epoch", "Home"))
    explorer.says("Replay: epoch 0 of 2,000, loss 0.")
    explorer.changes(lambda: explorer.type("replay epoch", "100"))
    explorer.says("Replay: epoch 96 of 2,000 (the nearest to 100 that was recorded), loss 0.")
    explorer.page.wait_for_function("box => box.value === '96'", arg=box.element_handle())
    explorer.press("Pause")
    explorer.says(f"Nothing is training now: {done.splitlines()[0].removeprefix('Done. ')}")
    assert explorer.seen() == present
    explorer.type("replay epoch", "1000")
    explorer.says("Replay: epoch 992 of 2,000 (the nearest to 1,000")
    explorer.press("Step")
    explorer.says(f"Done. {XOR}: 2,001 epochs, ")
    assert explorer.epoch == 2001


@pytest.mark.parametrize("typed", [False, True])
def test_a_move_while_it_trains_pauses_it(notebook, typed):
    explorer = ExplorerPage(notebook, SOURCE.format(epochs=100_000))
    explorer.press("Train")
    explorer.reaches(500)
    if typed:
        explorer.type("replay epoch", "400")  # recorded are at least every 512 epochs
    else:
        explorer.slide("replay epoch", "ArrowLeft")
    explorer.says("Replay: epoch ")
    assert "The training is paused. Train goes on from epoch " in explorer.words
    epoch = explorer.epoch
    last = int(re.search(r"of ([\d,]+)", explorer.words)[1].replace(",", ""))
    assert explorer.control("replay epoch").input_value() == str(epoch)
    assert 0 < epoch < last
    assert explorer.stands_still()
    explorer.press("Train")
    explorer.reaches(last + 1)
    explorer.press("Reset")
    explorer.says("At the start.")
