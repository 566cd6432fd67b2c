"""What a network predicts for a whole table of a person's, as a table for a spreadsheet."""

from nnlib import checks, datasets, files
from nnlib.network import one_network
from nnlib.scaling import Encoding
from nnlib.shown import figures_apart, shown
from nnlib.tables import Table
from nnlib.tables.coding import TableScaler
from nnlib.tables.headings import different
from nnlib.tables.remarks import listed, named, quoted

PREDICTED, OFF_BY, RIGHT = "predicted", "off by", "right"
HELD_OUT, LEARNED_FROM = "held out", "learned from"


def predictions_csv(table, network, dataset, held_out=None):
    r"""Return a table with what a network predicts for each of its rows, as CSV.

    Behind the table's own columns stand, for every target, the prediction and how far off it is
    (prediction minus target), then whether the row was held out, and what to know about it. Words,
    and 0 and 1 where they are the one target, are classes: a prediction is one of them, right or
    not. A row with a gap, or a word that was not learned, gets no prediction. Where the table has
    such a column already, the new one has a number behind its name.

    Parameters
    ----------
    table : Table
        The one that was learned from, or another one with the same inputs; it need not have the
        targets.
    network : Network
        A single one.
    dataset : Dataset
        What it learned from, in its own units: a part of a table's ``dataset``.
    held_out : sequence of int, optional
        Which rows of the table's ``dataset`` were held out, as ``datasets.split_rows`` returns
        them; only for the table that was learned from.

    Returns
    -------
    str
        With the table's own sign before decimals, and semicolons if that is a comma, as Excel
        expects it where the table is from. In a file with ``encoding="utf-8-sig"``, Excel knows
        the letters. No cell is a formula.

    Raises
    ------
    ValueError
        For a table without one of the inputs.

    Examples
    --------
    >>> from nnlib.network import Dense, Network
    >>> from nnlib.tables import read_table
    >>> dataset = read_table("hours;score\n1;60\n3;80").dataset("hours", "score")
    >>> network = Network([Dense(1, 1, "linear", weights=[[1.0]])])
    >>> print(*predictions_csv(read_table("hours\n2\n4"), network, dataset).splitlines(), sep="\n")
    hours,"score, predicted",to know
    2,70,
    4,90,hours 4 is outside 1 to 3
    """
    inputs, targets = _checked(dataset)
    checks.instance(table, Table, "table", "a Table, as read_table returns it")
    one_network(network)
    names = _names_of_inputs(table, inputs)
    asked, to_know = _asked(table, names, dataset)
    predicted = dict(zip(asked, _said(network, inputs, targets, list(asked.values())), strict=True))
    rows = range(len(table.lines))
    columns = [(name, _cells(table, name)) for name in table.names]
    for at, part in enumerate(targets.parts):
        values = [predicted[row][at] if row in predicted else "" for row in rows]
        columns.append((f"{part.name}, {PREDICTED}", values))
        if part.name in table.names:
            is_class = bool(part.words or targets.classes)
            heading = f"{part.name}, {RIGHT if is_class else OFF_BY}"
            compare = _is_right if is_class else _off_by
            columns.append((heading, map(compare, values, table.columns[part.name])))
    if held_out is not None:
        columns.append(("part", _parts(table, inputs, targets, held_out)))
    columns.append(("to know", [to_know.get(row, "") for row in rows]))
    names, cells = zip(*columns, strict=True)
    return files.as_csv([different(names), *map(list, zip(*cells, strict=True))], table.decimal)


def outside(dataset, row):
    """Return for inputs outside the range of those learned from (name, value, lowest, highest).

    Parameters
    ----------
    dataset : Dataset
    row : sequence of float
        A number for each input, in its own unit.
    """
    dataset = datasets.checked(dataset)
    row = checks.array_of_shape(row, dataset.inputs.shape[1:], "row").tolist()
    low, high = dataset.inputs.min(axis=0).tolist(), dataset.inputs.max(axis=0).tolist()
    return [
        (name, value, lowest, highest)
        for name, value, lowest, highest in zip(dataset.input_names, row, low, high, strict=True)
        if not lowest <= value <= highest
    ]


def unseen(dataset, row):
    """Return what ``outside`` finds in two lists: numbers, and words that no example has.

    A network gets a word as columns of 0 and 1, which are no numbers to a person.

    Parameters
    ----------
    dataset, row
        As ``outside`` takes them.

    Returns
    -------
    numbers : list of (name, value, lowest, highest)
    words : list of (name, word)
        With the name that the column has in the person's table.
    """
    beyond, inputs = outside(dataset, row), (dataset.encoding or Encoding()).inputs
    parts = [part for part in getattr(inputs, "parts", ()) if part.words]
    part_of = {name: part for part in parts for name in part.names}
    numbers = [each for each in beyond if each[0] not in part_of]
    words = []
    for name, value, *_ in beyond:
        if (part := part_of.get(name)) is None:
            continue
        if len(part.names) == 1:  # one of two words, or the other
            words.append((part.name, part.read([value])))
        elif value == 1:
            words.append((part.name, part.words[part.names.index(name)]))
    return numbers, words


def _checked(dataset):
    """Return the scalers of inputs and targets."""
    encoding = datasets.checked(dataset).encoding or Encoding()
    if not all(isinstance(scaler, TableScaler) for scaler in encoding):
        raise ValueError("dataset must be made of a table: take table.dataset(inputs, targets).")
    return encoding


def _names_of_inputs(table, inputs):
    """Return how the inputs are called in a table, or say what it must have."""
    wanted, names = [part.name for part in inputs.parts], []
    for name in wanted:
        try:
            names.append(table.name_of(name))
        except ValueError:
            raise ValueError(
                f"table: no column has the name {quoted(name)}. Every input must be there: "
                f"{named(wanted)}."
            ) from None
    return names


def _asked(table, names, dataset):
    """Return the numbers of every row that can be asked about, and what is to be known of rows."""
    asked, to_know = {}, {}
    for row in range(len(table.lines)):
        cells = [table.columns[name][row] for name in names]
        gaps = [quoted(name) for name, cell in zip(names, cells, strict=True) if cell is None]
        if gaps:
            to_know[row] = f"no prediction, for nothing stands under {listed(gaps)}"
            continue
        try:
            asked[row] = dataset.encoding.inputs.code([cells])[0].tolist()
        except ValueError as error:
            to_know[row] = f"no prediction: {str(error).removeprefix('rows: ')}"
            continue
        numbers, words = unseen(dataset, asked[row])
        said = [_outside_in_words(*each) for each in numbers]
        said += [f"{name} {word} is in no row that was learned from" for name, word in words]
        to_know[row] = "; ".join(said)
    return asked, to_know


def _outside_in_words(name, *numbers):
    figures = figures_apart(numbers, 6)
    value, low, high = (f"{each:.{figures}g}" for each in numbers)
    return f"{name} {value} is outside {low} to {high}"


def _said(network, inputs, targets, coded):
    """Return a number or a class for every target and row."""
    if not coded:
        return []
    outputs = targets.inverse_transform(network.predict(inputs.transform(coded)))
    if targets.classes and not targets.parts[0].words:
        outputs = (outputs > 0.5).astype(float)
    return targets.read(outputs)


def _cells(table, name):
    """Return a column's cells: its values, and what stands in those without."""
    unread = {each.line: each.text for each in table.unread if each.name == name}
    return [
        unread.get(line, "") if value is None else value
        for line, value in zip(table.lines, table.columns[name], strict=True)
    ]


def _is_right(predicted, target):
    if predicted == "" or target is None:
        return ""
    return "yes" if predicted == target else "no"


def _off_by(predicted, target):
    is_number = isinstance(predicted, float) and isinstance(target, float)
    return predicted - target if is_number else ""


def _parts(table, inputs, targets, held_out):
    """Return for each row of the table in which part it is; one with a gap is in none."""
    used = table.complete_rows([part.name for part in (*inputs.parts, *targets.parts)])
    places = set(checks.row(held_out, "held_out").tolist())
    wrong = places - set(range(len(used)))
    if wrong:
        raise ValueError(
            f"held_out must hold places from 0 to {len(used) - 1} among the rows that were used; "
            f"got {shown(min(wrong))}."
        )
    known = {row: HELD_OUT if place in places else LEARNED_FROM for place, row in enumerate(used)}
    return [known.get(row, "") for row in range(len(table.lines))]
