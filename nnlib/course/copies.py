"""How a lesson becomes a learner's copy of it.

A copy has no outputs, its cells cannot be deleted by a slip of the keyboard, the code of its
drawings is folded, and each section can be begun alone. It carries the mark of what it was when it
was made, by which an untouched one is known.
"""

import hashlib
import json
import re

from nnlib.course.sections import opening_cells

OURS = "one_neuron"  # what the course notes of a copy, in its metadata
DRAWING = "remove-input"  # tags a cell whose code need not be seen
CONTENTS = "README.md"  # of the folder of copies
CHECK = re.compile(r"^(lesson\d+|playground)\.\w+\.check\(", flags=re.M)
GUESS = re.compile(r"\bcompare_guess\(.+, \"([^\"]+)\"\)$", flags=re.M)
YOUR_COPY = """\
**This is your own copy.** Write into it and change it as you like: the course never writes over \
it. Begin another day at any section: its first cell is folded (three dots at the left); click it, \
press **Shift+Enter**, and the section works without those above it. [All lessons, and how to keep \
your work](README.md)"""
YOUR_PROGRESS = "**Your progress and your guesses.** Run the folded cell below whenever you like."


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
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def copy_of(notebook, lesson, made_from=None):
    """Return a learner's copy of a notebook.

    Parameters
    ----------
    notebook : dict
        As ``parsed`` gives it; it stays as it is.
    lesson : str
        The name of its file, without the ending.
    made_from : dict, optional
        The copy of the original, where this one holds somebody's work already.
    """
    cells = [_copied(cell) for cell in notebook["cells"]]
    opened = opening_cells([(_is_code(cell), cell["source"]) for cell in cells])
    copied = []
    for place, cell in enumerate(cells):
        copied.append(cell)
        for number, code in enumerate(opened.get(place, []), start=1):
            copied.append(_new("code", f"{cell['id']}-begins-{number}", code))
    copied.insert(1, _new("markdown", "your-copy", YOUR_COPY))
    made = {
        **notebook,
        "metadata": {name: notebook["metadata"][name] for name in ("kernelspec", "language_info")
                     if name in notebook["metadata"]},
        "cells": copied + _end(cells),
    }  # fmt: skip
    origin = made if made_from is None else made_from
    made["metadata"][OURS] = {"lesson": lesson, "as_made": fingerprint(origin)}
    return made


def fingerprint(notebook):
    """Return the mark of all that a learner may have written in a notebook, or made by running it.

    Of what JupyterLab changes when it opens a notebook, nothing counts.
    """
    told = [
        [cell.get("cell_type"), cell["source"], cell.get("outputs") or [], cell.get("attachments")]
        for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def as_made(notebook):
    """Return the mark of a copy when it was made, or ``None`` of another notebook."""
    ours = notebook["metadata"].get(OURS)
    return ours.get("as_made") if isinstance(ours, dict) else None


def is_untouched(notebook):
    """Return whether a copy is still as it was made."""
    return as_made(notebook) == fingerprint(notebook)


def sources(notebook):
    """Return what stands in the cells of a notebook."""
    return [cell["source"] for cell in notebook["cells"]]


def _copied(cell):
    metadata = {"deletable": False}
    if "tags" in cell["metadata"]:
        metadata["tags"] = cell["metadata"]["tags"]
    if not _is_code(cell):
        source = re.sub(r"\]\(\.\./README\.md(#[\w-]*)?\)", f"]({CONTENTS})", cell["source"])
        return {**cell, "metadata": metadata, "source": source}
    waits = re.search(r"\.\.\.", cell["source"])  # for an answer, which must be seen
    if DRAWING in metadata.get("tags", ()) and not waits:
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
    guesses = "".join(f"    {json.dumps(about, ensure_ascii=False)},\n"
                      for about in GUESS.findall(code))  # fmt: skip
    words = f", [\n{guesses}]" if guesses else ""
    source = f'from nnlib import course\n\ncourse.progress("{checked[1]}"{words})'
    return [
        _new("markdown", "your-progress", YOUR_PROGRESS),
        _new("code", "your-progress-code", source),
    ]


def _is_code(cell):
    return cell.get("cell_type") == "code"


def _joined(source):
    return source if isinstance(source, str) else "".join(source)
