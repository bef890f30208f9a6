"""Preview: serves the site, builds again on a change of data or text, and reloads the page in the browser."""

from __future__ import annotations

from pathlib import Path

from umbrella.build import BuildError, Options, build

WATCHED = ("index.md", "_config.yml", "_toc.yml", "chapters/*.md", "chapters/*/*.md", "data/*", "data/*/*")


def serve(root: Path, port: int) -> None:
    """Serve ``_build/html`` until interrupted.

    Args:
        root: the book.
        port: port on this machine.
    """
    from livereload import Server

    def rebuild() -> None:
        # A curator's slip must not end the preview: it says what is wrong and keeps the last good site.
        try:
            build(root, Options())
        except BuildError as error:
            print(error, flush=True)

    rebuild()
    server = Server()
    for pattern in WATCHED:
        server.watch(str(root / pattern), rebuild)
    server.serve(root=str(root / "_build" / "html"), port=port, host="127.0.0.1", open_url_delay=None)
