"""What the project on own data says in figures: over splits and starts, beside scikit-learn."""

import numpy as np
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from nnlib import datasets, metrics
from nnlib.baselines import mean_alone, straight_line
from nnlib.network import Dense, Network
from nnlib.tables import read_table
from nnlib.training import train

pytestmark = pytest.mark.figures
CHOSEN = ["species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "sex"]
SPLITS = 10  # of the lesson's twenty


@pytest.fixture(scope="module")
def table():
    return read_table(datasets.data_file("penguins.csv"))


@pytest.fixture(scope="module")
def penguins(table):
    return table.dataset(CHOSEN, "body_mass_g")


def error_of(network, encoding, dataset):
    outputs = network.predict(encoding.inputs.transform(dataset.inputs))
    return metrics.typical_error(encoding.targets.inverse_transform(outputs), dataset.targets)


def trained(seen, validation, start=1):
    network = Network([Dense(10, 8, "tanh"), Dense(8, 1, "linear")], rng=start)
    scaled, watched = seen.encoding.scaled(seen), seen.encoding.scaled(validation)
    how = {"learning_rate": 0.1, "epochs": 10_000, "patience": 100}
    held_out = watched.inputs, watched.targets
    train(network, scaled.inputs, scaled.targets, validation=held_out, **how)
    return network


@pytest.fixture(scope="module")
def errors(penguins):
    """Return a row for each split: mean, straight line, and the network from another start."""
    rows = []
    for draw in range(1, SPLITS + 1):
        rest, test = datasets.split(penguins, 0.2, rng=draw)
        seen, validation = datasets.split(rest, 0.25, rng=draw)
        baselines = (make(seen.inputs, seen.targets) for make in (mean_alone, straight_line))
        row = [metrics.typical_error(each.predict(test.inputs), test.targets) for each in baselines]
        network = trained(seen, validation, start=draw)
        rows.append([*row, error_of(network, seen.encoding, test)])
    return np.array(rows)


def test_the_table_is_what_the_lesson_says(table):
    assert len(table.lines) == 344
    assert len(table.complete_rows(table.names)) == 333
    masses = [value for value in table.columns["body_mass_g"] if value is not None]
    assert (min(masses), max(masses)) == (2700, 6300)


def test_the_network_is_as_good_as_a_line_and_both_beat_the_mean(errors):
    mean, line, network = np.median(errors, axis=0)
    assert 750 < mean < 850
    assert 255 < line < 305
    assert 255 < network < 305  # "about 280 g"
    assert 0.95 <= network / line < 1.05
    assert 0.2 < np.mean(errors[:, 2] < errors[:, 1]) < 0.8  # neither wins every time


def test_the_line_is_scikit_learns(table, penguins):
    rows = table.complete_rows([*CHOSEN, "body_mass_g"])
    cells = np.array([[table.columns[name][row] for name in CHOSEN] for row in rows], dtype=object)
    masses = np.array([table.columns["body_mass_g"][row] for row in rows])
    seen, held_out = datasets.split_rows(len(rows), 0.2, rng=1)
    model = make_pipeline(
        make_column_transformer(
            (OneHotEncoder(), [0, 1, 5]), (StandardScaler(), [2, 3, 4]), sparse_threshold=0
        ),
        LinearRegression(),
    ).fit(cells[seen], masses[seen])
    theirs = root_mean_squared_error(masses[held_out], model.predict(cells[held_out]))
    rest, test = datasets.split(penguins, 0.2, rng=1)
    ours = straight_line(rest.inputs, rest.targets).predict(test.inputs)
    assert metrics.typical_error(ours, test.targets) == pytest.approx(theirs)


@pytest.mark.parametrize("start", [1, 2, 3])
def test_an_unknown_species_is_off_by_more_than_the_mean_of_all(penguins, start):
    is_gentoo = penguins.inputs[:, penguins.input_names.index("species = Gentoo")] == 1
    others, gentoo = (
        penguins._replace(inputs=penguins.inputs[rows], targets=penguins.targets[rows])
        for rows in (~is_gentoo, is_gentoo)
    )
    known, watched = datasets.split(others, 0.25, rng=start)
    error = error_of(trained(known, watched, start), known.encoding, gentoo)
    assert error > 900
    assert gentoo.targets.mean() > known.targets.mean() + 1200  # larger than all it knows
