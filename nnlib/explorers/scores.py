"""A network that predicts numbers: lesson 3's explorer."""

from functools import partial

from nnlib import checks
from nnlib.explorers import look, widgets
from nnlib.explorers.code import Code
from nnlib.explorers.frame import Part
from nnlib.explorers.keeping import Keeping
from nnlib.explorers.predicted import OwnTableExplorer, Predicted
from nnlib.explorers.what_if import WhatIf
from nnlib.metrics import confusion_matrix
from nnlib.pictures import answers, diagrams, planes
from nnlib.pictures.theme import number
from nnlib.problems import scores
from nnlib.problems.fit import same_in_every_row
from nnlib.problems.own_examples import FEW_ROWS
from nnlib.problems.own_table import is_own


class _Importance(Part):
    """Which column counts: said below the buttons, as the line at the top may be out of sight."""

    def __init__(self):
        self.box = widgets.Said()

    def prepare(self, values):
        """Take the words away: they were of another network."""
        self.box.value = ""

    def show(self, frame):
        """Take the words away: they were of another epoch."""
        self.box.value = ""


class ScoreExplorer(OwnTableExplorer):
    """A hidden layer that learns numbers or classes, on examples of which some are held out.

    Inputs and targets are scaled to mean 0 and standard deviation 1, as the examples to learn from
    say; so a loss of 1 is that of always answering the mean. Hidden neurons are tanh, the output
    linear. A target that is a word, or 0 and 1, is a class: then the output is a sigmoid, or of
    more than two words softmax, and the loss cross-entropy.

    Of a table of one's own, every column is input, target or left out. Words and columns of 0 and 1
    stay 0 and 1. What the table shows is proposed; to choose otherwise::

        explorer = ScoreExplorer("own table", own_table=text, columns={"score": "target"})
        explorer.controls["columns"].value = {"score": "target", "name": "leave out"}
        explorer.controls["reading"].value = {"decimal": ","}
    """

    problem = scores.PROBLEM
    called = "A network that learns numbers or classes"

    def __init__(self, *given, **by_name):
        self._what_if, self._predicted = WhatIf(self), Predicted(self)
        self._code, self._keeping = Code(self), Keeping(self)
        tools, self._importance = Part(), _Importance()
        counts = self.button(
            "Which column counts?", self._tell_importance, "each shuffled in turn: what gets worse?"
        )
        tools.box = look.row([counts, *self._code.buttons, *self._keeping.buttons])
        tools.box.add_class(look.TIGHT)
        parts = [self._what_if, self._predicted, tools, self._importance, self._code, self._keeping]
        super().__init__(*given, parts=parts, **by_name)

    def ask(self, row):
        """Say what the network predicts, and how far to trust it, by other trainings as long.

        Parameters
        ----------
        row : list of float or str
            A number in its own unit, or a word, for each input.

        Returns
        -------
        Answer, or of a class a ClassAnswer, or of several targets a list of Answer
        """
        frame = self.settled()
        if frame.made.has_words:
            frame.made.encoding.inputs.code([row])  # which says what does not fit
        else:
            row = checks.array_of_shape(row, (len(frame.made.seen.input_names),), "row").tolist()
        return self._what_if.finish(frame, row)

    def errors(self):
        """Return how far off the network is, by what of: in the target's unit, the typical error.

        Of classes it is the share of wrong answers.

        Returns
        -------
        dict of str to float
            ``"learned from"``, ``"held out"`` (where examples are), and on the latter the baselines
            ``"mean"`` and ``"straight line"``; the mean of classes is the most frequent one. With
            several targets, a dictionary of them by their names in place of each number.
        """
        frame = self.settled()
        made, network = frame.made, frame.network
        errors = {"learned from": made.error(network, made.seen)}
        if len(made.held_out.inputs):
            errors["held out"] = made.error(network, made.held_out)
        errors |= dict(zip(("mean", "straight line"), made.baselines(), strict=True))
        names = made.seen.target_names
        return {
            name: each[0] if len(each) == 1 else dict(zip(names, each, strict=True))
            for name, each in errors.items()
        }

    def importance(self):
        """Return by how much the loss grows when a column of the inputs tells nothing any more.

        Its cells are shuffled among the held-out examples; where there are none, among all.

        Returns
        -------
        dict of str to float
            By the columns' names, the largest first; about 0 for one that is not used.
        """
        frame = self.settled()
        return frame.made.importance(frame.network)

    def _tell_importance(self, frame):
        where = "held-out examples" if len(frame.made.held_out.inputs) else "examples"
        grown = frame.made.importance(frame.network).items()
        told = ", ".join(f"{name} {number(each, 2)}" for name, each in grown)
        said = f"Shuffled among the {where}, a column lets the loss grow by: {told}."
        self.say("Which column counts? It stands below the buttons at the end.")
        self._importance.box.value = look.sentences([said])

    # What the base asks

    def subject(self, values):
        """Return data and network in a few words."""
        units, bias = values["hidden"], "with" if values["bias"] else "without"
        neurons = "1 hidden neuron" if units == 1 else f"{units} hidden neurons"
        return f"{values['data']}, {neurons}, {bias} a bias"

    def result(self, frame):
        """Return the typical errors in the targets' units, or the shares of right classes."""
        made = frame.made
        words = _in_words(made, made.error(frame.network, made.seen))
        if len(made.held_out.inputs):
            words += f", held out {_in_words(made, made.error(frame.network, made.held_out))}"
        return words if made.classes else f"typical error {words}"

    def remarks(self, frame):
        """Return the baselines, and what to know about the data."""
        made, seen, held_out = frame.made, frame.made.seen, frame.made.held_out
        where = "held-out examples" if len(held_out.inputs) else "examples"
        mean, line = (_in_words(made, each) for each in made.baselines())
        compared = f"the mean is off by {mean}, a straight line by {line}"
        if made.classes:
            compared = f"always the most frequent answer is {mean}, a straight line {line}"
        said = [
            f"{len(seen.inputs):,} to learn from, {len(held_out.inputs):,} held out. To compare, "
            f"on the {where}: {compared}."
        ]
        said += [
            f"{name} is the same in every row to learn from: it can tell nothing."
            for name in same_in_every_row(seen)
        ]
        if frame.values["patience"] > 0 and not len(held_out.inputs):
            said.append("Patience needs held-out examples: raise the held-out share.")
        examples = len(seen.inputs) + len(held_out.inputs)
        if is_own(frame.values) and examples <= FEW_ROWS:
            said.append(
                f"{examples} rows are so few that a network can learn each by heart: a small error "
                "on them says little about new ones."
            )
        return said

    def pictures(self, frame):
        """Return predictions against targets, for two inputs the surface, and the network."""
        made, predict = frame.made, partial(frame.made.predict, frame.network)
        drawn = self._counted(made, predict) if made.classes else self._compared(made, predict)
        if made.seen.inputs.shape[1] == 2 and made.seen.targets.shape[1] == 1:
            drawn.append(
                planes.decision_map(predict, made.seen)
                if made.classes
                else planes.fitted_surface(predict, made.seen, made.held_out, self._what_if.asked)
            )
        names = made.seen.target_names
        outputs = (made.classes or names) if len(names) > 1 else None
        given, row = made.seen.input_names, frame.row.scaled()
        return [*drawn, diagrams.network_diagram(frame.network, given, row, outputs)]

    def _compared(self, made, predict):
        """Return for each target the predictions against it."""
        parts = [
            (part.targets, predict(part.inputs)) if len(part.inputs) else (part.targets,) * 2
            for part in (made.seen, made.held_out)
        ]
        return [
            answers.predictions(*([each[:, at] for each in pair] for pair in parts), name)
            for at, name in enumerate(made.seen.target_names)
        ]

    def _counted(self, made, predict):
        """Return the table of right classes and answers, of held-out examples where there are."""
        is_held_out = len(made.held_out.inputs) > 0
        part = made.held_out if is_held_out else made.seen
        counts = confusion_matrix(predict(part.inputs), part.targets)
        which = "held out" if is_held_out else "learned from"
        return [answers.confusion(counts, made.classes, which)]


def _in_words(made, errors):
    """Return errors, as ``Fit.error`` has them, as a person reads them."""
    if made.classes:
        return f"{1 - errors[0]:.0%} right"
    if len(errors) == 1:
        return number(errors[0])
    names = made.seen.target_names
    return ", ".join(f"{name} {number(each)}" for name, each in zip(names, errors, strict=True))
