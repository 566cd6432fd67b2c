"""Leaves out the cells of a notebook that need a package which is not installed."""

import ast
import importlib.util

from IPython import get_ipython

from nnlib import keras_here
from nnlib.exercises.statements import names
from nnlib.keras_here import load_bridge

PACKAGES = {"keras", "tensorflow", "jax"}
PARTS_OF_NNLIB = {"nnlib.keras_bridge", "nnlib.costs"}
SENTENCE = "This cell needs Keras, which is not installed here, so it is left out."
NOT_YET = "This cell needs Keras, so it is left out."
COME = "Keras is installed now: run all cells again from the top."


def leave_out_cells_without_keras():
    """Where Keras is missing, say so, and leave out the cells from here on that need it.

    A cell needs Keras when it imports Keras or the bridge to it, or uses a name that was bound in
    a cell that does. All others run as ever, so that Run All comes to the end. Called again, it
    looks again.
    """
    cells = get_ipython().ast_transformers
    cells[:] = [each for each in cells if not isinstance(each, LeaveOut)]
    bridge, reason = load_bridge()
    if bridge is None:
        print(
            f"{reason} Cells that need it are left out; the recorded curves and all that nnlib "
            "does alone are here."
        )
        cells.append(LeaveOut())


class LeaveOut(ast.NodeTransformer):
    """Turns a cell that needs Keras into one that says so.

    Attributes
    ----------
    missing : set of str
        Names that only cells that were left out would have bound.
    here : set of str
        Names that other cells have bound.
    """

    def __init__(self):
        self.missing, self.here = set(), set()
        self._was_complete = keras_here.is_complete()

    def visit_Module(self, cell):
        """Return the cell, or what stands in its place."""
        try:
            read, bound = names(cell.body)
        except SyntaxError:  # Python will say so itself
            return cell
        if _imports_keras(cell) or read & self.missing:
            self.missing |= bound - self.here
            return ast.parse(f"print({self._sentence()!r})")
        self.missing -= bound
        self.here |= bound
        return cell

    def _sentence(self):
        """Return why a cell is left out, by how far the installation has got."""
        unfinished = keras_here.being_installed()
        if unfinished:
            return f"{NOT_YET} {unfinished}"
        complete = keras_here.is_complete() and not self._was_complete
        return COME if complete and importlib.util.find_spec("keras") else SENTENCE


def _imports_keras(cell):
    for part in ast.walk(cell):
        if isinstance(part, ast.Import):
            modules = [alias.name for alias in part.names]
        elif isinstance(part, ast.ImportFrom) and part.module:
            modules = [part.module, *(f"{part.module}.{alias.name}" for alias in part.names)]
        else:
            continue
        if PARTS_OF_NNLIB.intersection(modules) or PACKAGES & {
            each.partition(".")[0] for each in modules
        }:
            return True
    return False
