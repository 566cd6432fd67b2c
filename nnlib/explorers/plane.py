"""A network of any few layers that learns points in the plane, and what is seen of it."""

from nnlib.clouds import REGRESSIONS
from nnlib.explorers import look, widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.panel import ROWS, arranged, panel, values_of
from nnlib.pictures import maps
from nnlib.pictures.chart import Chart
from nnlib.pictures.scene import as_svg, on_page
from nnlib.pictures.theme import number
from nnlib.problems.plane import LEAST_REACH, set_up
from nnlib.problems.settings import DRAWN_ONLY, FEATURES, MOST_LAYERS, OWN_POINTS, loss_for
from nnlib.scaling import is_constant

OF_THE_BASE = ("epochs", "learning_rate", "start", "stop_at_loss")


class PlaneExplorer(Explorer):
    """A network of up to four hidden layers, and points in the plane for it to learn from.

    Parameters
    ----------
    values : dict
        A value for every setting, as ``read_settings`` gives them.
    more : dict of str to widget
        Controls besides those of the panel.
    below : list of widget
        Shown under the pictures.
    """

    folded = ("draw", "bias", "batch_size", "l1", "l2", "patience", *Explorer.folded)
    slice_to_drawing = 2.0  # its pictures are large
    loss_chart = Chart((364, 250))  # as wide as the surface
    keep_the_network = Explorer.keep_the_network | {"l1", "l2", "patience", "click"}

    def __init__(self, values, more, below):
        self._made = self._loss_before = None
        self._surface, self._points = widgets.HTML(), widgets.HTML()
        # One over the other: what stays while a network trains is not sent again.
        # As wide as its picture also on a narrow page: a click is a share of its width.
        self._plane = widgets.GridBox([self._surface, self._points])
        self._plane.add_class(look.PLANE)
        base = {name: values[name] for name in OF_THE_BASE}
        super().__init__(panel(values) | more, **base, below=below)

    def begin(self):
        """Return the network, the points to learn from, and how it is trained."""
        self._surface.value, self._points.value = as_svg(maps.empty_plane(LEAST_REACH)), ""
        own = self.controls["data"].value == OWN_POINTS
        used = dict.fromkeys(DRAWN_ONLY, not own) | {"click": own}
        for at in range(1, MOST_LAYERS + 1):
            used[f"units_{at}"] = at <= self.controls["layers"].value
        for name, is_used in used.items():
            self._shown[name].show(is_used)
        self._made = set_up(values_of(self.controls))
        self._columns = self._made.columns(maps.grid(self._made.reach))
        self._marks = maps.marks(self._made)
        self._points.value = as_svg(self._marks)
        return self._made.network, self._made.examples, self._made.training

    def steer(self, training):
        """Hand over what weights cost, and the patience where points are held out."""
        training.l1, training.l2 = (self.controls[name].value for name in ("l1", "l2"))
        patience = self.controls["patience"].value
        watched = len(self._made.held_out.inputs) > 0
        training.patience = patience if patience and watched else None

    def pictures(self, network, dataset):
        """Return the output over the plane, and the network with a map in every unit."""
        layers = network.forward(self._columns)
        signs = [FEATURES[name].sign for name in self._made.inputs]
        return [
            maps.surface(layers[-1], self._made),
            maps.diagram(network, self._made, signs, self._columns, layers),
        ]

    def _put_into_page(self, scenes):
        """Show the surface under its points, and loss and network in their places."""
        loss, surface, network = scenes
        self._surface.value = as_svg(surface)
        places = {"loss": on_page(loss, 420), "network": on_page(network, 640)}
        self._picture.value = look.pictures_at(places)

    def columns(self, scenes):
        """Return the surface with its points, and beside it loss and network."""
        loss, surface, network = scenes
        surface = surface._replace(parts=[*surface.parts, *self._marks.parts])
        return [[surface], [loss, network]]

    def _note_change(self, name, change):
        """Begin anew; numbers to be matched bring their loss, and give back the one before."""
        loss = self.controls["loss"]
        if name == "data" and change.new in REGRESSIONS and change.old not in REGRESSIONS:
            self._loss_before, loss.value = loss.value, loss_for(change.new)
        elif name == "data" and change.old in REGRESSIONS and change.new not in REGRESSIONS:
            loss.value = self._loss_before or loss_for(change.new)
        super()._note_change(name, change)

    def arranged(self, controls):
        """Return what is seen of the controls."""
        self._shown = arranged(controls)
        return dict(self._shown)

    def body(self, controls):
        """Return data, network and output with their controls."""
        data = [controls.pop(name) for name in (*ROWS["Data"], "click") if name in controls]
        data += [look.heading("Inputs"), controls.pop("inputs")]
        fold = controls.pop("fold")
        parts = [
            look.at("plane", self._plane),
            self._picture,
            look.at("data", look.column(data)),
            look.at("settings", look.column(controls.values())),
            look.at("fold", fold),
        ]
        return look.body(parts, look.PLAYGROUND)

    def seen(self):
        """Return the widgets that hold the pictures."""
        return [self._plane, self._picture]

    def subject(self):
        """Return data and network in a few words."""
        values = values_of(self.controls)
        sizes = [len(values["inputs"]), *values["layers"], 1]
        of = f" ({values['activation']})" if values["layers"] else ""
        return f"{values['data']}, {'-'.join(map(str, sizes))}{of}"

    def result(self, epoch, network):
        """Return losses, and how many points are on the right side, against a baseline."""
        made, history = self._made, self._history
        words = f"loss {number(history.loss[epoch], 4)}"
        if history.validation_loss:
            words += f", held out {number(history.validation_loss[epoch], 4)}"
        if made.is_regression:
            return f"{words} (always answering the mean: {number(made.seen.targets.var(), 4)})"
        parts = [("", made.seen)] + [("held out ", made.held_out)] * (len(made.held_out.inputs) > 0)
        for name, part in parts:
            words += f", {name}{made.right(network, part):.0%} right"
        answer, share = made.baseline
        return f"{words} (always answering {answer}: {share:.0%})"

    def remarks(self, dataset):
        """Return what a setting cannot do here."""
        said = []
        if self._made.is_regression:
            said.append(
                f"{self.controls['data'].value.capitalize()} has numbers to be matched, so the "
                "loss is squared-error: cross-entropy is for 0 and 1."
            )
        held_out = len(self._made.held_out.inputs)
        if self.controls["patience"].value > 0 and not held_out:
            said.append("Patience needs held-out points: raise the share held out.")
        if is_constant(self._made.seen.targets).all():
            said.append("All targets are the same: there is nothing to tell apart.")
        return said
