"""What stands around JupyterLite on the course's site: its policy, its links, what is escaped."""

import importlib
import json
import pkgutil
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from bs4 import BeautifulSoup

from nnlib import explorers
from nnlib.course import originals
from nnlib.course.originals import Lesson, as_they_are
from nnlib.exercises import lesson1
from nnlib.explorers import from_line
from nnlib.explorers.base import Explorer
from nnlib.page import CHANNEL
from tools import reading_pages, site_pages
from tools.python_files import OURS, START

ROOT = Path(__file__).parent.parent
LESSONS = as_they_are()
PAGE = """<html><head><title>Else</title><script>console.log("ours & theirs")</script>
<script type="application/json">{}</script><script src="x.js"></script></head>
<body></body></html>"""
HOSTILE = '<script>alert("x")</script> & more'


def rules_of(page):
    """Return the policy of a page by its kinds."""
    meta = BeautifulSoup(page, "html.parser").find("meta", {"http-equiv": True})
    assert meta["http-equiv"] == "Content-Security-Policy"
    return dict(each.split(" ", 1) for each in meta["content"].split("; "))


def test_a_policy_knows_the_scripts_of_a_page_and_no_others():
    page = site_pages.dressed(PAGE)
    allowed = rules_of(page)["script-src"].split()
    assert site_pages.hash_of('console.log("ours & theirs")') in allowed
    assert site_pages.hash_of("{}") not in allowed
    assert "'unsafe-inline'" not in allowed
    # As the standard's own example has it.
    example = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert site_pages.hash_of("alert('Hello, world.');") == example
    assert "<title>One neuron at a time</title>" in page


@pytest.fixture(scope="module")
def landing():
    return site_pages.landing_page(LESSONS, "course.whl")


@pytest.mark.parametrize("kind", ["script-src", "connect-src", "img-src", "worker-src"])
def test_nothing_may_be_loaded_from_elsewhere(landing, kind):
    for rules in (rules_of(landing), rules_of(site_pages.dressed(PAGE)), site_pages.OF_PYTHON):
        assert rules["default-src"] == "'none'"
        kinds = [each for each in rules[kind].split() if not each.startswith("'")]
        assert set(kinds) <= {"data:", "blob:"}


def test_the_landing_page_tells_of_every_lesson(landing):
    soup = BeautifulSoup(landing, "html.parser")
    rows = soup.select("[data-file]")
    assert [row["data-file"] for row in rows] == [lesson.name for lesson in LESSONS]
    for row, lesson in zip(rows, LESSONS, strict=True):
        assert row.h3.contents[0].strip() in lesson.title
        assert lesson.promise in row.get_text()
        assert re.search(r"\d+ minutes", row.h3.get_text())
    told = json.loads(soup.body["data-course"])
    assert [each["file"] for each in told["lessons"]] == [lesson.name for lesson in LESSONS]


def test_the_landing_page_counts_exercises_and_tasks_apart(landing):
    row = BeautifulSoup(landing, "html.parser").find(attrs={"data-file": LESSONS[0].name})
    exercises, tasks = len(lesson1.EXERCISES), len(lesson1.TASKS)
    assert row.find(class_="count").get_text() == f"{exercises} exercises and {tasks} tasks"
    assert int(row.progress["max"]) == exercises + tasks
    first, *_ = json.loads(BeautifulSoup(landing, "html.parser").body["data-course"])["lessons"]
    done = first["progress"].format(exercises=2, tasks=0)
    assert done == f"2 of {exercises} exercises and 0 of {tasks} tasks"


def test_what_a_lesson_says_is_escaped():
    cells = [{"cell_type": "markdown", "id": "a", "source": f"# 1 · {HOSTILE}\n\n{HOSTILE}"}]
    page = site_pages.landing_page([Lesson("1.ipynb", {"cells": cells})], HOSTILE)
    assert "<script>alert" not in page
    assert BeautifulSoup(page, "html.parser").h3.get_text().strip() == HOSTILE


@pytest.mark.parametrize("line", [line for line, _, _ in site_pages.EXPLORERS])
def test_every_explorer_of_the_landing_page_can_be_opened(line):
    explorer = from_line.explorer_of(line)
    assert explorer.settings == line
    explorer.close()


def test_every_explorer_can_be_opened_by_its_line():
    for file in pkgutil.iter_modules(explorers.__path__):
        importlib.import_module(f"nnlib.explorers.{file.name}")
    kinds = [Explorer]
    for kind in kinds:
        kinds += kind.__subclasses__()
    ours = {each for each in kinds if each.__module__.startswith("nnlib.")}
    ours = {each for each in ours if each.problem and not each.__subclasses__()}
    assert set(from_line.KINDS) == ours


@pytest.mark.parametrize(
    "line", ["", "gates", "gates:2", "gates:1 gate", "%00", "no:1", "gates:1 gate=%ff", "x" * 9999]
)
def test_a_damaged_line_gets_one_sentence(line, capsys):
    assert from_line.explorer_of(line) is None
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert len(said) <= 300


def test_a_quoted_line_means_what_it_did():
    explorer = from_line.explorer_of("gates%3A1%20gate%3DOR%20hidden%3D5")
    assert explorer.settings == "gates:1 gate=OR hidden=5"
    explorer.close()


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "read"
    reading_pages.make(folder, LESSONS[:2])
    return {path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            for path in folder.glob("*.html")}  # fmt: skip


def test_what_is_read_has_its_pictures_told_its_outcomes_folded_and_no_script(reading):
    pages = {name.partition(".")[0] for name in originals.PAGES}
    assert set(reading) == {"01_single_neuron", "02_two_layer_xor"} | pages
    for page in reading.values():
        assert page.find("script") is None
        assert all(image.get("alt") for image in page.find_all("img"))
        for summary in page.find_all("summary"):
            assert not summary.parent.has_attr("open")
        for outcome in page.find_all(string=re.compile("^It came out as")):
            assert outcome.find_parent("details") is not None
    solved = reading["01_single_neuron"].find(id="cell-id=loop-code").find("pre")
    assert solved.find_parent("details").summary.get_text() == "● ● ● the code"


def test_links_of_what_is_read_lead_to_what_is_there(reading):
    there = {f"{lesson.name.removesuffix('.ipynb')}.html" for lesson in LESSONS}
    there |= {name.replace(".md", ".html") for name in originals.PAGES} | {"../index.html"}
    for page in reading.values():
        for link in page.main.find_all("a", href=True):
            address, _, place = link["href"].partition("#")
            if address in {"", *(f"{name}.html" for name in reading)} and place:
                target = reading[address.removesuffix(".html")] if address else page
                assert target.find(id=unquote(place)), link["href"]
            if address.startswith("http"):
                assert "noopener" in link["rel"]
            else:
                assert address in there or not address, link["href"]


def test_the_worker_leads_to_python_and_no_name_is_left_unfilled(tmp_path):
    static = tmp_path / "extensions/@jupyterlite/kernel/static"
    python, pages = tmp_path / "static/python-0a", tmp_path / "pages"
    for folder in (static, python, pages):
        folder.mkdir(parents=True)
    (static / "comlink.worker.1a.js").touch()
    (python / START).touch()
    shutil.copy(site_pages.PAGES / "early.js", pages)
    settings = {"jupyter-config-data": {"appVersion": "1"}}
    (tmp_path / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    site_pages.begin_early(tmp_path)
    (ours,) = static.glob("worker.*.js")
    ways = re.findall('import "(.+)"', ours.read_text(encoding="utf-8"))
    first, second = [(static / way).resolve() for way in ways]
    assert first == python / START
    assert second == static / "comlink.worker.1a.js"
    early = (pages / "early.js").read_text(encoding="utf-8")
    assert f'"{ours.relative_to(tmp_path).as_posix()}"' in early
    assert not re.search("__[A-Z]+__", early)


@pytest.fixture
def small_site(tmp_path):
    """Return a site of as few files as a service worker asks for."""
    read = [f"read/{name.replace('.md', '.html')}" for name in originals.PAGES]
    for name in ["index.html", "pages/app.css", "read/read.css", *read, "files/my_course/1.ipynb",
                 *(f"{app}/index.html" for app in site_pages.APPS)]:  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "service-worker.js").write_text("theirs();", encoding="utf-8")
    return tmp_path


def test_a_site_of_other_lessons_has_another_service_worker(small_site):
    worker = site_pages.service_worker(small_site, small_site / "service-worker.js")
    assert not re.search("__[A-Z]+__", worker)
    assert worker.endswith("theirs();")
    (small_site / "files/my_course/1.ipynb").write_text("{}", encoding="utf-8")
    other = site_pages.service_worker(small_site, small_site / "service-worker.js")
    assert worker != other


def test_addresses_with_a_mark_are_those_of_files_and_those_that_pages_ask_for(small_site):
    for name in ("build/12.0a1b2c3.js", "build/lab/bundle.js", "static/python-0a/start.mjs"):
        (small_site / name).parent.mkdir(parents=True, exist_ok=True)
        (small_site / name).touch()
    page = """<link href="../build/lab/bundle.js?_=c9f706b"><script>'../utils.js?_=c9f706b'"""
    (small_site / "lab/index.html").write_text(page, encoding="utf-8")
    assert site_pages.addresses_with_a_mark(small_site) == [
        *("build/12.0a1b2c3.js", "build/lab/bundle.js?_=c9f706b"),
        *("static/python-0a/start.mjs", "utils.js?_=c9f706b"),
    ]


def test_python_begins_before_anything_of_jupyterlite():
    page = site_pages.dressed(PAGE, site_pages.EARLY)
    assert page.index("early.js") < page.index("console.log")


def test_pages_and_python_meet_on_one_channel():
    pages = [site_pages.PAGES / name for name in ("stop.js", "lesson.js", "service-worker.js")]
    for path in [*pages, OURS / START]:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r'new BroadcastChannel\("([^"]+)"\)', text) == [CHANNEL]


def test_only_a_tag_publishes():
    path = ROOT / ".github" / "workflows" / "site.yml"
    workflow = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert workflow["on"]["push"] == {"tags": ["v*"]}
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    assert jobs["publish"]["needs"] == "build"
    assert jobs["build"]["if"] == "github.event_name == 'push'"
    writing = [name for name, job in jobs.items() if "write" in str(job.get("permissions"))]
    assert writing == ["publish"]
    assert all(int(job["timeout-minutes"]) <= 120 for job in jobs.values())
