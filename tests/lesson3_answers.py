"""Answers to lesson 3's exercises: right ones in many forms, wrong ones with what they hear."""

RIGHT = {
    "lesson3.scale": [
        "lambda a, b: b / a.max(axis=0)",
        "lambda a, b: np.divide(b, np.max(a, 0))",
        "lambda a, b: b / abs(a).max(axis=0, keepdims=True)",
        "scale_by_loops",
        "scale_by_library",
    ],
    "lesson3.forward_by_hand": [
        "0.8567",
        "0.857",
        "0.856746796",
        "sigmoid(0.4 * sigmoid(7.6) + 0.5 * sigmoid(3.9) + 0.9 * sigmoid(6.5))",
        "np.array([[0.8567]])",
    ],
    "lesson3.mse_gradient": [
        "lambda o, t: 2 * (o - t) / t.size",
        "lambda o, t: -2 / t.size * (t - o)",
        "lambda o, t: (o - t) * 2 / (o.shape[0] * o.shape[1])",
        "lambda o, t: [[2 * (a - b) / t.size for a, b in zip(*rows)] for rows in zip(o, t)]",
    ],
    "lesson3.new_student": ['"CAEBD"', '"c e a b d"', '["C", "A", "E", "B", "D"]'],
    "lesson3.prepare": [
        "lambda a, b: ((a - a.mean(axis=0)) / a.std(axis=0), (b - a.mean(axis=0)) / a.std(axis=0))",
        "lambda a, b: [(x - np.mean(a, 0)) / np.std(a, 0) for x in (a, b)]",
        "prepare_by_library",
    ],
    "lesson3.when_to_stop": ["stop_by_list", "stop_by_counting"],
    "lesson3.gain": [
        "lambda p, t, m: 1 - np.sum((p - t) ** 2) / np.sum((m - t) ** 2)",
        "lambda p, t, m: 1 - np.mean((t - p) ** 2) / np.mean((t - m) ** 2)",
    ],
    "lesson3.reading": ['"B"', '"b"'],
    "lesson3.six_curves": ['("C", "D", "B", "F", "A", "E")', '"C D B F A E"', '"cdbfae"'],
    "lesson3.repaired": [
        'table("2; 7,5; 61|4; 8; 74|8,5; 6; 88|1; 9; 48")',  # with commas as before
        'table("2; 7,5; 61|4 h; 8; 74|1; 9; 48")',  # the doubtful row left out; unit as before
        'table("2; 7.5; 61|4; 8; 74|8.5; 6; 88|6; ; 82|1; 9; 48")',  # the gap left open
        'table("1; 9; 48|4; 8; 74|2; 7.5; 61")',
        '"hours studied,hours slept,score\\n2,7.5,61\\n4,8,74\\n8.5,6,88\\n1,9,48"',
    ],
    "lesson3.why_apart": [
        '"Because they all learned from the same students."',
        '"weil der Zufall bei jedem anders ist"',
    ],
}

WRONG = {
    "lesson3.scale": {
        "lambda a, b: b / [max(column) for column in a.T] / 2": "is expected",
        "lambda a, b: b / max(a)": "table.max(axis=0)",
        "lambda a, b: b / a.inputs.max()": "a plain table",
        "lambda a, b: None": "return",
    },
    "lesson3.forward_by_hand": {
        "0.858": "no sigmoid gives more than 1",
        "sigmoid(1.8)": "They are near 1, and not quite",
        "1.7885": "That is the sum",
        "7.6 * 0.4 + 3.9 * 0.5 + 6.5 * 0.9": "They go through the sigmoid first",
        "sigmoid(10.84)": "They go through the sigmoid first",
        "sigmoid(3.9)": "the output of one hidden neuron",
        "0.98": "the output of one hidden neuron",
        "0.9999": "They go through the sigmoid first",
        "0.8563": "Round at the end only",
        "92": "92 is not it",
        "'0.8567'": "without quotes",
    },
    "lesson3.mse_gradient": {
        "lambda o, t: 2 * (o + t) / t.size": "is expected",
    },
    "lesson3.new_student": {
        '"CAFBD"': "the training hours' largest. Stuck?",
        '"ACEBD"': "first they must be measured",
        '"CAEDB"': "D brings the output back to points",
        '"CABD"': "E",
        '"CEBAD"': "first it must have been trained",
    },
    "lesson3.prepare": {
        "prepare_written_over": "or seen has been written over before",
    },
    "lesson3.when_to_stop": {
        "stop_counting_the_first": "begin to count after it",
        "stop_in_a_row": "no new low",
        "stop_without_a_reset": "a new low does not end the count",
        "stop_counting_from_1": "You are one too far",
        "lambda losses, patience: len(losses) - 1": "It gives 5, but 2 is expected for losses = "
        "[5, 6, 7, 8, 9, 4], patience = 2.",
    },
    "lesson3.gain": {
        "lambda p, t, m: 0.5": "is expected for predicted = [[81], [74], [90]]",
    },
    "lesson3.reading": {
        '"X"': "one of the letters",
    },
    "lesson3.six_curves": {
        '("C", "D", "B", "A", "F", "E")': "chance would not keep the two curves together",
        '("C", "E", "B", "F", "A", "D")': "What is learned is never the matter",
        '("F", "D", "B", "C", "A", "E")': "with other students",
        '("C", "D", "B", "F", "A", "A")': "twice",
        '("C", "D", "E", "F", "A", "B")': "learned it is",
        '"CDB"': "One letter is expected",
    },
    "lesson3.repaired": {
        'table("2; 7,5; 61|4 h; 8; 74|85; 6; 88|6; ; 82|1; 9; 48")': "without its comma",
        'table("2; 7,5; 61|4; 8; 74|8,5; 6; 88|6; 7; 82|1; 9; 48")': "7 is invented",
        'table("2; 75; 61|4; 8; 74|8,5; 6; 88|1; 9; 48")': "it is 7 and a half",
        'table("2; 7,5; 61|4; 8; 74|8,5; 6; 88")': "The row 1, 9, 48 is missing",
        'table("2; 7,5; 61|4; 8; 74|4; 8; 74|1; 9; 48")': "The row 4, 8, 74 stands there twice",
        'table("2; 7,5; 61|4; 8; 74|3; 6; 88|1; 9; 48")': "is none of theirs",
        '"2; 7,5; 61\\n4; 8; 74\\n1; 9; 48"': "No column is called",
        "[[2, 7.5, 61]]": "Put the table as text",
        '"no table"': "It cannot be read",
    },
    "lesson3.why_apart": {
        '"chance"': "Write a whole sentence",
        '"Why does that say nothing of how near a single student will come?"': "question itself",
        "5": "between quotes",
        '""': "Write a whole sentence",
    },
}


def scale_by_loops(training_inputs, new_inputs):
    return [
        [value / max(row[place] for row in training_inputs) for place, value in enumerate(new)]
        for new in new_inputs
    ]


def scale_by_library(training_inputs, new_inputs):
    from sklearn.preprocessing import MaxAbsScaler

    return MaxAbsScaler().fit(training_inputs).transform(new_inputs)


def prepare_by_library(seen, held_out):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(seen)
    return scaler.transform(seen), scaler.transform(held_out)


def prepare_written_over(seen, held_out):
    seen = (seen - seen.mean(axis=0)) / seen.std(axis=0)
    held_out = (held_out - seen.mean(axis=0)) / seen.std(axis=0)
    return seen, held_out


def stop_by_list(losses, patience):
    for epoch in range(len(losses)):
        if epoch - list(losses).index(min(losses[: epoch + 1])) >= patience:
            return epoch
    return len(losses) - 1


def stop_by_counting(losses, patience):
    lowest, waited = losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, waited = loss, 0
        elif epoch:
            waited += 1
        if waited == patience:
            return epoch
    return epoch


def stop_counting_the_first(losses, patience):
    best, wait = losses[0], 0
    for epoch in range(len(losses)):
        if losses[epoch] < best:
            best, wait = losses[epoch], 0
        else:
            wait += 1
            if wait >= patience:
                return epoch
    return len(losses) - 1


def stop_without_a_reset(losses, patience):
    lowest, waited = losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < lowest:
            lowest = losses[epoch]
        else:
            waited += 1
        if waited == patience:
            return epoch
    return len(losses) - 1


def stop_counting_from_1(losses, patience):
    lowest, best = losses[0], 1
    for epoch, loss in enumerate(losses, start=1):
        if loss < lowest:
            lowest, best = loss, epoch
        elif epoch - best >= patience:
            return epoch
    return len(losses)


def stop_in_a_row(losses, patience):
    risen = 0
    for epoch in range(1, len(losses)):
        risen = risen + 1 if losses[epoch] > losses[epoch - 1] else 0
        if risen == patience:
            return epoch
    return len(losses) - 1


def table(rows):
    """Return the five students' table as a learner would type it, of rows between strokes."""
    return "\n".join(["", "hours studied; hours slept; score", *rows.split("|"), ""])


NAMES = {
    each.__name__: each
    for each in (
        table,
        scale_by_loops,
        scale_by_library,
        prepare_by_library,
        prepare_written_over,
        stop_without_a_reset,
        stop_counting_from_1,
        stop_by_list,
        stop_by_counting,
        stop_counting_the_first,
        stop_in_a_row,
    )
}
