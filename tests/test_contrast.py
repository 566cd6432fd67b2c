"""Pictures can be told from their background, and mean the same without their colours.

The colours that JupyterLab gives to words and pages are looked at in tests/browser.
"""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import numpy as np
import pytest
from coloraide import Color
from matplotlib import colormaps
from matplotlib.colors import to_hex

from nnlib import datasets, plots
from nnlib.activations import SIGMOID
from nnlib.network import Dense, Network
from nnlib.pictures import answers, curves, diagrams, planes, theme
from nnlib.pictures.scene import as_svg

PAGES = ("#ffffff", "#111111")  # JupyterLab's, light and dark
INKS = ("#212121", "#ffffff")
WORDS, MARKS = 4.5, 3.0  # what WCAG 2.2 asks of text (1.4.3) and of graphics (1.4.11)
MAP = [theme.colour_of(share) for share in np.linspace(0, 1, 11)]
HILLS = [to_hex(colormaps["cividis"](share)) for share in np.linspace(0, 1, 21)]
GATE = datasets.and_gate()
ANSWERS = np.array([[0.0], [0.05], [0.5], [1.0]])  # the third is not within its tolerance
NEURON = Network([Dense(2, 1, "sigmoid", weights=[[2.0], [-1.0]], biases=[0.5])])
SHAPES = ("line", "polyline", "path", "circle", "rect")


MOVING = {
    "loss": (curves.loss_curve, [(0, 1.0), (1, 0.5)], "Loss"),
    "diagram": (diagrams.network_diagram, NEURON, GATE.input_names),
    "outputs": (answers.outputs_and_targets, GATE, ANSWERS),
    "map": (planes.decision_map, NEURON.predict, GATE),
}
ON_WHITE = {
    "activation": (plots.activation_curve, SIGMOID),
    "loss": (plots.loss_curve, [1.0, 0.5]),
}


def moving(name):
    draw, *arguments = MOVING[name]
    return ElementTree.fromstring(as_svg(draw(*arguments)))


def still(draw, *arguments):
    """Return axes in which a function of ``nnlib.plots`` has drawn."""
    axes = plots.new_figure()[1]
    draw(axes, *arguments)
    axes.figure.draw_without_rendering()
    return axes


def shapes(picture):
    """Return the shapes of a picture: those on the page, and those on a map.

    Of each (tag, dash, paints); a mark has the paints of its group.
    """
    on_page, on_map = [], []
    found = on_page
    for part in picture:
        if part.tag == "image":
            found = on_map
        for each in part if part.tag == "g" else [part]:
            if each.tag in SHAPES:
                paints = {part.get(paint, "none") for paint in ("fill", "stroke")} - {"none"}
                found.append((each.tag, part.get("stroke-dasharray"), paints))
    return on_page, on_map


def on(page, paint):
    """Return a paint as a colour on the light page (0), on the dark one (1), or on neither (2)."""
    name = re.match(r"var\(--nn-([a-z-]*),", paint)
    if name:
        return theme.COLOURS[name[1].replace("-", " ")][page]
    return {theme.INK: INKS[page], theme.PAGE: PAGES[page]}.get(paint, paint)


def dimmed(colour):
    """Return a colour of a map as the filter of the dark page makes it (W3C, Filter Effects)."""
    brightness, saturation = map(float, re.findall(r"\(([\d.]+)\)", theme.DIM))
    channels = np.array(Color(colour).convert("srgb").coords()) * brightness
    grey = channels @ [0.213, 0.715, 0.072]
    return Color("srgb", np.clip(grey + (channels - grey) * saturation, 0, 1).tolist())


def stands_out(colours, backgrounds, least):
    """Return whether on every background at least one of the colours can be seen."""
    return all(
        max(Color(colour).contrast(background) for colour in colours) >= least
        for background in backgrounds
    )


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("name", MOVING)
def test_shapes_of_moving_pictures_stand_out(name, page):
    on_page, on_map = shapes(moving(name))
    for tag, _, paints in on_page:
        assert stands_out([on(page, paint) for paint in paints], [PAGES[page]], MARKS), tag
    ground = [dimmed(colour) for colour in MAP] if page else MAP
    for tag, _, paints in on_map:
        assert stands_out([on(page, paint) for paint in paints], ground, MARKS), tag


@pytest.mark.parametrize("background", PAGES)
def test_colours_stand_out_where_a_page_does_not_say_which_it_is(background):
    for name in ("positive", "negative"):
        assert stands_out([theme.COLOURS[name][2]], [background], MARKS)


@pytest.mark.parametrize("name", MOVING)
def test_words_of_moving_pictures_have_the_pages_colours(name):
    picture = moving(name)
    assert picture.get("fill") == theme.INK
    for text in picture.iter("text"):
        assert text.get("fill") is None
        assert text.get("stroke") in (None, theme.PAGE)


@pytest.mark.parametrize("name", ["diagram", "outputs", "map"])
def test_moving_pictures_mean_the_same_without_colours(name):
    on_page, on_map = shapes(moving(name))
    meaningful = {theme.css("positive"), theme.css("negative")}
    looks = {
        paint: (tag, dash)
        for tag, dash, paints in on_map or on_page
        if on_map or tag != "rect"  # the border of a weight's number, which has its sign
        for paint in paints & meaningful
    }
    assert len(looks) == len(set(looks.values())) == 2


@pytest.mark.parametrize("page", [0, 1])
def test_the_two_ends_of_a_map_differ_without_colours(page):
    blue, orange = (theme.COLOURS[f"{name} tint"][page] for name in ("blue", "orange"))
    assert Color(orange).luminance() > 1.4 * Color(blue).luminance()


def test_the_cycle_of_lines_stands_out_and_differs_without_colours():
    cycle = plots.STYLE["axes.prop_cycle"].by_key()
    faint = [colour for colour in cycle["color"] if not stands_out([colour], ["white"], MARKS)]
    assert faint == []
    assert len(set(cycle["linestyle"])) == len(cycle["linestyle"]) == len(cycle["color"])


def colours_of(line):
    """Return the colours of a line and of its markers."""
    colours = [line.get_color()] if line.get_linestyle() != "None" else []
    if line.get_marker() != "None":
        colours += [line.get_markerfacecolor(), line.get_markeredgecolor()]
    return [to_hex(colour) for colour in colours if colour != "none"]


def look_of(line):
    """Return what is left of a line's look without its colours."""
    return line.get_linestyle(), line.get_marker()


@pytest.mark.parametrize("name", ON_WHITE)
def test_still_pictures_stand_out_and_differ_without_colours(name):
    lines = still(*ON_WHITE[name]).lines
    for line in lines:
        assert stands_out(colours_of(line), ["white"], MARKS), line
    for one, other in combinations(lines, 2):
        if colours_of(one) != colours_of(other):
            assert look_of(one) != look_of(other)


@pytest.mark.parametrize("name", ON_WHITE)
def test_words_of_still_pictures_stand_out(name):
    axes = still(*ON_WHITE[name])
    words = [axes.xaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
    for text in words:
        assert stands_out([to_hex(text.get_color())], ["white"], WORDS), text


def test_the_path_on_a_landscape_stands_out_high_up_and_low_down():
    path = np.array([[0.0, 0.0], [0.2, 0.5], [1.0, 1.0]])
    sides = np.linspace(0, 1, 5)
    lines = still(plots.loss_landscape, sides, sides, np.add.outer(sides, sides), path).lines
    walked = [line for line in lines if len(line.get_xdata()) == len(path)]
    assert stands_out([colour for line in walked for colour in colours_of(line)], HILLS, MARKS)
    for end in lines[len(walked) :]:
        assert stands_out(colours_of(end), HILLS, MARKS), end
