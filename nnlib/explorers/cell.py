"""An explorer and its cell: what is saved of it, and what a second run of the cell closes."""

from IPython import get_ipython

from nnlib.live import WIDGET_VIEW
from nnlib.pictures.scene import png

made_by_cell = {}  # cell: (run of the cell, explorers made in it)


def mimebundle(box, words, figure=None):
    """Return an explorer in the forms that a notebook shows and saves.

    Parameters
    ----------
    box : widget
        Where it can still be moved.
    words : str
        One line; also the picture's alternative text.
    figure : matplotlib.figure.Figure, optional
        What stays when widgets are gone.
    """
    data = {"text/plain": words}
    if box.comm is not None:  # not closed
        data[WIDGET_VIEW] = box._repr_mimebundle_()[WIDGET_VIEW]
    if figure is None:
        return data, {}
    return data | {"image/png": png(figure)}, {"image/png": {"alt": words}}


def close_the_one_before(explorer):
    """Close what this cell made when it ran before; it would stay in memory."""
    shell = get_ipython()
    parent = getattr(getattr(shell, "kernel", None), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run, made = made_by_cell.get(cell, (None, []))
    if run != shell.execution_count:
        for each in made:
            each.close()
        made = []
    made_by_cell[cell] = (shell.execution_count, [*made, explorer])
