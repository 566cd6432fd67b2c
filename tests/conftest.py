"""What all tests share: the project's own tools, and two options."""

import gc
import os
import re
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["PYTHONUTF8"] = "1"  # for the programs that tests start: Windows would write cp1252
os.environ["ONE_NEURON_PACE"] = "full"  # nobody watches; kernels that tests start have it as well
gc.set_threshold(100_000)  # after 700 objects, as by itself, Python would look through all of Keras
from tests.alone import install_alone  # noqa: E402
from tests.other_computers.jitter import SEEDS, jitter  # noqa: E402

BUILT_HERE = "built here"
OWN_FOLDER = "emptied_by_tests"


def can_have_keras():
    """Return whether the project asks for Keras on this Python and this system."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["optional-dependencies"]["keras"]
    return any(Requirement(each).marker.evaluate() for each in named)


# A learner may do without Keras; CI never skips what needs it where it can be had.
WITHOUT_KERAS = find_spec("keras") is None and not (os.environ.get("CI") and can_have_keras())
MARKED_AS_A_WHOLE = re.compile(r"^pytestmark = .*\bneeds_keras\b", flags=re.M)


def pytest_ignore_collect(collection_path):
    """Without Keras leave out a file that is marked as a whole: it imports Keras at its top."""
    if WITHOUT_KERAS and collection_path.suffix == ".py":
        source = collection_path.read_text(encoding="utf-8")
        return True if MARKED_AS_A_WHOLE.search(source) else None
    return None


def pytest_runtest_setup(item):
    """Without Keras skip what is marked: a test, or those of its cases that the mark names."""
    for mark in item.iter_markers("needs_keras"):
        if WITHOUT_KERAS and (not mark.args or item.callspec.id in mark.args):
            pytest.skip("Keras is not installed here")


def pytest_addoption(parser):
    """Add ``--site``, the browser tests on the course's site, and ``--firefox``, in Firefox."""
    parser.addoption("--firefox", action="store_true", help="run the browser tests in Firefox")
    parser.addoption(
        "--site",
        nargs="?",
        const=BUILT_HERE,
        help="run the browser tests on the site at this address; without one, on the one that "
        "make lite builds",
    )


@pytest.fixture(autouse=True)
def other_computer(request):
    """Run what is marked ``figures`` as on another computer, each test with one of the seeds."""
    if request.node.get_closest_marker("figures") is None:
        yield
    else:
        with jitter(SEEDS[len(request.node.name) % len(SEEDS)]):
            yield


@pytest.fixture(autouse=True, scope="module")
def quick_collections():
    """Let collections leave out what earlier files have left: each model of Keras begins with one.

    What is garbage by now is collected before, so none of it stays.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Let everything that is written by a name alone, or beside it, land in a passing folder."""
    here = tmp_path / OWN_FOLDER
    here.mkdir()
    monkeypatch.chdir(here)


@pytest.fixture(scope="session")
def alone(tmp_path_factory):
    """Return an ``Alone``: the wheel in an environment of its own."""
    return install_alone(tmp_path_factory.mktemp("alone"))


def pytest_collection_modifyitems(items):
    """Leave the browser to the end: Playwright keeps an event loop running, which others meet."""
    items.sort(key=lambda item: "browser" in item.path.parts)
