"""The archives of editions: each keeps the whole site of one edition, never altered.

They lie in ``editions/`` of the book, under the repository's care, with their
checksums. An archive is the site as it was, but for links between editions,
which hold in one place only.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from umbrella.archives.reading import contents, names, refused
from umbrella.archives.versions import order
from umbrella.keeping import folder_digest, sha, write_whole

PACKAGE = Path(__file__).resolve().parents[1]
FOLDER, SUMS, ABOUT = "editions", "SHA256SUMS", "edition.json"
SETTINGS, RECORD = "data/edition.toml", "data/changes.toml"
# What an archive says of its edition.
STATED = ("version", "date", "baseurl", "content")
LATER = re.compile(rb"(?m)^doi\s*=.*\n")
# Where a site has its editions.
PLACE = "v"
# Links from edition to edition: those that are left out, and those of which the words stay.
BETWEEN = (
    (re.compile(r'<span class="umb-edition-way">.*?</span>', re.S), ""),
    (re.compile(r'<a class="umb-edition-link"[^>]*>(.*?)</a>', re.S), r"\1"),
    (re.compile(r'<details class="umb-editions">.*?</details>', re.S), ""),
)


@dataclass(frozen=True)
class Edition:
    """An edition that was made.

    Attributes:
        version: its version.
        day: its date.
        baseurl: public address of the site at that time; empty without one.
        content: digest of the text and the data it was made from, see :func:`content_digest`.
        path: its archive.
        digest: SHA-256 of the archive.
    """

    version: str
    day: date
    baseurl: str
    content: str
    path: Path
    digest: str

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths of its site's files."""
        return frozenset(names(self.path))

    def data(self, into: Path) -> Path:
        """Put the edition's data into a folder; returns the data folder."""
        for name, raw in contents(self.path, lambda name: name.startswith("data/")):
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(raw)
        return into / "data"


def archives(root: Path) -> Path:
    """The folder that a book keeps its archives in."""
    return root / FOLDER


def sha256(path: Path) -> str:
    """SHA-256 of a file."""
    return sha(path.read_bytes())


def kept(root: Path) -> list[Edition]:
    """The editions that a book keeps, oldest first.

    Raises:
        ValueError: an archive is missing, altered, or not one of an edition.
    """
    folder = archives(root)
    sums = folder / SUMS
    lines = sums.read_text("utf-8").splitlines() if sums.is_file() else []
    listed = {name.strip(): digest for digest, _, name in (line.partition("  ") for line in lines if line.strip())}
    found = {path.name for path in folder.glob("*.zip")}
    for name in sorted(listed.keys() | found):
        if name not in found:
            raise ValueError(f"{folder.name}/{name} is missing: a published edition must stay readable; bring it back")
        if name not in listed:
            raise ValueError(f"{folder.name}/{name} is not listed in {folder.name}/{SUMS}")
    return sorted((_read(folder / name, digest) for name, digest in listed.items()), key=lambda one: order(one.version))


def _read(path: Path, digest: str) -> Edition:
    if sha256(path) != digest:
        raise ValueError(f"{path.parent.name}/{path.name} was altered: its checksum is not the one in {SUMS}")
    about = _about(path)
    if f"{about['version']}.zip" != path.name:
        raise refused(path, f"{ABOUT} in it speaks of edition {about['version']!r}")
    try:
        order(about["version"])
        day = date.fromisoformat(about["date"])
    except ValueError as error:
        raise refused(path, f"{ABOUT}: {error}") from error
    return Edition(about["version"], day, about["baseurl"], about["content"], path, digest)


def _about(path: Path) -> dict[str, str]:
    """What an archive says of its edition: four texts."""
    raw = dict(contents(path, lambda name: name == ABOUT)).get(ABOUT)
    if raw is None:
        raise refused(path, f"{ABOUT} is not in it")
    try:
        about = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise refused(path, f"{ABOUT} cannot be read as JSON") from error
    for name in STATED:
        if not isinstance(about, dict) or not isinstance(about.get(name), str):
            raise refused(path, f"{ABOUT} has no text {name!r}")
    return about


def content_digest(root: Path, documents: Iterable[str]) -> str:
    """SHA-256 over what an edition says and rests on: its pages' sources, all data, settings, and the package's code.

    What becomes known of an edition only after it was made is left out: its DOI, and the record of changes and errata.

    Args:
        root: the book.
        documents: what the table of contents lists.
    """
    total = hashlib.sha256()
    for path in content_files(root, documents):
        if path != RECORD:
            raw = (root / path).read_bytes()
            total.update(f"{path}\0".encode() + (LATER.sub(b"", raw) if path == SETTINGS else raw) + b"\0")
    return sha(total.hexdigest() + folder_digest(PACKAGE))


def content_files(root: Path, documents: Iterable[str]) -> list[str]:
    """The files that :func:`content_digest` looks at, sorted."""
    data = [path.relative_to(root).as_posix() for path in (root / "data").rglob("*") if path.is_file()]
    own = (name for name in ("_toc.yml", "_config.yml", "requirements.txt") if (root / name).is_file())
    return sorted({*own, *(f"{name}.md" for name in documents), *data})


def keep(site: Path, root: Path, about: dict[str, str]) -> Path:
    """Put a built site, without the older editions in it, into a new archive; returns it.

    Args:
        site: the built site.
        root: the book.
        about: ``version``, ``date``, ``baseurl`` and ``content``, as in :class:`Edition`.
    """
    folder = archives(root)
    folder.mkdir(exist_ok=True)
    target = folder / f"{about['version']}.zip"
    files = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file() and path.relative_to(site).parts[0] != PLACE
    }
    contents = {name: _alone(path) for name, path in files.items()}
    contents[ABOUT] = (json.dumps(about, indent=1, sort_keys=True) + "\n").encode()
    write_whole(target, zipped(contents, date.fromisoformat(about["date"])))
    _list(folder)
    return target


def _alone(path: Path) -> bytes:
    """A file of a site that stands alone: links to other editions are plain words there."""
    raw = path.read_bytes()
    if path.suffix != ".html" or b'class="umb-edition' not in raw:
        return raw
    text = raw.decode("utf-8")
    for pattern, words in BETWEEN:
        text = pattern.sub(words, text)
    return text.encode()


def zipped(contents: dict[str, bytes], day: date) -> bytes:
    """Files as an archive, given by name; the same contents of the same day give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
    return target.getvalue()


def _list(folder: Path) -> None:
    """Write the checksums of all archives."""
    names = sorted((path.name for path in folder.glob("*.zip")), key=lambda name: order(name.removesuffix(".zip")))
    (folder / SUMS).write_text("".join(f"{sha256(folder / name)}  {name}\n" for name in names), "utf-8")
