"""The bridge to Keras: the same networks there and back, and what they have in common.

Only ``loading`` imports Keras, and only here is more done at an import than to define: a file
imports only what stands above it.

=============  ==================================================================
loading        Keras, with what has to be settled before and after
precision      in how many digits it computes
doors          what is asked of a model and of the examples for it
copies         a network as a model, and back; how far the two are apart
training       both trained with the same settings
twin           a copy that trains beside its network, for the explorer
gradients      the gradient that the engine under Keras finds by itself
=============  ==================================================================
"""

from nnlib.keras_bridge.copies import from_keras, largest_difference, to_keras
from nnlib.keras_bridge.gradients import automatic_gradients
from nnlib.keras_bridge.loading import LEFT_OUT, keras, threadpool_limits
from nnlib.keras_bridge.precision import compute_in, computing_in
from nnlib.keras_bridge.training import (
    build_optimizer,
    differences,
    keras_optimizer,
    prepared,
    train_in_one_go,
)
from nnlib.keras_bridge.twin import KerasTraining

__all__ = [
    "LEFT_OUT",
    "KerasTraining",
    "automatic_gradients",
    "build_optimizer",
    "compute_in",
    "computing_in",
    "differences",
    "from_keras",
    "keras",
    "keras_optimizer",
    "largest_difference",
    "prepared",
    "threadpool_limits",
    "to_keras",
    "train_in_one_go",
]
