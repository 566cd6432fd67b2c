"""A network that predicts numbers: lesson 3's explorer."""

from functools import partial

from nnlib import checks, datasets
from nnlib.explorers import widgets
from nnlib.explorers.base import Explorer
from nnlib.explorers.controls import with_slider
from nnlib.explorers.fit import fit, fit_without_parts, same_in_every_row
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.upload import csv_upload
from nnlib.explorers.what_if import STARTS, WhatIf
from nnlib.export import keras_code, numpy_code
from nnlib.pictures import answers, diagrams, planes
from nnlib.pictures.theme import number
from nnlib.problems.own_table import read_measurements
from nnlib.problems.settings import round_numbers
from nnlib.training import Training

STUDENTS, EXAM, OWN_TABLE = "students", "exam scores", "own table"
MOST_ROWS = 500
MOST_HIDDEN = 16
FIRST_TABLE = """hours studied, hours slept, score
2, 9, 92
1, 5, 86
3, 6, 89
0.5, 7, 70
5, 4, 81"""
LOSS = "mean_squared_error"


class ScoreExplorer(Explorer):
    """A hidden layer that learns numbers, on examples of which some are held out.

    Inputs and targets are scaled to mean 0 and standard deviation 1, as the examples to learn from
    say; so a loss of 1 is that of always answering the mean. Hidden neurons are tanh, the output
    linear.

    Parameters
    ----------
    data : str
        ``"students"`` (invented), ``"exam scores"`` (three of them) or ``"own table"``.
    students : int, 4 to 500
    noise : float, 0 to 20
        The standard deviation of chance in the invented scores, in points.
    held_out : float, 0 to 0.9
        The share of the examples that is not learned from.
    hidden : int, 1 to 16
    bias : bool
    epochs : int, 1 to 100,000
    learning_rate : float, 0.001 to 1000
    start : int, 1 to 1000
        The seed of the first weights.
    stop_at_loss : float, 0 to 1
    patience : int, 0 to 100,000
        End when the held-out loss has not reached a new low for so many epochs; 0 never.
    """

    keep_the_network = Explorer.keep_the_network | {"patience"}

    folded = ("bias", "patience", *Explorer.folded)

    def __init__(
        self,
        data=STUDENTS,
        *,
        students=40,
        noise=5.0,
        held_out=0.3,
        hidden=8,
        bias=True,
        epochs=2000,
        learning_rate=0.1,
        start=1,
        stop_at_loss=0.0,
        patience=0,
    ):
        data = checks.one_of(data, (STUDENTS, EXAM, OWN_TABLE), "data")
        checks.whole_number(students, "students", minimum=4, maximum=MOST_ROWS)
        checks.number(noise, "noise", at_least=0, at_most=20)
        checks.number(held_out, "held_out", at_least=0, at_most=0.9)
        checks.whole_number(hidden, "hidden", maximum=MOST_HIDDEN)
        bias = checks.true_or_false(bias, "bias")
        checks.whole_number(patience, "patience", minimum=0, maximum=100_000)
        self._table = widgets.Textarea(
            FIRST_TABLE,
            description="own table",
            tooltip="a line of names, then a row a line; the last cell is the target",
            rows=8,
            continuous_update=False,
        )
        controls = {
            "data": widgets.Dropdown(
                options=[STUDENTS, EXAM, OWN_TABLE], value=data, description="data"
            ),
            "students": NumberBox("students", students, 4, MOST_ROWS),
            "noise": NumberBox("noise (points)", noise, 0.0, 20.0),
            "held_out": NumberBox("held-out share", held_out, 0.0, 0.9),
            "hidden": NumberBox("hidden neurons", hidden, 1, MOST_HIDDEN),
            "bias": widgets.Checkbox(bias, description="bias", indent=False),
            "patience": NumberBox("patience (0: endless)", patience, 0, 100_000),
            "own_table": self._table,
        }
        self._what_if = WhatIf()
        super().__init__(
            controls,
            epochs=epochs,
            learning_rate=learning_rate,
            start=start,
            stop_at_loss=stop_at_loss,
            below=[self._what_if.box],
        )
        self._what_if.button.on_click(lambda _: self._runner.enter(self._press_what_if))

    def ask(self, row):
        """Say what the network predicts, and how far to trust it, by other trainings as long.

        Parameters
        ----------
        row : list of float
            One number for each input, in its own unit.

        Returns
        -------
        Answer
        """
        if self.network is None:
            raise ValueError(self._problem)
        row = checks.array_of_shape(row, (len(self._made.seen.input_names),), "row").tolist()
        return self._what_if.finish(*self._question(), row)

    def errors(self):
        """Return the typical errors, in the target's unit, by what they are errors of.

        Returns
        -------
        dict of str to float
            ``"learned from"``, ``"held out"`` (where examples are), and on the latter the baselines
            ``"mean"`` and ``"straight line"``.
        """
        network = self.network
        if network is None:
            raise ValueError(self._problem)
        parts = {"learned from": self._made.seen}
        if len(self._made.held_out.inputs):
            parts["held out"] = self._made.held_out
        errors = {name: self._made.error(network, part) for name, part in parts.items()}
        return errors | dict(zip(("mean", "straight line"), self._made.baselines(), strict=True))

    def numpy_code(self):
        """Return the network as a program that needs NumPy only; it scales as the explorer does."""
        self._settle_or_raise()
        return numpy_code(self._network, encoding=self._made.encoding)

    def keras_code(self):
        """Return the network as a program for Keras 3; it scales as the explorer does."""
        self._settle_or_raise()
        return keras_code(self._network, encoding=self._made.encoding)

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._what_if.close()
        super().close()

    # What the base asks

    def begin(self):
        """Return the network, the scaled examples to learn from, and how it is trained."""
        self._what_if.forget()
        value = {name: control.value for name, control in self.controls.items()}
        self._own_box.show(value["data"] == OWN_TABLE)
        for part in self._invented:
            part.show(value["data"] == STUDENTS)
        self._made = fit(**self._fitted_how())
        self._off = self._made.baselines()
        self._what_if.ask_for(self._made.seen)
        examples = self._made.scaled(self._made.seen)
        return self._made.network, examples, self._how()

    def steer(self, training):
        """Hand over the patience, where examples are held out."""
        patience = self.controls["patience"].value
        watched = len(self._made.held_out.inputs) > 0
        training.patience = patience if patience and watched else None
        self._what_if.forget()

    def pictures(self, network, dataset):
        """Draw predictions against targets, for two inputs the surface, and the weights."""
        made = self._made
        parts = [
            (part.targets[:, 0], made.predict(network, part.inputs)[:, 0])
            if len(part.inputs)
            else (part.targets[:, 0],) * 2
            for part in (made.seen, made.held_out)
        ]
        drawn = [answers.predictions(*parts, made.seen.target_names[0])]
        if made.seen.inputs.shape[1] == 2:
            predict = partial(made.predict, network)
            drawn.append(planes.fitted_surface(predict, made.seen, made.held_out))
        return [*drawn, diagrams.network_diagram(network, made.seen.input_names)]

    def subject(self):
        """Return data and network in a few words."""
        units = self.controls["hidden"].value
        neurons = "1 hidden neuron" if units == 1 else f"{units} hidden neurons"
        bias = "with" if self.controls["bias"].value else "without"
        return f"{self.controls['data'].value}, {neurons}, {bias} a bias"

    def result(self, epoch, network):
        """Return the typical errors in the target's unit."""
        made = self._made
        words = f"typical error {number(made.error(network, made.seen))}"
        if len(made.held_out.inputs):
            words += f", held out {number(made.error(network, made.held_out))}"
        return words

    def remarks(self, dataset):
        """Return the baselines, and what to know about the data."""
        made = self._made
        where = "held-out examples" if len(made.held_out.inputs) else "examples"
        mean, line = self._off
        said = [
            f"{len(made.seen.inputs)} to learn from, {len(made.held_out.inputs)} held out. "
            f"To compare, on the {where}: the mean is off by {number(mean)}, a straight line by "
            f"{number(line)}."
        ]
        said += [
            f"{name} is the same in every row to learn from: it can tell nothing."
            for name in same_in_every_row(made.seen)
        ]
        if self.controls["patience"].value > 0 and not len(made.held_out.inputs):
            said.append("Patience needs held-out examples: raise the held-out share.")
        return said

    def arranged(self, controls):
        """Return the controls; what belongs to one kind of data is in a box that can be hidden."""
        sliders = {
            "students": [4, *range(10, MOST_ROWS + 1, 10)],
            "noise": range(21),
            "held_out": [tenths / 10 for tenths in range(10)],
            "patience": [0, *round_numbers(1, 100_000)],
        }
        parts = {name: with_slider(controls[name], steps) for name, steps in sliders.items()}
        parts |= super().arranged({name: controls[name] for name in controls if name not in parts})
        how = widgets.HTML("A line of names, then a row a line;<br>the last cell is the target.")
        self._own_box = widgets.VBox([self._table, how, csv_upload(self._table, self._say)])
        self._invented = parts["students"], parts["noise"]
        return {name: self._own_box if name == "own_table" else parts[name] for name in controls}

    # Other trainings

    def _press_what_if(self):
        self._settle_for_a_button()
        self._runner.stop("Paused.")
        if self._problem is None:
            self._say(f"{self._in_one_line()}. What if? See below.")
            self._what_if.start(*self._question())

    def _question(self):
        how = self._fitted_how()
        fits = [fit(**how, copies=STARTS), *fit_without_parts(**how)]
        trainings = [(each, self._training_of(each)) for each in fits]
        return self._made, self._network, self._history.epochs, trainings

    def _training_of(self, made):
        examples = made.scaled(made.seen)
        rate = self._learning_rate
        return Training(
            made.network, examples.inputs, examples.targets, learning_rate=rate, loss=LOSS
        )

    def _fitted_how(self):
        """Return the data and what else ``fit`` asks for, as the controls have it."""
        value = {name: control.value for name, control in self.controls.items()}
        if value["data"] == STUDENTS:
            dataset = datasets.students(value["students"], value["noise"], rng=1)
        elif value["data"] == EXAM:
            dataset = datasets.exam_scores()
        else:
            dataset = read_measurements(value["own_table"], MOST_ROWS)
        names = ("hidden", "bias", "held_out", "start")
        return {"dataset": dataset} | {name: value[name] for name in names}

    def _how(self):
        how = {"loss": LOSS}
        if len(self._made.held_out.inputs):
            watched = self._made.scaled(self._made.held_out)
            how["validation"] = (watched.inputs, watched.targets)
        return how
