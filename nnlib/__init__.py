"""The helper package of the course *One neuron at a time*.

Read it like a book: a module uses only modules that stand before it in this list.

=================  ==============================================================
shown              any value in a few words, for a message
arrays             whatever holds numbers as an array, or the place that does not fit
checks             what every public function asks of its arguments
activations        function and slope together: sigmoid, tanh, ReLU, linear, softmax
losses             function and gradient together: what training makes small
optimizers         how a gradient changes the weights: gradient descent, Adam
datasets           the lessons' data as plain arrays with names
clouds             points in the plane, drawn at random: spiral, circles and others
metrics            how right the answers are
scaling            columns of any unit brought to a common size
files              files that are written whole or not at all
drawings           digits drawn on a pad: from strokes to images like those of the data
tables             people's tables and files as named columns
layers             neurons side by side: weights, biases, activation
backpropagation    the forward pass, and the backward pass that gives the gradient
network            layers in a row: prediction and gradients
baselines          what a network has to beat: the mean, a straight line, the nearest neighbour
gradient_check     backpropagation compared with a numerical gradient
page               the page around a Python in a browser, which asks it to stop
interrupts         the stop button, heard between two epochs
stuck              why a training that fails nowhere still goes nowhere
training           the training loop, its history, and when to stop
storage            losses, weights and whole trainings in files
export             a network as code that runs without this package
predictions        what a network predicts for a whole table
microscope         one step of training as named matrices
experiments        many networks at once: how many random starts succeed
mishaps            six trainings, of which five went wrong, each in its way
problems           what can be trained, as settings and data
keras_bridge       the same networks in Keras; the only module that imports it
costs              what an update costs, here and in Keras
keras_here         whether Keras is here, and how far its installation has got
progress           what a learner has done, kept in their own folder
exercises          the lessons' exercises: check, hint, solution
pictures           every picture once: as SVG, and as a still that stays
plots              charts and pictures in Matplotlib axes
image_plots        images, weights as images, many classes, in Matplotlib axes
lesson_plots       pictures that a lesson draws in one call, in Matplotlib axes
pace               how fast a training is shown, to be watched
live               pictures that move while a network trains
explorers          networks with controls to play with
course             the learner's copies of the lessons, their progress, the command
=================  ==============================================================
"""
