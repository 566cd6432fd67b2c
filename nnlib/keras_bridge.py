"""The bridge to Keras: the same networks there and back, and what they have in common.

The only file that imports Keras. What it sets before is taken over only where nobody has set it:
TensorFlow is quiet at its start and adds up in one order, on one thread, so that a seed gives the
same digits again; JAX may compute in float64, which it would refuse otherwise.
"""

import contextlib
import gc
import importlib.util
import itertools
import logging
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("JAX_ENABLE_X64", "1")

# Keras loads scikit-learn for wrappers that nobody uses here, and TensorFlow, which alone can do
# without it, SciPy: 70 MB, and a second or two.
_tensorflow = os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow"
_only = _tensorflow and not importlib.util.find_spec("jax")
LEFT_OUT = ("sklearn", "scipy") if _only else ("sklearn",)
_before = {name: sys.modules.get(name) for name in LEFT_OUT}
sys.modules.update(dict.fromkeys(LEFT_OUT))
try:
    import keras
finally:
    for _name, _module in _before.items():
        del sys.modules[_name]
        if _module is not None:
            sys.modules[_name] = _module
import numpy as np

try:
    from threadpoolctl import threadpool_limits
except ImportError:  # where Keras was installed by hand: NumPy takes the threads that it likes
    threadpool_limits = contextlib.nullcontext

from nnlib import checks
from nnlib.activations import ACTIVATIONS
from nnlib.network import Dense, Network
from nnlib.optimizers import Adam, GradientDescent
from nnlib.shown import shown
from nnlib.training import Training

ENGINES = ("tensorflow", "jax")
if keras.config.backend() not in ENGINES:
    raise ImportError(
        f"Keras runs on {keras.config.backend()} here, and this course on {' or '.join(ENGINES)}: "
        "set KERAS_BACKEND"
    )
# What is there by now stays: collections leave it out, and are quick from here on.
gc.collect()
gc.freeze()
# It warns of many models in one program, which a comparison cannot do without.
logging.getLogger("tensorflow").setLevel(logging.ERROR)

EXACT = "float64"
READABLE = ("float32", EXACT)
BELONGS_TO_TRAINING = (
    *("kernel_regularizer", "bias_regularizer", "activity_regularizer"),
    *("kernel_constraint", "bias_constraint"),
)


def compute_in(dtype):
    """Make Keras compute in ``"float64"`` or ``"float32"`` from here on.

    Inputs and learning rates go by Keras's ``floatx``, layers by its ``dtype_policy``, which is
    ``floatx`` as it was when the first layer was made. This sets both.
    """
    checks.one_of(dtype, READABLE, "dtype")
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)


@contextlib.contextmanager
def computing_in(dtype):
    """Make Keras compute in `dtype` within a ``with`` block, and clear up after it."""
    before = keras.config.floatx()
    compute_in(dtype)
    try:
        yield
    finally:
        compute_in(before)
        gc.collect()  # a model is objects in a ring: those that nobody uses make room only now


def to_keras(network):
    """Return a network as a ``keras.Sequential`` with the same weights, not compiled yet.

    Parameters
    ----------
    network : Network
        Without copies.

    Raises
    ------
    ValueError
        For anything else, and where Keras would round the weights.
    """
    checks.instance(network, Network, "network", "a Network")
    if network.copies is not None:
        raise ValueError(
            f"this Network is {network.copies:,} copies, and a Keras model is one network: make it "
            "without copies."
        )
    for dtype in (keras.config.floatx(), keras.config.dtype_policy().name):
        if dtype != EXACT:
            raise ValueError(
                f"Keras computes in {dtype} now and would round these weights: call "
                'keras_bridge.compute_in("float64") first.'
            )
    gc.collect()  # the models that nobody uses any more
    layers = [
        keras.layers.Dense(layer.outputs, activation=layer.activation.name, use_bias=layer.bias)
        for layer in network.layers
    ]
    model = keras.Sequential([keras.Input((network.layers[0].inputs,)), *layers])
    # Copies: JAX may go on using the very memory, which training changes in place.
    model.set_weights([each.copy() for each in _weights(network)])
    if largest_difference(network, model) > 0:
        raise ValueError(
            "Keras has rounded these weights: import nnlib.keras_bridge before Keras, so that JAX "
            "is told to compute in float64."
        )
    return model


def from_keras(model):
    """Return a ``keras.Sequential`` of ``Dense`` layers as a network with the same weights.

    Parameters
    ----------
    model : keras.Sequential
        Of float32 or float64; a float64 holds every float32.

    Raises
    ------
    ValueError
        For a model that a Network cannot be, with what is in the way.
    """
    _checked_model(model)
    if type(model) is not keras.Sequential:
        raise ValueError(
            f"a keras.Sequential can become a Network, but this model is {_kind(model)}, whose "
            "layers need not stand in one row."
        )
    if len(model.input_shape) != 2:
        raise ValueError(
            f"this model takes inputs of shape {model.input_shape[1:]}, but a Network takes rows "
            "of numbers: flatten them first."
        )
    if len({id(layer) for layer in model.layers}) < len(model.layers):
        raise ValueError(
            "a layer stands in this model more than once, and a Network has weights of its own in "
            "every layer: make a layer for each place."
        )
    return Network([_dense(layer, i) for i, layer in enumerate(model.layers, start=1)])


def _dense(layer, number):
    if type(layer) is not keras.layers.Dense:
        raise ValueError(
            f"layer {number} is {_kind(layer)}, and a Network has Dense layers only: take it out."
        )
    name = getattr(layer.activation, "__name__", repr(layer.activation))
    if name not in ACTIVATIONS or layer.activation is not keras.activations.get(name):
        raise ValueError(
            f"layer {number} has an activation {name!r} of its own, and a Network knows only "
            f"Keras's {', '.join(ACTIVATIONS)}."
        )
    if not layer.trainable or layer.lora_enabled or layer.quantization_mode is not None:
        raise ValueError(
            f"layer {number} is frozen, adapted by LoRA or quantized, and a Dense of nnlib learns "
            "with all of its weights: build it without."
        )
    for dtype in (layer.variable_dtype, layer.compute_dtype):
        if dtype not in READABLE:
            raise ValueError(
                f"layer {number} computes in {dtype}, and a Network in float64: build the model "
                'with dtype="float32" or "float64".'
            )
    for extra in BELONGS_TO_TRAINING:
        if getattr(layer, extra) is not None:
            raise ValueError(
                f"layer {number} has a {extra}, which changes how it learns, and a Dense of "
                "nnlib has none: take it out."
            )
    weights, *biases = (np.asarray(each, dtype=float) for each in layer.get_weights())
    return Dense(
        *weights.shape,
        name,
        bias=layer.use_bias,
        weights=weights,
        biases=biases[0] if biases else None,
    )


def largest_difference(network, model):
    """Return the largest difference between a weight or bias here and the same one in Keras."""
    checks.instance(network, Network, "network", "a Network")
    theirs = [np.asarray(each, dtype=float) for each in _checked_model(model).get_weights()]
    ours = _weights(network)
    if [each.shape for each in ours] != [each.shape for each in theirs]:
        raise ValueError(
            f"the network has weights of the shapes {[each.shape for each in ours]}, the model "
            f"{[each.shape for each in theirs]}: compare a network with its own copy."
        )
    return float(np.max([np.abs(a - b).max() for a, b in zip(ours, theirs, strict=True)]))


def differences(
    network,
    model,
    inputs,
    targets,
    *,
    epochs,
    learning_rate,
    loss,
    optimizer="gradient_descent",
    batch_size=None,
):
    """Train a network and its copy in Keras, and return how far their weights come apart.

    Parameters
    ----------
    network : Network
        Trained in place.
    model : keras.Sequential
        Its copy, compiled with what shall be the same settings. Trained in place.
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    epochs : list of int
        After which epochs to compare, in rising order.
    learning_rate, loss, optimizer
        The network's; see ``train``.
    batch_size : int, optional
        Samples an update, in the order of the table; it must divide the samples.

    Returns
    -------
    list of float
        The ``largest_difference`` after each of the `epochs`.

    Raises
    ------
    ValueError
        Where the network cannot be trained so long.
    """
    training = Training(
        network,
        inputs,
        targets,
        learning_rate=learning_rate,
        loss=loss,
        optimizer=optimizer,
        batch_size=batch_size,
    )
    inputs, targets = _checked_examples(_compiled(model), inputs, targets, model.loss)
    _dividing(batch_size, len(inputs))
    epochs = checks.whole_numbers(epochs, "epochs", rising=True)
    _not_too_many(epochs[-1], inputs, targets)
    largest_difference(network, model)  # where they are no copies, it says so before they train
    found = []
    for epoch in epochs:
        part = epoch - training.history.epochs
        training.run(part)
        if training.history.epochs < epoch:
            raise ValueError(f"nothing to compare: {training.history.stopped_because}.")
        train_in_one_go(model, inputs, targets, part, batch_size=batch_size)
        found.append(largest_difference(network, model))
    return found


def train_in_one_go(model, inputs, targets, epochs, *, batch_size=None):
    """Train a compiled model for some epochs with a single epoch of ``fit``.

    Beginning an epoch costs Keras more than a small table: here `epochs` copies of the table
    stand below each other and are gone through once, in order, without a progress bar.

    Parameters
    ----------
    model : keras.Model
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    epochs : int
    batch_size : int, optional
        It must divide the samples; all of them if not given.
    """
    inputs, targets = _checked_examples(_compiled(model), inputs, targets, model.loss)
    epochs = checks.whole_number(epochs, "epochs")
    _not_too_many(epochs, inputs, targets)
    batch_size = _dividing(batch_size, len(inputs))
    dtype = keras.config.floatx()
    tables = (np.tile(each, (epochs, 1)).astype(dtype) for each in (inputs, targets))
    build_optimizer(model)
    model.fit(*tables, batch_size=batch_size, shuffle=False, verbose=0)


def build_optimizer(model):
    """Make the optimizer's variables now, for if it makes them as it goes, Keras builds twice."""
    if model.built and model.compiled:
        model.optimizer.build(model.trainable_variables)


def prepared(inputs, targets):
    """Return a table as an endless stream of batches, each the whole table, ready for ``fit``.

    Parameters
    ----------
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)

    Returns
    -------
    tf.data.Dataset, or a generator where TensorFlow is not installed
        To be used with ``steps_per_epoch``.
    """
    both = checks.examples(inputs, targets)
    batch = tuple(each.astype(keras.config.floatx()) for each in both)
    try:
        import tensorflow
    except ImportError:
        return (batch for _ in itertools.count())
    return tensorflow.data.Dataset.from_tensors(batch).cache().repeat().prefetch(2)


class KerasTraining:
    """A network's copy in training with Keras, an update an epoch, as ``Training`` does it here.

    Keras computes in float64 from then on.

    Parameters
    ----------
    network : Network
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    learning_rate : float
    loss : str
        By Keras's name.
    optimizer : GradientDescent or Adam
        One of nnlib; its settings are taken over.

    Attributes
    ----------
    model : keras.Sequential
    seconds : float
        The time spent training, without the first update of all, which builds the program.
    """

    def __init__(self, network, inputs, targets, *, learning_rate, loss, optimizer):
        compute_in(EXACT)
        self.model = to_keras(network)
        self.model.compile(optimizer=keras_optimizer(optimizer, learning_rate), loss=loss)
        build_optimizer(self.model)
        self._loss = keras.losses.get(loss)
        self._table = np.asarray(inputs, EXACT), np.asarray(targets, EXACT)
        self.model.train_on_batch(*self._table)
        self.restart(network)

    @property
    def learning_rate(self):
        """How far a step goes; it can be set between two runs."""
        return float(self.model.optimizer.learning_rate)

    @learning_rate.setter
    def learning_rate(self, rate):
        self.model.optimizer.learning_rate = rate

    def restart(self, network):
        """Begin again with the weights of `network`; the optimizer forgets, but for its rate."""
        rate = self.learning_rate
        self.model.set_weights([each.copy() for each in _weights(network)])
        for variable in self.model.optimizer.variables:
            variable.assign(np.zeros(variable.shape, variable.dtype))
        self.learning_rate = rate
        self._before, self._present, self.seconds = [], None, 0.0

    @property
    def epochs(self):
        """How many epochs are done."""
        return len(self._before)

    def losses(self):
        """Return the loss before the first epoch, and after every one, as a list of float."""
        if self._present is None:
            inputs, targets = self._table
            self._present = float(keras.ops.mean(self._loss(targets, self.model(inputs))))
        return [*self._before, self._present]

    def run(self, epochs):
        """Train so many more epochs; Keras gives the loss before each."""
        self._present = None
        started = time.perf_counter()
        for _ in range(epochs):
            self._before.append(float(self.model.train_on_batch(*self._table)))
        self.seconds += time.perf_counter() - started


def keras_optimizer(optimizer, learning_rate):
    """Return the optimizer of Keras that makes the same steps.

    Keras takes the settings for float32 where they are Python's numbers and TensorFlow is under
    it, and their powers with them: 0.9 becomes 0.89999998. NumPy's numbers keep their digits.

    Parameters
    ----------
    optimizer : GradientDescent or Adam
    learning_rate : float
    """
    learning_rate = checks.number(learning_rate, "learning_rate", above=0)
    if type(optimizer) is Adam:
        return keras.optimizers.Adam(
            learning_rate,
            beta_1=np.float64(optimizer.beta_1),
            beta_2=np.float64(optimizer.beta_2),
            epsilon=optimizer.epsilon,
        )
    if type(optimizer) is GradientDescent:
        return keras.optimizers.SGD(learning_rate, momentum=np.float64(optimizer.momentum))
    raise ValueError(f"optimizer must be a GradientDescent or an Adam; got {shown(optimizer)}.")


def automatic_gradients(model, inputs, targets, loss="mean_squared_error"):
    """Return a loss and its gradient, which the engine under Keras finds by itself.

    TensorFlow records what is computed on a ``GradientTape`` and goes back along it; JAX makes
    out of a function another one that gives its gradient.

    Parameters
    ----------
    model : keras.Model
    inputs, targets : array-like, shapes (samples, features) and (samples, outputs)
    loss : str
        By Keras's name.

    Returns
    -------
    loss : float
    gradients : list of array
        In the order and the shapes of ``model.trainable_variables``.
    """
    function = _loss_of_keras(loss)
    both = _checked_examples(model, inputs, targets, loss)
    inputs, targets = (keras.ops.convert_to_tensor(each, model.dtype) for each in both)

    def mean_loss(outputs):
        return keras.ops.mean(function(targets, outputs))

    if keras.backend.backend() == "jax":
        import jax

        others = [each.value for each in model.non_trainable_variables]

        def loss_of(variables):
            outputs, _ = model.stateless_call(variables, others, inputs)
            return mean_loss(outputs)

        variables = [each.value for each in model.trainable_variables]
        value, gradients = jax.value_and_grad(loss_of)(variables)
    else:
        import tensorflow

        with tensorflow.GradientTape() as tape:
            value = mean_loss(model(inputs))
        gradients = tape.gradient(value, [each.value for each in model.trainable_variables])
    return float(value), [keras.ops.convert_to_numpy(each) for each in gradients]


def _checked_model(model):
    """Return `model`, which must be one of Keras and have weights."""
    checks.instance(model, keras.Model, "model", "a model of Keras")
    if not model.built:
        raise ValueError(
            "this model has no weights yet: begin it with keras.Input((2,)), for two inputs."
        )
    return model


def _compiled(model):
    """Return `model`, which must be ready to be trained."""
    if not _checked_model(model).compiled:
        raise ValueError("this model is not compiled yet: call model.compile(...) first.")
    return model


def _checked_examples(model, inputs, targets, loss):
    """Return inputs and targets as tables, with as many columns as the model has ends."""
    inputs, targets = checks.examples(inputs, targets)
    _checked_model(model)
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


def _not_too_many(epochs, inputs, targets):
    checks.not_too_many(epochs * (inputs.size + targets.size), "epochs", "numbers in one table")


def _dividing(batch_size, rows):
    """Return the rows of a batch, into which all `rows` can be divided."""
    size = rows if batch_size is None else checks.whole_number(batch_size, "batch_size")
    if rows % size:
        raise ValueError(
            f"batch_size {shown(size)} does not divide the {rows} rows of inputs: the last batch "
            "of a copy would take rows of the next one."
        )
    return size


def _loss_of_keras(name):
    """Return the loss that Keras calls by this name."""
    try:
        return keras.losses.get(checks.text(name, "loss"))
    except ValueError:
        raise ValueError(
            f"loss must be one of Keras's by its name, such as 'mean_squared_error'; got "
            f"{shown(name)}."
        ) from None


def _weights(network):
    """Return weights and biases in Keras's order: layer by layer, weights first."""
    both = ((layer.weights, layer.biases) for layer in network.layers)
    return [each for layer in both for each in layer if each is not None]


def _kind(thing):
    name = type(thing).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
