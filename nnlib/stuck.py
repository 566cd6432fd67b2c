"""What a training has to say where nothing fails and the network still cannot learn.

Three mistakes look like a training that went well: targets out of reach, outputs without a slope,
hidden ReLUs that are all dead. Each gets its reason and what to do; no number is changed.
"""

import numpy as np

from nnlib.activations import RELU

FLAT = 0.01  # so near the end of its range, as a share of it, an output has hardly any slope
MOST = 0.75  # of a hidden layer's outputs
HARDLY_BETTER = 0.9  # the loss, as a share of that of the mean target alone
FAR_FROM_ZERO = 5  # inputs; one unit's sum is then so large that a sigmoid is flat


def why_stuck(examples, loss):
    """Return why a network cannot learn, and what to do, in two sentences; or an empty text.

    Parameters
    ----------
    examples : Backpropagation
        After a forward pass over all examples, of a network without copies.
    loss : float
        Of all examples.
    """
    return _out_of_reach(examples) or _all_dead(examples) or _without_slope(examples, loss)


def _out_of_reach(examples):
    activation, targets = examples.network.layers[-1].activation, examples.targets
    lowest, highest = activation.lowest, activation.highest
    if lowest <= targets.min() and targets.max() <= highest:
        return ""
    least = f"{lowest:g} or more" if np.isinf(highest) else f"{lowest:g} to {highest:g}"
    return (
        f"Targets go from {targets.min():g} to {targets.max():g}, and {activation.name} in the "
        f'last layer gives only {least}. Scale the targets, or take "linear" there.'
    )


def _all_dead(examples):
    layers = zip(examples.network.layers[:-1], examples.outputs[:-1], strict=True)
    for number, (layer, outputs) in enumerate(layers, 1):
        if layer.activation is RELU and not outputs.any():
            return (
                f"Every ReLU of hidden layer {number} answers 0 to every example (all are dead), "
                "so the weights before them get no gradient. Start again with other weights or a "
                "lower learning rate."
            )
    return ""


def _without_slope(examples, loss):
    mean = np.broadcast_to(examples.targets.mean(axis=0), examples.targets.shape)
    if loss < HARDLY_BETTER * examples.loss.function(mean, examples.targets):
        return ""
    *hidden, last = zip(examples.network.layers, examples.outputs, strict=True)
    is_hidden = any(_flat(layer, outputs).mean() >= MOST for layer, outputs in hidden)
    layer, outputs = last
    half = (layer.activation.highest - layer.activation.lowest) / 2
    is_wrong = np.abs(outputs - examples.targets) > half
    # Where the loss gives the delta itself, the slope has cancelled.
    is_last = examples.loss.delta is None and (_flat(layer, outputs) & is_wrong).any()
    if not is_hidden and not is_last:
        return ""
    where = "Hidden outputs" if is_hidden else "Wrong outputs"
    far = np.abs(examples.inputs).max()
    remedy = (
        f"Inputs reach {far:g}, so scale them."
        if far > FAR_FROM_ZERO
        else "Start again with a lower learning rate."
    )
    return (
        f"{where} stand where their activation is flat, and the slope there is almost 0. {remedy}"
    )


def _flat(layer, outputs):
    lowest, highest = layer.activation.lowest, layer.activation.highest
    if np.isinf(highest - lowest):
        return np.zeros(outputs.shape, dtype=bool)
    return np.minimum(outputs - lowest, highest - outputs) < FLAT * (highest - lowest)
