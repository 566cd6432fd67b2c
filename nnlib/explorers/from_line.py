"""An explorer by its line of settings alone, as it stands in an address of the course's site."""

from urllib.parse import unquote

from nnlib.explorers.by_hand import NeuronByHand
from nnlib.explorers.digits import DigitExplorer
from nnlib.explorers.downhill import WalkDownhill
from nnlib.explorers.gate import GateExplorer
from nnlib.explorers.hours import HoursByHand
from nnlib.explorers.lines import LinesByHand
from nnlib.explorers.neuron import NeuronExplorer
from nnlib.explorers.playground import Playground
from nnlib.explorers.scores import ScoreExplorer
from nnlib.explorers.side_by_side import KerasExplorer
from nnlib.shown import shown

KINDS = (
    *(NeuronByHand, LinesByHand, WalkDownhill, NeuronExplorer, GateExplorer, Playground),
    *(HoursByHand, ScoreExplorer, KerasExplorer, DigitExplorer),
)
EXPLORERS = {each.problem.name: each for each in KINDS}


def explorer_of(quoted):
    """Return the explorer that a line of settings is for; where there is none, print why.

    Parameters
    ----------
    quoted : str
        The line, quoted as in an address. It is read and never evaluated.
    """
    line = unquote(quoted)
    name = line.partition(":")[0].strip()
    if name not in EXPLORERS:
        print(
            f"No explorer has the line {shown(line)}: it must begin with one of "
            f"{', '.join(EXPLORERS)} and a colon, such as gates:1."
        )
        return None
    try:
        return EXPLORERS[name](settings=line)
    except (ValueError, ImportError) as problem:
        print(f"The line {shown(line)} cannot be read: {problem}")
        return None
