"""Still pictures that a lesson draws in one call, in Matplotlib axes.

Each returns what it shows in words, with its numbers, for those who do not see it.
"""

import numpy as np

from nnlib import checks, datasets, experiments
from nnlib.activations import ACTIVATIONS, SIGMOID
from nnlib.microscope import training_step
from nnlib.network import one_network
from nnlib.pictures import blame, diagrams
from nnlib.pictures.scene import draw_into
from nnlib.pictures.theme import row_names
from nnlib.plots import activation_curve, check_axes, curve, styled

EPOCHS_SHOWN = (1_000, 10_000, 100_000)  # of the thousand starts, sorted
PRINTED = {1_000: 0.0020575319565093496, 100_000: 0.00013715041860631841}  # by the tutorial
CROSS = {"color": "black", "markersize": 14, "markeredgewidth": 4}
SURE = 0.9  # the output at which the two deltas are told


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
    names = dataset.input_names
    scene = diagrams.network_diagram(network, names, diagrams.Row(row, inputs, targets))
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
    scene = blame.blame_at_row(step, place, row, dataset.input_names)
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
    checks.instance(several_axes, list, "several_axes", "a list of axes, as new_figure(3) makes")
    for axes in several_axes:
        check_axes(axes)
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


def _row_of(network, dataset, row):
    """Return the dataset, checked, and the place of a row by its name."""
    inputs, outputs = network.layers[0].inputs, network.layers[-1].outputs
    dataset = datasets.checked(dataset, inputs=inputs, targets=outputs)
    names = row_names(dataset.inputs)
    checks.one_of(row, names, "row")
    return dataset, names.index(row)
