"""The loss over a weight and a bias as a landscape, and the walk of a training through it."""

import numpy as np

from nnlib.pictures.chart import ticks
from nnlib.pictures.planes import CHART, Plane, heat
from nnlib.pictures.scene import Line, Marks, Scene, Words
from nnlib.pictures.theme import number, signed

LINES = 8  # of equal height, about
STEPS_TO_THE_SIDE = 3  # of the map: about 1, in weight and bias


def landscape(weights, biases, losses, path):
    """Draw the loss for all weights and biases, with the path of a training and a ball at its end.

    Blue is low, white half-way and orange high; lines join places of equal loss, as on a hiking
    map.

    Parameters
    ----------
    weights, biases : array, shapes (columns,) and (rows,)
        At equal distances.
    losses : array, shape (rows, columns)
    path : array, shape (epochs, 2)
        Weight and bias, the first epoch first; what lies beyond the map stays at its edge.
    """
    plane = Plane([(weights[0], weights[-1]), (biases[0], biases[-1])], ("weight", "bias"))
    highest = losses.max()
    parts = heat(1 - losses / highest)
    for level in ticks(0, highest, LINES):
        parts += [
            line._replace(width=1, opacity=0.5)
            for line in plane.lines_of(weights, biases, losses, level)
        ]
    low, high = (weights[0], biases[0]), (weights[-1], biases[-1])
    places = plane.places(np.clip(path, low, high))
    (x, y), (weight, bias) = places[0].tolist(), path[-1].tolist()
    middle = (CHART.top + CHART.bottom) / 2
    parts += [
        Line(places if len(places) > 1 else np.repeat(places, 2, axis=0), "black", 3),
        Marks("circle", places, 2.5, "white", "black", 0.8),
        Marks("circle", places[-1:], 10, "white", "black", 3),
        Words(x, y + (26 if y < middle else -14), "start", "middle", halo="white", colour="black"),
    ]
    is_inside = bool((np.clip(path[-1], low, high) == path[-1]).all())
    words = (
        f"the ball is at weight {signed(weight)}, bias {signed(bias)}"
        f"{'; ' + _around(weights, biases, losses, path[-1]) if is_inside else ', beyond the map'}"
        f"; the lowest loss on the map is {number(losses.min(), 2)}, the highest "
        f"{number(highest, 2)}"
    )
    shown = f"blue low, white about {number(highest / 2, 1)}, orange high"
    return Scene("Landscape of the loss", words, [*parts, *plane.axes()], shown, CHART.size)


def _around(weights, biases, losses, ball):
    """Return in words how high it is around the ball: who cannot see the map can guess by this."""
    step = np.array([weights[1] - weights[0], biases[1] - biases[0]]) * STEPS_TO_THE_SIDE

    def height(*side):
        weight, bias = ball + step * side
        row, column = abs(biases - bias).argmin(), abs(weights - weight).argmin()
        return number(losses[row, column], 3)

    return (
        f"the loss is about {height(0, 0)} there, {height(1, 0)} with more weight, "
        f"{height(-1, 0)} with less, {height(0, 1)} with more bias, {height(0, -1)} with less"
    )
