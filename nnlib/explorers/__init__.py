"""Explorers: a network with controls to move, and pictures that follow.

A file uses only those above it.

=============  ================================================================
widgets        of what explorers are made: ipywidgets with less of them in the page
upload         a CSV file put into such a table
look           how an explorer is laid out: controls on a grid, pictures beside them
number_box     a box for a number as people type it
rows           choosing the row whose numbers stand in the network's circles
controls       what is moved: boxes, sliders, rows of buttons
numbers        the four numbers that every training has
cell           what is saved of an explorer, and what a second run of its cell closes
replay         going back to a recorded epoch
base           what all explorers share: controls, training, words, saved form
neuron         lesson 1: a single neuron
gate           lesson 2: two layers and a truth table
matrices       the matrices of a step of training as tables
moments        what one step of training computes in which order, and in which words
microscope     lesson 2: one step of training, a formula at a time
panel          the playground: its controls, made from the settings
plane          the playground: a network that learns points in the plane
points         the playground: own points
many           the playground: a hundred starts at once
playground     the playground, with all of these
fit            lesson 3: from controls to a network fitted to numbers
what_if        lesson 3: a question, the answer, and how far to trust it
scores         lesson 3: a network that predicts numbers
side_by_side   lesson 4: the same network in nnlib and in Keras
=============  ================================================================
"""
