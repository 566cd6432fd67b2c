import csv
import gc
import io
import pickle
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nnlib import datasets, storage
from nnlib.network import Dense, Network
from nnlib.storage import named
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
    with pytest.raises(ValueError, match="one network is expected, not copies"):
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

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space"):
        storage.save_weights_text(network(2), tmp_path)
    assert {path.name: text(path) for path in tmp_path.iterdir()} == before


# What a failed training leaves behind

FAILED = [0.5, 1e300, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize(("save", "load", "name"), SAVE_AND_LOAD.values(), ids=SAVE_AND_LOAD)
def test_weights_of_a_failed_training_come_back(save, load, name, tmp_path):
    failed, loaded = network(1), network(2)
    failed.parameters[:5] = FAILED
    save(failed, tmp_path / name)
    load(loaded, tmp_path / name)
    np.testing.assert_array_equal(loaded.parameters, failed.parameters)


def test_losses_of_a_failed_training_come_back(tmp_path):
    storage.save_loss_csv(tmp_path / "loss.csv", FAILED)
    np.testing.assert_array_equal(storage.load_loss_csv(tmp_path / "loss.csv"), FAILED)


# What a spreadsheet or an editor has saved again

LOSSES = [0.5, 0.25, 1e-05, float("nan")]
TABLES = {
    "as we write it": b"epoch,loss\n0,0.5\n1,0.25\n2,1e-05\n3,nan\n",
    "Excel, CSV": b"epoch,loss\r\n0,0.5\r\n1,0.25\r\n2,0.00001\r\n3,nan\r\n",
    "Excel, CSV UTF-8": b"\xef\xbb\xbfepoch,loss\r\n0,0.5\r\n1,0.25\r\n2,1E-05\r\n3,nan\r\n",
    "a German Excel": b"epoch;loss\r\n0;0,5\r\n1;0,25\r\n2;0,00001\r\n3;nan\r\n",
    "a German Excel, UTF-8": b"\xef\xbb\xbfepoch;loss\r\n0;0,5\r\n1;0,25\r\n2;1E-05\r\n3;nan\r\n",
    "Excel, Unicode text": "epoch\tloss\r\n0\t0,5\r\n1\t0,25\r\n2\t1E-05\r\n3\tnan".encode(
        "utf-16"
    ),
    "all in one column": b'"epoch,loss"\r\n"0,0.5"\r\n"1,0.25"\r\n"2,1e-05"\r\n"3,nan"\r\n',
    "quoted": b'"epoch","loss"\n"0","0.5"\n"1","0.25"\n"2","1e-05"\n"3","nan"\n',
    "empty columns": b"epoch,loss,,\n0,0.5,,\n1,0.25,,\n2,1e-05,,\n3,nan,,\n,,,\n",
    "empty lines": b"epoch,loss\n\n0,0.5\n1,0.25\n2,1e-05\n3,nan\n\n\n",
    "spaces": b"epoch, loss\n0, 0.5\n1, 0.25 \n2, 1e-05\n3, nan\n",
    "an old Mac": b"epoch,loss\r0,0.5\r1,0.25\r2,1e-05\r3,nan",
}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_a_table_that_was_saved_again_is_read(content, tmp_path):
    (tmp_path / "loss.csv").write_bytes(content)
    np.testing.assert_array_equal(storage.load_loss_csv(tmp_path / "loss.csv"), LOSSES)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"epoch,loss\n", "it has a heading alone"),
        (b"epoch,loss,validation\n0,1,2\n", "its first line must be this heading"),
        (b"epoch,loss\n0,0.5\n2,0.25\n", "where epoch 1 is expected"),
        (b"epoch,loss\n1,0.25\n0,0.5\n", "where epoch 0 is expected"),
        (b"epoch,loss\n0,0.5\n1,0.25,7\n", "where epoch 1 is expected"),
        (b"epoch,loss\n0,0.5\n1,1.234,5\n", "where epoch 1 is expected"),
        (b'epoch,loss\n0,"1,234"\n', "'1,234' is not a number"),
        (b"epoch,loss\n0,half\n", "'half' is not a number"),
        (b'epoch,loss\n0,"' + b"9" * 200_000, "field larger"),
    ],
)
def test_a_table_that_would_be_misread_is_refused(content, words, tmp_path):
    (tmp_path / "loss.csv").write_bytes(content)
    with pytest.raises(ValueError, match=words) as raised:
        storage.load_loss_csv(tmp_path / "loss.csv")
    assert_one_sentence(raised.value)


def with_tabs(text):
    return text.replace(" ", "\t")


def german(text):
    return with_tabs(text).replace(".", ",")


AGAIN = {
    "BOM": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "tabs": with_tabs,
    "tabs, decimal comma": german,
    "semicolons, decimal comma": lambda text: german(text).replace("\t", ";"),
    "spaces, decimal comma": lambda text: text.replace(".", ","),
    "commas": lambda text: text.replace(" ", ","),
    "commas and spaces": lambda text: text.replace(" ", ", "),
    "quotes": lambda text: "\n".join(
        f'"{line.replace(" ", chr(34) + "," + chr(34))}"' for line in text.splitlines()
    ),
    "empty edges": lambda text: text.replace("\n", "\t\t\n") + "\n\t\t\n\n",
    "wide": lambda text: "  " + text.replace(" ", "   ").replace("\n", "  \n  "),
}


@pytest.mark.parametrize("is_told", [True, False], ids=["with the first line", "without it"])
@pytest.mark.parametrize("change", AGAIN.values(), ids=AGAIN)
def test_text_that_was_saved_again_is_read(change, is_told, tmp_path):
    saved, loaded = network(1), network(2)
    storage.save_weights_text(saved, tmp_path)
    for path in tmp_path.iterdir():
        first, _, rest = text(path).partition("\n")
        path.write_bytes(change(first + "\n" + rest if is_told else rest).encode())
    storage.load_weights_text(loaded, tmp_path)
    np.testing.assert_array_equal(loaded.parameters, saved.parameters)


# Versions

SAVED = Path(__file__).parent / "saved_files"  # before files had a version
WHEN_SAVED = [0.2685201334944893, 0.2657586462565703]


@pytest.mark.parametrize(
    ("load", "name"),
    [(storage.load_weights, "weights.npz"), (storage.load_weights_text, "text")],
)
def test_weights_that_were_saved_without_a_version_are_read(load, name):
    loaded = network(2)
    load(loaded, SAVED / name)
    gate = datasets.parity3()
    loss, _ = loaded.gradients(gate.inputs, gate.targets, "mean_squared_error")
    losses = storage.load_loss_csv(SAVED / "loss.csv")
    assert losses[:2] == WHEN_SAVED
    assert losses[-1] == pytest.approx(loss, rel=1e-12)


def test_files_of_a_later_version_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(named, "VERSION", 2)
    storage.save_weights(network(1), tmp_path / "weights.npz")
    storage.save_weights_text(network(1), tmp_path)
    monkeypatch.undo()
    for load, path in (
        (storage.load_weights, tmp_path / "weights.npz"),
        (storage.load_weights_text, tmp_path),
    ):
        with pytest.raises(ValueError, match="is of version 2, and this nnlib reads up to 1"):
            load(network(), path)


# Damaged files


def assert_one_sentence(error):
    words = str(error)
    assert len(words) <= 300 and "\n" not in words and words.endswith(".")
    assert words.startswith(("path ", "folder "))


def damaged(content, rng):
    """Return some bytes with a few of them changed, or cut off, or doubled."""
    changed = bytearray(content)
    for at in rng.integers(len(content), size=rng.integers(1, 4)):
        changed[at] = rng.integers(256)
    at = rng.integers(len(content))
    return [bytes(changed), content[:at], content[:at] + bytes(changed[at // 2 :])][rng.integers(3)]


@pytest.mark.parametrize("kind", ["npz", "text", "csv"])
def test_three_hundred_damaged_files(kind, tmp_path):
    rng = np.random.default_rng(1)
    saved = network(1)
    paths = {"npz": "weights.npz", "text": "weightsLayer1.txt", "csv": "loss.csv"}
    path = tmp_path / paths[kind]
    storage.save_weights(saved, tmp_path / "weights.npz")
    storage.save_weights_text(saved, tmp_path)
    storage.save_loss_csv(tmp_path / "loss.csv", np.linspace(1, 0, 20))
    whole, refused = path.read_bytes(), 0
    for _ in range(300):
        path.write_bytes(damaged(whole, rng))
        loaded = network(2)
        before = loaded.parameters.copy()
        try:
            if kind == "csv":
                storage.load_loss_csv(path)
            elif kind == "text":
                storage.load_weights_text(loaded, tmp_path)
            else:
                storage.load_weights(loaded, path)
                np.testing.assert_array_equal(loaded.parameters, saved.parameters)
        except ValueError as error:
            assert_one_sentence(error)
            np.testing.assert_array_equal(loaded.parameters, before)
            refused += 1
    assert refused > 150


def npz(**changes):
    """Return the bytes of a file like ours, with other arrays."""
    arrays = {f"{kind}Layer1": np.ones((3, 4) if kind == "weights" else 4)
              for kind in ("weights", "biases")}  # fmt: skip
    file = io.BytesIO()
    np.savez(file, **arrays | {"weightsLayer2": np.ones((4, 1))} | changes)
    return file.getvalue()


def zipped(content, method=zipfile.ZIP_STORED):
    """Return a zip archive in which the first array is the bytes given."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(npz())) as old, zipfile.ZipFile(file, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, content if name == "weightsLayer1.npy" else old.read(name))
    return file.getvalue()


def header(words):
    words = words.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(words).to_bytes(2, "little") + words + bytes(96)


def marked(content, at, value):
    """Return an archive with a number in the head of each file changed, here and in the list."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", at), (b"PK\x01\x02", at + 2)):
        begin = changed.find(mark)
        while begin >= 0:
            changed[begin + place] = value
            begin = changed.find(mark, begin + 4)
    return bytes(changed)


HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 4), }"
STRANGE = {
    "empty": b"",
    "another method": marked(npz(), 8, 97),
    "encrypted": marked(npz(), 6, 1),
    "compressed": zipped(npz(), zipfile.ZIP_DEFLATED),
    "bzip2": zipped(npz(), zipfile.ZIP_BZIP2),
    "a huge array": zipped(header(HUGE)),
    "a negative shape": zipped(header(HUGE.replace("1000000000000", "-3"))),
    "brackets": zipped(header("(" * 5000)),
    "no array": zipped(b"hello"),
    "old header": zipped(header("{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L), }")),
    "a pickle": pickle.dumps([1, 2]),
    "objects": npz(weightsLayer1=np.array([[None] * 4] * 3, dtype=object)),
    "text": npz(weightsLayer1=np.array([["one"] * 4] * 3)),
    "complex": npz(weightsLayer1=np.ones((3, 4), complex)),
    "records": npz(weightsLayer1=np.zeros((3, 4), [("a", float), ("b", int)])),
    "dates": npz(weightsLayer1=np.zeros((3, 4), "datetime64[D]")),
    "no numbers": npz(weightsLayer1=np.ones((0, 4))),
    "a version that is text": npz(version="one"),
    "many versions": npz(version=[1, 2]),
    "a huge version": npz(version=2**62),
    "many names": npz(**{f"{'weights' * 90}{number}": np.ones(1) for number in range(99)}),
}


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE)
def test_strange_files_are_refused_in_a_sentence_and_closed(content, tmp_path):
    path = tmp_path / "weights.npz"
    path.write_bytes(content)
    loaded = network(2)
    before = loaded.parameters.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        with pytest.raises(ValueError) as raised:
            storage.load_weights(loaded, path)
        gc.collect(1)  # what is new; all that a test run holds would take most of a second
    assert_one_sentence(raised.value)
    np.testing.assert_array_equal(loaded.parameters, before)
    path.rename(tmp_path / "free")  # which Windows refuses for an open file


@pytest.mark.parametrize("given", [None, "network", [network()], network().layers[0], Network])
def test_what_is_no_network_is_refused(given, tmp_path):
    for save, load, name in SAVE_AND_LOAD.values():
        for action in (save, load):
            with pytest.raises(ValueError, match=r"^network must be a Network"):
                action(given, tmp_path / name)
    assert not list(tmp_path.iterdir())


# Where a notebook keeps its files


@pytest.mark.parametrize(
    ("notebooks", "wanted"),
    [
        (["02.ipynb"], "my_files"),
        (["notebooks/01.ipynb", "notebooks/02.ipynb"], "notebooks/my_files"),
        (["02.ipynb", "more/03.ipynb"], "my_files"),
        (["one/02.ipynb", "two/02.ipynb"], "my_files"),
        ([], "my_files"),
    ],
)
def test_my_files_lies_beside_the_notebook(notebooks, wanted, tmp_path, monkeypatch):
    for name in notebooks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert storage.my_files() == tmp_path / wanted
    assert storage.my_files().is_dir()


def test_where_no_folder_can_be_made_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_files").touch()
    with pytest.raises(FileExistsError, match=r"^folder '.*my_files' cannot be made"):
        storage.my_files()
