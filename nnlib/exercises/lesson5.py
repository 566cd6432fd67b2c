"""The exercises of lesson 5, in its order."""

from functools import cache

import numpy as np

from nnlib import metrics
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.plain import as_array
from nnlib.exercises.tasks import Task
from nnlib.exercises.values import ChoiceExercise, NumberExercise
from nnlib.problems import digits

_SHARES = [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5], [0.2, 0.3, 0.5]]
_RIGHT = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]

opening = Opening(
    Question(
        "B",
        {
            "A": "The error is as large as can be, -0.99. It is what it is multiplied by that is "
            "small.",
            "B": "The error is large, but it is multiplied by a slope of about 0.01.",
            "C": "The rate stays the same. Look at the curve of the sigmoid near 1.",
        },
    ),
    Question(
        "A",
        {
            "A": "Only what lies below the baseline was learned.",
            "B": "A number of neurons says nothing about how good an error is. Compare it with "
            "what needs no network.",
            "C": "A number of epochs says nothing about how good an error is. Compare it with "
            "what needs no network.",
        },
    ),
    Question(
        "C",
        {
            "A": "Then all gradients would shrink alike, and the large ones stay the largest.",
            "B": "The rate is multiplied, not divided by.",
            "C": "By the root of a mean of its squares, so that a step is about as long as the "
            "rate, however large the gradient.",
        },
    ),
)

one_hot = FunctionExercise(
    name="lesson5.one_hot",
    code="def my_one_hot(labels):\n    return np.eye(10)[labels]",
    because="np.eye(10) has a row for each digit, with a 1 in the digit's own column. Indexing "
    "with the labels takes one of these rows for each of them.",
    hints=[
        "A row of ten numbers for each label, all 0 but one. In which column does the 1 stand?",
        "Begin with np.zeros((len(labels), 10)), and set one number in each row to 1, in a loop.",
        "Shorter: np.eye(10) holds the ten rows that are needed. Take row 3 of it for a 3.",
    ],
    examples=[([3, 0, 9],), ([1, 1],), ([8, 2, 7, 4, 5, 6],)],
    mistakes={
        "return np.eye(10)[labels - 1]": "Your 1 stands one column too far to the left. The first "
        "column is number 0, and belongs to the digit 0.",
        "return np.eye(10)[labels].T": "Your table lies on its side: a row for each image, a "
        "column for each digit.",
        "return np.eye(10)": "Those are the ten rows that are needed, once each. Take one for "
        "each label: put the labels in square brackets behind it.",
        "return labels": "Those are the labels as they came. Ten outputs need ten targets each.",
        "return 1 - np.eye(10)[labels]": "0 and 1 have changed places: the 1 belongs to the right "
        "digit.",
        "return np.eye(10)[labels] * labels[:, np.newaxis]": "The digit itself stands in its "
        "column. A target says yes or no: 1 for the right digit, whichever it is.",
        "return np.eye(labels.max() + 1)[labels]": "You count only the digits up to the largest "
        "that occurs. The network has ten outputs, whatever the labels are.",
        "return np.tile(np.eye(10)[labels].max(axis=0), (len(labels), 1))": "Each row has the 1s "
        "of all labels. Row i gets a single 1, in the column labels[i].",
        "table = np.zeros((len(labels), 10))\ntable[labels] = 1\nreturn table": "In brackets "
        "rows come first: table[labels] fills whole rows, those with the labels' numbers. For row "
        "i one number is meant: table[i, labels[i]] = 1, in a loop over i.",
        "return np.eye(len(labels), 10)": "You number the images. In which column the 1 stands "
        "is said by the label.",
    },
    praise="One column says yes, nine say no. No digit is nearer to another one than to a third.",
)

leak = ChoiceExercise(
    name="lesson5.leak",
    code='my_line = "C"',
    because="The size that is best on the test images has been chosen by the test images. Choose "
    "by the validation images, and look at the test images once, at the end.",
    hints=[
        "Which images may have a say in a choice, and which may not?",
        "Line D reports the accuracy on the test images. Which earlier line has used them?",
    ],
    answers={
        "A": "Line A divides by 16, the most that a pixel can hold. That is known beforehand, and "
        "measured on nothing.",
        "B": "Line B draws three parts by lot, and no image is in two of them. Right.",
        "C": "The test images choose the size, so the figure of line D is the best of five, and "
        "flattered. That is what the validation images are for.",
        "D": "Line D is right by itself: a figure for the test images at the very end. Which line "
        "has let them in before?",
    },
)

softmax = FunctionExercise(
    name="lesson5.softmax",
    code="""
        def my_softmax(sums):
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)
    """,
    because="Taking the same number away from all sums of a row divides all its powers by the same "
    "number, and that cancels. With the largest sum at 0 no power is above 1.",
    hints=[
        "Three steps: the powers, their sum in each row, and the quotient.",
        "sum(axis=1, keepdims=True) is a column, so that each row is divided by its own sum.",
        "np.exp(1000) is too large for any float. Take the row's largest sum away from all sums "
        "of the row before you call np.exp.",
    ],
    examples=[
        ([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]],),
        ([[1000.0, 999.0], [0.0, 1.0], [-1000.0, -1002.0], [1.0, -900.0], [0.0, 3000.0]],),
    ],
    mistakes={
        "powers = np.exp(sums)": "It is right for small sums, and gives nan for a sum of 1000: "
        "np.exp(1000) is larger than any float. Take the row's largest sum away from all sums of "
        "the row first: the shares stay the same.",
        "powers = np.exp(sums - sums.max())": "You take the largest sum of the whole table away. "
        "In another row all powers then vanish, and 0 / 0 is nan: each row has its own largest "
        "sum, max(axis=1, keepdims=True).",
        "powers = np.exp(sums - sums.min(axis=1, keepdims=True))": "You take the smallest sum "
        "away. The largest one may still be 900 then, and np.exp(900) is larger than any float.",
        "powers = np.exp(sums - sums.mean(axis=1, keepdims=True))": "You take the mean away. Where "
        "sums lie far apart, the largest is still far above it, and its power too large for any "
        "float. Take the largest away: then no power is above 1.",
        "return powers / powers.sum()": "You divide by the sum of the whole table. The shares of "
        "each row add up to 1: sum(axis=1, keepdims=True).",
        "return powers / powers.sum(axis=0)": "axis=0 adds up each column, over the images. The "
        "shares of each row add up to 1: axis=1.",
        "return powers": "Those are the powers, the largest of each row being 1. Divide each by "
        "the sum of its row.",
        "powers = sums - sums.max(axis=1, keepdims=True)": "np.exp is missing: without it sums "
        "below 0 give shares below 0.",
        "powers = np.exp(sums.max(axis=1, keepdims=True) - sums)": "The sign is turned round: your "
        "largest sum gets the smallest share. Take the largest away from the sums.",
        "return 1 / (1 + np.exp(-sums))": "That is the sigmoid: every sum by itself. With softmax "
        "the ten share one whole.",
    },
    praise="All shares lie between 0 and 1, each row adds up to 1, and no sum is too large.",
)

cross_entropy = FunctionExercise(
    name="lesson5.cross_entropy",
    code="def my_loss(outputs, targets):\n"
    "    return -(targets * np.log(outputs)).sum() / len(targets)",
    because="targets * np.log(outputs) is 0 in all columns but the right one, so the sum holds one "
    "logarithm for each image.",
    hints=[
        "Of each row only the share of the right digit counts. Times the targets, the others are "
        "0.",
        "Take the logarithm of the outputs, times the targets, and add up everything.",
        "A minus in front, since logarithms of shares are negative; and divided by the number of "
        "rows, len(targets).",
    ],
    examples=[(_SHARES[:1], _RIGHT[:1]), (_SHARES, _RIGHT)],
    mistakes={
        "return -np.log(targets * outputs).mean()": "You take the logarithm of 0, which is minus "
        "infinity: nine targets of ten are 0. Take the logarithm of the outputs alone, and then "
        "multiply by the targets.",
        "return (targets * np.log(outputs)).sum() / len(targets)": "The minus is missing: the "
        "logarithm of a share is negative, and a loss is to be small where the network is right.",
        "return -(targets * np.log(outputs)).sum()": "That is the sum over all images. Divide it "
        "by their number, len(targets), or more images will always be worse.",
        "return -(targets * np.log(outputs)).mean()": "mean() divides by all numbers of the "
        "table, the columns of the wrong digits included. Divide by the number of rows.",
        "return -np.log((targets * outputs).sum()) / len(targets)": "You add up the shares of all "
        "images before the logarithm. First the logarithm of each, then the sum.",
        "return -np.log(outputs).sum() / len(targets)": "All ten shares count in yours. Multiply "
        "by the targets, so that only that of the right digit is left.",
        "return -(outputs * np.log(outputs)).sum() / len(targets)": "You multiply by the outputs. "
        "What picks out the right digit is the targets.",
        "return -(targets * np.log10(outputs)).sum() / len(targets)": "np.log10 is another "
        "logarithm. The natural one is np.log: its slope is 1 / share, which makes the delta so "
        "short.",
        "return -(targets * np.log2(outputs)).sum() / len(targets)": "np.log2 is another "
        "logarithm. The natural one is np.log: its slope is 1 / share, which makes the delta so "
        "short.",
        "return -(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)).sum() "
        "/ len(targets)": "That is the binary cross-entropy, for ten separate yes or no. The ten "
        "shares hang together: what the right one has, the others lack. Leave out the second part.",
        "return ((outputs - targets) ** 2).mean()": "That is the mean squared error, of lesson 3. "
        "Here the loss is the logarithm of the right digit's share, with a minus.",
        "return (1 - (targets * outputs).sum(axis=1)).mean()": "That is how much is missing to 1. "
        "The loss takes the logarithm, which punishes sure and wrong far more.",
    },
    praise="A share of 1 for the right digit costs nothing, one half costs 0.69, a hundredth 4.6.",
)

delta = NumberExercise(
    name="lesson5.delta",
    code="my_delta = 0.2 - 1",
    because="The target of the right digit is 1, and output minus target is 0.2 - 1.",
    hints=[
        "What are the three targets, if the second digit is the right one?",
        "0, 1 and 0. Take the target away from the output.",
    ],
    tolerance=0.001,
    mistakes={
        0.8: "That is target minus output, the error. The delta of this lesson is output minus "
        "target, so that it points uphill.",
        0.2: "That is the output. Take its target away.",
        0.16: "You multiplied by 0.2 · (1 - 0.2), a slope. It has cancelled: that is what softmax "
        "and this loss are made for.",
        -0.16: "You multiplied by 0.2 · (1 - 0.2), a slope. It has cancelled: that is what softmax "
        "and this loss are made for.",
        0.128: "That is the error times the slope, as in lesson 1. Here the slope has "
        "cancelled: the delta is output minus target.",
        -0.128: "The sign is right. But you multiplied by 0.2 · (1 - 0.2), a slope, and here it "
        "has cancelled.",
        -5.0: "That is the derivative with respect to the output, -1 / 0.2. The delta is the one "
        "with respect to the weighted sum.",
        1.609: "That is the loss, -log(0.2). The delta says how it changes with the weighted sum.",
        -0.267: "You divided by the number of digits. There is one image, so nothing is divided.",
        0.7: "That is the delta of the first digit, whose target is 0. The second one is asked.",
    },
    praise="A step downhill raises this sum, and lowers the others by 0.7 and 0.1 of the rate: the "
    "three deltas add up to 0.",
)

batch_bug = ChoiceExercise(
    name="lesson5.batch_bug",
    code='my_line = "B"',
    because="It must be targets[order]: whoever shuffles the images must shuffle the targets in "
    "the same way, or nearly every image has the target of another one.",
    hints=[
        "Take one image, and follow it and its target through the lines.",
        "After line B, do row 5 of shuffled and row 5 of answers belong together?",
    ],
    answers={
        "A": "Line A draws a new order in every epoch, so that the batches are others each time. "
        "Right.",
        "B": "The images are shuffled, and the targets are not. No error, no warning, and the "
        "accuracy stays near one tenth.",
        "C": "Line C goes from 0 on in steps of 32, up to the end. The last batch may be shorter, "
        "which does no harm.",
        "D": "Line D takes the rows from first up to, and without, first + 32: 32 rows. Right.",
        "E": "Line E makes one step with the batch's images and targets, which are the rows that "
        "belong to it. Right by itself.",
    },
)

accuracy = FunctionExercise(
    name="lesson5.accuracy",
    code="def my_accuracy(outputs, targets):\n"
    "    return (outputs.argmax(axis=1) == targets.argmax(axis=1)).mean()",
    because="argmax(axis=1) is the column of the largest number in each row: the digit that is "
    "answered, and the one that is right. The mean of yes and no is the share of yes.",
    hints=[
        "Which digit does a row of outputs answer? The one with the largest share.",
        "table.argmax(axis=1) gives for each row the column of its largest number.",
        "Compare both with ==, and take the mean: True counts as 1.",
    ],
    examples=[(_SHARES[:1], _RIGHT[:1]), (_SHARES, _RIGHT)],
    mistakes={
        "return (outputs == targets).mean()": "No share is exactly 0 or 1, so nearly nothing is "
        "equal. Compare where the largest numbers stand.",
        "return (outputs.argmax(axis=1) == targets).mean()": "You compare digits with a table of 0 "
        "and 1. The right digits are targets.argmax(axis=1), one for each row.",
        "return (outputs.round() == targets).all(axis=1).mean()": "You ask for shares above one "
        "half. The largest of ten is the answer, even if it is 0.4.",
        "return (outputs.round() == targets).mean()": "You count single outputs: nine of ten are "
        "0 anyway. Count images: is the largest share in the right column?",
        "return (outputs.argmax(axis=1) == targets.argmax(axis=1)).sum()": "That is how many are "
        "right. Divide by how many there are: mean() in place of sum().",
        "return (outputs.argmax(axis=1) != targets.argmax(axis=1)).mean()": "That is the share of "
        "mistakes.",
        "return (outputs.argmax(axis=0) == targets.argmax(axis=0)).mean()": "axis=0 finds for each "
        "digit the image with the largest share. Each row is an image: axis=1.",
        "return float(outputs.argmax() == targets.argmax())": "Without axis=1, argmax finds the "
        "one largest number of the whole table.",
        "return 100 * (outputs.argmax(axis=1) == targets.argmax(axis=1)).mean()": "Those are per "
        "cent. Give the share, from 0 to 1.",
        "return (targets * outputs).sum(axis=1).mean()": "That is the mean share of the right "
        "digit. Accuracy counts an answer as right or wrong, however sure it is.",
    },
    praise="It is what metrics.accuracy counts.",
)

called_eight = NumberExercise(
    name="lesson5.called_eight",
    code="my_share = 42 / (42 + 3 + 1 + 1)",
    because="Whatever is called an 8 stands in the column of 8: 47 images, 42 of which are eights. "
    "This share is called precision; that of the row is called recall.",
    hints=[
        "All that the network calls an 8 stands in one column, or in one row. Which?",
        "The column of 8: add it up. How many of those are eights?",
    ],
    tolerance=0.004,
    mistakes={
        **dict.fromkeys(
            (0.87, 0.9),
            "About. Guessed, or rounded? The column of 8 has the two numbers: divide, and give two "
            "decimals or more.",
        ),
        42 / 45: "Some are left out: all that is called an 8 counts below the line, also what is "
        "neither an 8 nor a 9.",
        1.0: "That is the row: every 8 was called an 8. What is asked goes the other way: of what "
        "is called an 8, how much is one? That is the column.",
        89.4: "Those are per cent. Give the share, from 0 to 1.",
        0.106: "That is the share that is no 8.",
        47.0: "So many were called an 8. Which share of them is one?",
        42.0: "So many are rightly called an 8. Divide by all that are called an 8.",
        0.117: "You divided by all 359 images. Divide by those that are called an 8.",
        0.131: "Those are all that were called an 8, as a share of all images. Which share of them "
        "is one?",
        0.9694: "That is the accuracy, over all ten digits.",
    },
    praise="Whoever reads an 8 here is wrong once in nine times, though no 8 is ever missed.",
)

A_THREE = 40  # of the validation images, counted from 1
MOST_SQUARES = 4
INK = 16


def _judge_fooled(answer):
    """Say whether the network takes its 3 for another digit once these squares are pressed."""
    squares = as_array(answer)
    if squares is not None and squares.shape == (2,):
        squares = squares[np.newaxis]
    if squares is None or squares.ndim != 2 or squares.shape[1] != 2 or not len(squares):
        return wrong(
            "A list of squares is expected, each as (row, column), such as [(1, 4), (8, 5)]."
        )
    if not np.isin(squares, range(1, 9)).all():
        return wrong("Rows and columns are counted from 1 to 8, from the top and from the left.")
    if len(np.unique(squares, axis=0)) < len(squares):
        return wrong("You press a square twice. Name each once.")
    if len(squares) > MOST_SQUARES:
        return wrong(
            f"You press {len(squares)} squares. Find a way with {MOST_SQUARES} at most: which of "
            "yours counts the most?"
        )
    return _verdict_on((squares - 1).astype(int))


def _verdict_on(squares):
    network, pixels = _reader_and_three()
    image, (rows, columns) = pixels.reshape(8, 8).copy(), squares.T
    image[rows, columns] = np.where(image[rows, columns] > INK / 2, 0, INK)
    shares = network.predict([image.ravel() / INK])[0]
    pressed = "1 square" if len(squares) == 1 else f"{len(squares)} squares"
    if shares.argmax() == 3:
        return wrong(
            f"With {pressed} pressed it still says 3, to {shares[3]:.0%}. Press each square alone, "
            "keep the one that costs the 3 the most, and look for a second one."
        )
    fewest = (
        "Fewer do not do it." if len(squares) == 2 else "Two are enough, if they are chosen well."
    )
    return right(f"With {pressed} pressed it says {shares.argmax()}. You still read a 3. {fewest}")


@cache
def _reader_and_three():
    """Return the network that ``DigitExplorer`` trains at first, and the image of a 3."""
    values = digits.PROBLEM.values()
    made = digits.PROBLEM.set_up(values)
    for _ in digits.PROBLEM.training(made, values).steps(values["epochs"]):
        pass
    _, watched = digits.parts()
    return made.network, np.round(INK * watched.inputs[A_THREE - 1])


fooled = Exercise(
    name="lesson5.fooled",
    code="my_squares = [(3, 6), (4, 7)]",
    because="Ink at the right of the upper half closes the bend of the 3, and a closed bend above "
    "is what a 9 has. Any square that costs the 3 much is a good beginning.",
    hints=[
        "Which digits look much like this 3? Draw what one of them has and the 3 has not, or "
        "take away what it has not.",
        "A 9 has a closed bend in its upper half. Where is that of the 3 open, or thin?",
        "The square in row 3, column 6 is one of two. Press it, and try the squares below it.",
    ],
    judged_by=_judge_fooled,
)


# The explorer's tasks

WELL_READ, NEARLY_WELL_READ = 0.95, 0.94  # shares of the validation images
FEW_HIDDEN, EPOCHS = 8, 20


def _validation(frame):
    """Return which share of the validation images is read right, and how it is said."""
    inputs, targets = frame.made.training["validation"]
    share = metrics.accuracy(frame.network.predict(inputs), targets)
    return share, f"{share:.1%} of the validation images are right"


def _judge_read_wrongly(frame):
    share, said = _validation(frame)
    if share < WELL_READ:
        return wrong(f"{said}: train until {WELL_READ:.0%} are.")
    if frame.row is None:
        return wrong("Choose an image under shown: only there one knows which digit is right.")
    digit, answer = frame.row.targets.argmax(), frame.network.predict(frame.row.inputs).argmax()
    if digit == answer:
        return wrong(f"It reads {frame.row.name} rightly, as {digit}. Look at others.")
    return right(f"It says {answer}, and {digit} was meant. What do you read?")


def _judge_few_hidden(frame):
    if not 1 <= frame.values["hidden"] <= FEW_HIDDEN:
        return wrong(f"Take 1 to {FEW_HIDDEN} hidden neurons.")
    share, said = _validation(frame)
    if share < NEARLY_WELL_READ and frame.values["hidden"] < FEW_HIDDEN:
        return wrong(
            f"{said}. So few numbers lose what tells digits apart: train on, or take more of them, "
            f"up to {FEW_HIDDEN}."
        )
    if share < NEARLY_WELL_READ:
        return wrong(f"{said}. Train on: with few neurons it takes more epochs.")
    return right(f"{said}: every image went through {frame.values['hidden']} numbers.")


def _judge_plain_descent(frame):
    if frame.values["optimizer"] != "gradient_descent":
        return wrong("Choose the optimizer gradient descent.")
    if frame.history.epochs > EPOCHS:
        return wrong(f"That took {frame.history.epochs:,} epochs. Press Reset, and train {EPOCHS}.")
    share, said = _validation(frame)
    if share < WELL_READ:
        losses = frame.history.loss
        steps = "longer" if losses[-1] < losses[0] else "shorter"
        return wrong(
            f"{said}. Other steps get further in {EPOCHS} epochs: {steps} ones. Change the "
            "learning rate, press Reset, and Train."
        )
    return right(f"{said}. It needs another rate than Adam.")


read_wrongly = Task(
    name="lesson5.read_wrongly",
    words="Press Train, and find an image that the trained network reads wrongly.",
    hint="Click the slider of image and hold the right arrow key until a ✘ stands above the bars. "
    "About one in sixty has one; with fewer hidden neurons, more of them.",
    judged_by=_judge_read_wrongly,
    solution="digits:1",
    then={"image": 66},
)

few_hidden = Task(
    name="lesson5.few_hidden",
    words=f"With 1 to {FEW_HIDDEN} hidden neurons: {NEARLY_WELL_READ:.0%} of the validation images "
    "right.",
    hint="Too few lose too much. Begin with the most that are allowed.",
    judged_by=_judge_few_hidden,
    solution="digits:1 hidden=8",
)

plain_descent = Task(
    name="lesson5.plain_descent",
    words=f"Gradient descent in place of Adam: {WELL_READ:.0%} of the validation images right in "
    f"at most {EPOCHS} epochs.",
    hint="Its steps are too short at Adam's rate of 0.01. Which setting makes them longer?",
    judged_by=_judge_plain_descent,
    solution="digits:1 optimizer=gradient_descent learning_rate=0.3",
)

TASKS = [read_wrongly, few_hidden, plain_descent]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
