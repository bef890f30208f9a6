"""What each page depends on, and whether that is as it was when the page was last made."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import yaml

from umbrella.keeping import digest_of, keep, kept, sha
from umbrella.tables import DataError, Tables, find_data, load
from umbrella.tables.parts import is_part, told

# Besides the data it reads, a chapter's output depends on these, relative to the book's root. The table of
# contents is among them, as chapters link to pages that a book may or may not have.
SHARED = ("_config.yml", "_toc.yml", "requirements.txt")
# The package that is running.
CODE = Path(__file__).resolve().parents[2]
# Pages that are alike, and what a head must say for them to be filled.
TEMPLATES = CODE / "umbrella" / "templates"
HEAD, PLACE = re.compile(r"---\n((?:\w+:.*\n)*template:(?:.*\n)+?)---\n"), re.compile(r"<<(\w+)>>")


def matching(root: Path, patterns: Iterable[str]) -> list[str]:
    """Files that match the patterns, sorted, without what Python and tests leave behind."""
    found = {path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path and not path.startswith((".", "_build")))


def shared_digest(root: Path) -> str:
    """Digest of what every chapter's output depends on: package, configuration, locked environment, Python."""
    code = digest_of(CODE, matching(CODE, ("umbrella/**/*.py", "umbrella/**/*.json", "umbrella/show/*.js")))
    return sha(code + digest_of(root, matching(root, SHARED)) + sys.version)


def chapter_text(chapter: Path) -> str:
    """A chapter's text; one whose head names a template is that template, filled with what else its head says.

    Raises:
        ValueError: there is no such template, or the head does not say what its places ask for.
    """
    text = chapter.read_text("utf-8")
    if not (head := HEAD.match(text)):
        return text
    said = yaml.safe_load(head[1])
    template = TEMPLATES / f"{said['template']}.md"
    try:
        if template.parent != TEMPLATES:
            raise FileNotFoundError(template)
        texts = {name: json.dumps(str(text), ensure_ascii=False)[1:-1] for name, text in said.items()}
        return PLACE.sub(lambda place: texts[place[1]], template.read_text("utf-8"))
    except (KeyError, FileNotFoundError) as error:
        raise ValueError(f"{chapter.name}: its head names no template, or lacks what the template asks for: {error}") from error


class Memory:
    """What pages depended on when they were last made, kept in a file beside the build.

    A record per page: ``source`` (digest of its text and of the table of
    contents), and for its ``cells`` and its ``text`` the shared digest and
    the digests of the data files, and parts of them, that were read.

    Everything is read once. When the book changes while a build runs, a digest
    is thus never noted for outputs that were made from something newer, and the
    next build makes them again; for that, digests are taken before tables are read.
    """

    def __init__(self, root: Path, file: Path):
        self.root = root
        self.data = find_data(root)
        self.file = file
        self.shared = shared_digest(root)
        self.toc = digest_of(root, ["_toc.yml"])
        # A damaged memory is forgotten, which costs time and nothing else.
        self.records: dict[str, dict] = {page: part for page, part in kept(file).items() if isinstance(part, dict)}
        files = (path.relative_to(self.data).as_posix() for path in self.data.rglob("*") if path.is_file())
        self._digests = {path: digest_of(self.data, [path]) for path in files}
        self._sources: dict[Path, str] = {}

    @cached_property
    def tables(self) -> Tables:
        """The book's tables, read when first asked for.

        Raises:
            DataError: they do not keep the contract.
        """
        return load(self.data)

    def source(self, chapter: Path) -> str:
        """A chapter's text, its template filled, read when first asked for."""
        if chapter not in self._sources:
            self._sources[chapter] = chapter_text(chapter)
        return self._sources[chapter]

    def reads(self, paths: Iterable[str]) -> dict[str, str]:
        """Digest by name of some data files and parts of them."""
        for path in paths:
            if path not in self._digests:
                self._digests[path] = self._part_digest(path) if is_part(path) else "missing"
        return {path: self._digests[path] for path in sorted(paths)}

    def _part_digest(self, name: str) -> str:
        try:
            return self.tables.part_digest(name)
        except (DataError, LookupError, ValueError, AttributeError, ImportError) as error:
            return f"cannot be read: {type(error).__name__}"  # like no digest of before, so the page is made again

    def why_stale(self, page: str, part: str) -> str | None:
        """Why a page's cells (or text) must be evaluated again; None when they need not."""
        record = self.records.get(page, {}).get(part)
        if record is None:
            return "not evaluated before"
        if record["shared"] != self.shared:
            return "the package, the configuration or the environment changed"
        now = self.reads(record["reads"])
        changed = [told(path) for path, digest in record["reads"].items() if now[path] != digest]
        return f"{', '.join(changed)} changed" if changed else None

    def why_outdated(self, page: str, source: str) -> str | None:
        """Why a page must be read again; None when it need not."""
        record = self.records.get(page, {})
        if record.get("source") != self.source_digest(source):
            return "its text or the table of contents changed" if record else "new"
        return next((why for part in ("cells", "text") if part in record and (why := self.why_stale(page, part))), None)

    def source_digest(self, source: str) -> str:
        """Digest of a page's text and of the table of contents it stands in."""
        return sha(source + self.toc)

    def note(self, page: str, part: str, paths: Iterable[str]) -> None:
        """Remember what a page's cells (or text) read."""
        self.records.setdefault(page, {})[part] = {"shared": self.shared, "reads": self.reads(paths)}

    def save(self) -> None:
        """Write the memory, whole or not at all."""
        keep(self.file, self.records)
