"""Answers to lesson 5's exercises: right ones in many forms, wrong ones with what they hear."""

import numpy as np
import scipy.special
from sklearn.metrics import accuracy_score, log_loss
from sklearn.preprocessing import label_binarize

RIGHT = {
    "lesson5.one_hot": [
        "lambda labels: [[float(digit == label) for digit in range(10)] for label in labels]",
        "lambda labels: (labels[:, None] == np.arange(10)).astype(int)",
        "one_hot_by_library",
        "one_hot_by_loop",
    ],
    "lesson5.leak": ['"C"', '"c"'],
    "lesson5.softmax": [
        "softmax_by_library",
        "lambda s: np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))",
        "lambda s: [np.exp(r - max(r)) / np.exp(r - max(r)).sum() for r in s]",
    ],
    "lesson5.cross_entropy": [
        "lambda o, t: -np.log((o * t).sum(axis=1)).mean()",
        "lambda o, t: -np.mean(np.log(o[np.arange(len(o)), t.argmax(axis=1)]))",
        "loss_by_library",
    ],
    "lesson5.delta": ["-0.8", "0.2 - 1", "np.float64(-0.8)"],
    "lesson5.batch_bug": ['"B"', '" b"'],
    "lesson5.accuracy": [
        "accuracy_by_library",
        "lambda o, t: sum(a.argmax() == b.argmax() for a, b in zip(o, t)) / len(o)",
    ],
    "lesson5.called_eight": ["42 / 47", "0.89", "0.894"],
    "lesson5.fooled": [
        "[(3, 6), (7, 8)]",
        "np.array([[3, 6], [4, 3]])",
        "((3, 6), (4, 6), (1, 1))",
        "{(3, 6), (4, 7)}",
    ],
}

WRONG = {
    "lesson5.one_hot": {
        "lambda labels: [labels == digit for digit in range(10)]": "lies on its side",
        "one_hot_in_whole_rows": "table[labels] fills whole rows",
        "lambda labels: np.zeros(len(labels), 10)": "np.zeros((rows, columns))",
    },
    "lesson5.leak": {'"E"': "one of the letters"},
    "lesson5.softmax": {
        "lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)": "nan for a sum of 1000",
        "lambda s: np.exp(s) / np.exp(s).sum(axis=1)": "different shapes meet",
        "lambda s: s / s.sum(axis=1, keepdims=True)": "is expected",
        "softmax_from_the_mean": "You take the mean away",
    },
    "lesson5.cross_entropy": {
        "lambda o, t: -np.log(o)": "One number is expected",
        "lambda o, t: -(o * np.log(t)).sum()": "the logarithm of 0",
        "lambda o, t: -np.log(o * t).mean()": "the logarithm of 0",
        "lambda o, t: -np.log(o[:, 0])": "is expected",
    },
    "lesson5.delta": {"-0.7": "-0.7 is not it", "(0.7, -0.8, 0.1)": "One number is expected"},
    "lesson5.batch_bug": {"2": "one of the letters"},
    "lesson5.accuracy": {
        "lambda o, t: (o.argmax(axis=1) == t).mean()": "You compare digits with a table of 0 and 1",
        "lambda o, t: o.argmax(axis=1) == t.argmax(axis=1)": "One number is expected",
    },
    "lesson5.fooled": {
        "(1, 1)": "1 square pressed it still says 3",
        "[(1, 1), (1, 8)]": "2 squares pressed it still says 3",
        "[(3, 6), (4, 7), (3, 6)]": "press a square twice",
        "[(row, 6) for row in range(1, 9)]": "You press 8 squares",
        "[(0, 5)]": "counted from 1 to 8",
        "[(3.5, 6)]": "counted from 1 to 8",
        "3": "A list of squares is expected",
        "'(3, 6)'": "A list of squares is expected",
        "[]": "A list of squares is expected",
    },
    "lesson5.called_eight": {
        "0.9": "Guessed, or rounded?",
        "42 / 45": "Some are left out",
        "0.88": "Guessed, or rounded?",
        "0.85": "0.85 is not it",
        "'42/47'": "without quotes",
    },
}


def one_hot_by_library(labels):
    return label_binarize(labels, classes=range(10))


def one_hot_by_loop(labels):
    table = np.zeros((len(labels), 10))
    for row, label in enumerate(labels):
        table[row, label] = 1
    return table


def one_hot_in_whole_rows(labels):
    table = np.zeros((len(labels), 10))
    table[labels] = 1
    return table


def softmax_from_the_mean(sums):
    powers = np.exp(sums - sums.mean(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_by_library(sums):
    return scipy.special.softmax(sums, axis=1)


def loss_by_library(outputs, targets):
    return log_loss(targets.argmax(axis=1), outputs, labels=range(targets.shape[1]))


def accuracy_by_library(outputs, targets):
    return accuracy_score(targets.argmax(axis=1), outputs.argmax(axis=1))


NAMES = {
    each.__name__: each
    for each in (
        *(one_hot_by_library, one_hot_by_loop, one_hot_in_whole_rows, softmax_from_the_mean),
        *(softmax_by_library, loss_by_library, accuracy_by_library),
    )
}
