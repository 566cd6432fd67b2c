import csv

import numpy as np
import pytest

from nnlib import storage
from nnlib.network import Dense, Network
from nnlib.training import History


def network(rng=1):
    return Network([Dense(3, 4, "tanh"), Dense(4, 1, "sigmoid", bias=False)], rng=rng)


def text(path):
    return path.read_text(encoding="utf-8")


SAVE_AND_LOAD = {
    "text": (storage.save_weights_text, storage.load_weights_text, ""),
    "npz": (storage.save_weights, storage.load_weights, "weights.npz"),
}


@pytest.mark.parametrize(("save", "load", "name"), SAVE_AND_LOAD.values(), ids=SAVE_AND_LOAD)
def test_weights_come_back_to_the_bit(save, load, name, tmp_path):
    saved, loaded = network(1), network(2)
    save(saved, tmp_path / name)
    load(loaded, tmp_path / name)
    np.testing.assert_array_equal(loaded.parameters, saved.parameters)


@pytest.mark.parametrize(("save", "load", "name"), SAVE_AND_LOAD.values(), ids=SAVE_AND_LOAD)
def test_other_layers_are_refused_and_left_alone(save, load, name, tmp_path):
    save(network(), tmp_path / name)
    others = [
        [Dense(3, 5, "tanh"), Dense(5, 1, "tanh", bias=False)],
        [Dense(3, 4, "tanh")],
        [Dense(3, 4, "tanh", bias=False), Dense(4, 1, "tanh", bias=False)],
        [Dense(3, 4, "tanh"), Dense(4, 1, "tanh")],
    ]
    for layers in others:
        other = Network(layers, rng=3)
        before = other.parameters.copy()
        with pytest.raises(ValueError, match=r"holds|has the shape"):
            load(other, tmp_path / name)
        np.testing.assert_array_equal(other.parameters, before)


def test_weights_text_has_a_row_for_each_input(tmp_path):
    storage.save_weights_text(network(), tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["biasesLayer1.txt", "weightsLayer1.txt", "weightsLayer2.txt"]
    assert np.loadtxt(tmp_path / "weightsLayer1.txt").shape == (3, 4)
    np.testing.assert_array_equal(
        np.loadtxt(tmp_path / "weightsLayer1.txt"), network().layers[0].weights
    )


def test_losses_are_a_table_for_spreadsheets(tmp_path):
    path = tmp_path / "SumSquaredLossList.csv"
    losses = [0.5, 0.1 + 0.2, 1e-300]
    storage.save_loss_csv(path, losses)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == [0, 1, 2]
    assert [float(row["loss"]) for row in rows] == losses
    assert storage.load_loss_csv(path) == losses


def test_files_that_are_something_else_are_refused(tmp_path):
    junk = tmp_path / "weightsLayer1.txt"
    junk.write_text("one, two\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is not a table of numbers"):
        storage.load_weights_text(network(), tmp_path)
    with pytest.raises(ValueError, match="is not a file that save_weights wrote"):
        storage.load_weights(network(), junk)
    junk.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="is not a table of numbers"):
        storage.load_weights_text(network(), tmp_path)
    for content in (b"epoch,loss\n0,half\n", b"0,0.5\n1,0.4\n", b"", b"\xff\xfe\x00PK"):
        junk.write_bytes(content)
        with pytest.raises(ValueError, match="is not a table of epoch,loss"):
            storage.load_loss_csv(junk)
    np.save(tmp_path / "array.npy", np.ones(3))
    with pytest.raises(ValueError, match="is not a file that save_weights wrote"):
        storage.load_weights(network(), tmp_path / "array.npy")


@pytest.mark.parametrize("losses", [[], "0.5", 0.5, [[0.5]], [[0.5, 0.4]] * 3, None, History()])
def test_what_is_no_list_of_losses_is_refused(losses, tmp_path):
    with pytest.raises(ValueError, match="losses"):
        storage.save_loss_csv(tmp_path / "loss.csv", losses)
    assert not list(tmp_path.iterdir())


def test_copies_are_refused(tmp_path):
    many = Network([Dense(1, 1, "tanh")], copies=2)
    with pytest.raises(ValueError, match="one network, not copies"):
        storage.save_weights(many, tmp_path / "weights.npz")


def test_a_failure_leaves_the_old_files_whole(tmp_path, monkeypatch):
    storage.save_weights_text(network(1), tmp_path)
    before = {path.name: text(path) for path in tmp_path.iterdir()}
    written = []

    def full_disk(path, content):
        if written:
            raise OSError("no space left on device")
        written.append(path)
        path.touch()

    monkeypatch.setattr(storage.Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space"):
        storage.save_weights_text(network(2), tmp_path)
    assert {path.name: text(path) for path in tmp_path.iterdir()} == before
