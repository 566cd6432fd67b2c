"""Settings are said once: what is made from them agrees, and a new choice is one line."""

import re
from functools import partial

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from scipy import special

from nnlib import datasets
from nnlib.activations import ACTIVATIONS, Activation, Written
from nnlib.explorers.base import Explorer
from nnlib.explorers.by_hand import NeuronByHand
from nnlib.explorers.digits import DigitExplorer
from nnlib.explorers.downhill import WalkDownhill
from nnlib.explorers.frame import Part
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.hours import HoursByHand
from nnlib.explorers.lines import LinesByHand
from nnlib.explorers.microscope import MicroscopeExplorer
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.explorers.scores import ScoreExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.losses import LOSSES, Loss
from nnlib.losses import Written as LossWritten
from nnlib.network import Dense, Network
from nnlib.optimizers import GradientDescent
from nnlib.problems import lists
from nnlib.problems.problem import Problem, SetUp
from nnlib.problems.settings import Choice, Number, of_every_training

EXPLORERS = [
    NeuronExplorer, NeuronByHand, GateExplorer, ScoreExplorer, Playground, KerasExplorer,
    DigitExplorer, HoursByHand, LinesByHand, WalkDownhill,
]  # fmt: skip
PAIRS = [
    pytest.param(explorer, name, id=f"{explorer.__name__}-{name}")
    for explorer in EXPLORERS
    for name, setting in explorer.problem.settings.items()
    if isinstance(setting, Number)
]


@pytest.fixture(scope="module")
def made():
    explorers = {each: each() for each in EXPLORERS if each is not KerasExplorer}
    yield explorers
    for each in explorers.values():
        each.close()


@pytest.fixture(scope="module")
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_shift_tab_shows_names_defaults_and_meaning(explorer, shell):
    shell.user_ns["it"] = explorer
    shown = re.sub(r"\x1b\[[0-9;]*m", "", shell.object_inspect_text("it"))
    told = " ".join(shown.split())
    for name, setting in explorer.problem.settings.items():
        assert f"\n    {name}={setting.default!r},\n" in shown
        assert f"\n{name} : {setting.in_words()}\n" in shown
        assert f"{setting.meaning[1:]}." in told


@pytest.mark.parametrize(("explorer", "name"), PAIRS)
def test_a_limit_is_the_same_wherever_it_is_said(explorer, name, made):
    setting = explorer.problem.settings[name]
    for beyond in (setting.low - 1, setting.high + 1):
        with pytest.raises(ValueError, match=f"{name} must be a"):
            explorer(**{name: beyond})
        with pytest.raises(ValueError, match=f"setting {name} must be a"):
            explorer.problem.read(f"{name}={beyond!r}")
        if explorer in made:
            with pytest.raises(ValueError, match=r"must be a"):
                made[explorer].controls[name].value = beyond
    if explorer in made:
        assert setting.meaning in made[explorer].controls[name].tooltip


@pytest.mark.parametrize("explorer", [NeuronExplorer, GateExplorer, ScoreExplorer, Playground])
def test_a_line_hands_an_explorer_on(explorer):
    problem = explorer.problem
    chosen = {"epochs": 7, "start": 3}
    for name, setting in problem.settings.items():
        if isinstance(setting, Choice) and name not in ("loss", "data"):
            chosen[name] = setting.names[-1]
    first = explorer(**chosen)
    first.train()
    for again in (explorer(settings=first.settings), explorer()):
        again.settings = first.settings
        again.reset()
        again.train()
        assert again.settings == first.settings
        assert again.history.loss == first.history.loss


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("playground:1 layers=3", "this line is for 'playground', not for 'gates': paste it there"),
        ("gates:2 hidden=3", "the line is of version '2', and this course reads version 1"),
        ("gates: hidden=3", "the line is of version '', and this course reads version 1"),
        ("hidden=three", "setting hidden must be a whole number from 1 to 16; got 'three'"),
        ("gates:1 hidden=3 gates:1", "'gates:1' is not a setting: write name=value, such as gate="),
    ],
)
def test_a_line_of_something_else_is_refused_and_changes_nothing(line, said):
    explorer = GateExplorer(hidden=4)
    with pytest.raises(ValueError, match=said):
        GateExplorer(settings=line)
    with pytest.raises(ValueError, match=said):
        explorer.settings = line
    explorer.controls["settings"].value = line
    assert said in explorer._status.value.replace("&#x27;", "'")
    assert explorer.settings == "gates:1 hidden=4"


def test_a_line_without_its_head_is_read():
    assert GateExplorer(settings="gate=eleven_lines_XOR hidden=4", hidden=5).settings == (
        "gates:1 gate=eleven_lines_XOR hidden=5"
    )


def test_an_argument_that_does_not_exist_is_named():
    with pytest.raises(TypeError, match="there is no setting hiden, but gate, hidden, act"):
        GateExplorer(hiden=3)
    with pytest.raises(TypeError, match="too many positional"):
        GateExplorer("XOR", 3)


def test_own_tables_come_along_whatever_their_names_are():
    table = "größe (m); 100% #1; z=\n1,5; 2; 3\n4; 5; 6\n7; 8; 9"
    first = ScoreExplorer("own table", own_table=table.replace("1,5", "1.5"))
    again = ScoreExplorer(settings=first.settings)
    assert again.controls["own_table"].value == first.controls["own_table"].value
    assert "größe (m)" in again.controls["own_table"].value
    assert len(first.settings.split()) == 3


def test_a_new_feature_is_one_line(monkeypatch):
    cubed = lists.Feature("x³", "x ** 3", lambda x, y: x**3)
    monkeypatch.setitem(lists.FEATURES, "xxx", cubed)
    playground = Playground("inputs=x,xxx layers=none epochs=3")
    assert playground.controls["input_xxx"].value
    assert playground.controls["input_xxx"].description == "x³"
    assert "x ** 3" in playground.numpy_code()
    assert set(playground.settings.split()) >= {"inputs=x,xxx", "layers=none"}


def test_a_new_optimizer_is_one_line(monkeypatch):
    heavy = lists.Optimizer("heavy ball", partial(GradientDescent, 0.99))
    monkeypatch.setitem(lists.OPTIMIZERS, "heavy", heavy)
    playground = Playground("optimizer=heavy epochs=3")
    playground.train()
    assert ("heavy", "heavy") in playground.controls["optimizer"].options
    assert playground._training._optimizer.momentum == 0.99
    assert "heavy ball" in KerasExplorer.problem.settings["optimizer"].names


def test_a_new_activation_is_one_line(monkeypatch):
    softplus = Activation(
        "softplus", special.log1p, lambda outputs, out=None: np.exp(-outputs), 0, np.inf,
        Written("ln(1 + s)", "np.log1p(z)", "1 / eᵒ", "np.exp(-outputs)"),
    )  # fmt: skip
    monkeypatch.setitem(ACTIVATIONS, "softplus", softplus)
    for explorer in (Playground(), GateExplorer()):
        names = [name for _, name in explorer.controls["activation"].options]
        assert names[-1] == "softplus"
    network = Network([Dense(2, 1, "softplus", weights=[[1.0], [2.0]])])
    microscope = MicroscopeExplorer(network, GateExplorer.problem.set_up(
        GateExplorer.problem.values()).examples)  # fmt: skip
    for _ in range(2):
        microscope.next()
    assert "ln(1 + s)" in microscope._status.value


def test_a_new_loss_is_one_line(monkeypatch):
    absolute = Loss(
        "sum_of_fourth_powers",
        lambda outputs, targets: float(((outputs - targets) ** 4).sum()),
        lambda outputs, targets, out=None: np.multiply((outputs - targets) ** 3, 4, out=out),
        LossWritten("Σ (t - o)⁴", "(errors**4).sum()", "4 (o - t)³", "4 * (outputs - targets) ** 3",
                    "four times the cube of output minus target"),
    )  # fmt: skip
    monkeypatch.setitem(LOSSES, absolute.name, absolute)
    explorer = GateExplorer("AND", loss=absolute.name, epochs=200)
    explorer.train()
    assert explorer.history.loss[-1] < explorer.history.loss[0]
    assert explorer.settings == "gates:1 gate=AND loss=sum_of_fourth_powers epochs=200"


def test_a_state_has_a_name():
    explorer = NeuronExplorer("own table", epochs=5)
    seen = [explorer.state.name]
    explorer.train()
    seen.append(explorer.state.name)
    explorer.controls["replay"].value = 2
    seen.append(explorer.state.name)
    explorer.controls["own_table"].value = "x"
    seen.append(explorer.state.name)
    explorer.close()
    seen.append(explorer.state.name)
    assert seen == ["START", "PAUSED", "PAST", "CANNOT_TRAIN", "CLOSED"]


# An explorer of one's own


class Losses(Part):
    """Writes down of which epoch the loss is shown."""

    def __init__(self):
        self.seen = []

    def show(self, frame):
        """Note the epoch."""
        self.seen.append(frame.epoch)
        assert frame.network.parameters.size == 9


def small(settings=None, first="data", docstring="A small network."):
    """Return an explorer that is declared here."""

    def set_up(values):
        layers = [Dense(2, 2, "tanh"), Dense(2, 1, "sigmoid")]
        return SetUp(Network(layers, rng=values["start"]), datasets.xor(), {})

    own = {"data": Choice("XOR", ["XOR"], "data", "the data")}
    settings = own | of_every_training(20, 0.5) if settings is None else settings
    declared = {
        "__doc__": docstring,
        "problem": Problem("small", settings, set_up, first),
        "subject": lambda self, values: values["data"],
        "pictures": lambda self, frame: [],
    }
    return type("Small", (Explorer,), declared)


def test_the_least_that_is_declared_runs():
    part = Losses()
    explorer = small()(parts=[part])
    explorer.train(5)
    explorer.controls["replay"].value = 2
    assert part.seen[0] == 0
    assert part.seen[-2:] == [5, 2]
    assert explorer._picture.value.count("<svg") == 1
    assert explorer.figure().axes
    assert explorer.summary().startswith("XOR: 5 epochs, loss 0.")
    assert explorer.settings == "small:1"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"docstring": None}, "Small has no docstring, to which its settings would be added"),
        ({"first": "dat"}, "Small is to begin with 'dat', which is no setting"),
        ({"settings": {}}, "Small lacks the setting epochs: add those of of_every_training"),
        (
            {"settings": of_every_training(1, 1.0) | {"row": Number(1, 1, 2, "row")}},
            "Small has a setting row, which all explorers have: rename it",
        ),
    ],
)
def test_a_declaration_that_lacks_something_is_told_when_it_is_made(how, said):
    with pytest.raises(TypeError, match=said):
        small(**how)


def test_a_number_is_whole_or_not():
    with pytest.raises(ValueError, match=r"noise: default, low and high must be all whole"):
        Number(0.3, 0, 2, "noise")


def test_what_has_been_added_meanwhile_is_not_half_applied(monkeypatch):
    playground = Playground("data=moons")
    playground.train(3)
    heavy = lists.Optimizer("heavy ball", partial(GradientDescent, 0.99))
    monkeypatch.setitem(lists.OPTIMIZERS, "heavy", heavy)
    with pytest.raises(ValueError, match="optimizer 'heavy' is not offered here"):
        playground.settings = "data=spiral optimizer=heavy"
    playground.controls["settings"].value = "data=spiral optimizer=heavy"
    assert "make the explorer anew" in playground._status.value
    assert playground.settings == "playground:1 data=moons"
    assert playground.history.epochs == 3


def test_what_cannot_be_trained_or_is_closed_says_so():
    explorer = NeuronExplorer("own table", own_table="x")
    with pytest.raises(ValueError, match="holds a heading alone"):
        explorer.frame()
    explorer.close()
    with pytest.raises(ValueError, match="is closed: make it anew"):
        explorer.train()


def test_a_line_is_written_when_something_is_set_and_not_in_every_frame(monkeypatch):
    explorer = NeuronExplorer("own table")
    written = []
    write = Problem.write
    monkeypatch.setattr(Problem, "write", lambda *given: written.append(1) or write(*given))
    for _ in range(5):
        explorer._draw()
    assert written == []
    explorer.controls["epochs"].value = 7
    assert explorer.controls["settings"].value == "neuron:1 data=own_table epochs=7"
    assert len(written) == 1
