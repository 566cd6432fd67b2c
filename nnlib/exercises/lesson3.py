"""The exercises of lesson 3, in its order."""

import numpy as np

from nnlib.exercises import table_judge
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.matching import MatchingExercise
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.sentences import SentenceExercise
from nnlib.exercises.tasks import Task
from nnlib.exercises.values import ChoiceExercise, NumberExercise

_random = np.random.default_rng(3)


def _table(rows, columns, low=1.0, high=20.0):
    return _random.uniform(low, high, (rows, columns))


opening = Opening(
    Question(
        "C",
        {
            "A": "It has nothing to do with patience: after a million epochs it still says 0.5.",
            "B": "Any output between 0 and 1 can be had. It is where the outputs lie that matters.",
            "C": "The 1s of XOR lie at opposite corners. No straight line parts them from the 0s.",
        },
    ),
    Question(
        "B",
        {
            "A": "That is the output's own delta. How much of it comes back through this weight?",
            "B": "Blame comes back along the line that the answer went: delta times weight.",
            "C": "Nobody knows a target for a hidden neuron. Its share of the blame must come from "
            "behind.",
        },
    ),
    Question(
        "A",
        {
            "A": "A program that always answers 0 is right in six rows as well: the baseline.",
            "B": "Three quarters sounds like much. What does a program reach that never looks at "
            "its inputs?",
            "C": "The baseline needs no training at all. Compare with it, not with chance.",
        },
    ),
)

scale = FunctionExercise(
    name="lesson3.scale",
    code="def my_scale(training_inputs, new_inputs):\n"
    "    return new_inputs / training_inputs.max(axis=0)",
    because="The numbers to divide by come from the training data, once, and stay: a new student "
    "goes through the same two.",
    hints=[
        "What was measured on the training hours? Their largest value, a number for each column.",
        "training_inputs.max(axis=0) are the two numbers.",
    ],
    examples=[  # training inputs, new inputs
        ([[2.0, 9.0], [1.0, 5.0], [3.0, 6.0]], [[4.0, 8.0]]),
        (_table(4, 4), _table(4, 4)),
        (_table(5, 3), _table(2, 3)),
    ],
    mistakes={
        "return new_inputs / np.array([3, 9])": "3 and 9 belong to one table only, and the "
        "function is tried on others. Take the largest hours from training_inputs.",
        "return new_inputs / new_inputs.max(axis=0)": "You divide the new hours by their own "
        "largest value. Then 4 hours and 40 hours come out the same. Measure the training hours, "
        "and divide by those.",
        "return new_inputs / new_inputs.max()": "You divide by the largest of the new hours. Then "
        "(4, 8) and (40, 80) come out the same. Measure the training hours, column by column.",
        "return new_inputs / training_inputs.max()": "You take the largest value of the whole "
        "table. Each column has a largest value of its own: max(axis=0).",
        "return training_inputs / training_inputs.max(axis=0)": "Those are the training hours, "
        "scaled. The function is to scale the new ones, by the same two numbers.",
        "return new_inputs / training_inputs.max(axis=1)": "axis=1 takes the largest value of "
        "each row, a student. Each column has its own unit: max(axis=0).",
        "return training_inputs.max(axis=0)": "Those are the largest hours. Divide the new hours "
        "by them.",
        "return new_inputs * training_inputs.max(axis=0)": "You multiply. To bring the largest "
        "hours to 1, divide.",
        "return new_inputs / training_inputs.sum(axis=0)": "You divide by the sum of each column. "
        "Divide by its largest value: max(axis=0).",
        "return new_inputs / training_inputs.mean(axis=0)": "You divide by the mean of each "
        "column. Divide by its largest value: max(axis=0).",
        "return (new_inputs - training_inputs.min(axis=0)) / np.ptp(training_inputs, axis=0)": (
            "That is another way to scale, from the smallest value to the largest, and a good one. "
            "Here the network was trained on hours divided by the largest."
        ),
    },
    praise="4 of at most 3 hours is 1.33: more than any student in the table has studied. A new "
    "value may lie above 1.",
)

forward_by_hand = NumberExercise(
    name="lesson3.forward_by_hand",
    code="my_output = sigmoid(0.4 * sigmoid(7.6) + 0.5 * sigmoid(3.9) + 0.9 * sigmoid(6.5))",
    because="The sum is 0.9995 * 0.4 + 0.9802 * 0.5 + 0.9985 * 0.9 = 1.7885, and its sigmoid "
    "0.8567.",
    hints=[
        "First the three hidden outputs: the sigmoid of 7.6, of 3.9 and of 6.5.",
        "Then their weighted sum with 0.4, 0.5 and 0.9, and the sigmoid of that.",
    ],
    tolerance=0.0004,
    mistakes={
        85.67: "As a share of 100 points: divide by 100.",
        0.8555: "Near, and not it. Round at the end only, and give four decimals.",
        0.8579443: "That is the tutorial's figure. It comes from 1.000553 in the middle, and no "
        "sigmoid gives more than 1: take the sigmoid of 3.9.",
        0.8581489: "You took 1 for each hidden output. They are near 1, and not quite.",
        0.86: "Give four decimals: a wrong way leads to 0.858, which is as near.",
        0.85: "Near, and not it. Give four decimals, and see that every hidden output lies below "
        "1.",
        1.7885287: "That is the sum. The output neuron has a sigmoid too.",
        1.8: "That is the sum, with 1 for each hidden output. They are near 1, and not quite; and "
        "the output neuron has a sigmoid too.",
        **dict.fromkeys(
            [0.9801597, 0.9994998, 0.9984988],
            "That is the output of one hidden neuron. The output neuron takes all three: times "
            "0.4, 0.5 and 0.9, added up, and through a sigmoid of its own.",
        ),
        10.84: "You put the three sums into the output neuron. They go through the sigmoid first: "
        "7.6 becomes 0.9995.",
        0.9999804: "You put the three sums into the output neuron. They go through the sigmoid "
        "first: 7.6 becomes 0.9995.",
    },
    praise="A score of 85.7, where 92 was scored. With these weights nobody has learned anything "
    "yet.",
)

mse_gradient = FunctionExercise(
    name="lesson3.mse_gradient",
    code="def my_gradient(outputs, targets):\n    return 2 * (outputs - targets) / targets.size",
    because="Each output appears in one square only, and the mean divides that square by n.",
    hints=[
        "The derivative of e**2 with respect to e is 2 * e. Here e is output - target.",
        "The mean of n numbers divides each of them by n, and n is targets.size.",
    ],
    examples=[
        (_random.random((3, 1)), _random.random((3, 1))),
        (_random.random((4, 2)), _random.random((4, 2))),
        (_random.random((1, 5)), _random.random((1, 5))),
    ],
    mistakes={
        "return (outputs - targets) / targets.size": "The derivative of a square has a factor 2: "
        "that of e**2 is 2 * e.",
        "return 2 * (outputs - targets)": "That is the derivative of the sum. The loss is the "
        "mean: divide by the number of outputs.",
        "return outputs - targets": "That is the derivative of half the sum of squares, the loss "
        "of lesson 2. For the mean of the squares it is times 2, and divided by the number of "
        "outputs.",
        "return 2 * (targets - outputs) / targets.size": "The sign is turned round: when the "
        "output is too high, the loss rises with it. outputs - targets.",
        "return (targets - outputs) / targets.size": "The sign is turned round, outputs - "
        "targets; and the square gives a factor 2.",
        "return targets - outputs": "That is the bare error. The derivative of a square has a "
        "factor 2, the mean divides by the number of outputs, and the sign is that of outputs - "
        "targets.",
        "return 2 * (outputs - targets) / len(targets)": "Right for one output a sample. With "
        "several, the mean is over all of them: targets.size numbers, not len(targets) rows.",
        "return np.mean((outputs - targets) ** 2)": "That is the loss itself. Its derivative says "
        "how it changes when one output changes: a number for each output.",
        "return 2 * np.mean(outputs - targets)": "You took the mean over all outputs. The loss "
        "depends on each output in its own way: a number for each output, in the same table.",
        "return (outputs - targets) ** 2": "Those are the squares that the loss adds up. Their "
        "derivative is asked: that of e**2 is 2 * e, and the mean divides by the number of "
        "outputs.",
        "return 2 * (outputs - targets) ** 2 / targets.size": "The square goes: the derivative of "
        "e**2 is 2 * e.",
        "return 2 * np.abs(outputs - targets) / targets.size": "Without its sign nobody knows "
        "which way to go: leave out the abs.",
    },
    praise="Compare it with lesson 2's half sum of squares: the same direction, times 2 / n. So "
    "the mean wants a learning rate that is n / 2 times as large for the same steps.",
)

new_student = OrderingExercise(
    name="lesson3.new_student",
    code='my_order = "CAEBD"',
    because="New data are scaled by what was measured on the training data, and by nothing else.",
    hints=[
        "The largest hours are measured once, before anything is divided by them.",
        "Which two numbers reach the network in line F: those of a student with 4 and 8 hours?",
    ],
    lines={
        "A": "train(network, inputs / largest, scores / 100, ...)",
        "B": "output = network.predict(question)",
        "C": "largest = inputs.max(axis=0)",
        "D": "answer = 100 * output",
        "E": "question = np.array([[4, 8]]) / largest",
        "F": "question = np.array([[4, 8]]) / np.max([4, 8])",
    },
    false={
        "F": "F divides the new hours by their own largest value, 8: (0.5, 1), as for a student "
        "with 1.5 and 9 hours. They must be divided by the training hours' largest.",
    },
    before={
        "CA": "A divides by the largest hours: first they must be measured, C.",
        "CE": "E divides by the largest hours of the training data: first they are measured, C.",
        "AB": "B asks the network: first it must have been trained, A.",
        "EB": "B asks the question: first it must be scaled, E.",
        "BD": "D brings the output back to points: first there must be one, B.",
    },
    praise="Measured once, on the training data, and used for every question after.",
)

prepare = FunctionExercise(
    name="lesson3.prepare",
    code="""
        def my_prepare(seen, held_out):
            mean, deviation = seen.mean(axis=0), seen.std(axis=0)
            return (seen - mean) / deviation, (held_out - mean) / deviation
    """,
    because="It is the rule of the first exercise again: measure the training data, and take "
    "every other value through the same numbers.",
    hints=[
        "Which of the two parts may be measured? The one that is learned from.",
        "mean, deviation = seen.mean(axis=0), seen.std(axis=0), and both parts go through these.",
    ],
    examples=[
        (_table(6, 2), _table(3, 2, 10.0, 40.0)),
        (_table(4, 3), _table(4, 3, 10.0, 40.0)),
    ],
    mistakes={
        "both = np.vstack([seen, held_out])\n"
        "mean, deviation = both.mean(axis=0), both.std(axis=0)": "You measured both parts "
        "together. Then the held-out students have a say in how the others are scaled: they leak "
        "into the training. Measure seen alone.",
        "return (seen - mean) / deviation, (held_out - held_out.mean(0)) / held_out.std(0)": (
            "You scaled each part by its own numbers. The same hours then mean different things in "
            "the two parts: use the mean and deviation of seen for both."
        ),
        "mean, deviation = held_out.mean(axis=0), held_out.std(axis=0)": (
            "You measured the held-out part. That is the one nothing may be learned from: measure "
            "seen."
        ),
        "return (held_out - mean) / deviation": "The held-out part is right. Give back both, seen "
        "first: return ..., ...",
        "return (held_out - mean) / deviation, (seen - mean) / deviation": (
            "Both are right, in the wrong order: seen first, then held_out."
        ),
        "mean, deviation = seen.mean(), seen.std()": "You took one mean and one deviation for the "
        "whole table. Each column has its own: axis=0.",
        "return seen - mean / deviation, held_out - mean / deviation": (
            "Mind the brackets: first take the mean away, then divide: (values - mean) / std."
        ),
        "return (seen - mean) / deviation, held_out": "held_out comes back as it was, in another "
        "unit than seen. Either nothing scales it, or seen has been written over before: by then "
        "its mean is 0 and its deviation 1. Measure seen first, and take both through these two "
        "numbers.",
        "return seen / seen.max(axis=0), held_out / seen.max(axis=0)": (
            "That is the scaling of the three students, by the largest value. Here the mean "
            "becomes 0 and the deviation 1: (values - mean) / deviation."
        ),
        "return seen - mean, held_out - mean": "You took the mean away. Now divide by the "
        "standard deviation, std(axis=0).",
        "mean, deviation = seen.mean(axis=0), seen.var(axis=0)": "You divided by the variance. "
        "Divide by its root, the standard deviation: std.",
    },
    praise="What is held out has no say, not even in the mean: else it would be no test.",
)

when_to_stop = FunctionExercise(
    name="lesson3.when_to_stop",
    code="""
        def my_stop(losses, patience):
            best_epoch = 0
            for epoch, loss in enumerate(losses):
                if loss < losses[best_epoch]:
                    best_epoch = epoch
                elif epoch - best_epoch >= patience:
                    return epoch
            return len(losses) - 1
    """,
    because="train(..., validation=..., patience=...) ends by the same rule.",
    hints=[
        "Keep two numbers: the lowest loss so far, and the epoch it belongs to.",
        "In each epoch: if the loss is a new low, note it; else, if epoch - best_epoch has "
        "reached patience, return epoch. After the loop return the last epoch.",
    ],
    examples=[
        ([9.0, 7.0, 6.0, 6.5, 5.0, 5.5, 5.6, 5.2, 4.0, 3.0, 4.0, 5.0, 6.0, 7.0], 3),
        ([9.0, 8.0, 8.5, 8.4, 8.3, 7.0, 7.5, 7.6, 7.7, 7.8, 6.0], 4),
        ([5.0, 6.0, 7.0, 8.0, 9.0, 4.0], 2),
        ([5.0, 4.0, 3.0, 2.0, 1.0], 2),
        ([9.0, 8.0, 7.0, 9.5, 6.0, 5.0, 5.5, 5.4, 5.3, 5.2], 3),
        ([5.0, 6.0, 4.0, 3.0, 2.0], 2),  # shows a forgotten reset
    ],
    mistakes={
        "return np.argmin(losses)": "That is the epoch with the lowest loss of all. While it "
        "trains nobody knows the losses to come: go through them one by one, and stop when "
        "patience is used up.",
        "return min(np.argmin(losses) + patience, len(losses) - 1)": (
            "You began to count at the lowest loss of all, and some of these losses come only "
            "after the stop. Count from the lowest one so far."
        ),
        "return np.argmin(losses) + patience": "You began to count at the lowest loss of all, "
        "which may come only after the stop; and where there are fewer epochs, the last one is "
        "asked for.",
        "elif epoch >= patience and loss > losses[epoch - patience]:": (
            "You compare with the loss of patience epochs before. In between there may have been a "
            "new low: count from the lowest one so far."
        ),
        "elif epoch - best_epoch + (best_epoch == 0) >= patience:": "You count the first epoch as "
        "one without a new low. Its loss is the first low: begin to count after it.",
        "elif epoch + 1 - len(set(np.minimum.accumulate(losses[: epoch + 1]))) >= patience:": (
            "You count the epochs without a new low, and a new low does not end the count: begin "
            "again at 0 there."
        ),
        "return epoch + 1": "The epochs are counted from 0 here, as Python counts places: "
        "losses[0] is epoch 0, and the last one is len(losses) - 1. You are one too far.",
        "elif epoch - best_epoch > patience:": "One epoch too late: stop as soon as patience "
        "epochs have passed without a new low, >= and not >.",
        "elif epoch - best_epoch >= 1:": "You stop at the first loss that is no new low. A loss "
        "goes up and down a little: wait patience epochs.",
        "elif epoch >= patience and (np.diff(losses[: epoch + 1])[-patience:] > 0).all():": (
            "You wait until the loss has risen so many times in a row. What counts is that there "
            "was no new low: a loss may fall a little and still lie above it."
        ),
        "return best_epoch": "That is the epoch with the lowest loss until the stop, the one "
        "whose weights one keeps. Asked is the epoch at which the training ends.",
    },
    praise="Patience is a choice: with too little, a small bump ends the training; with too much, "
    "it costs time. The weights to keep are those of the lowest loss.",
)

six_curves = MatchingExercise(
    name="lesson3.six_curves",
    code="""
        all_is_well = "C"
        overfitting = "D"
        underfitting = "B"
        luck = "F"
        a_leak = "A"
        a_bug = "E"
    """,
    because="Both at the noise; parting; both above it; held out below the noise without any "
    "reason; both below the noise, together; held out never near.",
    hints=[
        "Look at the end of each pair first: is it at the noise, above it, or below it?",
        "Below the noise can be learned by heart, which new students do not follow. So where they "
        "follow, too, they are not new: or they are four.",
    ],
    shows={
        "A": "both curves end far below the noise, one on the other.",
        "B": "both curves end together, and well above the noise.",
        "C": "both curves end together, at the noise.",
        "D": "one falls below the noise, while the other falls first and then rises.",
        "E": "one ends at the noise, while the other never comes near it.",
        "F": "one ends at the noise, and the held-out one below it.",
    },
    mistakes={
        ("luck", "A"): "there the network knows the training students by heart, below the noise, "
        "and the held-out ones as well: chance would not keep the two curves together.",
        ("overfitting", "E"): "there the held-out error is too high from the first epoch on, and "
        "never good. What is learned is never the matter.",
        ("underfitting", "E"): "there what is learned from comes down to the noise: learned it is.",
        ("all_is_well", "A"): "below the noise nobody stays who has not seen the students.",
        ("all_is_well", "F"): "it looks best of all. But below the noise nobody stays: with other "
        "students it would not lie there.",
    },
    praise="D: few students, learned for long. B: one hidden neuron. F: only four are held out. A: "
    "those held out were among those learned from. E: the held-out hours went in unscaled.",
)

reading = ChoiceExercise(
    name="lesson3.reading",
    code='my_answer = "B"',
    because="Study in minutes has sixty times smaller a weight and the same importance. Compare "
    "what is lost without an input, not how large its weight is.",
    hints=[
        "What would happen to the weight if study were written down in seconds?",
        "Which of the two tables stays the same whatever the unit?",
    ],
    answers={
        "A": "Its weight is small because its numbers are large: a minute counts for a sixtieth "
        "of an hour. Shuffle that column, and see how much is lost.",
        "B": "A weight has a unit, points for each minute or for each hour, so weights of "
        "different units cannot be compared. Shuffling has no unit but that of the error.",
        "C": "The order of the columns is nobody's choice but ours. Turn them round, and the same "
        "is said of the other.",
        "D": "More data would make both figures surer. It would not change what a weight is: "
        "points for each unit of its input.",
    },
)

gain = FunctionExercise(
    name="lesson3.gain",
    code="""
        def my_gain(predicted, targets, mean):
            left = np.sum((predicted - targets) ** 2)
            return 1 - left / np.sum((mean - targets) ** 2)
    """,
    because="What is left of the mean's squared error, taken away from the whole.",
    hints=[
        "Two sums: the squared errors of the predictions, and those of always answering mean.",
        "1 - (sum of the first) / (sum of the second).",
    ],
    examples=[
        ([[81.0], [74.0], [90.0]], [[80.0], [70.0], [95.0]], 78.0),
        (_table(8, 1), _table(8, 1), 7.0),
        (_table(5, 1), _table(5, 1), 12.0),
    ],
    mistakes={
        "return left / np.sum((mean - targets) ** 2)": "That is the share that is left. Asked is "
        "the share that is gone: 1 minus it.",
        "return 100 - 100 * left / np.sum((mean - targets) ** 2)": "That is in percent. As a "
        "share, 1 stands for all of it: leave out the 100.",
        **dict.fromkeys(
            [
                "return 1 - np.sum(predicted - targets) / np.sum(mean - targets)",
                "return np.sum(predicted - targets) / np.sum(mean - targets)",
                "return 1 - left / np.sum(mean - targets)",
            ],
            "The squares are missing. Without them errors above and below cancel each other: "
            "square each one, then add up.",
        ),
        "return 1 - np.sqrt(left / np.sum((mean - targets) ** 2))": "You compared the roots. "
        "Compare the squared errors themselves.",
        "return 1 - np.abs(predicted - targets).sum() / np.abs(mean - targets).sum()": (
            "You compared errors without their signs. Square them: the mean is the best constant "
            "answer for squares only."
        ),
        "return 1 - np.sum((mean - targets) ** 2) / left": "The fraction is upside down: divide "
        "the model's squares by those of the mean.",
        "return 1 - left / np.sum((targets.mean() - targets) ** 2)": (
            "You took the mean of these targets. Use the one that is given: it comes from the "
            "training data, as every baseline does."
        ),
        "return 1 - np.mean((predicted - targets) ** 2) / np.mean(mean - targets) ** 2": (
            "Square before you add up: np.mean((mean - targets) ** 2), not np.mean(mean - targets) "
            "** 2."
        ),
        **dict.fromkeys(
            [
                "return np.sum((mean - targets) ** 2) - left",
                "return np.mean((mean - targets) ** 2) - np.mean((predicted - targets) ** 2)",
            ],
            "That is how much is gone, in points squared. Divide by the squares of the mean to "
            "get a share.",
        ),
    },
    praise="0 is as good as the mean, 1 is perfect, and below 0 the mean would have been better. "
    "Books call it R², and most take the mean of these targets for it.",
)

repaired = Exercise(
    name="lesson3.repaired",
    code='''
        my_table = """
        hours studied, hours slept, score
        2, 7.5, 61
        4, 8, 74
        8.5, 6, 88
        1, 9, 48
        """
    ''',
    because="The gap cannot be filled, so its row is left out. 85 was 8,5 most likely: ask whoever "
    "wrote it, or leave the row out, too.",
    hints=[
        "Which of the sentences above say that something was done, and which ask you?",
        "Two cells are left: one with a number that cannot be, one with none.",
    ],
    judged_by=table_judge.judge,
)

why_apart = SentenceExercise(
    name="lesson3.why_apart",
    question="Fifty starts agree to within about a point. Why does that say nothing of how near a "
    "single student will come?",
    code="""
        my_reason = (
            "All starts have learned from the same students the same rule, so they agree on the "
            "mean of such students; chance in a single student's score is in none of them."
        )
    """,
    because="Starts that agree share what they have learned from. How far students scatter, only "
    "students can tell that the network has not seen.",
    hints=[
        "What do all fifty networks have in common?",
        "Two students with the same hours score differently. Which of the fifty could know that?",
    ],
)


# The explorers' tasks: first those of the hours moved by hand, then those of the scores


NEAR_HOURS, NEAR_SLEEP, NEAR_POINTS = 0.05, 0.3, 1.0
STUDIED, SLEPT, WANTED = 2.0, 6.0, 70.0
NIGHTS = np.arange(4.0, 10.01, 0.05)


def _judge_best_sleep(frame):
    studied, slept = frame.values["studied"], frame.values["slept"]
    if abs(studied - STUDIED) > NEAR_HOURS:
        return wrong(f"Set hours studied to {STUDIED:g}, and then move the sleep.")
    asked = np.column_stack([np.full(NIGHTS.size, studied), NIGHTS])
    best = NIGHTS[frame.made.predict(frame.network, asked).argmax()]
    if abs(slept - best) > NEAR_SLEEP:
        return wrong("There is a better night for this student: look where the score still grows.")
    return right("Less sleep costs points, and more sleep does, too.")


def _judge_short_night(frame):
    studied, slept = frame.values["studied"], frame.values["slept"]
    if abs(slept - SLEPT) > NEAR_HOURS:
        return wrong(f"Set hours slept to {SLEPT:g}, and then move the study.")
    score = frame.made.predict(frame.network, [[studied, slept]]).item()
    if abs(score - WANTED) > NEAR_POINTS:
        more = "more" if score < WANTED else "less"
        return wrong(
            f"{score:.1f} points are predicted, and {WANTED:g} wanted: let them study {more}."
        )
    return right("A question backwards: from a score to the hours. The map answers it, too.")


best_sleep = Task(
    name="lesson3.best_sleep",
    words=f"Somebody has studied for {STUDIED:g} hours. Find the night's sleep with the highest "
    "predicted score.",
    hint="Move hours slept only: up until the score falls, and back a little.",
    judged_by=_judge_best_sleep,
    solution="hours:1 studied=2.0 slept=7.7",
)

short_night = Task(
    name="lesson3.short_night",
    words=f"Somebody else sleeps for {SLEPT:g} hours only. How much study brings {WANTED:g} "
    "points?",
    hint=f"Set hours slept to {SLEPT:g}, and move hours studied. The line {WANTED:g} on the map "
    "shows where.",
    judged_by=_judge_short_night,
    solution="hours:1 studied=3.9 slept=6.0",
)


NOISY, FEW, WORSE, AS_GOOD = 10.0, 50, 1.2, 1.05
CLASS, NEAR_NOISE = 300, 1.0


def _is_noisy_class(frame):
    values = frame.values
    return (
        values["data"] == "students"
        and values["noise"] >= NOISY
        and values["students"] <= FEW
        and len(frame.made.held_out.inputs)
    )


def _held_out(frame):
    """Return the held-out loss at the end, in shares of its lowest."""
    losses = frame.history.validation_loss
    return losses[-1] / min(losses)


def _judge_too_long(frame):
    if not _is_noisy_class(frame):
        return wrong(
            f"Take students: {FEW} or fewer, noise {NOISY:g} or more, and keep some held out."
        )
    times = _held_out(frame)
    if times < WORSE:
        return wrong(f"The held-out loss is {times:.2f} times its lowest. Train on.")
    return right(
        f"The held-out loss is {times:.1f} times its lowest. Move replay epoch to see where it "
        "turned up."
    )


def _judge_in_time(frame):
    if not _is_noisy_class(frame):
        return wrong(
            f"Take students: {FEW} or fewer, noise {NOISY:g} or more, and keep some held out."
        )
    if not frame.values["patience"]:
        return wrong("Set a patience; it stands under More. Then Reset, and Train.")
    times = _held_out(frame)
    if frame.history.ended is None or times > AS_GOOD:
        return wrong(
            f"The held-out loss is {times:.2f} times its lowest. Let patience end the training "
            "earlier: Reset, and Train."
        )
    return right(f"It ended by itself after {frame.history.epochs:,} epochs, near the lowest.")


def _judge_near_the_noise(frame):
    if frame.values["data"] != "students" or frame.values["students"] < CLASS:
        return wrong(f"Take students, {CLASS} or more of them.")
    made, noise = frame.made, frame.values["noise"]
    if not len(made.held_out.inputs):
        return wrong("Nobody is held out: keep some.")
    off = [made.error(frame.network, part)[0] for part in (made.seen, made.held_out)]
    if max(abs(each - noise) for each in off) > NEAR_NOISE:
        what_to_do = "It has not learned the rule yet: train on."
        if off[0] <= noise + NEAR_NOISE:
            what_to_do = "So few can be learned by heart, or be odd by chance: take more students."
        return wrong(
            f"Off by {off[0]:.1f} on those learned from, {off[1]:.1f} on those held out; the noise "
            f"is {noise:g}. {what_to_do}"
        )
    return right(
        f"Off by {off[0]:.1f} and {off[1]:.1f}. Over many new students, no model is off by less "
        "than the noise."
    )


too_long = Task(
    name="lesson3.too_long",
    words=f"Noise {NOISY:g}, {FEW} students or fewer: train until the held-out loss is {WORSE:g} "
    "times its lowest.",
    hint="The class that it opens with has too little noise. Change noise and students, and let "
    "it train.",
    judged_by=_judge_too_long,
    solution="scores:1 students=50 noise=10.0",
)

in_time = Task(
    name="lesson3.in_time",
    words="The same class: let it end by itself, with the held-out loss within a twentieth of its "
    "lowest.",
    hint="Patience stands under More. 50 epochs without a new low are enough.",
    judged_by=_judge_in_time,
    solution="scores:1 students=50 noise=10.0 patience=50",
)

near_the_noise = Task(
    name="lesson3.near_the_noise",
    words=f"A class of {CLASS} or more: get both errors within {NEAR_NOISE:g} point of the noise.",
    hint="Set students; the network that it opens with will do.",
    judged_by=_judge_near_the_noise,
    solution="scores:1 students=400",
)

TASKS = [best_sleep, short_night, too_long, in_time, near_the_noise]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
