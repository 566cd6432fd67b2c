"""Moving pictures: functions that return SVG text, fast enough for thirty frames a second.

Text and background take the colours of the page, light or dark. Colours are never alone: a
negative weight is dashed, a wrong output is a cross, and ``aria-label`` says the numbers.
"""

import base64
import io
import math
from html import escape

import numpy as np
from contourpy import contour_generator
from matplotlib.image import imsave
from matplotlib.ticker import MaxNLocator

from nnlib.metrics import TOLERANCE, is_within
from nnlib.plots import (
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
LARGEST_LOSS = 1e300  # above, there is no room for an axis


def loss_curve(points, title, log=False):
    """Draw a loss curve, its last value written at the top.

    Parameters
    ----------
    points : list of (epoch, loss)
        At least one. What is not finite, or nearly so, is left out.
    title : str
    log : bool
        Whether the loss axis is logarithmic.
    """
    last_epoch, last_loss = points[-1]
    words = f"epoch {last_epoch:,}: loss {last_loss:.4g}"
    finite = [(epoch, loss) for epoch, loss in points if abs(loss) < LARGEST_LOSS] or [(0, 0.0)]
    epochs, losses = np.array(finite).T
    end = max(last_epoch, 1)
    height, ticks = (_log_scale if log else _linear_scale)(losses)
    across = LEFT + PLOT_WIDTH * epochs / end
    up = _up(height(losses))
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across.tolist(), up.tolist(), strict=True))
    parts = [_level(_up(height(tick)), f"{tick:.3g}") for tick in ticks]
    parts += [
        _text(LEFT + PLOT_WIDTH * tick / end, HEIGHT - BOTTOM + 20, f"{tick:,.0f}", "middle")
        for tick in MaxNLocator(4, integer=True).tick_values(0, end)
        if tick <= end
    ]
    parts += [
        _text(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, "epoch", "middle"),
        f'<polyline points="{curve}" fill="none" stroke="{POSITIVE}" stroke-width="3"/>',
        f'<circle cx="{across[-1]:.1f}" cy="{up[-1]:.1f}" r="4" fill="{POSITIVE}"/>',
    ]
    return _picture(title, words, parts, f'data-epoch="{last_epoch}"')


def network_diagram(network, input_names):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Where it has sixteen weights or fewer, they are written on the lines.
    input_names : sequence of str
    """
    sizes = [network.layers[0].inputs, *(layer.outputs for layer in network.layers)]
    columns = np.linspace(LEFT + 40, WIDTH - RIGHT - 70, len(sizes))
    step = (HEIGHT - TOP - 30) / max(sizes)
    radius = min(18.0, 0.35 * step)
    places = [
        [(x, TOP + 4 + (max(sizes) / 2 + row - (size - 1) / 2) * step) for row in range(size)]
        for x, size in zip(columns.tolist(), sizes, strict=True)
    ]
    lines, notes = [], []
    for layer, left, right in zip(network.layers, places, places[1:], strict=False):
        for start, weights in zip(left, layer.weights.tolist(), strict=True):
            for end, weight in zip(right, weights, strict=True):
                lines.append(_connection(start, end, weight))
                notes.append(_on_line(start, end, signed(weight)))
        if layer.bias:
            notes += [
                _text(x, y + radius + 18, f"bias {signed(bias)}", "middle", halo=True)
                for bias, (x, y) in zip(layer.biases.tolist(), right, strict=True)
            ]
    few = sum(layer.weights.size for layer in network.layers) <= WEIGHTS_WRITTEN
    nodes = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PAGE}" stroke="{TEXT}" '
        'stroke-width="2"/>'
        for column in places
        for x, y in column
    ]
    if len(input_names) <= ROWS_NAMED:
        nodes += [
            _text(x - radius - 6, y + 5, name, "end")
            for name, (x, y) in zip(input_names, places[0], strict=True)
        ]
    nodes += [_text(x + radius + 6, y + 5, "output") for x, y in places[-1]]
    words = _in_words(network, input_names) if few else "thick lines are large weights"
    parts = [*lines, *(notes if few else []), *nodes]
    return _picture("Weights", words, parts, shown="blue: positive, dashed: negative")


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
            parts.append(_text(x, HEIGHT - BOTTOM + 20, names[row], "middle"))
            beside = y + 26 if output > 0.5 else y - 16
            parts.append(_text(x, beside, f"{output:.2f}", "middle", halo=True))
    parts.append(_text(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, "row", "middle"))
    words = f"{right.sum()} of {right.size} within {TOLERANCE:g}"
    said = ", ".join(f"{output:.2f}" for output in answers[:ROWS_NAMED])
    return _picture("Outputs ●✕, targets □", f"{words}; outputs {said}", parts, shown=words)


def decision_map(predict, dataset):
    """Draw a network's output over its two inputs, the line where it is 0.5, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), such as ``network.predict``.
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    (left, right), (low, high) = map_range(dataset)
    columns = np.linspace(left, right, STEPS_A_MAP)
    rows = np.linspace(low, high, STEPS_A_MAP)
    across, up = np.meshgrid(columns, rows)
    outputs = predict(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
    file = io.BytesIO()
    imsave(file, outputs, cmap=OUTPUT_COLOURS, vmin=0, vmax=1, origin="lower", format="png")
    data = base64.b64encode(file.getvalue()).decode("ascii")

    def place(points):
        x = LEFT + PLOT_WIDTH * (points[:, 0] - left) / (right - left)
        return np.column_stack([x, _up((points[:, 1] - low) / (high - low))])

    parts = [
        f'<image x="{LEFT}" y="{TOP}" width="{PLOT_WIDTH}" height="{PLOT_HEIGHT}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    ]
    flat = np.ptp(outputs) < FLAT
    for line in [] if flat else contour_generator(columns, rows, outputs).lines(0.5):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in place(line).tolist())
        parts.append(f'<polyline points="{points}" fill="none" stroke="black" stroke-width="2.5"/>')
    for (x, y), target in zip(
        place(dataset.inputs).tolist(), dataset.targets[:, 0].tolist(), strict=True
    ):
        look = 'stroke="black" stroke-width="2"'
        parts.append(
            f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" fill="{POSITIVE}" '
            f"{look}/>"
            if target >= 0.5
            else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="{NEGATIVE}" {look}/>'
        )
    parts += [
        _text(LEFT + PLOT_WIDTH * (tick - left) / (right - left), HEIGHT - BOTTOM + 20,
              f"{tick:g}", "middle")
        for tick in MaxNLocator(4).tick_values(left, right) if left <= tick <= right
    ]  # fmt: skip
    parts += [
        _text(LEFT - 8, _up((tick - low) / (high - low)) + 5, f"{tick:g}", "end")
        for tick in MaxNLocator(4).tick_values(low, high)
        if low <= tick <= high
    ]
    names = dataset.input_names
    parts += [
        _text(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, names[0], "middle"),
        f'<text transform="rotate(-90)" x="{-(TOP + PLOT_HEIGHT / 2)}" y="18" '
        f'text-anchor="middle">{escape(names[1])}</text>',
    ]
    corners = ", ".join(f"{output:.2f}" for output in outputs[[0, 0, -1, -1], [0, -1, 0, -1]])
    words = f"at the corners, from the lower left: {corners}"
    shown = f"{outputs[0, 0]:.2f} everywhere" if flat else "□ target 1, ○ target 0, — output 0.5"
    return _picture("Output over the inputs", words, parts, shown=shown)


def _picture(title, words, parts, attributes="", shown=None):
    """Wrap up a picture: its title, what is written at the upper right, and its words."""
    head = [
        _text(2, 22, title, weight="bold"),
        _text(WIDTH - RIGHT, 22, words if shown is None else shown, "end"),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}. '
        f'{escape(words)}" {attributes} style="width:100%" font-size="15" '
        f'font-family="sans-serif" fill="{TEXT}">{"".join(head + parts)}</svg>'
    )


def _text(x, y, text, anchor="start", weight="normal", halo=False):
    look = (
        f' stroke="{PAGE}" stroke-width="7" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    look += ' font-weight="bold"' if weight == "bold" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{escape(text)}</text>'


def _level(y, text, dashed=False):
    """Draw a horizontal line across the plot, with its value at the left."""
    look = 'stroke-dasharray="6 5" stroke-opacity="0.8"' if dashed else 'stroke-opacity="0.25"'
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{TEXT}" '
        f"{look}/>{_text(LEFT - 8, y + 5, text, 'end')}"
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


def _connection(start, end, weight):
    """Draw a weight's line: its width grows with the weight, ever more slowly, up to 12."""
    width = 1 + 11 * abs(weight) / (abs(weight) + 4)
    look = f'stroke="{POSITIVE}"' if weight >= 0 else f'stroke="{NEGATIVE}" stroke-dasharray="9 6"'
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'{look} stroke-width="{width:.1f}"/>'
    )


def _on_line(start, end, text):
    """Write on a line, nearer to its start, where lines to one neuron are apart."""
    x, y = (0.62 * a + 0.38 * b for a, b in zip(start, end, strict=True))
    return _text(x, y + 5, text, "middle", halo=True)


def _in_words(network, input_names):
    """Say all weights and biases, layer by layer."""
    said = []
    for layer in network.layers:
        for unit in range(layer.outputs):
            names = input_names if layer is network.layers[0] else range(1, layer.inputs + 1)
            said += [f"{name} {signed(layer.weights[row, unit])}" for row, name in enumerate(names)]
            if layer.bias:
                said.append(f"bias {signed(layer.biases[unit])}")
    return ", ".join(said)


def _mark(x, y, half, good):
    """Draw an output: a dot where it is within the tolerance, a cross where it is not."""
    if good:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="{POSITIVE}"/>'
    ends = f"M{x - half:.1f},{y - half:.1f}l{2 * half:.1f},{2 * half:.1f}"
    ends += f"M{x - half:.1f},{y + half:.1f}l{2 * half:.1f},{-2 * half:.1f}"
    return f'<path d="{ends}" stroke="{NEGATIVE}" stroke-width="3.5"/>'
