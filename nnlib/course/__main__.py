"""Runs the command: ``python -m nnlib.course``."""

import sys

from nnlib.course.command import main

sys.exit(main())
