"""Run every notebook from top to bottom and save it in one settled form.

What differs from run to run without meaning anything (times, widget ids, the Python version) is
left out, so that two runs give the same bytes. A cell tagged ``nbval-ignore-output`` keeps its
saved outputs; ``--refresh`` replaces them too. Code that need not be seen is folded.
"""

import argparse
import base64
import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from nnlib.course.copies import is_folded
from nnlib.files import write_whole
from nnlib.pace import VARIABLE

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
README_PICTURE = "images/landscape.png"  # beside the notebooks
README_CELL = ("01_single_neuron.ipynb", "landscape")  # whose output that picture is
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
EMPTY = ({}, {"text/plain": ""})  # what a live picture leaves behind
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refresh", action="store_true", help="replace the outputs that vary too")
    parser.add_argument("paths", nargs="*", type=Path, help="all notebooks if none is named")
    arguments = parser.parse_args()
    os.environ[VARIABLE] = "full"  # for the kernels: nobody watches
    for path in arguments.paths or sorted(NOTEBOOKS.glob("*.ipynb")):
        save(path, arguments.refresh)
        print(f"saved {path.name}")


def save(path, refresh):
    """Run the notebook at `path` and write it back."""
    notebook = nbformat.read(path, as_version=4)
    saved = {cell["id"]: cell.get("outputs") for cell in notebook.cells}
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute(cwd=path.parent)
    for cell in notebook.cells:
        settle(cell)
        if not refresh and "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = saved[cell["id"]] or cell.outputs
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    write_whole({path: as_bytes(notebook)})
    for cell in notebook.cells:
        if (path.name, cell["id"]) == README_CELL:
            write_whole({path.parent / README_PICTURE: picture(cell)})


def as_bytes(notebook):
    """Return a notebook as it stands in a file, on every system."""
    return f"{nbformat.writes(notebook)}\n".encode()


def picture(cell):
    """Return the PNG among the outputs of a cell."""
    (png,) = (
        each.data["image/png"] for each in cell.outputs if "image/png" in each.get("data", {})
    )
    return base64.b64decode(png)


def settle(cell):
    """Take out of a cell what varies from run to run."""
    cell.metadata.pop("execution", None)
    if cell.cell_type != "code":
        return
    if is_folded(cell):  # as in a learner's copy
        cell.metadata["jupyter"] = {"source_hidden": True}
    for output in cell.outputs:
        output.get("data", {}).pop(WIDGET_VIEW, None)
    cell.outputs = joined([each for each in cell.outputs if each.get("data") not in EMPTY])


def joined(outputs):
    """Return the outputs with neighbours on the same stream as one: how they are cut is chance."""
    whole = []
    for output in outputs:
        if whole and "text" in output and output.get("name") == whole[-1].get("name"):
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


if __name__ == "__main__":
    main()
