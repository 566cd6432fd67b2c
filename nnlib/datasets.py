"""The lessons' data: plain arrays with names.

Every function returns a new ``Dataset``, so that changing one changes no other.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnlib import checks
from nnlib.shown import shown

DATA = Path(__file__).parent / "data"
MOST_SAMPLES = 1_000_000  # to be drawn at random


class Dataset(NamedTuple):
    """Examples to learn from.

    Attributes
    ----------
    inputs : array, shape (samples, features)
    targets : array, shape (samples, outputs)
    input_names : tuple of str
        What each column of the inputs is, with its unit where it has one.
    target_names : tuple of str
        The same for the targets.
    encoding : Encoding or None
        How the columns of a person's table become these numbers, and how they are scaled.
    """

    inputs: np.ndarray
    targets: np.ndarray
    input_names: tuple
    target_names: tuple
    encoding: object = None


def first_input():
    """Four rows of three bits; the target is the first bit."""
    return _bits(["001", "111", "101", "011"], lambda a, b, c: a)


def cycling():
    """Four mornings of somebody who cycles to work, or does not (lesson 1's table).

    The numbers are those of ``first_input``: was it dry, was it windy, was it a workday; and the
    target, whether they cycled.
    """
    names = {"input_names": ("dry", "windy", "workday"), "target_names": ("cycled",)}
    return first_input()._replace(**names)


def eleven_lines():
    """Return the rows of ``first_input`` in counting order (the eleven-line network's table)."""
    return _bits(["001", "011", "101", "111"], lambda a, b, c: a)


def eleven_lines_xor():
    """Return the rows of ``eleven_lines``; the target is the XOR of the first two bits."""
    return _bits(["001", "011", "101", "111"], lambda a, b, c: a ^ b)


def and_gate():
    """Two bits; the target is 1 when both are 1."""
    return _bits(_counting(2), lambda a, b: a and b)


def or_gate():
    """Two bits; the target is 1 when at least one is 1."""
    return _bits(_counting(2), lambda a, b: a or b)


def xor():
    """Two bits; the target is 1 when exactly one is 1."""
    return _bits(_counting(2), lambda a, b: a ^ b)


def parity3():
    """Three bits; the target is 1 when an odd number of them is 1 (three-input XOR)."""
    return _bits(_counting(3), lambda a, b, c: a ^ b ^ c)


def all_equal():
    """Three bits; the target is 1 when all three are the same."""
    return _bits(_counting(3), lambda a, b, c: a == b == c)


def exam_scores():
    """Hours studied and hours slept of three students, and their scores out of 100."""
    return Dataset(
        np.array([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]]),
        np.array([[92.0], [86.0], [89.0]]),
        ("hours studied", "hours slept"),
        ("score",),
    )


def students(count=40, noise=5.0, rng=None):
    """Hours studied and hours slept of invented students, and their scores out of 100.

    No such students exist. Their scores follow a rule of this course, in which more study helps
    less and less and eight hours of sleep are best, and then chance, normally distributed::

        score = 40 + 50 * (1 - exp(-studied / 3)) - 2 * (slept - 8)**2 + chance

    Parameters
    ----------
    count : int
    noise : float, 0 or more
        The standard deviation of chance, in points. Scores end at 0 and 100.
    rng : int or numpy.random.Generator, optional
        The same seed gives the same hours whatever the noise.
    """
    count = checks.whole_number(count, "count", maximum=MOST_SAMPLES)
    noise = checks.number(noise, "noise", at_least=0)
    rng = checks.random_generator(rng)
    studied, slept = rng.uniform(0, 9, count), rng.uniform(4, 10, count)
    rule = 40 + 50 * (1 - np.exp(-studied / 3)) - 2 * (slept - 8) ** 2
    scores = np.clip(rule + noise * rng.standard_normal(count), 0, 100)
    return Dataset(
        np.column_stack([studied, slept]),
        scores[:, np.newaxis],
        ("hours studied", "hours slept"),
        ("score",),
    )


def diabetes():
    """Ten measurements of 442 people, and how far their diabetes had gone a year later.

    Age in years, sex (1 or 2), body mass index in kg/m², mean blood pressure, and six values of
    the blood serum; the target is a measure of progression from 25 to 346. Efron, Hastie,
    Johnstone and Tibshirani, 2004, as scikit-learn keeps it.
    """
    names, rows = _table_in("diabetes.csv")
    return Dataset(rows[:, :-1].copy(), rows[:, -1:].copy(), names[:-1], names[-1:])


def digits():
    """1,797 handwritten digits as images of 8 by 8 pixels, and which digit each is.

    A pixel is a whole number from 0 (paper) to 16 (ink); the 64 of an image stand row by row.
    Each target is **one-hot**: of its ten columns, that of the digit is 1 and the others are 0.
    E. Alpaydin and C. Kaynak, 1998, as scikit-learn keeps it.

    Examples
    --------
    >>> images = digits()
    >>> images.inputs.shape, images.targets.shape
    ((1797, 64), (1797, 10))
    >>> labels(images)[:5].tolist()
    [0, 1, 2, 3, 4]
    """
    names, rows = _table_in("digits.csv")
    targets = np.eye(10)[rows[:, -1].astype(int)]
    return Dataset(rows[:, :-1].copy(), targets, names[:-1], tuple("0123456789"))


def labels(dataset):
    """Return the class of every sample: the column in which its target is largest.

    Parameters
    ----------
    dataset : Dataset
        With a column of targets for each class, such as ``digits()``.

    Returns
    -------
    array of int, shape (samples,)
    """
    targets = checked(dataset).targets
    if targets.shape[1] == 1:
        raise ValueError(
            "dataset: targets must have a column for each class, not one; a single column is the "
            "label itself: dataset.targets[:, 0]."
        )
    return targets.argmax(axis=1)


def data_file(name):
    """Return the path of a table that comes with the package, such as ``"diabetes.csv"``.

    So a notebook finds its tables in whatever folder it is opened. ``data/README.md`` says where
    each table is from.

    Parameters
    ----------
    name : str
        The file's name with its ending.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        For a name that no table has; the message names those there are.

    Examples
    --------
    >>> data_file("success_rates.csv").read_text(encoding="utf-8").splitlines()[0]
    'bias,hidden,epochs,solved,starts'
    """
    tables = {path.name: path for path in sorted(DATA.glob("*.csv"))}
    return checks.one_of(name, tables, "name")


def split(dataset, share, rng=None):
    """Return a dataset in two parts, drawn at random: (the rest, the share that is held out).

    Where it has an encoding, both parts get that of the first: what is held out must not be seen,
    by scaling neither.

    Parameters
    ----------
    dataset : Dataset
    share : float, from 0 up to but without 1
        How much of it is held out, rounded to whole samples; at least one sample is not.
    rng : int or numpy.random.Generator, optional

    Returns
    -------
    (Dataset, Dataset)
    """
    dataset = checked(dataset)
    seen, rest = (
        dataset._replace(inputs=dataset.inputs[rows], targets=dataset.targets[rows])
        for rows in split_rows(len(dataset.inputs), share, rng)
    )
    encoding = dataset.encoding and dataset.encoding.fitted(seen)
    return seen._replace(encoding=encoding), rest._replace(encoding=encoding)


def split_rows(samples, share, rng=None):
    """Return which rows ``split`` puts into its two parts: (the rest, the share held out).

    Parameters
    ----------
    samples : int
        How many rows there are.
    share, rng
        As for ``split``.

    Returns
    -------
    (array of int, array of int)

    Examples
    --------
    >>> [len(rows) for rows in split_rows(10, 0.3, rng=1)]
    [7, 3]
    """
    samples = checks.whole_number(samples, "samples", maximum=MOST_SAMPLES)
    share = checks.number(share, "share", at_least=0, below=1)
    order = checks.random_generator(rng).permutation(samples)
    held_out = min(round(share * samples), samples - 1)
    return order[held_out:], order[:held_out]


def checked(dataset, *, inputs=None, targets=None):
    """Return `dataset` with its numbers as tables; of so many columns, where that is said.

    Names are checked of inputs alone, and only where their number is said: ``_replace`` with a
    second column of targets leaves the old names.

    Parameters
    ----------
    dataset : Dataset
    inputs, targets : int, optional
        How many columns there must be.

    Raises
    ------
    ValueError
        For what does not fit together.
    """
    checks.instance(dataset, Dataset, "dataset", "a Dataset, such as datasets.xor()")
    if dataset.encoding is not None and not hasattr(type(dataset.encoding), "fitted"):
        raise ValueError(
            f"dataset: encoding must be an Encoding or None; got {shown(dataset.encoding)}."
        )
    tables = checks.examples(dataset.inputs, dataset.targets, "dataset: ")
    for name, table, columns in zip(Dataset._fields, tables, (inputs, targets), strict=False):
        if columns not in (None, table.shape[1]):
            noun = "column" if columns == 1 else "columns"
            raise ValueError(f"dataset: {name} must have {columns} {noun}, not {table.shape[1]}.")
    if inputs is not None:  # they are going to be named
        checks.names(dataset.input_names, inputs, "dataset: input_names")
    return Dataset(*tables, *dataset[2:])


def _table_in(name):
    """Return the names of a file's columns, and its rows."""
    with data_file(name).open(encoding="utf-8") as file:
        names = tuple(file.readline().strip().split(","))
        return names, np.loadtxt(file, delimiter=",")


def _counting(bits):
    """Return every row of so many bits, in the order of binary counting."""
    return [format(row, f"0{bits}b") for row in range(2**bits)]


def _bits(rows, rule):
    inputs = np.array([[int(bit) for bit in row] for row in rows])
    targets = np.array([[float(rule(*row))] for row in inputs.tolist()])
    names = tuple(f"input {column}" for column in range(1, inputs.shape[1] + 1))
    return Dataset(inputs.astype(float), targets, names, ("target",))
