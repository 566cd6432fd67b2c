"""The gradient that the engine under Keras finds by itself."""

from nnlib.keras_bridge.doors import checked_examples, loss_of_keras
from nnlib.keras_bridge.loading import keras


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
    function = loss_of_keras(loss)
    both = checked_examples(model, inputs, targets, loss)
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
