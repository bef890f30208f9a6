"""How a state of the book stands to the editions it keeps: one of them, or a state after the last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from umbrella.archives.archive import PLACE, RECORD, Edition, content_digest, kept
from umbrella.tables.settings import read_edition, read_toml

LATER = "and later changes, data"


@dataclass(frozen=True)
class Standing:
    """What a state of the book may call itself.

    Attributes:
        version: of the edition that it is, or that it comes after.
        day: the date of that edition.
        later: whether it says, or rests on, something else than that edition did.
        folder: where this very state stays readable in the site, such as ``v/1.0.0``; empty where it does not.
        before: the edition to compare it with: that edition where it is later, else the one before, if any.
    """

    version: str
    day: date
    later: bool = False
    folder: str = ""
    before: Edition | None = None

    def label(self, data: str) -> str:
        """The version, as every page, file and citation gives it.

        Args:
            data: the beginning of the digest of the data, which tells states after an edition apart.
        """
        return f"{self.version} {LATER} {data}" if self.later else self.version


def standing(root: Path, documents: Iterable[str]) -> Standing:
    """How a book stands to the editions it keeps.

    Args:
        root: the book.
        documents: what its table of contents lists.

    Raises:
        ValueError: an archive is missing, altered or cannot be read.
    """
    own, editions, record = read_edition(root / "data")["edition"], kept(root), root / RECORD
    entries = read_toml(record, RECORD).get("edition", ()) if record.is_file() else ()
    recorded = {entry["version"] for entry in entries if entry.get("kept")}
    return stands((own["version"], own["date"]), editions, recorded, content_digest(root, documents) if editions else "")


def stands(own: tuple[str, date], editions: Sequence[Edition], recorded: Collection[str], content: str) -> Standing:
    """How a state stands to the editions that are kept, oldest first.

    Args:
        own: version and date that it bears.
        editions: those that are kept.
        recorded: versions of which the record says that they are; the last is not there yet while it is made.
        content: digest of what it says and rests on, see :func:`umbrella.archives.archive.content_digest`.
    """
    version, day = own
    last = editions[-1] if editions else None
    folder = f"{PLACE}/{version}" if version in recorded else ""
    if last is None or version in set(recorded) - {edition.version for edition in editions}:
        return Standing(version, day, folder=folder, before=last)
    if (last.version, last.content) == (version, content):
        return Standing(version, day, folder=folder, before=editions[-2] if len(editions) > 1 else None)
    return Standing(last.version, last.day, later=True, before=last)
