"""A problem: its settings by name, what they make, and the line of text that brings them back.

Such a line is ``playground:1 data=spiral layers=8-8``: the problem and the version of all
settings, and whatever is not as at first. It is read and never evaluated.

A whole problem, with two settings of its own besides those of every training::

    def set_up(values):
        examples = datasets.xor() if values["data"] == "XOR" else datasets.or_gate()
        layers = [Dense(2, values["hidden"], "tanh"), Dense(values["hidden"], 1, "sigmoid")]
        return SetUp(Network(layers, rng=values["start"]), examples, {"optimizer": "adam"})

    PROBLEM = Problem(
        "small",
        {
            "data": Choice("XOR", ["XOR", "OR"], "data", "the gate to learn"),
            "hidden": Number(3, 1, 8, "hidden neurons", "how many hidden neurons there are"),
            **of_every_training(epochs=300, learning_rate=0.1),
        },
        set_up,
        first="data",
    )
"""

import inspect
import textwrap
from collections.abc import Callable
from typing import NamedTuple

from nnlib import checks
from nnlib.datasets import Dataset
from nnlib.network import Network
from nnlib.problems.settings import LARGEST_WEIGHT
from nnlib.shown import sentence, shown
from nnlib.training import Training

THE_LINE = (
    "all of it as a line, as the attribute ``settings`` has it; an argument beside it counts more"
)
VERSION = 1  # of all settings; with another one a default or a name may have changed


class SetUp(NamedTuple):
    """What settings make. Where more is to be kept, anything with these attributes will do.

    Attributes
    ----------
    network : Network
        Before its training; its first weights are those of the setting ``start``.
    examples : Dataset
        What it learns from, as the network gets it.
    training : dict
        What ``nnlib.training.Training`` needs besides, such as ``loss``, ``optimizer`` and
        ``validation``; not the settings that hold at once, such as the learning rate.
    """

    network: Network
    examples: Dataset
    training: dict


class Problem(NamedTuple):
    """What can be trained, as a declaration.

    Attributes
    ----------
    name : str
        As it stands in the line; no other problem has it.
    settings : dict of str to Setting
        Those of ``of_every_training`` among them.
    set_up : callable
        ``set_up(values)``: from a value for every setting to a ``SetUp``, or a ``ValueError`` with
        the reason why these cannot be trained.
    first : str
        The setting whose value can be given without its name; "settings" is the line.
    worth : float
        How many usual epochs one of its epochs is worth when a training is shown: see
        ``nnlib.pace``.
    """

    name: str
    settings: dict
    set_up: Callable
    first: str
    worth: float = 1

    def read(self, line):
        """Return a value for every setting as the line says; what it does not say is as at first.

        Raises
        ------
        ValueError
            In a sentence that names the part that cannot be read.
        """
        return self._completed(self._said(line))

    def write(self, values):
        """Return the line that brings these values back.

        Raises
        ------
        ValueError
            Where a table cannot be read, or what is to be written is nothing.
        """
        parts = [f"{self.name}:{VERSION}"]
        for name, setting in self.settings.items():
            if setting.used(values) and values[name] != setting.default_beside(values):
                parts.append(f"{name}={setting.write(values[name])}")
        return " ".join(parts)

    def values(self, *given, **by_name):
        """Return a value for every setting from the arguments of ``signature``, each checked."""
        unknown = by_name.keys() - self.settings.keys() - {"settings"}
        if unknown:
            known = ", ".join([*self.settings, "settings"])
            raise TypeError(f"there is no setting {min(unknown)}, but {known}.")
        arguments = self.signature().bind(*given, **by_name).arguments
        said = self._said(arguments.get("settings", ""))
        for name, value in arguments.items():
            if name != "settings":
                said[name] = self.settings[name].checked(value, name)
        return self._completed(said)

    def training(self, made, values):
        """Return the training of what these values have made, before its first epoch."""
        how = {name: values[name] for name in self._at_once() if name != "patience"}
        training = Training(
            made.network,
            made.examples.inputs,
            made.examples.targets,
            largest_weight=LARGEST_WEIGHT,
            **how,
            **made.training,
        )
        self.steer(training, values)
        return training

    def steer(self, training, values):
        """Hand a training what holds at once; patience only where something is held out."""
        for name in self._at_once():
            if name != "patience":
                setattr(training, name, values[name])
            elif training.history.validation_loss:
                training.patience = values[name] or None

    def _at_once(self):
        return [name for name, setting in self.settings.items() if setting.at_once]

    def signature(self):
        """Return what a function takes that is given the settings one by one, or as their line."""
        defaults = {name: setting.default for name, setting in self.settings.items()}
        defaults["settings"] = ""
        kind = inspect.Parameter
        names = [self.first, *(name for name in defaults if name != self.first)]
        return inspect.Signature(
            kind(
                name,
                kind.POSITIONAL_OR_KEYWORD if name == self.first else kind.KEYWORD_ONLY,
                default=defaults[name],
            )
            for name in names
        )

    def documented(self):
        """Return the section *Parameters* of a docstring on such a function."""
        told = {
            name: f"{name} : {setting.in_words()}\n{_line(setting.meaning)}"
            for name, setting in self.settings.items()
        }
        told["settings"] = f"settings : str\n{_line(THE_LINE)}"
        first = told.pop(self.first)
        return "\n".join(["Parameters", "----------", first, *told.values()])

    def _said(self, line):
        """Return the values that a line says, by name."""
        said = {}
        for part in self._without_head(checks.text(line, "settings").split()):
            name, equals, value = part.partition("=")
            if not equals or not value:
                raise ValueError(
                    f"{shown(part)} is not a setting: write name=value, such as {self._example()}."
                )
            setting = checks.one_of(name, self.settings, "setting")
            if name in said:
                raise ValueError(f"the setting {name} is there twice: leave one of them out.")
            said[name] = setting.read(value, f"setting {name}")
        return said

    def _completed(self, said):
        values = {name: setting.default for name, setting in self.settings.items()} | said
        return {
            name: said.get(name, setting.default_beside(values))
            for name, setting in self.settings.items()
        }

    def _without_head(self, parts):
        """Return the parts after the head, where there is one; refuse that of something else."""
        name, colon, version = parts[0].partition(":") if parts else ("", "", "")
        if not colon or "=" in name:
            return parts
        if name != self.name:
            raise ValueError(
                f"this line is for {shown(name)}, not for {self.name!r}: paste it there."
            )
        if version != str(VERSION):
            raise ValueError(
                f"the line is of version {shown(version)}, and this course reads version "
                f"{VERSION}: take a line that this course has written."
            )
        return parts[1:]

    def _example(self):
        name, setting = next(iter(self.settings.items()))
        return f"{name}={setting.write(setting.default)}"


def _line(meaning):
    return textwrap.indent(textwrap.fill(sentence(meaning), 84), "    ")
