"""Still pictures: functions that draw into Matplotlib axes, and nothing else.

Colours are Okabe and Ito's, which colour-blind eyes tell apart; line style, marker or a label says
the same once more. Sizes are for the last row of a classroom.
"""

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from nnlib.diagram import Diagram
from nnlib.metrics import TOLERANCE, is_within
from nnlib.scaling import is_constant

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#AA4499"
GREY = "#555555"
STYLE = {
    "font.size": 14,
    "axes.titlesize": 15,
    "axes.labelsize": 14,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "lines.linewidth": 2.5,
    "axes.prop_cycle": matplotlib.cycler(
        color=[BLUE, VERMILLION, GREEN, PURPLE],
        linestyle=["-", "--", "-.", ":"],
    ),
    "legend.frameon": False,
    "figure.dpi": 100,
}
OUTPUT_COLOURS = LinearSegmentedColormap.from_list("outputs", ["#E8B58C", "#FFFFFF", "#8CBBE0"])
POINTS_A_CURVE = 240
STEPS_A_MAP = 60
HIGHEST_OUTPUT = 2.0  # where ReLU's curve is cut off, so that its slope can be seen
WEIGHTS_WRITTEN = 16  # of no more of them every one is told
ROWS_NAMED = 8
NEAR = 0.06  # how far beyond the examples a fitted surface is drawn
LEVELS = 6  # of equal predictions, about
SMALLEST_LOSS = 1e-30  # what a logarithmic axis shows for 0

WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind numbers on lines

styled = matplotlib.rc_context(STYLE)


@styled
def new_figure(columns=1, width=7.0, height=4.0):
    """Return a figure and its axes: one, or a list of as many as `columns`.

    Parameters
    ----------
    columns : int
    width, height : float
        The size of the whole figure, in inches.
    """
    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    axes = figure.subplots(1, columns, squeeze=False)[0]
    return figure, (axes[0] if columns == 1 else list(axes))


@styled
def activation_curve(axes, activation, slope=True):
    """Draw an elementwise activation over the weighted sum, and its slope if asked to.

    Parameters
    ----------
    activation : Activation
    slope : bool
    """
    sums = np.linspace(-8, 8, POINTS_A_CURVE + 1)
    outputs = activation.function(sums)
    axes.plot(sums, outputs, label=f"{activation.name}: the output")
    if slope:
        axes.plot(sums, activation.slope(outputs), label="its slope")
    axes.set(xlabel="weighted sum", ylabel="output, slope" if slope else "output")
    axes.set_ylim(top=min(axes.get_ylim()[1], HIGHEST_OUTPUT))
    axes.legend(loc="best")


@styled
def loss_curve(axes, losses, epochs=None, label=None, log=False):
    """Draw the loss over the epochs, thinned to what the eye can see.

    Parameters
    ----------
    losses : sequence of float
        ``History.loss``, for instance. What is not finite is left out.
    epochs : sequence of int, optional
        The epoch of every loss; 0, 1, 2 ... if not given.
    label : str, optional
        Names the curve, where there is more than one.
    log : bool
        Whether the loss axis is logarithmic: equal steps for equal ratios.
    """
    losses = np.asarray(losses)
    if losses.ndim != 1 or not losses.size:
        raise ValueError("a loss curve needs a list of at least one loss.")
    epochs = np.arange(len(losses)) if epochs is None else np.asarray(epochs)
    shown = np.unique(np.linspace(0, len(losses) - 1, POINTS_A_CURVE).round().astype(int))
    values = np.where(np.isfinite(losses[shown]), losses[shown], np.nan)
    if log:
        values = np.maximum(values, SMALLEST_LOSS)
    axes.plot(epochs[shown], values, label=label, marker="o" if len(shown) == 1 else None)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    if log:
        axes.set_yscale("log")
    else:
        axes.autoscale(axis="y")  # anew for every curve: the highest one counts
        axes.set_ylim(bottom=0)
    if label is not None:
        axes.legend()


@styled
def curve(axes, across, up, label, marker=None):
    """Draw one of several curves, and name it.

    Parameters
    ----------
    across, up : sequence of float
    label : str
    marker : str, optional
        Marks the points, where they are few: ``"o"``.
    """
    axes.plot(across, up, marker=marker, markersize=9, label=label)
    axes.legend()


@styled
def network_diagram(axes, network, input_names=None):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str, optional
        Shown at the inputs.
    """
    if network.copies is not None:
        raise ValueError("a diagram shows one network, not copies of it.")
    drawn = Diagram(network, left=110, right=390, top=0, height=260, line_of_text=18)
    inches = axes.get_position().width * axes.figure.get_figwidth()
    size = 13 if inches > 5 else 11
    look = {"bbox": WHITE, "zorder": 2}
    largest = max(np.abs(network.parameters).max(), 1e-12)
    for start, end, weight, place in drawn.weights:
        colour, line = (BLUE, "-") if weight >= 0 else (VERMILLION, "--")
        width = 0.5 + 6 * abs(weight) / largest
        axes.plot(*zip(start, end, strict=True), line, color=colour, linewidth=width, zorder=1)
        if place:
            axes.text(*place, signed(weight), ha="center", va="center", size=size, **look)
    for x, y, bias, is_last in drawn.biases:
        side = "left" if is_last else "right"
        axes.text(x, y, f"bias {signed(bias)}", ha=side, va="baseline", size=size - 1, **look)
    neuron = {"color": "white", "markeredgecolor": "black", "markersize": 1.6 * drawn.radius}
    for place in (place for column in drawn.columns for place in column):
        axes.plot(*place, "o", zorder=3, **neuron)
    names = input_names or [f"input {number}" for number in range(1, len(drawn.columns[0]) + 1)]
    beside = drawn.radius + 6
    for name, (x, y) in zip(names, drawn.columns[0], strict=True):
        axes.text(x - beside, y, name, ha="right", va="center")
    for x, y in drawn.columns[-1]:
        axes.text(x + beside, y, "output", ha="left", va="center")
    axes.set(xlim=(0, 480), ylim=(290, -10))
    axes.axis("off")


@styled
def decision_map(axes, predict, dataset):
    """Draw a network's output over its two inputs, the line where it is 0.5, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), such as ``network.predict``.
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    sides = map_range(dataset)
    across, up = np.meshgrid(*(np.linspace(*side, STEPS_A_MAP) for side in sides))
    grid = np.column_stack([across.ravel(), up.ravel()])
    outputs = predict(grid).reshape(across.shape)
    colours = axes.pcolormesh(
        across, up, outputs, cmap=OUTPUT_COLOURS, vmin=0, vmax=1, shading="gouraud"
    )
    axes.figure.colorbar(colours, ax=axes, label="output", shrink=0.8)
    if outputs.min() < 0.5 < outputs.max():
        axes.contour(across, up, outputs, levels=[0.5], colors="black", linewidths=2)
    examples(axes, dataset)
    axes.grid(False)


@styled
def examples(axes, dataset):
    """Draw the examples on the plane of their two inputs: a square for target 1, a dot for 0.

    Parameters
    ----------
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    for target, marker, colour in ((0, "o", VERMILLION), (1, "s", BLUE)):
        points = dataset.inputs[(dataset.targets[:, 0] >= 0.5) == target]
        axes.plot(
            *points.T,
            marker,
            color=colour,
            markeredgecolor="black",
            markersize=14,
            linestyle="none",
            label=f"target {target}",
        )
    axes.set(xlabel=dataset.input_names[0], ylabel=dataset.input_names[1])
    axes.set_box_aspect(1)
    axes.locator_params(nbins=4)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=2)


def map_range(dataset, share=0.5):
    """Return (lowest, highest) of each input on a map: by this share further than the examples."""
    low, high = dataset.inputs.min(axis=0), dataset.inputs.max(axis=0)
    margin = share * np.where(high > low, high - low, 1.0)
    return list(zip((low - margin).tolist(), (high + margin).tolist(), strict=True))


@styled
def outputs_and_targets(axes, dataset, outputs):
    """Draw every row's output and target, and the marks 0.9 and 0.1 that count as 1 and 0.

    Parameters
    ----------
    dataset : Dataset
        With one target, from 0 to 1.
    outputs : array, shape (samples, 1)
    """
    rows = np.arange(len(outputs))
    right = is_within(outputs, dataset.targets)
    look = {"linestyle": "none", "markersize": 10}
    axes.plot(rows, dataset.targets[:, 0], "s", color="none", markeredgecolor="black",
              markersize=17, linestyle="none", label="target")  # fmt: skip
    axes.plot(rows[right], outputs[right, 0], "o", color=BLUE, label="output", **look)
    axes.plot(rows[~right], outputs[~right, 0], "x", color=VERMILLION, markeredgewidth=3,
              label=f"not within {TOLERANCE:g}", **look)  # fmt: skip
    for mark in (TOLERANCE, 1 - TOLERANCE):
        axes.axhline(mark, color=GREY, linestyle="--", linewidth=1.5)
    axes.set(xlabel="row", ylabel="output", xlim=(-0.6, len(rows) - 0.4), ylim=(-0.1, 1.1))
    if len(rows) <= ROWS_NAMED:
        axes.set_xticks(rows, row_names(dataset.inputs))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=3, columnspacing=1)


@styled
def predictions(axes, targets, predicted, held_out=False):
    """Draw what was predicted against what it was to be, and the line on which it is right.

    Parameters
    ----------
    targets, predicted : array, shape (samples, 1)
    held_out : bool
        Whether these samples were held out: hollow squares, else dots.
    """
    look = {"marker": "o", "color": BLUE, "label": "learned from"}
    if held_out:
        look = {"marker": "s", "color": "none", "label": "held out"}
        look |= {"markeredgecolor": VERMILLION, "markeredgewidth": 2.5}
    axes.plot(targets[:, 0], predicted[:, 0], linestyle="none", markersize=9, **look)
    middle = float(targets.mean())
    axes.axline((middle, middle), slope=1, color=GREY, linestyle="--", linewidth=1.5)
    axes.set(xlabel="target", ylabel="predicted")
    axes.legend()


@styled
def fitted_surface(axes, predict, dataset):
    """Draw predicted numbers over two inputs, with lines of equal predictions, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), in the unit of the targets.
    dataset : Dataset
        Two inputs and one target; each example has the colour of its target.
    """
    sides = map_range(dataset, NEAR)
    across, up = np.meshgrid(*(np.linspace(*side, STEPS_A_MAP) for side in sides))
    predicted = predict(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
    targets = dataset.targets[:, 0]
    low, high = targets.min(), targets.max()
    look = {"cmap": OUTPUT_COLOURS, "vmin": low, "vmax": high if high > low else low + 1}
    colours = axes.pcolormesh(across, up, predicted, shading="gouraud", **look)
    name = dataset.target_names[0]
    axes.figure.colorbar(colours, ax=axes, label=f"predicted {name}", shrink=0.8)
    if not is_constant(predicted.reshape(-1, 1)).all():
        lines = axes.contour(across, up, predicted, levels=LEVELS, colors="black", linewidths=1.5)
        axes.clabel(lines, fontsize=12)
    axes.scatter(*dataset.inputs.T, c=targets, s=110, edgecolors="black", zorder=3, **look)
    axes.set(xlabel=dataset.input_names[0], ylabel=dataset.input_names[1])
    axes.set(xlim=sides[0], ylim=sides[1])
    axes.grid(False)


def row_names(inputs):
    """Return a name for each row: its bits, or where the inputs are not bits, its number."""
    if inputs.shape[1] <= ROWS_NAMED and np.isin(inputs, (0, 1)).all():
        return ["".join(f"{value:.0f}" for value in row + 0.0) for row in inputs]
    return [str(number) for number in range(1, len(inputs) + 1)]


@styled
def loss_landscape(axes, across, up, losses, path):
    """Draw the loss over two parameters as a map, and the path that training walked on it.

    Parameters
    ----------
    across, up : array, shapes (columns,) and (rows,)
        The values of the two parameters.
    losses : array, shape (rows, columns)
    path : array, shape (steps, 2)
        Where training was, first step first.
    """
    levels = np.linspace(losses.min(), losses.max(), 15)
    axes.contourf(across, up, losses, levels, cmap="cividis")
    bar = axes.figure.colorbar(axes.collections[0], ax=axes, label="loss")
    bar.ax.yaxis.set_major_formatter("{x:.2f}")
    for colour, width in (("black", 5), ("white", 2)):  # one of the two is seen on any ground
        axes.plot(*path.T, "o-", color=colour, linewidth=width, markersize=width + 4, markevery=10)
    for step, marker, name in ((0, "o", "start"), (-1, "*", "end")):
        axes.plot(*path[step], marker, color="white", markeredgecolor="black", markersize=16)
        axes.annotate(
            name,
            path[step],
            xytext=(9, -24),
            textcoords="offset points",
            color="black",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
        )
    axes.grid(False)


def signed(number):
    """Write a weight with its sign and two decimals; what rounds to 0 is +0.00."""
    return f"{round(number, 2) + 0.0:+.2f}"
