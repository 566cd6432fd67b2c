"""Leaves out the cells of a notebook that need a package which is not installed."""

import ast

from IPython import get_ipython

from nnlib.explorers.side_by_side import load_bridge

PACKAGES = {"keras", "tensorflow", "jax"}
BRIDGE = "nnlib.keras_bridge"
SENTENCE = "This cell needs Keras, which is not installed here, so it is left out."


def leave_out_cells_without_keras():
    """Where Keras is missing, say so, and leave out the cells from here on that need it.

    A cell needs Keras when it imports Keras or the bridge to it, or uses a name that was bound in
    a cell that does. All others run as ever, so that Run All comes to the end.
    """
    bridge, reason = load_bridge()
    if bridge is None:
        print(
            f"{reason} Cells that need it are left out; the recorded curves and all that nnlib "
            "does alone are here."
        )
        get_ipython().ast_transformers.append(LeaveOut())


class LeaveOut(ast.NodeTransformer):
    """Turns a cell that needs Keras into one that says so.

    Attributes
    ----------
    names : set of str
        What has been bound only in cells that were left out.
    """

    def __init__(self):
        self.names = set()

    def visit_Module(self, cell):
        """Return the cell, or what stands in its place."""
        parts = list(ast.walk(cell))
        bound = {name for part in parts for name in _bound(part)}
        if any(self._needs_keras(part) for part in parts):
            self.names |= bound
            return ast.parse(f"print({SENTENCE!r})")
        self.names -= bound
        return cell

    def _needs_keras(self, part):
        if isinstance(part, ast.Import):
            return any(alias.name.partition(".")[0] in PACKAGES for alias in part.names)
        if isinstance(part, ast.ImportFrom):
            return part.module == BRIDGE or part.module.partition(".")[0] in PACKAGES
        return isinstance(part, ast.Name) and part.id in self.names


def _bound(part):
    """Yield the names that a part of a program binds."""
    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
        yield part.id
    elif isinstance(part, ast.FunctionDef | ast.ClassDef):
        yield part.name
    elif isinstance(part, ast.alias):
        yield (part.asname or part.name).partition(".")[0]
