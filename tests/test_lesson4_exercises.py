"""What the exercises of lesson 4 call right is right: asked of Keras, and of nnlib."""

import subprocess
import sys

import numpy as np
import pytest

import nnlib
from nnlib.datasets import all_equal, xor
from nnlib.exercises import keras_models, lesson4
from nnlib.exercises.engine import NOT_DONE
from nnlib.keras_bridge import compute_in, differences, from_keras, keras, to_keras
from nnlib.network import Dense, Network
from nnlib.optimizers import GradientDescent
from nnlib.training import train

pytestmark = pytest.mark.needs_keras
BUILD_WITH_KERAS = [lesson4.translate, lesson4.stop_early]
TODAY = {  # what has taken the place of what, in the old lines that stop
    "A": ("keras.layers.core", "keras.layers"),
    "D": ("lr=", "learning_rate="),
    "E": ("nb_epoch", "epochs"),
}
GONE = {  # a name in the last line of the error, and what a message says to write
    "A": ("'keras.layers.core'", "from keras.layers import Dense."),
    "D": ("'lr'", "SGD(learning_rate=0.1)."),
    "E": ("'nb_epoch'", "epochs=10."),
}


@pytest.fixture(autouse=True)
def in_float64():
    compute_in("float64")
    yield
    compute_in("float32")


def solution(exercise):
    """Return what the solution of an exercise makes: its last name."""
    names = {"np": np, "keras": keras}
    exec(exercise.code, names)
    return list(names.values())[-1]


def test_the_exercises_come_without_keras():
    program = (
        "import sys, nnlib.exercises.lesson4 as lesson4\n"
        "lesson4.rate.check(lambda rate, samples, outputs: rate * samples * outputs / 2)\n"
        "print({'keras', 'tensorflow', 'jax', 'nnlib.keras_bridge'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert said.startswith("✔ Right. ")
    assert said.endswith("\nset()\n")


@pytest.mark.parametrize("exercise", BUILD_WITH_KERAS, ids=lambda each: each.name)
def test_without_keras_they_say_so(exercise, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "nnlib.keras_bridge", None)
    monkeypatch.delattr(nnlib, "keras_bridge")
    exercise.check(lambda: None)
    exercise.check(...)
    assert capsys.readouterr().out == f"{keras_models.NEEDS_KERAS}\n{NOT_DONE}\n"


def test_keras_counts_the_same_parameters():
    layers = [
        keras.Input((3,)),
        keras.layers.Dense(5, activation="relu"),
        keras.layers.Dense(2, activation="sigmoid"),
    ]
    assert keras.Sequential(layers).count_params() == solution(lesson4.count) == 32


def test_the_translation_is_the_network():
    model = solution(lesson4.translate)()
    assert model.count_params() == 24
    asked = Network([Dense(3, 4, "tanh"), Dense(4, 2, "sigmoid", bias=False)], rng=1)
    for found, layer in zip(from_keras(model).layers, asked.layers, strict=True):
        assert (found.inputs, found.outputs, found.activation, found.bias) == (
            *(layer.inputs, layer.outputs, layer.activation, layer.bias),
        )


def test_a_model_in_the_old_form_is_right_too(capsys):
    def old():
        layers = [
            keras.layers.Dense(4, input_dim=3, activation="tanh"),
            keras.layers.Dense(2, activation="sigmoid", use_bias=False),
        ]
        return keras.Sequential(layers)

    with pytest.warns(UserWarning, match="input_dim"):
        lesson4.translate.check(old)
    assert capsys.readouterr().out.startswith("✔ Right. ")


def test_which_old_lines_stop():
    data = all_equal()
    names = {"keras": keras, "inputs": data.inputs, "targets": data.targets}
    stopped = {}
    with pytest.warns(UserWarning, match="input_dim"):
        for letter, line in zip("ABCDEF", lesson4.OLD_LINES, strict=True):
            try:
                exec(line, names)
            except (ImportError, TypeError, ValueError) as error:
                stopped[letter] = str(error).splitlines()[-1]
                exec(line.replace(*TODAY[letter]), names)
    assert "".join(stopped) == solution(lesson4.dead)
    for letter, (name, now) in GONE.items():
        assert name in stopped[letter]
        rest = solution(lesson4.dead).replace(letter, "")
        assert f"Today: {now}" in lesson4.dead.judge(rest).message


def test_the_rate_gives_the_same_steps_in_keras():
    random = np.random.default_rng(1)
    inputs, targets = random.normal(size=(6, 3)), random.random((6, 2))
    network = Network([Dense(3, 4, "sigmoid"), Dense(4, 2, "sigmoid")], rng=1)
    model = to_keras(network)
    rate = solution(lesson4.rate)(0.2, 6, 2)
    model.compile(optimizer=keras.optimizers.SGD(rate), loss="mean_squared_error")
    settings = {"learning_rate": 0.2, "loss": "half_sum_of_squares"}
    assert differences(network, model, inputs, targets, epochs=[1, 5], **settings)[1] < 1e-6


def test_adams_steps_are_those_of_keras():
    variable = keras.Variable([0.5, -1.0, 2.0], dtype="float64")
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    mean, mean_square, ours = 0, 0, np.array([0.5, -1.0, 2.0])
    for number, gradient in enumerate(([1e-6, -2.0, 3.0], [2e-6, 1.0, 0.1], [0, 5, -1]), start=1):
        optimizer.apply([keras.ops.convert_to_tensor(gradient, "float64")], [variable])
        mean, mean_square, step = solution(lesson4.adam_step)(
            np.array(gradient), mean, mean_square, number, 0.01
        )
        ours += step
        # Keras rounds the betas to float32 before it computes with them in float64.
        np.testing.assert_allclose(variable.numpy(), ours, rtol=0, atol=1e-6)


@pytest.mark.parametrize("gradient", [0.5, 0.001])
def test_adams_first_step_is_as_long_as_the_rate(gradient):
    step = solution(lesson4.adam_step)(gradient, 0.0, 0.0, 1, 0.01)[2]
    assert -0.01 < step < -0.0099


def parameters(epochs, rng=1, loss="half_sum_of_squares", learning_rate=0.5, momentum=0.0):
    network = Network([Dense(2, 4, "sigmoid"), Dense(4, 1, "sigmoid")], rng=rng)
    if epochs:
        settings = {"loss": loss, "learning_rate": learning_rate}
        optimizer = GradientDescent(momentum)
        train(network, *xor()[:2], epochs=epochs, optimizer=optimizer, **settings)
    return np.concatenate(
        [each.ravel() for layer in network.layers for each in (layer.weights, layer.biases)]
    )


@pytest.mark.parametrize(
    ("letter", "detail"),
    [
        ("A", {"learning_rate": 0.55}),
        ("B", {"loss": "mean_squared_error"}),
        ("C", {"momentum": 0.9}),
        ("D", {"rng": 2}),
    ],
)
def test_only_momentum_begins_with_the_second_update(letter, detail):
    start, first, second, third = (
        float(np.abs(parameters(epochs) - parameters(epochs, **detail)).max())
        for epochs in range(4)
    )
    assert (start > 0) is (letter == "D")
    assert (first == 0) is (letter == solution(lesson4.difference))
    assert second > 0
    if letter == "C":
        assert (round(second, 3), round(third, 3)) == (0.025, 0.058)


def test_the_callback_ends_a_real_training():
    random = np.random.default_rng(3)
    inputs, targets = random.normal(size=(24, 4)), random.normal(size=(24, 1))
    seen, held_out = (inputs[:12], targets[:12]), (inputs[12:], targets[12:])
    output = keras.layers.Dense(1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((4,)), output])
    model.compile(optimizer=keras.optimizers.SGD(0.2), loss="mean_squared_error")
    callbacks = [solution(lesson4.stop_early)()]
    losses = model.fit(
        *seen, validation_data=held_out, epochs=60, callbacks=callbacks, verbose=0
    ).history["val_loss"]
    assert (int(np.argmin(losses)), len(losses) - 1) == (3, 3 + 5)
    assert model.evaluate(*held_out, verbose=0) == pytest.approx(min(losses))
