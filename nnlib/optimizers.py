"""Optimizers: how a gradient changes the parameters.

An optimizer sees the parameters of a whole network as one array, (parameters,) or
(copies, parameters), and changes it in place. The learning rate is the training loop's, so that it
can change while a network trains. An optimizer that remembers something (momentum, Adam) starts
afresh when it meets another network's parameters.
"""

import numpy as np

from nnlib import checks


class GradientDescent:
    """Step against the gradient; with momentum, keep some of the last step.

    ``velocity = momentum * velocity - learning_rate * gradient``, then
    ``parameters += velocity`` (Polyak, 1964).

    Parameters
    ----------
    momentum : float, from 0 up to but without 1
        The part of the last step that is kept.
    """

    def __init__(self, momentum=0.0):
        self.momentum = checks.number(momentum, "momentum", at_least=0, below=1)
        self.velocity = None
        self._of = None  # the parameters that the memory belongs to

    def update(self, parameters, gradient, learning_rate):
        """Change `parameters` in place; `gradient` is overwritten."""
        step = np.multiply(gradient, learning_rate, gradient)
        if self.momentum:
            if self._of is not parameters:
                self._of = parameters
                self.velocity = np.zeros_like(step)
            self.velocity *= self.momentum
            self.velocity -= step
            np.add(parameters, self.velocity, parameters)
        else:
            np.subtract(parameters, step, parameters)


class Adam:
    """Adam: a step for every parameter by the mean and the size of its recent gradients.

    Kingma and Ba, 2014, algorithm 1 in the form of the end of its section 2, as Keras has it: with
    ``m`` and ``v`` the running means of the gradient and of its square, and ``t`` the number of
    this update, a parameter moves by
    ``-learning_rate * sqrt(1 - beta_2**t) / (1 - beta_1**t) * m / (sqrt(v) + epsilon)``.

    Parameters
    ----------
    beta_1, beta_2 : float, from 0 up to but without 1
        How much of the running mean, and of the running mean square, is kept.
    epsilon : float, above 0
        Keeps the step finite where the gradient has always been 0.
    """

    def __init__(self, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.beta_1 = checks.number(beta_1, "beta_1", at_least=0, below=1)
        self.beta_2 = checks.number(beta_2, "beta_2", at_least=0, below=1)
        self.epsilon = checks.number(epsilon, "epsilon", above=0)
        self.updates = 0
        self.mean = None
        self.mean_square = None
        self._of = None  # the parameters that the memory belongs to

    def update(self, parameters, gradient, learning_rate):
        """Change `parameters` in place; `gradient` is overwritten."""
        if self._of is not parameters:
            self._of = parameters
            self.updates = 0
            self.mean = np.zeros_like(gradient)
            self.mean_square = np.zeros_like(gradient)
        self.updates += 1
        self.mean += (1 - self.beta_1) * (gradient - self.mean)
        self.mean_square += (1 - self.beta_2) * (np.square(gradient) - self.mean_square)
        correction = np.sqrt(1 - self.beta_2**self.updates) / (1 - self.beta_1**self.updates)
        step = np.divide(self.mean, np.sqrt(self.mean_square) + self.epsilon, out=gradient)
        parameters -= learning_rate * correction * step


OPTIMIZERS = {"gradient_descent": GradientDescent, "adam": Adam}
