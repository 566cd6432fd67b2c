"""Make a page on paper for pupils from every notebook that has slides.

On it stand the lesson's promise, the questions to guess, something to fill in, the exercises that
need no keyboard, and the card of what to keep. No answer is on it. What is on no slide is not on
paper either, for the class does not get there; nor is what only the notebook shows, such as curves
to choose from. The page says how many of its guesses and exercises had no room.
"""

import re

from tools.blocks import GUESS, Block, blocks, joined, split
from tools.flow import PROMISE, has_slides, slide_type
from tools.make_slides import title
from tools.to_html import TEMPLATES, filled, text, write_pages

MARK = "handout"  # in a cell's metadata, what to do with its print or table on paper
CARD = "card"  # the name of the cell that sums up a lesson
FILL_IN = "What do you say to each row? Later write down what the network says."
COLUMNS = " I say | it says |"
PREDICT = re.compile(r"\*\*Predict before you [^*]+?[.:]\*\* *(.)")
EXERCISE = re.compile(r"\*\*Exercise (\d+) [^ ]+\*\* ")
# Sentences that point to the notebook's page, and exercises about what is only there.
ELSEWHERE = re.compile(
    r"\b(?:control|picture|map|table|cell)s? (?:above|below)\b|\bin a new cell\b"
)
NOT_HERE = re.compile(r"\bpictures? shows?\b|\bWhich (?:curve|panel)\b|\bbetween the quotes\b")
CHOICE = re.compile(r"^my_\w+ = \.\.\.  # (.+)$", re.MULTILINE)
FIGURES = re.compile(r"[-\d.,?*%]+")


def main():
    write_pages("handout", handout)


def handout(notebook):
    """Return the page for pupils, or ``None`` for a notebook without slides."""
    if not has_slides(notebook):
        return None
    cells = [cell for cell in notebook.cells if slide_type(cell) != "skip"]
    card = [block for cell in notebook.cells if cell.id == CARD for block in blocks(cell)]
    return filled(
        "handout.html.j2",
        title=title(notebook),
        style=text(TEMPLATES / "handout.css"),
        promise=blocks(notebook.cells[0])[1:PROMISE],
        questions=list(questions(notebook.cells)),
        fill_in=list(to_fill_in(cells)),
        exercises=list(exercises(cells)),
        card=card,
    )


def questions(cells):
    """Yield the question before each guess whose question is on a slide, and what may be said."""
    asked = None
    for cell in cells:
        if cell.cell_type == "markdown":
            found = [each.content for each in blocks(cell) if PREDICT.search(each.content)]
            asked = found[-1] if found and slide_type(cell) != "skip" else None
        elif GUESS in cell.source and asked:
            choice = CHOICE.search(cell.source)
            yield bare(asked), choice[1] if choice else ""
            asked = None


def bare(paragraph):
    """Return the sentences of a paragraph up to its question, without the call to predict."""
    question = PREDICT.sub(lambda found: found[1].upper(), paragraph)
    return f"{question.rpartition('?')[0]}?" if "?" in question else question


def exercises(cells):
    """Yield the number of each exercise that makes sense on paper, and its statement as blocks."""
    for cell in cells:
        first, *others = blocks(cell) or [Block("text", "", cell.id)]
        found = EXERCISE.match(first.content)
        if found and not NOT_HERE.search(cell.source):
            statement = Block("text", first.content[found.end() :], cell.id)
            kept = [each for each in split(statement) if not ELSEWHERE.search(each.content)]
            yield found[1], [joined(kept), *others]


def to_fill_in(cells):
    """Yield what to do and the block to do it with, of marked cells or of the first table."""
    marked = [cell for cell in cells if MARK in cell.metadata]
    for cell in marked:
        (block,) = (each for each in blocks(cell) if each.kind in ("print", "table", "picture"))
        yield cell.metadata[MARK], block
    tables = [each for cell in cells for each in blocks(cell) if is_of_figures(each)]
    if tables and not marked:
        heading, line, *rows = tables[0].content.splitlines()
        rows = [f"{heading}{COLUMNS}", f"{line}:-:|:-:|", *(f"{row} | |" for row in rows)]
        yield FILL_IN, Block("table", "\n".join(rows), tables[0].cell)


def is_of_figures(block):
    """Return whether a block is a table with hardly a word in its rows."""
    rows = block.content.splitlines()[2:] if block.kind == "table" else []
    cells = [each.strip() for row in rows for each in row.strip("|").split("|")]
    return sum(bool(FIGURES.fullmatch(each)) for each in cells) > 0.8 * len(cells)


if __name__ == "__main__":
    main()
