"""Backpropagation under the microscope: one step of training, a formula at a time."""

import copy
from functools import partial
from html import escape

import numpy as np

from nnlib import checks, datasets
from nnlib.explorers import cell, look, matrices, widgets
from nnlib.explorers.controls import shown, with_all_parts
from nnlib.explorers.matrices import Matrix
from nnlib.explorers.moments import STAGES, matrix, moments
from nnlib.explorers.number_box import NumberBox
from nnlib.microscope import training_step
from nnlib.network import one_network
from nnlib.pictures.scene import on_page
from nnlib.pictures.step import TEXT_SIZE, drawing, figures, place_of_now
from nnlib.pictures.still import still
from nnlib.pictures.theme import row_names, rows_aloud

MOST_ROW_BUTTONS = 16
SMALLEST_SCALE = 12 / TEXT_SIZE  # of the drawing; on a narrower page it is moved sideways
READABLE = (
    f'<div class="{look.STRIP}" role="region" aria-label="the drawing of the step"'
    ' data-now="{:.3f}">'
    '<div style="min-width:{:.0f}px;line-height:normal">{}</div></div>'
)
STATUS_LOOK = "line-height:1.5;font-size:15px;min-height:7.5em"  # the picture under it stays


class MicroscopeExplorer:
    """One step of training, stepped through by buttons: forward, error, back, update.

    Next and Previous go from formula to formula; the four stages go to their own end at once. After
    the update the network has its new weights, and the next press begins the next step.

    Parameters
    ----------
    network : Network
        A single one; the explorer works on a copy.
    dataset : Dataset
    learning_rate : float, above 0
    loss : str
        See ``Network.gradients``.

    Attributes
    ----------
    network : Network
        The copy. It has the new weights from the update on, until Previous undoes it.
    step : TrainingStep
        The step that is seen, with all its numbers.
    controls : dict of str to widget
        ``"row"``: which row of the data is drawn.

    Raises
    ------
    ValueError
        For arguments that do not fit.
    """

    def __init__(self, network, dataset, *, learning_rate=1.0, loss="half_sum_of_squares"):
        self.network = copy.deepcopy(one_network(network))
        dataset = datasets.checked(dataset, inputs=self.network.layers[0].inputs)
        self._take_step = partial(
            training_step,
            self.network,
            dataset.inputs,
            dataset.targets,
            learning_rate=learning_rate,
            loss=loss,
        )
        self.step = self._take_step()
        self._starts = [self.network.parameters.copy()]  # of each step, for Previous
        self._moments = moments(self.step)
        self._position = 0
        self._dataset = dataset
        self._row_names, self._aloud = _row_names(dataset.inputs), rows_aloud(dataset.inputs)
        self.controls = {"row": _row_control(self._row_names, self._aloud)}
        self.controls["row"].observe(lambda _: self._show(), "value")
        self._status = widgets.Said()
        self._picture, self._tables = widgets.HTML(), widgets.HTML()
        self._box = cell.explorer_box(
            "One step of training",
            [
                look.row(self._buttons()).add_class(look.TIGHT),
                shown(self.controls["row"]),
                self._status,
                self._picture,
                self._tables,
            ],
            seen=[self._picture],
        )
        self._show()
        cell.close_the_one_before(self, self._box)

    @property
    def stage(self):
        """Where in the step we are: "start", "forward", "error", "back" or "update"."""
        return self._moments[self._position].stage

    @property
    def row(self):
        """The row of the data that is drawn, counted from 0."""
        return self._row_names.index(str(self.controls["row"].value))

    def next(self):
        """Compute the next formula; after the update, begin the next step."""
        if self.stage != "update":
            self._go(self._position + 1)
        elif self._begin_next_step():
            self._go(0)

    def previous(self):
        """Take back the last formula, and where a step begins, the update before it."""
        if self._position:
            self._go(self._position - 1)
        elif len(self._starts) > 1:
            self._starts.pop()
            self._begin_step()
            self._go(len(self._moments) - 1)
        else:
            self._show("This is the beginning: there is nothing to take back.")

    def go(self, stage):
        """Go to the end of a stage of this step, or if it is updated, of the next step.

        Parameters
        ----------
        stage : str
            ``"forward"``, ``"error"``, ``"back"`` or ``"update"``.
        """
        stage = checks.one_of(stage, STAGES, "stage")
        if self.stage == "update" and not self._begin_next_step():
            return
        stages = [moment.stage for moment in self._moments]
        self._go(len(stages) - 1 - stages[::-1].index(stage))

    def start_again(self):
        """Go back to the network that was given."""
        del self._starts[1:]
        self._begin_step()
        self._go(0)

    def close(self):
        """Take the widgets out of the page and the kernel."""
        for part in (self._box, *self.controls.values()):
            for widget in with_all_parts(part):
                widget.close()

    def summary(self):
        """Return the present state in one line."""
        return (
            f"step {len(self._starts)}, {self._moments[self._position].title}; loss "
            f"{figures(self.step.loss)}, after the update {figures(self.step.new_loss)}"
        )

    def _repr_mimebundle_(self, **options):
        words = f"{type(self).__name__}: {self.summary()}. {self._row_in_words()}"
        known = {made for moment in self._moments for made in moment.made}
        picture = self._drawing(known, set(), words)
        return cell.saved(words, still([[picture]], self._row_in_words()))

    def _ipython_display_(self):
        cell.show(self, self._box)

    # Steps

    def _begin_next_step(self):
        """Begin the next step, or say why there is none."""
        new = self.network.parameters
        if not (np.isfinite(new).all() and np.isfinite(self.step.new_loss)):
            self._show(
                "There is no next step: the numbers have grown beyond all bounds. Press Start "
                "again, or make the explorer anew with a smaller learning rate."
            )
            return False
        self._starts.append(new.copy())
        self._begin_step()
        return True

    def _begin_step(self):
        self.network.parameters[...] = self._starts[-1]
        self.step = self._take_step()
        self._moments = moments(self.step)

    def _go(self, position):
        """Go to a moment of this step; only from the update on the network has new weights."""
        self._position = position
        self.network.parameters[...] = self._starts[-1]
        if self.stage == "update":
            for layer, new in zip(self.network.layers, self.step.layers, strict=True):
                layer.weights[...] = new.new_weights
                if layer.bias:
                    layer.biases[...] = new.new_biases
        self._show()

    # What is seen

    def _buttons(self):
        actions = {
            "Next": (self.next, "compute the next formula"),
            "Previous": (self.previous, "take the last formula away"),
            "Forward": (partial(self.go, "forward"), "all sums and outputs"),
            "Error": (partial(self.go, "error"), "errors and loss"),
            "Back": (partial(self.go, "back"), "all deltas and gradients"),
            "Update": (partial(self.go, "update"), "the new weights: one whole step"),
            "Start again": (self.start_again, "go back to the network as it was given"),
        }
        return list(look.buttons(actions).values())

    def _show(self, note=""):
        moment = self._moments[self._position]
        known = {made for each in self._moments[: self._position + 1] for made in each.made}
        now = set(moment.made) if self._position else set()
        title = f"Step {len(self._starts)}, {moment.stage}: {moment.title}"
        self._status.value = _in_words(title, moment, note)
        words = f"{title}. {self._now_in_words(moment)}"
        picture = self._drawing(known, now, words)
        width = picture.size[0]
        self._picture.value = READABLE.format(
            place_of_now(picture), SMALLEST_SCALE * width, on_page(picture, width)
        )
        self._tables.value = self._all_tables(moment, known)

    def _drawing(self, known, now, words):
        row_name, input_names = self._row_names[self.row], self._dataset.input_names
        return drawing(self.step, self.row, row_name, input_names, known, now, words)

    def _now_in_words(self, moment):
        """Say the numbers of the moment, of the chosen row where they belong to a row."""
        said = []
        for place in moment.made:
            name, values, samples = matrix(self.step, *place)
            numbers = values[self.row] if samples == 0 else values.ravel()
            some = [figures(number) for number in numbers.tolist()[: matrices.MOST_SHOWN]]
            said.append(f"{name} {', '.join(some)}")
        return f"{self._aloud[self.row].capitalize()}: {'; '.join(said)}"

    def _row_in_words(self):
        """Say how the chosen row comes out, and the whole step."""
        outputs, targets = (
            ", ".join(map(figures, values[self.row].tolist()))
            for values in (self.step.layers[-1].outputs, self.step.targets)
        )
        return (
            f"Step {len(self._starts)}, {self._aloud[self.row]}: output {outputs}, target "
            f"{targets}; loss of all rows {figures(self.step.loss)}, after the update "
            f"{figures(self.step.new_loss)}"
        )

    def _all_tables(self, moment, known):
        """Return the matrices of the moment as equations, and under them all others so far."""
        made = {matrix(self.step, *place).name for place in moment.made}
        rows = {"names": self._row_names, "aloud": self._aloud, "chosen": self.row}
        show = partial(matrices.equation, **rows)
        parts = [show(equation, made=made) for equation in moment.equations]
        for index, layer in enumerate(self.step.layers):
            names = [name for name in (*layer._fields, "targets", "errors")
                     if (index, name) in known]  # fmt: skip
            so_far = [matrix(self.step, index, name) for name in names]
            parts.append(f"<b>Layer {index + 1} so far, layers[{index}] in the code</b>")
            parts.append(show(so_far, made=made))
        return f'{matrices.STYLE}<div style="line-height:1.4">{"".join(parts)}</div>'


def _in_words(title, moment, note):
    """Return the status line: what is computed, by which formula, and in which shapes."""
    lines = [f"<b>{escape(title)}</b>", escape(moment.sentence)]
    for (symbols, code), shapes in zip(moment.formulas, _shapes(moment), strict=True):
        lines.append(f"{escape(symbols)} &emsp; <code>{escape(code)}</code> &emsp; {shapes}")
    lines += [escape(each) for each in (moment.note, note) if each]
    return f'<div style="{STATUS_LOOK}">{"<br>".join(lines)}</div>'


def _shapes(moment):
    """Return for each formula the shapes of what goes in and comes out."""
    shapes = []
    for equation in moment.equations:
        parts = [part.values.shape if isinstance(part, Matrix) else part for part in equation]
        shapes.append(" ".join(str(part) for part in parts).replace("=", "→"))
    return (shapes + [""] * len(moment.formulas))[: len(moment.formulas)]


def _row_names(inputs):
    """Return a name for each row; where there are too many for buttons, its number."""
    if len(inputs) <= MOST_ROW_BUTTONS:
        return row_names(inputs)
    return [str(number) for number in range(1, len(inputs) + 1)]


def _row_control(names, aloud):
    """Return what chooses a row: buttons, or for many rows a box for its number."""
    if len(names) <= MOST_ROW_BUTTONS:
        called = [each.removeprefix("row ") for each in aloud]
        options = list(zip(called, names, strict=True))
        return widgets.Dropdown(options=options, value=names[0], description="row")
    return NumberBox("row", 1, 1, len(names))
