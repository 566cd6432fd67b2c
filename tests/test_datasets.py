import numpy as np
import pytest

from nnlib import datasets

GATES = {
    datasets.first_input: ["001 0", "111 1", "101 1", "011 0"],
    datasets.eleven_lines: ["001 0", "011 0", "101 1", "111 1"],
    datasets.eleven_lines_xor: ["001 0", "011 1", "101 1", "111 0"],
    datasets.and_gate: ["00 0", "01 0", "10 0", "11 1"],
    datasets.or_gate: ["00 0", "01 1", "10 1", "11 1"],
    datasets.xor: ["00 0", "01 1", "10 1", "11 0"],
    datasets.parity3: ["000 0", "001 1", "010 1", "011 0", "100 1", "101 0", "110 0", "111 1"],
    datasets.all_equal: ["000 1", "001 0", "010 0", "011 0", "100 0", "101 0", "110 0", "111 1"],
}


@pytest.mark.parametrize("make", GATES, ids=lambda make: make.__name__)
def test_rows_and_targets(make):
    dataset = make()
    rows = [row.split() for row in GATES[make]]
    assert dataset.inputs.tolist() == [[float(bit) for bit in bits] for bits, _ in rows]
    assert dataset.targets.tolist() == [[float(target)] for _, target in rows]
    assert dataset.inputs.dtype == dataset.targets.dtype == float


@pytest.mark.parametrize("make", [*GATES, datasets.exam_scores], ids=lambda make: make.__name__)
def test_names_fit_and_every_call_gives_new_arrays(make):
    first, second = make(), make()
    assert len(first.input_names) == first.inputs.shape[1]
    assert len(first.target_names) == first.targets.shape[1]
    first.inputs[...] = -1
    assert not np.array_equal(first.inputs, second.inputs)


def test_exam_scores():
    scores = datasets.exam_scores()
    assert scores.inputs.tolist() == [[2, 9], [1, 5], [3, 6]]
    assert scores.targets.tolist() == [[92], [86], [89]]
