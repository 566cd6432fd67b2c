"""How an explorer is laid out: pictures in columns, and the controls beside them on a grid.

A page that is wide has the controls at the left of two columns of pictures, a narrower one below
them. Where two have no room, as on a tablet held upright, the first pictures of both columns come
first, so that what Train changes is in sight of it: with the controls at the right of them, and on
the narrowest page between them and the others, so that what a control changes is never far from it.
The playground has a grid of its own.
"""

from html import escape

from nnlib.explorers import widgets
from nnlib.pictures.theme import css

# Classes in the page.
EXPLORER = "nnlib-explorer"
CONTROLS, CHOICE, GOOD = "nn-controls", "nn-choice", "nn-good"
NUMBER, SLID = "nn-number", "nn-slid"  # the second one has a slider beside it
PLAY, STATUS, FOLD, ROW = "nn-play", "nn-status", "nn-fold", "nn-row"
TIGHT, PLANE, OWN, MANY = "nn-tight", "nn-plane", "nn-own", "nn-many"
FILE = "nn-file"
BODY, PLAYGROUND, PICTURES, PLACE = "nn-body", "nn-playground", "nn-pictures", "nn-at-"
BY_HAND, STRIP, TASK, STATE, CHIP = "nn-by-hand", "nn-strip", "nn-task", "nn-state", "nn-chip"
HEARD = "nn-heard"  # and not seen
LINES, TWO, PAD, MOVES, JUMPS = "nn-lines", "nn-two", "nn-pad", "nn-moves", "nn-jumps"
WORDY = "nn-wordy"  # a play bar whose buttons have more than one word
PLACES = ("first", "second", "controls", "plane", "loss", "data", "network", "settings", "fold",
          "weights", "rows", "answer", "choose")  # fmt: skip
DIGITS, DRAW, CANVAS = "nn-digits", "nn-draw", "nn-canvas"  # the last one stands in canvas.js
GRIDS = f":is(.{BODY}, .{PLAYGROUND}, .{BY_HAND}, .{LINES}, .{DIGITS})"
WIDEST_BARS = 400  # ten bars need no more
CONTROLS_WIDTH = 248  # beside them there is room for two pictures on a page 1280 wide
BESIDE_ONE_WIDTH = 212  # beside one column of pictures, where two have no room
PAD_WIDTH = 420  # of a plane that is dragged on
# Pixels of the explorer. From the last three on words in pictures that stand beside each other are
# about 12 pixels high: a picture is then 412 and 404 wide, and a small one 312. So they are in one
# that stands beside controls, from the last one on.
PAIR, ALL_BESIDE, TWO_PICTURES, PICTURES_BESIDE, TWO_SMALL = 520, 1032, 848, 1088, 640
TWO_BESIDE = "display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 6px 24px; "
TWO_BESIDE += "align-items: start"
BELOW_TWO_PICTURES = TWO_PICTURES - 0.02  # a page that is zoomed has parts of pixels


def _sliders_below(place):
    """Return the CSS by which the sliders in a narrow place stand below name and number."""
    number = f"{place} .{NUMBER}"
    return f"""{number} {{grid-template-columns: 1fr 68px; gap: 0 8px}}
  {number} input {{grid-column: 2}}
  {number} > .widget-slider {{grid-area: 2 / 1 / 3 / 3}}"""


MOST_LINES = 12  # of a table of one's own that are seen without scrolling
COARSE = "@media (pointer: coarse)"  # fingers need more room than a mouse
STYLE = f"""
.{CONTROLS}, .{CONTROLS} > * {{overflow: visible}}
.{CONTROLS} {{gap: 6px; line-height: 18px}}
.{CONTROLS} .widget-label {{white-space: normal; line-height: 16px; height: auto}}
.{CONTROLS} .widget-html, .{CONTROLS} .widget-html-content {{margin: 0; min-height: 0;
  height: auto}}
.{CONTROLS} h4 {{margin: 4px 0 0 !important; font-size: 14px; font-weight: 600; line-height: 18px}}
.{CONTROLS} .widget-checkbox {{width: auto; height: 24px; margin: 0}}
.{CONTROLS} .widget-textarea {{width: auto}}
.{NUMBER} {{display: grid; grid-template-columns: 84px minmax(60px, 1fr) 68px; gap: 0 8px;
  align-items: center; overflow: visible}}
.{NUMBER} > .widget-text {{display: contents}}
.{NUMBER} .widget-label {{grid-column: 1; grid-row: 1; width: auto; margin: 0; text-align: left;
  white-space: normal; line-height: 16px; height: auto}}
.{NUMBER} input {{grid-column: 3; grid-row: 1; width: 100%; min-width: 0; text-align: right;
  font-variant-numeric: tabular-nums}}
.{NUMBER} > .widget-slider {{grid-column: 2; grid-row: 1; width: auto; min-width: 0; margin: 0}}
.{NUMBER}:not(.{SLID}) {{display: flex; flex-wrap: wrap}}
.{NUMBER} > .widget-toggle-button {{width: auto}}
.{NUMBER} > .widget-html {{grid-column: 1 / -1; width: 0; min-width: 100%; margin: 0;
  padding: 0 2px}}
.{NUMBER}:not(.{SLID}) input {{width: 90px; flex: 0 1 90px}}
.{CHOICE} {{flex-flow: row wrap; gap: 2px 4px; align-items: center; align-content: flex-start}}
.{CHOICE} > .widget-label {{flex: 0 0 100%; margin: 0}}
.{CHOICE} > .widget-toggle-button {{width: auto; margin: 0; padding: 0 9px}}
.{CHOICE} > .mod-active {{font-weight: 600; box-shadow: inset 0 -3px var(--jp-ui-font-color1)}}
.{PLACE}data > .{CHOICE}:first-child > .widget-label {{font-size: 14px; font-weight: 600;
  line-height: 18px; text-transform: capitalize}}
.{FOLD} {{overflow: visible}}
.{FOLD} > button {{width: auto; height: auto; text-align: left; white-space: normal;
  line-height: 18px; padding: 5px 10px; margin: 0}}
.{EXPLORER} .widget-slider .noUi-target, .{EXPLORER} .widget-slider .noUi-target *
  {{touch-action: pan-y pinch-zoom}}
.{EXPLORER} .widget-slider .noUi-handle {{border: 2px solid var(--jp-brand-color1)}}
.{PLAY} {{flex-flow: row wrap; gap: 4px 8px; align-items: center}}
.{PLAY} > button {{width: 112px}}
.{PLAY} > .{NUMBER} {{flex: 1 1 300px; max-width: 460px;
  grid-template-columns: auto minmax(60px, 1fr) 68px}}
.{PLAY} > .{CHOICE} > .widget-label {{flex: none}}
.widget-html.{STATUS} {{min-width: 0; width: auto}}
.widget-html.{STATUS} > .widget-html-content {{min-width: 0; flex: 1; line-height: 20px}}
.{STATUS} > * > * > :first-child {{height: 64px; -webkit-line-clamp: 3; overflow: hidden;
  display: -webkit-box; -webkit-box-orient: vertical}}
{GRIDS} {{display: grid; gap: 8px 24px; align-items: start; margin-top: 8px;
  overflow: visible}}
{GRIDS} > .{PICTURES}, .{PICTURES} > .widget-html-content, .{PICTURES} > * > *
  {{display: contents}}
{GRIDS} > * {{margin: 0; min-width: 0; width: auto; overflow: visible}}
{GRIDS} .widget-html-content {{line-height: normal; height: auto}}
{"".join(f".{PLACE}{name} {{grid-area: {name}}}" for name in PLACES)}
.{BODY} {{grid-template-columns: minmax(0, 1fr)}}
.{BODY} > .{PICTURES} :is(.{PLACE}first, .{PLACE}second) {{display: contents}}
.{PLACE}second > :first-child {{order: 1}}
.{BODY} > .{PLACE}controls {{order: 2; grid-area: auto}}
:is(.{PLACE}first, .{PLACE}second) > * + * {{order: 3}}
.{PLAYGROUND} {{grid-template: "plane" "loss" "data" "network" "settings" "fold" / minmax(0, 1fr)}}
@container (min-width: {PAIR}px) {{
  .{STATUS} > * > * > :first-child {{height: 44px; -webkit-line-clamp: 2}}
  .{PLAYGROUND} {{grid-template: "plane data" "loss data" "network network" "settings settings"
    "fold fold" / 312px minmax(0, 1fr)}}
  :is(.{PLAYGROUND}, .{DIGITS}) {{column-gap: 16px}}
  .{PLACE}settings, .{BODY} > .{PLACE}controls {{{TWO_BESIDE}}}
}}
@container (min-width: {TWO_SMALL}px) {{
  .{PLAYGROUND} {{grid-template: "plane loss" auto "plane data" 1fr "network network" auto
    "settings settings" auto "fold fold" auto / minmax(0, 1fr) minmax(0, 1fr)}}
}}
@container (min-width: {TWO_SMALL}px) and (max-width: {BELOW_TWO_PICTURES}px) {{
  .{BODY} {{grid-template: "first controls" / minmax(0, 1fr) {BESIDE_ONE_WIDTH}px;
    column-gap: 16px}}
  .{BODY} > .{PICTURES} > * > * {{grid-area: first; display: flex; flex-flow: column}}
  .{BODY} > .{PLACE}controls {{grid-area: controls; display: flex; align-items: stretch}}
  {_sliders_below(f".{BODY} > .{PLACE}controls")}
}}
@container (min-width: {TWO_PICTURES}px) {{
  .{BODY} > .{PICTURES} :is(.{PLACE}first, .{PLACE}second) {{display: block}}
  .{BODY} > .{PLACE}controls {{grid-area: controls}}
  .{BODY} {{grid-template: "first second" "controls controls" / minmax(0, 1fr) minmax(0, 1fr)}}
}}
@container (min-width: {PICTURES_BESIDE}px) {{
  .{BODY} {{grid-template: "controls first second" /
    {CONTROLS_WIDTH}px minmax(0, 1fr) minmax(0, 1fr); column-gap: 16px}}
  .{BODY} > .{PLACE}controls {{display: flex; align-items: stretch}}
}}
@container (min-width: {ALL_BESIDE}px) {{
  .{PLAYGROUND} {{grid-template: "data network plane" auto "data settings loss" 1fr
    "fold fold fold" auto / 208px minmax(0, 540fr) minmax(312px, 296fr)}}
  .{PLACE}fold .{CONTROLS} {{flex-flow: row wrap; gap: 6px 24px}}
  .{PLACE}fold .{CONTROLS} > * {{flex: 0 1 calc((100% - 48px) / 3)}}
  {_sliders_below(f".{PLACE}data")}
}}
.{BY_HAND} {{grid-template: "data" "network" "weights" "rows" / minmax(0, 1fr)}}
.{PLACE}weights > .{NUMBER} {{grid-template-columns: 60px minmax(60px, 1fr) 68px}}
.{NUMBER} > .{STRIP} {{grid-area: 1 / 2; width: auto; min-width: 0; margin: 0 6px;
  padding: 0; pointer-events: none}}
.{BY_HAND} > .{PLACE}rows svg {{cursor: pointer}}
.{BY_HAND} .{STRIP} + * .noUi-connects {{display: none}}
.{BY_HAND} .{STRIP} + * .noUi-target {{background: none; border-color: transparent;
  box-shadow: none}}
.{TASK} {{flex-flow: row wrap; gap: 4px 12px; align-items: center; padding: 6px 12px;
  border-left: 4px solid var(--jp-brand-color1); background: var(--jp-layout-color2)}}
.{TASK} + .{TASK} {{margin-top: 4px}}
.{HEARD} {{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}}
.{TASK} > .widget-html {{margin: 0; width: auto; min-width: 0}}
.{TASK} .widget-html-content, .{TASK} summary {{line-height: 20px}}
.{TASK} details {{display: inline-block; vertical-align: top; margin-left: 12px}}
.{CHIP} {{border: 1px solid var(--jp-border-color1); border-radius: 14px; padding: 2px 10px;
  font-variant-numeric: tabular-nums; white-space: nowrap}}
.{CHIP}.{GOOD} {{border-color: currentcolor; color: {css("right")}; font-weight: 600}}
@container (min-width: {PAIR}px) {{
  .{BY_HAND} {{grid-template: "data data" "network network" "weights rows" /
    minmax(204px, 1fr) minmax(0, 308px)}}
}}
@container (min-width: {ALL_BESIDE}px) {{
  .{BY_HAND} {{grid-template: "data data data" "weights network rows" /
    288px minmax(0, 1fr) 320px}}
  .{BY_HAND} > .{PLACE}weights {{height: 100%; display: grid; grid-template-rows: auto;
    grid-auto-rows: 1fr; gap: 0}}
  .{BY_HAND} > .{PLACE}weights > :first-child {{height: 40px}}
}}
.{LINES} {{grid-template: "data" "plane" "second" "fold" "controls" "rows" / minmax(0, 1fr)}}
.{LINES} > .{PAD} {{max-width: {PAD_WIDTH}px; touch-action: none; cursor: grab}}
.{PAD} > .widget-html-content > * {{pointer-events: none}}
.{PAD}:active {{cursor: grabbing}}
.{LINES} .{ROW} > .{NUMBER} {{flex: 1 1 180px; grid-template-columns: 40px minmax(60px, 1fr) 68px}}
.{LINES} .{ROW} > button {{width: 84px}}
.{LINES} > .{PLACE}data > .{CHOICE}:first-child > .widget-label {{flex: none; margin-right: 8px}}
.{WORDY} > button {{width: auto}}
.{LINES} .{JUMPS} {{display: none}}
@media (prefers-reduced-motion: reduce) {{
  .{LINES} .{MOVES} {{display: none}}
  .{LINES} .{JUMPS} {{display: inline-flex}}
}}
@container (min-width: {PAIR}px) {{
  .{WORDY} > button {{width: 144px}}
  .{LINES} {{grid-template: "data data" "plane plane" "controls rows" /
    minmax(0, 1fr) minmax(0, 1fr)}}
  .{LINES}.{TWO} {{grid-template: "data data" "plane second" "fold rows" auto "controls rows" 1fr /
    minmax(0, 1fr) minmax(0, 1fr)}}
}}
@container (min-width: {ALL_BESIDE}px) {{
  .{LINES} {{grid-template: "data data" auto "plane rows" auto "plane controls" 1fr /
    minmax(0, {PAD_WIDTH}px) minmax(0, 460px)}}
  .{LINES}.{TWO} {{grid-template: "data data data" auto "plane second rows" auto
    "fold controls rows" 1fr / minmax(0, 1fr) minmax(0, 1fr) 290px}}
}}
.{DIGITS} {{grid-template: "pad" "undo" "answer" "sees" "choose" "controls" "first" "second" /
  minmax(0, 1fr)}}
.{DRAW}, .{DRAW} > :not(.{ROW}), .{CANVAS} {{display: contents}}
.{DRAW} > .{ROW} {{grid-area: undo; margin: 0 16px}}
.{CANVAS} > div {{grid-area: pad; margin: 0 16px; max-width: 400px; display: grid;
  grid-template-columns: auto minmax(0, 1fr); gap: 0 12px}}
.{CANVAS} > div + div {{grid-area: sees}}
.{DIGITS} > .{PLACE}choose {{margin: 0 16px}}
.{CANVAS} h4 {{margin: 0 !important; font-size: 14px; font-weight: 600; line-height: 24px}}
.{CANVAS} span {{line-height: 24px; font-size: 12px; text-align: right; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; color: var(--jp-ui-font-color1)}}
.{CANVAS} :is(svg, [role=grid]) {{grid-column: 1 / 3; aspect-ratio: 1; width: 100%;
  box-sizing: border-box; background: white; border: 2px solid #8a8a8a; border-radius: 4px;
  touch-action: none;
  cursor: crosshair; user-select: none}}
.{CANVAS} svg {{display: block}}
.{CANVAS} path {{fill: none; stroke: black; stroke-width: 100; stroke-linecap: round;
  stroke-linejoin: round}}
.{CANVAS} .nn-squares {{stroke: #e0e0e0; stroke-width: 3}}
.{CANVAS} [role=grid] {{display: grid; grid-template-rows: repeat(8, 1fr)}}
.{CANVAS} [role=row] {{display: grid; grid-template-columns: repeat(8, 1fr)}}
.{CANVAS} [role=gridcell] {{display: grid; place-items: center; font-size: 12px;
  font-variant-numeric: tabular-nums; box-shadow: inset 0 0 0 .5px #d0d0d0}}
.{CANVAS} [role=gridcell]:focus-visible {{outline: 3px solid var(--jp-brand-color1);
  outline-offset: 0; z-index: 1}}
@container (min-width: {PAIR}px) {{
  .{DIGITS} {{grid-template: "pad sees" auto "undo choose" auto "answer controls" auto
    "first controls" auto "second controls" 1fr / 312px minmax(0, 1fr)}}
}}
@container (min-width: {TWO_SMALL}px) {{
  .{DIGITS} {{grid-template: "pad sees" "undo choose" "answer first" "controls second" /
    minmax(0, 1fr) minmax(0, 1fr)}}
}}
@container (min-width: {ALL_BESIDE}px) {{
  .{DIGITS} {{grid-template: "pad sees answer" auto "undo choose answer" 1fr
    "controls first second" auto / minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr)}}
}}
.{EXPLORER} .widget-textarea {{flex-flow: column; align-items: stretch}}
.{EXPLORER} .widget-textarea > .widget-label {{width: auto; text-align: left}}
.{ROW} {{flex-flow: row wrap; gap: 4px 16px; align-items: flex-start}}
.{ROW} > * > .widget-label {{width: auto}}
.{ROW} > .widget-text {{width: 150px}}
.{ROW} > .widget-textarea {{width: auto; min-width: 220px; max-width: 420px}}
.{CONTROLS} > .{ROW} {{gap: 0 12px}}
.{PLAY} ~ .widget-text, .{PLAY} ~ .widget-textarea {{width: auto; max-width: 640px}}
.{PLAY} ~ .widget-text > .widget-label {{width: auto}}
.{PLANE} {{max-width: 420px}}
.{STRIP} {{width: 0; min-width: 100%; overflow-x: auto}}
.{TIGHT} > button {{width: auto}}
.{OWN}, .{OWN} .widget-vbox {{gap: 6px; overflow: visible; align-items: stretch; margin: 0}}
.{OWN} .{MANY} {{max-height: 420px; overflow: hidden auto}}
.{OWN} .{MANY} > * {{flex: none}}
.{OWN} .widget-textarea {{width: auto; margin: 0}}
:is(.{OWN}, .{ROW} > .widget-textarea) textarea {{white-space: pre; box-sizing: border-box;
  width: 100%; field-sizing: content; min-height: calc(5lh + 10px);
  max-height: calc({MOST_LINES}lh + 10px)}}
.{ROW} > .widget-upload, .{OWN} .widget-upload {{width: auto; align-self: flex-start}}
.{OWN} .widget-upload {{margin: 0}}
.{EXPLORER} .{FILE}.widget-html {{width: auto; min-width: 0}}
.{EXPLORER} .{FILE} > .widget-html-content {{line-height: 20px}}
.{FILE} a {{display: inline-block; padding: 5px 10px; line-height: 18px; font-weight: 600;
  color: var(--jp-ui-font-color1); background: var(--jp-layout-color2);
  border: 1px solid var(--jp-border-color1)}}
.{FILE} a:hover {{background: var(--jp-layout-color3)}}
.{EXPLORER} .nnlib-line.widget-text {{width: 700px; max-width: calc(100% - 4px); min-width: 0}}
.{OWN} .widget-html-content > * {{margin: 0 0 4px}}
.{widgets.HIDDEN} {{display: none !important}}
{COARSE} {{
  .{LINES} > .{PAD} {{margin: 0 16px}}
  .{EXPLORER} :is(button, .widget-text, .widget-text input)
    {{height: 44px; line-height: 44px}}
  .{EXPLORER} button {{min-width: 44px}}
  .{FILE} a {{padding: 12px 16px}}
  .{EXPLORER} summary {{padding: 12px 0; line-height: 20px}}
  .{TASK} summary {{padding: 12px 8px; margin: -12px -8px}}
  .{EXPLORER} .{FOLD} > button {{height: auto; min-height: 44px; line-height: 18px}}
  .{EXPLORER} :is(.widget-checkbox, .widget-checkbox label) {{height: 44px; line-height: 44px}}
  .{EXPLORER} .widget-checkbox input {{width: 20px; height: 20px; vertical-align: middle}}
  .{EXPLORER} .noUi-touch-area {{position: absolute; inset: -12px; width: auto; height: auto}}
}}
"""


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


def buttons(actions):
    """Return buttons by name; the first is what to press next.

    Parameters
    ----------
    actions : dict of str to (callable, str)
        What a press does, and the tooltip.
    """
    made = {}
    for name, (action, tooltip) in actions.items():
        made[name] = widgets.Button(description=name, tooltip=tooltip)
        made[name].on_click(lambda _, action=action: action())
    first, *_ = made.values()
    first.button_style = "primary"
    return made


def body(parts, grid=BODY):
    """Return pictures and controls in the grid of this class; what ``at`` says is their place."""
    box = widgets.Box(parts)
    box.add_class(grid)
    return box


def at(place, widget):
    """Return a widget after saying where in the grid it stands, one of ``PLACES``."""
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
