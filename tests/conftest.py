"""Lets the tests import the project's own tools."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
