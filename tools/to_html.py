"""Markdown, code and formulas as HTML that needs no script: for slides, keys and handouts."""

import re
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader
from latex2mathml.converter import convert
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.formatters import HtmlFormatter

from tools.save_notebooks import NOTEBOOKS

BUILD = NOTEBOOKS.parent / "build"
TEMPLATES = Path(__file__).parent / "templates"

# Brackets around a matrix grow in fonts for mathematics only. So they are drawn, as its borders.
MATRIX = re.compile(r"<mo[^>]*>(?:\(|\[|&#x00028;|&#x0005B;)</mo><mtable>(.*?)</mtable><mo[^>]*>"
                    r"(\)|\]|&#x00029;|&#x0005D;)</mo>")  # fmt: skip
ROUND = (")", "&#x00029;")


def write_pages(what, page_of):
    """Write the page of each notebook into a folder of `build`; old ones there are removed.

    `page_of` takes a notebook, and returns ``None`` where it has no page.
    """
    folder = BUILD / what
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        page = page_of(nbformat.read(path, as_version=4))
        if page is not None:
            (folder / f"{path.stem}.html").write_text(page, encoding="utf-8")
            print(f"made build/{what}/{path.stem}.html")


def filled(template, **values):
    """Return a page made from a template in the folder beside this module."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"markdown": markdown, "code": code, "printed": printed}
    return environment.get_template(template).render(colours=_colours(), **values)


def text(path):
    """Return a style or a script, to be put into a page."""
    return Markup(path.read_text(encoding="utf-8"))


def markdown(source):
    """Return Markdown as HTML."""
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    return Markup(MarkdownWithMath(renderer).render(source))


def code(source):
    """Return Python as HTML whose colours the page sets."""
    return Markup(Highlight2HTML(pygments_lexer="ipython3")(source))


def printed(text):
    """Return what a cell has printed."""
    return Markup(ansi2html(text))


class Renderer(IPythonRenderer):
    """Renders formulas as MathML, which browsers show by themselves, and links to the web only."""

    def link(self, text, url, title=None):
        """Return a link; of one to a file beside the notebook only its text."""
        return super().link(text, url, title) if url.startswith("http") else text

    def block_math(self, body):
        """Return a formula on a line of its own."""
        return _formula(body, "block")

    def inline_math(self, body):
        """Return a formula in a line."""
        return _formula(body, "inline")


def _colours():
    """Return the style of code."""
    return Markup(HtmlFormatter().get_style_defs(".highlight"))


def _formula(body, display):
    return MATRIX.sub(_matrix, convert(body, display=display))


def _matrix(found):
    shape = "round" if found[2] in ROUND else "square"
    return f'<mtable class="{shape}">{found[1]}</mtable>'
