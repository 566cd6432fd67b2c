"""Lets the tests import the project's own tools."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def pytest_collection_modifyitems(items):
    """Leave the browser to the end: Playwright keeps an event loop running, which others meet."""
    items.sort(key=lambda item: "browser" in item.path.parts)
