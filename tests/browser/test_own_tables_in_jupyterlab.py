"""Tables as people have them, opened as files in the page; what comes out is downloaded again."""

import csv
import subprocess
import sys

import pytest

from tests.browser.explorer_page import ExplorerPage
from tests.right_tables import FOLDER, RIGHT
from tests.test_own_tables import NOT_LEARNED

SCORES = """from nnlib.explorers.scores import ScoreExplorer

explorer = ScoreExplorer("own table", epochs=20)
explorer"""
NEURON = """from nnlib.explorers.neuron import NeuronExplorer

explorer = NeuronExplorer("own table", epochs=20)
explorer"""
SHORT = ("yes_no_target.csv", "word_column.csv", "missing_cells.csv")  # in every run
WINE = "acid;sugar;quality\n" + "\n".join(
    f"{row % 7},5;{row * row % 11};{('low', 'fair', 'good')[row % 3]}" for row in range(30)
)


def open_file(explorer, button, path):
    with explorer.page.expect_file_chooser() as chooser:
        explorer.output.get_by_role("button", name=button).click()
    chooser.value.set_files(path)


def download(explorer, button, name, folder):
    """Press a button, then the link that appears, and return the file."""
    explorer.press(button)
    link = explorer.output.get_by_role("link", name=f"Download {name}")
    link.wait_for()
    with explorer.page.expect_download() as started:
        link.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def try_files(explorer, names, why_not):
    """Open files one after the other; each is trained on, or answered in a sentence."""
    learned = []
    for name in names:
        open_file(explorer, "Open a file", FOLDER / name)
        first = next(iter(RIGHT[name].columns))
        explorer.output.get_by_role("radiogroup", name=first).first.wait_for()
        if why_not(name):
            explorer.says("This cannot be trained yet.")
            continue
        explorer.says("At the start.")
        explorer.press("Train")
        explorer.says("Done")
        learned.append(name)
        explorer.press("Reset")
        explorer.says("At the start.")
    return learned


@pytest.mark.everywhere
def test_files_are_opened_and_trained_on(notebook):
    explorer = ExplorerPage(notebook, SCORES)
    assert try_files(explorer, SHORT, lambda name: False) == list(SHORT)


@pytest.mark.slow
def test_every_file_is_opened_and_trained_on_or_answered(notebook):
    explorer = ExplorerPage(notebook, SCORES)
    learned = try_files(explorer, sorted(RIGHT), NOT_LEARNED.__contains__)
    assert set(RIGHT) - set(learned) == set(NOT_LEARNED)


@pytest.mark.slow
def test_a_neuron_learns_bits_from_files_and_asks_for_them_else(notebook):
    explorer = ExplorerPage(notebook, NEURON)
    for name in sorted(RIGHT):
        open_file(explorer, "Open a file", FOLDER / name)
        first = next(iter(RIGHT[name].columns))
        explorer.output.get_by_role("radiogroup", name=first).first.wait_for()
        explorer.press("Train")
        status = explorer.page.get_by_role("status").first
        explorer.page.wait_for_function(
            "text => /^(Done|This cannot)/.test(document.querySelector("
            "'.jp-Notebook [role=status]').innerText)",
            arg="",
        )
        assert "Traceback" not in status.inner_text()
        explorer.press("Reset")


@pytest.mark.everywhere
def test_predictions_program_and_the_whole_state_are_taken_along(notebook, tmp_path):
    explorer = ExplorerPage(notebook, SCORES)
    table = tmp_path / "wine.csv"
    table.write_text(WINE, encoding="utf-8")
    open_file(explorer, "Open a file", table)
    explorer.output.get_by_text("to predict 'quality', 30 rows").wait_for()
    explorer.press("Train")
    explorer.says("Done. Own table, 8 hidden neurons, with a bias: 20 epochs, ")
    written = download(explorer, "Predictions", "predictions.csv", tmp_path)
    rows = list(csv.DictReader(written.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 30
    assert {row["quality, predicted"] for row in rows} <= {"low", "fair", "good"}
    assert {row["part"] for row in rows} == {"held out", "learned from"}
    table.write_text("acid;sugar\n1,5;3\n2,5;900\n", encoding="utf-8")
    open_file(explorer, "Predict another file", table)
    explorer.output.get_by_role("link", name="Download predicted wine.csv").wait_for()
    kept = download(explorer, "Keep", "scores-20.npz", tmp_path)
    explorer.press("students")
    explorer.says("Done. Students")
    open_file(explorer, "Open what was kept", kept)
    explorer.says("Opened: own table, 8 hidden neurons, with a bias: 20 epochs, ")
    explorer.press("NumPy code")
    code = explorer.field("code")
    code.wait_for()
    program = tmp_path / "wine.py"
    program.write_text(code.input_value(), encoding="utf-8")
    said = subprocess.run([sys.executable, program], capture_output=True, encoding="utf-8")
    assert said.returncode == 0
    assert any(word in said.stdout for word in ("low", "fair", "good"))
