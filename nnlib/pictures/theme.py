"""How all pictures look: colours on light and dark pages, numbers as people write them, names.

Colours are Okabe and Ito's, which colour-blind eyes tell apart; a dash, a shape or a word says the
same once more. On a dark page they are lighter, and maps are dimmed.
"""

import math
import re

import numpy as np

from nnlib.activations import ACTIVATIONS

# Name of a colour: (on a light page, on a dark one, where a page does not say which it is).
COLOURS = {
    "positive": ("#0072B2", "#56B4E9", "#2486C4"),
    "negative": ("#D55E00", "#E69F00", "#D55E00"),
    "right": ("#007A59", "#2FC79A", "#008A64"),
    # The blue one is darker, so that people who see no colours can tell the two apart.
    "blue tint": ("#74ADDB", "#1F557D", "#74ADDB"),
    "orange tint": ("#F0C4A2", "#96592A", "#F0C4A2"),
}
# The page's own, in JupyterLab, in VS Code, and elsewhere.
INK = "var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText))"
PAGE = "var(--jp-layout-color0,var(--vscode-editor-background,Canvas))"
ON_WHITE = {"ink": "black", "page": "white"} | {name: each[0] for name, each in COLOURS.items()}
IN_PAGE = {"ink": INK, "page": PAGE} | {
    name: f"var(--nn-{name.replace(' ', '-')},{each[2]})" for name, each in COLOURS.items()
}
DIM = "brightness(.62) saturate(1.5)"  # a map on a dark page

CLEAR = 255  # of a map's colours the one that is not there


LARGEST_WRITTEN, SMALLEST_WRITTEN = 1e9, 1e-4  # beyond them stands a power of ten
LARGEST_SIGNED = 1e4
MINUS = "\N{MINUS SIGN}"  # as wide as a plus
ROWS_NAMED = 8
MOST_MARKS = 500  # of one kind in a picture: more would hide each other, and take long


def css(colour):
    """Return a colour as CSS, by its name here or by any name that CSS knows."""
    return IN_PAGE.get(colour, colour)


def properties(column):
    """Return the colours as CSS, by their names: those of light pages (0) or of dark ones (1)."""
    named = {f"--nn-{name.replace(' ', '-')}": each[column] for name, each in COLOURS.items()}
    return ";".join(f"{name}:{colour}" for name, colour in named.items())


def _style_sheet():
    """Return the CSS in which a page finds the colours; once for all pictures on it."""
    light, dark = properties(0), properties(1)
    on_dark = "[data-jp-theme-light=false]"
    return (
        f"<style>[data-jp-theme-light]{{{light}}}{on_dark}{{{dark}}}"
        f"{on_dark} .nn-map{{filter:{DIM}}}</style>"
    )


def _on_white():
    """Return the CSS by which a picture in a file of its own has the colours of a light page."""
    ink, page = (re.match(r"var\((--[\w-]+)", each)[1] for each in (INK, PAGE))
    return f"<style>svg{{{properties(0)};{ink}:black;{page}:white;}}</style>"


def _palette():
    """Return the 256 colours of a map, array of uint8, shape (256, 3); the last is ``CLEAR``."""
    tints = (ON_WHITE["orange tint"], "#FFFFFF", ON_WHITE["blue tint"])
    ends = np.array([list(bytes.fromhex(tint[1:])) for tint in tints])
    shares = np.linspace(0, 2, CLEAR)
    colours = [np.interp(shares, (0, 1, 2), channel) for channel in ends.T]
    return np.vstack([np.round(np.transpose(colours)), [0, 0, 0]]).astype(np.uint8)


STYLE_SHEET, STYLE_ON_WHITE, PALETTE = _style_sheet(), _on_white(), _palette()
# Of an image: from paper (0) to ink.
INK_ON_PAPER = np.linspace((255, 255, 255), (0, 0, 0), CLEAR + 1).round().astype(np.uint8)


def colours_of(shares):
    """Return numbers from 0 to 1 as places in the palette; NaN becomes ``CLEAR``."""
    return np.where(np.isnan(shares), CLEAR, np.clip(shares, 0, 1) * (CLEAR - 1)).astype(np.uint8)


def colour_of(share):
    """Return the colour of one number from 0 to 1, such as ``"#ffffff"``."""
    return "#{:02x}{:02x}{:02x}".format(*PALETTE[colours_of(share)])


def tint(share):
    """Return the colour behind a number from 0 to 1, and its strength: at 0.5 there is none."""
    return ("blue tint" if share >= 0.5 else "orange tint"), min(abs(2 * share - 1), 1.0)


def number(value, figures=3):
    """Write a number as people do: with so many figures at most, and no power of ten below 1e9.

    Examples
    --------
    >>> number(718_321), number(0.0123), number(1250.0, 4), number(3e-7)
    ('718,000', '0.0123', '1,250', '3e-7')
    """
    if math.isnan(value):
        return "no number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = float(f"{value:.{figures - 1}e}")
    size = abs(rounded)
    if size and not SMALLEST_WRITTEN <= size < LARGEST_WRITTEN:
        digits, _, power = f"{size:.{figures - 1}e}".partition("e")
        text = f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}e{int(power)}"
    else:
        decimals = max(0, figures - 1 - math.floor(math.log10(size))) if size else 0
        text = f"{size:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value, decimals=2):
    """Write a weight with its sign; what rounds to 0 is +0.00."""
    if abs(value) >= LARGEST_SIGNED or math.isnan(value):
        return f"{'+' if value > 0 else ''}{number(value, 2)}"
    return f"{round(value, decimals) + 0.0:+.{decimals}f}".replace("-", MINUS)


def briefly(value):
    """Write a number in five characters or so: two decimals where it is small."""
    if abs(value) < 9.995:
        return f"{value + 0.0:.2f}".replace("-", MINUS)
    return number(value)


def scale_of(activation):
    """Return the lowest and the highest output of an activation, or ``None`` without these ends.

    Parameters
    ----------
    activation : str
    """
    ends = (ACTIVATIONS[activation].lowest, ACTIVATIONS[activation].highest)
    return tuple(map(float, ends)) if all(map(math.isfinite, ends)) else None


def row_names(inputs):
    """Return a name for each row: its bits where they tell all rows apart, else its number."""
    return _bits(inputs) or [str(number) for number in range(1, len(inputs) + 1)]


def rows_aloud(inputs):
    """Return what is read aloud for each row: its number, and its bits one by one.

    Examples
    --------
    >>> rows_aloud(np.array([[0, 1], [1, 1]])), rows_aloud(np.array([[7.5]]))
    (['row 1 (0 1)', 'row 2 (1 1)'], ['row 1'])
    """
    bits = _bits(inputs)
    more = [f" ({' '.join(each)})" for each in bits] if bits else [""] * len(inputs)
    return [f"row {number}{each}" for number, each in enumerate(more, 1)]


def _bits(inputs):
    """Return the bits of each row where they tell all rows apart, else ``None``."""
    if inputs.shape[1] <= ROWS_NAMED and np.isin(inputs, (0, 1)).all():
        bits = ["".join(f"{value:.0f}" for value in row + 0.0) for row in inputs]
        if len(set(bits)) == len(bits):
            return bits
    return None


def some(rows):
    """Return rows as they are drawn: every second, third and so on of too many."""
    return rows[:: -(-len(rows) // MOST_MARKS) or 1]
