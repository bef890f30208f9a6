"""What is new or changed since the last edition: rows of the tables by their anchors, and pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from umbrella.archives.archive import Edition
from umbrella.archives.reading import contents
from umbrella.book.places import anchor
from umbrella.changes.compare import compare, row_changes
from umbrella.changes.output import to_text
from umbrella.changes.verdicts import moved_verdicts
from umbrella.keeping import keep, kept, sha
from umbrella.tables import DataError, Tables
from umbrella.tables.contract import read_contract

MEMORY = "since.json"
ARTICLE = re.compile(r"<article\b[^>]*>(.*?)</article>", re.S)
# Parts of a page that say nothing of their own: scripts, what was marked before, the edition, downloads of figures
# (which depend on whether the site was printed), the box on citing.
ASIDE = re.compile(
    r'<(script|style)\b.*?</\1>|<aside class="umb-(?:banner|since)".*?</aside>|<span class="umb-mark".*?</span>'
    r'|<div class="umb-download">.*?</div>|<section class="umb-after.*',
    re.S,
)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Since:
    """What moved since an edition.

    Attributes:
        version: of that edition.
        day: its date.
        new: anchors of rows that it did not have.
        changed: anchors of rows that read otherwise, or whose verdict moved.
        pages: digest of the words of each of its pages, see :func:`words_digest`.
        told: what changed in the data, as :func:`umbrella.changes.output.to_text` tells it.
    """

    version: str
    day: date
    new: frozenset[str]
    changed: frozenset[str]
    pages: Mapping[str, str]
    told: str = ""

    @property
    def key(self) -> str:
        """SHA-256 of all of it."""
        parts = [self.version, self.day.isoformat(), sorted(self.new), sorted(self.changed), sorted(self.pages.items()), self.told]
        return sha(json.dumps(parts))


def since(edition: Edition, data: Path, digest: str, folder: Path) -> Since:
    """What moved since an edition; remembered for the next build.

    Args:
        edition: the edition to compare with.
        data: the book's data.
        digest: digest of these data.
        folder: the build folder.

    Raises:
        ValueError: the edition's data cannot be read.
    """
    memory = folder / "editions" / MEMORY
    key = f"{edition.digest} {digest} {sha(Path(__file__).read_bytes())}"
    known = kept(memory)
    if known.get("key") != key:
        known = {"key": key, **_compared(edition, data, folder / "editions" / "compared")}
        keep(memory, known)
    return Since(edition.version, edition.day, frozenset(known["new"]), frozenset(known["changed"]), known["pages"], known["told"])


def _compared(edition: Edition, data: Path, into: Path) -> dict[str, object]:
    found = contents(edition.path, lambda name: name.endswith(".html"))
    pages = {name: words_digest(raw.decode("utf-8", "replace")) for name, raw in found}
    try:
        old, new = Tables(read_contract(edition.data(into))), Tables(read_contract(data))
        keys = {name: table.key for state in (old, new) for name, table in state.contract.tables.items()}
        return {**moved_rows(old, new), "pages": pages, "told": to_text(compare(old, new, keys))}
    except (DataError, OSError, KeyError) as error:
        raise ValueError(f"the data of edition {edition.version} cannot be read: {error}") from error


def moved_rows(old: Tables, new: Tables) -> dict[str, list[str]]:
    """Anchors of ``new`` and of ``changed`` rows, sorted; rows of vocabularies have none."""
    keys = {
        name: table.key for name, table in new.contract.tables.items() if not table.path.startswith("vocabularies/")
    }
    found: dict[str, set[str]] = {"new": set(), "changed": set()}
    for table in row_changes(dict(old), dict(new), keys):
        for kind, rows in (("new", table.added), ("changed", table.rows_changed)):
            found[kind] |= {anchor(table.table, row) for row in rows}
    found["changed"] |= {verdict.check for verdict in moved_verdicts(old, new) if verdict.old and verdict.new}
    return {"new": sorted(found["new"]), "changed": sorted(found["changed"] - found["new"])}


def words_digest(page: str) -> str:
    """SHA-256 of the words a page says, without markup, scripts, marks, edition and the box on citing."""
    article = ARTICLE.search(page)
    words = TAG.sub(" ", ASIDE.sub(" ", article[1])) if article else ""
    return sha(" ".join(words.split()))
