"""What a build does about editions: compares with the last one, and puts those kept into the site."""

from __future__ import annotations

from pathlib import Path

from umbrella.archives.archive import content_digest, kept
from umbrella.citing.addresses import redirects
from umbrella.editions.lasting import Present, place
from umbrella.editions.marks import CHANGES, Marks
from umbrella.editions.since import base, since
from umbrella.tables.settings import read_edition


class Editions:
    """The editions that a book keeps, as one build needs them.

    Raises:
        ValueError: an archive is missing, altered or cannot be read.
    """

    def __init__(self, root: Path, folder: Path, documents: list[str]):
        """Look for the editions.

        Args:
            root: the book.
            folder: its build folder.
            documents: what its table of contents lists.
        """
        self.root, self.folder, self.documents = root, folder, documents
        self.kept = kept(root)

    def marks(self, digest: str) -> Marks:
        """What marks pages; ``digest`` is that of the data they are built from."""
        moved = None
        if self.kept:
            version = read_edition(self.root / "data")["edition"]["version"]
            compared = base(self.kept, version, content_digest(self.root, self.documents))
            moved = since(compared, self.root / "data", digest, self.folder) if compared else None
        return Marks(moved, CHANGES.removesuffix(".html") in self.documents)

    def place(self, site: Path) -> list[str]:
        """Put the editions into a site under way, before its redirects are there; returns the paths of their files."""
        if not self.kept:
            return []
        settings = read_edition(self.root / "data")
        own = settings["edition"]
        pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
        present = Present(own["version"], own["date"], settings["baseurl"], pages, redirects(self.root))
        return place(self.kept, present, site, self.folder)
