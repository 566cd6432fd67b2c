"""An explorer and its cell: how it is shown and saved, and what a second run of the cell closes.

An explorer gives its cell three outputs: its widgets, a still picture, and a sentence on how to
play with it. While the widgets live, a style in them hides the other two. Where they are gone, as
in a notebook that was opened again, the picture and the sentence stand there instead. Where only
the kernel is gone, the picture seen last stays, with the sentence.
"""

import gc

import ipywidgets
from IPython import get_ipython
from IPython.display import display

from nnlib.explorers import look
from nnlib.live import WIDGET_VIEW
from nnlib.pictures.scene import png
from nnlib.pictures.theme import style_sheet

made_by_cell = {}  # cell: (run of the cell, explorers made in it)
EXPLORER, SEEN, STILL = "nnlib-explorer", "nnlib-seen", "nnlib-still"  # classes in the page
GONE = "jupyter-widgets-disconnected"  # what ipywidgets call a widget whose kernel is gone
OUTPUT = ".jp-OutputArea-child"
# A key that reaches the notebook may delete the cell (D D) or run it again (Shift+Enter). Those
# with Ctrl go through, such as Ctrl+S to save, and Escape, by which one leaves the explorer.
# Without a tabIndex, a click on a picture would give the focus to the cell.
KEEP_KEYS = (
    f"const box = this.closest('.{EXPLORER}'); box.tabIndex = -1;"
    "box.addEventListener('keydown', event => {"
    "const goes = event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape';"
    "if (event.key === 'Enter' || !goes) event.stopPropagation()})"
)
STYLE = f"""<style onload="{KEEP_KEYS}">
{OUTPUT}:has(.{EXPLORER}) + {OUTPUT}, {OUTPUT}:has(.{EXPLORER}:not(.{GONE})) + * + {OUTPUT},
.{EXPLORER}.{GONE} > :not(.{SEEN}), .{EXPLORER}.{GONE}::before, .{EXPLORER} .{GONE}::before
{{display: none !important}}
.{EXPLORER}:focus {{outline: none}}
{look.STYLE}</style>"""
# Where JupyterLab finds no widgets, it leaves a panel with an error in it.
WITHOUT_WIDGETS = f"{OUTPUT}:has(> .lm-Panel:not([data-mime-type])):not(:has(.{EXPLORER}))"
HOW_TO_PLAY = (
    f"<style>{WITHOUT_WIDGETS}:has(+ * + * .{STILL}) {{display: none}}</style>"
    f'<p class="{STILL}">This is a picture. To play with it, click it and choose '
    "<b>Kernel → Restart Kernel and Run up to Selected Cell…</b></p>"
)


def explorer_box(parts, seen):
    """Return the box of an explorer, which keeps the keys that are pressed in it.

    Parameters
    ----------
    parts : list of widget
    seen : widget
        The one of them that holds the pictures; it stays when the kernel is gone.
    """
    seen.add_class(SEEN)
    style = ipywidgets.HTML(STYLE + style_sheet(), layout={"display": "none"})
    box = ipywidgets.VBox([style, *parts])
    box.add_class(EXPLORER)
    return box


def still(words, figure=None):
    """Return what is saved of an explorer: one line of words, and a picture of which they tell.

    Parameters
    ----------
    words : str
    figure : matplotlib.figure.Figure, optional
    """
    if figure is None:
        return {"text/plain": words}, {}
    return {"text/plain": words, "image/png": png(figure)}, {"image/png": {"alt": words}}


def show(explorer, box):
    """Give a cell its outputs: the widgets, the still picture, and how to play with it."""
    if box.comm is not None:  # not closed
        # Without the widget's own text, which would stay in a saved notebook.
        display({WIDGET_VIEW: box._repr_mimebundle_()[WIDGET_VIEW]}, raw=True)
    data, metadata = explorer._repr_mimebundle_()
    display(data, metadata=metadata, raw=True)
    display({"text/html": HOW_TO_PLAY}, raw=True)


def close_the_one_before(explorer):
    """Close what this cell made when it ran before; it would stay in memory."""
    shell = get_ipython()
    parent = getattr(getattr(shell, "kernel", None), "get_parent", dict)()
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run, made = made_by_cell.get(cell, (None, []))
    if made and run != shell.execution_count:
        for each in made:
            each.close()
            _forget_as_a_result(each, shell)
        made = []
        gc.collect()  # an explorer and its widgets hold each other: they would wait for long
    made_by_cell[cell] = (shell.execution_count, [*made, explorer])


def _forget_as_a_result(explorer, shell):
    """Take an explorer out of the notebook's memory of results: ``Out[3]`` and ``_3``."""
    results = shell.user_ns.get("_oh", {})
    for number in [number for number, result in results.items() if result is explorer]:
        del results[number]
        for names in (shell.user_ns, shell.user_ns_hidden):
            names.pop(f"_{number}", None)
