"""Train many starts of many networks, and write how they fared into ``nnlib/data``.

``make experiments`` takes some minutes. Lessons 2 to 5 show the small tables that it writes; the
tests train a part of it again and compare.
"""

import csv
import hashlib
import io
import re
from itertools import pairwise

import numpy as np

from nnlib.baselines import nearest_neighbour
from nnlib.datasets import DATA, all_equal, digits, exam_scores, split, xor
from nnlib.experiments import many_starts
from nnlib.files import write_whole
from nnlib.metrics import accuracy
from nnlib.network import Dense, Network
from nnlib.scaling import MaxScaler
from nnlib.training import train

STARTS = 1000
HIDDEN = (2, 3, 4, 8, 16)
EPOCHS = (1_000, 10_000)
ARTICLE_EPOCHS = (1_000, 10_000, 100_000)
SUCCESS_RATES = DATA / "success_rates.csv"
LOSS_PERCENTILES = DATA / "loss_percentiles.csv"
SCORE_EPOCHS = (1_000, 100_000)
SCORE_PERCENTILES = DATA / "score_percentiles.csv"
ASKED = (4, 8)  # hours studied and slept
DIGIT_ACCURACIES = DATA / "digit_accuracies.csv"
DIGIT_SPLITS, DIGIT_STARTS, DIGIT_EXAMPLES = 20, 3, (50, 100, 200, 500, 1078)
DIGIT_PASSES = 20 * 1078  # examples that pass by in a training, whatever their number
CONVOLUTION_ACCURACIES, CONVOLUTION_SPLITS = DATA / "convolution_accuracies.csv", 10
KERAS_CURVES = DATA / "keras_curves.csv"
TABLES = (
    *(SUCCESS_RATES, LOSS_PERCENTILES, SCORE_PERCENTILES, KERAS_CURVES, DIGIT_ACCURACIES),
    CONVOLUTION_ACCURACIES,
)
README = DATA / "README.md"
KERAS_STARTS, KERAS_UPDATES, KERAS_STRIDE = 20, 1000, 10


def network(hidden, bias):
    """Return a thousand starts of 3-hidden-1, drawn normally as the article does."""
    layers = [
        Dense(3, hidden, "sigmoid", bias=bias, initializer="normal"),
        Dense(hidden, 1, "sigmoid", bias=bias, initializer="normal"),
    ]
    return Network(layers, rng=1, copies=STARTS)


def progress(hidden, bias, epochs):
    """Yield the progress after each of the numbers of `epochs`."""
    gate = all_equal()
    looks = many_starts(
        network(hidden, bias),
        gate.inputs,
        gate.targets,
        epochs=epochs[-1],
        learning_rate=1.0,
        loss="half_sum_of_squares",
        every=epochs[0],
    )
    yield from (look for look in looks if look.epoch in epochs)


def success_rates():
    """Yield a row for each network and number of epochs."""
    for bias in (False, True):
        for hidden in HIDDEN:
            for look in progress(hidden, bias, EPOCHS):
                solved = int(look.solved.sum())
                print(f"{hidden} hidden, bias {bias}, {look.epoch:,} epochs: {solved} solved")
                yield {
                    "bias": int(bias),
                    "hidden": hidden,
                    "epochs": look.epoch,
                    "solved": solved,
                    "starts": STARTS,
                }


def loss_percentiles(epochs=ARTICLE_EPOCHS):
    """Return a row for each percentile of the mean squared errors of 3-4-1 without bias."""
    columns = {
        f"epochs_{look.epoch}": np.percentile(_mean_squared(look.losses), range(101))
        for look in progress(4, False, epochs)
    }
    return [
        {"percentile": percentile}
        | {name: f"{values[percentile]:.6g}" for name, values in columns.items()}
        for percentile in range(101)
    ]


def score_percentiles(epochs=SCORE_EPOCHS):
    """Return a row for each percentile of how 2-3-1 without bias fares on the exam scores.

    The mean squared error, and the prediction for the hours asked, scaled in three ways: as the
    training data were, by their own largest value, and each hour by itself.
    """
    exam = exam_scores()
    scaler = MaxScaler().fit(exam.inputs)
    inputs, targets = scaler.transform(exam.inputs), MaxScaler(100).transform(exam.targets)
    layers = [
        Dense(2, 3, "sigmoid", bias=False, initializer="normal"),
        Dense(3, 1, "sigmoid", bias=False, initializer="normal"),
    ]
    many = Network(layers, rng=1, copies=STARTS)
    asked = np.array([ASKED], dtype=float)
    ways = {
        "right": scaler.transform(asked),
        "own_maximum": asked / asked.max(),
        "each_by_itself": asked / asked,
    }
    columns = {}
    looks = many_starts(
        many,
        inputs,
        targets,
        epochs=epochs[-1],
        learning_rate=1.0,
        loss="half_sum_of_squares",
        every=epochs[0],
    )
    for look in (look for look in looks if look.epoch in epochs):
        columns[f"loss_{look.epoch}"] = look.losses * 2 / len(targets)
        for name, way in ways.items():
            columns[f"{name}_{look.epoch}"] = 100 * many.predict(way)[:, 0, 0]
    table = {name: np.percentile(values, range(101)) for name, values in columns.items()}
    return [
        {"percentile": percentile}
        | {name: f"{values[percentile]:.6g}" for name, values in table.items()}
        for percentile in range(101)
    ]


def digit_accuracies(splits=DIGIT_SPLITS, starts=DIGIT_STARTS, examples=DIGIT_EXAMPLES):
    """Yield a row for each split of the digits, number of examples to learn from, and start.

    The accuracies on the test images of 64-32-10, of 64-10 and of the nearest neighbour.
    """
    images = digits()
    images = images._replace(inputs=images.inputs / 16)
    for number in range(1, splits + 1):
        rest, test = split(images, 0.2, rng=number)
        training, _ = split(rest, 0.25, rng=number)
        for count in examples:
            part = (training.inputs[:count], training.targets[:count])
            nearest = nearest_neighbour(*part, test.inputs)
            for start in range(1, starts + 1):
                answers = {
                    "network": _digit_network((64, 32, 10), part, start).predict(test.inputs),
                    "no_hidden_layer": _digit_network((64, 10), part, start).predict(test.inputs),
                    "nearest_neighbour": nearest,
                }
                yield {"split": number, "examples": count, "start": start} | {
                    name: f"{accuracy(each, test.targets):.4f}" for name, each in answers.items()
                }


def _digit_network(sizes, part, start):
    layers = [Dense(*each, "tanh") for each in pairwise(sizes[:-1])]
    network = Network([*layers, Dense(*sizes[-2:], "softmax")], rng=start)
    train(
        network,
        *part,
        epochs=DIGIT_PASSES // len(part[0]),
        learning_rate=0.01,
        loss="categorical_cross_entropy",
        optimizer="adam",
        batch_size=32,
        rng=start,
    )
    return network


def convolution_accuracies(splits=CONVOLUTION_SPLITS):
    """Yield which share of the test images a convolution in Keras gets right, split by split.

    As they are, and moved by one pixel to the right; lesson 5 shows its lines.
    """
    from nnlib.keras_bridge import keras

    images = digits()
    images = images._replace(inputs=images.inputs / 16)
    for number in range(1, splits + 1):
        rest, test = split(images, 0.2, rng=number)
        seen, _ = split(rest, 0.25, rng=number)
        keras.utils.set_random_seed(number)
        model = _convolution(keras)
        model.fit(seen.inputs, seen.targets, batch_size=32, epochs=20, verbose=0)
        shown = {"as_they_are": test.inputs, "moved": moved_to_the_right(test.inputs)}
        yield {"split": number} | {
            name: f"{accuracy(model.predict(inputs, verbose=0), test.targets):.4f}"
            for name, inputs in shown.items()
        }


def _convolution(keras):
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Reshape((8, 8, 1)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.GlobalMaxPooling2D(),
            layers.Dense(10, "softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy")
    return model


def moved_to_the_right(inputs):
    """Return images moved by one pixel to the right."""
    return np.pad(inputs.reshape(-1, 8, 8), ((0, 0), (0, 0), (1, 0)))[:, :, :-1].reshape(-1, 64)


def keras_curves(starts=KERAS_STARTS, updates=KERAS_UPDATES):
    """Yield for each start of 2-16-1 in Keras itself how it learns XOR, as a row of numbers.

    The seed; the updates after which all four answers were first right, or infinity; and the loss
    before the first update and after every tenth.
    """
    from nnlib.keras_bridge import keras

    table = [each.astype("float32") for each in xor()[:2]]
    for seed in range(1, starts + 1):
        keras.utils.set_random_seed(seed)
        layers = [keras.layers.Dense(16, "relu"), keras.layers.Dense(1, "sigmoid")]
        model = keras.Sequential([keras.Input((2,)), *layers])
        model.compile(loss="mean_squared_error", optimizer="adam", metrics=["binary_accuracy"])
        # What a call returns was measured before its update: one call more than updates.
        looks = np.array([model.train_on_batch(*table) for _ in range(updates + 1)])
        right = np.flatnonzero(looks[:, 1] == 1)
        first = right[0] if len(right) else np.inf
        print(f"Keras, start {seed}: all right after {first} updates")
        yield [seed, first, *looks[::KERAS_STRIDE, 0]]


def _write_keras_curves():
    from nnlib.keras_bridge import keras

    made_with = f"Keras {keras.version()} on {keras.config.backend()}, by make experiments"
    columns = f"start, updates until all right, loss after 0, {KERAS_STRIDE}, ... updates"
    text = io.StringIO()
    np.savetxt(
        text,
        list(keras_curves()),
        fmt="%.5g",
        delimiter=",",
        header=f"Recorded with {made_with}\n{columns}",
    )
    write_whole({KERAS_CURVES: text.getvalue().encode()})


def with_sums(page):
    """Return the page on the tables with the sha256 that each table has now."""
    for table in TABLES:
        now = hashlib.sha256(table.read_bytes()).hexdigest()
        row = rf"^(\| `{re.escape(table.name)}` .* `)[0-9a-f]{{64}}(` \|)$"
        page = re.sub(row, rf"\g<1>{now}\g<2>", page, flags=re.M)
    return page


def _mean_squared(half_sums):
    return half_sums * 2 / len(all_equal().targets)


def _write(path, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole({path: text.getvalue().encode()})


if __name__ == "__main__":
    _write(SUCCESS_RATES, list(success_rates()))
    _write(LOSS_PERCENTILES, loss_percentiles())
    _write(SCORE_PERCENTILES, score_percentiles())
    _write(DIGIT_ACCURACIES, list(digit_accuracies()))
    _write(CONVOLUTION_ACCURACIES, list(convolution_accuracies()))
    _write_keras_curves()
    page = with_sums(README.read_text(encoding="utf-8"))
    write_whole({README: page.encode()})
