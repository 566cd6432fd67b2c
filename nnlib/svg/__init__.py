"""Moving pictures: functions that return SVG text, fast enough for thirty frames a second.

A file uses only those above it.

==========  =====================================================================
elements    what they are made of: the picture, words, marks, lines, colours
curves      losses against epochs
diagrams    a network as neurons and lines
answers     outputs beside targets, hidden neurons, predictions: row by row
planes      what a network answers all over the plane of its inputs
==========  =====================================================================
"""
