"""Answers to lesson 4's exercises: right ones in many forms, wrong ones with what they hear."""

import math
import re

import numpy as np

from nnlib.network import Dense, Network

INPUT = "keras.Input((3,))"
HIDDEN = 'keras.layers.Dense(4, activation="tanh")'
OUTPUT = 'keras.layers.Dense(2, activation="sigmoid", use_bias=False)'

RIGHT = {
    "lesson4.learn_or_write": ['"C"', '"c"', '" C "'],
    "lesson4.count": ["32", "32.0", "3 * 5 + 5 + 5 * 2 + 2", "np.int64(32)"],
    "lesson4.translate": [
        f"lambda: keras.Sequential([{INPUT}, {HIDDEN}, {OUTPUT}])",
        'lambda: keras.Sequential([keras.layers.InputLayer((3,)), keras.layers.Dense(4, "tanh"), '
        'keras.layers.Dense(2, "sigmoid", False)], name="mine")',
        f"lambda: keras.Sequential([keras.Input(shape=[3]), keras.layers.Dense(4, "
        f"activation=keras.activations.tanh), {OUTPUT}])",
        f"lambda: keras.Sequential([{INPUT}, keras.layers.Dense(4), "
        f'keras.layers.Activation("tanh"), {OUTPUT}])',
        "model_by_adding",
        "lambda: functional_model(4, 2)",
    ],
    "lesson4.dead": ['"ADE"', '"dea"', '"A, D, E"', '"e d a"', '["A", "D", "E"]', '("ADE")'],
    "lesson4.rate": [
        "lambda rate, samples, outputs: rate * samples * outputs / 2",
        "lambda r, s, o: r / (2 / (s * o))",
        "lambda r, s, o: 0.5 * r * np.zeros((s, o)).size",
    ],
    "lesson4.adam_step": ["adam_by_differences", "adam_with_changed_epsilon"],
    "lesson4.difference": ['"C"', '"c"'],
    "lesson4.stop_early": [
        "lambda: keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)",
        'lambda: keras.callbacks.EarlyStopping("val_loss", patience=5, mode="min", '
        "restore_best_weights=True)",
        "lambda: own_callback()",
    ],
}


def sequential(*layers):
    return f"lambda: keras.Sequential([{', '.join(layers)}])"


def stopping(settings):
    return f"lambda: keras.callbacks.EarlyStopping({settings})"


BEST = "restore_best_weights=True"
WRONG = {
    "lesson4.learn_or_write": {
        '"E"': "one of the letters",
    },
    "lesson4.count": {
        "33": "33 is not it",
        "'32'": "without quotes",
        "(20, 12)": "You gave its parts, (20, 12). One number is expected: add them up.",
        "(20, 13)": "You gave two numbers",
    },
    "lesson4.translate": {
        "lambda: None": "Does its last line begin with return?",
        f"({sequential(INPUT, HIDDEN, OUTPUT)})()": "without brackets",
        '"my_model"': "Pass the function itself",
        "lambda: keras.Sequential": "the class itself",
        f"lambda: [{INPUT}, {HIDDEN}, {OUTPUT}]": "put keras.Sequential(...) around it",
        'lambda: Network([Dense(3, 4, "tanh")])': "in Keras's words, not in those of nnlib",
        "lambda: 24": "of type int",
        "functional_model": "Dense layers in your model: 1",
        "lambda: functional_model(4, 2, use_bias=True)": "Layer 2 has biases",
        "lambda: functional_model(4, 2, passes_by=True)": "no chain",
        "lambda: keras.Model()": "of type Model",
        "keras.Model": "of type Model",
        sequential(HIDDEN, OUTPUT): "Begin the list with keras.Input((3,))",
        sequential("keras.layers.Dense(3)", HIDDEN, OUTPUT): "3 is the number of inputs",
        sequential("keras.layers.Dense(3)", 'keras.layers.Dense(4, "tanh")'): "number of inputs",
        sequential(INPUT, 'keras.layers.Dense(3, "tanh")', OUTPUT): "Layer 1 has 3 neurons",
        sequential(INPUT, HIDDEN, 'keras.layers.Dense(4, "tanh")'): "Layer 2 has 4 neurons",
        sequential(INPUT, HIDDEN): "Dense layers in your model: 1",
        sequential(INPUT): "Dense layers in your model: 0",
        sequential(INPUT, HIDDEN, HIDDEN, OUTPUT): "Dense layers in your model: 3",
        sequential(INPUT, "keras.layers.Dense(4)", OUTPUT): "Keras takes linear",
        sequential(INPUT, HIDDEN, "keras.layers.Dense(2, use_bias=False)"): (
            'activation="sigmoid"'
        ),
        sequential(INPUT, 'keras.layers.Dense(4, "relu")', OUTPUT): "activation relu, and tanh",
        sequential(INPUT, HIDDEN, 'keras.layers.Dense(2, "sigmoid")'): "Layer 2 has biases",
        sequential(INPUT, 'keras.layers.Dense(4, "tanh", use_bias=False)', OUTPUT): (
            "Layer 1 has lost its biases"
        ),
        sequential("keras.Input((4,))", HIDDEN, OUTPUT): "takes 4 inputs",
        sequential("keras.Input((3, 1))", HIDDEN, OUTPUT): "samples of shape (3, 1)",
        sequential("keras.Input(3)", HIDDEN, OUTPUT): "a row of one: keras.Input((3,))",
        sequential(INPUT, HIDDEN, "keras.layers.Dropout(0.5)", OUTPUT): "a Dropout in your model",
        sequential(INPUT, 'keras.layers.Dense(3, 4, "tanh")', OUTPUT): (
            "does not want the number of inputs"
        ),
        sequential(INPUT, HIDDEN, 'keras.layers.Dense(4, 2, "sigmoid")'): "the number of inputs",
        sequential(INPUT, HIDDEN, 'keras.layers.Dense(2, "sigmoid", bias=False)'): "use_bias=False",
        sequential(INPUT, 'keras.layers.Dense("tanh", 4)', OUTPUT): "the second the activation",
        sequential(INPUT, 'Dense(3, 4, "tanh")', OUTPUT): "the Dense of nnlib",
        sequential(INPUT, 'Dense(4, "tanh")', OUTPUT): "the Dense of nnlib",
        sequential(INPUT, 'Dense(4, activation="tanh")', OUTPUT): "the Dense of nnlib",
        sequential(INPUT, 'keras.Dense(4, "tanh")', OUTPUT): "Layers stand in keras.layers",
        "lambda: Sequential([])": "begins with keras",
        sequential(INPUT, HIDDEN, "..."): "three dots (...) among your layers",
        f"lambda: keras.Sequential({INPUT}, {HIDDEN}, {OUTPUT})": "into one list",
        f"lambda: keras.Sequential({HIDDEN}, {OUTPUT})": "into one list",
        sequential(INPUT, 'keras.layers.Dense(4, "tan")', OUTPUT): "not know this activation",
        sequential(INPUT, 'keras.layers.Dense(4, activate="tanh")', OUTPUT): "no setting",
        sequential(INPUT, 'Dense(4, activation="tanh", use_bias=True)', OUTPUT): "Dense of nnlib",
    },
    "lesson4.dead": {
        '"AD"': "Today: epochs=10",
        '"DE"': "Today: from keras.layers import Dense",
        '"AE"': "Today: SGD(learning_rate=0.1)",
        '"ABDE"': "B still runs",
        '"ACDE"': "C still runs, with a warning",
        '"ADEF"': "F still runs",
        '"C"': "in place of input_dim=3. Three that stop are missing",
        '"A"': "What you found does stop. Two that stop are missing",
        '"BF"': "B still runs: an empty model may be filled with add to this day. Three that stop",
        '"ADG"': "the letters of the lines",
        '""': "the letters of the lines",
        "5": "the letters of the lines",
    },
    "lesson4.rate": {
        "lambda r, s, o: None": "return",
        "0.5": "Pass the function itself",
    },
    "lesson4.adam_step": {
        "adam_of_the_paper": "another form of Adam, which",
        "lambda *given: adam_of_the_paper(*given, epsilon=1e-8)": "an epsilon of 1e-8 to the",
        "lambda *given: adam_of_the_paper(*given, epsilon=0)": "Your epsilon is missing",
        "lambda *given: adam_by_differences(*given)[2]": "3 results are expected",
        "adam_by_math": "take one number at a time",
        "lambda g, m, v, t, r: (v, m, g)": "Result 1 of 3 differs",
        "lambda g, m, v, t, r: adam_by_differences(g, m, v, t, 10.0^-7)": "write ** for it",
        "lambda g, m, v, t, r: adam_by_differences(g, m, v, 0.999^t, r)": "write ** for it",
        "lambda g, m, v, t, r: adam_by_differences(g, m, v, t, 3 * r)": "gradient = 0.5, mean = 0,",
    },
    "lesson4.difference": {
        '"X"': "one of the letters",
    },
    "lesson4.stop_early": {
        "lambda: None": "Does its last line begin with return?",
        "lambda: keras.callbacks.EarlyStopping": "the class. Brackets make a callback",
        f"({stopping(f'patience=5, {BEST}')})()": "Pass the function itself",
        f"lambda: [keras.callbacks.EarlyStopping(patience=5, {BEST})]": "without a list around it",
        "lambda: 5": "of type int",
        "lambda: keras.callbacks.ModelCheckpoint('best.keras')": "saves the model in a file",
        stopping(f'"loss", patience=5, {BEST}'): "It watches loss",
        stopping(f'"val_accuracy", patience=5, {BEST}'): "here only loss and val_loss",
        stopping(f"5, {BEST}"): "the first value says what to watch",
        stopping(f"patience=3, {BEST}"): "It waits for 3 epochs without a new low, and 5 are asked "
        "for: patience=5. In a made-up training it ended after epoch 6, and should after epoch 14",
        stopping(f"patience=8, {BEST}"): "ended after epoch 17, and should after epoch 14",
        stopping(f"patience=30, {BEST}"): "ended after epoch 39, and should after epoch 14",
        stopping(f"patience=50, {BEST}"): "It does not end the training",
        stopping(BEST): "It stops at the first epoch without a new low",
        stopping(f"patience=1, {BEST}"): "It stops at the first epoch without a new low",
        stopping(f'mode="max", patience=5, {BEST}'): "It takes the highest for the best",
        stopping("patience=5"): "At the end it leaves the last weights",
        stopping(""): "give it 5 epochs, patience=5. In a made-up training it ended after epoch 4",
        stopping('"loss"'): "give it 5 epochs, patience=5. At the end it leaves",
        stopping(f'"val_loss", 5, {BEST}'): "the second value is min_delta",
        stopping(f"patience=5, min_delta=0.05, {BEST}"): "and should after epoch 20",
        stopping(f"patience=5, start_from_epoch=10, {BEST}"): "leave out min_delta",
        stopping("patience=5, restore_weights=True"): "no setting of that name",
        stopping("patience=five"): "does not know a name",
        "lambda: keras.EarlyStopping(patience=5)": "callbacks in keras.callbacks",
        "lambda: keras.callbacks.Callback()": "set self.model.stop_training = True",
        "stops_at_a_rise": "It stops at the first epoch without a new low",
        "lambda: own_callback(allowed=6)": "It waits for 6 epochs",
        "lambda: own_callback(better=lambda new, low: new <= low)": "takes an equal val_loss",
        "lambda: own_callback(better=lambda new, low: logs < low)": "Python does not know a name",
        "lambda: own_callback(late=1)": "with the weights of epoch 8; the best: epoch 9",
    },
}


def keras_for(code):
    """Return the name ``keras`` for code that uses it: loading Keras takes seconds."""
    if not re.search(r"\bkeras\b", code):
        return {}
    from nnlib.keras_bridge import keras

    return {"keras": keras}


def model_by_adding():
    from nnlib.keras_bridge import keras

    model = keras.models.Sequential()
    model.add(keras.layers.Input(shape=(3,)))
    model.add(keras.layers.Dense(units=4, activation="tanh"))
    model.add(keras.layers.Dense(units=2, activation="sigmoid", use_bias=False))
    model.compile(optimizer="sgd", loss="mean_squared_error")
    return model


def functional_model(first=4, second=None, use_bias=False, passes_by=False):
    from nnlib.keras_bridge import keras

    inputs = keras.Input((3,))
    outputs = hidden = keras.layers.Dense(first, activation="tanh")(inputs)
    if second:
        layer = keras.layers.Dense(second, activation="sigmoid", use_bias=use_bias)
        outputs = layer(inputs if passes_by else hidden)
    return keras.Model(inputs, [hidden, outputs] if passes_by else outputs)


def adam_by_differences(gradient, mean, mean_square, updates, rate):
    mean += 0.1 * (gradient - mean)
    mean_square += 0.001 * (np.square(gradient) - mean_square)
    longer = (1 - 0.999**updates) ** 0.5 / (1 - 0.9**updates)
    return [mean, mean_square, -rate * longer * mean / (mean_square**0.5 + 1e-7)]


def adam_with_changed_epsilon(gradient, mean, mean_square, updates, rate):
    mean = 0.9 * mean + 0.1 * gradient
    mean_square = 0.999 * mean_square + 0.001 * gradient**2
    root = np.sqrt(1 - 0.999**updates)
    below = np.sqrt(mean_square / (1 - 0.999**updates)) + 1e-7 / root
    return mean, mean_square, -rate * (mean / (1 - 0.9**updates)) / below


def adam_of_the_paper(gradient, mean, mean_square, updates, rate, epsilon=1e-7):
    mean = 0.9 * mean + 0.1 * gradient
    mean_square = 0.999 * mean_square + 0.001 * gradient**2
    root = np.sqrt(mean_square / (1 - 0.999**updates))
    return mean, mean_square, -rate * mean / (1 - 0.9**updates) / (root + epsilon)


def adam_by_math(gradient, mean, mean_square, updates, rate):
    return gradient, mean, -rate * mean / math.sqrt(mean_square)


def own_callback(allowed=5, better=lambda new, low: new < low, late=0):
    from nnlib.keras_bridge import keras

    class Own(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.low, self.best, self.weights = float("inf"), 0, []

        def on_epoch_end(self, epoch, logs=None):
            self.weights.append(self.model.get_weights())
            if better(logs["val_loss"], self.low):
                self.low, self.best = logs["val_loss"], epoch
            elif epoch - self.best >= allowed:
                self.model.stop_training = True
                self.model.set_weights(self.weights[self.best - late])

    return Own()


def stops_at_a_rise():
    from nnlib.keras_bridge import keras

    class Rise(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch and logs["val_loss"] > self.last:
                self.model.stop_training = True
            self.last = logs["val_loss"]

    return Rise()


NAMES = {
    each.__name__: each
    for each in (
        Dense,
        Network,
        model_by_adding,
        functional_model,
        adam_by_differences,
        adam_with_changed_epsilon,
        adam_of_the_paper,
        adam_by_math,
        own_callback,
        stops_at_a_rise,
    )
}
