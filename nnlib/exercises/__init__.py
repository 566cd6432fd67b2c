"""The lessons' exercises: ``check`` an answer, ask for a ``hint``, see a ``solution``.

``engine`` holds what all of them share. ``functions`` and ``values`` judge an answer by the
solution, whatever the exercise; ``ordering`` is for lines to be put in order, ``matching`` for
which curve comes of which cause, ``sentences`` for a reason in the learner's own words, and
``letters`` reads the answers in letters. Below them, ``sandbox`` runs what a learner wrote,
``plain`` reads what comes of it, ``advice`` explains an error, and ``done`` counts what is right.
``guess`` compares guesses with what came out. Every lesson has a file of its own; ``hand_judges``,
``table_judge``, ``keras_models`` and ``keras_callbacks`` are the longer judges of lessons 2, 3 and
4. ``left_out`` is for where Keras is not, and ``statements`` finds out what a cell needs.
"""

from nnlib.exercises.guess import compare_guess

__all__ = ["compare_guess"]
