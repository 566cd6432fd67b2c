"""The playground's controls, made from its settings."""

from nnlib.explorers import widgets
from nnlib.explorers.controls import shown, with_slider
from nnlib.explorers.look import row
from nnlib.explorers.number_box import NumberBox
from nnlib.problems.settings import (
    FEATURES,
    MOST_LAYERS,
    MOST_UNITS,
    OWN_POINTS,
    SETTINGS,
    Choice,
)

AT_FIRST_UNITS = 4
IN_WORDS = {
    "held_out": "held out (share)",
    "draw": "draw (seed)",
    "batch_size": "batch size",
    "l1": "L1",
    "l2": "L2",
    "patience": "patience (0: endless)",
}
MEANINGS = {  # as in the notebook's table
    "samples": "how many points there are, held-out ones included",
    "noise": "how far the points stray at random from the shape they are drawn by",
    "held_out": "the share of the points that the network never trains on",
    "draw": "another number draws other points, and holds others out",
    "optimizer": "descent steps down the slope; momentum adds 0.9 of the last step to each; adam "
    "gives every weight a step length of its own",
    "batch_size": "the number of points in one step; an epoch is once through all points",
    "l1": "pulls every weight towards 0, small ones as hard as large ones; try 0.01",
    "l2": "pulls every weight towards 0, large ones harder; try 0.01",
    "patience": "ends the training after this many epochs without a new low of the held-out loss",
}
ROWS = {
    "Data": ("data", "samples", "noise", "held_out", "draw"),
    "Network": ("layers", *(f"units_{at}" for at in range(1, MOST_LAYERS + 1)), "activation",
                "bias"),
    "Training": ("loss", "optimizer", "batch_size", "l1", "l2", "patience"),
}  # fmt: skip


def panel(values):
    """Return the controls, by name, at the values of some settings."""
    controls = {name: _control(name, values[name]) for name in ROWS["Data"]}
    for name, feature in FEATURES.items():
        controls[f"input_{name}"] = _switch(name in values["inputs"], feature.sign)
    layers = values["layers"]
    controls["layers"] = NumberBox("hidden layers", len(layers), 0, MOST_LAYERS)
    for at in range(1, MOST_LAYERS + 1):
        units = layers[at - 1] if at <= len(layers) else AT_FIRST_UNITS
        controls[f"units_{at}"] = NumberBox(f"units in layer {at}", units, 1, MOST_UNITS)
    controls["activation"] = _control("activation", values["activation"])
    controls["bias"] = _switch(values["bias"] == "yes", "bias")
    return controls | {name: _control(name, values[name]) for name in ROWS["Training"]}


def values_of(controls):
    """Return a value for every setting, as the controls say."""
    value = {name: control.value for name, control in controls.items()}
    units = [value[f"units_{at}"] for at in range(1, value["layers"] + 1)]
    return {name: value[name] for name in SETTINGS if name in value} | {
        "inputs": tuple(name for name in FEATURES if value[f"input_{name}"]),
        "layers": tuple(units),
        "bias": "yes" if value["bias"] else "no",
    }


def put_into(controls, values):
    """Move every control to where the settings say; own points stay where others are chosen."""
    units = dict(enumerate(values["layers"], 1))
    moves = values | {"layers": len(units), "bias": values["bias"] == "yes"}
    moves |= {f"input_{name}": name in values["inputs"] for name in FEATURES}
    for at in range(1, MOST_LAYERS + 1):
        moves[f"units_{at}"] = units.get(at, AT_FIRST_UNITS)
    del moves["inputs"]
    if values["data"] != OWN_POINTS:
        del moves["points"]
    for name, value in moves.items():
        controls[name].value = value


def arranged(controls):
    """Return what is seen of the controls, by name; seven small ones are a part, ``inputs``."""
    parts = {name: _shown(name, controls[name]) for names in ROWS.values() for name in names}
    parts["inputs"] = row([controls[f"input_{name}"] for name in FEATURES])
    return parts | {"click": shown(controls["click"])}


def _control(name, value):
    setting, words, meaning = SETTINGS[name], IN_WORDS.get(name, name), MEANINGS.get(name)
    if isinstance(setting, Choice):
        return widgets.Dropdown(
            options=setting.names, value=value, description=words, tooltip=meaning
        )
    return NumberBox(words, value, setting.low, setting.high, meaning)


def _switch(value, words):
    return widgets.Checkbox(value, description=words, indent=False)


def _shown(name, control):
    choices = getattr(SETTINGS.get(name), "choices", None)
    return with_slider(control, choices) if choices else shown(control)
