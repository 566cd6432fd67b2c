"""Write into the README the badges that open lesson 1 on Binder and on Colab.

And into every notebook the address of the wheel, for whoever has the notebook alone. Both need to
know where the course is published: ``https://github.com/<owner>/<name>``.
"""

import argparse
import re
import sys
import tomllib

import nbformat

from nnlib.files import write_whole
from tools.between import put_between
from tools.save_notebooks import NOTEBOOKS, as_bytes

README = NOTEBOOKS.parent / "README.md"
LESSON = "notebooks/01_single_neuron.ipynb"
COPY = "my_course/01_single_neuron.ipynb"  # which binder/postBuild makes
ADDRESS = re.compile(r"https://github\.com/(?P<place>[\w-]+/[\w.-]+)", flags=re.ASCII)
BADGES = """
[![Open lesson 1 on Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/{copy})
[![Open lesson 1 in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/{place}/blob/main/{lesson})

Both open lesson 1 without installing anything. Binder has all of the course, and forgets your \
work when you leave: take it with you, as below. Starting it can take some minutes. \
Colab lacks `nnlib`: add a cell at the top, and run it first.

```
%pip install git+{address}
```

The moving pictures and the explorer are made for JupyterLab, and in Colab they may stay empty.

"""

PROJECT = tomllib.loads((README.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = PROJECT["version"]
WHEEL = f"{PROJECT['name'].replace('-', '_')}-{VERSION}-py3-none-any.whl"
BESIDE = f"""\
Put the file `{WHEEL}` next to this notebook (you get it where you got the notebook), and run this \
in a cell of its own:

"""
PUBLISHED = "Run this in a cell of its own:\n\n"
INSTALLED = "```\n%pip install {wheel}\n```\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the course is published")
    address = parser.parse_args().address
    try:
        page = with_badges(README.read_text(encoding="utf-8"), address)
    except ValueError as error:
        sys.exit(str(error))
    write_whole({README: page.encode()})
    print(f"wrote the badges for {address} into {README.name}")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        (cell,) = (cell for cell in notebook.cells if cell.id == "package")
        cell.source = with_wheel(cell.source, f"{address}/releases/download/v{VERSION}/")
        write_whole({path: as_bytes(notebook)})
    print(f"wrote the wheel's address into the notebooks; attach {WHEEL} to release v{VERSION}")


def with_badges(page, address):
    """Return the README with badges for a published course."""
    found = ADDRESS.fullmatch(address)
    if found is None or address.endswith(".git"):
        raise ValueError(
            f"The address {address!r} is not of the form https://github.com/<owner>/<name>: "
            "give it as in make badges REPOSITORY=https://github.com/owner/name."
        )
    badges = BADGES.format(place=found["place"], lesson=LESSON, copy=COPY, address=address)
    return put_between(page, "badges", badges)


def with_wheel(text, folder=""):
    """Return a notebook's words on the missing package, whose wheel is in `folder` or beside it."""
    words = PUBLISHED if folder else BESIDE
    return put_between(text, "wheel", words + INSTALLED.format(wheel=folder + WHEEL))


if __name__ == "__main__":
    main()
