"""Every term leads to its place in the glossary, and every place that is linked is there."""

import re
from pathlib import Path

import nbformat
import pytest

from tools.link_words import GLOSSARY, anchor_of, anchors, linked

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
LINK = re.compile(r"\[([^\]]+)\]\(GLOSSARY\.md#([^)]*)\)")
TEXT = GLOSSARY.read_text(encoding="utf-8")


def prose(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def test_an_entry_is_a_term_in_small_letters_and_a_sentence_in_their_order():
    parts = TEXT.split("\n## ")[1:]
    terms = [part.partition("\n")[0] for part in parts]
    assert len(terms) > 40
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms)
    for part, term in zip(parts, terms, strict=True):
        assert re.fullmatch(r"[a-z]+([ -][a-z]+)*", term), term
        heading, empty, *words = part.rstrip().split("\n")
        assert empty == ""
        assert len(words) == 1, heading
        assert re.fullmatch(r"[A-Z1].+\.", words[0]), heading


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_term_leads_to_its_entry_where_it_is_first_in_bold(path):
    sources = prose(path)
    assert linked(sources) == sources, f"run python -m tools.link_words notebooks/{path.name}"
    bold = re.findall(r"\*\*\[?([A-Za-z -]+)(?:\]\([^)]*\))?\*\*", "\n".join(sources))
    terms = {anchor_of(words, anchors()) for words in bold} - {None}
    found = [anchor for _, anchor in LINK.findall("\n".join(sources))]
    assert sorted(found) == sorted(terms) != []


@pytest.mark.parametrize("path", [*PATHS, *NOTEBOOKS.glob("*.md")], ids=lambda path: path.name)
def test_no_link_into_the_glossary_is_dead(path):
    found = re.findall(r"GLOSSARY\.md#([^)\s\"]*)", path.read_text(encoding="utf-8"))
    assert set(found) <= set(anchors().values())


def test_first_places_are_linked_plurals_too_and_code_is_left_alone():
    sources = [
        "The **Weights**, a **weight** and its **bias**.\n\n```python\nx = a **weight** b\n```",
        "**bias**, **mini-batches**, **Train**, **[loss](x)** and **[weight](GLOSSARY.md)**",
    ]
    once = linked(sources)
    assert once[0] == (
        "The **[Weights](GLOSSARY.md#weight)**, a **weight** and its **[bias](GLOSSARY.md#bias)**."
        "\n\n```python\nx = a **weight** b\n```"
    )
    assert once[1] == (
        "**bias**, **[mini-batches](GLOSSARY.md#mini-batch)**, **Train**, "
        "**[loss](GLOSSARY.md#loss)** and **weight**"
    )
    assert linked(once) == once
