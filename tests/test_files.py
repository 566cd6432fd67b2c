"""The project's files can be read on every system: names are short, texts have an encoding."""

import ast
import subprocess
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
LONGEST_PATH = 100  # Windows allows 260 for all of it, and the reader's own folders come first
TEXTS = {"open", "read_text", "write_text"}
PROCESSES = {"run", "Popen", "check_output"}
OTHERS = {"Image", "archive", "explorer", "other", "super()", "webbrowser"}  # open() needs none


def files():
    """Return the names of the project's files, as Git lists them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if listed.returncode:
        pytest.skip("this folder is no clone of Git's")
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def programs():
    """Yield the name and the code of every module and of every cell."""
    for name in files():
        path = ROOT / name
        if path.suffix == ".py":
            yield name, path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb":
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    yield f"{name}, {cell.id}", cell.source


def without_encoding(code):
    """Return the lines that read or write text in whatever encoding the computer has.

    Ruff's own rule (PLW1514) knows a path only where it was made.
    """
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if _needs(call) and "encoding" not in _named(call)]


def _needs(call):
    """Return whether a call takes an encoding."""
    if isinstance(call.func, ast.Attribute):
        name, owner, place = call.func.attr, ast.unparse(call.func.value), 0
    else:
        name, owner, place = ast.unparse(call.func), "", 1
    mode = _named(call).get("mode", call.args[place] if call.args[place:] else None)
    binary = isinstance(mode, ast.Constant) and "b" in str(mode.value)
    if name in PROCESSES:
        return bool({"text", "universal_newlines"} & set(_named(call)))
    return name in TEXTS and owner not in OTHERS and not (name == "open" and binary)


def _named(call):
    return {each.arg: each.value for each in call.keywords}


def test_names_are_short_enough_for_windows():
    assert [name for name in files() if len(name) > LONGEST_PATH] == []


def test_no_line_ending_depends_on_the_system():
    listed = subprocess.run(
        ["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    if listed.returncode:
        pytest.skip("this folder is no clone of Git's")
    for line in listed.stdout.splitlines():
        kept, rule = line.split()[0], line.split("attr/")[1].split("\t")[0].strip()
        assert (kept, rule) in {
            ("i/lf", "text=auto eol=lf"), ("i/none", "text=auto eol=lf"), ("i/lf", "-text"),
            ("i/-text", "-text"), ("i/crlf", "-text"), ("i/none", "-text"),
        }, line  # fmt: skip


def test_every_text_is_opened_with_its_encoding():
    found = {name: without_encoding(code) for name, code in programs()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("path.read_text()", [1]),
        ("path.read_text(encoding='utf-8')", []),
        ("path.write_text('b')", [1]),
        ("open(name)", [1]),
        ("open(name, 'rb')", []),
        ("\n(folder / 'log').open('w')", [2]),
        ("path.open(mode='wb')", []),
        ("Image.open(name)", []),
        ("subprocess.run(words, text=True)", [1]),
        ("subprocess.run(words, encoding='utf-8')", []),
    ],
)
def test_what_counts_as_an_encoding(code, lines):
    assert without_encoding(code) == lines
