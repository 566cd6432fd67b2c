"""A single neuron whose weights are moved by hand: lesson 1's first control.

Lines that are moved by hand, lesson 2's first control, can be had from here as well.
"""

from functools import partial

import ipyevents
import numpy as np

from nnlib.activations import SIGMOID
from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown
from nnlib.explorers.lines import LinesByHand as LinesByHand
from nnlib.explorers.moved import MovedByHand
from nnlib.explorers.tasks import OwnTask
from nnlib.explorers.weights import Weights
from nnlib.metrics import TOLERANCE, is_within
from nnlib.pictures import neuron
from nnlib.pictures.scene import on_page
from nnlib.pictures.theme import signed
from nnlib.problems import by_hand

LEAST_PULL = 0.01
WIDEST = 480  # pixels of a picture
OF_BIAS = {
    True: "Now with a bias: its slider comes after those of the weights. ",
    False: "Now without a bias. ",
}


class NeuronByHand(MovedByHand):
    """A sigmoid neuron whose weights you move by hand, and rows that turn right or wrong.

    A row is right where the output is within 0.1 of its target. ``Let it learn`` moves the sliders
    as training does, from where they stand; a dotted ring stays where they stood. A move of a
    slider takes over from there. ``Reset`` puts the weights back to what they were at first.

    Examples
    --------
    ::

        neuron = NeuronByHand("cycling", weight_1=4.0, weight_2=-5.0, with_bias=False)
        neuron.controls["weight_3"].value = -1.0
        neuron.right()
    """

    problem = by_hand.PROBLEM
    called = "One neuron, weights by hand"
    set_by_hand = by_hand.NUMBERS
    shows_loss = trains_anew = False

    def __init__(self, *given, **by_name):
        self._weights = Weights(self)
        self._table = widgets.HTML()
        self._had_bias, self._of_bias = None, ""
        super().__init__(*given, parts=[self._weights], own_task=AllRows(), **by_name)
        click = ipyevents.Event(source=self._table, watched_events=["click"])
        click.on_dom_event(lambda event: self._runner.enter(partial(self._choose_row, event)))
        self._events.append(click)

    @property
    def is_done(self):
        """Whether the task has been reached by hand, with the data and the bias as they are.

        Where tasks of a lesson were given, whether all of them have been.
        """
        self.settled()
        return self._tasks.are_done

    def right(self):
        """Return how many rows are right now."""
        return _right(self.settled())

    def subject(self, values):
        """Return the name of the data."""
        return values["data"]

    def result(self, frame):
        """Return the weights, and how many rows are right."""
        weights = ", ".join(
            f"{name.replace('_', ' ')} {signed(value)}"
            for name, value in by_hand.numbers_of(frame.network).items()
        )
        return f"{weights}: {_right(frame)} of {len(frame.made.examples.inputs)} rows are right"

    def so_far(self, frame):
        """Return the result; before the neuron has learned, no epochs."""
        if not frame.epoch:
            return self.result(frame)
        said = super().so_far(frame)
        first, before = frame.history.checkpoints[0]
        if first == 0 and (frame.network.parameters == before).all() and _pull(frame) > LEAST_PULL:
            said += ". No weight has moved: the rows pull to both sides alike"
        return said

    def begun(self, frame):
        """Note where the weights stand, and whether a bias has come or gone."""
        super().begun(frame)
        had, self._had_bias = self._had_bias, frame.values["with_bias"]
        self._of_bias = OF_BIAS[self._had_bias] if had not in (None, self._had_bias) else ""

    def at_the_start(self, frame):
        """Return what to do, and after a move all outputs: a screen reader reads them aloud."""
        return self._of_bias + self._of_weights(frame)

    def _of_weights(self, frame):
        if all(frame.values[name] == value for name, value in self._at_first.items()):
            return "At the start. Move a weight: which rows turn right, and which turn wrong?"
        outputs = frame.network.predict(frame.made.examples.inputs)[:, 0].tolist()
        said = ", ".join(f"{output:.2f}" for output in outputs)
        return f"Your weights give the outputs {said}. Let it learn goes on from them."

    def at_a_row(self, frame):
        """Return what the neuron makes of the row."""
        return neuron.in_words(frame.network, frame.row)

    def stuck(self, remark):
        """Return what to do with weights that put the sums far out on the sigmoid."""
        frame = self.frame(present=True)
        if _right(frame) >= _most_right(frame):
            return (
                "More rows than these need a bias: lesson 1 comes to it, and its switch is under "
                "More."
            )
        return (
            "It hardly learns from here: where the sigmoid is flat, a weight changes next to "
            "nothing. Move the weights nearer to 0, and let it learn again."
        )

    def pictures(self, frame):
        """Return the neuron at the chosen row, and all rows."""
        network, examples = frame.network, frame.made.examples
        return [
            neuron.neuron_at_row(network, examples.input_names, frame.row),
            neuron.rows_right(examples, network.predict(examples.inputs), frame.at),
        ]

    def columns(self, scenes):
        """Return the neuron, and beside it the rows."""
        return [[scene] for scene in scenes]

    def arranged(self, steering, controls):
        """Return what the hand does, and below that the learning."""
        fold = controls.pop("fold")
        return [self.body(controls), *steering, fold]

    def body(self, controls):
        """Return weights, neuron and rows beside each other, or below each other."""
        row = controls.pop("row")
        parts = [
            look.at("data", look.column(controls.values())),
            look.at("network", self._picture),
            look.at("weights", self._weights.column),
            look.at("rows", look.column([self._table, row])),
        ]
        return look.body(parts, look.BY_HAND)

    def buttons(self):
        """Return what the buttons do."""
        return {
            "Let it learn": (self._press_train, "training moves your sliders, from where they are"),
            "Pause": (self._press_pause, "stop here; Let it learn goes on from here"),
            "Reset": (self.reset, "put the weights back to what they were at first"),
        }

    def beside_buttons(self):
        """Return the pace."""
        return [shown(self.controls["pace"])]

    def seen(self):
        """Return the widgets that hold the pictures."""
        return [self._picture, self._table]

    def _put_into_page(self, scenes):
        self._picture.value, self._table.value = (on_page(each, WIDEST) for each in scenes)

    def _choose_row(self, event):
        rows = len(self.frame().made.examples.inputs)
        place = neuron.row_at(event["relativeY"] / event["boundingRectHeight"], rows)
        if place is not None:
            self.controls["row"].value = place + 1


class AllRows(OwnTask):
    """The task where no other was given: all rows right, or as many as can be."""

    def __init__(self):
        super().__init__("data", "with_bias")

    def show(self, frame):
        """Show how far one is."""
        rows, right = len(frame.made.examples.inputs), _right(frame)
        most = _most_right(frame)
        is_reached = right >= most
        now = look.chip(f"{right} of {rows} right", is_reached)
        task = _task(most, rows, is_reached)
        self.tell(task, now, is_reached, not frame.history.epochs)


def _task(most, rows, is_reached):
    if most == rows:
        return f"Make all {rows} rows right: every output within {TOLERANCE:g} of its target."
    task = f"Make as many of the {rows} rows right as you can."
    if not is_reached:  # how many that are is for the learner to find
        return task
    return f"{task} Without a bias, one neuron can do no more than {most}."


def _pull(frame):
    """Return the largest change of a weight that one row asks for."""
    inputs, targets = frame.made.examples.inputs, frame.made.examples.targets
    outputs = frame.network.predict(inputs)
    return np.abs((targets - outputs) * SIGMOID.slope(outputs) * inputs).max()


def _most_right(frame):
    return by_hand.most_right(frame.values["data"], frame.values["with_bias"])


def _right(frame):
    """Return how many rows are right."""
    examples = frame.made.examples
    return int(is_within(frame.network.predict(examples.inputs), examples.targets).sum())
