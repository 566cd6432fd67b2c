import asyncio
import base64
import random
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from nnlib.explorers.gate import GateExplorer
from nnlib.layers import INITIALIZERS
from nnlib.network import Dense, Network
from nnlib.pictures import answers, diagrams
from nnlib.pictures.scene import Box, Words
from nnlib.pictures.theme import MINUS, signed
from nnlib.problems.gates import GATES, PROBLEM
from nnlib.training import MOST_CHECKPOINTS, train
from tests.hands import press
from tests.waiting import until


def words(explorer):
    """Return what the status line says, without its tags."""
    return "\n".join(ElementTree.fromstring(explorer._status.value).itertext())


def labels(explorer):
    """Return what the pictures say, by their titles."""
    pictures = ElementTree.fromstring(explorer._picture.value).iter("svg")
    return dict(each.get("aria-label").split(": ", 1) for each in pictures)


def shown_epoch(explorer):
    loss = next(ElementTree.fromstring(explorer._picture.value).iter("svg"))
    return int(loss.get("data-epoch"))


def trained(gate="XOR", epochs=2000, **settings):
    explorer = GateExplorer(gate, **settings)
    explorer.train(epochs)
    return explorer


def seen(explorer):
    """Return all that is seen."""
    return explorer._picture.value, explorer._status.value


# What is trained


def test_eleven_lines_of_python_to_the_last_digit():
    explorer = trained("eleven lines XOR", 60_000 - 1, hidden=4, bias=False)
    outputs = explorer.network.predict(GATES["eleven lines XOR"].dataset().inputs)[:, 0]
    printed = [f"{output:.8f}" for output in outputs]
    assert printed == ["0.00260572", "0.99672209", "0.99701711", "0.00386759"]


def test_three_inputs_four_hidden_without_a_bias_learn_all_equal():
    explorer = trained("all equal", hidden=4, bias=False)
    assert words(explorer).splitlines() == [
        "Done. All equal, 4 hidden neurons (sigmoid), without a bias: 2,000 epochs, loss 0.007581, "
        "8 of 8 rows within 0.1 of their targets.",
        "The target is 1 when all three inputs are the same. To compare: always answering 0 is "
        "right in 6 of 8 rows.",
    ]


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", PROBLEM.settings["loss"].names)
def test_it_is_what_the_library_trains(gate, activation, loss):
    settings = {"bias": True, "initializer": "normal"}
    dataset = GATES[gate].dataset()
    layers = [Dense(dataset.inputs.shape[1], 3, activation, **settings),
              Dense(3, 1, "sigmoid", **settings)]  # fmt: skip
    network = Network(layers, rng=np.random.RandomState(7))
    history = train(
        network, dataset.inputs, dataset.targets, epochs=50, learning_rate=0.5, loss=loss
    )
    explorer = trained(gate, 50, hidden=3, activation=activation, loss=loss, start=7,
                       initializer="normal", learning_rate=0.5)  # fmt: skip
    np.testing.assert_array_equal(explorer.network.parameters, network.parameters)
    assert explorer.history.loss == history.loss


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"gate": "XOT"}, "Did you mean 'XOR'"),
        ({"hidden": 0}, "hidden"),
        ({"hidden": 2.5}, "hidden"),
        ({"activation": "softmax"}, "activation 'softmax' is not known"),
        ({"loss": "squares"}, "loss 'squares' is not known"),
        ({"initializer": "norml"}, "Did you mean 'normal'"),
    ],
)
def test_settings_that_do_not_exist_are_named(settings, problem):
    with pytest.raises(ValueError, match=problem):
        GateExplorer(**settings)


# What is seen and said


CHANGES = {
    "gate": "AND",
    "hidden": 3,
    "activation": "tanh",
    "loss": "mean_squared_error",
    "initializer": "normal",
    "bias": False,
    "epochs": 70,
    "start": 2,
    "log_scale": True,
    "replay": 20,
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_control_changes_what_is_seen(name):
    explorer = trained(epochs=50)
    explorer.controls[name].value = explorer.controls[name].value  # nothing
    before = seen(explorer)
    explorer.controls[name].value = CHANGES[name]
    assert seen(explorer)[0] != before[0]


def test_rate_and_stop_change_what_comes():
    explorer, other = trained(epochs=50), trained(epochs=50)
    explorer.controls["learning_rate"].value = 0.3
    assert words(explorer).startswith("The learning rate is 0.3 from the next epoch on.")
    press(explorer, "Step")
    press(other, "Step")
    assert explorer._picture.value != other._picture.value
    explorer.controls["stop_at_loss"].value = 1.0
    press(explorer, "Train")
    assert words(explorer).startswith("The loss is 1 or less, where it was to stop.")


@pytest.mark.parametrize(
    ("gate", "right"),
    [("AND", "0 is right in 3 of 4"), ("OR", "1 is right in 3 of 4"),
     ("XOR", "0 is right in 2 of 4"), ("all equal", "0 is right in 6 of 8")],
)  # fmt: skip
def test_the_baseline_is_said(gate, right):
    explorer = GateExplorer(gate)
    rule, baseline = words(explorer).splitlines()[1].split(" To compare: ")
    assert rule == GATES[gate].rule
    assert baseline == f"always answering {right} rows."


def test_subject_and_summary():
    explorer = GateExplorer("OR", hidden=1, activation="relu", bias=False)
    assert explorer.summary().startswith("OR, 1 hidden neuron (relu), without a bias: 0 epochs, ")


def test_pictures_say_the_numbers():
    explorer = trained(hidden=3)
    hidden, outputs = explorer.network.forward(GATES["XOR"].dataset().inputs)
    answers = labels(explorer)["Hidden neurons' answers"].split("; ")
    assert answers[0] == "orange 0, blue 1"
    for unit, said in enumerate(answers[1:4]):
        numbers = " ".join(f"{each:.2f}" for each in hidden[:, unit])
        assert said == f"hidden {unit + 1} {numbers}"
    assert answers[4] == "output " + " ".join(f"{each:.2f}" for each in outputs[:, 0])
    diagram = labels(explorer)["Network at row 2 (0 1)"]
    weights, *at_the_row = diagram.split(". From inputs to output: ")
    weights = weights.split("; ")
    assert [each.split(":")[0] for each in weights] == [
        "to hidden 1", "to hidden 2", "to hidden 3", "to output"
    ]  # fmt: skip
    assert f"hidden 3 {signed(explorer.network.layers[1].weights[2, 0])}" in weights[3]
    first = " ".join(f"{each:.2f}" for each in hidden[1])
    assert at_the_row == [f"0.00 1.00; {first}; {outputs[1, 0]:.2f}; target 1"]
    assert set(labels(explorer)) == {
        "Loss", "Outputs and targets", "Hidden neurons' answers",
        "Network at row 2 (0 1)", "Output map",
    }  # fmt: skip
    assert "Output map" not in labels(GateExplorer("all equal"))


def test_a_row_is_chosen_for_the_circles_and_only_there():
    explorer = trained(epochs=300)
    history, said = explorer.history, words(explorer)
    explorer.controls["row"].value = 3
    hidden, output = explorer.network.forward(np.array([[1.0, 0.0]]))
    numbers = " ".join(f"{each:.2f}" for each in hidden[0])
    assert (
        f"1.00 0.00; {numbers}; {output.item():.2f}; target 1"
        in labels(explorer)["Network at row 3 (1 0)"]
    )
    assert (explorer.history, words(explorer)) == (history, said)
    explorer.controls["replay"].value = 100
    explorer.controls["row"].value = 4
    assert shown_epoch(explorer) < 300  # a look at another row stays in the past
    assert "Network at row 4 (1 1)" in labels(explorer)


def test_a_row_that_the_next_gate_does_not_have_becomes_its_last():
    explorer = GateExplorer("all equal")
    explorer.controls["row"].value = 8
    assert "Network at row 8 (1 1 1)" in labels(explorer)
    explorer.controls["gate"].value = "XOR"
    assert "Network at row 4 (1 1)" in labels(explorer)
    with pytest.raises(ValueError, match="from 1 to 4"):
        explorer.controls["row"].value = 5
    explorer.controls["gate"].value = "parity of three"
    explorer.controls["row"].value = 5
    assert "Network at row 5 (1 0 0)" in labels(explorer)


def test_the_saved_form_is_the_present_as_a_picture_and_a_line():
    explorer = trained(epochs=300)
    explorer.controls["replay"].value = 100
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == f"GateExplorer: {explorer.summary()}"
    assert "XOR, 2 hidden neurons (sigmoid), with a bias: 300 epochs, loss " in data["text/plain"]
    assert metadata["image/png"]["alt"] == data["text/plain"]


# The cells of the hidden neurons' answers


def cells(scene):
    """Return the cells' tints and how strong they are, as (lines, rows)."""
    boxes = [part for part in scene.parts if isinstance(part, Box)]
    rows = len({box.x for box in boxes})
    tints = [(box.fill, round(box.opacity, 6)) for box in boxes]
    return [tints[at : at + rows] for at in range(0, len(tints), rows)]


@pytest.mark.parametrize(
    ("activation", "low", "high", "scale"),
    [
        ("sigmoid", 0.0, 1.0, "orange 0, blue 1"),
        ("tanh", -1.0, 1.0, f"orange {MINUS}1, blue 1; output 0 to 1"),
        ("relu", 0.0, 3.2, "orange 0, blue 3.2; output 0 to 1"),
    ],
)
def test_a_cell_has_the_colour_of_its_share(activation, low, high, scale):
    gate = GATES["AND"].dataset()
    shares = np.array([[0, 0.25, 0.5, 1]]).T
    hidden = low + (high - low) * np.hstack([shares, shares[::-1]])
    scene = answers.hidden_answers(gate, hidden, shares, activation)
    first, second, output = cells(scene)
    assert first == output == second[::-1]
    assert first == [
        ("orange tint", 1.0), ("orange tint", 0.5), ("blue tint", 0.0), ("blue tint", 1.0)
    ]  # fmt: skip
    assert scene.shown == scale


def test_units_that_are_all_dead_have_a_scale():
    nothing = np.zeros((4, 2))
    scene = answers.hidden_answers(GATES["AND"].dataset(), nothing, nothing[:, :1], "relu")
    assert scene.shown.startswith("orange 0, blue 1;")


@pytest.mark.parametrize(("units", "with_numbers"), [(1, True), (8, True), (9, False), (16, False)])
def test_many_units_have_cells_without_numbers_and_names_where_there_is_room(units, with_numbers):
    explorer = GateExplorer("all equal", hidden=units)
    (scene,) = (
        each
        for each in explorer.pictures(explorer.frame())
        if each.title.startswith("Hidden neurons")
    )
    boxes = [each for each in scene.parts if isinstance(each, Box)]
    assert len(boxes) == (8 * (units + 1) if with_numbers else 0)
    written = [each for each in scene.parts if isinstance(each, Words)]
    numbers = [each for each in written if "." in each.text]
    assert len(numbers) == (8 * (units + 1) if with_numbers else 0)
    names = [each for each in written if each.anchor == "end"]
    assert names[0].text == "hidden 1"
    assert names[-1].text == "output"
    heights = [each.y for each in names]
    assert np.diff(heights).min() >= diagrams.LINE_OF_TEXT - 0.1
    assert max(heights) <= answers.CHART.size[1]
    assert scene.words.count("hidden") == units


# Replay


def test_replay_shows_what_a_training_to_that_epoch_shows():
    explorer = trained(epochs=500)
    recorded = [epoch for epoch, _ in explorer.history.checkpoints]
    for epoch in (recorded[0], recorded[7], recorded[-2]):
        explorer.controls["replay"].value = epoch
        other = GateExplorer()
        if epoch:
            other.train(epoch)
        there, then = labels(explorer), labels(other)
        assert there == then
        assert shown_epoch(explorer) == epoch
        numbers = other.summary().split("epochs, ")[1]
        assert words(explorer).splitlines()[0] == (
            f"Replay: epoch {epoch:,} of 500, {numbers}. Train goes on from epoch 500."
        )
        assert f"loss {explorer.history.loss[epoch]:.4g}" in there["Loss"]


def test_replay_leaves_the_network_and_its_training_as_they_are():
    explorer, other = trained(epochs=500), trained(epochs=500)
    for epoch in (100, 3, 499, 0):
        explorer.controls["replay"].value = epoch
    np.testing.assert_array_equal(explorer.network.parameters, other.network.parameters)
    assert explorer.summary() == other.summary()
    explorer.train(100)
    other.train(100)
    np.testing.assert_array_equal(explorer.network.parameters, other.network.parameters)
    assert explorer.history.loss == other.history.loss
    assert seen(explorer) == seen(other)


def test_an_epoch_that_was_not_recorded_is_the_nearest_one():
    explorer = trained(epochs=2000)
    explorer.controls["replay"].value = 100
    assert words(explorer).startswith(
        "Replay: epoch 96 of 2,000 (the nearest to 100 that was recorded), loss "
    )
    assert explorer.controls["replay"].value == 96
    explorer.controls["replay"].value = 10**6
    assert words(explorer).startswith("Replay: epoch 2,000 of 2,000 (the nearest to 1,000,000 that")
    assert explorer.controls["replay"].value == 2000


def test_slider_and_box_stand_at_the_same_epoch():
    explorer = trained(epochs=2000)
    slider = explorer._replay._slider
    recorded = [epoch for epoch, _ in explorer.history.checkpoints]
    assert slider.value == slider.max == len(recorded) - 1
    slider.value = 5
    assert explorer.controls["replay"].value == shown_epoch(explorer) == recorded[5]
    explorer.controls["replay"].value = recorded[9]
    assert slider.value == 9
    press(explorer, "Reset")
    assert (slider.value, slider.max, explorer.controls["replay"].value) == (
        MOST_CHECKPOINTS,
        MOST_CHECKPOINTS,
        0,
    )  # the right end is the present
    slider.value = 1
    assert words(explorer).startswith("Nothing has been trained yet, so there is nothing to replay")
    assert (slider.value, slider.max, explorer.controls["replay"].value) == (
        MOST_CHECKPOINTS,
        MOST_CHECKPOINTS,
        0,
    )  # the right end is the present


@pytest.mark.parametrize(
    ("act", "epoch", "beginning"),
    [
        (lambda explorer: press(explorer, "Step"), 301, "Done. XOR, "),
        (lambda explorer: press(explorer, "Train"), 350, "Done. XOR, "),
        (lambda explorer: explorer.train(7), 307, "Done. XOR, "),
        (lambda explorer: press(explorer, "Pause"), 300, "Nothing is training now: XOR, "),
        (lambda explorer: press(explorer, "Reset"), 0, "At the start."),
        (lambda explorer: change(explorer, "gate", "OR"), 50, "Done. OR, "),
        (lambda explorer: change(explorer, "stop_at_loss", 0.001), 300, "Back in the present. XOR"),
        (lambda explorer: change(explorer, "learning_rate", 2.0), 300, "The learning rate is 2 "),
        (lambda explorer: change(explorer, "log_scale", True), 100, "Replay: epoch 100 of 300"),
    ],
)
def test_what_goes_on_goes_on_in_the_present(act, epoch, beginning):
    explorer = trained(epochs=300)
    explorer.controls["epochs"].value = 50
    press(explorer, "Reset")
    explorer.train(300)
    explorer.controls["replay"].value = 100
    act(explorer)
    assert shown_epoch(explorer) == explorer.controls["replay"].value == epoch
    assert words(explorer).startswith(beginning)


def change(explorer, name, value):
    explorer.controls[name].value = value


def test_a_move_while_it_trains_pauses_it():
    async def play():
        explorer = GateExplorer(epochs=100_000)
        slider, moves = explorer._replay._slider, []
        slider.observe(moves.append)
        press(explorer, "Train")
        await until(lambda: len(explorer._history.checkpoints) > 20)
        assert moves == []  # what the page answers to them would pause the training
        assert slider.value == slider.max
        assert explorer.controls["replay"].value == 0  # somebody may be typing there
        slider.value -= 10
        await until(lambda: not explorer._runner.running)
        epoch = shown_epoch(explorer)
        last = explorer._history.epochs
        assert re.match(
            rf"Replay: epoch {epoch:,} of {last:,}( \(the nearest [^)]*\))?, loss .*\. "
            rf"The training is paused\. Train goes on from epoch {last:,}\.",
            words(explorer),
        )
        assert 0 < epoch < last
        press(explorer, "Train")
        await until(lambda: shown_epoch(explorer) > last)
        explorer.controls["replay"].value = 1
        press(explorer, "Step")  # counts more than a move that is not yet settled
        await until(lambda: not explorer._runner.running)
        assert shown_epoch(explorer) == explorer._history.epochs
        explorer.close()

    asyncio.run(play())


# Nobody can break it


VALUES = {
    "gate": list(GATES),
    "hidden": [1, 2, 16],
    "activation": PROBLEM.settings["activation"].names,
    "loss": PROBLEM.settings["loss"].names,
    "initializer": tuple(INITIALIZERS),
    "bias": [False, True],
    "epochs": [1, 2, 300],
    "learning_rate": [0.001, 1, 1000],
    "start": [1, 1000],
    "stop_at_loss": [0, 0.01, 1],
    "log_scale": [False, True],
    "replay": [0, 1, 77, 10**6],
}


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 12))]
)
def test_extremes_in_any_order_leave_it_whole(seed, monkeypatch):
    monkeypatch.setattr(PROBLEM.settings["epochs"], "high", 300)
    choose = random.Random(seed)
    explorer = GateExplorer(epochs=10)
    for _ in range(40):
        name = choose.choice(list(VALUES))
        explorer.controls[name].value = choose.choice(VALUES[name])
        assert "stopped with" not in words(explorer)
        press(explorer, choose.choice(["Train", "Step", "Pause", "Reset"]))
        slider = explorer._replay._slider
        slider.value = choose.randint(0, slider.max)
        assert "stopped with" not in words(explorer)
        assert len(labels(explorer)) in (4, 5)
        assert np.isfinite(explorer.network.parameters).all()
        assert np.isfinite(explorer.history.loss).all()
        assert not re.search(r"\bnan\b|\binf\b", "".join(seen(explorer)))
    data = explorer._repr_mimebundle_()
    assert explorer.summary() in str(data)


def test_weights_that_grow_without_end_end_the_training():
    explorer = GateExplorer(
        hidden=16, activation="relu", loss="binary_cross_entropy", learning_rate=1000, start=25
    )
    explorer.train()
    epochs = explorer.history.epochs
    ended = (
        f"It ended: in epoch {epochs + 1}, which was undone, the weights grew beyond all measure"
    )
    assert epochs < 2000
    assert words(explorer).startswith(ended)
    assert "Press Reset to begin again." in words(explorer)
    press(explorer, "Train")
    assert explorer.history.epochs == epochs
    assert words(explorer).startswith(ended)
    assert not re.search(r"nan|inf|\d{6}", " ".join(labels(explorer).values()))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"hidden": 17}, "hidden must be a whole number from 1 to 16; got 17"),
        ({"epochs": 200_000}, "epochs must be a whole number from 1 to 100,000"),
        ({"start": 0}, "start must be a whole number from 1 to 1,000"),
        ({"learning_rate": 1e9}, "learning_rate must be a number, 0.001 or more and at most 1000"),
        ({"stop_at_loss": 3}, "stop_at_loss must be a number, 0 or more and at most 1"),
        ({"bias": "no"}, "bias must be True or False"),
    ],
)
def test_what_the_controls_cannot_hold_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        GateExplorer(**arguments)


def test_a_move_of_the_replay_is_not_lost_beside_another_change():
    async def play():
        explorer = GateExplorer(epochs=300)
        explorer.train()
        explorer.controls["log_scale"].value = True
        explorer.controls["replay"].value = 100
        await until(lambda: explorer._replay.asked is None)
        words = explorer._status.value
        explorer.close()
        return words

    assert "Replay: epoch 100 of 300" in asyncio.run(play())
