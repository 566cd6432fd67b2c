"""Still pictures: functions that draw into Matplotlib axes, and nothing else.

Colours are Okabe and Ito's, which colour-blind eyes tell apart; line style, marker or a label says
the same once more. Sizes are for the last row of a classroom.
"""

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from nnlib import checks, datasets
from nnlib.activations import Activation
from nnlib.network import one_network
from nnlib.pictures import diagrams, planes
from nnlib.pictures.curves import POINTS_A_CURVE, SMALLEST_LOSS
from nnlib.pictures.in_axes import draw_into
from nnlib.pictures.theme import ON_WHITE
from nnlib.shown import shown

BLUE, VERMILLION, GREEN, PURPLE = ON_WHITE["positive"], ON_WHITE["negative"], "#009E73", "#AA4499"
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
HIGHEST_OUTPUT = 2.0  # where ReLU's curve is cut off, so that its slope can be seen
MOST_COLUMNS = 20
LARGEST_FIGURE = 100  # inches
MOST_PANELS, PANELS_A_ROW = 12, 3
PANEL = (3.2, 2.4)  # inches
LARGEST_DRAWN = 1e300  # axes go a little beyond what is drawn on them
MARKERS = [each for each in Line2D.markers if isinstance(each, str)]

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
    columns = checks.whole_number(columns, "columns", maximum=MOST_COLUMNS)
    width = checks.number(width, "width", above=0, at_most=LARGEST_FIGURE)
    height = checks.number(height, "height", above=0, at_most=LARGEST_FIGURE)
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
    check_axes(axes)
    checks.instance(activation, Activation, "activation", "an Activation, such as SIGMOID")
    slope = checks.true_or_false(slope, "slope")
    if activation.slope is None:
        raise ValueError(
            f"activation {activation.name} has no curve: its output depends on several sums."
        )
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
    check_axes(axes)
    losses = checks.row(losses, "losses", finite=False)
    if epochs is None:
        epochs = np.arange(len(losses))
    epochs = _drawable(
        checks.array_of_shape(epochs, losses.shape, "epochs (as many as losses)"), "epochs"
    )
    label = None if label is None else checks.text(label, "label")
    log = checks.true_or_false(log, "log")
    some = np.unique(np.linspace(0, len(losses) - 1, POINTS_A_CURVE).round().astype(int))
    values = np.where(np.abs(losses[some]) <= LARGEST_DRAWN, losses[some], np.nan)
    if log:
        values = np.maximum(values, SMALLEST_LOSS)
    axes.plot(epochs[some], values, label=label, marker="o" if len(some) == 1 else None)
    axes.set(xlabel="epoch", ylabel="loss")
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    if log:
        axes.set_yscale("log")
    else:
        axes.autoscale(axis="y")  # anew for every curve: the highest one counts
        axes.set_ylim(bottom=0)
    _name_curves(axes)


@styled
def lettered_curves(curves, names=("learned from", "held out")):
    """Return a figure with a panel for each letter, and the losses of one training in each.

    Parameters
    ----------
    curves : dict of str to list
        By the letter a list of one curve or more, each a sequence of float, such as
        ``{"A": [history.loss, history.validation_loss]}``.
    names : sequence of str
        What the curves of a panel are. A single curve needs none.
    """
    if type(curves) is not dict or not 0 < len(curves) <= MOST_PANELS:
        raise ValueError(
            f"curves must be a dict of letters to lists of losses, {MOST_PANELS} at most; got "
            f"{shown(curves)}."
        )
    names = checks.names(names, len(names) if type(names) in (list, tuple) else 2, "names")
    rows = -(-len(curves) // PANELS_A_ROW)
    columns = -(-len(curves) // rows)
    size = (columns * PANEL[0], rows * PANEL[1])
    figure = Figure(figsize=size, layout="constrained", facecolor="white")
    panels = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for axes, (letter, losses) in zip(panels, curves.items(), strict=False):
        _panel(axes, checks.text(letter, "each letter of curves"), losses, len(names))
    for axes in panels[len(curves) :]:
        axes.remove()
    lines = max((axes.lines for axes in panels), key=len)
    if len(lines) > 1:
        figure.legend(lines, names, loc="outside upper center", ncols=len(names))
    return figure


def _panel(axes, letter, losses, most):
    if type(losses) not in (list, tuple) or not 0 < len(losses) <= most:
        raise ValueError(
            f"curves: {shown(letter)} must have a list of curves, as many as names at most "
            f"({most}); got {shown(losses)}."
        )
    for each in losses:
        loss_curve(axes, each)
    axes.set_title(letter, loc="left", fontweight="bold")
    axes.xaxis.set_major_locator(MaxNLocator(2, integer=True))


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
    check_axes(axes)
    across = _drawable(checks.row(across, "across"), "across")
    up = checks.array_of_shape(up, across.shape, "up (as many as across)", finite=False)
    up = np.where(np.abs(up) <= LARGEST_DRAWN, up, np.nan)
    label = checks.text(label, "label")
    marker = None if marker is None else checks.one_of(marker, MARKERS, "marker")
    axes.plot(across, up, marker=marker, markersize=9, label=label)
    _name_curves(axes)


def network_diagram(axes, network, input_names=None):
    """Draw a network: a line for every weight, thick for a large one, dashed for a negative one.

    Parameters
    ----------
    network : Network
        A single one. Its weights are written on the lines where there is room.
    input_names : sequence of str, optional
        Shown at the inputs.
    """
    check_axes(axes)
    inputs = one_network(network).layers[0].inputs
    if input_names is None:
        input_names = [f"input {number}" for number in range(1, inputs + 1)]
    input_names = checks.names(input_names, inputs, "input_names")
    draw_into(axes, diagrams.network_diagram(network, input_names))


def decision_map(axes, predict, dataset, title="Output map"):
    """Draw a network's output over its two inputs, the line where it is 0.5, and the examples.

    Parameters
    ----------
    predict : callable
        ``predict(inputs)``: from (samples, 2) to (samples, 1), such as ``network.predict``.
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    title : str, optional
        What tells this map from one beside it.

    Returns
    -------
    str
        Where the output is 0.5, for those who do not see it.
    """
    check_axes(axes)
    checks.function(predict, "predict", "of inputs")
    dataset = datasets.checked(dataset, inputs=2, targets=1)
    title = checks.text(title, "title")

    def outputs(points):
        expected, name = (len(points), 1), "what predict returns"
        return checks.array_of_shape(predict(points), expected, name, finite=False)

    scene = planes.decision_map(outputs, dataset)._replace(title=title)
    draw_into(axes, scene)
    return scene.words


@styled
def examples(axes, dataset):
    """Draw the examples on the plane of their two inputs: a square for target 1, a dot for 0.

    Parameters
    ----------
    dataset : Dataset
        Two inputs and one target, from 0 to 1.
    """
    check_axes(axes)
    dataset = datasets.checked(dataset, inputs=2, targets=1)
    _drawable(dataset.inputs, "dataset: inputs")
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
    check_axes(axes)
    across, up = checks.row(across, "across"), checks.row(up, "up")
    losses = checks.array_of_shape(losses, (up.size, across.size), "losses (up, across)")
    path = checks.table(path, "path")
    if path.shape[1] != 2 or min(losses.shape) < 2:
        raise ValueError(
            "path needs two columns, across and up, and the map at least two values of each."
        )
    for values, name in ((across, "across"), (up, "up"), (losses, "losses"), (path, "path")):
        _drawable(values, name)
    levels = np.unique(np.linspace(losses.min(), losses.max(), 15))
    if levels.size == 1:  # the map is flat, and all of it has one colour
        levels = np.append(levels, levels + max(1, abs(levels[0])))
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


def check_axes(axes, name="axes"):
    """Refuse what is no axes of a figure."""
    checks.instance(axes, Axes, name, "the axes of a figure, such as new_figure() makes")


def _drawable(values, name):
    """Return numbers that are not too large for an axis."""
    checks.computed(np.where(np.abs(values) <= LARGEST_DRAWN, values, np.inf), name)
    return values


def _name_curves(axes):
    if axes.get_legend_handles_labels()[0]:
        axes.legend()
