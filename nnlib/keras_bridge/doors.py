"""What the bridge asks of a model and of the examples for it."""

from nnlib import checks
from nnlib.keras_bridge.loading import keras
from nnlib.shown import shown


def checked_model(model):
    """Return `model`, which must be one of Keras and have weights."""
    checks.instance(model, keras.Model, "model", "a model of Keras")
    if not model.built:
        raise ValueError(
            "this model has no weights yet: begin it with keras.Input((2,)), for two inputs."
        )
    return model


def compiled(model):
    """Return `model`, which must be ready to be trained."""
    if not checked_model(model).compiled:
        raise ValueError("this model is not compiled yet: call model.compile(...) first.")
    return model


def checked_examples(model, inputs, targets, loss):
    """Return inputs and targets as tables, with as many columns as the model has ends."""
    inputs, targets = checks.examples(inputs, targets)
    checked_model(model)
    ends = [("inputs", inputs, model.input_shape), ("targets", targets, model.output_shape)]
    if "sparse" in str(loss).lower():  # its targets are numbers of classes, in one column
        del ends[1]
    for name, table, shape in ends:
        if shape[1:] != table.shape[1:]:
            raise ValueError(
                f"{name} must be a table of {' x '.join(map(str, shape[1:]))} columns for this "
                f"model; got {table.shape[1]}."
            )
    return inputs, targets


def not_too_many(epochs, inputs, targets):
    """Let a table fit into memory that holds the examples once for each of the epochs."""
    checks.not_too_many(epochs * (inputs.size + targets.size), "epochs", "numbers in one table")


def dividing(batch_size, rows):
    """Return the rows of a batch, into which all `rows` can be divided."""
    size = rows if batch_size is None else checks.whole_number(batch_size, "batch_size")
    if rows % size:
        raise ValueError(
            f"batch_size {shown(size)} does not divide the {rows} rows of inputs: the last batch "
            "of a copy would take rows of the next one."
        )
    return size


def loss_of_keras(name):
    """Return the loss that Keras calls by this name."""
    try:
        return keras.losses.get(checks.text(name, "loss"))
    except ValueError:
        raise ValueError(
            f"loss must be one of Keras's by its name, such as 'mean_squared_error'; got "
            f"{shown(name)}."
        ) from None
