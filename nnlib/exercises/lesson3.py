"""The exercises of lesson 3, in its order."""

import numpy as np

from nnlib.exercises.engine import (
    Exercise,
    Mistake,
    judge_choice,
    judge_function,
    judge_number,
)

_random = np.random.default_rng(3)


def _table(rows, columns, low=1.0, high=20.0):
    return _random.uniform(low, high, (rows, columns))


_SCALE = [  # training inputs, new inputs
    (np.array([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]]), np.array([[4.0, 8.0]])),
    (_table(4, 4), _table(4, 4)),
    (_table(5, 3), _table(2, 3)),
]

scale = Exercise(
    "lesson3.scale",
    judge_function(
        lambda training_inputs, new_inputs: new_inputs / training_inputs.max(axis=0),
        _SCALE,
        [
            Mistake(
                lambda training, new: new / np.array([3.0, 9.0]),
                "3 and 9 belong to one table only, and the function is tried on others. Take the "
                "largest hours from training_inputs.",
            ),
            Mistake(
                lambda training, new: new / new.max(axis=0),
                "You divide the new hours by their own largest value. Then 4 hours and 40 hours "
                "come out the same. Measure the training hours, and divide by those.",
            ),
            Mistake(
                lambda training, new: new / new.max(),
                "You divide by the largest of the new hours. Then (4, 8) and (40, 80) come out "
                "the same. Measure the training hours, column by column.",
            ),
            Mistake(
                lambda training, new: new / training.max(),
                "You take the largest value of the whole table. Each column has a largest value of "
                "its own: max(axis=0).",
            ),
            Mistake(
                lambda training, new: training / training.max(axis=0),
                "Those are the training hours, scaled. The function is to scale the new ones, by "
                "the same two numbers.",
            ),
            Mistake(
                lambda training, new: new / training.max(axis=1),
                "axis=1 takes the largest value of each row, a student. Each column has its own "
                "unit: max(axis=0).",
            ),
            Mistake(
                lambda training, new: training.max(axis=0),
                "Those are the largest hours. Divide the new hours by them.",
            ),
            Mistake(
                lambda training, new: new * training.max(axis=0),
                "You multiply. To bring the largest hours to 1, divide.",
            ),
            Mistake(
                lambda training, new: new / training.sum(axis=0),
                "You divide by the sum of each column. Divide by its largest value: max(axis=0).",
            ),
            Mistake(
                lambda training, new: new / training.mean(axis=0),
                "You divide by the mean of each column. Divide by its largest value: max(axis=0).",
            ),
            Mistake(
                lambda training, new: (new - training.min(axis=0)) / np.ptp(training, axis=0),
                "That is another way to scale, from the smallest value to the largest, and a good "
                "one. Here the network was trained on hours divided by the largest.",
            ),
        ],
        "4 of at most 3 hours is 1.33: more than any student in the table has studied. A new "
        "value may lie above 1.",
    ),
    [
        "What was measured on the training hours? Their largest value, a number for each column.",
        "training_inputs.max(axis=0) are the two numbers.",
    ],
    "def my_scale(training_inputs, new_inputs):\n"
    "    return new_inputs / training_inputs.max(axis=0)",
    "The numbers to divide by come from the training data, once, and stay: a new student goes "
    "through the same two.",
)

forward_by_hand = Exercise(
    "lesson3.forward_by_hand",
    judge_number(
        right=0.8567468,
        tolerance=0.0004,
        mistakes={
            85.67: "As a share of 100 points: divide by 100.",
            0.8555: "Near, and not it. Round at the end only, and give four decimals.",
            0.8579443: "That is the tutorial's figure. It comes from 1.000553 in the middle, and "
            "no sigmoid gives more than 1: take the sigmoid of 3.9.",
            0.8581489: "You took 1 for each hidden output. They are near 1, and not quite.",
            0.86: "Give four decimals: a wrong way leads to 0.858, which is as near.",
            0.85: "Near, and not it. Give four decimals, and see that every hidden output lies "
            "below 1.",
            1.7885287: "That is the sum. The output neuron has a sigmoid too.",
            1.8: "That is the sum, with 1 for each hidden output. They are near 1, and not quite; "
            "and the output neuron has a sigmoid too.",
            10.84: "You put the three sums into the output neuron. They go through the sigmoid "
            "first: 7.6 becomes 0.9995.",
            0.9999804: "You put the three sums into the output neuron. They go through the sigmoid "
            "first: 7.6 becomes 0.9995.",
        },
        praise="A score of 85.7, where 92 was scored. With these weights nobody has learned "
        "anything yet.",
    ),
    [
        "First the three hidden outputs: the sigmoid of 7.6, of 3.9 and of 6.5.",
        "Then their weighted sum with 0.4, 0.5 and 0.9, and the sigmoid of that.",
    ],
    "my_output = sigmoid(0.4 * sigmoid(7.6) + 0.5 * sigmoid(3.9) + 0.9 * sigmoid(6.5))",
    "The sum is 0.9995 * 0.4 + 0.9802 * 0.5 + 0.9985 * 0.9 = 1.7885, and its sigmoid 0.8567.",
)

_GRADIENT = [
    (_random.random((3, 1)), _random.random((3, 1))),
    (_random.random((4, 2)), _random.random((4, 2))),
    (_random.random((1, 5)), _random.random((1, 5))),
]

mse_gradient = Exercise(
    "lesson3.mse_gradient",
    judge_function(
        lambda outputs, targets: 2 * (outputs - targets) / targets.size,
        _GRADIENT,
        [
            Mistake(
                lambda outputs, targets: (outputs - targets) / targets.size,
                "The derivative of a square has a factor 2: that of e**2 is 2 * e.",
            ),
            Mistake(
                lambda outputs, targets: 2 * (outputs - targets),
                "That is the derivative of the sum. The loss is the mean: divide by the number of "
                "outputs.",
            ),
            Mistake(
                lambda outputs, targets: outputs - targets,
                "That is the derivative of half the sum of squares, the loss of lesson 2. For the "
                "mean of the squares it is times 2, and divided by the number of outputs.",
            ),
            Mistake(
                lambda outputs, targets: 2 * (targets - outputs) / targets.size,
                "The sign is turned round: when the output is too high, the loss rises with it. "
                "outputs - targets.",
            ),
            Mistake(
                lambda outputs, targets: (targets - outputs) / targets.size,
                "The sign is turned round, outputs - targets; and the square gives a factor 2.",
            ),
            Mistake(
                lambda outputs, targets: targets - outputs,
                "That is the bare error. The derivative of a square has a factor 2, the mean "
                "divides by the number of outputs, and the sign is that of outputs - targets.",
            ),
            Mistake(
                lambda outputs, targets: 2 * (outputs - targets) / len(targets),
                "Right for one output a sample. With several, the mean is over all of them: "
                "targets.size numbers, not len(targets) rows.",
            ),
            Mistake(
                lambda outputs, targets: np.mean((outputs - targets) ** 2),
                "That is the loss itself. Its derivative says how it changes when one output "
                "changes: a number for each output.",
            ),
            Mistake(
                lambda outputs, targets: 2 * np.mean(outputs - targets),
                "You took the mean over all outputs. The loss depends on each output in its own "
                "way: a number for each output, in the same table.",
            ),
            Mistake(
                lambda outputs, targets: (outputs - targets) ** 2,
                "Those are the squares that the loss adds up. Their derivative is asked: that of "
                "e**2 is 2 * e, and the mean divides by the number of outputs.",
            ),
            Mistake(
                lambda outputs, targets: 2 * (outputs - targets) ** 2 / targets.size,
                "The square goes: the derivative of e**2 is 2 * e.",
            ),
            Mistake(
                lambda outputs, targets: 2 * np.abs(outputs - targets) / targets.size,
                "Without its sign nobody knows which way to go: leave out the abs.",
            ),
        ],
        "Compare it with lesson 2's half sum of squares: the same direction, times 2 / n. So the "
        "mean wants a learning rate that is n / 2 times as large for the same steps.",
    ),
    [
        "The derivative of e**2 with respect to e is 2 * e. Here e is output - target.",
        "The mean of n numbers divides each of them by n, and n is targets.size.",
    ],
    "def my_gradient(outputs, targets):\n    return 2 * (outputs - targets) / targets.size",
    "Each output appears in one square only, and the mean divides that square by n.",
)

wrong_line = Exercise(
    "lesson3.wrong_line",
    judge_choice(
        "D",
        {
            "A": "Line A takes the largest hours of each column of the training data. That is what "
            "has to be measured.",
            "B": "Line B scales the training inputs by it. Right.",
            "C": "Line C scales the scores by 100, the most that can be scored: a number known "
            "beforehand. That is no mistake.",
            "D": "It divides the new hours by their own largest value, 8: (0.5, 1), as for a "
            "student with 1.5 and 9 hours. It must be [[4, 8]] / largest.",
            "E": "Line E brings the output back to points. Since line C divided by 100, that is "
            "right.",
        },
    ),
    [
        "Follow the new hours, 4 and 8: which two numbers reach the network, and which two would "
        "be right?",
        "The training hours were divided by 3 and 9. What are the new hours divided by?",
    ],
    'my_line = "D"',
    "New data are scaled by what was measured on the training data, and by nothing else.",
)

_PREPARE = [
    (_table(6, 2), _table(3, 2, 10.0, 40.0)),
    (_table(4, 3), _table(4, 3, 10.0, 40.0)),
]


def _standard(values, measured):
    return (values - measured.mean(axis=0)) / measured.std(axis=0)


prepare = Exercise(
    "lesson3.prepare",
    judge_function(
        lambda seen, held_out: (_standard(seen, seen), _standard(held_out, seen)),
        _PREPARE,
        [
            Mistake(
                lambda seen, held_out: tuple(
                    _standard(each, np.vstack([seen, held_out])) for each in (seen, held_out)
                ),
                "You measured both parts together. Then the held-out students have a say in how "
                "the others are scaled: they leak into the training. Measure seen alone.",
            ),
            Mistake(
                lambda seen, held_out: (_standard(seen, seen), _standard(held_out, held_out)),
                "You scaled each part by its own numbers. The same hours then mean different "
                "things in the two parts: use the mean and deviation of seen for both.",
            ),
            Mistake(
                lambda seen, held_out: (_standard(seen, held_out), _standard(held_out, held_out)),
                "You measured the held-out part. That is the one nothing may be learned from: "
                "measure seen.",
            ),
            Mistake(
                lambda seen, held_out: _standard(held_out, seen),
                "The held-out part is right. Give back both, seen first: return ..., ...",
            ),
            Mistake(
                lambda seen, held_out: (_standard(held_out, seen), _standard(seen, seen)),
                "Both are right, in the wrong order: seen first, then held_out.",
            ),
            Mistake(
                lambda seen, held_out: tuple(
                    (each - seen.mean()) / seen.std() for each in (seen, held_out)
                ),
                "You took one mean and one deviation for the whole table. Each column has its own: "
                "axis=0.",
            ),
            Mistake(
                lambda seen, held_out: tuple(
                    each - seen.mean(axis=0) / seen.std(axis=0) for each in (seen, held_out)
                ),
                "Mind the brackets: first take the mean away, then divide: (values - mean) / std.",
            ),
            Mistake(
                lambda seen, held_out: (_standard(seen, seen), held_out),
                "held_out comes back as it was, in another unit than seen. Either nothing scales "
                "it, or seen has been written over before: by then its mean is 0 and its deviation "
                "1. Measure seen first, and take both through these two numbers.",
            ),
            Mistake(
                lambda seen, held_out: tuple(each / seen.max(axis=0) for each in (seen, held_out)),
                "That is the scaling of the three students, by the largest value. Here the mean "
                "becomes 0 and the deviation 1: (values - mean) / deviation.",
            ),
            Mistake(
                lambda seen, held_out: tuple(each - seen.mean(axis=0) for each in (seen, held_out)),
                "You took the mean away. Now divide by the standard deviation, std(axis=0).",
            ),
            Mistake(
                lambda seen, held_out: tuple(
                    _standard(each, seen) * seen.std(axis=0) / seen.var(axis=0)
                    for each in (seen, held_out)
                ),
                "You divided by the variance. Divide by its root, the standard deviation: std.",
            ),
        ],
        "What is held out has no say, not even in the mean. That is the whole secret of an honest "
        "test.",
    ),
    [
        "Which of the two parts may be measured? The one that is learned from.",
        "mean, deviation = seen.mean(axis=0), seen.std(axis=0), and both parts go through these.",
    ],
    "def my_prepare(seen, held_out):\n"
    "    mean, deviation = seen.mean(axis=0), seen.std(axis=0)\n"
    "    return (seen - mean) / deviation, (held_out - mean) / deviation",
    "It is the rule of the first exercise again: measure the training data, and take every other "
    "value through the same numbers.",
)

_STOP = [
    (np.array([9.0, 7.0, 6.0, 6.5, 5.0, 5.5, 5.6, 5.2, 4.0, 3.0, 4.0, 5.0, 6.0, 7.0]), np.array(3)),
    (np.array([9.0, 8.0, 8.5, 8.4, 8.3, 7.0, 7.5, 7.6, 7.7, 7.8, 6.0]), np.array(4)),
    (np.array([5.0, 6.0, 7.0, 8.0, 9.0, 4.0]), np.array(2)),
    (np.array([5.0, 4.0, 3.0, 2.0, 1.0]), np.array(2)),
    (np.array([9.0, 8.0, 7.0, 9.5, 6.0, 5.0, 5.5, 5.4, 5.3, 5.2]), np.array(3)),
    (np.array([5.0, 6.0, 4.0, 3.0, 2.0]), np.array(2)),  # shows a forgotten reset
]


def _stops(losses, patience, enough):
    """Return the first epoch at which `enough` says so, else the last."""
    for epoch in range(len(losses)):
        best = int(np.argmin(losses[: epoch + 1]))
        if enough(epoch, best, int(patience)):
            return epoch
    return len(losses) - 1


def _right_stop(losses, patience):
    return _stops(losses, patience, lambda epoch, best, patience: epoch - best >= patience)


def _never_resets(losses, patience):
    lowest, waited = losses[0], 0
    for epoch, loss in enumerate(losses[1:], start=1):
        lowest, waited = (loss, waited) if loss < lowest else (lowest, waited + 1)
        if waited >= patience:
            return epoch
    return len(losses) - 1


def _counts_the_first(losses, patience):
    lowest, waited = losses[0], 0
    for epoch, loss in enumerate(losses):
        lowest, waited = (loss, 0) if loss < lowest else (lowest, waited + 1)
        if waited >= patience:
            return epoch
    return len(losses) - 1


when_to_stop = Exercise(
    "lesson3.when_to_stop",
    judge_function(
        lambda losses, patience: _right_stop(losses, patience),
        _STOP,
        [
            Mistake(
                lambda losses, patience: np.argmin(losses),
                "That is the epoch with the lowest loss of all. While it trains nobody knows the "
                "losses to come: go through them one by one, and stop when patience is used up.",
            ),
            Mistake(
                lambda losses, patience: min(
                    int(np.argmin(losses)) + int(patience), len(losses) - 1
                ),
                "You began to count at the lowest loss of all, and some of these losses come only "
                "after the stop. Count from the lowest one so far.",
            ),
            Mistake(
                lambda losses, patience: int(np.argmin(losses)) + int(patience),
                "You began to count at the lowest loss of all, which may come only after the stop; "
                "and where there are fewer epochs, the last one is asked for.",
            ),
            Mistake(
                lambda losses, patience: _stops(
                    losses, patience, lambda e, b, p: e >= p and losses[e] > losses[e - p]
                ),
                "You compare with the loss of patience epochs before. In between there may have "
                "been a new low: count from the lowest one so far.",
            ),
            Mistake(
                _counts_the_first,
                "You count the first epoch as one without a new low. Its loss is the first low: "
                "begin to count after it.",
            ),
            Mistake(
                _never_resets,
                "You count the epochs without a new low, and a new low does not end the count: "
                "begin again at 0 there.",
            ),
            *(
                Mistake(
                    gives,
                    "The epochs are counted from 0 here, as Python counts places: losses[0] is "
                    "epoch 0, and the last one is len(losses) - 1. You are one too far.",
                )
                for gives in (
                    lambda losses, patience: _right_stop(losses, patience) + 1,
                    lambda losses, patience: min(_right_stop(losses, patience) + 1, len(losses)),
                )
            ),
            Mistake(
                lambda losses, patience: _stops(losses, patience, lambda e, b, p: e - b > p),
                "One epoch too late: stop as soon as patience epochs have passed without a new "
                "low, >= and not >.",
            ),
            Mistake(
                lambda losses, patience: _stops(losses, patience, lambda e, b, p: e - b >= 1),
                "You stop at the first loss that is no new low. A loss goes up and down a little: "
                "wait patience epochs.",
            ),
            Mistake(
                lambda losses, patience: _stops(
                    losses,
                    patience,
                    lambda e, b, p: e >= p and (np.diff(losses[: e + 1])[-p:] > 0).all(),
                ),
                "You wait until the loss has risen so many times in a row. What counts is that "
                "there was no new low: a loss may fall a little and still lie above it.",
            ),
            Mistake(
                lambda losses, patience: int(
                    np.argmin(losses[: _stops(losses, patience, lambda e, b, p: e - b >= p) + 1])
                ),
                "That is the epoch with the lowest loss until the stop, the one whose weights one "
                "keeps. Asked is the epoch at which the training ends.",
            ),
        ],
        "Patience is a choice: with too little, a small bump ends the training; with too much, it "
        "costs time. The weights to keep are those of the lowest loss.",
    ),
    [
        "Keep two numbers: the lowest loss so far, and the epoch it belongs to.",
        "In each epoch: if the loss is a new low, note it; else, if epoch - best_epoch has reached "
        "patience, return epoch. After the loop return the last epoch.",
    ],
    "def my_stop(losses, patience):\n"
    "    best_epoch = 0\n"
    "    for epoch, loss in enumerate(losses):\n"
    "        if loss < losses[best_epoch]:\n"
    "            best_epoch = epoch\n"
    "        elif epoch - best_epoch >= patience:\n"
    "            return epoch\n"
    "    return len(losses) - 1",
    "train(..., validation=..., patience=...) ends by the same rule.",
)

reading = Exercise(
    "lesson3.reading",
    judge_choice(
        "B",
        {
            "A": "Its weight is small because its numbers are large: a minute counts for a "
            "sixtieth of an hour. Shuffle that column, and see how much is lost.",
            "B": "A weight has a unit, points for each minute or for each hour, so weights of "
            "different units cannot be compared. Shuffling has no unit but that of the error.",
            "C": "The order of the columns is nobody's choice but ours. Turn them round, and the "
            "same is said of the other.",
            "D": "More data would make both figures surer. It would not change what a weight is: "
            "points for each unit of its input.",
        },
    ),
    [
        "What would happen to the weight if study were written down in seconds?",
        "Which of the two tables stays the same whatever the unit?",
    ],
    'my_answer = "B"',
    "Study in minutes has sixty times smaller a weight and the same importance. Compare what is "
    "lost without an input, not how large its weight is.",
)

_GAIN = [
    (np.array([[81.0], [74.0], [90.0]]), np.array([[80.0], [70.0], [95.0]]), np.array(78.0)),
    (_table(8, 1), _table(8, 1), np.array(7.0)),
    (_table(5, 1), _table(5, 1), np.array(12.0)),
]


def _squares(values):
    return np.sum(np.square(values))


gain = Exercise(
    "lesson3.gain",
    judge_function(
        lambda predicted, targets, mean: (
            1 - _squares(predicted - targets) / _squares(mean - targets)
        ),
        _GAIN,
        [
            Mistake(
                lambda predicted, targets, mean: (
                    _squares(predicted - targets) / _squares(mean - targets)
                ),
                "That is the share that is left. Asked is the share that is gone: 1 minus it.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    100 - 100 * _squares(predicted - targets) / _squares(mean - targets)
                ),
                "That is in percent. As a share, 1 stands for all of it: leave out the 100.",
            ),
            *(
                Mistake(
                    gives,
                    "The squares are missing. Without them errors above and below cancel each "
                    "other: square each one, then add up.",
                )
                for gives in (
                    lambda predicted, targets, mean: (
                        1 - np.sum(predicted - targets) / np.sum(mean - targets)
                    ),
                    lambda predicted, targets, mean: (
                        np.sum(predicted - targets) / np.sum(mean - targets)
                    ),
                    lambda predicted, targets, mean: (
                        1 - _squares(predicted - targets) / np.sum(mean - targets)
                    ),
                )
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    1 - np.sqrt(_squares(predicted - targets) / _squares(mean - targets))
                ),
                "You compared the roots. Compare the squared errors themselves.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    1 - np.abs(predicted - targets).sum() / np.abs(mean - targets).sum()
                ),
                "You compared errors without their signs. Square them: the mean is the best "
                "constant answer for squares only.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    1 - _squares(mean - targets) / _squares(predicted - targets)
                ),
                "The fraction is upside down: divide the model's squares by those of the mean.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    1 - _squares(predicted - targets) / _squares(targets.mean() - targets)
                ),
                "You took the mean of these targets. Use the one that is given: it comes from the "
                "training data, as every baseline does.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    1 - np.mean((predicted - targets) ** 2) / np.mean(mean - targets) ** 2
                ),
                "Square before you add up: np.mean((mean - targets) ** 2), not "
                "np.mean(mean - targets) ** 2.",
            ),
            Mistake(
                lambda predicted, targets, mean: (
                    _squares(mean - targets) - _squares(predicted - targets)
                ),
                "That is how much is gone, in points squared. Divide by the squares of the mean to "
                "get a share.",
            ),
        ],
        "0 is as good as the mean, 1 is perfect, and below 0 the mean would have been better. "
        "Books call it R².",
    ),
    [
        "Two sums: the squared errors of the predictions, and those of always answering mean.",
        "1 - (sum of the first) / (sum of the second).",
    ],
    "def my_gain(predicted, targets, mean):\n"
    "    left = np.sum((predicted - targets) ** 2)\n"
    "    return 1 - left / np.sum((mean - targets) ** 2)",
    "What is left of the mean's squared error, taken away from the whole.",
)

EXERCISES = [
    scale,
    forward_by_hand,
    mse_gradient,
    wrong_line,
    prepare,
    when_to_stop,
    reading,
    gain,
]
