"""What a learner has done, in lines that read well in a notebook and in a terminal."""

from nnlib import progress
from nnlib.exercises import done
from nnlib.exercises.guess import is_good, plain
from nnlib.shown import counted

NOT_HERE = (
    "Progress is kept in your own copies of the lessons, in the folder my_course: open those. "
    "In a terminal, one-neuron does it."
)
NAMES = {"own_data": "Own data", "playground": "Playground"}
LONGEST_BAR = 18
MANY = 3  # wrong answers or hints, after which an exercise is worth another look


def report(kept):
    """Return lines on all lessons: exercises and tasks done, guesses, and what to look at again."""
    entries = _in_order(kept, done.names())
    lines = [_bar(lesson, entries) for lesson in done.LESSONS]
    guesses = kept["guesses"].values()
    if guesses:
        right = sum(is_good(*each) for each in guesses)
        lines += ["", f"Guesses: {right} of {len(guesses)} came out as guessed."]
    return lines + _written(entries, _in_full) + _to_look_at_again(entries, _in_full)


def report_on(lesson, about, kept):
    """Return lines on one lesson, and on its guesses: those that came out so, then the others."""
    mine = _in_order(kept, done.names_of(lesson))
    lines = [_bar(lesson, mine)]
    guesses = [(each, *kept["guesses"][each]) for each in about if each in kept["guesses"]]
    right = [each for each in guesses if is_good(*each[1:])]
    others = [each for each in guesses if each not in right]
    lines += _list(
        "It came out as you guessed", [f"{what}: {plain(value)}" for what, value, _ in right]
    )
    lines += _list(
        "It came out otherwise",
        [f"{what}: {plain(outcome, 7)}; you guessed {plain(value)}"
         for what, value, outcome in others],
    )  # fmt: skip
    open_ones = len(about) - len(guesses)
    if open_ones:
        lines += ["", f"Guesses still to make: {open_ones} of {len(about)}."]
    return lines + _written(mine, done.number_of) + _to_look_at_again(mine, done.number_of)


def title_of(lesson):
    """Return what a lesson is called: ``"lesson1"`` is ``"Lesson 1"``."""
    return NAMES.get(lesson, lesson.replace("lesson", "Lesson "))


def _in_order(kept, names):
    """Return what is kept of some exercises, in their order, by their names."""
    entries = progress.entries(kept, done.names())
    return {name: entries[name] for name in names if name in entries}


def _in_full(name):
    return f"{title_of(name.partition('.')[0])}, {done.number_of(name)}"


def _bar(lesson, entries):
    names = done.names_of(lesson)
    right = done.how_many_right(names, entries)
    bar = f"[{'#' * right}{'.' * (len(names) - right)}]"
    return f"{title_of(lesson):<11} {bar:<{LONGEST_BAR}} {done.how_much(lesson, entries)}"


def _written(entries, title):
    """Return lines on the sentences that somebody wrote, by a function that names an exercise."""
    wrote = {name: progress.own_words(each.get("wrote", "")) for name, each in entries.items()}
    return _list("You wrote", [f"{title(name)}: {text}" for name, text in wrote.items() if text])


def _to_look_at_again(entries, title):
    """Return lines on exercises that are not right yet, or came hard."""
    lines = []
    for name, each in entries.items():
        wrong = sum(each["said"].values())
        if not each["right"]:
            lines.append(f"{title(name)}: not right yet")
        elif wrong >= MANY or each["hints"] >= MANY:
            tries = f"{counted(wrong, 'other answer')} and {counted(each['hints'], 'hint')}"
            lines.append(f"{title(name)}: right, after {tries}")
    return _list("To look at again", lines)


def _list(heading, lines):
    return ["", f"{heading}:", *(f"- {line}" for line in lines)] if lines else []
