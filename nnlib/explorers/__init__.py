"""Explorers: a network with controls to move, and pictures that follow.

A file uses only those above it.

=============  ================================================================
widgets        of what explorers are made: ipywidgets with less of them in the page
look           how an explorer is laid out: controls on a grid, pictures beside them
number_box     a box for a number as people type it
rows           choosing the row whose numbers stand in the network's circles
controls       what is moved: boxes, sliders, rows of buttons
upload         a file put into a text box
own_columns    one's own table: its text, what was read, what its columns are for
panel          the controls, made from the settings of a problem
cell           what is saved of an explorer, and what a second run of its cell closes
replay         going back to a recorded epoch
frame          what is shown at one moment, the states, and parts of one's own
line           what is set as a line of text, to copy and to paste
tasks          what is to be reached, and how far one is
machine        a training that can be steered while it runs
base           what all explorers share; tells the route from slider to picture
keeping        a whole training as a file: to keep, and to open again
code           the network as a program
ask            asking the network about a row of inputs
predicted      one's own table with a prediction for every row, as a file
neuron         lesson 1: a single neuron
moved          what explorers share that are moved by hand
drag           what mouse, finger and pen tell of a drag on a picture
handles        two handles on a line to drag it by, and sliders with the same numbers
fold           the square folded into the plane of two hidden answers
lines          lesson 2: lines that are dragged across the square of a gate
weights        weights that are moved by hand, and follow a training
by_hand        lesson 1: a single neuron whose weights are moved by hand
product        lesson 1: row times column, one number after the other
downhill       lesson 1: training as a walk downhill
gate           lesson 2: two layers and a truth table
matrices       the matrices of a step of training as tables
moments        what one step of training computes in which order, and in which words
microscope     lesson 2: one step of training, a formula at a time
plane          the playground: a network that learns points in the plane
points         the playground: own points
many           the playground: a hundred starts at once
playground     the playground, with all of these
hours          lesson 3: hours that are moved by hand, and the predicted score
what_if        lesson 3: how far an answer is to be trusted
scores         lesson 3: a network that predicts numbers, and classes of one's own
side_by_side   lesson 4: the same network in nnlib and in Keras
pad            lesson 5: a pad to draw a digit on
digit_pad      lesson 5: drawing digits for a network to read, and collecting them
digits         lesson 5: a network that learns to read handwritten digits
from_line      an explorer by its line alone, for the course's site
=============  ================================================================
"""
