"""The lessons' exercises: ``check`` an answer, ask for a ``hint``, see a ``solution``.

``engine`` holds what all of them share; every lesson has a file of its own.
"""

from nnlib.exercises.engine import compare_guess

__all__ = ["compare_guess"]
