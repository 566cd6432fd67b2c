"""A trained network as code that runs without this package: in NumPy alone, or in Keras."""

from nnlib.network import Network

IN_NUMPY = {
    "sigmoid": "1 / (1 + np.exp(-np.maximum(z, -709)))",
    "tanh": "np.tanh(z)",
    "relu": "np.maximum(z, 0)",
    "linear": "z",
    "softmax": "np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z - z.max(axis=1, "
    "keepdims=True)).sum(axis=1, keepdims=True)",
}


def numpy_code(network, columns=None):
    """Return a network's ``predict`` as a Python program that needs NumPy only.

    Parameters
    ----------
    network : Network
        A single one.
    columns : list of str, optional
        The network's inputs as expressions in x and y, such as ``"x * y"``, where they are made
        of points (x, y).

    Returns
    -------
    str
        The numbers are written so that reading them gives the same bits.
    """
    _checked(network, columns)
    activations = dict.fromkeys(layer.activation.name for layer in network.layers)
    lines = ["import numpy as np", ""]
    for name in activations:
        lines += ["", f"def {name}(z):", f"    return {IN_NUMPY[name]}", ""]
    lines += [""] * (lines[-2:] != ["", ""])
    for number, layer in enumerate(network.layers, 1):
        lines.append(f"weights_{number} = np.array({layer.weights.tolist()})")
        if layer.bias:
            lines.append(f"biases_{number} = np.array({layer.biases.tolist()})")
    lines += ["", "", f"def predict({'points' if columns else 'inputs'}):"]
    if columns:
        lines += _columns_of_points(columns)
    values = "inputs"
    for number, layer in enumerate(network.layers, 1):
        bias = f" + biases_{number}" if layer.bias else ""
        lines.append(
            f"    outputs_{number} = {layer.activation.name}({values} @ weights_{number}{bias})"
        )
        values = f"outputs_{number}"
    lines += [f"    return {values}", "", "", f"print(predict({_example(network, columns)}))"]
    return "\n".join(lines) + "\n"


def keras_code(network, columns=None):
    """Return a network as a Python program that builds the same one in Keras 3.

    Parameters and return value are those of ``numpy_code``.
    """
    _checked(network, columns)
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
        lines.append(f"    np.array({layer.weights.tolist()}),")
        if layer.bias:
            lines.append(f"    np.array({layer.biases.tolist()}),")
    lines += ["])", "", "", f"def predict({'points' if columns else 'inputs'}):"]
    if columns:
        lines += _columns_of_points(columns)
    lines += ["    return model.predict(inputs, verbose=0)", "", ""]
    lines.append(f"print(predict({_example(network, columns)}))")
    return "\n".join(lines) + "\n"


def _checked(network, columns):
    if not isinstance(network, Network) or network.copies is not None:
        raise ValueError("only a single Network can be written as code, not copies of it.")
    if columns is not None and len(columns) != network.layers[0].inputs:
        raise ValueError(
            f"the network takes {network.layers[0].inputs} inputs, but {len(columns)} columns "
            "are given."
        )


def _columns_of_points(columns):
    return [
        "    x, y = np.array(points, dtype=float).T",
        f"    inputs = np.column_stack([{', '.join(columns)}])",
    ]


def _example(network, columns):
    point = [0.5] * (2 if columns else network.layers[0].inputs)
    return f"np.array([{point}])"
