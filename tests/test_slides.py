"""A deck can be read from the last row, tells no outcome beside its question, and needs no network.

What is on a slide is measured in Chromium, as a projector shows it and as the browser prints it.
"""

import base64
import re
import struct
from copy import copy
from functools import cache
from itertools import chain

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nnlib.explorers.cell import HOW_TO_PLAY
from nnlib.pictures.scene import SHARPNESS, SMALL
from nnlib.pictures.step import TEXT_SIZE
from tests.chromium import in_chromium
from tests.folded import came_out
from tools import flow, make_slides, to_html
from tools.blocks import HIGHEST_PICTURE, WIDEST_PICTURE, blocks
from tools.flow import has_slides, slide_type
from tools.make_plan import sections
from tools.make_slides import deck
from tools.pages import MOST_WORDS
from tools.save_notebooks import NOTEBOOKS

SHAPES = {"a wide screen": (1280, 720), "a projector of 4:3": (1024, 768)}
SMALLEST_PROSE, SMALLEST_CODE = 22, 18  # of 720: a fortieth of the height is read from afar
SMALLEST_IN_PICTURES = 14
MEASURE = """async () => {
    await Promise.all([...document.images].map(image => image.decode()));
    Reveal.layout();
    const size = element => parseFloat(getComputedStyle(element).fontSize);
    return Reveal.getSlides().map(slide => {
        const {h, v} = Reveal.getIndices(slide);
        Reveal.slide(h, v, 99);
        const all = selector => [...slide.querySelectorAll(selector)];
        const prose = slide.cloneNode(true);
        prose.querySelectorAll('pre, math, aside, .corner').forEach(each => each.remove());
        const page = slide.getBoundingClientRect(), scale = page.width / 1280;
        const boxes = all(
            ':scope > :not(aside, .corner), pre, table, img, svg[role=img], math'
        ).map(each => each.getBoundingClientRect());
        return {
            cell: slide.dataset.cell,
            words: (prose.textContent.match(/\\S*[\\p{L}\\p{N}]\\S*/gu) || []).length,
            pictures: all('img, svg[role=img]').length,
            corner: slide.querySelector('.corner').textContent,
            right: Math.max(...boxes.map(box => (box.right - page.left) / scale)),
            bottom: Math.max(...boxes.map(box => (box.bottom - page.top) / scale)),
            scrolls: all('pre, table').some(each => each.scrollWidth > each.clientWidth + 1),
            wraps: all('pre').some(each => getComputedStyle(each).whiteSpace !== 'pre'),
            prose: Math.min(99, ...all('h1, h2, p, li, th, td').map(size)),
            code: Math.min(99, ...all('pre').map(size)),
            brackets: all('mtable.round, mtable.square').map(each => [
                each.offsetHeight ?? each.getBoundingClientRect().height,
                parseFloat(getComputedStyle(each).borderLeftWidth)]),
            loose: all('mo').filter(each =>
                '()[]'.includes(each.textContent) && each.nextElementSibling?.matches('mtable')
            ).length,
            empty: !prose.textContent.trim() && !all('img, svg[role=img], pre, math').length,
        };
    });
}"""
PAPER = """() => [...document.querySelectorAll('.pdf-page')].map(page => page.innerText)"""
LESSONS = [path.name for path in sorted(NOTEBOOKS.glob("*.ipynb"))
           if has_slides(nbformat.read(path, as_version=4))]  # fmt: skip


@cache
def read(name):
    return nbformat.read(NOTEBOOKS / name, as_version=4)


@cache
def deck_of(name):
    return deck(read(name))


@pytest.fixture(scope="module", params=LESSONS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def notebook(name):
    return read(name)


@pytest.fixture(scope="module")
def tags(name):
    return BeautifulSoup(deck_of(name), "html.parser")


@pytest.fixture(scope="module")
def in_browser(tmp_path_factory):
    """Return what a browser, started once for all decks, says of each: see ``measured_in``."""
    paths = {name: tmp_path_factory.mktemp("deck") / "deck.html" for name in LESSONS}
    for name, path in paths.items():
        path.write_text(deck_of(name), encoding="utf-8")
    addresses = [path.as_uri() for path in paths.values()]
    found = in_chromium(lambda context: [measured_in(context, each) for each in addresses])
    return dict(zip(paths, found, strict=True))


def measured_in(context, address):
    """Return what `MEASURE` gives for each shape, the printed pages, and what went wrong."""
    problems, slides = [], {}
    tab = context.new_page()
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("requestfailed", lambda request: problems.append(request.url))
    tab.goto(address)
    tab.wait_for_function("window.Reveal && Reveal.isReady()")
    for shape, (width, height) in SHAPES.items():
        tab.set_viewport_size({"width": width, "height": height})
        slides[shape] = tab.evaluate(MEASURE)
    tab.goto(f"{address}?print-pdf")
    tab.wait_for_function(
        "window.Reveal && Reveal.isReady() && document.querySelector('.pdf-page')"
    )
    paper = tab.evaluate(PAPER)
    tab.close()
    return slides, paper, problems


@pytest.mark.parametrize("shape", SHAPES)
def test_every_slide_can_be_taken_in_at_a_glance(in_browser, name, shape):
    slides, _, problems = in_browser[name]
    assert len(slides[shape]) > 20
    assert [words for slide in slides[shape] for words in faults(slide)] == []
    assert problems == []


def faults(slide):
    """Yield a sentence for whatever is wrong with a slide."""
    cell = f"the slide that begins with the cell {slide['cell']}"
    if slide["words"] > MOST_WORDS:
        yield f"{cell} has {slide['words']} words: make a sentence of it shorter, at most 60 fit."
    if slide["pictures"] > 1:
        yield f"{cell} has {slide['pictures']} pictures."
    if slide["bottom"] > 712 or slide["right"] > 1272:
        yield f"{cell} does not fit: it ends at {slide['right']:.0f}, {slide['bottom']:.0f}."
    if slide["scrolls"] or slide["wraps"]:
        yield f"{cell} has code, a print or a table that is too wide."
    if slide["prose"] < SMALLEST_PROSE or slide["code"] < SMALLEST_CODE:
        yield f"{cell} has letters that are too small: break its longest line of code."
    if slide["loose"] or any(height < 40 or width < 2 for height, width in slide["brackets"]):
        yield f"{cell} has a matrix whose brackets do not reach round it."
    if slide["empty"]:
        yield f"{cell} is empty."
    if not slide["corner"]:
        yield f"{cell} has no title in its corner."


def test_every_slide_names_its_section(notebook, tags):
    headings = [heading for heading, _ in sections(notebook)]
    stacks = tags.select(".slides > section")
    assert len(stacks) == len(headings) + 1
    for heading, stack in zip(headings, stacks[1:], strict=True):
        first, *others = stack.find_all("section", recursive=False)
        assert first.h2.get_text() == plain(heading)
        assert {slide.select_one(".corner").get_text() for slide in others} <= {heading}


def test_a_notebook_without_slides_has_no_deck(tmp_path, monkeypatch):
    monkeypatch.setattr(to_html, "BUILD", tmp_path)
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/playground.html").write_text("an old deck", encoding="utf-8")
    make_slides.main()
    made = {path.stem for path in (tmp_path / "slides").iterdir()}
    assert made == {name.removesuffix(".ipynb") for name in LESSONS}
    assert "playground" not in made


def test_no_waiting_cell_is_on_a_slide(notebook, name):
    assert "Not done yet" not in deck_of(name)
    assert "Guess first" not in deck_of(name)


def guesses(cells):
    """Yield what came out for each guess that is on a slide, and how the slide calls it."""
    for cell in cells:
        if cell.cell_type == "code" and slide_type(cell) != "skip":
            for block in blocks(cell):
                if block.kind == "outcome":
                    yield cell.id, plain(block.content), came_out(cell)


def test_what_came_out_is_on_no_slide_with_its_question(in_browser, notebook, tags, name):
    slides = [plain_text(slide) for slide in tags.select(".slides > section > section")]
    on_paper = [" ".join(page.split()) for page in in_browser[name][1]]
    assert len(on_paper) == len(slides)
    for cell, words, outcome in guesses(notebook.cells):
        assert outcome in words, cell
        for pages in (slides, on_paper):
            (told,) = (page for page in pages if words in page)
            assert "Predict before you" not in told, cell
            assert "compare_guess" not in told, cell


def test_some_of_what_came_out_is_on_slides():
    assert sum(len(list(guesses(read(name).cells))) for name in LESSONS) > 10


def test_nothing_folded_stands_below_a_question(tags):
    for slide in tags.select(".slides > section > section"):
        text = plain_text(slide)
        if "Predict before you" in text:
            below = text.partition("Predict before you")[2]
            assert "What came out" not in below
            assert not slide.select("pre.print ~ .outcome, .outcome"), slide["data-cell"]


def plain_text(slide):
    slide = copy(slide)
    for aside in slide.select("aside"):
        aside.decompose()
    return " ".join(slide.get_text().split())


def plain(markdown):
    return markdown.replace("`", "").replace("*", "")


def test_the_notes_of_a_section_are_on_each_of_its_slides(notebook, tags):
    stacks = [
        stack.find_all("section", recursive=False) for stack in tags.select(".slides > section")
    ]
    titled = {slides[0].h2.get_text(): slides for slides in stacks if slides[0].h2}
    for heading, notes in sections(notebook):
        question = plain(notes["ask"])
        for slide in titled[plain(heading)]:
            asides = " ".join(each.get_text() for each in slide.select("aside.notes"))
            assert question in asides, heading


def test_nothing_is_lost_between_slides_and_notes(notebook, tags):
    """Each word of a cell on slides is on a slide or in the notes, up to the title's links."""
    told = "".join(tags.select_one("main").get_text().split())
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown" and slide_type(cell) != "skip":
            for block in blocks(cell):
                if block.kind in ("text", "list") and not re.search(r"[$<\[]", block.content):
                    for word in plain(block.content).split():
                        assert word.lstrip("-").replace("\\", "") in told, (cell.id, word)


def pictures(cells):
    """Return the words of all pictures in cells."""
    found = chain.from_iterable(cell.get("outputs", []) for cell in cells)
    return [
        output.metadata["image/png"]["alt"]
        for output in found
        if "image/png" in output.get("data", {})
    ]


def test_the_pictures_on_slides_keep_their_words(notebook, tags):
    shown = pictures(cell for cell in notebook.cells if slide_type(cell) != "skip")
    assert shown == pictures(notebook.cells)
    drawn = tags.select("img, svg[role=img]")
    assert [image.get("alt") or image["aria-label"] for image in drawn] == shown


def test_a_deck_needs_no_network_for_styles_scripts_and_formulas(tags):
    tags = copy(tags)
    assert not tags.find_all("link")
    assert not tags.find_all("script", src=True)
    assert not re.search(r"@import|url\(['\"]?http", "".join(map(str, tags.find_all("style"))))
    assert tags.find("math")
    for tag in tags.find_all(["script", "style", "code", "pre"]):
        tag.decompose()
    assert "$" not in tags.get_text()


# Cells that nobody has written yet


def slides_of(*cells):
    """Return the words of each slide, and of its notes, of a lesson with these cells."""
    title = new_markdown_cell("# 9 · A lesson\n\nIts promise.", metadata=metadata("slide"))
    notebook = new_notebook(cells=[title, *cells])
    tags = BeautifulSoup(deck(notebook), "html.parser")
    found = tags.select(".slides > section > section")[1:]
    return [(plain_text(slide), plain_text(slide.aside)) for slide in found]


def metadata(kind):
    return {"slideshow": {"slide_type": kind}}


def section(words):
    return new_markdown_cell(f"## Section\n\n{words}", metadata=metadata("slide"))


def count(text):
    return len(re.findall(r"\S*\w\S*", text))


def test_of_a_long_paragraph_whole_sentences_are_shown_and_the_rest_is_said():
    sentences = [f"Sentence {number} has exactly eight words in it." for number in range(20)]
    ((slide, said),) = slides_of(section(" ".join(sentences)))
    shown = [each for each in sentences if each in slide]
    assert shown == sentences[: len(shown)]
    assert 5 <= len(shown) <= 7
    assert all(each in said for each in sentences[len(shown) :])


@pytest.mark.parametrize(
    "words",
    [
        "\n".join(f"- item {number} of a list that is much too long" for number in range(20)),
        "\n".join(f"{number}. step of a list that is much too long" for number in range(1, 21)),
        "| try | look for |\n|---|---|\n"
        + "\n".join(f"| try number {number} | what it brings |" for number in range(20)),
        "### Exercise 7 \\*\n\n"
        + " ".join(f"Read the sentence {number} too." for number in range(20)),
    ],
)
def test_lists_tables_and_exercises_are_shown_whole_on_several_slides(words):
    slides = slides_of(section(words))
    assert len(slides) > 1
    assert all(count(slide) - count("1 Section") <= MOST_WORDS + 4 for slide, _ in slides)
    told = " ".join(slide for slide, _ in slides)
    assert all(told.count(f" {number} ") >= 1 for number in range(2, 20) if "item" in words)
    assert "Say." not in " ".join(notes for _, notes in slides)


def test_a_list_goes_with_the_line_that_introduces_it():
    words = " ".join(["word"] * 50)
    items = "\n".join(f"- item {number} of the list" for number in range(6))
    slides = slides_of(section(f"{words}.\n\nThese count:\n\n{items}"))
    assert [("These count:" in slide, "item 0" in slide) for slide, _ in slides] == [
        (False, False), (True, True)]  # fmt: skip


def test_what_stands_folded_begins_a_slide_of_its_own():
    folded = "<details><summary>What came out</summary>\n\nSeven.\n\n</details>"
    question = "**Predict before you run.** How many?"
    first, second = (slide for slide, _ in slides_of(section(f"{question}\n\n{folded}")))
    assert "How many?" in first
    assert "Seven" not in first
    assert "Seven" in second
    assert "What came out" not in first + second


def test_what_a_cell_prints_before_its_guess_is_compared_is_not_beside_the_question():
    outputs = [
        new_output("stream", text="0 1 1 0\n"),
        new_output("display_data", {"text/html": "<details><summary>What came out</summary>"
                                    "<p>It came out as 2.</p></details>"}),
    ]  # fmt: skip
    source = 'my_rows = ...\nprint(rows)\ncompare_guess(my_rows, 2, "how many rows")'
    code = new_code_cell(source, outputs=outputs, metadata=metadata("fragment"))
    first, second = (
        slide for slide, _ in slides_of(section("**Predict before you run.** x?"), code)
    )
    assert "0 1 1 0" not in first
    assert "How many rows: 2" in second
    assert "0 1 1 0" in second


def test_cells_that_hold_nothing_and_a_lesson_that_begins_late_break_nothing():
    empty = new_markdown_cell("", metadata=metadata("subslide"))
    notes = new_markdown_cell("Ask.", metadata=metadata("notes"))
    cells = [new_markdown_cell("# 9 · A lesson"), notes, empty, section("Words.")]
    page = deck(new_notebook(cells=cells))
    assert "Words." in page
    assert "Ask." in page


def test_code_stands_below_its_words_where_there_is_room_and_a_press_shows_something():
    words = new_markdown_cell("Add them up.", metadata=metadata("subslide"))
    code = new_code_cell("1 + 1", metadata=metadata("subslide"))
    long = new_code_cell("\n".join(["x = 1"] * 18), metadata=metadata("fragment"))
    many = section(" ".join(["word"] * 59))
    slides = [slide for slide, _ in slides_of(many, words, code, long)]
    assert ["Add them up." in slide for slide in slides] == [False, True, False]
    assert "1 + 1" in slides[1]
    page = deck(new_notebook(cells=[many, words, code, long]))
    fragments = BeautifulSoup(page, "html.parser").select(".fragment")
    assert all(each.get_text().strip() for each in fragments)


def test_no_slide_is_left_with_its_heading_alone():
    item = f"- an item of {' '.join(['many'] * 40)} words"
    cells = section(f"{' '.join(['These'] * 20)} count:\n\n{item}\n{item}")
    slides = [slide for slide, _ in slides_of(cells)]
    assert "These count:" in slides[0]
    assert all(count(slide) <= MOST_WORDS + 4 for slide in slides)


def test_the_rows_of_a_high_table_are_shared_among_slides():
    rows = "\n".join(f"| {number} |" for number in range(100, 117))
    slides = [slide for slide, _ in slides_of(section(f"| x |\n|---|\n{rows}"))]
    shown = [sum(f" {number}" in slide for number in range(100, 117)) for slide in slides]
    assert sum(shown) == 17
    assert len(shown) == 2
    assert min(shown) > 5


def words_below(*cells):
    """Return on which slides stands a sentence that follows these cells, and asks for its own."""
    sentence = new_markdown_cell("It is short.", metadata=metadata("subslide"))
    return ["It is short." in slide for slide, _ in slides_of(*cells, sentence)]


def test_a_short_paragraph_stands_below_what_is_before_it_where_there_is_room():
    code = new_code_cell("1 + 1", metadata=metadata("subslide"))
    assert words_below(section("Words."), code) == [True]
    assert words_below(section(" ".join(["word"] * 59))) == [False, True]
    assert words_below(section("**Predict before you run.** How many?")) == [False, True]
    assert words_below(section("Words."), picture_of(700, 400)) == [False, True]


def test_a_question_has_a_slide_of_its_own_though_words_before_it_stand_below_code():
    code = new_code_cell("1 + 1", metadata=metadata("subslide"))
    asks = "It is two.\n\n**Predict before you run.** How many?"
    asking = new_markdown_cell(asks, metadata=metadata("subslide"))
    first, second = (slide for slide, _ in slides_of(section("Words."), code, asking))
    assert "It is two." in first
    assert "How many?" in second


def test_a_small_heading_begins_its_paragraph_and_a_long_one_is_shown():
    words = " ".join(["word"] * 40)
    long = " ".join(f"Sentence {number} has six words here." for number in range(9))
    small = new_markdown_cell(f"### The rate\n\n{long}", metadata=metadata("subslide"))
    asked = new_markdown_cell("### Exercise 1 \\*\n\nHow many?", metadata=metadata("subslide"))
    slides = [slide for slide, _ in slides_of(section(f"{words}."), small, asked)]
    assert len(slides) == 3
    assert "The rate. Sentence 0 has six words here." in slides[1]
    assert "Exercise 1 * How many?" in slides[2]


def test_code_that_only_compares_a_guess_is_left_off():
    code = new_code_cell('my_rows = ...\ncompare_guess(my_rows, 2, "how many rows")')
    page = deck(new_notebook(cells=[section("Words."), code]))
    assert "my_rows" not in page
    code.source = f"x = 1\n{code.source}"
    assert "my_rows" in deck(new_notebook(cells=[section("Words."), code]))


def test_explorers_are_without_code_and_as_large_as_their_words_need(notebook):
    pages = [page for pages in flow.sections(notebook) for page in pages]
    stills = [(page, each) for page in pages for each in page.shown if each.is_still]
    assert stills
    for page, still in stills:
        width, height = still.size
        scale = min(WIDEST_PICTURE / width, page.picture_height() / height)
        fills = scale * width > WIDEST_PICTURE - 3 or scale * height > HIGHEST_PICTURE - 3
        smallest = TEXT_SIZE if "MicroscopeExplorer" in still.words_of_picture else SMALL
        letters = scale * smallest * SHARPNESS
        assert letters > 17.8 or fills, still.cell
        assert letters >= SMALLEST_IN_PICTURES - 0.05, still.cell
        assert not any(each.kind == "code" and each.cell == still.cell for each in page.shown)


def png(width, height):
    """Return the head of a PNG of this size, which is all that laying out reads."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height))


def picture_of(width, height):
    data = {"image/png": png(width, height).decode()}
    about = {"image/png": {"alt": "A picture."}}
    output = new_output("display_data", data, metadata=about)
    return new_code_cell(
        "show()", outputs=[output], metadata={"tags": ["remove-input"], **metadata("-")}
    )


def explorer_of(width, height, main):
    """Return the cell of an explorer whose picture has this size, and its main pictures here."""
    code = picture_of(width, height)
    code.outputs[0].metadata["image/png"]["main"] = main
    code.outputs.insert(0, new_output("display_data", {"text/html": HOW_TO_PLAY}))
    return code


def test_of_a_picture_too_high_to_be_read_the_main_ones_are_shown():
    main = ["0.01 0.5 0.48 0.4", "0.51 0.5 0.48 0.25"]
    (low,) = pictures_in(section("Words."), explorer_of(1000, 600, main))
    assert (low.name, low["alt"]) == ("img", "A picture.")
    (high,) = pictures_in(section("Words."), explorer_of(1000, 2000, main))
    assert (high["role"], high["aria-label"]) == ("img", "A picture.")
    assert high["viewbox"] == "0 0 990.0 800.0"
    first, second = high.find_all("svg")
    assert (first["viewbox"], first["width"]) == ("10.0 1000.0 480.0 800.0", "480.0")
    assert (second["x"], second["viewbox"]) == ("510.0", "510.0 1000.0 480.0 500.0")
    assert second.use["href"] == f"#{first.image['id']}"


def pictures_in(*cells):
    page = BeautifulSoup(deck(new_notebook(cells=[*cells])), "html.parser")
    return page.select("img, svg[role=img]")


def test_a_wide_picture_stands_below_its_words_and_a_high_one_on_a_slide_of_its_own():
    words = section("A sentence. " * 15)
    assert len(slides_of(words, picture_of(1000, 400))) == 1
    assert len(slides_of(words, picture_of(700, 700))) == 2


def test_an_exercise_stands_below_its_picture():
    asked = new_markdown_cell("### Exercise 1 \\*\n\nWhich is A?", metadata=metadata("subslide"))
    picture = picture_of(1000, 400)
    picture.metadata.slideshow.slide_type = "subslide"
    slides = [slide for slide, _ in slides_of(section("Words."), picture, asked)]
    assert len(slides) == 2
    assert "Which is A?" in slides[1]
