"""What charts share: where their plot lies, its levels, and the numbers and names at its edges."""

import math

import numpy as np

from nnlib.pictures.scene import SIZE, Line, Words
from nnlib.pictures.theme import number

LEFT, RIGHT, TOP, BOTTOM = 62, 20, 44, 50
LETTER = 9.0  # the width of a digit, about, in the widest font
BESIDE, SHORT = 44, 4  # from the plot to the name at its left, where the numbers between are short
NEAR = 0.02  # of the distance of two numbers: so far off what is written of one may be


class Chart:
    """The plot in a picture, and what stands around it.

    Parameters
    ----------
    size : (width, height)
        Of the whole picture.
    left, right : float
        The margins at the plot's sides.

    Attributes
    ----------
    left, right, top, bottom : float
        Where the plot begins and ends; y grows downwards.
    width, height : float
        Of the plot.
    """

    def __init__(self, size=SIZE, left=LEFT, right=RIGHT):
        self.size = size
        self.left, self.right = left, size[0] - right
        self.top, self.bottom = TOP, size[1] - BOTTOM
        self.width, self.height = self.right - self.left, self.bottom - self.top

    def x_at(self, share):
        """Return the place of a share of the plot's width, 0 being at its left."""
        return self.left + self.width * share

    def y_at(self, share):
        """Return the place of a share of the plot's height, 0 being at its foot."""
        return self.bottom - self.height * share

    def places(self, across, up):
        """Return shares of width and height as places, array of shape (points, 2)."""
        return np.column_stack([self.x_at(np.asarray(across)), self.y_at(np.asarray(up))])

    def level(self, y, text, dashed=False, lower=0.0):
        """Return the parts of a line across the plot: it, and its value at the left or lower."""
        return [
            Line([(self.left, y), (self.right, y)], dashed=dashed, opacity=0.8 if dashed else 0.25),
            self.beside(y + lower, text),
        ]

    def beside(self, y, text):
        """Return a part: a number at the left of the plot."""
        return Words(self.left - 8, y + 5, text, "end")

    def below(self, x, text, bold=False):
        """Return a part: a number or a name under the plot, which stays in the picture."""
        x = min(x, self.size[0] - LETTER / 2 * len(text))
        return Words(x, self.bottom + 20, text, "middle", bold)

    def names(self, across, up=None, numbers=()):
        """Return the parts that name what goes across, and up, left of the numbers there."""
        words = [Words(self.x_at(0.5), self.size[1] - 8, across, "middle")]
        if up is not None:
            middle = (self.top + self.bottom) / 2
            beside = min(room_for(numbers), self.left - 1.5 * LETTER)
            words.append(Words(self.left - beside, middle, up, "middle", upright=True))
        return words


def round_numbers(low, high, most=4, integer=False):
    """Return round numbers at equal distances, the first not above `low`, the last not below."""
    from matplotlib.ticker import MaxNLocator  # here, since a picture without a scale needs none

    values = MaxNLocator(most, integer=integer).tick_values(low, high)
    return [each + 0.0 for each in values.tolist()]


def ticks(low, high, most=4, integer=False):
    """Return the round numbers between `low` and `high`."""
    return [each for each in round_numbers(low, high, most, integer) if low <= each <= high]


def labels(values):
    """Return numbers on one axis as text, exact enough to stand where they are."""
    gaps = np.diff(np.unique(values))
    near = NEAR * gaps.min() if gaps.size else np.inf
    for figures in range(3, 17):
        if all(abs(float(f"{value:.{figures - 1}e}") - value) <= near for value in values):
            break
    return [number(value, figures) for value in values]


def room_for(numbers):
    """Return how far from a plot a name stands at the left of some numbers, given as text."""
    longest = max(map(len, numbers), default=0)
    return BESIDE if longest <= SHORT else LETTER * (longest + 2)


def without_touching(values, texts, unit):
    """Return those of the numbers below a plot for whose texts there is room.

    Parameters
    ----------
    values : list of float
        At equal distances.
    texts : list of str
    unit : float
        How wide 1 is in the picture.

    Returns
    -------
    list of (value, text)
    """
    pairs = list(zip(values, texts, strict=True))
    if len(pairs) < 2:
        return pairs
    every = math.ceil(LETTER * max(map(len, texts)) / (unit * (values[1] - values[0])))
    return pairs[::every]
