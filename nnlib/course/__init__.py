"""The learner's own copies of the lessons, what has been done in them, and the command.

A file uses only those above it.

=========  ====================================================================
sections   the cells with which one can begin a section on another day
copies     how a lesson becomes a learner's copy of it
originals  the lessons as they come with the course, and somebody's work in them
folder     the folder of copies: made, brought up to date, never lost
opening    what the cell that opens a section asks, and how it runs
report     what a learner has done, in words
yours      what a learner calls in a cell
handed_in  what pupils hand in, read without running it
classroom  a table of a class
command    the command ``one-neuron``
__main__   the same as ``python -m nnlib.course``
=========  ====================================================================
"""

from nnlib.course.opening import begins_here, quietly
from nnlib.course.yours import pack, progress, unpack

__all__ = ["begins_here", "pack", "progress", "quietly", "unpack"]
