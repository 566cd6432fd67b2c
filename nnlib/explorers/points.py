"""Own points: placed with the mouse or a finger, by two numbers, typed as a table, or from a file.

The table is what counts; everything else writes into it.
"""

from nnlib.explorers import look, widgets
from nnlib.explorers.frame import Part
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.upload import Upload
from nnlib.problems.plane import MOST_POINTS, OWN_POINTS, is_own, own_points
from nnlib.problems.playground import PROBLEM

ADD_ONE, ADD_ZERO, TAKE_AWAY = "adds a 1", "adds a 0", "takes one away"
FURTHEST = 1000.0  # that a point can lie from the middle


class PointsEditor(Part):
    """A table of points, and what fills it; what a click does stands beside the plane.

    Parameters
    ----------
    explorer : Explorer

    Attributes
    ----------
    take : widget
        A button that makes the points which were drawn one's own.
    """

    def __init__(self, explorer):
        self._say, setting = explorer.say, PROBLEM.settings["points"]
        self._explorer = explorer
        self._table = widgets.Textarea(
            setting.default, description=setting.words, rows=setting.rows
        )
        self._click = widgets.Dropdown(
            options=[ADD_ONE, ADD_ZERO, TAKE_AWAY], description="a click"
        )
        self.controls = {"points": self._table, "click": self._click}
        x, y = (NumberBox(name, 0.0, -FURTHEST, FURTHEST) for name in ("point x", "point y"))
        file = Upload(self._table, is_named=False, tooltip="three columns: x, y and the target")
        place = widgets.Button(description="Place", tooltip="what a click there would do")
        clear = widgets.Button(description="Clear all", tooltip="take all points away")
        place.on_click(lambda _: self.place(x.value, y.value))
        clear.on_click(lambda _: setattr(self._table, "value", ""))
        self.box = look.row([x, y, place, clear, file, self._table])
        self.take = explorer.button(
            "Take these points", self._take, "make them your own, to be changed"
        )

    def prepare(self, values):
        """Show it all where the points are one's own."""
        for box in (self.box, self._explorer.shown["click"]):
            box.show(is_own(values))

    def place(self, x, y):
        """Do at (x, y) what a click does."""
        lines = [line for line in self._table.value.splitlines() if line.strip()]
        try:
            points = own_points(self._table.value).inputs if lines else []
        except ValueError:
            self._say("Mend the table first; then clicks count again.")
            return
        if self._click.value == TAKE_AWAY:
            if lines:
                del lines[((points - [x, y]) ** 2).sum(axis=1).argmin()]
        elif len(lines) == MOST_POINTS:
            self._say(f"There are {MOST_POINTS} points, and that is the most.")
            return
        else:
            lines.append(f"{round(x, 2)}, {round(y, 2)}, {int(self._click.value == ADD_ONE)}")
        self._table.value = "\n".join(lines)

    def _take(self, frame):
        """Write all points into the table, each number to the last bit."""
        if frame.made.is_regression:
            self._say("Own points have targets from 0 to 1, and these go from -1 to 1.")
            return
        self._table.value = "\n".join(
            f"{x!r}, {y!r}, {target:g}"
            for part in (frame.made.seen, frame.made.held_out)
            for (x, y), target in zip(
                part.inputs.tolist(), part.targets[:, 0].tolist(), strict=True
            )
        )
        self._explorer.controls["data"].value = OWN_POINTS
