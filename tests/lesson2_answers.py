"""Answers to lesson 2's exercises: right ones in many forms, wrong ones with what they hear."""

import numpy as np

from nnlib.activations import SIGMOID

sigmoid, slope = SIGMOID.function, SIGMOID.slope

RIGHT = {
    "lesson2.baseline": ["0.75", "6 / 8", "3 / 4", "np.mean([1, 0, 0, 0, 0, 0, 0, 1]) + 0.5"],
    "lesson2.xor_by_hand": [
        "([[10, 10], [10, 10]], [-5, -15], [10, -10], -5)",
        "(np.full((2, 2), 20), np.array([-10, -30]), np.array([[20], [-20]]), np.array([-10]))",
        "([[20, -20], [20, -20]], [-10, 30], [20, 20], -30)",  # AND turned round
        "([[20, -20], [-20, 20]], [-10, -10], [20, 20], -10)",  # one without the other
        "([[-20, 20], [-20, 20]], [10, -30], [-20, -20], 10)",  # OR turned round
        "([[20, 20], [20, 20]], [-10, -30], [1, -1], -0.5)",  # unsure
        "([[7, 5], [7, 5]], [-3, -7.5], (6, -7), -2.8)",
    ],
    "lesson2.shapes": [
        "((3, 5), (8, 5), (5, 1), (8, 1))",
        "([3, 5], [8, 5], [5, 1], [8, 1])",
        "[np.zeros(each).shape for each in [(3, 5), (8, 5), (5, 1), (8, 1)]]",
        "(np.array([3, 5]), (8, 5), (5, 1), (8, 1))",
    ],
    "lesson2.forward": [
        "lambda x, v, w: (sigmoid(x @ v), sigmoid(sigmoid(x @ v) @ w))",
        "lambda x, v, w: [sigmoid(np.dot(x, v)), sigmoid(np.dot(sigmoid(np.dot(x, v)), w))]",
        "lambda x, v, w: (1 / (1 + np.exp(-x @ v)), 1 / (1 + np.exp(-sigmoid(x @ v) @ w)))",
        "forward_by_rows",
    ],
    "lesson2.hidden_delta": [
        "lambda d, w, h: d @ w.T * slope(h)",
        "lambda d, w, h: np.dot(d, w.T) * h * (1 - h)",
        "lambda d, w, h: (w @ d.T).T * (h - h**2)",
        "lambda d, w, h: np.einsum('so,ho->sh', d, w) * slope(h)",
        "hidden_delta_by_loops",
    ],
    "lesson2.backward_order": ['"CFBDAE"', '"c f b d e a"', '["C", "F", "B", "A", "D", "E"]'],
    "lesson2.why_alike": [
        '"They all get the same blame, so they change alike."',
        '"weil alle dieselbe Änderung bekommen"',
    ],
    "lesson2.three_starts": ['("B", "C", "A")', '["b", "c", "a"]', '"B, C, A"'],
    "lesson2.cancelled_slope": ["101", "1 / (0.99 * 0.01)", "0.99 / 0.0098", "100", "102.0"],
}

WRONG = {
    "lesson2.baseline": {
        "0.4": "0.4 is not it",
        "0.76": "0.76 is close",
        "'0.75'": "without quotes",
        "(0, 75)": "after a point",
    },
    "lesson2.xor_by_hand": {
        # which row fails, and what it hears
        "([[20, 20], [20, 20]], [-10, -30], [20, 20], -10)": (
            "In the row 1 1 it hears 1.00 and 1.00, and its sum is 30.00: too high"
        ),
        "([[20, 20], [20, 20]], [-10, -30], [20, -20], 10)": "In the row 0 0 it hears 0.00 and 0.00",  # noqa: E501
        "([[20, 20], [20, 20]], [-10, -30], [20, -20], -20)": "its sum is 0.00: too low",
        "([[20, -20], [-20, 20]], [-10, -10], [20, 20], -30)": (
            "must say 1 where it hears 0 1 or 1 0, and 0 where it hears 0 0"
        ),
        "([[20, 20], [20, 20]], [-10, -30], [-20, 20], 10)": "right turned round",
        "([[20, 20], [20, 20]], [-10, -30], [20, 0], -10)": "gives hidden neuron 2 the weight 0",
        "([[20, 20], [20, 20]], [-10, -30], [0, 0], 0)": "gives hidden neuron 1 the weight 0",
        # the hidden neurons
        "([[20, 20], [20, 20]], [-10, -10], [20, -20], -10)": "the same line twice",
        "([[20, -20], [20, -20]], [-10, 10], [20, -20], -10)": "(OR turned round). That is the same",  # noqa: E501
        "([[20, 20], [20, 20]], [10, 30], [20, -20], -10)": "Hidden neuron 1 says 1 for all four",
        "([[20, 20], [20, 20]], [-10, -50], [20, -20], -10)": "Hidden neuron 2 says 0 for all four",
        "([[0, 0], [0, 0]], [-1, -1], [20, -20], -10)": "Hidden neuron 1 says 0 for all four",
        "([[20, 0], [0, 20]], [-10, -10], [20, 20], -10)": "faces XOR all over again",
        "([[20, 0], [20, 20]], [-10, -10], [20, 20], -10)": "For 0 1 and 1 1 both say the same",
        "([[1, 1], [1, 1]], [0, -1], [1, -2], 0)": "For 0 0 hidden neuron 1 has the sum 0",
        "([[2, 2], [2, 2]], [-1, -3], [2, -2], -1)": "not sure enough",
        "([[.2, .2], [.2, .2]], [-.1, -.3], [20, -20], -10)": "not sure enough",
        "([[20, 20], [-20, -20]], [-10, 30], [20, 20], -30)": "Rows and columns",
        # the form
        "([20, 20, 20, 20], [-10, -30], [20, -20], -10)": "hidden weights must be two rows of two",
        "([[20, 20], [20]], [-10, -30], [20, -20], -10)": "hidden weights must be two rows of two",
        "([[20, 20], [20, 'a']], [-10, -30], [20, -20], -10)": "[c, d]]. You gave the text 'a'",
        "([[20, 20], [20, 20]], ['-10', '-30'], [20, -20], -10)": "without quotes",
        "([[20, 20], [20, 20]], [-10, -30], [20, -20], '-10')": "You gave the text '-10'",
        "([[20, 20], [20, 20]], -10, [20, -20], -10)": "hidden biases must be two numbers",
        "([[20, 20], [20, 20]], [-10, -30], [20, -20, 1], -10)": "output weights must be two",
        "([[20, 20], [20, 20]], [-10, -30], [20, -20], [1, 2])": "output bias must be one number",
        "([[20, 20], [20, 20]], [-10, -30], [20, -20], np.nan)": "one number. You gave nan, which",
        "([[20, 20], [20, 20]], [-10, -30])": "Four things are expected",
        "20": "Four things are expected",
    },
    "lesson2.shapes": {
        "((5, 3), (5, 8), (1, 5), (1, 8))": "(3 more to mend after this one.)",
        "((3, 5), (8, 5), (5, 1), (7, 2))": "(7, 2) is not it. A row for each sample",
        "((3, 5), 8, (5, 1), (8, 1))": "hidden: that is no shape",
        "((3, 5), '(8, 5)', (5, 1), (8, 1))": "hidden: that is no shape",
        "((3, 5), ([8], 5), (5, 1), (8, 1))": "hidden: that is no shape",
        "(3, 5)": "Four shapes are expected",
        "15": "Four shapes are expected",
    },
    "lesson2.forward": {
        "lambda x, v, w: (sigmoid(x @ v), None)": "returns None, but numbers are expected",
        "lambda x, v, w: None": "Does its last line begin with return?",
        "lambda x, v, w: (sigmoid(x @ v),) * 3": "2 results are expected, and your function returns 3",  # noqa: E501
        "lambda x, v, w: (sigmoid(x @ v), 0.5)": (
            "Result 2 of 2 differs. A table of shape (3, 1) is expected, and yours gives one number"
        ),
        "lambda x, v, w: (sigmoid(x @ v), 0 * sigmoid(x @ v) @ w)": "Result 2 of 2 differs. It gives",  # noqa: E501
        "lambda x, v, w: (sigmoid(x.T @ v.T), 0.5)": "do not fit",
        "lambda x, v, w: (sigmoid(x * v), sigmoid(x * v))": "different shapes",
        "lambda x, v, w: (hidden, sigmoid(hidden @ w))": "uses hidden, which an earlier cell",
        "0.5": "Pass the function itself",
    },
    "lesson2.hidden_delta": {
        "lambda d, w, h: d @ w.T * slope(hidden)": "uses hidden, which an earlier cell",
        "lambda d, w, h: d @ w.T * slope(outputs)": "a name that Python does not know",
        "lambda d, w, h: d.T @ w": "do not fit",
        "lambda d, w, h: 2 * d @ w.T * slope(h)": "It gives",
        "lambda d, w, h: d * w * slope(h)": "Over each line goes its delta times its weight",
    },
    "lesson2.backward_order": {
        '"CFADBE"': "A before B? A changes the output weights",
        '"CFGDAE"': "G goes back through the weights before the hidden layer",
        '"FCBDAE"': "F before C? A delta is blame times slope",
        '"CFBDE"': "Line A is missing, and only one line is false",
        '"CFBDAEX"': "There is no line X",
        "3": "in one pair of quotes",
    },
    "lesson2.why_alike": {
        '"They must."': "whole sentence",
        "3": "between quotes",
        '"Why do they stay alike for good, however long they train?"': "the question itself",
        '"same"': "whole sentence",
    },
    "lesson2.three_starts": {
        '("B", "A", "C")': "Plateau is not A: it is level for long, but what threw it up there?",
        '("C", "B", "A")': "Learns is not C: it is level for thousands of epochs.",
        '("A", "C", "B")': "Learns is not A: it falls at first, and then jumps up again",
        '("B", "C")': "One letter is expected",
        '("B", "C", "D")': "There is no letter D",
    },
    "lesson2.cancelled_slope": {
        "0.01": "divide 1 by it",
        "0.0098": "the delta with half the squared error. Divide",
        "10_200": "the slope in it twice",
        "9.4": "You compared the two losses",
        "95": "95 is close",
        "3": "3 is not it",
        "'101'": "without quotes",
    },
}


def forward_by_rows(inputs, hidden_weights, output_weights):
    hidden = np.array([sigmoid(row @ hidden_weights) for row in inputs])
    return hidden, [list(sigmoid(row @ output_weights)) for row in hidden]


def hidden_delta_by_loops(output_delta, output_weights, hidden):
    delta = np.zeros(hidden.shape)
    for sample, row in enumerate(hidden):
        for neuron, value in enumerate(row):
            for output, weight in enumerate(output_weights[neuron]):
                delta[sample, neuron] += output_delta[sample, output] * weight * value * (1 - value)
    return delta


NAMES = {each.__name__: each for each in (forward_by_rows, hidden_delta_by_loops)}
NAMES["hidden"] = np.ones((4, 4))  # what an earlier cell of the lesson may have left
