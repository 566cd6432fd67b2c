"""The playground's controls, made from its settings, in rows with names."""

import ipywidgets

from nnlib.explorers.controls import SIDE_BY_SIDE, number_box, shown, with_slider
from nnlib.explorers.settings import FEATURES, MOST_LAYERS, MOST_UNITS, SETTINGS, Choice

AT_FIRST_UNITS = 4
IN_WORDS = {
    "held_out": "held-out share",
    "draw": "draw (seed)",
    "batch_size": "batch size",
    "l1": "L1",
    "l2": "L2",
    "patience": "patience (0: endless)",
    "optimizer": "step by",
}
ROWS = {
    "Data": ("data", "samples", "noise", "held_out", "draw"),
    "Inputs": tuple(f"input_{name}" for name in FEATURES),
    "Network": ("layers", *(f"units_{at}" for at in range(1, MOST_LAYERS + 1)), "activation",
                "bias"),
    "Training": ("loss", "optimizer", "batch_size", "l1", "l2", "patience"),
}  # fmt: skip


def panel(values):
    """Return the controls, by name, at the values of some settings."""
    controls = {name: _control(name, values[name]) for name in ROWS["Data"]}
    for name, (_, sign) in FEATURES.items():
        controls[f"input_{name}"] = _switch(name in values["inputs"], sign)
    layers = values["layers"]
    controls["layers"] = number_box("hidden layers", len(layers), 0, MOST_LAYERS, "150px")
    for at in range(1, MOST_LAYERS + 1):
        units = layers[at - 1] if at <= len(layers) else AT_FIRST_UNITS
        controls[f"units_{at}"] = number_box(f"units in layer {at}", units, 1, MOST_UNITS, "165px")
    controls["activation"] = _control("activation", values["activation"])
    controls["bias"] = _switch(values["bias"] == "yes", "bias")
    return controls | {name: _control(name, values[name]) for name in ROWS["Training"]}


def arranged(controls):
    """Return the controls in their rows, as one widget, and those for the units of each layer."""
    parts = {name: _shown(name, controls[name]) for row in ROWS.values() for name in row}
    rows = [
        ipywidgets.Box(
            [ipywidgets.HTML(f"<b>{title}</b>", layout={"width": "70px"}), *map(parts.get, names)],
            layout=SIDE_BY_SIDE,
        )
        for title, names in ROWS.items()
    ]
    units = [parts[f"units_{at}"] for at in range(1, MOST_LAYERS + 1)]
    return ipywidgets.VBox(rows), units


def _control(name, value):
    setting, words = SETTINGS[name], IN_WORDS.get(name, name)
    if isinstance(setting, Choice):
        return ipywidgets.Dropdown(options=setting.names, value=value, description=words)
    width = f"{80 + 8 * len(words)}px"
    return number_box(words, value, setting.low, setting.high, width)


def _switch(value, words):
    return ipywidgets.Checkbox(
        value, description=words, indent=False, layout={"width": f"{44 + 8 * len(words)}px"}
    )


def _shown(name, control):
    choices = getattr(SETTINGS.get(name), "choices", None)
    return with_slider(control, choices) if choices else shown(control)
