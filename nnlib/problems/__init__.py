"""What can be trained, as settings and data; no widgets, no pictures.

A file uses only those above it.

============  =================================================================
own_table     a table of one's own: how it was read, and what its columns are for
own_faults    what is wrong with it, cell by cell
own_examples  examples from it
settings      the kinds of setting, and those that every training has
lists         features, optimizers, and which activations and losses fit
problem       a problem: its settings, and the line that brings them back
gates         truth tables, and a network with one hidden layer
neuron        a single neuron, and tables for it to learn
lines         lines in the square of a gate, as neurons
by_hand       a single neuron whose weights are set by hand
downhill      a neuron with one weight and a bias, and its loss for all of these
fit           a network that is fitted to numbers or classes, in their own units and words
hours         hours that are moved by hand, and a network that predicts a score from them
scores        numbers to be matched: invented, measured, or one's own
trust         how far an answer is to be trusted: other starts, and how single examples scatter
side_by_side  XOR, here and in Keras
digits        handwritten digits, and a network that reads them
plane         a playground's network, its points, and its training
playground    what a playground can be set to
============  =================================================================
"""
