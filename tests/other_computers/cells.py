"""Which cells of a notebook need which."""

import dis
import inspect


def names(code):
    """Return the names that code makes, and those that it uses before, also inside functions."""
    made, used = set(), set()
    for each in dis.get_instructions(code):
        if each.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
            used |= {each.argval} - made
        elif each.opname == "STORE_NAME":
            made.add(each.argval)
        elif inspect.iscode(each.argval):
            used |= names(each.argval)[1] - made
    return made, used


def dependencies(cells):
    """Return for every cell the places of those before it that made what it uses."""
    maker, found = {}, []
    for place, cell in enumerate(cells):
        made, used = names(cell.source)
        found.append({maker[name] for name in used & set(maker)})
        maker |= dict.fromkeys(made, place)
    return found


def with_what_they_need(cells, wanted):
    """Return the cells at the wanted places, and those that they depend on, in order."""
    needs = dependencies(cells)
    kept, asked = set(), set(wanted)
    while asked:
        kept |= asked
        asked = set().union(*(needs[place] for place in asked)) - kept
    return [cells[place] for place in sorted(kept)]
