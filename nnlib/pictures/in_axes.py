"""A scene in Matplotlib axes, and a figure as a notebook holds it."""

import base64
import io
import warnings

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon
from matplotlib.patheffects import withStroke
from PIL import Image, ImageDraw

from nnlib.pictures.scene import CORNER, HALO, SHARPNESS, Area, Box, Heat, Line, Marks, Words
from nnlib.pictures.theme import CLEAR, ON_WHITE

UNITS_AN_INCH = 100


def draw(axes, scene, scale):
    """Draw a scene into Matplotlib axes, a unit being so many hundredths of an inch."""
    width, height = scene.size
    axes.axis("off")
    axes.set(xlim=(0, width), ylim=(height, 0))
    for layer, part in enumerate(scene.all_parts, 1):
        INTO_AXES[type(part)](axes, part, scale, layer)


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
    draw(axes, scene, scale)
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
    card = (0, 0, width - 1, height - 1)
    ImageDraw.Draw(corners).rounded_rectangle(card, CORNER * SHARPNESS, fill=255)
    picture.putalpha(corners)
    file = io.BytesIO()
    picture.save(file, "png")
    return base64.b64encode(file.getvalue()).decode("ascii")


def _points(units, scale=1.0):
    return units * scale * 72 / UNITS_AN_INCH


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
