"""What all explorers have to steer a training: four numbers, and four buttons."""

import ipywidgets

from nnlib import checks
from nnlib.explorers.controls import number_box, round_numbers

MOST_EPOCHS_AT_ONCE = 100_000
HIGHEST_RATE, LOWEST_RATE = 1000.0, 0.001
MOST_STARTS, STARTS_TO_SLIDE = 1000, 100
BUTTON_WIDTH = "112px"
BUTTONS = {
    "Train": "train as many epochs as the box says",
    "Step": "train one epoch",
    "Pause": "stop here; Train goes on from here",
    "Reset": "go back to the start",
}


def number_boxes(epochs, learning_rate, start, stop_at_loss):
    """Return the boxes of the four numbers, and what the slider beside each of them offers.

    Returns
    -------
    boxes : dict of str to widget
    choices : dict of str to sequence of numbers
        By the same names.
    """
    checks.whole_number(epochs, "epochs", maximum=MOST_EPOCHS_AT_ONCE)
    checks.number(learning_rate, "learning_rate", at_least=LOWEST_RATE, at_most=HIGHEST_RATE)
    checks.whole_number(start, "start", maximum=MOST_STARTS)
    checks.number(stop_at_loss, "stop_at_loss", at_least=0, at_most=1)
    boxes = {
        "epochs": number_box("epochs", epochs, 1, MOST_EPOCHS_AT_ONCE, "140px"),
        "learning_rate": number_box(
            "learning rate", learning_rate, LOWEST_RATE, HIGHEST_RATE, "170px"
        ),
        "start": number_box("start (seed)", start, 1, MOST_STARTS, "150px"),
        "stop_at_loss": number_box("stop at a loss of", stop_at_loss, 0.0, 1.0, "190px"),
    }
    choices = {
        "epochs": round_numbers(1, MOST_EPOCHS_AT_ONCE),
        "learning_rate": round_numbers(LOWEST_RATE, HIGHEST_RATE),
        "start": range(1, STARTS_TO_SLIDE + 1),
        "stop_at_loss": [0.0, *round_numbers(0.0001, 1.0)],
    }
    return boxes, choices


def buttons(actions):
    """Return the four buttons, each calling the action of its name."""
    made = []
    for name, tooltip in BUTTONS.items():
        button = ipywidgets.Button(
            description=name, tooltip=tooltip, layout={"width": BUTTON_WIDTH}
        )
        button.on_click(lambda _, action=actions[name]: action())
        made.append(button)
    made[0].button_style = "primary"
    return made
