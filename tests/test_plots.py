"""Pictures are held by what is in them, read back from the axes."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg

from nnlib import datasets, plots
from nnlib.activations import SIGMOID
from nnlib.network import Dense, Network


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


def test_what_cannot_be_drawn_is_refused(axes):
    with pytest.raises(ValueError, match="at least one loss"):
        plots.loss_curve(axes, [])
    with pytest.raises(ValueError, match="one network, not copies"):
        plots.network_diagram(axes, Network([Dense(1, 1, "tanh")], copies=2))


def test_network_diagram_writes_weights_and_marks_their_sign(axes):
    weights = [[2.0], [-1.0]]
    network = Network([Dense(2, 1, "sigmoid", weights=weights, biases=[0.5])])
    plots.network_diagram(axes, network, ["hours", "sleep"])
    assert {"+2.00", "-1.00", "bias +0.50", "hours", "sleep"} <= set(texts(axes))
    positive, negative = axes.lines[:2]
    assert positive.get_linestyle() == "-"
    assert negative.get_linestyle() == "--"
    assert positive.get_linewidth() > negative.get_linewidth()
    assert positive.get_color() != negative.get_color()


def test_large_networks_go_without_numbers(axes):
    plots.network_diagram(axes, Network([Dense(5, 16, "tanh"), Dense(16, 1, "tanh")], rng=1))
    assert len(axes.lines) == 5 * 16 + 16 + 5 + 16 + 1
    assert not any(text[:1] in "+-" for text in texts(axes))


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
    neurons = [axes.transData.transform(line.get_xydata()[0]) for line in axes.lines
               if line.get_marker() == "o"]  # fmt: skip
    assert len(neurons) == sum(sizes)
    assert not [box for box in boxes for place in neurons if box.contains(*place)]


def test_decision_map_draws_its_line_where_the_output_is_one_half(axes):
    weights = [[10.0], [10.0]]
    gate = Network([Dense(2, 1, "sigmoid", weights=weights, biases=[-15.0])])
    plots.decision_map(axes, gate.predict, datasets.and_gate())
    contour = next(each for each in axes.collections if hasattr(each, "levels"))
    line = np.concatenate([path.vertices for path in contour.get_paths()])
    np.testing.assert_allclose(line.sum(axis=1), 1.5, atol=0.01)
    markers = {each.get_label(): each.get_marker() for each in axes.lines}
    assert markers["target 0"] != markers["target 1"]


def test_predictions_lie_over_their_targets_and_held_out_ones_look_different(axes):
    targets, predicted = np.array([[1.0], [3.0]]), np.array([[1.5], [2.0]])
    plots.predictions(axes, targets, predicted)
    plots.predictions(axes, targets + 1, predicted, held_out=True)
    learned, _, held_out, _ = axes.lines
    np.testing.assert_array_equal(np.column_stack(learned.get_data()), [[1, 1.5], [3, 2]])
    np.testing.assert_array_equal(np.column_stack(held_out.get_data()), [[2, 1.5], [4, 2]])
    assert [each.get_label() for each in (learned, held_out)] == ["learned from", "held out"]
    assert learned.get_marker() != held_out.get_marker()


def test_a_fitted_surface_has_its_lines_where_predictions_are_equal(axes):
    students = datasets.students(30, rng=1)
    plots.fitted_surface(axes, lambda rows: rows[:, :1] * 5 + 40, students)
    contour = next(each for each in axes.collections if hasattr(each, "levels"))
    for level, path in zip(contour.levels, contour.get_paths(), strict=True):
        np.testing.assert_allclose(path.vertices[:, 0] * 5 + 40, level)
    points = next(each for each in axes.collections if len(each.get_offsets()) == 30)
    np.testing.assert_array_equal(points.get_offsets(), students.inputs)
    np.testing.assert_array_equal(points.get_array(), students.targets[:, 0])


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
