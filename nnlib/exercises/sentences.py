"""Exercises that ask for a reason in a sentence: nobody judges it, and ours is beside it after."""

import re
from dataclasses import dataclass
from html import escape

from nnlib import progress
from nnlib.exercises import done
from nnlib.exercises.engine import Exercise, in_lines, right, say, wrong
from nnlib.exercises.plain import shown

FEWEST_WORDS = 4
# In a script without spaces between words, each sign; else a run of letters, or a number.
WORD = re.compile(
    r"[\u0e00-\u109f\u1780-\u17ff\u3040-\u9fff]|[^\W\d_]+(?:['\u2019][^\W\d_]+)*"
    r"|(?<!\w)\d+(?:[.,]\d+)*"
)
COMPARE = "Compare it with ours: do both give the same reason? You may write yours again."
CUT = f"The first {progress.LONGEST_WROTE} signs of it are kept."


@dataclass(kw_only=True, eq=False, repr=False)
class SentenceExercise(Exercise):
    """An exercise whose answer is a sentence of the learner's own: done, once one was written.

    What it says is not judged, for no list of words could do that fairly. It is kept in the
    learner's folder and shown beside ours, which is the text that the solution makes.

    Attributes
    ----------
    question : str
        As the lesson asks it: copied, it is no answer.
    """

    question: str

    def judge(self, answer):
        """Return a ``Verdict`` on whether there is a sentence."""
        if not isinstance(answer, str):
            return wrong(f"Write one sentence, between quotes. You gave {shown(answer)}.")
        words, asked = _words(answer), _words(self.question)
        if len(set(words)) < FEWEST_WORDS or all(each[0].isdecimal() for each in words):
            return wrong(
                f"Write a whole sentence, of {FEWEST_WORDS} words or more, between the quotes: any "
                "will do that gives your reason."
            )
        if _is_copied(words, asked):
            return wrong("That is the question itself. Write the reason, in your own words.")
        return right(f"{COMPARE} {CUT}" if len(answer) > progress.LONGEST_WROTE else COMPARE)

    def tell(self, verdict, answer):
        """Show both sentences, and keep the learner's."""
        if not verdict.right:
            super().tell(verdict, answer)
            return
        from IPython.display import display  # here, since judging answers needs no IPython

        wrote = progress.own_words(answer)
        say(f"✔ Done. {verdict.message}")
        display(Beside(wrote, self.answer))
        say(done.keep_check(self.name, *verdict, wrote))


class Beside:
    """A sentence of a learner's beside ours; nothing in it becomes part of a page."""

    def __init__(self, theirs, ours):
        self._sentences = {"Yours": theirs, "Ours": ours}

    def __repr__(self):
        return "\n".join(in_lines(f"  {who}: {said}") for who, said in self._sentences.items())

    def _repr_html_(self):
        rows = "".join(
            f'<tr><th scope="row">{who}</th>'
            f'<td dir="auto" style="text-align: left">{_as_words(said)}</td></tr>'
            for who, said in self._sentences.items()
        )
        return f"<table>{rows}</table>"


def _as_words(text):
    """Return text as HTML in which nothing is a tag, and no dollars or backslashes a formula."""
    return re.sub(r"([$\\])", r"<span>\1</span>", escape(text))


def _words(text):
    return WORD.findall(text.casefold())


def _is_copied(words, asked):
    """Return whether words are the question, a part of it, or hardly more."""
    text, question = (f" {' '.join(each)} " for each in (words, asked))
    is_more = question in text and len(words) - len(asked) < FEWEST_WORDS
    return text in question or is_more
