"""Exercises in which lines are put in order, and some of the lines are false."""

from dataclasses import dataclass

from nnlib.exercises import letters
from nnlib.exercises.engine import Exercise, right, wrong


@dataclass(kw_only=True, eq=False, repr=False)
class OrderingExercise(Exercise):
    """An exercise whose answer is lines in an order, told by their letters, such as ``"BAC"``.

    Every order is right that leaves out the false lines, has all the others, and keeps what is
    said in `before`. The solution is one of them.

    Attributes
    ----------
    lines : dict of str to str
        All lines by their letters, as the lesson shows them.
    false : dict of str to str
        What to say to each line that does not belong.
    before : dict of str to str
        Of two lines, as in ``"CA"``, C comes before A; what to say where it does not. Lines that
        do not depend on each other are in no pair.
    praise : str
        What a right answer shows.
    """

    lines: dict
    false: dict
    before: dict
    praise: str

    def judge(self, answer):
        """Return a ``Verdict`` on letters in an order."""
        given = letters.read(answer)
        if not given:
            example = "".join(reversed(self.lines))
            return wrong(
                f'Answer with the letters of the lines in one pair of quotes, such as "{example}".'
            )
        slip = letters.slip_in(given, self.lines, "line")
        slips = [slip] if slip else [*self._false(given), *self._early(given), *self._open(given)]
        return wrong(letters.and_more(slips)) if slips else right(self.praise)

    def solution(self):
        """Show the lines in order, and why."""
        print("\n".join(f"{letter}  {self.lines[letter]}" for letter in self.answer) + "\n")
        super().solution()

    def _false(self, given):
        return [self.false[letter] for letter in given if letter in self.false]

    def _early(self, given):
        """Yield a sentence for each line that stands before one that it needs."""
        for place, early in enumerate(given):
            for late in given[place + 1 :]:
                if late + early in self.before:
                    yield f"{early} before {late}? {self.before[late + early]}"

    def _open(self, given):
        """Return a sentence on lines that are missing and in whose place no false one stands."""
        missing = sorted(self.lines.keys() - self.false.keys() - set(given))
        if len(missing) <= len(self._false(given)):
            return []
        those = "Line {} is" if len(missing) == 1 else "Lines {} are"
        return [f"{those.format(letters.in_words(missing))} missing, and {self._how_many_false()}."]

    def _how_many_false(self):
        count = len(self.false)
        if not count:
            return "no line is false"
        return "only one line is false" if count == 1 else f"only {count} lines are false"
