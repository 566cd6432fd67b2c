"""Scenes as one picture that stays when widgets are gone: as SVG, or as a Matplotlib figure."""

import re
import textwrap
from typing import NamedTuple

from nnlib.pictures.scene import CORNER, FONT_SIZE, MOST_WIDE, SHARPNESS, SIZE, Scene, Words, svg
from nnlib.pictures.theme import STYLE_ON_WHITE

GAP, MARGIN = 24, 10  # between two pictures, and around all
LETTER = 8.5  # the width of one, about, in the line above
LINE = 1.5 * FONT_SIZE
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Still(NamedTuple):
    """Scenes on a white card.

    Attributes
    ----------
    size : (width, height)
    placed : list of (Scene, float, float, float)
        Each with its left, its top, and how many units one of its own is.
    main : sequence of Scene
        Those of them that are shown where not all have room.
    """

    size: tuple
    placed: list
    main: tuple = ()

    def main_places(self):
        """Return where `main` stand: of each "left top width height", in shares of the sides."""
        across, down = self.size
        found = {
            id(scene): (left / across, top / down,
                        scale * scene.size[0] / across, scale * scene.size[1] / down)
            for scene, left, top, scale in self.placed
        }  # fmt: skip
        return [" ".join(f"{share:.4f}" for share in found[id(each)]) for each in self.main]

    def svg(self):
        """Return it as a file of SVG, as large as the scenes are on a page."""
        width, height = self.size
        larger = MOST_WIDE / SIZE[0]
        scenes = [
            svg(scene, f'x="{left:.1f}" y="{top:.1f}" width="{scale * scene.size[0]:.1f}" '
                       f'height="{scale * scene.size[1]:.1f}"')
            for scene, left, top, scale in self.placed
        ]  # fmt: skip
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{larger * width:.0f}" height="{larger * height:.0f}">{STYLE_ON_WHITE}'
            f'<rect width="100%" height="100%" rx="{CORNER}" fill="white"/>{"".join(scenes)}</svg>'
        )
        return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)

    def figure(self):
        """Return it as a Matplotlib figure."""
        from matplotlib.figure import Figure  # here, since a page needs no Matplotlib

        from nnlib.pictures.in_axes import UNITS_AN_INCH, draw

        width, height = self.size
        figure = Figure((width / UNITS_AN_INCH, height / UNITS_AN_INCH),
                        dpi=SHARPNESS * UNITS_AN_INCH, facecolor="white")  # fmt: skip
        for scene, left, top, scale in self.placed:
            across, down = (scale * side for side in scene.size)
            place = (left / width, 1 - (top + down) / height, across / width, down / height)
            draw(figure.add_axes(place), scene, scale)
        return figure


def still(columns, words="", main=()):
    """Return scenes as one picture.

    Parameters
    ----------
    columns : list of list of Scene
        Beside each other, and in each of them below each other, all as wide as the first one.
    words : str
        A line or two above them.
    main : sequence of Scene
        Those of them that are shown where not all have room.
    """
    columns = [column for column in columns if column]
    width = sum(column[0].size[0] for column in columns) + GAP * (len(columns) - 1) + 2 * MARGIN
    lines = textwrap.wrap(words, int((width - 2 * MARGIN) / LETTER))
    head = MARGIN + LINE * len(lines) + MARGIN * bool(lines)
    placed, height, left = [], 0.0, MARGIN
    for column in columns:
        across, top = column[0].size[0], head
        for scene in column:
            scale = across / scene.size[0]
            placed.append((scene, left, top, scale))
            top += scale * scene.size[1] + GAP
        height = max(height, top - GAP + MARGIN)
        left += across + GAP
    if lines:
        texts = [Words(MARGIN, MARGIN + LINE * at + FONT_SIZE, line)
                 for at, line in enumerate(lines)]  # fmt: skip
        placed.append((Scene("", "", texts, size=(width, height), bare=True), 0.0, 0.0, 1.0))
    return Still((width, height), placed, main)
