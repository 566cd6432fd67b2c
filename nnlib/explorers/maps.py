"""A playground's pictures: the output over x and y, and the network with every unit's own map."""

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import to_hex

from nnlib import plots
from nnlib.explorers.set_up import LEAST_REACH
from nnlib.explorers.settings import FEATURES
from nnlib.plots import OUTPUT_COLOURS
from nnlib.svg import elements
from nnlib.svg.planes import FLAT

STEPS = 50  # of the map, each way
EVERY = 2  # of them for a unit's own map
CELLS = STEPS // EVERY
GAP = 7  # between two of those, in their steps
SIZE, PLOT = (480, 520), 400  # of the surface; of its plot, each way
LEFT, TOP = 52, 62
DIAGRAM = (640, 400)
HEAD, LARGEST_TILE, MARGINS = 40, 44.0, (70, 90)
LEAST_SHARE = 1e-15  # the weighted sum of an output nearer to 0 or 1 cannot be told


def empty_plane():
    """Draw a surface with nothing on it, which can be clicked."""
    frame = (
        f'<rect x="{LEFT}" y="{TOP}" width="{PLOT}" height="{PLOT}" fill="none" '
        f'stroke="{elements.TEXT}"/>'
    )
    words = f"nothing yet; from -{LEAST_REACH:g} to {LEAST_REACH:g}"
    return elements.picture("Output over x and y", words, [frame], shown="nothing yet", size=SIZE)


def grid(reach):
    """Return the points of the map, shape (2500, 2), row by row from the upper left."""
    steps = np.linspace(-reach, reach, STEPS)
    x, y = np.meshgrid(steps, steps[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def place_of(across, down, reach):
    """Return x and y of a place in the surface's picture, or ``None`` beside its plot.

    Parameters
    ----------
    across, down : float
        Shares of the picture's width and height.
    """
    x = (across * SIZE[0] - LEFT) / PLOT * 2 - 1
    y = 1 - (down * SIZE[1] - TOP) / PLOT * 2
    return (x * reach, y * reach) if max(abs(x), abs(y)) <= 1 else None


def marks(made):
    """Draw what stays while a network trains, to be laid over the surface: the points, the axes.

    Parameters
    ----------
    made : SetUp
    """
    reach, parts = made.reach, []
    for part, held_out in ((made.seen, False), (made.held_out, True)):
        draw = _numbers if made.is_regression else _classes
        parts += draw(_places(part.inputs, reach), part.targets[:, 0], held_out)
    for tick in (-3, 0, 3) if reach < 6 else (-int(reach), 0, int(reach)):
        x, y = _places(np.array([[tick, tick]]), reach)[0]
        parts.append(elements.label(x, TOP + PLOT + 20, f"{tick}", "middle"))
        parts.append(elements.label(LEFT - 8, y + 5, f"{tick}", "end"))
    parts.append(elements.label(LEFT + PLOT / 2, TOP + PLOT + 38, "x", "middle"))
    parts.append(elements.label(14, TOP + PLOT / 2, "y", "middle"))
    words = "○ learned from, □ held out" if made.is_regression else "□ 1, ○ 0; hollow: held out"
    parts.append(elements.label(2, 44, f"{words}; line: output {made.border:g}"))
    count = f"{len(made.seen.inputs)} to learn from, {len(made.held_out.inputs)} held out"
    return elements.picture("Points", count, parts, size=SIZE, bare=True)


def surface(outputs, made):
    """Draw the output over x and y as colours, and the border.

    Parameters
    ----------
    outputs : array, shape (2500, 1)
        The network's, at the points of ``grid``.
    made : SetUp
    """
    reach, heights = made.reach, outputs.reshape(STEPS, STEPS)
    colours = elements.colours_of(_shares(heights, made.is_regression))
    parts = [elements.heat_map(colours, LEFT, TOP, PLOT, PLOT)]
    low, high = heights.min(), heights.max()
    if high - low > FLAT:
        steps = np.linspace(-reach, reach, STEPS)
        for line in contour_generator(steps, steps[::-1], _last_sums(heights, made)).lines(0.0):
            corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in _places(line, reach))
            parts.append(
                f'<polyline points="{corners}" fill="none" stroke="black" stroke-width="2.5"/>'
            )
    words = f"{low:.2f} to {high:.2f}"
    return elements.picture("Output over x and y", words, parts, size=SIZE)


def diagram(network, made, columns, layers):
    """Draw the network with a map in every unit: what it answers over x and y.

    Parameters
    ----------
    network : Network
    made : SetUp
    columns : array, shape (2500, inputs)
        The network's inputs at the points of ``grid``.
    layers : list of array, shape (2500, outputs of the layer)
        What ``network.forward`` makes of them.
    """
    sizes = [columns.shape[1], *(layer.outputs for layer in network.layers)]
    maps = [_inputs(columns)]
    maps += [
        _answers(outputs, layer.activation.name)
        for outputs, layer in zip(layers[:-1], network.layers[:-1], strict=True)
    ]
    maps.append(_shares(layers[-1], made.is_regression))
    room = DIAGRAM[1] - HEAD - 10
    cell = min(LARGEST_TILE / CELLS, room / (max(sizes) * (CELLS + GAP) - GAP))
    tile, pitch = CELLS * cell, CELLS + GAP
    # In cells, so that one image can hold all maps.
    columns_at = np.linspace(MARGINS[0], DIAGRAM[0] - MARGINS[1] - tile, len(sizes)) // cell
    rows_at = [
        int((HEAD + room / 2) / cell - (size * pitch - GAP) / 2) + pitch * np.arange(size)
        for size in sizes
    ]
    lefts = (columns_at * cell).tolist()
    tops = [(rows * cell).tolist() for rows in rows_at]
    image = np.full([int(side / cell) for side in reversed(DIAGRAM)], elements.CLEAR, np.uint8)
    for shares, column, rows in zip(maps, columns_at.astype(int), rows_at, strict=True):
        small = elements.colours_of(shares.T.reshape(-1, STEPS, STEPS)[:, ::EVERY, ::EVERY])
        for each, row in zip(small, rows, strict=True):
            image[row : row + CELLS, column : column + CELLS] = each
    lines = [
        elements.connection((left + tile, y + tile / 2), (right, goal + tile / 2), weight, 8.0)
        for layer, left, right, above, below in zip(
            network.layers, lefts, lefts[1:], tops, tops[1:], strict=False
        )
        for y, weights in zip(above, layer.weights.tolist(), strict=True)
        for goal, weight in zip(below, weights, strict=True)
    ]
    height, width = image.shape
    picture = elements.heat_map(image, 0, 0, width * cell, height * cell)
    frames = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{tile:.1f}" height="{tile:.1f}"/>'
        for left, column in zip(lefts, tops, strict=True)
        for top in column
    ]
    names = [
        elements.label(lefts[0] - 8, top + tile / 2 + 5, FEATURES[name][1], "end")
        for name, top in zip(made.inputs, tops[0], strict=True)
    ]
    names.append(elements.label(lefts[-1] + tile + 8, tops[-1][0] + tile / 2 + 5, "output"))
    frame = f'<g fill="none" stroke="{elements.TEXT}" stroke-width="1.5">{"".join(frames)}</g>'
    weights = network.parameters
    shape = " → ".join(map(str, sizes))
    words = f"{shape} units; weights and biases from {weights.min():.3g} to {weights.max():.3g}"
    return elements.picture("Network", words, [*lines, picture, frame, *names], size=DIAGRAM,
                       shown=f"{shape}; thick: large, dashed: negative")  # fmt: skip


def still(losses, held_out, log, outputs, made):
    """Return loss and surface as a Matplotlib figure."""
    figure, (left, right) = plots.new_figure(2, width=11, height=4.6)
    plots.loss_curve(left, losses, label="learned from", log=log)
    if held_out:
        plots.loss_curve(left, held_out, label="held out", log=log)
    reach = made.reach
    heights = _shares(outputs, made.is_regression).reshape(STEPS, STEPS)
    right.imshow(
        heights, cmap=OUTPUT_COLOURS, vmin=0, vmax=1, extent=(-reach, reach, -reach, reach)
    )
    if heights.min() < 0.5 < heights.max():
        steps = np.linspace(-reach, reach, STEPS)
        sums = _last_sums(outputs, made).reshape(STEPS, STEPS)
        right.contour(steps, steps[::-1], sums, levels=[0.0], colors="black")
    for part, is_held_out in ((made.seen, False), (made.held_out, True)):
        for is_one, marker, colour in ((False, "o", plots.VERMILLION), (True, "s", plots.BLUE)):
            x, y = part.inputs[(part.targets[:, 0] >= made.border) == is_one].T
            fill, edge = ("white", colour) if is_held_out else (colour, "black")
            right.plot(x, y, marker, color=fill, markeredgecolor=edge, linestyle="none")
    right.set(xlabel="x", ylabel="y", title="output over x and y; hollow: held out")
    right.grid(False)
    return figure


def _places(points, reach):
    """Return where points lie in the surface's picture, as a list of [x, y]."""
    across, up = ((points / reach + 1) / 2).T
    return np.column_stack([LEFT + PLOT * across, TOP + PLOT * (1 - up)]).tolist()


def _shares(outputs, is_regression):
    return np.clip((outputs + 1) / 2, 0, 1) if is_regression else outputs


def _last_sums(outputs, made):
    """Return the output unit's weighted sums: 0 on the border, and even where that is straight."""
    if made.is_regression:
        return outputs
    shares = np.clip(outputs, LEAST_SHARE, 1 - LEAST_SHARE)
    return np.log(shares / (1 - shares))


def _inputs(columns):
    return (columns / np.abs(columns).max(axis=0) + 1) / 2


def _answers(outputs, activation):
    """Return hidden answers as shares of the colours: orange is the lowest, blue the highest."""
    if activation == "sigmoid":
        return outputs
    if activation == "tanh":
        return (outputs + 1) / 2
    largest = np.abs(outputs).max(axis=0)
    shares = outputs / np.where(largest > 0, largest, 1)
    return shares if activation == "relu" else (shares + 1) / 2


def _classes(places, targets, held_out):
    """Draw squares where the target is 1 and circles where it is 0; hollow ones are held out."""
    drawn = []
    for is_one, colour in ((False, elements.NEGATIVE), (True, elements.POSITIVE)):
        look = (
            f'fill="white" stroke="{colour}" stroke-width="3"'
            if held_out
            else f'fill="{colour}" stroke="black" stroke-width="1"'
        )
        marks = [
            elements.square(x, y) if is_one else elements.circle(x, y)
            for (x, y), target in zip(places, targets.tolist(), strict=True)
            if (target >= 0.5) == is_one
        ]
        drawn.append(f"<g {look}>{''.join(marks)}</g>")
    return drawn


def _numbers(places, targets, held_out):
    """Draw the points in the colours of their targets: circles, or squares if they are held out."""
    mark = elements.square if held_out else elements.circle
    colours = [to_hex(each) for each in OUTPUT_COLOURS(np.clip((targets + 1) / 2, 0, 1))]
    marks = [
        f'<g fill="{colour}">{mark(x, y)}</g>'
        for (x, y), colour in zip(places, colours, strict=True)
    ]
    return [f'<g stroke="black" stroke-width="1.5">{"".join(marks)}</g>']
