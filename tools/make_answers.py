"""Make the answer key of every notebook, out of its exercises, its tasks, and their solutions."""

import importlib
import re
from itertools import pairwise

from tools.make_slides import title
from tools.to_html import filled, write_pages

STATEMENT = re.compile(r"### (Exercise \d+) \S+\n\n")
CHECK = re.compile(r"^(lesson\d+|own_data|playground)\.(\w+)\.check\(", flags=re.M)
ANSWER = """## {number}

{statement}

**Solution**

```python
{exercise.code}
```

{exercise.because}
"""
TASK = """### A task in an explorer

{task.words}

A line of settings that does it, once it is trained{then}: `{task.solution}`
"""


def main():
    write_pages("answers", key)


def key(notebook):
    """Return the page with the answer key of a notebook."""
    return filled("key.html.j2", title=f"Answers: {title(notebook)}", key=answers(notebook))


def answers(notebook):
    """Return the answer key of a notebook, as Markdown."""
    parts, tasks = [f"# Answers: {title(notebook)}\n"], []
    for words, code in pairwise(notebook.cells):
        stated, checked = STATEMENT.match(words.source), CHECK.search(code.source)
        if stated and checked:
            lesson = importlib.import_module(f"nnlib.exercises.{checked[1]}")
            exercise, tasks = getattr(lesson, checked[2]), getattr(lesson, "TASKS", [])
            statement = words.source[stated.end() :]
            parts.append(ANSWER.format(number=stated[1], statement=statement, exercise=exercise))
    return "\n".join([*parts, *(TASK.format(task=task, then=_then(task)) for task in tasks)])


def _then(task):
    return "".join(f", with {name} {value}" for name, value in task.then.items())


if __name__ == "__main__":
    main()
