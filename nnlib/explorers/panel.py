"""The controls of an explorer, made from the settings of its problem."""

from nnlib.explorers import look, widgets
from nnlib.explorers.controls import shown, with_slider
from nnlib.explorers.number_box import NumberBox
from nnlib.explorers.own_columns import OwnTableBox
from nnlib.problems.lists import FEATURES
from nnlib.problems.playground import MOST_LAYERS, MOST_UNITS, Inputs, Layers
from nnlib.problems.settings import Choice, Choices, Number, Switch, Table

AT_FIRST_UNITS = 4


class Panel:
    """The controls of some settings: made, read, moved, and shown where they do something.

    Most settings have one control. That of the inputs has a switch each, named ``input_x`` and so
    on; that of the layers has a box for their number, and ``units_1`` and so on for their units.
    Those of a table of one's own are shown together, as ``own_table``.

    Parameters
    ----------
    settings : dict of str to Setting
    values : dict
        A value for each.
    given : dict of str to widget
        Controls that stand elsewhere; those that have the name of a setting are not made here.

    Attributes
    ----------
    controls : dict of str to widget
        Each has a ``value``.
    shown : dict of str to widget
        What a learner sees of them.
    """

    def __init__(self, settings, values, given):
        self._settings = settings
        self._own = OwnTableBox(settings, values) if "own_table" in settings else None
        self.controls, self.shown = {}, {}
        for name, setting in settings.items():
            if name in given:
                self.controls[name] = given[name]
                given[name].value = values[name]
            elif self._own and name in self._own.controls:
                self.controls[name] = self._own.controls[name]
                self.shown["own_table"] = self._own.box
            elif isinstance(setting, Inputs):
                self._make_switches(values[name])
            elif isinstance(setting, Layers):
                self._make_units(name, setting, values[name])
            else:
                self.controls[name] = control = _control(setting, values[name])
                self.shown[name] = _shown(setting, control)

    def values(self):
        """Return a value for every setting, as the controls say."""
        values = {}
        for name, setting in self._settings.items():
            if isinstance(setting, Inputs):
                chosen = [each for each in FEATURES if self.controls[f"input_{each}"].value]
                values[name] = tuple(chosen)
            elif isinstance(setting, Layers):
                numbers = range(1, self.controls[name].value + 1)
                values[name] = tuple(self.controls[f"units_{at}"].value for at in numbers)
            else:
                values[name] = self.controls[name].value
        return values

    def put(self, values):
        """Move every control to where the values say; a table that does nothing there stays."""
        for name, setting in self._settings.items():
            if isinstance(setting, Choice) and name in self.controls:
                offered = [value for _, value in self.controls[name].options]
                if values[name] not in offered:  # its list has grown
                    raise ValueError(
                        f"{name} {values[name]!r} is not offered here: make the explorer anew."
                    )
        for name, setting in self._settings.items():
            if isinstance(setting, Inputs):
                for each in FEATURES:
                    self.controls[f"input_{each}"].value = each in values[name]
            elif isinstance(setting, Layers):
                self.controls[name].value = len(values[name])
                for at in range(1, MOST_LAYERS + 1):
                    self.controls[f"units_{at}"].value = _units(values[name], at)
            elif setting.used(values) or not isinstance(setting, Table | Choices):
                self.controls[name].value = values[name]
        for control in self.controls.values():
            if isinstance(control, NumberBox):
                control.show_what_holds()

    def show_what_is_used(self):
        """Show what does something beside the other values, and hide the rest."""
        values = self.values()
        if self._has_own(values):
            self._own.forget(values)
        for name, setting in self._settings.items():
            if isinstance(setting, Layers):
                for at in range(1, MOST_LAYERS + 1):
                    self.shown[f"units_{at}"].show(at <= len(values[name]))
            elif name in self.shown:
                self.shown[name].show(setting.used(values))

    def tell(self, values, why_not):
        """Say of a table of one's own what was read, and where it cannot be used, why."""
        if self._has_own(values):
            self._own.tell(values, why_not)

    def _has_own(self, values):
        return self._own is not None and self._settings["own_table"].used(values)

    def rare(self):
        """Return the names of the settings whose controls are folded away."""
        return [name for name, setting in self._settings.items() if setting.rare]

    def _make_switches(self, chosen):
        switches = {
            f"input_{name}": widgets.Checkbox(
                name in chosen, description=feature.sign, indent=False
            )
            for name, feature in FEATURES.items()
        }
        self.controls |= switches
        self.shown["inputs"] = look.row([*switches.values()])

    def _make_units(self, name, setting, layers):
        boxes = {name: NumberBox(setting.words, len(layers), 0, MOST_LAYERS, setting.meaning)}
        for at in range(1, MOST_LAYERS + 1):
            words = f"units in layer {at}"
            boxes[f"units_{at}"] = NumberBox(words, _units(layers, at), 1, MOST_UNITS)
        self.controls |= boxes
        self.shown |= {each: shown(box) for each, box in boxes.items()}


def _units(layers, at):
    return layers[at - 1] if at <= len(layers) else AT_FIRST_UNITS


def _control(setting, value):
    words, meaning = setting.words, setting.meaning
    if isinstance(setting, Number):
        return NumberBox(words, value, setting.low, setting.high, meaning)
    if isinstance(setting, Switch):
        return widgets.Checkbox(value, description=words, indent=False, tooltip=meaning)
    if isinstance(setting, Choice):
        options = [(name.replace("_", " "), name) for name in setting.names]
        return widgets.Dropdown(options=options, value=value, description=words, tooltip=meaning)
    raise TypeError(f"{setting.words}: a {type(setting).__name__} needs a control of its own.")


def _shown(setting, control):
    if isinstance(setting, Number) and setting.choices is not None:
        return with_slider(control, setting.choices)
    return shown(control)
