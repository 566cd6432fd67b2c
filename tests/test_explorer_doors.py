"""Explorers made with strange values: they stand, or a sentence says why not."""

import inspect

import pytest
from ipywidgets import Text, Textarea

from nnlib import datasets
from nnlib.explorers.by_hand import NeuronByHand
from nnlib.explorers.controls import with_all_parts
from nnlib.explorers.digits import DigitExplorer
from nnlib.explorers.downhill import WalkDownhill
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.hours import HoursByHand
from nnlib.explorers.lines import LinesByHand
from nnlib.explorers.microscope import MicroscopeExplorer
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.explorers.product import RowTimesColumn
from nnlib.explorers.scores import ScoreExplorer
from nnlib.network import Dense, Network
from tests.hostile_values import STRANGE

NEURON = Network([Dense(2, 1, "sigmoid")], rng=1)
GOOD = {"network": NEURON, "dataset": datasets.xor(), "epochs": 3,
        "left": [[1, 0]], "right": [[2], [3]]}  # fmt: skip
EXPLORERS = (
    NeuronExplorer, NeuronByHand, GateExplorer, ScoreExplorer, Playground, MicroscopeExplorer,
    DigitExplorer, HoursByHand, LinesByHand, WalkDownhill, RowTimesColumn,
)  # fmt: skip
EACH = [
    (explorer, name) for explorer in EXPLORERS for name in inspect.signature(explorer).parameters
]
SOME = 30  # of the strange values, one in so many


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_what_is_typed_arrives_before_the_press_of_a_button(explorer):
    """ipywidgets hold back what is told letter by letter while the kernel is busy; no press."""
    arguments = inspect.signature(explorer).parameters
    made = explorer(**{name: GOOD[name] for name in arguments if name in GOOD})
    texts = [each for each in with_all_parts(made._box) if isinstance(each, (Text, Textarea))]
    assert not any(each.continuous_update for each in texts)
    made.close()


@pytest.mark.parametrize(("explorer", "name"), EACH)
@pytest.mark.parametrize(
    "values",
    [
        pytest.param(list(STRANGE.items())[::SOME], id="some"),
        pytest.param(list(STRANGE.items()), id="all", marks=pytest.mark.slow),
    ],
)
def test_an_explorer_is_whole_or_a_sentence_says_why_not(explorer, name, values):
    good = {each: GOOD[each] for each in inspect.signature(explorer).parameters if each in GOOD}
    for what, make in values:
        try:
            made = explorer(**good | {name: make()})
        except (ValueError, TypeError) as error:
            said = str(error).replace("_", " ")
            # Of two arguments that do not fit together, it names the parts.
            assert name.replace("_", " ").rstrip("s") in said or "layer gives" in said, what
            assert len(said) <= 300
        else:
            made.close()
