"""Which exercises of the course there are, and how many of a lesson's are done."""

import importlib

from nnlib import progress

LESSONS = ("lesson1", "lesson2", "lesson3", "lesson4", "lesson5", "own_data", "playground")


def names_of(lesson):
    """Return the names of a lesson's exercises, in its order; its tasks in explorers come last."""
    module = importlib.import_module(f"nnlib.exercises.{lesson}")
    return [each.name for each in [*module.EXERCISES, *getattr(module, "TASKS", ())]]


def names():
    """Return the names of all exercises."""
    return [name for lesson in LESSONS for name in names_of(lesson)]


def keep_check(name, right, message, wrote=""):
    """Keep the answer to an attempt; return how many of the lesson's exercises are done.

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
    """Say how many of a lesson's exercises are done; nothing of a lesson that the course lacks."""
    if lesson not in LESSONS:
        return ""
    entries = progress.entries(kept, names())
    wanted = names_of(lesson)
    right = sum(entries[name]["right"] for name in wanted if name in entries)
    return f"{right} of {len(wanted)} exercises done."
