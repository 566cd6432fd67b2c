"""The installation of Keras: one at a time, apart from the terminal, taken up again.

It runs in an environment of its own, where a stand-in for pip waits for a file.
"""

import os
import re
import signal
import subprocess
import time
import venv
from pathlib import Path

import pytest

from nnlib import keras_here
from tools import add_keras

ROOT = Path(__file__).parent.parent
LONGEST = 30  # seconds to wait for what must come
PIP = """
import pathlib, sys, time
folder = pathlib.Path(sys.prefix)
with (folder / "calls").open("a", encoding="utf-8") as calls:
    print(*sys.argv[1:], file=calls)
print("Collecting keras", flush=True)
while not (folder / "go on").exists():
    time.sleep(0.01)
words = (folder / "go on").read_text(encoding="utf-8")
print(words)
sys.exit(words.startswith("ERROR"))
"""


class Environment:
    """An environment with the stand-in for pip."""

    def __init__(self, folder):
        venv.create(folder, symlinks=os.name != "nt")
        self.folder, self.log = folder, folder / "keras.log"
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        (site_packages,) = folder.rglob("site-packages")
        (site_packages / "pip").mkdir()
        (site_packages / "pip" / "__main__.py").write_text(PIP, encoding="utf-8")
        self.site_packages = site_packages

    def start(self, *words):
        """Start the tool, and do not wait for it."""
        return subprocess.Popen(
            [self.python, "-m", "tools.add_keras", *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def run(self, *words):
        """Run the tool to its end, and return its exit code and what it says."""
        process = self.start(*words)
        said, _ = process.communicate(timeout=LONGEST)
        return process.returncode, said

    def go_on(self, words="Successfully installed keras"):
        """Let pip come to its end."""
        (self.folder / "go on").write_text(words, encoding="utf-8")

    def calls(self):
        """Return how often pip was called."""
        calls = self.folder / "calls"
        return len(calls.read_text(encoding="utf-8").splitlines()) if calls.exists() else 0

    def package(self, name, record):
        """Put a package there, as far as pip would look at it, and return its folder."""
        folder = self.site_packages / f"{name}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Name: {name}\n", encoding="utf-8")
        if record is not None:
            (folder / "RECORD").write_text(record, encoding="utf-8")
        return folder

    def log_when(self, words):
        """Wait for words in the log, and return the number of the process that writes it."""
        deadline = time.monotonic() + LONGEST
        while not self.log.exists() or words not in self.log.read_text(encoding="utf-8"):
            assert time.monotonic() < deadline, f"no {words!r} in the log"
            time.sleep(0.01)
        return int(re.match(r"Process (\d+) ", self.log.read_text(encoding="utf-8"))[1])


@pytest.fixture
def environment(tmp_path):
    environment = Environment(tmp_path / "an environment")
    yield environment
    environment.go_on()
    environment.run("--stop")


def test_one_process_installs_in_the_background_and_the_foreground_waits_for_it(environment):
    code, said = environment.run("--in-background")
    assert code == 0
    assert said == (
        f"Keras, for lesson 4, follows in the background; the log is {environment.log}.\n"
    )
    environment.log_when("Collecting keras")
    assert environment.run("--in-background")[0] == 0  # waits as well, and has nothing to do then
    waits = environment.start()
    assert waits.stdout.readline().startswith("Waiting until Keras is installed;")
    assert waits.poll() is None
    environment.go_on()
    assert waits.wait(LONGEST) == 0
    waits.stdout.close()
    assert environment.calls() == 1
    assert environment.log.read_text(encoding="utf-8").endswith(f"\n{keras_here.DONE}\n")


@pytest.mark.skipif(os.name == "nt", reason="has neither sessions nor this order of priorities")
def test_what_ends_jupyterlab_or_the_terminal_does_not_end_it(environment):
    environment.run("--in-background")
    process = environment.log_when("Collecting keras")
    assert os.getsid(process) == process != os.getsid(0)
    assert os.getpriority(os.PRIO_PROCESS, process) > os.getpriority(os.PRIO_PROCESS, 0)


def test_what_was_interrupted_is_taken_up_again_and_no_half_package_counts(environment):
    environment.run("--in-background")
    killed = environment.log_when("Collecting keras")
    os.kill(killed, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    half = [
        environment.package("no_record", record=None),
        environment.package("as_in_the_wheel", record="METADATA,,\n"),
    ]
    kept = [
        environment.package("whole", record="METADATA,,\nINSTALLER,,\n"),
        environment.package("a_strangers", record=None),
    ]
    with environment.log.open("a", encoding="utf-8") as log:
        print("Installing collected packages: No.Record, as-in-the-wheel, whole", file=log)
    environment.go_on()
    code, said = environment.run()
    assert code == 0, said
    assert environment.calls() == 2
    assert not [folder for folder in half if folder.exists()]
    assert all(folder.exists() for folder in kept)
    assert environment.run() == (0, "")
    assert environment.calls() == 2


def test_what_the_project_names_since_is_installed_too(environment):
    environment.go_on()
    environment.run()
    os.utime(environment.log, (0, 0))  # older than what names the packages
    environment.run()
    assert environment.calls() == 2


def test_a_failure_is_one_sentence_with_the_log_and_does_not_end_make_lab(environment):
    environment.go_on("ERROR: Cannot install keras.\nERROR: ResolutionImpossible: for help visit")
    code, said = environment.run()
    assert code == 1
    assert said.splitlines()[-1] == (
        f"Keras could not be installed (Cannot install keras); the whole log is {environment.log}."
    )
    assert environment.log.read_text(encoding="utf-8").endswith(f"\n{keras_here.FAILED}\n")
    assert environment.run("--in-background")[0] == 0


def test_make_clean_ends_it(environment):
    assert environment.run("--stop") == (0, "")
    environment.run("--in-background")
    environment.log_when("Collecting keras")
    waits = environment.start()
    assert waits.stdout.readline().startswith("Waiting until Keras is installed;")
    assert environment.run("--stop") == (0, "")
    said, _ = waits.communicate(timeout=LONGEST)
    assert (waits.returncode, said) == (1, "The installation of Keras was stopped.\n")
    assert keras_here.DONE not in environment.log.read_text(encoding="utf-8")
    assert environment.calls() == 1
    environment.go_on()
    assert environment.run()[0] == 0
    assert environment.calls() == 2


@pytest.mark.parametrize("log", [None, "", "Process 1 installs Keras.\n"])
def test_what_does_not_end_is_left_alone_whatever_the_log_says(log, environment, monkeypatch):
    monkeypatch.setattr(keras_here, "LOG", environment.log)
    monkeypatch.setattr(keras_here, "LOCK", environment.folder / "keras.lock")
    monkeypatch.setattr(add_keras, "STOP", environment.folder / "keras.stop")
    monkeypatch.setattr(add_keras, "LONGEST", 0.5)
    if log is not None:
        environment.log.write_text(log, encoding="utf-8")
    with keras_here.take_lock():
        assert add_keras.stop().startswith("The installation of Keras does not end;")
    assert add_keras.stop() is None
    assert not add_keras.STOP.exists()


def test_it_installs_what_the_file_names_but_not_the_course_which_is_in_use():
    lines = (ROOT / "requirements-keras.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        *("-c constraints.txt", "-e .[keras]"),
    ]
    constraint, *packages = add_keras.packages()
    assert constraint == f"--constraint={ROOT / 'constraints.txt'}"
    assert {re.match(r"[\w-]+", each)[0] for each in packages} == {
        *("keras", "tensorflow-cpu", "tensorflow", "threadpoolctl"),
    }
