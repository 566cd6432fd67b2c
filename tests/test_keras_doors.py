"""What learners call of the comparison with Keras, with strange values in place of the good."""

import math

import pytest

from nnlib import costs, keras_bridge
from nnlib.optimizers import Adam
from tests.doors import examples, public_names, single
from tests.hostile_values import STRANGE
from tests.survival import survives

pytestmark = [pytest.mark.needs_keras, pytest.mark.usefixtures("own_folder")]
keras = keras_bridge.keras
SOME = 40  # of the strange values, one in so many
BUILDS_PROGRAMS = 10.0  # seconds that a result may take, which Keras builds


def model():
    """Return the network's copy, compiled."""
    made = keras_bridge.to_keras(single())
    made.compile(optimizer=keras.optimizers.SGD(0.5), loss="mean_squared_error")
    return made


def computed_in(dtype):
    with keras_bridge.computing_in(dtype):
        return keras.config.floatx()


TRAINED = {"learning_rate": 0.5, "loss": "mean_squared_error"}
DOORS = {
    "keras_bridge.compute_in": lambda: (keras_bridge.compute_in, {"dtype": "float64"}),
    "keras_bridge.computing_in": lambda: (computed_in, {"dtype": "float64"}),
    "keras_bridge.to_keras": lambda: (keras_bridge.to_keras, {"network": single()}),
    "keras_bridge.from_keras": lambda: (keras_bridge.from_keras, {"model": model()}),
    "keras_bridge.largest_difference": lambda: (
        keras_bridge.largest_difference,
        {"network": single(), "model": model()},
    ),
    "keras_bridge.differences": lambda: (
        keras_bridge.differences,
        {
            **{"network": single(), "model": model(), **examples(), "epochs": [1, 2], **TRAINED},
            **{"optimizer": "gradient_descent", "batch_size": 2},
        },
    ),
    "keras_bridge.train_in_one_go": lambda: (
        keras_bridge.train_in_one_go,
        {"model": model(), **examples(), "epochs": 2, "batch_size": 2},
    ),
    "keras_bridge.prepared": lambda: (keras_bridge.prepared, examples()),
    "keras_bridge.keras_optimizer": lambda: (
        keras_bridge.keras_optimizer,
        {"optimizer": Adam(), "learning_rate": 0.5},
    ),
    "keras_bridge.automatic_gradients": lambda: (
        keras_bridge.automatic_gradients,
        {"model": model(), **examples(), "loss": "mean_squared_error"},
    ),
    "costs.milliseconds": lambda: (
        costs.milliseconds,
        {"train_so_many": math.sqrt, "updates": 2},
    ),
    "costs.rounded": lambda: (costs.rounded, {"measured": 0.0234}),
    "costs.by_way": lambda: (costs.by_way, {**examples(), "hidden": 2}),
    "costs.by_size": lambda: (costs.by_size, {"sizes": [2]}),
}
FOR_THE_EXPLORER = {
    "keras_bridge.build_optimizer",
    "keras_bridge.KerasTraining",
    "keras_bridge.KerasTraining.learning_rate",
    "keras_bridge.KerasTraining.losses",
    "keras_bridge.KerasTraining.restart",
    "keras_bridge.KerasTraining.run",
}
WITHIN_COSTS = {"costs.here", "costs.keras_network"}


@pytest.fixture(autouse=True)
def exact():
    keras_bridge.compute_in("float64")
    yield
    keras_bridge.compute_in("float32")


def test_the_table_holds_every_public_name_and_no_other():
    known = {*DOORS, *FOR_THE_EXPLORER, *WITHIN_COSTS}
    assert known == {name for module in (keras_bridge, costs) for name in public_names(module)}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "values",
    [
        pytest.param(list(STRANGE.items())[::SOME], id="some"),
        pytest.param(list(STRANGE.items()), id="all", marks=pytest.mark.slow),
    ],
)
def test_strange_values_bring_a_result_or_a_sentence(door, values):
    arguments = DOORS[door]()[1]
    for name in arguments:
        for _, make in values:
            call, good = DOORS[door]()
            survives(call, good | {name: make()}, [name], BUILDS_PROGRAMS)
