"""What a build does about editions: says how the book stands to them, marks what moved, puts those kept into the site."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from umbrella.archives.archive import kept
from umbrella.archives.standing import standing
from umbrella.citing.addresses import redirects
from umbrella.editions.feed import told_as_html
from umbrella.editions.lasting import Present, place
from umbrella.editions.marks import CHANGES, Marks
from umbrella.editions.menu import LIST, listing
from umbrella.editions.since import since
from umbrella.keeping import keep
from umbrella.prose.editions import NEXT_PLACE
from umbrella.tables.settings import read_edition

NEXT = Markup(
    '<section id="next-edition"><h2>What will be in the next edition</h2>'
    "<p>The book has changed since edition {}. In its data:</p>\n{}</section>"
)


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
        self.kept, self.standing = kept(root), standing(root, documents)

    def marks(self, digest: str) -> Marks:
        """What marks pages; ``digest`` is that of the data they are built from."""
        compared = self.standing.before
        moved = since(compared, self.root / "data", digest, self.folder) if compared else None
        told = NEXT.format(moved.version, told_as_html(moved.told)) if moved and self.standing.later else ""
        return Marks(moved, CHANGES.removesuffix(".html") in self.documents, self.kept, {NEXT_PLACE: told})

    def place(self, site: Path, label: str) -> list[str]:
        """Put the editions into a site under way, before its redirects are there.

        Args:
            site: the site.
            label: what it calls itself, see :meth:`umbrella.archives.standing.Standing.label`.

        Returns:
            Paths of the files put there.
        """
        if not self.kept:
            return []
        settings = read_edition(self.root / "data")
        pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
        here = self.standing
        present = Present(here.version, here.day, settings["baseurl"], pages, redirects(self.root), here.later, tuple(self.kept))
        placed = place(self.kept, present, site, self.folder)
        keep(site / LIST, listing(self.kept, label))
        return [*placed, LIST]
