"""What lesson 4 says of Keras while it is being installed, by pip's own lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnlib import keras_here
from nnlib.exercises import left_out
from nnlib.keras_here import load_bridge

ROOT = Path(__file__).parent.parent
FETCHING = """\
Process 17 installs Keras.
Ignoring tensorflow: markers 'sys_platform == "darwin"' don't match your environment
Collecting keras<4,>=3.8
  Downloading keras-3.15.1-py3-none-any.whl (2.4 MB)
Requirement already satisfied: numpy in ./.venv/lib/python3.11/site-packages (2.4.6)
Collecting tensorflow-cpu<3,>=2.18
  Downloading tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl (273.8 MB)
"""
LOOKING_UP = """\
Process 17 installs Keras.
Collecting keras<4,>=3.8
  Downloading keras-3.15.1-py3-none-any.whl.metadata (6.3 kB)
Collecting tensorflow-cpu<3,>=2.18
  Using cached tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl.metadata (4.5 kB)
"""
CACHED = """\
Using cached keras-3.15.1-py3-none-any.whl (2.4 MB)
Downloading https://example.org/a/h5py-3.16.0-cp311-cp311-win_amd64.whl (5.0 MB)
Downloading h5py-3.14.0-cp311-cp311-win_amd64.whl (4.5 MB)
"""
UNPACKING = "Installing collected packages: namex, libclang, keras, tensorflow-cpu\n"
BEING_INSTALLED = (
    "Keras is still being installed: package 2, tensorflow_cpu (273.8 MB), is being fetched."
)
STAND_IN = """'the stand-in'
class config:
    backend = staticmethod(lambda: "tensorflow")
"""
HOLD = "import sys\nfrom nnlib import keras_here\nlock = keras_here.take_lock()\nprint(lock.name)\n"


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("", "its packages are being looked up"),
        (LOOKING_UP, "its packages are being looked up"),
        (FETCHING, "package 2, tensorflow_cpu (273.8 MB), is being fetched"),
        (LOOKING_UP + CACHED, "package 2, h5py (4.5 MB), is being fetched"),
        (FETCHING + UNPACKING, "its 4 packages are being unpacked"),
    ],
)
def test_how_far_it_is_is_read_from_what_pip_writes(log, words):
    assert keras_here.progress(log) == words


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Let log and lock lie in an empty folder, for this process and for those that it starts."""
    monkeypatch.setattr(keras_here, "LOG", tmp_path / "keras.log")
    monkeypatch.setattr(keras_here, "LOCK", tmp_path / "keras.lock")
    return tmp_path


def write(log):
    keras_here.LOG.write_text(log, encoding="utf-8")


@pytest.fixture
def another_process_at_work(environment):
    """Hold the lock in another process, and return that."""
    program = f"import sys\nsys.prefix = {str(environment)!r}\n{HOLD}sys.stdout.flush(); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout.readline().endswith("keras.lock\n")
    yield process
    process.kill()
    process.communicate()


def test_whoever_asks_writes_nothing_and_is_no_installation(environment):
    assert not keras_here.at_work()
    assert not list(environment.iterdir())
    keras_here.LOCK.touch()
    keras_here.LOCK.chmod(0o444)
    with keras_here.LOCK.open(encoding="utf-8") as asks:
        assert keras_here._lock(asks, shared=True)
        assert sys.platform == "win32" or not keras_here.at_work()


def test_without_a_log_nothing_is_said(environment):
    assert keras_here.being_installed() is None
    assert keras_here.how_it_failed() == ""
    assert not list(environment.iterdir())


def test_the_lesson_waits_while_another_process_installs(another_process_at_work):
    write(FETCHING)
    assert keras_here.being_installed() == BEING_INSTALLED
    assert load_bridge() == (None, BEING_INSTALLED)


def test_a_process_that_was_killed_has_left_no_lock(another_process_at_work):
    write(FETCHING)
    another_process_at_work.kill()
    another_process_at_work.wait()
    assert keras_here.being_installed() is None
    assert keras_here.how_it_failed().endswith("was interrupted: make lab resumes it.")


def test_how_an_installation_ended_is_said(environment):
    write(f"{FETCHING}{keras_here.DONE}\n")
    assert keras_here.being_installed() is None
    assert keras_here.how_it_failed() == ""
    write(f"{FETCHING}{keras_here.FAILED}\n")
    assert keras_here.being_installed() is None
    assert f"failed: {keras_here.LOG} says why" in keras_here.how_it_failed()


def test_why_keras_cannot_be_loaded_ends_with_its_installation(environment, monkeypatch):
    monkeypatch.setitem(sys.modules, "nnlib.keras_bridge", None)
    monkeypatch.delattr("nnlib.keras_bridge", raising=False)
    _, reason = load_bridge()
    assert reason.startswith("Keras cannot be loaded here (")
    assert reason.endswith(").")
    write(FETCHING)
    _, reason = load_bridge()
    assert reason.endswith("). Its installation was interrupted: make lab resumes it.")


class Shell:
    """As much of IPython as the lesson asks."""

    def __init__(self):
        self.ast_transformers = []

    def run(self, source):
        """Run a cell the way that IPython does, and return what becomes of it."""
        tree = left_out.ast.parse(source)
        for each in self.ast_transformers:
            tree = each.visit(tree)
        return left_out.ast.unparse(tree)


def test_a_kernel_that_began_before_needs_no_restart(another_process_at_work, monkeypatch, capsys):
    shell, cell = Shell(), "import keras"
    monkeypatch.setattr(left_out, "get_ipython", lambda: shell)
    monkeypatch.setattr(left_out.importlib.util, "find_spec", lambda name: name == "keras")
    monkeypatch.setattr("nnlib.keras_here.load_bridge", load_bridge)
    write(FETCHING)
    left_out.leave_out_cells_without_keras()
    assert capsys.readouterr().out.startswith(f"{BEING_INSTALLED} Cells that need it are left out;")
    assert shell.run(cell) == f"print({f'{left_out.NOT_YET} {BEING_INSTALLED}'!r})"
    another_process_at_work.kill()
    another_process_at_work.wait()
    write(f"{FETCHING}{UNPACKING}{keras_here.DONE}\n")
    assert shell.run(cell) == f"print({left_out.COME!r})"
    monkeypatch.setattr(left_out, "load_bridge", lambda: ("the bridge", None))
    left_out.leave_out_cells_without_keras()
    assert shell.run(cell) == cell
    assert capsys.readouterr().out == ""


COMES_LATER = f"""
import sys
from importlib.machinery import PathFinder
from pathlib import Path

sys.prefix = sys.argv[1]
LATER = Path(sys.argv[1]) / "packages"


class OnlyLater(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        here = [str(LATER)] if name in ("keras", "tensorflow", "jax") else path
        return super().find_spec(name, here, target)


sys.meta_path[sys.meta_path.index(PathFinder)] = OnlyLater
from IPython.core.interactiveshell import InteractiveShell
from nnlib import keras_here

run = InteractiveShell.instance().run_cell
CELL = "from nnlib.keras_bridge import keras; print(keras.__doc__)"
LATER.mkdir()
keras_here.LOG.write_text({FETCHING!r}, encoding="utf-8")
lock = keras_here.take_lock()
run("from nnlib.exercises import left_out")
run("left_out.leave_out_cells_without_keras()")
run(CELL)
lock.close()
(LATER / "keras.py").write_text({STAND_IN!r}, encoding="utf-8")
keras_here.LOG.write_text({f"{FETCHING}{UNPACKING}{keras_here.DONE}"!r}, encoding="utf-8")
run(CELL)
run("left_out.leave_out_cells_without_keras()")
run(CELL)
"""


def test_a_running_program_loads_keras_that_has_come_since(tmp_path):
    """With a stand-in for Keras, of which the bridge asks no more when it is loaded."""
    done = subprocess.run(
        [sys.executable, "-c", COMES_LATER, tmp_path],
        cwd=ROOT,
        env=os.environ | {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    set_up, left_out_then, left_out_later, loaded = done.stdout.splitlines()
    assert set_up.startswith(f"{BEING_INSTALLED} Cells that need it are left out;"), done.stderr
    assert left_out_then == f"{left_out.NOT_YET} {BEING_INSTALLED}"
    assert left_out_later == left_out.COME
    assert loaded == "the stand-in"


def test_where_keras_cannot_be_had_a_complete_installation_changes_nothing(
    environment, monkeypatch
):
    cells = left_out.LeaveOut()
    write(f"Ignoring keras: markers don't match your environment\n{keras_here.DONE}\n")
    monkeypatch.setattr(left_out.importlib.util, "find_spec", lambda name: None)
    assert left_out.ast.unparse(cells.visit(left_out.ast.parse("import keras"))) == (
        f"print({left_out.SENTENCE!r})"
    )


def test_in_a_browser_it_says_why(monkeypatch):
    monkeypatch.setattr(keras_here.sys, "platform", "emscripten")
    assert load_bridge() == (None, "Keras does not run in the browser.")
