"""An explorer and its cell: how it is shown and saved, and what a second run of the cell closes.

An explorer gives its cell three outputs: its widgets, a sentence on how to play with it, and a
still picture. While the widgets stand in the page, a style hides the other two. Where they are
gone, as in a notebook that was opened again, sentence and picture stand there instead: the picture
is what was seen last. Where only the kernel is gone, the sentence stands over the pictures that
were seen last.
"""

import asyncio
import gc
from html import escape
from importlib.resources import files

from IPython import get_ipython
from IPython.display import display

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.look import EXPLORER
from nnlib.live import WIDGET_VIEW, cell_in_page, for_page, still_picture
from nnlib.pictures.theme import STYLE_SHEET

made_by_cell = {}  # cell: (run of the cell, explorers made in it)
# Classes in the page; the third one is of what holds what is seen, the last one of an output
# of JupyterLab in which an explorer stands (in_page.js).
SEEN, WORDS, HOLDS, STANDS = "nnlib-seen", "nnlib-words", "nnlib-holds", "nnlib-stands"
GONE = "jupyter-widgets-disconnected"  # what ipywidgets call a widget whose kernel is gone
OUTPUT = ".jp-OutputArea-child"
AT_REST = 1.0  # seconds without another picture
IN_PAGE = (files(__package__) / "in_page.js").read_text(encoding="utf-8")
STYLE = f"""\
.{STANDS} + {OUTPUT}, .{STANDS} + * + {OUTPUT},
.{EXPLORER}:not(.{GONE}) > .{WORDS}, .{EXPLORER}.{GONE} > :not(.{WORDS}, .{SEEN}, .{HOLDS}),
.{EXPLORER}.{GONE} .{HOLDS} > :not(.{SEEN}, .{HOLDS}),
.{EXPLORER}.{GONE}::before, .{EXPLORER} .{GONE}::before {{display: none !important}}
.{EXPLORER}:focus {{outline: none}}
.{EXPLORER} {{container-type: inline-size; overflow-y: hidden}}
{look.STYLE}"""
HOW_TO_PLAY = (
    f'<p class="{WORDS}">This is a picture. To play with it, click it and choose '
    "<b>Kernel → Restart Kernel and Run up to Selected Cell…</b></p>"
)
# Where JupyterLab finds no widgets, it leaves a panel with an error in it.
STYLE_WITHOUT_WIDGETS = (
    f"<style>{OUTPUT}:not(.{STANDS}):has(> .lm-Panel:not([data-mime-type]))"
    f":has(+ * > * > .{WORDS}) {{display: none}}</style>"
)


def explorer_box(called, parts, seen):
    """Return the box of an explorer, which keeps the keys that are pressed in it.

    Parameters
    ----------
    called : str
        What it is, in plain words: its name for those who listen.
    parts : list of widget
    seen : list of widget
        What holds the pictures, somewhere in the parts; they stay when the kernel is gone.
    """
    for widget in seen:
        widget.add_class(SEEN)
    holding = set(seen)
    for widget in (each for part in parts for each in with_all_parts(part)):
        if not holding.isdisjoint(getattr(widget, "children", ())):
            holding.add(widget.add_class(HOLDS))
    style = f'<style data-called="{escape(called)}" onload="{escape(IN_PAGE)}">{STYLE}</style>'
    words = widgets.HTML(style + STYLE_SHEET + HOW_TO_PLAY)
    words.add_class(WORDS)
    box = widgets.VBox([words, *parts])
    box.add_class(EXPLORER)
    return box


def saved(words, still=None):
    """Return what is saved of an explorer: one line of words, and a picture of which they tell.

    Parameters
    ----------
    words : str
    still : Still, optional
    """
    if still is None:
        return {"text/plain": words}, {}
    return still_picture(still, words)


def show(explorer, box):
    """Give a cell its outputs: the widgets, how to play with them, and a still picture."""
    if not box.is_closed:
        # Without the widget's own text, which would stay in a saved notebook.
        display({WIDGET_VIEW: box._repr_mimebundle_()[WIDGET_VIEW]}, raw=True)
    display({"text/html": STYLE_WITHOUT_WIDGETS + HOW_TO_PLAY}, raw=True)
    data, metadata = explorer._repr_mimebundle_()
    output = display(data, metadata=metadata, raw=True, display_id=True)
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # nobody can move anything
        return
    if cell_in_page() is not None:
        _follow(explorer, box, output, loop)


def _follow(explorer, box, output, loop):
    """Let what is saved of an explorer be what is seen, whenever that rests."""
    waiting = None

    def changed(change):  # on another thread, maybe
        loop.call_soon_threadsafe(wait)

    def wait():
        nonlocal waiting
        if waiting is not None:
            waiting.cancel()
        waiting = loop.call_later(AT_REST, save)

    def save():
        if not box.is_closed:
            with for_page():
                data, metadata = explorer._repr_mimebundle_()
            output.update(data, metadata=metadata, raw=True)

    for widget in with_all_parts(box):
        if SEEN in widget._dom_classes:
            widget.observe(changed, "value")


class Shown:
    """What stands in a cell, and is no explorer: widgets in ``_box``, a summary and a still."""

    def close(self):
        """Take the widgets out of the page and the kernel."""
        for widget in with_all_parts(self._box):
            widget.close()

    def _repr_mimebundle_(self, **options):
        return saved(f"{type(self).__name__}: {self.summary()}", self._still())

    def figure(self):
        """Return what is seen as a Matplotlib figure, which stays when widgets are gone."""
        return self._still().figure()

    def _ipython_display_(self):
        show(self, self._box)


def close_the_one_before(explorer, box):
    """Close what this cell made when it ran before; it would stay in memory.

    Parameters
    ----------
    explorer : object
    box : widget
        That of the explorer, which takes over what the one before has in the page.
    """
    shell, cell = get_ipython(), cell_in_page()
    if cell is None:
        return
    run, made = made_by_cell.get(cell, (None, []))
    if made and run != shell.execution_count:
        with widgets.handing_on():
            for each in made:
                each.close()
                _forget_as_a_result(each, shell)
            box.put_into_page()
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
