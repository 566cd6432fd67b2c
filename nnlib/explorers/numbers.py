"""The four numbers that every training has: epochs, learning rate, start, and where it stops."""

from nnlib import checks
from nnlib.explorers.number_box import NumberBox
from nnlib.problems.settings import round_numbers

MOST_EPOCHS_AT_ONCE = 100_000
HIGHEST_RATE, LOWEST_RATE = 1000.0, 0.001
MOST_STARTS, STARTS_TO_SLIDE = 1000, 100


def number_boxes(epochs, learning_rate, start, stop_at_loss):
    """Return the boxes of the four numbers, and what the slider beside each of them offers.

    Parameters
    ----------
    epochs : int, 1 to 100,000
    learning_rate : float, 0.001 to 1000
    start : int, 1 to 1000
        The seed of the first weights.
    stop_at_loss : float, 0 to 1

    Returns
    -------
    boxes : dict of str to widget
    choices : dict of str to sequence of numbers
        By the same names.

    Raises
    ------
    ValueError
        For numbers outside.
    """
    checks.whole_number(epochs, "epochs", maximum=MOST_EPOCHS_AT_ONCE)
    checks.number(learning_rate, "learning_rate", at_least=LOWEST_RATE, at_most=HIGHEST_RATE)
    checks.whole_number(start, "start", maximum=MOST_STARTS)
    checks.number(stop_at_loss, "stop_at_loss", at_least=0, at_most=1)
    boxes = {
        "epochs": NumberBox("epochs", epochs, 1, MOST_EPOCHS_AT_ONCE),
        "learning_rate": NumberBox("learning rate", learning_rate, LOWEST_RATE, HIGHEST_RATE),
        "start": NumberBox("start (seed)", start, 1, MOST_STARTS),
        "stop_at_loss": NumberBox("stop at a loss of", stop_at_loss, 0.0, 1.0),
    }
    choices = {
        "epochs": round_numbers(1, MOST_EPOCHS_AT_ONCE),
        "learning_rate": round_numbers(LOWEST_RATE, HIGHEST_RATE),
        "start": range(1, STARTS_TO_SLIDE + 1),
        "stop_at_loss": [0.0, *round_numbers(0.0001, 1.0)],
    }
    return boxes, choices
