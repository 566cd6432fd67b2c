"""What a network answers all over the plane of its two inputs."""

import math
from functools import partial

import numpy as np
from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

from nnlib import checks
from nnlib.pictures.chart import Chart, labels, ticks, without_touching
from nnlib.pictures.scene import Box, Heat, Line, Marks, Scene, Words
from nnlib.pictures.theme import briefly, colour_of, colours_of, number, some

STEPS_A_MAP = 60
NEAR = 0.06  # how far beyond the examples a fitted surface is drawn
RING = 11  # at the inputs that are asked about
LEVELS = 6  # of equal predictions, about
FLAT = 1e-6  # outputs that differ less have no line where they are 0.5
LONGEST_TITLE = 24
CHART = Chart((480, 424), left=96, right=54)  # its plot is a square
CORNERS = ("lower left", "lower right", "upper left", "upper right")
FIGURES = 15  # of an input at most, with as many decimals as its map needs
LINES_TOLD = 2  # of those where the output is 0.5
ALIKE = 4.0  # of two inputs' ranges the larger, in the smaller: up to here both have one scale


def decision_map(predict, dataset):
    """Draw a network's output over its two inputs, the line where it is 0.5, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), such as ``network.predict``.
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    plane = Plane(_to_one_scale(map_range(dataset)), dataset.input_names)
    outputs = plane.outputs(predict)
    flat = np.ptp(outputs) < FLAT
    lines = [] if flat else plane.contours(outputs, 0.5)
    parts = heat(outputs) + plane.drawn(lines)
    places = plane.places(dataset.inputs)
    is_one = dataset.targets[:, 0] >= 0.5
    parts.append(Marks("square", some(places[is_one]), 8, "positive", "black", 2))
    parts.append(Marks("circle", some(places[~is_one]), 8, "negative", "black", 2))
    everywhere = f"{outputs[0, 0]:.2f} everywhere"
    words = f"{plane.in_words(lines)}; at the corners of the map: {_corners(outputs, briefly)}"
    words = f"the output is {everywhere if flat else words}"
    are_bits = np.isin(dataset.targets, (0, 1)).all()
    marks = "□ target 1, ○ target 0" if are_bits else "□ target 0.5 or more, ○ less"
    shown = everywhere if flat else f"{marks}, — output 0.5"
    return Scene("Output map", words, [*parts, *plane.axes()], shown, CHART.size)


def fitted_surface(predict, seen, held_out, at=None):
    """Draw predicted numbers over two inputs: as colours, and as lines of equal predictions.

    The examples have the colours of their targets: circles those learned from, squares those held
    out.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), in the targets' unit.
    seen, held_out : Dataset
        Two inputs and one target; the second may be empty.
    at : sequence of float, optional
        Two inputs that are asked about: a ring is there, with what is predicted.
    """
    plane = Plane(map_range(seen, NEAR), seen.input_names)
    predicted = plane.outputs(predict)
    low, high = seen.targets.min(), seen.targets.max()
    span = (high - low) or 1.0
    levels = ticks(low, high, LEVELS)
    flat = np.ptp(predicted) <= FLAT * span
    parts = heat((predicted - low) / span)
    notes = []
    for value, text in zip(levels, labels(levels), strict=True) if not flat else ():
        lines = plane.lines(predicted, value)
        parts += lines
        middles = [line.points[len(line.points) // 2] for line in lines]
        notes += [Words(x, y + 5, text, "middle", halo="white", colour="black") for x, y in middles]
    for part, shape in ((seen, "circle"), (held_out, "square")):
        places, targets = some(plane.places(part.inputs)), some(part.targets[:, 0])
        for place, target in zip(places, targets, strict=True):
            if plane.holds(*place):
                colour = colour_of((target - low) / span)
                parts.append(Marks(shape, [place], 5, colour, "black", 1.5))
    name = seen.target_names[0]
    words = f"{name} at the corners of the map: {_corners(predicted, partial(number, figures=4))}"
    if at is not None:
        answer = number(predict(np.array([at])).item())
        notes += _ring(plane, at, answer)
        words = f"{name} {answer} at the ring; {words}"
    shown = f"orange {number(low, 4)}, blue {number(high, 4)}; □ held out"
    title = f"Predicted {name}"[:LONGEST_TITLE]
    return Scene(title, words, [*parts, *notes, *plane.axes()], shown, CHART.size)


def inputs_at(seen, across, down):
    """Return the two inputs at a place of the map that ``fitted_surface`` draws; beside it, None.

    Parameters
    ----------
    seen : Dataset
    across, down : float
        Shares of the picture's width and height.
    """
    x, y = across * CHART.size[0], down * CHART.size[1]
    (left, right), (low, high) = map_range(seen, NEAR)
    shares = (x - CHART.left) / CHART.width, (CHART.bottom - y) / CHART.height
    if not all(0 <= share <= 1 for share in shares):
        return None
    return left + shares[0] * (right - left), low + shares[1] * (high - low)


def _ring(plane, at, answer):
    """Return a ring at two inputs, with the answer above it, or where there is no room, below."""
    ((x, y),) = plane.places(np.array([at]))
    if not plane.holds(x, y):
        return []
    above = y - RING - 8 > CHART.top + 16
    return [
        Marks("circle", [(x, y)], RING, stroke="white", line=7),
        Marks("circle", [(x, y)], RING, stroke="black", line=3),
        Words(x, y - RING - 8 if above else y + RING + 20, answer, "middle", bold=True,
              halo="white", colour="black", size=18),
    ]  # fmt: skip


def map_range(dataset, share=0.5):
    """Return (lowest, highest) of each input on a map: by this share further than the examples."""
    low, high = dataset.inputs.min(axis=0), dataset.inputs.max(axis=0)
    with np.errstate(all="ignore"):
        margin = share * np.where(high > low, high - low, 1.0)
        low, high = low - margin, high + margin
        apart = np.where(high > low, high - low, np.nan)  # 1 more than 1e17 is 1e17
    checks.computed(apart, "dataset: inputs")
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _to_one_scale(sides):
    """Return two ranges, the smaller one made as large as the other unless they are too unlike.

    Then a circle among the inputs is one in the picture, and a right angle is one.
    """
    spans = [high - low for low, high in sides]
    if max(spans) > ALIKE * min(spans):
        return sides
    return [
        (low - (max(spans) - span) / 2, high + (max(spans) - span) / 2)
        for (low, high), span in zip(sides, spans, strict=True)
    ]


class Plane:
    """The plane of two inputs in a picture.

    Parameters
    ----------
    sides : [(low, high), (low, high)]
    input_names : (str, str)
    """

    def __init__(self, sides, input_names):
        (self.left, self.right), (self.low, self.high) = sides
        self.input_names = input_names
        self.columns = np.linspace(self.left, self.right, STEPS_A_MAP)
        self.rows = np.linspace(self.low, self.high, STEPS_A_MAP)

    def outputs(self, predict):
        """Return what is predicted all over it, shape (rows, columns), the lowest row first."""
        across, up = np.meshgrid(self.columns, self.rows)
        inputs = np.column_stack([across.ravel(), up.ravel()])
        return predict(inputs).reshape(across.shape)

    def places(self, points):
        """Return where points lie in the picture, shape (points, 2)."""
        return np.column_stack([self._x(points[:, 0]), self._y(points[:, 1])])

    def holds(self, x, y):
        """Say whether a place in the picture is in the plot."""
        return CHART.left <= x <= CHART.right and CHART.top <= y <= CHART.bottom

    def lines(self, outputs, level):
        """Return lines where the outputs are at a level."""
        return self.drawn(self.contours(outputs, level))

    def contours(self, outputs, level):
        """Return where the outputs are at a level, as ``contours`` does."""
        return contours(*np.meshgrid(self.columns, self.rows), outputs, level)

    def drawn(self, lines):
        """Return lines through some inputs as they are drawn."""
        return [Line(self.places(line), "black", 2.5) for line in lines]

    def lines_of(self, columns, rows, values, level):
        """Return lines where values on a grid of columns and rows are at a level."""
        return self.drawn(contours(*np.meshgrid(columns, rows), values, level))

    def in_words(self, lines):
        """Say along which lines the output is 0.5: from where to where, or what they enclose."""
        if not lines:
            return "nowhere 0.5 on the map"
        told = sorted(sorted(map(self._rounded, _ends(line))) for line in lines)
        said = [self._from_end_to_end(ends) for ends in told]
        if len(said) == 1:
            return f"0.5 along a line {said[0]}"
        more = ["and so on"] if len(said) > LINES_TOLD else []
        return f"0.5 along {len(said)} lines: {'; '.join([*said[:LINES_TOLD], *more])}"

    def _rounded(self, point):
        """Return a place in the inputs to three digits of how wide and how high its map is."""
        spans = (self.right - self.left, self.high - self.low)
        return [
            round(each, 2 - math.floor(math.log10(span)))
            for each, span in zip(point.tolist(), spans, strict=True)
        ]

    def _from_end_to_end(self, ends):
        first, *last = (
            ", ".join(
                f"{name} {number(value, FIGURES)}"
                for name, value in zip(self.input_names, end, strict=True)
            )
            for end in ends
        )
        return f"from {first} to {last[0]}" if last else f"around {first}"

    def axes(self):
        """Return the numbers and names of both inputs."""
        across, up = ticks(self.left, self.right), ticks(self.low, self.high)
        unit = CHART.width / (self.right - self.left)
        below, texts = without_touching(across, labels(across), unit), labels(up)
        return [
            *(CHART.below(self._x(tick), text) for tick, text in below),
            *(CHART.beside(self._y(tick), text) for tick, text in zip(up, texts, strict=True)),
            *CHART.names(*self.input_names, texts),
        ]

    def _x(self, values):
        return CHART.x_at((values - self.left) / (self.right - self.left))

    def _y(self, values):
        return CHART.y_at((values - self.low) / (self.high - self.low))


def contours(x, y, values, level):
    """Return the lines where values are at a level, a list of arrays of shape (points, 2).

    They are those of contourpy's ``contour_generator``, whose checks take longer than the lines.

    Parameters
    ----------
    x, y, values : array, shape (rows, columns)
        What is not finite is left out.
    level : float
    """
    return SerialContourGenerator(
        x, y, values, ~np.isfinite(values), corner_mask=True, quad_as_tri=False,
        line_type=LineType.Separate, fill_type=FillType.OuterCode, z_interp=ZInterp.Linear,
    ).lines(level)  # fmt: skip


def heat(shares):
    """Return a map of numbers from 0 to 1, the lowest row first, on its frame."""
    plot = (CHART.left, CHART.top, CHART.width, CHART.height)
    return [Box(*plot, stroke="ink", line=2), Heat(colours_of(shares[::-1]), *plot)]


def _ends(line):
    """Return the first and the last point of a line; of a closed one, the middle alone."""
    if (line[0] == line[-1]).all():
        return [(line.min(axis=0) + line.max(axis=0)) / 2]
    return [line[0], line[-1]]


def _corners(outputs, written):
    four = outputs[[0, 0, -1, -1], [0, -1, 0, -1]]
    named = zip(CORNERS, four, strict=True)
    return "; ".join(f"{corner} {written(output)}" for corner, output in named)
