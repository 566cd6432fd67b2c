"""What is saved is whole or not there: with faults, kills and other writers at every step."""

import errno
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nnlib import files, storage
from nnlib.network import Dense, Network

LOSSES = [[0.5, 0.25, 0.125], [4.0, 3.0]]
SMALL, LARGE = (2, 3, 1), (2, 3, 4, 1)
STEPS = [  # what changes the disk, by its owner and name
    (Path, "touch"),
    (Path, "chmod"),
    (Path, "write_bytes"),
    (os, "fsync"),
    (os, "replace"),
    (Path, "unlink"),
]
KINDS = ["text", "npz", "csv"]
OF_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other modes and links")


def network(seed, sizes=SMALL):
    layers = [Dense(*pair, "tanh") for pair in pairwise(sizes)]
    made = Network(layers, rng=seed)
    made.parameters = np.random.default_rng(seed).normal(size=made.parameters.shape)
    return made


def save(kind, folder, seed, sizes=SMALL):
    if kind == "text":
        storage.save_weights_text(network(seed, sizes), folder)
    elif kind == "npz":
        storage.save_weights(network(seed, sizes), folder / "weights.npz")
    else:
        storage.save_loss_csv(folder / "loss.csv", LOSSES[seed])


def load(kind, folder, seed, sizes=SMALL):
    """Return whether just what `seed` saves is read; what fits no network is not."""
    if kind == "csv":
        return storage.load_loss_csv(folder / "loss.csv") == LOSSES[seed]
    read = network(9, sizes)
    try:
        if kind == "text":
            storage.load_weights_text(read, folder)
        else:
            storage.load_weights(read, folder / "weights.npz")
    except ValueError as error:
        assert "the network" in str(error) or "has the shape" in str(error)
        return False
    return np.array_equal(read.parameters, network(seed, sizes).parameters)


class Killed(BaseException):
    """In place of the end of a process: nothing catches it."""


@contextmanager
def before_each_step(do):
    """Call ``do(number, name, function, *arguments)`` before each step that changes the disk."""
    count = iter(range(10_000))
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in STEPS:
            function = getattr(owner, name)

            def step(*arguments, function=function, name=name, **options):
                do(next(count), name, function, *arguments)
                return function(*arguments, **options)

            patch.setattr(owner, name, step)
        yield


def steps_of(action):
    """Return how many steps an action takes."""
    numbers = []
    with before_each_step(lambda number, *_: numbers.append(number)):
        action()
    return len(numbers)


def die_at(last):
    """Return what ends a process at a step, in the middle of a file, for good."""

    def do(number, name, function, *arguments):
        if number == last and name == "write_bytes":
            path, content = arguments
            function(path, content[: len(content) // 2])
        if number >= last:
            raise Killed

    return do


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def make_old(folder):
    for path in folder.iterdir():
        os.utime(path, (0, 0))


@pytest.mark.parametrize("new_sizes", [SMALL, LARGE], ids=["the same layers", "more layers"])
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_any_step_leaves_the_old_or_the_new(kind, new_sizes, tmp_path):
    save(kind, tmp_path, 0)
    steps = steps_of(lambda: save(kind, tmp_path, 1, new_sizes))
    assert steps > 5
    outcomes = set()
    for last in range(steps):
        folder = tmp_path / str(last)
        folder.mkdir()
        save(kind, folder, 0)
        with before_each_step(die_at(last)), pytest.raises(Killed):
            save(kind, folder, 1, new_sizes)
        found = (load(kind, folder, 0), load(kind, folder, 1, new_sizes))
        assert sum(found) == 1, f"killed at step {last}"
        outcomes.add(found)
        make_old(folder)
        save(kind, folder, 0)
        assert load(kind, folder, 0)
        assert not [name for name in names_in(folder) if name.startswith(".")]
    assert len(outcomes) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_at_any_step_is_one_sentence_and_leaves_the_old_or_the_new(kind, tmp_path):
    save(kind, tmp_path, 0)
    steps = steps_of(lambda: save(kind, tmp_path, 1))
    for last in range(steps):
        folder = tmp_path / str(last)
        folder.mkdir()
        save(kind, folder, 0)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        replaced, failed = [], []

        def fail(number, name, *_, last=last, replaced=replaced, failed=failed):
            if number == last:
                failed.append(name)
                raise OSError(errno.ENOSPC, "No space left on device")
            if name == "replace":
                replaced.append(number)

        with before_each_step(fail):
            try:
                save(kind, folder, 1)
            except OSError as error:
                assert str(error).endswith("cannot be written (No space left on device): make "
                                           "room, or choose another place.")  # fmt: skip
                assert str(error).startswith("folder " if kind == "text" else "path ")
            else:
                assert failed == ["unlink"]
        if replaced:
            assert load(kind, folder, 0) + load(kind, folder, 1) == 1
        else:
            assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("others", [SMALL, LARGE], ids=["the same layers", "more layers"])
@pytest.mark.parametrize("kind", KINDS)
def test_another_writer_at_any_step_leaves_one_of_the_two(kind, others, tmp_path):
    for number in range(steps_of(lambda: save(kind, tmp_path, 0))):
        folder = tmp_path / str(number)
        folder.mkdir()
        busy = []

        def meanwhile(at, *_, number=number, folder=folder, busy=busy):
            if at == number and not busy:
                busy.append(at)
                save(kind, folder, 1, others)

        with before_each_step(meanwhile):
            save(kind, folder, 0)
        assert load(kind, folder, 0) + load(kind, folder, 1, others) == 1
        assert not [name for name in names_in(folder) if name.startswith(".")]


def test_a_reader_at_any_step_reads_one_whole_save(tmp_path):
    save("text", tmp_path, 0)
    found = []

    def look(*_):
        if threading.current_thread() is threading.main_thread():
            found.append((load("text", tmp_path, 0), load("text", tmp_path, 1)))

    with before_each_step(look):
        save("text", tmp_path, 1)
    assert set(found) == {(True, False), (False, True)}


def test_files_of_layers_that_are_no_more_go(tmp_path):
    save("text", tmp_path, 1, LARGE)
    (tmp_path / "weightsLayer2 (copy).txt").write_text("mine", encoding="utf-8")
    save("text", tmp_path, 0, SMALL)
    assert load("text", tmp_path, 0)
    wanted = [f"{kind}Layer{number}.txt" for kind in ("biases", "weights") for number in (1, 2)]
    assert names_in(tmp_path) == sorted([*wanted, "weightsLayer2 (copy).txt"])


def test_files_of_two_saves_are_refused(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for seed, folder in enumerate((one, two)):
        folder.mkdir()
        save("text", folder, seed)
    (two / "weightsLayer2.txt").replace(one / "weightsLayer2.txt")
    read = network(9)
    before = read.parameters.copy()
    with pytest.raises(ValueError, match="files of several saves"):
        storage.load_weights_text(read, one)
    np.testing.assert_array_equal(read.parameters, before)
    for path in one.iterdir():  # as the sentence says
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    storage.load_weights_text(read, one)
    np.testing.assert_array_equal(read.layers[0].weights, network(0).layers[0].weights)
    np.testing.assert_array_equal(read.layers[1].weights, network(1).layers[1].weights)


# Links, modes, and what is no file


@OF_POSIX
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_stays_and_what_it_leads_to_is_written(kind, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    save(kind, here, 0)
    for path in here.iterdir():
        path.replace(there / path.name)
        path.symlink_to(Path("..") / "there" / path.name)
    save(kind, here, 1)
    assert all(path.is_symlink() for path in here.iterdir())
    assert names_in(here) == names_in(there)
    assert load(kind, there, 1)


@OF_POSIX
def test_a_link_to_nothing_makes_the_file_and_a_ring_of_links_is_refused(tmp_path):
    link = tmp_path / "loss.csv"
    link.symlink_to(tmp_path / "later.csv")
    storage.save_loss_csv(link, [1.0])
    assert storage.load_loss_csv(tmp_path / "later.csv") == [1.0]
    ring = tmp_path / "ring"
    ring.symlink_to(ring)
    with pytest.raises(OSError, match=r"^path '.*ring' cannot be written"):
        storage.save_loss_csv(ring, [1.0])
    assert ring.is_symlink()


@OF_POSIX
@pytest.mark.parametrize("kind", KINDS)
def test_modes_stay_and_a_new_file_has_that_of_the_umask(kind, tmp_path):
    old = os.umask(0o027)
    try:
        save(kind, tmp_path, 0)
    finally:
        os.umask(old)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o640}
    for path in tmp_path.iterdir():
        path.chmod(0o600)
    save(kind, tmp_path, 1)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@OF_POSIX
def test_what_is_no_file_is_refused_and_left_alone(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/null"), tmp_path):
        for action in (
            lambda path: storage.save_loss_csv(path, [1.0]),
            lambda path: storage.save_weights(network(0), path),
            storage.load_loss_csv,
            lambda path: storage.load_weights(network(0), path),
        ):
            with pytest.raises(
                ValueError, match=r"^path '.*' is a (folder|device or a pipe): name"
            ):
                action(path)
    assert pipe.is_fifo() and Path("/dev/null").is_char_device()
    assert names_in(tmp_path) == ["pipe"]


@OF_POSIX
def test_a_file_of_two_names_and_one_to_be_read_only_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "loss.csv"
    storage.save_loss_csv(path, [1.0])
    os.link(path, tmp_path / "other.csv")
    with pytest.raises(ValueError, match="2 names"):
        storage.save_loss_csv(path, [2.0])
    (tmp_path / "other.csv").unlink()
    monkeypatch.setattr(os, "access", lambda *_: False)  # who tests may be root
    with pytest.raises(PermissionError, match="it may only be read"):
        storage.save_loss_csv(path, [2.0])
    with pytest.raises(PermissionError, match="nobody may look into it"):
        storage.save_weights_text(network(0), tmp_path)
    assert storage.load_loss_csv(path) == [1.0]


def test_what_is_not_there_is_said_with_its_remedy(tmp_path):
    for action in (
        lambda path: storage.save_loss_csv(path, [1.0]),
        lambda path: storage.save_weights(network(0), path),
        storage.load_loss_csv,
        lambda path: storage.load_weights(network(0), path),
        lambda path: storage.save_weights_text(network(0), path),
        lambda path: storage.load_weights_text(network(0), path),
    ):
        with pytest.raises(FileNotFoundError, match=r"no/such' cannot be .*make its folder first"):
            action(tmp_path / "no" / "such")
    with pytest.raises(ValueError, match="is no folder"):
        file = tmp_path / "file"
        file.touch()
        storage.save_weights_text(network(0), file)
    with pytest.raises(OSError, match="cannot be written"):
        storage.save_loss_csv(tmp_path / ("long" * 100), [1.0])
    assert names_in(tmp_path) == ["file"]


def test_a_long_name_is_no_harder_to_save(tmp_path):
    path = tmp_path / ("l" * 251 + ".csv")
    storage.save_loss_csv(path, [1.0])
    assert storage.load_loss_csv(path) == [1.0]


@pytest.mark.parametrize(
    "path", [None, 1, True, ["a"], b"a", "a\0b", "\ud800" * 100, 1.5, object()]
)
def test_what_is_no_path_is_refused_by_its_name(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if sys.platform == "win32" and str(path).startswith("\ud800"):
        pytest.skip("Windows has such names")
    for name, action in (
        ("path", lambda: storage.save_loss_csv(path, [1.0])),
        ("path", lambda: storage.load_loss_csv(path)),
        ("path", lambda: storage.save_weights(network(0), path)),
        ("path", lambda: storage.load_weights(network(0), path)),
        ("folder", lambda: storage.save_weights_text(network(0), path)),
        ("folder", lambda: storage.load_weights_text(network(0), path)),
    ):
        with pytest.raises(ValueError, match=rf"^{name} ") as raised:
            action()
        assert len(str(raised.value)) <= 300
    assert names_in(tmp_path) == []


def test_leftovers_are_left_to_a_writer_that_may_be_at_work(tmp_path):
    young = tmp_path / files.new_name(files.PART)
    young.touch()
    storage.save_loss_csv(tmp_path / "loss.csv", [1.0])
    assert young.exists()
    os.utime(young, (0, 0))
    storage.save_loss_csv(tmp_path / "loss.csv", [1.0])
    assert names_in(tmp_path) == ["loss.csv"]


# Processes that are killed, and that write at once

WRITER = """
import sys
from pathlib import Path
from tests.test_whole_files import KINDS, save
folder, seed = Path(sys.argv[1]), int(sys.argv[2])
for kind in KINDS:
    save(kind, folder, seed)  # the first time takes much longer
print("ready", flush=True)
while True:
    for kind in KINDS:
        save(kind, folder, seed)
    seed = 1 - seed if sys.argv[3] == "alternates" else seed
"""


@contextmanager
def writer(folder, seed, alternates=""):
    """Start a process that saves again and again, and kill it."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, folder, str(seed), alternates],
        cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout.readline() == b"ready\n"
            yield process
        finally:
            process.kill()


@pytest.mark.slow
def test_two_hundred_kills(tmp_path):
    rng = np.random.default_rng(1)
    for kind in KINDS:
        save(kind, tmp_path, 0)
    found = set()
    for _ in range(200):
        with writer(tmp_path, 0, "alternates") as process:
            try:
                process.wait(timeout=rng.uniform(0.0, 0.05))
            except subprocess.TimeoutExpired:
                process.kill()
        for kind in KINDS:
            assert load(kind, tmp_path, 0) + load(kind, tmp_path, 1) == 1
            found.add(load(kind, tmp_path, 1))
    assert found == {False, True}  # else nothing was tried
    make_old(tmp_path)
    for kind in KINDS:
        save(kind, tmp_path, 0)
    assert not [name for name in names_in(tmp_path) if name.startswith(".")]


@pytest.mark.slow
def test_two_writers_and_a_reader(tmp_path):
    for kind in KINDS:
        save(kind, tmp_path, 0)
    with writer(tmp_path, 0) as one, writer(tmp_path, 1) as two:
        read = network(9)
        for _ in range(2000):
            storage.load_weights_text(read, tmp_path)
            found = [np.array_equal(read.parameters, network(seed).parameters) for seed in (0, 1)]
            assert sum(found) == 1
        assert one.poll() is None and two.poll() is None
    for kind in KINDS:
        assert load(kind, tmp_path, 0) + load(kind, tmp_path, 1) == 1
