"""Preview: serves the site, builds again on a change of data or text, and reloads the page in the browser.

A curator's slip ends no preview: every page says what is wrong, above the last good state of the site.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from markupsafe import Markup

from umbrella.execute.inputs import CODE
from umbrella.warm import Builder

WATCHED = (
    "index.md", "_config.yml", "_toc.yml", "chapters/*.md", "chapters/*/*.md", "data/*", "data/*/*", "data/*/*/*",
)  # fmt: skip
BODY = re.compile(rb"<body[^>]*>")
ALERT = Markup(
    '<div role="alert" style="position:sticky;top:0;z-index:2000;padding:.8rem 1rem;background:#7a1f1f;color:#fff;'
    'max-height:45vh;overflow:auto"><strong>The book could not be built; the page shows the last good state.</strong>'
    '<pre style="margin:.5rem 0 0;background:none;color:inherit;white-space:pre-wrap">{}</pre></div>'
)
EMPTY = Markup('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body>{}</body></html>')


class Preview:
    """A site as it was built last, with what has gone wrong since.

    Attributes:
        root: the book.
        builder: builds it.
        wrong: why the last build failed; empty when it did not.
    """

    def __init__(self, root: Path):
        self.root = root
        self.builder = Builder(root)
        self.wrong = ""

    def rebuild(self) -> None:
        """Build the book, and remember what is wrong with it."""
        self.wrong = self.builder.build()
        if self.wrong:
            print(self.wrong, flush=True)

    def answer(self, path: str) -> tuple[str, str, bytes]:
        """The answer to a request: status, type of content, content.

        Args:
            path: of the request, such as ``/chapters/methods.html``.
        """
        site = (self.root / "_build" / "html").resolve()
        file = (site / path.lstrip("/")).resolve()
        file = file / "index.html" if file.is_dir() else file
        if not file.is_relative_to(site) or not file.is_file():
            empty = EMPTY.format(ALERT.format(self.wrong) if self.wrong else "There is no such page.")
            return "404 Not Found", "text/html; charset=utf-8", empty.encode()
        kind, raw = mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
        if kind != "text/html":
            return "200 OK", kind, raw
        if self.wrong and (body := BODY.search(raw)):
            raw = raw[: body.end()] + ALERT.format(self.wrong).encode() + raw[body.end() :]
        return "200 OK", "text/html; charset=utf-8", raw

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Serve one request (WSGI)."""
        status, kind, raw = self.answer(environ.get("PATH_INFO", "/"))
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(raw))), ("Cache-Control", "no-store")])
        return [raw]


def serve(root: Path, port: int) -> None:
    """Serve ``_build/html`` until interrupted.

    Args:
        root: the book.
        port: port on this machine.
    """
    from livereload import Server

    preview = Preview(root)
    try:
        preview.rebuild()
        server = Server(preview)
        for watched in (*(root / pattern for pattern in WATCHED), CODE / "umbrella"):
            server.watch(str(watched), preview.rebuild)
        server.serve(port=port, host="127.0.0.1", open_url_delay=None)
    finally:
        preview.builder.stop()
