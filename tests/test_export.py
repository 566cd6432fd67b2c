import doctest
import runpy
import subprocess
import sys
import warnings

import numpy as np
import pytest
from sklearn import preprocessing

from nnlib import clouds, export
from nnlib.export import keras_code, numpy_code
from nnlib.network import Dense, Network
from nnlib.scaling import Encoding, MaxScaler, MinMaxScaler, StandardScaler
from nnlib.tables import read_table
from nnlib.training import train

COLUMNS = ["x", "y ** 2", "x * y", "np.sin(x)"]
POINTS = np.random.default_rng(1).normal(size=(50, 2))


def columns_of(points):
    x, y = points.T
    return np.column_stack([x, y**2, x * y, np.sin(x)])


def network_of(inputs, *layers, bias=True):
    sizes = [inputs, *(units for units, _ in layers)]
    made = [
        Dense(before, units, activation, bias=bias)
        for before, (units, activation) in zip(sizes, layers, strict=False)
    ]
    return Network(made, rng=7)


NETWORKS = {
    "one neuron": network_of(4, (1, "sigmoid")),
    "deep": network_of(4, (8, "tanh"), (8, "relu"), (3, "sigmoid"), (5, "linear"), (1, "sigmoid")),
    "without bias": network_of(4, (3, "tanh"), (1, "linear"), bias=False),
    "three classes": network_of(4, (3, "relu"), (3, "softmax")),
}


def run(code, folder):
    """Run a program as it stands, and return its names."""
    path = folder / "exported.py"
    path.write_text(code, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return runpy.run_path(str(path))


@pytest.mark.parametrize("column", [
    "x # hi", " x", "(x)", "x\n", "-x", "x > 0", "(x > 0) & (y > 0)", "np.pi * x", "1e3 * x ** 2",
    "np.maximum(x, y)",
])  # fmt: skip
@pytest.mark.parametrize("write", [numpy_code, keras_code])
def test_a_column_is_written_as_it_was_meant(column, write, tmp_path):
    code = write(network_of(2, (1, "linear")), [column, "y"])
    (line,) = (each.strip() for each in code.splitlines() if "column_stack" in each)
    x, y = POINTS.T
    made = eval(line.partition(" = ")[2], {"np": np, "x": x, "y": y})
    expected = eval(column.strip(), {"np": np, "x": x, "y": y})
    np.testing.assert_array_equal(made, np.column_stack([expected, y]))
    assert write is keras_code or "predict" in run(code, tmp_path)


@pytest.mark.parametrize("column", [
    "x, y", "z", "x + z", "1", "np.pi", "np", "x @ y", "[x]", "x[0]", "x.sum()", "np.sum(x)", "*x",
    "np.sin(x, y)", "np.sin(x, out=y)", "np.modf(x)", "np.missing(x)", "np.sin", "0 < x < 1",
    "x and y", "not x", "~x", "(x > 0) - (y > 0)", "1 / 0 * x", "9 ** 9 ** 9 ** 9 * x", "1j * x",
    "(-8) ** 0.5 * x", "'a'", "x if x else y", "lambda: x", "(x := 1)", "print(x)",
    "__import__('os').getcwd()", "np.add.reduce(x)", "x + " * 5000 + "x", "(" * 5000, "-" * 9999,
    "x and 1", "np.linalg.norm(x)", "10 ** 400 * x", f"x * {10**400}", "None", "True", "f'{x}'",
    "(yield)",
], ids=lambda column: column[:20])  # fmt: skip
@pytest.mark.parametrize("write", [numpy_code, keras_code])
def test_a_column_that_makes_no_number_of_each_point(column, write):
    for columns in ([column], ["x", column]):
        network = network_of(len(columns), (1, "linear"))
        with pytest.raises(ValueError, match=f"^column {len(columns)} of columns is no expr"):
            write(network, columns)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_numpy_program_gives_the_same_outputs(name, tmp_path, capsys):
    network = NETWORKS[name]
    code = numpy_code(network, COLUMNS)
    assert "nnlib" not in code
    assert len([line for line in code.splitlines() if line]) <= 20 + 2 * len(network.layers)
    outputs = run(code, tmp_path)["predict"](POINTS)
    np.testing.assert_allclose(outputs, network.predict(columns_of(POINTS)), rtol=1e-13)
    assert capsys.readouterr().out.startswith("[[")


def test_a_program_without_columns_takes_the_inputs(tmp_path):
    network = network_of(3, (2, "tanh"), (1, "sigmoid"))
    inputs = np.random.default_rng(2).normal(size=(9, 3))
    outputs = run(numpy_code(network), tmp_path)["predict"](inputs)
    np.testing.assert_allclose(outputs, network.predict(inputs), rtol=1e-13)


@pytest.mark.needs_keras
@pytest.mark.parametrize("name", NETWORKS)
def test_the_keras_program_gives_the_same_outputs(name, tmp_path):
    from nnlib import keras_bridge

    with keras_bridge.computing_in("float32"):  # it has to say itself in what it computes
        outputs = run(keras_code(NETWORKS[name], COLUMNS), tmp_path)["predict"](POINTS)
    expected = NETWORKS[name].predict(columns_of(POINTS))
    # On JAX, Keras 3 computes tanh in float32, whatever floatx says.
    has_tanh = any(layer.activation.name == "tanh" for layer in NETWORKS[name].layers)
    in_float32 = has_tanh and keras_bridge.keras.config.backend() == "jax"
    np.testing.assert_allclose(outputs, expected, rtol=1e-6 if in_float32 else 1e-12)


def test_numbers_come_back_to_the_bit(tmp_path):
    points = clouds.cloud("circles", 50, rng=1)
    network = network_of(2, (3, "tanh"), (1, "sigmoid"))
    train(network, *points[:2], epochs=20, learning_rate=0.5)
    names = run(numpy_code(network), tmp_path)
    for number, layer in enumerate(network.layers, 1):
        np.testing.assert_array_equal(names[f"weights_{number}"], layer.weights)
        np.testing.assert_array_equal(names[f"biases_{number}"], layer.biases)


def test_large_weights_give_no_warning(tmp_path):
    network = Network([Dense(1, 1, "sigmoid", weights=[[1e9]])])
    outputs = run(numpy_code(network), tmp_path)["predict"](np.array([[-1.0], [1.0]]))
    np.testing.assert_allclose(outputs, [[0.0], [1.0]], atol=1e-300)


@pytest.mark.parametrize("write", [numpy_code, keras_code])
def test_what_cannot_be_written(write):
    with pytest.raises(ValueError, match="one network is expected, not copies"):
        write(Network([Dense(2, 1, "sigmoid")], copies=3))
    with pytest.raises(ValueError, match="takes 4 inputs, but 1 columns are given"):
        write(NETWORKS["deep"], ["x"])
    for columns in ("xxyy", [1, 2, 3, 4], 4):
        with pytest.raises(ValueError, match="columns must be a list of expressions"):
            write(NETWORKS["deep"], columns)
    for column in ("x *", "", "x = 1", "import os", "x\0"):
        with pytest.raises(ValueError, match="column 4 of columns is no expression"):
            write(NETWORKS["deep"], ["x", "y", "x * y", column])
    three = StandardScaler().fit([[1, 2, 3], [4, 5, 6]])
    for encoding, words in [
        ((three, three), "encoding must be an Encoding"),
        (Encoding(three), "the inputs of the encoding have 3 columns, but those of the network 4"),
        (Encoding(None, three), "the targets of the encoding have 3 columns"),
        (Encoding(StandardScaler()), "a scaler that is fitted"),
        (Encoding(100), "a scaler that is fitted"),
    ]:
        with pytest.raises(ValueError, match=words):
            write(NETWORKS["deep"], encoding=encoding)
    network, encoding = of_a_table("passed")
    with pytest.raises(ValueError, match="columns are made of numbers, but the encoding has words"):
        write(network, ["x"] * 6, encoding=encoding)


@pytest.mark.parametrize("of_points", [False, True], ids=["inputs", "columns"])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (StandardScaler, preprocessing.StandardScaler),
        (MinMaxScaler, preprocessing.MinMaxScaler),
        (MaxScaler, preprocessing.MaxAbsScaler),
    ],
)
def test_a_program_scales_as_scikit_learn_does(ours, theirs, of_points, tmp_path):
    network = NETWORKS["deep"]
    inputs = columns_of(POINTS) * [1, 10, 100, 1000] + 7
    targets = np.random.default_rng(3).normal(90, 5, (50, 1))
    encoding = Encoding(ours().fit(inputs), ours().fit(targets))
    columns = [f"({column}) * {10**power} + 7" for power, column in enumerate(COLUMNS)]
    code = numpy_code(network, columns if of_points else None, encoding=encoding)
    outputs = run(code, tmp_path)["predict"](POINTS if of_points else inputs)
    expected = (
        theirs().fit(targets).inverse_transform(network.predict(theirs().fit_transform(inputs)))
    )
    np.testing.assert_allclose(outputs, expected, rtol=1e-12)


def test_a_program_that_scales_does_not_take_a_number_for_two(tmp_path):
    encoding = Encoding(StandardScaler().fit(POINTS), MaxScaler(100))
    network = network_of(2, (3, "tanh"), (1, "linear"))
    predict = run(numpy_code(network, encoding=encoding), tmp_path)["predict"]
    expected = 100 * network.predict(encoding.inputs.transform(POINTS))
    np.testing.assert_allclose(predict(POINTS), expected, rtol=1e-12)
    np.testing.assert_allclose(predict(POINTS[0]), expected[0], rtol=1e-12)
    for rows in ([[1.5]], [1.5], 1.5, [[1, 2, 3]]):
        with pytest.raises(ValueError, match="each row must hold 2 numbers"):
            predict(rows)


@pytest.mark.needs_keras
def test_the_keras_program_scales_too(tmp_path):
    from nnlib import keras_bridge

    network, rows = network_of(2, (3, "relu"), (1, "linear")), POINTS * 100
    encoding = Encoding(MinMaxScaler().fit(rows), MaxScaler(100))
    with keras_bridge.computing_in("float32"):
        outputs = run(keras_code(network, encoding=encoding), tmp_path)["predict"](rows)
    expected = run(numpy_code(network, encoding=encoding), tmp_path)["predict"](rows)
    np.testing.assert_allclose(outputs, expected, rtol=1e-12)


def test_inputs_alone_or_targets_alone_are_scaled(tmp_path):
    network, rows = network_of(2, (1, "linear")), [[3, 4]]
    inputs, targets = MaxScaler().fit([[5, 6]]), MaxScaler(100)
    for encoding, expected in [
        (Encoding(inputs), network.predict([[3 / 5, 4 / 6]])),
        (Encoding(targets=targets), network.predict(rows) * 100),
        (Encoding(), network.predict(rows)),
    ]:
        code = numpy_code(network, encoding=encoding)
        np.testing.assert_allclose(run(code, tmp_path)["predict"](rows), expected, rtol=1e-13)
    assert numpy_code(network, encoding=Encoding()) == numpy_code(network)


TABLE = """hours;shift;share;"say ""hi""; \'\'\'";passed;kind;weight
1,5;early;10 %;x;yes;a;60 kg
4;late;35 %;y;no;b;71 kg
2,5;night;20 %;x;yes;c;55 kg
3;early;80 %;y;no;a;83 kg
0,5;late;5 %;y;yes;b;62 kg
"""
INPUTS = ["hours", "shift", "share", "say \"hi\"; '''"]
ROWS = [[2.25, "night", 12, "y"], [-1.5, "early", 90.5, "x"], [7, "late", 0, "x"]]


def of_a_table(targets):
    """Return a network and the encoding of a table with words."""
    dataset = read_table(TABLE).dataset(INPUTS, targets)
    last = "softmax" if targets == "kind" else "sigmoid" if targets == "passed" else "linear"
    network = network_of(6, (5, "relu"), (len(dataset.target_names), last))
    return network, dataset.encoding


def by_hand(network, encoding, rows):
    """Return what a network answers, with scikit-learn's one-hot columns and NumPy's scaling."""
    hours, shift, share, says = map(np.array, zip(*rows, strict=True))
    words = preprocessing.OneHotEncoder(sparse_output=False).fit([["early"], ["late"], ["night"]])
    table = np.column_stack([hours, words.transform(shift[:, np.newaxis]), share, says == "y"])
    numbers = np.array([[1.5, 10], [4, 35], [2.5, 20], [3, 80], [0.5, 5]])
    table[:, [0, 4]] = (table[:, [0, 4]] - numbers.mean(axis=0)) / numbers.std(axis=0)
    outputs = network.predict(table)
    return outputs * encoding.targets.scale + encoding.targets.shift


@pytest.mark.parametrize("targets", ["passed", "kind", "weight", ["passed", "kind", "weight"]])
def test_a_program_takes_the_units_and_the_words_of_a_table(targets, tmp_path, capsys):
    network, encoding = of_a_table(targets)
    program = run(numpy_code(network, encoding=encoding), tmp_path)
    outputs = program["predict"](ROWS)
    np.testing.assert_allclose(outputs, encoding.predict(network, ROWS), rtol=1e-12)
    np.testing.assert_allclose(outputs, by_hand(network, encoding, ROWS), rtol=1e-12)
    assert program["input_names"] == ["hours", "shift", "share (%)", INPUTS[-1]]
    assert capsys.readouterr().out.startswith("[[")
    with pytest.raises(ValueError, match="'evening' is not in list"):
        program["predict"]([[2, "evening", 12, "y"]])
    assert ("read" in program) == (targets != "weight")
    if "read" in program:
        assert program["read"](outputs) == encoding.targets.read(outputs)


def test_a_program_reads_its_outputs_in_words(tmp_path, capsys):
    network, encoding = of_a_table(["passed", "kind"])
    program = run(numpy_code(network, encoding=encoding), tmp_path)
    said = program["read"](np.array([[0.9, 0.1, 0.2, 0.7], [0.4, 0.5, 0.2, 0.3]]))
    assert said == [["yes", "c"], ["no", "a"]]
    assert capsys.readouterr().out.splitlines()[-1] in {
        f"[[{passed!r}, {kind!r}]]" for passed in ("no", "yes") for kind in "abc"
    }


@pytest.mark.needs_keras
def test_the_keras_program_takes_words_too(tmp_path):
    from nnlib import keras_bridge

    network, encoding = of_a_table("passed")
    with keras_bridge.computing_in("float32"):
        program = run(keras_code(network, encoding=encoding), tmp_path)
        outputs = program["predict"](ROWS)
    expected = by_hand(network, encoding, ROWS)
    np.testing.assert_allclose(outputs, expected, rtol=1e-12)
    assert program["read"](expected) == encoding.targets.read(expected)


def of_a_failed_training():
    network = network_of(2, (3, "tanh"), (1, "linear"))
    network.parameters[:] = np.resize([np.nan, np.inf, -np.inf, 1.5], network.parameters.shape)
    return network


def test_the_program_of_a_failed_training_runs(tmp_path):
    network = of_a_failed_training()
    path = tmp_path / "program.py"
    path.write_text(numpy_code(network), encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "[[nan]]\n")
    names = {}
    exec(numpy_code(network).partition("def predict")[0], names)
    np.testing.assert_array_equal(names["weights_1"], network.layers[0].weights)


@pytest.mark.needs_keras
def test_the_keras_program_of_a_failed_training_runs(tmp_path):
    network = of_a_failed_training()
    model = run(keras_code(network), tmp_path)["model"]
    np.testing.assert_array_equal(model.get_weights()[0], network.layers[0].weights)


def test_the_example_in_the_documentation():
    failed, tried = doctest.testmod(export)
    assert (failed, tried > 0) == (0, True)
