"""Chromium for tests of pages that are no notebooks."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS


def in_chromium(work):
    """Return what `work` returns for a context of Chromium; the context has no network."""
    if CHROMIUM is None:
        message = "no Chromium here: install your system's package chromium for this test"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    # Playwright cannot start twice in a thread, and the browser tests may have started it.
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(_in_new_chromium, work).result()


def _in_new_chromium(work):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = work(browser.new_context(offline=True))
        browser.close()
    return found
