"""A picture as its parts, in whatever it is drawn: as SVG on a page, or into Matplotlib axes.

Places and sizes are in units of a CSS pixel; y grows downwards. A colour is a name of ``theme`` or
any that CSS knows. What comes later lies on top.
"""

import base64
import io
import textwrap
import warnings
from html import escape
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon
from matplotlib.patheffects import withStroke
from PIL import Image, ImageDraw

from nnlib.pictures.theme import CLEAR, ON_WHITE, PALETTE, css

SIZE = (480, 250)
MOST_WIDE = 563  # pixels of a picture on a page
FONT_SIZE, SMALL = 15, 14
TITLE_AT = 22  # the foot of the heading
ASIDE = 20  # of the words at its right, from the edge
HALO = 4.5
SHARPNESS = 1.5  # dots of a still picture in a unit
UNITS_AN_INCH = 100
GAP, MARGIN = 24, 10  # between two pictures of a still one, and around all
CORNER = 12  # dots of a card's round corners
LETTER = 8.5  # the width of one, about, in the line above a still picture


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


# On a page


def as_svg(scene):
    """Return a scene as SVG text."""
    width, height = scene.size
    more = "".join(f'{name}="{escape(str(each))}" ' for name, each in scene.attributes)
    heard = escape(f"{scene.aloud or scene.title}. {scene.words}")
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{heard}" {more}'
        f'style="width:100%;display:block" font-size="{FONT_SIZE}" '
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


# In Matplotlib


def still(columns, words=""):
    """Return scenes as a Matplotlib figure, which stays when widgets are gone.

    Parameters
    ----------
    columns : list of list of Scene
        Beside each other, and in each of them below each other, all as wide as the first one.
    words : str
        A line or two above them.
    """
    columns = [column for column in columns if column]
    widths = [column[0].size[0] for column in columns]
    heights = [
        [scene.size[1] * width / scene.size[0] for scene in column]
        for column, width in zip(columns, widths, strict=True)
    ]
    width = sum(widths) + GAP * (len(columns) - 1) + 2 * MARGIN
    lines = textwrap.wrap(words, int((width - 2 * MARGIN) / LETTER))
    head = MARGIN + FONT_SIZE * 1.5 * len(lines) + MARGIN * bool(lines)
    height = head + max(sum(each) + GAP * (len(each) - 1) for each in heights) + MARGIN
    figure = Figure((width / UNITS_AN_INCH, height / UNITS_AN_INCH),
                    dpi=SHARPNESS * UNITS_AN_INCH, facecolor="white")  # fmt: skip
    figure.text(MARGIN / width, 1 - MARGIN / height, "\n".join(lines), size=_points(FONT_SIZE),
                va="top", parse_math=False)  # fmt: skip
    left = MARGIN
    for column, across, tall in zip(columns, widths, heights, strict=True):
        top = head
        for scene, down in zip(column, tall, strict=True):
            place = (left / width, 1 - (top + down) / height, across / width, down / height)
            _draw(figure.add_axes(place), scene, across / scene.size[0])
            top += down + GAP
        left += across + GAP
    return figure


def draw_into(axes, scene):
    """Draw a scene into Matplotlib axes, as large as it goes there; they lose their own look."""
    figure, spec = axes.figure, axes.get_subplotspec()
    rows, columns = spec.get_gridspec().get_geometry()
    room = [figure.get_figwidth() / columns, figure.get_figheight() / rows]
    scale = min(
        inches * UNITS_AN_INCH / side for inches, side in zip(room, scene.size, strict=True)
    )
    corner = (spec.colspan.start / columns, 1 - spec.rowspan.stop / rows)
    axes.set_position((*corner, 1 / columns, 1 / rows))
    _draw(axes, scene, scale)
    axes.set(aspect="equal", anchor="C")


def png(figure):
    """Return a figure as a notebook holds it: a PNG written as base64 text.

    A kernel makes that of bytes by itself, but the one in the browser does not. Letters that the
    font does not have are boxes, without a warning for each. Corners are round and clear, so that
    it is a card on a dark page.
    """
    canvas = FigureCanvasAgg(figure)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba()))
    corners = Image.new("L", picture.size)
    width, height = picture.size
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, width - 1, height - 1), CORNER, fill=255)
    picture.putalpha(corners)
    file = io.BytesIO()
    picture.save(file, "png")
    return base64.b64encode(file.getvalue()).decode("ascii")


def _points(units, scale=1.0):
    return units * scale * 72 / UNITS_AN_INCH


def _draw(axes, scene, scale):
    width, height = scene.size
    axes.axis("off")
    axes.set(xlim=(0, width), ylim=(height, 0))
    for layer, part in enumerate(scene.all_parts, 1):
        INTO_AXES[type(part)](axes, part, scale, layer)


def _colour(name):
    return ON_WHITE.get(name, name)


def _line_into(axes, part, scale, layer):
    axes.add_artist(
        Line2D(
            *np.asarray(part.points, dtype=float).T,
            color=_colour(part.colour),
            linewidth=_points(part.width, scale),
            linestyle="--" if part.dashed else "-",
            alpha=part.opacity,
            zorder=layer,
        )
    )


def _area_into(axes, part, scale, layer):
    look = {"facecolor": _colour(part.colour), "alpha": part.opacity, "linewidth": 0}
    axes.add_artist(Polygon(part.points, zorder=layer, **look))


def _box_into(axes, part, scale, layer):
    look = {"edgecolor": _colour(part.stroke), "linewidth": _points(part.line, scale)}
    if part.fill != "none":
        look |= {"facecolor": (_colour(part.fill), part.opacity)}
    else:
        look |= {"fill": False}
    if 2 * part.corner == part.width == part.height:  # Matplotlib's round corners are not quite so
        middle = (part.x + part.corner, part.y + part.corner)
        axes.add_artist(Circle(middle, part.corner, zorder=layer, **look))
        return
    shape = f"round,pad=0,rounding_size={part.corner}" if part.corner else "square,pad=0"
    place = (part.x, part.y)
    axes.add_artist(
        FancyBboxPatch(place, part.width, part.height, boxstyle=shape, zorder=layer, **look)
    )


def _marks_into(axes, part, scale, layer):
    marker = {"circle": "o", "square": "s", "cross": "x"}[part.shape]
    places = np.asarray(part.places, dtype=float).reshape(-1, 2)
    axes.add_artist(
        Line2D(
            *places.T,
            marker=marker,
            linestyle="none",
            markersize=_points(2 * part.radius, scale),
            markerfacecolor=_colour(part.fill),
            markeredgecolor=_colour(part.stroke),
            markeredgewidth=_points(part.line, scale),
            zorder=layer,
        )
    )


def _words_into(axes, part, scale, layer):
    halo = []
    if part.halo:
        halo = [withStroke(linewidth=_points(2 * HALO, scale), foreground=_colour(part.halo))]
    axes.text(
        part.x,
        part.y,
        part.text,
        ha={"start": "left", "middle": "center", "end": "right"}[part.anchor],
        va="baseline",
        rotation=90 * part.upright,
        rotation_mode="anchor",
        size=_points(part.size, scale),
        weight="bold" if part.bold else "normal",
        color=_colour(part.colour),
        path_effects=halo,
        parse_math=False,
        zorder=layer,
    )


def _heat_into(axes, part, scale, layer):
    colours = np.dstack([part.palette[part.colours], np.where(part.colours == CLEAR, 0, 255)])
    axes.imshow(
        colours.astype(np.uint8),
        extent=(part.x, part.x + part.width, part.y + part.height, part.y),
        aspect="auto",
        interpolation="bilinear" if part.smooth else "nearest",
        zorder=layer,
    )


INTO_AXES = {
    Line: _line_into,
    Area: _area_into,
    Box: _box_into,
    Marks: _marks_into,
    Words: _words_into,
    Heat: _heat_into,
}
