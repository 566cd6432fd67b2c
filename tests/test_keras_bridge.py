"""The same networks here and in Keras, to the last digits, on TensorFlow and on JAX."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nnlib import datasets, keras_bridge
from nnlib.keras_bridge import loading
from nnlib.network import Dense, Network
from nnlib.optimizers import Adam, GradientDescent
from nnlib.scaling import MaxScaler
from nnlib.training import Training

pytestmark = pytest.mark.needs_keras
keras = keras_bridge.keras
BACKEND = keras.config.backend()
EQUAL = 1e-12
EXPORTED = (
    f"{Path(__file__).with_name('test_export.py')}::test_the_keras_program_gives_the_same_outputs"
)
SHORT_PART = [  # each claim once: JAX compiles anew for each network
    *(
        f"{__file__}::test_{name}"
        for name in (
            "the_tutorials_networks_stay_equal_for_a_thousand_updates[scores]",
            "there_and_back_nothing_is_lost[0]",
            "automatic_gradients_are_those_worked_out_by_hand[0]",
            "one_go_is_the_same_as_epochs_of_fit",
            "a_copy_in_training_has_the_losses_of_nnlib[optimizer2]",
        )
    ),
    f"{EXPORTED}[three classes]",
    f"{EXPORTED}[deep]",
]
WITHOUT_PLUGINS = [f"-pno:{name}" for name in ("cacheprovider", "nbval", "hypothesispytest")]
STEPS = (1, 100, 1000)
EXAM = datasets.exam_scores()
SCALED = MaxScaler().fit(EXAM.inputs).transform(EXAM.inputs), EXAM.targets / 100
SUMMED = {"learning_rate": 1.0, "loss": "half_sum_of_squares"}


@pytest.fixture(autouse=True)
def exact():
    keras_bridge.compute_in("float64")
    yield
    keras_bridge.compute_in("float32")


def of_a_tutorial(initializer, *sizes):
    """Return a network without biases, at the start that the tutorials' seed gives."""
    layers = [
        Dense(before, after, "sigmoid", bias=False, initializer=initializer)
        for before, after in pairwise(sizes)
    ]
    return Network(layers, rng=np.random.RandomState(1))


def apart(
    network,
    data,
    optimizer,
    theirs="mean_squared_error",
    epochs=STEPS,
    ours="gradient_descent",
    **how,
):
    model = keras_bridge.to_keras(network)
    model.compile(optimizer=optimizer, loss=theirs, steps_per_execution=50)
    return keras_bridge.differences(network, model, *data, epochs=epochs, optimizer=ours, **how)


TUTORIALS = {
    "first": (of_a_tutorial("uniform", 3, 1), datasets.first_input()[:2]),
    "all equal": (of_a_tutorial("normal", 3, 4, 1), datasets.all_equal()[:2]),
    "scores": (of_a_tutorial("normal", 2, 3, 1), SCALED),
}


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_tutorials_networks_stay_equal_for_a_thousand_updates(name):
    network, data = TUTORIALS[name]
    start = network.parameters.copy()
    rate, loss = data[1].size / 2, "mean_squared_error"
    if BACKEND == "jax":  # where Keras 3.15 divides by the number of rows in float32
        rate, loss = 0.5, keras.losses.MeanSquaredError(reduction="sum")
    found = apart(network, data, keras.optimizers.SGD(rate), loss, **SUMMED)
    assert np.max(found) <= EQUAL
    assert np.abs(network.parameters - start).max() > 0.1


def test_without_the_factor_they_part_at_once():
    found = apart(of_a_tutorial("uniform", 3, 1), TUTORIALS["first"][1], "sgd", **SUMMED)
    assert found[0] > 1e-3


def random_case(seed):
    """Return a random network with a sigmoid at its end, and data for it."""
    rng = np.random.default_rng(seed)
    kinds = ("sigmoid", "relu", "linear") + ("tanh",) * (BACKEND == "tensorflow")
    sizes = [*rng.integers(1, 7, rng.integers(2, 5)).tolist(), int(rng.integers(1, 3))]
    activations = [*rng.choice(kinds, len(sizes) - 2), "sigmoid"]
    layers = [
        Dense(before, after, str(activation), bias=bool(rng.integers(2)))
        for before, after, activation in zip(sizes, sizes[1:], activations, strict=False)
    ]
    rows = int(rng.choice([2, 4, 8]))  # powers of two, so that JAX's float32 of them is exact
    inputs = rng.normal(size=(rows, sizes[0]))
    targets = rng.integers(0, 2, (rows, sizes[-1])).astype(float)
    return Network(layers, rng=seed), (inputs, targets)


OPTIMIZERS = [GradientDescent(), GradientDescent(momentum=0.9), Adam(), Adam(0.8, 0.95, 1e-6)]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("place", range(len(OPTIMIZERS)))
def test_random_networks_stay_equal(seed, place):
    network, data = random_case(10 * seed + place)
    loss, theirs = ("mean_squared_error",) * 2
    if (seed + place) % 2:
        loss, theirs = "binary_cross_entropy", "binary_crossentropy"
    optimizer = OPTIMIZERS[place]
    rate = 0.05 if isinstance(optimizer, GradientDescent) else 0.01
    twin = keras_bridge.keras_optimizer(optimizer, rate)
    how = {"learning_rate": rate, "loss": loss}
    if seed % 2:
        how["batch_size"] = len(data[0]) // 2
    start = network.parameters.copy()
    assert (
        np.max(apart(network, data, twin, theirs, epochs=(1, 60), ours=optimizer, **how)) <= EQUAL
    )
    assert np.abs(network.parameters - start).max() > 1e-3


def test_what_remains_of_adam_as_it_comes():
    how = {"learning_rate": 0.01, "loss": "mean_squared_error", "ours": "adam"}
    network, data = of_a_tutorial("normal", 3, 4, 1), datasets.all_equal()[:2]
    found = apart(network, data, keras.optimizers.Adam(0.01), **how)
    if BACKEND == "tensorflow":  # it takes 0.9 and 0.999 for float32, and so their powers
        assert 1e-9 < found[0] < 1e-6 < found[-1] < 1e-2
        # The factor of the first step, from the float32 nearest to 0.9 and 0.999.
        beta_1, beta_2 = np.float64(np.float32(0.9)), np.float64(np.float32(0.999))
        wrong = np.sqrt(1 - beta_2) / (1 - beta_1)
        right = np.sqrt(1 - 0.999) / (1 - 0.9)
        assert found[0] == pytest.approx(0.01 * abs(wrong / right - 1), rel=0.05)
    else:
        assert np.max(found) <= EQUAL


@pytest.mark.parametrize("seed", range(4))
def test_there_and_back_nothing_is_lost(seed):
    network, (inputs, _) = random_case(seed)
    model = keras_bridge.to_keras(network)
    back = keras_bridge.from_keras(model)
    assert repr(back.layers) == repr(network.layers)
    np.testing.assert_array_equal(back.parameters, network.parameters)
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(model(inputs)), network.predict(inputs), rtol=0, atol=1e-14
    )
    assert keras_bridge.largest_difference(network, model) == 0


def test_a_model_of_float32_can_be_read():
    keras_bridge.compute_in("float32")
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(1, "sigmoid")]
    )
    network = keras_bridge.from_keras(model)
    assert network.parameters.size == model.count_params() == 65
    inputs = datasets.xor().inputs
    np.testing.assert_allclose(
        network.predict(inputs), keras.ops.convert_to_numpy(model(inputs)), rtol=0, atol=1e-6
    )


def test_training_here_leaves_the_copy_alone():
    network, data = of_a_tutorial("normal", 3, 4, 1), datasets.all_equal()[:2]
    model = keras_bridge.to_keras(network)
    before = [each.copy() for each in model.get_weights()]
    Training(network, *data, **SUMMED).run(5)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


DENSE = keras.layers.Dense


def functional():
    inputs = keras.Input((2,))
    return keras.Model(inputs, DENSE(1)(inputs))


def sigmoid(sums):
    return 2 * sums


def twice():
    layer = DENSE(2)
    return keras.Sequential([keras.Input((2,)), layer, layer])


MODELS = {
    "a keras.Sequential can become a Network, but this model is a Functional": functional,
    "model must be a model of Keras; got 'a model'": lambda: "a model",
    "has no weights yet: begin it with keras.Input": lambda: keras.Sequential([DENSE(1)]),
    "layer 2 is a Dropout, and a Network has Dense layers only": lambda: keras.Sequential(
        [keras.Input((2,)), DENSE(3), keras.layers.Dropout(0.5), DENSE(1)]
    ),
    "layer 1 is an Embedding": lambda: keras.Sequential(
        [keras.Input((2,)), keras.layers.Embedding(3, 2)]
    ),
    "layer 1 has an activation 'gelu' of its own, and a Network knows only": lambda: (
        keras.Sequential([keras.Input((2,)), DENSE(1, "gelu")])
    ),
    "layer 1 has an activation 'sigmoid' of its own": lambda: keras.Sequential(
        [keras.Input((2,)), DENSE(1, sigmoid)]
    ),
    "layer 1 is frozen": lambda: keras.Sequential([keras.Input((2,)), DENSE(1, trainable=False)]),
    "a layer stands in this model more than once": twice,
    "layer 1 computes in float16": lambda: keras.Sequential(
        [keras.Input((2,)), DENSE(1, dtype="mixed_float16")]
    ),
    "layer 1 has a kernel_regularizer, which changes how it learns": lambda: keras.Sequential(
        [keras.Input((2,)), DENSE(1, kernel_regularizer="l2")]
    ),
    r"takes inputs of shape \(3, 2\)": lambda: keras.Sequential([keras.Input((3, 2)), DENSE(1)]),
}


@pytest.mark.parametrize("words", MODELS)
def test_a_model_that_cannot_be_a_network_is_refused(words):
    with pytest.raises(ValueError, match=words):
        keras_bridge.from_keras(MODELS[words]())


def test_what_cannot_go_to_keras_is_refused():
    layers = [Dense(2, 1, "sigmoid")]
    with pytest.raises(ValueError, match="network must be a Network; got 'x'"):
        keras_bridge.to_keras("x")
    with pytest.raises(ValueError, match="is 1,000 copies, and a Keras model is one network"):
        keras_bridge.to_keras(Network(layers, rng=1, copies=1000))
    keras.config.set_dtype_policy("float32")  # what floatx alone does not change
    with pytest.raises(ValueError, match="computes in float32 now and would round these weights"):
        keras_bridge.to_keras(Network(layers, rng=1))
    with pytest.raises(ValueError, match="dtype 'float16' is not known"):
        keras_bridge.compute_in("float16")


def test_networks_of_other_shapes_are_not_compared():
    model = keras_bridge.to_keras(Network([Dense(2, 1, "sigmoid")], rng=1))
    with pytest.raises(ValueError, match="compare a network with its own copy"):
        keras_bridge.largest_difference(Network([Dense(3, 1, "sigmoid")], rng=1), model)


def test_no_number_is_no_equality():
    network = Network([Dense(2, 1, "sigmoid")], rng=1)
    model = keras_bridge.to_keras(network)
    network.layers[0].biases[...] = np.nan
    assert np.isnan(keras_bridge.largest_difference(network, model))


def test_a_training_that_ends_early_is_not_compared():
    with pytest.raises(ValueError, match="nothing to compare: "):
        network, data = (
            Network([Dense(3, 2, "relu"), Dense(2, 1, "linear")], rng=1),
            (np.full((2, 3), 1e200), np.ones((2, 1))),
        )
        apart(network, data, "sgd", learning_rate=1.0, loss="mean_squared_error")


@pytest.mark.parametrize("seed", range(4))
def test_automatic_gradients_are_those_worked_out_by_hand(seed):
    network, data = random_case(seed)
    loss, ours = network.gradients(*data, "mean_squared_error")
    value, theirs = keras_bridge.automatic_gradients(keras_bridge.to_keras(network), *data)
    assert value == pytest.approx(loss, rel=1e-6 if BACKEND == "jax" else 1e-14)
    flat = [each for layer in ours for each in layer if each is not None]
    for mine, its in zip(flat, theirs, strict=True):
        np.testing.assert_allclose(its, mine, rtol=0, atol=1e-15)


def test_one_go_is_the_same_as_epochs_of_fit():
    network, data = of_a_tutorial("normal", 3, 4, 1), datasets.all_equal()[:2]
    models = [keras_bridge.to_keras(network) for _ in range(2)]
    for model in models:
        model.compile(optimizer=keras.optimizers.SGD(1.0), loss="mean_squared_error")
    keras_bridge.train_in_one_go(models[0], *data, 5, batch_size=4)
    models[1].fit(*data, epochs=5, batch_size=4, shuffle=False, verbose=0)
    for one, other in zip(*(model.get_weights() for model in models), strict=True):
        np.testing.assert_array_equal(one, other)
    with pytest.raises(ValueError, match="batch_size 3 does not divide the 8 rows of inputs"):
        keras_bridge.train_in_one_go(models[0], *data, 5, batch_size=3)


@pytest.mark.parametrize("without", [False, True])
def test_prepared_data_are_the_table_again_and_again(without, monkeypatch):
    if without:
        monkeypatch.setitem(sys.modules, "tensorflow", None)
    table = datasets.xor()[:2]
    stream = iter(keras_bridge.prepared(*table))
    for _ in range(3):
        for given, expected in zip(next(stream), table, strict=True):
            np.testing.assert_array_equal(np.asarray(given), expected)


@pytest.mark.parametrize("optimizer", OPTIMIZERS[:3])
def test_a_copy_in_training_has_the_losses_of_nnlib(optimizer):
    network, data = random_case(3)
    training = Training(network, *data, learning_rate=0.05, optimizer=optimizer)
    twin = keras_bridge.KerasTraining(
        network, *data, learning_rate=0.05, loss="mean_squared_error", optimizer=optimizer
    )
    start = Network(network.layers, rng=1)
    start.parameters = network.parameters
    twin.run(20)
    twin.learning_rate = training.learning_rate = 0.02
    assert twin.learning_rate == 0.02
    twin.run(20)
    training.learning_rate = 0.05
    training.run(20)
    training.learning_rate = 0.02
    training.run(20)
    tolerance = 1e-6 if BACKEND == "jax" else EQUAL  # of the loss; its weights are exact
    np.testing.assert_allclose(twin.losses(), training.history.loss, atol=tolerance)
    assert keras_bridge.largest_difference(network, twin.model) <= EQUAL
    assert twin.seconds > 0
    first = twin.losses()
    twin.learning_rate = 0.05
    twin.restart(start)
    assert twin.epochs == 0
    twin.run(20)
    assert twin.losses()[:20] == first[:20]


@pytest.mark.skipif(BACKEND == "jax", reason="JAX needs SciPy")
@pytest.mark.parametrize(
    "before", ["scipy.sparse, sklearn, jax", pytest.param("", marks=pytest.mark.slow)]
)
def test_what_is_left_out_of_the_import_can_be_loaded_before_and_after(before):
    program = (
        f"import sys{before and ', ' + before}\n"
        "loaded = set(sys.modules)\n"
        "from nnlib import keras_bridge\n"
        "new = set(sys.modules) - loaded\n"
        "print(keras_bridge.LEFT_OUT, *{'scipy', 'sklearn', 'jax'} & new)\n"
        "import scipy.linalg, sklearn.linear_model, jax.numpy\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    assert run.stdout == "('sklearn', 'scipy', 'jax')\n"


@pytest.mark.parametrize(
    ("variable", "file", "engine"),
    [
        (None, None, "tensorflow"),
        (None, '{"backend": "jax"}', "jax"),
        ("tensorflow", '{"backend": "jax"}', "tensorflow"),
        ("", '{"backend": "jax"}', "jax"),
        ("jax", "no JSON", "jax"),
        (None, "no JSON", "tensorflow"),
        (None, "{}", "tensorflow"),
    ],
)
def test_the_engine_is_known_before_keras_is_loaded(tmp_path, monkeypatch, variable, file, engine):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if variable is not None:
        monkeypatch.setenv("KERAS_BACKEND", variable)
    if file is not None:
        (tmp_path / "keras.json").write_text(file, encoding="utf-8")
    assert loading.chosen_engine() == engine
    assert ("jax" in loading.not_needed()) is (engine == "tensorflow")


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(SHORT_PART, id="in short"),
        pytest.param([__file__, EXPORTED], id="all", marks=pytest.mark.slow),
    ],
)
def test_the_same_on_the_other_engine(part):
    other = {"tensorflow": "jax", "jax": "tensorflow"}[BACKEND]
    if os.environ.get("ONE_ENGINE_IS_ENOUGH"):
        pytest.skip("this is the run on the other engine")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *WITHOUT_PLUGINS, *part],
        env=os.environ
        | {"KERAS_BACKEND": other, "ONE_ENGINE_IS_ENOUGH": "yes"}
        | {"XLA_FLAGS": "--xla_backend_optimization_level=0"},  # JAX is quicker to compile so
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stdout[-3000:]
