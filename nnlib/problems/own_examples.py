"""Examples from a table of one's own; what cannot be used is answered cell by cell."""

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from nnlib.problems.own_faults import (
    MOST_PROBLEMS,
    filled_lines,
    gaps,
    limits,
    raise_for,
    raise_for_gaps,
    words,
)
from nnlib.problems.own_table import is_heading, own_table
from nnlib.scaling import Encoding, is_constant
from nnlib.shown import counted
from nnlib.tables.coding import TableScaler
from nnlib.tables.columns import TWO_WORDS, WORDS
from nnlib.tables.proposals import INPUT, TARGET
from nnlib.tables.remarks import in_lines, listed, quoted

MOST_INPUTS, MOST_TARGETS, MOST_ROWS = 20, 4, 10_000
FEW_PROBLEMS = 3  # that are told one by one, though they are most
FEW_ROWS = 10
HOW_TO_WRITE = "Your own table: a row a line, the inputs and then the target."
NOTHING = MappingProxyType({})


class Wanted(NamedTuple):
    """What an explorer learns from: how a row may look, how few do, and what is no target.

    Attributes
    ----------
    example : str
    fewest_rows : int
    problem_of_target : callable
        ``problem_of_target(value)`` returns what is wrong with a number, or ``None``.
    is_any : bool
        Whether any number can be a target, several columns of them, or one column of any words.
    """

    example: str
    fewest_rows: int
    problem_of_target: Callable
    is_any: bool


def read_table(text, columns=NOTHING, reading=NOTHING):
    """Return a typed table whose target is 0, 1 or between, as a ``Dataset``.

    Parameters
    ----------
    text : str
        A row a line; the first line may hold the names.
    columns, reading : dict, optional
        As ``nnlib.problems.own_table.own_table`` has them. Without them, the columns are for what
        the reader proposes.

    Returns
    -------
    Dataset
        Rows with a gap are left out, as long as more than half of all remain.

    Raises
    ------
    ValueError
        With a line for every cell or row that cannot be used.
    """
    return _examples(text, tuple(columns.items()), tuple(reading.items()), BITS)


def read_measurements(text, columns=NOTHING, reading=NOTHING):
    """Return a typed table of two rows or more whose targets may be any numbers, as a ``Dataset``.

    Or its one target is a column of words. All else is as in ``read_table``.
    """
    return _examples(text, tuple(columns.items()), tuple(reading.items()), MEASUREMENTS)


def read_points(text, most_rows):
    """Return a typed table of points as a ``Dataset``: in every line x, y and a target.

    Parameters
    ----------
    text : str
        Without names.
    most_rows : int

    Raises
    ------
    ValueError
        With a line for every cell or row that cannot be used.
    """
    own, lines = own_table(text, NOTHING, {"heading": False}), filled_lines(text)
    (first, line), *others = lines.items()
    if others and is_heading(line) and not is_heading(others[0][1]):
        raise ValueError(
            f"Line {first} holds no number. Names are not needed here: take that line away."
        )
    names = own.table.names
    _not_too_many(own.table, most_rows)
    if len(names) != 3:
        more = ": x, y and the target. A wider table is for ScoreExplorer, in lesson 3."
        raise ValueError(
            f"Line {first} has {counted(len(names), 'cell')}, but 3 are needed"
            f"{more if len(names) > 3 else '.'}"
        )
    problems = [
        (number, " does not fit the others, which have 3 cells.")
        for number in lines
        if number not in own.table.lines
    ]
    problems += gaps(own, names, "3 are needed") + words(own, names, of_numbers=names[:2])
    raise_for(problems + limits(own, names, BITS))
    dataset = own.table.dataset(list(names[:2]), names[2])
    return dataset._replace(input_names=("x", "y"), target_names=("target",), encoding=None)


def words_of_points(text):
    """Return the two words that are 0 and 1 in a typed table of points, or nothing."""
    table = own_table(text, NOTHING, {"heading": False}).table
    if any(isinstance(value, float) for value in table.columns[table.names[2]]):
        return ()
    return table.dataset(list(table.names[:2]), table.names[2]).encoding.targets.classes


def without_scaling(dataset):
    """Return examples whose numbers a network gets as they are, and words as 0 and 1."""
    scalers = (
        TableScaler([part._replace(is_scaled=False) for part in scaler.parts])
        for scaler in dataset.encoding
    )
    return dataset._replace(encoding=Encoding(*scalers).fitted(dataset))


def what_to_know(dataset):
    """Return what to know about a table that can be used, as a list of sentences.

    Parameters
    ----------
    dataset : Dataset
    """
    said = [HOW_TO_WRITE]
    if len(dataset.inputs) == 1:
        said.append("One row alone: every neuron that gives its target is right.")
    elif is_constant(dataset.targets).all():
        said.append("All targets are the same: there is nothing to tell apart.")
    first = {}
    for number, (inputs, target) in enumerate(
        zip(map(tuple, dataset.inputs.tolist()), dataset.targets[:, 0].tolist(), strict=True), 1
    ):
        row, known = first.setdefault(inputs, (number, target))
        if known != target:
            said.append(
                f"Rows {row} and {number} have the same inputs and different targets: no network "
                "can give both."
            )
            break
    return said


def in_use(own):
    """Return which columns and rows of a table that can be used are in use, as a sentence.

    Parameters
    ----------
    own : OwnTable
    """
    inputs, targets = own.names(INPUT), own.names(TARGET)
    lines = own.table.lines
    whole = set(own.table.complete_rows(inputs + targets))
    left_out = [line for row, line in enumerate(lines) if row not in whole]
    rows = counted(len(lines), "row")
    if left_out:
        rows = (
            f"{len(whole):,} of {rows}; {len(left_out):,} left out for a gap, {in_lines(left_out)}"
        )
    given = listed(map(quoted, inputs))
    return f"In use: {given} to predict {listed(map(quoted, targets))}, {rows}."


def _problem_of_a_bit(value):
    if not 0 <= value <= 1:
        return (
            f": the target {value:,.15g} is not between 0 and 1, and a sigmoid gives nothing else."
        )
    return None


def _no_problem(value):
    return None


BITS = Wanted("0, 1, 1", 1, _problem_of_a_bit, False)
MEASUREMENTS = Wanted("4, 8, 90", 2, _no_problem, True)


@lru_cache(maxsize=4)
def _examples(text, columns, reading, wanted):
    own = own_table(text, dict(columns), dict(reading))
    table = own.table
    if len(table.lines) < wanted.fewest_rows:
        raise ValueError("There must be two rows of numbers or more: one alone tells nothing.")
    _not_too_many(table, MOST_ROWS)
    width, first = len(table.names), min(filled_lines(text))
    if width < 2:
        raise ValueError(
            f"Line {first} has 1 cell. Write 1 to {MOST_INPUTS} inputs and then the target, such "
            f"as: {wanted.example}"
        )
    inputs, targets = _chosen(own, wanted)
    for target in targets:
        _ask_for_another_target(table.columns[target], target, wanted)
    problems = limits(own, inputs + targets, wanted)
    problems += [] if _are_classes(own, targets, wanted) else words(own, targets)
    whole = table.complete_rows(inputs + targets)
    if 2 * len(whole) <= len(table.lines) or len(whole) < wanted.fewest_rows:
        found = gaps(own, inputs + targets, f"line {first} has {width}")
        if len(found) > MOST_PROBLEMS:
            raise_for_gaps(table, inputs + targets, len(whole))
        problems += found
    raise_for(problems)
    dataset = table.dataset(inputs, targets)
    coded = len(dataset.input_names)
    if coded > MOST_INPUTS:
        raise ValueError(
            f"There are {coded} inputs, a column for each word among them; at most {MOST_INPUTS} "
            "can be used. Leave some columns out."
        )
    return dataset


def _chosen(own, wanted):
    """Return the inputs and the targets, or say which choice is missing or one too many."""
    inputs, targets = own.names(INPUT), own.names(TARGET)
    if not inputs:
        others = (each for each in own.columns if each.role != TARGET)
        known = listed(f"{quoted(each.name)} ({each.kind})" for each in others)
        raise ValueError(f"No column is an input: choose at least one below the table, of {known}.")
    if not targets:
        raise ValueError("No column is the target: choose the one that is to be predicted.")
    kinds = {each.name: each.kind for each in own.columns}
    of_words = [target for target in targets if kinds[target] in (WORDS, TWO_WORDS)]
    if of_words and not wanted.is_any and kinds[of_words[0]] == WORDS:
        raise ValueError(
            f"The target {quoted(of_words[0])} holds more than two words, and one number is "
            "predicted here: choose a column of numbers or of two words."
        )
    if of_words and len(targets) > 1:
        raise ValueError(
            f"The target {quoted(of_words[0])} holds words, and then it has to be the only one: "
            "choose another role for the other targets, or for this one."
        )
    if len(targets) > MOST_TARGETS:
        raise ValueError(
            f"There are {len(targets)} targets, and {MOST_TARGETS} are the most: make some of them "
            "inputs, or leave them out."
        )
    return inputs, targets


def _are_classes(own, targets, wanted):
    """Return whether the one target is a column of words, each of them a class."""
    kinds = {each.name: each.kind for each in own.columns}
    return wanted.is_any and kinds[targets[0]] == WORDS


def _ask_for_another_target(values, name, wanted):
    """Say it once where most of a column can be no target."""
    numbers = [value for value in values if isinstance(value, float)]
    odd = [value for value in numbers if wanted.problem_of_target(value)]
    if len(odd) > max(FEW_PROBLEMS, len(numbers) / 2):
        raise ValueError(
            f"The target {quoted(name)} goes from {min(numbers):,.15g} to {max(numbers):,.15g}. A "
            "sigmoid gives numbers from 0 to 1: choose another target, such as one of two words. "
            "ScoreExplorer, in lesson 3, learns any number."
        )


def _not_too_many(table, most):
    if len(table.lines) > most:
        raise ValueError(f"The table has {len(table.lines):,} rows; at most {most:,} can be used.")
