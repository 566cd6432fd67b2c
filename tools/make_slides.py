"""Make a deck of slides with speaker notes from every notebook.

Which cell begins a slide stands in its metadata, ``slideshow.slide_type``; what the teacher should
know stands there too, as Markdown, in ``notes``. A deck is one file and needs no network:
reveal.js is put into it, and formulas become MathML.
"""

import html
import re
from copy import deepcopy
from importlib.metadata import distribution
from pathlib import Path

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_markdown_cell, new_output
from traitlets.config import Config

from nnlib.explorers.cell import HOW_TO_PLAY
from tools.save_notebooks import NOTEBOOKS, joined

BUILD = NOTEBOOKS.parent / "build" / "slides"
TEMPLATE = Path(__file__).parent / "slides"
REVEAL = ("sphinx-revealjs", "sphinx_revealjs/_static/revealjs")  # a package, its copy of reveal.js
BEGIN_A_SLIDE = ("slide", "subslide")
PICTURE_ONLY = "remove-input"  # tags a cell whose code a deck leaves out
FOLDED = re.compile(r"<details><summary>What came out</summary><p>(.+?)</p></details>")
FOLDED_WORDS = re.compile(r"<details><summary>.*?</summary>\n\n(.*?)\n\n</details>", re.DOTALL)


def main():
    BUILD.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        made = BUILD / f"{path.stem}.html"
        made.write_text(deck(nbformat.read(path, as_version=4)), encoding="utf-8")
        print(f"made {made.relative_to(NOTEBOOKS.parent)}")


def deck(notebook):
    """Return the page with the slides of a notebook."""
    notebook = deepcopy(notebook)
    notebook.metadata.title = title(notebook)
    notebook.cells = list(on_slides(notebook.cells))
    page, _ = DeckExporter().from_notebook_node(notebook, {"deck": files()})
    return page


def title(notebook):
    """Return the words of the first heading."""
    return notebook.cells[0].source.partition("\n")[0].removeprefix("# ")


def on_slides(cells):
    """Yield the cells that are on slides, with the section's notes on each slide of it."""
    notes = None
    for cell in cells:
        notes = cell.metadata.get("notes", notes)
        if slide_type(cell) == "skip":
            continue
        if "outputs" in cell:
            shown = [each for each in cell.outputs if not _tells_how_to_play(each)]
            cell.outputs = joined(list(map(_unfolded, shown)))
        else:
            cell.source = FOLDED_WORDS.sub(r"\1", cell.source)
        yield cell
        if notes and slide_type(cell) in BEGIN_A_SLIDE:
            yield new_markdown_cell(notes, metadata={"slideshow": {"slide_type": "notes"}})


def _tells_how_to_play(output):
    """Return whether an output is the sentence over a picture that can be moved in a notebook."""
    return HOW_TO_PLAY in output.get("data", {}).get("text/html", "")


def _unfolded(output):
    """Return what came out, where an output folds it away: in a class somebody has guessed."""
    folded = FOLDED.search(output.get("data", {}).get("text/html", ""))
    return new_output("stream", text=f"{html.unescape(folded[1])}\n") if folded else output


def slide_type(cell):
    """Return what a cell is on the slides; one that does not say belongs to the cell before it."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def files():
    """Return the styles and scripts of a deck."""
    package, folder = REVEAL
    reveal = Path(distribution(package).locate_file(folder))
    paths = {
        "reveal_css": reveal / "dist" / "reveal.css",
        "reveal_js": reveal / "dist" / "reveal.js",
        "notes_js": reveal / "plugin" / "notes" / "notes.js",
        "own_css": TEMPLATE / "deck.css",
    }
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


class DeckExporter(SlidesExporter):
    """Slides in one file: with our template, and formulas that need no script."""

    def __init__(self):
        settings = Config()
        settings.TagRemovePreprocessor.enabled = True
        settings.TagRemovePreprocessor.remove_input_tags = {PICTURE_ONLY}
        settings.CSSHTMLHeaderPreprocessor.style = "default"
        super().__init__(
            config=settings,
            template_file=str(TEMPLATE / "deck.html.j2"),
            exclude_input_prompt=True,
            exclude_output_prompt=True,
        )

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown as HTML."""
        return MarkdownWithMath(SlideRenderer(escape=False, exclude_anchor_links=True)).render(
            source
        )


class SlideRenderer(IPythonRenderer):
    """Renders formulas as MathML, which browsers show by themselves, and links to the web only."""

    def link(self, text, url, title=None):
        """Return a link; of one to a file beside the notebook only its text."""
        return super().link(text, url, title) if url.startswith("http") else text

    def block_math(self, body):
        """Return a formula on a line of its own."""
        return convert(body, display="block")

    def inline_math(self, body):
        """Return a formula in a line."""
        return convert(body)


if __name__ == "__main__":
    main()
