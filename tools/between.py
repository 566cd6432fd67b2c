"""Parts of a page that a tool writes: they stand between two comments that nobody sees."""

import re


def put_between(page, name, content):
    """Return a page with `content` between the comments ``name`` and ``end of name``.

    What stood there before is replaced.
    """
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"The page must have the lines {begin.strip()} and {end} once each.")
    head, _, rest = page.partition(begin)
    return f"{head}{begin}{content}{end}{rest.partition(end)[2]}"


def names_between(page, kind):
    """Return what follows `kind` in the names of all such parts of a page."""
    return re.findall(rf"^<!-- {kind} (\S+) -->$", page, flags=re.M)
