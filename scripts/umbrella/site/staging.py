"""From Sphinx's output to a finished site, doing again only what changed.

Sphinx writes into ``work``; ``staged`` holds the same files, repaired. Pages
whose raw text is as it was are neither repaired nor parsed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from umbrella.site.checks import facts_of, problems_of
from umbrella.site.repairs import OPTIONAL, REPAIRS, UNUSED, repaired

INDEX = "staged.json"
SEARCH = "searchindex.js"
# Pages that no chapter stands behind.
SPHINX_PAGES = {"genindex.html", "search.html"}


class Staging:
    """The finished files, and what is known of each.

    Attributes:
        files: per path of the site: digest of the raw file and, for pages,
            the facts checked and the repairs that matched.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.staged = folder / "staged"
        self.files: dict[str, dict] = self._read()

    def _read(self) -> dict[str, dict]:
        """The index of the last build; without a sound one everything is staged anew."""
        try:
            return json.loads((self.folder / INDEX).read_text("utf-8"))
        except (OSError, ValueError):
            shutil.rmtree(self.staged, ignore_errors=True)
            return {}

    def update(self, work: Path, documents: list[str]) -> int:
        """Bring the finished files up to date with Sphinx's output.

        Args:
            work: what Sphinx wrote, now or earlier.
            documents: what the table of contents lists. Sphinx leaves the
                page of a removed chapter where it is; the site does not.

        Returns:
            How many pages were new or changed.

        Raises:
            RuntimeError: a repair of the theme matches no page any more.
        """
        pages = {f"{name}.html" for name in documents} | SPHINX_PAGES
        listed = (path for path in _listing(work) if path in pages or not path.endswith(".html"))
        sources = {path: work / path for path in listed if not UNUSED.search(path)}
        for gone in self.files.keys() - sources.keys():
            (self.staged / gone).unlink(missing_ok=True)
            del self.files[gone]
        written = sum(self._stage(path, source) for path, source in sources.items())
        self._save()
        matched = {name for facts in self.files.values() for name in facts.get("repairs", ())}
        if stale := REPAIRS.keys() - OPTIONAL - matched:
            raise RuntimeError("repairs of the theme that match no page any more: " + "; ".join(sorted(stale)))
        return written

    def _stage(self, path: str, source: Path) -> bool:
        """Bring one file up to date; True for a page that changed."""
        raw = source.read_bytes()
        digest, target = hashlib.sha256(raw).hexdigest(), self.staged / path
        known = self.files.get(path)
        if known and known["raw"] == digest and target.is_file():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        page = path.endswith(".html")
        if page:
            text, repairs = repaired(raw.decode("utf-8"))
            target.write_text(text, "utf-8")
            self.files[path] = {"raw": digest, "repairs": repairs, "facts": facts_of(text)}
        else:
            target.write_bytes(_without_dead_words(raw) if path == SEARCH else raw)
            self.files[path] = {"raw": digest}
        return page

    def _save(self) -> None:
        new = self.folder / f"{INDEX}.new"
        new.write_text(json.dumps(self.files, sort_keys=True), "utf-8")
        os.replace(new, self.folder / INDEX)

    def problems(self, documents: list[str]) -> list[str]:
        """What is wrong with the finished files."""
        pages = {path: known["facts"] for path, known in self.files.items() if "facts" in known}
        return problems_of(pages, self.files.keys(), documents)


def fill_places(site: Path, words: Mapping[str, str]) -> None:
    """Put words in the places that pages hold open: what changes with every edit must not make all pages anew.

    Args:
        site: folder of the site; its pages are changed.
        words: word by place.
    """
    for page in site.rglob("*.html"):
        before = after = page.read_bytes()
        for place, word in words.items():
            after = after.replace(place.encode(), word.encode())
        if after != before:
            page.write_bytes(after)


def _without_dead_words(raw: bytes) -> bytes:
    """The search index without words that no page holds any more, which Sphinx keeps from build to build."""
    head, body, tail = re.fullmatch(r"(.*?\()(.*)(\)\s*)", raw.decode("utf-8"), re.S).groups()
    index = json.loads(body)
    for words in ("terms", "titleterms"):
        index[words] = {word: pages for word, pages in sorted(index[words].items()) if pages != []}
    return f"{head}{json.dumps(index, separators=(',', ':'), sort_keys=True)}{tail}".encode()


def _listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
