"""How far an answer is to be trusted: what other starts say, and how far single examples scatter.

Two things make an answer uncertain. Other starts end elsewhere; and even if all of them agreed,
single examples would lie off what is predicted. The first says nothing of the second.
"""

import math
from typing import NamedTuple

import numpy as np

from nnlib.problems.fit import fit, fit_without_parts
from nnlib.problems.scores import fitted_how
from nnlib.training import Training

STARTS = 50
PERCENTILES = (5, 95)
BEYOND_MEASURE = 1e12  # so large is no prediction: measurements are below 1e9


class Answer(NamedTuple):
    """What a network predicts, how far other starts agree, and how far single examples scatter.

    Attributes
    ----------
    predicted : float
        In the target's unit.
    low, high : float
        Nine of ten other starts, trained as long, lie between these; NaN where
        the training of one went beyond all measure.
    outside : list of (name, value, lowest, highest)
        Inputs outside the range of the examples.
    scatter : float
        About nine in ten examples lie no further than this from what a network predicts that
        has not learned from them; NaN where fewer than nine are there to tell, or a training
        was cut short or went beyond all measure.
    """

    predicted: float
    low: float
    high: float
    outside: list
    scatter: float


class ClassAnswer(NamedTuple):
    """Which class a network predicts, and how many other starts say the same.

    Attributes
    ----------
    predicted : str
    share : float
        What the network gives it, of a whole.
    agreeing : int
        Of fifty other starts, trained as long.
    outside : list of (name, value, lowest, highest)
        Inputs outside the range of the examples.
    """

    predicted: str
    share: float
    agreeing: int
    outside: list


def answer_of(value, said, beyond, errors):
    """Return an ``Answer`` of what the network says, what the other starts say, and the errors."""
    with np.errstate(all="ignore"):
        scatter = nine_in_ten(errors)
    low, high = np.nan, np.nan
    if (np.abs(said) < BEYOND_MEASURE).all():
        low, high = np.percentile(said, PERCENTILES).tolist()
    return Answer(value, low, high, beyond, scatter if scatter < BEYOND_MEASURE else np.nan)


def class_of(outputs):
    """Return the place of the class that one output or several answer."""
    return int(outputs.argmax()) if outputs.size > 1 else int(outputs[0] >= 0.5)


def share_of(outputs, answered):
    """Return the share that outputs give a class; one output is that of the second of two."""
    if outputs.size > 1:
        return float(outputs[answered])
    return float(outputs[0] if answered else 1 - outputs[0])


def other_trainings(values):
    """Return (fit, training) of other starts, and of networks without a part of the examples."""
    how = fitted_how(values)
    fits = [fit(**how, copies=STARTS), *fit_without_parts(**how)]
    return [(each, _training_of(each, values["learning_rate"])) for each in fits]


def _training_of(made, learning_rate):
    how = {"learning_rate": learning_rate, "loss": made.training["loss"]}
    return Training(made.network, *made.examples[:2], **how)


def nine_in_ten(errors):
    """Return what about nine in ten further errors will not exceed; NaN of fewer than nine errors.

    Drawn alike, the next error is as likely to come in each of the n + 1 places among n others.
    """
    place = math.ceil(9 * (len(errors) + 1) / 10)
    return np.sort(errors)[place - 1].item() if place <= len(errors) else np.nan
