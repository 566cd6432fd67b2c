"""Every picture of the course once, as its parts: for a page that moves, and for one that stays.

A file uses only those above it.

=========  ================================================================
theme      colours, numbers as people write them, names of rows
scene      a picture's parts, drawn as SVG
in_axes    the same parts in Matplotlib axes
still      scenes as one picture that stays: as SVG, or in a Matplotlib figure
chart      what charts share: plot, levels, numbers and names at the edges
curves     losses against epochs
diagrams   a network as neurons and lines
neuron     a single neuron: its sum on the sigmoid, and what becomes of each row
answers    outputs beside targets, hidden neurons, predictions: row by row
lines      lines in the square of a gate, that square folded, lines as neurons
product    one matrix times another, number by number
planes     what a network answers all over the plane of its inputs
landscape  the loss over weight and bias, and a path through it
bands      a prediction, and the ranges around it
maps       the playground's plane, and its network with a map in every unit
step       one step of training along the network
blame      how the blame for a loss goes back to hidden neurons, in numbers
digits     an image, the answer to it as bars, weights as images
=========  ================================================================
"""
