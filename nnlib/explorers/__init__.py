"""Explorers: a network with controls to move, and pictures that follow.

=============  ================================================================
own_table      a table that the learner types, read cell by cell
base           what all explorers share: controls, training, words, saved form
neuron         lesson 1: a single neuron
=============  ================================================================
"""
