"""Which exercises and tasks of the course there are, and how many of a lesson's are done."""

import importlib

from nnlib import progress

LESSONS = ("lesson1", "lesson2", "lesson3", "lesson4", "lesson5", "own_data", "playground")


def kinds_of(lesson):
    """Return the names of a lesson's exercises, and of its tasks in explorers, each in its order.

    Returns
    -------
    dict of str to list of str
        For ``"exercises"`` and for ``"tasks"``.
    """
    module = importlib.import_module(f"nnlib.exercises.{lesson}")
    kinds = {"exercises": module.EXERCISES, "tasks": getattr(module, "TASKS", ())}
    return {kind: [each.name for each in those] for kind, those in kinds.items()}


def names_of(lesson):
    """Return the names of a lesson's exercises, in its order; its tasks in explorers come last."""
    return [name for names in kinds_of(lesson).values() for name in names]


def number_of(name):
    """Return what its lesson calls an exercise or a task, such as ``"exercise 3"``."""
    kinds = kinds_of(name.partition(".")[0])
    kind = next(kind for kind, names in kinds.items() if name in names)
    return f"{kind.removesuffix('s')} {kinds[kind].index(name) + 1}"


def names():
    """Return the names of all exercises and tasks."""
    return [name for lesson in LESSONS for name in names_of(lesson)]


def keep_check(name, right, message, wrote=""):
    """Keep the answer to an attempt; return how much of the lesson is done.

    `wrote` is a sentence of the learner's own, where one was asked for. Outside of a learner's
    folder nothing is kept, and nothing is said.
    """
    kept, problem = progress.keep_check(name, right, message, wrote)
    if kept is None:
        return problem
    return "\n".join(filter(None, [how_many(kept, name.partition(".")[0]), problem]))


def keep_task(name):
    """Keep that a task in an explorer is done; return a sentence if that was not possible."""
    return progress.keep_check(name, True, "")[1]


def is_done(name):
    """Return whether an exercise was right before; not where nothing of that is kept."""
    kept = progress.present()
    entry = progress.entries(kept, names()).get(name) if kept["exercises"] else None
    return entry is not None and entry["right"]


def keep_hint(name):
    """Keep that a hint was given; return a sentence if that was not possible."""
    return progress.keep_hint(name)[1]


def how_many(kept, lesson):
    """Say how much of a lesson is done; nothing of a lesson that the course lacks."""
    if lesson not in LESSONS:
        return ""
    return f"{how_much(lesson, progress.entries(kept, names()))} done."


def how_much(lesson, entries):
    """Return how much of a lesson is done, such as ``3 of 8 exercises and 1 of 3 tasks``."""
    kinds = kinds_of(lesson)
    return in_words(kinds, {kind: how_many_right(those, entries) for kind, those in kinds.items()})


def in_words(kinds, right=None):
    """Return how many exercises and tasks there are, such as ``8 exercises and 3 tasks``.

    Parameters
    ----------
    kinds : dict of str to list of str
        Their names, as ``kinds_of`` returns them.
    right : dict of str to object, optional
        How many of each kind are right; it is then ``3 of 8 exercises and 1 of 3 tasks``.
    """
    return " and ".join(
        f"{'' if right is None else f'{right[kind]} of '}{len(names)} {kind}"
        for kind, names in kinds.items()
        if names
    )


def how_many_right(names, entries):
    """Return how many of some exercises are right."""
    return sum(entries[name]["right"] for name in names if name in entries)
