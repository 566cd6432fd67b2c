"""Draw the digits of ``nnlib/data/drawn_digits.json``: twenty invented hands, ten digits each.

Nobody wrote them. A digit is one of some usual forms, set down below as the corners and bends of
its strokes. A hand has its own choice of forms, slant and width; within it, every digit is a little
different, and stands at another place of the pad in another size. So they are tidier than what
people draw, and another handwriting than that of the data.
"""

import numpy as np

from nnlib import drawings

HANDS = 20
SEED = 5
ROUNDINGS = 2  # of the bends
# Strokes in a square of 100 by 100; a point that stands twice is a corner.
FORMS = {
    0: [
        [[(50, 4), (22, 16), (14, 50), (22, 84), (50, 96), (78, 84), (86, 50), (78, 16), (50, 4)]],
        [[(64, 8), (34, 8), (14, 40), (20, 84), (52, 96), (82, 74), (84, 32), (60, 6), (40, 10)]],
    ],
    1: [
        [[(52, 4), (48, 96)]],
        [[(28, 30), (54, 4), (54, 4), (52, 96)]],
        [[(28, 28), (52, 4), (52, 4), (52, 96)], [(26, 96), (78, 96)]],
    ],
    2: [
        [[(18, 30), (26, 8), (62, 2), (84, 24), (68, 52), (14, 96), (14, 96), (86, 96)]],
        [[(18, 22), (48, 0), (82, 18), (70, 54), (30, 92), (14, 92), (22, 74), (52, 92), (88, 92)]],
    ],
    3: [
        [[(18, 18), (44, 2), (80, 14), (74, 40), (42, 47), (42, 47), (82, 56), (84, 86), (46, 100),
          (14, 84)]],
        [[(18, 5), (78, 5), (78, 5), (44, 42), (44, 42), (86, 52), (80, 94), (44, 98), (14, 84)]],
    ],
    4: [
        [[(36, 4), (16, 62), (16, 62), (88, 62)], [(66, 30), (62, 96)]],
        [[(68, 96), (68, 4), (68, 4), (10, 68), (10, 68), (90, 68)]],
    ],
    5: [
        [[(28, 6), (22, 46), (22, 46), (52, 36), (84, 52), (78, 92), (44, 100), (14, 86)],
         [(28, 6), (80, 5)]],
        [[(80, 5), (30, 6), (30, 6), (24, 46), (24, 46), (62, 36), (86, 66), (62, 98), (16, 90)]],
    ],
    6: [
        [[(72, 6), (40, 18), (16, 60), (26, 94), (58, 98), (82, 76), (66, 52), (36, 54), (20, 76)]],
        [[(56, 4), (26, 40), (16, 78), (40, 98), (74, 92), (76, 62), (46, 54), (20, 72)]],
    ],
    7: [
        [[(14, 6), (84, 6), (84, 6), (56, 48), (40, 96)]],
        [[(14, 8), (84, 6), (84, 6), (40, 96)], [(28, 52), (74, 50)]],
    ],
    8: [
        [[(76, 18), (50, 0), (20, 16), (32, 42), (70, 56), (84, 82), (50, 102), (16, 82), (30, 56),
          (68, 42), (78, 18)]],
        [[(50, 4), (24, 14), (28, 40), (50, 47), (74, 38), (76, 14), (50, 4)],
         [(50, 47), (18, 62), (20, 92), (50, 98), (82, 90), (82, 60), (50, 47)]],
    ],
    9: [
        [[(78, 22), (50, 0), (18, 18), (28, 48), (62, 48), (78, 20), (78, 20), (76, 60), (70, 96)]],
        [[(80, 20), (46, 0), (16, 26), (38, 52), (74, 40), (82, 16), (82, 16), (80, 80), (52, 100),
          (18, 88)]],
    ],
}  # fmt: skip


def main():
    rng = np.random.default_rng(SEED)
    drawn = [each for _ in range(HANDS) for each in digits_of_a_hand(rng)]
    drawings.save(drawings.EXAMPLES, drawn)
    print(f"made {drawings.EXAMPLES.name}: {len(drawn)} drawings")


def digits_of_a_hand(rng):
    """Return a drawing of each digit by one hand."""
    slant, width = rng.normal(0, 0.15), rng.uniform(0.55, 0.95)
    return [drawn(digit, rng, slant, width) for digit in FORMS]


def drawn(digit, rng, slant, width):
    """Draw a digit once."""
    form = FORMS[digit][rng.integers(len(FORMS[digit]))]
    turn, size = rng.normal(0, 0.05), rng.uniform(4, 8)
    shape = size * np.array([[width, turn], [-slant * width - turn, 1]])
    moved = rng.uniform(-100, 100, 2) + 500
    strokes = []
    for points in form:
        bends = np.array(points, dtype=float) - 50
        bends += rng.normal(0, 3, bends.shape) * ~_is_corner(bends)
        line = np.clip(rounded(bends) @ shape + moved, 0, drawings.SIDE)
        strokes.append(line.round().ravel().tolist())
    return drawings.Drawing(digit, drawings.image_of(strokes), strokes)


def _is_corner(bends):
    same = (bends[1:] == bends[:-1]).all(axis=1)
    return (np.append(same, False) | np.insert(same, 0, False))[:, np.newaxis]


def rounded(points):
    """Return a line through points with its bends rounded: Chaikin's cutting of corners."""
    for _ in range(ROUNDINGS):
        ends = points[:1], points[-1:]
        cut = np.stack([0.75 * points[:-1] + 0.25 * points[1:],
                        0.25 * points[:-1] + 0.75 * points[1:]], axis=1)  # fmt: skip
        points = np.vstack([ends[0], cut.reshape(-1, 2), ends[1]])
    return points


if __name__ == "__main__":
    main()
