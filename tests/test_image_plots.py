"""Images, weights and counts are read back from the axes."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from nnlib import datasets, image_plots, plots
from nnlib.pictures.theme import ON_WHITE

DIGITS = datasets.digits()
NAMES = DIGITS.target_names


@pytest.fixture
def axes():
    return plots.new_figure()[1]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def colours(axes):
    """Return the colours of the one picture in the axes, as numbers from 0 to 255."""
    (picture,) = axes.images
    return np.round(255 * picture.to_rgba(picture.get_array())[..., :3])


def test_a_gallery_holds_every_image_where_its_caption_is(axes):
    image_plots.gallery(axes, DIGITS.inputs[:7], list("0123456"), columns=3)
    assert texts(axes) == list("0123456")
    found = axes.images[0].get_array()
    for image, text in zip(DIGITS.inputs, axes.texts, strict=False):
        x, y = text.get_position()
        top, left = int(np.ceil(y)), int(x) - 4
        piece = found[top : top + 8, left : left + 8]
        np.testing.assert_allclose(piece, image.reshape(8, 8) / 16)
    shades = colours(axes)
    assert (shades[found == 0] == 255).all()
    assert (shades[found == 1] == 0).all()
    assert found.mask.any()  # between them there is nothing


def test_weights_are_blue_above_0_and_orange_below(axes):
    image_plots.weights_as_images(axes, [[5.0, -5.0, 0.0, 1.0], [0.01, 0.0, 0.0, 0.0]])
    full = [ON_WHITE[name][1:] for name in ("positive", "negative")]
    blue, orange = (list(bytes.fromhex(colour)) for colour in full)
    shades = colours(axes)
    assert shades[0, 0].tolist() == shades[0, 3].tolist() == blue  # each with its own scale
    assert shades[0, 1].tolist() == orange
    assert shades[1, 0].tolist() == [255, 255, 255]


def test_a_confusion_matrix_names_every_count(axes):
    counts = np.diag(np.arange(30, 40))
    counts[8, 1] = 3
    image_plots.confusion(axes, counts, NAMES)
    said = {text.get_position(): text.get_text() for text in axes.texts}
    assert said == {**{(digit, digit): str(30 + digit) for digit in range(10)}, (1, 8): "3"}
    assert [label.get_text() for label in axes.get_yticklabels()] == list(NAMES)
    shades = colours(axes)
    assert shades[9, 9, 2] > shades[9, 9, 0]
    assert shades[8, 1, 2] < shades[8, 1, 0]


def test_bars_say_how_sure(axes):
    shares = np.array([0.64, 0.36, *[0.0] * 8])
    image_plots.bars(axes, shares, NAMES)
    assert [bar.get_width() for bar in axes.patches] == shares.tolist()
    assert texts(axes) == ["64 %", "36 %", *["0 %"] * 8]
    FigureCanvasAgg(axes.figure).draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert not [one for one, other in pairwise(boxes) if one.overlaps(other)]


@pytest.mark.parametrize(
    ("draw", "given", "words"),
    [
        ("gallery", {"images": np.ones((2, 63))}, "as many columns as a square has pixels"),
        ("gallery", {"images": -np.ones((1, 4))}, "must not go below 0: weights_as_images"),
        ("gallery", {"images": np.ones((2, 64)), "captions": ["a"]}, "captions must be a list"),
        ("confusion", {"counts": np.ones((2, 3)), "names": "ab"}, "counts"),
        ("confusion", {"counts": -np.eye(2), "names": ["a", "b"]}, "counts must be 0 or more"),
        ("bars", {"shares": [1.5, 0], "names": ["a", "b"]}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(axes, draw, given, words):
    with pytest.raises(ValueError, match=words):
        getattr(image_plots, draw)(axes, **given)
