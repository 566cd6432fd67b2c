"""Runs notebooks as on other computers, and prints what comes out otherwise than it was saved.

``python -m tests.other_computers.notebook notebooks/01_single_neuron.ipynb 1 2 3`` runs it once for
each seed of ``jitter``; behind these, other notebooks may follow with theirs. It needs no server
and no kernel, and draws no picture: pictures are compared with nothing. Cells tagged
``nbval-ignore-output`` are run only where others need them. The files are read as JSON: to import
``nbformat`` takes longer than many a cell.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from unittest import mock

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from nnlib.pictures import in_axes

from .cells import with_what_they_need
from .jitter import AfterEveryUpdate, jitter

NOT_COMPARED = "nbval-ignore-output"
FOLDED = "<details>"  # stands before what came out where nobody has guessed


def main():
    for each in sys.argv[1:]:
        if each.endswith(".ipynb"):
            path, cells = Path(each), compared_cells(each)
            continue
        for cell, said in differences(cells, int(each)):
            print(f"{path.name}, {cell.id}, jitter {each}:\n{said}")


def compared_cells(path):
    """Return the code cells of a notebook that are compared, and those that they need."""
    cells = [Cell(each) for each in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
             if each["cell_type"] == "code"]  # fmt: skip
    cells = with_what_they_need(cells, {i for i, cell in enumerate(cells) if cell.is_compared})
    if any("import keras" in cell.source for cell in cells):
        import_module("nnlib.keras_bridge")  # so that Keras is there when the jitter begins
    return cells


class Cell:
    """A code cell, and in `said` what it has saved."""

    def __init__(self, saved):
        self.id, self.source = saved["id"], "".join(saved["source"])
        self.is_compared = NOT_COMPARED not in saved["metadata"].get("tags", [])
        outputs = saved["outputs"]
        printed = ["".join(each["text"]) for each in outputs if each["output_type"] == "stream"]
        self.said = _in_words(
            "".join(printed), [each["data"] for each in outputs if "data" in each]
        )


def differences(cells, seed):
    """Yield (cell, what it said) for every cell that says something else than it has saved."""
    shell = InteractiveShell.instance()
    shell.reset()
    if "keras" in sys.modules:
        import_module("nnlib.keras_bridge").compute_in("float32")  # as at first
        sys.modules["keras"].backend.clear_session()
    transformers = list(shell.ast_transformers)
    with jitter(seed) as moves, mock.patch.object(in_axes, "png", _draw_nothing):
        shell.push({AfterEveryUpdate.NAME: moves.moved})
        shell.ast_transformers.append(AfterEveryUpdate())
        for cell in cells:
            shell.display_trap.hook = value = CapturingDisplayHook(shell)
            with capture_output() as captured:
                result = shell.run_cell(cell.source, store_history=True)
            shown = [*(each.data for each in captured.outputs), *(o["data"] for o in value.outputs)]
            said = _in_words(captured.stdout, shown)
            if not result.success:
                yield cell, f"{said}\n{result.error_in_exec or result.error_before_exec!r}"
            elif said != cell.said and cell.is_compared:
                yield cell, said
    shell.ast_transformers[:] = transformers


def _in_words(printed, shown):
    """Return what was printed, then the words of pictures and values, and what is folded."""
    words = ["".join(each.get("text/plain", "")) for each in shown]
    pages = ["".join(each.get("text/html", "")) for each in shown]
    words += [page for page in pages if FOLDED in page]
    return "\n".join(filter(None, [printed, *words]))


def _draw_nothing(figure):
    """Stand in for ``png``: no picture is looked at."""
    return ""


if __name__ == "__main__":
    main()
