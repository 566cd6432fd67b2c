"""What all tests share: the project's own tools, an option, and a look at every layout."""

import os
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.alone import install_alone  # noqa: E402
from tests.other_computers.jitter import SEEDS, jitter  # noqa: E402

BUILT_HERE = "built here"


def can_have_keras():
    """Return whether the project asks for Keras on this Python and this system."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["optional-dependencies"]["keras"]
    return any(Requirement(each).marker.evaluate() for each in named)


# A learner may do without Keras; CI never skips what needs it where it can be had.
if find_spec("keras") is None and not (os.environ.get("CI") and can_have_keras()):
    collect_ignore = [
        *("test_keras_bridge.py", "test_lesson4.py", "test_lesson4_exercises.py"),
        "test_side_by_side.py",
    ]


def pytest_addoption(parser):
    """Add ``--site``: the browser tests on the course's site."""
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


@pytest.fixture(scope="session")
def alone(tmp_path_factory):
    """Return an ``Alone``: the wheel in an environment of its own."""
    return install_alone(tmp_path_factory.mktemp("alone"))


def pytest_collection_modifyitems(items):
    """Leave the browser to the end: Playwright keeps an event loop running, which others meet."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def displays(monkeypatch):
    """Fail a test in which a widget that was hidden is to show itself by a display of ``None``.

    The kernel in the browser hands ``None`` over as undefined, so that it stays hidden there.
    """
    import ipywidgets  # not every run of the tests needs it

    given = []
    notify = ipywidgets.Layout.notify_change

    def note(layout, change):
        if change["name"] == "display":
            given.append(change["new"])
        notify(layout, change)

    monkeypatch.setattr(ipywidgets.Layout, "notify_change", note)
    yield given
    assert None not in given
