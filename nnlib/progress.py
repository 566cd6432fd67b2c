"""What a learner has done, kept in one small file in their folder, and sent nowhere.

It holds which exercises are right, how many tries and hints they took, what was said to wrong
answers, the guesses beside what came out, and what the learner wrote where a sentence was asked
for; no other word of theirs, and no name. Where a notebook runs outside of a learner's folder, as
in the course's own tests, nothing is kept.
"""

import datetime
import json
import os
from pathlib import Path

from nnlib import files

FOLDER = "my_course"
NAME = "progress.json"
LOCK = "progress.lock"
VERSION = 1
MOST_BYTES = 1_000_000  # a file of a whole course has some thousand
MOST_SENTENCES = 20  # that are kept of what was said to one exercise
LONGEST_SENTENCE = 200
LONGEST_WROTE = 500  # signs of a learner's own sentence that are kept
LONGEST_NAME = 30  # of a guess at a name
JOINERS = "\u200c\u200d"  # inside words of some languages, though nothing is printed


class UnreadableError(ValueError):
    """A progress file that cannot be used; its message is a sentence."""


class LaterVersionError(UnreadableError):
    """It was written by a later version of the course, and must stay as it is."""


def folder():
    """Return the learner's folder in which this program runs, or ``None`` outside of one."""
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted meanwhile
        return None
    return next((each for each in (here, *here.parents) if each.name == FOLDER), None)


def keep_check(name, right, said, wrote=""):
    """Keep the answer to an attempt at an exercise.

    Parameters
    ----------
    name : str
        The exercise's own, such as ``"lesson1.slope"``.
    right : bool
        What was once right stays right.
    said : str
        To a wrong answer; its first sentence is kept.
    wrote : str
        The learner's own sentence, where one was asked for; the last one stays.

    Returns
    -------
    tuple
        What is kept now, or ``None`` outside of a learner's folder or where it could not be kept;
        and a sentence for the learner, or ``""``.
    """

    def add(kept):
        exercise = _exercise(kept, name)
        exercise["tries"] += 1
        exercise["right"] = exercise["right"] or right
        sentence = first_sentence(said)
        sentences = exercise["said"]
        if not right and (sentence in sentences or len(sentences) < MOST_SENTENCES):
            sentences[sentence] = sentences.get(sentence, 0) + 1
        if wrote:
            exercise["wrote"] = own_words(wrote)

    return _keep(add)


def keep_hint(name):
    """Keep that a hint was given; returns what ``keep_check`` does."""

    def add(kept):
        _exercise(kept, name)["hints"] += 1

    return _keep(add)


def keep_guess(about, guess, outcome):
    """Keep a guess and what came out, two numbers or two names; returns what ``keep_check`` does.

    The first guess is kept: the next ones may have been written with the outcome in sight.
    """

    def add(kept):
        kept["guesses"].setdefault(about, [guess, outcome])

    return _keep(add)


def first_sentence(said):
    """Return the first sentence of what was said to an answer, in one line."""
    line = " ".join(said.split())
    end = line.find(". ")
    return (line if end < 0 else line[: end + 1])[:LONGEST_SENTENCE]


def own_words(text, most=LONGEST_WROTE):
    """Return a learner's text as it is kept: in one line, cut, and nothing steers a terminal."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if sign.isprintable() or sign in JOINERS)[:most]


def entries(kept, names):
    """Return what is kept of each exercise of the course, by its name.

    An exercise that has moved to another lesson is known by its own word: the part of its name
    after the dot.

    Parameters
    ----------
    kept : dict
    names : sequence of str
        Those of all exercises.
    """
    here = {name: each for name, each in kept["exercises"].items() if name in names}
    for old, entry in kept["exercises"].items():
        moved = [name for name in names if _word(name) == _word(old) and name not in here]
        if old not in here and len(moved) == 1:
            here[moved[0]] = entry
    return here


def empty():
    """Return what is kept of somebody who has done nothing yet."""
    return {"version": VERSION, "exercises": {}, "guesses": {}, "offered": []}


def read(path):
    """Return what a progress file holds; that of a missing one is empty.

    Raises
    ------
    UnreadableError
        If it is damaged, or of a later version of the course.
    OSError
        In a sentence, if the system does not let it be read.
    """
    try:
        content = files.read(path)
    except FileNotFoundError:
        return empty()
    return parsed(content, path.name)


def present():
    """Return what is kept of the learner in whose folder this runs; where it cannot be, nothing."""
    place = folder()
    try:
        return empty() if place is None else read(place / NAME)
    except (OSError, ValueError):
        return empty()


def parsed(content, name):
    """Return what the bytes of a progress file hold, or raise ``UnreadableError``."""
    try:
        kept = json.loads(content[: MOST_BYTES + 1])
        version = kept["version"]
        later = isinstance(version, int) and version > VERSION
        if not later:
            _check(kept)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UnreadableError(f"{name} is damaged, or it is no file of the course.") from None
    if later:
        raise LaterVersionError(
            f"{name} was written by a later version of the course: update this one."
        )
    return kept


def update(place, change):
    """Change what is kept in the folder `place`, while no other kernel does.

    A damaged file is set aside first.

    Returns
    -------
    tuple
        What is kept now, and a sentence for the learner, or ``""``.

    Raises
    ------
    LaterVersionError
    OSError
        In a sentence, where it cannot be kept.
    """
    path, said = place / NAME, ""
    with files.held(place / LOCK):
        try:
            kept = read(path)
        except LaterVersionError:
            raise
        except UnreadableError as problem:
            kept, aside = empty(), free_name(path, "damaged")
            files.rename(path, aside)
            said = f"{problem} It is now {aside.name}, and your progress is counted anew."
        change(kept)
        text = json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True)
        # Half of a pair of code units, which a text in Python can hold, is written as JSON does.
        files.write_whole({path: f"{text}\n".encode(errors="backslashreplace")})
    return kept, said


def free_name(path, word=""):
    """Return a path beside `path` where nothing is: with a word and today's date in its name."""
    stem = "_".join(filter(None, (path.stem, word, datetime.date.today().isoformat())))
    names = (f"{stem}{'' if number == 1 else f'_{number}'}" for number in range(1, 10_000))
    free = (path.with_name(f"{name}{path.suffix}") for name in names)
    return next(each for each in free if not os.path.lexists(each))


def _keep(change):
    place = folder()
    if place is None:
        return None, ""
    try:
        return update(place, change)
    except (UnreadableError, OSError, ValueError) as problem:
        return None, f"Your progress was not kept: {problem}"


def _exercise(kept, name):
    return kept["exercises"].setdefault(name, {"right": False, "tries": 0, "hints": 0, "said": {}})


def _word(name):
    return name.rpartition(".")[2]


def _check(kept):
    """Raise a ValueError unless everything is of the kind that this module writes."""
    exercises, guesses, offered = kept["exercises"], kept["guesses"], kept["offered"]
    good = all(
        isinstance(each["right"], bool)
        and _is_count(each["tries"])
        and _is_count(each["hints"])
        and all(map(_is_count, each["said"].values()))
        and isinstance(each.get("wrote", ""), str)  # which most exercises do not ask for
        for each in exercises.values()
    )
    good = good and all(map(_is_pair, guesses.values()))
    good = good and kept["version"] == VERSION
    if not (good and isinstance(offered, list) and all(isinstance(each, str) for each in offered)):
        raise ValueError


def _is_count(value):
    return type(value) is int and 0 <= value < MOST_BYTES


def _is_pair(pair):
    """Return whether it is a guess and what came out: two numbers, or two names."""
    if not (isinstance(pair, list) and len(pair) == 2):
        return False
    kinds = {type(each) for each in pair}
    return kinds <= {int, float} or kinds == {str}
