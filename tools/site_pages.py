"""The pages of the course's site that are not JupyterLite's, and what is put into those that are.

``index.html`` is the landing page, ``read/`` has every lesson as a page without Python, and
``explorer/`` shows one explorer alone. Every page has a policy: nothing is loaded from elsewhere.
"""

import base64
import hashlib
import json
import os
import re
import shutil
from html import escape
from pathlib import Path

import jinja2

from nnlib.course import originals
from nnlib.course.copies import CHECK, sources
from nnlib.datasets import first_input
from nnlib.exercises import done
from nnlib.explorers.cell import IN_PAGE
from nnlib.pictures.theme import properties
from tools.python_files import START
from tools.wheel import ROOT

PAGES = ROOT / "tools" / "lite" / "pages"
OF_THE_PAGES = "pages"  # their folder in the site
# What stands under such an address: a mark of the content is in it.
NEVER_CHANGES = r"/static/python-\w+/|\?_=|\.[0-9a-f]{7,20}\.js$"
CACHE = "one-neuron-at-a-time"  # of the browser, by its name
APPS = ("lab", "notebooks", "tree", "explorer", "edit")
EARLY = '<script src="../pages/early.js"></script>'
HEAD = dict.fromkeys(("lab", "notebooks"), EARLY) | {
    "explorer": f'{EARLY}\n<link rel="stylesheet" href="../pages/explorer.css">\n'
    '<script src="../pages/explorer.js"></script>'
}
BODY = """<link rel="stylesheet" href="../pages/app.css">
<script type="module" src="../pages/run.js"></script>
<script type="module" src="../pages/stop.js"></script>
<script type="module" src="../pages/link.js"></script>
<script type="module" src="../pages/lesson.js"></script>
"""
TITLE = "One neuron at a time"
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|json))[^>]*>(.*?)</script>", re.DOTALL)
ROW = re.compile(r"^\| \[[^\]]+\]\(notebooks/(\S+)\) \| .+ \| (.+) \|$", re.MULTILINE)
OURS_ALONE = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
    "img-src": "'self' data:", "connect-src": "'self'", "worker-src": "'self'",
    "manifest-src": "'self'", "base-uri": "'none'", "form-action": "'none'",
}  # fmt: skip
# JupyterLab makes styles as it goes, and functions out of its settings' schemas; explorers bring
# one handler, which is known by its hash. anywidget loads a widget's script as a blob, which only a
# script that runs here already can make.
OF_JUPYTERLITE = OURS_ALONE | {
    "style-src": "'self' 'unsafe-inline'", "img-src": "'self' data: blob:",
    "font-src": "'self' data:", "media-src": "'self' data: blob:", "frame-src": "'self' blob:",
    "worker-src": "'self' blob:", "connect-src": "'self' data: blob:",
}  # fmt: skip
OF_PYTHON = OF_JUPYTERLITE | {"script-src": "'self' 'unsafe-eval'"}
MEGABYTES = 30  # that a first lesson loads, compressed
FIRST_WEIGHTS = [1.0, -2.0, -1.5]


EXPLORERS = (  # line of settings, name, what for
    ("by_hand:1", "A neuron by hand", "move its weights until every row is right"),
    ("neuron:1", "A neuron that learns", "a table of bits, or a table of your own"),
    ("lines:1", "Two lines by hand", "draw two lines, and see what they make of XOR"),
    ("downhill:1", "Walk downhill", "find the weights with the smallest loss, step by step"),
    ("gates:1", "Two layers and a gate", "hidden neurons, and which rows they get right"),
    ("playground:1", "Playground", "any small network, on points in a plane"),
    ("scores:1", "From hours to a score", "a network that predicts numbers"),
    ("digits:1", "Digits", "what a network sees in a handwritten digit"),
)


def dress(site, lessons, wheel):
    """Put the course's own pages into the site that JupyterLite has built.

    Parameters
    ----------
    site : Path
    lessons : list of nnlib.course.originals.Lesson
    wheel : str
        The name of the whole course as a package, in the site's folder ``wheel``.
    """
    (site / "repl").rename(site / "explorer")
    shutil.copytree(PAGES, site / OF_THE_PAGES, ignore=shutil.ignore_patterns("*.j2", "service*"))
    begin_early(site)
    for app in APPS:
        path = site / app / "index.html"
        page = dressed(path.read_text(encoding="utf-8"), HEAD.get(app, ""))
        path.write_text(page, encoding="utf-8")
    (site / "index.html").write_text(landing_page(lessons, wheel), encoding="utf-8")
    (site / "pages" / "colours.css").write_text(colours(), encoding="utf-8")
    filled = {"__CACHE__": CACHE, "__MARK__": mark_of_the_scripts(site)}
    fill_in(site / OF_THE_PAGES / "compiler.js", filled)
    read = [Path(name).stem for name in originals.PAGES]
    fill_in(site / OF_THE_PAGES / "lesson.js", {"__READ__": read})
    worker = site / "service-worker.js"
    worker.write_text(service_worker(site, worker), encoding="utf-8")


def begin_early(site):
    """Make the worker in which Python begins at once, and tell its address to who starts it."""
    (theirs,) = site.glob("extensions/@jupyterlite/*/static/comlink.worker.*.js")
    (start,) = site.glob(f"static/python-*/{START}")
    way = Path(os.path.relpath(start, theirs.parent)).as_posix()
    both = f'import "{way}";\nimport "./{theirs.name}";\n'
    mark = hashlib.sha256(both.encode()).hexdigest()[:12]  # a browser may keep it for ever
    ours = theirs.with_name(f"worker.{mark}.js")
    ours.write_text(both, encoding="utf-8")
    settings = json.loads((site / "jupyter-lite.json").read_text(encoding="utf-8"))
    filled = {
        "__WORKER__": ours.relative_to(site).as_posix(),
        "__VERSION__": settings["jupyter-config-data"]["appVersion"],
    }
    fill_in(site / OF_THE_PAGES / "early.js", filled)


def mark_of_the_scripts(site):
    """Return a mark of the scripts that JupyterLite has built; their names tell their content."""
    names = sorted(path.name for path in site.glob("build/**/*.js"))
    return hashlib.sha256("".join(names).encode()).hexdigest()[:12]


def mark_of_the_content(paths):
    """Return a mark of what stands in these files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]


def dressed(page, head=""):
    """Return a page of JupyterLite with our title, scripts and styles, and its policy."""
    page = re.sub("<title>.*?</title>", f"<title>{TITLE}</title>", page)
    known = [*INLINE.findall(page), IN_PAGE]
    scripts = " ".join(["'self' blob: 'unsafe-eval' 'unsafe-hashes'", *map(hash_of, known)])
    meta = in_meta(OF_JUPYTERLITE | {"script-src": scripts})
    page = page.replace("<head>", f"<head>\n{meta}\n{head}", 1)
    return page.replace("</body>", f"{BODY}</body>", 1)


def hash_of(script):
    """Return the hash by which a policy knows a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(rules):
    """Return a content security policy."""
    return "; ".join(f"{kind} {allowed}" for kind, allowed in rules.items())


def in_meta(rules):
    """Return a policy as it stands in a page's head."""
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(rules))}">'


def landing_page(lessons, wheel):
    """Return the page that opens the course; `wheel` is the name of the whole course's package."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    minutes = dict(ROW.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    rows = [told_of(lesson, minutes.get(lesson.name, "")) for lesson in lessons]
    told = ("file", "label", "kinds", "progress")
    data = {
        "lessons": [{name: row[name] for name in told} for row in rows],
        "neuron": of_the_neuron(),
    }
    return environment.get_template("index.html.j2").render(
        title=TITLE, policy=policy(OURS_ALONE), lessons=rows, data=json.dumps(data),
        explorers=EXPLORERS, megabytes=MEGABYTES, wheel=wheel,
    )  # fmt: skip


def told_of(lesson, minutes):
    """Return what the landing page says of a lesson; its script fills in what is done."""
    number, _, title = lesson.title.rpartition(" · ")
    name = title.partition(": ")[0]
    checked = CHECK.search("\n".join(sources(lesson.notebook)))
    kinds = done.kinds_of(checked[1]) if checked else {}
    return {
        "file": lesson.name,
        "stem": lesson.name.removesuffix(".ipynb"),
        "number": number,
        "title": name,
        "label": f"lesson {number}" if number else name,
        "promise": lesson.promise,
        "minutes": re.sub(r"^\d+", r"\g<0> minutes", minutes),
        "kinds": kinds,
        "many": sum(map(len, kinds.values())),
        "counts": done.in_words(kinds),
        "progress": done.in_words(kinds, {kind: f"{{{kind}}}" for kind in kinds}),
    }


def of_the_neuron():
    """Return the table that the neuron of the landing page works on, and where it begins."""
    table = first_input()
    return {
        "names": list(table.input_names),
        "inputs": table.inputs.tolist(),
        "targets": table.targets[:, 0].tolist(),
        "weights": FIRST_WEIGHTS,
    }


def colours():
    """Return the colours of the pictures as a style sheet, on light pages and on dark ones."""
    light, dark = properties(0), properties(1)
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def service_worker(site, theirs):
    """Return our service worker, with JupyterLite's behind it."""
    python = sorted(site.glob("static/python-*/*"))
    first = ["index.html", *(f"pages/{path.name}" for path in (site / "pages").iterdir())]
    first += [f"read/{name.replace('.md', '.html')}" for name in originals.PAGES]
    first += ["read/read.css", *of_the_contents(site)]
    filled = {
        "__CACHE__": CACHE,
        "__SIZES__": {path.relative_to(site).as_posix(): path.stat().st_size for path in python},
        "__FIRST__": sorted(first),
        "__NEVER_CHANGES__": NEVER_CHANGES,
        "__MARKED__": addresses_with_a_mark(site),
        "__MARK__": mark_of_the_content(site / name for name in sorted(first)),
        "__POLICY__": policy(OF_PYTHON),
    }
    ours = (PAGES / "service-worker.js").read_text(encoding="utf-8")
    return filled_in(ours, filled) + theirs.read_text(encoding="utf-8")


def addresses_with_a_mark(site):
    """Return the addresses of what never changes: in other builds they are others."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    for app in APPS:
        page = (site / app / "index.html").read_text(encoding="utf-8")
        names += re.findall(r"\.\./([\w./-]+\?_=\w+)", page)
    return sorted({name for name in names if re.search(NEVER_CHANGES, f"/{name}")})


def fill_in(path, values):
    """Put values into a script, in the places of their names."""
    path.write_text(filled_in(path.read_text(encoding="utf-8"), values), encoding="utf-8")


def filled_in(script, values):
    """Return a script with values in the places of their names."""
    for name, value in values.items():
        script = script.replace(name, json.dumps(value))
    return script


def of_the_contents(site):
    """Return the addresses of a learner's copies and of the lists of files: small, and needed."""
    paths = [*site.glob("files/my_course/**/*"), *site.glob("api/contents/**/*.json")]
    return [path.relative_to(site).as_posix() for path in paths if path.is_file()]
