"""What a network answers, row by row: outputs beside targets, hidden neurons, predictions."""

import math

import numpy as np

from nnlib.metrics import TOLERANCE, is_within
from nnlib.pictures.chart import (
    LEFT,
    LETTER,
    RIGHT,
    Chart,
    labels,
    room_for,
    round_numbers,
    without_touching,
)
from nnlib.pictures.diagrams import LINE_OF_TEXT
from nnlib.pictures.scene import FONT_SIZE, SMALL, Box, Heat, Line, Marks, Scene, Words
from nnlib.pictures.theme import (
    ROWS_NAMED,
    briefly,
    colours_of,
    number,
    row_names,
    rows_aloud,
    scale_of,
    some,
    tint,
)

BEYOND = 0.04  # of the plot: as far out are drawn predictions that are further out
HALF = 11  # of a target's square, where there is room
CHART = Chart()
WIDEST_CLASS, TOP_OF_COUNTS, LONGEST_CLASS = 120, 44, 11  # the last one in letters


def outputs_and_targets(dataset, outputs, chosen=None):
    """Draw every row's output and target, and the marks 0.9 and 0.1 that count as 1 and 0.

    Parameters
    ----------
    dataset : Dataset
        With one target, from 0 to 1.
    outputs : array, shape (samples, 1)
    chosen : int, optional
        The place of the row that is chosen, which is bold.
    """
    right = is_within(outputs, dataset.targets)
    words = f"{right.sum()} of {right.size} within {TOLERANCE:g}"
    right, drawn, targets = some(right), some(outputs), some(dataset.targets)
    step = CHART.width / right.size
    half = min(HALF, 0.3 * step)

    def up(value):
        return CHART.y_at((value + 0.1) / 1.2)

    parts = []
    for value in (0, 0.5, 1):
        parts += CHART.level(up(value), number(value))
    for value, lower in ((TOLERANCE, -4), (1 - TOLERANCE, 4)):  # away from the numbers 0 and 1
        parts += CHART.level(up(value), number(value), dashed=True, lower=lower)
    across = CHART.left + (np.arange(right.size) + 0.5) * step
    wanted, given = (np.column_stack([across, up(each[:, 0])]) for each in (targets, drawn))
    parts.append(Marks("square", wanted, half, stroke="ink", line=1.5))
    parts.append(Marks("circle", given[right], 0.6 * half, fill="positive"))
    parts.append(Marks("cross", given[~right], 0.6 * half, stroke="negative", line=3.5))
    if right.size <= ROWS_NAMED:
        shown = zip(given.tolist(), row_names(dataset.inputs), outputs[:, 0].tolist(), strict=True)
        for at, ((x, y), name, output) in enumerate(shown):
            beside = y + 29 if output > 0.5 else y - 18
            parts += [
                CHART.below(x, name, at == chosen),
                Words(x, beside, f"{output:.2f}", "middle", halo="page"),
            ]
    said = ", ".join(
        f"{row}: {output:.2f} for {number(target)}"
        for row, output, target in zip(
            rows_aloud(dataset.inputs[:ROWS_NAMED]),
            outputs[:, 0].tolist(),
            dataset.targets[:, 0].tolist(),
            strict=False,
        )
    )
    parts += CHART.names("row")
    return Scene(
        "Outputs ●✕, targets □", f"{words}; {said}", parts, words, aloud="Outputs and targets"
    )


def hidden_answers(dataset, hidden, outputs, activation, chosen=None):
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
    chosen : int, optional
        The place of the row that is chosen, which is bold.
    """
    answers = np.hstack([hidden, outputs]).T
    units, rows = hidden.shape[1], len(hidden)
    low, high = scale_of(activation) or (0.0, hidden.max() or 1.0)
    shares = np.vstack([(hidden.T - low) / (high - low), outputs.T])
    left, top, foot = CHART.left + 20, CHART.top + 22, CHART.size[1] - 6
    width, height = (CHART.right - left) / rows, (foot - top) / (units + 1)
    end = top + units * height

    def middle(row, at):
        return left + (row + 0.5) * width, top + (at + 0.5) * height + 5

    is_written = rows <= ROWS_NAMED and units <= ROWS_NAMED
    if is_written:  # tints of the page, so that its letters stand out on them
        parts = [
            _cell(left + row * width, top + at * height, width, height, share)
            for at, line in enumerate(shares.tolist())
            for row, share in enumerate(line)
        ]
    else:
        area = (left, top, rows * width, (units + 1) * height)
        parts = [Heat(colours_of(shares), *area, smooth=False)]
        parts += [
            Line([(x, top), (x, foot)], "black")
            for x in (left + row * width for row in range(1, rows))
        ]
    parts.append(Line([(left, end), (CHART.right, end)], "ink", 4))
    step = math.ceil(LINE_OF_TEXT / height)
    all_names = [*(f"hidden {unit}" for unit in range(1, units + 1)), "output"]
    named = [*range(0, units - step + 1, step), units]
    parts += [Words(left - 8, middle(0, at)[1], all_names[at], "end") for at in named]
    if rows <= ROWS_NAMED:
        parts += [
            Words(middle(row, 0)[0], top - 7, name, "middle", row == chosen)
            for row, name in enumerate(row_names(dataset.inputs))
        ]
    written = [[briefly(value) for value in line] for line in answers.tolist()]
    if is_written:
        parts += [
            Words(*middle(row, at), text, "middle")
            for at, line in enumerate(written)
            for row, text in enumerate(line)
        ]
    scale = f"orange {number(low)}, blue {number(high)}"
    scale += "" if activation == "sigmoid" else "; output 0 to 1"
    said = "; ".join(
        f"{name} {' '.join(line)}" for name, line in zip(all_names, written, strict=True)
    )
    return Scene("Hidden neurons' answers", f"{scale}; {said}", parts, scale)


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
    steps = round_numbers(targets.min(), targets.max())
    low, high = steps[0], steps[-1]

    def share(values):
        return np.clip((np.asarray(values) - low) / (high - low), -BEYOND, 1 + BEYOND)

    texts, parts = labels(steps), []
    half = LETTER / 2 * max(map(len, texts))
    chart = Chart(left=max(LEFT, room_for(texts) + 1.5 * LETTER), right=max(RIGHT, half))
    for step, text in zip(steps, texts, strict=True):
        parts += chart.level(chart.y_at(share(step)), text)
    for step, text in without_touching(steps, texts, chart.width / (high - low)):
        parts.append(chart.below(chart.x_at(share(step)), text))
    parts.append(
        Line([(chart.x_at(0), chart.y_at(0)), (chart.x_at(1), chart.y_at(1))], width=2, dashed=True)
    )
    looks = (("circle", "positive", "page", 1), ("square", "none", "negative", 3))
    for (wanted, predicted), look in zip((seen, held_out), looks, strict=True):
        shape, fill, stroke, line = look
        parts.append(
            Marks(shape, some(chart.places(share(wanted), share(predicted))), 5, fill, stroke, line)
        )
    parts += chart.names(name, "predicted", texts)
    parts_of = [(seen, "learned from"), (held_out, "held out")]
    words = "; ".join(
        f"{len(wanted)} {which}, off by {number(np.abs(predicted - wanted).mean())} in the mean"
        for (wanted, predicted), which in parts_of
        if len(wanted)
    )
    shown = "● learned from, □ held out"
    if len(targets) > len(some(seen[0])) + len(some(held_out[0])):
        shown += ", some of them drawn"
    return Scene("Prediction, target", words, parts, shown)


def confusion(counts, names, which):
    """Draw how often each class was answered to examples of each, as a table of counts.

    Parameters
    ----------
    counts : array of int, shape (classes, classes)
        A row for each right class, a column for each answer.
    names : sequence of str
    which : str
        Of which examples they are, such as ``"held out"``.
    """
    left, top, classes = WIDEST_CLASS, TOP_OF_COUNTS, len(names)
    wide, high = (CHART.right - left) / classes, (CHART.bottom - top) / classes
    size = min(FONT_SIZE, 0.8 * high, 0.4 * wide)
    of_each = np.maximum(counts.sum(axis=1), 1)
    short = [name if len(name) <= LONGEST_CLASS else f"{name[:LONGEST_CLASS]}…" for name in names]
    parts = []
    for row, name in enumerate(short):
        y = top + row * high
        parts.append(Words(left - 8, y + high / 2 + 5, name, "end", size=min(SMALL, high)))
        for column in range(classes):
            x, count = left + column * wide, int(counts[row, column])
            colour = "positive" if row == column else "negative"
            share = 0.6 * float(count / of_each[row])
            parts.append(Box(x, y, wide, high, 0, colour, "ink", 0.5, share))
            words = (x + wide / 2, y + high / 2 + 0.36 * size, f"{count:,}")
            parts.append(Words(*words, "middle", size=size, bold=row == column))
    most = max(1, int(wide / LETTER))
    for column, name in enumerate(short):
        x = left + (column + 0.5) * wide
        parts.append(Words(x, CHART.bottom + 20, name[:most], "middle", size=SMALL))
    parts.append(Words(left + CHART.width / 2, CHART.bottom + 42, "answered", "middle"))
    shown = f"{which}: {np.trace(counts):,} of {counts.sum():,} right"
    rows = "; ".join(
        f"{name}: {', '.join(map(str, row))}"
        for name, row in zip(names, counts.tolist(), strict=True)
    )
    words = f"{shown}. A row for each right class, a column for each answer: {rows}"
    return Scene("Right class, answer", words, parts, shown, CHART.size)


def _cell(x, y, width, height, share):
    """Return a cell tinted from orange (0) over nothing (0.5) to blue (1)."""
    colour, strength = tint(share)
    return Box(x, y, width, height, fill=colour, stroke="ink", line=1, opacity=strength)
