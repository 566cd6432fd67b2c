"""The cells of a notebook flow onto slides, section by section."""

from tools.blocks import blocks, joined, shortened, split
from tools.pages import MOST_WORDS, Page

BEGIN_A_SLIDE = ("slide", "subslide")
NOT_SHOWN = ("skip", "notes")
COURSE = "One neuron at a time"
PROMISE = 2  # blocks of the first cell: what follows the title and the promise leads elsewhere


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
        if kind == "slide" or not (found or kind in NOT_SHOWN):
            corner = lesson if found else COURSE
            found.append(_Section(_title(cell), notes or "", Page(corner, notes or "")))
        if kind == "notes" and found:
            found[-1].pages[-1].said += blocks(cell)
        elif kind not in NOT_SHOWN:
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
        if not shown:
            return
        page = self.pages[-1]
        goes_on = page.goes_on_with(shown[0]) or page.tells(shown) or page.holds(shown)
        begins = kind in BEGIN_A_SLIDE and not goes_on
        if page.shown and (begins or page.would_part(shown)):
            self._new_page()
        elif kind == "fragment" and page.shown and page.later is None:
            page.later = len(page.shown)
        for block in shown:
            page = self.pages[-1]
            is_of_another = any(each.cell != block.cell for each in page.shown)
            if block.asks and is_of_another and not page.goes_on_with(block):
                self._new_page()
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
            self._new_page(page.introduction_to(parts[0]))
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

    def _new_page(self, introduction=()):
        """Begin a slide, with what introduces its first block."""
        self.pages.append(Page(self.title, self.notes, list(introduction)))
