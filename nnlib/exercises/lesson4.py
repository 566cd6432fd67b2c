"""The exercises of lesson 4, in its order, and the tasks of its explorers.

Only two of the exercises need Keras, to be checked; no task does, for both train alike.
"""

import numpy as np

from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.keras_callbacks import judge_callback
from nnlib.exercises.keras_models import judge_model
from nnlib.exercises.letters import read
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.tasks import Task
from nnlib.exercises.values import ChoiceExercise, NumberExercise
from nnlib.metrics import TOLERANCE, is_within
from nnlib.problems.side_by_side import PROBLEM

opening = Opening(
    Question(
        "B",
        {
            "A": "Then the same hours would get another number in every table, and the network "
            "knows only those that it was trained on.",
            "B": "New data go through the numbers that were measured on the training data.",
            "C": "The network was trained on scaled numbers. Raw ones are strangers to it.",
        },
    ),
    Question(
        "C",
        {
            "A": "It learns the training examples by heart, chance and all. More of that helps "
            "nobody.",
            "B": "A higher rate makes the steps longer, not the network wiser.",
            "C": "It overfits. The weights of the epoch with the lowest held-out loss are the ones "
            "to keep.",
        },
    ),
    Question(
        "A",
        {
            "A": "Where the sum is negative a ReLU is flat: its slope is 0, so nothing changes. It "
            "is dead.",
            "B": "Slow would be a small slope. What is the slope of a ReLU on the left of 0?",
            "C": "A sigmoid still has a slope there, if a small one. A ReLU has none.",
        },
    ),
)

learn_or_write = ChoiceExercise(
    name="lesson4.learn_or_write",
    code='my_choice = "C"',
    because="If you can write the rule down, write it down: it is shorter, faster, and right "
    "every time. A network is for what you can show and cannot tell.",
    hints=[
        "For each task ask: could I tell somebody the whole rule over the telephone?",
        "Three of the four rules fit into a few lines. For the fourth there are only examples.",
    ],
    answers={
        "A": "A network can learn XOR, and lesson 2 has shown it. But the whole rule is known, in "
        "one line: first != second. Look for the task whose rule nobody can write down.",
        "B": "The rule for leap years is known: divisible by 4, not by 100, except by 400. An "
        "if-else is right for every year; a network would be right for most. Look for the task "
        "whose rule nobody can write down.",
        "C": "Nobody can list what makes a message spam, but people can say of each one whether "
        "it is. Where there are examples and no rule, learning is the better way.",
        "D": "The brackets stand in a law, to the last cent. An if-else repeats them, and can be "
        "checked line by line. Look for the task whose rule nobody can write down.",
    },
)

count = NumberExercise(
    name="lesson4.count",
    code="my_count = (3 + 1) * 5 + (5 + 1) * 2",
    because="20 in the first layer and 12 in the second. The activation has nothing to learn.",
    hints=[
        "One neuron of the first layer: 3 inputs come in, so it has 3 weights and a bias.",
        "5 such neurons, and then 2 neurons with 5 weights and a bias each.",
    ],
    tolerance=0,
    mistakes={
        3 * 5 + 5 * 2 + 1: "26 counts one bias for the whole network. Each of the 7 neurons has "
        "its own.",
        (3 + 1) * 5 * 2: "40 multiplies the two layers: (3 + 1) * 5 * 2. Count each by itself, "
        "and add.",
        3 * 5 + 5 * 2: "25 are the weights: 3 * 5 + 5 * 2. Each of the 7 neurons has a bias as "
        "well.",
        3 * 5 + 5 * 2 + 2: "27 counts two biases, those of the output layer or one for each "
        "layer. Each of the 7 neurons has one: 5 and 2.",
        3 * 5 + 5 + 5 * 2: "Either you forgot the two biases of the output layer, or you "
        "multiplied all: 3 * 5 * 2. Count each layer by itself, weights and biases, and add.",
        3 + 3 * 5 + 5 + 5 * 2 + 2: "That counts a bias for each input too. Inputs are numbers "
        "that come in, no neurons: they have no bias.",
        5 + 2: "7 are the neurons. Each of them has a weight for every number that comes in, and "
        "a bias.",
        3 + 5 + 2: "10 are the inputs and the neurons. Count what is between them: a weight for "
        "each pair, and a bias for each neuron.",
        3 * 5 + 5 + 2: "22 counts all 7 biases and the first layer's weights. Add those of the "
        "second: 5 numbers come into each of its 2 neurons.",
        65: "65 belongs to the model above. Here other numbers come in, and the layers have other "
        "sizes.",
        3 * 5: "15 are the weights of the first layer. Add its biases, and the second layer.",
        3 * 5 + 5: "20 is right for the first layer: 3 * 5 weights and 5 biases. Add the second.",
        5 * 2 + 2: "12 is right for the second layer: 5 * 2 weights and 2 biases. Add the first.",
        **{
            32 * size: f"{32 * size} are bytes: Keras keeps each number in {size} of them. How "
            "many numbers are there?"
            for size in (4, 8)
        },
    },
    praise="(3 + 1) * 5 + (5 + 1) * 2: the bias is one number more for each neuron. "
    "model.count_params() says the same.",
)

translate = Exercise(
    name="lesson4.translate",
    code="""
        def my_model():
            layers = [
                keras.Input((3,)),
                keras.layers.Dense(4, activation="tanh"),
                keras.layers.Dense(2, activation="sigmoid", use_bias=False),
            ]
            return keras.Sequential(layers)
    """,
    because="Dense(3, 4) of nnlib says what comes in and what goes out. Dense(4) of Keras says "
    "only what goes out, and keras.Input begins the chain.",
    hints=[
        "A list of three: what comes in, the layer with 4 neurons, the layer with 2 neurons.",
        'keras.Input((3,)), then keras.layers.Dense(4, activation="tanh"), then the last one with '
        "use_bias=False.",
    ],
    judged_by=judge_model,
)

OLD_LINES = (
    "from keras.layers.core import Dense",
    "model = keras.Sequential()",
    'model.add(keras.layers.Dense(1, input_dim=3, activation="sigmoid"))',
    'model.compile(optimizer=keras.optimizers.SGD(lr=0.1), loss="mean_squared_error")',
    "model.fit(inputs, targets, nb_epoch=10, verbose=0)",
    "model.predict(inputs).round()",
)
_OLD_LETTERS = "ABCDEF"
_WHY_DEAD = {
    "A": "A stops: there is no keras.layers.core any more. Today: from keras.layers import Dense. "
    "(Not in this notebook, where Dense is nnlib's: here write keras.layers.Dense.)",
    "D": "D stops: the name lr is gone. Today: SGD(learning_rate=0.1).",
    "E": "E stops: the name nb_epoch is gone. Today: epochs=10.",
}
_WHY_ALIVE = {
    "B": "B still runs: an empty model may be filled with add to this day.",
    "C": "C still runs, with a warning: today one begins the model with keras.Input((3,)) in place "
    "of input_dim=3.",
    "F": "F still runs: predict gives a NumPy array, and that can be rounded.",
}


def _how_many_missing(number):
    if number == 0:
        return ""
    those = "One that stops is" if number == 1 else f"{('Two', 'Three')[number - 2]} that stop are"
    return f"{those} missing: run the others one by one, and read the last line of each error."


def _judge_dead(answer):
    letters = set(read(answer))
    if not letters or letters - set(_OLD_LETTERS):
        return wrong('Answer with the letters of the lines in one pair of quotes, such as "BF".')
    alive, missing = sorted(letters - set(_WHY_DEAD)), sorted(set(_WHY_DEAD) - letters)
    if alive:
        return wrong(f"{_WHY_ALIVE[alive[0]]} {_how_many_missing(len(missing))}".strip())
    if len(missing) == 1:
        return wrong(_WHY_DEAD[missing[0]])
    if missing:
        return wrong(f"What you found does stop. {_how_many_missing(len(missing))}")
    return right(
        "The idea of a program outlives its names. When an old one stops, the last line of the "
        "error says which name is gone. C runs, with a warning."
    )


dead = Exercise(
    name="lesson4.dead",
    code='my_letters = "ADE"',
    because="A module is gone, and two arguments have new names: learning_rate and epochs. "
    "input_dim is still taken, with a warning.",
    hints=[
        "Three of the six stop: in one a module is gone, in two a setting has another name now.",
        "You have written keras.layers.Dense and epochs=. In Keras the learning rate is spelled "
        "out too: learning_rate=.",
    ],
    judged_by=_judge_dead,
)

rate = FunctionExercise(
    name="lesson4.rate",
    code="def my_keras_rate(rate, samples, outputs):\n    return rate * samples * outputs / 2",
    because="Keras's gradient is ours times 2 / n. A rate of n / 2 times ours gives the same step.",
    hints=[
        "For one output number, half the square has the derivative error, the mean of n squares "
        "has 2 * error / n.",
        "n is samples * outputs. By what must the rate grow, so that rate * 2 / n stays as it was?",
    ],
    examples=[(0.5, 4, 1), (0.1, 8, 3), (1.5, 5, 3)],
    mistakes={
        "return rate * samples / 2": "Right for one output. Keras takes the mean over the outputs "
        "too: samples * outputs numbers are in it.",
        "return rate * samples": "Two things are missing. Keras takes the mean over the outputs "
        "too. And a square without a half in front has a derivative with a factor 2: divide by 2.",
        "return rate * outputs / 2": "Keras takes the mean over the samples too: samples * "
        "outputs numbers are in it.",
        "return rate * samples * outputs": "The mean is right. But the half in front of our sum "
        "takes away the 2 that a square's derivative has, and Keras's loss keeps it: divide by 2.",
        "return rate * samples * outputs * 2": "You multiply by 2. Keras's gradient is the one "
        "with the factor 2, so its rate is to be smaller by it: divide.",
        "return 2 * rate / (samples * outputs)": "That is the way back, from Keras's rate to "
        "ours. A mean has a smaller gradient than a sum, so its rate must be larger: turn the "
        "fraction round.",
        "return rate / (samples * outputs)": "You divide by samples * outputs. The mean has done "
        "that already: the rate has to make up for it, so multiply; and then mind the factor 2.",
        "return rate": "You left the rate as it is. Keras's gradient is ours times a factor, so "
        "the same rate makes another step: which factor?",
        "return rate / (2 * samples * outputs)": "That is upside down. The mean makes the "
        "gradient smaller by samples * outputs: the rate has to make up for it, so multiply, and "
        "divide by 2 alone.",
        "return 2 * rate": "Right for 4 rows and 1 output, as above. For others: Keras takes the "
        "mean over samples * outputs numbers, and its gradient has a factor 2. Which of them to "
        "multiply by, and which to divide by?",
        "return 2": "2 was the rate for lesson 1's 4 rows, 1 output and rate of 1. Here all three "
        "may be others: compute it from rate, samples and outputs.",
        "return rate * samples / outputs / 2": "You divide by outputs. The mean is over samples * "
        "outputs numbers, and the rate has to make up for both: multiply by both.",
        "return rate * (samples * outputs // 2)": "// drops what is left of a division: 5 // 2 is "
        "2. Write / for the half.",
        "return rate / 2": "You took care of the half. The other difference: Keras takes the mean "
        "over samples * outputs numbers, and ours is a sum.",
        "return samples * outputs / 2": "That is the factor between the two rates. Multiply our "
        "rate by it.",
        "return rate * (samples + outputs) / 2": "You added samples and outputs. A table of that "
        "many rows and columns holds samples * outputs numbers.",
    },
    praise="The step is rate times gradient. Where the gradient is divided by n / 2, the rate is "
    "multiplied by it, and every step is the same.",
)

adam_step = FunctionExercise(
    name="lesson4.adam_step",
    code="""
        def my_adam_step(gradient, mean, mean_square, updates, rate):
            mean = 0.9 * mean + 0.1 * gradient
            mean_square = 0.999 * mean_square + 0.001 * gradient**2
            correction = np.sqrt(1 - 0.999**updates) / (1 - 0.9**updates)
            step = -rate * correction * mean / (np.sqrt(mean_square) + 1e-7)
            return mean, mean_square, step
    """,
    because="Every parameter gets a rate of its own: where its gradients are small, the division "
    "makes them larger.",
    hints=[
        "Three lines, then return. The new mean keeps nine tenths of the old one and takes in a "
        "tenth of the gradient; the mean square likewise; the step uses the two new ones.",
        "mean = 0.9 * mean + 0.1 * gradient. The correction is np.sqrt(1 - 0.999**updates) / (1 - "
        "0.9**updates).",
    ],
    examples=[  # gradient, mean, mean square, number of the update, rate
        (0.5, 0.0, 0.0, 1, 0.01),
        (-0.2, 0.3, 0.04, 7, 0.1),
        # so small a gradient tells one epsilon from another
        ([3e-6, -2.0, 1e-3], [1e-6, 0.5, -2e-3], [2e-12, 1.0, 3e-7], 3, 0.05),
    ],
    mistakes={
        "step = rate * correction * mean / (np.sqrt(mean_square) + 1e-7)": (
            "The sign is turned round. The step is what is added, and it leads downhill: where the "
            "running mean is positive, it is negative."
        ),
        "correction = 1": "There is no correction. Both running means begin at 0 and are too "
        "small at first, each by another factor: np.sqrt(1 - 0.999**updates) / (1 - 0.9**updates) "
        "makes up for it.",
        "mean_square = 0.999 * mean_square + 0.001 * mean**2": "You squared the running mean. "
        "mean_square is the running mean of the gradient's square.",
        "mean = 0.999 * mean + 0.001 * gradient\n"
        "mean_square = 0.9 * mean_square + 0.1 * gradient**2": "The betas are swapped. The mean "
        "keeps 0.9 of itself, the mean square 0.999.",
        "mean = 0.1 * mean + 0.9 * gradient\n"
        "mean_square = 0.001 * mean_square + 0.999 * gradient**2": "You keep the small share and "
        "take in the large one. beta is what is kept: beta * mean + (1 - beta) * gradient.",
        **dict.fromkeys(
            [
                "mean = 0.1 * gradient",
                "mean_square = 0.001 * gradient**2",
                "mean = 0.1 * gradient\nmean_square = 0.001 * gradient**2",
            ],
            "What was there before is missing in mean, in mean_square or in both: of the old mean "
            "0.9 stays, and of the old mean_square 0.999.",
        ),
        "correction = np.sqrt((1 - 0.999**updates) / (1 - 0.9**updates))": (
            "You took the root of the whole correction. Only its upper part is under the root: "
            "np.sqrt(1 - 0.999**updates) / (1 - 0.9**updates)."
        ),
        **dict.fromkeys(
            [
                "step = -rate * correction * mean / np.sqrt(mean_square) + 1e-7",
                "correction = np.sqrt(1 - 0.999**updates) / 1 - 0.9**updates",
                "correction = np.sqrt(1 - 0.999**updates)\n"
                "step = -rate * (correction - 0.9**updates * mean / (np.sqrt(mean_square) + 1e-7))",
                "correction = np.sqrt(1 - 0.999**updates)\n"
                "step = -rate * correction - 0.9**updates * mean / (np.sqrt(mean_square) + 1e-7)",
            ],
            "A bracket is missing: * and / come before + and -. Put brackets around all that "
            "stands below a line of the fraction.",
        ),
        **dict.fromkeys(
            [
                "mean = 0.9 * mean + gradient",
                "mean = 0.9 * mean + gradient\nmean_square = 0.999 * mean_square + gradient**2",
            ],
            "Of the new gradient a tenth comes in, and of its square a thousandth: (1 - beta) * "
            "new. You added it whole.",
        ),
        "step = -rate * correction * mean / np.sqrt(mean_square + 1e-7)": (
            "Your epsilon is inside the root. Add it afterwards: np.sqrt(mean_square) + epsilon."
        ),
        "correction = 1 / (1 - 0.9**updates)\n"
        "step = -rate * correction * mean / (np.sqrt(mean_square / (1 - 0.999**updates)) + 1e-8)": (
            "That is another form of Adam: it adds an epsilon of 1e-8 to the corrected root. "
            "Keras, and the formula above, adds 1e-7 to np.sqrt(mean_square), and corrects "
            "afterwards."
        ),
        "step = -rate * correction * mean / np.sqrt(mean_square)": "Your epsilon is missing. "
        "Where a gradient has always been 0, you would divide by 0.",
        "step = -rate * correction * mean / (np.sqrt(mean_square) + 1e-8)": (
            "Your epsilon is 1e-8, which other libraries have. Keras, and the formula above, has "
            "1e-7."
        ),
        "mean_square = 0.999 * mean_square + 0.001 * gradient": "Into mean_square you took the "
        "gradient itself. It is the running mean of its square: gradient**2.",
        "step = -rate * correction * gradient / (np.sqrt(mean_square) + 1e-7)": (
            "Your step goes along the gradient of now. Adam goes along the running mean: put the "
            "new mean in its place."
        ),
        "correction = np.sqrt(1 - 0.999) / (1 - 0.9)": "Your correction is that of the first "
        "update. It fades as the means fill up: 0.9**updates and 0.999**updates.",
        "mean = 0.1 * gradient\nmean_square = 0.001 * gradient**2\n"
        "correction = np.sqrt(0.001) / 0.1": "That is the first update, in which both means were "
        "0. Later 0.9 of the old mean stays, and 0.999 of the old mean_square; and the correction "
        "goes by the number of the update.",
        **dict.fromkeys(
            ["return step, mean_square, mean", "return step, mean, mean_square"],
            "The three are right, in another order. Give back mean, mean_square, step.",
        ),
        "step = -rate * correction * mean / (mean_square + 1e-7)": "You divide by the mean square "
        "itself. Its root has the size of a gradient: take np.sqrt.",
        "step = -rate / correction * mean / (np.sqrt(mean_square) + 1e-7)": (
            "Your correction is upside down: np.sqrt(1 - 0.999**updates) stands above, and 1 - "
            "0.9**updates below."
        ),
        "correction = (1 - 0.999**updates) / (1 - 0.9**updates)": "The correction has a root of 1 "
        "- 0.999**updates: mean_square is under a root as well.",
        "correction = 1 / (1 - 0.9**updates)\n"
        "step = -rate * correction * mean / (np.sqrt(mean_square / (1 - 0.999**updates)) + 1e-7)": (
            "That is another form of Adam, which adds epsilon to the corrected root. Keras adds it "
            "to np.sqrt(mean_square), and corrects afterwards."
        ),
        "correction = np.sqrt(1 - 0.999 ** (updates + 1)) / (1 - 0.9 ** (updates + 1))": (
            "updates is counted from 1 already: take it as it is, without adding 1."
        ),
        "step = -correction * mean / (np.sqrt(mean_square) + 1e-7)": (
            "You forgot the learning rate: it multiplies the step."
        ),
        "return mean / (1 - 0.9**updates), mean_square / (1 - 0.999**updates), step": (
            "Your step is right, but you gave back corrected means. The next update goes on with "
            "the uncorrected ones: give those back."
        ),
        "before, square_before = mean, mean_square\n"
        "step = -rate * correction * before / (np.sqrt(square_before) + 1e-7)": (
            "Your step uses the means of before. First take the new gradient in, then step."
        ),
        "step = -rate * gradient": "That is the step of plain gradient descent. Adam's direction "
        "is the running mean, and its size comes from the running mean square.",
    },
    praise="At update 1 the step is nearly as long as the learning rate, whether the gradient is "
    "0.5 or 0.001: Adam divides by its size.",
)

difference = ChoiceExercise(
    name="lesson4.difference",
    code='my_choice = "C"',
    because="Compare after one update, then after two. What differs at once is in the start, the "
    "loss or the rate; what differs later has a memory.",
    hints=[
        "Go through the four: would the weights be equal after one update?",
        "One of them needs an update that came before.",
    ],
    answers={
        "A": "Another learning rate makes the very first step longer or shorter: the two would "
        "differ after update 1. What has no say in the first update?",
        "B": "A factor of the loss is a factor of each gradient, so the first step would be "
        "longer or shorter: the two would differ after update 1. What has no say in it?",
        "C": "Momentum keeps a part of the last step. At update 1 there is none; from update 2 on "
        "there is. When a difference begins tells you where to look.",
        "D": "With other first weights the two would differ before any update. What has no say in "
        "the first update?",
    },
)

stop_early = Exercise(
    name="lesson4.stop_early",
    code="""
        def my_callback():
            return keras.callbacks.EarlyStopping(
                monitor="val_loss", patience=5, restore_best_weights=True
            )
    """,
    because="It is the patience of lesson 3. Without restore_best_weights, the weights would be "
    "those of 5 epochs after the best.",
    hints=[
        "Keras has a callback for it, keras.callbacks.EarlyStopping. It wants to know what to "
        "watch, how long to wait, and whether to go back to the best weights.",
        'Its three settings by name: monitor="val_loss", patience=5, and '
        "restore_best_weights=True.",
    ],
    judged_by=judge_callback,
)

# Tasks, judged in the explorers

FEW, MANY = 3, PROBLEM.settings["hidden"].default  # hidden neurons
FEW_EPOCHS = 300
HIGHEST_WITH_MOMENTUM = 0.2  # a rate that is too small for gradient descent


def _judge_few(frame):
    if frame.values["hidden"] > FEW:
        return wrong(f"Take {FEW} hidden neurons or fewer.")
    near = _near_rows(frame)
    if near < 4:
        return wrong(f"{near} of 4 rows are within {TOLERANCE:g}. {_what_it_lacks(frame)}")
    return right("Where a start gets stuck, it does so in Keras as well.")


def _judge_right_not_near(frame):
    examples = frame.made.examples
    off = np.abs(frame.network.predict(examples.inputs) - examples.targets)
    near = _near_rows(frame)
    if off.max() >= 0.5:
        return wrong(f"{(off < 0.5).sum()} of 4 rows are right, rounded. {_what_it_lacks(frame)}")
    if near:
        return wrong(
            f"{near} of 4 rows are within {TOLERANCE:g} already. Press Reset, and train more "
            "slowly, or less."
        )
    return right(f"100 % right, and the nearest row is {off.min():.2f} away from its target.")


def _judge_in_time(optimizer, highest_rate=np.inf):
    """Return a judge of whether this optimizer brings all rows near in a few epochs."""

    def judged(frame):
        values, near = frame.values, _near_rows(frame)
        if values["optimizer"] != optimizer or values["hidden"] != MANY:
            return wrong(f"Choose {optimizer}, and {MANY} hidden neurons.")
        if values["learning_rate"] > highest_rate:
            return wrong(f"Take a rate of {highest_rate:g} or less.")
        if frame.history.epochs > FEW_EPOCHS:
            return wrong(
                f"{frame.history.epochs:,} epochs: press Reset, and train {FEW_EPOCHS} or fewer."
            )
        if near < 4:
            return wrong(f"{near} of 4 rows are within {TOLERANCE:g}. {_what_it_lacks(frame)}")
        return right(
            f"All are there after {frame.history.epochs} epochs, at the rate "
            f"{values['learning_rate']:g}."
        )

    return judged


def _near_rows(frame):
    examples = frame.made.examples
    return int(is_within(frame.network.predict(examples.inputs), examples.targets).sum())


def _what_it_lacks(frame):
    """Say what to try with a network that is not there."""
    losses = frame.history.loss
    if losses[-1] >= losses[0]:
        return "The loss has risen: take shorter steps."
    return (
        "Where the loss still falls, train longer or take longer steps; where it stands still, "
        "take another start."
    )


few_neurons = Task(
    name="lesson4.few_neurons",
    words=f"With {FEW} hidden neurons or fewer, bring all four rows within {TOLERANCE:g} of their "
    "targets.",
    hint="Some starts get stuck, as in lesson 2: start stands under More. Or take tanh.",
    judged_by=_judge_few,
    solution="keras:1 hidden=3 activation=tanh epochs=1000",
)
right_not_near = Task(
    name="lesson4.right_not_near",
    words="End a training while all four rows are right, rounded, and none is within "
    f"{TOLERANCE:g} of its target yet.",
    hint="At Adam's usual rate, 0.001, there is much time between the two.",
    judged_by=_judge_right_not_near,
    solution="keras:1 learning_rate=0.001 epochs=500",
)
descent_in_time = Task(
    name="lesson4.descent_in_time",
    words=f"With gradient descent and {MANY} neurons, bring all four rows within {TOLERANCE:g} in "
    f"{FEW_EPOCHS} epochs or fewer.",
    hint="Keras's usual rate, 0.01, is much too small here.",
    judged_by=_judge_in_time("gradient descent"),
    solution="keras:1 optimizer=gradient_descent learning_rate=2",
)
a_tenth_of_the_rate = Task(
    name="lesson4.a_tenth_of_the_rate",
    words=f"With momentum, do the same at a rate of {HIGHEST_WITH_MOMENTUM:g} or less.",
    hint="On a long slope its steps become ten times as long as the plain ones.",
    judged_by=_judge_in_time("momentum", HIGHEST_WITH_MOMENTUM),
    solution="keras:1 optimizer=momentum learning_rate=0.2",
)

TASKS = [few_neurons, right_not_near, descent_in_time, a_tenth_of_the_rate]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
