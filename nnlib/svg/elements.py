"""What the moving pictures are made of: the picture itself, words, marks, lines, cells of colour.

Text and background take the colours of the page, light or dark. Colours are never alone: a
negative weight is dashed, a wrong output is a cross, and ``aria-label`` says the numbers.
"""

import base64
import io
from html import escape

import numpy as np
from PIL import Image

from nnlib.plots import OUTPUT_COLOURS

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 44, 50
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
TEXT = "var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText))"
PAGE = "var(--jp-layout-color0,var(--vscode-editor-background,Canvas))"
# At least 3:1 on white and on near-black.
POSITIVE, NEGATIVE = "#2486C4", "#D55E00"
LINE_OF_TEXT = 16.0  # the height that a line of text needs
LARGEST_WRITTEN = 10_000  # longer numbers are written with a power of ten
CLEAR = 255  # of a heat map's colours the one that is not there
PALETTE = OUTPUT_COLOURS(np.linspace(0, 1, CLEAR), bytes=True)[:, :3].tobytes() + bytes(3)


def picture(title, words, parts, attributes="", shown=None, size=(WIDTH, HEIGHT), bare=False):
    """Wrap up a picture: its title, what is written at the upper right, and its words.

    Title and words are always there for those who do not see it; `bare` shows neither.
    """
    width, height = size
    head = (
        []
        if bare
        else [
            label(2, 22, title, weight="bold"),
            label(width - RIGHT, 22, words if shown is None else shown, "end"),
        ]
    )
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}. '
        f'{escape(words)}" {attributes} style="width:100%;display:block" font-size="15" '
        f'font-family="sans-serif" fill="{TEXT}">{"".join(head + parts)}</svg>'
    )


def label(x, y, words, anchor="start", weight="normal", halo=False):
    """Write words, with `halo` so that they can be read across lines."""
    look = (
        f' stroke="{PAGE}" stroke-width="9" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    look += ' font-weight="bold"' if weight == "bold" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{escape(words)}</text>'


def circle(x, y, radius=5.0):
    """Draw a circle around a place."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'


def square(x, y, radius=5.0):
    """Draw a square around a place."""
    return (
        f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius}" '
        f'height="{2 * radius}"/>'
    )


def level_line(y, text, dashed=False, lower=0.0):
    """Draw a horizontal line across the plot, with its value at the left, or somewhat lower."""
    look = 'stroke-dasharray="6 5" stroke-opacity="0.8"' if dashed else 'stroke-opacity="0.25"'
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{TEXT}" '
        f"{look}/>{label(LEFT - 8, y + 5 + lower, text, 'end')}"
    )


def y_at(share):
    """Return the place of a share of the plot's height, 0 being at its foot."""
    return HEIGHT - BOTTOM - PLOT_HEIGHT * share


def upright(words):
    """Write words along the left edge, upwards."""
    return (
        f'<text transform="rotate(-90)" x="{-(TOP + PLOT_HEIGHT / 2)}" y="18" '
        f'text-anchor="middle">{escape(words)}</text>'
    )


def connection(start, end, weight, widest):
    """Draw a weight's line: its width grows with the weight, ever more slowly, up to `widest`."""
    width = 1 + (widest - 1) * abs(weight) / (abs(weight) + 4)
    look = f'stroke="{POSITIVE}"' if weight >= 0 else f'stroke="{NEGATIVE}" stroke-dasharray="9 6"'
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'{look} stroke-width="{width:.1f}"/>'
    )


def colours_of(shares):
    """Return numbers from 0 to 1 as bytes for ``heat_map``; NaN becomes ``CLEAR``."""
    return np.where(np.isnan(shares), CLEAR, np.clip(shares, 0, 1) * (CLEAR - 1)).astype(np.uint8)


def heat_map(colours, x, y, width, height, rendering="auto"):
    """Draw a table of colours as cells, its first row at the top.

    Parameters
    ----------
    colours : array of uint8, shape (rows, columns)
        From ``colours_of``; where it is ``CLEAR``, what lies below is seen.
    """
    image = Image.frombytes("P", colours.shape[::-1], colours.tobytes())
    image.putpalette(PALETTE)
    file = io.BytesIO()
    image.save(file, "png", transparency=CLEAR, compress_level=1)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    look = f'preserveAspectRatio="none" style="image-rendering:{rendering}"'
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {look} '
        f'href="data:image/png;base64,{data}"/>'
    )
