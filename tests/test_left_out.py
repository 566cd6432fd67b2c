"""Where Keras is missing, cells that need it say so, and all others run."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from nnlib.exercises.left_out import SENTENCE, LeaveOut

ROOT = Path(__file__).parent.parent
LESSON = ROOT / "notebooks" / "04_keras_comparison.ipynb"


def is_left_out(transformer, source):
    return ast.unparse(transformer.visit(ast.parse(source))) == f"print({SENTENCE!r})"


@pytest.mark.parametrize(
    "source",
    [
        "import keras",
        "import keras.layers as layers",
        "from keras import layers",
        "from nnlib.keras_bridge import to_keras",
        "from nnlib import datasets, keras_bridge",
        "from nnlib import costs",
        "def later():\n    import tensorflow as tf\n    return tf",
        "import numpy, jax",
    ],
)
def test_whoever_imports_keras_is_left_out(source):
    assert is_left_out(LeaveOut(), source)


def test_what_comes_of_a_cell_that_was_left_out_is_missing_too():
    cells = LeaveOut()
    assert is_left_out(cells, "import keras\nmodel = keras.Sequential()")
    assert is_left_out(cells, "outputs = model(3)")
    assert is_left_out(cells, "def ask(row):\n    return model(row)")
    assert is_left_out(cells, "answer = [ask(row) for row in range(3)]")
    assert is_left_out(cells, "class Live(keras.callbacks.Callback):\n    pass")
    assert is_left_out(cells, "live = Live()")
    assert not is_left_out(cells, "rate = 1\nrates = [rate for _ in range(3)]")


def test_names_of_ones_own_are_not_taken_for_those():
    cells = LeaveOut()
    assert is_left_out(cells, "import keras\nfirst = keras.Input((2,))")
    assert not is_left_out(cells, "def split(first, rest):\n    return first, rest")
    assert not is_left_out(cells, "def other():\n    first = 1\n    return first")
    assert not is_left_out(cells, "first = 3\ndouble = 2 * first")
    assert not is_left_out(cells, "first + 1")  # bound anew, and here


def test_a_cell_that_needs_no_keras_stays_as_it_is():
    source = "import numpy as np\ntable = np.eye(3)"
    assert ast.unparse(LeaveOut().visit(ast.parse(source))) == source


@pytest.mark.parametrize(
    "source",
    [
        "model += 1",
        "del model",
        "model = model",
        "print(model)\nmodel = 3",
        "[model for _ in 'ab']",
    ],
)
def test_a_name_that_is_needed_before_it_is_bound_is_missing(source):
    cells = LeaveOut()
    assert is_left_out(cells, "import keras\nmodel = keras.Sequential()")
    assert is_left_out(cells, source)


def test_names_that_were_there_before_stay():
    cells = LeaveOut()
    assert not is_left_out(cells, "import numpy as np")
    assert is_left_out(cells, "import numpy as np, keras")
    assert not is_left_out(cells, "np.eye(2)")


@pytest.mark.parametrize(
    "source", ["nonlocal x", "def f(a, a): pass", "from . import x", "await x"]
)
def test_no_cell_makes_an_error_of_its_own(source):
    cell = ast.parse(source)
    assert LeaveOut().visit(cell) is cell


def test_scikit_learn_can_be_loaded_where_keras_cannot(tmp_path):
    (tmp_path / "keras.py").write_text("raise ImportError('no Keras')", encoding="utf-8")
    (tmp_path / "sklearn.py").touch()  # the real one takes seconds
    program = "from nnlib.keras_here import load_bridge\nprint(load_bridge())\nimport sklearn"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "(None, 'Keras cannot be loaded here (no Keras).')\n"


QUICKER = "--xla_backend_optimization_level=0"  # for JAX to compile
RUN = """
import sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
for cell in notebook.cells:  # nbval runs it at full length
    for longer, shorter in (("epochs=1000,", "epochs=200,"), ("=1000)", "=10)"), ("=100)", "=10)"),
                            (", 32, 256)", ",)")):
        cell.source = cell.source.replace(longer, shorter)
NotebookClient(notebook, kernel_name="python3", timeout=300).execute(cwd=sys.argv[2])
nbformat.write(notebook, sys.argv[3])
"""


def run_lesson(alone, folder, settings):
    """Run lesson 4, alone with the wheel, which may end with no error, and return its cells."""
    done = folder / "done.ipynb"
    lesson = alone.copy_of(LESSON)
    run = subprocess.run(
        [alone.python, "-c", RUN, lesson, lesson.parent, done],
        env=os.environ | settings,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr[-3000:]
    cells = [cell for cell in nbformat.read(done, as_version=4).cells if cell.cell_type == "code"]
    assert not [each for cell in cells for each in cell.outputs if each.get("name") == "stderr"]
    return {
        cell.id: "".join(
            output.get("text", output.get("data", {}).get("text/plain", ""))
            for output in cell.outputs
        )
        for cell in cells
    }


def test_the_lesson_runs_to_its_end_without_keras(alone, tmp_path):
    (tmp_path / "keras.py").write_text(
        "raise ModuleNotFoundError('No module named keras')", encoding="utf-8"
    )
    said = run_lesson(alone, tmp_path, {"PYTHONPATH": str(tmp_path)})
    assert said["set-up-keras"].startswith("Keras cannot be loaded here (No module named keras).")
    left_out = {cell for cell, words in said.items() if words.startswith(SENTENCE)}
    assert {"import-keras", "live-train", "equal-code", "costs-code", "save-code"} <= left_out
    kept = set(said) - left_out
    assert {"recorded-code", "momentum-code", "adam-code", "tuning-code", "play-code"} <= kept
    assert said["recorded-code"].count("Recorded with Keras") == 1
    assert said["play-code"].startswith("KerasExplorer: XOR, 16 hidden neurons (relu), Adam: 200")
    assert len(left_out) <= 22


@pytest.mark.slow
@pytest.mark.needs_keras
def test_the_lesson_runs_to_its_end_on_jax(alone, tmp_path):
    said = run_lesson(alone, tmp_path, {"KERAS_BACKEND": "jax", "XLA_FLAGS": QUICKER})
    assert said["set-up-keras"] == ""
    assert not [cell for cell, words in said.items() if words.startswith(SENTENCE)]
    assert said["save-code"] == "the same predictions from the file: True\n"
    first, *_ = said["equal-more"].splitlines()
    assert all(float(each) < 1e-12 for each in first.split()[-3:])
