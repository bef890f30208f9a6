"""A site as a browser sees it: served on this machine, in the settings of a reader, watched for faults."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

# Width, height and colours of a desk and of a phone.
SETTINGS = [(1280, 900, "light"), (1280, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server of files that prints nothing."""

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder while it is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def watched(browser: Browser, address: str, **options) -> Page:
    """A page that notes in ``faults`` requests to other hosts, failed ones, and errors."""
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
