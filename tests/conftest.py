"""Lets the tests import the project's own tools."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

if find_spec("keras") is None and not os.environ.get("CI"):  # as on Python 3.14
    collect_ignore = [
        *("test_keras_bridge.py", "test_lesson4.py", "test_lesson4_exercises.py"),
        "test_side_by_side.py",
    ]


def pytest_collection_modifyitems(items):
    """Leave the browser to the end: Playwright keeps an event loop running, which others meet."""
    items.sort(key=lambda item: "browser" in item.path.parts)
