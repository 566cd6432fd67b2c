"""Explorers: a network with controls to move, and pictures that follow.

=============  ================================================================
own_table      a table that the learner types, read cell by cell
controls       what is moved: boxes, sliders, rows of buttons
cell           what is saved of an explorer, and what a second run of its cell closes
replay         going back to a recorded epoch
base           what all explorers share: controls, training, words, saved form
neuron         lesson 1: a single neuron
gate           lesson 2: two layers and a truth table
step_picture   one step of training drawn along the network, and its matrices as tables
moments        what one step of training computes in which order, and in which words
microscope     lesson 2: one step of training, a formula at a time
=============  ================================================================
"""
