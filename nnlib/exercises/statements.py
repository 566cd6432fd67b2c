"""Which names a piece of a notebook needs, and which it makes."""

import ast
import symtable


def names(statements):
    """Return the names that statements read before they bind them, and those that they bind."""
    read, bound = set(), set()
    for statement in statements:
        reads, binds = names_of(statement)
        read |= reads - bound - (binds if hasattr(statement, "body") else set())
        bound |= binds
    return read, bound


def names_of(statement):
    """Return the names that a statement reads, also inside functions, and those that it binds."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    binds = {
        each.get_name() for each in table.get_symbols() if each.is_assigned() or each.is_imported()
    }
    return _read(table) | _changed(statement), binds


def _changed(statement):
    """Return the names that a statement changes or deletes, for which it needs them."""
    if isinstance(statement, ast.AugAssign):
        targets = [statement.target]
    else:
        targets = statement.targets if isinstance(statement, ast.Delete) else []
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _read(table):
    """Return the names that a piece of code, functions in it included, takes from outside."""
    at_the_top = table.get_type() == "module"
    names = {
        each.get_name()
        for each in table.get_symbols()
        if each.is_referenced() and (at_the_top or each.is_global())
    }
    return names.union(*map(_read, table.get_children()))
