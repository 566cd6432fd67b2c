"""Values that a function may be given instead of a good one: strange ones, and disguised ones.

``STRANGE`` are values of every kind by name, each made anew when it is asked for; ``DRAWN`` are
those that Hypothesis makes up. ``DISGUISES`` give the same value in another form, which has to
bring the same result or a refusal.
"""

import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nnlib.datasets import Dataset, xor
from nnlib.network import Dense, Network
from nnlib.scaling import Encoding, StandardScaler


def fails(*arguments, **named):
    raise RuntimeError("a stranger's class")


class Rude:
    """Raises whatever it is asked."""

    __repr__ = __str__ = __len__ = __iter__ = __getitem__ = __bool__ = __eq__ = __hash__ = fails
    __float__ = __int__ = __index__ = __array__ = __call__ = __fspath__ = __format__ = fails
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __sub__ = __mul__ = __contains__ = fails


class RudeList(list):
    __repr__ = __iter__ = __getitem__ = __len__ = __eq__ = __bool__ = fails


class RudeText(str):
    __repr__ = __str__ = __eq__ = __hash__ = __len__ = __format__ = fails


class RudeInt(int):
    __repr__ = __str__ = __int__ = __index__ = __float__ = __eq__ = __lt__ = __le__ = fails
    __gt__ = __ge__ = __bool__ = __hash__ = fails


class RudeFloat(float):
    __repr__ = __str__ = __float__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = fails


class Endless:
    """A sequence that claims to go on for ever, and so does its text."""

    def __len__(self):
        return 2**62

    def __getitem__(self, place):
        return 0.0

    def __repr__(self):
        return "endless " * 100_000


class NoArray:
    """Has an array, of text."""

    def __array__(self, dtype=None, copy=None):
        return np.array("text")


class Column:
    """A column as tables have it: an array can be made of it, and it is none."""

    def __init__(self, values):
        self.values = np.asarray(values)

    def __len__(self):
        return len(self.values)

    def __array__(self, dtype=None, copy=None):
        return self.values.astype(dtype or self.values.dtype)


class Claims:
    """Says that it is of another class."""

    @property
    def __class__(self):
        return Network


def inside_itself():
    value = [1.0]
    value.append(value)
    return value


def dictionary_inside_itself():
    value = {}
    value["itself"] = value
    return value


def deep():
    value = []
    for _ in range(2000):
        value = [value]
    return value


def rude_objects():
    value = np.zeros((4, 1), dtype=object)
    value[1, 0] = Rude()
    return value


def no_rows():
    return xor()._replace(inputs=np.zeros((0, 2)), targets=np.zeros((0, 1)))


def network(outputs=1, **settings):
    return Network([Dense(2, 3, "tanh"), Dense(3, outputs, "sigmoid")], rng=1, **settings)


def broken():
    weights = network()
    weights.parameters[...] = np.nan
    return weights


def nothing(*arguments, **named):
    return None


def words(*arguments, **named):
    return "no number"


def not_a_number(*arguments, **named):
    return math.nan


def masked(shape):
    values = np.ma.array(np.zeros(shape), mask=False)
    values.mask[0, 0] = True
    return values


SINGLE = [  # plain values, of which no function can change any
    None, True, False, 0, 1, 2, -1, 3, 7, 100, 2**31, 2**63, 10**18, 10**400, -(10**400),
    0.0, -0.0, 0.5, -0.5, 1.0, 3.0, 0.1, 1e-320, 1e-300, 1e300, -1e300, math.nan, math.inf,
    -math.inf, 1j, complex(math.nan, 0), np.int64(3), np.uint8(200), np.int8(-1), np.float32(0.1),
    np.float64(math.nan), np.float16(2.5), np.longdouble("1e400"), np.bool_(True), np.str_("text"),
    np.complex128(1), np.datetime64("2026-01-01"), np.datetime64("NaT"), np.timedelta64(5, "D"),
    np.void(b"abc"), Decimal("0.1"), Decimal(3), Decimal("NaN"), Decimal("sNaN"), Decimal("1e999"),
    Decimal("Infinity"), Fraction(1, 3), Fraction(10**400, 3), "", " ", "text", "0.5", "sigmoid",
    "adam", "a\nb", "a\0b", "../x", "naïve ☃ 日本", "$x_1$", "\ud800", "x" * 100_000, b"", b"bytes",
    b"\xff", Ellipsis, NotImplemented, int, list, object, len, math, slice(1), Path("there"),
    ValueError("an error"), np.add, np.float64, (), ("a", "a"), ("a",), (1, 2), (1, 2, 3),
    ((1, 2), (3, 4)), ("", "x"), frozenset({1}), range(0), range(4), range(10**12),
    (None, None), nothing, words, not_a_number, type(None),
]  # fmt: skip
STRANGE = {f"{number} {type(each).__name__}": (lambda each=each: each)
           for number, each in enumerate(SINGLE)}  # fmt: skip
STRANGE |= {
    "rude": Rude,
    "rude list": lambda: RudeList([1.0, 2.0]),
    "rude text": lambda: RudeText("sigmoid"),
    "rude int": lambda: RudeInt(3),
    "rude float": lambda: RudeFloat(0.5),
    "rude in a list": lambda: [[Rude(), 1.0]],
    "rude text in a list": lambda: [RudeText("x"), "y"],
    "endless": Endless,
    "array of text": NoArray,
    "claims": Claims,
    "column": lambda: Column([1.0, 2.0, 3.0, 4.0]),
    "column of None": lambda: Column([1.0, None]),
    "inside itself": inside_itself,
    "dictionary inside itself": dictionary_inside_itself,
    "deep": deep,
    "object": object,
    "empty list": list,
    "list of an empty list": lambda: [[]],
    "empty dictionary": dict,
    "dictionary": lambda: {"a": [1.0], "b": [2.0]},
    "empty set": set,
    "set": lambda: {0.0, 1.0},
    "generator": lambda: (each for each in (0.0, 1.0)),
    "iterator": lambda: iter([[0.0, 1.0]]),
    "map": lambda: map(float, (0, 1)),
    "zip": lambda: zip((0, 1), (1, 0), strict=True),
    "bytearray": lambda: bytearray(b"abc"),
    "memoryview": lambda: memoryview(b"abc"),
    "list of None": lambda: [None, None],
    "list of names": lambda: ["x", "y"],
    "same names": lambda: ["x", "x"],
    "ragged": lambda: [[0, 1], [1]],
    "text among numbers": lambda: [[0, 1], ["1", 0]],
    "too large in a list": lambda: [[10**400, 1], [0, 1]],
    "NaN in a list": lambda: [0.5, math.nan, 1.0],
    "infinity in a list": lambda: [0.5, math.inf, 1.0],
    "numbers in a list": lambda: [1.0, 0.5, 0.25],
    "one number in a list": lambda: [1.0],
    "Decimal NaN in a list": lambda: [[Decimal("NaN"), Decimal(1)]],
    "generators in a list": lambda: [(each for each in (0, 1))],
    "ranges in a list": lambda: [range(10**12), range(10**12)],
    "two tables": lambda: (xor().inputs, xor().targets),
    "two odd tables": lambda: (xor().inputs, xor().inputs[:1]),
    "table": lambda: xor().inputs,
    "one row": lambda: np.array([[0.25, 0.75]]),
    "column of a table": lambda: xor().targets,
    "wide table": lambda: np.full((4, 17), 0.5),
    "high table": lambda: np.full((301, 1), 0.5),
    "table of NaN": lambda: np.full((4, 2), math.nan),
    "column of NaN": lambda: np.full((4, 1), math.nan),
    "table of infinity": lambda: np.full((4, 1), -math.inf),
    "table of large numbers": lambda: np.array([[1e308, -1e308]] * 4),
    "table of small numbers": lambda: np.full((4, 2), 1e-310),
    "column of large numbers": lambda: np.array([[1e308], [-1e308], [1e308], [0.0]]),
    "no axes": lambda: np.array(3.0),
    "no rows": lambda: np.zeros((0, 2)),
    "no columns": lambda: np.zeros((4, 0)),
    "three axes": lambda: np.zeros((2, 4, 1)),
    "nine axes": lambda: np.zeros((1,) * 9),
    "copies of NaN": lambda: np.full((2, 4, 1), math.nan),
    "seen a million times": lambda: np.broadcast_to(np.array(0.5), (10**6, 10**6)),
    "objects": lambda: np.array([[None, 1.0], [object(), "x"]], dtype=object),
    "rude objects": rude_objects,
    "one object": lambda: np.array(None),
    "texts": lambda: np.array([["0", "1"], ["1", "0"]]),
    "bytes in an array": lambda: np.array([b"0", b"1"]),
    "dates": lambda: np.array([["2026-01-01", "NaT"]], dtype="datetime64[D]"),
    "complex": lambda: np.array([[1j, 0], [0, 1]]),
    "structured": lambda: np.array([(1.0, "x")], dtype=[("a", float), ("b", "U1")]),
    "structure of nothing": lambda: np.zeros(4, dtype=[]),
    "structured numbers": lambda: np.array([(1.0, 2)] * 4, dtype=[("a", float), ("b", int)]),
    "nested structure": lambda: np.zeros(4, dtype=[("a", [("b", float)]), ("c", float, 2)]),
    "void": lambda: np.zeros(4, dtype="V3"),
    "masked": lambda: masked((4, 2)),
    "masked column": lambda: masked((4, 1)),
    "masked constant": lambda: np.ma.masked,
    "masked rows": lambda: [np.ma.array([0.0, 1.0], mask=[True, False])] * 4,
    "bits": lambda: np.array([[True, False]] * 4),
    "longer floats": lambda: np.array([[np.longdouble("1e400"), 0]] * 4),
    "generator of numbers": lambda: np.random.default_rng(1),
    "old generator of numbers": lambda: np.random.RandomState(1),
    "seeds": lambda: np.random.SeedSequence(1),
    "network": network,
    "two outputs": lambda: network(2),
    "copies": lambda: network(copies=2),
    "broken network": broken,
    "layer": lambda: Dense(2, 3, "tanh"),
    "layers that do not fit": lambda: [Dense(2, 3, "tanh"), Dense(2, 1, "tanh")],
    "softmax": lambda: [Dense(2, 3, "softmax")],
    "layers and text": lambda: [Dense(2, 3, "tanh"), "tanh"],
    "layer in a tuple": lambda: (Dense(2, 1, "linear"),),
    "dataset": xor,
    "dataset of nothing": lambda: Dataset(None, None, None, None),
    "dataset of text": lambda: Dataset("inputs", "targets", "names", "names"),
    "dataset that does not fit": lambda: xor()._replace(targets=np.zeros((9, 1))),
    "dataset of one input": lambda: xor()._replace(inputs=xor().targets, input_names=("x",)),
    "dataset of NaN": lambda: xor()._replace(targets=np.full((4, 1), math.nan)),
    "dataset with a text as encoding": lambda: xor()._replace(encoding="text"),
    "dataset of lists": lambda: Dataset([[0, 1]], [[1]], ["a", "b"], ["c"]),
    "dataset without names": lambda: xor()._replace(input_names=(), target_names=()),
    "dataset of no rows": no_rows,
    "dataset of large numbers": lambda: xor()._replace(inputs=np.array([[1e308, -1e308]] * 4)),
    "scaler": StandardScaler,
    "fitted scaler": lambda: StandardScaler().fit([[0.0], [1.0]]),
    "encoding": lambda: Encoding(StandardScaler(), "targets"),
    "fitted encoding": lambda: Encoding(StandardScaler().fit(np.eye(5)), None),
}  # fmt: skip


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | st.binary(max_size=20)
    | st.decimals()
    | st.fractions()
)
ARRAYS = arrays.arrays(
    arrays.scalar_dtypes(),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    elements={"allow_subnormal": False},
)
DRAWN = st.recursive(
    PLAIN | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def like(value):
    """Return a strategy for values of the kind of a good one: they come further than others."""
    if isinstance(value, np.ndarray):
        return arrays.arrays(float, value.shape)
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers(-2, 20)
    return st.floats() if isinstance(value, float) else DRAWN


# The same value in another form


def as_list(value):
    return value.tolist() if isinstance(value, np.ndarray) else list(value)


def as_tuple(value):
    return tuple(map(tuple, value.tolist())) if np.ndim(value) == 2 else tuple(value)


def read_only(value):
    value = value.copy()
    value.flags.writeable = False
    return value


def every_second(value):
    return np.repeat(value, 2, axis=-1)[..., ::2]


def backwards(value):
    return value[::-1].copy()[::-1]


def other_bytes(value):
    return value.astype(value.dtype.newbyteorder())


def nothing_masked(value):
    return np.ma.array(value)


def of_objects(value):
    return value.astype(object)


def of_decimals(value):
    return [[Decimal(each) for each in row] for row in value.tolist()]


def of_fractions(value):
    return np.vectorize(Fraction, otypes=[object])(value)


def structured(value):
    names = [(f"f{number}", float) for number in range(value.shape[1])]
    return np.array(list(map(tuple, value.tolist())), dtype=names)


DISGUISES = {
    np.ndarray: [
        as_list, as_tuple, read_only, every_second, backwards, np.asfortranarray, other_bytes,
        nothing_masked, of_objects, of_decimals, of_fractions, structured, Column,
    ],
    bool: [np.bool_],
    int: [np.int64, np.int16, np.uint8],
    float: [np.float64, np.longdouble, Fraction, Decimal, np.array],
    str: [np.str_],
    list: [tuple],
    tuple: [list],
}  # fmt: skip
