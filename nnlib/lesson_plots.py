"""Still pictures that a lesson draws in one call, in Matplotlib axes.

Each returns what it shows in words, with its numbers, for those who do not see it.
"""

import numpy as np

from nnlib import checks, datasets, experiments, mishaps
from nnlib.activations import ACTIVATIONS, SIGMOID
from nnlib.microscope import training_step
from nnlib.network import one_network
from nnlib.pictures import blame, diagrams
from nnlib.pictures.in_axes import draw_into
from nnlib.pictures.theme import row_names, rows_aloud
from nnlib.plots import activation_curve, check_axes, curve, lettered_curves, loss_curve, styled
from nnlib.shown import shown

EPOCHS_SHOWN = (1_000, 10_000, 100_000)  # of the thousand starts, sorted
PRINTED = {1_000: 0.0020575319565093496, 100_000: 0.00013715041860631841}  # by the tutorial
CROSS = {"color": "black", "markersize": 14, "markeredgewidth": 4}
SURE = 0.9  # the output at which the two deltas are told
STUDENT = (2 / 3, 1.0), 0.92  # scaled hours of the first of three, and the score
WALK = {"start": -2.0, "other": 0.5, "rate": 8.0, "steps": 8}  # along the first weight
SEEN = np.linspace(-2.5, 9, 100)  # of that weight
NINE_IN_TEN = (5, 50, 95)  # percentiles: the two ends, and the middle
HIGHEST = 20  # points of the six trainings: what is further off is out of sight
TOLD = (0, 50, 200, 600)  # epochs of the six trainings
SIX = {"A": "leak", "B": "underfitting", "C": "well", "D": "overfitting", "E": "bug", "F": "luck"}


def network_at_row(axes, network, dataset, row):
    """Draw a network with what it answers to one row in its circles.

    Parameters
    ----------
    network : Network
        A single one.
    dataset : Dataset
    row : str
        Its bits, such as ``"01"``; where rows have other numbers, which one it is: ``"1"``.

    Returns
    -------
    str
    """
    check_axes(axes)
    dataset, place = _row_of(one_network(network), dataset, row)
    inputs, targets = dataset.inputs[[place]], dataset.targets[[place]]
    row = diagrams.Row(rows_aloud(dataset.inputs)[place], inputs, targets)
    scene = diagrams.network_diagram(network, dataset.input_names, row)
    draw_into(axes, scene)
    return scene.words


def blame_at_row(axes, network, dataset, row):
    """Draw how the blame for the loss of one row goes back to the hidden neurons.

    Parameters
    ----------
    network : Network
        A single one, with one hidden layer and one output.
    dataset : Dataset
    row : str
        As for ``network_at_row``.

    Returns
    -------
    str
    """
    check_axes(axes)
    dataset, place = _row_of(one_network(network), dataset, row)
    if len(network.layers) != 2 or network.layers[1].outputs != 1:
        raise ValueError("network must have one hidden layer and one output to be drawn so.")
    step = training_step(network, dataset.inputs, dataset.targets, learning_rate=1.0)
    aloud = rows_aloud(dataset.inputs)[place]
    scene = blame.blame_at_row(step, place, row, aloud, dataset.input_names)
    draw_into(axes, scene)
    return scene.words


def activation_curves(several_axes, names):
    """Draw activations and their slopes side by side.

    Parameters
    ----------
    several_axes : list of Axes
        As ``new_figure(3)`` makes them.
    names : sequence of str
        As many, such as ``"relu"``.

    Returns
    -------
    str
    """
    if type(several_axes) is not list or not several_axes:
        raise ValueError("several_axes must be a list of axes, as new_figure(3) makes.")
    for axes in several_axes:
        check_axes(axes, "each of several_axes")
    names = checks.names(names, len(several_axes), "names")
    for axes, name in zip(several_axes, names, strict=True):
        activation_curve(axes, checks.one_of(name, ACTIVATIONS, "names"))
    slopes = {name: ACTIVATIONS[name].slope(ACTIVATIONS[name].function(5.0)) for name in names}
    told = ", ".join(f"{name} {slope:.4f}" for name, slope in slopes.items())
    return f"The output and its slope over the weighted sum. Slopes at the sum 5: {told}"


@styled
def deltas(axes):
    """Draw the delta of a sigmoid output whose target is 0, with either loss.

    Returns
    -------
    str
    """
    check_axes(axes)
    outputs = np.linspace(0.001, 0.999, 200)
    curve(axes, outputs, outputs, "binary cross-entropy")
    curve(axes, outputs, outputs * SIGMOID.slope(outputs), "half the squared error")
    axes.set(xlabel="output, where the target is 0", ylabel="delta")
    squared = SURE * SIGMOID.slope(SURE)
    return (
        f"The delta over the output, for the target 0. At the output {SURE}: {SURE:.3f} with "
        f"binary cross-entropy, {squared:.3f} with half the squared error"
    )


@styled
def printed_losses(axes):
    """Draw the sorted losses of a thousand starts, and where a tutorial's two lie among them.

    The starts are those of the lesson's 3-4-1 network on *all equal*; ``tools/run_experiments.py``
    has trained them.

    Returns
    -------
    str
    """
    check_axes(axes)
    said = []
    for epochs in EPOCHS_SHOWN:
        losses = experiments.sorted_losses(epochs)
        curve(axes, np.arange(len(losses)), losses, f"{epochs:,} epochs")
    for epochs, loss in PRINTED.items():
        share = experiments.share_better(loss, epochs)
        axes.plot(share, loss, "x", **CROSS)
        said.append(f"{share:.0f} % are better than {loss:.6f} after {epochs:,} epochs")
    axes.set(xlabel="percent of the starts", ylabel="mean squared error", yscale="log")
    return f"Losses of 1,000 starts, sorted. As crosses: {', '.join(said)}"


@styled
def solved_by_size(axes):
    """Draw how many of a thousand starts learn *all equal*, by hidden neurons, biases and epochs.

    Returns
    -------
    str
    """
    check_axes(axes)
    rates, said = experiments.solved_by_size(), []
    sizes = sorted({hidden for _, hidden, _ in rates})
    for bias in (False, True):
        for epochs in sorted({epochs for *_, epochs in rates}):
            counts = [rates[bias, hidden, epochs] for hidden in sizes]
            label = f"{'with' if bias else 'no'} bias, {epochs:,} epochs"
            curve(axes, np.arange(len(sizes)), counts, label, marker="o")
            said.append(f"{label}: {', '.join(map(str, counts))}")
    axes.set_xticks(range(len(sizes)), sizes)
    axes.set(xlabel="hidden neurons", ylabel="solved, of 1,000", ylim=(0, 1020))
    return f"Solved starts for {', '.join(map(str, sizes))} hidden neurons. {'; '.join(said)}"


@styled
def walk_downhill(axes):
    """Draw the loss of one student over one weight, and a walk downhill on it.

    The neuron is a sigmoid with two inputs, scaled hours; only the weight of the first one moves.

    Returns
    -------
    str
    """
    check_axes(axes)
    place, places = WALK["start"], [WALK["start"]]
    for _ in range(WALK["steps"]):
        place -= WALK["rate"] * _slope_over_the_weight(place)
        places.append(place)
    curve(axes, SEEN, _loss_over_the_weight(SEEN), "loss of student 1")
    walked = f"{WALK['steps']} steps at rate {WALK['rate']:g}"
    curve(axes, places, _loss_over_the_weight(np.array(places)), walked, marker="o")
    axes.set(xlabel="weight of the hours studied", ylabel="squared error")
    told = ", ".join(f"{each:.2f}" for each in places)
    return f"The squared error over one weight, and a walk downhill. The weight: {told}"


def _loss_over_the_weight(weights):
    (studied, slept), score = STUDENT
    return (SIGMOID.function(studied * weights + slept * WALK["other"]) - score) ** 2


def _slope_over_the_weight(weight):
    (studied, slept), score = STUDENT
    output = SIGMOID.function(np.array(studied * weight + slept * WALK["other"]))
    return float(2 * (output - score) * SIGMOID.slope(output) * studied)


@styled
def sorted_scores(axes, scores):
    """Draw what many starts predict, sorted, a curve for each way of asking.

    Parameters
    ----------
    axes : Axes
    scores : dict of str to array-like, shape (starts,)
        By the name of the way.

    Returns
    -------
    str
    """
    check_axes(axes)
    if type(scores) is not dict or not scores:
        raise ValueError(f"scores must be a dict of names to predictions; got {shown(scores)}.")
    said = []
    for name, predicted in scores.items():
        predicted = checks.row(predicted, f"scores: {shown(name)}")
        name = checks.text(name, "each name of scores")
        curve(axes, np.percentile(predicted, range(101)), np.arange(101), name)
        low, middle, high = np.percentile(predicted, NINE_IN_TEN)
        said.append(f"{name}: median {middle:.1f}, nine in ten {low:.1f} to {high:.1f}")
    axes.set(xlabel="predicted score", ylabel="percent of starts below")
    return f"What the starts predict, sorted. {'; '.join(said)}"


@styled
def two_errors(axes, learned, held_out):
    """Draw typical errors over the epochs: on what is learned from, and on what is held out.

    Parameters
    ----------
    axes : Axes
    learned, held_out : array-like, shape (epochs + 1,)
        In points.

    Returns
    -------
    str
    """
    check_axes(axes)
    learned, held_out = checks.row(learned, "learned"), checks.row(held_out, "held_out")
    for errors, label in ((learned, "learned from"), (held_out, "held out")):
        loss_curve(axes, errors, label=label)
    axes.set(ylabel="typical error, points")
    return (
        f"Typical errors over the epochs. Learned from: first {learned[0]:.1f}, last "
        f"{learned[-1]:.1f}. Held out: first {held_out[0]:.1f}, lowest {held_out.min():.1f} in "
        f"epoch {held_out.argmin()}, last {held_out[-1]:.1f}"
    )


def six_curves():
    """Return a figure of six trainings, a letter each, and what is on it in words.

    Returns
    -------
    (matplotlib.figure.Figure, str)
    """
    noise = np.full(mishaps.EPOCHS + 1, mishaps.NOISE)
    curves, said = {}, []
    for letter, name in SIX.items():
        learned, held_out = getattr(mishaps, name)()
        curves[letter] = [learned, held_out, noise]
        pairs = (f"{learned[each]:.1f} and {held_out[each]:.1f}" for each in TOLD)
        said.append(f"{letter}: {', '.join(pairs)}")
    figure = lettered_curves(curves, ["learned from", "held out", "the noise"])
    for axes in figure.axes:
        axes.set(ylim=(0, HIGHEST), ylabel="points off")
    epochs = ", ".join(f"{each:,}" for each in TOLD)
    words = f"Typical errors, learned from and held out, in epochs {epochs}. {'; '.join(said)}"
    return figure, words


def _row_of(network, dataset, row):
    """Return the dataset, checked, and the place of a row by its name."""
    inputs, outputs = network.layers[0].inputs, network.layers[-1].outputs
    dataset = datasets.checked(dataset, inputs=inputs, targets=outputs)
    names = row_names(dataset.inputs)
    checks.one_of(row, names, "row")
    return dataset, names.index(row)
