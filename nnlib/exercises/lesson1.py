"""The exercises of lesson 1, in its order, and the tasks of its explorer."""

import numpy as np

from nnlib.activations import SIGMOID
from nnlib.datasets import and_gate, cycling
from nnlib.exercises.advice import Stop
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.matching import MatchingExercise
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.plain import as_number, not_a_number
from nnlib.exercises.sentences import SentenceExercise
from nnlib.exercises.tasks import Task, still_falls
from nnlib.exercises.values import NumberExercise
from nnlib.metrics import TOLERANCE, is_within
from nnlib.network import Dense, Network
from nnlib.problems.neuron import OWN_TABLE
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
        "return np.sum(inputs)": "You added the inputs alone. The weights say how much each "
        "counts: multiply each input by its weight first.",
        "return np.sum(weights)": "You added the weights alone. The inputs decide which weights "
        "count: multiply each weight by its input first.",
        "return np.sum(inputs) * np.sum(weights)": "You added first and multiplied afterwards. "
        "Multiply each input by its own weight, then add. (Two loops, one inside the other, do "
        "that, too: one loop is enough.)",
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
        SIGMOID.function(-1): "You took the weight -1 alone, and its input is 0. Which inputs are "
        "1? Their weights count.",
        1.5: "1.5 is the sum for this row and the weights 2, 1 and -0.5 further up. Here they are "
        "2, -1 and 0; and the output is the sigmoid of the sum.",
        SIGMOID.function(3): "That is the output for the sum 3: the weight -1 was taken away, and "
        "its input is 0. 0 times -1 adds nothing.",
        SIGMOID.function(1.5): "That is the output for the weights 2, 1 and -0.5 further up. "
        "Here they are 2, -1 and 0.",
        SIGMOID.slope(SIGMOID.function(2)): "That is the slope, not the output.",
        1 / 1 + np.exp(-2): "An output above 1 cannot be. Mind the brackets: 1 / (1 + np.exp(-2)).",
        100 * SIGMOID.function(2): "An output lies between 0 and 1. Is yours a percentage, or is "
        "its point missing?",
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
    examples=[([0.5, 0.2],), ([0.9, 0.2, 0.01],)],
    mistakes={
        **dict.fromkeys(
            (
                "return slope(sigmoid(output))",
                "return output * sigmoid(output)",
                "return output * (1 - sigmoid(output))",
                "return sigmoid(output) * (1 - output)",
            ),
            "You applied the sigmoid again. What comes in is an output already: use it as it is.",
        ),
        "return output * (output - 1)": "The sign is turned round: the sigmoid rises everywhere, "
        "so its slope is never negative. Write 1 - output, not output - 1.",
        "return output * 1 - output": "It gives 0 everywhere: Python multiplies before it "
        "subtracts, so output * 1 - output is nothing. Put brackets around 1 - output.",
        "return output * 0.9": "0.9 is the other number where the output is 0.1. Where it is 0.2, "
        "the slope is 0.16: what is the other number there?",
        "return output * 0.25": "0.25 is the slope at the output 0.5 only. Where it is 0.2, the "
        "slope is 0.16: by which number must 0.2 be multiplied?",
        "return 1 - output": "You forgot one factor. As it is, the slope is largest at the output "
        "0, where the curve is flat.",
        "return output**2": "You multiplied the output by itself. For the output 0.2 that is 0.04, "
        "and the table has 0.16: by which number must 0.2 be multiplied?",
        "return output * (1 + output)": "A plus where a minus belongs: at the output 1 the curve "
        "is flat, so the slope must be 0 there.",
        "return (1 - output) ** 2": "You squared 1 - output. The two factors are different: one "
        "is the output.",
        "return 1 - output**2": "That is the slope of another curve, tanh. For the sigmoid it is "
        "the output times what is missing to 1.",
    },
    praise="It is 0.25 at the output 0.5, where the curve is steepest, and nearly 0 at both ends.",
)

sure_and_wrong = SentenceExercise(
    name="lesson1.sure_and_wrong",
    code='my_reason = "There the sigmoid is flat: its slope is nearly 0, and the change is a '
    'product with this slope as a factor."',
    because="The error is -0.99 and the slope 0.99 * 0.01 = 0.0099: their product is about -0.01. "
    "At the output 0.5 it would be -0.5 * 0.25 = -0.125.",
    hints=["The change is a product of three factors. Which of them is nearly 0 here?"],
    question="The target is 0 and the output 0.99, so the error is large. Why do the weights "
    "hardly move?",
)

# With as many rows as weights, what was not carried back to the weights has a result, too.
_UPDATES = [
    (
        [[-0.2], [0.4], [-1.0]],
        cycling().inputs,
        cycling().targets,
    ),
    (
        [[0.3], [-0.6], [0.5]],
        [[1.0, 0.0, 2.0], [0.5, 1.0, 0.0], [0.0, 3.0, 1.0]],
        [[1.0], [0.0], [1.0]],
    ),
    (
        [[0.5], [-0.5], [0.25]],
        [[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]],
        [[0.0], [1.0]],
    ),
]

_OF_ONE_ROW = (
    "weighted_sum is made for one row, and here a whole table comes in: its weighted sums are "
    "inputs @ weights."
)

one_update = FunctionExercise(
    name="lesson1.one_update",
    code="""
        def one_update(weights, inputs, targets):
            outputs = sigmoid(inputs @ weights)
            deltas = (targets - outputs) * slope(outputs)
            return weights + inputs.T @ deltas
    """,
    because="inputs.T @ deltas adds up error x slope x input over all rows, for each weight.",
    hints=[
        "Four steps: outputs, errors (targets - outputs), deltas (errors times slopes), and the "
        "weights plus the sum over the rows, inputs.T @ ...",
        "Errors and deltas in one line: deltas = (targets - outputs) * slope(outputs)",
        "inputs.T has a row for each weight and a column for each example, so inputs.T @ deltas "
        "has the shape of the weights.",
    ],
    examples=_UPDATES,
    mistakes={
        "return weights - inputs.T @ deltas": "Target and output are swapped, or the change is "
        "subtracted: each step makes the error larger. The error is target - output, and the "
        "change is added.",
        "deltas = targets - outputs": "You forgot the slope. Each error is multiplied by "
        "slope(output) before it meets the inputs.",
        **dict.fromkeys(
            (
                "deltas = ((targets - outputs) ** 2).sum() / 2 * slope(outputs)",
                "deltas = ((targets - outputs) ** 2).sum() * slope(outputs)",
                "deltas = ((targets - outputs) ** 2).mean() * slope(outputs)",
            ),
            "That is a loss, one number for all rows. Each row has an error of its own: targets - "
            "outputs.",
        ),
        "return weights": "These are the weights that came in, unchanged. Return the sum: weights "
        "+ inputs.T @ deltas.",
        "return outputs": "You returned the outputs. What is wanted are the weights after the "
        "update: weights + inputs.T @ deltas.",
        "return deltas": "You returned the deltas, one for each row. What is wanted are the "
        "weights after the update: weights + inputs.T @ deltas.",
        "deltas = (targets - outputs) ** 2 * slope(outputs)": "You squared the errors, as the "
        "loss does. The change needs the error itself, with its sign.",
        "deltas = (targets - outputs) * slope(inputs @ weights)": "You took the slope of the "
        "weighted sum. slope(...) expects the output, which has been through the sigmoid.",
        "deltas = (targets - outputs) * slope(sigmoid(outputs))": "You put the output through "
        "the sigmoid a second time before taking the slope.",
        "deltas = (targets - inputs @ weights) * slope(outputs)": "Your error compares the "
        "target with the weighted sum. Compare it with the output.",
        "return inputs.T @ deltas": "That is the change alone. Add it to the weights, and return "
        "the sum.",
        "outputs = inputs @ weights": "You left out the sigmoid: inputs @ weights are the sums, "
        "and the outputs are sigmoid(inputs @ weights).",
        "for row, target in zip(inputs, targets):\n"
        "    output = sigmoid(row @ weights)\n"
        "    weights = weights + np.outer(row, (target - output) * slope(output))\n"
        "return weights": "You change the weights after each row, so that the next row meets "
        "other weights. Compute all outputs with the old weights, then change the weights once.",
        "return weights + (inputs.T @ deltas).ravel()": "Your change is a plain row, and the "
        "weights are a column: adding the two makes a square table. Keep the change in a column, "
        "shape (inputs, 1).",
        "return weights + (deltas * inputs).sum()": "You added up all changes into one number, so "
        "that all weights move alike. Each weight has a sum of its own: inputs.T @ deltas.",
        "return weights + deltas": "You added the deltas to the weights, but there is one for each "
        "row, and not for each weight. Carry them back to the weights: inputs.T @ deltas.",
        "return weights + deltas * inputs": "deltas * inputs has a change for each row and weight. "
        "Carry them back to the weights: inputs.T @ deltas multiplies, and adds up the rows.",
        "outputs = sigmoid(sum(x * w for x, w in zip(inputs, weights)))": _OF_ONE_ROW,
        "return weights + inputs.T @ deltas / len(inputs)": "You divided by the number of rows. "
        "Here the changes of the rows are added up, not averaged.",
        "return weights * (inputs.T @ deltas)": "You multiplied the weights by the change. Add it.",
    },
    stops={
        Stop(kind, where="weighted_sum"): _OF_ONE_ROW
        for kind in (IndexError, TypeError, ValueError)
    },
    praise="Error times slope, carried back to the weights through the inputs: this is the step "
    "in which a neuron learns.",
)

four_steps = OrderingExercise(
    name="lesson1.four_steps",
    code='my_order = "CADB"',
    because="Forward, error, back, update: each step needs what the one before it has made.",
    hints=[
        "Which line needs nothing but inputs and weights? It comes first.",
        "Two lines make deltas. Which numbers does slope(...) expect: sums or outputs?",
    ],
    lines={
        "A": "errors = targets - outputs",
        "B": "weights = weights + inputs.T @ deltas",
        "C": "outputs = sigmoid(inputs @ weights)",
        "D": "deltas = errors * slope(outputs)",
        "E": "deltas = errors * slope(inputs @ weights)",
    },
    false={
        "E": "E is the false line: slope(...) expects outputs, and here it gets the weighted sums. "
        "A sum can be 4, and 4 * (1 - 4) = -12 is no slope of a curve that always rises.",
    },
    before={
        "CA": "The error compares targets with outputs, so forward comes first.",
        "AD": "What goes back is the error times the slope: the error comes first.",
        "DB": "The update adds up what came back: it needs the deltas.",
    },
    praise="Forward, error, back, update: the four steps of every training.",
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
    answers = tuple((sums > 0).astype(int).tolist())
    for name, weight in (("weight_1", first), ("weight_2", second)):
        if weight <= 0 and answers != AND_TURNED_ROUND:
            return wrong(
                f"{name} is {weight:g}: a 1 at its input does not lift the sum. AND needs the 1 of "
                "each input, so make both weights positive."
            )
    rows = ["0 0", "0 1", "1 0", "1 1"]
    undecided = np.isclose(sums, 0)
    if undecided.any():
        row = undecided.argmax()
        wanted = "above 0.5: raise" if gate.targets[row, 0] else "below 0.5: lower"
        return wrong(
            f"For {rows[row]} the sum is 0 and the output 0.5, which is neither yes nor no. It "
            f"must be {wanted} the bias."
        )
    said = f"For {', '.join(rows)} the sums are {', '.join(f'{each:g}' for each in sums)}. "
    if answers == tuple(gate.targets[:, 0]):
        return right(f"{said}Only both inputs together lift the sum above 0.")
    return wrong(said + AND_ADVICE.get(answers, ONE_IS_ENOUGH))


# What to say to the answers for 00, 01, 10, 11, and where one input alone gives a 1.
AND_TURNED_ROUND = (1, 1, 1, 0)
AND_ADVICE = {
    (0, 1, 1, 1): "That is OR: one input alone is enough. Lower the bias until it takes both.",
    (0, 0, 0, 0): "It never says 1: the bias is so low that both weights together do not lift the "
    "sum above 0.",
    (1, 1, 1, 1): "It always says 1: the bias must be negative, so that 0 0 gives a sum below 0.",
    AND_TURNED_ROUND: "That is AND turned round: change the sign of all three numbers.",
}
ONE_IS_ENOUGH = "One input alone lifts the sum above 0: its weight + bias must stay below 0."

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

FEW_EPOCHS = 60


def loss_after(learning_rate, epochs=FEW_EPOCHS):
    """Return the losses of lesson 1's neuron, from its usual start, at a rate of your choice."""
    table = cycling()
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


def trained_neuron(gate):
    """Return a neuron with a bias that has learned a table of the lesson, as far as it could."""
    neuron = Network([Dense(gate.inputs.shape[1], 1, "sigmoid")], rng=1)
    Training(neuron, gate.inputs, gate.targets, learning_rate=1.0, loss="half_sum_of_squares").run(
        2000
    )
    return neuron


def rate_curves():
    """Return the losses at the four rates of the lesson by letters, for ``lettered_curves``."""
    return {
        letter: [loss_after(rate)] for letter, rate in {"A": 1, "B": 100, "C": 0.1, "D": 10}.items()
    }


which_rate = MatchingExercise(
    name="lesson1.which_rate",
    code="""
        a_tenth = "C"
        one = "A"
        ten = "D"
        a_hundred = "B"
    """,
    because="The larger the rate, the longer each step and the steeper the fall, until a step goes "
    "so far that the neuron lands where the sigmoid is flat.",
    hints=[
        "A rate that is too small goes the right way in steps that are too short.",
        "In one picture the loss is higher at the end than at the start: which rate takes steps "
        "that are too long?",
    ],
    shows={
        "A": "in A the loss falls steadily, neither fastest nor slowest.",
        "B": "in B the first step makes the loss larger, and then hardly anything moves.",
        "C": "in C the loss falls all the time, and is still high at the end.",
        "D": "in D the loss is near 0 after a few epochs.",
    },
    mistakes={
        ("ten", "B"): "in B the first step makes the loss larger: it goes over the valley and up "
        "the other side. At 10 the steps are long, and not yet too long.",
        ("a_tenth", "B"): "in B the first step changes the loss at once, and a small rate takes "
        "small steps.",
        ("a_tenth", "D"): "in D the loss is near 0 after a few epochs. A small rate makes short "
        "steps, so its curve falls slowly.",
    },
    praise="Too small is slow, too large may throw the neuron to where it cannot move.",
)

# Tasks, judged in the explorer

MUCH_TOO_LARGE, LOST = 10.0, 0.4  # a rate, and a loss after it
FEW_ROWS = 5


def _judge_or(frame):
    if frame.values["data"] != "OR":
        return wrong("Choose the data OR.")
    right_rows, rows = _right_rows(frame)
    if right_rows < rows and not frame.values["bias"]:
        return _too_few(
            frame,
            "Row 0 0 stays at 0.5, however long it trains: its sum is 0 with any weights. Which "
            "setting adds something to every sum?",
        )
    if right_rows < rows:
        return _too_few(frame, _shorter_steps(frame) or "Train on, or take a larger learning rate.")
    return right("With a bias, the neuron can say no to a row of zeros.")


def _judge_broken(frame):
    values, loss = frame.values, frame.history.loss[-1]
    if values["data"] != "AND" or not values["bias"]:
        return wrong("Choose the data AND, and tick bias.")
    if frame.history.epochs < 100:
        return wrong("Train for 100 epochs or more.")
    if loss < LOST:
        return wrong(
            f"The loss is down at {loss:.3f}: the first step was not long enough. Take a larger "
            "learning rate, press Reset, and Train."
        )
    if values["learning_rate"] < MUCH_TOO_LARGE:
        return wrong("The loss is still high because all steps are short: make the first one long.")
    return right(
        "The first step went where the sigmoid is flat, and there nothing moves. Set the learning "
        "rate back to 1 before you go on."
    )


def _judge_own_rule(frame):
    if frame.values["data"] != OWN_TABLE:
        return wrong("Choose the data own table.")
    right_rows, rows = _right_rows(frame)
    if rows < FEW_ROWS:
        said = f"This table has {rows}. Type {FEW_ROWS} rows or more, with targets 0 and 1."
        return wrong(f"{said} {_shorter_steps(frame)}".strip())
    if np.ptp(frame.made.table.targets) == 0:
        return wrong("All targets are the same, so there is no rule: let some be 0 and others 1.")
    if right_rows < rows:
        return _too_few(frame, _why_not_this_rule(frame))
    return right("One straight cut is enough for this rule.")


def _why_not_this_rule(frame):
    """Say why the neuron has not learned a table of one's own, and what to do."""
    if said := _shorter_steps(frame):
        return f"That need not be your rule. {said}"
    table = frame.made.table
    rows = np.unique(np.column_stack([table.inputs, table.targets]), axis=0)
    if len(rows) > len(np.unique(table.inputs, axis=0)):
        return "Two rows have the same inputs and different targets: nothing can learn both."
    if not frame.values["bias"]:
        return "Without a bias the cut must go through the point where all inputs are 0: tick bias."
    if still_falls(frame.history.loss):
        return "The loss still falls: train on."
    return (
        "The loss stands still, so longer training will not help. Does your rule need two cuts, as "
        "XOR does? Change a target, and look at the map."
    )


def _shorter_steps(frame):
    """Say that the steps are too long where they are, else nothing."""
    rate = frame.values["learning_rate"]
    if rate <= MUCH_TOO_LARGE:
        return ""
    return f"The learning rate is {rate:g}, as for task 2. Set it to 1, press Reset, and Train."


def _too_few(frame, what_to_do):
    right_rows, rows = _right_rows(frame)
    said = f"{right_rows} of {rows} outputs are within {TOLERANCE:g} of their targets."
    return wrong(f"{said} {what_to_do}")


def _right_rows(frame):
    examples = frame.made.examples
    is_right = is_within(frame.network.predict(examples.inputs), examples.targets)
    return int(is_right.sum()), is_right.size


all_of_or = Task(
    name="lesson1.all_of_or",
    words=f"OR: bring all four outputs within {TOLERANCE:g} of their targets.",
    hint="Which row stays where it is, and what does the neuron lack?",
    judged_by=_judge_or,
    solution="neuron:1 data=OR bias=yes",
)
a_step_too_long = Task(
    name="lesson1.a_step_too_long",
    words="AND, with a bias: make the first step so long that it ruins the neuron. After 100 "
    f"epochs the loss is still {LOST:g} or more.",
    hint="Which setting says how long a step is? Press Reset after you have changed it.",
    judged_by=_judge_broken,
    solution="neuron:1 data=AND bias=yes learning_rate=1000.0",
)
a_rule_of_your_own = Task(
    name="lesson1.a_rule_of_your_own",
    words=f"own table: make up a rule of {FEW_ROWS} rows or more that one neuron learns.",
    hint="Think of a rule with one straight cut, such as: at least two of three inputs are 1.",
    judged_by=_judge_own_rule,
    solution="neuron:1 data=own_table own_table=0+0+0+0;0+1+1+1;1+0+1+1;1+1+0+1;0+0+1+0 bias=yes",
)

TASKS = [all_of_or, a_step_too_long, a_rule_of_your_own]
EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
