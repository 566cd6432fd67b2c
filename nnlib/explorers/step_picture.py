"""One step of training to look at: along the network for one row of the data, and as tables.

Where things stand is decided once, in ``drawing``; a moving and a still picture are made of it.
What has just been computed is bold and has a border, so that no colour is needed to find it.
"""

import math
import textwrap
from html import escape
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from nnlib.plots import BLUE, VERMILLION, WEIGHTS_WRITTEN
from nnlib.svg.elements import NEGATIVE, PAGE, POSITIVE, TEXT

FONT_SIZE, LINE_HEIGHT = 15, 20
CELL_WIDTH, LABEL_WIDTH, INPUT_WIDTH, MARGIN = 146, 118, 68, 6
CARD_WIDTH = 2 * CELL_WIDTH + 3 * MARGIN
STEP_DOWN = 142  # from one neuron to the next
ROOM_FOR_LINES = 22  # between a neuron and the first label
FURTHEST_LABEL = 0.57  # of the way between two layers: beyond it, lines come too close
HEAD, NODE_SIZE = 30, 36
BARE_HEIGHT, BARE_GAP = 300, 260
DOTS_AN_INCH, SHARPNESS = 100, 150
WIDTH_OF_A_LETTER = 10.5  # of a bold title
SMALL = 0.001  # it needs so many zeros that three figures must do
MOST_SHOWN = 8  # rows, and columns, of a table
WEIGHT_NAMES = {"weights": "w {}→{}", "d_weights": "dw", "new_weights": "new"}
STYLE = f"""<style>
.nn-step {{display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; color: {TEXT};
  font-size: 15px; line-height: 1.3; margin: 6px 0 10px}}
.nn-step table {{border-collapse: collapse; font-variant-numeric: tabular-nums}}
.nn-step caption {{font-family: monospace; font-size: 14px; text-align: left; white-space: nowrap}}
.nn-step td, .nn-step th {{padding: 1px 7px; text-align: right; white-space: nowrap}}
.nn-step td {{border: 1px solid var(--jp-border-color0, GrayText)}}
.nn-step th {{font-style: italic; font-weight: normal}}
.nn-step tr.chosen > *, .nn-step .chosen {{font-weight: bold}}
.nn-step table.now {{outline: 3px solid {TEXT}}}
.nn-step .sign {{font-size: 20px; font-weight: bold}}
</style>"""


class Matrix(NamedTuple):
    """A matrix with its name in the code; the rows of the data lie along the axis `samples`."""

    name: str
    values: np.ndarray
    samples: int | None


class Line(NamedTuple):
    """A weight's line."""

    start: tuple
    end: tuple
    weight: float


class Box(NamedTuple):
    """A box with round corners: a neuron, or the border of a number."""

    x: float
    y: float
    width: float
    height: float
    corner: float
    look: str  # "neuron", "now", or "ground" under words that cross a line


class Words(NamedTuple):
    """A text, on a line that ends, begins or has its middle at `x`."""

    x: float
    y: float
    text: str
    anchor: str
    bold: bool


class Drawing(NamedTuple):
    """All that a picture is made of; what comes later lies on top."""

    width: float
    height: float
    parts: list


def figures(number):
    """Write a number with four figures, a small one with three; what is none is said in words."""
    if math.isnan(number):
        return "no number"
    if math.isinf(number):
        return "∞" if number > 0 else "-∞"
    return f"{number + 0.0:.{4 if abs(number) >= SMALL else 3}g}"


def has_numbers(step):
    """Return whether the weights are few enough to be written on their lines."""
    return sum(layer.weights.size for layer in step.layers) <= WEIGHTS_WRITTEN


def drawing(step, row, row_name, input_names, known, now):
    """Place one row's way through the network.

    Parameters
    ----------
    step : TrainingStep
    row : int
    row_name : str
    input_names : sequence of str
    known, now : set of (layer, name)
        What has been computed, such as ``(0, "sums")``; and what of it at this very moment.
    """
    written = has_numbers(step)
    sizes = [step.layers[0].inputs.shape[1], *(layer.outputs.shape[1] for layer in step.layers)]
    height = max(sizes) * STEP_DOWN if written else BARE_HEIGHT
    middles = [[HEAD + height * (i + 0.5) / size for i in range(size)] for size in sizes]
    parts, left = [], INPUT_WIDTH if written else NODE_SIZE + MARGIN
    under = 0 if written else NODE_SIZE / 2  # small nodes lie on the ends of their lines
    cards = []
    for index, layer in enumerate(step.layers):
        right = left + (_gap(*layer.weights.shape) if written else BARE_GAP)
        pairs = np.ndindex(layer.weights.shape)
        parts += [
            Line(
                (left - under, middles[index][i]),
                (right + under, middles[index + 1][j]),
                layer.weights[i, j],
            )
            for i, j in pairs
        ]
        if written:
            parts += _labels(layer, index, left, right, middles, known, now)
        width = CARD_WIDTH if written else NODE_SIZE
        title = f"layer {index + 1}" + (f": {layer.activation}" if written else "")
        parts.append(Words(right + width / 2, 20, title, "middle", _is_now(index, now)))
        for neuron, y in enumerate(middles[index + 1]):
            if written:
                cards += _card(step, index, row, neuron, right, y, known, now)
            else:
                cards += _bare(right, y, middles[index + 1], _is_now(index, now))
        left = right + width
    inputs = [Words(MARGIN, 20, f"row {row_name}", "start", True)]
    for name, value, y in zip(input_names, step.layers[0].inputs[row], middles[0], strict=True):
        inputs += _input(name, value, y) if written else _bare(MARGIN, y, middles[0], False)
    return Drawing(left + MARGIN, HEAD + height, [*parts, *inputs, *cards])


def _is_now(index, now):
    return any(layer == index for layer, _ in now)


def _gap(starts, ends):
    """Return the room between two layers: a column of labels for each neuron of the smaller."""
    columns = min(starts, ends)
    if columns == 1:
        return LABEL_WIDTH + 2 * ROOM_FOR_LINES
    return (ROOM_FOR_LINES + (columns - 0.5) * LABEL_WIDTH) / FURTHEST_LABEL


def _labels(layer, index, left, right, middles, known, now):
    """Write each weight's numbers on its line, where the lines are far enough apart."""
    starts, ends = layer.weights.shape
    names = [name for name in WEIGHT_NAMES if (index, name) in known]
    for start, end in np.ndindex(starts, ends):
        if min(starts, ends) == 1:
            x = (left + right) / 2
        elif ends <= starts:
            x = left + ROOM_FOR_LINES + (end + 0.5) * LABEL_WIDTH
        else:
            x = right - ROOM_FOR_LINES - (starts - start - 0.5) * LABEL_WIDTH
        share = (x - left) / (right - left)
        middle = (1 - share) * middles[index][start] + share * middles[index + 1][end]
        top = middle - len(names) * LINE_HEIGHT / 2
        x -= LABEL_WIDTH / 2 - 3
        width, height = LABEL_WIDTH - 6, len(names) * LINE_HEIGHT
        yield Box(x, top, width, height, 4, "ground")
        for line, name in enumerate(names):
            value = getattr(layer, name)[start, end]
            y = top + line * LINE_HEIGHT
            shown = WEIGHT_NAMES[name].format(start + 1, end + 1)
            yield from _cell(x, y, width, shown, value, (index, name) in now)


def _card(step, index, row, neuron, x, middle, known, now):
    """Draw a neuron with its numbers: on its left those of the way forth, then the way back."""
    layer, last = step.layers[index], index == len(step.layers) - 1
    forth = ["biases", "sums", "outputs"] + (["targets"] if last else []) + ["d_biases"]
    back = (["errors"] if last else []) + ["d_outputs", "slopes", "deltas", "new_biases"]
    if layer.biases is None:
        forth, back = forth[1:-1], back[:-1]
    lines = max(len(forth), len(back))
    height = lines * LINE_HEIGHT + 2 * MARGIN
    top = middle - height / 2
    yield Box(x, top, CARD_WIDTH, height, 14, "neuron")
    for side, names in enumerate((forth, back)):
        for name in names:
            if (index, name) not in known:
                continue
            line = names.index(name)
            values = getattr(step if name in ("targets", "errors") else layer, name)
            value = values[neuron] if values.ndim == 1 else values[row, neuron]
            place = (x + MARGIN + side * (CELL_WIDTH + MARGIN), top + MARGIN + line * LINE_HEIGHT)
            shown = {"biases": "bias", "d_biases": "d_bias", "new_biases": "new bias"}
            shown = shown.get(name, name.removesuffix("s"))
            yield from _cell(*place, CELL_WIDTH, shown, value, (index, name) in now)


def _cell(x, y, width, name, value, is_now):
    """Write a name and its number, with a border if it is the number of the moment."""
    if is_now:
        yield Box(x, y + 0.5, width, LINE_HEIGHT - 1, 4, "now")
    foot = y + LINE_HEIGHT - 5
    yield Words(x + 4, foot, name, "start", is_now)
    yield Words(x + width - 4, foot, figures(value), "end", is_now)


def _input(name, value, y):
    size = NODE_SIZE + 18
    yield Box(INPUT_WIDTH - size, y - size / 2, size, size, size / 2, "neuron")
    yield Words(INPUT_WIDTH - size / 2, y + 5, figures(value), "middle", False)
    yield Words(MARGIN, y - size / 2 - 6, name, "start", False)


def _bare(x, y, column, is_now):
    """Draw a node without numbers, as large as there is room in its column."""
    size = min(NODE_SIZE, 0.7 * BARE_HEIGHT / len(column))
    yield Box(x + (NODE_SIZE - size) / 2, y - size / 2, size, size, size / 2, "neuron")
    if is_now:
        ring = size - 6
        place = (x + (NODE_SIZE - ring) / 2, y - ring / 2)
        yield Box(*place, ring, ring, ring / 2, "now")


def line_width(weight):
    """Return the width of a weight's line, which grows ever more slowly."""
    return 1 + 7 * (abs(weight) / (abs(weight) + 4))


def as_svg(picture, words):
    """Return a drawing as SVG text, with `words` for those who do not see it."""
    parts = "".join(map(_svg_part, picture.parts))
    return (
        f'<svg viewBox="0 0 {picture.width:.0f} {picture.height:.0f}" role="img" '
        f'aria-label="{escape(words)}" style="width:100%;max-width:{picture.width:.0f}px" '
        f'font-size="{FONT_SIZE}" font-family="sans-serif" fill="{TEXT}">{parts}</svg>'
    )


def _svg_part(part):
    if isinstance(part, Words):
        bold = ' font-weight="bold"' if part.bold else ""
        return (
            f'<text x="{part.x:.1f}" y="{part.y:.1f}" text-anchor="{part.anchor}"{bold}>'
            f"{escape(part.text)}</text>"
        )
    if isinstance(part, Box):
        stroke = {"neuron": 2, "now": 2.5, "ground": 0}[part.look]
        return (
            f'<rect x="{part.x:.1f}" y="{part.y:.1f}" width="{part.width:.1f}" '
            f'height="{part.height:.1f}" rx="{part.corner:.1f}" fill="{PAGE}" '
            f'stroke="{TEXT}" stroke-width="{stroke}"/>'
        )
    (x1, y1), (x2, y2), weight = part
    look = POSITIVE if weight >= 0 else f'{NEGATIVE}" stroke-dasharray="9 6'
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{look}" '
        f'stroke-width="{line_width(weight):.1f}"/>'
    )


def as_figure(picture, title):
    """Return a drawing as a Matplotlib figure, which stays when widgets are gone."""
    lines = textwrap.wrap(title, int(picture.width / WIDTH_OF_A_LETTER))
    head = 1.4 * FONT_SIZE * len(lines) + MARGIN
    size = (picture.width / DOTS_AN_INCH, (picture.height + head) / DOTS_AN_INCH)
    figure = Figure(figsize=size, dpi=SHARPNESS, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, picture.width), ylim=(picture.height, -head))
    axes.axis("off")
    points = FONT_SIZE * 72 / DOTS_AN_INCH
    axes.text(MARGIN, 0, "\n".join(lines), fontsize=points, fontweight="bold")
    for layer, part in enumerate(picture.parts):
        _add_part(axes, part, points, zorder=layer)
    return figure


def _add_part(axes, part, points, zorder):
    if isinstance(part, Words):
        across = {"start": "left", "middle": "center", "end": "right"}[part.anchor]
        weight = "bold" if part.bold else "normal"
        axes.text(part.x, part.y, part.text, ha=across, fontsize=0.86 * points, fontweight=weight,
                  zorder=zorder, parse_math=False)  # fmt: skip
    elif isinstance(part, Box):
        if 2 * part.corner == part.width:
            place = (part.x + part.corner, part.y + part.corner)
            patch = Circle(place, part.corner)
        else:
            shape = f"round,pad=0,rounding_size={part.corner}"
            patch = FancyBboxPatch((part.x, part.y), part.width, part.height, boxstyle=shape)
        line = 0 if part.look == "ground" else 1.5
        patch.set(facecolor="white", edgecolor="black", linewidth=line, zorder=zorder)
        axes.add_patch(patch)
    else:
        colour, style = (BLUE, "-") if part.weight >= 0 else (VERMILLION, "--")
        axes.plot(*zip(part.start, part.end, strict=True), style, color=colour, zorder=zorder,
                  linewidth=0.72 * line_width(part.weight))  # fmt: skip


def equation(parts, names, chosen, made):
    """Return matrices with the signs between them as HTML, side by side.

    Parameters
    ----------
    parts : list of Matrix or str
    names : list of str
        Of the rows of the data.
    chosen : int
        The row that is marked.
    made : set of str
        The names of the matrices that have a border: those of the moment.
    """
    shown = [
        table(part, names, chosen, part.name in made)
        if isinstance(part, Matrix)
        else f"<span{' class=sign' if len(part) == 1 else ''}>{escape(part)}</span>"
        for part in parts
    ]
    return f'<div class="nn-step">{"".join(shown)}</div>'


def table(matrix, names, chosen, is_now=False):
    """Return a matrix as an HTML table: each cell shows four figures and holds all of them."""
    values = np.atleast_2d(matrix.values)
    keep = [
        _kept(count, chosen if axis == matrix.samples else 0)
        for axis, count in enumerate(values.shape)
    ]
    marks = [f"▶ {name}" if row == chosen else name for row, name in enumerate(names)]
    rows = []
    if matrix.samples == 1:
        rows.append("".join(_head(marks[column], column == chosen) for column in keep[1]))
    for row in keep[0]:
        cells = [_head(marks[row], row == chosen)] if matrix.samples == 0 else []
        for column in keep[1]:
            is_chosen = matrix.samples is not None and (row, column)[matrix.samples] == chosen
            cells.append(_number_cell(values[row, column].item(), is_chosen))
        rows.append("".join(cells))
    cut = [
        f"{len(kept)} of {count} {what} shown"
        for kept, count, what in zip(keep, values.shape, ("rows", "columns"), strict=True)
        if len(kept) < count
    ]
    caption = "<br>".join([f"{escape(matrix.name)} {matrix.values.shape}", *cut])
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<table{" class=now" if is_now else ""} data-name="{escape(matrix.name)}">'
        f"<caption>{caption}</caption><tbody>{body}</tbody></table>"
    )


def _kept(count, chosen):
    """Return which rows to show: the first ones, and the chosen one."""
    first = list(range(min(count, MOST_SHOWN)))
    return first if chosen in first else [*first[:-1], chosen]


def _head(name, is_chosen):
    return f"<th{' class=chosen' if is_chosen else ''}>{escape(name)}</th>"


def _number_cell(value, is_chosen):
    look = " class=chosen" if is_chosen else ""
    return f'<td{look} data-value="{value!r}">{figures(value)}</td>'
