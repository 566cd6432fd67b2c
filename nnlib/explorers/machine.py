"""The machine in an explorer: a training that can be steered while it runs; nothing is drawn here.

Controls change, and it trains on, trains anew, shows a recorded epoch, or says why it cannot: a
``State`` says which. ``nnlib.explorers.base`` tells the route through it from slider to picture.
"""

import copy
import threading
import time
from contextlib import contextmanager
from functools import partial

from nnlib import checks
from nnlib.explorers import widgets
from nnlib.explorers.frame import Frame, State
from nnlib.explorers.panel import Panel
from nnlib.explorers.replay import Replay
from nnlib.explorers.rows import Rows
from nnlib.live import NOT_YET, SLICE_TO_DRAWING, STOPPED_BY_HAND, Runner
from nnlib.pace import PACES, Film
from nnlib.shown import counted, sentence
from nnlib.training import Ended

MOST_EPOCHS = 1_000_000
SECONDS_AT_ONCE = 0.12  # a change that trains no longer than this shows its end only
SECONDS_A_STEP = 0.002
PACE_MEANS = "how fast the training is shown; what the network learns stays the same"
CANNOT = "This cannot be trained yet: mend it first."
NO_DATA = "This cannot be trained yet. What you typed is kept: mend it, and go on. "
NO_DATA += "Until then, no data are in use."


class Machine:
    """A training that controls steer; a subclass shows it.

    Buttons train on the kernel's event loop, so that every control can be moved meanwhile. Some
    changes hold from the next epoch on; any other begins again, and if the network had been
    trained before, trains as many epochs as the control ``epochs`` says. In a cell, ``train`` comes
    back when it is done. Train shows its epochs at the chosen pace (see ``nnlib.pace``); a step, a
    change and a cell train as fast as they compute. A move of the control ``replay`` shows a
    recorded epoch again and pauses the training; whatever trains goes back to the present.

    Parameters
    ----------
    values : dict
        A value for every setting of ``problem``.
    parts : list of Part

    Attributes
    ----------
    controls : dict of str to widget
    """

    problem = None
    slice_to_drawing = SLICE_TO_DRAWING  # a training computes so many times as long as it draws
    chooses_row = True  # of the data, whose numbers stand in the network's circles
    shows_loss = True
    trains_anew = True  # after a change that begins again, where it had been trained

    def __init__(self, values, parts):
        declared = self.problem.settings
        self._parts = parts
        of_parts = {name: each for part in parts for name, each in part.controls.items()}
        self._panel = Panel(declared, values, of_parts)
        self._rows = Rows()
        looks = {"row": self._rows.box} if self.chooses_row else {}
        if self.shows_loss:
            looks["log_scale"] = widgets.Checkbox(False, description="log scale", indent=False)
        looks |= {name: each for name, each in of_parts.items() if name not in declared}
        self._looks = frozenset(looks)  # a change of these trains nothing
        self._at_once = {name for name, setting in declared.items() if setting.at_once}
        self._runner = Runner(self._draw, self._ended, self.slice_to_drawing)
        self._replay = Replay(MOST_EPOCHS, self._recorded_epochs, self._note_move)
        pace = widgets.Dropdown(
            options=list(PACES), value="normal", description="pace", tooltip=PACE_MEANS
        )
        pace.observe(lambda _: self._runner.enter(self._change_pace), "value")
        self.controls = {**self._panel.controls, **looks}
        for name, control in self.controls.items():
            control.observe(partial(self._note_change, name), "value")
        self.controls |= {"replay": self._replay.box, "pace": pace}
        self._moved_by = None  # the thread that moves controls unheard; hands come on another
        self._watched_to = None  # the epoch to which Train trains
        self._changed = set()
        self._past = None  # the epoch that is replayed, and its network
        self._why_not = None  # this cannot be trained
        self._made = self._training = self._network = self._history = None

    # What a subclass answers

    def say(self, words, notes=()):
        """Show these words, and notes below them."""
        raise NotImplementedError

    def subject(self, values):
        """Return in a few words what is trained."""
        raise NotImplementedError

    def result(self, frame):
        """Return in a few words how far the network had come."""
        raise NotImplementedError

    def so_far(self, frame):
        """Return in a few words how long it was trained, and with what result."""
        return f"{counted(frame.epoch, 'epoch')}, {self.result(frame)}"

    def at_the_start(self, frame):
        """Return what is said while nothing is trained."""
        return "At the start. What will happen? Guess, then press Train."

    def at_a_row(self, frame):
        """Return what is said where another row was chosen; where nothing is, no words."""
        return ""

    def stuck(self, remark):
        """Return what is said where a training goes nowhere, for the reason in ``remark``."""
        return f"It goes nowhere like this. {remark}"

    def prepare(self, values):
        """Hear what is about to be set up, whether or not it can be."""

    def chosen_row(self, made):
        """Return the ``Row`` of the data that is chosen, or ``None`` where none can be."""
        return self._rows.chosen(made.examples) if self.chooses_row else None

    def begun(self, frame):
        """Hear that another network stands at its start."""

    def catch_up(self, epochs):
        """Train what else trains up to this epoch, the network's, a step at a time."""
        yield from ()

    def moved(self, name, change):
        """Hear of a moved control; others may be moved in answer, before all is taken over."""

    def _draw(self):
        """Show what is to be seen now."""
        raise NotImplementedError

    # What a subclass and its parts may use

    @property
    def values(self):
        """A value for every setting, as the controls say."""
        return self._panel.values()

    @property
    def state(self):
        """What it is doing, a ``State``."""
        if self._runner.is_closed:
            return State.CLOSED
        if self._why_not is not None:
            return State.CANNOT_TRAIN
        if self._runner.running:
            return State.TRAINING
        if self._past is not None:
            return State.PAST
        return State.PAUSED if self._history.epochs else State.START

    @property
    def has_changes(self):
        """Whether controls were changed, and that is not yet taken over."""
        return bool(self._changed)

    def frame(self, *, present=False):
        """Return what is shown, a ``Frame``, or though an epoch is replayed, the present.

        Raises
        ------
        ValueError
            Where nothing can be trained, with the reason.
        """
        if self._why_not is not None:
            raise ValueError(self._why_not)
        now = (self._history.epochs, self._network)
        epoch, network = now if present or self._past is None else self._past
        row = self.chosen_row(self._made)
        at = self._rows.at
        return Frame(epoch, network, self._history, self._made, self.values, at, row)

    def button(self, name, action, tooltip, say=None):
        """Return a button; it calls ``action(frame)`` with the present, and so ends a replay.

        It can be made before anything else is. Where nothing can be trained, it calls
        ``say(words)``, which is this one's if not given.
        """

        def press():
            self._settle_for_a_button()
            if self.state is State.CANNOT_TRAIN:
                (say or self.say)(CANNOT)
            else:
                action(self.frame(present=True))

        button = widgets.Button(description=name, tooltip=tooltip)
        button.on_click(lambda _: self._runner.enter(press))
        return button

    @contextmanager
    def moving_controls(self):
        """Move controls without hearing of it; what hands move meanwhile is heard."""
        self._moved_by = threading.get_ident()
        try:
            yield
        finally:
            self._moved_by = None

    def settled(self):
        """Take over what was changed, come back when it is trained, and return the present."""
        self._settle_for_a_cell()
        if self._why_not is not None:
            raise ValueError(self._why_not)
        return self.frame(present=True)

    def enter(self, action):
        """Call ``action()`` where callbacks of widgets do no harm: on the kernel's main loop."""
        self._runner.enter(action)

    def pause(self):
        """Pause the training, where one is under way."""
        self._runner.stop("Paused.")

    # What a notebook uses

    @property
    def network(self):
        """The network as it is now; before anything could be trained, ``None``."""
        self._settle_for_a_cell()
        return self._network

    @property
    def history(self):
        """What happened since the start, a ``History``, or ``None`` like ``network``."""
        self._settle_for_a_cell()
        return self._history

    @property
    def settings(self):
        """What is set, as a line that brings it back."""
        return self.problem.write(self.values)

    @settings.setter
    def settings(self, line):
        self._apply(self.problem.read(line))

    def train(self, epochs=None):
        """Train on, and come back when it is done.

        Parameters
        ----------
        epochs : int, optional
            As many as the control ``epochs`` says if not given.

        Returns
        -------
        History

        Raises
        ------
        ValueError
            Where the controls ask for what cannot be trained.
        """
        if epochs is not None:
            checks.whole_number(epochs, "epochs")
        if self.state is State.CLOSED:
            raise ValueError("this explorer is closed: make it anew.")
        all_taken = self._settle_for_a_cell()
        if self._why_not is not None:
            raise ValueError(self._why_not)
        self._leave_the_past()
        if all_taken:
            count = self.controls["epochs"].value if epochs is None else epochs
            all_taken = self._runner.finish(self._epochs(count))
        if not all_taken:
            print(f"Training was {self._history.stopped_because}; what was learned is kept.")
        return self._history

    def take_up(self, kept):
        """Stand where a training that was kept had come, with its data, settings and weights.

        Parameters
        ----------
        kept : nnlib.storage.Kept

        Raises
        ------
        ValueError
            Where its parts do not fit together; then everything stays as it was.
        """
        values = self.problem.read(kept.settings)
        if len(kept.loss) > MOST_EPOCHS:
            raise ValueError(f"it has more than {MOST_EPOCHS:,} epochs, which are the most.")
        self._resumed(self.problem.set_up(values), values, kept)
        self._runner.drop()
        with self.moving_controls():
            self._panel.put(values)
        self._changed.clear()
        self._begin()
        self._training = self._resumed(self._made, values, kept)
        self._history = self._training.history
        self._draw()
        self.say(f"Opened: {self._in_one_line()}. Train goes on from here.")

    def _resumed(self, made, values, kept):
        """Return the training of what was made, as far as one that was kept had come."""
        training = self.problem.training(made, values)
        kept.put_into(made.network)
        training.take_up(kept.loss, kept.validation_loss or None)
        return training

    def reset(self):
        """Go back to the start: a network that has not been trained."""
        self._changed.clear()
        self._runner.drop()
        self._begin()
        self._show_start()

    # Changes: the latest wins

    def _note_change(self, name, change):
        if self._moved_by == threading.get_ident():
            return
        self.moved(name, change)
        if name in self._at_once:
            self._hold_at_once()
        self._changed.add(name)
        self._note_move()

    def _note_move(self):
        self._runner.enter(partial(self._runner.settle, self._settle))

    def _hold_at_once(self):
        if self._training is not None:
            self.problem.steer(self._training, self.values)
            for part in self._parts:
                part.settings_changed()

    def _settle(self):
        """Take over what was changed, and then go where the replay was moved to.

        Where a change begins again, train on the event loop.
        """
        if self._take_over_changes():
            self._start(self._epochs_anew(), first_slice=SECONDS_AT_ONCE)
        elif self._replay.asked is not None:
            self._show_the_past()

    def _settle_for_a_cell(self):
        """Take over what was changed, come back when it is trained; return whether to the end."""
        if not self._take_over_changes():
            return True
        return self._runner.finish(self._epochs(self.controls["epochs"].value))

    def _settle_for_a_button(self):
        """Take over what was changed, and leave the training to the button."""
        if self._take_over_changes():
            self._show_start()
        if self._leave_the_past():
            self._say_that_it_is_back()

    def _take_over_changes(self):
        """Do what a change of controls asks for, and return whether to train again."""
        changed, self._changed = self._changed, set()
        if not changed:
            return False
        if changed <= self._looks | self._at_once:
            comes_back = not changed <= self._looks and self._leave_the_past()
            self._draw()
            if self.state is not State.TRAINING:
                self._say_what_holds_now(changed, comes_back)
            return False
        was_trained = self._history is not None and self._history.epochs > 0
        self._runner.drop()
        self._begin()
        if was_trained and self.trains_anew and self._why_not is None:
            return True
        self._show_start()
        return False

    def _say_what_holds_now(self, changed, comes_back):
        if self._why_not is None and "learning_rate" in changed:
            self.say(
                f"The learning rate is {self.values['learning_rate']:g} from the next epoch on."
            )
        elif comes_back:
            self._say_that_it_is_back()
        elif "stop_at_loss" in changed:
            self.say(f"From now on, training stops at a loss of {self.values['stop_at_loss']:g}.")
        elif "row" in changed and self._why_not is None and (said := self.at_a_row(self.frame())):
            self.say(said)

    def _apply(self, values):
        """Move all controls, and begin again, whatever has changed."""
        self._runner.drop()
        with self.moving_controls():
            self._panel.put(values)
        self._changed.add("all")
        self._note_move()

    # Replay

    def _show_the_past(self):
        """Show the recorded epoch nearest to the one asked for; what trains is paused."""
        asked, self._replay.asked = self._replay.asked, None
        if self.state is State.CANNOT_TRAIN:
            self.say(CANNOT)
            return
        paused = "The training is paused. " if self.state is State.TRAINING else ""
        self._replay.asked = asked  # _ended leaves the slider where it was moved to
        self.pause()
        self._replay.asked = None
        last = self._history.epochs
        if last == 0:
            self._draw()
            self.say("Nothing has been trained yet, so there is nothing to replay.")
            return
        epoch, parameters = min(self._history.checkpoints, key=lambda each: abs(each[0] - asked))
        network = copy.deepcopy(self._network)
        network.parameters[...] = parameters
        self._past = (epoch, network)
        self._draw()
        nearest = "" if asked == epoch else f" (the nearest to {asked:,} that was recorded)"
        self.say(
            f"Replay: epoch {epoch:,} of {last:,}{nearest}, {self.result(self.frame())}. "
            f"{paused}Train goes on from epoch {last:,}."
        )

    def _recorded_epochs(self):
        return [epoch for epoch, _ in self._history.checkpoints]

    def _leave_the_past(self):
        """Go back to the present, and return whether that was another time."""
        self._replay.asked = None
        past, self._past = self._past, None
        if past is not None:
            self._draw()
        return past is not None

    def _say_that_it_is_back(self):
        self.say(f"Back in the present. {sentence(self._in_one_line())}")

    # Training

    def _begin(self):
        """Make the network anew; where that cannot be, keep the last one and the reason."""
        self._past = self._replay.asked = None
        with self.moving_controls():
            self._panel.show_what_is_used()
        values = self.values
        for each in (self, *self._parts):
            each.prepare(values)
        self._why_not = None
        try:
            self._made = self.problem.set_up(values)
        except ValueError as error:
            self._why_not = str(error)
        with self.moving_controls():
            self._panel.tell(values, self._why_not)
        if self._why_not is not None:
            return
        self._training = self.problem.training(self._made, values)
        self._network, self._history = self._made.network, self._training.history
        with self.moving_controls():
            self._rows.offer(self._made.examples)
        frame = self.frame()
        self.begun(frame)
        for part in self._parts:
            part.begin(frame)

    def _show_start(self):
        self._draw()
        if self._why_not is None:
            self.say(self.at_the_start(self.frame()))
        else:
            self.say(NO_DATA)

    def _start(self, steps, watched_to=None, **how):
        self._watched_to = watched_to
        self._runner.start(steps, **how)

    def _watch(self, last):
        """Train up to an epoch, at the chosen pace."""
        self._start(self._epochs_as_they_are_due(last), watched_to=last)

    def _change_pace(self):
        if self.state is State.TRAINING and self._watched_to is not None:
            self._watch(self._watched_to)

    def _epochs_as_they_are_due(self, last):
        """Train up to an epoch, each in its time, and give the loop back in between."""
        history = self._history
        pace = self.controls["pace"].value if self._runner.can_wait else "fast"
        film = Film(pace, history.epochs, self.problem.worth)
        while (due := film.due()) < last:
            if due > history.epochs:
                yield from self._epochs(due - history.epochs)
                if history.ended is not None:
                    return
            yield NOT_YET
        yield from self._epochs(last - history.epochs)

    def _epochs(self, count):
        """Train so many epochs, some milliseconds a step, or until there is a reason to stop."""
        yield from self.catch_up(self._history.epochs)
        count = min(count, MOST_EPOCHS - self._history.epochs)
        for _ in self._training.steps(count, seconds=SECONDS_A_STEP):
            yield from self.catch_up(self._history.epochs)
            yield

    def _epochs_anew(self):
        """Train as the control says, and say so before the first frame, unless it is the last.

        A sentence for every move of a slider would be read out, and delay the pictures.
        """
        is_told, deadline = False, time.perf_counter() + SECONDS_AT_ONCE - SECONDS_A_STEP
        for _ in self._epochs(self.controls["epochs"].value):
            if not is_told and time.perf_counter() >= deadline:
                self.say(f"Training again, from the start: {self.subject(self.values)} ...")
                is_told = True
            yield

    def _is_low_enough(self):
        return self._history.loss[-1] <= self.values["stop_at_loss"]

    def _ended(self, reason):
        history = self._history
        if reason is None and self._is_low_enough():
            low = self.values["stop_at_loss"]
            reason = (
                f"Done: the loss {f'has reached {low:g}, where it was to stop' if low else 'is 0'}."
            )
        elif reason is None and history.epochs == MOST_EPOCHS:
            reason = f"{MOST_EPOCHS:,} epochs are the most. Press Reset to begin again."
        elif reason is None and history.ended is not None:
            reason = f"It ended: {history.stopped_because}. Press Reset to begin again."
        if history.ended is None:
            if reason == STOPPED_BY_HAND:
                history.end(Ended.BY_HAND, "stopped by hand")
            else:
                history.stopped_because = "ready to go on"
        if self._replay.asked is None:  # else it is about to be moved there
            self._replay.stand_at(history.epochs)
        for part in self._parts:
            part.ended(self.frame(present=True))
        notes = [self.stuck(remark)] if (remark := self._training.remark) else []
        self.say(f"{reason or 'Done.'} {sentence(self._in_one_line())}", notes)

    # Buttons

    def _press_train(self):
        self._settle_for_a_button()
        if self.state is not State.TRAINING and self._can_train():
            self.say(f"Training: {self.subject(self.values)} ...")
            epochs = self._history.epochs + self.controls["epochs"].value
            self._watch(min(epochs, MOST_EPOCHS))

    def _press_step(self):
        self._settle_for_a_button()
        if self._can_train():
            self._start(self._epochs(1))

    def _press_pause(self):
        if sum(part.stop() for part in self._parts):  # each of them is asked
            return
        self._settle_for_a_button()
        if self.state is State.TRAINING:
            self.pause()
        else:
            self.say(f"Nothing is training now: {self._in_one_line()}.")

    def _can_train(self):
        if self._why_not is not None:
            self.say(CANNOT)
            return False
        if self._is_low_enough():
            low = self.values["stop_at_loss"]
            self.say(
                f"The loss is {low:g} or less, where it was to stop. Lower that number, or press "
                "Reset."
                if low
                else "The loss is 0, and no loss is lower: there is nothing left to learn here. "
                "Press Reset to see it learn again, or choose other data."
            )
            return False
        return True

    def _in_one_line(self):
        subject = self.subject(self.values)
        if self._why_not is not None:
            return f"{subject}: nothing can be trained yet"
        return f"{subject}: {self.so_far(self.frame(present=True))}"
