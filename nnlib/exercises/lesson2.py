"""The exercises of lesson 2, in its order."""

from functools import cache

import numpy as np

from nnlib import checks
from nnlib.datasets import parity3
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.hand_judges import judge_shapes, judge_xor
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.plain import as_number, shown
from nnlib.exercises.values import ChoiceExercise, NumberExercise
from nnlib.metrics import TOLERANCE
from nnlib.network import Dense, Network
from nnlib.training import train

opening = Opening(
    Question(
        "B",
        {
            "A": "0 is 2 - 3 + 1: the second weight was counted, but its input is 0, and 0 times "
            "-3 adds nothing.",
            "B": "1 times 2, plus 0 times -3, plus the bias 1.",
            "C": "0.95 is the output. The weighted sum comes before the sigmoid.",
        },
    ),
    Question(
        "C",
        {
            "A": "The output is too high, so weights go down, but only those whose input is not 0. "
            "Look at the input.",
            "B": "The output is too high, so no weight goes up. And what is the input here?",
            "C": "The change is error times slope times input, and the input is 0.",
        },
    ),
    Question(
        "B",
        {
            "A": "The sum is 0. The output is what the sigmoid makes of it.",
            "B": "Without a bias the sum of this row is 0, whatever the weights, and the sigmoid "
            "of 0 is 0.5.",
            "C": "Each weight is multiplied by 0 here, so none of them counts.",
        },
    ),
)

xor_by_hand = Exercise(
    name="lesson2.xor_by_hand",
    code="""
        my_hidden_weights = [[10, 10], [10, 10]]
        my_hidden_biases = [-5, -15]
        my_output_weights = [10, -10]
        my_output_bias = -5
    """,
    because="The first hidden neuron is OR, the second one AND. For 1 1 both say yes, and AND "
    "takes away what OR has brought. There are many other solutions.",
    hints=[
        "Let one hidden neuron be OR and the other AND, as you have made AND in lesson 1. XOR is "
        "1 where OR says yes and AND says no.",
        "The output neuron gives OR a positive weight, AND a negative one, and needs a negative "
        "bias. For OR, [[10, ...], [10, ...]] with the bias -5 will do.",
    ],
    judged_by=judge_xor,
)

shapes = Exercise(
    name="lesson2.shapes",
    code="""
        hidden_weights_shape = (3, 5)
        hidden_shape = (8, 5)
        output_weights_shape = (5, 1)
        outputs_shape = (8, 1)
    """,
    because="Weights: (what comes in, neurons). Outputs: (samples, neurons). With a thousand "
    "samples only the two 8s would change.",
    hints=[
        "Outputs have a row for each sample. Weights have a row for each number that comes in, "
        "and a column for each neuron.",
        "hidden is inputs @ hidden_weights through the sigmoid: (8, 3) @ (3, 5). The two numbers "
        "in the middle must be equal, and go.",
    ],
    judged_by=judge_shapes,
)

_random = np.random.default_rng(1)
forward = FunctionExercise(
    name="lesson2.forward",
    code="""
        def my_forward(inputs, hidden_weights, output_weights):
            hidden = sigmoid(inputs @ hidden_weights)
            outputs = sigmoid(hidden @ output_weights)
            return hidden, outputs
    """,
    because="What the first layer puts out, the second one takes in. Both are returned, since the "
    "backward pass needs hidden as well.",
    hints=[
        "Each layer does what a single neuron did: sigmoid(what comes in @ weights).",
        "hidden = sigmoid(inputs @ hidden_weights), and the next line begins with hidden.",
    ],
    examples=[
        # Square tables let a mistake about shapes come to a result; the next ones do not.
        tuple(_random.normal(size=shape) for shape in [(3, 3), (3, 3), (3, 1)]),
        tuple(_random.normal(size=shape) for shape in [(5, 3), (3, 4), (4, 2)]),
    ],
    mistakes={
        "return outputs": "The outputs are right, but hidden is to come back too, since the "
        "backward pass needs it: return hidden, outputs",
        "return hidden": "That is the hidden layer alone. It is the input of the output neuron: "
        "go on with hidden @ output_weights, and return both.",
        "return outputs, hidden": "Both are right, in the wrong order: return hidden first, then "
        "outputs.",
        "hidden = inputs @ hidden_weights": "You forgot the sigmoid in the hidden layer. Without "
        "it two layers are no more than one: two tables of weights multiplied make one table of "
        "weights.",
        "hidden = inputs @ hidden_weights\nreturn outputs": "You forgot the sigmoid in the hidden "
        "layer, and return the outputs alone.",
        "outputs = sigmoid(inputs @ hidden_weights @ output_weights)": (
            "hidden is right, but the outputs are made from its sums. What goes on to the next "
            "layer is hidden, behind the sigmoid."
        ),
        "outputs = hidden @ output_weights": "You forgot the sigmoid in the output layer: what "
        "you return second are its sums.",
        "hidden = inputs @ hidden_weights\noutputs = hidden @ output_weights": (
            "There is no sigmoid yet, and it belongs to both layers: sigmoid(...) twice."
        ),
        "return inputs @ hidden_weights, outputs": "The outputs are right. But what you return "
        "first are the sums of the hidden layer: return it behind the sigmoid.",
        "hidden = sigmoid(-inputs @ hidden_weights)\n"
        "outputs = sigmoid(-hidden @ output_weights)": "Your sigmoid is turned round: it gives 1 "
        "minus the right numbers. Mind the minus in exp(-s), or use sigmoid(...).",
        "outputs = sigmoid(inputs @ output_weights)": "Your output layer looks at the inputs. It "
        "must look at what the hidden layer says: hidden @ output_weights.",
        "hidden = sigmoid(sigmoid(inputs @ hidden_weights))": "hidden has been through the "
        "sigmoid twice. Once is enough.",
        "outputs = sigmoid(sigmoid(hidden) @ output_weights)": "You put hidden through the "
        "sigmoid again on its way to the output layer. It has been through it already.",
        "hidden = sigmoid(inputs @ hidden_weights.T)": "You turned the hidden weights on their "
        "side. They have a row for each input already, so inputs @ hidden_weights fits as it is.",
        "hidden = sigmoid(hidden_weights @ inputs)": "You wrote weights @ inputs. The order "
        "counts: inputs @ weights takes each row of the inputs to each column of the weights.",
    },
    praise="The outputs of one layer are the inputs of the next: the same line twice.",
)

hidden_delta = FunctionExercise(
    name="lesson2.hidden_delta",
    code="""
        def my_hidden_delta(output_delta, output_weights, hidden):
            d_hidden = output_delta @ output_weights.T
            return d_hidden * slope(hidden)
    """,
    because="A hidden neuron has no target. Its blame is what comes back from the deltas "
    "behind it, each times the weight of the line between.",
    hints=[
        "First the blame of the hidden neurons: output_delta goes back through the weights on "
        "which the hidden outputs went forward. Which table must be turned on its side?",
        "d_hidden = output_delta @ output_weights.T; and a delta is blame times slope.",
    ],
    examples=[
        # Again a square one first. The last one is as large as the lesson's network.
        (_random.normal(size=(2, 2)), _random.normal(size=(2, 2)), _random.random((2, 2))),
        (_random.normal(size=(5, 2)), _random.normal(size=(3, 2)), _random.random((5, 3))),
        (_random.normal(size=(4, 1)), _random.normal(size=(4, 1)), _random.random((4, 4))),
    ],
    mistakes={
        "return d_hidden": "That is the blame of the hidden layer. A delta is blame times "
        "slope: multiply by the slope of hidden.",
        "return np.sum(d_hidden) * slope(hidden)": "You added everything up. The sign @ has "
        "done the adding already: each row and each hidden neuron keeps a blame of its own.",
        "d_hidden = output_delta @ output_weights": "The transpose is missing. output_delta "
        "has a column for each output, and so has output_weights, so (4, 1) @ (4, 1) does not "
        "fit. output_weights.T is (1, 4): it leads from the outputs back to the hidden neurons.",
        "return output_delta @ output_weights": "The transpose is missing, and the slope too: "
        "output_delta @ output_weights.T leads back to the hidden neurons, and times the slope of "
        "hidden it is the delta.",
        **dict.fromkeys(
            [
                "d_hidden = output_delta * output_weights.T",
                "d_hidden = output_delta * output_weights[:, 0]",
                "d_hidden = np.outer(output_delta, output_weights)",
            ],
            "It is right for a single output. With several, each hidden neuron adds up what comes "
            "back from all of them: use @ where you multiply by the weights.",
        ),
        "return d_hidden * slope(sigmoid(hidden))": "You put hidden through the sigmoid "
        "again. It holds outputs of neurons already, and slope takes outputs.",
        "return d_hidden * slope(output_delta)": "You took the slope of output_delta. The "
        "slope is that of the neurons whose delta you want: hidden.",
        "return d_hidden * slope(d_hidden)": "You took the slope of the blame. slope "
        "takes what the neurons put out: hidden.",
        "return slope(d_hidden)": "You took the slope of the blame. Wanted is the blame times "
        "the slope of hidden.",
        "return output_delta @ slope(output_weights).T": "You took the slope of the weights. "
        "slope takes what the neurons put out: hidden.",
        "return (output_delta * slope(hidden)) @ output_weights.T": "You multiplied by the slope "
        "too early. First carry output_delta back through the weights: only then there is a "
        "number for each hidden neuron.",
        "return hidden.T @ output_delta": "That is the change of output_weights. Wanted is the "
        "delta of the hidden layer: go back through the weights, output_delta @ output_weights.T.",
        "return output_delta @ hidden.T": "You went back through hidden. The way back leads "
        "through the weights: output_delta @ output_weights.T.",
        "d_hidden = output_weights @ output_delta.T": "Your blame stands on its side: "
        "output_weights @ output_delta.T has a column for each sample. Write output_delta @ "
        "output_weights.T.",
        "return (d_hidden * slope(hidden)).T": "The numbers are right, but the table stands "
        "on its side. A row belongs to a sample, as in hidden.",
        **dict.fromkeys(
            ["return d_hidden * hidden", "return d_hidden * (1 - hidden)"],
            "One factor of the slope is missing: hidden * (1 - hidden).",
        ),
        "return d_hidden * hidden * 1 - hidden": "Python multiplies before it subtracts. Put "
        "brackets around 1 - hidden.",
        "return d_hidden * hidden * (hidden - 1)": "The sign is turned round. The slope of "
        "the sigmoid is never negative, and output_delta has its sign already.",
        "return slope(hidden)": "That is the slope alone. Multiply it by the blame that comes "
        "back, output_delta @ output_weights.T.",
        "return d_hidden + slope(hidden)": "You added the slope. Multiply by it: where a "
        "neuron is sure, its slope is nearly 0, and so must be its delta.",
    },
    praise="Back through the weights, then times the slope: this one line is backpropagation.",
)

BUGGY_BACKWARD = """\
d_outputs = outputs - targets                   # A
output_delta = d_outputs * slope(outputs)       # B
output_weights -= hidden.T @ output_delta       # C
d_hidden = output_delta @ output_weights.T      # D
hidden_delta = d_hidden * slope(hidden)         # E
hidden_weights -= inputs.T @ hidden_delta       # F
"""

wrong_order = ChoiceExercise(
    name="lesson2.wrong_order",
    code='my_line = "C"',
    because="All deltas first, then all updates. The network often learns with this bug too, "
    "since the new weights are near the old ones: nothing stops, and nobody notices. A comparison "
    "with the numerical gradient does.",
    hints=[
        "Two lines change weights. Does any line below still need the old ones?",
        "The blame must go back through the weights that made the outputs. In which line does it "
        "go back, and what has happened to those weights before?",
    ],
    answers={
        "A": "Line A is right, and the first thing to be known: output - target, positive where "
        "the output is too high. For each other line ask: which values does it read, and has a "
        "line above changed them?",
        "B": "Line B is right: blame times slope, and slope gets outputs, as it expects. For each "
        "other line ask: which values does it read, and has a line above changed them?",
        "C": "It changes output_weights, and line D then carries the blame back through the new "
        "ones. But the outputs were made with the old ones. Put C below D, and every line is "
        "right.",
        "D": "Line D is right as it is written: back through the output weights, transposed. But "
        "the outputs were made with the old output weights. Which line sees to it that D gets "
        "others?",
        "E": "Line E is right: the hidden blame times the slope at the hidden outputs, which "
        "nothing has changed. Look for a line that changes what a later one still needs.",
        "F": "Line F is right: (3, 4) @ (4, 4) gives (3, 4), the shape of the hidden weights; and "
        "since it comes last, it spoils nothing. Look for another line with -=.",
    },
)

cancelled_slope = NumberExercise(
    name="lesson2.cancelled_slope",
    code="my_times = 0.99 / (0.99 * 0.99 * 0.01)",
    because="0.99 stands in both deltas and cancels, so that 1 / slope remains: 1 / 0.0099 = 101.",
    hints=[
        "With cross-entropy the delta is output - target alone. With half the squared error it "
        "is that times the slope.",
        "The slope at the output 0.99 is 0.99 * (1 - 0.99). By which number must 0.99 * slope be "
        "multiplied to give 0.99?",
    ],
    tolerance=1.02,
    mistakes={
        0.99 * 0.01: "That is the slope: how many times smaller the other one is. The question is "
        "the other way round: divide 1 by it.",
        0.99: "That is the delta with cross-entropy. Divide it by the other delta, which is this "
        "times slope.",
        -0.99: "That is the error, target - output. With cross-entropy it is the delta, but for "
        "the sign. Divide it by the other delta, which is the same times slope.",
        0.99 * 0.99 * 0.01: "That is the delta with half the squared error. Divide the other "
        "delta by it.",
        -0.99 * 0.99 * 0.01: "That is the delta with half the squared error, with the sign of "
        "target - output. Divide the other delta by it.",
        99: "You divided 0.99 by 0.01. The slope is 0.99 * 0.01, and the delta with half the "
        "squared error is 0.99 times this slope: three factors.",
        1 / 0.0099**2: "You have the slope in it twice. With cross-entropy the delta is output - "
        "target alone, 0.99: the slope cancels.",
        -1 / 0.0099: "Both deltas pull the same way, so the quotient is positive.",
        0.5 / 0.0099: "You took the squared error without the half: there a factor 2 comes in. "
        "Here it is half the square.",
        2 / 0.0099: "The half of half the squared error is gone once you take the derivative: the "
        "delta is blame times slope.",
        1: "Then the two losses would make the same step. Only one of the deltas has the slope in "
        "it.",
        float(-np.log(0.01) / (0.99**2 / 2)): "You compared the two losses. The step depends on "
        "the deltas: how fast each loss changes with the weighted sum.",
    },
    praise="0.99 against 0.99 * 0.0099 = 0.0098: the slope is gone, and so is the brake. A neuron "
    "that is sure and wrong now learns fast.",
)

baseline = NumberExercise(
    name="lesson2.baseline",
    code="my_share = 6 / 8",
    because="Two of the eight rows have the target 1, six have 0. What the laziest program "
    "reaches is called the baseline.",
    hints=[
        "Such a program is right in every row whose target is 0. How many are there?",
        "The target is 1 for 0 0 0 and 1 1 1, and 0 in the other six rows.",
    ],
    tolerance=0.002,
    mistakes={
        0.25: "That is the share of the 1s: the rows that such a program gets wrong.",
        6: "6 rows are right. The share is this number divided by all 8.",
        75: "That is the percentage. As a share, 1 stands for all of them: divide by 100.",
        2: "2 is the number of rows that it gets wrong. Which share does it get right?",
        0.5: "Half is what tossing a coin gives. This program does not toss one: count the rows "
        "whose target is 0.",
        0: "It is right wherever the target is 0, and there are such rows. Count them.",
        1: "It is wrong wherever the target is 1, and there are two such rows.",
        0.125: "That is one row in eight. Count all rows whose target is 0.",
        0.875: "Two rows have the target 1, not one: when all are 0, and when all are 1.",
    },
    praise="6 of the 8 targets are 0. So 0.75 is no achievement: it is what you get for nothing, "
    "and what a trained network must beat.",
)

STARTS = 200
ENOUGH_STARTS = 180  # nine in ten
MOST_HIDDEN = 6
# What starts_that_solve_parity gives for 1, 2 and so on, give or take two on another computer: to
# train them all again would take longer than an answer may.
ABOUT = (0, 120, 195, 200, 200, 200)


def starts_that_solve_parity(hidden):
    """Return how many of 200 networks learn the parity of three inputs.

    All have biases and so many hidden neurons; they differ in their random start. Each trains for
    5,000 epochs at the rate 1, and has learned it if all eight outputs are within 0.1.

    Parameters
    ----------
    hidden : int
        From 1 to 6.
    """
    hidden = checks.whole_number(hidden, "hidden")
    if hidden > MOST_HIDDEN:
        raise ValueError(f"hidden must be {MOST_HIDDEN} or less, to spare you the wait.")
    return _starts_that_solve_parity(hidden)


@cache
def _starts_that_solve_parity(hidden):
    table = parity3()
    layers = [
        Dense(3, hidden, "sigmoid", initializer="normal"),
        Dense(hidden, 1, "sigmoid", initializer="normal"),
    ]
    networks = Network(layers, rng=1, copies=STARTS)
    train(
        networks,
        table.inputs,
        table.targets,
        epochs=5000,
        learning_rate=1.0,
        loss="half_sum_of_squares",
    )
    errors = np.abs(networks.predict(table.inputs) - table.targets)
    return int((errors < TOLERANCE).all(axis=(1, 2)).sum())


def _judge_units(answer):
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return wrong("Two numbers are expected: first for a single start, then for 180.")
    for each in answer:
        if as_number(each) not in range(1, MOST_HIDDEN + 1):
            return wrong(
                f"Both must be whole numbers from 1 to {MOST_HIDDEN}, and {shown(each)} is none."
            )
    possible, reliable = (int(as_number(each)) for each in answer)
    if possible > reliable:
        return wrong(
            f"That cannot be: if 180 starts succeed with {reliable}, then one does too, and the "
            f"first number is not {possible}. Have you swapped the two?"
        )
    for hidden, wanted in ((possible, 1), (reliable, ENOUGH_STARTS)):
        count = ABOUT[hidden - 1]
        said = f"With {hidden}, {'about ' if count else ''}{count} of 200 starts succeed"
        if count < wanted:
            return wrong(f"{said}, and at least {wanted} is asked for. Try more neurons.")
        if hidden > 1 and ABOUT[hidden - 2] >= wanted:
            return wrong(f"{said}: at least {wanted}, but one neuron fewer is enough for that.")
    return right(
        f"From 1 neuron to 3, about {', '.join(map(str, ABOUT[:3]))} of 200 starts succeed. Two "
        "can do it without three cuts: one rises gently, the other falls steeply in the middle, "
        "and together they go up, down and up again. That such weights exist is one thing, that "
        "training finds them is another."
    )


units_for_parity = Exercise(
    name="lesson2.units_for_parity",
    code="my_possible = 2\nmy_reliable = 3",
    because="About four starts in ten do not find two that do it in 5,000 epochs. A third neuron "
    "that is not strictly needed makes it easy to find.",
    hints=[
        "Run lesson2.starts_that_solve_parity(4) in a cell of its own, then with fewer.",
        "One hidden neuron makes one cut, and then it is no better than none. Try 2 and 3.",
    ],
    judged_by=_judge_units,
)

EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
