"""Row times column: what ``@`` computes, one number after the other."""

import numpy as np

from nnlib import checks
from nnlib.explorers import cell, look, widgets
from nnlib.pictures.product import addition, product
from nnlib.pictures.scene import on_page
from nnlib.pictures.still import still
from nnlib.shown import shown

MOST_ROWS, MOST_COLUMNS = 8, 4
THE_LAST = "That is the last one: Start again goes back to the first."


class RowTimesColumn(cell.Shown):
    """``left @ right``, stepped through by buttons: each row on the left meets each column.

    Parameters
    ----------
    left, right : array-like, shapes (rows, common) and (common, columns)
        Up to 8 rows and 4 columns each.
    names : sequence of str, optional
        Of the columns on the left.

    Attributes
    ----------
    result : array, shape (rows, columns)
    at : int
        The number of the result that is computed now, counted row by row.

    Raises
    ------
    ValueError
        For matrices that do not fit.
    """

    def __init__(self, left, right, names=None):
        self._left, self._right = _matrix(left, "left"), _matrix(right, "right")
        common = self._left.shape[1]
        if common != len(self._right):
            raise ValueError(
                f"left has the shape {self._left.shape} and right {self._right.shape}: the two "
                "numbers in the middle must be equal."
            )
        self._names = None if names is None else checks.names(names, common, "names")
        with np.errstate(all="ignore"):  # what is too large is told in a sentence
            self.result = checks.computed(self._left @ self._right, "left @ right")
        self._picture, self._status = widgets.HTML(), widgets.Said()
        buttons = look.row(self._buttons()).add_class(look.TIGHT)
        self._box = cell.explorer_box(
            "Row times column", [buttons, self._picture, self._status], seen=[self._picture]
        )
        self._go(0)
        cell.close_the_one_before(self, self._box)

    def next(self):
        """Compute the next number of the result; the last one stays."""
        if self.at + 1 < self.result.size:
            self._go(self.at + 1)
        else:
            self._status.value = look.sentences([THE_LAST])

    def previous(self):
        """Go to the number before; the first one stays."""
        self._go(max(self.at - 1, 0))

    def start_again(self):
        """Go back to the first number."""
        self._go(0)

    def summary(self):
        """Return the present state in one line."""
        added = addition(self._left, self._right, self.result, self.at)
        return f"number {self.at + 1} of {self.result.size}: {added}"

    def _buttons(self):
        actions = {
            "Next": (self.next, "the next number of the result"),
            "Previous": (self.previous, "the number before"),
            "Start again": (self.start_again, "back to the first number"),
        }
        return list(look.buttons(actions).values())

    def _go(self, at):
        self.at = at
        scene = self._scene()
        self._picture.value = on_page(scene, scene.size[0])
        self._status.value = look.heard(self.summary())

    def _still(self):
        return still([[self._scene()]])

    def _scene(self):
        return product(self._left, self._right, self.result, self.at, self._names)


def _matrix(value, name):
    matrix = checks.table(value, name)
    rows, columns = matrix.shape
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise ValueError(
            f"{name} has the shape {shown(matrix.shape)}, but up to {MOST_ROWS} rows and "
            f"{MOST_COLUMNS} columns can be shown: take some of them."
        )
    return matrix
