"""How a lesson becomes a learner's copy of it.

A copy has no outputs, its cells cannot be deleted by a slip of the keyboard, code that draws or
that solves an exercise is folded, and each section can be begun alone. It carries the mark of what
it was when it was made, by which an untouched one is known.
"""

import ast
import hashlib
import json
import re

from nnlib.course.sections import opening_cells

OURS = "one_neuron"  # what the course notes of a copy, in its metadata
FOLDED = {  # tags of cells whose code is not seen at once
    "remove-input",  # it draws, and need not be seen
    "hide-input",  # it solves an exercise above, and is seen after that
}
CONTENTS = "README.md"  # of the folder of copies
CHECK = re.compile(r"^(lesson\d+|own_data|playground)\.\w+\.check\(", flags=re.M)
YOUR_COPY = """\
**This is your own copy.** Write into it and change it as you like: the course never writes over \
it. Begin another day at any section: below its heading is a folded cell, of which you see one \
line, *On another day begin here*; go to it, press **Shift+Enter**, and the section works without \
those above it. [All lessons, and how to keep your work](README.md)"""
YOUR_PROGRESS = """\
**Your progress and your guesses.** Go to the folded cell below, and press **Shift+Enter**."""


class DamagedError(ValueError):
    """A file that is no notebook; its message is a sentence."""


def parsed(content, name):
    """Return the notebook in the bytes of a file, or raise ``DamagedError``."""
    try:
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            cell["source"] = _joined(cell["source"])
            cell.setdefault("metadata", {}).items()
        notebook.setdefault("metadata", {}).items()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DamagedError(f"{name} cannot be read as a notebook.") from None
    return notebook


def as_bytes(notebook):
    """Return a notebook as it stands in a file."""
    text = f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n"
    return text.encode(errors="backslashreplace")  # as JSON writes what UTF-8 cannot


def copy_of(lesson):
    """Return a learner's copy of a lesson, a notebook as ``parsed`` gives it."""
    made = _with_our_cells(lesson, lesson)
    made["metadata"][OURS] = {"as_made": fingerprint(made), "edition": _mark(sources(lesson))}
    return made


def copy_of_work(work, lesson):
    """Return a copy of somebody's work in a lesson, which counts as a copy that was written in."""
    made = _with_our_cells(work, lesson)
    made["metadata"] |= {OURS: copy_of(lesson)["metadata"][OURS]}
    return made


def is_folded(cell):
    """Return whether the code of a cell is not seen at once: one that waits for an answer is."""
    tags = cell["metadata"].get("tags", ())
    return bool(FOLDED.intersection(tags)) and "..." not in cell["source"]


def _with_our_cells(notebook, lesson):
    """Return a notebook as a copy; what our cells hold is found in the lesson as it was given."""
    told = [(_is_code(cell), cell["source"]) for cell in lesson["cells"]]
    opened = {lesson["cells"][place]["id"]: codes for place, codes in opening_cells(told).items()}
    cells = []
    for cell in notebook["cells"]:
        cells.append(_copied(cell))
        for number, code in enumerate(opened.get(cell.get("id"), []), start=1):
            cells.append(_new("code", f"{cell['id']}-begins-{number}", code))
    cells.insert(1, _new("markdown", "your-copy", YOUR_COPY))
    kept = ("kernelspec", "language_info")
    metadata = {name: value for name, value in lesson["metadata"].items() if name in kept}
    return {**lesson, "metadata": metadata, "cells": cells + _end(lesson["cells"])}


def fingerprint(notebook):
    """Return the mark of all that a learner may have written in a notebook, or made by running it.

    Of what JupyterLab changes when it opens a notebook, nothing counts.
    """
    told = [
        [cell.get("cell_type"), cell["source"], cell.get("outputs") or [], cell.get("attachments")]
        for cell in notebook["cells"]
    ]
    return _mark(told)


def as_made(notebook):
    """Return the mark of a copy when it was made, or ``None`` of another notebook."""
    return _noted(notebook, "as_made")


def edition(notebook):
    """Return the mark of the lesson of which this is a copy, or ``None`` of another notebook."""
    return _noted(notebook, "edition")


def is_untouched(notebook):
    """Return whether a copy is still as it was made."""
    return as_made(notebook) == fingerprint(notebook)


def sources(notebook):
    """Return what stands in the cells of a notebook."""
    return [cell["source"] for cell in notebook["cells"]]


def _noted(notebook, name):
    ours = notebook["metadata"].get(OURS)
    return ours.get(name) if isinstance(ours, dict) else None


def _mark(told):
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _copied(cell):
    metadata = {"deletable": False}
    if "tags" in cell["metadata"]:
        metadata["tags"] = cell["metadata"]["tags"]
    if not _is_code(cell):
        source = re.sub(r"\]\(\.\./README\.md(#[\w-]*)?\)", f"]({CONTENTS})", cell["source"])
        return {**cell, "metadata": metadata, "source": source}
    if is_folded(cell):
        metadata["jupyter"] = {"source_hidden": True}
    return {**cell, "metadata": metadata, "outputs": [], "execution_count": None}


def _new(kind, name, source):
    cell = {"cell_type": kind, "id": name, "metadata": {"deletable": False}, "source": source}
    if kind == "code":
        cell["metadata"]["jupyter"] = {"source_hidden": True}
        cell |= {"outputs": [], "execution_count": None}
    return cell


def _end(cells):
    """Return the cells in which a learner sees what they have done in this lesson."""
    code = "\n".join(cell["source"] for cell in cells if _is_code(cell))
    checked = CHECK.search(code)
    if checked is None:
        return []
    guesses = "".join(f"    {json.dumps(each, ensure_ascii=False)},\n" for each in _guesses(code))
    words = f", [\n{guesses}]" if guesses else ""
    source = f'from nnlib import course\n\ncourse.progress("{checked[1]}"{words})'
    return [
        _new("markdown", "your-progress", YOUR_PROGRESS),
        _new("code", "your-progress-code", source),
    ]


def _guesses(code):
    """Return in a few words what is guessed: the third argument of each ``compare_guess``."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    calls = [each for each in calls if ast.unparse(each.func) == "compare_guess"]
    return [each.args[2].value for each in sorted(calls, key=lambda each: each.lineno)
            if len(each.args) > 2]  # fmt: skip


def _is_code(cell):
    return cell.get("cell_type") == "code"


def _joined(source):
    return source if isinstance(source, str) else "".join(source)
