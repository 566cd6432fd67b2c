"""Exercises in which each of several things gets a letter: which curve comes of which cause."""

from dataclasses import dataclass

from nnlib.exercises import letters
from nnlib.exercises.engine import Exercise, right, wrong


@dataclass(kw_only=True, eq=False, repr=False)
class MatchingExercise(Exercise):
    """An exercise whose answer is a letter for each of several things, another one for each.

    The solution gives them their letters, a line each: ``overfitting = "B"``. In this order they
    are passed to ``check``.

    Attributes
    ----------
    shows : dict of str to str
        What is to be seen at each letter: said where it was given to a wrong thing.
    mistakes : dict of (str, str) to str
        What to say in place of that to a thing and a letter that many take for each other.
    praise : str
        What a right answer shows.
    """

    shows: dict
    mistakes: dict
    praise: str

    def __post_init__(self):
        super().__post_init__()
        names = {}
        exec(self.code, names)
        self.right = {name: value for name, value in names.items() if name != "__builtins__"}

    @property
    def answer(self):
        """The right letters, in the order of the things."""
        return tuple(self.right.values())

    def judge(self, answer):
        """Return a ``Verdict`` on letters, one for each thing."""
        things = [name.replace("_", " ") for name in self.right]
        parts = answer if isinstance(answer, list | tuple) else letters.read(answer)
        given = list(map(letters.read, parts))
        if len(given) != len(things) or any(len(each) != 1 for each in given):
            said = f"One letter is expected, in quotes, for each of {letters.in_words(things)}."
            return wrong(said)
        given = [letter for (letter,) in given]
        slip = letters.slip_in(given, self.shows, "letter")
        if slip:
            return wrong(slip)
        slips = [
            f"{thing.capitalize()} is not {letter}: {self._why_not(name, letter)}"
            for thing, (name, wanted), letter in zip(things, self.right.items(), given, strict=True)
            if letter != wanted
        ]
        return wrong(letters.and_more(slips)) if slips else right(self.praise)

    def _why_not(self, name, letter):
        return self.mistakes.get((name, letter), self.shows[letter])
