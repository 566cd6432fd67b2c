"""A slide: what fits on it, and what may stand below what.

A slide holds 60 words and one picture at most. Lists, tables, formulas, code, prints, questions
and exercises are all shown, on several slides if they must. Of other paragraphs a slide shows the
sentences for which there is room. The rest the teacher says: it goes into the notes. Nothing
stands below a question, and what came out stands on the next slide, on paper as well.
"""

from dataclasses import dataclass, field
from math import ceil

from tools.blocks import HIGHEST_PICTURE, LOWEST_PICTURE, joined, split

MOST_WORDS = 60
ROOM = 640  # pixels below the corner
MADE_BY_CODE = ("code", "print", "picture")


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
            and self._height(everything) <= ROOM
            and not self._ends_before(block)
        )

    def picture_height(self):
        """Return how many pixels high its picture is at most."""
        others = self._height(each for each in self.shown if each.kind != "picture")
        return int(min(HIGHEST_PICTURE, max(LOWEST_PICTURE, ROOM - others)))

    def takes(self, parts):
        """Return whether parts of one block fit."""
        return joined(parts).words <= MOST_WORDS and self.has_room(joined(parts))

    def goes_on_with(self, block):
        """Return whether a block belongs here, though its cell asks for a slide of its own."""
        if block.asks:
            return all(each.kind == "picture" for each in self.shown) and self.takes([block])
        belongs = self.has_answered() or (block.guesses and any(each.asks for each in self.shown))
        return belongs and self.takes(split(block)[:1])

    def tells(self, blocks):
        """Return whether the words here are those before a cell of code, with room for it.

        What else than an explorer the code draws may stand on the next slide.
        """
        code = [each for each in blocks if each.is_still or each.kind != "picture"]
        return (
            bool(code)
            and all(each.kind in ("heading", "text") and not each.asks for each in self.shown)
            and all(each.kind in MADE_BY_CODE and not each.guesses for each in blocks)
            and blocks[0] is code[0]
            and blocks[0].kind != "print"
            and self._height([*self.shown, *code]) <= ROOM
        )

    def holds(self, blocks):
        """Return whether the first words of the next cell have room below what is there.

        They have not where something is asked, nor below a picture, which they would make smaller,
        nor without what they lead over to.
        """
        first = blocks[:2] if blocks[0].introduces else blocks[:1]
        return (
            not first[0].unfolds
            and not any(each.kind in MADE_BY_CODE for each in first)
            and not any(each.asks or each.guesses for each in [*self.shown, *first])
            and not any(each.kind == "picture" for each in self.shown)
            and self.words() + sum(each.words for each in first) <= MOST_WORDS
            and self._height([*self.shown, *first]) <= ROOM
        )

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
        above = self.shown[-1:]
        return any(each.introduces and each.cell == block.cell for each in above)

    def introduction_to(self, block):
        """Take away and return what leads over to a block, if it can go along to a new slide."""
        others = [each for each in self.shown[:-1] if each.kind != "heading"]
        goes_along = self.introduces(block) and self.shown[-1].words + block.words <= MOST_WORDS
        return [self.shown.pop()] if others and goes_along else []

    def how_many_of(self, parts):
        """Return how many parts of a block fit."""
        fit = [count for count in range(1, len(parts) + 1) if self.takes(parts[:count])]
        return max(fit, default=0)

    def share_of(self, parts):
        """Return how many parts to put here if all are shown, on slides of about the same size."""
        fit = self.how_many_of(parts)
        return ceil(len(parts) / ceil(len(parts) / fit)) if fit else 0

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
        """Return whether a question stands here that a block could answer, or the other way."""
        if block.asks and any(each.kind == "outcome" for each in self.shown):
            return True
        if block.unfolds:
            return not self.has_answered()
        asked = [each for each in self.shown if each.asks or each.guesses]
        if not asked:
            return False
        return asked[-1].guesses or (asked[-1].cell != block.cell and not block.guesses)
