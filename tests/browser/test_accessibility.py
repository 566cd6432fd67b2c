"""What is ours works without eyes, without a mouse and in the dark, as far as machines can tell.

axe-core looks at the exported page and at the lesson in JupyterLab, in both of its themes. What
nbconvert leaves undone itself is named below, each with its reason.
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from coloraide import Color
from nbconvert import HTMLExporter

from tools.save_notebooks import NOTEBOOKS

pytestmark = pytest.mark.not_on_the_site  # the tests here look at exported pages
SHORT = ("01_single_neuron", "03_regression_scores")  # the first, and the most kinds of control
NAMES = [
    pytest.param(path.stem, marks=[] if path.stem in SHORT else [pytest.mark.slow])
    for path in sorted(NOTEBOOKS.glob("*.ipynb"))
]
OURS = [".jp-Notebook .jp-RenderedMarkdown", ".jp-Notebook .jp-Cell-outputWrapper"]
ELSEWHERE = [  # where axe does not look
    ".jp-CodeMirrorEditor",  # code on the exported page: its colours are nbconvert's
    ".widget-html svg > *",  # axe cannot tell their background: a test below can
]
RULES = {  # of axe, in each theme; light comes last: other tests go on in it
    "JupyterLab Dark": ["color-contrast", "link-in-text-block"],  # what goes with the colours
    "JupyterLab Light": None,
}
THEMES = list(RULES)
MOST_STOPS = 100  # of the Tab key, before the test gives up
GRID_OPACITY = 0.5  # a fainter line only leads the eye to the number at its left


class Exclusion(NamedTuple):
    """A finding that is not ours: axe's rule, which elements, and why it stays."""

    rule: str
    selector: str
    reason: str


ON_THE_EXPORTED_PAGE = [
    Exclusion(
        "color-contrast",
        ".jp-InputPrompt, .jp-OutputPrompt",
        "nbconvert's template writes In [1]: in a light grey, 2.2:1.",
    ),
]
PALE = Exclusion("color-contrast", ".pale", "planted by the test itself")
PLANT = """where => {
    const places = [...document.querySelectorAll('.jp-RenderedMarkdown, .jp-OutputArea-output')]
        .filter(place => place.closest(where) && place.checkVisibility());
    for (const place of places) place.insertAdjacentHTML(
        'beforeend', '<p class="pale" style="color: #777">too pale on white and on black</p>');
    return places.length;
}"""
BEHIND = """const behind = element => {
    const own = getComputedStyle(element).backgroundColor;
    return own === 'rgba(0, 0, 0, 0)' ? behind(element.parentElement) : own;
};"""


def look(page, where, exclusions=(), rules=None):
    """Return axe's findings within `where` that count, and the exclusions that were needed.

    By all of axe's rules, or those named.

    A pale word is planted in every rendered text and output: axe takes what it cannot see for
    hidden and says nothing, so it looked everywhere only if it finds them all.
    """
    exclusions = [*exclusions, PALE]
    planted = page.evaluate(PLANT, ", ".join(where))
    left, used = [], []
    options = {"resultTypes": ["violations", "incomplete"]}
    if rules is not None:
        options["runOnly"] = rules
    selectors = [each.selector for each in exclusions]
    for rule, node, fits in findings(page, where, selectors, options):
        covering = [each for each, fit in zip(exclusions, fits, strict=True)
                    if fit and each.rule == rule]  # fmt: skip
        used += covering
        if not covering:
            left.append(f"{rule}: {node['target'][0]} {node['html']}")
    page.evaluate("() => document.querySelectorAll('.pale').forEach(each => each.remove())")
    assert used.count(PALE) == planted > 0
    return left, set(used) - {PALE}


def findings(page, where, selectors, options):
    """Yield (rule, node, which selectors it matches) of axe's findings, serious or critical.

    Where axe cannot tell the contrast of words, because something may lie over them, it is that
    with the nearest background.
    """
    context = {"include": where, "exclude": ELSEWHERE}
    results = Axe().run(page, context, options).response
    found = [(rule["id"], node, False) for rule in results["violations"] for node in rule["nodes"]
             if rule["impact"] in ("serious", "critical")]  # fmt: skip
    found += [(rule["id"], node, True) for rule in results["incomplete"] for node in rule["nodes"]
              if rule["id"] == "color-contrast"]  # fmt: skip
    seen = page.evaluate(
        f"""([targets, selectors]) => {{
            {BEHIND}
            return targets.map(target => {{
                const element = document.querySelector(target);
                return [getComputedStyle(element).color, behind(element),
                    selectors.map(selector => element.matches(selector))];
            }});
        }}""",
        [[node["target"][0] for _, node, _ in found], selectors],
    )
    for (rule, node, unsure), (colour, background, fits) in zip(found, seen, strict=True):
        if not unsure or contrast((colour, 1), background) < 4.5:
            yield rule, node, fits


def unroll(page):
    """Attach all cells, mark them with their names, and let axe see those scrolled out of view."""
    page.mouse.move(0, 0)  # not over a link, which has other colours then
    boxes = "body, .jp-LabShell, .jp-WindowedPanel-outer"
    ground = ".jp-WindowedPanel-viewport { background: var(--jp-layout-color0) }"  # as the panel's,
    # out of which cells hang now: else axe would take them for lying on what is behind it.
    style = page.add_style_tag(content=f"{boxes} {{ overflow: visible !important }} {ground}")
    style.evaluate("style => { style.id = 'unrolled' }")
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            window.rolled = notebook.notebookConfig;
            notebook.notebookConfig = {...notebook.notebookConfig, windowingMode: 'none'};
            for (const cell of notebook.widgets) cell.node.dataset.cell = cell.model.id;
        }"""
    )
    page.wait_for_function(
        """() => window.jupyterapp.shell.currentWidget.content.widgets.every(
            cell => cell.isAttached && !cell.isPlaceholder()
                && (cell.model.type === 'code' || cell.node.querySelector('.jp-RenderedMarkdown'))
        )"""
    )


def roll_up(page):
    """Show the notebook as it was before ``unroll``, if that has been called."""
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            document.getElementById('unrolled')?.remove();
            notebook.notebookConfig = window.rolled ?? notebook.notebookConfig;
        }"""
    )


def change_theme(page, theme):
    page.emulate_media(color_scheme=theme.split()[-1].lower())  # which the site follows
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    # Its splash fades out; JupyterLab complains if another theme comes before that.
    page.wait_for_function(
        "theme => document.body.dataset.jpThemeName === theme"
        " && !document.getElementById('jupyterlab-splash')",
        arg=theme,
    )
    page.evaluate("() => document.getAnimations().forEach(each => each.finish())")


def in_kernel(notebook, code):
    """Run code in the notebook's kernel, beside the cells, and return what it prints."""
    printed, error = notebook.page.evaluate(
        """async code => {
            const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
            const run = kernel.requestExecute({code, store_history: false});
            let text = '';
            run.onIOPub = message => { text += message.content.text ?? ''; };
            const reply = await run.done;
            return [text, reply.content.evalue ?? null];
        }""",
        code,
    )
    assert error is None, error
    return printed


def paints_of(explorer):
    """Return tag, fill, stroke (with their opacities), background and words of every part.

    What lies on a map is left out: its background is a picture. tests/test_contrast.py has it.
    """
    return explorer.evaluate(
        "root => {"
        + BEHIND
        + """
            const colour = (style, paint) => [style[paint], Number(style[`${paint}Opacity`])];
            const isWithin = (part, whole) => whole && part.left >= whole.left
                && part.right <= whole.right && part.top >= whole.top
                && part.bottom <= whole.bottom;
            return [...root.querySelectorAll('.widget-html svg')].flatMap(svg => {
                const map = svg.querySelector('image')?.getBoundingClientRect();
                return [...svg.querySelectorAll('text, line, polyline, path, circle, rect')]
                    .filter(part => !isWithin(part.getBoundingClientRect(), map))
                    .map(part => {
                        const style = getComputedStyle(part);
                        return [part.tagName, colour(style, 'fill'), colour(style, 'stroke'),
                            behind(svg), part.outerHTML];
                    });
            });
        }"""
    )


def contrast(paint, background):
    """Return the contrast of a paint, (colour, opacity), with what it is painted on."""
    name, opacity = paint
    if name == "none":
        return 1.0
    colour = Color(name)
    colour["alpha"] *= opacity
    return Color.layer([colour, background], space="srgb").contrast(background)


def faint(paints):
    """Return the parts of moving pictures that do not stand out from their background."""
    found = []
    for tag, fill, stroke, background, markup in paints:
        if tag == "text":
            halo = stroke[0] if stroke[0] != "none" else background
            good = min(contrast(fill, background), contrast(fill, halo)) >= 4.5
        else:
            is_grid = tag == "line" and stroke[1] < GRID_OPACITY
            good = is_grid or max(contrast(fill, background), contrast(stroke, background)) >= 3
        if not good:
            found.append(markup)
    return found


def tab_through(page, explorer):
    """Press Tab from the first control to the last, and return (role, name) of each.

    What is folded away is unfolded before; the button that does it is left out.
    """
    fold = explorer.get_by_role("button", name="▸ More")
    if fold.count():
        fold.press("Enter")
    explorer.locator("button, input, select, textarea").first.focus()
    stops = []
    while explorer.locator(":focus").count() and len(stops) < MOST_STOPS:
        spoken = explorer.locator(":focus").aria_snapshot().splitlines()[0]
        role, name = re.match(r"""- '?(\w+)(?: "(.*?)")?""", spoken).groups("")
        if role == "text":  # what is folded away is opened by its own words
            name = spoken.partition(": ")[2]
        if role == "radio":  # one stop for all of a choice
            group = explorer.get_by_role("radiogroup").filter(has=page.locator(":focus"))
            names = group.get_by_role("radio").evaluate_all("all => all.map(e => e.ariaLabel)")
            stops += [("radio", each) for each in names]
        elif not name.startswith("▾ More"):
            stops.append((role, name))
        page.keyboard.press("Tab")
    return stops


def exported_page(path, browser, folder):
    """Return the page that nbconvert makes of a notebook, without what it loads from elsewhere."""
    html, _ = HTMLExporter().from_filename(str(path))
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.route(re.compile("^https?:"), lambda route: route.abort())
    page.goto(file.as_uri())
    return page


class Exported(NamedTuple):
    """What was found on the page that nbconvert makes of a notebook."""

    findings: list
    used: set
    language: str
    title: str
    headings: list  # their tags


@pytest.fixture(scope="module")
def exported(browser, tmp_path_factory):
    """Return a function that gives what is ``Exported`` of a notebook, by its name."""

    @cache
    def of(name):
        folder = tmp_path_factory.mktemp("exported")
        page = exported_page(NOTEBOOKS / f"{name}.ipynb", browser, folder)
        headings = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
            "all => all.map(each => each.tagName)"
        )
        language = page.evaluate("() => document.documentElement.lang")
        findings = look(page, ["html"], ON_THE_EXPORTED_PAGE)
        found = Exported(*findings, language, page.title(), headings)
        page.close()
        return found

    return of


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_of_ours_on_the_exported_page(exported, name):
    assert exported(name).findings == []


def test_no_exclusion_on_the_exported_pages_has_become_needless(exported):
    used = (exported(name).used for name in SHORT)
    assert set().union(*used) == set(ON_THE_EXPORTED_PAGE)


@pytest.mark.parametrize("name", NAMES)
def test_the_exported_page_has_a_language_a_title_and_headings_in_order(exported, name):
    exported = exported(name)
    assert exported.language == "en"
    assert exported.title
    levels = [int(tag[1]) for tag in exported.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
