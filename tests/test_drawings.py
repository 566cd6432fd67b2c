"""Strokes become images like those of the data, and drawings go into a file and come back."""

import doctest
import json

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from nnlib import datasets, drawings
from nnlib.drawings import Drawing
from tools import draw_digits

EXAMPLES = drawings.examples()
UPRIGHT = [[500, 100, 500, 900]]


def test_the_distance_to_a_line_is_scipys():
    """Dots of ink are those within half the pen of a line that is drawn one dot thin."""
    line = [100, 130, 700, 410, 350, 800]
    larger = 8  # Pillow's dots in one of ours
    paper = Image.new("1", (32 * larger, 32 * larger), 1)
    places = [place * 32 * larger / 1000 for place in line]
    ImageDraw.Draw(paper).line(places, fill=0)
    distances = ndimage.distance_transform_edt(np.asarray(paper))
    middles = distances[larger // 2 :: larger, larger // 2 :: larger] / larger
    theirs = (middles <= 2.5).reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel()
    ours = drawings.image_of([line], centred=False)
    assert np.abs(ours - theirs).max() <= 2
    assert np.abs(ours - theirs).sum() < 0.05 * theirs.sum()


@pytest.mark.parametrize("size", [0.2, 1.0])
@pytest.mark.parametrize("place", [0, 300])
def test_size_and_place_on_the_pad_do_not_count(size, place):
    example = EXAMPLES[3]
    moved = [[round(place + size * (each / 2), 6) for each in stroke] for stroke in example.strokes]
    assert np.abs(drawings.image_of(moved) - example.pixels).max() <= 1


def test_images_stand_where_those_of_the_data_stand():
    ours = np.array([each.pixels for each in EXAMPLES])
    theirs = datasets.digits().inputs
    for images in (ours, theirs):
        rows, columns = (images.reshape(-1, 8, 8).max(axis=axis) > 0 for axis in (2, 1))
        assert rows.all(axis=1).mean() > 0.98
        assert columns.sum(axis=1).mean() == pytest.approx(5.8, abs=0.5)
        assert images.sum(axis=1).mean() == pytest.approx(310, abs=30)
        assert images[:, 0::8].mean() < 0.1  # the first column
        assert images[:, 7::8].mean() < 0.5


def test_a_dot_a_line_and_nothing():
    assert not drawings.image_of([]).any()
    dot = drawings.image_of([[500, 500]]).reshape(8, 8)
    assert dot.sum() == dot[3:5, 3:5].sum() > 0
    assert (drawings.image_of(UPRIGHT).reshape(8, 8)[:, 3:5] > 0).all()
    lying = drawings.image_of([[100, 500, 900, 500]]).reshape(8, 8)
    assert not lying[[0, 1, 6, 7]].any()


def test_a_wider_pen_has_more_ink():
    ink = [drawings.image_of(EXAMPLES[8].strokes, pen).sum() for pen in (2, 5, 8)]
    assert ink == sorted(ink)
    assert ink[0] < ink[-1] / 2


def test_what_comes_with_the_course_is_what_the_tool_draws(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "EXAMPLES", tmp_path / "drawn.json")
    draw_digits.main()
    again = drawings.load(tmp_path / "drawn.json")
    assert [each.digit for each in again] == [*range(10)] * 20
    for ours, shipped in zip(again, EXAMPLES, strict=True):
        for stroke, before in zip(ours.strokes, shipped.strokes, strict=True):
            assert np.abs(np.subtract(stroke, before)).max() <= 1  # rounding, elsewhere
        assert np.abs(drawings.image_of(shipped.strokes) - shipped.pixels).max() <= 1


def test_drawings_come_back_as_they_were(tmp_path):
    path = tmp_path / "drawings.json"
    kept = [*EXAMPLES[:3], Drawing(9, np.eye(8).ravel() * 16)]
    drawings.save(path, kept)
    assert drawings.load(path) == [
        *EXAMPLES[:3],
        Drawing(9, tuple(np.eye(8, dtype=int).ravel() * 16)),
    ]
    dataset = drawings.dataset(kept)
    assert dataset.inputs.shape == (4, 64)
    assert datasets.labels(dataset).tolist() == [0, 1, 2, 9]
    drawings.save(path, [])
    assert drawings.load(path) == []


GOOD = {"digit": 3, "pixels": [0] * 64, "strokes": []}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no drawings"),
        (b"\xff\xfe", "holds no drawings"),
        (b"[" * 100_000, "holds no drawings"),
        (b"[1]", "holds no drawings"),
        (b'{"version": 1}', "holds no drawings"),
        ({"version": 2, "drawings": []}, "of version 2"),
        ({"version": "1", "drawings": []}, "of version"),
        ({"version": 1, "drawings": 3}, "holds no drawings"),
        ({"version": 1, "drawings": [3]}, "holds no drawings"),
        ({"version": 1, "drawings": [{**GOOD, "more": 1}]}, "holds no drawings"),
        ({"version": 1, "drawings": [{"digit": 3}]}, "holds no drawings"),
        ({"version": 1, "drawings": [{**GOOD, "digit": 10}]}, r"drawings\[0\]: digit must be"),
        ({"version": 1, "drawings": [GOOD, {**GOOD, "pixels": [0]}]}, r"drawings\[1\]: pixels"),
        ({"version": 1, "drawings": [{**GOOD, "pixels": [0.5] * 64}]}, "from 0 to 16"),
        ({"version": 1, "drawings": [{**GOOD, "pixels": [17] * 64}]}, "from 0 to 16"),
        ({"version": 1, "drawings": [{**GOOD, "strokes": [[1, 2, 3]]}]}, "x and y by turns"),
        ({"version": 1, "drawings": [{**GOOD, "strokes": [[1, -2]]}]}, "from 0 to 1000"),
        ({"version": 1, "drawings": [{**GOOD, "strokes": "ab"}]}, "list of at most 50 strokes"),
        ({"version": 1, "drawings": [GOOD] * 2001}, "at most 2,000"),
    ],
    ids=str,
)
def test_a_damaged_file_gets_a_sentence(content, said, tmp_path):
    path = tmp_path / "drawings.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(ValueError, match=said) as caught:
        drawings.load(path)
    assert len(str(caught.value)) <= 300
    assert "\n" not in str(caught.value)


def test_a_folder_in_place_of_the_file_is_called_one(tmp_path):
    with pytest.raises(ValueError, match="is a folder: name a file in it"):
        drawings.load(tmp_path)


def test_the_examples_in_the_docstrings():
    failed, tried = doctest.testmod(drawings)
    assert tried
    assert not failed
