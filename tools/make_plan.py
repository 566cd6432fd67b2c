"""Write the plan of every lesson into the teacher's page, out of the notes in its cells."""

import re

import nbformat

from nnlib.files import write_whole
from tools.between import names_between, put_between
from tools.save_notebooks import NOTEBOOKS

PAGE = NOTEBOOKS / "TEACHING.md"
NOTES = re.compile(
    r"\*\*Minutes\.\*\* (?P<minutes>\d+)\n\n"
    r"\*\*Do\.\*\* (?P<do>.+)\n\n"
    r"\*\*Ask\.\*\* (?P<ask>.+)\n\n"
    r"\*\*Wrong answers\.\*\*\n\n(?P<wrong>(- .+\n?)+)"
)
HEAD = """| minutes | section | what to do | ask | wrong answers, and what to say |
|:-:|---|---|---|---|
"""


def main():
    page = with_plans(PAGE.read_text(encoding="utf-8"))
    write_whole({PAGE: page.encode()})
    print(f"wrote the plan into {PAGE.relative_to(NOTEBOOKS.parent)}")


def with_plans(page):
    """Return the teacher's page with the plan of every lesson that it names brought up to date."""
    for name in names_between(page, "plan of"):
        notebook = nbformat.read(NOTEBOOKS / name, as_version=4)
        page = put_between(page, f"plan of {name}", f"\n{plan(notebook)}\n")
    return page


def plan(notebook):
    """Return the table of a lesson: a row for each section, with the time from the start."""
    rows, begin = [], 0
    for section, notes in sections(notebook):
        end = begin + int(notes["minutes"])
        wrong = "<br>".join(notes["wrong"].removeprefix("- ").rstrip().split("\n- "))
        rows.append(
            f"| {begin} to {end} | {section} | {notes['do']} | {notes['ask']} | {wrong} |\n"
        )
        begin = end
    return HEAD + "".join(rows)


def sections(notebook):
    """Yield heading and notes of every section; the notes by name, as `NOTES` finds them."""
    for cell in notebook.cells:
        if cell.source.startswith("## "):
            heading = cell.source.partition("\n")[0].removeprefix("## ")
            yield heading, read_notes(heading, cell.metadata.get("notes", ""))


def read_notes(heading, text):
    """Return the parts of a section's notes by name."""
    found = NOTES.fullmatch(text)
    if found is None:
        raise ValueError(
            f"The notes of the section {heading!r} must have the parts Minutes, Do, Ask and "
            "Wrong answers, in this order."
        )
    return found.groupdict()


if __name__ == "__main__":
    main()
