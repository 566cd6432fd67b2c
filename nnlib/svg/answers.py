"""What a network answers, row by row: outputs beside targets, hidden neurons, predictions."""

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnlib.metrics import TOLERANCE, is_within
from nnlib.plots import ROWS_NAMED, row_names
from nnlib.svg.elements import (
    BOTTOM,
    HEIGHT,
    LARGEST_WRITTEN,
    LEFT,
    LINE_OF_TEXT,
    NEGATIVE,
    PAGE,
    PLOT_WIDTH,
    POSITIVE,
    RIGHT,
    TEXT,
    TOP,
    WIDTH,
    circle,
    colours_of,
    heat_map,
    label,
    level_line,
    picture,
    square,
    upright,
    y_at,
)

SCALES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}  # where an activation's outputs lie
BEYOND = 0.04  # of the plot: as far out are drawn predictions that are further out


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
        return y_at((value + 0.1) / 1.2)

    parts = [level_line(place(tick), f"{tick:g}") for tick in (0, 0.5, 1)]
    for mark, lower in ((TOLERANCE, -4), (1 - TOLERANCE, 4)):  # away from the numbers 0 and 1
        parts.append(level_line(place(mark), f"{mark:g}", dashed=True, lower=lower))
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

    parts = [level_line(y_at(share(tick)), f"{tick:g}") for tick in ticks]
    parts += [
        label(LEFT + PLOT_WIDTH * share(tick), HEIGHT - BOTTOM + 20, f"{tick:g}", "middle")
        for tick in ticks
    ]
    parts.append(
        f'<line x1="{LEFT}" y1="{y_at(0)}" x2="{LEFT + PLOT_WIDTH}" y2="{y_at(1)}" stroke="{TEXT}" '
        'stroke-width="2" stroke-dasharray="6 5"/>'
    )
    looks = (
        (circle, f'fill="{POSITIVE}" stroke="{PAGE}" stroke-width="1"'),
        (square, f'fill="none" stroke="{NEGATIVE}" stroke-width="3"'),
    )
    for (wanted, predicted), (draw, look) in zip((seen, held_out), looks, strict=True):
        places = zip(
            (LEFT + PLOT_WIDTH * share(wanted)).tolist(), y_at(share(predicted)).tolist(),
            strict=True,
        )  # fmt: skip
        parts.append(f"<g {look}>{''.join(draw(x, y) for x, y in places)}</g>")
    parts += [
        label(LEFT + PLOT_WIDTH / 2, HEIGHT - 8, name, "middle"),
        upright("predicted"),
    ]
    parts_of = [(seen, "learned from"), (held_out, "held out")]
    words = "; ".join(
        f"{len(wanted)} {which}, off by {np.abs(predicted - wanted).mean():.3g} in the mean"
        for (wanted, predicted), which in parts_of
        if len(wanted)
    )
    return picture("Prediction, target", words, parts, shown="● learned from, □ held out")


def _mark(x, y, half, good):
    """Draw an output: a dot where it is within the tolerance, a cross where it is not."""
    if good:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" fill="{POSITIVE}"/>'
    ends = f"M{x - half:.1f},{y - half:.1f}l{2 * half:.1f},{2 * half:.1f}"
    ends += f"M{x - half:.1f},{y + half:.1f}l{2 * half:.1f},{-2 * half:.1f}"
    return f'<path d="{ends}" stroke="{NEGATIVE}" stroke-width="3.5"/>'


def _briefly(number):
    """Write a number in five or six characters."""
    if abs(number) < 9.995:
        return f"{number:.2f}"
    return f"{number:.0f}" if abs(number) < LARGEST_WRITTEN else f"{number:.0e}"
