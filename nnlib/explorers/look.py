"""How an explorer is laid out: controls on a grid at the left, pictures at their right.

Where the page is narrow, the pictures come first and the controls below them.
"""

from nnlib.explorers import widgets

CONTROLS, NUMBER, CHOICE = "nn-controls", "nn-number", "nn-choice"  # classes in the page
PLAY, FOLD, ROW = "nn-play", "nn-fold", "nn-row"
TIGHT, PLANE, BOTH = "nn-tight", "nn-plane", "nn-both"
CONTROLS_WIDTH = 272  # beside them there is room for two pictures on a page 1280 wide
COARSE = "@media (pointer: coarse)"  # fingers need more room than a mouse
STYLE = f"""
.{CONTROLS}, .{CONTROLS} > * {{overflow: visible}}
.{CONTROLS} {{gap: 6px; line-height: 18px}}
.{CONTROLS} .widget-label {{white-space: normal; line-height: 16px; height: auto}}
.{CONTROLS} .widget-html, .{CONTROLS} .widget-html-content {{margin: 0; min-height: 0;
  height: auto}}
.{CONTROLS} h4 {{margin: 4px 0 0 !important; font-size: 14px; font-weight: 600; line-height: 18px}}
.{CONTROLS} .widget-checkbox {{height: 24px; margin: 0}}
.{CONTROLS} .widget-textarea {{width: 100%}}
.{CONTROLS} .widget-textarea > .widget-label {{width: auto}}
.{NUMBER} {{display: grid; grid-template-columns: 84px minmax(60px, 1fr) 68px; gap: 0 8px;
  align-items: center; overflow: visible}}
.{NUMBER} > .widget-text {{display: contents}}
.{NUMBER} .widget-label {{grid-column: 1; grid-row: 1; width: auto; margin: 0; text-align: left;
  white-space: normal; line-height: 16px; height: auto}}
.{NUMBER} input {{grid-column: 3; grid-row: 1; width: 100%; min-width: 0; text-align: right;
  font-variant-numeric: tabular-nums}}
.{NUMBER} > .widget-slider {{grid-column: 2; grid-row: 1; width: auto; min-width: 0; margin: 0}}
.{NUMBER}:not(:has(> .widget-slider)) {{display: flex; flex-wrap: wrap}}
.{NUMBER} > .widget-toggle-button {{width: auto}}
.{NUMBER} > .widget-html {{grid-column: 1 / -1; width: 0; min-width: 100%; margin: 0;
  padding: 0 2px}}
.{NUMBER}:not(:has(> .widget-slider)) input {{width: 90px; flex: 0 0 90px}}
.{CHOICE} {{flex-flow: row wrap; gap: 2px 4px; align-items: center}}
.{CHOICE} > .widget-label {{flex: 0 0 100%; margin: 0}}
.{CHOICE} > .widget-toggle-button {{width: auto; margin: 0; padding: 0 9px}}
.{CHOICE} > .mod-active {{font-weight: 600; box-shadow: inset 0 -3px var(--jp-ui-font-color1)}}
.{FOLD} {{overflow: visible}}
.{FOLD} > button {{width: auto; height: auto; text-align: left; white-space: normal;
  line-height: 18px; padding: 5px 10px; margin: 0}}
.{PLAY} {{flex-flow: row wrap; gap: 4px 8px; align-items: center}}
.{PLAY} > button {{width: 112px}}
.{PLAY} > .{NUMBER} {{flex: 1 1 300px; max-width: 460px;
  grid-template-columns: auto minmax(60px, 1fr) 68px}}
.{PLAY} > .{CHOICE} > .widget-label {{flex: none}}
.{ROW} {{flex-flow: row wrap; gap: 4px 16px; align-items: center}}
.{ROW} > * > .widget-label {{width: auto}}
.{ROW} > .widget-text {{width: 150px}}
.{ROW} > .widget-textarea {{width: 420px}}
.{PLAY} ~ .widget-text, .{PLAY} ~ .widget-textarea {{width: 640px}}
.{BOTH} {{flex-flow: row-reverse wrap; gap: 8px 24px; overflow: visible; align-items: flex-start}}
.{BOTH} > * {{flex: 1000 1 500px; min-width: 0}}
.{BOTH} > .{CONTROLS} {{flex: 1 1 {CONTROLS_WIDTH}px; min-width: auto}}
.{ROW}:has(> .{PLANE}) {{gap: 8px 24px; align-items: flex-start}}
.{PLANE} {{grid-template-columns: 100%; flex: 2 1 300px; max-width: 420px}}
.{PLANE} > * {{grid-area: 1 / 1 / 2 / 2}}
.{PLANE} + * {{flex: 3 1 400px}}
.{CONTROLS} > .{ROW} {{gap: 0 12px}}
.{CONTROLS} > .{ROW} > .widget-checkbox {{width: auto}}
.{TIGHT} > button {{width: auto}}
.{widgets.HIDDEN} {{display: none !important}}
{COARSE} {{.{CONTROLS} button, .{PLAY} button, .{NUMBER} input {{height: 44px; line-height: 44px}}}}
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


def with_controls(controls, pictures):
    """Return pictures with controls at their left, or below them where the page is narrow."""
    column = widgets.VBox(controls)
    column.add_class(CONTROLS)
    # The pictures are first in the document, so that they come first where there is one column.
    both = widgets.Box([pictures, column])
    both.add_class(BOTH)
    return both


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
