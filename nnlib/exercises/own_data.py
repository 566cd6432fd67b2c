"""The exercises of the project on one's own data, in its order."""

from nnlib.datasets import data_file
from nnlib.exercises.engine import Exercise, right, wrong
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.opening import Opening, Question
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.plain import shown
from nnlib.exercises.sentences import SentenceExercise
from nnlib.exercises.values import ChoiceExercise, NumberExercise
from nnlib.problems import scores

SPECIES = "species"
MEASURED = ("island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex",
            "year")  # fmt: skip
ENOUGH, EPOCHS = 0.95, 500  # the share of held-out penguins, and how long is trained

opening = Opening(
    Question(
        "C",
        {
            "A": "Weights fit themselves to either scaling. What matters is which rows it was "
            "measured on.",
            "B": "The test rows come from the same table, so they have been seen: by the mean.",
            "C": "What is held out has had a say in the scaling. Measure on what training sees.",
        },
    ),
    Question(
        "A",
        {
            "A": "Those rows chose the epoch, so their loss there is flattered: ask a third part.",
            "B": "It ends there because of the validation rows, and that is a choice by them.",
            "C": "The training rows are learned from, and their loss falls on and on.",
        },
    ),
    Question(
        "A",
        {
            "A": "A number would say that Chinstrap lies between the other two. Columns of their "
            "own say that it is another one.",
            "B": "It makes more inputs, and the network more weights. That is no gain by itself.",
            "C": "Both are scaled in the same way. The order of the three is what is invented.",
        },
    ),
)


def _share_right(columns):
    """Train on two columns as the explorer does; return the share of held-out rows told right."""
    roles = {name: "input" if name in columns else "leave out" for name in MEASURED}
    values = scores.PROBLEM.values(
        scores.OWN_TABLE,
        own_table=data_file("penguins.csv").read_text(encoding="utf-8"),
        columns=roles | {SPECIES: "target"},
    )
    made = scores.PROBLEM.set_up(values)
    scores.PROBLEM.training(made, values).run(EPOCHS)
    return 1 - made.error(made.network, made.held_out)[0]


def _judge_two_columns(answer):
    if not isinstance(answer, str):
        return wrong(f"Write two names of columns between the quotes. You gave {shown(answer)}.")
    columns = answer.replace(",", " ").replace(" and ", " ").split()
    unknown = [each for each in columns if each not in (*MEASURED, SPECIES)]
    if unknown:
        return wrong(f"No column is called {shown(unknown[0])}. There is {', '.join(MEASURED)}.")
    if SPECIES in columns:
        return wrong("The species is what is to be predicted, so it cannot be an input as well.")
    if len(set(columns)) != 2:
        return wrong(f"Two columns are asked for, and these are {len(set(columns))}.")
    share = _share_right(columns)
    said = f"With {' and '.join(columns)}, {share:.0%} of the held-out penguins are told right"
    if share < ENOUGH:
        return wrong(f"{said}, and {ENOUGH:.0%} are asked for. Try another pair.")
    return right(f"{said}. That two of seven columns are enough, nobody could know beforehand.")


two_columns = Exercise(
    name="own_data.two_columns",
    code='my_columns = "bill_length_mm, bill_depth_mm"',
    because="Adelie have short bills. Chinstrap and Gentoo have long ones, and those of Gentoo "
    "are low: two lengths part three species. The bill's length does it with the flippers or with "
    "the island, too.",
    hints=[
        "One column tells more than any other, and the pairs that do it all hold it. Leave one "
        "column out at a time, and see without which it gets worse.",
        "That column is the length of the bill. What does it have to go with?",
    ],
    judged_by=_judge_two_columns,
)

gaps = ChoiceExercise(
    name="own_data.gaps",
    code='my_letter = "C"',
    because="Whatever is put into a gap is invented. Where few rows have one, leaving those out "
    "costs least; but it has to be said, and one has to look whether they are like the others.",
    hints=[
        "Which of the four puts nothing into the table that nobody has measured?",
        "Of those that invent nothing: which one can a reader check?",
    ],
    answers={
        "A": "A bill of 0 mm is no bill. The network would learn from a penguin that cannot be.",
        "B": "The mean is a fair guess, but it is a guess: the row then says that a penguin like "
        "all others was caught, and the rest of its cells says another thing.",
        "C": "Leave them out, say how many and why, and look whether they are like the others: "
        "a reader can judge that.",
        "D": "Nobody would know that they are gone. If all of them were light, every figure after "
        "that would be of heavy penguins only.",
    },
)

inputs = NumberExercise(
    name="own_data.inputs",
    code="my_inputs = 3 + 3 + 1 + 1 + 1 + 1",
    because="Three species and three islands are a column each, male and female are 0 and 1 in "
    "one, and each of the three lengths is one.",
    hints=[
        "A length is one column. A column of words is more than one, unless there are two words.",
        "Three words make three columns, of which one is 1 and the others are 0.",
    ],
    tolerance=0.001,
    mistakes={
        6.0: "That is how many columns were chosen. Those with three words become three each.",
        11.0: "Two words need only one column: 0 for the one, 1 for the other.",
        8.0: "Three words become three columns, not two: each gets one of its own.",
        12.0: "The years were left out, and of two words one column is enough.",
        5.0: "A word is no number, but it becomes one: count a column for each of the words.",
    },
    praise="So many numbers go in for each penguin.",
)

leak = ChoiceExercise(
    name="own_data.leak",
    code='my_line = "B"',
    because="The scaler has measured all penguins, those held out among them. It is to be fitted "
    "to what training sees, after the split; datasets.split does so with a table's encoding.",
    hints=[
        "Which line lets all rows have a say in what training gets?",
        "Mean and standard deviation are measured on rows. On which?",
    ],
    answers={
        "A": "Line A chooses columns and leaves out rows with a gap. It measures nothing.",
        "B": "The scaler measures all rows, and only then some are held out. With many rows the "
        "difference is small; with few it is not, and nobody can tell beforehand.",
        "C": "Line C divides by lot. What is wrong has happened before.",
        "D": "Line D trains on the rows to learn from. What is wrong has happened before.",
    },
)

mean_is_off = FunctionExercise(
    name="own_data.mean_is_off",
    code="""
        def my_baseline(seen, held_out):
            mean = seen.mean()
            return np.sqrt(((held_out - mean) ** 2).mean())
    """,
    because="The mean comes from the penguins to learn from, and is compared with those held out. "
    "The typical error is the root of the mean square.",
    hints=[
        "Of which rows is the mean, and which rows is it compared with?",
        "First the differences, held_out - mean; then squares, their mean, and the root.",
        "np.sqrt(((held_out - mean) ** 2).mean()), with the mean of seen.",
    ],
    examples=[
        ([[3500.0], [4500.0], [4000.0]], [[3900.0], [5000.0]]),
        ([[1.0], [3.0]], [[2.0], [2.0], [5.0]]),
    ],
    mistakes={
        "mean = held_out.mean()": "You take the mean of the held-out rows: whoever guesses does "
        "not know it. Take that of seen.",
        "return ((held_out - mean) ** 2).mean()": "That is the mean square, in grams times grams. "
        "The root is missing.",
        "return np.abs(held_out - mean).mean()": "That is the mean of the differences without "
        "their signs, a smaller number. The typical error squares first, and takes the root last.",
        "return (held_out - mean).mean()": "Too much and too little cancel. Square the differences "
        "before you take the mean.",
        "return np.sqrt(((seen - mean) ** 2).mean())": "That is how far off it is on the rows "
        "which the mean was made of. Compare it with held_out.",
        "return np.sqrt(((held_out - mean) ** 2).sum())": "That is a sum, and grows with the "
        "number of rows. Take the mean of the squares.",
        "return mean": "That is the baseline's answer. How far off is it?",
    },
    praise="It is what metrics.typical_error says of mean_alone.",
)

in_grams = NumberExercise(
    name="own_data.in_grams",
    code="my_mass = 4200 + 0.5 * 800",
    because="Scaling took the mean away and divided by the standard deviation; the way back "
    "multiplies first and then adds.",
    hints=[
        "What did scaling do to a mass, in which order? Go the way back.",
        "Multiply by the standard deviation, then add the mean.",
    ],
    tolerance=0.5,
    mistakes={
        2500.0: "You added the mean first, and then multiplied. The way back begins with the last "
        "step: times 800, and then plus the mean.",
        400.0: "That is how far above the mean it is. Add the mean.",
        4200.5: "The output counts standard deviations, of 800 g each, not grams.",
        3800.0: "The output is above 0, so the penguin is heavier than the mean.",
        5000.0: "That would be the output 1: a whole standard deviation above the mean.",
    },
    praise="Half a standard deviation above the mean.",
)

may_say = ChoiceExercise(
    name="own_data.may_say",
    code='my_letter = "D"',
    because="Over twenty splits the two are as good as each other, and both are far better than "
    "the mean. From that follows neither that one of them wins nor that networks are useless.",
    hints=[
        "Which of these sentences would be false if you drew the next split?",
        "Look at the medians, and at how far single splits lie from them.",
    ],
    answers={
        "A": "On some splits it is, on others it is not. Whoever shows one of those has chosen it.",
        "B": "It is no worse either. On another table, with more rows, it may be better by far.",
        "C": "It is the error on penguins that it has learned from. That says little of new ones.",
        "D": "It names the table, the rows that were not learned from, how often it was tried, and "
        "what it is compared with.",
    },
)

unseen = SentenceExercise(
    name="own_data.unseen",
    code="""
        my_reason = (
            "It has never seen a penguin this large, and what it has learned from smaller ones "
            "says nothing about how it goes on: beyond its examples a network only guesses."
        )
    """,
    because="No figure on held-out rows could have shown it: they were of the same two species.",
    hints=["What do the penguins that it was trained on have in common, and the new ones not?"],
    question="Why is it so far off for Gentoo, though it was good on penguins that it had not "
    "learned from?",
)

nine_steps = OrderingExercise(
    name="own_data.nine_steps",
    code='my_order = "FCAGBED"',
    because="Look, clean, split, baseline, train, doubt, export. What is chosen by a part of the "
    "rows must not be judged by that same part.",
    hints=[
        "What can be done before there is any split, and what needs one?",
        "Train after you know what has to be beaten: then nobody can move the goal.",
    ],
    lines={
        "A": "split into three parts, by lot",
        "B": "train, and stop by the validation rows",
        "C": "leave out rows with a gap, and say how many",
        "D": "hand the network on, with its scaling and its words",
        "E": "try other splits, and rows unlike all that were learned from",
        "F": "look at every column: unit, range, gaps",
        "G": "measure how far off mean and straight line are",
        "H": "try sizes on the test rows until one is good",
    },
    false={
        "H": "H chooses by the test rows: then nobody is left who has not been seen. Choose by the "
        "validation rows.",
    },
    before={
        "FC": "Look before you throw anything away.",
        "CA": "A row that is left out belongs to no part.",
        "AG": "What has to be beaten is measured on rows that it was not made of.",
        "AB": "Training needs its part first.",
        "GB": "Know what has to be beaten before you train, or the goal moves.",
        "BE": "There is nothing to doubt before there is a network.",
        "ED": "Doubt before others rely on it.",
    },
    praise="Seven of the nine steps, in an order that works.",
)

EXERCISES = [each for each in globals().values() if isinstance(each, Exercise)]
