"""One step of training along the network, for one row of the data.

What has just been computed is bold and has a border, so that no colour is needed to find it.
"""

import numpy as np

from nnlib.pictures.diagrams import WEIGHTS_WRITTEN, connection
from nnlib.pictures.scene import Box, Marks, Scene, Words
from nnlib.pictures.theme import number

LINE_HEIGHT = 20
CELL_WIDTH, LABEL_WIDTH, INPUT_WIDTH, MARGIN = 168, 152, 72, 6
TEXT_SIZE = 13  # of names and numbers: with it they have room in the widest usual font
CARD_WIDTH = CELL_WIDTH + 2 * MARGIN
BETWEEN = 14  # two neurons, one below the other
ROOM_FOR_LINES = 22  # between a neuron and the first label
FURTHEST_LABEL = 0.57  # of the way between two layers: beyond it, lines come too close
HEAD, NODE_SIZE = 30, 36
BARE_HEIGHT, BARE_GAP = 300, 260
WIDEST = 8.0
SMALL = 0.001  # it needs so many zeros that three figures must do
WEIGHT_NAMES = {"weights": "w {}→{}", "d_weights": "dw", "new_weights": "new"}
LINES = {"neuron": 2, "now": 2.5, "ground": 0}  # the width of a box's border


def figures(value):
    """Write a number with four figures, a small one with three."""
    return number(value, 4 if abs(value) >= SMALL else 3)


def has_numbers(step):
    """Return whether the weights are few enough to be written on their lines."""
    return sum(layer.weights.size for layer in step.layers) <= WEIGHTS_WRITTEN


def drawing(step, row, row_name, input_names, known, now, words):
    """Place one row's way through the network.

    Parameters
    ----------
    step : TrainingStep
    row : int
    row_name : str
    input_names : sequence of str
    known, now : set of (layer, name)
        What has been computed, such as ``(0, "sums")``; and what of it at this very moment.
    words : str
        For those who do not see it.
    """
    written = has_numbers(step)
    sizes = [step.layers[0].inputs.shape[1], *(layer.outputs.shape[1] for layer in step.layers)]
    height = max(sizes) * _step_down(step) if written else BARE_HEIGHT
    middles = [[HEAD + height * (i + 0.5) / size for i in range(size)] for size in sizes]
    parts, left = [], INPUT_WIDTH if written else NODE_SIZE + MARGIN
    under = 0 if written else NODE_SIZE / 2  # small nodes lie on the ends of their lines
    cards = []
    for index, layer in enumerate(step.layers):
        right = left + (_gap(*layer.weights.shape) if written else BARE_GAP)
        pairs = np.ndindex(layer.weights.shape)
        parts += [
            connection(
                (left - under, middles[index][i]),
                (right + under, middles[index + 1][j]),
                layer.weights[i, j],
                WIDEST,
            )
            for i, j in pairs
        ]
        if written:
            parts += _labels(layer, index, left, right, middles, known, now)
        width = CARD_WIDTH if written else NODE_SIZE
        title = f"layer {index + 1}" + (f": {layer.activation}" if written else "")
        parts.append(Words(right + width / 2, 20, title, "middle", _is_now(index, now)))
        for neuron, y in enumerate(middles[index + 1]):
            if written:
                cards += _card(step, index, row, neuron, right, y, known, now)
            else:
                cards += _bare(right, y, middles[index + 1], _is_now(index, now))
        left = right + width
    inputs = [Words(MARGIN, 20, f"row {row_name}", "start", True)]
    for name, value, y in zip(input_names, step.layers[0].inputs[row], middles[0], strict=True):
        inputs += _input(name, value, y) if written else _bare(MARGIN, y, middles[0], False)
    size = (left + MARGIN, HEAD + height)
    return Scene("One step", words, [*parts, *inputs, *cards], size=size, bare=True)


def place_of_now(scene):
    """Return where in a drawing the numbers of the moment stand: from 0, at its left end, to 1."""
    places = [part.x + part.width / 2 for part in scene.parts
              if isinstance(part, Box) and part.line == LINES["now"]]  # fmt: skip
    return float(np.mean(places)) / scene.size[0] if places else 0.0


def _is_now(index, now):
    return any(layer == index for layer, _ in now)


def _gap(starts, ends):
    """Return the room between two layers: a column of labels for each neuron of the smaller."""
    columns = min(starts, ends)
    if columns == 1:
        return LABEL_WIDTH + 2 * ROOM_FOR_LINES
    return (ROOM_FOR_LINES + (columns - 0.5) * LABEL_WIDTH) / FURTHEST_LABEL


def _labels(layer, index, left, right, middles, known, now):
    """Write each weight's numbers on its line, where the lines are far enough apart."""
    starts, ends = layer.weights.shape
    names = [name for name in WEIGHT_NAMES if (index, name) in known]
    for start, end in np.ndindex(starts, ends):
        if min(starts, ends) == 1:
            x = (left + right) / 2
        elif ends <= starts:
            x = left + ROOM_FOR_LINES + (end + 0.5) * LABEL_WIDTH
        else:
            x = right - ROOM_FOR_LINES - (starts - start - 0.5) * LABEL_WIDTH
        share = (x - left) / (right - left)
        middle = (1 - share) * middles[index][start] + share * middles[index + 1][end]
        top = middle - len(names) * LINE_HEIGHT / 2
        x -= LABEL_WIDTH / 2 - 3
        width, height = LABEL_WIDTH - 6, len(names) * LINE_HEIGHT
        yield _box(x, top, width, height, 4, "ground")
        for line, name in enumerate(names):
            value = getattr(layer, name)[start, end]
            y = top + line * LINE_HEIGHT
            shown = WEIGHT_NAMES[name].format(start + 1, end + 1)
            yield from _cell(x, y, width, shown, value, (index, name) in now)


def _step_down(step):
    """Return how far it is from one neuron to the next: the highest has room."""
    return max(_card_height(_names(step, index)) for index in range(len(step.layers))) + BETWEEN


def _names(step, index):
    """Return the names of a neuron's numbers in the order in which they are computed."""
    of_last = ["targets", "errors"] if index == len(step.layers) - 1 else []
    names = ["biases", "sums", "outputs", *of_last]
    names += ["d_outputs", "slopes", "deltas", "d_biases", "new_biases"]
    has_bias = step.layers[index].biases is not None
    return [name for name in names if has_bias or "biases" not in name]


def _card_height(names):
    return len(names) * LINE_HEIGHT + 2 * MARGIN


def _card(step, index, row, neuron, x, middle, known, now):
    """Draw a neuron with its numbers, one below the other; what is not known yet has its room."""
    layer, names = step.layers[index], _names(step, index)
    height = _card_height(names)
    top = middle - height / 2
    yield _box(x, top, CARD_WIDTH, height, 14, "neuron")
    for line, name in enumerate(names):
        if (index, name) not in known:
            continue
        values = getattr(step if name in ("targets", "errors") else layer, name)
        value = values[neuron] if values.ndim == 1 else values[row, neuron]
        place = (x + MARGIN, top + MARGIN + line * LINE_HEIGHT)
        shown = {"biases": "bias", "d_biases": "d_bias", "new_biases": "new bias"}
        shown = shown.get(name, name.removesuffix("s"))
        yield from _cell(*place, CELL_WIDTH, shown, value, (index, name) in now)


def _cell(x, y, width, name, value, is_now):
    """Write a name and its number, with a border if it is the number of the moment."""
    if is_now:
        yield _box(x, y + 0.5, width, LINE_HEIGHT - 1, 4, "now")
    foot = y + LINE_HEIGHT - 5
    yield Words(x + 4, foot, name, "start", is_now, size=TEXT_SIZE)
    yield Words(x + width - 4, foot, figures(value), "end", is_now, size=TEXT_SIZE)


def _input(name, value, y):
    radius = (NODE_SIZE + 18) / 2
    middle = INPUT_WIDTH - radius
    yield Marks("circle", [(middle, y)], radius, "page", "ink", LINES["neuron"])
    yield Words(middle, y + 5, figures(value), "middle", size=TEXT_SIZE)
    yield Words(MARGIN, y - radius - 6, name)


def _bare(x, y, column, is_now):
    """Draw a node without numbers, as large as there is room in its column."""
    place = [(x + NODE_SIZE / 2, y)]
    radius = min(NODE_SIZE, 0.7 * BARE_HEIGHT / len(column)) / 2
    yield Marks("circle", place, radius, "page", "ink", LINES["neuron"])
    if is_now:
        yield Marks("circle", place, radius - 3, "page", "ink", LINES["now"])


def _box(x, y, width, height, corner, look):
    """Return a box: a neuron, the border of a number, or the ground under words on a line."""
    return Box(x, y, width, height, corner, fill="page", stroke="ink", line=LINES[look])
