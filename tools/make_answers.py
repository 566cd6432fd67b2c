"""Make the answer key of every notebook, out of its exercises and their own solutions."""

import importlib
import re
from itertools import pairwise

import nbformat

from tools.make_slides import title
from tools.save_notebooks import NOTEBOOKS

BUILD = NOTEBOOKS.parent / "build" / "answers"
STATEMENT = re.compile(r"\*\*(Exercise \d+) [^ ]+\*\* ")  # number and stars
CHECK = re.compile(r"^(lesson\d+|playground)\.(\w+)\.check\(", flags=re.M)
ANSWER = """## {number}

{statement}

**Solution**

```python
{exercise.code}
```

{exercise.because}
"""


def main():
    BUILD.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        made = BUILD / f"{path.stem}.md"
        made.write_text(answers(nbformat.read(path, as_version=4)), encoding="utf-8")
        print(f"made {made.relative_to(NOTEBOOKS.parent)}")


def answers(notebook):
    """Return the answer key of a notebook, as Markdown."""
    parts = [f"# Answers: {title(notebook)}\n"]
    for words, code in pairwise(notebook.cells):
        stated, checked = STATEMENT.match(words.source), CHECK.search(code.source)
        if stated and checked:
            exercise = getattr(importlib.import_module(f"nnlib.exercises.{checked[1]}"), checked[2])
            statement = words.source[stated.end() :]
            parts.append(ANSWER.format(number=stated[1], statement=statement, exercise=exercise))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
