"""Pictures are held by what is in them, read back from the axes."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg

from nnlib import datasets, plots
from nnlib.activations import SIGMOID
from nnlib.network import Dense, Network
from nnlib.pictures import diagrams, planes
from nnlib.pictures.theme import signed


@pytest.fixture
def axes():
    return plots.new_figure()[1]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_activation_curve_shows_function_and_slope(axes):
    plots.activation_curve(axes, SIGMOID)
    curve, slope = axes.lines
    assert np.interp(0, *curve.get_data()) == pytest.approx(0.5)
    assert slope.get_ydata().max() == pytest.approx(0.25)
    assert curve.get_linestyle() != slope.get_linestyle()


@pytest.mark.parametrize("count", [1, 2, 240, 100_001])
def test_loss_curve_keeps_both_ends_and_few_points(axes, count):
    losses = np.linspace(1, 0.5, count)
    plots.loss_curve(axes, losses)
    epochs, values = axes.lines[0].get_data()
    assert (epochs[0], epochs[-1]) == (0, count - 1)
    assert (values[0], values[-1]) == (losses[0], losses[-1])
    assert len(epochs) <= plots.POINTS_A_CURVE


def test_every_loss_curve_is_within_the_axes(axes):
    for highest in (1.0, 5.0, 2.0):
        plots.loss_curve(axes, [highest, 0.1], label=f"{highest}")
    low, high = axes.get_ylim()
    assert low == 0
    assert high >= 5.0
    assert len({line.get_linestyle() for line in axes.lines}) == 3


def test_loss_curve_leaves_out_what_is_not_finite(axes):
    plots.loss_curve(axes, [1.0, 2.0, np.inf, np.nan])
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), [1.0, 2.0, np.nan, np.nan])


SIX = {
    letter: [np.linspace(1, 0.1, 300), np.linspace(1, end, 300)]
    for letter, end in zip("ABCDEF", (0.1, 0.2, 0.5, 1, 2, 5), strict=True)
}


def test_a_panel_for_every_letter_told_apart_by_letter_and_line_style():
    figure = plots.lettered_curves(SIX)
    assert [panel.get_title(loc="left") for panel in figure.axes] == list(SIX)
    for panel, (losses, held_out) in zip(figure.axes, SIX.values(), strict=True):
        ends = [line.get_ydata()[-1] for line in panel.lines]
        assert ends == [losses[-1], held_out[-1]]
        assert len({line.get_linestyle() for line in panel.lines}) == 2
        assert panel.get_legend() is None
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["learned from", "held out"]


def test_letters_are_in_the_picture_and_nothing_overlaps():
    figure = plots.lettered_curves(SIX)
    FigureCanvasAgg(figure).draw()
    words = [*figure.legends[0].get_texts()]
    for panel in figure.axes:
        words += [panel._left_title, panel.xaxis.label, panel.yaxis.label]
    boxes = [each.get_window_extent() for each in words]
    boxes += [panel.get_window_extent() for panel in figure.axes]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(figure.bbox.contains(box.x0, box.y0) and figure.bbox.contains(box.x1, box.y1)
               for box in boxes)  # fmt: skip


def test_single_curves_need_no_names():
    figure = plots.lettered_curves({letter: [[1, 0.5]] for letter in "ABCD"}, names=["loss"])
    assert len(figure.axes) == 4
    assert not figure.legends


def test_panels_are_compared_by_one_axis_and_none_stands_alone():
    curves = {letter: [[1, end]] for letter, end in zip("ABCD", (0.5, 5, 0.1, 2), strict=True)}
    panels = plots.lettered_curves(curves, names=["loss"]).axes
    assert len({panel.get_ylim() for panel in panels}) == 1
    assert [panel.get_subplotspec().colspan.start for panel in panels] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("curves", "words"),
    [
        ({}, "curves must be a dict of letters"),
        ([[1, 2]], "curves must be a dict of letters"),
        ({"A": []}, "'A' must have a list of curves"),
        ({"A": [[1], [1], [1]]}, "as many as names at most (2)"),
        ({"A": [1, 2]}, "losses has the shape"),
        ({1: [[1, 2]]}, "each letter of curves must be text"),
        ({letter: [[1]] for letter in "ABCDEFGHIJKLM"}, "12 at most"),
    ],
)
def test_curves_of_another_form_are_refused(curves, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        plots.lettered_curves(curves)


def test_what_cannot_be_drawn_is_refused(axes):
    with pytest.raises(ValueError, match="losses has the shape"):
        plots.loss_curve(axes, [])
    with pytest.raises(ValueError, match="one network is expected, not copies"):
        plots.network_diagram(axes, Network([Dense(1, 1, "tanh")], copies=2))


def test_maps_beside_each_other_are_told_apart_by_their_titles():
    predict = Network([Dense(2, 1, "sigmoid")], rng=1).predict
    _, panels = plots.new_figure(2)
    for panel, title in zip(panels, ("AND", "XOR"), strict=True):
        plots.decision_map(panel, predict, datasets.xor(), title=title)
        assert texts(panel)[0] == title
    with pytest.raises(ValueError, match="title must be text"):
        plots.decision_map(panels[0], predict, datasets.xor(), title=5)


def test_a_diagram_fills_its_part_of_the_figure():
    network = Network([Dense(2, 1, "sigmoid", weights=[[2.0], [-1.0]], biases=[0.5])])
    figure, (left, right) = plots.new_figure(2, width=14, height=4)
    plots.network_diagram(left, network, ["hours", "sleep"])
    plots.decision_map(right, network.predict, datasets.and_gate())
    FigureCanvasAgg(figure).draw()
    assert {"+2.00", signed(-1), "bias +0.50", "hours", "sleep"} <= set(texts(left))
    sizes = diagrams.SIZE, planes.CHART.size
    for axes, size, low, high in zip((left, right), sizes, (0, 700), (700, 1400), strict=True):
        box = axes.get_window_extent()
        assert low <= box.x0 < box.x1 <= high
        assert box.height == pytest.approx(400, rel=0.01)
        assert box.width / box.height == pytest.approx(size[0] / size[1])


@pytest.mark.parametrize("sizes", [(3, 1), (2, 2, 1), (2, 3, 1), (2, 4, 1), (3, 4, 1), (2, 8, 1)])
@pytest.mark.parametrize(("columns", "width"), [(1, 7), (3, 15)])
def test_what_is_written_in_a_diagram_has_room(sizes, columns, width):
    layers = [Dense(*each, "tanh") for each in pairwise(sizes)]
    network = Network(layers, rng=1)
    network.parameters *= 10
    figure, axes = plots.new_figure(columns, width)
    axes = axes if columns == 1 else axes[0]
    plots.network_diagram(axes, network)
    FigureCanvasAgg(figure).draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) > sizes[0]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    neurons = [line.get_xydata() for line in axes.lines if line.get_marker() == "o"]
    places = axes.transData.transform(np.vstack(neurons))
    assert len(places) == sum(sizes)
    assert not [box for box in boxes for place in places if box.contains(*place)]


def test_loss_landscape_shows_the_path(axes):
    across, up = np.linspace(-1, 1, 5), np.linspace(-2, 2, 7)
    losses = across**2 + up[:, np.newaxis] ** 2
    path = np.array([[1.0, 2.0], [0.5, 0.5], [0.0, 0.0]])
    plots.loss_landscape(axes, across, up, losses, path)
    np.testing.assert_array_equal(np.column_stack(axes.lines[0].get_data()), path)
    assert texts(axes) == ["start", "end"]


def test_drawing_leaves_matplotlibs_settings_alone(axes):
    before = dict(rcParams)
    plots.activation_curve(axes, SIGMOID)
    assert dict(rcParams) == before
