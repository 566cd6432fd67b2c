"""The microscope explorer: its numbers, its words, and its buttons in any order."""

import base64
import random
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import ipywidgets
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from nnlib import datasets
from nnlib.datasets import Dataset
from nnlib.explorers import cell
from nnlib.explorers.matrices import MOST_SHOWN
from nnlib.explorers.microscope import MicroscopeExplorer
from nnlib.explorers.moments import STAGES, moments
from nnlib.explorers.number_box import NumberBox
from nnlib.network import Dense, Network
from nnlib.pictures.diagrams import connection
from nnlib.pictures.scene import Line
from nnlib.pictures.step import WIDEST, drawing, figures
from nnlib.training import train
from tests.hands import press

BUTTONS = ("Next", "Previous", "Forward", "Error", "Back", "Update", "Start again")
THREE_CLASSES = Dataset(np.array([[0.0, 1.0], [1.0, 0.5], [-1.0, 2.0], [0.3, 0.3]]),
                        np.eye(3)[[0, 1, 2, 0]], ("hours", "sleep"), ("a", "b", "c"))  # fmt: skip
CASES = {  # sizes, activations, bias, data, loss
    "2-2-1": ((2, 2, 1), ("sigmoid", "sigmoid"), True, datasets.xor(), "half_sum_of_squares"),
    "one layer": ((3, 1), ("sigmoid",), False, datasets.first_input(), "half_sum_of_squares"),
    "eleven lines": ((3, 4, 1), ("sigmoid", "sigmoid"), False, datasets.eleven_lines(),
                     "half_sum_of_squares"),
    "three layers": ((2, 2, 3, 1), ("relu", "tanh", "linear"), True, datasets.exam_scores(),
                     "mean_squared_error"),
    "cross-entropy": ((2, 2, 1), ("tanh", "sigmoid"), True, datasets.xor(),
                      "binary_cross_entropy"),
    "softmax": ((2, 3), ("softmax",), True, THREE_CLASSES, "categorical_cross_entropy"),
    "softmax by squares": ((2, 2, 3), ("softmax", "softmax"), True, THREE_CLASSES,
                           "mean_squared_error"),
    "wide": ((3, 16, 1), ("relu", "sigmoid"), True, datasets.parity3(), "binary_cross_entropy"),
}  # fmt: skip


def make(case, rate=0.5):
    sizes, activations, bias, dataset, loss = CASES[case]
    layers = [
        Dense(before, after, activation, bias=bias, initializer="normal")
        for before, after, activation in zip(sizes, sizes[1:], activations, strict=False)
    ]
    network = Network(layers, rng=2)
    network.parameters += 0.05
    return network, MicroscopeExplorer(network, dataset, learning_rate=rate, loss=loss)


def words(explorer):
    """Return what the status line says, without its tags."""
    text = explorer._status.value.replace("<br>", "\n").replace("&emsp;", " ")
    return "".join(ElementTree.fromstring(text).itertext())


def picture(explorer):
    """Return the texts of the picture: all, and those that are bold."""
    texts = list(ElementTree.fromstring(explorer._picture.value).iter("text"))
    return [text.text for text in texts], [text.text for text in texts if text.get("font-weight")]


class Tables(HTMLParser):
    """All numbers of the tables on the page, by the matrices' names."""

    def __init__(self, explorer):
        super().__init__()
        self.tables, self.texts, self.cell = {}, [], None
        self.now = set()
        self.feed(explorer._tables.value)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "table":
            self.rows = self.tables.setdefault(attributes["data-name"], [])
            self.rows.clear()
            if attributes.get("class") == "now":
                self.now.add(attributes["data-name"])
        elif tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.cell = float(attributes["data-value"])
            self.rows[-1].append(self.cell)

    def handle_data(self, data):
        if self.cell is not None:
            assert data == figures(self.cell)
            self.cell = None

    def __getitem__(self, name):
        return np.array([row for row in self.tables[name] if row])


def loss_of(case):
    return CASES[case][-1]


# Its numbers


@pytest.mark.parametrize("case", CASES)
def test_gradients_and_new_weights_are_training_s_to_the_last_bit(case):
    network, explorer = make(case)
    dataset = CASES[case][3]
    value, gradients = network.gradients(dataset.inputs, dataset.targets, loss_of(case))
    explorer.go("error")
    assert figures(value) in words(explorer)
    explorer.go("update")
    shown = Tables(explorer)
    trained = Network(network.layers)
    trained.parameters = network.parameters
    history = train(trained, dataset.inputs, dataset.targets, epochs=1, learning_rate=0.5,
                    loss=loss_of(case))  # fmt: skip
    outputs = network.forward(dataset.inputs)
    for index, (d_weights, d_biases) in enumerate(gradients):
        new = trained.layers[index]
        expected = {"outputs": outputs[index], "weights": network.layers[index].weights,
                    "d_weights": d_weights, "new_weights": new.weights}  # fmt: skip
        if d_biases is not None:
            expected |= {"d_biases": d_biases, "new_biases": new.biases}
        for name, values in expected.items():
            values = np.atleast_2d(values)[:MOST_SHOWN, :MOST_SHOWN]
            np.testing.assert_array_equal(shown[f"layers[{index}].{name}"], values)
    np.testing.assert_array_equal(explorer.network.parameters, trained.parameters)
    assert f"The loss was {figures(value)} and is now {figures(history.loss[1])}" in words(explorer)


@pytest.mark.parametrize("case", CASES)
def test_every_moment_shows_its_matrices_and_its_row_and_nothing_later(case):
    _, explorer = make(case)
    rows = len(CASES[case][3].inputs)
    explorer.controls["row"].value = explorer._row_names[rows - 1]
    shown_before = set()
    for moment in moments(explorer.step):
        assert explorer.stage == moment.stage
        tables = Tables(explorer)
        numbers, bold = picture(explorer)
        made = set()
        for index, name in moment.made:
            own = name in ("targets", "errors")
            values = getattr(explorer.step if own else explorer.step.layers[index], name)
            full_name = name if own else f"layers[{index}].{name}"
            made.add(full_name)
            assert full_name in tables.tables
            row = values if name.endswith(("weights", "biases")) else values[rows - 1]
            if "wide" not in case and moment.stage != "start":
                assert set(map(figures, row.ravel().tolist())) <= set(bold)
            assert full_name in tables.now or moment.stage == "start"
        assert not made & shown_before
        shown_before |= made
        so_far = {name for name in tables.tables if not name.endswith((".T", ".inputs"))}
        assert so_far == {name for name in shown_before if not name.endswith(".inputs")}
        for _, code in moment.formulas:
            assert code in words(explorer)
        for equation in moment.equations[: len(moment.formulas)]:
            assert f"→ {equation[-1].values.shape}" in words(explorer)
        assert not {"nan", "inf"} & set(numbers)
        explorer.next()
    assert explorer.stage == "start"
    assert shown_before >= {f"layers[0].{name}" for name in ("sums", "deltas", "new_weights")}


def test_deltas_and_slopes_of_a_cell_are_in_full():
    _, explorer = make("2-2-1")
    explorer.go("back")
    shown = Tables(explorer)
    for index, layer in enumerate(explorer.step.layers):
        for name in ("sums", "outputs", "d_outputs", "slopes", "deltas"):
            np.testing.assert_array_equal(shown[f"layers[{index}].{name}"], getattr(layer, name))
    np.testing.assert_array_equal(shown["errors"], explorer.step.errors)


@pytest.mark.parametrize("case", CASES)
def test_k_updates_are_k_epochs(case):
    network, explorer = make(case, rate=0.01)
    dataset = CASES[case][3]
    for _ in range(7):
        press(explorer, "Update")
    train(network, dataset.inputs, dataset.targets, epochs=7, learning_rate=0.01,
          loss=loss_of(case))  # fmt: skip
    np.testing.assert_array_equal(explorer.network.parameters, network.parameters)
    assert explorer.summary().startswith("step 7, the new weights; loss ")


def test_next_alone_trains_as_well():
    network, explorer = make("2-2-1")
    for _ in range(3 * len(moments(explorer.step)) - 1):
        press(explorer, "Next")
    gate = datasets.xor()
    train(network, gate.inputs, gate.targets, epochs=3, learning_rate=0.5,
          loss="half_sum_of_squares")  # fmt: skip
    np.testing.assert_array_equal(explorer.network.parameters, network.parameters)


# Its buttons


def test_the_stages_of_a_step():
    network, explorer = make("2-2-1")
    assert explorer.stage == "start"
    for name in ("Forward", "Error", "Back", "Error", "Forward"):  # within a step back and forth
        press(explorer, name)
        assert explorer.stage == name.lower()
        np.testing.assert_array_equal(explorer.network.parameters, network.parameters)
    assert words(explorer).startswith("Step 1, forward: the outputs of layer 2")
    press(explorer, "Update")
    first = explorer.network.parameters.copy()
    press(explorer, "Forward")
    assert words(explorer).startswith("Step 2, forward: the outputs of layer 2")
    np.testing.assert_array_equal(
        explorer.step.layers[0].weights, explorer.network.layers[0].weights
    )
    np.testing.assert_array_equal(explorer.network.parameters, first)
    for _ in range(5):
        press(explorer, "Previous")
    assert words(explorer).startswith("Step 1, update: the new weights")
    np.testing.assert_array_equal(explorer.network.parameters, first)
    press(explorer, "Previous")
    np.testing.assert_array_equal(explorer.network.parameters, network.parameters)
    press(explorer, "Start again")
    press(explorer, "Previous")
    assert "This is the beginning" in words(explorer)
    with pytest.raises(ValueError, match="stage 'sideways' is not known"):
        explorer.go("sideways")
    assert set(STAGES) == {name.lower() for name in BUTTONS[2:6]}


@pytest.mark.parametrize("case", CASES)
def test_buttons_in_any_order_leave_the_given_network_as_it_was(case):
    network, explorer = make(case)
    given = network.parameters.copy()
    chance = random.Random(4)
    for _ in range(60):
        if chance.random() < 0.2:
            explorer.controls["row"].value = chance.choice(explorer._row_names)
        press(explorer, chance.choice(BUTTONS[:-1] if chance.random() < 0.9 else BUTTONS))
        ElementTree.fromstring(explorer._picture.value)
        assert explorer.row == explorer._row_names.index(explorer.controls["row"].value)
    np.testing.assert_array_equal(network.parameters, given)
    press(explorer, "Start again")
    assert explorer.stage == "start"
    np.testing.assert_array_equal(explorer.network.parameters, given)


def test_going_back_undoes_all():
    _, explorer = make("2-2-1")
    seen = []
    for _ in range(40):
        seen.append((explorer._status.value, explorer._picture.value, explorer._tables.value,
                     explorer.network.parameters.tolist()))  # fmt: skip
        explorer.next()
    for before in reversed(seen):
        explorer.previous()
        assert before == (explorer._status.value, explorer._picture.value, explorer._tables.value,
                          explorer.network.parameters.tolist())  # fmt: skip


def test_a_row_is_chosen_and_marked():
    _, explorer = make("2-2-1")
    explorer.go("forward")
    explorer.controls["row"].value = "10"
    assert "row 10" in picture(explorer)[0]
    assert figures(explorer.step.layers[1].outputs[2, 0]) in picture(explorer)[1]
    chosen = '<th class=chosen aria-label="row 3 (1 0), chosen">▶ 10</th>'
    assert chosen in explorer._tables.value
    assert '<th aria-label="row 1 (0 0)">00</th>' in explorer._tables.value
    assert "▶ 00" not in explorer._tables.value


def test_a_row_is_read_aloud_by_its_number_and_bit_by_bit():
    _, explorer = make("2-2-1")
    explorer.go("forward")
    explorer.controls["row"].value = "10"
    (drawn,) = ElementTree.fromstring(explorer._picture.value).iter("svg")
    heard = drawn.get("aria-label")
    assert "the outputs of layer 2. Row 3 (1 0): layers[1].outputs " in heard
    saved = explorer._repr_mimebundle_()[0]["text/plain"]
    assert "Step 1, row 3 (1 0): output " in saved
    assert "10" not in re.findall(r"[Rr]ow (\w+)", heard + saved)
    assert explorer.controls["row"].label == "3 (1 0)"


# Its words


@pytest.mark.parametrize(
    ("case", "moment", "said"),
    [
        ("2-2-1", "the errors and the loss", "Lesson 1 took error = target - output and added"),
        ("2-2-1", "the d_outputs of layer 2", "output minus target: the error with its sign"),
        ("2-2-1", "the d_outputs of layer 1", "layers[1].deltas @ layers[1].weights.T"),
        ("2-2-1", "the sums of layer 2", "(4, 2) @ (2, 1) + (1,) → (4, 1)"),
        ("2-2-1", "the gradient of layer 1", "(2, 4) @ (4, 2) → (2, 2)"),
        ("three layers", "the slopes of layer 1", "1 where o > 0, else 0"),
        ("three layers", "the slopes of layer 2", "1 - outputs**2"),
        ("three layers", "the d_outputs of layer 3", "divided by the count of targets"),
        ("cross-entropy", "the deltas of layer 2", "the slope cancels"),
        ("softmax", "the deltas of layer 1", "the slope cancels"),
        ("softmax", "the d_outputs of layer 1", "below 0 where the target is 1"),
        ("softmax by squares", "the deltas of layer 1", "the whole row counts"),
    ],
)
def test_what_is_said(case, moment, said):
    _, explorer = make(case)
    while not words(explorer).split("\n")[0].endswith(moment):
        explorer.next()
    assert said in words(explorer)


def test_without_biases_none_are_mentioned():
    _, explorer = make("eleven lines")
    while explorer.stage != "update":
        assert "bias" not in words(explorer).lower()
        assert "bias" not in explorer._picture.value + explorer._tables.value
        explorer.next()


def test_a_step_too_long_is_called_so():
    _, explorer = make("three layers", rate=100.0)
    explorer.go("update")
    assert "this step was too long" in words(explorer)


def test_numbers_beyond_all_bounds_are_words():
    _, explorer = make("three layers", rate=1e200)
    for _ in range(5):
        explorer.go("update")
    assert "There is no next step" in words(explorer)
    texts = "".join(picture(explorer)[0]) + words(explorer) + explorer.summary()
    assert "nan" not in texts
    assert "∞" in texts or "no number" in texts
    assert "nan" not in explorer._picture.value
    explorer._repr_mimebundle_()
    press(explorer, "Start again")
    assert explorer.stage == "start"


@pytest.mark.parametrize("size", [1e9, -1e300])
def test_huge_weights(size):
    network = Network([Dense(2, 1, "sigmoid", weights=[[size], [size]])])
    explorer = MicroscopeExplorer(network, datasets.or_gate())
    for _ in range(30):
        explorer.next()
        ElementTree.fromstring(explorer._picture.value)
        assert "nan" not in explorer._picture.value


def test_many_rows_and_columns_are_cut_and_said_so():
    rng = np.random.default_rng(1)
    rows = 100
    data = Dataset(rng.normal(size=(rows, 12)), rng.normal(size=(rows, 1)), ("x",) * 12, ("y",))
    explorer = MicroscopeExplorer(Network([Dense(12, 3, "tanh"), Dense(3, 1, "linear")]), data,
                                  learning_rate=0.01)  # fmt: skip
    explorer.controls["row"].value = 77
    explorer.go("back")
    text = explorer._tables.value
    assert "8 of 100 rows shown" in text
    assert "8 of 12 columns shown" in text
    assert "▶ 77" in text
    shown = Tables(explorer)
    np.testing.assert_array_equal(shown["layers[0].sums"][-1], explorer.step.layers[0].sums[76])
    assert explorer.row == 76
    assert isinstance(explorer.controls["row"], NumberBox)


def test_rows_that_repeat_are_numbered():
    gate = datasets.and_gate()
    twice = gate._replace(
        inputs=np.tile(gate.inputs, (2, 1)), targets=np.tile(gate.targets, (2, 1))
    )
    explorer = MicroscopeExplorer(Network([Dense(2, 1, "sigmoid")], rng=1), twice)
    assert explorer._row_names == [str(number) for number in range(1, 9)]


def test_what_does_not_fit_is_named():
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    with pytest.raises(ValueError, match="dataset must be a Dataset"):
        MicroscopeExplorer(network, [[0, 1]])
    with pytest.raises(ValueError, match="one network is expected, not copies"):
        MicroscopeExplorer(Network([Dense(2, 1, "sigmoid")], copies=2), datasets.xor())
    with pytest.raises(ValueError, match="dataset: inputs must have 2 columns, not 3"):
        MicroscopeExplorer(network, datasets.parity3())
    with pytest.raises(ValueError, match="learning_rate must"):
        MicroscopeExplorer(network, datasets.xor(), learning_rate=0)


# Its saved form


@pytest.mark.parametrize("case", CASES)
def test_the_saved_form_is_a_picture_and_a_line(case):
    _, explorer = make(case)
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"].startswith("MicroscopeExplorer: step 1, before the step; loss ")
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    output = figures(explorer.step.layers[-1].outputs[0, 0])
    assert f"output {output}" in metadata["image/png"]["alt"]


def test_the_saved_picture_is_the_same_twice():
    _, explorer = make("three layers")
    first, second = (explorer._repr_mimebundle_()[0]["image/png"] for _ in range(2))
    assert first == second


@pytest.fixture
def shell():
    """Stand in a cell of a notebook; what the test makes there is closed and forgotten."""
    shell = InteractiveShell.instance()
    shell.kernel = type(
        "Kernel", (), {"get_parent": lambda self: {"metadata": {"cellId": "one"}}}
    )()
    yield shell
    InteractiveShell.clear_instance()
    cell.made_by_cell.clear()


def test_a_cell_that_runs_again_closes_what_it_made(shell):
    _, first = make("2-2-1")
    first._ipython_display_()
    count = len(ipywidgets.widgets.widget._instances)
    shell.execution_count += 1
    _, second = make("2-2-1")
    second._ipython_display_()
    assert len(ipywidgets.widgets.widget._instances) == count
    assert first._box.is_closed


def test_every_weight_has_a_line_from_its_input_to_its_neuron():
    _, explorer = make("2-2-1")
    parts = drawing(explorer.step, 0, "00", ["input 1", "input 2"], set(), set(), "").parts
    lines = [part for part in parts if isinstance(part, Line)]
    weights = [layer.weights for layer in explorer.step.layers]
    assert len(lines) == sum(each.size for each in weights)
    for each in weights:
        count, lines_here = each.size, lines[: each.size]
        lines = lines[count:]
        assert len({line.points[0][0] for line in lines_here}) == 1
        starts, ends = (
            sorted({line.points[end] for line in lines_here}, key=lambda place: place[1])
            for end in (0, 1)
        )
        assert (len(starts), len(ends)) == each.shape
        for line in lines_here:
            weight = each[starts.index(line.points[0]), ends.index(line.points[1])]
            assert line == connection(*line.points, weight, WIDEST)
