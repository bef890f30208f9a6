"""From Sphinx's output to a finished site: every page is marked, repaired and filled in, in one pass."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from umbrella import printing
from umbrella.editions.marks import Marks
from umbrella.keeping import files_in, folder_digest, kept, sha
from umbrella.site import long_tables
from umbrella.site.checks import facts_of
from umbrella.site.repairs import OPTIONAL, REPAIRS, UNUSED, repaired
from umbrella.site.weight import icons, lighten

SEARCH = "searchindex.js"
# Pages that no chapter stands behind.
SPHINX_PAGES = {"404.html", "search.html"}


@dataclass
class Finished:
    """A site that was written.

    Attributes:
        facts: what the checks need to know of each page, by its path.
        digest: of all that prints are made from: the site without prints, and the code that prints.
    """

    facts: dict[str, dict[str, list[str]]]
    digest: str


def finish(
    work: Path, new: Path, documents: list[str], marks: Marks, places: Mapping[str, str], path: re.Pattern, code: str
) -> Finished:
    """Write the files of a site from what Sphinx wrote, and the prints of just these pages.

    Args:
        work: what Sphinx wrote, now or earlier; stays as it is.
        new: folder of the new site, which is not there yet.
        documents: what the table of contents lists. Sphinx leaves the page of a removed chapter where it is; the site
            does not.
        marks: puts marks on what changed since the last edition.
        places: word by the place that pages hold open for it, as it changes with every edit.
        path: finds paths of the machine, see :func:`umbrella.execute.chapter.machine_path`.
        code: digest of the package. A page that Sphinx wrote as it did before is as it was finished then.

    Raises:
        RuntimeError: a repair of the theme matches no page any more, or its icons are not where they were.
    """
    pages = {f"{name}.html" for name in documents} | SPHINX_PAGES
    earlier, key, pieces = new.parent / "umbrella" / "finished", f"{code}{marks.key}{path.pattern}", {}
    for name in files_in(work):
        if UNUSED.search(name) or (name.endswith(".html") and name not in pages):
            continue
        raw, target = (work / name).read_bytes(), new / name
        if name in pages:
            pieces[name] = _piece(raw, name, marks, path, earlier / f"{name}.json", key)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_without_dead_words(raw) if name == SEARCH else raw)
    matched = {repair for piece in pieces.values() for repair in piece["repairs"]}
    if stale := REPAIRS.keys() - OPTIONAL - matched:
        raise RuntimeError("repairs of the theme that match no page any more: " + "; ".join(sorted(stale)))
    lighten(new, {icon for piece in pieces.values() for icon in piece["icons"]}, earlier / "fonts")
    texts = {name: _filled(piece["text"], places) for name, piece in pieces.items()}
    made_from = [folder_digest(new), folder_digest(Path(printing.__file__).parent), *map(list, sorted(texts.items()))]
    digest = sha(json.dumps(made_from))
    found = set(printing.prints_of(new.parent, digest))
    for name in found:
        (new / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(new.parent / printing.FOLDER / name, new / name)
    for name, text in texts.items():
        texts[name] = printing.with_prints(text, name, new.parent, found)
        page, rest = long_tables.cut(texts[name], name)
        for file, content in ((name, page), *rest.items()):
            (new / file).parent.mkdir(parents=True, exist_ok=True)
            (new / file).write_text(content, "utf-8")
    return Finished({name: piece["facts"] for name, piece in pieces.items()}, digest)


def _piece(raw: bytes, name: str, marks: Marks, path: re.Pattern, file: Path, key: str) -> dict:
    """A page with its marks and repairs, and what is to be known of it; as it was kept when it was the same."""
    own = sha(f"{key}{name}{sha(raw)}")
    if (known := kept(file)).get("key") == own:
        return known
    text, repairs = repaired(marks.on(raw.decode("utf-8"), name), name)
    facts = facts_of(text, path)
    known = {"key": own, "text": text, "repairs": sorted(repairs), "icons": sorted(icons(text)), "facts": facts}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known), "utf-8")
    return known


def _filled(text: str, places: Mapping[str, str]) -> str:
    """A page with the words that change with every edit."""
    for place, word in places.items():
        text = text.replace(place, word)
    return text


def _without_dead_words(raw: bytes) -> bytes:
    """The search index without words that no page holds any more, which Sphinx keeps from build to build."""
    head, body, tail = re.fullmatch(r"(.*?\()(.*)(\)\s*)", raw.decode("utf-8"), re.S).groups()
    index = json.loads(body)
    for words in ("terms", "titleterms"):
        index[words] = {word: pages for word, pages in sorted(index[words].items()) if pages != []}
    return f"{head}{json.dumps(index, separators=(',', ':'), sort_keys=True)}{tail}".encode()
