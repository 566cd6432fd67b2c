"""A network of any few layers that learns points in the plane, and what is seen of it."""

from nnlib.clouds import REGRESSIONS
from nnlib.explorers import look, widgets
from nnlib.explorers.base import Explorer
from nnlib.pictures import maps
from nnlib.pictures.chart import Chart
from nnlib.pictures.scene import as_svg, on_page
from nnlib.pictures.theme import number
from nnlib.problems import playground
from nnlib.problems.lists import FEATURES
from nnlib.problems.own_examples import words_of_points
from nnlib.problems.plane import USUAL_VIEW, is_own
from nnlib.scaling import is_constant

DATA = ("data", "samples", "noise", "held_out")
OF_THE_DATA = (*DATA, "scaled", "click", "inputs")  # the controls beside the points


class PlaneExplorer(Explorer):
    """A network of up to four hidden layers, and points in the plane for it to learn from."""

    problem = playground.PROBLEM
    slice_to_drawing = 6.0  # its pictures are large: a seventh is drawing, or less
    loss_chart = Chart((364, 250))  # as wide as the surface
    chooses_row = False

    def __init__(self, *given, parts=(), **by_name):
        self._loss_before = None  # that of data with other targets
        # The points lie over the surface: what stays while a network trains is not sent again.
        # As wide as its picture also on a narrow page: a click is a share of its width.
        self._points = widgets.HTML()
        self._points.add_class(look.PLANE)
        self._columns = self._shares = None  # the points of the map, as inputs and as colours
        self._marks = None  # the points of the data
        super().__init__(*given, parts=parts, **by_name)

    def subject(self, values):
        """Return data and network in a few words."""
        sizes = [len(values["inputs"]), *values["layers"], 1]
        of = f" ({values['activation']})" if values["layers"] else ""
        return f"{values['data']}, {'-'.join(map(str, sizes))}{of}"

    def result(self, frame):
        """Return losses, and how many points are on the right side, against a baseline."""
        made, history = frame.made, frame.history
        words = f"loss {number(history.loss[frame.epoch], 4)}"
        if history.validation_loss:
            words += f", held out {number(history.validation_loss[frame.epoch], 4)}"
        if made.is_regression:
            return f"{words} (always answering the mean: {number(made.seen.targets.var(), 4)})"
        parts = [("", made.seen)] + [("held out ", made.held_out)] * (len(made.held_out.inputs) > 0)
        for name, part in parts:
            words += f", {name}{made.right(frame.network, part):.0%} right"
        answer, share = made.baseline
        return f"{words} (always answering {answer}: {share:.0%})"

    def remarks(self, frame):
        """Return what a setting cannot do here."""
        made, values, said = frame.made, frame.values, []
        if made.is_regression:
            said.append(
                f"{values['data'].capitalize()} has numbers to be matched, so the loss is "
                "squared-error: cross-entropy is for 0 and 1."
            )
        if values["patience"] > 0 and not len(made.held_out.inputs):
            said.append("Patience needs held-out points: raise the share held out.")
        if made.scaler:
            means, deviations = (
                " and ".join(map(number, each)) for each in (made.scaler.shift, made.scaler.scale)
            )
            said.append(
                f"x and y are scaled by the points to learn from: their means are {means}, their "
                f"standard deviations {deviations}. The picture is in your own units."
            )
        words = words_of_points(values["points"]) if is_own(values) else ()
        if len(words) == 2:
            said.append(f"{words[0]} is 0, a circle, and {words[-1]} is 1, a square.")
        if is_constant(made.seen.targets).all():
            said.append("All targets are the same: there is nothing to tell apart.")
        return said

    def pictures(self, frame):
        """Return the output over the plane, and the network with a map in every unit."""
        made = frame.made
        layers = frame.network.forward(self._columns)
        signs = [FEATURES[name].sign for name in made.inputs]
        return [
            maps.surface(layers[-1], made),
            maps.diagram(frame.network, made, signs, self._shares, layers),
        ]

    def columns(self, scenes):
        """Return the surface with its points, and beside it loss and network."""
        loss, surface, network = scenes
        surface = surface._replace(parts=[*surface.parts, *self._marks.parts])
        return [[surface], [loss, network]]

    def main(self, columns):
        """Return surface and network."""
        return [column[-1] for column in columns]

    def begun(self, frame):
        """Draw the points, which stay while the network trains."""
        self._columns = frame.made.columns(maps.grid(frame.made.view))
        self._shares = maps.inputs_as_shares(self._columns)
        self._marks = maps.marks(frame.made)
        self._points.value = as_svg(self._marks)

    def moved(self, name, change):
        """Let numbers to be matched bring their loss, and give back the one before."""
        if name != "data":
            return
        loss, was, matched = self.controls["loss"], change.old, REGRESSIONS
        if change.new in matched and was not in matched:
            self._loss_before, loss.value = loss.value, "squared-error"
        elif was in matched and change.new not in matched:
            loss.value = self._loss_before or self.problem.settings["loss"].default

    def body(self, controls):
        """Return data, network and output with their controls."""
        data = [controls.pop(name) for name in OF_THE_DATA if name in controls]
        data.insert(-1, look.heading("Inputs"))
        fold = controls.pop("fold")
        parts = [
            self._picture,  # under the points
            look.at("plane", self._points),
            look.at("data", look.column(data)),
            look.at("settings", look.column(controls.values())),
            look.at("fold", fold),
        ]
        return look.body(parts, look.PLAYGROUND)

    def seen(self):
        """Return the widgets that hold the pictures."""
        return [self._picture, self._points]

    def _take_pictures_away(self):
        super()._take_pictures_away()
        self._points.value = as_svg(maps.empty_plane(USUAL_VIEW))

    def _put_into_page(self, scenes):
        """Show loss, network and surface in their places, all in one message to the page."""
        loss, surface, network = scenes
        look.put_pictures(
            self._picture,
            {
                "loss": on_page(loss, 420),
                "network": on_page(network, 640),
                "plane": on_page(surface, 420),
            },
        )
