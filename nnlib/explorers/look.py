"""How an explorer is laid out: pictures in columns, and the controls beside them on a grid.

A page that is wide has the controls at the left of two columns of pictures, a narrower one below
them. Where two have no room, as on a tablet held upright, the first pictures of both columns come
first, so that what Train changes is in sight of it: with the controls at the right of them, and on
the narrowest page between them and the others, so that what a control changes is never far from it.
The playground has a grid of its own.
"""

from html import escape
from importlib.resources import files

from nnlib.explorers import widgets
from nnlib.pictures.theme import css

# Classes in the page: look.css gives them their looks.
EXPLORER = "nnlib-explorer"
CONTROLS, CHOICE, GOOD = "nn-controls", "nn-choice", "nn-good"
NUMBER, SLID = "nn-number", "nn-slid"  # the second one has a slider beside it
PLAY, STATUS, FOLD, ROW = "nn-play", "nn-status", "nn-fold", "nn-row"
TIGHT, PLANE, OWN, MANY = "nn-tight", "nn-plane", "nn-own", "nn-many"
FILE = "nn-file"
GRID, BODY, PLAYGROUND = "nn-grid", "nn-body", "nn-playground"
PICTURES, PLACE = "nn-pictures", "nn-at-"  # the second one goes before the name of a place
BY_HAND, STRIP, TASK, STATE, CHIP = "nn-by-hand", "nn-strip", "nn-task", "nn-state", "nn-chip"
HEARD = "nn-heard"  # and not seen
LINES, TWO, PAD, MOVES, JUMPS = "nn-lines", "nn-two", "nn-pad", "nn-moves", "nn-jumps"
WORDY = "nn-wordy"  # a play bar whose buttons have more than one word
DIGITS = "nn-digits"
WIDEST_BARS = 400  # ten bars need no more
STYLE = f".{EXPLORER} {{--nn-good: {css('right')}}}\n"
STYLE += (files(__package__) / "look.css").read_text(encoding="utf-8")


class Fold:
    """Settings that are rarely used, behind a button that says what is set.

    Parameters
    ----------
    controls : list of widget
        Their names and values stand on the button.
    shown : list of widget
        What is seen of them.
    """

    def __init__(self, controls, shown):
        self._controls = controls
        self._inside = widgets.VBox(shown)
        self._inside.show(False)
        self._inside.add_class(CONTROLS)
        self._button = widgets.ToggleButton(tooltip="settings that are rarely changed")
        self.box = widgets.VBox([self._button, self._inside])
        self.box.add_class(FOLD)
        self._button.observe(self._turn, "value")
        for control in controls:
            control.observe(self._tell, "value")
        self._tell()

    def _turn(self, change):
        self._inside.show(change.new)
        self._tell()

    def _tell(self, change=None):
        said = ", ".join(map(_in_words, self._controls))
        self._button.description = f"{'▾' if self._button.value else '▸'} More: {said}"


def buttons(actions, call=lambda action: action()):
    """Return buttons by name; the first is what to press next.

    Parameters
    ----------
    actions : dict of str to (callable, str)
        What a press does, and the tooltip.
    call : callable
        ``call(action)`` where an action is not to be called at once.
    """
    made = {}
    for name, (action, tooltip) in actions.items():
        made[name] = widgets.Button(description=name, tooltip=tooltip)
        made[name].on_click(lambda _, action=action: call(action))
    first, *_ = made.values()
    first.button_style = "primary"
    return made


def body(parts, grid=BODY):
    """Return pictures and controls in the grid of this class; what ``at`` says is their place."""
    return widgets.Box(parts).add_class(GRID).add_class(grid)


def at(place, widget):
    """Return a widget after saying where in the grid it stands: a place that look.css names."""
    widget.add_class(f"{PLACE}{place}")
    return widget


def put_pictures(widget, places):
    """Show pictures by their places in the grid, though one widget holds them all."""
    widget.add_class(PICTURES)
    cells = (f'<div class="{PLACE}{place}">{each}</div>' for place, each in places.items())
    widget.value = f"<div>{''.join(cells)}</div>"


def column(controls):
    """Return controls below each other."""
    box = widgets.VBox([*controls])
    box.add_class(CONTROLS)
    return box


def status(words, notes):
    """Return the status as HTML: a line that never takes more room, and what else there is to know.

    What has no room in the line is in the page all the same: a pointer that rests there shows it,
    and a screen reader reads it.
    """
    line = f'<div title="{escape(words)}">{escape(words)}</div>'
    more = "".join(f"<div>{escape(note)}</div>" for note in notes)
    return f"<div>{line}{more}</div>"


def heard(words):
    """Return words as HTML that are read aloud and not seen: a picture says the same."""
    return f'<div class="{HEARD}">{escape(words)}</div>'


def task(name, words, hint=""):
    """Return a task as HTML: what is to be done; a hint is folded away."""
    folded = f"<details><summary>Hint</summary>{escape(hint)}</details>" if hint else ""
    return f"<div><b>{escape(name)}</b> {escape(words)}{folded}</div>"


def chip(words, is_good):
    """Return a few words on a state as HTML; a good one is green and has a tick."""
    if is_good:
        return f'<span class="{CHIP} {GOOD}">{escape(words)} ✔</span> '
    return f'<span class="{CHIP}">{escape(words)}</span> '


def sentences(said, seen=None):
    """Return sentences as HTML, a line each; those after the first `seen` are folded away."""
    lines = [f"<div>{escape(each)}</div>" for each in said]
    rest = lines[seen:] if seen is not None else []
    if len(rest) > 1:
        folded = f"<details><summary>{len(rest)} more remarks</summary>{''.join(rest)}</details>"
        lines[seen:] = [folded]
    return "".join(lines)


def row(parts):
    """Return parts side by side, or where there is no room, one below the other."""
    box = widgets.Box(parts)
    box.add_class(ROW)
    return box


def heading(words):
    """Return a heading between controls."""
    return widgets.HTML(f"<h4>{words}</h4>")


def _in_words(control):
    """Return a control's name and value."""
    value = control.value
    if isinstance(value, bool):
        value = "on" if value else "off"
    name = getattr(control, "name", None) or control.description
    return f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
