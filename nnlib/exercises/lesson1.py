"""The exercises of lesson 1, in its order."""

import numpy as np

from nnlib.activations import SIGMOID
from nnlib.datasets import and_gate, first_input
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.plain import as_number, not_a_number
from nnlib.exercises.values import ChoiceExercise, NumberExercise, as_rate
from nnlib.network import Dense, Network
from nnlib.training import Training

weighted_sum = FunctionExercise(
    name="lesson1.weighted_sum",
    code="def weighted_sum(inputs, weights):\n    return inputs @ weights",
    because="For two rows of numbers, @ multiplies them pair by pair and adds up the products. "
    "np.dot(inputs, weights) and np.sum(inputs * weights) are right as well.",
    hints=[
        "Multiply each input by its weight: inputs * weights does it for all three at once.",
        "np.sum(...) adds up an array. The sign @ does both steps in one.",
    ],
    examples=[
        ([1.0, 0.0, 1.0], [2.0, -1.0, 0.5]),
        ([0.0, 1.0, 1.0, 0.5, -1.0], [-0.25, 4.0, -1.5, 2.0, 0.75]),
    ],
    mistakes={
        "return inputs * weights": "You multiplied, but did not add up: three products are still "
        "three numbers. Add them to a single one.",
        "return np.sum(inputs + weights)": "You added each weight to its input. A weight says how "
        "much an input counts, so multiply the two.",
        "return np.sum(weights)": "You added the weights alone. The inputs decide which weights "
        "count: multiply each weight by its input first.",
        "return np.sum(inputs) * np.sum(weights)": "You added first and multiplied afterwards. "
        "Multiply each input by its own weight, then add.",
        "return inputs[0] * weights[0]": "Only the first product is there. If you use a loop: "
        "does return stand inside it? Then it ends the function in the first round.",
        "return inputs[-1] * weights[-1]": "Only the last product is there. If you use a loop: = "
        "replaces what was there before, += adds to it.",
        "return inputs[:3] @ weights[:3]": "It is right for three inputs, but not for a longer "
        "row. Let the array say how many there are, or let NumPy add up.",
        "return np.mean(inputs * weights)": "You took the mean of the products. A neuron takes "
        "their sum.",
        "return sigmoid(inputs @ weights)": "You went one step too far: that is the neuron's "
        "output. Return the sum itself, without the sigmoid.",
    },
    praise="Each input times its weight, all added up: that is half of a neuron.",
)

output_by_hand = NumberExercise(
    name="lesson1.output_by_hand",
    code="my_output = sigmoid(1 * 2 + 0 * -1 + 1 * 0)",
    because="The sum is 2, whatever the second weight is: its input is 0. sigmoid(2) is 0.88.",
    hints=[
        "First the weighted sum: only the inputs that are 1 count.",
        "The sum is 2. Read the height of the curve above 2, or run sigmoid(2) in a new cell.",
    ],
    tolerance=0.006,
    mistakes={
        2.0: "2 is the weighted sum. The sigmoid turns it into the output: call sigmoid on it.",
        1.0: "You rounded to 1. The sigmoid comes near to 1 and never gets there: give two "
        "decimals.",
        SIGMOID.function(-2): "You are on the other side of 0.5: the sign of the sum is wrong. A "
        "positive sum gives an output above 0.5.",
        SIGMOID.function(1): "You counted the weight -1 as well, but its input is 0: 0 times -1 "
        "adds nothing.",
        SIGMOID.slope(SIGMOID.function(2)): "That is the slope, not the output.",
        1 / 1 + np.exp(-2): "An output above 1 cannot be. Mind the brackets: 1 / (1 + np.exp(-2)).",
        0.5: "0.5 is the output for a sum of 0. Here the sum is not 0: which of the inputs are 1, "
        "and what do their weights add up to?",
    },
    praise="The sum is 1 * 2 + 0 * -1 + 1 * 0 = 2, and the sigmoid of 2 is 0.88.",
)

slope = FunctionExercise(
    name="lesson1.slope",
    code="def my_slope(output):\n    return output * (1 - output)",
    because="No call of sigmoid here: the output has been through it already.",
    hints=[
        "Two factors: the output, and what is missing from the output to 1.",
        "What is missing to 1 is 1 - output. Mind the brackets.",
    ],
    examples=[([0.5],), ([0.9, 0.2, 0.01],)],
    mistakes={
        "return slope(sigmoid(output))": "You applied the sigmoid again. What comes in is an "
        "output already: use it as it is.",
        "return output * (output - 1)": "The sign is turned round: the sigmoid rises everywhere, "
        "so its slope is never negative. Write 1 - output, not output - 1.",
        "return output * 1 - output": "It gives 0 everywhere: Python multiplies before it "
        "subtracts, so output * 1 - output is nothing. Put brackets around 1 - output.",
        "return 1 - output": "You forgot one factor. As it is, the slope is largest at the output "
        "0, where the curve is flat.",
        "return output * (1 + output)": "A plus where a minus belongs: at the output 1 the curve "
        "is flat, so the slope must be 0 there.",
        "return (1 - output) ** 2": "You squared 1 - output. The two factors are different: one "
        "is the output.",
        "return 1 - output**2": "That is the slope of another curve, tanh. For the sigmoid it is "
        "the output times what is missing to 1.",
    },
    praise="It is 0.25 at the output 0.5, where the curve is steepest, and nearly 0 at both ends.",
)

_UPDATES = [
    (
        [[-0.2], [0.4], [-1.0]],
        first_input().inputs,
        first_input().targets,
    ),
    (
        [[0.5], [-0.5], [0.25]],
        [[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]],
        [[0.0], [1.0]],
    ),
]

one_update = FunctionExercise(
    name="lesson1.one_update",
    code="""
        def one_update(weights, inputs, targets):
            outputs = sigmoid(inputs @ weights)
            delta = (targets - outputs) * slope(outputs)
            return weights + inputs.T @ delta
    """,
    because="inputs.T @ delta adds up error x slope x input over all rows, for each weight.",
    hints=[
        "Four steps: outputs, errors (targets - outputs), errors times slopes, and the sum over "
        "the rows through inputs.T @ ...",
        "The second line is: delta = (targets - outputs) * slope(outputs)",
        "inputs.T has a row for each weight and a column for each example, so inputs.T @ delta "
        "has the shape of the weights.",
    ],
    examples=_UPDATES,
    mistakes={
        "return weights - inputs.T @ delta": "Target and output are swapped, or the change is "
        "subtracted: each step makes the error larger. The error is target - output, and the "
        "change is added.",
        "delta = targets - outputs": "You forgot the slope. Each error is multiplied by "
        "slope(output) before it meets the inputs.",
        "delta = (targets - outputs) * slope(inputs @ weights)": "You took the slope of the "
        "weighted sum. slope(...) expects the output, which has been through the sigmoid.",
        "delta = (targets - outputs) * slope(sigmoid(outputs))": "You put the output through the "
        "sigmoid a second time before taking the slope.",
        "delta = (targets - inputs @ weights) * slope(outputs)": "Your error compares the target "
        "with the weighted sum. Compare it with the output.",
        "return inputs.T @ delta": "That is the change alone. Add it to the weights, and return "
        "the sum.",
        "outputs = inputs @ weights": "You left out the sigmoid: inputs @ weights are the sums, "
        "and the outputs are sigmoid(inputs @ weights).",
        "for row, target in zip(inputs, targets):\n"
        "    output = sigmoid(row @ weights)\n"
        "    weights = weights + np.outer(row, (target - output) * slope(output))\n"
        "return weights": "You change the weights after each row, so that the next row meets "
        "other weights. Compute all outputs with the old weights, then change the weights once.",
        "return weights + (inputs.T @ delta).ravel()": "Your change is a plain row, and the "
        "weights are a column: adding the two makes a square table. Keep the change in a column, "
        "shape (inputs, 1).",
        "return weights + inputs.T @ delta / len(inputs)": "You divided by the number of rows. "
        "Here the changes of the rows are added up, not averaged.",
        "return weights * (inputs.T @ delta)": "You multiplied the weights by the change. Add it.",
    },
    praise="Error times slope, carried back to the weights through the inputs: this is the step "
    "in which a neuron learns.",
)

wrong_line = ChoiceExercise(
    name="lesson1.wrong_line",
    code='my_line = "C"',
    because="slope(output) is output * (1 - output). Given a weighted sum it returns nonsense, "
    "and large nonsense for a large sum: the weights run away until no number can hold them.",
    hints=[
        "One line hands a function something that it does not expect.",
        "Which numbers does slope(...) expect: sums or outputs?",
    ],
    answers={
        "A": "Line A is right: every row's inputs times the weights, added up, and through the "
        "sigmoid. Try each other line with one row in mind.",
        "B": "Line B is right: positive where the output is too low. Which way would the weights "
        "move if the error were positive and every line were right?",
        "C": "slope(...) expects outputs, and here it gets the weighted sums. A sum can be 4, and "
        "4 * (1 - 4) = -12 is no slope of a curve that always rises.",
        "D": "Line D is right: (3, 4) @ (4, 1) gives (3, 1), the shape of the weights, and it is "
        "added since the error is target - output.",
    },
)


def _judge_and_gate(answer):
    if not isinstance(answer, list | tuple) or len(answer) != 3:
        return wrong("Three numbers are expected: the two weights, then the bias.")
    for name, each in zip(("weight_1", "weight_2", "bias"), answer, strict=True):
        if as_number(each) is None:
            return wrong(f"{name} is no number. {not_a_number(each)}")
    first, second, bias = map(as_number, answer)
    gate = and_gate()
    sums = (gate.inputs @ np.array([[first], [second]]) + bias)[:, 0]
    rows = ["0 0", "0 1", "1 0", "1 1"]
    undecided = np.isclose(sums, 0)
    if undecided.any():
        return wrong(
            f"For {rows[undecided.argmax()]} the sum is 0 and the output 0.5, which is neither "
            "yes nor no: move the bias a little."
        )
    answers = (sums > 0).astype(int).tolist()
    said = f"For {', '.join(rows)} the sums are {', '.join(f'{each:g}' for each in sums)}. "
    if answers == gate.targets[:, 0].tolist():
        return right(f"{said}Only both inputs together lift the sum above 0.")
    return wrong(said + AND_ADVICE.get(tuple(answers), AND_ADVICE[answers[0]]))


# What to say to the answers for 00, 01, 10, 11; or else to the first of them.
AND_ADVICE = {
    (0, 1, 1, 1): "That is OR: one input alone is enough. Lower the bias until it takes both.",
    (0, 0, 0, 0): "It never says 1: the bias is so low that both weights together do not lift the "
    "sum above 0.",
    (1, 1, 1, 1): "It always says 1: the bias must be negative, so that 0 0 gives a sum below 0.",
    (1, 1, 1, 0): "That is AND turned round: change the sign of all three numbers.",
    1: "For 0 0 the sum is the bias alone: make the bias negative.",
    0: "One input alone lifts the sum above 0: its weight + bias must stay below 0.",
}

and_by_hand = Exercise(
    name="lesson1.and_by_hand",
    code="""
        weight_1 = 10
        weight_2 = 10
        bias = -15
    """,
    because="The sums are -15, -5, -5 and 5. Any three numbers will do if the bias is below 0, "
    "each weight + bias is below 0, and both weights + bias are above 0.",
    hints=[
        "For 00 the sum is the bias alone, so the bias must be negative.",
        "One weight plus the bias must stay below 0; both weights plus the bias must be above 0.",
    ],
    judged_by=_judge_and_gate,
)

update_with_rate = FunctionExercise(
    name="lesson1.update_with_rate",
    code="""
        def update_with_rate(weights, inputs, targets, learning_rate):
            outputs = sigmoid(inputs @ weights)
            delta = (targets - outputs) * slope(outputs)
            return weights + learning_rate * (inputs.T @ delta)
    """,
    because="With learning_rate = 1 it is one_update again.",
    hints=[
        "Take your one_update, and multiply what it adds by learning_rate.",
        "Mind the brackets: only inputs.T @ delta is multiplied, not the weights.",
    ],
    examples=[(*example, rate) for example, rate in zip(_UPDATES, (0.1, 3.0), strict=True)],
    mistakes={
        "return weights + inputs.T @ delta": "You forgot the learning rate: every step is as long "
        "as with the rate 1.",
        "return learning_rate * (weights + inputs.T @ delta)": "The rate shrinks the old weights "
        "too, so the neuron forgets what it knew. Multiply the change alone.",
        "return weights + inputs.T @ delta / learning_rate": "You divided by the rate: a small "
        "rate then makes a large step. Multiply.",
        "return weights + learning_rate + inputs.T @ delta": "You added the rate. It is a factor: "
        "multiply the change by it.",
        "return weights - learning_rate * (inputs.T @ delta)": "The sign is turned round: with "
        "the error target - output, the step is added.",
        "return learning_rate * (inputs.T @ delta)": "That is the step alone. Add it to the "
        "weights, and return the sum.",
        "return learning_rate * weights + inputs.T @ delta": "You multiplied the old weights by "
        "the rate. Multiply the change.",
        "return weights + learning_rate * (weights + inputs.T @ delta)": (
            "one_update returns the new weights, not the change: adding it counts the weights "
            "twice. Multiply only inputs.T @ delta by the rate."
        ),
        "delta = targets - outputs": "You forgot the slope. Each error is multiplied by "
        "slope(output) before it meets the inputs.",
    },
    praise="The rate is a factor on the step, and on nothing else.",
)

GOOD_LOSS = 0.01
FEW_EPOCHS = 60
RISEN = 1.05  # times the first loss: it has gone up, and not by rounding


def loss_after(learning_rate, epochs=FEW_EPOCHS):
    """Return the losses of lesson 1's neuron, from its usual start, at a rate of your choice."""
    table = first_input()
    layer = Dense(3, 1, "sigmoid", bias=False, initializer="uniform")
    neuron = Network([layer], rng=np.random.RandomState(1))
    training = Training(
        neuron,
        table.inputs,
        table.targets,
        learning_rate=learning_rate,
        loss="half_sum_of_squares",
    )
    training.run(epochs)  # which prints nothing; the lesson says what a rate too high does
    return training.history.loss


def _judge_rate(answer):
    rate, problem = as_rate(answer)
    if problem:
        return problem
    losses = loss_after(rate)
    came_to = f"With {rate:g} the loss after {FEW_EPOCHS} epochs is {losses[-1]:.4f}"
    if losses[-1] <= GOOD_LOSS:
        if rate != round(rate):
            return wrong(f"{came_to}: good enough. Now find the smallest whole number.")
        if rate > 1 and loss_after(rate - 1)[-1] <= GOOD_LOSS:
            return wrong(f"{came_to}: good enough, and so is a rate that is smaller by 1. Go on.")
        return right(f"{came_to}. With a rate smaller by 1 it would not get there.")
    if not max(losses) <= RISEN * losses[0]:
        return wrong(
            f"{came_to}, and it has been higher than at the start: the steps are too long, go "
            "too far, and may end where the curve is flat. Take a smaller rate."
        )
    return wrong(
        f"{came_to}, and it is still falling: the steps are too short. Take a larger rate."
    )


smallest_rate = Exercise(
    name="lesson1.smallest_rate",
    code="my_rate = 3",
    because="5 is enough, 2 is not, 3 is: each try halves what is left. Larger rates get there "
    "sooner, up to the point where the steps go too far.",
    hints=[
        "Two rates that you have seen lie on both sides: 1 is too small, 10 is enough.",
        "Try the middle of the two; then the middle of the half that is left, and so on.",
    ],
    judged_by=_judge_rate,
)

EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
