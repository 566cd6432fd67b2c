"""What a prediction is worth: where other starts lie, and where single examples do, as two bands.

The first band is filled, the second has a dashed rim: so they are told apart without colours.
"""

from nnlib.pictures.chart import LETTER, Chart, labels, ticks, without_touching
from nnlib.pictures.scene import Box, Line, Scene, Words
from nnlib.pictures.theme import number

SIZE = (480, 218)
CHART = Chart(SIZE, left=20, right=20)
ROWS = (78, 132)  # the upper edges of the bands
HEIGHT, ABOVE = 20, 8  # of a band; of its name, over it
MARGIN = 0.15  # beside the longest band, in shares of it
LEAST = 1e-6  # a range may be a single point


def bands(name, predicted, starts, examples):
    """Draw a prediction with the ranges around it.

    Parameters
    ----------
    name : str
        What is predicted.
    predicted : float
    starts, examples : (float, float) or None
        Where nine in ten of other starts lie, and nine in ten single examples; ``None`` where that
        cannot be told.
    """
    shown = [
        (what, *ends, is_filled, top)
        for (what, ends, is_filled), top in zip(
            (("other starts", starts, True), ("single examples", examples, False)),
            ROWS,
            strict=True,
        )
        if ends is not None
    ]
    low = min([predicted, *(each[1] for each in shown)])
    high = max([predicted, *(each[2] for each in shown)])
    span = max(high - low, LEAST * max(1.0, abs(predicted)))
    low, high = low - MARGIN * span, high + MARGIN * span

    def across(value):
        return CHART.x_at((value - low) / (high - low))

    parts, said, middle = [], [], across(predicted)
    for what, first, last, is_filled, top in shown:
        words = f"{what}: {number(first)} to {number(last)}"
        left, right = across(first), across(last)
        if is_filled:
            parts.append(Box(left, top, right - left, HEIGHT, fill="positive"))
        corners = [(left, top), (right, top), (right, top + HEIGHT), (left, top + HEIGHT)]
        parts.append(Line([*corners, corners[0]], "ink", 1.5, dashed=not is_filled))
        parts.append(Line([(middle, top - 3), (middle, top + HEIGHT + 3)], "ink", 3))
        parts.append(Words(CHART.left, top - ABOVE, f"nine in ten {words}"))
        said.append(words)
    foot = ROWS[-1] + HEIGHT + 6
    parts.append(Line([(CHART.left, foot), (CHART.right, foot)], "ink"))
    at = ticks(low, high)
    for value, text in without_touching(at, labels(at), CHART.width / (high - low)):
        half = LETTER / 2 * len(text)
        x = min(max(across(value), half), SIZE[0] - half)
        parts.append(Words(x, foot + 20, text, "middle"))
    parts.append(Words(CHART.x_at(0.5), SIZE[1] - 8, name, "middle"))
    words = f"{name} {number(predicted, 4)}; nine in ten {', '.join(said) or 'not known'}"
    return Scene("What it is worth", words, parts, f"predicted {number(predicted, 4)}", SIZE)
