"""Make a page of every lesson that is read and not run: its words, code, and saved outcomes.

Formulas are MathML, pictures have their descriptions, and what came out stays folded where a guess
comes first. Nothing in it is a script.
"""

import json
import re
import shutil
from pathlib import Path

import jinja2
import nbformat
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

from nnlib.course import originals
from nnlib.explorers.cell import HOW_TO_PLAY
from tools.to_html import Renderer

TEMPLATE = Path(__file__).parent / "lite" / "read"
STYLES = "read.css"
PICTURE_ONLY = "remove-input"  # tags a cell whose code is of no interest to a reader
AFTER_AN_EXERCISE = "hide-input"  # tags a cell whose code solves one: folded, as in a copy
TO_BEGIN = ("package", "package-check")  # cells for whoever opens the notebook alone
TO_CONTENTS = re.compile(r"^(\.\./)?README\.md")
LIGHT, DARK = "default", "monokai"


def make(folder, lessons):
    """Make the pages of these lessons, and of the pages to which they lead, in a new folder.

    Parameters
    ----------
    folder : Path
    lessons : list of nnlib.course.originals.Lesson
    """
    folder.mkdir()
    for lesson in lessons:
        notebook = nbformat.reads(json.dumps(lesson.notebook), as_version=4)
        body, _ = ReadingExporter().from_notebook_node(notebook)
        run = f"../notebooks/index.html?path=my_course/{lesson.name}"
        _write(folder / lesson.name, page_of(lesson.title, body, run))
    for name in originals.PAGES:
        text = (originals.folder() / name).read_text(encoding="utf-8")
        _write(folder / name, page_of(text.partition("\n")[0].lstrip("# "), rendered(text)))
    own = (TEMPLATE / STYLES).read_text(encoding="utf-8")
    (folder / STYLES).write_text(own + highlighting(), encoding="utf-8")
    pictures = originals.folder() / "images"
    if pictures.is_dir():
        shutil.copytree(pictures, folder / "images")


def page_of(title, body, run=None):
    """Return a whole page; `run` is the address at which the same can be run."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE), autoescape=True)
    return environment.get_template("page.html.j2").render(title=title, body=settled(body), run=run)


def settled(body):
    """Return the HTML of a page with all its links leading to the other pages of the site."""
    soup = BeautifulSoup(body, "html.parser")
    for link in soup.find_all("a", href=True):
        link["href"] = address_of(link["href"])
        if link["href"].startswith("http"):
            link["rel"] = "noopener noreferrer"
    for heading in soup.find_all("h2", id=False):
        heading["id"] = heading.get_text().replace(" ", "-")  # as links to it have it
    for table in soup.find_all("table"):
        table.wrap(soup.new_tag("div", attrs={"class": "wide", "tabindex": "0"}))
    for code in soup.select(f".celltag_{AFTER_AN_EXERCISE} .input"):
        summary = soup.new_tag("summary")
        summary.string = "● ● ● the code"
        code.wrap(soup.new_tag("details")).insert(0, summary)
    for wide in soup.select("pre, math[display=block]"):  # where the page is narrow, arrows move it
        wide["tabindex"] = "0"
    for script in soup.find_all("script"):
        script.decompose()
    return str(soup)


def address_of(link):
    """Return where a link of a lesson leads to in the site."""
    if link.startswith("http"):
        return link
    if TO_CONTENTS.match(link):
        return "../index.html#lessons"
    return re.sub(r"\.(ipynb|md)(?=#|$)", ".html", link)


def highlighting():
    """Return the colours of code, on light pages and on dark ones."""
    light, dark = (
        HtmlFormatter(style=style).get_style_defs(".highlight") for style in (LIGHT, DARK)
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def rendered(source):
    """Return Markdown as HTML, formulas as MathML."""
    return MarkdownWithMath(WithLinks(escape=False, exclude_anchor_links=True)).render(source)


class WithLinks(Renderer):
    """The one of slides, with links to all that the site has."""

    def link(self, text, url, title=None):
        """Return a link."""
        return IPythonRenderer.link(self, text, url, title)


class ReadingExporter(HTMLExporter):
    """The cells of a notebook as HTML, without the page around them."""

    def __init__(self):
        settings = Config()
        settings.TagRemovePreprocessor.enabled = True
        settings.TagRemovePreprocessor.remove_input_tags = {PICTURE_ONLY}
        super().__init__(
            config=settings, template_name="basic", exclude_input_prompt=True,
            exclude_output_prompt=True,
        )  # fmt: skip

    def from_notebook_node(self, notebook, resources=None, **others):
        """Return the page of a notebook, without what it says to somebody who runs it."""
        notebook.cells = [cell for cell in notebook.cells if cell.id not in TO_BEGIN]
        for cell in notebook.cells:
            cell.get("outputs", [])[:] = [
                each for each in cell.get("outputs", []) if not _tells_how_to_play(each)
            ]
        return super().from_notebook_node(notebook, resources, **others)

    @pass_context
    def markdown2html(self, context, source):
        """Return Markdown as HTML."""
        return rendered(source)


def _tells_how_to_play(output):
    """Return whether an output is the sentence over a picture that can be moved in a notebook."""
    return HOW_TO_PLAY in output.get("data", {}).get("text/html", "")


def _write(path, page):
    path.with_suffix(".html").write_text(page, encoding="utf-8")
