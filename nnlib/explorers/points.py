"""Own points: placed with the mouse or a finger, by two numbers, typed as a table, or from a file.

The table is what counts; everything else writes into it.
"""

from nnlib.explorers import look, widgets
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.upload import csv_upload
from nnlib.problems.settings import MOST_POINTS, own_points

ADD_ONE, ADD_ZERO, TAKE_AWAY = "adds a 1", "adds a 0", "takes one away"
FURTHEST = 1000.0  # that a point can lie from the middle


class PointsEditor:
    """A table of points, and what fills it.

    Parameters
    ----------
    text : str
        The table at first.
    say : callable
        ``say(words)`` where something cannot be done.

    Attributes
    ----------
    table, click : widget
        The table, and what a click does.
    box : widget
        All of it but ``click``, which belongs beside the plane.
    """

    def __init__(self, text, say):
        self._say = say
        self.table = widgets.Textarea(
            text,
            description="x, y, target: a point a line",
            continuous_update=False,
            rows=8,
        )
        self.click = widgets.Dropdown(options=[ADD_ONE, ADD_ZERO, TAKE_AWAY], description="a click")
        x, y = (NumberBox(name, 0.0, -FURTHEST, FURTHEST) for name in ("point x", "point y"))
        file = csv_upload(self.table, say, named=False)
        file.tooltip = "three columns: x, y and the target"
        place = widgets.Button(description="Place", tooltip="what a click there would do")
        clear = widgets.Button(description="Clear all", tooltip="take all points away")
        place.on_click(lambda _: self.place(x.value, y.value))
        clear.on_click(lambda _: setattr(self.table, "value", ""))
        self.box = look.row([x, y, place, clear, file, self.table])

    def place(self, x, y):
        """Do at (x, y) what a click does."""
        lines = [line for line in self.table.value.splitlines() if line.strip()]
        try:
            points = own_points(self.table.value).inputs if lines else []
        except ValueError:
            self._say("Mend the table first; then clicks count again.")
            return
        if self.click.value == TAKE_AWAY:
            if lines:
                del lines[((points - [x, y]) ** 2).sum(axis=1).argmin()]
        elif len(lines) == MOST_POINTS:
            self._say(f"There are {MOST_POINTS} points, and that is the most.")
            return
        else:
            lines.append(f"{round(x, 2)}, {round(y, 2)}, {int(self.click.value == ADD_ONE)}")
        self.table.value = "\n".join(lines)

    def fill(self, parts):
        """Write all points of some data sets into the table, each number to the last bit."""
        self.table.value = "\n".join(
            f"{x!r}, {y!r}, {target:g}"
            for part in parts
            for (x, y), target in zip(
                part.inputs.tolist(), part.targets[:, 0].tolist(), strict=True
            )
        )
