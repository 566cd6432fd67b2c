"""A picture as its parts, in whatever it is drawn: here as SVG on a page.

Places and sizes are in units of a CSS pixel; y grows downwards. A colour is a name of ``theme`` or
any that CSS knows. What comes later lies on top.
"""

import base64
import io
from html import escape
from typing import NamedTuple

import numpy as np
from PIL import Image

from nnlib.pictures.theme import CLEAR, PALETTE, css

SIZE = (480, 250)
MOST_WIDE = 563  # pixels of a picture on a page
FONT_SIZE, SMALL = 15, 14
TITLE_AT = 22  # the foot of the heading
ASIDE = 20  # of the words at its right, from the edge
HALO = 4.5
CORNER = 8  # of the card under a picture that stays
SHARPNESS = 1.5  # dots in a unit of such a picture, where it is a figure


class Line(NamedTuple):
    """A line through some points, array-like of shape (points, 2)."""

    points: object
    colour: str = "ink"
    width: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


class Area(NamedTuple):
    """The area that a line encloses."""

    points: object
    colour: str
    opacity: float = 1.0


class Box(NamedTuple):
    """A box, with round corners if asked for."""

    x: float
    y: float
    width: float
    height: float
    corner: float = 0.0
    fill: str = "none"
    stroke: str = "none"
    line: float = 0.0
    opacity: float = 1.0  # of the fill


class Marks(NamedTuple):
    """The same mark at some places, array-like of shape (marks, 2)."""

    shape: str  # "circle", "square" or "cross"
    places: object
    radius: float
    fill: str = "none"
    stroke: str = "none"
    line: float = 0.0


class Words(NamedTuple):
    """A text on a line that begins ("start"), has its middle, or ends at x; y is its foot."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    bold: bool = False
    halo: str = ""  # the colour around it, where it crosses a line
    size: float = FONT_SIZE
    colour: str = "ink"
    upright: bool = False  # written upwards


class Heat(NamedTuple):
    """A table of colours as cells, array of uint8 from ``theme.colours_of``, first row on top."""

    colours: np.ndarray
    x: float
    y: float
    width: float
    height: float
    smooth: bool = True
    palette: np.ndarray = PALETTE  # 256 colours, the last of which is not there


class Scene(NamedTuple):
    """A picture: a heading with some words at its right, and the parts below.

    Attributes
    ----------
    title : str
    words : str
        What it shows, for those who do not see it.
    parts : list
    shown : str, optional
        The words at the right of the heading, if not `words`.
    size : (width, height)
    bare : bool
        Whether title and words are not shown.
    attributes : tuple of (str, object)
        For the page, such as ``("data-epoch", 5)``.
    aloud : str, optional
        The title as it is read aloud, if not `title`.
    """

    title: str
    words: str
    parts: list
    shown: str | None = None
    size: tuple = SIZE
    bare: bool = False
    attributes: tuple = ()
    aloud: str | None = None

    @property
    def all_parts(self):
        """The parts, the heading included."""
        if self.bare:
            return self.parts
        shown = self.words if self.shown is None else self.shown
        aside = Words(self.size[0] - ASIDE, TITLE_AT, shown, "end", size=SMALL)
        return [Words(2, TITLE_AT, self.title, bold=True), aside, *self.parts]


def as_svg(scene):
    """Return a scene as SVG text, as wide as there is room."""
    more = "".join(f'{name}="{escape(str(each))}" ' for name, each in scene.attributes)
    heard = escape(f"{scene.aloud or scene.title}: {scene.words}")
    return svg(scene, f'role="img" aria-label="{heard}" {more}style="width:100%;display:block"')


def svg(scene, look):
    """Return a scene as SVG text with these attributes."""
    width, height = scene.size
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" {look} font-size="{FONT_SIZE}" '
        f'font-family="sans-serif" fill="{css("ink")}">'
        f"{''.join([AS_SVG[type(part)](part) for part in scene.all_parts])}</svg>"
    )


def on_page(scene, most=MOST_WIDE):
    """Return a scene as HTML: as wide as there is room, and at most so many pixels."""
    return f'<div style="max-width:{most:.0f}px">{as_svg(scene)}</div>'


def _corners(points):
    points = np.asarray(points, dtype=float)
    return " ".join(["{:.1f},{:.1f}"] * len(points)).format(*points.ravel().tolist())


def _line_as_svg(part):
    look = f'stroke="{css(part.colour)}" stroke-width="{part.width:.3g}"'
    look += ' stroke-dasharray="9 6"' if part.dashed else ""
    look += f' stroke-opacity="{part.opacity}"' if part.opacity < 1 else ""
    if len(part.points) == 2:
        (x1, y1), (x2, y2) = part.points
        return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'
    return f'<polyline points="{_corners(part.points)}" fill="none" {look}/>'


def _area_as_svg(part):
    look = f'fill="{css(part.colour)}" fill-opacity="{part.opacity}"'
    return f'<polygon points="{_corners(part.points)}" {look}/>'


def _box_as_svg(part):
    look = f'fill="{css(part.fill)}" stroke="{css(part.stroke)}" stroke-width="{part.line:g}"'
    look += f' rx="{part.corner:.1f}"' if part.corner else ""
    look += f' fill-opacity="{part.opacity:.3g}"' if part.opacity < 1 else ""
    place = f'x="{part.x:.1f}" y="{part.y:.1f}"'
    return f'<rect {place} width="{part.width:.1f}" height="{part.height:.1f}" {look}/>'


def _marks_as_svg(part):
    radius, side = f"{part.radius:.1f}", f"{2 * part.radius:.1f}"
    places = np.asarray(part.places, dtype=float).reshape(-1, 2).tolist()
    if part.shape == "circle":
        marks = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>' for x, y in places]
    elif part.shape == "square":
        marks = [
            f'<rect x="{x - part.radius:.1f}" y="{y - part.radius:.1f}" width="{side}" '
            f'height="{side}"/>'
            for x, y in places
        ]
    else:
        ends = f"l{side},{side}m-{side},0l{side},-{side}"
        marks = [f'<path d="M{x - part.radius:.1f},{y - part.radius:.1f}{ends}"/>'
                 for x, y in places]  # fmt: skip
    look = f'fill="{css(part.fill)}" stroke="{css(part.stroke)}" stroke-width="{part.line:g}"'
    return f"<g {look}>{''.join(marks)}</g>"


def _words_as_svg(part):
    look = ' font-weight="bold"' if part.bold else ""
    look += f' font-size="{part.size:g}"' if part.size != FONT_SIZE else ""
    look += f' fill="{css(part.colour)}"' if part.colour != "ink" else ""
    if part.halo:
        look += (
            f' stroke="{css(part.halo)}" stroke-width="{2 * HALO}" stroke-linejoin="round" '
            'paint-order="stroke"'
        )
    place = f'x="{part.x:.1f}" y="{part.y:.1f}"'
    if part.upright:
        place = f'x="{-part.y:.1f}" y="{part.x:.1f}" transform="rotate(-90)"'
    return f'<text {place} text-anchor="{part.anchor}"{look}>{escape(part.text)}</text>'


def _heat_as_svg(part):
    image = Image.frombytes("P", part.colours.shape[::-1], part.colours.tobytes())
    image.putpalette(part.palette.tobytes())
    file = io.BytesIO()
    image.save(file, "png", transparency=CLEAR, compress_level=1)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    rendering = "auto" if part.smooth else "pixelated"
    return (
        f'<image x="{part.x:.1f}" y="{part.y:.1f}" width="{part.width:.1f}" '
        f'height="{part.height:.1f}" class="nn-map" preserveAspectRatio="none" '
        f'style="image-rendering:{rendering}" href="data:image/png;base64,{data}"/>'
    )


AS_SVG = {
    Line: _line_as_svg,
    Area: _area_as_svg,
    Box: _box_as_svg,
    Marks: _marks_as_svg,
    Words: _words_as_svg,
    Heat: _heat_as_svg,
}
