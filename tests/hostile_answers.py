"""Answers that nobody should give, to be tried on every exercise: what they are, by name."""

import asyncio
import decimal
import fractions
import itertools
import os
import random
import sys
import warnings

import numpy as np


def raising(error):
    def raises(*given, **named):
        raise error

    return raises


def made(**methods):
    """Return an object of a class of its own with these methods."""
    return type("Odd", (), methods)()


class UnsayableError(Exception):
    def __str__(self):
        raise SystemExit("not even this")


class EndlessError(Exception):
    def __str__(self):
        while True:
            pass


class OddList(list):
    def __iter__(self):
        raise MemoryError

    def __len__(self):
        return -1


class OddText(str):
    def strip(self, *given):
        raise RuntimeError

    def __eq__(self, other):
        raise RuntimeError

    def __hash__(self):
        raise RuntimeError


class OddNumber(float):
    def __float__(self):
        raise ValueError

    def __lt__(self, other):
        raise ValueError


class OddArray(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def __array_function__(self, *given):
        raise RuntimeError

    def __array_ufunc__(self, *given, **named):
        raise RuntimeError


class OddKind(type):
    @property
    def __name__(cls):
        raise RuntimeError

    def __instancecheck__(cls, other):
        raise RuntimeError


class OfOddKind(metaclass=OddKind):
    pass


def itself():
    values = [1]
    values.append(values)
    return values


def many_times_itself():
    values = []
    values.extend([values] * 100)
    return values


def in_itself():
    table = np.empty(2, object)
    table[:] = table, 1
    return table


# Functions that take whatever comes.


def never_ends(*given):
    while True:
        pass


def never_ends_and_catches(*given):
    while True:
        try:
            raise ValueError
        except:  # noqa: E722
            pass


def never_ends_inside_a_try(*given):
    try:
        while True:
            pass
    except BaseException:
        return 1.0


def never_ends_in_a_comprehension(*given):
    return [each for each in itertools.count()]  # noqa: C416


def calls_itself(*given):
    return calls_itself(*given)


def prints_much(*given):
    for number in range(10_000):
        print(number)
    return 1.0


def closes_the_output(*given):
    sys.stdout.close()
    sys.stdout = sys.stderr = None
    return 1.0


def changes_numpy(*given):
    np.seterr(all="raise")
    np.set_printoptions(precision=1)
    np.random.seed(5)
    return 1.0


def changes_the_process(*given):
    random.seed(5)
    os.chdir("/")
    os.environ["ODD"] = "1"
    sys.setrecursionlimit(900)
    warnings.simplefilter("error")
    sys.settrace(None)
    return 1.0


def changes_what_comes_in(*given):
    for each in given:
        each[...] = 0
        each.resize(0, refcheck=False)
    return 1.0


def gives_one_by_one(*given):
    yield 1.0


async def gives_later(*given):
    await asyncio.sleep(0)


VALUES = {
    "None": None,
    "True": True,
    "NotImplemented": NotImplemented,
    "nan": float("nan"),
    "inf": float("inf"),
    "1j": 1j,
    "huge": 10**5000,
    "minus huge": -(10**400),
    "tiny": 1e-320,
    "largest": 1.7e308,
    "minus 0": -0.0,
    "fraction": fractions.Fraction(1, 3),
    "decimal": decimal.Decimal("NaN"),
    "odd number": OddNumber(2),
    "no text": "",
    "long text": "A" * 10**6,
    "braces": "{words} {0} %s \\",
    "null": "\0\ud800",
    "lines": "\n" * 100,
    "odd text": OddText("C"),
    "bytes": b"C",
    "settings": "data=own points=1,2,3;",
    "settings of nan": "learning_rate=nan",
    "settings without end": "data=spiral epochs=100000 batch_size=1",
    "no list": [],
    "no tuple": (),
    "set": {1, 2},
    "letters": {"A", "D", "E"},
    "dict": {"A": 1},
    "texts": ["1", "2", "3", "4"],
    "ragged": [[1, 2], [3]],
    "itself": itself(),
    "many times itself": many_times_itself(),
    "nested": eval("[" * 50 + "]" * 50),
    "odd list": OddList([1, 2]),
    "a million": [0.5] * 10**6,
    "range": range(10**12),
    "generator": (each for each in [1, 2]),
    "zeros": np.zeros(10**6),
    "empty": np.zeros((0, 3)),
    "many axes": np.zeros((1,) * 12),
    "structured": np.zeros(3, dtype="i4,f8"),
    "void": np.void(b"abc"),
    "objects": np.array([object(), None]),
    "in itself": in_itself(),
    "array of text": np.array(["A", "B"]),
    "date": np.datetime64("2020-01-01"),
    "masked": np.ma.masked,
    "masked array": np.ma.array([1.0, 2.0], mask=[0, 1]),
    "odd array": np.zeros(3).view(OddArray),
    "read only": np.broadcast_to(1.0, (3, 3)),
    "memory": memoryview(b"abc"),
    "class": int,
    "module": np,
    "ufunc": np.exp,
    "object": object(),
    "odd kind": OfOddKind(),
    "odd class": OfOddKind,
    **{
        f"{method} {type(error).__name__}": made(**{method: raising(error)})
        for method in ("__repr__", "__eq__", "__bool__", "__array__", "__len__", "__getattr__")
        for error in (ValueError("odd"), SystemExit(), UnsayableError())
    },
    "claims to be a list": made(__class__=property(lambda self: list)),
    "claims and raises": made(__class__=property(raising(RuntimeError()))),
    "is never read": made(__array__=never_ends),
    "has no end": made(__len__=lambda self: 3, __getitem__=lambda self, place: self),
    "is many": made(__len__=lambda self: 10**15, __getitem__=lambda self, place: 1),
}
FUNCTIONS = {
    each.__name__: each
    for each in (
        never_ends,
        never_ends_and_catches,
        never_ends_inside_a_try,
        never_ends_in_a_comprehension,
        calls_itself,
        prints_much,
        closes_the_output,
        changes_numpy,
        changes_the_process,
        changes_what_comes_in,
        gives_one_by_one,
        gives_later,
    )
} | {
    "without brackets": lambda: 1.0,
    "wants names": lambda *, name: name,
    "endless error": raising(EndlessError()),
    "callable": made(__call__=raising(SystemExit()), __code__=3, __globals__=4),
    "callable without a name": made(__call__=lambda *given: 1.0, __getattr__=raising(OSError())),
    **{
        f"raises {type(error).__name__}": raising(error)
        for error in (
            SystemExit(),
            GeneratorExit(),
            StopIteration(),
            UnsayableError(),
            ValueError("{braces} %s" * 1000),
            asyncio.CancelledError(),
            RecursionError(),
            NameError(),
            UnboundLocalError(),
            IndexError("\0"),
        )
    },
}
LASTING = ("never_ends", "endless error", "is never read", "has no end")  # until their time is up


def all_answers():
    """Yield (name, arguments of a check): values, functions, and functions that give values."""
    for name, value in VALUES.items():
        yield name, (value,)
        if name in LASTING:
            continue
        yield f"three of {name}", (value, 1, value)
        yield f"four of {name}", ([[1, 2], [3, value]], value, (1, value), value)
        yield f"gives {name}", (lambda *given, value=value: value,)
        yield f"gives two of {name}", (lambda *given, value=value: (given[0], value),)
    for name, function in FUNCTIONS.items():
        yield name, (function,)


def seeded_answer(random):
    """Return a random answer of the kinds that exercises ask for, and of those that they do not."""
    kinds = [
        lambda: random.choice([0, 1, -1, 2, 3, 10, 0.5, 1e308, -1e308, 1e-308]),
        lambda: random.uniform(-1, 1) * 10 ** random.randint(-10, 10),
        lambda: random.choice(["A", "B", "C", "D", "ADE", "0.5", "...", "C ", "é", ""]),
        lambda: " ".join(
            f"{random.choice(SETTINGS_NAMES)}={random.choice(SETTINGS_VALUES)}"
            for _ in range(random.randint(0, 4))
        ),
        lambda: np.array([random.uniform(-9, 9) for _ in range(random.randint(0, 6))]),
        lambda: [seeded_answer(random) for _ in range(random.randint(0, 4))],
        lambda: tuple(seeded_answer(random) for _ in range(random.randint(0, 4))),
        lambda: random.choice(list(VALUES.values())),
        lambda: seeded_function(random),
    ]
    return random.choice(kinds)()


SETTINGS_NAMES = ["data", "layers", "epochs", "noise", "inputs", "learning_rate", "activation", "x"]
SETTINGS_VALUES = ["circles", "spiral", "own", "0", "1", "8-8", "none", "x,xy", "nan", "30", "tanh"]


def seeded_function(random):
    value = random.choice([0, 1.5, None, "text", np.ones((3, 1)), [1, [2]]])
    return random.choice(
        [
            lambda *given: value,
            lambda *given: given[0],
            lambda *given: given,
            lambda *given: sum(given),
            lambda *given: given[0] @ given[-1],
            lambda *given: given[0] * value,
            lambda *given: [each[0] for each in given],
            lambda *given: dict.fromkeys(given, value),
        ]
    )
