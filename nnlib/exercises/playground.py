"""The four guided experiments of the playground: an answer is a line of settings, and is tried."""

from functools import cache
from typing import NamedTuple

import numpy as np

from nnlib.exercises.engine import Exercise, Verdict
from nnlib.explorers.base import LARGEST_WEIGHT
from nnlib.explorers.set_up import set_up
from nnlib.explorers.settings import SETTINGS, read_settings
from nnlib.training import Training

FAILS, SOLVES = 0.75, 0.95  # shares of points on the right side
MOST_UNITS = 8
PARTED = 2.0  # times its lowest value: so high the held-out loss must end
MOST_EPOCHS = 5000
NETWORK = {"inputs", "layers", "activation", "bias"}
COPY = "Copy the line settings from the playground, in quotes, such as 'data=circles layers=1'."


class Run(NamedTuple):
    """What came of a line of settings."""

    values: dict
    loss: list
    held_out_loss: list
    right: float
    held_out_right: float
    baseline: tuple


@cache
def _run(text):
    """Train as a line of settings says; errors are those of ``read_settings`` and ``set_up``."""
    values = read_settings(text)
    if values["epochs"] > MOST_EPOCHS:
        raise ValueError(
            f"{values['epochs']:,} epochs take too long to check: take {MOST_EPOCHS:,}."
        )
    made = set_up(values)
    training = Training(
        made.network,
        made.examples.inputs,
        made.examples.targets,
        learning_rate=values["learning_rate"],
        l1=values["l1"],
        l2=values["l2"],
        stop_at_loss=values["stop_at_loss"],
        largest_weight=LARGEST_WEIGHT,
        **made.training,
    )
    if len(made.held_out.inputs):
        training.patience = values["patience"] or None
    training.run(values["epochs"])
    shares = [made.right(made.network, part) for part in (made.seen, made.held_out)]
    history = training.history
    return Run(values, history.loss, history.validation_loss, *shares, made.baseline)


def _judge_run(data, may_change, judge):
    """Return a judge of settings: of these data, with no other setting changed than may be."""

    def judged(answer):
        if not isinstance(answer, str):
            return Verdict(False, COPY)
        try:
            values = read_settings(answer)
        except ValueError as error:
            return Verdict(False, f"{error} {COPY}")
        if data is not None and values["data"] != data:
            return Verdict(False, f"These settings are of {values['data']}: take {data}.")
        others = [
            name
            for name, setting in SETTINGS.items()
            if values[name] != setting.default and name not in may_change | {"data"}
        ]
        if others:
            return Verdict(
                False,
                f"You have changed {others[0]}, too, and then one cannot tell what did it. Leave "
                "that as it was at first.",
            )
        try:
            run = _run(" ".join(answer.split()))
        except ValueError as error:
            return Verdict(False, str(error))
        return judge(run)

    return judged


def _judge_failure(run):
    if run.right > FAILS:
        return Verdict(
            False,
            f"{run.right:.0%} of the points learned from come out right, so it has learned "
            "something. Take more away: what does a network without hidden units draw?",
        )
    values = run.values
    answer, share = run.baseline
    said = f"{run.right:.0%} right, and always answering {answer} gives {share:.0%}."
    if values["inputs"] == ("x", "y") and not values["layers"]:
        return Verdict(True, f"{said} All it can draw is a straight line.")
    if values["inputs"] == ("x", "y") and values["activation"] == "linear":
        return Verdict(
            True,
            f"{said} Layer upon layer of sums, and sums of sums are one sum: all it can draw is a "
            "straight line.",
        )
    if values["layers"] == (1,):
        return Verdict(True, f"{said} One unit has one bend, and a ring has to be gone around.")
    return Verdict(True, f"{said} What you took away was what it needs to go around the disc.")


make_it_fail = Exercise(
    "playground.make_it_fail",
    _judge_run("circles", NETWORK, _judge_failure),
    [
        "Take units away, or layers, and look at the border: how often can it bend?",
        "Or keep all units, and take away what makes each of them bend: the activation.",
    ],
    'my_settings = "data=circles layers=none"',
    "Without hidden units the border is one straight line, and no straight line goes around a "
    "disc. The same holds for 8-8 linear units: without a bend, layers add nothing. With x² and y² "
    "as inputs it is different: then a straight line in x² and y² is a circle in x and y.",
)


def _judge_spiral(run):
    units = sum(run.values["layers"])
    if units > MOST_UNITS:
        return Verdict(
            False, f"That network has {units} hidden units. It can be done with {MOST_UNITS}."
        )
    if run.held_out_right < SOLVES:
        return Verdict(
            False,
            f"{units} hidden units, and {run.held_out_right:.0%} of the held-out points are right; "
            f"{SOLVES:.0%} are asked for. Is it too small, or has it not found the way? Try Many "
            "starts: it tells the two apart.",
        )
    return Verdict(
        True,
        f"{units} hidden units, and {run.held_out_right:.0%} of the held-out points are right. "
        "That some start finds the way does not say that most do: what does Many starts count?",
    )


smallest_spiral = Exercise(
    "playground.smallest_spiral",
    _judge_run(
        "spiral",
        set(SETTINGS) - {"samples", "held_out", "draw", "inputs", "points"},
            _judge_spiral,
    ),
    [
        "Adam with a learning rate of 0.03 gets there in 600 epochs. Then take units away.",
        "One layer of 8 does it, and so do 4-4, from some starts. With noise 0.1 the arms lie "
        "further apart.",
    ],
    'my_settings = (\n    "data=spiral noise=0.1 layers=6 optimizer=adam learning_rate=0.03 "\n'
    '    "epochs=600 start=2"\n)',
    "Six tanh units in one layer are enough from 31 of 100 starts, eight from 91: a network that "
    "could hold the answer does not always find it.",
)  # fmt: skip


def _judge_overfitting(run):
    if not run.held_out_loss:
        return Verdict(False, "No points are held out, so overfitting cannot be seen: keep some.")
    lowest, last = min(run.held_out_loss), run.held_out_loss[-1]
    at = int(np.argmin(run.held_out_loss))
    said = f"The held-out loss is lowest at epoch {at:,}, {lowest:.3g}, and ends at {last:.3g}"
    if run.loss[-1] > 0.5 * run.loss[0]:
        return Verdict(
            False,
            f"{said}. But the loss on the points learned from has not even halved: it has not "
            "learned them yet. Give it more units, or more epochs.",
        )
    if run.loss[-1] >= run.loss[at]:
        return Verdict(
            False,
            f"{said}. But since then the loss on the points learned from has not fallen either: "
            "that is too long a step, not learning by heart. Take a smaller rate.",
        )
    if last < PARTED * lowest:
        return Verdict(
            False,
            f"{said}, which is less than twice as much. Make it harder to guess the rule and "
            "easier to learn the points by heart: fewer points, more noise, more units, more "
            "epochs.",
        )
    return Verdict(
        True,
        f"{said}: {last / lowest:.1f} times as much. From there on it learned the points by heart, "
        "noise included. Patience would have ended it.",
    )


watch_it_overfit = Exercise(
    "playground.watch_it_overfit",
    _judge_run(None, set(SETTINGS), _judge_overfitting),
    [
        "Few points and much noise: 80 samples, noise 0.8. And a network that has room for them: "
        "8-8.",
        "Then train longer: first it learns the rule, then the noise. Write 600 into epochs; "
        "the line has one training, as long as the box says.",
    ],
    'my_settings = "data=circles samples=80 noise=0.8 layers=8-8 epochs=600"',
    "With noise 0.8 disc and ring overlap: no rule gets all points right, but 8-8 tanh units can "
    "draw a border around every single one. What helps: fewer units, more points, L2, patience.",
)


def _judge_rate(run):
    rate, first, last = run.values["learning_rate"], run.loss[0], run.loss[-1]
    said = f"At the rate {rate:g} the loss goes from {first:.3g} to {last:.3g}"
    if rate < SETTINGS["learning_rate"].default:
        return Verdict(False, f"{said}: smaller steps are slower, and they break nothing.")
    if last <= first:
        return Verdict(False, f"{said}, so it still learns. Take a larger rate.")
    return Verdict(
        True,
        f"{said}: every step goes too far, past the other side of the valley and up.",
    )


break_it_with_the_rate = Exercise(
    "playground.break_it_with_the_rate",
    _judge_run("circles", {"learning_rate"}, _judge_rate),
    [
        "Go up with the slider, press Reset and Train, and watch the loss.",
        "At 5 it still learns, though unsteadily. Take twice as much.",
    ],
    'my_settings = "data=circles learning_rate=10"',
    "At 1 the loss falls, at 5 it jumps and still comes down, and at 10 it ends higher than it "
    "began. A rate that fits one problem breaks another: try 10 on other data.",
)

EXERCISES = [make_it_fail, smallest_spiral, watch_it_overfit, break_it_with_the_rate]
