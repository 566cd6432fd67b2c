"""Lines that are dragged across the square of a gate, and that square folded: lesson 2's control.

A drag, like a slider, sets turn and shift of a line; what follows is that of every setting.
"""

from functools import partial

from nnlib.explorers import drag, look, widgets
from nnlib.explorers.controls import shown
from nnlib.explorers.fold import FoldingPart
from nnlib.explorers.handles import Handles, LineBoxes
from nnlib.explorers.moved import MovedByHand
from nnlib.explorers.tasks import OwnTask
from nnlib.pictures import lines as pictures
from nnlib.pictures.scene import as_svg, on_page
from nnlib.problems import lines

WIDEST = 320  # pixels of what stands beside the planes
TASK = "Put every □ on the blue side and every ○ on the orange side."


class LinesByHand(MovedByHand):
    """One line, or two, that you drag across the four corners of a gate.

    A line is a neuron, whose two weights and bias follow the drag. Two lines are a hidden layer;
    then there is a second picture, in which every point of the square moves to where its two hidden
    answers are, and an output neuron is one more line there. A corner is right on its side of the
    line, however near that is. ``Let it learn`` moves the lines as training does.

    Examples
    --------
    ::

        explorer = LinesByHand("XOR", lines=2)
        explorer.controls["turn_a"].value = -45.0
        explorer.controls["folded"].value = 1.0
        explorer.right()
    """

    problem = lines.PROBLEM
    called = "Lines by hand"
    set_by_hand = tuple(
        name for name in problem.settings
        if name == "lines" or name.rpartition("_")[2] in lines.FIRST
    )  # fmt: skip
    shows_loss = trains_anew = chooses_row = False

    def __init__(self, *given, **by_name):
        self._handles, self._boxes = Handles(), LineBoxes(self)
        self._fold = FoldingPart(self)
        self._plane, self._folded_plane = widgets.HTML(), widgets.HTML()
        self.ways = set()  # of each the sides of the corners, as one line by hand has parted them
        self._body = None
        parts = [self._boxes, self._fold]
        super().__init__(*given, parts=parts, own_task=AllCorners(self), **by_name)
        self._events += [
            self._hear(pad, plane)
            for pad, plane in ((self._plane, pictures.INPUTS),
                               (self._folded_plane, pictures.ANSWERS))
        ]  # fmt: skip

    @property
    def is_done(self):
        """Whether the task has been done by hand, with this gate and this many lines.

        It is done as well when all ways have been tried in which one line can part the corners.
        """
        self.settled()
        return self._tasks.are_done

    def right(self):
        """Return how many corners are on their side now."""
        frame = self.settled()
        return int(lines.which_are_right(frame.network, frame.made.examples).sum())

    def reset(self):
        """Put the lines back to where they were when this was made, and forget what was tried."""
        self.ways.clear()
        self._handles.let_go()
        self.controls["folded"].value = 0.0
        super().reset()

    # What is said

    def subject(self, values):
        """Return the gate, and how many lines there are."""
        return f"{values['gate']}, {'one line' if values['lines'] == 1 else 'two lines'}"

    def result(self, frame):
        """Return how many corners are right."""
        right = lines.which_are_right(frame.network, frame.made.examples).sum()
        return f"{right} of 4 corners are on their side"

    def so_far(self, frame):
        """Return the result; before anything is learned, no epochs."""
        if not frame.epoch:
            return self.result(frame)
        said = super().so_far(frame)
        has_two = frame.values["lines"] == 2
        if has_two and not lines.which_are_right(frame.network, frame.made.examples).all():
            said += ". Let it learn goes on from here; or drag a line first"
        return said

    def at_the_start(self, frame):
        """Return what to do."""
        if frame.values["lines"] == 1:
            return "Drag A1 or A2, or the line itself. How many corners can one line get right?"
        return "Drag both lines. Fold takes every point to where A and B, its hidden answers, are."

    def stuck(self, remark):
        """Return what to do where one line or two learn next to nothing."""
        return "It hardly learns from here: move a line, or make it less steep."

    # What is shown

    def begun(self, frame):
        """Note where the lines are: to go back to, and as one more way to part the corners."""
        super().begun(frame)
        if frame.values["lines"] == 1:
            sides = lines.sides_of_output(frame.network, frame.made.examples.inputs)
            if sides.all():
                self.ways.add(tuple(sides.tolist()))

    def pictures(self, frame):
        """Return the inputs' plane, with two lines the folded one, and what they come to."""
        network, examples = frame.network, frame.made.examples
        handles, chosen = self._handles.seen(network), self._boxes.chosen
        plane = pictures.inputs_plane(network, examples, handles, chosen)
        neurons = pictures.as_neurons(network, examples.input_names)
        if len(network.layers) == 1:
            right = lines.which_are_right(network, examples)
            return [plane, pictures.tally(examples, right, self.ways), neurons]
        share = self._fold.share
        folded = pictures.folded_plane(network, examples, share, handles, chosen)
        return [plane, folded, pictures.hidden_table(network, examples), neurons]

    def columns(self, scenes):
        """Return the planes beside each other, and beside them the rest."""
        *planes, result, neurons = scenes
        return [*([plane] for plane in planes), [result, neurons]]

    def main(self, columns):
        """Return planes and neurons."""
        return [column[-1] for column in columns]

    def seen(self):
        """Return the widgets that hold the pictures."""
        return [self._plane, self._folded_plane, self._picture]

    def _put_into_page(self, scenes):
        plane, *folded, result, neurons = scenes
        self._plane.value = as_svg(plane)
        self._folded_plane.value = as_svg(folded[0]) if folded else ""
        self._picture.value = on_page(result, WIDEST) + on_page(neurons, WIDEST)
        self._folded_plane.show(bool(folded))
        has_two = len(folded) == 1
        self._buttons["Add a second line"].show(not has_two)
        self._buttons["Take B away"].show(has_two)
        (self._body.add_class if has_two else self._body.remove_class)(look.TWO)

    # Where it stands

    def arranged(self, steering, controls):
        """Return the buttons, and what the hand does."""
        fold = controls.pop("fold")
        buttons, _ = steering
        buttons.add_class(look.WORDY)
        return [*steering, self.body(controls), fold]

    def body(self, controls):
        """Return the pictures, and the controls without a mouse."""
        for pad in (self._plane, self._folded_plane):
            pad.add_class(look.PAD)
        parts = [
            look.at("data", look.column([controls["gate"]])),
            look.at("plane", self._plane),
            look.at("second", self._folded_plane),
            look.at("fold", self._fold.column),
            look.at("controls", self._boxes.column),
            look.at("rows", self._picture),
        ]
        self._body = look.body(parts, look.LINES)
        return self._body

    def buttons(self):
        """Return what the buttons do."""
        return {
            "Add a second line": (partial(self._have_lines, 2), "two lines are a hidden layer"),
            "Take B away": (partial(self._have_lines, 1), "go on with line A alone"),
            "Swap the sides": (self._boxes.swap, "turn the chosen line half around"),
            "Let it learn": (self._press_train, "training moves the lines, from where they are"),
            "Pause": (self._press_pause, "stop here; Let it learn goes on from here"),
            "Start again": (self.reset, "put the lines back to where they were at first"),
        }

    def beside_buttons(self):
        """Return the pace."""
        return [shown(self.controls["pace"])]

    # What is done

    def _have_lines(self, count):
        self.controls["lines"].value = count

    def _hear(self, pad, plane):
        return drag.hear(pad, lambda event: self._runner.enter(partial(self._drag, plane, event)))

    def _drag(self, plane, event):
        """Take hold of what is pressed, and move what is held."""
        told = drag.read(event)
        if told is None:
            return
        point = plane.point_at(told.across, told.down)
        if told.begins:
            name = self._handles.take(plane, point, self._boxes.places())
            if name is not None:
                self.controls["line"].value = name
        elif not told.is_held:
            self._handles.let_go()
        elif (moved := self._handles.move(plane, point)) is not None:
            self._boxes.put(*moved)


class AllCorners(OwnTask):
    """The task where no other was given: all corners on their side, or all ways of one line tried.

    Parameters
    ----------
    explorer : LinesByHand
    """

    def __init__(self, explorer):
        super().__init__("gate", "lines")
        self._explorer = explorer

    def show(self, frame):
        """Show how far one is."""
        right = int(lines.which_are_right(frame.network, frame.made.examples).sum())
        all_tried = frame.values["lines"] == 1 and len(self._explorer.ways) == lines.WAYS
        now = look.chip(f"{right} of 4 right", right == 4)
        if all_tried:
            now += look.chip(f"all {lines.WAYS} ways tried", is_good=True)
        is_by_hand = all_tried or not frame.history.epochs
        self.tell(TASK, now, all_tried or right == 4, is_by_hand, "Start again")
