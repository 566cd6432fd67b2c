"""What charts share: where their plot lies, its levels, and the numbers and names at its edges."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from nnlib.pictures.scene import SIZE, Line, Words
from nnlib.pictures.theme import number

WIDTH, HEIGHT = SIZE
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 44, 50
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
LETTER = 9.0  # the width of a digit, about, in the widest font


def x_at(share):
    """Return the place of a share of the plot's width, 0 being at its left."""
    return LEFT + PLOT_WIDTH * share


def y_at(share):
    """Return the place of a share of the plot's height, 0 being at its foot."""
    return HEIGHT - BOTTOM - PLOT_HEIGHT * share


def level(y, text, dashed=False, lower=0.0):
    """Return a line across the plot, with its value at the left, or somewhat lower."""
    return [
        Line([(LEFT, y), (WIDTH - RIGHT, y)], dashed=dashed, opacity=0.8 if dashed else 0.25),
        Words(LEFT - 8, y + 5 + lower, text, "end"),
    ]


def below(x, text):
    """Return a number or a name under the plot; at the right edge it stays in the picture."""
    return Words(min(x, WIDTH - LETTER / 2 * len(text)), HEIGHT - BOTTOM + 20, text, "middle")


def names(across, up=None):
    """Return the names of what goes across, and up."""
    words = [Words(x_at(0.5), HEIGHT - 8, across, "middle")]
    if up is not None:
        words.append(Words(18, TOP + PLOT_HEIGHT / 2, up, "middle", upright=True))
    return words


def round_numbers(low, high, most=4, integer=False):
    """Return round numbers at equal distances, the first not above `low`, the last not below."""
    return [
        each + 0.0 for each in MaxNLocator(most, integer=integer).tick_values(low, high).tolist()
    ]


def ticks(low, high, most=4, integer=False):
    """Return the round numbers between `low` and `high`."""
    return [each for each in round_numbers(low, high, most, integer) if low <= each <= high]


def labels(values):
    """Return numbers on one axis as text; none of two different ones look alike."""
    for figures in range(3, 15):
        texts = [number(value, figures) for value in values]
        if len(set(texts)) == len(set(values)):
            break
    return texts


def places(across, up):
    """Return shares of the plot's width and height as places, array of shape (points, 2)."""
    return np.column_stack([x_at(np.asarray(across)), y_at(np.asarray(up))])
