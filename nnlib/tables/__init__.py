"""People's tables, as they are, become named columns, with a sentence for whatever was done.

What leaves no doubt is read without a word: the separator, quotation marks, a decimal point. A
note says what was left out, taken off, renamed or read in an unusual way. A question is asked
where a table alone cannot tell; the likelier answer is taken meanwhile.

A file uses only those above it.

==========  ===================================================================
remarks     rows with their lines, what was done, and what could not be decided
numerals    a cell as a number: decimal sign, thousands, percent, units, times
sources     text, bytes or a file, as text
workbook    the first sheet of an Excel file, as rows of cells
separators  text as rows of cells: what stands between two of them
edges       what is no row of the table: titles, notes, empty rows and columns
headings    the names of the columns
words       which words are the same, and which of two stands for 0
columns     what each column is: numbers, words, years, one that counts up
coding      numbers and words as a network takes them, and back
proposals   what each column may be good for, and why
table       the columns by name, and a dataset made of some of them
reading     all of this in a row
==========  ===================================================================
"""

from nnlib.tables.proposals import Proposal
from nnlib.tables.reading import read_table
from nnlib.tables.remarks import Question
from nnlib.tables.table import Table

__all__ = ["Proposal", "Question", "Table", "read_table"]
