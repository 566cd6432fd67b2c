"""Hours by hand: the score of the network that has learned, by sliders and by a drag on the map."""

import math

import pytest
from sklearn.preprocessing import StandardScaler

from nnlib import datasets
from nnlib.exercises import lesson3
from nnlib.explorers.hours import HoursByHand
from nnlib.network import Dense, Network
from nnlib.pictures.planes import CHART, inputs_at
from nnlib.training import train

TASKS = [lesson3.best_sleep, lesson3.short_night]


@pytest.fixture
def explorer():
    made = HoursByHand(4.0, slept=8.0, tasks=TASKS)
    yield made
    made.close()


def hours(explorer):
    return [explorer.controls[name].value for name in ("studied", "slept")]


def pointer(x, y, kind="mousemove", buttons=1):
    """Return what the page tells of a pointer at a place of the picture."""
    where = {"relativeX": x, "relativeY": y,
             "boundingRectWidth": CHART.size[0], "boundingRectHeight": CHART.size[1]}  # fmt: skip
    if kind.startswith("touch"):
        return {"event": kind, "targetTouches": [where]}
    return where | {"event": kind, "buttons": buttons}


def test_the_score_is_that_of_a_network_trained_with_scikit_learns_scalers(explorer):
    seen, _ = datasets.split(datasets.students(40, 5.0, rng=1), 0.3, rng=1)
    inputs, targets = (StandardScaler().fit(each) for each in (seen.inputs, seen.targets))
    network = Network([Dense(2, 8, "tanh"), Dense(8, 1, "linear")], rng=1)
    train(network, inputs.transform(seen.inputs), targets.transform(seen.targets),
          epochs=1000, learning_rate=0.1)  # fmt: skip
    expected = targets.inverse_transform(network.predict(inputs.transform([[4.0, 8.0]]))).item()
    assert math.isclose(explorer.score(4.0, 8.0), expected, rel_tol=1e-9)
    assert f"a score of {expected:.1f}" in explorer.summary()


def test_a_drag_of_mouse_or_finger_moves_hours_and_score(explorer):
    for kind in ("mousedown", "mousemove", "touchstart", "touchmove"):
        x, y = CHART.x_at(0.25), CHART.y_at(0.75)
        explorer._drag(pointer(CHART.x_at(0.5), CHART.y_at(0.5), kind))
        explorer._drag(pointer(x, y, kind))
        expected = inputs_at(explorer.frame().made.seen, x / CHART.size[0], y / CHART.size[1])
        assert hours(explorer) == [round(each, 1) for each in expected]
        score = explorer.score(*hours(explorer))
        assert f"score of {score:.1f}".removesuffix(".0") in explorer._status.value
        assert f"score {score:.1f}".removesuffix(".0") in explorer._map.value


@pytest.mark.parametrize(
    "event",
    [
        pointer(CHART.x_at(0.5), CHART.y_at(0.5), buttons=0),
        pointer(CHART.x_at(0.5), CHART.y_at(0.5), buttons=2),
        pointer(2, 2),
        {"event": "touchmove", "targetTouches": []},
    ],
    ids=["not pressed", "another button", "beside the map", "no finger"],
)
def test_other_moves_change_nothing(explorer, event):
    explorer._drag(event)
    assert hours(explorer) == [4, 8]


def test_outside_of_what_was_learned_from_it_says_so(explorer):
    assert "only guesses" not in explorer._status.value
    explorer.controls["studied"].value = 12.0
    assert "hours studied of 12" in explorer._status.value
    assert "at the ring" in explorer._map.value  # in words; on the map there is no such place


def test_its_tasks_are_done_by_moving_alone(explorer):
    bars = [box.children[1] for box in explorer._tasks.above]
    assert all("to do" in each.value for each in bars)
    explorer.controls["studied"].value = 2.0
    explorer.controls["slept"].value = 7.5
    assert "done" in bars[0].value
    explorer.controls["slept"].value = 6.0
    explorer.controls["studied"].value = 3.9
    assert all("done" in each.value for each in bars)
    explorer.reset()
    assert hours(explorer) == [4, 8]
    assert all("done" in each.value for each in bars)


@pytest.mark.parametrize("wrong", [-1, 25, "4", None, math.nan])
def test_hours_that_no_day_has_are_refused(explorer, wrong):
    with pytest.raises(ValueError, match=r"^slept "):
        explorer.score(4.0, wrong)
