"""The package reads downwards: a module imports only what stands before it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nnlib

PACKAGE = Path(nnlib.__file__).parent


def order_in(folder):
    """Return the modules of a package in the order of the table in its docstring."""
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    return re.findall(r"^(\w+) {2,}\S", ast.get_docstring(tree), flags=re.M)


ORDER = order_in(PACKAGE)
NUMPY = {"numpy"}
MATPLOTLIB = NUMPY | {"matplotlib", "contourpy", "PIL"}
FRAMEWORKS = {"keras", "tensorflow", "jax", "threadpoolctl"}
WIDGETS = MATPLOTLIB | {"IPython", "ipywidgets", "ipyevents", "anywidget", "traitlets"}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def module_of(path):
    """Return the place in the order that a file belongs to: its folder, or itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(path):
    """Yield (package, rest of the dotted name) of every import, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            yield package, rest


def test_the_order_names_every_module():
    assert set(ORDER) == {module_of(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_imports_only_what_stands_before_it(path):
    module = module_of(path)
    allowed = ORDER[: ORDER.index(module)] + ([module] if path.parent != PACKAGE else [])
    for package, rest in imported(path):
        if package == "nnlib":
            assert rest.split(".")[0] in allowed, f"{module} imports nnlib.{rest}"


@pytest.mark.parametrize(
    "package", ["tables", "storage", "problems", "keras_bridge", "pictures", "explorers", "course"]
)
def test_a_file_imports_only_what_stands_above_it_in_its_folder(package):
    folder = PACKAGE / package
    order = order_in(folder)
    assert set(order) == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    for place, name in enumerate(order):
        for top, rest in imported(folder / f"{name}.py"):
            if top == "nnlib" and rest.split(".")[0] == folder.name:
                assert rest.split(".")[1] in order[:place], f"{name} imports {rest}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_the_libraries_that_belong_there(path):
    place = ORDER.index(module_of(path))
    if module_of(path) == "keras_bridge":
        allowed = NUMPY | FRAMEWORKS
    elif path.stem == "workbook":  # which says so where it is not there
        allowed = NUMPY | {"openpyxl"}
    elif path.stem in ("guess", "sentences", "left_out"):  # what IPython shows, and runs
        allowed = NUMPY | {"IPython"}
    elif place < ORDER.index("pictures"):
        allowed = NUMPY
    elif place < ORDER.index("live"):
        allowed = MATPLOTLIB
    else:
        allowed = WIDGETS
    for package, _ in imported(path):
        assert package in allowed | {"nnlib"} | sys.stdlib_module_names, package


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if module_of(path) != "keras_bridge"],
    ids=lambda path: path.stem,
)
def test_only_functions_import_the_bridge_to_keras(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        function.body = [ast.Pass()]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert "keras_bridge" not in ast.unparse(node)


def test_the_package_itself_imports_nothing():
    tree = ast.parse(Path(nnlib.__file__).read_text(encoding="utf-8"))
    assert len(tree.body) == 1


def loaded_by(program):
    """Return which of the libraries that take long a program loads."""
    program = f"import sys\n{program}\nprint({{'ipywidgets', 'matplotlib'}} & set(sys.modules))"
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return ast.literal_eval(run.stdout)


def test_judging_an_answer_loads_no_widgets_and_no_pictures():
    names = [f"nnlib.exercises.{path.stem}" for path in (PACKAGE / "exercises").glob("*.py")]
    assert loaded_by(f"import {', '.join(names)}") == set()


def test_the_first_control_of_the_course_loads_no_matplotlib():
    program = """from nnlib.explorers.by_hand import NeuronByHand
explorer = NeuronByHand("cycling", with_bias=False)
explorer._still().svg()"""
    assert loaded_by(program) == {"ipywidgets"}
