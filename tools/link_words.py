"""Link the terms of a notebook to their places in the glossary, each where it is first in bold.

``python -m tools.link_words notebooks/01_single_neuron.ipynb``; without a name, all notebooks.
"""

import json
import re
import sys
from pathlib import Path

from tools.save_notebooks import NOTEBOOKS

GLOSSARY = NOTEBOOKS / "GLOSSARY.md"
ENDINGS = ("", "s", "es")  # of more than one
# A link inside of bold letters differs from the words around it by more than its colour.
BOLD = re.compile(r"\*\*(?:\[([^\]*\n]+)\]\([^)]*\)|([^*\n]+))\*\*")
FENCED = re.compile(r"(^```.+?^```)", re.MULTILINE | re.DOTALL)


def main(names):
    for path in map(Path, names) if names else sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        words = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
        sources = linked(["".join(cell["source"]) for cell in words])
        for cell, source in zip(words, sources, strict=True):
            cell["source"] = source.splitlines(keepends=True)
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")


def linked(sources):
    """Return Markdown in which every term is a link where it is first in bold, and only there."""
    places, seen = anchors(), set()

    def in_bold(found):
        words = found[1] or found[2]
        anchor = anchor_of(words, places)
        if anchor is None:
            return found[0]
        is_first = anchor not in seen
        seen.add(anchor)
        return f"**[{words}]({GLOSSARY.name}#{anchor})**" if is_first else f"**{words}**"

    return [
        "".join(part if part.startswith("```") else BOLD.sub(in_bold, part)
                for part in FENCED.split(source))
        for source in sources
    ]  # fmt: skip


def anchors():
    """Return where in the glossary each of its terms stands, by the term.

    Terms are headings in small letters: GitHub and JupyterLab make the same anchors of these.
    """
    text = GLOSSARY.read_text(encoding="utf-8")
    return {term: term.replace(" ", "-") for term in re.findall(r"^## (.+)$", text, flags=re.M)}


def anchor_of(words, places):
    """Return the anchor of a term, in the plural too; of anything else ``None``."""
    written = words.casefold()
    for ending in ENDINGS:
        if written.endswith(ending) and written.removesuffix(ending) in places:
            return places[written.removesuffix(ending)]
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
