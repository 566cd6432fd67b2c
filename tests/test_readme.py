"""The README points only to what is there, and maps all of nnlib."""

import re
from pathlib import Path

import nbformat

import nnlib
from tools.save_notebooks import README_CELL, README_PICTURE, picture

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_links_lead_somewhere():
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", README, flags=re.M)
    }
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith("http"):
            assert (ROOT / target.partition("#")[0]).exists(), target


def test_every_lesson_is_in_the_table():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"notebooks/{path.name}" in README


def test_the_map_is_the_packages_own():
    modules = re.findall(r"^(\w+) {2,}\S", nnlib.__doc__, flags=re.M)
    mapped = re.findall(r"^\| `(\w+)`", README, flags=re.M)
    assert mapped == modules


def test_every_target_that_it_names_is_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", README):
        if target not in ("it",):
            assert re.search(rf"^{target}:", makefile, flags=re.M), target


def test_the_picture_is_lesson_1s():
    notebook = nbformat.read(ROOT / "notebooks" / README_CELL[0], as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == README_CELL[1])
    assert (ROOT / "notebooks" / README_PICTURE).read_bytes() == picture(cell)
    assert f"(notebooks/{README_PICTURE})" in README
