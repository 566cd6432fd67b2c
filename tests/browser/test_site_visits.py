"""What a first visit to the site loads, and how long both visits take: printed with ``-s``."""

import gzip
import io
import time
from functools import cache
from pathlib import Path

import pytest

from tests.browser.conftest import patient, wait_for_promised
from tests.browser.test_site_holds import COMPILER, LESSON
from tools import make_lite
from tools.serve_lite import Handler, serving
from tools.site_pages import MEGABYTES

pytestmark = [pytest.mark.only_on_the_site, pytest.mark.slow]
MOST_BYTES = 1e6 * MEGABYTES
SMALL_ALREADY = {".bin", ".png", ".whl", ".zip", ".ico", ".woff", ".woff2"}
UNDER = "/course/"
FIRST_EXPLORER = ".jp-CodeCell:has(.cm-line:text('NeuronByHand('))"


@cache
def packed(path):
    return gzip.compress(Path(path).read_bytes(), 6)


class Compressing(Handler):
    """Serves as web servers do, and counts what goes over the wire."""

    sent = 0

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().send_head()
        is_packed = path.suffix not in SMALL_ALREADY
        body = packed(str(path)) if is_packed else path.read_bytes()
        Compressing.sent += len(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(body)


def move_the_landing_neuron(page, address):
    """Return after how many seconds the neuron of the landing page has moved."""
    started = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator("#picture svg").wait_for()  # the sliders stand there before they move it
    page.get_by_role("slider", name="weight 1").press("ArrowRight")
    page.locator('#picture svg[aria-label*="input 1 +1.10"]').wait_for()
    return time.monotonic() - started


def move_the_first_control(page):
    """Open lesson 1 from the landing page, run its first control, move it; return the seconds."""
    started = time.monotonic()
    page.locator("#next").click()
    cell = page.locator(FIRST_EXPLORER).first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    slider = cell.locator(".noUi-handle").first
    slider.focus()
    before = cell.locator("svg[role=img]").first.get_attribute("aria-label")
    slider.press("ArrowRight")
    page.wait_for_function(
        "before => [...document.querySelectorAll('.nnlib-explorer svg[role=img]')]"
        ".every(each => each.getAttribute('aria-label') !== before)",
        arg=before,
    )
    return time.monotonic() - started


def test_a_first_visit_loads_no_more_than_it_may(browser, site):
    visits = []
    for path in make_lite.SITE.rglob("*"):
        if path.is_file() and path.suffix not in SMALL_ALREADY:
            packed(str(path))
    with (
        serving(make_lite.SITE, under=UNDER, handler=Compressing) as address,
        patient(browser) as context,
    ):
        for _ in range(2):
            page = context.new_page()
            Compressing.sent = 0
            landing = move_the_landing_neuron(page, address)
            lesson = move_the_first_control(page)
            visits.append((landing, lesson, Compressing.sent))
            wait_for_promised(page, COMPILER)  # nobody stays for a few seconds only
            page.close()
    for name, (landing, lesson, sent) in zip(("first", "second"), visits, strict=True):
        print(
            f"\n{name} visit: the landing page's neuron moves after {landing:.1f} s, then the "
            f"control of {LESSON} {lesson:.1f} s after the press; {sent / 1e6:.1f} MB, compressed"
        )
    assert visits[0][2] <= MOST_BYTES
    assert visits[1][2] <= MOST_BYTES / 20
