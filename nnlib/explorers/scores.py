"""A network that predicts numbers: lesson 3's explorer."""

from functools import partial

from nnlib import checks
from nnlib.explorers.base import Explorer
from nnlib.explorers.what_if import WhatIf
from nnlib.export import keras_code, numpy_code
from nnlib.pictures import answers, diagrams, planes
from nnlib.pictures.theme import number
from nnlib.problems import scores
from nnlib.problems.fit import same_in_every_row
from nnlib.problems.own_examples import FEW_ROWS


class ScoreExplorer(Explorer):
    """A hidden layer that learns numbers, on examples of which some are held out.

    Inputs and targets are scaled to mean 0 and standard deviation 1, as the examples to learn from
    say; so a loss of 1 is that of always answering the mean. Hidden neurons are tanh, the output
    linear.

    Of a table of one's own, every column is input, target or left out. Words and columns of 0 and 1
    stay 0 and 1. What the table shows is proposed; to choose otherwise::

        explorer = ScoreExplorer("own table", own_table=text, columns={"score": "target"})
        explorer.controls["columns"].value = {"score": "target", "name": "leave out"}
        explorer.controls["reading"].value = {"decimal": ","}
    """

    problem = scores.PROBLEM

    def __init__(self, *given, **by_name):
        self._what_if = WhatIf(self)
        super().__init__(*given, parts=[self._what_if], **by_name)

    def ask(self, row):
        """Say what the network predicts, and how far to trust it, by other trainings as long.

        Parameters
        ----------
        row : list of float or str
            A number in its own unit, or a word, for each input.

        Returns
        -------
        Answer
        """
        frame = self.settled()
        if frame.made.has_words:
            frame.made.encoding.inputs.code([row])  # which says what does not fit
        else:
            row = checks.array_of_shape(row, (len(frame.made.seen.input_names),), "row").tolist()
        return self._what_if.finish(frame, row)

    def errors(self):
        """Return the typical errors, in the target's unit, by what they are errors of.

        Returns
        -------
        dict of str to float
            ``"learned from"``, ``"held out"`` (where examples are), and on the latter the baselines
            ``"mean"`` and ``"straight line"``.
        """
        frame = self.settled()
        made, network = frame.made, frame.network
        errors = {"learned from": made.error(network, made.seen)}
        if len(made.held_out.inputs):
            errors["held out"] = made.error(network, made.held_out)
        return errors | dict(zip(("mean", "straight line"), made.baselines(), strict=True))

    def numpy_code(self):
        """Return the network as a program that needs NumPy only; it scales as the explorer does."""
        frame = self.settled()
        return numpy_code(frame.network, encoding=frame.made.encoding)

    def keras_code(self):
        """Return the network as a program for Keras 3; it scales as the explorer does."""
        frame = self.settled()
        return keras_code(frame.network, encoding=frame.made.encoding)

    # What the base asks

    def subject(self, values):
        """Return data and network in a few words."""
        units, bias = values["hidden"], "with" if values["bias"] else "without"
        neurons = "1 hidden neuron" if units == 1 else f"{units} hidden neurons"
        return f"{values['data']}, {neurons}, {bias} a bias"

    def result(self, frame):
        """Return the typical errors in the target's unit."""
        made = frame.made
        words = f"typical error {number(made.error(frame.network, made.seen))}"
        if len(made.held_out.inputs):
            words += f", held out {number(made.error(frame.network, made.held_out))}"
        return words

    def remarks(self, frame):
        """Return the baselines, and what to know about the data."""
        seen, held_out = frame.made.seen, frame.made.held_out
        where = "held-out examples" if len(held_out.inputs) else "examples"
        mean, line = frame.made.baselines()
        said = [
            f"{len(seen.inputs):,} to learn from, {len(held_out.inputs):,} held out. To compare, "
            f"on the {where}: the mean is off by {number(mean)}, a straight line by {number(line)}."
        ]
        said += [
            f"{name} is the same in every row to learn from: it can tell nothing."
            for name in same_in_every_row(seen)
        ]
        if frame.values["patience"] > 0 and not len(held_out.inputs):
            said.append("Patience needs held-out examples: raise the held-out share.")
        examples = len(seen.inputs) + len(held_out.inputs)
        if scores.is_own(frame.values) and examples <= FEW_ROWS:
            said.append(
                f"{examples} rows are so few that a network can learn each by heart: a small error "
                "on them says little about new ones."
            )
        return said

    def pictures(self, frame):
        """Return predictions against targets, for two inputs the surface, and the network."""
        made, predict = frame.made, partial(frame.made.predict, frame.network)
        parts = [
            (part.targets[:, 0], predict(part.inputs)[:, 0])
            if len(part.inputs)
            else (part.targets[:, 0],) * 2
            for part in (made.seen, made.held_out)
        ]
        drawn = [answers.predictions(*parts, made.seen.target_names[0])]
        if made.seen.inputs.shape[1] == 2:
            drawn.append(planes.fitted_surface(predict, made.seen, made.held_out))
        row = frame.row._replace(name=f"{frame.row.name}, scaled")
        return [*drawn, diagrams.network_diagram(frame.network, made.seen.input_names, row)]
