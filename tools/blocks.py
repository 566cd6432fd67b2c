"""A cell of a notebook as blocks: what a slide or a handout shows or leaves out as one."""

import ast
import base64
import html
import re
import struct
from dataclasses import dataclass, replace
from math import ceil

from nnlib.explorers.cell import HOW_TO_PLAY
from nnlib.pictures.scene import SHARPNESS, SMALL

PICTURE_ONLY = "remove-input"  # tags a cell whose code a deck leaves out
ASKS = re.compile(r"\*\*Exercise \d|\*\*Predict before you ")
SMALL_HEADING = re.compile("###+ (.+)")
WHOLE = re.compile(r"(```.*?```|\$\$.*?\$\$|<details>.*?</details>)", re.DOTALL)
FENCE = re.compile(r"^```.*\n?", re.MULTILINE)
FOLDED = re.compile(r"<details><summary>.*?</summary>(.*)</details>", re.DOTALL)
CAME_OUT = re.compile(r"<summary>What came out</summary><p>It came out as (.+?)\.</p>")
KINDS = {"#": "heading", "|": "table", "$$": "formula", "```": "code", "- ": "list", "1. ": "list"}
SENTENCE_ENDS = re.compile(r"(?:(?<=[.?!])|(?<=[.?!]\*\*)|(?<=[.?!]\)))\s+")
NO_WORDS = re.compile(r"\]\([^)]*\)|\$[^$]+\$|<[^>]*>")  # addresses, formulas, tags
NOT_SEEN = re.compile(r"\]\([^)]*\)|[*`\[\\]")  # addresses and marks
GUESS = "compare_guess("
LARGEST = 28  # pixels of letters in code, on a slide 720 high
CODE_WIDTH, CODE_HEIGHT = 1166, 560  # pixels that a slide has for code
MONOSPACED = 0.605  # the width of a letter in parts of its size, in the widest such font
LOWEST_PICTURE, HIGH_ENOUGH, HIGHEST_PICTURE = 340, 460, 624
NARROWEST_PICTURE, WIDEST_PICTURE = 760, 1240  # in the first, words can still be read
SCALE_OF_STILLS = 18 / (SMALL * SHARPNESS)  # which makes their smallest words 18 pixels high
SMALLEST_SCALE = 14 / (SMALL * SHARPNESS)  # they must be 14
BETWEEN_PARTS = 30  # pixels of the picture
LINE = 45  # pixels of a line of prose
LETTERS_IN_A_LINE = 72


@dataclass
class Block:
    """A paragraph, list, table, formula, code, print, picture, or what came out for a guess.

    A still is the picture of an explorer: its words are small, so that it is as large as it can be.
    Of one that is too high to be read, parts are shown beside each other: the main pictures.
    """

    kind: str
    content: str
    cell: str  # the name of its cell
    words_of_picture: str = ""
    unfolds: bool = False  # what stood folded in the notebook begins here
    is_still: bool = False
    parts: tuple = ()  # (left, top, width, height) of each, in shares of the picture's sides

    @property
    def words(self):
        """How many words of it are read; code, prints and formulas are looked at."""
        if self.kind in ("code", "print", "formula", "picture"):
            return 0
        return sum(bool(re.search(r"\w", each)) for each in NO_WORDS.sub("", self.content).split())

    @property
    def asks(self):
        """Whether it is an exercise, or a question before its outcome."""
        return self.kind == "text" and bool(ASKS.search(self.content))

    @property
    def guesses(self):
        """Whether it is code that compares a guess."""
        return self.kind == "code" and GUESS in self.content

    @property
    def introduces(self):
        """Whether it is a paragraph that belongs to what follows, such as a list."""
        return self.kind == "text" and self.content[-1] not in ".?!)"

    @property
    def letters(self):
        """The size of letters in which code or a print fits on a slide without a line breaking."""
        lines = self.content.splitlines() or [""]
        wide = CODE_WIDTH / MONOSPACED / max(1, *map(len, lines), 1)
        high = CODE_HEIGHT / 1.25 / len(lines)
        return min(LARGEST, int(wide), int(high))

    @property
    def height(self):
        """About how many pixels it takes on a slide; a picture, at least."""
        lines = self.content.splitlines()
        if self.kind in ("text", "list"):
            lines = [NOT_SEEN.sub("", line) for line in lines]
        if self.kind in ("code", "print"):
            return 40 + self.letters * 1.25 * len(lines)
        if self.kind == "heading":
            return 75
        if self.kind == "formula":
            return 110 + LINE * self.content.count(r"\\")
        if self.kind == "outcome":
            return 75 * ceil(len(self.content) / 45)
        if self.kind == "picture":
            return self._lowest_height()
        if self.kind == "table":
            return 14 + sum(LINE * ceil(len(line) / LETTERS_IN_A_LINE) + 3 for line in lines)
        return 14 + sum(LINE * ceil(len(line) / LETTERS_IN_A_LINE) + 5 for line in lines)

    @property
    def whole_size(self):
        """Width and height in pixels of all of a picture, as they stand in the PNG's head."""
        return struct.unpack(">II", base64.b64decode(self.content[:32])[16:24])

    @property
    def places(self):
        """Where each part stands on a slide, and in the picture: x, (left, top, width, height)."""
        across, down = self.whole_size
        found, x = [], 0.0
        for left, top, width, height in self.parts:
            found.append((x, (left * across, top * down, width * across, height * down)))
            x += width * across + BETWEEN_PARTS
        return found

    @property
    def size(self):
        """Width and height in pixels of what is shown of a picture."""
        if not self.parts:
            return self.whole_size
        x, (_, _, width, _) = self.places[-1]
        return x + width, max(height for _, (_, _, _, height) in self.places)

    def _lowest_height(self):
        """Return how many pixels high a picture must be."""
        width, height = self.size
        if self.is_still:
            readable = min(WIDEST_PICTURE, SCALE_OF_STILLS * width)
            return min(HIGHEST_PICTURE, int(readable * height / width))
        wanted = int(NARROWEST_PICTURE * height / width)
        return min(HIGH_ENOUGH, max(LOWEST_PICTURE, wanted))


def blocks(cell):
    """Return the blocks of a cell."""
    return _of_words(cell.source, cell.id) if cell.cell_type == "markdown" else list(_of_code(cell))


def _of_words(source, cell):
    """Return the blocks of a cell of words; the first of each folded part says that it is."""
    found = []
    for number, part in enumerate(WHOLE.split(source)):
        if folded := FOLDED.fullmatch(part):
            inside = _of_words(folded[1], cell)
            found += [replace(each, unfolds=place == 0) for place, each in enumerate(inside)]
        else:
            parts = [part] if number % 2 else part.split("\n\n")
            found += [_block(each, cell) for each in map(str.strip, parts) if each]
    return _with_run_in_headings([each for each in found if each.content != "---"])


def _with_run_in_headings(blocks):
    """Return blocks with each small heading at the beginning of its paragraph, in bold letters."""
    found = []
    for block in blocks:
        heading = SMALL_HEADING.fullmatch(found[-1].content) if found else None
        if heading and block.kind == "text":
            end = "" if heading[1][-1] in ".?!:*" else "."
            content = f"**{heading[1]}{end}** {block.content}"
            found[-1] = replace(block, content=content, unfolds=found[-1].unfolds)
        else:
            found.append(block)
    return found


def _block(source, cell):
    kind = next((KINDS[sign] for sign in KINDS if source.startswith(sign)), "text")
    return Block(kind, FENCE.sub("", source) if kind == "code" else source, cell)


def _of_code(cell):
    is_explorer = any(map(_is_help, cell.outputs))
    is_hidden = is_explorer or PICTURE_ONLY in cell.metadata.get("tags", [])
    if not (is_hidden or _only_compares(cell.source)):
        yield Block("code", cell.source, cell.id)
    made = (_of_output(each, cell) for each in cell.outputs if not _is_help(each))
    for block in sorted(made, key=lambda block: block.kind != "outcome"):
        is_still = is_explorer and block.kind == "picture"
        yield replace(block, is_still=is_still, parts=block.parts if _is_too_small(block) else ())


def _is_too_small(block):
    """Return whether a picture has main parts, and its words cannot be read if all is shown."""
    if not block.parts:
        return False
    width, height = block.whole_size
    return min(WIDEST_PICTURE / width, HIGHEST_PICTURE / height) < SMALLEST_SCALE


def _is_help(output):
    """Return whether an output is the sentence over a picture that can be moved in a notebook."""
    return HOW_TO_PLAY in output.get("data", {}).get("text/html", "")


def _only_compares(code):
    """Return whether code is a guess and its comparison, which says no more than its question."""
    if GUESS not in code:
        return False
    own = [each for each in ast.parse(code).body if not ast.unparse(each).endswith(" = ...")]
    return len(own) == 1 and isinstance(own[0], ast.Expr)


def _of_output(output, cell):
    data = output.get("data", {})
    if "image/png" in data:
        about = output.metadata["image/png"]
        main = tuple(tuple(map(float, each.split())) for each in about.get("main", ()))
        return Block("picture", data["image/png"], cell.id, about["alt"], parts=main)
    if came_out := CAME_OUT.search(data.get("text/html", "")):
        said = f"{_what_was_guessed(cell.source)}: **{html.unescape(came_out[1])}**"
        return Block("outcome", said, cell.id, unfolds=True)
    text = output.text if "text" in output else data["text/plain"]
    return Block("print", text.strip("\n"), cell.id)


def _what_was_guessed(code):
    """Return the words under which a cell compares a guess."""
    called = [each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call)]
    (call,) = (each for each in called if ast.unparse(each.func).endswith("compare_guess"))
    words = call.args[-1]
    told = words.value if isinstance(words, ast.Constant) else ""
    return f"{told[:1].upper()}{told[1:]}" or "What came out"


def split(block):
    """Return the smallest parts that a block may be cut into: sentences, items, rows."""
    if block.kind == "list":
        parts = re.split(r"\n(?=- |\d+\. )", block.content)
    elif block.kind == "table":
        heading, line, *rows = block.content.splitlines()
        parts = [f"{heading}\n{line}\n{row}" for row in rows]
    elif block.kind == "text":
        parts = _sentences(block.content)
    else:
        parts = [block.content]
    return [replace(block, content=each, unfolds=block.unfolds and not place)
            for place, each in enumerate(parts)]  # fmt: skip


def _sentences(text):
    """Return the sentences of a paragraph; what stands in bold or in code is not cut."""
    whole = [""]
    for sentence in SENTENCE_ENDS.split(text):
        is_open = whole[-1].count("**") % 2 or whole[-1].count("`") % 2
        if is_open or whole[-1].count("(") > whole[-1].count(")"):
            whole[-1] += f" {sentence}"
        else:
            whole.append(sentence)
    return whole[1:]


def shortened(block, words):
    """Return the first sentences of a list's item, up to so many words, and the rest of it."""
    kept, *others = _sentences(block.content)
    while others and replace(block, content=f"{kept} {others[0]}").words <= words:
        kept += f" {others.pop(0)}"
    rest = [Block("text", " ".join(others), block.cell)] if others else []
    return replace(block, content=kept), rest


def joined(parts):
    """Return what ``split`` has parted as one block again."""
    first, *others = parts
    if first.kind == "table":
        rows = [each.content.splitlines()[-1] for each in others]
        return replace(first, content="\n".join([first.content, *rows]))
    between = " " if first.kind == "text" else "\n"
    return replace(first, content=between.join(each.content for each in parts))
