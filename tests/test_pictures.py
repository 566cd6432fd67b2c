import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from coloraide import Color
from contourpy import contour_generator
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread
from PIL import Image

from nnlib import datasets
from nnlib.explorers.plane import PlaneExplorer
from nnlib.microscope import training_step
from nnlib.network import Dense, Network
from nnlib.pictures import answers, bands, chart, curves, diagrams, planes, step, theme
from nnlib.pictures import neuron as neuron_pictures
from nnlib.pictures.in_axes import png
from nnlib.pictures.planes import map_range
from nnlib.pictures.scene import Box, Heat, Line, Marks, Scene, Words, as_svg
from nnlib.pictures.still import still

NAMES = ("input 1", "input 2")
SVG = "{http://www.w3.org/2000/svg}"


def read(scene):
    """Return the picture as a tree, after a look at what every picture has."""
    root = ElementTree.fromstring(as_svg(scene))
    assert root.get("role") == "img"
    assert root.get("aria-label")
    return root


def texts(root):
    return [each.text for each in root.iter("text")]


def lines_of(network):
    names = NAMES[: network.layers[0].inputs]
    return list(read(diagrams.network_diagram(network, names)).iter("line"))


def curves_of(root):
    """Return the places of each curve, which are three wide, array of shape (points, 2)."""
    found = []
    for each in root.iter():
        if each.get("stroke-width") == "3" and each.tag == "polyline":
            found.append([pair.split(",") for pair in each.get("points").split()])
        elif each.get("stroke-width") == "3" and each.tag == "line":
            found.append([[each.get(f"{way}{end}") for way in "xy"] for end in "12"])
    return [np.array(places, dtype=float) for places in found]


def neuron(weights, bias=None):
    biases = {} if bias is None else {"biases": [bias]}
    layer = Dense(len(weights), 1, "sigmoid", bias=bias is not None,
                  weights=[[each] for each in weights], **biases)  # fmt: skip
    return Network([layer])


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0.5)],
        [(0, 0.0), (1, 0.0)],
        [(0, 1e-300), (1, 1e300)],
        [(0, 1.7e308)],
        [(0, 1.0), (1, np.inf), (2, np.nan)],
        [(0, np.nan)],
        [(0, -1.0), (1, -2.0)],
        [(epoch, 1 / (1 + epoch)) for epoch in range(240)],
    ],
)
@pytest.mark.parametrize("log", [False, True])
def test_a_loss_curve_is_well_formed_whatever_the_losses(points, log):
    root = read(curves.loss_curve(points, "Loss & more", log))
    words = f"epoch {points[-1][0]}: loss {theme.number(points[-1][1], 4)}"
    assert root.get("aria-label") == f"Loss & more: {words}"
    (pairs,) = curves_of(root)
    assert np.isfinite(pairs).all()
    assert (pairs >= 0).all()
    assert (pairs <= curves.CHART.size).all()


@pytest.mark.parametrize(("log", "losses"), [(False, (1.0, 0.5, 0.0)), (True, (1.0, 0.1, 0.01))])
def test_a_loss_curve_is_to_scale(log, losses):
    points = list(zip((0, 50, 100), losses, strict=True))
    root = read(curves.loss_curve(points, "Loss", log))
    (pairs,) = curves_of(root)
    np.testing.assert_allclose(pairs[1], pairs[[0, 2]].mean(axis=0), atol=0.11)
    assert pairs[0, 1] < pairs[2, 1]


def test_a_marked_epoch_has_its_line_and_its_numbers():
    points = [(0, 1.0), (50, 0.25), (100, 0.0)]
    plain, last, marked = (
        read(curves.loss_curve(points, "Loss", marked=epoch)) for epoch in (None, 100, 50)
    )
    assert ElementTree.tostring(plain) == ElementTree.tostring(last)
    assert len(list(marked.iter("line"))) == len(list(plain.iter("line"))) + 1
    assert marked.get("aria-label") == "Loss: epoch 50: loss 0.25"
    assert marked.get("data-epoch") == "50"
    (dot,) = marked.iter("circle")
    x, *_, y = next(marked.iter("polyline")).get("points").split()[1].partition(",")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == (float(x), float(y))


def test_a_weight_is_written_dashed_where_negative_and_wide_where_large():
    small, large, negative = lines_of(neuron([0.5, 8.0])) + lines_of(neuron([-8.0]))
    assert float(small.get("stroke-width")) < float(large.get("stroke-width")) / 2
    assert large.get("stroke-width") == negative.get("stroke-width")
    assert large.get("stroke") != negative.get("stroke")
    assert large.get("stroke-dasharray") is None
    assert negative.get("stroke-dasharray")
    root = read(diagrams.network_diagram(neuron([0.5, -8.0], bias=-0.001), NAMES))
    assert {"+0.50", f"{theme.MINUS}8.00", "bias +0.00"} <= set(texts(root))
    assert root.get("aria-label") == (
        f"Weights: input 1 +0.50, input 2 {theme.MINUS}8.00, bias +0.00"
    )


def test_the_width_of_a_weight_has_an_end():
    (line,) = lines_of(neuron([1e300]))
    assert float(line.get("stroke-width")) == 12


SHARES = {"start": 0, "middle": 0.5, "end": 1}  # of a text that lie before its x


def box_of(part):
    """Return left, right, top, bottom of a text, by its letters' usual size, or of a circle."""
    if part.tag == "circle":
        x, y, radius = (float(part.get(name)) for name in ("cx", "cy", "r"))
        return x - radius, x + radius, y - radius, y + radius
    x, y, width = float(part.get("x")), float(part.get("y")), 8 * len(part.text)
    left = x - SHARES[part.get("text-anchor")] * width
    return left, left + width, y - 11, y + 3


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def test_targets_between_0_and_1_are_not_called_bits():
    gate = datasets.and_gate()
    between = gate._replace(targets=gate.targets / 2)
    for dataset, marks in ((gate, "□ target 1, ○ target 0, "), (between, "□ target 0.5 or more, ")):
        root = read(planes.decision_map(neuron([1.0, 1.0], bias=-1.5).predict, dataset))
        assert any(text.startswith(marks) for text in texts(root))


def test_numbers_at_an_axis_stand_where_they_say():
    assert chart.labels([2018.5, 2020, 2021.5, 2023]) == ["2,018.5", "2,020", "2,021.5", "2,023"]
    assert chart.labels([0, 0.5, 1]) == ["0", "0.5", "1"]
    assert chart.labels([5000.0002, 5000.0008]) == ["5,000.0002", "5,000.0008"]
    assert chart.labels([1 / 3, 2 / 3]) == ["0.333", "0.667"]
    assert chart.labels([12.3456]) == ["12.3"]


@pytest.mark.parametrize(
    ("low", "step"), [(5000, 0.001), (0, 1e8), (-5000, 0.001), (2019, 1), (0, 1), (0, 1e-12)]
)
def test_the_numbers_and_names_around_a_map_do_not_touch(low, step):
    inputs = low + step * np.array([[0, 0], [0.5, 1], [1, 0.2], [0.2, 3]])
    examples = datasets.Dataset(inputs, np.array([[0], [1], [1], [0]]), ("a", "b"), ("y",))
    root = read(planes.decision_map(lambda rows: np.full((len(rows), 1), 0.7), examples))
    boxes = [box_of(text) for text in root.iter("text") if not text.get("transform")]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    across = [text for text in root.iter("text") if text.get("text-anchor") == "middle"]
    assert len(across) >= 3  # one number at least, and the names


@pytest.mark.parametrize(
    ("low", "step"), [(8e5, 4e5), (0, 2e8), (5000, 0.001), (-7000, 500), (2018, 1), (0, 1e-12)]
)
def test_the_numbers_and_names_around_predictions_do_not_touch(low, step):
    targets = low + step * np.array([0.0, 1, 2.5, 4])
    root = read(answers.predictions((targets, targets), (targets[:1], targets[1:2]), "price ($)"))
    boxes = [box_of(text) for text in root.iter("text") if not text.get("transform")]
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    upright = next(text for text in root.iter("text") if text.get("transform"))
    numbers = [box_of(text) for text in root.iter("text") if text.get("text-anchor") == "end"]
    foot = min(left for left, *_ in numbers)
    assert foot >= 18  # all of each is in the picture, beside the name
    assert "predicted" in "".join(upright.itertext())


@pytest.mark.parametrize("unit", [1.0, 1e6, 1e8])
def test_the_numbers_below_bands_are_in_the_picture_and_do_not_touch(unit):
    scene = bands.bands("y", 1.689 * unit, (1.68 * unit, 1.96 * unit), None)
    words = [text for text in read(scene).iter("text") if text.get("text-anchor") == "middle"]
    numbers = [box_of(text) for text in words if text.text != "y"]
    assert len(numbers) >= 2
    assert min(left for left, *_ in numbers) >= 0
    assert max(right for _, right, *_ in numbers) <= bands.SIZE[0]
    assert not [pair for pair in combinations(numbers, 2) if overlap(*pair)]


def test_a_line_is_told_by_its_ends_however_near_they_are():
    inputs = 5000 + 0.001 * np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    examples = datasets.and_gate()._replace(inputs=inputs)
    words = planes.decision_map(lambda rows: 500 * (rows[:, :1] - 4999.9995), examples).words
    assert "0.5 along a line from input 1 5,000.0005, input 2 4,999.99" in words


def test_the_levels_of_outputs_do_not_touch():
    gate = datasets.and_gate()
    root = read(answers.outputs_and_targets(gate, gate.targets))
    numbers = [box_of(text) for text in root.iter("text") if text.get("text-anchor") == "end"]
    assert len(numbers) == 6  # five levels, and the words at the upper right
    assert not [pair for pair in combinations(numbers, 2) if overlap(*pair)]


@pytest.mark.parametrize("last", [1, 40, 999, 10_000, 60_000, 100_000, 1_000_000])
def test_the_epochs_on_the_axis_have_room(last):
    root = read(curves.loss_curve([(0, 1.0), (last, 0.5)], "Loss"))
    below = [box_of(text) for text in root.iter("text") if float(text.get("y")) > 200]
    assert len(below) > 2
    assert all(left >= 0 and right <= curves.CHART.size[0] for left, right, _, _ in below)
    assert not [pair for pair in combinations(below, 2) if overlap(*pair)]


SHAPES = [(2,), (3,), (6,), (8,), (2, 1), (2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (2, 5), (3, 16),
          (2, 8), (2, 3, 3), (2, 2, 2, 2)]  # fmt: skip


def network_of(sizes, bias=True, factor=10):
    network = Network([Dense(*each, "tanh", bias=bias) for each in pairwise((*sizes, 1))], rng=1)
    network.parameters[...] = factor * np.random.default_rng(1).normal(
        size=network.parameters.shape
    )
    return network


def row_of(inputs):
    bits = np.arange(inputs)[None, :] % 2.0
    return diagrams.Row("row 2 (0 1)", bits, np.ones((1, 1)))


def in_the_widest_font(scene, bare=True):
    """Return boxes of texts, of weights' grounds, and circles, as a still has them in DejaVu Sans.

    A text and a ground as (left, right, top, bottom), a circle as (x, y, radius), in units.
    """
    figure = still([[scene._replace(bare=bare)]]).figure()
    FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    back = axes.transData.inverted()
    texts = [back.transform(text.get_window_extent()) for text in axes.texts]
    texts = [(left, right, top, bottom) for (left, bottom), (right, top) in texts]
    pills = [part for part in scene.parts if isinstance(part, Box) and part.fill == "page"]
    pills = [(each.x, each.x + each.width, each.y, each.y + each.height) for each in pills]
    circles = [
        (*place, part.radius)
        for part in scene.parts
        if isinstance(part, Marks)
        for place in part.places
    ]
    return texts, pills, circles


def is_within(one, other):
    return (other[0] <= one[0] and one[1] <= other[1]
            and other[2] <= one[2] and one[3] <= other[3])  # fmt: skip


def distance(box, circle):
    """Return how far the nearest point of a box is from a circle's middle, in its radius."""
    x, y, radius = circle
    nearest = np.clip(x, *box[:2]) - x, np.clip(y, *box[2:]) - y
    return np.hypot(*nearest) / radius


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("is_answering", [False, True])
def test_what_is_written_in_a_diagram_has_room(sizes, bias, is_answering):
    names = [f"input {number}" for number in range(1, sizes[0] + 1)]
    row = row_of(sizes[0]) if is_answering else None
    network = network_of(sizes, bias)
    scene = diagrams.network_diagram(network, names, row)
    texts, pills, circles = in_the_widest_font(scene)
    assert len(circles) == sum(sizes) + 1
    picture = (0, scene.size[0], 0, scene.size[1])
    assert all(is_within(each, picture) for each in (*texts, *pills))
    in_circles = [each for each in texts if any(distance(each, circle) < 0.5 for circle in circles)]
    assert bool(in_circles) == is_answering
    for text in in_circles:  # with a hair's breadth between them, where the circle is narrower
        assert (
            sum(
                is_within(text, (x - radius, x + radius, y - radius, y + radius))
                for x, y, radius in circles
            )
            == 1
        )
    on_lines = [each for each in texts if any(is_within(each, pill) for pill in pills)]
    assert len(on_lines) == len(pills)
    apart = [*pills, *(each for each in texts if each not in in_circles and each not in on_lines)]
    assert not [pair for pair in combinations(apart, 2) if overlap(*pair)]
    assert not [pair for pair in product(apart, circles) if distance(*pair) < 1]
    label = read(scene).get("aria-label")
    few = sum(a * b for a, b in pairwise((*sizes, 1))) <= 16
    assert ("input 1 " in label) == few
    assert few or re.search(rf"\d+ weights from {theme.MINUS}\d.* to \+\d", label)


def test_the_circles_hold_what_the_network_answers():
    network = network_of((2, 2), factor=1)
    row = row_of(2)
    scene = diagrams.network_diagram(network, NAMES, row)
    hidden, output = network.forward(row.inputs)
    sums = np.arctanh(output)  # the last layer's activation is tanh
    bold = [part.text for part in scene.parts if isinstance(part, Words) and part.bold]
    numbers = [f"{value:.2f}".replace("-", theme.MINUS) for value in (*hidden[0], *output[0])]
    assert bold == ["0", "1", *numbers]
    assert "✘ target 1" in texts(read(scene))
    assert f"sum {theme.signed(sums.item())}" in texts(read(scene))
    assert scene.title == "Network at row 2 (0 1)"
    assert read(scene).get("aria-label").startswith(f"{scene.title}: ")
    assert row.scaled().name == "row 2 (0 1), scaled"


def test_the_line_of_an_input_that_is_0_is_pale():
    scene = diagrams.network_diagram(neuron([3.0, 3.0]), NAMES, row_of(2))
    first, second = (part for part in scene.parts if isinstance(part, Line))
    assert first.opacity < 0.5 < second.opacity == 1


@pytest.mark.parametrize(
    "name", ["surface", "map", "loss", "narrow loss", "band", "outputs", "diagram"]
)
def test_a_picture_has_room_for_all_that_is_in_it(name):
    students = datasets.students(30, rng=1)
    scene = {
        "surface": lambda: planes.fitted_surface(lambda rows: rows[:, :1], students, students),
        "map": lambda: planes.decision_map(neuron([9.0, -9.0]).predict, datasets.xor()),
        "loss": lambda: curves.loss_curve([(0, 1.0), (9_999, 0.5)], "Loss"),
        "narrow loss": lambda: curves.loss_curve(
            [(0, 1.0), (9_999, 0.05678)],
            "Loss",
            second=("held out", [(9_999, 0.01234)]),
            chart=PlaneExplorer.loss_chart,
        ),
        "outputs": lambda: answers.outputs_and_targets(datasets.xor(), datasets.xor().targets),
        "band": lambda: curves.loss_band({0: (0.2, 0.5, 0.8), 10: (0.1, 0.3, 0.7)}, "A hundred"),
        "diagram": lambda: diagrams.network_diagram(network_of((3, 4)), "abc", row_of(3)),
    }[name]()
    texts, *_ = in_the_widest_font(scene, bare=False)
    picture = (0, scene.size[0], 0, scene.size[1])
    assert all(is_within(each, picture) for each in texts)
    assert not [pair for pair in combinations(texts, 2) if overlap(*pair)]


def test_an_input_of_0_has_no_tint_for_it_adds_nothing():
    inputs = np.array([[1.0, 0.0, 0.25]])
    row, names = diagrams.Row("1", inputs, np.ones((1, 1))), ("a", "b", "c")
    network = Network([Dense(3, 1, "sigmoid", weights=[[-9.0]] * 3)])
    for draw in (diagrams.network_diagram, neuron_pictures.neuron_at_row):
        *of_inputs, output = [
            (each.fill, each.opacity)
            for each in draw(network, names, row).parts
            if isinstance(each, Box) and each.fill.endswith("tint")
        ]
        assert of_inputs == [("blue tint", 1.0), ("blue tint", 0.0), ("blue tint", 0.25)]
        assert output == ("orange tint", pytest.approx(1, abs=1e-3))


def test_numbers_have_a_real_minus_and_no_minus_before_nothing():
    network = neuron([-0.001, -2.0], bias=-0.0)
    row = diagrams.Row("1", np.array([[-0.5, -0.0]]), np.zeros((1, 1)))
    written = " ".join(texts(read(diagrams.network_diagram(network, NAMES, row))))
    assert "-" not in written
    assert f"{theme.MINUS}2.00" in written
    assert f"{theme.MINUS}0.5" in written
    assert "+0.00" in written
    assert f"{theme.MINUS}0.00" not in written
    assert f"{theme.MINUS}0 " not in written


@pytest.mark.parametrize("sizes", SHAPES)
def test_neurons_and_numbers_keep_their_places_while_a_network_trains(sizes):
    small, large = (
        diagrams.network_diagram(
            network_of(sizes, factor=factor), sizes[0] * ("x",), row_of(sizes[0])
        )
        for factor in (0.1, 30)
    )
    for one, other in zip(small.parts, large.parts, strict=True):
        if isinstance(one, Words):
            assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=2)
        elif isinstance(one, Marks):
            assert one == other


def test_a_huge_weight_is_written_with_a_power_of_ten():
    assert "+1e12" in texts(read(diagrams.network_diagram(neuron([1e12]), NAMES[:1])))


@pytest.mark.parametrize(("theme_of_page", "ground"), [(0, "#ffffff"), (1, "#111111")])
def test_numbers_in_cells_stand_out(theme_of_page, ground):
    gate = datasets.xor()
    root = read(answers.hidden_answers(gate, gate.inputs, gate.targets, "sigmoid"))
    cells = root.findall("rect")
    assert {each.get("fill") for each in cells} == {
        theme.css("blue tint"),
        theme.css("orange tint"),
    }
    ink = ("#000000", "#ffffff")[theme_of_page]
    for tint in ("blue tint", "orange tint"):
        assert Color(theme.COLOURS[tint][theme_of_page]).contrast(ink) >= 4.5
        assert Color(ground).contrast(ink) >= 4.5
    boxes = [[float(each.get(name)) for name in ("x", "y", "width", "height")] for each in cells]
    numbers = [text for text in root.iter("text") if re.fullmatch(r"\d\.\d\d", text.text)]
    assert len(numbers) == len(boxes) == 12
    for text, (left, top, width, height) in zip(numbers, boxes, strict=True):
        assert left < float(text.get("x")) < left + width
        assert top + 11 < float(text.get("y")) < top + height


def test_a_large_network_is_drawn_without_numbers():
    network = Network([Dense(2, 64, "tanh"), Dense(64, 1, "sigmoid")], rng=1)
    root = read(diagrams.network_diagram(network, NAMES))
    assert len(list(root.iter("line"))) == 2 * 64 + 64
    assert len(list(root.iter("circle"))) == 2 + 64 + 1
    assert not [text for text in texts(root) if text.startswith(("+", "-"))]
    for circle in root.iter("circle"):
        assert 0 <= float(circle.get("cy")) <= diagrams.SIZE[1]


def test_outputs_stand_at_their_height_and_differ_in_shape():
    gate = datasets.and_gate()
    outputs = np.array([[0.0], [0.05], [0.5], [1.0]])
    root = read(answers.outputs_and_targets(gate, outputs))
    dots = [float(each.get("cy")) for each in root.iter("circle")]
    crosses = [each.get("d") for each in root.iter("path")]
    squares = [float(each.get("y")) + float(each.get("height")) / 2 for each in root.iter("rect")]
    assert (len(dots), len(crosses)) == (3, 1)  # 0.5 is within the tolerance of neither
    np.testing.assert_allclose([dots[0], dots[2]], [squares[0], squares[3]], atol=0.11)
    np.testing.assert_allclose((dots[0] - dots[1]) / (dots[0] - dots[2]), 0.05, atol=0.002)
    assert {"00", "01", "10", "11", "0.50", "3 of 4 within 0.1"} <= set(texts(root))
    assert root.get("aria-label") == (
        "Outputs and targets: 3 of 4 within 0.1; row 1 (0 0): 0.00 for 0, row 2 (0 1): 0.05 for 0, "
        "row 3 (1 0): 0.50 for 0, row 4 (1 1): 1.00 for 1"
    )


def test_many_rows_and_odd_inputs_are_numbered():
    rows = np.arange(50.0)[:, None]
    many = datasets.Dataset(rows, rows % 2, ("input 1",), ("target",))
    root = read(answers.outputs_and_targets(many, rows % 2))
    assert len(list(root.iter("circle"))) == 50
    few = datasets.Dataset(rows[:3], rows[:3] % 2, ("input 1",), ("target",))
    assert {"1", "2", "3"} <= set(texts(read(answers.outputs_and_targets(few, rows[:3] % 2))))


def test_a_map_shows_the_output_everywhere():
    gate = datasets.and_gate()
    root = read(planes.decision_map(neuron([10.0, 10.0], bias=-15.0).predict, gate))
    (image,) = root.iter("image")
    png = base64.b64decode(image.get("href").removeprefix("data:image/png;base64,"))
    red, _, blue = imread(io.BytesIO(png))[..., :3].transpose(2, 0, 1)
    assert blue[0, -1] > red[0, -1]  # upper right: the output is 1
    assert red[-1, 0] > blue[-1, 0]  # lower left: 0
    (line,) = root.iter("polyline")
    ends = np.array([pair.split(",") for pair in line.get("points").split()], dtype=float)[[0, -1]]
    (left, right), (low, high) = map_range(gate)
    plot = planes.CHART
    x = left + (right - left) * (ends[:, 0] - plot.left) / plot.width
    y = high - (high - low) * (ends[:, 1] - plot.top) / plot.height
    np.testing.assert_allclose(x + y, 1.5, atol=0.02)  # 10 x + 10 y - 15 = 0
    assert len(list(root.iter("rect"))) == 2  # of which one is the frame
    assert len(list(root.iter("circle"))) == 3


@pytest.mark.parametrize(("weights", "bias"), [((4.0, 4.0), 0.0), ((10.0, -7.0), -3.0)])
def test_who_cannot_see_a_map_hears_where_the_output_is_half(weights, bias):
    (a, b), gate = weights, datasets.or_gate()
    words = planes.decision_map(neuron(list(weights), bias=bias).predict, gate).words
    told = r"the output is 0\.5 along a line from input 1 (.+), input 2 (.+) to input 1 (.+), "
    told = re.match(told + "input 2 (.+); at the corners", words.replace(theme.MINUS, "-"))
    x, y, other_x, other_y = map(float, told.groups())
    assert x < other_x
    for across, up in ((x, y), (other_x, other_y)):
        assert a * across + b * up + bias == pytest.approx(0, abs=0.1)
        assert {across, up} & {-0.5, 1.5}  # where the map ends
    corner = 1 / (1 + np.exp(0.5 * (a + b) - bias))
    assert f"lower left {corner:.2f}; " in words


def test_several_lines_rings_and_none_are_told_on_a_map():
    def told(outputs):
        words = planes.decision_map(lambda rows: outputs(*rows.T)[:, np.newaxis], datasets.xor())
        return words.words.replace(theme.MINUS, "-").partition("; at the corners")[0]

    assert told(lambda x, y: 0.6 - (x - 0.5) ** 2 - (y - 0.25) ** 2) == (
        "the output is 0.5 along a line around input 1 0.5, input 2 0.25"
    )
    edges = "from input 1 {0}, input 2 -0.5 to input 1 {0}, input 2 1.5".format
    assert told(lambda x, y: 0.5 + (x - 0.25) * (x - 0.75)) == (
        f"the output is 0.5 along 2 lines: {edges(0.25)}; {edges(0.75)}"
    )
    assert told(lambda x, y: 0.5 + x * (x - 0.25) * (x - 0.75)) == (
        f"the output is 0.5 along 3 lines: {edges(0)}; {edges(0.25)}; and so on"
    )
    assert told(lambda x, y: 0.1 + 0.1 * x) == "the output is nowhere 0.5 on the map"
    assert told(lambda x, y: 0.2 + 0 * x) == "the output is 0.20 everywhere"


@pytest.mark.parametrize("stretch", [(1, 1), (3, 1), (1, 2.5)])
def test_a_map_has_one_scale_for_both_inputs(stretch):
    gate = datasets.xor()
    gate = gate._replace(inputs=gate.inputs * stretch)
    scene = planes.decision_map(lambda inputs: inputs[:, :1], gate)
    (heat,) = (part for part in scene.parts if isinstance(part, Heat))
    assert heat.width == heat.height
    squares = [part for part in scene.parts if isinstance(part, Marks)]
    places = np.vstack([part.places for part in squares])
    np.testing.assert_allclose(np.ptp(places[:, 0]) / np.ptp(places[:, 1]), stretch[0] / stretch[1])


def test_inputs_of_ranges_too_unlike_fill_the_map_both():
    gate = datasets.xor()
    gate = gate._replace(inputs=gate.inputs * (1, 1000))
    scene = planes.decision_map(lambda inputs: inputs[:, :1], gate)
    places = np.vstack([part.places for part in scene.parts if isinstance(part, Marks)])
    np.testing.assert_allclose(np.ptp(places[:, 0]), np.ptp(places[:, 1]))


ENDS = (0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.6, 2)


@pytest.mark.parametrize("power", [-3, 0, 4])
def test_a_loss_axis_ends_at_one_of_few_numbers(power):
    ends = []
    for loss in np.linspace(0.17, 2, 60):
        root = read(curves.loss_curve([(0, loss * 10.0**power), (1, 0.0)], "Loss"))
        numbers = [each.text for each in root.iter("text") if each.get("text-anchor") == "end"]
        top = max(
            float(text.replace(",", "")) for text in numbers if re.fullmatch("[0-9.,]+", text)
        )
        assert top >= loss * 10.0**power * (1 - 1e-9)
        ends.append(top / 10.0**power)
    np.testing.assert_allclose(sorted(set(np.round(ends, 6))), ENDS)
    assert ends == sorted(ends)


@pytest.mark.parametrize("gaps", [[], [np.nan], [np.nan, np.inf, -np.inf]])
def test_lines_at_a_level_are_those_of_contourpy(gaps):
    random = np.random.default_rng(1)
    values = random.normal(size=(9, 7))
    values.flat[random.choice(values.size, len(gaps), replace=False)] = gaps
    x, y = np.arange(7.0), np.arange(9.0) ** 2
    expected = contour_generator(x, y, values).lines(0.2)
    found = planes.contours(*np.meshgrid(x, y), values, 0.2)
    assert len(found) == len(expected) > 1
    for line, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(line, other)


def test_a_map_of_one_value_has_no_line():
    root = read(planes.decision_map(lambda inputs: np.full((len(inputs), 1), 0.5), datasets.xor()))
    assert not list(root.iter("polyline"))
    assert "0.50 everywhere" in texts(root)


def test_a_map_of_examples_in_one_place_has_a_width():
    one = datasets.Dataset(np.array([[3.0, 3.0]]), np.array([[1.0]]), NAMES, ("target",))
    assert map_range(one) == [(2.5, 3.5), (2.5, 3.5)]
    read(planes.decision_map(neuron([1.0, 1.0]).predict, one))


def test_a_heat_map_has_the_colours_of_its_numbers_and_is_clear_where_there_are_none():
    shares = np.array([[0.0, 0.5, 1.0], [np.nan, -3.0, 7.0]])
    text = as_svg(Scene("", "", [Heat(theme.colours_of(shares), 0, 0, 30, 20)]))
    data = base64.b64decode(re.search(r"base64,([^\"]*)", text)[1])
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
    expected = theme.PALETTE[theme.colours_of(shares)]
    seen = ~np.isnan(shares)
    np.testing.assert_array_equal(pixels[seen][:, :3], expected[seen])
    np.testing.assert_array_equal(pixels[..., 3], np.where(seen, 255, 0))


def test_a_band_shows_three_percentiles():
    points = {0: (0.2, 0.5, 0.8), 10: (0.1, 0.3, 0.7), 20: (0.05, 0.2, 1e300)}
    picture = read(curves.loss_band(points, "A hundred"))
    assert "epoch 20: median 0.2, eight in ten from 0.05 to 1e300" in picture.get("aria-label")
    band, middle = picture.find("polygon"), picture.find("polyline")
    assert len(band.get("points").split()) == 6
    assert len(middle.get("points").split()) == 3


@pytest.mark.parametrize("log", [False, True])
def test_the_held_out_loss_is_dashed_and_written(log):
    points, held_out = [(0, 1.0), (5, 0.5)], [(0, 2.0), (5, 1.5)]
    picture = read(curves.loss_curve(points, "Loss", log, second=("held out", held_out)))
    first, second = (each for each in picture if each.get("stroke-width") == "3")
    assert first.get("stroke-dasharray") is None
    assert second.get("stroke-dasharray") is not None
    assert "loss 0.5, held out 1.5" in picture.get("aria-label")
    heights = [places[-1, 1] for places in curves_of(picture)]
    assert heights[1] < heights[0]  # a larger loss is higher up


def test_predictions_lie_over_their_targets_and_held_out_ones_look_different():
    seen, held_out = (
        (np.array([1.0, 3.0]), np.array([1.5, 2.0])),
        (np.array([2.0]), np.array([3.0])),
    )
    root = read(answers.predictions(seen, held_out, "score"))
    (diagonal,) = (each for each in root.iter("line") if each.get("stroke-width") == "2")
    low, high = (np.array([float(diagonal.get(f"{way}{end}")) for way in "xy"]) for end in "12")
    circles = [(float(each.get("cx")), float(each.get("cy"))) for each in root.iter("circle")]
    (square,) = root.iter("rect")
    corner = np.array([float(square.get(way)) for way in "xy"])
    places = (np.array([*circles, corner + 5]) - low) / (high - low)  # shares of both ways
    np.testing.assert_allclose(1 + 2 * places, [(1, 1.5), (3, 2), (2, 3)], atol=0.01)


def test_a_fitted_surface_has_its_lines_where_predictions_are_equal():
    students = datasets.students(30, rng=1)
    none = students._replace(inputs=students.inputs[:0], targets=students.targets[:0])
    scene = planes.fitted_surface(lambda rows: rows[:, :1] * 5 + 40, students, none)
    (left, right), _ = map_range(students, planes.NEAR)
    levels = [part for part in scene.parts if isinstance(part, Line)]
    marks = [part for part in scene.parts if isinstance(part, Words) and part.halo == "white"]
    assert len(levels) == len(marks) > 2
    for line, words in zip(levels, marks, strict=True):
        across = (line.points[:, 0] - planes.CHART.left) / planes.CHART.width
        np.testing.assert_allclose((left + across * (right - left)) * 5 + 40, float(words.text))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (718_321, "718,000"), (-718_321, "-718,000"), (1250, "1,250"), (0.0123, "0.0123"),
        (0.5, "0.5"), (0.0, "0"), (-0.0, "0"), (-0.0004, "-0.0004"), (99_999_999, "100,000,000"),
        (9.9999, "10"), (123, "123"), (1e9, "1e9"), (-2.5e12, "-2.5e12"), (3e-7, "3e-7"),
        (5e-324, "4.94e-324"), (np.inf, "∞"), (np.nan, "no number"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(value, text):
    assert theme.number(value) == text.replace("-", theme.MINUS, text[:1] == "-")


@pytest.mark.parametrize("seed", range(50))
def test_a_written_number_is_the_number_to_three_figures(seed):
    value = float(np.random.default_rng(seed).normal() * 10.0 ** (seed - 25))
    read_back = float(theme.number(value).replace(",", "").replace(theme.MINUS, "-"))
    assert read_back == float(f"{value:.3g}")


def test_axes_are_right_at_epoch_0():
    for first in (0.25, 1e-9, 718_000.0, 0.0):
        root = read(curves.loss_curve([(0, first)], "Loss"))
        levels = [
            float(text.text.replace(",", ""))
            for text in root.iter("text")
            if text.get("text-anchor") == "end" and text.text[0].isdigit()
        ]
        assert levels[0] == 0
        assert len(set(levels)) == len(levels) >= 2
        assert levels[-1] >= first
        (dot,) = root.iter("circle")
        assert curves.CHART.top <= float(dot.get("cy")) <= curves.CHART.bottom


LEARNERS_NAMES = ("$price$", "<b>bold</b> & \\alpha", "日本語 🙂", "a_b^2")


@pytest.mark.parametrize("name", LEARNERS_NAMES)
def test_what_learners_type_is_neither_markup_nor_formula_nor_a_warning(name, recwarn):
    gate = datasets.and_gate()._replace(input_names=(name, "other"))
    scenes = [
        diagrams.network_diagram(neuron([1.0, -1.0]), gate.input_names),
        planes.decision_map(neuron([1.0, -1.0], bias=0.1).predict, gate),
        answers.predictions(
            (gate.targets[:, 0], gate.targets[:, 0]), (gate.targets[:1, 0],) * 2, name
        ),
    ]
    for scene in scenes:
        assert name in texts(read(scene))
    figure = still([scenes], words=name).figure()
    png(figure)
    for axes in figure.axes:
        assert name in [text.get_text() for text in axes.texts]
    assert not recwarn.list


HOSTILE = (
    "</svg><script>",
    "\x00\x1b",
    "]]>",
    "\ud800",
    "\ufffe",
    '" onload="',
    "&amp;",
    "<!--",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_still_is_a_file_that_every_reader_of_svg_takes(name):
    gate = datasets.and_gate()._replace(input_names=(name, "other"))
    scenes = [diagrams.network_diagram(neuron([1.0, -1.0]), gate.input_names)]
    root = ElementTree.fromstring(still([scenes], words=f"of {name}.").svg().encode())
    named = [text.text or "" for text in root.iter(f"{SVG}text")]
    shown = re.sub("[\x00\x1b\ud800\ufffe]", "\N{REPLACEMENT CHARACTER}", name)
    assert shown in named
    assert any(shown in text for text in named if text.startswith("of "))
    assert not [*root.iter(f"{SVG}script")]


def test_a_still_is_laid_out_alike_as_svg_and_in_matplotlib():
    sizes = [(480, 250), (960, 500), (300, 200)]
    scenes = [Scene(f"scene {at}", "", [], size=size) for at, size in enumerate(sizes)]
    made = still([scenes[:2], [*scenes[2:], curves.loss_curve([(0, 1.0)], "Loss")]], "Some words.")
    root, figure = ElementTree.fromstring(made.svg()), made.figure()
    width, height = made.size
    assert np.multiply(figure.get_size_inches(), 100).tolist() == pytest.approx(made.size)
    nested = root.findall(f"{SVG}svg")
    for each, axes in zip(nested, figure.axes, strict=True):
        x, y, across, down = (float(each.get(name)) for name in ("x", "y", "width", "height"))
        place = axes.get_position(original=True)
        assert x == pytest.approx(place.x0 * width, abs=0.06)
        assert y == pytest.approx((1 - place.y1) * height, abs=0.06)
        assert across == pytest.approx(place.width * width, abs=0.06)
        assert down == pytest.approx(place.height * height, abs=0.06)
    (first, second, third, fourth, _) = [axes.get_position(original=True) for axes in figure.axes]
    assert first.x0 == pytest.approx(second.x0)
    assert first.width == pytest.approx(second.width)  # of its column's first
    assert first.y0 > second.y1
    assert third.x0 == fourth.x0 > first.x1


def test_a_still_in_a_file_has_the_colours_of_a_light_page():
    root = ElementTree.fromstring(still([[Scene("", "", [])]]).svg())
    (style,) = root.iter(f"{SVG}style")
    given = dict(re.findall(r"(--[\w-]+):([^;]+);", style.text))
    for colour, shown in theme.ON_WHITE.items():
        (name,) = re.findall(r"^var\((--[\w-]+),", theme.css(colour))
        assert given[name] == shown


def test_a_still_holds_every_part_of_its_scenes_in_order():
    gate = datasets.xor()
    hidden = np.linspace(0, 1, 36).reshape(4, 9)
    scenes = [
        curves.loss_curve([(0, 1.0), (5, 0.5), (9, 0.4)], "Loss", second=("held out", [(0, 2.0)])),
        curves.loss_band({0: (0.2, 0.5, 0.8), 10: (0.1, 0.3, 0.7)}, "A hundred"),
        answers.outputs_and_targets(gate, hidden[:, :1]),
        answers.hidden_answers(gate, hidden, hidden[:, :1], "sigmoid"),
        planes.decision_map(neuron([5.0, 3.0], bias=-2.0).predict, gate),
    ]
    figure = still([scenes[::2], scenes[1::2]]).figure()
    for axes, scene in zip(figure.axes, scenes[::2] + scenes[1::2], strict=True):
        artists = [*axes.lines, *axes.patches, *axes.texts, *axes.images]
        drawn = sorted((each for each in artists), key=lambda each: each.get_zorder())
        assert [each.get_zorder() for each in drawn] == list(range(1, len(scene.all_parts) + 1))
        for artist, part in zip(drawn, scene.all_parts, strict=True):
            if isinstance(part, Words):
                assert (artist.get_text(), artist.get_position()) == (part.text, (part.x, part.y))
            elif isinstance(part, Line):
                np.testing.assert_array_equal(artist.get_xydata(), part.points)


def test_a_map_has_the_same_colours_as_svg_and_in_matplotlib():
    shares = np.array([[0.0, 0.5], [1.0, np.nan]])
    scene = Scene("", "", [Heat(theme.colours_of(shares), 0, 0, 480, 250, smooth=False)], bare=True)
    figure = still([[scene]]).figure()
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(png(figure)))).convert("RGB"))
    height, width = pixels.shape[:2]
    for row, column in ((0, 0), (0, 1), (1, 0)):
        there = pixels[int((0.25 + row / 2) * height), int((0.25 + column / 2) * width)]
        np.testing.assert_array_equal(there, theme.PALETTE[scene.parts[0].colours[row, column]])
    np.testing.assert_array_equal(pixels[int(0.75 * height), int(0.75 * width)], 255)


def test_a_still_tells_where_its_scenes_stand():
    scenes = [Scene("", "", [], size=size) for size in ((480, 250), (240, 90), (300, 400))]
    first, second, third = scenes
    picture = still([[first, second], [third]], "A line above them.", scenes)
    axes = picture.figure().axes
    for place, drawn in zip(picture.main_places(), axes[:-1], strict=True):
        left, top, width, height = map(float, place.split())
        bounds = (left, 1 - top - height, width, height)
        assert drawn.get_position().bounds == pytest.approx(bounds, abs=2e-4)


@pytest.mark.parametrize("factor", [1, -20, 0.001, 1e6])
@pytest.mark.parametrize("sizes", [(2, 2, 1), (3, 1), (2, 4, 1)])
def test_no_two_texts_of_a_step_overlap_in_the_widest_usual_font(sizes, factor):
    dataset = datasets.xor() if sizes[0] == 2 else datasets.parity3()
    network = Network([Dense(*each, "sigmoid") for each in pairwise(sizes)], rng=1)
    network.parameters *= factor
    taken = training_step(
        network, dataset.inputs, dataset.targets, learning_rate=1.0, loss="mean_squared_error"
    )
    known = {
        (at, name)
        for at, layer in enumerate(taken.layers)
        for name in (*layer._fields, "targets", "errors")
        if getattr(layer, name, 0) is not None
    }
    names = [f"input {number}" for number in range(1, sizes[0] + 1)]
    figure = still([[step.drawing(taken, 0, "00", names, known, known, "")]]).figure()
    FigureCanvasAgg(figure).draw()  # in DejaVu Sans
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) > 20
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
