"""Moving pictures: functions that return SVG text, fast enough for thirty frames a second.

Text and background take the colours of the page, light or dark. Colours are never alone: a
negative weight is dashed, a wrong output is a cross, and ``aria-label`` says the numbers.
"""

import base64
import io
import math
from html import escape
from itertools import pairwise, product

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator
from PIL import Image

from nnlib.metrics import TOLERANCE, is_within
from nnlib.plots import (
    LEVELS,
    NEAR,
    OUTPUT_COLOURS,
    ROWS_NAMED,
    SMALLEST_LOSS,
    STEPS_A_MAP,
    WEIGHTS_WRITTEN,
    map_range,
    row_names,
    signed,
)

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 44, 50
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
TEXT = "var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText))"
PAGE = "var(--jp-layout-color0,var(--vscode-editor-background,Canvas))"
# At least 3:1 on white and on near-black.
POSITIVE, NEGATIVE = "#2486C4", "#D55E00"
FLAT = 1e-6  # outputs that differ less have no line where they are 0.5
SCALES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}  # where an activation's outputs lie
LINE_OF_TEXT = 16.0  # the height that a line of text needs
ROOM_FOR_NEURONS = HEIGHT - TOP - 30
LARGEST_WRITTEN = 10_000  # longer numbers are written with a power of ten
CLEAR = 255  # of a heat map's colours the one that is not there
PALETTE = OUTPUT_COLOURS(np.linspace(0, 1, CLEAR), bytes=True)[:, :3].tobytes() + bytes(3)
BEYOND = 0.04  # of the plot: as far out are drawn predictions that are further out
LONGEST_TITLE = 24
LARGEST_LOSS = 1e300  # above, there is no room for an axis


def loss_curve(points, title, log=False, quantity="loss", marked=None, second=None):
    """Draw a loss curve, its last value, or the marked one, written at the top.

    Parameters
    ----------
    points : list of (epoch, loss)
        At least one. What is not finite, or nearly so, is left out.
    title : str
    log : bool
        Whether the loss axis is logarithmic.
    quantity : str
        What the numbers are, where they are not losses.
    marked : int, optional
        The epoch of one of the points. A line shows where it is, unless it is the last.
    second : (str, list of (epoch, loss)), optional
        Another curve, dashed, and its name; it may not have come as far.
    """
    name, dashed = second or ("", [])
    last_epoch = points[-1][0]
    marked = last_epoch if marked is None else marked
    words = f"epoch {marked:,}: {quantity} {dict(points)[marked]:.4g}"
    if marked in dict(dashed):
        words += f", {name} {dict(dashed)[marked]:.4g} (dashed)"
    curves = [_drawable(each) for each in (points, dashed) if each]
    height, ticks = (_log_scale if log else _linear_scale)(np.concatenate(curves)[:, 1])
    parts, end = _axes(height, ticks, last_epoch)
    if marked < last_epoch:
        x = LEFT + PLOT_WIDTH * marked / end
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{TEXT}" '
            'stroke-width="2"/>'
        )
    looks = (f'stroke="{POSITIVE}"', f'stroke="{NEGATIVE}" stroke-dasharray="8 5"')
    for curve, look in zip(curves, looks, strict=False):
        across, up = LEFT + PLOT_WIDTH * curve[:, 0] / end, _up(height(curve[:, 1]))
        places = [f"{x:.1f},{y:.1f}" for x, y in zip(across.tolist(), up.tolist(), strict=True)]
        parts.append(f'<polyline points="{" ".join(places)}" fill="none" {look} stroke-width="3"/>')
        place = min(np.searchsorted(curve[:, 0], marked), len(curve) - 1)
        colour = look.split('"')[1]
        parts.append(
            f'<circle cx="{across[place]:.1f}" cy="{up[place]:.1f}" r="5" fill="{colour}"/>'
        )
    return picture(title, words, parts, f'data-epoch="{marked}"')


def loss_band(points, title, log=False):
    """Draw how the losses of many networks go down: the middle one, and eight in ten around it.

    Parameters
    ----------
    points : dict of int to (float, float, float)
        For every epoch the 10th, 50th and 90th percentile, epochs going up.
    title : str
    log : bool
        Whether the loss axis is logarithmic.
    """
    low, middle, high = points[last := max(points)]
    words = f"epoch {last:,}: median {middle:.3g}, eight in ten from {low:.3g} to {high:.3g}"
    shown = f"epoch {last:,}: {middle:.3g} ({low:.3g} to {high:.3g})"
    curves = np.array(list(points.values())).T
    drawable = np.where(curves < LARGEST_LOSS, curves, np.nan)
    top = np.nanmax(drawable) if np.isfinite(drawable).any() else 1.0
    curves = np.minimum(curves, top)
    height, ticks = (_log_scale if log else _linear_scale)(curves.ravel())
    parts, end = _axes(height, ticks, last)
    across = LEFT + PLOT_WIDTH * np.array(list(points)) / end
    lines = [
        [
            f"{x:.1f},{y:.1f}"
            for x, y in zip(across.tolist(), _up(height(curve)).tolist(), strict=True)
        ]
        for curve in curves
    ]
    band = " ".join(lines[0] + lines[2][::-1])
    parts += [
        f'<polygon points="{band}" fill="{POSITIVE}" fill-opacity="0.3"/>',
        f'<polyline points="{" ".join(lines[1])}" fill="none" stroke="{POSITIVE}" '
        'stroke-width="3"/>',
    ]
    return picture(title, words, parts, f'data-starts="{last}"', shown)


def _axes(height, ticks, last):
    """Return the lines and numbers of a loss against epochs, and the epoch at its right end."""
    end = max(last, 1)
    parts = [_level(_up(height(tick)), f"{tick:.3g}") for tick in ticks]
    parts += [
        label(LEFT + PLOT_WIDTH * tick / end, HEIGHT - BOTTOM + 20, f"{tick:,.0f}", "middle")
        for tick in MaxNLocator(4, integer=True).tick_values(0, end)
        if tick <= end
    ]
    parts.append(label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, "epoch", "middle"))
    return parts, end


def _drawable(points):
    """Return those points that an axis has room for, as an array of (epoch, loss)."""
    return np.array([each for each in points if abs(each[1]) < LARGEST_LOSS] or [(0, 0.0)])


def network_diagram(network, input_names):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str
    """
    places = _places([network.layers[0].inputs, *(layer.outputs for layer in network.layers)])
    pitch = ROOM_FOR_NEURONS / max(map(len, places))
    radius = min(18.0, 0.35 * pitch)
    widest = min(12.0, 3 + 0.25 * pitch)
    lines, notes = [], []
    for layer, left, right in zip(network.layers, places, places[1:], strict=False):
        weights = dict(zip(product(left, right), layer.weights.ravel().tolist(), strict=True))
        lines += [connection(*ends, weight, widest) for ends, weight in weights.items()]
        middles = [_middle(*ends) for ends in weights]
        if _apart([y for _, y in middles]) >= LINE_OF_TEXT:
            notes += [
                label(x, y + 5, _signed(weight), "middle", halo=True)
                for (x, y), weight in zip(middles, weights.values(), strict=True)
            ]
        if layer.bias and _apart([y for _, y in right]) >= 2 * radius + LINE_OF_TEXT:
            notes += [
                label(x, y + radius + 18, f"bias {_signed(bias)}", "middle", halo=True)
                for bias, (x, y) in zip(layer.biases.tolist(), right, strict=True)
            ]
    nodes = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PAGE}" stroke="{TEXT}" '
        'stroke-width="2"/>'
        for column in places
        for x, y in column
    ]
    if len(input_names) <= ROWS_NAMED:
        nodes += [
            label(x - radius - 6, y + 5, name, "end")
            for name, (x, y) in zip(input_names, places[0], strict=True)
        ]
    nodes += [label(x + radius + 6, y + 5, "output") for x, y in places[-1]]
    words = _in_words(network, input_names)
    parts = [*lines, *notes, *nodes]
    return picture("Weights", words, parts, shown="blue: positive, dashed: negative")


def outputs_and_targets(dataset, outputs):
    """Draw every row's output and target, and the marks 0.9 and 0.1 that count as 1 and 0.

    Parameters
    ----------
    dataset : Dataset
        With one target, from 0 to 1.
    outputs : array, shape (samples, 1)
    """
    right = is_within(outputs, dataset.targets)
    step = PLOT_WIDTH / right.size
    half = min(11, 0.3 * step)

    def place(value):
        return _up((value + 0.1) / 1.2)

    parts = [_level(place(tick), f"{tick:g}") for tick in (0, 0.5, 1)]
    parts += [_level(place(mark), f"{mark:g}", dashed=True) for mark in (TOLERANCE, 1 - TOLERANCE)]
    named = right.size <= ROWS_NAMED
    names = row_names(dataset.inputs)
    targets, answers = dataset.targets[:, 0].tolist(), outputs[:, 0].tolist()
    for row, (target, output) in enumerate(zip(targets, answers, strict=True)):
        x, y = LEFT + (row + 0.5) * step, place(output)
        parts.append(
            f'<rect x="{x - half:.1f}" y="{place(target) - half:.1f}" width="{2 * half:.1f}" '
            f'height="{2 * half:.1f}" fill="none" stroke="{TEXT}" stroke-width="1.5"/>'
        )
        parts.append(_mark(x, y, 0.6 * half, right[row]))
        if named:
            parts.append(label(x, HEIGHT - BOTTOM + 20, names[row], "middle"))
            beside = y + 26 if output > 0.5 else y - 16
            parts.append(label(x, beside, f"{output:.2f}", "middle", halo=True))
    parts.append(label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, "row", "middle"))
    words = f"{right.sum()} of {right.size} within {TOLERANCE:g}"
    said = ", ".join(f"{output:.2f}" for output in answers[:ROWS_NAMED])
    return picture("Outputs ●✕, targets □", f"{words}; outputs {said}", parts, shown=words)


def hidden_answers(dataset, hidden, outputs, activation):
    """Draw what every hidden unit answers to every row, and below it the output: a cell each.

    Parameters
    ----------
    dataset : Dataset
        With one target.
    hidden : array, shape (samples, units)
        Up to eight units and eight rows have their numbers written into the cells.
    outputs : array, shape (samples, 1)
    activation : str
        The hidden neurons' ``"sigmoid"``, ``"tanh"`` or ``"relu"``: it says which colours are which
        numbers.
    """
    answers = np.hstack([hidden, outputs]).T
    units, rows = hidden.shape[1], len(hidden)
    low, high = SCALES.get(activation, (0.0, hidden.max() or 1.0))
    shares = np.vstack([(hidden.T - low) / (high - low), outputs.T])
    left, top = LEFT + 20, TOP + 22
    width, height = (WIDTH - RIGHT - left) / rows, (HEIGHT - 6 - top) / (units + 1)
    end = top + units * height
    parts = [
        heat_map(colours_of(shares), left, top, rows * width, (units + 1) * height, "pixelated")
    ]
    parts += [
        f'<line x1="{left + row * width:.1f}" x2="{left + row * width:.1f}" y1="{top}" '
        f'y2="{HEIGHT - 6}" stroke="black"/>'
        for row in range(1, rows)
    ]
    parts.append(
        f'<line x1="{left}" x2="{WIDTH - RIGHT}" y1="{end:.1f}" y2="{end:.1f}" stroke="black" '
        'stroke-width="4"/>'
    )
    names = [*(f"hidden {unit}" for unit in range(1, units + 1)), "output"]
    step = math.ceil(LINE_OF_TEXT / height)
    named = [*range(0, units - step + 1, step), units]
    parts += [label(left - 8, top + (at + 0.5) * height + 5, names[at], "end") for at in named]
    if rows <= ROWS_NAMED:
        parts += [
            label(left + (row + 0.5) * width, top - 7, name, "middle")
            for row, name in enumerate(row_names(dataset.inputs))
        ]
    written = [[_briefly(value) for value in line] for line in answers.tolist()]
    if rows <= ROWS_NAMED and units <= ROWS_NAMED:
        numbers = [
            label(left + (row + 0.5) * width, top + (at + 0.5) * height + 5, text, "middle")
            for at, line in enumerate(written)
            for row, text in enumerate(line)
        ]
        parts.append(f'<g fill="black">{"".join(numbers)}</g>')
    scale = f"orange {low:g}, blue {_briefly(high) if activation not in SCALES else f'{high:g}'}"
    scale += "" if activation == "sigmoid" else "; output 0 to 1"
    said = "; ".join(f"{name} {' '.join(line)}" for name, line in zip(names, written, strict=True))
    return picture("Hidden neurons' answers", f"{scale}; {said}", parts, shown=scale)


def decision_map(predict, dataset):
    """Draw a network's output over its two inputs, the line where it is 0.5, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), such as ``network.predict``.
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    plane = _Plane(map_range(dataset), dataset.input_names)
    outputs = plane.outputs(predict)
    parts = [heat_map(colours_of(outputs[::-1]), LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT)]
    flat = np.ptp(outputs) < FLAT
    parts += [] if flat else plane.lines(outputs, 0.5)[0]
    places = plane.places(dataset.inputs).tolist()
    for (x, y), target in zip(places, dataset.targets[:, 0].tolist(), strict=True):
        look = 'stroke="black" stroke-width="2"'
        parts.append(
            f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" fill="{POSITIVE}" '
            f"{look}/>"
            if target >= 0.5
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{NEGATIVE}" {look}/>'
        )
    words = f"at the corners, from the lower left: {_corners(outputs)}"
    shown = f"{outputs[0, 0]:.2f} everywhere" if flat else "□ target 1, ○ target 0, — output 0.5"
    return picture("Output over the inputs", words, [*parts, *plane.axes()], shown=shown)


def fitted_surface(predict, seen, held_out):
    """Draw predicted numbers over two inputs: as colours, and as lines of equal predictions.

    The examples have the colours of their targets: circles those learned from, squares those held
    out.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), in the targets' unit.
    seen, held_out : Dataset
        Two inputs and one target; the second may be empty.
    """
    plane = _Plane(map_range(seen, NEAR), seen.input_names)
    predicted = plane.outputs(predict)
    low, high = seen.targets.min(), seen.targets.max()
    span = (high - low) or 1.0
    parts = [
        heat_map(colours_of((predicted[::-1] - low) / span), LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT)
    ]
    levels = MaxNLocator(LEVELS).tick_values(low, high).tolist()
    flat = np.ptp(predicted) <= FLAT * span
    lines = [] if flat else [plane.lines(predicted, level, f"{level:g}") for level in levels]
    parts += [line for drawn, _ in lines for line in drawn]
    for part, draw in ((seen, circle), (held_out, square)):
        places = plane.places(part.inputs).tolist()
        colours = OUTPUT_COLOURS(np.clip((part.targets[:, 0] - low) / span, 0, 1))
        parts += [
            f'<g fill="{to_hex(colour)}" stroke="black" stroke-width="1.5">{draw(x, y)}</g>'
            for (x, y), colour in zip(places, colours, strict=True)
            if plane.holds(x, y)
        ]
    parts += [words for _, labels in lines for words in labels]
    name = seen.target_names[0]
    words = f"{name} at the corners, from the lower left: {_corners(predicted)}"
    shown = f"orange {low:.4g}, blue {high:.4g}; □ held out"
    return picture(f"Predicted {name}"[:LONGEST_TITLE], words, [*parts, *plane.axes()], shown=shown)


def predictions(seen, held_out, name):
    """Draw what was predicted against what it was to be: on the line, it is right.

    Parameters
    ----------
    seen, held_out : (array, array), shapes (samples,)
        Targets and predictions of the examples learned from, and of those held out, of which there
        may be none.
    name : str
        What is predicted, with its unit.
    """
    targets = np.concatenate([seen[0], held_out[0]])
    ticks = MaxNLocator(4).tick_values(targets.min(), targets.max())
    low, high = ticks[0], ticks[-1]

    def share(values):
        return np.clip((values - low) / (high - low), -BEYOND, 1 + BEYOND)

    parts = [_level(_up(share(tick)), f"{tick:g}") for tick in ticks]
    parts += [
        label(LEFT + PLOT_WIDTH * share(tick), HEIGHT - BOTTOM + 20, f"{tick:g}", "middle")
        for tick in ticks
    ]
    parts.append(
        f'<line x1="{LEFT}" y1="{_up(0)}" x2="{LEFT + PLOT_WIDTH}" y2="{_up(1)}" stroke="{TEXT}" '
        'stroke-width="2" stroke-dasharray="6 5"/>'
    )
    looks = (
        (circle, f'fill="{POSITIVE}" stroke="{PAGE}" stroke-width="1"'),
        (square, f'fill="none" stroke="{NEGATIVE}" stroke-width="3"'),
    )
    for (wanted, predicted), (draw, look) in zip((seen, held_out), looks, strict=True):
        places = zip(
            (LEFT + PLOT_WIDTH * share(wanted)).tolist(), _up(share(predicted)).tolist(),
            strict=True,
        )  # fmt: skip
        parts.append(f"<g {look}>{''.join(draw(x, y) for x, y in places)}</g>")
    parts += [
        label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, name, "middle"),
        _upright("predicted"),
    ]
    parts_of = [(seen, "learned from"), (held_out, "held out")]
    words = "; ".join(
        f"{len(wanted)} {which}, off by {np.abs(predicted - wanted).mean():.3g} in the mean"
        for (wanted, predicted), which in parts_of
        if len(wanted)
    )
    return picture("Prediction, target", words, parts, shown="● learned from, □ held out")


class _Plane:
    """The plane of two inputs in a picture.

    Parameters
    ----------
    sides : [(low, high), (low, high)]
    names : (str, str)
    """

    def __init__(self, sides, names):
        (self.left, self.right), (self.low, self.high) = sides
        self.names = names
        self.columns = np.linspace(self.left, self.right, STEPS_A_MAP)
        self.rows = np.linspace(self.low, self.high, STEPS_A_MAP)

    def outputs(self, predict):
        """Return what is predicted all over it, shape (rows, columns), the lowest row first."""
        across, up = np.meshgrid(self.columns, self.rows)
        inputs = np.column_stack([across.ravel(), up.ravel()])
        return predict(inputs).reshape(across.shape)

    def places(self, points):
        """Return where points lie in the picture, shape (points, 2)."""
        x = LEFT + PLOT_WIDTH * (points[:, 0] - self.left) / (self.right - self.left)
        return np.column_stack([x, _up((points[:, 1] - self.low) / (self.high - self.low))])

    def holds(self, x, y):
        """Say whether a place in the picture is in the plot."""
        return LEFT <= x <= LEFT + PLOT_WIDTH and TOP <= y <= TOP + PLOT_HEIGHT

    def lines(self, outputs, level, words=""):
        """Return lines where the outputs are at a level, and the words for each of them."""
        drawn, labels = [], []
        for line in contour_generator(self.columns, self.rows, outputs).lines(level):
            places = self.places(line).tolist()
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            drawn.append(
                f'<polyline points="{points}" fill="none" stroke="black" stroke-width="2.5"/>'
            )
            x, y = places[len(places) // 2]
            look = 'fill="black" stroke="white" stroke-width="5" paint-order="stroke"'
            labels.append(f"<g {look}>{label(x, y + 5, words, 'middle')}</g>")
        return drawn, labels

    def axes(self):
        """Return the numbers and names of both inputs."""
        parts = [
            label(LEFT + PLOT_WIDTH * (tick - self.left) / (self.right - self.left),
                  HEIGHT - BOTTOM + 20, f"{tick:g}", "middle")
            for tick in MaxNLocator(4).tick_values(self.left, self.right)
            if self.left <= tick <= self.right
        ]  # fmt: skip
        parts += [
            label(LEFT - 8, _up((tick - self.low) / (self.high - self.low)) + 5, f"{tick:g}", "end")
            for tick in MaxNLocator(4).tick_values(self.low, self.high)
            if self.low <= tick <= self.high
        ]
        return [
            *parts,
            label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, self.names[0], "middle"),
            _upright(self.names[1]),
        ]


def _corners(outputs):
    return ", ".join(f"{output:.4g}" for output in outputs[[0, 0, -1, -1], [0, -1, 0, -1]])


def _upright(words):
    """Write words along the left edge, upwards."""
    return (
        f'<text transform="rotate(-90)" x="{-(TOP + PLOT_HEIGHT / 2)}" y="18" '
        f'text-anchor="middle">{escape(words)}</text>'
    )


def circle(x, y, radius=5.0):
    """Draw a circle around a place."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def square(x, y, radius=5.0):
    """Draw a square around a place."""
    return (
        f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius}" '
        f'height="{2 * radius}"/>'
    )


def picture(title, words, parts, attributes="", shown=None, size=(WIDTH, HEIGHT), bare=False):
    """Wrap up a picture: its title, what is written at the upper right, and its words.

    Title and words are always there for those who do not see it; `bare` shows neither.
    """
    width, height = size
    head = (
        []
        if bare
        else [
            label(2, 22, title, weight="bold"),
            label(width - RIGHT, 22, words if shown is None else shown, "end"),
        ]
    )
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}. '
        f'{escape(words)}" {attributes} style="width:100%;display:block" font-size="15" '
        f'font-family="sans-serif" fill="{TEXT}">{"".join(head + parts)}</svg>'
    )


def label(x, y, words, anchor="start", weight="normal", halo=False):
    """Write words, with `halo` so that they can be read across lines."""
    look = (
        f' stroke="{PAGE}" stroke-width="7" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    look += ' font-weight="bold"' if weight == "bold" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{escape(words)}</text>'


def colours_of(shares):
    """Return numbers from 0 to 1 as bytes for ``heat_map``; NaN becomes ``CLEAR``."""
    return np.where(np.isnan(shares), CLEAR, np.clip(shares, 0, 1) * (CLEAR - 1)).astype(np.uint8)


def heat_map(colours, x, y, width, height, rendering="auto"):
    """Draw a table of colours as cells, its first row at the top.

    Parameters
    ----------
    colours : array of uint8, shape (rows, columns)
        From ``colours_of``; where it is ``CLEAR``, what lies below is seen.
    """
    image = Image.frombytes("P", colours.shape[::-1], colours.tobytes())
    image.putpalette(PALETTE)
    file = io.BytesIO()
    image.save(file, "png", transparency=CLEAR, compress_level=1)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    look = f'preserveAspectRatio="none" style="image-rendering:{rendering}"'
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {look} '
        f'href="data:image/png;base64,{data}"/>'
    )


def _briefly(number):
    """Write a number in five or six characters."""
    if abs(number) < 9.995:
        return f"{number:.2f}"
    return f"{number:.0f}" if abs(number) < LARGEST_WRITTEN else f"{number:.0e}"


def _level(y, text, dashed=False):
    """Draw a horizontal line across the plot, with its value at the left."""
    look = 'stroke-dasharray="6 5" stroke-opacity="0.8"' if dashed else 'stroke-opacity="0.25"'
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{TEXT}" '
        f"{look}/>{label(LEFT - 8, y + 5, text, 'end')}"
    )


def _up(share):
    """Return the place of a share of the plot's height, 0 being at its foot."""
    return HEIGHT - BOTTOM - PLOT_HEIGHT * share


def _linear_scale(losses):
    losses = np.maximum(losses, 0)
    ticks = MaxNLocator(4).tick_values(0, losses.max() or 1.0)
    return (lambda loss: np.maximum(loss, 0) / ticks[-1]), ticks.tolist()


def _log_scale(losses):
    exponents = np.log10(np.maximum(losses, SMALLEST_LOSS))
    low = math.floor(exponents.min())
    high = max(math.ceil(exponents.max()), low + 1)
    ticks = MaxNLocator(4, integer=True).tick_values(low, high).tolist()
    ticks = [10.0**exponent for exponent in ticks if low <= exponent <= high]
    return (lambda loss: (np.log10(np.maximum(loss, SMALLEST_LOSS)) - low) / (high - low)), ticks


def connection(start, end, weight, widest):
    """Draw a weight's line: its width grows with the weight, ever more slowly, up to `widest`."""
    width = 1 + (widest - 1) * abs(weight) / (abs(weight) + 4)
    look = f'stroke="{POSITIVE}"' if weight >= 0 else f'stroke="{NEGATIVE}" stroke-dasharray="9 6"'
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'{look} stroke-width="{width:.1f}"/>'
    )


def _places(sizes):
    """Return (x, y) of every neuron, a list for each layer: as far apart as there is room."""
    columns = np.linspace(LEFT + 48, WIDTH - RIGHT - 70, len(sizes)).tolist()
    centre = TOP + 4 + ROOM_FOR_NEURONS / 2
    return [
        [
            (x, centre + (row - (size - 1) / 2) * ROOM_FOR_NEURONS / (size - 0.4))
            for row in range(size)
        ]
        for x, size in zip(columns, sizes, strict=True)
    ]


def _middle(start, end):
    """Return a place on a line, nearer to its start, where lines to one neuron are apart."""
    return tuple(0.62 * a + 0.38 * b for a, b in zip(start, end, strict=True))


def _apart(heights):
    """Return how far apart the nearest two of some heights are."""
    return min((b - a for a, b in pairwise(sorted(heights))), default=math.inf)


def _signed(weight):
    """Write a weight with its sign; a huge one with a power of ten."""
    return signed(weight) if abs(weight) < LARGEST_WRITTEN else f"{weight:+.0e}"


def _in_words(network, input_names):
    """Say all weights and biases, layer by layer; of many weights the smallest and the largest."""
    weights = np.concatenate([layer.weights.ravel() for layer in network.layers])
    if weights.size > WEIGHTS_WRITTEN:
        low, high = _signed(weights.min()), _signed(weights.max())
        return f"{weights.size} weights from {low} to {high}; thick lines are large weights"
    said, names = [], input_names
    for layer in network.layers:
        is_hidden = layer is not network.layers[-1]
        for unit, column in enumerate(layer.weights.T.tolist(), 1):
            parts = [f"{name} {_signed(each)}" for name, each in zip(names, column, strict=True)]
            if layer.bias:
                parts.append(f"bias {_signed(layer.biases[unit - 1])}")
            of = f"to hidden {unit}: " if is_hidden else "to output: "
            said.append(("" if len(network.layers) == 1 else of) + ", ".join(parts))
        names = [f"hidden {unit}" for unit in range(1, layer.outputs + 1)]
    return "; ".join(said)


def _mark(x, y, half, good):
    """Draw an output: a dot where it is within the tolerance, a cross where it is not."""
    if good:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="{POSITIVE}"/>'
    ends = f"M{x - half:.1f},{y - half:.1f}l{2 * half:.1f},{2 * half:.1f}"
    ends += f"M{x - half:.1f},{y + half:.1f}l{2 * half:.1f},{-2 * half:.1f}"
    return f'<path d="{ends}" stroke="{NEGATIVE}" stroke-width="3.5"/>'
