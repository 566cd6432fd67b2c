"""The exercises of lesson 2, in its order."""

import numpy as np

from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.hand_judges import judge_shapes, judge_xor
from nnlib.exercises.matching import MatchingExercise
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.sentences import SentenceExercise
from nnlib.exercises.tasks import Task, still_falls
from nnlib.exercises.values import NumberExercise
from nnlib.metrics import is_within

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
    "way back needs hidden as well.",
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
        "way back needs it: return hidden, outputs",
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
    "it feeds, each times the weight of the line between.",
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
        "d_hidden = output_delta * output_weights": "Over each line goes its delta times its "
        "weight, and a hidden neuron adds up what comes back over all of its lines. That is @, "
        "with the transpose: output_delta @ output_weights.T.",
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

backward_order = OrderingExercise(
    name="lesson2.backward_order",
    code='my_order = "CFBDAE"',
    because="The blame of the outputs, their delta, back through the weights, the delta of the "
    "hidden layer; and when all deltas are there, both updates, in either order.",
    hints=[
        "Two lines change weights. Which other lines need the old ones?",
        "Begin with C. The blame goes back over the lines on which the hidden outputs came: whose "
        "weights are those?",
    ],
    lines={
        "A": "output_weights -= hidden.T @ output_delta",
        "B": "d_hidden = output_delta @ output_weights.T",
        "C": "d_outputs = outputs - targets",
        "D": "hidden_delta = d_hidden * slope(hidden)",
        "E": "hidden_weights -= inputs.T @ hidden_delta",
        "F": "output_delta = d_outputs * slope(outputs)",
        "G": "d_hidden = output_delta @ hidden_weights.T",
    },
    false={
        "G": "G goes back through the weights before the hidden layer. The hidden outputs went "
        "forward over those after it, and the blame comes back the same way. (Nor do the shapes "
        "fit: (4, 1) @ (3, 4).)"
    },
    before={
        "CF": "A delta is blame times slope, so the blame of the outputs comes first.",
        "FB": "What goes back through the weights is the delta of the outputs.",
        "FA": "The update needs the delta of the outputs.",
        "BA": "A changes the output weights, and B still needs those with which the outputs came "
        "about. No error appears, and the network often learns all the same; a gradient check "
        "finds it.",
        "BD": "The delta of the hidden layer is made of its blame.",
        "DE": "The update needs the delta of the hidden layer.",
    },
    praise="All deltas first, then all updates: the blame goes back through the weights with "
    "which the outputs came about.",
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

why_alike = SentenceExercise(
    name="lesson2.why_alike",
    question="The four hidden neurons start with the same weights. Why do they stay alike for "
    "good, however long they train?",
    code="""
        my_reason = (
            "Equal neurons answer the same and reach the output over equal weights, so they get "
            "the same blame, change by the same amount, and are equal again after each update."
        )
    """,
    because="So the first weights are random: not as good guesses, but to make neurons differ.",
    hints=[
        "What does each of the four put out? And over which weights does its blame come back?",
        "Follow one update: are there any two numbers in it that differ between the neurons?",
    ],
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

three_starts = MatchingExercise(
    name="lesson2.three_starts",
    code="""
        learns = "B"
        plateau = "C"
        too_long_steps = "A"
    """,
    because="A fall that lasts, a level stretch, and a fall that ends in jumps.",
    hints=[
        "On a plateau the loss hardly changes from one epoch to the next. Which curve is level "
        "nearly from the start?",
        "A step that is too long lands higher than it began: look for a curve that goes up again.",
    ],
    shows={
        "A": "it falls at first, and then jumps up again.",
        "B": "it falls, and stays low.",
        "C": "it is level for thousands of epochs.",
    },
    mistakes={("plateau", "A"): "it is level for long, but what threw it up there?"},
    praise="The same network and the same settings: only the random start differs.",
)


ENOUGH_EPOCHS, USUAL_RATE, FEW_NEURONS = 2000, 1.0, 3


def _judge_stuck(frame):
    if frame.values["gate"] != "XOR" or frame.values["hidden"] != 2:
        return wrong("Leave the gate XOR and the 2 hidden neurons as they are.")
    if frame.history.epochs < ENOUGH_EPOCHS or frame.values["learning_rate"] > USUAL_RATE:
        return wrong(
            f"Train {ENOUGH_EPOCHS:,} epochs or more, at a rate of {USUAL_RATE:g} or less."
        )
    right_rows = _right_rows(frame)
    if right_rows == len(frame.made.examples.inputs):
        return wrong("This start succeeds: all 4 rows are right. Take another one.")
    return right(f"{right_rows} of 4 rows are right. Do the hidden neurons tell the others apart?")


def _judge_dead(frame):
    if frame.values["activation"] != "relu":
        return wrong("Choose relu.")
    hidden, _ = frame.network.forward(frame.made.examples.inputs)
    dead = (hidden == 0).all(axis=0)
    if not dead.all() or not frame.history.epochs:
        return wrong(f"{dead.sum()} of {dead.size} answer 0 to every row. Make the steps longer.")
    return right("All are dead: their slopes are 0, so are their deltas, and none comes back.")


def _judge_parity(frame):
    if frame.values["gate"] != "parity of three":
        return wrong("Choose parity of three.")
    if frame.values["hidden"] > FEW_NEURONS:
        return wrong(f"Take {FEW_NEURONS} hidden neurons or fewer.")
    right_rows = _right_rows(frame)
    if right_rows < len(frame.made.examples.inputs) and frame.values["hidden"] == 1:
        return wrong(f"{right_rows} of 8 rows are right. One hidden neuron is too few: take more.")
    if right_rows < len(frame.made.examples.inputs):
        what_to_do = "The loss stands still after so many epochs: take another start."
        if still_falls(frame.history.loss):
            what_to_do = "The loss still falls: train on."
        elif frame.history.epochs < ENOUGH_EPOCHS:
            what_to_do = "A loss that stands still may fall later: train on."
        return wrong(f"{right_rows} of 8 rows are right. {what_to_do}")
    return right(
        "Three do it from nearly every start, two from most. Two can do it without three lines: "
        "one rises gently, the other falls steeply in the middle; together they go up, down, up."
    )


def _right_rows(frame):
    examples = frame.made.examples
    return int(is_within(frame.network.predict(examples.inputs), examples.targets).sum())


a_start_that_fails = Task(
    name="lesson2.a_start_that_fails",
    words="Find a start from which XOR with 2 hidden neurons is not solved in "
    f"{ENOUGH_EPOCHS:,} epochs.",
    hint="The setting start stands under More. About one in six fails.",
    judged_by=_judge_stuck,
    solution="gates:1 start=3",
)

dead_neurons = Task(
    name="lesson2.dead_neurons",
    words="With relu, train until every hidden neuron answers 0 to every row.",
    hint="Long steps do it: a learning rate of 10.",
    judged_by=_judge_dead,
    solution="gates:1 activation=relu learning_rate=10",
)

parity_with_few = Task(
    name="lesson2.parity_with_few",
    words=f"Get all 8 rows of parity of three right, with {FEW_NEURONS} hidden neurons or fewer.",
    hint="It takes more epochs than XOR; and some starts fail.",
    judged_by=_judge_parity,
    solution="gates:1 gate=parity_of_three hidden=3 epochs=5000",
)

TASKS = [a_start_that_fails, dead_neurons, parity_with_few]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
