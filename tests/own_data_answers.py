"""Answers to the project's exercises: right ones in many forms, wrong ones with what they hear."""

from sklearn.dummy import DummyRegressor
from sklearn.metrics import root_mean_squared_error

RIGHT = {
    "own_data.two_columns": [
        '"bill_length_mm, bill_depth_mm"',
        '"flipper_length_mm bill_length_mm"',
        '"island,bill_length_mm"',
    ],
    "own_data.gaps": ['"C"', '"c"'],
    "own_data.inputs": ["10", "3 + 3 + 1 + 1 + 1 + 1"],
    "own_data.leak": ['"B"', '" b "'],
    "own_data.mean_is_off": [
        "mean_by_library",
        "lambda s, h: np.linalg.norm(h - np.mean(s)) / len(h) ** 0.5",
    ],
    "own_data.in_grams": ["4600", "0.5 * 800 + 4200"],
    "own_data.may_say": ['"D"', '"d"'],
    "own_data.unseen": [
        '"It never saw such heavy ones."',
        '"Gentoo are larger than all that it has learned from."',
    ],
    "own_data.nine_steps": ['"FCAGBED"', '"F C A G B E D"'],
}

WRONG = {
    "own_data.two_columns": {
        '"bill_length_mm"': "these are 1",
        '"bill, island"': "No column is called 'bill'",
        '"species, island"': "The species is what is to be predicted",
        '"sex, year"': "95% are asked for",
        "7": "Write two names of columns",
    },
    "own_data.gaps": {'"E"': "one of the letters"},
    "own_data.inputs": {"9": "9 is not it"},
    "own_data.leak": {"2": "one of the letters"},
    "own_data.mean_is_off": {"lambda s, h: h - s.mean()": "One number is expected"},
    "own_data.in_grams": {"'4600 g'": "without quotes"},
    "own_data.may_say": {'"E"': "one of the letters"},
    "own_data.unseen": {
        '"because"': "Write a whole sentence",
        '"Why is it so far off for Gentoo?"': "That is the question itself",
        "7": "Write one sentence",
        '"a b"': "Write a whole sentence",
    },
    "own_data.nine_steps": {
        '"FCAGBEDH"': "H chooses by the test rows",
        '"CFAGBED"': "Look before you throw anything away",
        '"FCAGBE"': "Line D is missing",
        '"FCABGED"': "Know what has to be beaten",
    },
}


def mean_by_library(seen, held_out):
    model = DummyRegressor().fit(seen, seen)
    return root_mean_squared_error(held_out, model.predict(held_out))


NAMES = {mean_by_library.__name__: mean_by_library}
