"""Refusals: one sentence of nnlib's own for everything that does not fit."""

import datetime

import numpy as np
import pytest

from nnlib import checks
from nnlib.network import Dense, Network
from nnlib.optimizers import GradientDescent
from nnlib.training import epoch_by_epoch, train

INPUTS, TARGETS = [[0.0, 1.0], [1.0, 0.0]], [[1.0], [0.0]]


def network(activation="sigmoid"):
    return Network([Dense(2, 3, "tanh"), Dense(3, 1, activation)], rng=1)


class ArrayLike:
    """As a table of pandas gives its numbers."""

    def __array__(self, dtype=None, copy=None):
        return np.array([["2026-01-01"]], dtype="datetime64[ns]")


DATES = {
    "dates": np.array([["2026-01-01"]], dtype="datetime64[D]"),
    "instants": np.array([["2026-01-01"]], dtype="datetime64[ns]"),
    "no date": np.array([["NaT"]], dtype="datetime64[ns]"),
    "durations": np.array([[1]], dtype="timedelta64[ns]"),
    "masked dates": np.ma.masked_array([[1]], mask=[[False]], dtype="timedelta64[ns]"),
    "objects": np.array([[1.0, np.timedelta64(5, "D")]], dtype=object),
    "a column of dates": np.zeros(2, dtype=[("a", float), ("b", "datetime64[ns]")]),
    "a list": [[1.0, np.timedelta64(5, "D")]],
    "a list of instants": [[np.timedelta64(5, "ns"), np.datetime64("2026-01-01", "ns")]],
    "a row of dates": [[1.0], np.array(["2026-01-01"], dtype="datetime64[ns]")],
    "a row deep inside": [[np.array([1], dtype="timedelta64[ns]")]],
    "a row from elsewhere": [ArrayLike()],
    "from elsewhere": ArrayLike(),
    "a plain date": [[datetime.date(2026, 1, 1)]],
    "one alone": np.timedelta64(5, "D"),
    "a plain one alone": datetime.timedelta(5),
}
TABLES = {
    "ragged": ([[0, 1], [1]], "rows of unequal length: row 1 holds 1 values, row 0 holds 2"),
    "text": ([["0", "1"]], r"holds text \('0'\)"),
    "one text among numbers": ([[0, 1.5, "one"]], r"holds text \('one'\)"),
    "complex": ([[1j, 0]], "complex numbers"),
    "a gap": ([[0, 1], [None, 1]], "not a number"),
    "NaN": ([[0, 1], [1, np.nan]], "holds nan in row 1 and column 1"),
    "infinity": ([[-np.inf, 1]], "holds -inf in row 0 and column 0"),
    "one row": ([0, 1], r"write \[\[a, b\]\] for one row of two"),
    "a number": (3, "table with at least one row"),
    "nothing": ([], "table with at least one row"),
    "no columns": ([[]], "table with at least one row"),
    "three axes": (np.zeros((2, 2, 2)), "table with at least one row"),
    "masked row": ([np.ma.masked_equal([1, 2], 2)], "row 0, holds a masked value"),
    **{name: (value, r"holds a date or a time \(.*: turn it") for name, value in DATES.items()},
}


@pytest.mark.parametrize(("value", "message"), TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("place", ["predict", "inputs", "targets", "validation"])
def test_what_is_not_a_table_of_numbers(value, message, place):
    fresh = network()
    before = fresh.parameters.copy()
    settings = {"epochs": 1, "learning_rate": 1.0}
    with pytest.raises(ValueError, match=message) as refusal:
        if place == "predict":
            fresh.predict(value)
        elif place == "inputs":
            train(fresh, value, TARGETS, **settings)
        elif place == "targets":
            train(fresh, INPUTS, value, **settings)
        else:
            train(fresh, INPUTS, TARGETS, validation=(value, TARGETS), **settings)
    name = {"predict": "inputs", "validation": "validation inputs"}.get(place, place)
    assert str(refusal.value).startswith(name)
    np.testing.assert_array_equal(fresh.parameters, before)


SETTINGS = {
    "epochs": [0, -1, 1.5, 1000.0, "10", None, True, np.nan],
    "learning_rate": [0, 10**400, -1.0, np.nan, np.inf, "fast", None, True, 1j],
    "batch_size": [0, -2, 1.5, "all"],
    "patience": [0, 2.5],
    "stop_at_loss": [np.nan, "low"],
    "loss": ["mean_square_error", "", None, 3],
    "optimizer": ["adan", 7, {}, set(), GradientDescent],
    "rng": [-1, 1.5, "seed"],
    "validation": [([[0.0, 1.0]],), 5],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in SETTINGS.items() for value in values]
)
def test_settings_that_cannot_be(name, value):
    fresh = network()
    before = fresh.parameters.copy()
    settings = {"epochs": 1, "learning_rate": 1.0, "validation": (INPUTS, TARGETS), name: value}
    for start in (train, epoch_by_epoch):
        with pytest.raises(ValueError, match=name.split("_")[0]) as refusal:
            start(fresh, INPUTS, TARGETS, **settings)
        assert str(refusal.value).endswith((".", "?"))
        assert "\n" not in str(refusal.value)
    np.testing.assert_array_equal(fresh.parameters, before)


def test_the_nearest_right_name():
    with pytest.raises(
        ValueError, match=r"activation 'sigmod' is not known\. Did you mean 'sigmoid'"
    ):
        Dense(2, 1, "sigmod")
    with pytest.raises(ValueError, match="Did you mean 'mean_squared_error'"):
        train(network(), INPUTS, TARGETS, epochs=1, learning_rate=1, loss="mean_square_error")
    with pytest.raises(ValueError, match="Choose one of sigmoid, tanh, relu, linear, softmax"):
        Dense(2, 1, "q")


def test_what_does_not_fit_together():
    fresh = network()
    with pytest.raises(ValueError, match="inputs have 1 column, but the first layer takes 2"):
        fresh.predict([[1.0]])
    with pytest.raises(ValueError, match="targets have 2 columns, but the last layer gives 1"):
        fresh.gradients(INPUTS, INPUTS, "mean_squared_error")
    with pytest.raises(ValueError, match="inputs have 2 rows and targets 1"):
        fresh.gradients(INPUTS, [[1.0]], "mean_squared_error")
    with pytest.raises(ValueError, match="layer 2 takes 5 inputs, but layer 1 gives 4 outputs"):
        Network([Dense(2, 4, "tanh"), Dense(5, 1, "tanh")])
    with pytest.raises(
        ValueError, match=r"weights \(inputs, outputs\) has the shape \(1, 2\), but \(2, 1\)"
    ):
        Dense(2, 1, "tanh", weights=[[1, 2]])
    with pytest.raises(ValueError, match=r"weights has the shape \(2,\), but \(2, 3\)"):
        fresh.layers[0].weights = [1, 2]


def test_layers_that_cannot_be():
    for wrong in (0, -1, 2.0, "3", None, True):
        with pytest.raises(ValueError, match="inputs of a layer must be a whole number"):
            Dense(wrong, 1, "tanh")
        with pytest.raises(ValueError, match="outputs of a layer must be a whole number"):
            Dense(1, wrong, "tanh")
        if wrong is not None:
            with pytest.raises(ValueError, match="copies must be a whole number"):
                Network([Dense(1, 1, "tanh")], copies=wrong)
    for wrong in ([], None, Dense(1, 1, "tanh"), [3]):
        with pytest.raises(ValueError, match="layer"):
            Network(wrong)
    with pytest.raises(ValueError, match="bias is False"):
        Dense(1, 1, "tanh", bias=False, biases=[1])


def test_losses_that_do_not_admit_the_outputs_or_targets():
    for activation in ("tanh", "relu", "linear", "softmax"):
        with pytest.raises(ValueError, match="needs the activation 'sigmoid'"):
            network(activation).gradients(INPUTS, TARGETS, "binary_cross_entropy")
    with pytest.raises(ValueError, match="needs targets between 0 and 1"):
        network().gradients(INPUTS, [[2.0], [0.0]], "binary_cross_entropy")
    with pytest.raises(ValueError, match="needs targets between 0 and 1"):
        Network([Dense(2, 2, "softmax")]).gradients(
            INPUTS, [[3.0, -2.0], [1.0, 0.0]], "categorical_cross_entropy"
        )
    with pytest.raises(ValueError, match="targets that add up to 1"):
        network("softmax").gradients(INPUTS, [[0.5], [0.0]], "categorical_cross_entropy")


def test_layers_without_a_network_say_so():
    for use in (lambda layer: layer.weights, lambda layer: layer.forward(np.ones((1, 2)))):
        with pytest.raises(ValueError, match=r"no weights yet: look into network.layers"):
            use(Dense(2, 1, "tanh"))
    for copies in (None, 3):
        (layer,) = Network([Dense(2, 1, "tanh")], copies=copies).layers
        for given in ([[0.0, 1.0]], None, 3.0, "01"):
            with pytest.raises(ValueError, match=r"inputs must be an array of shape \(samples, 2"):
                layer.forward(given)
    assert Dense(2, 1, "tanh").biases is None
    with pytest.raises(ValueError, match="no biases"):
        Network([Dense(1, 1, "tanh", bias=False)]).layers[0].biases = [1]


def test_what_trains_must_be_a_network_and_what_listens_a_function():
    settings = {"epochs": 1, "learning_rate": 1.0}
    with pytest.raises(ValueError, match="network must be a Network; got"):
        train([Dense(2, 1, "tanh")], INPUTS, TARGETS, **settings)
    fresh = network()
    before = fresh.parameters.copy()
    with pytest.raises(ValueError, match="on_epoch must be a function"):
        train(fresh, INPUTS, TARGETS, on_epoch="draw", **settings)
    np.testing.assert_array_equal(fresh.parameters, before)


def test_patience_needs_held_out_data_and_a_single_network():
    settings = {"epochs": 1, "learning_rate": 1.0, "patience": 3}
    with pytest.raises(ValueError, match="patience needs held-out data"):
        train(network(), INPUTS, TARGETS, **settings)
    many = Network([Dense(2, 1, "sigmoid")], copies=2)
    with pytest.raises(ValueError, match="patience watches one network, not copies"):
        train(many, INPUTS, TARGETS, validation=(INPUTS, TARGETS), **settings)


def test_bias_is_yes_or_no():
    for wrong in ("no", 2, None, np.array([1, 2])):
        with pytest.raises(ValueError, match="bias must be True or False"):
            Dense(1, 1, "tanh", bias=wrong)


@pytest.mark.parametrize("name", ["ReLU", "SIGMOID", "soft max"])
def test_capitals_do_not_hide_the_nearest_name(name):
    with pytest.raises(ValueError, match="Did you mean"):
        Dense(1, 1, name)


def test_integers_booleans_and_numpy_numbers_are_numbers():
    assert checks.table([[True, 2]], "x").tolist() == [[1.0, 2.0]]
    assert checks.whole_number(np.int64(3), "x") == 3
    assert checks.number(np.float32(0.5), "x") == 0.5
