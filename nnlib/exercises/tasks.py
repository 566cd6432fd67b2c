"""Tasks in explorers: what is to be reached there, judged by what was really set and trained."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nnlib import checks
from nnlib.exercises import done
from nnlib.exercises.engine import CANNOT_JUDGE, Verdict
from nnlib.shown import shown

STANDS_STILL = 0.98  # of the loss at half the way


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Task:
    """Something to be reached in an explorer, which counts as an exercise of its lesson.

    Declared in the lesson's file, and listed there in ``TASKS``, it is given to an explorer::

        fast_and_good = Task(
            name="lesson2.fast_and_good",
            words="XOR: get the loss below 0.01 in at most 500 epochs.",
            hint="One setting makes the steps longer.",
            judged_by=_judge_fast,
            solution="gate:1 gate=XOR learning_rate=5 epochs=500",
        )

        GateExplorer("XOR", tasks=[lesson2.fast_and_good])

    The explorer shows it above everything else, judges it whenever a training ends or another row
    is chosen, and says how far one is. What was once done stays done, in the next lesson's hour
    too.

    Attributes
    ----------
    name : str
        As that of an exercise, such as ``"lesson2.fast_and_good"``.
    words : str
        What is to be done, in a sentence or two.
    hint : str
        It is folded away until somebody opens it.
    judged_by : callable
        ``judged_by(frame)``: from what the explorer shows (``nnlib.explorers.frame.Frame``, so that
        settings are in ``frame.values``, losses in ``frame.history.loss``) to a ``Verdict``:
        ``right(why)``, or ``wrong(how far it is)``, a sentence each.
    solution : str
        The line of settings that does it, once it is trained as long as it says: for teachers.
    then : dict of str to int
        Controls that are no settings, and where they are to stand then: ``{"image": 66}``.
    """

    name: str
    words: str
    hint: str
    judged_by: Callable
    solution: str
    then: dict = field(default_factory=dict)

    def __repr__(self):  # Shift+Tab in a cell shows this: no solution
        return f"{self.name}: {self.words}"

    def judge(self, frame):
        """Return a ``Verdict`` on what was trained."""
        try:
            return self.judged_by(frame)
        except Exception as error:  # a mistake of ours must not stop an explorer
            return Verdict(False, CANNOT_JUDGE.format(error=type(error).__name__))

    def is_done(self):
        """Return whether it was done before, as the learner's folder says."""
        return done.is_done(self.name)

    def keep(self):
        """Keep that it is done; return a sentence if that was not possible."""
        return done.keep_task(self.name)


def still_falls(losses):
    """Return whether the losses of a training, epoch by epoch, fell in its second half, too."""
    return losses[-1] < STANDS_STILL * losses[len(losses) // 2]


def checked(tasks):
    """Return tasks as a list: one, or several of them."""
    tasks = [tasks] if type(tasks) is Task else tasks
    if type(tasks) not in (list, tuple):
        raise ValueError(f"tasks must be a list of tasks of a lesson; got {shown(tasks)}.")
    return [checks.instance(each, Task, "each of tasks", "a Task of a lesson") for each in tasks]
