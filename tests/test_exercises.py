"""Checks: right answers in any form pass, wrong ones are told what is wrong, none is no answer.

Answers are tried as on other computers, where another last digit must change no verdict.
"""

import doctest
from itertools import permutations

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from nnlib.activations import SIGMOID
from nnlib.exercises import (
    functions,
    lesson1,
    lesson2,
    lesson3,
    lesson4,
    lesson5,
    own_data,
    playground,
)
from nnlib.exercises.engine import NOT_DONE
from nnlib.exercises.functions import FunctionExercise
from nnlib.exercises.matching import MatchingExercise
from nnlib.exercises.ordering import OrderingExercise
from nnlib.exercises.values import ChoiceExercise, NumberExercise
from tests import (
    lesson2_answers,
    lesson3_answers,
    lesson4_answers,
    lesson5_answers,
    own_data_answers,
    playground_answers,
)
from tests.other_computers.jitter import SEEDS, jitter

sigmoid, slope = SIGMOID.function, SIGMOID.slope
EXERCISES = [
    (lesson, exercise)
    for lesson in (lesson1, lesson2, lesson3, lesson4, lesson5, own_data, playground)
    for exercise in lesson.EXERCISES
]
IDS = [exercise.name for _, exercise in EXERCISES]
needs_keras = pytest.mark.needs_keras("lesson4.translate", "lesson4.stop_early")

RIGHT = {
    "lesson1.weighted_sum": [
        "lambda inputs, weights: np.dot(inputs, weights)",
        "lambda inputs, weights: sum(x * w for x, w in zip(inputs, weights))",
        "lambda inputs, weights: (weights * inputs).sum()",
        "lambda inputs, weights: float(np.sum(inputs * weights))",
    ],
    "lesson1.output_by_hand": ["0.88", "sigmoid(2)", "0.8808", "np.array([0.881])"],
    "lesson1.slope": [
        "lambda o: o - o**2",
        "lambda output: output - output * output",
        "lambda output: [value * (1 - value) for value in output]",
    ],
    "lesson1.one_update": [
        "lambda w, x, t: w - x.T @ ((sigmoid(x @ w) - t) * slope(sigmoid(x @ w)))",
        "lambda w, x, t: w + np.dot(x.T, (t - sigmoid(x.dot(w))) * slope(sigmoid(x.dot(w))))",
        "in_place",
        "by_loops",
    ],
    "lesson1.sure_and_wrong": [
        "'the slope is nearly 0 out there'",
        "'because it is sure of itself'",
        "'the slope is 0.0099'",
    ],
    "lesson1.four_steps": ['"CADB"', '"c, a, d, b"', '["C", "A", "D", "B"]'],
    "lesson1.which_rate": ['("C", "A", "D", "B")', '("c", "a", "d", "b")', '"CADB"'],
    "lesson1.and_by_hand": ["(10, 10, -15)", "(1, 1, -1.5)", "[0.6, 0.5, -1]"],
    **lesson2_answers.RIGHT,
    **lesson3_answers.RIGHT,
    **lesson4_answers.RIGHT,
    **lesson5_answers.RIGHT,
    **own_data_answers.RIGHT,
    **playground_answers.RIGHT,
}

WRONG = {
    "lesson1.weighted_sum": {
        "lambda x, w: x[0] * w[0] + x[1] * w[1] + x[2] * w[2]": "not for a longer row",
        "lambda x, w: None": "Does its last line begin with return?",
        "lambda x, w: 'x @ w'": "numbers are expected",
        "lambda x, w: f'{x @ w}'": "numbers are expected",
        "lambda x, w: x @ w + 0j": "numbers are expected",
        "lambda x, w: [[1], [1, 2]]": "numbers are expected",
        "lambda x, w: sum([value * example[0] for value in x])": "uses example",
        "lambda x: x": "stopped with TypeError",
        "lambda x, w: x @ missing": "a name that Python does not know",
        "lambda x, w: 2 * x @ w": "It gives 5, but 2.5 is expected for inputs = [1, 0, 1], "
        "weights = [2, -1, 0.5].",
        "lambda x, w: float(x) @ w": "take one number at a time",
        "lambda x, w: x.length": "it has nothing of that name",
        "lambda x, w: np.weighted_sum(x, w)": "is written without np.",
        "lambda x, w: x[:, 0] @ w": "has no columns: a plain row",
        "lambda x, w: x[len(x) / 2]": "what / gives is never a whole number",
        "lambda x, w: sum([i * w[i] for i in x])": "x is a value of the array and not its place",
        "lambda x, w: sum([a * b for a in x for b in w])": "one inside the other, do that",
        "lambda x, w: 1.0 if x > 0.5 else 0.0": "Something asks an array for a single yes or no",
        "lambda x, w: 2 @ w": "write * for that",
        "lambda x, w: x.sort() + 1": "is what a function without return gives back",
        "lambda x, w: exit(0)": "return is what ends a function",
        "never_ends": "takes longer than a second",
        "calls_itself": "calls itself again and again",
        "adds_to_nothing": "reads total before it has a value",
        "hides_a_number": "reads T before it has a value: a line with = makes a T",
        "lambda x, w: x + w": "One number is expected, and yours gives a row of 3 numbers",
        "lambda x, w: x (w)": "write * before the bracket",
        "lambda x, w: example @ w": "uses example, which an earlier cell has made",
        "5": "Pass the function itself",
    },
    "lesson1.output_by_hand": {
        "0.12": "on the other side of 0.5",
        "0.73": "counted the weight -1",
        "0.105": "That is the slope",
        "(0, 88)": "Write the decimals after a point: 0.88.",
        "(0.8, 88)": "a comma separates numbers. Write the decimals after a point.",
        "(15, 500)": "Write thousands without a comma: 15500, and decimals after a point: 15.500.",
        "sigmoid(-1)": "You took the weight -1 alone, and its input is 0. Which inputs are 1?",
        "0.82": "for the weights 2, 1 and -0.5 further up",
        "1.5": "1.5 is the sum for this row and the weights 2, 1 and -0.5",
        "sigmoid(3)": "the weight -1 was taken away",
        "88": "Is yours a percentage",
        "0.31": "0.31 is not it",
        "0.9": "0.9 is close. Compute it, and round it less.",
        "0.87": "0.87 is close",
        "'0.88'": "without quotes",
        "[0.88, 1]": "One number is expected",
        "float('nan')": "One number is expected",
        "sigmoid": "Call it, with brackets",
        "'10' * 10**6": "you gave a very long text",
        "10**5000": "a whole number of more than 300 digits",
    },
    "lesson1.slope": {
        "lambda o: o": "expected",
        "lambda o: 0.25": "A row of 2 numbers is expected, and yours gives one number, for "
        "output = [0.5, 0.2]. Yours gave the same in every try: does it use output?",
        "lambda o: 0.09": "Yours gave the same in every try: does it use output?",
        "lambda o: o * 0.25": "0.25 is the slope at the output 0.5 only",
        "lambda o: o * sigmoid(o)": "You applied the sigmoid again",
        "lambda o: o * (1 - sigmoid(o))": "You applied the sigmoid again",
        "lambda o: sigmoid(o) * (1 - o)": "You applied the sigmoid again",
        "lambda o: 0.9 * o": "0.9 is the other number where the output is 0.1",
        "lambda o: unfinished(o) * o": "three dots (...) in unfinished, which your function calls",
        "lambda o: unfinished(o)": "three dots (...) in unfinished, which your function calls",
        "lambda o: unfinished(o).max()": "finish that exercise first",
        "lambda o: o * ...": "three dots (...) in your function",
    },
    "lesson1.one_update": {
        "lambda w, x, t: w + x.T @ ((sigmoid(x @ w) - t) * slope(sigmoid(x @ w)))": "swapped",
        "lambda w, x, t: w + x @ ((t - sigmoid(x @ w)) * slope(sigmoid(x @ w)))": "transpose",
        "lambda w, x, t: w + x.T @ (t - sigmoid(x @ w)) * slope(sigmoid(x @ w))": "your brackets",
        "lambda w, x, t: w + x.T @ ((t - sigmoid(x @ w)) * slope)": "A function itself stands in",
        "lambda w, x, t: w + x[3] @ w": "on a table of a certain size",
        "row_by_row": "after each row",
        "lambda w, x, t: w + (by_loops(w, x, t) - w)[:, 0]": "plain row",
        "lambda w, x, t: w + ((t - sigmoid(x @ w)) * slope(sigmoid(x @ w)) * x).sum()": "alike",
        "hides_slope": "one name stands for two things",
        "lambda w, x, t: w + x * ((t - sigmoid(x @ w)) * slope(sigmoid(x @ w)))": "has a change for each row and weight",  # noqa: E501
        "lambda w, x, t: w + (t - sigmoid(x @ w)) * slope(sigmoid(x @ w))": "one for each row",
        "lambda w, x, t: w + x * w": "Print the .shape",
        "lambda w, x, t: sigmoid(weighted_sum(x, w))": "made for one row",
        "by_pairs": "made for one row",
        "lambda w, x, t: sigmoid(x @ w)": "You returned the outputs.",
        "lambda w, x, t: (t - sigmoid(x @ w)) * slope(sigmoid(x @ w))": "You returned the deltas",
        "lambda w, x, t: w": "the weights that came in, unchanged",
        "lambda w, x, t: w + x.T @ (((t - sigmoid(x @ w))**2).sum() / 2 * slope(sigmoid(x @ w)))": "That is a loss",  # noqa: E501
        "lambda w, x, t: x": "A table of shape (3, 1) is expected, and yours gives a table of shape (2, 3)",  # noqa: E501
    },
    "lesson1.sure_and_wrong": {
        "0.0099": "Write one sentence, between quotes",
        "'flat'": "Write a whole sentence",
        "'Why do the weights hardly move?'": "That is the question itself",
        "' '": "Write a whole sentence",
        "'It is 0.0099'": "Write a whole sentence",
    },
    "lesson1.four_steps": {
        '"CAEB"': "slope(...) expects outputs",
        '"ACDB"': "forward comes first",
        '"CDAB"': "the error comes first",
        '"CABD"': "it needs the deltas",
        '"CAD"': "Line B is missing, and only one line is false",
        "4": "Answer with the letters of the lines",
    },
    "lesson1.which_rate": {
        '("C", "A", "B", "D")': "the first step makes the loss larger: it goes over the valley",
        '("B", "A", "D", "C")': "a small rate takes small steps",
        '("D", "A", "C", "B")': "in D the loss is near 0 after a few epochs. A small rate makes "
        "short steps, so its curve falls slowly.",
        '("C", "A", "D", "A")': "You used A twice",
        '("C", "A", "D")': "One letter is expected",
        "(0.1, 1, 10, 100)": "One letter is expected",
    },
    "lesson1.and_by_hand": {
        "(10, 10, -5)": "That is OR",
        "(1, 1, -2)": "It must be above 0.5: raise the bias",
        "(1, 1, -1)": "It must be below 0.5: lower the bias",
        "(0.1, 0.2, -0.3)": "For 1 1 the sum is 0",
        "(0, 0, 0)": "weight_1 is 0: a 1 at its input does not lift the sum",
        "(1, 0, -0.5)": "make both weights positive",
        "(1, 1, -5)": "It never says 1",
        "(1, 1, 1)": "It always says 1",
        "(-10, -10, 15)": "AND turned round",
        "(-5, 10, 2)": "weight_1 is -5: a 1 at its input does not lift the sum",
        "(20, 5, -15)": "One input alone lifts the sum above 0",
        "(1, 'one', 0)": "weight_2 is no number. You gave the text 'one'",
        "('10', 10, -15)": "weight_1 is no number. You gave the text '10'",
        "(10, 10, np.nan)": "bias is no number. You gave nan, which means not a number",
        "(10, np.inf, -15)": "weight_2 is no number. You gave inf, which means infinity",
        "((0, 5), (0, 5), (0, -7))": "Write the decimals after a point: 0.5",
        "([1, 2], 1, 1)": "weight_1 is no number. One number is expected, and you gave [1, 2]",
        "(1, 1)": "Three numbers are expected",
        "10": "Three numbers are expected",
    },
    **lesson2_answers.WRONG,
    **lesson3_answers.WRONG,
    **lesson4_answers.WRONG,
    **lesson5_answers.WRONG,
    **own_data_answers.WRONG,
    **playground_answers.WRONG,
}


def in_place(weights, inputs, targets):
    outputs = sigmoid(inputs @ weights)
    weights += inputs.T @ ((targets - outputs) * slope(outputs))
    return weights


def by_loops(weights, inputs, targets):
    new = weights.copy()
    for row, target in zip(inputs, targets, strict=True):
        output = sigmoid(row @ weights)
        for place, value in enumerate(row):
            new[place] += (target - output) * value * slope(output)
    return new


def row_by_row(weights, inputs, targets):
    for start in range(len(inputs)):
        weights = by_loops(weights, inputs[start : start + 1], targets[start : start + 1])
    return weights


def weighted_sum(inputs, weights):
    return np.sum(inputs * weights)


def by_pairs(weights, inputs, targets):
    outputs = sigmoid(sum(value * weight for value, weight in zip(inputs, weights, strict=False)))
    return weights + inputs.T @ ((targets - outputs) * slope(outputs))


def hides_slope(weights, inputs, targets):
    slope = slope(sigmoid(inputs @ weights))  # noqa: F823
    return weights + inputs.T @ slope


def unfinished_update(weights, inputs, targets):
    return ...


def unfinished(output):
    return ...


def never_ends(inputs, weights):
    total, place = 0, 0
    while place < len(inputs):
        total += inputs[place] * weights[place]
    return total


def calls_itself(inputs, weights):
    return calls_itself(inputs, weights)


def adds_to_nothing(inputs, weights):
    for value, weight in zip(inputs, weights, strict=True):
        total += value * weight  # noqa: F821
    return total


def hides_a_number(inputs, weights):
    T += inputs @ weights  # noqa: F823, N806
    return T


OWN = (in_place, by_loops, row_by_row, weighted_sum, by_pairs, hides_slope, unfinished, never_ends,
       calls_itself, adds_to_nothing, hides_a_number)  # fmt: skip
UNNAMED = {"name": "", "because": "", "hints": [], "praise": ""}
T = 5  # what an earlier cell of a lesson may have left


def answered(exercise, code, capsys):
    """Return what the check of `exercise` says to an attempt in Python."""
    names = {"np": np, "sigmoid": sigmoid, "slope": slope, **lesson2_answers.NAMES}
    names |= lesson3_answers.NAMES | lesson4_answers.NAMES | lesson5_answers.NAMES
    names |= own_data_answers.NAMES
    names |= lesson4_answers.keras_for(code)
    names |= {each.__name__: each for each in OWN}
    names |= {"example": np.arange(3.0), "T": T}
    attempt = eval(code, names)
    exercise.check(attempt)
    return capsys.readouterr().out


def declared(exercise):
    """Yield (answer, words) for the mistakes that an exercise declares."""
    if isinstance(exercise, FunctionExercise):
        yield from ((exercise.mistaken(lines), words) for lines, words in exercise.mistakes.items())
    elif isinstance(exercise, NumberExercise):
        yield from exercise.mistakes.items()
    elif isinstance(exercise, ChoiceExercise):
        yield from (pair for pair in exercise.answers.items() if pair[0] != exercise.answer)
    elif isinstance(exercise, OrderingExercise):
        yield from ((letter + exercise.answer, words) for letter, words in exercise.false.items())
        yield from ((in_which_it_is_first(exercise, words), words)
                    for words in exercise.before.values())  # fmt: skip
    elif isinstance(exercise, MatchingExercise):
        yield from ((changed_places(exercise, *pair), words)
                    for pair, words in exercise.mistakes.items())  # fmt: skip


def in_which_it_is_first(exercise, words):
    """Return an order of the right lines to which these words are said."""
    orders = map("".join, permutations(exercise.answer))
    return next(order for order in orders if words in exercise.judge(order).message)


def changed_places(exercise, name, letter):
    """Return an answer that is right before this thing, which gets a wrong letter."""
    right = exercise.right
    return tuple(letter if each == name else right[name] if right[each] == letter else right[each]
                 for each in right)  # fmt: skip


def in_one_line(said):
    return " ".join(said.split())


def seed_for(exercise):
    return SEEDS[IDS.index(exercise.name) % len(SEEDS)]


@needs_keras
@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_right_answers_in_many_forms(lesson, exercise, capsys):
    assert len(RIGHT[exercise.name]) >= 2
    with jitter(seed_for(exercise)):
        for code in RIGHT[exercise.name]:
            assert answered(exercise, code, capsys).startswith("✔ "), code


@needs_keras
@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_wrong_answers_are_told_what_is_wrong(lesson, exercise, capsys):
    wrong = WRONG.get(exercise.name, {})
    assert len([*wrong, *declared(exercise)]) >= 4
    with jitter(seed_for(exercise)):
        answers = {code: answered(exercise, code, capsys) for code in wrong}
    for code, words in wrong.items():
        said = answers[code]
        assert said.startswith("✘ Not yet. "), code
        assert words in in_one_line(said), f"{code}: {said}"
        assert said.endswith(f"Stuck? Run {exercise.name}.hint()\n")


def test_every_mistake_hears_its_own_words():
    found = [(exercise, *each) for _, exercise in EXERCISES for each in declared(exercise)]
    assert len(found) > 240
    for exercise, answer, words in found:
        with np.errstate(all="ignore"):
            verdict = exercise.judge(answer)
        assert verdict.right is False, exercise.name
        assert words in verdict.message, exercise.name


def test_the_hints_of_the_update_name_the_steps_of_its_solution():
    first, second, _ = lesson1.one_update.hints
    _, _, deltas, _ = map(str.strip, lesson1.one_update.code.splitlines())
    assert all(f" {step}" in first for step in ("outputs,", "errors (", "deltas (", "the weights"))
    assert deltas.startswith("deltas = ")
    assert second == f"Errors and deltas in one line: {deltas}"


def test_a_mistake_is_the_solution_with_other_lines():
    failed, tried = doctest.testmod(functions)
    assert tried > 0
    assert failed == 0


@needs_keras
@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_an_untouched_cell_is_not_done_yet(lesson, exercise, capsys):
    for untouched in ("...", "(..., ..., ...)", "lambda *anything: ..."):
        if untouched.startswith("lambda") and "def " not in exercise.code:
            continue
        assert answered(exercise, untouched, capsys) == f"{NOT_DONE}\n"


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_hints_come_one_by_one_and_lead_to_the_solution(lesson, exercise, capsys):
    exercise.hints_given = 0
    for number, hint in enumerate(exercise.hints, start=1):
        exercise.hint()
        said = in_one_line(capsys.readouterr().out)
        assert said.startswith(f"Hint {number} of {len(exercise.hints)}: {hint}")
    assert f"{exercise.name}.solution()" in said
    exercise.hint()
    assert capsys.readouterr().out.startswith("Hint 1 of")
    exercise.solution()
    said = capsys.readouterr().out
    assert exercise.code in said
    assert exercise.because in in_one_line(said)


def test_help_on_an_exercise_shows_nothing_of_its_solution():
    shell = InteractiveShell.instance()
    for _, exercise in EXERCISES:
        shell.user_ns["exercise"] = exercise
        shown = shell.object_inspect_text("exercise")  # as Shift+Tab does
        assert f"{exercise.name}, with .check(...)" in shown
        after_its_name = exercise.code.partition(" = ")[2] or exercise.code
        secrets = [*exercise.code.split("\n"), after_its_name, exercise.because, *exercise.hints]
        assert [each for each in secrets if len(each) > 1 and each in shown] == [], exercise.name
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_an_exercise_goes_by_its_name_in_the_lesson(lesson, exercise):
    module, name = exercise.name.split(".")
    assert lesson.__name__.endswith(f".{module}")
    assert getattr(lesson, name) is exercise


def test_an_attempt_cannot_change_what_it_is_tried_on(capsys):
    def greedy(inputs, weights):
        inputs[...] = 0
        weights[...] = 0
        return 0.0

    lesson1.weighted_sum.check(greedy)
    lesson1.weighted_sum.check(lambda inputs, weights: inputs @ weights)
    assert capsys.readouterr().out.endswith("half of a neuron.\n")


def adding_up(*examples):
    return FunctionExercise(
        **UNNAMED,
        code="def add_up(table):\n    return table.sum()",
        examples=[(each,) for each in examples],
        mistakes={"return table @ table": "squared"},
    )


def test_a_mistake_that_does_not_fit_the_shapes_is_passed_over():
    assert adding_up(np.ones((2, 3))).judge(lambda table: 1.0).message != "squared"


def test_a_right_answer_that_changes_its_arguments_is_told_so(capsys):
    lesson1.one_update.check(in_place)
    assert "it also changes an array that was passed in" in capsys.readouterr().out
    lesson1.one_update.check(by_loops)
    assert "changes" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "returned",
    [
        "np.sum(inputs * weights)",
        "sum(inputs[place] * weights[place] for place in range(len(inputs)))",
        "sum(inputs[place] * weights[place] for place in range(len(weights)))",
        "sum(x * w for x, w in zip(inputs, weights, strict=True))",
        "sum(float(x) * float(w) for x, w in zip(inputs, weights))",
        "weights @ inputs",
    ],
)
def test_a_weighted_sum_of_one_row_is_known_in_the_update(returned):
    names = {"np": np, "sigmoid": sigmoid, "slope": slope}
    exec(f"def weighted_sum(inputs, weights):\n    return {returned}", names)
    exec(
        lesson1.one_update.code.replace("inputs @ weights", "weighted_sum(inputs, weights)"), names
    )
    said = lesson1.one_update.judge(names["one_update"]).message
    assert said.startswith("weighted_sum is made for one row")


def test_a_weighted_sum_that_takes_tables_too_is_not_blamed():
    def weighted_sum(inputs, weights):
        return inputs @ weights

    def one_update(weights, inputs, targets):
        outputs = sigmoid(weighted_sum(inputs, weights))
        return weights + inputs * ((targets - outputs) * slope(outputs))

    def one_line(weights, inputs, targets):
        return weights + sigmoid(weighted_sum(inputs, weights)).T

    assert "for each row and weight" in lesson1.one_update.judge(one_update).message
    assert "made for one row" not in lesson1.one_update.judge(one_line).message


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda inputs, weights: input * weights, "input is a name of Python's own"),
        (lambda inputs, weights: input[0] * weights[0], "input is a name of Python's own"),
        (lambda inputs, weights: inputs[len(inputs) / 2], "and / gives none, even for 4 / 2"),
        (lambda inputs, weights: np.sum(inputs, weights), "Multiply first, as in np.sum(a * b)"),
    ],
)
def test_what_stopped_it_is_told_by_the_line_of_code(function, said):
    assert said in lesson1.weighted_sum.judge(function).message


def test_a_function_whose_result_changes_with_what_comes_in_is_not_asked_if_it_uses_it():
    for attempt in (lambda output: output.sum(), lambda output: 2 * output):
        assert "in every try" not in lesson1.slope.judge(attempt).message


def test_which_function_is_at_work_and_why(capsys):
    def said(attempt):
        lesson1.one_update.or_ours(attempt)
        return in_one_line(capsys.readouterr().out)

    assert lesson1.one_update.or_ours(by_loops) is by_loops
    assert in_one_line(capsys.readouterr().out) == "Your function is at work."
    assert lesson1.one_update.or_ours(row_by_row) is lesson1.one_update.answer
    assert in_one_line(capsys.readouterr().out) == (
        "Your function is not right yet, so ours is at work. When yours is right, run this cell "
        "again."
    )
    for untouched in (unfinished_update, ...):
        assert said(untouched) == (
            "Your function of exercise 5 has not run here, or still has its dots: ours is at work. "
            "Run the cell of exercise 5, then this one again."
        )


def test_dots_in_an_array_are_no_answer(capsys):
    lesson2.xor_by_hand.check(np.array([[..., 1], [1, 1]]), [1, 1], [1, 1], 0)
    assert capsys.readouterr().out == f"{NOT_DONE}\n"


def test_a_mistake_is_known_by_the_examples_that_it_fits():
    judge = adding_up(np.eye(2), np.ones((2, 3))).judge
    assert judge(lambda table: table @ table).message == "squared"
    assert "do not fit" in judge(lambda table: table @ table + 1).message


def test_of_two_mistakes_the_nearer_one_is_meant():
    mistakes = {0.5: "a half", 0.505: "a bit more"}
    judge = NumberExercise(**UNNAMED, code="my = 20", tolerance=1, mistakes=mistakes).judge
    assert judge(0.504).message == "a bit more"
    assert judge(0.501).message == "a half"
    assert judge(0.6).message.startswith("0.6 is not it")


@needs_keras
@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=IDS)
def test_the_solution_passes(lesson, exercise, capsys):
    names = {"np": np, "sigmoid": sigmoid, "slope": slope}
    names |= lesson4_answers.keras_for(exercise.code)
    given = set(names)
    exec(exercise.code, names)
    answers = [value for name, value in names.items() if name not in given | {"__builtins__"}]
    exercise.check(*answers)
    assert capsys.readouterr().out.startswith("✔ ")
