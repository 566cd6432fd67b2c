"""What can be trained, as settings and data; no widgets, no pictures.

A file uses only those above it.

=========  ====================================================================
own_table  a table that the learner types, read cell by cell
settings   what a playground can be set to, and the line that brings it back
plane      from such settings to a network, and points in the plane
=========  ====================================================================
"""
