"""The four guided experiments of the playground, and its tasks.

An answer to an experiment is a line of settings, and is tried. A task is judged in the explorer.
"""

import textwrap
from functools import cache
from typing import NamedTuple

import numpy as np

from nnlib.exercises.advice import LONGEST_WORDS
from nnlib.exercises.engine import LAST_DIGIT, Exercise, right, wrong
from nnlib.exercises.tasks import Task
from nnlib.problems.lists import FEATURES
from nnlib.problems.plane import OWN_POINTS
from nnlib.problems.playground import PROBLEM

FAILS, SOLVES = 0.75, 0.95  # shares of points on the right side
LONGER = 2000  # epochs: one that has learned it by then was only slow
MOST_UNITS = 5
STILL_FALLS = 0.98  # of the loss a tenth of the training before
LEAST_HELD_OUT = 20
LEARNED = 0.8  # of the held-out loss before the training: so low it must have been
PARTED = 2.0  # times its lowest value: so high the held-out loss must end,
LOST = 0.5  # and not below so much of what it was before the training
STANDS_STILL = 1e-6  # of the loss: it moves less than that
MOST_WORK = 600_000_000  # about a second: 2,000 epochs of what a playground begins with
AN_UPDATE = 20_000  # takes as long as so many multiplications, however small the network
SEES_X, SEES_Y = {"x", "xx", "sinx"}, {"y", "yy", "siny"}
NETWORK = {"inputs", "layers", "activation", "bias"}
COPY = "Copy the line settings from the playground, in quotes, such as 'data=circles layers=1'."


class Run(NamedTuple):
    """What came of a line of settings."""

    values: dict
    loss: list
    held_out_loss: list
    right: float
    held_out_right: float
    held_out: int
    baseline: tuple
    ended: str


@cache
def _run(text):
    """Train as a line of settings says; errors are those of ``PROBLEM``."""
    values = PROBLEM.read(text)
    made = PROBLEM.set_up(values)
    samples, weights = len(made.examples.inputs), made.network.parameters.size
    batch = min(values["batch_size"], samples)
    work = values["epochs"] * (samples / batch * AN_UPDATE + samples * weights)
    if work > MOST_WORK:
        most = int(MOST_WORK / work * values["epochs"])
        raise ValueError(
            f"{values['epochs']:,} epochs take too long to check with so many points and units: "
            f"take {most:,} or fewer."
        )
    return _train(values)


def _train(values, start_times=1.0):
    """Train with these settings, from a start that is multiplied, and return the ``Run``."""
    made = PROBLEM.set_up(values)
    made.network.parameters *= start_times
    training = PROBLEM.training(made, values)
    training.run(values["epochs"])
    shares = [made.right(made.network, part) for part in (made.seen, made.held_out)]
    history = training.history
    ended = "" if history.ended is None else history.stopped_because
    return Run(
        values,
        history.loss,
        history.validation_loss,
        *shares,
        len(made.held_out.inputs),
        made.baseline,
        ended,
    )


def _judge_run(data, may_change, judge):
    """Return a judge of settings: of these data, with no other setting changed than may be."""

    def judged(answer):
        if not isinstance(answer, str):
            return wrong(COPY)
        try:
            values = PROBLEM.read(answer)
        except ValueError as error:
            return wrong(f"{_short(error)} {COPY}")
        if data is not None and values["data"] != data:
            return wrong(f"These settings are of {values['data']}: take {data}.")
        others = [
            name
            for name, setting in PROBLEM.settings.items()
            if values[name] != setting.default and name not in may_change | {"data"}
        ]
        if others:
            return wrong(
                f"You have changed {others[0]}, too, and then one cannot tell what did it. Leave "
                "that as it was at first."
            )
        try:
            run = _run(" ".join(answer.split()))
        except ValueError as error:
            return wrong(_short(error))
        return judge(run)

    return judged


def _short(error):
    return textwrap.shorten(str(error), LONGEST_WORDS, placeholder=" ...")


def _judge_failure(run):
    if run.right > FAILS:
        return wrong(_what_it_still_has(run))
    answer, share = run.baseline
    return right(
        f"{run.right:.0%} right, and always answering {answer} gives {share:.0%}. "
        f"{_why_it_fails(run.values)}"
    )


def _why_it_fails(values):
    """Say what a network that has not learned the disc would need."""
    plain, layers = set(values["inputs"]) <= {"x", "y"}, values["layers"]
    if plain and not layers:
        return "All it can draw is a straight line."
    if plain and values["activation"] == "linear":
        return (
            "Layer upon layer of sums, and sums of sums are one sum: all it can draw is a straight "
            "line."
        )
    if not values["bias"]:
        return (
            "Without biases every unit of the first layer has its border through the middle, where "
            "all its inputs are 0: weights turn it, and only a bias moves it away."
        )
    if values["inputs"] == ("x", "y") and layers == (1,):
        return (
            "One unit still draws one straight line. Its squash only lets the output stay near a "
            "half on one side."
        )
    if plain and layers[0] == 1:
        return (
            "With one unit in the first layer all lines that it can draw have the same direction, "
            "and such lines do not go around a disc."
        )
    if not layers:
        return (
            "Without hidden units the output is one weighted sum of the inputs, squashed, and so "
            "the inputs you left do not tell the disc from the ring."
        )
    longer = _run(PROBLEM.write(values | {"epochs": LONGER}))
    if longer.right >= SOLVES:
        return (
            f"But it is not too small, only too slow: after {LONGER:,} epochs it gets "
            f"{longer.right:.0%} right. What makes it slow?"
        )
    return "From this start it has not found a way around the disc."


def _what_it_still_has(run):
    """Say what lets a network learn that was to fail."""
    inputs = set(run.values["inputs"])
    said = (
        f"{run.right:.0%} of the points learned from come out right, so it has learned something."
    )
    for seen, unseen, way in ((SEES_X, "y", "up and down"), (SEES_Y, "x", "from left to right")):
        if inputs <= seen:
            return (
                f"{said} It does not see {unseen}, so its borders run straight {way}, and such "
                "borders are enough for that. Take x and y, and no hidden units."
            )
    bent = [each.sign for name, each in FEATURES.items() if name in inputs - {"x", "y"}]
    if bent:
        return (
            f"{said} An input such as {bent[0]} bends the border without any hidden unit. Leave "
            "only x and y, and then take hidden units away."
        )
    return f"{said} Take more away: what does a network without hidden units draw?"


make_it_fail = Exercise(
    name="playground.make_it_fail",
    code='my_settings = "data=circles layers=none"',
    because="Without hidden units the border is one straight line, and no straight line goes "
    "around a disc. The same holds for 8-8 linear units: without a bend, layers add nothing. With "
    "x² and y² as inputs it is different: then a straight line in x² and y² is a circle in x and "
    "y.",
    hints=[
        "Take units away, or layers, and look at the border: how often can it bend?",
        "Or keep all units, and take away what makes each of them bend: the activation.",
    ],
    judged_by=_judge_run("circles", NETWORK, _judge_failure),
)


def _judge_spiral(run):
    units = sum(run.values["layers"])
    if units > MOST_UNITS:
        return wrong(f"That network has {units} hidden units. It can be done with {MOST_UNITS}.")
    said = f"{units} hidden units, and {run.held_out_right:.0%} of the held-out points are right"
    if run.held_out_right < SOLVES:
        return wrong(f"{said}; {SOLVES:.0%} are asked for. {_what_it_lacks(run)}")
    return right(
        f"{said}. That some start finds the way does not say that most do: what does Many starts "
        "count?"
    )


def _what_it_lacks(run):
    """Say what to try with a network that has not solved the spiral."""
    epochs = len(run.loss) - 1
    if run.ended:
        return (
            f"The training ended at epoch {epochs:,}: {run.ended}. With patience and stop_at_loss "
            "at 0 it goes on to the last epoch."
        )
    part = epochs // 10
    if part and sum(run.loss[-part:]) < STILL_FALLS * sum(run.loss[-2 * part : -part]):
        return f"The loss still falls after {epochs:,} epochs: give it more of them."
    return (
        "Another start may find the way: try Many starts. Where none of the hundred does, the "
        "network can be too small, but also the epochs too few or the steps too small."
    )


smallest_spiral = Exercise(
    name="playground.smallest_spiral",
    code="""
        my_settings = (
            "data=spiral noise=0.0 layers=5 optimizer=adam learning_rate=0.03 "
            "epochs=600"
        )
    """,
    because="Without noise five tanh units in one layer are enough from 5 of 100 starts. With "
    "noise 0.1 six are from 31, and eight from 91: a network that could hold the answer does not "
    "always find it. With four units in one layer, no noise and 2,000 epochs none of 100 starts "
    "got there; that alone does not show that none can.",
    hints=[
        "Adam with a learning rate of 0.03 gets there in 600 epochs with 6 units. Take one away.",
        "Less noise makes it easier: at 0.0 the arms are thin lines. If one start fails, take "
        "another.",
    ],
    judged_by=_judge_run(
        "spiral",
        set(PROBLEM.settings) - {"samples", "held_out", "draw", "inputs", "points"},
        _judge_spiral,
    ),
)


def _judge_overfitting(run):
    verdict = _overfits(run)
    if verdict.right and not _overfits(_train(run.values, LAST_DIGIT)).right:
        return wrong(
            "From this start it overfits, but not from one that differs in the sixteenth digit: "
            "with steps this long, where it ends is chance. Take a smaller rate."
        )
    return verdict


def _overfits(run):
    if not run.held_out_loss:
        return wrong("No points are held out, so overfitting cannot be seen: keep some.")
    if run.values["data"] == OWN_POINTS:
        return wrong("These are your own points: take drawn ones, such as data=circles.")
    if run.held_out < LEAST_HELD_OUT:
        return wrong(
            f"Only {run.held_out} points are held out, and a few can mislead: hold out "
            f"{LEAST_HELD_OUT} or more."
        )
    first, lowest, last = run.held_out_loss[0], min(run.held_out_loss), run.held_out_loss[-1]
    at = int(np.argmin(run.held_out_loss))
    said = f"The held-out loss is lowest at epoch {at:,}, {lowest:.3g}, and ends at {last:.3g}"
    if run.loss[-1] > 0.5 * run.loss[0]:
        return wrong(
            f"{said}. But the loss on the points learned from has not even halved: it has not "
            "learned them yet. Give it more units, or more epochs."
        )
    if lowest > LEARNED * first:
        return wrong(
            f"{said}; before the training it was {first:.3g}. So it never found a rule that it "
            "could lose again. Take less noise, or more points."
        )
    if at == len(run.held_out_loss) - 1:
        return wrong(
            f"The held-out loss is lowest at the very end, {lowest:.3g}: it has not turned. Make "
            "it easier to learn the points by heart: fewer points, more noise, more units, more "
            "epochs."
        )
    if run.loss[-1] >= run.loss[at]:
        return wrong(
            f"{said}. But since then the loss on the points learned from has not fallen either: "
            "that is too long a step, not learning by heart. Take a smaller rate."
        )
    if last < PARTED * lowest:
        return wrong(
            f"{said}, which is less than twice as much. Make it harder to guess the rule and "
            "easier to learn the points by heart: fewer points, more noise, more units, more "
            "epochs."
        )
    if last < LOST * first:
        return wrong(
            f"{said}, and before the training it was {first:.3g}: most of the rule is still "
            "there. Take fewer points, more noise, more units or more epochs, until it is lost."
        )
    return right(
        f"{said}: {last / lowest:.1f} times as much. From there on it learned the points by heart, "
        "noise included. Patience would have ended it."
    )


watch_it_overfit = Exercise(
    name="playground.watch_it_overfit",
    code='my_settings = "data=circles samples=80 noise=0.8 layers=8-8 epochs=600"',
    because="With noise 0.8 disc and ring overlap: no rule gets all points right, but 8-8 tanh "
    "units can draw a border around every single one. What helps: fewer units, more points, L2, "
    "patience.",
    hints=[
        "Few points and much noise: 80 samples, noise 0.8. And a network that has room for them: "
        "8-8.",
        "Then train longer: first it learns the rule, then the noise. Write 600 into epochs; the "
        "line has one training, as long as the box says.",
    ],
    judged_by=_judge_run(None, set(PROBLEM.settings), _judge_overfitting),
)


def _judge_rate(run):
    rate, first = run.values["learning_rate"], run.loss[0]
    last_third = run.loss[2 * len(run.loss) // 3 :]
    last = np.median(last_third)  # where it jumps, its end alone is chance
    said = f"At the rate {rate:g} the loss goes from {first:.3g} to {last:.3g} or so"
    if rate < PROBLEM.settings["learning_rate"].default:
        return wrong(f"{said}: smaller steps are slower, and they break nothing.")
    if last <= first:
        return wrong(f"{said}, so it still learns. Take a larger rate.")
    if np.ptp(run.loss[len(run.loss) // 2 :]) < STANDS_STILL * last:
        return right(f"{said}: after the first jumps nothing moves any more.")
    return right(
        f"{said}: every step goes too far, past the other side of the valley. So it jumps to and "
        "fro, and does not settle."
    )


break_it_with_the_rate = Exercise(
    name="playground.break_it_with_the_rate",
    code='my_settings = "data=circles learning_rate=10"',
    because="At 1 the loss falls, at 2 it jumps and still comes down, and at 10 it ends higher "
    "than it began. Between 4 and 7 it can end either way, for the last digit of a weight "
    "decides. A rate that fits one problem breaks another: try 10 on other data.",
    hints=[
        "Go up with the slider, press Reset and Train, and watch the loss.",
        "At 2 it still learns, though unsteadily. Take several times as much.",
    ],
    judged_by=_judge_run("circles", {"learning_rate"}, _judge_rate),
)

# Tasks, judged in the explorer

LOW_FOR_BUMPS, LITTLE_NOISE = 0.005, 0.05
THIN, FEWEST_THIN = 0.1, 6  # weights below this in size, of the 18 of the network
STILL_RIGHT = 0.9


def _judge_xor(frame):
    made, values = frame.made, frame.values
    share = made.right(frame.network, made.seen)
    if values["data"] != "xor":
        return wrong("Choose the data xor.")
    if values["layers"]:
        return wrong(f"{share:.0%} right. Now take all hidden units away.")
    if share < SOLVES:
        return wrong(f"{share:.0%} right, without hidden units. Which inputs does it see?")
    return right("This input does what else a hidden layer would have to do.")


def _judge_bumps(frame):
    losses = frame.history.validation_loss
    if frame.values["data"] != "bumps":
        return wrong("Choose the data bumps.")
    if not losses:
        return wrong("No points are held out: keep some.")
    if losses[-1] >= LOW_FOR_BUMPS:
        noise = frame.values["noise"]
        said = f"The held-out loss is {losses[-1]:.3g}, and the noise {noise:g}"
        if noise > LITTLE_NOISE:
            return wrong(f"{said}, which is a floor under it: more units and epochs stop there.")
        return wrong(f"{said}. Take more units, or train on.")
    return right("Noise is a floor under this loss: no network gets below it.")


def _judge_thin(frame):
    values, made = frame.values, frame.made
    layers = PROBLEM.settings["layers"].default
    if values["data"] != "circles" or values["layers"] != layers or not len(made.held_out.inputs):
        return wrong("Leave data, layers and held-out points as they were at first: circles, 4-2.")
    share = made.right(frame.network, made.held_out)
    weights = np.concatenate([layer.weights.ravel() for layer in frame.network.layers])
    thin = int((np.abs(weights) < THIN).sum())
    said = f"{thin} of {len(weights)} weights are below {THIN:g}, and {share:.0%} are right"
    if share < STILL_RIGHT:
        return wrong(f"{said}: too few of them. Pull less, or train on.")
    if thin < FEWEST_THIN:
        return wrong(f"{said}. What is it that pulls small weights to 0? More of it, or train on.")
    return right(f"{said}: L1 takes away what is not needed, and shows what is.")


xor_by_an_input = Task(
    name="playground.xor_by_an_input",
    words=f"Let the data xor be solved without any hidden unit: {SOLVES:.0%} of the points right.",
    hint="Press the small maps beside the points: another input may see what x and y do not.",
    judged_by=_judge_xor,
    solution="playground:1 data=xor inputs=xy layers=none",
)
match_bumps = Task(
    name="playground.match_bumps",
    words="The data bumps has numbers to be matched, from -1 to 1. Get the held-out loss below "
    f"{LOW_FOR_BUMPS:g}.",
    hint="More units and more epochs help up to a point. Then look at the noise.",
    judged_by=_judge_bumps,
    solution="playground:1 data=bumps layers=8-4 noise=0 epochs=1000",
)
thin_lines = Task(
    name="playground.thin_lines",
    words=f"Back to circles, with 4 and 2 hidden units: bring {FEWEST_THIN} weights or more below "
    f"{THIN:g} in size, and keep {STILL_RIGHT:.0%} of the held-out points right.",
    hint="Under More there is a setting that pulls every weight towards 0, small ones as hard as "
    "large ones.",
    judged_by=_judge_thin,
    solution="playground:1 data=circles l1=0.01",
)

TASKS = [xor_by_an_input, match_bumps, thin_lines]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
