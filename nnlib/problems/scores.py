"""Scores: numbers to be matched, invented, measured, or one's own, some of them held out.

Of one's own they may be several, or classes.
"""

from nnlib import datasets
from nnlib.problems.fit import fit
from nnlib.problems.own_examples import read_measurements, without_scaling
from nnlib.problems.own_table import OWN_TABLE, is_own, typed
from nnlib.problems.problem import Problem
from nnlib.problems.settings import (
    Choice,
    Number,
    Switch,
    of_every_training,
    of_own_tables,
    round_numbers,
)

STUDENTS, EXAM = "students", "exam scores"
MOST_STUDENTS = 500
FIRST_TABLE = """hours studied, hours slept, score
2, 9, 92
1, 5, 86
3, 6, 89
0.5, 7, 70
5, 4, 81"""


def is_invented(values):
    """Return whether the students are invented."""
    return values["data"] == STUDENTS


def own(values):
    """Return the learner's own table as a ``Dataset``; errors name the line and the cell."""
    table = read_measurements(*typed(values))
    return table if values["scaled"] else without_scaling(table)


def set_up(values):
    """Return what these settings ask for, a ``Fit``."""
    return fit(**fitted_how(values))


def fitted_how(values):
    """Return the arguments of ``fit`` and ``fit_without_parts``, the data among them."""
    if is_invented(values):
        dataset = datasets.students(values["students"], values["noise"], rng=1)
    elif is_own(values):
        dataset = own(values)
    else:
        dataset = datasets.exam_scores()
    return {"dataset": dataset} | {
        name: values[name] for name in ("hidden", "bias", "held_out", "start")
    }


PROBLEM = Problem(
    "scores",
    {
        "data": Choice(
            STUDENTS, [STUDENTS, EXAM, OWN_TABLE], "data",
            "invented students, three real exam scores, or a table of your own",
        ),
        **of_own_tables(
            FIRST_TABLE, "a line of names, then a row a line; what each column is for can be "
            "chosen below", is_own, several_targets=True,
        ),
        "students": Number(
            40, 4, MOST_STUDENTS, "students", "how many students are invented",
            choices=[4, *range(10, MOST_STUDENTS + 1, 10)], used=is_invented,
        ),
        "noise": Number(
            5.0, 0.0, 20.0, "noise (points)", "the standard deviation of chance in their scores",
            choices=range(21), used=is_invented,
        ),
        "held_out": Number(
            0.3, 0.0, 0.9, "held-out share", "the share of the examples that is not learned from",
            choices=[tenths / 10 for tenths in range(10)],
        ),
        "hidden": Number(8, 1, 16, "hidden neurons", "how many hidden neurons there are"),
        "bias": Switch(True, "bias", "whether hidden neurons and output have one", rare=True),
        "patience": Number(
            0, 0, 100_000, "patience (0: endless)", "ends the training after this many epochs "
            "without a new low of the held-out loss", choices=[0, *round_numbers(1, 100_000)],
            at_once=True, rare=True,
        ),
        **of_every_training(epochs=2000, learning_rate=0.1),
    },
    set_up,
    first="data",
)  # fmt: skip
