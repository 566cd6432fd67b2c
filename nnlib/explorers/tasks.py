"""Tasks in an explorer: what is to be reached stands above all else, and how far one is beside it.

What a task is, and who judges it, is told in ``nnlib.exercises.tasks``.
"""

from html import escape

from nnlib.explorers import look, widgets
from nnlib.explorers.frame import Part


class Bar:
    """A task in the page: its words, and its state, which a screen reader tells when it changes.

    Parameters
    ----------
    name : str
        Such as ``"Your task"``.

    Attributes
    ----------
    box : widget
    """

    def __init__(self, name="Your task"):
        self._name = name
        self._words, self._state = widgets.HTML(), widgets.HTML()
        self._state.add_class(look.STATE)
        self.box = widgets.Box([self._words, self._state])
        self.box.add_class(look.TASK)

    def ask(self, words, hint=""):
        """Show what is to be done."""
        self._words.value = look.task(self._name, words, hint)

    def tell(self, state):
        """Show how far one is, as HTML."""
        self._state.value = f"<div>{state}</div>"


class OwnTask(Part):
    """The task that an explorer has where none of a lesson is given: for weights moved by hand.

    It is another one for other data, and each stays done once it was. A subclass says with
    ``tell``, in every ``show``, how far one is.

    Parameters
    ----------
    settings : str
        The names of the settings that make it another one.
    """

    def __init__(self, *settings):
        self._settings = settings
        self._is_set, self._done = None, set()
        self._bar = Bar()
        self.above = [self._bar.box]

    @property
    def are_done(self):
        """Whether it has been done by hand as it is set now."""
        return self._is_set in self._done

    def begin(self, frame):
        """Note which task it is now."""
        self._is_set = tuple(frame.values[name] for name in self._settings)

    def tell(self, words, chips, is_reached, is_by_hand, start_again="Reset"):
        """Show the task, how far one is, in chips as HTML, and whether it was done by hand.

        Where training has reached it, the button that starts again is named.
        """
        if is_reached and is_by_hand:
            self._done.add(self._is_set)
        if self.are_done:
            chips += look.chip("done by hand", is_good=True)
        elif is_reached:
            chips += f"<span>It has learned that. Press {start_again}, and do it by hand.</span>"
        self._bar.ask(words)
        self._bar.tell(chips)


class Tasks(Part):
    """Tasks of a lesson, each with its state; what is done is kept like an exercise.

    Parameters
    ----------
    tasks : list of nnlib.exercises.tasks.Task
    at_start : bool
        Whether a network that was not trained is judged too: one whose weights are moved by hand.
    """

    def __init__(self, tasks, at_start=False):
        self._at_start = at_start
        names = [f"Task {number}" for number in range(1, len(tasks) + 1)]
        self._bars = {task: Bar(name if len(tasks) > 1 else "Your task")
                      for task, name in zip(tasks, names, strict=True)}  # fmt: skip
        self._row = None  # the name of the one for which they were judged
        self._done = {task for task in tasks if task.is_done()}
        self.above = [bar.box for bar in self._bars.values()]
        for task, bar in self._bars.items():
            bar.ask(task.words, task.hint)
            bar.tell(_state(task in self._done))

    @property
    def are_done(self):
        """Whether all of them have been reached; once one is, it stays so."""
        return len(self._done) == len(self._bars)

    def begin(self, frame):
        """Judge a network that was not trained, where that counts; else say no more."""
        if self._at_start:
            self.ended(frame)
            return
        for task, bar in self._bars.items():
            if task not in self._done:
                bar.tell(_state(False))

    def show(self, frame):
        """Judge again where another row is chosen, unless nothing is trained or the past shown."""
        row = frame.row.name if frame.row else None
        if row != self._row and 0 < frame.epoch == frame.history.epochs:
            self.ended(frame)
        self._row = row

    def ended(self, frame):
        """Judge what was trained, by all tasks that are not done."""
        for task, bar in self._bars.items():
            if task not in self._done:
                verdict = task.judge(frame)
                said = [verdict.message]
                if verdict.right:
                    self._done.add(task)
                    said.append(task.keep())
                bar.tell(_state(verdict.right, " ".join(said)))


def _state(is_done, said=""):
    chip = look.chip("done" if is_done else "to do", is_done)
    return f"{chip}<span>{escape(said.strip())}</span>"
