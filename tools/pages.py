"""Blocks on slides: what fits on one, where the next begins, what the teacher says instead.

A slide holds 60 words and one picture at most. Lists, tables, formulas, code, prints, questions
and exercises are all shown, on several slides if they must. Of other paragraphs a slide shows the
sentences for which there is room. The rest the teacher says: it goes into the notes. Nothing
stands below a question, and what came out stands on the next slide, on paper as well.
"""

from dataclasses import dataclass, field
from math import ceil

from tools.blocks import blocks, joined, shortened, split

MOST_WORDS = 60
ROOM = 610  # pixels below the corner
LOWEST_PICTURE, HIGHEST_PICTURE = 280, 560
BEGIN_A_SLIDE = ("slide", "subslide")
COURSE = "One neuron at a time"
PROMISE = 2  # blocks of the first cell: what follows the title and the promise leads elsewhere


@dataclass
class Page:
    """One slide."""

    corner: str  # the title of its section
    notes: str
    shown: list = field(default_factory=list)
    said: list = field(default_factory=list)
    later: int | None = None  # from this block on it is shown only when a key is pressed

    def has_room(self, block):
        """Return whether a block fits, and may stand, below what is there."""
        if not self.shown:
            return True
        everything = [*self.shown, block]
        pictures = [each.kind for each in everything].count("picture")
        return (
            self.words() + block.words <= MOST_WORDS
            and pictures <= 1
            and self._height(everything) + LOWEST_PICTURE * pictures <= ROOM
            and not self._ends_before(block)
        )

    def picture_height(self):
        """Return how many pixels high its picture is at most."""
        left = ROOM - self._height(self.shown)
        return int(min(HIGHEST_PICTURE, max(LOWEST_PICTURE, left)))

    def takes(self, parts):
        """Return whether parts of one block fit."""
        return joined(parts).words <= MOST_WORDS and self.has_room(joined(parts))

    def goes_on_with(self, block):
        """Return whether a block belongs here, though its cell asks for a slide of its own."""
        belongs = self.has_answered() or (block.guesses and any(each.asks for each in self.shown))
        return belongs and not block.asks and self.takes(split(block)[:1])

    def would_part(self, blocks):
        """Return whether code has room here, and what it prints has not."""
        together = [each for each in blocks if each.kind in ("code", "print")]
        return (
            len(together) > 1
            and not together[0].guesses
            and self._height(together) <= ROOM < self._height([*self.shown, *together])
        )

    def introduces(self, block):
        """Return whether what is above a block leads over to it."""
        return self.shown[-1].introduces and self.shown[-1].cell == block.cell

    def how_many_of(self, parts):
        """Return how many parts of a block fit."""
        fit = [count for count in range(1, len(parts) + 1) if self.takes(parts[:count])]
        return max(fit, default=0)

    def share_of(self, parts):
        """Return how many parts to put here if all are shown, on slides of about the same size."""
        fit, words = self.how_many_of(parts), joined(parts).words
        if fit < len(parts):
            share = words / ceil(words / MOST_WORDS) if words else 0
            while fit > 1 and joined(parts[: fit - 1]).words >= share:
                fit -= 1
        return fit

    def words(self):
        """Return how many words stand here."""
        return sum(each.words for each in self.shown)

    def begins(self, block):
        """Return whether a block is to begin here, though there is no room for all of it."""
        is_too_long = self.shown[-1].words + block.words > MOST_WORDS
        return self.introduces(block) and (is_too_long or len(self.shown) < 3)

    def has_words(self):
        """Return whether there is more to read than a heading, or what came out."""
        return any(each.words for each in self.shown if each.kind not in ("heading", "outcome"))

    def has_answered(self):
        """Return whether what came out stands here, and no word about it yet."""
        return bool(self.shown) and self.shown[0].kind == "outcome" and not self.has_words()

    def _height(self, blocks):
        return sum(each.height for each in blocks)

    def _ends_before(self, block):
        """Return whether a question stands here that a block could answer."""
        if block.unfolds:
            return not self.has_answered()
        asked = [each for each in self.shown if each.asks or each.guesses]
        if not asked:
            return False
        return asked[-1].guesses or (asked[-1].cell != block.cell and not block.guesses)


def slide_type(cell):
    """Return what a cell is on the slides; one that does not say belongs to the cell before it."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def has_slides(notebook):
    """Return whether any cell of a notebook begins a slide."""
    return any(slide_type(cell) in BEGIN_A_SLIDE for cell in notebook.cells)


def sections(notebook):
    """Return the slides of a notebook, as a list for each section."""
    found, lesson, notes = [], _title(notebook.cells[0]), None
    for cell in notebook.cells:
        notes, kind = cell.metadata.get("notes", notes), slide_type(cell)
        if kind == "slide":
            corner = lesson if found else COURSE
            found.append(_Section(_title(cell), notes or "", Page(corner, notes or "")))
        if kind == "notes":
            found[-1].pages[-1].said += blocks(cell)
        elif kind != "skip":
            found[-1].put(blocks(cell)[: PROMISE if cell is notebook.cells[0] else None], kind)
    return [section.pages for section in found]


def _title(cell):
    return cell.source.partition("\n")[0].lstrip("# ")


class _Section:
    """The slides of a section, to which cells are added."""

    def __init__(self, title, notes, page):
        self.title, self.notes, self.pages = title, notes, [page]

    def put(self, shown, kind):
        """Put the blocks of a cell onto the last slide, and onto new ones."""
        page = self.pages[-1]
        asks_for_one = kind in BEGIN_A_SLIDE and not page.goes_on_with(shown[0])
        if page.shown and (asks_for_one or page.would_part(shown)):
            self._new_page()
        elif kind == "fragment" and page.shown and page.later is None:
            page.later = len(page.shown)
        for block in shown:
            self._put(block)

    def _put(self, block):
        """Put a block where there is room for it, or as much of it as a slide shows."""
        page = self.pages[-1]
        if page.takes([block]):
            page.shown.append(block)
        elif block.kind != "text" or block.asks:
            self._put_parts(block, all_of_them=True)
        elif block.content.startswith("**") or block.unfolds or not page.has_words():
            self._put_parts(block, all_of_them=False)
        else:
            page.said.append(block)

    def _put_parts(self, block, all_of_them):
        """Put as many parts as there is room for; the rest onto new slides, or into the notes."""
        parts, page = split(block), self.pages[-1]
        if not page.takes(parts[:1]) or (page.has_words() and not page.begins(block)):
            self._new_page(with_last=page.shown and page.introduces(block))
        while parts:
            page = self.pages[-1]
            count = page.share_of(parts) if all_of_them else page.how_many_of(parts)
            if not count:
                parts[0], rest = shortened(parts[0], MOST_WORDS - page.words())
                page.said += rest
            page.shown.append(joined(parts[: max(count, 1)]))
            parts = parts[max(count, 1) :]
            if parts and all_of_them:
                self._new_page()
            elif parts:
                page.said.append(joined(parts))
                return

    def _new_page(self, with_last=False):
        """Begin a slide, with the last block of the slide before if it leads over to this one."""
        page = Page(self.title, self.notes)
        if with_last and len(self.pages[-1].shown) > 1:
            page.shown.append(self.pages[-1].shown.pop())
        self.pages.append(page)
