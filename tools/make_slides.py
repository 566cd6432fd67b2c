"""Make a deck of slides with speaker notes from every notebook that has slides.

Which cell begins a slide stands in its metadata, ``slideshow.slide_type``; what the teacher should
know stands there too, as Markdown, in ``notes``. How cells flow onto slides tells ``flow``, what
fits on one ``pages``. A deck is one file and needs no network: reveal.js is put into it, and
formulas become MathML.
"""

from importlib.metadata import distribution
from pathlib import Path

from tools.flow import has_slides, sections
from tools.to_html import TEMPLATES, filled, text, write_pages

REVEAL = ("sphinx-revealjs", "sphinx_revealjs/_static/revealjs")  # a package, its copy of reveal.js


def main():
    write_pages("slides", deck)


def deck(notebook):
    """Return the page with the slides of a notebook, or ``None`` if it has none."""
    if not has_slides(notebook):
        return None
    return filled("deck.html.j2", title=title(notebook), sections=sections(notebook), **files())


def title(notebook):
    """Return the words of the first heading."""
    return notebook.cells[0].source.partition("\n")[0].removeprefix("# ")


def files():
    """Return the styles and scripts of a deck."""
    package, folder = REVEAL
    reveal = Path(distribution(package).locate_file(folder))
    paths = {
        "reveal_css": reveal / "dist" / "reveal.css",
        "reveal_js": reveal / "dist" / "reveal.js",
        "notes_js": reveal / "plugin" / "notes" / "notes.js",
        "own_css": TEMPLATES / "deck.css",
    }
    return {name: text(path) for name, path in paths.items()}


if __name__ == "__main__":
    main()
