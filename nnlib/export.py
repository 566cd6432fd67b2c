"""A trained network as code that runs without this package: in NumPy alone, or in Keras."""

import ast
import re

import numpy as np

from nnlib import checks
from nnlib.network import one_network
from nnlib.scaling import Encoding, Scaler
from nnlib.tables.coding import TableScaler

SOME_POINTS = np.full((2, 2), 0.5)  # x and y of two points
SOME_POINTS.flags.writeable = False
COMPUTED = (ast.Expression, ast.expr_context, ast.BinOp, ast.operator, ast.UnaryOp, ast.unaryop,
            ast.Compare, ast.cmpop)  # fmt: skip
CODE_ROWS = '''

def code(rows):
    """Return rows of numbers and words as numbers: of two words 0 or 1, of more a column each."""
    coded = []
    for row in rows:
        coded.append([])
        for cell, words in zip(row, input_words, strict=True):
            if not words:
                coded[-1].append(float(cell))
            elif len(words) > 2:
                coded[-1] += [float(at == words.index(cell)) for at in range(len(words))]
            else:
                coded[-1].append(float(words.index(cell)))
    return np.array(coded)'''
READ_OUTPUTS = '''

def read(outputs):
    """Return what the outputs mean: the number, or the word that it is nearest to."""
    rows = []
    for output in outputs.tolist():
        rows.append([])
        for words in target_words:
            own = [output.pop(0) for _ in range(len(words) if len(words) > 2 else 1)]
            if not words:
                rows[-1] += own
            elif len(words) > 2:
                rows[-1].append(words[own.index(max(own))])
            else:
                rows[-1].append(words[min(int(own[0] > 0.5), len(words) - 1)])
    return rows'''


def numpy_code(network, columns=None, *, encoding=None):
    """Return a network's ``predict`` as a Python program that needs NumPy only.

    Parameters
    ----------
    network : Network
        A single one.
    columns : list of str, optional
        The network's inputs as expressions in x and y, such as ``"x * y"`` or ``"np.sin(x)"``,
        where they are made of points (x, y).
    encoding : Encoding, optional
        The scaling of the inputs (of those columns, where there are any) and of the targets, such
        as a dataset's own ``encoding``. The program then takes and gives numbers in their own
        units, and takes and reads the words of a person's table.

    Returns
    -------
    str
        The numbers are written so that reading them gives the same bits. The last line prints what
        the network predicts for an example.

    Examples
    --------
    >>> from nnlib.network import Dense, Network
    >>> from nnlib.scaling import MaxScaler
    >>> network = Network([Dense(1, 1, "linear", bias=False, weights=[[3.0]])])
    >>> print(numpy_code(network, encoding=Encoding(targets=MaxScaler(100))).split("def ")[-1])
    predict(inputs):
        outputs_1 = linear(inputs @ weights_1)
        return outputs_1 * target_scale + target_shift
    <BLANKLINE>
    <BLANKLINE>
    print(predict(np.array([[0.5]])))
    <BLANKLINE>
    """
    columns, encoding = _checked(network, columns, encoding)
    lines = ["import numpy as np", ""]
    for each in dict.fromkeys(layer.activation for layer in network.layers):
        lines += ["", f"def {each.name}(z):", f"    return {each.written.code}", ""]
    lines += [""] * (lines[-2:] != ["", ""])
    for number, layer in enumerate(network.layers, 1):
        lines.append(f"weights_{number} = {_array(layer.weights)}")
        if layer.bias:
            lines.append(f"biases_{number} = {_array(layer.biases)}")
    values, computed = "inputs", []
    for number, layer in enumerate(network.layers, 1):
        bias = f" + biases_{number}" if layer.bias else ""
        computed.append(
            f"    outputs_{number} = {layer.activation.name}({values} @ weights_{number}{bias})"
        )
        values = f"outputs_{number}"
    lines += _scaling(encoding)
    lines += _predict(columns, encoding, computed, values)
    lines += _example(network, columns, encoding)
    return "\n".join(lines) + "\n"


def keras_code(network, columns=None, *, encoding=None):
    """Return a network as a Python program that builds the same one in Keras 3.

    Parameters and return value are those of ``numpy_code``.
    """
    columns, encoding = _checked(network, columns, encoding)
    lines = ["import keras", "import numpy as np", ""]
    lines += ['keras.config.set_floatx("float64")']
    lines += ['keras.config.set_dtype_policy("float64")  # for layers, if Keras was used before']
    lines += ["model = keras.Sequential(["]
    lines.append(f"    keras.Input(({network.layers[0].inputs},)),")
    for layer in network.layers:
        bias = "" if layer.bias else ", use_bias=False"
        lines.append(f'    keras.layers.Dense({layer.outputs}, "{layer.activation.name}"{bias}),')
    lines += ["])", "model.set_weights(["]
    for layer in network.layers:
        lines.append(f"    {_array(layer.weights)},")
        if layer.bias:
            lines.append(f"    {_array(layer.biases)},")
    lines += ["])", *_scaling(encoding)]
    lines += _predict(columns, encoding, [], "model.predict(inputs, verbose=0)")
    lines += _example(network, columns, encoding)
    return "\n".join(lines) + "\n"


def _checked(network, columns, encoding):
    """Return columns as code, and an encoding; raise a ValueError for what cannot be written."""
    one_network(network)
    first, last = network.layers[0], network.layers[-1]
    if columns is not None:
        columns = _checked_columns(columns, first.inputs)
    if encoding is None:
        encoding = Encoding()
    wanted = "an Encoding of the scalers, as in Encoding(input_scaler, target_scaler)"
    checks.instance(encoding, Encoding, "encoding", wanted)
    if columns is not None and _has_words(encoding.inputs):
        raise ValueError("columns are made of numbers, but the encoding has words: give one only.")
    _check_scaler(encoding.inputs, first.inputs, "inputs")
    _check_scaler(encoding.targets, last.outputs, "targets")
    return columns, encoding


def _checked_columns(columns, inputs):
    if type(columns) not in (list, tuple) or not all(isinstance(each, str) for each in columns):
        raise ValueError('columns must be a list of expressions in text, such as ["x", "x * y"].')
    if len(columns) != inputs:
        raise ValueError(
            f"the network takes {inputs} inputs, but {len(columns)} columns are given."
        )
    return [_checked_column(column, number) for number, column in enumerate(columns, 1)]


def _checked_column(column, number):
    """Return an expression in its usual form, if it makes a number of each point."""
    try:
        tree = ast.parse(column.strip(), mode="eval")
        if all(map(_is_computed, ast.walk(tree))):
            code = ast.unparse(tree)
            for each in ast.walk(tree):
                if isinstance(each, ast.Constant):
                    each.value = float(each.value)  # whole numbers may take forever
            x, y = SOME_POINTS
            with np.errstate(all="ignore"):
                made = eval(compile(tree, "a column", "eval"), {"np": np, "x": x, "y": y})
            if np.shape(made) == x.shape and np.isrealobj(made):
                return code
    except (SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError):
        pass
    raise ValueError(
        f"column {number} of columns is no expression in x and y that makes a number of each "
        'point, such as "x * y" or "np.sin(x)".'
    )


def _is_computed(part):
    """Return whether a part of an expression does nothing but compute with numbers."""
    if isinstance(part, ast.Constant):
        return type(part.value) in (int, float)
    if isinstance(part, ast.Name):
        return part.id in ("np", "x", "y")
    if isinstance(part, ast.Attribute):
        is_of_numpy = isinstance(part.value, ast.Name) and part.value.id == "np"
        return is_of_numpy and isinstance(getattr(np, part.attr, None), np.ufunc | float)
    if isinstance(part, ast.Call):
        return isinstance(part.func, ast.Attribute) and not part.keywords
    return isinstance(part, COMPUTED)


def _check_scaler(scaler, columns, name):
    if scaler is None:
        return
    if not isinstance(scaler, Scaler) or scaler.scale is None:
        raise ValueError(f"the {name} of the encoding need a scaler that is fitted: call its fit.")
    if scaler.scale.ndim and scaler.scale.size != columns:
        raise ValueError(
            f"the {name} of the encoding have {scaler.scale.size} columns, but those of the "
            f"network {columns}: take the scaler that was fitted to its data."
        )


def _array(values):
    """Return an array as code, NaN and infinity too."""
    numbers = re.sub("nan|inf", r"np.\g<0>", repr(values.tolist()))
    return f"np.array({numbers})"


def _scaling(encoding):
    """Return the lines that hold the scaling, and of a table the names and words of its columns."""
    lines = []
    for name, scaler in (("input", encoding.inputs), ("target", encoding.targets)):
        if _scales(scaler):
            lines.append(f"{name}_shift = {_array(scaler.shift)}")
            lines.append(f"{name}_scale = {_array(scaler.scale)}")
        if isinstance(scaler, TableScaler):
            lines.append(f"{name}_names = {[part.name for part in scaler.parts]!r}")
        if _has_words(scaler):
            lines.append(f"{name}_words = {[list(part.words) for part in scaler.parts]!r}")
    if _has_words(encoding.inputs):
        lines += CODE_ROWS.splitlines()
    if _has_words(encoding.targets):
        lines += READ_OUTPUTS.splitlines()
    return lines


def _has_words(scaler):
    return isinstance(scaler, TableScaler) and any(part.words for part in scaler.parts)


def _scales(scaler):
    """Return whether a scaler changes anything: words alone stay as they are."""
    return scaler is not None and bool(np.any(scaler.shift != 0) or np.any(scaler.scale != 1))


def _predict(columns, encoding, computed, outputs):
    """Return the function in which `computed` stands between scaling the inputs and `outputs`."""
    if _has_words(encoding.inputs):
        given, inputs = "rows", "code(rows)"
    elif columns:
        given, inputs = "points", f"np.column_stack([{', '.join(columns)}])"
    else:
        given, inputs = "inputs", "np.array(inputs, dtype=float)"
    lines = ["", "", f"def predict({given}):"]
    if columns:
        lines.append("    x, y = np.array(points, dtype=float).T")
    if _scales(encoding.inputs):
        inputs = f"({inputs} - input_shift) / input_scale"
    if given == "inputs" and _scales(encoding.inputs) and (size := encoding.inputs.scale.size) > 1:
        lines += [  # one number would be scaled to as many as there are columns
            "    inputs = np.array(inputs, dtype=float)",
            f"    if inputs.shape[-1:] != ({size},):",
            f'        raise ValueError("each row must hold {size} numbers")',
        ]
        inputs = "(inputs - input_shift) / input_scale"
    if given != "inputs" or _scales(encoding.inputs):
        lines.append(f"    inputs = {inputs}")
    back = " * target_scale + target_shift" if _scales(encoding.targets) else ""
    return [*lines, *computed, f"    return {outputs}{back}"]


def _example(network, columns, encoding):
    """Return the lines that print a prediction, for halves or for what is scaled to halves."""
    halves = np.full((1, 2 if columns else network.layers[0].inputs), 0.5)
    if encoding.inputs is not None and not columns:
        halves = encoding.inputs.inverse_transform(halves)
    example = _array(halves)
    if _has_words(encoding.inputs):
        rounded = np.vectorize(lambda value: float(f"{value:.3g}"))(halves)
        example = repr(encoding.inputs.read(rounded))
    lines = ["", "", f"print(predict({example}))"]
    if _has_words(encoding.targets):
        lines[-1:] = [f"outputs = predict({example})", "print(outputs)", "print(read(outputs))"]
    return lines
