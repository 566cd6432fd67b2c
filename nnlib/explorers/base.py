"""What all explorers share. A new one is a declaration: see ``Explorer``.

The route from a slider to a picture, with the four files to open:

1. ``panel`` has made the slider and its box from a setting of the problem. A move changes the
   value of the box, and the machine hears of it.
2. ``machine``: ``_note_change`` collects what has changed in this turn of the event loop, and
   ``_settle`` takes it over. Some changes hold at once. For all others ``_begin`` asks the problem
   for a new network and its examples, and ``_start`` gives the steps of the training to a runner.
3. ``nnlib.live``: the ``Runner`` takes steps for some milliseconds, has all drawn, gives the event
   loop back, and so on to the last step.
4. The explorer's own file, such as ``gate``: its ``pictures(frame)`` are asked for by ``_draw``
   below, which hands them to the widget in the page.
"""

import inspect
import re

from nnlib import files, storage
from nnlib.exercises.tasks import checked
from nnlib.explorers import cell, look, widgets
from nnlib.explorers.controls import shown, with_all_parts
from nnlib.explorers.frame import State
from nnlib.explorers.line import SettingsLine
from nnlib.explorers.machine import Machine
from nnlib.explorers.tasks import Tasks
from nnlib.metrics import TOLERANCE, is_within
from nnlib.pictures.curves import CHART, POINTS_A_CURVE, loss_curve
from nnlib.pictures.scene import on_page
from nnlib.pictures.still import still
from nnlib.pictures.theme import number
from nnlib.shown import shown as shown_briefly

OF_THE_BASE = {"row", "log_scale", "replay", "pace", "settings"}  # controls that all have
TASKS = """\
tasks : list of Task
    What is to be reached, judged whenever a training ends: see ``nnlib.exercises.tasks``."""
NEEDED = {"epochs", "learning_rate", "stop_at_loss"}  # settings, by the machine


class Explorer(Machine):
    """A network in training with controls to move, and pictures of it; the base of all explorers.

    A subclass declares ``problem``, a ``nnlib.problems.problem.Problem``: arguments, controls and
    docstring come from its settings. It has a docstring, answers ``subject`` and ``pictures``, and
    what else it wants otherwise::

        class GateExplorer(Explorer):
            \"\"\"A network that learns a gate.\"\"\"

            problem = gates.PROBLEM

            def subject(self, values):
                return f"{values['gate']}, {values['hidden']} hidden neurons"

            def pictures(self, frame):
                return [diagrams.network_diagram(frame.network, NAMES, frame.row)]

            def remarks(self, frame):
                return [gates.GATES[frame.values["gate"]].rule]

    Parts of its own (``nnlib.explorers.frame.Part``) are made before ``super().__init__`` and given
    to it as ``parts``: they are shown under the pictures and hear of every frame. Where weights are
    moved by hand, it gives an ``own_task`` too (``nnlib.explorers.tasks``). It may use

    - ``values``, ``state``, ``frame()``: what is set, what it is doing, what is shown
    - ``say(words)``: the line under the buttons
    - ``button(name, action, tooltip)``: a button that calls ``action(frame)`` with the present,
      after whatever was changed is taken over; where nothing can be trained, it says so. It is
      there before ``super().__init__``, for parts
    - ``settled()``: the frame for a method that is called in a cell; raises what stands in the way
    - ``pause()``: pauses the training
    - ``enter(action)``: for callbacks of widgets, which may come on another thread
    - ``draw_again()``: shows the pictures again, where a part has changed what is on them
    - ``moving_controls()``: a ``with`` block in which controls move unheard
    - ``has_changes``: whether some were moved by hand just now, so that they are not to be moved

    How it trains, and what a change does, is told by its own base, ``Machine``.

    Attributes
    ----------
    problem : Problem
    called : str
        What it is, in plain words: its name for those who listen.
    chooses_row : bool
        Whether a row of the data can be chosen, whose numbers stand in the network's circles.
    shows_loss : bool
        Whether the loss is among the pictures.
    trains_anew : bool
        Whether a change that begins again trains again, where the network had been trained.
    slice_to_drawing : float
        A training computes at least so many times as long as it draws.
    loss_chart : Chart
        Where the loss is drawn.
    controls : dict of str to widget
        All controls, by name: ``explorer.controls["learning_rate"].value = 5``. Besides those of
        the settings there are ``row``, ``log_scale``, ``replay``, ``pace`` and ``settings``.
    shown : dict of str to widget
        What a learner sees of them: a slider beside a box, buttons for a choice.
    settings : str
        What is set, as a line; another one given to it, or typed, sets all of it.
    """

    called = "A network in training"
    loss_chart = CHART

    def __init_subclass__(cls):
        if cls.problem is not None:
            _check_declaration(cls)
            cls.__signature__ = _with_tasks(cls.problem.signature())
            before, *after = re.split(r"\n(?=\w+\n-+\n)", inspect.cleandoc(cls.__doc__), maxsplit=1)
            documented = f"{cls.problem.documented()}\n{TASKS}"
            cls.__doc__ = "\n\n".join([before.strip(), documented, *after])

    def __init__(self, *given, parts=(), tasks=(), own_task=None, **by_name):
        values = self.problem.values(*given, **by_name)
        tasks = checked(tasks)
        self._tasks = own_task if own_task and not tasks else Tasks(tasks, own_task is not None)
        self._picture, self._status = widgets.HTML(), widgets.Said()
        self._status.add_class(look.STATUS)
        self._line = SettingsLine(self)
        super().__init__(values, [*parts, self._tasks, self._line])
        self.controls["settings"] = self._line.text
        looks = {name: shown(self.controls[name]) for name in self._looks}
        self.shown = self._panel.shown | looks
        steering = [self._play_bar(), self._status]
        below = [part.box for part in self._parts if part.box is not None]
        self._box = cell.explorer_box(
            self.called,
            [*self._tasks.above, *self.arranged(steering, self._folded()), *below],
            seen=self.seen(),
        )
        self._begin()
        self._show_start()
        cell.close_the_one_before(self, self._box)

    # What a subclass answers

    def subject(self, values):
        """Return in a few words what is trained."""
        raise NotImplementedError

    def pictures(self, frame):
        """Return the pictures beside the loss, a list of ``Scene``; the last is the network."""
        raise NotImplementedError

    def remarks(self, frame):
        """Return sentences on what to know about the data, a list.

        They stand under the line below the buttons and are asked for when that changes, so not in
        every frame of a training.
        """
        return []

    def result(self, frame):
        """Return in a few words how far the network had come."""
        examples = frame.made.examples
        right = is_within(frame.network.predict(examples.inputs), examples.targets)
        return (
            f"loss {number(frame.history.loss[frame.epoch], 4)}, {right.sum()} of {right.size} "
            f"rows within {TOLERANCE:g} of their targets"
        )

    def second_curve(self, frame):
        """Return the name of the dashed curve, and its losses, epoch by epoch.

        They may be fewer than those of the network, and an empty list where there is no curve.
        """
        return "held out", frame.history.validation_loss

    def columns(self, scenes):
        """Return the pictures in two columns; a narrow page has the first one on top.

        Loss and network are in the first one, what the network answers is in the second: the map
        first, so that it is in sight of the button that trains.
        """
        loss, *others = scenes
        return [[loss, *others[-1:]], others[-2::-1]]

    def main(self, columns):
        """Return those of the pictures in columns that are shown where not all have room."""
        first, *others = columns
        return [first[-1], *(column[0] for column in others if column)]

    def body(self, controls):
        """Return pictures and controls as they stand under the play bar.

        Parameters
        ----------
        controls : dict of str to widget
            What is seen of all controls, by name.
        """
        return look.body([self._picture, look.at("controls", look.column(controls.values()))])

    def arranged(self, steering, controls):
        """Return what stands below each other: buttons and status, a list, and the body."""
        return [*steering, self.body(controls)]

    def buttons(self):
        """Return by their names what the buttons do, and a tooltip; the first one is blue."""
        return {
            "Train": (self._press_train, "train as many epochs as the box says"),
            "Step": (self._press_step, "train one epoch"),
            "Pause": (self._press_pause, "stop here; Train goes on from here"),
            "Reset": (self.reset, "go back to the start"),
        }

    def beside_buttons(self):
        """Return the controls at their right."""
        return [self._replay.box, shown(self.controls["pace"])]

    def seen(self):
        """Return the widgets that hold the pictures, which stay when the kernel is gone."""
        return [self._picture]

    def _put_into_page(self, scenes):
        """Put the pictures into the page, in the same columns in which they stay."""
        columns = ["".join(map(on_page, column)) for column in self.columns(scenes)]
        look.put_pictures(self._picture, {"first": columns[0], "second": columns[1]})

    def _take_pictures_away(self):
        """Leave in the page what is to be seen where nothing can be trained."""
        self._picture.value = ""

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._changed.clear()
        self._runner.close()
        for part in self._parts:
            part.close()
        for part in (self._box, *self.controls.values()):
            for widget in with_all_parts(part):
                widget.close()

    def keep(self, path):
        """Write data, settings, weights and losses into one file; end its name with ``.npz``.

        Parameters
        ----------
        path : str or Path
            A file in a folder that exists.
        """
        frame = self.settled()
        content = storage.keep(frame.network, frame.history, self.settings)
        files.write_whole({files.checked(path): content})

    def open(self, path):
        """Take up what ``keep`` wrote: all of it comes back, and training goes on from there.

        What Adam and momentum remembered of the last steps does not; they begin anew.

        Parameters
        ----------
        path : str or Path

        Raises
        ------
        ValueError
            For another file, or a damaged one; then everything stays as it was.
        """
        path = files.checked(path)
        self.take_up(storage.kept(files.read(path), f"path {shown_briefly(path)}"))

    def summary(self):
        """Return the present state in one line."""
        self._settle_for_a_cell()
        return self._in_one_line()

    def figure(self):
        """Return what is seen as a Matplotlib figure, which stays when widgets are gone."""
        return self._still().figure()

    def _still(self):
        self.settled()
        columns = self.columns(self._scenes(self.frame()))
        *others, last = columns
        of_parts = [scene for part in self._parts for scene in part.pictures]
        columns_and_parts = [*others, [*last, *of_parts]]
        return still(columns_and_parts, self._in_one_line(), self.main(columns))

    def _repr_mimebundle_(self, **options):
        words = f"{type(self).__name__}: {self.summary()}"
        if self._why_not is not None:
            return cell.saved(words)
        return cell.saved(words, self._still())

    def _ipython_display_(self):
        cell.show(self, self._box)

    # Buttons

    def _folded(self):
        """Return what is shown of all controls: those that are rarely moved behind a button."""
        parts = dict(self.shown)
        rare = [*self._panel.rare(), *(["log_scale"] if self.shows_loss else [])]
        fold = look.Fold([self.controls[name] for name in rare], [parts.pop(name) for name in rare])
        return parts | {"fold": fold.box}

    def _play_bar(self):
        self._buttons = look.buttons(self.buttons(), self._runner.enter)
        bar = widgets.Box([*self._buttons.values(), *self.beside_buttons()])
        bar.add_class(look.PLAY)
        return bar

    # What is seen

    def say(self, words, notes=()):
        """Show this in the line under the buttons, and remarks below it."""
        if self._why_not is not None:
            notes = self._why_not.splitlines()
        else:
            notes = [*notes, *self.remarks(self.frame())]
        self._status.value = look.status(words, notes)

    def draw_again(self):
        """Show the pictures again, where a part has changed what is on them."""
        self._draw()

    def _draw(self):
        if self.state is State.CANNOT_TRAIN:
            self._take_pictures_away()
        else:
            self._draw_frame(self.frame())
        self._line.write()  # last, for a part may have moved what is set

    def _draw_frame(self, frame):
        if self.state is not State.TRAINING:
            # Never while a training runs: the page may answer with where the slider stood before,
            # which looks like a move of the learner's and would pause the training.
            self._replay.stand_at(frame.epoch)
        self._put_into_page(self._scenes(frame))
        for part in self._parts:
            part.show(frame)

    def _scenes(self, frame):
        """Return all pictures of what is shown, the loss first."""
        pictures = self.pictures(frame)
        return [self._loss(frame), *pictures] if self.shows_loss else pictures

    def _loss(self, frame):
        losses, last = frame.history.loss, frame.history.epochs
        stride = -(-len(losses) // POINTS_A_CURVE)
        epochs = sorted({*range(0, last, stride), frame.epoch, last})
        name, others = self.second_curve(frame)
        points, dashed = (
            [(epoch, each[epoch]) for epoch in epochs if epoch < len(each)]
            for each in (losses, others)
        )
        log = self.controls["log_scale"].value
        return loss_curve(
            points, "Loss", log, marked=frame.epoch, second=(name, dashed), chart=self.loss_chart
        )


def _with_tasks(signature):
    """Return the signature of an explorer, which takes tasks besides its settings."""
    tasks = inspect.Parameter("tasks", inspect.Parameter.KEYWORD_ONLY, default=())
    return signature.replace(parameters=[*signature.parameters.values(), tasks])


def _check_declaration(explorer):
    """Raise a ``TypeError`` where something is missing in what an explorer declares."""
    names, problem = explorer.problem.settings.keys(), explorer.problem
    clash, missing = names & OF_THE_BASE, NEEDED - names
    if explorer.__doc__ is None:
        wrong = "has no docstring, to which its settings would be added."
    elif clash:
        wrong = f"has a setting {min(clash)}, which all explorers have: rename it."
    elif missing:
        wrong = f"lacks the setting {min(missing)}: add those of of_every_training."
    elif problem.first not in {*names, "settings"}:
        wrong = f"is to begin with {problem.first!r}, which is no setting."
    else:
        return
    raise TypeError(f"{explorer.__name__} {wrong}")
