"""No argument, however strange, brings anything but the right result or a sentence of our own.

One table of public functions with good arguments (``doors``), one of strange values
(``hostile_values``): Hypothesis puts one or two of the latter into the former.
"""

import copy
import inspect
import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from nnlib import storage
from nnlib.backpropagation import Backpropagation
from nnlib.problems import gates, lines, neuron, playground, scores, side_by_side
from nnlib.problems.own_table import ANSWERS
from nnlib.problems.playground import Inputs, Layers
from nnlib.problems.settings import Choice, Choices, Number, Switch, Table
from tests.conftest import OWN_FOLDER
from tests.doors import DOORS, MODULES, NO_DOORS, WITHOUT_ARGUMENTS, public_names, single
from tests.hostile_values import DISGUISES, DRAWN, STRANGE, like
from tests.survival import survives

pytestmark = pytest.mark.usefixtures("own_folder")
TAKES_LONG = {"epochs", "repeats"}  # of which a large number is a wish that takes its time
MANY = 1000
PLAIN = str | bool | int | bytes | Path | None
FINITE = {"metrics", "scaling", "datasets", "clouds", "baselines"}
BY_MODULE = {}
for each in DOORS:
    BY_MODULE.setdefault(each.partition(".")[0], []).append(each)
SHORT, LONG = 400, 10_000  # examples of all modules together


def fuzzed(examples):
    """Return the settings of a test by Hypothesis: the same examples in every run."""
    return settings(
        max_examples=max(1, examples),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def made(door):
    """Return a door's call and arguments, in the folder of the test, which is emptied."""
    assert Path.cwd().name == OWN_FOLDER
    for path in Path().iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return DOORS[door]()


def is_a_long_wish(name, value):
    is_large = type(value) in (int, np.int64) and value > MANY
    return name in TAKES_LONG and is_large


# The whole public surface


def test_the_table_holds_every_public_name_and_no_other():
    here = {each.partition(",")[0].partition(" ")[0] for each in DOORS}
    known = here | WITHOUT_ARGUMENTS | set().union(*NO_DOORS.values())
    assert known == {name for module in MODULES for name in public_names(module)}


@pytest.mark.parametrize("door", [each for each in DOORS if " " not in each])
def test_every_argument_of_a_door_is_tried(door):
    call, arguments = made(door)
    parameters = inspect.signature(call).parameters.values()
    if all(each.kind is not each.VAR_KEYWORD for each in parameters):
        assert set(arguments) == {each.name for each in parameters}


@pytest.mark.parametrize("door", [each for each in DOORS if each != "shown.shown"])
def test_the_same_in_another_form_brings_the_same(door):
    call, arguments = made(door)
    expected = call(**arguments)
    for name, value in arguments.items():
        for disguise in DISGUISES.get(type(value), ()):
            try:
                disguised = disguise(copy.deepcopy(value))
            except (OverflowError, TypeError, ValueError, IndexError):
                continue  # a value that has no such form
            call, again = made(door)
            result, refusal = survives(call, again | {name: disguised}, [name])
            if refusal is None:
                assert is_same(result, expected), (name, disguised)


def is_same(result, expected):
    """Return whether two results hold the same; of a function or a widget only the type counts."""
    if isinstance(expected, np.ndarray | float):
        return np.allclose(result, expected, rtol=1e-9, atol=1e-12, equal_nan=True)
    if isinstance(expected, tuple | list):
        pairs = zip(result, expected, strict=True)
        return all(is_same(one, other) for one, other in pairs)
    if type(result) is not type(expected):
        return False
    if isinstance(expected, dict):
        return result.keys() == expected.keys() and all(
            is_same(result[key], each) for key, each in expected.items()
        )
    if isinstance(expected, np.random.Generator):
        return is_same(result.bit_generator.state, expected.bit_generator.state)
    if isinstance(expected, Figure):
        return is_same(result.axes, expected.axes)
    if isinstance(expected, Axes):
        return is_same(drawn(result), drawn(expected))
    if type(expected).__module__.startswith("nnlib."):
        return is_same(state(result), state(expected))
    return not isinstance(expected, PLAIN) or result == expected


def state(result):
    """Return what an object of ours holds, but for times and for arrays that wait to be filled."""
    kept = vars(result)
    if isinstance(result, Backpropagation):
        return {name: kept[name] for name in ("network", "inputs", "targets", "loss")}
    return {name: each for name, each in kept.items() if name != "seconds"}


def drawn(axes):
    """Return what is to be seen in axes: lines, points, images and texts."""
    return [
        [line.get_xydata() for line in axes.lines],
        [np.asarray(points.get_offsets()) for points in axes.collections],
        [np.asarray(image.get_array()) for image in axes.images],
        [text.get_text() for text in axes.findobj(Text)],
    ]


@st.composite
def replacements(draw, doors):
    """Return a door, and by the name of one or two of its arguments what comes in their place."""
    door = draw(st.sampled_from(doors))
    arguments = made(door)[1]
    names = st.sampled_from(sorted(arguments))
    chosen = draw(st.lists(names, min_size=1, max_size=2, unique=True))
    strange = st.sampled_from(sorted(STRANGE)).map(Named)
    return door, {name: draw(strange | DRAWN | like(arguments[name])) for name in chosen}


class Named(str):
    """The name of a strange value."""


def try_strange_values(module, examples):
    """Try so many examples on the doors of a module, and return how many of them were refused."""
    counts = [0, 0]

    @fuzzed(examples)
    @given(replacements(BY_MODULE[module]))
    def every(replacement):
        door, values = replacement
        call, arguments = made(door)
        for name, value in values.items():
            value = STRANGE[value]() if isinstance(value, Named) else value
            if not is_a_long_wish(name, value):
                arguments[name] = value
        result, refusal = survives(call, arguments, list(values))
        counts[refusal is not None] += 1
        if refusal is None and module in FINITE:
            assert is_finite(result), f"{result!r} came of it"

    every()
    return counts


def is_finite(result):
    if isinstance(result, tuple | list):
        return all(map(is_finite, result))
    return not isinstance(result, float | np.ndarray) or bool(np.isfinite(result).all())


def share(module, examples):
    return math.ceil(examples * len(BY_MODULE[module]) / len(DOORS))


@pytest.mark.parametrize("module", BY_MODULE)
def test_strange_values_bring_the_right_result_or_a_sentence(module):
    try_strange_values(module, share(module, SHORT))


@pytest.mark.slow
@pytest.mark.parametrize("module", BY_MODULE)
def test_ten_thousand_strange_values(module):
    taken, refused = try_strange_values(module, share(module, LONG))
    print(f"{module}: {taken + refused:,} tried, {taken:,} taken, {refused:,} refused")


# Saved files that something has happened to


@st.composite
def damage(draw):
    """Return a function that damages some bytes."""
    kind = draw(st.sampled_from(["cut", "change", "insert", "repeat", "replace"]))
    place, size = draw(st.floats(0, 1)), draw(st.integers(1, 30))
    other = draw(
        st.binary(min_size=1, max_size=30)
        | st.sampled_from([b"\n", b"nan", b"1e999", b",", b"#", b"version 9"])
    )

    def damaged(content):
        start = int(place * len(content))
        head, tail = content[:start], content[start:]
        return {
            "cut": head,
            "change": head + other + tail[len(other) :],
            "insert": head + other + tail,
            "repeat": head + tail[:size] + tail,
            "replace": other,
        }[kind]

    return damaged


READERS = {
    "loss.csv": lambda network: storage.load_loss_csv("loss.csv"),
    "weights.npz": lambda network: storage.load_weights(network, "weights.npz"),
    "text/weightsLayer1.txt": lambda network: storage.load_weights_text(network, "text"),
    "text/biasesLayer2.txt": lambda network: storage.load_weights_text(network, "text"),
}


def try_damaged_files(examples):
    saved = single()
    Path("text").mkdir()
    storage.save_loss_csv("loss.csv", [0.5, 0.25, 0.125])
    storage.save_weights(saved, "weights.npz")
    storage.save_weights_text(saved, "text")
    whole = {name: Path(name).read_bytes() for name in READERS}

    @fuzzed(examples)
    @given(st.sampled_from(sorted(READERS)), damage())
    def every(name, damaged):
        network = single()
        network.parameters[...] = 7.0
        Path(name).write_bytes(damaged(whole[name]))
        try:
            survives(READERS[name], {"network": network}, ["path", "folder"])
        finally:
            Path(name).write_bytes(whole[name])

    every()


def test_damaged_files_are_read_or_refused():
    try_damaged_files(100)


@pytest.mark.slow
def test_a_thousand_damaged_files():
    try_damaged_files(1000)


# The line that brings settings back


def values_of(setting):
    """Return a strategy for what a setting can be."""
    if isinstance(setting, Number):
        kind = st.integers if isinstance(setting.low, int) else st.floats
        return kind(setting.low, setting.high)
    if isinstance(setting, Choice):
        return st.sampled_from(setting.names)
    if isinstance(setting, Switch):
        return st.booleans()
    if isinstance(setting, Inputs):
        return st.just(setting.default) | st.just(("x", "yy", "sinx"))
    if isinstance(setting, Layers):
        return st.lists(st.integers(1, 8), max_size=4).map(tuple)
    if isinstance(setting, Choices):
        is_reading = setting.words == "reading"
        names = st.sampled_from(list(ANSWERS)) if is_reading else st.text(min_size=1)
        return st.lists(names, max_size=3, unique=True).flatmap(
            lambda names: st.fixed_dictionaries(
                {name: st.sampled_from(setting.of_each(name)) for name in names}
            ).filter(lambda value: list(value.values()).count("target") < 2)
        )
    assert isinstance(setting, Table)
    if setting.words == "own table":
        return st.just(setting.default) | st.just("a b,ü;= #\n1,2\n3,4")
    cell = st.floats(-100, 100).map(repr)
    row = st.tuples(cell, cell, st.sampled_from(["0", "1", "0.25"])).map(", ".join)
    return st.lists(row, min_size=2, max_size=5).map("\n".join)


PROBLEMS = [each.PROBLEM for each in (gates, lines, neuron, playground, scores, side_by_side)]
ANY_SETTINGS = st.sampled_from(PROBLEMS).flatmap(
    lambda problem: st.tuples(
        st.just(problem),
        st.fixed_dictionaries({name: values_of(each) for name, each in problem.settings.items()}),
    )
)


@fuzzed(200)
@given(ANY_SETTINGS)
def test_a_line_of_settings_brings_back_what_was_written(drawn):
    problem, values = drawn
    line = problem.write(values)
    again = problem.read(line)
    assert problem.write(again) == line
    assert line.startswith(f"{problem.name}:1")
    for name, setting in problem.settings.items():
        if setting.used(values) and not isinstance(setting, Table):
            assert again[name] == values[name]


@fuzzed(200)
@given(
    st.sampled_from(PROBLEMS),
    st.sampled_from([*playground.PROBLEM.settings, "layer", "", "gates:1", "gates:2"]),
    st.sampled_from(["=", "==", " ", ""]),
    st.text(max_size=30) | st.floats().map(repr) | st.integers().map(str),
)
def test_any_other_line_is_read_or_refused_in_a_sentence(problem, name, between, value):
    known = ["setting", "line", name.partition(":")[0] or "setting"]
    survives(problem.read, {"line": f"{name}{between}{value}"}, known)
