"""Makes an edition: stamps it, records what changed, builds it, keeps its site, and packs its release."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from umbrella.archives.archive import RECORD, SETTINGS, content_digest, content_files, keep, kept, sha256, zipped
from umbrella.archives.reading import contents
from umbrella.archives.versions import refuse_unfit
from umbrella.changes.command import changes_between
from umbrella.changes.compare import Changes
from umbrella.changes.output import to_text
from umbrella.citing.addresses import LIST, REDIRECTS, add_addresses
from umbrella.citing.files import book_of, cite_files
from umbrella.citing.history import revision
from umbrella.editions import stamp
from umbrella.editions.journal import alone, close, journalled, settle
from umbrella.prose.words import counted, listed, number, start
from umbrella.tables import Tables, load
from umbrella.toc import toc_documents

RELEASES = Path("_build") / "release"
# Prints in a site, and that of the whole book among them.
PRINTS, BOOK = "pdf", "book.pdf"


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes:
        version: of the edition.
        day: its date.
        summary: a sentence or two on what is new; made from what changed when empty.
        doi: of the edition, when one was reserved for it.
        since: revision to tell the changes from; the last edition that is kept when empty.
        force: also from a repository with changes that are not committed.
    """

    version: str
    day: date
    summary: str = ""
    doi: str = ""
    since: str = ""
    force: bool = False


def make_edition(root: Path, order: Order, say: Callable[[str], None]) -> Path:
    """Make an edition of a book; when anything fails, the book is as it was.

    One that was stopped earlier is undone first; one whose site was kept already is packed.

    Args:
        root: the book.
        order: what is to be made.
        say: told of each step.

    Returns:
        The folder with the release.

    Raises:
        ValueError: the edition is refused, or the book cannot be built; the message says why.
    """
    if settle(root, say) == order.version:
        return _pack_alone(root, say)
    tables, editions = load(root / "data"), kept(root)
    own = tables.edition["edition"]
    last = editions[-1] if editions else None
    refuse_unfit(order.version, order.day, own["version"], (last.version, last.day) if last else None)
    if not order.force:
        _refuse_uncommitted(root)
    changes = _changes(root, order, last.version if last else "", tables)
    with journalled(root, order.version) as note_kept:
        _stamp(root, order, tables, changes)
        say(f"stamped edition {order.version}, {order.day.isoformat()}")
        _build(root)
        site = root / "_build" / "html"
        say(f"promised to keep its addresses, {len(add_addresses(site, root))} of them new ({LIST})")
        archive = keep(site, root, {
            "version": order.version, "date": order.day.isoformat(), "baseurl": tables.edition["baseurl"],
            "content": content_digest(root, toc_documents(root / "_toc.yml")),
        })  # fmt: skip
        note_kept()
        say(f"kept its site in {archive.relative_to(root)}, {archive.stat().st_size / 1e6:.1f} MB")
        return _pack(root, say)


def _changes(root: Path, order: Order, last: str, tables: Tables) -> Changes | None:
    """What changed since the revision that was named, or since the last edition kept; None for a book's first edition.

    Raises:
        ValueError: an edition is recorded of which nothing is kept to compare with.
    """
    if before := order.since or last:
        return changes_between(before, str(root), root)
    recorded = [entry["version"] for entry in tables.extra(Path(RECORD).name).get("edition", ())]
    if others := [version for version in recorded if version != order.version]:
        raise ValueError(
            f"{RECORD} records edition {others[0]}, whose site is not kept, so that what changed since cannot be told;"
            " name the revision it was made from: --since REVISION"
        )
    return None


def _refuse_uncommitted(root: Path) -> None:
    """An edition is made from a commit, so that it can be made again."""
    done = subprocess.run(["git", "status", "--porcelain", "--", "."], cwd=root, capture_output=True, text=True)
    if done.returncode == 0 and done.stdout.strip():
        files = listed(line[3:] for line in done.stdout.splitlines()[:3])
        raise ValueError(f"changes are not committed ({files}); commit them first, or use --force")


def _stamp(root: Path, order: Order, tables: Tables, changes: Changes | None) -> None:
    """Version and date, the record of changes, the files that archives take citations from."""
    own, record = tables.edition["edition"], root / RECORD
    known = {entry["version"]: entry for entry in tables.extra(record.name).get("edition", ())}
    entry = {
        "version": order.version, "date": order.day, "doi": order.doi, "kept": True,
        "summary": order.summary or known.get(order.version, {}).get("summary") or summary(changes),
        "changes": to_text(changes, sentences=False) if changes is not None else "",
    }  # fmt: skip
    settings = stamp.stamped((root / SETTINGS).read_text("utf-8"), order.version, order.day, order.doi)
    (root / SETTINGS).write_text(settings, "utf-8")
    text = record.read_text("utf-8") if record.is_file() else ""
    record.write_text(stamp.recorded(text, entry, {own["version"]: own.get("doi", "")}), "utf-8")
    anew = load(root / "data")
    for name, content in cite_files(book_of(anew), anew.edition["repository"]).items():
        (root / name).write_text(content, "utf-8")


def summary(changes: Changes | None) -> str:
    """What an edition brings, in a sentence, for an edition whose editors wrote none."""
    if changes is None:
        return "First edition."
    if not changes.tables:
        return "The tables are those of the edition before; the text was revised."
    added, removed = (sum(len(getattr(table, kind)) for table in changes.tables) for kind in ("added", "removed"))
    changed = sum(len(table.rows_changed) for table in changes.tables)
    moved = sum(claim.flips for claim in changes.claims)
    words = {"added": f"{counted(added, 'row')} added"} | {
        kind: f"{number(count) if count else 'none'} {kind}"
        for kind, count in (("changed", changed), ("removed", removed))
    }
    rows = listed(words.values())
    return f"{start(rows)}; {counted(moved, 'claim')} with another direction or category of certainty."


def _build(root: Path) -> None:
    """Build the book as its editors do, in a process of its own that knows nothing of the state before."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UMBRELLA_")}
    # It ends with this process, so that it never goes on alone with a book half stamped.
    code = f"from umbrella.lifeline import end_with; end_with({os.getpid()}); from umbrella.cli import main; main(['build'])"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise ValueError(f"{done.stderr.strip()}\nno edition was made")


def pack(root: Path, say: Callable[[str], None]) -> Path:
    """Put everything that the release of the last edition hands out into one folder, with checksums and a manifest.

    Args:
        root: the book.
        say: told what is left out.

    Raises:
        ValueError: no edition was made, the book has moved on since, or the book cannot be built.
    """
    settle(root, say)
    return _pack_alone(root, say)


def _pack_alone(root: Path, say: Callable[[str], None]) -> Path:
    with alone(root):
        return _pack(root, say)


def _pack(root: Path, say: Callable[[str], None]) -> Path:
    """Pack while no other process makes an edition; the builds of this one do not take it for stopped."""
    edition = next(reversed(kept(root)), None)
    documents = toc_documents(root / "_toc.yml")
    if edition is None or edition.content != content_digest(root, documents):
        raise ValueError("the book is not as an edition left it; make a new edition first")
    _build(root)
    version, site = edition.version, root / "_build" / "html"
    built = json.loads((site / "build.json").read_text("utf-8"))
    folder = root / RELEASES / version
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(edition.path, folder / f"site-{version}.zip")
    for _, raw in contents(edition.path, lambda name: name == "data/all.zip"):
        (folder / f"data-{version}.zip").write_bytes(raw)
    prints = printed(site, version, edition.day)
    for name, content in prints.items():
        (folder / name).write_bytes(content)
    if not prints:
        say("no PDF in this release: the site as it is was not printed; make release prints it and packs again")
    files = {path.name: {"bytes": path.stat().st_size, "sha256": sha256(path)} for path in sorted(folder.iterdir())}
    manifest = {
        "version": version, "date": edition.day.isoformat(), "commit": revision(root), "inputs_digest": built["inputs"],
        "content_digest": edition.content, "data_digest": built["data"], "environment": built["versions"],
        "inputs": {name: sha256(root / name) for name in input_files(root, documents)}, "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    names = sorted(path.name for path in folder.iterdir())
    (folder / "SHA256SUMS").write_text("".join(f"{sha256(folder / name)}  {name}\n" for name in names), "utf-8")
    close(root)
    return folder


def input_files(root: Path, documents: Iterable[str]) -> list[str]:
    """What the book was made from, but for the package, which the commit names."""
    own = ("_config.yml", "requirements.txt", LIST, REDIRECTS)
    return sorted({*content_files(root, documents), *(name for name in own if (root / name).is_file())})


def printed(site: Path, version: str, day: date) -> dict[str, bytes]:
    """The book as PDF, and its chapters in one archive, by the name of their file; nothing for a site without them.

    A site has prints only of just the pages it has, so that none of another state can get here.

    Args:
        site: the built site.
        version: of the edition, which the names bear.
        day: date of the edition, which the archive bears.
    """
    files = {path.name: path.read_bytes() for path in sorted((site / PRINTS).glob("*.pdf"))}
    found = {f"book-{version}.pdf": files.pop(BOOK)} if BOOK in files else {}
    return found | ({f"chapters-{version}.zip": zipped(files, day)} if files else {})
