"""From Sphinx's output to a finished site: every page is marked, repaired and filled in, in one pass."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from umbrella.editions.marks import Marks
from umbrella.site.checks import facts_of
from umbrella.site.repairs import OPTIONAL, REPAIRS, UNUSED, repaired

SEARCH = "searchindex.js"
# Pages that no chapter stands behind.
SPHINX_PAGES = {"genindex.html", "search.html"}


def finish(
    work: Path, new: Path, documents: list[str], marks: Marks, places: Mapping[str, str]
) -> dict[str, dict[str, list[str]]]:
    """Write the files of a site from what Sphinx wrote.

    Args:
        work: what Sphinx wrote, now or earlier; stays as it is.
        new: folder of the new site, which is not there yet.
        documents: what the table of contents lists. Sphinx leaves the page of a removed chapter where it is; the site
            does not.
        marks: puts marks on what changed since the last edition.
        places: word by the place that pages hold open for it, as it changes with every edit.

    Returns:
        What the checks need to know of each page, by its path.

    Raises:
        RuntimeError: a repair of the theme matches no page any more.
    """
    pages = {f"{name}.html" for name in documents} | SPHINX_PAGES
    facts, matched = {}, set()
    for source in sorted(path for path in work.rglob("*") if path.is_file()):
        path = source.relative_to(work).as_posix()
        if UNUSED.search(path) or (path.endswith(".html") and path not in pages):
            continue
        raw, target = source.read_bytes(), new / path
        if path in pages:
            text, repairs = repaired(marks.on(raw.decode("utf-8"), path), path)
            for place, word in places.items():
                text = text.replace(place, word)
            matched |= repairs
            facts[path] = facts_of(text)
            raw = text.encode()
        elif path == SEARCH:
            raw = _without_dead_words(raw)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
    if stale := REPAIRS.keys() - OPTIONAL - matched:
        raise RuntimeError("repairs of the theme that match no page any more: " + "; ".join(sorted(stale)))
    return facts


def _without_dead_words(raw: bytes) -> bytes:
    """The search index without words that no page holds any more, which Sphinx keeps from build to build."""
    head, body, tail = re.fullmatch(r"(.*?\()(.*)(\)\s*)", raw.decode("utf-8"), re.S).groups()
    index = json.loads(body)
    for words in ("terms", "titleterms"):
        index[words] = {word: pages for word, pages in sorted(index[words].items()) if pages != []}
    return f"{head}{json.dumps(index, separators=(',', ':'), sort_keys=True)}{tail}".encode()
