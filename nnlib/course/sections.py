"""The cells with which a section of a copy begins, so that one can go on there on another day.

A kernel that was started anew has no variables. So every section that needs some begins with a
cell that makes them: those statements of earlier cells on which the section depends, and no
others. They are found in the lesson's own code, so that nobody has to keep a list of them.
"""

import ast
import textwrap
from typing import NamedTuple

from nnlib.exercises.statements import names, names_of

HEADING = "## "
BEGIN_HERE = "# On another day begin here: this brings what the section needs from those above it."
# Methods that change their object, and functions that change what they get first.
CHANGING = {"append", "build", "clear_session", "compile", "compute_in", "fit", "train"}
CHANGING |= {"set_random_seed", "set_weights"}


class Statement(NamedTuple):
    """A statement of a lesson: its code, and the names that it reads, makes and changes."""

    code: str
    node: ast.stmt
    reads: set
    makes: set
    changes: set

    @property
    def imports(self):
        """Whether it is an import."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)


def opening_cells(cells):
    """Return for the place of a section's heading the codes of the cells that open the section.

    The first section needs none: the lesson's first cells stand above it.

    Parameters
    ----------
    cells : list of (bool, str)
        Of a lesson: whether it is code, and its source.
    """
    starts = [place for place, (code, source) in enumerate(cells)
              if not code and source.startswith(HEADING)]  # fmt: skip
    before = _statements(cells[: starts[0]]) if starts else []
    switches = _switches(before)
    opened, number = {}, 0
    for begin, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        section = _statements(cells[begin:end])
        wanted, _ = names([each.node for each in section])
        needed = _needed(before, wanted)
        if begin != starts[0] and needed:
            number += not all(each.imports for each in needed)
            opened[begin] = [*switches, _code(needed, wanted, number)]
        before += section
    return opened


def _statements(cells):
    """Return the statements of cells in order."""
    found = []
    for code, source in cells:
        if code:
            lines = source.split("\n")
            for node in ast.parse(source).body:
                own = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                found.append(Statement(own, node, *names_of(node), _changed(node)))
    return found


def _changed(node):
    """Return the names of the objects that a statement changes without binding the name."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and _last_word(part.func) in CHANGING:
            is_method = isinstance(part.func, ast.Attribute)
            found |= {_root(each) for each in ([part.func] if is_method else part.args[:1])}
        elif isinstance(part, ast.Subscript | ast.Attribute) and isinstance(part.ctx, ast.Store):
            found.add(_root(part))
    return found - {None}


def _last_word(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _root(node):
    """Return the name that ``name.part[0].other`` begins with, or ``None``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _needed(statements, wanted):
    """Return those statements on which the wanted names depend, by looking from the end."""
    needed, wanted = [], set(wanted)
    for each in reversed(statements):
        if wanted & (each.makes | each.changes):
            needed.append(each)
            is_one_of_many = hasattr(each.node, "body") and not _is_definition(each.node)
            wanted -= set() if is_one_of_many else each.makes
            wanted |= each.reads | (each.makes if is_one_of_many else set())
    return needed[::-1]


def _is_definition(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _switches(statements):
    """Return as cells the calls in a lesson's first cells that change how later cells run.

    Those are the calls without arguments; the others show something, such as an explorer.
    """
    found = []
    for place, each in enumerate(statements):
        call = getattr(each.node, "value", None)
        if isinstance(each.node, ast.Expr) and isinstance(call, ast.Call) and not _arguments(call):
            lines = [part.code for part in [*_needed(statements[:place], each.reads), each]]
            code = textwrap.indent("\n".join(lines), " " * 4)
            # Only in a kernel that was started anew.
            found.append(f'if "{min(each.reads)}" not in globals():\n{code}')
    return found


def _arguments(call):
    return [*call.args, *call.keywords]


def _code(needed, wanted, number):
    """Return the code of a cell: imports first; the rest runs only where it is needed."""
    imports = dict.fromkeys(each.code for each in needed if each.imports)
    rest = [each for each in needed if not each.imports]
    if not rest:
        return "\n".join([BEGIN_HERE, *imports])
    made = sorted(set().union(*(each.makes for each in rest)) & wanted)
    changed = set().union(*(each.changes | each.makes for each in rest))
    lines = "\n".join(map(_as_it_is_needed, rest))
    return (
        "\n".join([BEGIN_HERE, *imports, "from nnlib import course"])
        + f'\n\nif course.begins_here({number}, globals(), "{" ".join(made or sorted(changed))}"):'
        + f"\n    with course.quietly():\n{textwrap.indent(lines, ' ' * 8)}"
    )


def _as_it_is_needed(statement):
    """Return the code of a statement; an answer that the learner has given already stays."""
    node = statement.node
    if isinstance(node, ast.Assign) and ast.unparse(node.value) == "...":
        (target,) = node.targets
        return f'{target.id} = globals().get("{target.id}", ...)'
    if _is_definition(node) and _has_dots(node):
        code = textwrap.indent(statement.code, " " * 4)
        return f'if "{node.name}" not in globals():\n{code}'
    return statement.code


def _has_dots(node):
    """Return whether dots wait for the learner's code."""
    return any(isinstance(part, ast.Constant) and part.value is ... for part in ast.walk(node))
