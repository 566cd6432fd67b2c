"""What explorers put on the screen to be moved: sliders beside boxes for numbers, buttons."""

from functools import partial

from nnlib.explorers import widgets
from nnlib.explorers.look import CHOICE
from nnlib.explorers.number_box import NumberBox


def shown(control):
    """Return what a learner sees of a control: of a drop-down its buttons, of a number a slider."""
    if isinstance(control, widgets.Dropdown):
        return _as_buttons(control)
    if isinstance(control, NumberBox) and control.is_whole and control.beside is None:
        return with_slider(control, range(control.low, control.high + 1))
    return control


def _as_buttons(control):
    """Return buttons for a drop-down.

    JupyterLab takes arrows and letters as commands of its own while a drop-down has the focus,
    down to deleting the cell.
    """

    def follow_button(option, change):
        if change.new:
            control.label = option
        elif control.label == option:  # pressed again: it stays
            buttons[option].value = True

    def follow_control(change):
        for option, button in buttons.items():
            button.value = option == control.label
            button.description = f"✔ {option}" if button.value else option

    buttons = {
        option: widgets.ToggleButton(
            description=option,
            tooltip=control.tooltip or f"choose {option}",
        )
        for option in (each if isinstance(each, str) else each[0] for each in control.options)
    }
    for option, button in buttons.items():
        button.observe(partial(follow_button, option), "value")
    control.observe(follow_control, "label")
    follow_control(None)
    label = widgets.Label(control.description)
    row = widgets.Box([label, *buttons.values()])
    row.add_class(CHOICE)
    return row


def with_slider(box, choices):
    """Put a slider beside the number in `box`, at the choice nearest to it; return `box`."""

    def nearest():
        return min(choices, key=lambda choice: abs(choice - box.value))

    def follow_slider(change):
        if slider.value != nearest():
            box.value = slider.value

    def follow_box(change):
        slider.value = nearest()

    slider = widgets.SelectionSlider(options=choices, value=nearest(), readout=False)
    slider.observe(follow_slider, "value")
    box.observe(follow_box, "value")
    box.put_slider(slider)
    return box


def with_all_parts(widget):
    """Yield a widget and all that it is made of."""
    for child in getattr(widget, "children", ()):
        yield from with_all_parts(child)
    yield widget
