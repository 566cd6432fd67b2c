"""A table of a class: pupils by exercises, with the commonest mistakes."""

from collections import Counter
from html import escape

from nnlib import files, progress
from nnlib.course import handed_in
from nnlib.course.report import title_of
from nnlib.exercises import done

CSV, PAGE = "one_neuron_class.csv", "one_neuron_class.html"
SIGNS = {"right": "+", "tried": "-", "": "."}
LEGEND = "+ right, - tried, . not yet"
MOST_MISTAKES = 10
LONGEST_NAME = 30
HTML = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>One neuron at a time: a class</title>
<style>table {{border-collapse: collapse}} td {{border: 1px solid; padding: 0.2em}}</style>
<h1>One neuron at a time: a class</h1>
<table>
{rows}</table>
<h2>The commonest mistakes</h2>
<ul>
{mistakes}</ul>
<h2>What could not be read</h2>
<ul>
{problems}</ul>
</html>
"""


class Class:
    """What the pupils of a class have done.

    Parameters
    ----------
    folder : Path
        With a folder or a .zip archive for each of them, whose name is theirs.
    """

    def __init__(self, folder):
        folder = files.checked_folder(folder)
        found = [path for path in sorted(folder.iterdir())
                 if handed_in.is_somebodys(path.name) and path.name not in (CSV, PAGE)]  # fmt: skip
        paths = [path for path in found if _is_a_pupils(path)]
        if not paths:
            raise FileNotFoundError(
                f"{printable(folder)} holds no pupils: put a folder or a .zip of each in there."
            )
        self._names = done.names()
        self._others = [printable(path.name) for path in found if path not in paths]
        self._works = [(printable(path.stem if path.is_file() else path.name), handed_in.read(path))
                       for path in paths]  # fmt: skip

    def states(self):
        """Yield each pupil's name, and ``"right"``, ``"tried"`` or ``""`` for each exercise."""
        for pupil, work in self._works:
            entries = progress.entries({"exercises": work.exercises}, self._names)
            yield pupil, [_state(entries.get(name)) for name in self._names]

    def mistakes(self):
        """Return the commonest: (exercise, what was said, how many pupils)."""
        counted = Counter()
        for _, work in self._works:
            entries = progress.entries({"exercises": work.exercises}, self._names)
            counted.update((name, said) for name, each in entries.items() for said in each["said"])
        return [(name, printable(said), count)
                for (name, said), count in counted.most_common(MOST_MISTAKES)]  # fmt: skip

    def problems(self):
        """Return sentences on what could not be read."""
        others = [f"{name}: It is neither a folder nor a .zip archive." for name in self._others]
        return others + [f"{pupil}: {printable(problem)}"
                         for pupil, work in self._works for problem in work.problems]  # fmt: skip

    def text(self):
        """Return the table for the screen: a sign for each exercise, a block for each lesson."""
        heads = [title_of(lesson) for lesson in done.LESSONS]
        sizes = [len(done.names_of(lesson)) for lesson in done.LESSONS]
        widths = [max(size, len(head)) for size, head in zip(sizes, heads, strict=True)]
        rows = [["", *heads]]
        for pupil, states in self.states():
            signs = "".join(SIGNS[state] for state in states)
            ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
            blocks = [signs[end - size : end] for end, size in zip(ends, sizes, strict=True)]
            rows.append([pupil[:LONGEST_NAME], *blocks])
        widths = [max(len(row[0]) for row in rows), *widths]
        lines = ["  ".join(map(str.ljust, row, widths)) for row in rows]
        lines += ["", LEGEND]
        for heading, found in (
            ("The commonest mistakes", map(_told, self.mistakes())),
            ("What could not be read", self.problems()),
        ):
            sentences = [f"- {each}" for each in found]
            lines += ["", f"{heading}:", *sentences] if sentences else []
        return "\n".join(line.rstrip() for line in lines)

    def csv(self):
        """Return the table for a spreadsheet, in which no cell is a formula."""
        rows = ([pupil, *states] for pupil, states in self.states())
        return files.as_csv([["pupil", *self._names], *rows])

    def page(self):
        """Return the table as a page."""
        rows = [["pupil", *self._names], *([pupil, *states] for pupil, states in self.states())]
        return HTML.format(
            rows="".join(
                f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows
            ),
            mistakes=_items(map(_told, self.mistakes())),
            problems=_items(self.problems()),
        )

    def write(self, folder):
        """Write the table for a spreadsheet and as a page; return their paths."""
        contents = {
            folder / CSV: self.csv().encode("utf-8-sig"),  # or Excel would not know the letters
            folder / PAGE: self.page().encode(),
        }
        files.write_whole(contents)
        return list(contents)


def _is_a_pupils(path):
    is_one = path.is_dir() or path.suffix.lower() == ".zip"
    return is_one and not path.is_symlink()


def printable(text):
    """Return text in one line, without what would steer a terminal or change how it reads."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(text))


def _state(entry):
    if entry is None or not (entry["right"] or entry["tries"]):
        return ""
    return "right" if entry["right"] else "tried"


def _told(mistake):
    name, said, pupils = mistake
    return f"{name}: {said} ({pupils} {'pupil' if pupils == 1 else 'pupils'})"


def _items(sentences):
    return "".join(f"<li>{escape(each)}</li>\n" for each in sentences)
