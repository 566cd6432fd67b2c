"""How an explorer is laid out: controls on a grid at the left, pictures at their right.

Where the page is narrow, the pictures come first and the controls below them.
"""

import ipywidgets

CONTROLS, NUMBER, CHOICE = "nn-controls", "nn-number", "nn-choice"  # classes in the page
PLAY, FOLD = "nn-play", "nn-fold"
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
.{NUMBER} {{display: grid; grid-template-columns: 84px minmax(60px, 1fr) 68px; gap: 8px;
  align-items: center; overflow: visible}}
.{NUMBER} > .widget-text {{display: contents}}
.{NUMBER} .widget-label {{grid-column: 1; grid-row: 1; width: auto; margin: 0; text-align: left;
  white-space: normal; line-height: 16px; height: auto}}
.{NUMBER} input {{grid-column: 3; grid-row: 1; width: 100%; min-width: 0; text-align: right;
  font-variant-numeric: tabular-nums}}
.{NUMBER} > .widget-slider {{grid-column: 2; grid-row: 1; width: auto; min-width: 0; margin: 0}}
.{NUMBER}:not(:has(> .widget-slider)) {{display: flex}}
.{NUMBER}:not(:has(> .widget-slider)) input {{width: 90px; flex: 0 0 90px}}
.{CHOICE} {{gap: 2px 4px; align-items: center}}
.{CHOICE} > .widget-label {{flex: 0 0 100%; margin: 0}}
.{CHOICE} > .widget-toggle-button {{margin: 0; padding: 0 9px}}
.{CHOICE} > .mod-active {{font-weight: 600; box-shadow: inset 0 -3px var(--jp-ui-font-color1)}}
.{FOLD} > button {{text-align: left; white-space: normal; line-height: 18px; padding: 5px 10px;
  margin: 0}}
.{PLAY} {{gap: 4px 8px; align-items: center}}
.{PLAY} > :has(> .{NUMBER}) {{flex: 1 1 300px; max-width: 460px}}
.{PLAY} .{NUMBER} {{grid-template-columns: auto minmax(60px, 1fr) 68px}}
.{PLAY} > .{CHOICE} > .widget-label {{flex: none}}
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
        self._inside = ipywidgets.VBox(shown, layout={"display": "none", "overflow": "visible"})
        self._inside.add_class(CONTROLS)
        self._button = ipywidgets.ToggleButton(
            tooltip="settings that are rarely changed", layout={"width": "auto", "height": "auto"}
        )
        self.box = ipywidgets.VBox([self._button, self._inside], layout={"overflow": "visible"})
        self.box.add_class(FOLD)
        self._button.observe(self._turn, "value")
        for control in controls:
            control.observe(self._tell, "value")
        self._tell()

    def _turn(self, change):
        self._inside.layout.display = "flex" if change.new else "none"
        self._tell()

    def _tell(self, change=None):
        said = ", ".join(map(_in_words, self._controls))
        self._button.description = f"{'▾' if self._button.value else '▸'} More: {said}"


def with_controls(controls, pictures):
    """Return pictures with controls at their left, or below them where the page is narrow."""
    column = ipywidgets.VBox(controls, layout={"flex": f"1 1 {CONTROLS_WIDTH}px"})
    column.add_class(CONTROLS)
    pictures.layout.flex = "1000 1 500px"
    pictures.layout.min_width = "0"
    # The pictures are first in the document, so that they come first where there is one column.
    return ipywidgets.Box(
        [pictures, column],
        layout={"flex_flow": "row-reverse wrap", "grid_gap": "8px 24px", "overflow": "visible",
                "align_items": "flex-start"},
    )  # fmt: skip


def heading(words):
    """Return a heading between controls."""
    return ipywidgets.HTML(f"<h4>{words}</h4>")


def _in_words(control):
    """Return a control's name and value."""
    value = control.value
    if isinstance(value, bool):
        value = "on" if value else "off"
    name = getattr(control, "name", None) or control.description
    return f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
