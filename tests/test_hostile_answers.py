"""No answer brings an error of ours, lasts, or changes anything but the answer that is printed."""

import importlib
import os
import pkgutil
import random
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

import nnlib.exercises
from nnlib.exercises import advice, compare_guess, engine, hand_judges, lesson1, lesson2, sandbox
from nnlib.exercises.engine import CANNOT_JUDGE, Exercise
from nnlib.keras_here import is_complete, load_bridge
from tests.hostile_answers import FUNCTIONS, LASTING, VALUES, all_answers, seeded_answer

EVERY = 11  # of so many pairs the normal run tries one
KERAS = ("lesson4.translate", "lesson4.stop_early")


def all_exercises():
    """Return every exercise in the package, wherever it stands."""
    modules = [
        importlib.import_module(f"nnlib.exercises.{each.name}")
        for each in pkgutil.iter_modules(nnlib.exercises.__path__)
    ]
    found = {value.name: value for module in modules for value in vars(module).values()
             if isinstance(value, Exercise)}  # fmt: skip
    return list(found.values())


EXERCISES = all_exercises()
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.name)


@pytest.fixture(autouse=True, scope="module")
def bridge():
    """Load Keras as lesson 4 does at its top: that changes much, and is no answer's doing."""
    load_bridge()


def state():
    """Return what belongs to the whole process."""
    kind, numbers, *place = np.random.get_state()
    return [
        random.getstate(),
        (kind, numbers.tobytes(), *place),
        np.geterr(),
        np.get_printoptions(),
        Path.cwd(),
        dict(os.environ),
        sys.getrecursionlimit(),
        (sys.stdout, sys.stderr, sys.stdin),
        (sys.gettrace(), sys.getprofile()),
        warnings.filters[:],
    ]


def examples_of(exercise):
    return [np.copy(each) for example in getattr(exercise, "examples", []) for each in example]


def survives(exercise, name, answer, capsys):
    """Try an answer: words come of it, and nothing else."""
    before, examples = state(), examples_of(exercise)
    exercise.check(*answer)
    said = capsys.readouterr().out
    assert CANNOT_JUDGE.partition("{")[0] not in said, (name, said)
    assert said.splitlines(), name
    assert state() == before, name
    for known, now in zip(examples, examples_of(exercise), strict=True):
        np.testing.assert_array_equal(known, now)
    return said


def is_lasting(name):
    return any(part in name for part in LASTING)


@pytest.mark.needs_keras(*KERAS)
@by_name
def test_some_hostile_answers(exercise, capsys):
    answers = [pair for pair in all_answers() if not is_lasting(pair[0])]
    for name, answer in answers[EXERCISES.index(exercise) % EVERY :: EVERY]:
        survives(exercise, name, answer, capsys)


@pytest.mark.slow
@pytest.mark.needs_keras(*KERAS)
@by_name
def test_all_hostile_answers(exercise, capsys):
    for name, answer in all_answers():
        survives(exercise, name, answer, capsys)


@pytest.mark.slow
def test_ten_thousand_random_answers(capsys):
    source = random.Random(1)
    exercises = [each for each in EXERCISES if is_complete() or each.name not in KERAS]
    for number in range(10_000):
        exercise = source.choice(exercises)
        answer = [seeded_answer(source) for _ in range(source.choice([1, 1, 1, 2, 3, 4]))]
        survives(exercise, f"{number} {exercise.name}", answer, capsys)


@pytest.mark.parametrize("name", ["never_ends", "never_ends_and_catches", "endless error"])
def test_what_would_last_is_stopped(name, capsys):
    """That it returns at all is what is tested: no clock of this machine's is asked."""
    said = survives(lesson1.weighted_sum, name, (FUNCTIONS[name],), capsys)
    if name != "endless error":  # which ends, but cannot say what it is
        assert "takes longer than a second. Is there a loop that never ends?" in said


def test_guesses(capsys):
    before = state()
    for name, value in VALUES.items():
        if not is_lasting(name):
            compare_guess(value, 0.5)
            compare_guess(0.5, value)
            assert state() == before, name
    assert capsys.readouterr().out.count("You guessed") > 0


def test_time_that_an_import_takes_is_not_counted(tmp_path, monkeypatch):
    module = tmp_path / "takes_long.py"
    module.write_text(
        "from time import perf_counter\n"
        f"end = perf_counter() + {1.2 * sandbox.LONGEST}\n"
        "while perf_counter() < end:\n    pass\n"
        "value = 1.0\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)

    def imports():
        return importlib.import_module("takes_long").value

    assert sandbox.call(imports) == (1.0, None)


def test_time_without_a_turn_hardly_counts_but_who_sleeps_for_ever_is_stopped():
    def has_to_wait():
        time.sleep(0.15)
        return 1.0

    def never_wakes():
        while True:
            time.sleep(0.01)

    assert sandbox.call(has_to_wait, clock=sandbox.Clock(0.1)) == (1.0, None)
    _, failure = sandbox.call(never_wakes, clock=sandbox.Clock(0.1))
    assert failure.kind is sandbox.TookTooLong


def test_the_stop_button_gets_through():
    before = state()
    with pytest.raises(KeyboardInterrupt):
        lesson1.weighted_sum.check(interrupted)
    assert state() == before


def interrupted(inputs, weights):
    np.seterr(all="raise")
    raise KeyboardInterrupt


def test_what_a_function_prints_is_printed_up_to_a_limit(capsys):
    def talks(inputs, weights):
        print("inputs:", inputs)
        return inputs @ weights

    lesson1.weighted_sum.check(talks)
    assert "inputs: [1. 0. 1.]\n" in capsys.readouterr().out
    lesson1.weighted_sum.check(FUNCTIONS["prints_much"])
    said = capsys.readouterr().out
    assert "(and 9,980 more lines that your function printed)" in said
    assert len(said.splitlines()) < 60


def test_a_mistake_of_ours_stops_no_notebook(capsys):
    given = {"code": "", "because": "", "hints": [], "judged_by": lambda answer: 1 / 0}
    Exercise(name="lesson0.broken", **given).check(1)
    said = " ".join(capsys.readouterr().out.split())
    assert "the course's fault and not yours (ZeroDivisionError)" in said


def test_nothing_passed_is_told_so(capsys):
    lesson1.slope.check()
    assert capsys.readouterr().out == f"{engine.NOTHING}\n"


def test_every_wrong_shape_reaches_its_own_words():
    right = hand_judges._SHAPES
    for name, mistakes in hand_judges._SHAPE_MISTAKES.items():
        for shape, words in mistakes.items():
            verdict = lesson2.shapes.judge(tuple((right | {name: shape}).values()))
            assert verdict.message.startswith(f"{name}: {shape} {words}")


def test_the_words_of_every_advice_can_be_filled_in():
    for said in advice.ADVICE.values():
        assert said.format(words="").strip()


def test_the_line_that_stopped_tells_slips_apart(capsys):
    def looks_up(inputs, weights):
        found = {"sum": inputs @ weights}
        return found["total"]

    def decides(inputs, weights):
        if inputs > 0.5:
            return 1.0
        return 0.0

    def takes_the_largest(inputs, weights):
        return max(np.array([inputs, weights]))

    said = {}
    for function in (looks_up, decides, takes_the_largest):
        lesson1.weighted_sum.check(function)
        said[function] = " ".join(capsys.readouterr().out.split())
    assert """weights = [2, -1, 0.5]. The line: return found["total"]""" in said[looks_up]
    assert "KeyError: 'total'. It was tried with inputs = [1, 0, 1]," in said[looks_up]
    assert "a single yes or no" in said[decides]
    assert "max" not in said[decides]
    assert "table.max(axis=0)" in said[takes_the_largest]
    assert "yes or no" not in said[takes_the_largest]


@by_name
def test_what_is_printed_breaks_between_words(exercise, capsys):
    for _ in exercise.hints:
        exercise.hint()
    exercise.check(None)
    exercise.solution()
    said = capsys.readouterr().out
    assert exercise.code in said
    lines = said.replace(exercise.code, "").splitlines()
    assert max(len(line) for line in lines if " " in line.strip()) <= engine.WIDTH
