"""What a network answers all over the plane of its two inputs."""

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from nnlib.plots import LEVELS, NEAR, OUTPUT_COLOURS, STEPS_A_MAP, map_range
from nnlib.svg.elements import (
    BOTTOM,
    HEIGHT,
    LEFT,
    NEGATIVE,
    PLOT_HEIGHT,
    PLOT_WIDTH,
    POSITIVE,
    TOP,
    circle,
    colours_of,
    heat_map,
    label,
    picture,
    square,
    upright,
    y_at,
)

FLAT = 1e-6  # outputs that differ less have no line where they are 0.5
LONGEST_TITLE = 24


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
    are_bits = np.isin(dataset.targets, (0, 1)).all()
    marks = "□ target 1, ○ target 0" if are_bits else "□ target 0.5 or more, ○ less"
    shown = f"{outputs[0, 0]:.2f} everywhere" if flat else f"{marks}, — output 0.5"
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
        return np.column_stack([x, y_at((points[:, 1] - self.low) / (self.high - self.low))])

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
            label(
                LEFT - 8, y_at((tick - self.low) / (self.high - self.low)) + 5, f"{tick:g}", "end"
            )
            for tick in MaxNLocator(4).tick_values(self.low, self.high)
            if self.low <= tick <= self.high
        ]
        return [
            *parts,
            label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, self.names[0], "middle"),
            upright(self.names[1]),
        ]


def _corners(outputs):
    return ", ".join(f"{output:.4g}" for output in outputs[[0, 0, -1, -1], [0, -1, 0, -1]])
