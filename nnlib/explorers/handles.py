"""What moves lines: two handles on each, to be dragged, and sliders with the same numbers."""

from operator import itemgetter

import numpy as np

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown, with_slider
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.pictures.lines import ANSWERS, HANDLE, HIT, INPUTS, PLOT
from nnlib.problems import lines
from nnlib.problems.lines import FIRST, MIDDLE, PROBLEM, Place, along

DECIMALS = {"turn": 1, "shift": 2}  # of what a drag sets
STAND = {"a": (-0.9, 0.9), "b": (-0.9, 0.9), "output": (-0.4, 0.4)}  # on their lines, at first
PLANES = {"a": INPUTS, "b": INPUTS, "output": ANSWERS}
CLOSEST = 0.1  # two handles of a line, in shares of the plane


class Handles:
    """Where on its line each handle stands, and what is held.

    Places on a line are distances from its point nearest to the middle.
    """

    def __init__(self):
        self._stand = dict(STAND)
        self._held = None  # name of a line, which of its handles move, and points when it was taken

    def seen(self, network):
        """Return the handles of all lines that are seen, a dict of arrays of shape (2, 2)."""
        places = {
            name: lines.place_of(*neuron) for name, neuron in lines.neurons_of(network).items()
        }
        points = {name: self._points(name, place) for name, place in places.items() if place}
        return {name: each for name, each in points.items() if each is not None}

    def take(self, plane, point, places):
        """Hold the handle at a point of the plane, or the line there; return its name, or None.

        Parameters
        ----------
        plane : nnlib.pictures.lines.Plane
        point : array, shape (2,)
        places : dict of str to Place
            The lines that can be dragged.
        """
        self.let_go()
        at_handles, at_lines = [], []  # distance, and what would be held
        for name, place in places.items():
            points = self._points(name, place) if PLANES[name] is plane else None
            if points is None:
                continue
            for end in (0, 1):
                at_handles.append((np.hypot(*(points[end] - point)), (name, [end], points, point)))
            _, towards = along(place.turn)
            distance = abs(towards @ (point - MIDDLE) - place.shift)
            at_lines.append((distance, (name, [0, 1], points, point)))
        reach = HIT * (plane.high - plane.low) / PLOT
        for offered in (at_handles, at_lines):
            distance, held = min(offered, key=itemgetter(0), default=(np.inf, None))
            if distance < reach:
                self._held = held
                return held[0]
        return None

    def move(self, plane, point):
        """Move what is held to a point; return the line's name, turn and shift, or ``None``."""
        if self._held is None or PLANES[self._held[0]] is not plane:
            return None
        name, moving, points, taken = self._held
        points = points.copy()
        points[moving] += point - taken
        if len(moving) == 1:  # a line that is moved as a whole keeps its turn
            points = np.clip(points, plane.low, plane.high)
        if np.hypot(*(points[1] - points[0])) < CLOSEST * (plane.high - plane.low):
            return None
        turn, shift = lines.place_through(*points)
        turn = round(turn, DECIMALS["turn"])
        setting = PROBLEM.settings[f"shift_{name}"]
        shift = round(min(max(shift, setting.low), setting.high), DECIMALS["shift"])
        direction, _ = along(turn)
        self._stand[name] = tuple((points - MIDDLE) @ direction)
        return name, turn, shift

    def let_go(self):
        """Hold nothing."""
        self._held = None

    def _points(self, name, place):
        """Return the handles of a line as points, inside of what is seen of it."""
        plane = PLANES[name]
        seen = plane.seen_of(place)
        if seen is None:
            return None
        margin = min(HANDLE * (plane.high - plane.low) / PLOT, (seen[1] - seen[0]) / 4)
        first, last = seen[0] + margin, seen[1] - margin
        stand = np.clip(self._stand[name], first, last)
        if stand[1] - stand[0] < CLOSEST * (plane.high - plane.low):
            stand = (first, last)
        return plane.on_line(place, stand)


class LineBoxes(Part):
    """A box and a slider for turn and shift of the chosen line; they follow the training.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    column : widget
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._boxes = {f"{kind}_{name}": _box(kind, name) for name in FIRST for kind in DECIMALS}
        count = PROBLEM.settings["lines"]
        options = [("line A", "a"), ("line B", "b"), ("output", "output")]
        self._line = widgets.Dropdown(options=options, value="a", description="the sliders move")
        self.controls = {
            **self._boxes,
            "lines": NumberBox(count.words, count.default, count.low, count.high, count.meaning),
            "line": self._line,
        }
        self._choice = shown(self._line)
        self.column = look.column(
            [look.heading("The lines without a mouse"), self._choice, *self._boxes.values()]
        )

    @property
    def chosen(self):
        """The name of the line that the sliders move."""
        return self._line.value

    def places(self):
        """Return the lines that are there, and where the controls have put them."""
        values = self._explorer.values
        names = list(FIRST) if values["lines"] == 2 else ["a"]
        return {
            name: Place(*(values[f"{each}_{name}"] for each in Place._fields)) for name in names
        }

    def put(self, name, turn, shift):
        """Move a line."""
        self._boxes[f"turn_{name}"].value = turn
        self._boxes[f"shift_{name}"].value = shift

    def swap(self):
        """Turn the chosen line half around: it stays where it is, and its sides are swapped."""
        place = self.places()[self.chosen]
        half = 180.0 if place.turn <= 0 else -180.0
        self.put(self.chosen, place.turn + half, -place.shift)

    def prepare(self, values):
        """Let only lines be chosen that are there."""
        if values["lines"] == 1:
            with self._explorer.moving_controls():
                self._line.value = "a"
        self._choice.show(values["lines"] == 2)

    def show(self, frame):
        """Show the boxes of the chosen line, where training has put it.

        Where the hand moves them just now, it has its way.
        """
        for name in FIRST:
            for kind in DECIMALS:
                self._boxes[f"{kind}_{name}"].show(name == self.chosen)
        if not frame.history.epochs or self._explorer.has_changes:
            return
        with self._explorer.moving_controls():
            for name, neuron in lines.neurons_of(frame.network).items():
                place = lines.place_of(*neuron)
                for kind, value in zip(Place._fields, place or (), strict=False):
                    box = self._explorer.controls[f"{kind}_{name}"]
                    box.value = min(max(value, box.low), box.high)


def _box(kind, name):
    setting = PROBLEM.settings[f"{kind}_{name}"]
    box = NumberBox(
        setting.words, setting.default, setting.low, setting.high, setting.meaning, DECIMALS[kind]
    )
    return with_slider(box, setting.choices)
