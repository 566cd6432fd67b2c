"""What all explorers share: controls by name, training that listens, words, and a saved form."""

import copy
import time
from functools import partial

from nnlib import checks
from nnlib.explorers import cell, look, widgets
from nnlib.explorers.controls import shown, with_all_parts, with_slider
from nnlib.explorers.numbers import number_boxes
from nnlib.explorers.replay import Replay
from nnlib.live import NOT_YET, SLICE_TO_DRAWING, STOPPED_BY_HAND, Runner
from nnlib.metrics import TOLERANCE, is_within
from nnlib.pace import PACES, Film
from nnlib.pictures.curves import CHART, POINTS_A_CURVE, loss_curve
from nnlib.pictures.scene import on_page, still
from nnlib.pictures.theme import number
from nnlib.problems.settings import LARGEST_WEIGHT
from nnlib.training import Ended, Training

MOST_EPOCHS = 1_000_000
SECONDS_AT_ONCE = 0.12  # a change that trains no longer than this shows its end only
SECONDS_A_STEP = 0.002
PACE_MEANS = "how fast the training is shown; what the network learns stays the same"


class Explorer:
    """A network in training with controls to move; the base of all explorers.

    Buttons train on the kernel's event loop, so that every control can be moved meanwhile. A
    change of the learning rate, or of the loss to stop at, holds from the next epoch on. Any other
    change begins again, and if the network had been trained before, trains as many epochs as the
    control ``epochs`` says. In a cell, ``train`` comes back when it is done.

    Train shows its epochs at the chosen pace, so that they can be watched (see ``nnlib.pace``). A
    step, a change and a cell train as fast as they compute.

    A move of the control ``replay`` shows a recorded epoch again and pauses the training; the
    network in training stays as it is. Whatever trains or changes it goes back to the present.

    A subclass gives its own controls and answers ``begin``, ``pictures``, ``subject`` and
    ``remarks``, and what else is not as it wants it.

    Parameters
    ----------
    controls : dict of str to widget
        What makes the network and its data; each has a ``value``. A drop-down is shown as a row
        of buttons.
    epochs, learning_rate, start, stop_at_loss
        The first values of the controls that all explorers have.
    below : list of widget
        Shown under the pictures.

    Attributes
    ----------
    controls : dict of str to widget
        All controls, by name: ``explorer.controls["learning_rate"].value = 5``.
    """

    slice_to_drawing = SLICE_TO_DRAWING
    loss_chart = CHART
    folded = ("start", "stop_at_loss", "log_scale")  # controls that are rarely moved
    keep_the_network = frozenset({"learning_rate", "stop_at_loss", "log_scale", "row"})
    only_look = frozenset({"log_scale", "row"})  # a change of no more stays where the replay is

    def __init__(self, controls, *, epochs, learning_rate, start, stop_at_loss, below=()):
        numbers, choices = number_boxes(epochs, learning_rate, start, stop_at_loss)
        log_scale = widgets.Checkbox(False, description="log scale", indent=False)
        self.controls = {**controls, **numbers, "log_scale": log_scale}
        for name, control in self.controls.items():
            control.observe(partial(self._note_change, name), "value")
        self._runner = Runner(self._draw, self._ended, self.slice_to_drawing)
        self._replay = Replay(MOST_EPOCHS, self._recorded_epochs, self._note_move)
        self.controls["replay"] = self._replay.box
        self.controls["pace"] = widgets.Dropdown(
            options=list(PACES), value="normal", description="pace", tooltip=PACE_MEANS
        )
        self.controls["pace"].observe(lambda _: self._runner.enter(self._change_pace), "value")
        self._watched_to = None  # the epoch to which Train trains
        self._changed = set()
        self._training = self._network = self._history = None
        self._copy_values()
        self._picture, self._status = widgets.HTML(), widgets.HTML()
        body = self.body(self._controls_shown(controls, numbers, choices))
        self._box = cell.explorer_box(
            [self._play_bar(), self._status, body, *below], seen=self.seen()
        )
        self._begin()
        self._show_start()
        cell.close_the_one_before(self, self._box)

    # What a subclass answers

    def begin(self):
        """Return a new network and its data, as the controls say, and how it is trained.

        Returns
        -------
        (Network, Dataset, dict)
            The last is what ``Training`` needs besides, but for what may change meanwhile.

        Raises
        ------
        ValueError
            Where the controls ask for what cannot be trained; its words are shown.
        """
        raise NotImplementedError

    def pictures(self, network, dataset):
        """Return the pictures beside the loss, a list of ``Scene``."""
        raise NotImplementedError

    def second_curve(self):
        """Return the name of the dashed curve, and its losses, epoch by epoch; there may be none.

        They may be fewer than those of the network.
        """
        return "held out", self._history.validation_loss

    def steer(self, training):
        """Tell the training what else may change while it trains."""

    def result(self, epoch, network):
        """Return in a few words how far the network had come at a recorded epoch."""
        right = is_within(network.predict(self._dataset.inputs), self._dataset.targets)
        return (
            f"loss {number(self._history.loss[epoch], 4)}, {right.sum()} of {right.size} rows "
            f"within {TOLERANCE:g} of their targets"
        )

    def arranged(self, controls):
        """Return what is seen of the subclass's own controls, by name, from top to bottom."""
        return {name: shown(control) for name, control in controls.items()}

    def body(self, controls):
        """Return pictures and controls as they stand under the play bar.

        Parameters
        ----------
        controls : dict of str to widget
            What is seen of all controls, by name.
        """
        return look.body([self._picture, look.at("controls", look.column(controls.values()))])

    def seen(self):
        """Return the widgets that hold the pictures, which stay when the kernel is gone."""
        return [self._picture]

    def _put_into_page(self, scenes):
        """Put the pictures into the page, in the same columns in which they stay."""
        columns = ["".join(map(on_page, column)) for column in self.columns(scenes)]
        self._picture.value = look.pictures_at({"first": columns[0], "second": columns[1]})

    def columns(self, scenes):
        """Return the pictures in two columns; a narrow page has the first one on top.

        Loss and network are in the first one, what the network answers is in the second.
        """
        return [[scenes[0], scenes[-1]], scenes[1:-1]]

    def subject(self):
        """Return in a few words what is trained."""
        raise NotImplementedError

    def remarks(self, dataset):
        """Return sentences on what to know about the data."""
        raise NotImplementedError

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
        all_taken = self._settle_for_a_cell()
        if self._problem is not None:
            raise ValueError(self._problem)
        self._leave_the_past()
        if all_taken:
            count = self.controls["epochs"].value if epochs is None else epochs
            all_taken = self._runner.finish(self._epochs(count))
        if not all_taken:
            print(f"Training was {self._history.stopped_because}; what was learned is kept.")
        return self._history

    def reset(self):
        """Go back to the start: a network that has not been trained."""
        self._changed.clear()
        self._runner.drop()
        self._begin()
        self._show_start()

    def close(self):
        """Stop training and take the widgets out of the page and the kernel."""
        self._changed.clear()
        self._runner.close()
        for part in (self._box, *self.controls.values()):
            for widget in with_all_parts(part):
                widget.close()

    def summary(self):
        """Return the present state in one line."""
        self._settle_for_a_cell()
        return self._in_one_line()

    def figure(self):
        """Return what is seen as a Matplotlib figure, which stays when widgets are gone."""
        words = self.summary()  # which takes over what was changed, before anything is drawn
        return still(self.columns(self._scenes()), words)

    def _in_one_line(self):
        if self._problem is not None:
            return f"{self.subject()}: nothing can be trained yet"
        epochs = "1 epoch" if self._history.epochs == 1 else f"{self._history.epochs:,} epochs"
        return f"{self.subject()}: {epochs}, {self.result(self._history.epochs, self._network)}"

    def _repr_mimebundle_(self, **options):
        words = f"{type(self).__name__}: {self.summary()}"
        if self._problem is not None:
            return cell.saved(words)
        return cell.saved(words, self.figure())

    def _ipython_display_(self):
        cell.show(self, self._box)

    # Changes: the latest wins

    def _note_change(self, name, change):
        self._copy_values()
        self._changed.add(name)
        self._note_move()

    def _note_move(self):
        self._runner.enter(partial(self._runner.settle, self._settle))

    def _copy_values(self):
        """Take over what may change while it trains."""
        self._learning_rate = self.controls["learning_rate"].value
        self._stop_at_loss = self.controls["stop_at_loss"].value
        if self._training is not None:
            self._training.learning_rate = self._learning_rate
            self._training.stop_at_loss = self._stop_at_loss
            self.steer(self._training)

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

    def _settle_or_raise(self):
        self._settle_for_a_cell()
        if self._problem is not None:
            raise ValueError(self._problem)

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
        if changed <= self.keep_the_network:
            comes_back = not changed <= self.only_look and self._leave_the_past()
            self._draw()
            if not self._runner.running:
                self._say_what_holds_now(changed, comes_back)
            return False
        trained = self._history is not None and self._history.epochs > 0
        self._runner.drop()
        self._begin()
        if trained and self._problem is None:
            return True
        self._show_start()
        return False

    def _say_what_holds_now(self, changed, comes_back):
        if "learning_rate" in changed:
            self._say(f"The learning rate is {self._learning_rate:g} from the next epoch on.")
        elif comes_back:
            self._say_that_it_is_back()
        elif "stop_at_loss" in changed:
            self._say(f"From now on, training stops at a loss of {self._stop_at_loss:g}.")

    # Replay

    def _show_the_past(self):
        """Show the recorded epoch nearest to the one asked for; what trains is paused."""
        asked = self._replay.asked
        if self._problem is not None:
            self._replay.asked = None
            self._say("This cannot be trained yet: mend it first.")
            return
        paused = "The training is paused. " if self._runner.running else ""
        self._runner.stop("Paused.")
        self._replay.asked = None
        last = self._history.epochs
        if last == 0:
            self._draw()
            self._say("Nothing has been trained yet, so there is nothing to replay.")
            return
        epoch, parameters = min(self._history.checkpoints, key=lambda each: abs(each[0] - asked))
        network = copy.deepcopy(self._network)
        network.parameters[...] = parameters
        self._past = (epoch, network)
        self._draw()
        nearest = "" if asked == epoch else f" (the nearest to {asked:,} that was recorded)"
        self._say(
            f"Replay: epoch {epoch:,} of {last:,}{nearest}, {self.result(epoch, network)}. "
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
        self._say(f"Back in the present. {self._in_one_line()}.")

    # Training

    def _begin(self):
        """Make the network anew; where that cannot be, keep the last one and the reason."""
        self._past = self._replay.asked = None
        try:
            self._network, self._dataset, how = self.begin()
        except ValueError as error:
            self._problem = str(error)
            return
        self._problem = None
        self._training = Training(
            self._network,
            self._dataset.inputs,
            self._dataset.targets,
            learning_rate=self._learning_rate,
            stop_at_loss=self._stop_at_loss,
            largest_weight=LARGEST_WEIGHT,
            **how,
        )
        self.steer(self._training)
        self._history = self._training.history

    def _show_start(self):
        self._draw()
        if self._problem is None:
            self._say("At the start. What will happen? Guess, then press Train.")
        else:
            self._say("This cannot be trained yet. What you typed is kept: mend it, and go on.")

    def _start(self, steps, watched_to=None, **how):
        self._watched_to = watched_to
        self._runner.start(steps, **how)

    def _watch(self, last):
        """Train up to an epoch, at the chosen pace."""
        self._start(self._epochs_as_they_are_due(last), watched_to=last)

    def _change_pace(self):
        if self._runner.running and self._watched_to is not None:
            self._watch(self._watched_to)

    def _epochs_as_they_are_due(self, last):
        """Train up to an epoch, each in its time, and give the loop back in between."""
        history = self._history
        pace = self.controls["pace"].value if self._runner.can_wait else "fast"
        film = Film(pace, history.epochs)
        while (due := film.due()) < last:
            if due > history.epochs:
                yield from self._epochs(due - history.epochs)
                if history.ended is not None:
                    return
            yield NOT_YET
        yield from self._epochs(last - history.epochs)

    def _epochs(self, count):
        """Train so many epochs, some milliseconds a step, or until there is a reason to stop."""
        count = min(count, MOST_EPOCHS - self._history.epochs)
        return self._training.steps(count, seconds=SECONDS_A_STEP)

    def _epochs_anew(self):
        """Train as the control says, and say so before the first frame, unless it is the last.

        A sentence for every move of a slider would be read out, and delay the pictures.
        """
        is_told, deadline = False, time.perf_counter() + SECONDS_AT_ONCE - SECONDS_A_STEP
        for _ in self._epochs(self.controls["epochs"].value):
            if not is_told and time.perf_counter() >= deadline:
                self._say(f"Training again, from the start: {self.subject()} ...")
                is_told = True
            yield

    def _is_low_enough(self):
        return self._history.loss[-1] <= self._stop_at_loss

    def _ended(self, reason):
        history = self._history
        if reason is None and self._is_low_enough():
            aim = f"has reached {self._stop_at_loss:g}, where it was to stop"
            reason = f"Done: the loss {aim if self._stop_at_loss else 'is 0'}."
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
        remark = self._training.remark
        notes = [f"It goes nowhere like this: {remark}."] if remark else []
        self._say(f"{reason or 'Done.'} {self._in_one_line()}.", notes)

    # Buttons

    def _controls_shown(self, controls, numbers, choices):
        """Return what is seen of all controls: those of `folded` behind a button."""
        parts = self.arranged(controls)
        parts |= {name: with_slider(box, choices[name]) for name, box in numbers.items()}
        parts["log_scale"] = self.controls["log_scale"]
        aside = [self.controls[name] for name in self.folded]
        fold = look.Fold(aside, [parts.pop(name) for name in self.folded])
        return parts | {"fold": fold.box}

    def _play_bar(self):
        parts = [*self._buttons(), self._replay.box, shown(self.controls["pace"])]
        bar = widgets.Box(parts)
        bar.add_class(look.PLAY)
        return bar

    def _buttons(self):
        actions = {
            "Train": (self._press_train, "train as many epochs as the box says"),
            "Step": (self._press_step, "train one epoch"),
            "Pause": (self._press_pause, "stop here; Train goes on from here"),
            "Reset": (self.reset, "go back to the start"),
        }
        buttons = []
        for name, (action, tooltip) in actions.items():
            button = widgets.Button(description=name, tooltip=tooltip)
            button.on_click(lambda _, action=action: self._runner.enter(action))
            buttons.append(button)
        buttons[0].button_style = "primary"
        return buttons

    def _press_train(self):
        self._settle_for_a_button()
        if not self._runner.running and self._can_train():
            self._say(f"Training: {self.subject()} ...")
            epochs = self._history.epochs + self.controls["epochs"].value
            self._watch(min(epochs, MOST_EPOCHS))

    def _press_step(self):
        self._settle_for_a_button()
        if self._can_train():
            self._start(self._epochs(1))

    def _press_pause(self):
        self._settle_for_a_button()
        if self._runner.running:
            self._runner.stop("Paused.")
        else:
            self._say(f"Nothing is training now: {self._in_one_line()}.")

    def _can_train(self):
        if self._problem is not None:
            self._say("This cannot be trained yet: mend it first.")
        elif self._is_low_enough():
            self._say(
                f"The loss is {self._stop_at_loss:g} or less, where it was to stop. Lower that "
                "number, or press Reset."
                if self._stop_at_loss
                else "The loss is 0, and no loss is lower: there is nothing left to learn here. "
                "Press Reset to see it learn again, or choose other data."
            )
        return self._problem is None and not self._is_low_enough()

    # What is seen

    def _say(self, words, notes=()):
        if self._problem is not None:
            notes = self._problem.splitlines()
        else:
            notes = [*notes, *self.remarks(self._dataset)]
        self._status.value = look.status(words, notes)

    def _draw(self):
        if self._problem is not None:
            self._picture.value = ""
            return
        if not self._runner.running:
            # Never while a training runs: the page may answer with where the slider stood before,
            # which looks like a move of the learner's and would pause the training.
            self._replay.stand_at(self._shown_state()[0])
        self._put_into_page(self._scenes())

    def _shown_state(self):
        """Return the epoch that is shown, and its network."""
        return self._past or (self._history.epochs, self._network)

    def _scenes(self):
        """Return all pictures of what is shown, the loss first."""
        losses, last = self._history.loss, self._history.epochs
        seen, network = self._shown_state()
        stride = -(-len(losses) // POINTS_A_CURVE)
        epochs = sorted({*range(0, last, stride), seen, last})
        name, others = self.second_curve()
        points, dashed = (
            [(epoch, each[epoch]) for epoch in epochs if epoch < len(each)]
            for each in (losses, others)
        )
        log = self.controls["log_scale"].value
        loss = loss_curve(
            points, "Loss", log, marked=seen, second=(name, dashed), chart=self.loss_chart
        )
        return [loss, *self.pictures(network, self._dataset)]
