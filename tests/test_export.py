import runpy
import warnings

import numpy as np
import pytest

from nnlib import clouds
from nnlib.export import keras_code, numpy_code
from nnlib.network import Dense, Network
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
    with pytest.raises(ValueError, match="a single Network"):
        write(Network([Dense(2, 1, "sigmoid")], copies=3))
    with pytest.raises(ValueError, match="takes 4 inputs, but 1 columns are given"):
        write(NETWORKS["deep"], ["x"])
