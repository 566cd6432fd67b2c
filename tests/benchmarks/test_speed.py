"""How fast training is, and the reading of tables, as ratios measured in one run.

The machine's own speed cancels so.

The unit is the bare loop of the tutorials on three inputs, four hidden neurons and one output:
forward, backward and update in a class with a method for each, no bias, no loss, no printing. The
loop here is written for this benchmark. ``make bench`` measures; the tests run everything once.
"""

import csv
import io
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from nnlib import datasets
from nnlib.network import Dense, Network
from nnlib.tables import read_table
from nnlib.training import train

COPIES = 1000
ROUNDS = 40
GATE = datasets.all_equal()


class BareLoop:
    def __init__(self, seed):
        random = np.random.default_rng(seed)
        self.hidden_weights = random.normal(size=(3, 4))
        self.output_weights = random.normal(size=(4, 1))

    def activate(self, sums):
        return 1 / (1 + np.exp(-sums))

    def slope(self, outputs):
        return outputs * (1 - outputs)

    def forward(self, inputs):
        self.hidden = self.activate(np.dot(inputs, self.hidden_weights))
        return self.activate(np.dot(self.hidden, self.output_weights))

    def backward(self, inputs, targets, outputs):
        output_delta = (targets - outputs) * self.slope(outputs)
        hidden_error = output_delta.dot(self.output_weights.T)
        hidden_delta = hidden_error * self.slope(self.hidden)
        self.hidden_weights += inputs.T.dot(hidden_delta)
        self.output_weights += self.hidden.T.dot(output_delta)

    def epoch(self, inputs, targets):
        self.backward(inputs, targets, self.forward(inputs))


def network(copies=None):
    layers = [Dense(3, 4, "sigmoid"), Dense(4, 1, "sigmoid")]
    return Network(layers, rng=1, copies=copies)


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure(benchmark, name, ratio):
    """Take `ratio` in every round, and state its median and middle half."""
    ratios = []
    benchmark.pedantic(lambda: ratios.append(ratio()), rounds=ROUNDS, warmup_rounds=2)
    middle = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    benchmark.extra_info[name] = middle[1]
    print(f"\n{name}: median {middle[1]:.3f} (middle half {middle[0]:.3f} to {middle[2]:.3f})")
    assert all(each > 0 for each in ratios)


def test_one_network_against_the_bare_loop(benchmark):
    bare, one, epochs = BareLoop(1), network(), 500

    def bare_loop():
        for _ in range(epochs):
            bare.epoch(GATE.inputs, GATE.targets)

    def ours():
        train(one, GATE.inputs, GATE.targets, epochs=epochs, learning_rate=0.1)

    measure(benchmark, "train() / bare loop", lambda: seconds(ours) / seconds(bare_loop))


def test_a_thousand_networks_against_the_bare_loop(benchmark):
    bare, many, epochs, bare_epochs = BareLoop(1), network(COPIES), 240, 2000

    def bare_loop():
        for _ in range(bare_epochs):
            bare.epoch(GATE.inputs, GATE.targets)

    def ours():
        train(many, GATE.inputs, GATE.targets, epochs=epochs, learning_rate=0.1)

    def ratio():
        return (seconds(bare_loop) / bare_epochs) / (seconds(ours) / epochs / COPIES)

    measure(benchmark, "bare loop / a network of a thousand", ratio)


def test_digits_against_scikit_learn(benchmark):
    """The same network, optimizer, batches and epochs, on the images of lesson 5."""
    images = datasets.digits()
    inputs, labels = images.inputs / 16, datasets.labels(images)

    def ours():
        layers = [Dense(64, 32, "tanh"), Dense(32, 10, "softmax")]
        how = {"loss": "categorical_cross_entropy", "optimizer": "adam", "batch_size": 32}
        network = Network(layers, rng=1)
        train(network, inputs, images.targets, epochs=5, learning_rate=0.01, rng=1, **how)

    def theirs():
        how = {"activation": "tanh", "batch_size": 32, "learning_rate_init": 0.01, "alpha": 0}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # as many epochs as ours
            MLPClassifier((32,), max_iter=5, random_state=1, **how).fit(inputs, labels)

    measure(benchmark, "train() / MLPClassifier, digits", lambda: seconds(ours) / seconds(theirs))


def test_import_against_numpys(benchmark):
    def run(code):
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))

    def ratio():
        return run("import nnlib.training") / run("import numpy")

    measure(benchmark, "import nnlib.training / import numpy", ratio)


def test_ten_thousand_rows_against_the_csv_module(benchmark):
    numbers = np.random.default_rng(1).normal(size=(10_000, 6)).round(2)
    words = np.random.default_rng(2).choice(["early", "late", "night"], 10_000)
    rows = [[*row, word] for row, word in zip(numbers.tolist(), words.tolist(), strict=True)]
    text = io.StringIO()
    csv.writer(text).writerows([["a", "b", "c", "d", "e", "f", "shift"], *rows])

    def bare():
        list(csv.reader(io.StringIO(text.getvalue())))

    def ratio():
        return seconds(lambda: read_table(text.getvalue())) / seconds(bare)

    measure(benchmark, "read_table() / csv.reader, 10,000 rows of 7", ratio)
