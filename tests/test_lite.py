"""The course's site is made of what was tested: its parts are pinned, and compared with that."""

import gzip
import hashlib
import json
import re
import tarfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tools import make_lite, pyodide, python_files, wheel
from tools.serve_lite import serving

ROOT = Path(__file__).parent.parent


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def package(name, depends=()):
    return {
        "name": name,
        "file_name": f"{name}.whl",
        "sha256": sha256(name.encode()),
        "depends": list(depends),
    }


@pytest.fixture
def distribution(tmp_path):
    """Return the folder of a small Pyodide, and its pins."""
    folder = tmp_path / "given"
    folder.mkdir()
    names = {"numpy": [], "Matplotlib": ["numpy", "pillow"], "pillow": [], "scipy": ["numpy"]}
    lock = {"info": {"python": "3.14"}, "packages": {n: package(n, d) for n, d in names.items()}}
    files = {f"{name}.whl": name.encode() for name in names}
    files |= {"pyodide.mjs": b"core", pyodide.LOCK: json.dumps(lock).encode()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    core = ("pyodide.mjs", pyodide.LOCK)
    return folder, {"version": "1", "sha256": {name: sha256(files[name]) for name in core}}


def test_only_what_is_needed_is_copied(distribution, tmp_path):
    folder, pins = distribution
    target = tmp_path / "site"
    target.mkdir()
    lock = pyodide.copy(folder, target, {"matplotlib"}, pins)
    assert list(lock["packages"]) == ["matplotlib", "numpy", "pillow"]
    assert {path.name for path in target.iterdir()} == {
        *("Matplotlib.whl", "numpy.whl", "pillow.whl", "pyodide.mjs")
    }


@pytest.mark.parametrize("name", ["pyodide.mjs", "pillow.whl"])
def test_a_file_that_is_another_is_refused(distribution, tmp_path, name):
    folder, pins = distribution
    (folder / name).write_bytes(b"another")
    with pytest.raises(SystemExit, match=f"{name} is not the file that was tested with the course"):
        pyodide.copy(folder, tmp_path, {"matplotlib"}, pins)


def test_a_file_that_is_missing_is_named(distribution, tmp_path):
    folder, pins = distribution
    (folder / "pillow.whl").unlink()
    with pytest.raises(SystemExit, match=r"pillow\.whl is missing"):
        pyodide.copy(folder, tmp_path, {"matplotlib"}, pins)


def test_a_package_that_pyodide_has_not_is_named(distribution, tmp_path):
    folder, pins = distribution
    with pytest.raises(SystemExit, match=r"Pyodide has no package pandas, which nnlib needs"):
        pyodide.copy(folder, tmp_path, {"pandas"}, pins)


@pytest.fixture
def release(distribution, tmp_path):
    """Return pins with the address of an archive of that Pyodide."""
    folder, pins = distribution
    archive = tmp_path / "pyodide.tar.bz2"
    with tarfile.open(archive, mode="w:bz2") as file:
        file.add(folder, "pyodide")
    return pins | {"address": archive.as_uri()}


def test_it_is_downloaded_once(release, tmp_path, capsys):
    folder = tmp_path / "pyodide-1"
    assert pyodide.downloaded(release, folder) == folder
    assert (folder / "pillow.whl").read_bytes() == b"pillow"
    assert "bringing Pyodide 1 from file:" in capsys.readouterr().out
    Path(urllib.request.url2pathname(release["address"].removeprefix("file:"))).unlink()
    assert pyodide.downloaded(release, folder) == folder


def test_another_release_is_refused_and_not_kept(release, tmp_path):
    folder = tmp_path / "pyodide-1"
    release["sha256"][pyodide.LOCK] = sha256(b"another")
    with pytest.raises(SystemExit, match="is not the file that was tested with the course"):
        pyodide.downloaded(release, folder)
    assert not folder.exists()


def test_without_a_network_it_says_what_to_do(release, tmp_path):
    release["address"] = (tmp_path / "nothing").as_uri()
    with pytest.raises(SystemExit, match=r"could not be brought.*PYODIDE_DIR=folder make lite"):
        pyodide.downloaded(release, tmp_path / "pyodide-1")


def test_a_given_folder_goes_before_a_download(tmp_path, monkeypatch):
    monkeypatch.delenv(pyodide.VARIABLE, raising=False)
    assert pyodide.given_folder() is None
    assert not pyodide.is_at_hand(tmp_path)
    monkeypatch.setenv(pyodide.VARIABLE, str(tmp_path))
    assert pyodide.given_folder() == tmp_path.resolve()
    assert pyodide.is_at_hand(tmp_path)


def test_every_version_is_pinned_and_every_file_of_python_has_its_sha256():
    versions = make_lite.VERSIONS
    for requirement in versions["build"]["packages"] + versions["browser"]["packages"]:
        assert re.fullmatch(r"[\w.-]+(\[\w+\])?==[\d.]+", requirement)
    pins = versions["pyodide"]
    assert f"/{pins['version']}/pyodide-{pins['version']}.tar.bz2" in pins["address"]
    assert pins["address"].startswith("https://github.com/pyodide/pyodide/releases/download/")
    assert set(pins["sha256"]) == {
        *(pyodide.LOCK, "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip")
    }


def test_the_widgets_are_within_the_courses_bounds():
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = dict(each.split("==") for each in make_lite.VERSIONS["browser"]["packages"])
    bounds = {each.name: each.specifier for each in map(Requirement, project["dependencies"])}
    assert {"ipywidgets", "ipyevents", "anywidget"} <= set(pinned) & set(bounds)
    assert all(pinned[name] in bounds[name] for name in set(pinned) & set(bounds))


@pytest.fixture
def some_wheel(tmp_path):
    wheel = tmp_path / "some_thing-1.2-py3-none-any.whl"
    about = (
        "Name: Some_Thing\nVersion: 1.2\nRequires-Dist: numpy>=2\n"
        "Requires-Dist: widgetsnbextension~=4.0\nRequires-Dist: pytest; extra == 'test'\n"
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("thing/__init__.py", "1")
        archive.writestr("thing/types.pyi", "")
        archive.writestr("thing/tests/test_it.py", "")
        archive.writestr("some_thing-1.2.data/data/page.js", "")
        archive.writestr("some_thing-1.2.dist-info/METADATA", about)
    return wheel


def test_a_wheels_package_has_a_name_and_needs_others(some_wheel):
    assert python_files.name_and_needs(some_wheel) == ("some-thing", {"numpy"})


def test_what_never_runs_is_left_out(some_wheel):
    assert list(python_files.files_of([some_wheel])) == [
        *("thing/__init__.py", "some_thing-1.2.dist-info/METADATA")
    ]


def test_what_is_packed_is_listed_in_its_order():
    listed, archive = python_files.packed({"b": b"22", "a": b"1", "c": b""}, "/lib/")
    assert listed == [("/lib/a", 1), ("/lib/b", 2), ("/lib/c", 0)]
    assert gzip.decompress(archive) == b"122"


def test_python_is_named_by_its_content_and_the_settings_say_so(tmp_path):
    folder = tmp_path / make_lite.LAID_OUT
    folder.mkdir(parents=True)
    (folder / "packages-0.bin").write_bytes(b"1")
    settings = tmp_path / "jupyter-lite.json"
    settings.write_text('"./static/pyodide/pyodide.mjs"', encoding="utf-8")
    make_lite.name_by_its_content(tmp_path)
    (named,) = tmp_path.glob("static/python-*")
    begins = f'"./{named.relative_to(tmp_path).as_posix()}/{python_files.START}"'
    assert settings.read_text(encoding="utf-8") == begins


def test_an_archive_is_renewed_whole_and_the_same_each_time(tmp_path):
    made = []
    for name in ("one.zip", "two.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a/b.py", "1")
            archive.writestr("a/c.txt", "2")
        python_files.renew(tmp_path / name, {"/lib.zip/a/b.pyc": b"code"}, "/lib.zip/")
        made.append((tmp_path / name).read_bytes())
        with zipfile.ZipFile(tmp_path / name) as archive:
            assert {each: archive.read(each) for each in archive.namelist()} == {
                "a/c.txt": b"2",
                "a/b.pyc": b"code",
            }
    assert made[0] == made[1]  # a browser keeps Python by its content


def test_what_was_compiled_takes_the_place_of_its_source_or_stands_beside_it():
    files = {"thing/a.py": b"a", "thing/b.py": b"b", "nnlib/a.py": b"a"}
    cache = "nnlib/__pycache__/a.cpython-314.pyc"
    compiled = {"/lib/thing/a.pyc": b"code", f"/lib/{cache}": b"code", "/lib.zip/b.pyc": b"code"}
    python_files.put_compiled(files, compiled, "/lib/")
    assert files == {
        "thing/a.pyc": b"code",
        "thing/b.py": b"b",
        "nnlib/a.py": b"a",
        cache: b"code",
    }


def test_the_site_is_made_anew_when_anything_changes(tmp_path, monkeypatch):
    for module in (make_lite, wheel):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for name in make_lite.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    first = make_lite.hash_of_inputs(None)
    assert make_lite.hash_of_inputs(None) == first
    (tmp_path / "notebooks").unlink()
    (tmp_path / "notebooks/my_files").mkdir(parents=True)
    (tmp_path / "notebooks/my_files/made").write_text("by running it", encoding="utf-8")
    without = make_lite.hash_of_inputs(None)
    assert without != first
    (tmp_path / "notebooks/new").write_text("a lesson", encoding="utf-8")
    assert make_lite.hash_of_inputs(None) not in (first, without)


def test_it_is_served_under_a_part_of_an_address_alone(tmp_path):
    (tmp_path / "page.mjs").write_text("export {}", encoding="utf-8")
    with serving(tmp_path, under="/some/where/") as address:
        with urllib.request.urlopen(f"{address}page.mjs", timeout=5) as answer:
            assert answer.read() == b"export {}"
            assert answer.headers["Content-Type"] == "text/javascript"
        host = address.removesuffix("/some/where/")
        for elsewhere in ("/page.mjs", "/some/page.mjs"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{host}{elsewhere}", timeout=5)


def test_nothing_in_the_sites_settings_leads_elsewhere():
    for path in (ROOT / "tools" / "lite").glob("*.*"):
        for address in re.findall(r"https?://[^\s\"]+", path.read_text(encoding="utf-8")):
            assert (path.name, address) == (
                *("versions.toml", make_lite.VERSIONS["pyodide"]["address"]),
            )
