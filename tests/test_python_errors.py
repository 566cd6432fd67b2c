"""The page on Python's errors quotes what this Python says, and every lesson leads to it."""

import re
from pathlib import Path

import nbformat
import pytest

PAGE = Path(__file__).parent.parent / "notebooks" / "PYTHON_ERRORS.md"
ENTRY = re.compile(
    r"^### `(?P<said>.+)`\n\n```python\n(?P<code>.+?)```\n\n(?P<means>.+)", re.M | re.S
)
PARTS = re.split(r"^(?=#{2,3} )", PAGE.read_text(encoding="utf-8"), flags=re.M)
ENTRIES = [ENTRY.match(part) for part in PARTS if part.startswith("### ")]


def test_every_entry_has_its_three_parts():
    assert len(ENTRIES) >= 20
    assert all(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["said"])
def test_python_says_so(entry):
    with pytest.raises(BaseException) as raised:
        exec(compile(entry["code"], "<cell>", "exec"), {})
    said = f"{raised.type.__name__}: {raised.value}".removesuffix(": ")
    assert said.startswith(entry["said"])


@pytest.mark.parametrize("path", sorted(PAGE.parent.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_lesson_leads_to_it_before_its_first_code(path):
    cells = nbformat.read(path, as_version=4).cells
    first = next(place for place, cell in enumerate(cells) if cell.cell_type == "code")
    assert any("](PYTHON_ERRORS.md)" in cell.source for cell in cells[:first])
