"""The score explorer as a learner meets it: every control, own data, and what if."""

import pytest

from tests.browser.explorer_page import ExplorerPage

SOURCE = """from nnlib.explorers.scores import ScoreExplorer

explorer = ScoreExplorer(epochs={epochs}{more})
explorer"""
CLASS = "students, 8 hidden neurons, with a bias"
TABLE = "own table"


def opened(notebook, epochs=100, more=""):
    return ExplorerPage(notebook, SOURCE.format(epochs=epochs, more=more))


def test_train_step_pause_reset(notebook):
    explorer = opened(notebook, 300)
    explorer.press("Train")
    explorer.says(f"Done. {CLASS.capitalize()}: 300 epochs, typical error ")
    assert "28 to learn from, 12 held out." in explorer.words
    explorer.press("Step", "Space")
    explorer.says(f"Done. {CLASS.capitalize()}: 301 epochs, ")
    explorer.type("epochs", "100000")
    explorer.press("Reset")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.reaches(500)
    explorer.press("Pause")
    explorer.says(f"Paused. {CLASS.capitalize()}: ")
    assert f"{explorer.epoch:,} epochs" in explorer.words


def test_every_number_is_slid_and_typed_and_trains_anew(notebook):
    explorer = opened(notebook)
    for name, typed, limits in (
        ("students", "60", "4 to 500"),
        ("noise (points)", "12.5", "0 to 20"),
        ("held-out share", "0.45", "0 to 0.9"),
        ("hidden neurons", "3", "1 to 16"),
        ("start (seed)", "42", "1 to 1,000"),
        ("epochs", "42", "1 to 100,000"),
    ):
        explorer.press("Train")
        explorer.says("Done. ")
        box = explorer.control(name)
        slid = float(box.input_value())
        explorer.changes(lambda name=name: explorer.slide(name, "ArrowRight"))
        explorer.says("Done. ")
        assert float(box.input_value()) > slid, name
        explorer.changes(lambda name=name, typed=typed: explorer.type(name, typed))
        explorer.says("Done. ")
        explorer.refuses(name, "99999999", f"is too large: {limits}. ")
        explorer.press("Reset")
        explorer.says("At the start.")


def test_rate_stop_and_patience_hold_from_the_next_epoch(notebook):
    explorer = opened(notebook)
    explorer.press("Train")
    explorer.says("Done. ")
    explorer.slide("learning rate", "ArrowRight")
    explorer.says("The learning rate is 0.2 from the next epoch on.")
    explorer.type("stop at a loss of", "0.9")
    explorer.press("Train")
    explorer.says("The loss is 0.9 or less, where it was to stop.")
    explorer.type("stop at a loss of", "0")
    explorer.type("epochs", "3000")
    explorer.says("Done. ")
    explorer.type("patience (0: endless)", "5")
    explorer.press("Reset")
    explorer.press("Train")
    explorer.says("It ended: ")
    assert "has not fallen for 5 epochs" in explorer.words


def test_choices_and_switches_by_keyboard(notebook):
    explorer = opened(notebook)
    explorer.press("Train")
    explorer.says("Done. ")
    for name in ("bias", "log scale"):
        explorer.control(name).focus()
        explorer.changes(lambda name=name: explorer.control(name).press("Space"))
    explorer.says("Done. Students, 8 hidden neurons, without a bias: 100 epochs")
    explorer.changes(lambda: explorer.press("exam scores", "Space"))
    explorer.says("Done")
    assert not explorer.field("students").is_visible()
    assert "2 to learn from, 1 held out." in explorer.words


def test_replay_shows_the_past_and_train_leaves_it(notebook):
    explorer = opened(notebook, 1000)
    explorer.press("Train")
    explorer.says("Done. ")
    explorer.changes(lambda: explorer.slide("replay epoch", "Home"))
    explorer.says("Replay: epoch 0 of 1,000, typical error ")
    explorer.press("Step")
    explorer.says(f"Done. {CLASS.capitalize()}: 1,001 epochs")


def test_what_if_answers_with_a_range_and_warns(notebook):
    explorer = opened(notebook)
    explorer.press("Train")
    explorer.says("Done. ")
    explorer.type("hours studied", "4")
    explorer.type("hours slept", "8")
    explorer.press("What if?")
    said = explorer.page.get_by_role("status").filter(has_text="For hours")
    said.get_by_text("nine in ten say").wait_for()
    assert "For hours studied 4, hours slept 8, after 100 epochs: score " in said.inner_text()
    assert "extrapolation" not in said.inner_text()
    explorer.type("hours studied", "12")
    explorer.press("What if?")
    said.get_by_text("hours studied 12 lies outside").wait_for()


def test_an_own_table_is_answered_kept_and_mended(notebook):
    explorer = opened(notebook)
    explorer.press(TABLE)
    table = explorer.field(TABLE)
    table.wait_for()
    explorer.type(TABLE, "size, price\n50, 100\n60, many\n, 130")
    explorer.says("This cannot be trained yet.")
    assert "Line 3, cell 2: 'many' is not a number." in explorer.words
    assert "Line 4, cell 1 is empty" in explorer.words
    assert table.input_value() == "size, price\n50, 100\n60, many\n, 130"
    explorer.type(TABLE, "size, price\n50, 100\n60, 120\n70, 130")
    explorer.says("At the start.")
    explorer.press("Train")
    explorer.says("Done")
    explorer.control("size").wait_for()
    assert not explorer.field("hours slept").is_visible()


def test_a_table_is_pasted_its_columns_chosen_and_trained(notebook):
    explorer = opened(notebook, more=", data='own table'")
    explorer.field(TABLE).evaluate(
        """(box, text) => {
            box.focus();
            box.select();
            document.execCommand("insertText", false, text);
            box.blur();
        }""",
        "2023;2024;2025\n1,5;9;72\n6,5;5;73\n4,5;7;74\n;8;83\n0,5;4;46",
    )
    explorer.output.get_by_text("In use: '2023' and '2024' to predict '2025', 4 of 5").wait_for()
    answers = explorer.output.get_by_role("radiogroup", name="looks like a heading of years")
    answers.get_by_role("radio", name="yes").press("ArrowRight")
    explorer.output.get_by_text("to predict 'column 3', 5 of 6 rows; 1 left out").wait_for()
    column = explorer.output.get_by_role("radiogroup", name="column 1: numbers")
    column.get_by_role("radio", name="input").press("ArrowRight")
    explorer.output.get_by_text(
        "In use: 'column 2' and 'column 3' to predict 'column 1'"
    ).wait_for()
    column.get_by_role("radio", name="target", checked=True).wait_for()
    explorer.press("Train")
    explorer.says(f"Done. {TABLE.capitalize()}, 8 hidden neurons")
    assert "can learn each by heart" in explorer.words
    assert "columns=column+1:target reading=heading:no" in explorer.field("settings").input_value()


@pytest.mark.everywhere
def test_a_csv_file_fills_the_table(notebook, tmp_path):
    explorer = opened(notebook, more=", data='own table'")
    file = tmp_path / "marks.csv"
    file.write_text("\ufeffminutes;mark\n10;5\n20;4\n40;2\n", encoding="utf-8")
    with explorer.page.expect_file_chooser() as chooser:
        explorer.page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(file)
    explorer.control("minutes").wait_for()
    assert explorer.field(TABLE).input_value().startswith("minutes;mark")
    file.write_bytes(b"\xff\xfe1;2")
    with explorer.page.expect_file_chooser() as chooser:
        explorer.page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(file)
    said = explorer.output.get_by_text("marks.csv is no text in the encoding utf-16")
    said.wait_for()
    assert "The table stays as it was." in said.inner_text()
    explorer.output.get_by_text("In use: 'minutes' to predict 'mark', 3 rows.").wait_for()
