"""Compile what Python imports when it begins, and one package whole. Runs in the browser's Python.

``arguments`` is the name of that package, and those of modules that are imported first or soon.
Every file is written to ``/compiled``: those of that package as a cache of theirs, so that their
source can be looked at, any other to take the place of its source.
"""

import importlib
import sys
import zipimport
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import cache_from_source, source_hash
from pathlib import Path

whole, *first = arguments  # noqa: F821
for name in first:
    importlib.import_module(name)
sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # the kernel has taken them
package = Path(importlib.import_module(whole).__file__).parent
imported = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
imported |= {str(path) for path in package.rglob("*.py")}
for path in sorted(path for path in imported if path and path.endswith(".py")):
    archive, _, inside = path.partition(".zip/")
    if inside:
        source = zipimport.zipimporter(f"{archive}.zip").get_data(path)
    elif Path(path).exists():  # some are frozen
        source = Path(path).read_bytes()
    else:
        continue
    is_kept = Path(path).is_relative_to(package)
    target = Path(f"/compiled/{cache_from_source(path) if is_kept else f'{path}c'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    code = compile(source, path, "exec", dont_inherit=True)
    target.write_bytes(_code_to_hash_pyc(code, source_hash(source), checked=False))
