"""Tasks in explorers: judged by what was set and trained, kept like exercises, told in the page."""

import asyncio
import importlib
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from unittest import mock

import pytest

from nnlib import course, progress
from nnlib.exercises import done, lesson1, lesson4, playground
from nnlib.exercises.engine import right, wrong
from nnlib.exercises.tasks import Task
from nnlib.explorers.by_hand import NeuronByHand
from nnlib.explorers.digits import DigitExplorer
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.hours import HoursByHand
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.explorers.scores import ScoreExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from tests.hands import press
from tests.other_computers.jitter import SEEDS, jitter
from tests.waiting import until

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
LESSONS = [importlib.import_module(f"nnlib.exercises.{lesson}") for lesson in done.LESSONS]
TASKS = [task for lesson in LESSONS for task in getattr(lesson, "TASKS", ())]
OF_ANY_START = [*lesson4.TASKS, *playground.TASKS]  # none of them lives on one lucky start
STARTS = range(2, 7)
WRONG = {  # lines of settings, and what is said once they are trained
    "lesson1.all_of_or": {
        "data=AND bias=yes": "Choose the data OR.",
        "data=OR": "3 of 4 outputs are within 0.1 of their targets. Row 0 0 stays at 0.5, however "
        "long it trains: its sum is 0 with any weights. Which setting adds",
        "data=OR bias=yes epochs=10": "of 4 outputs are within 0.1 of their targets. Train on",
        "data=OR bias=yes learning_rate=100.0": "The learning rate is 100, as for task 2. Set it",
    },
    "lesson1.a_step_too_long": {
        "data=OR bias=yes learning_rate=1000.0": "Choose the data AND, and tick bias.",
        "data=AND learning_rate=1000.0": "Choose the data AND, and tick bias.",
        "data=AND bias=yes": "the first step was not long enough. Take a larger learning rate,",
        "data=AND bias=yes learning_rate=0.001 epochs=100": "all steps are short",
        "data=AND bias=yes learning_rate=1000.0 epochs=50": "100 epochs or more",
        "data=AND bias=yes learning_rate=10.0": "the first step was not long enough.",
    },
    "lesson1.a_rule_of_your_own": {
        "data=OR bias=yes": "Choose the data own table.",
        "data=own_table": "This table has 4. Type 5 rows or more, with targets 0 and 1.",
        "data=own_table own_table=0+0+1;0+1+1;1+0+1;1+1+1;1+1+1 bias=yes": "no rule: let some be 0",
        "data=own_table own_table=0+0+0;0+1+1;1+0+1;1+1+0;0+0+0 bias=yes": "of 5 outputs are "
        "within 0.1 of their targets. The loss stands still, so longer training will not help.",
        "data=own_table own_table=0+0+0;0+1+0;1+0+0;1+1+1;0+0+0 bias=yes learning_rate=1000.0": ""
        "That need not be your rule. The learning rate is 1000, as for task 2. Set it to 1",
        "data=own_table bias=yes learning_rate=1000.0": "0 and 1. The learning rate is 1000, as",
        "data=own_table own_table=0+0+0;0+1+1;1+0+1;1+1+1;0+0+1 bias=yes": "same inputs and",
        "data=own_table own_table=0+0+0;0+1+1;1+0+1;1+1+1;0+0+0": "all inputs are 0: tick bias.",
        "data=own_table own_table=0+0+0;0+1+1;1+0+1;1+1+1;0+0+0 bias=yes epochs=20": "falls: train",
    },
    "lesson2.a_start_that_fails": {
        "gates:1": "all 4 rows are right. Take another one.",
        "gates:1 hidden=1": "Leave the gate XOR and the 2 hidden neurons",
        "gates:1 epochs=100": "Train 2,000 epochs or more",
    },
    "lesson2.dead_neurons": {
        "gates:1": "Choose relu.",
        "gates:1 activation=tanh learning_rate=10": "Choose relu.",
        "gates:1 activation=relu learning_rate=0.1 epochs=100": "1 of 2 answer 0 to every row.",
    },
    "lesson2.parity_with_few": {
        "gates:1": "Choose parity of three.",
        "gates:1 gate=parity_of_three hidden=4": "Take 3 hidden neurons or fewer.",
        "gates:1 gate=parity_of_three hidden=1": "of 8 rows are right. One hidden neuron is too",
        "gates:1 gate=parity_of_three hidden=3 epochs=100": "may fall later: train on.",
        "gates:1 gate=parity_of_three hidden=3 epochs=500": "The loss still falls: train on.",
    },
    "lesson3.best_sleep": {
        "hours:1": "Set hours studied to 2, and then move the sleep.",
        "hours:1 studied=2.0": "There is a better night",
        "hours:1 studied=2.0 slept=9.0": "There is a better night",
    },
    "lesson3.short_night": {
        "hours:1 slept=8.0": "Set hours slept to 6, and then move the study.",
        "hours:1": "points are predicted, and 70 wanted: let them study more.",
        "hours:1 studied=5.0": "points are predicted, and 70 wanted: let them study less.",
    },
    "lesson3.too_long": {
        "scores:1": "Take students: 50 or fewer, noise 10 or more",
        "scores:1 noise=10.0 held_out=0.0": "keep some held out",
        "scores:1 noise=10.0 epochs=30": "times its lowest. Train on.",
    },
    "lesson3.in_time": {
        "scores:1 patience=50": "Take students: 50 or fewer, noise 10 or more",
        "scores:1 noise=10.0": "Set a patience",
        "scores:1 noise=10.0 patience=5000": "Let patience end the training earlier",
    },
    "lesson3.near_the_noise": {
        "scores:1": "Take students, 300 or more of them.",
        "scores:1 students=400 held_out=0.0": "Nobody is held out",
        "scores:1 students=400 epochs=20": "the noise is 5. It has not learned the rule yet: train",
        "scores:1 students=300 hidden=16 noise=10.0 held_out=0.9": "be learned by heart, or be odd",
    },
    "lesson4.few_neurons": {
        "keras:1": "Take 3 hidden neurons or fewer.",
        "hidden=2 epochs=1000": "of 4 rows are within 0.1. Where the loss still falls, train",
        "hidden=3 epochs=50": "of 4 rows are within 0.1. Where the loss still falls, train",
        "hidden=2 optimizer=gradient_descent learning_rate=100": "The loss has risen: take shorter",
    },
    "lesson4.right_not_near": {
        "keras:1": "4 of 4 rows are within 0.1 already. Press Reset",
        "learning_rate=0.001 epochs=20": "of 4 rows are right, rounded. Where the loss still falls",
        "optimizer=gradient_descent": "of 4 rows are right, rounded. Where the loss still falls",
    },
    "lesson4.descent_in_time": {
        "keras:1": "Choose gradient descent, and 16 hidden neurons.",
        "optimizer=gradient_descent": "0 of 4 rows are within 0.1. Where the loss still falls",
        "optimizer=gradient_descent learning_rate=100": "The loss has risen: take shorter steps.",
        "optimizer=gradient_descent learning_rate=1 epochs=1000": "press Reset, and train 300",
        "optimizer=gradient_descent learning_rate=1 hidden=4": "and 16 hidden neurons.",
    },
    "lesson4.a_tenth_of_the_rate": {
        "keras:1": "Choose momentum, and 16 hidden neurons.",
        "optimizer=momentum": "0 of 4 rows are within 0.1. Where the loss still falls",
        "optimizer=momentum learning_rate=1": "Take a rate of 0.2 or less.",
        "optimizer=gradient_descent learning_rate=0.2": "Choose momentum",
    },
    "lesson5.read_wrongly": {
        "digits:1 epochs=1": "of the validation images are right: train until 95% are.",
        "digits:1 epochs=10": "It reads image 1 of 360 rightly, as 5. Look at others.",
        "digits:1 hidden=0": "rightly, as 5. Look at others.",
    },
    "lesson5.few_hidden": {
        "digits:1 epochs=1": "Take 1 to 8 hidden neurons.",
        "digits:1 hidden=0": "Take 1 to 8 hidden neurons.",
        "digits:1 hidden=3": "of the validation images are right. So few numbers lose what tells",
        "digits:1 hidden=8 epochs=1": "Train on: with few neurons it takes more epochs.",
    },
    "lesson5.plain_descent": {
        "digits:1 epochs=1": "Choose the optimizer gradient descent.",
        "digits:1 optimizer=gradient_descent epochs=3": "further in 20 epochs: longer ones. "
        "Change the learning rate, press Reset, and Train.",
        "digits:1 optimizer=gradient_descent learning_rate=1000": "further in 20 epochs: shorter",
        "digits:1 optimizer=gradient_descent hidden=2 epochs=21": "took 21 epochs. Press Reset",
    },
    "playground.xor_by_an_input": {
        "data=circles": "Choose the data xor.",
        "data=xor layers=4": "right. Now take all hidden units away.",
        "data=xor layers=none": "without hidden units. Which inputs does it see?",
    },
    "playground.match_bumps": {
        "data=xor": "Choose the data bumps.",
        "data=bumps held_out=0": "No points are held out: keep some.",
        "data=bumps": "and the noise 0.2, which is a floor under it",
        "data=bumps noise=0 epochs=20": "and the noise 0. Take more units, or train on.",
    },
    "playground.thin_lines": {
        "data=circles": "right. What is it that pulls small weights to 0? More of it",
        "data=circles l1=0.02": "are right: too few of them. Pull less, or train on.",
        "data=circles layers=8-8 l1=0.01": "Leave data, layers and held-out points",
        "data=circles l1=0.01 held_out=0": "Leave data, layers and held-out points",
    },
}


def long_enough(frame):
    if frame.history.epochs < 20:
        return wrong(f"{frame.history.epochs} epochs, of <b>20</b>.")
    return right("That was long enough.")


given = {"hint": "More of them.", "solution": "epochs=20"}
long = Task(name="lesson1.slope", words="Train 20 epochs & more.", judged_by=long_enough, **given)
broken = Task(name="lesson1.one_update", words="Break it.", judged_by=lambda frame: 1 / 0, **given)


def words(box):
    """Return what stands in a task's bar."""
    parts = [" ".join(ElementTree.fromstring(each.value).itertext()) for each in box.children]
    return " ".join(" ".join(parts).split())


def bars(explorer):
    return [words(box) for box in explorer._tasks.above]


def state(explorer, place=0):
    return words(explorer._tasks.above[place]).partition("More of them. ")[2]


@pytest.fixture
def place(tmp_path, monkeypatch):
    place = tmp_path / "my_course"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def test_a_task_stands_first_with_its_hint_folded():
    explorer = NeuronExplorer("AND", tasks=[long])
    assert bars(explorer) == ["Your task Train 20 epochs & more. Hint More of them. to do"]
    assert explorer._box.children[1] is explorer._tasks.above[0]  # 0 is the style
    details = ElementTree.fromstring(explorer._tasks.above[0].children[0].value).find("details")
    assert "open" not in details.attrib
    assert details.find("summary").text == "Hint"


def test_it_is_judged_whenever_a_training_ends_and_stays_done():
    explorer = NeuronExplorer("AND", tasks=long)
    explorer.train(5)
    assert state(explorer) == "to do 5 epochs, of <b>20</b>."
    explorer.train(15)
    assert state(explorer) == "done ✔ That was long enough."
    explorer.reset()
    explorer.train(1)
    assert state(explorer) == "done ✔ That was long enough."


def test_after_reset_nothing_is_said_of_the_training_before():
    explorer = NeuronExplorer("AND", tasks=long)
    explorer.train(5)
    explorer.reset()
    assert state(explorer) == "to do"


def test_a_button_that_trains_is_judged_at_its_end_and_at_a_pause():
    async def scene():
        explorer = NeuronExplorer("AND", epochs=100_000, tasks=[long])
        explorer.controls["pace"].value = "fast"
        press(explorer, "Step")
        await until(lambda: "1 epochs" in state(explorer))
        press(explorer, "Train")
        await until(lambda: explorer.history.epochs > 20)
        assert "to do" in state(explorer)
        press(explorer, "Pause")
        await until(lambda: "done" in state(explorer))
        explorer.close()

    asyncio.run(scene())


def test_several_tasks_are_numbered_and_judged_each():
    explorer = NeuronExplorer("AND", tasks=[broken, long])
    assert [each.partition(" Hint")[0] for each in bars(explorer)] == [
        "Task 1 Break it.",
        "Task 2 Train 20 epochs & more.",
    ]
    explorer.train(20)
    assert "the course's fault and not yours (ZeroDivisionError)" in state(explorer, 0)
    assert state(explorer, 1).startswith("done ✔")
    assert not explorer._tasks.are_done


def test_what_is_done_is_kept_once_and_known_again(place, capsys):
    explorer = NeuronExplorer("AND", tasks=[long])
    for _ in range(3):
        explorer.train(10)
    entry = progress.read(place / progress.NAME)["exercises"]
    assert entry == {"lesson1.slope": {"right": True, "tries": 1, "hints": 0, "said": {}}}
    assert state(NeuronExplorer("OR", tasks=[long])) == "done ✔"
    assert state(NeuronExplorer("OR", tasks=[broken])) == "to do"
    course.progress("lesson1")
    said = f"1 of {len(lesson1.EXERCISES)} exercises and 0 of {len(lesson1.TASKS)} tasks"
    assert said in capsys.readouterr().out


def test_what_cannot_be_kept_is_said(place):
    (place / progress.NAME).write_text('{"version": 2}', encoding="utf-8")
    explorer = NeuronExplorer("AND", tasks=[long])
    explorer.train(20)
    assert "done ✔ That was long enough. Your progress was not kept: " in state(explorer)


def test_weights_moved_by_hand_are_judged_as_they_stand():
    def judge(frame):
        by_hand = frame.history.epochs == 0 and frame.values["weight_1"] > 1
        return right("By hand.") if by_hand else wrong("Not yet.")

    task = Task(name="lesson1.hand", words="Move weight 1.", judged_by=judge, **given)
    explorer = NeuronByHand("AND", tasks=[task])
    parts, usual = (each._box.children for each in (explorer, NeuronByHand("AND")))
    assert len(parts) == len(usual)  # for it stands in the place of the usual one
    assert not explorer.is_done
    explorer.controls["weight_1"].value = 2.0
    assert explorer.is_done
    assert state(explorer) == "done ✔ By hand."


@pytest.mark.parametrize("tasks", [5, "task", None, [long, "task"], {long}, Task])
def test_what_is_no_task_is_refused(tasks):
    with pytest.raises(ValueError, match=r"^(each of )?tasks must be a"):
        NeuronExplorer("AND", tasks=tasks)


# Those of the lessons


def explorer_for(task, line):
    """Return the explorer for which the task's solution is written, with another line in it."""
    kinds = (
        NeuronExplorer, NeuronByHand, GateExplorer, HoursByHand, ScoreExplorer, Playground,
        DigitExplorer, KerasExplorer,
    )  # fmt: skip
    name = task.solution.partition(":")[0]
    kind = next(kind for kind in kinds if kind.problem.name == name)
    # No task needs the copy in Keras, whose losses are the same.
    with mock.patch("nnlib.keras_here.load_bridge", lambda: (None, "left out")):
        return kind(settings=line, tasks=task)


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(slice(1), id="one of them"),
        pytest.param(slice(1, None), id="the others", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_its_solution_does_it_on_other_computers_too(task, seeds):
    place = TASKS.index(task) % len(SEEDS)
    for seed in [*SEEDS[place:], *SEEDS[:place]][seeds]:
        with jitter(seed):
            explorer = explorer_for(task, "")
            assert not explorer._tasks.are_done
            explorer.settings = task.solution
            explorer.train()
            for name, value in task.then.items():
                assert not explorer._tasks.are_done
                explorer.controls[name].value = value
                explorer.settled()
            assert explorer._tasks.are_done, state(explorer)
            explorer.close()


@pytest.mark.parametrize("task", OF_ANY_START, ids=lambda task: task.name)
def test_its_solution_does_it_from_most_starts(task):
    done = []
    for start in STARTS:
        if sum(done) > len(STARTS) / 2:
            break  # whatever comes of the others
        explorer = explorer_for(task, "")
        explorer.settings = f"{task.solution} start={start}"
        explorer.train()
        done.append(explorer._tasks.are_done)
        explorer.close()
    assert sum(done) > len(STARTS) / 2, done


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_other_settings_are_told_how_far_they_are(task):
    assert len(WRONG[task.name]) >= 3
    for line, said in WRONG[task.name].items():
        explorer = explorer_for(task, line)
        explorer.train()
        (bar,) = bars(explorer)
        assert said in bar
        assert "to do" in bar
        explorer.close()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_what_a_task_shows_of_itself_is_no_solution(task):
    assert repr([task]) == f"[{task.name}: {task.words}]"


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_goes_by_its_name_and_stands_in_its_notebook(task):
    lesson, name = task.name.split(".")
    module = importlib.import_module(f"nnlib.exercises.{lesson}")
    assert getattr(module, name) is task
    number = re.sub(r"lesson(\d)", r"0\1_", lesson)
    (path,) = NOTEBOOKS.glob(f"{number}*.ipynb")
    text = path.read_text(encoding="utf-8")
    assert task.name in text or f"tasks={lesson}.TASKS" in text


def test_names_of_tasks_and_exercises_are_told_apart():
    names = done.names_of("playground")
    assert len(set(names)) == len(names) == len(playground.EXERCISES) + len(playground.TASKS)
