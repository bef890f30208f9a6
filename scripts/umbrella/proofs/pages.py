"""A site as a browser sees it: served on this machine, in the settings of a reader, watched for faults."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Width, height and colours of a desk and of a phone.
SETTINGS = [(1280, 900, "light"), (1280, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that prints nothing."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder while it is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def watched(browser: Browser, address: str, **options: object) -> Page:
    """A page of a browser that notes in ``faults`` requests to other hosts, failed ones, and errors."""
    page = browser.new_context(**options).new_page()
    page.faults = []

    def note(fault: str) -> None:
        page.faults.append(fault)

    def asked(request) -> None:
        if not request.url.startswith((address, "data:")):
            note(f"asks {request.url}")

    page.on("request", asked)
    page.on("response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("console", lambda message: note(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: note(f"script: {error}"))
    return page


def page_faults(site: Path, documents: list[str]) -> Iterator[str]:
    """Faults of pages in every setting: accessibility (axe), requests to other hosts, errors, sideways scroll."""
    from axe_playwright_python.sync_playwright import Axe

    from umbrella.browser import open_browser

    with served(site) as address, open_browser() as browser:
        for width, height, scheme in SETTINGS:
            # Colours must have settled when their contrast is measured.
            page = watched(browser, address, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
            for name in documents:
                page.goto(f"{address}/{name}.html")
                excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                # Preloading style sheets is axe's own traffic, at addresses the page never asks for.
                found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
                told = [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found]
                told += page.faults + ([f"is {excess} pixels wider than the screen"] if excess > 0 else [])
                page.faults.clear()
                yield from (f"{name}.html, {width} pixels, {scheme}: {fault}" for fault in told)
