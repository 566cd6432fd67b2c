"""Lines in the square of a gate, that square folded, and what the lines are as neurons."""

from typing import NamedTuple

import numpy as np

from nnlib.pictures.scene import SMALL, Box, Heat, Line, Marks, Scene, Words
from nnlib.pictures.theme import colours_of, number, signed, tint
from nnlib.problems import lines
from nnlib.problems.lines import MIDDLE, WORDS, along, neurons_of, which_are_right

SIZE, PLOT = (360, 390), 312  # of a plane's picture; of its plot, each way
LEFT, TOP = 40, 38
STEPS = 50  # of a map, each way
HANDLE, HIT = 15.0, 32.0  # radius as it is drawn, and as it is hit
MARK, BADGE = 9, 10
NEAR = 34.0  # marks so near to each other have one name
AWAY, LETTER = 16, 9.0  # of a name from its mark; the width of one of its letters, about
THICK, THIN = 4, 2.5  # of a line that is chosen, and of another
GRID = np.linspace(0, 1, 11)  # of the square that is folded
FINE = np.linspace(0, 1, 31)  # along its lines
RIGHT, WRONG = "✔", "✘"
NAMES = ("0 0", "0 1", "1 0", "1 1")  # of the corners, in the order of the rows
ASIDE = 290  # the width of what stands beside the planes
DIGITS = 12  # of a direction: a line that is flat, or lies at the edge, is quite so
LARGE, BAR = 40, 12
MOST_WAYS = 6  # that have the same number of corners right


class Plane(NamedTuple):
    """The part of a plane that is seen in its picture, from `low` to `high` both ways."""

    low: float
    high: float

    def places(self, points):
        """Return where points lie in the picture, shape (points, 2)."""
        across, up = ((np.asarray(points) - self.low) / (self.high - self.low)).T
        return np.column_stack([LEFT + PLOT * across, TOP + PLOT * (1 - up)])

    def point_at(self, across, down):
        """Return the point at shares of the picture's width and height, held in the plot."""
        shares = [(across * SIZE[0] - LEFT) / PLOT, 1 - (down * SIZE[1] - TOP) / PLOT]
        return self.low + (self.high - self.low) * np.clip(shares, 0.0, 1.0)

    def seen_of(self, place):
        """Return where along a line the plane begins and ends to show it, or ``None``.

        Both are distances from the point of the line that is nearest to the middle.
        """
        direction, towards = along(place.turn)
        direction, foot = direction.round(DIGITS), (MIDDLE + place.shift * towards).round(DIGITS)
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.sort([(edge - foot) / direction for edge in (self.low, self.high)], axis=0)
        first, last = np.nanmax(ends[0]), np.nanmin(ends[1])
        return (float(first), float(last)) if first < last else None

    def on_line(self, place, distances):
        """Return the points of a line at distances from its point nearest to the middle."""
        direction, towards = along(place.turn)
        return MIDDLE + place.shift * towards + np.multiply.outer(distances, direction)

    def map(self, predict, strength=1.0):
        """Return the picture of what is answered all over the plane, as pale as is asked for."""
        steps = np.linspace(self.low, self.high, STEPS)
        across, up = np.meshgrid(steps, steps[::-1])
        answers = predict(np.column_stack([across.ravel(), up.ravel()]))
        shares = 0.5 + (answers - 0.5) * strength
        return [
            Box(LEFT, TOP, PLOT, PLOT, stroke="ink", line=2),
            Heat(colours_of(shares.reshape(STEPS, STEPS)), LEFT, TOP, PLOT, PLOT),
        ]

    def axes(self, across, up):
        """Return the numbers and names at the edges."""
        foot, parts = TOP + PLOT + 20, []
        for value, (x, y) in zip((0, 1), self.places([(0, 0), (1, 1)]), strict=True):
            parts.append(Words(x, foot, number(value), "middle", size=SMALL))
            parts.append(Words(LEFT - 8, y + 5, number(value), "end", size=SMALL))
        parts.append(Words(LEFT + PLOT / 2, foot, across, "middle", size=SMALL))
        parts.append(Words(LEFT - 26, TOP + PLOT / 2, up, "middle", size=SMALL, upright=True))
        return parts


INPUTS, ANSWERS = Plane(-0.5, 1.5), Plane(-0.12, 1.12)


def inputs_plane(network, dataset, handles, chosen):
    """Draw the plane of the inputs: the corners, the lines, and what the network says there.

    Parameters
    ----------
    network : Network
        One neuron, or two hidden ones and an output.
    dataset : Dataset
        A gate's.
    handles : dict of str to array, shape (2, 2)
        Of every line the points to drag it by.
    chosen : str
        The line that the sliders move.
    """
    right = which_are_right(network, dataset)
    square = INPUTS.places([(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)])
    parts = [*INPUTS.map(network.predict), Line(square, "black", opacity=0.35)]
    names = [name for name in neurons_of(network) if name != "output"]
    for name in names:
        parts += _line(INPUTS, network, name, name == chosen)
    parts += _corners(INPUTS.places(dataset.inputs), dataset, right)
    for name in names:
        parts += _handles(INPUTS, name, handles, name == chosen)
    parts += INPUTS.axes(*dataset.input_names)
    if len(names) == 1:
        title, shown = "The inputs", "□ target 1, ○ target 0"
    else:
        title, shown = "The inputs", "line A, line B dashed"
    told = f"{sum(right)} of 4 corners are right. {_told_of_corners(dataset, right)}"
    return Scene(title, told, parts, shown, SIZE)


def folded_plane(network, dataset, share, handles, chosen):
    """Draw the square on its way into the plane of the hidden answers.

    Parameters
    ----------
    network : Network
        Of two hidden neurons.
    dataset : Dataset
    share : float
        Of the way: at 0 it is the square, at 1 every point lies where its hidden answers are.
    handles : dict
        Those of the output's line, which is there at the end of the way.
    chosen : str
    """
    hidden, output = network.layers

    def fold(points):
        return (1 - share) * points + share * hidden.forward(points)

    parts = [*ANSWERS.map(output.forward, share), *_folded_square(network, fold)]
    right, points = which_are_right(network, dataset), fold(dataset.inputs)
    is_chosen = chosen == "output"
    parts += _line(ANSWERS, network, "output", is_chosen) if share == 1 else []
    parts += _corners(ANSWERS.places(points), dataset, right)
    parts += _handles(ANSWERS, "output", handles, is_chosen) if share == 1 else []
    names = [
        f"{name} answers" if share == 1 else input_name if share == 0 else f"{input_name} → {name}"
        for name, input_name in zip("AB", dataset.input_names, strict=True)
    ]
    parts += ANSWERS.axes(*names)
    told = "; ".join(
        f"{name} at {across:.2f} {up:.2f}"
        for name, (across, up) in zip(NAMES, points.tolist(), strict=True)
    )
    shown = {0: "flat", 1: "folded"}.get(share, f"folded to {share:.0%}")
    title = "The plane of A and B"
    return Scene(title, f"{shown}; {told}", parts, shown, SIZE)


def tally(dataset, right, ways):
    """Draw how many corners are right, and in which ways a line has parted them so far.

    Parameters
    ----------
    dataset : Dataset
    right : array of bool
        For each corner.
    ways : collection of tuple of int
        For each the side of every corner, 1 or -1.
    """
    now = f"{sum(right)} of 4"
    parts = [
        Words(2, 40, now, bold=True, size=LARGE),
        Words(2, 66, _which_are_not(right)),
        Words(2, 100, "The lines you have tried", bold=True),
        Words(2, 120, f"They part the corners in {_ways(len(ways))}.", size=SMALL),
    ]
    wanted = np.where(dataset.targets[:, 0] == 1, 1, -1)
    counts = [0] * 5
    for way in ways:
        counts[int((way == wanted).sum())] += 1
    told = []
    for at, count in enumerate(counts):
        foot, is_now = 146 + 24 * at, at == sum(right)
        parts += [
            Words(2, foot, f"{at} of 4", bold=is_now),
            Box(70, foot - BAR, 150, BAR, stroke="ink", line=1),
            Box(70, foot - BAR, 150 * count / MOST_WAYS, BAR, fill="positive"),
            Words(228, foot, _ways(count) if count else "never"),
        ]
        told.append(f"{at} of 4: {count}")
    if len(ways) == lines.WAYS:
        parts.append(Words(2, 270, f"These are all the ways: {lines.WAYS}."))
    words = f"{now} corners are right; ways to part the corners, by how many are right: "
    return Scene("Tally", words + ", ".join(told), parts, size=(ASIDE, 280), bare=True)


def hidden_table(network, dataset):
    """Draw for each corner what A, B and the output say, as a table."""
    right = which_are_right(network, dataset)
    hidden, outputs = network.forward(dataset.inputs)
    columns, top, height = (24, 82, 132, 182, 238, 278), 62, 32
    heads = ("corner", "A", "B", "output", "target")
    parts = [
        Words(x, top - 8, head, "middle", size=SMALL)
        for x, head in zip(columns, heads, strict=False)
    ]
    told = zip(hidden.tolist(), outputs[:, 0].tolist(), dataset.targets[:, 0], right, strict=True)
    said = []
    for at, (answers, output, target, is_right) in enumerate(told):
        y, shares = top + height * at, [*answers, output]
        foot = y + height / 2 + 5
        parts.append(Words(columns[0], foot, NAMES[at], "middle"))
        for x, share in zip(columns[1:], shares, strict=False):
            colour, strength = tint(share)
            parts.append(Box(x - 25, y, 50, height, 0, colour, "ink", 1, strength))
            parts.append(Words(x, foot, f"{share:.2f}", "middle", bold=x == columns[3]))
        mark, ink = (RIGHT, "right") if is_right else (WRONG, "ink")
        parts.append(Words(columns[4], foot, number(target), "middle"))
        parts.append(Words(columns[5], foot, mark, "middle", bold=True, colour=ink))
        said.append(f"{NAMES[at]}: {', '.join(f'{share:.2f}' for share in shares)}")
    shown = f"{sum(right)} of 4 right"
    words = f"{shown}; A, B and output at {'; '.join(said)}"
    size = (ASIDE, top + 4 * height + 6)
    return Scene("The hidden answers", words, parts, shown, size)


def as_neurons(network, input_names):
    """Draw the lines as what they are to a network: two weights and a bias each."""
    neurons = neurons_of(network)
    columns, y, said = (2, 140, 214, 284), 58, []
    parts = _caption(columns, y, *input_names)
    for name, (weights, bias) in neurons.items():
        if name == "output":
            y += 30
            parts += _caption(columns, y, "A", "B")
        y += 26
        words = "output" if name == "output" else f"line {WORDS[name]}"
        numbers = [signed(value) for value in (*weights.tolist(), float(bias))]
        parts.append(Words(columns[0], y, words, bold=True))
        parts += [Words(x, y, text, "end") for x, text in zip(columns[1:], numbers, strict=True)]
        said.append(f"{words}: weights {numbers[0]} and {numbers[1]}, bias {numbers[2]}")
    size = (ASIDE, y + 14)
    return Scene("As neurons", "; ".join(said), parts, "weights and bias", size)


def _ways(count):
    return "1 way" if count == 1 else f"{count} ways"


def _caption(columns, y, *names):
    return [
        Words(x, y, name, "end", size=SMALL)
        for x, name in zip(columns[1:], (*names, "bias"), strict=True)
    ]


def _folded_square(network, fold):
    """Return the lines of a square's grid, and in it A and B, where `fold` takes their points."""
    parts = []
    for at in GRID:
        for sheet in ((np.full_like(FINE, at), FINE), (FINE, np.full_like(FINE, at))):
            parts.append(Line(ANSWERS.places(fold(np.column_stack(sheet))), "black", opacity=0.3))
    for name in ("a", "b"):
        place = lines.place_of(*neurons_of(network)[name])
        seen = place and Plane(0.0, 1.0).seen_of(place)
        if seen:
            points = fold(INPUTS.on_line(place, np.linspace(*seen, len(FINE))))
            parts.append(Line(ANSWERS.places(points), "black", 2, dashed=name == "b"))
    return parts


def _line(plane, network, name, is_chosen):
    """Return a line as far as the plane shows it."""
    place = lines.place_of(*neurons_of(network)[name])
    seen = place and plane.seen_of(place)
    if not seen:
        return []
    ends = plane.places(plane.on_line(place, seen))
    return [Line(ends, "black", THICK if is_chosen else THIN, dashed=name == "b")]


def _handles(plane, name, handles, is_chosen):
    """Return the handles of a line, where it is seen."""
    if name not in handles:
        return []
    parts, letter = [], "O" if name == "output" else WORDS[name]
    for at, (x, y) in enumerate(plane.places(handles[name]).tolist(), 1):
        line = THICK if is_chosen else THIN
        parts.append(Marks("circle", [(x, y)], HANDLE, "page", "ink", line))
        parts.append(Words(x, y + 5, f"{letter}{at}", "middle", bold=True, size=SMALL))
    return parts


def _corners(places, dataset, right):
    """Return the corners where they lie, each with its name and whether it is right.

    Those that lie at one place share name and mark.
    """
    parts, groups = [], []
    for place, name, target, is_right in zip(
        places.tolist(), NAMES, dataset.targets[:, 0].tolist(), right, strict=True
    ):
        shape, colour = ("square", "positive") if target == 1 else ("circle", "negative")
        parts.append(Marks(shape, [place], MARK, colour, "black", 2))
        for group in groups:
            if np.hypot(*np.subtract(place, group.places[0])) < NEAR and group.is_right == is_right:
                group.names.append(name)
                group.places.append(place)
                break
        else:
            groups.append(_Group([place], [name], is_right))
    for places_there, names, is_right in groups:
        (x, y), (left, top) = places_there[-1], places_there[0]
        mark, ink = (RIGHT, "right") if is_right else (WRONG, "ink")
        name = ", ".join(names)
        parts += [
            Marks("circle", [(x + 20, y + 16)], BADGE, "page", "ink", 1.5),
            Words(x + 20, y + 21, mark, "middle", bold=True, size=SMALL, colour=ink),
            _name_beside(left, top - 8, name),
        ]
    return parts


class _Group(NamedTuple):
    """Corners that lie at one place."""

    places: list
    names: list
    is_right: bool


def _name_beside(x, y, name):
    """Return a corner's name at its outer side, or where there is no room, at its inner side."""
    at_left, room = x < LEFT + PLOT / 2, LETTER * len(name) + AWAY
    if at_left != (x - room < LEFT if at_left else x + room > LEFT + PLOT):
        return Words(x - AWAY, y, name, "end", bold=True, halo="page", size=SMALL)
    return Words(x + AWAY, y, name, bold=True, halo="page", size=SMALL)


def _which_are_not(right):
    wrong = [name for name, is_right in zip(NAMES, right, strict=True) if not is_right]
    return f"corners are right, but not {', '.join(wrong)}" if wrong else "corners are right."


def _told_of_corners(dataset, right):
    return "; ".join(
        f"{name} is {'right' if is_right else 'wrong'}, target {number(target)}"
        for name, target, is_right in zip(NAMES, dataset.targets[:, 0], right, strict=True)
    )
