"""The files of a new book: the starter of the package, filled with what was asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from umbrella.markup import to_latex
from umbrella.new_review import document_of, page_of
from umbrella.options import engine_version
from umbrella.starting.asked import STARTER, Asked, kinds
from umbrella.tables.contract import read_contract

PLACE = re.compile(r"<<(\w+)>>")
MODALITY = "modality.md"
# Reviews and modalities of the examples.
REVIEWS = {"example2019a": "Example A 2019", "example2021b": "Example B 2021", "example2023c": "Example C 2023"}
MODALITIES = {"example-one": "First example", "example-two": "Second example"}
# Chapters that a book has for a reason only: it implements a published review, or it has links.
LATER = ("source-audit", "clinical-links")


def files_of(asked: Asked, day: date) -> dict[str, str]:
    """Every file of a new book by its path, but for what :func:`umbrella.syncing.derived` derives.

    Args:
        asked: the answers.
        day: the day it is started.
    """
    places = _places(asked, day)
    files = {}
    for path in sorted(STARTER.rglob("*")):
        name = path.relative_to(STARTER).as_posix()
        if path.is_file() and name not in ("kinds.toml", MODALITY, *(f"chapters/{later}.md" for later in LATER)):
            files[_visible(name)] = filled(path.read_text("utf-8"), places, name)
    for name, label in MODALITIES.items():
        files[f"chapters/{name}.md"] = modality_chapter(name, label, places)
    for key, label in REVIEWS.items():
        files[f"{document_of(key)}.md"] = page_of(key, label)
    for table in read_contract(STARTER / "data").tables.values():
        files.setdefault(f"data/{table.path}", ",".join(table.fields) + "\n")
    return _with_source(files, asked, places) if asked.published else files


def _visible(name: str) -> str:
    """The path in the book of a file of the starter, whose hidden ones are packed in sight."""
    return "/".join(part.replace("dot-", ".", 1) if part.startswith("dot-") else part for part in PurePosixPath(name).parts)


def filled(text: str, places: Mapping[str, str], name: str) -> str:
    """A file of the starter with its places filled; in settings and heads of pages a place stands between quotation marks."""
    quoted = name != "README.md"
    return PLACE.sub(lambda place: json.dumps(places[place[1]], ensure_ascii=False)[1:-1] if quoted else places[place[1]], text)


def modality_chapter(name: str, label: str, words: Mapping[str, str]) -> str:
    """The chapter of a modality, in the words of the book."""
    return filled((STARTER / MODALITY).read_text("utf-8"), {**words, "name": name, "label": label}, MODALITY)


def chapter_text(name: str, words: Mapping[str, str]) -> str | None:
    """A chapter that the package brings along, in the words of the book; None where it knows none of that name."""
    path = STARTER / "chapters" / f"{name}.md"
    return filled(path.read_text("utf-8"), words, path.name) if path.is_file() else None


def offered() -> list[str]:
    """The chapters that the package brings along."""
    return sorted(path.stem for path in (STARTER / "chapters").glob("*.md"))


def word_places(words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Places that hold what a book calls its things, from singular and plural by thing."""
    named = {
        "modality": "modalities", "region": "regions", "metric": "metrics", "person": "people", "control": "controls",
    }  # fmt: skip
    things = {"person": words["people"], **{thing: words[thing] for thing in ("modality", "region", "metric", "control")}}
    places = {}
    for one, several in named.items():
        places[one], places[several] = things[one]
    return {**places, "Modalities": places["modalities"][:1].upper() + places["modalities"][1:]}


def _places(asked: Asked, day: date) -> dict[str, str]:
    kind = kinds()[asked.kind]
    pooled = {
        f"{column}_{number}": value
        for number, row in zip(("one", "two"), kind["pooled"])
        for column, value in zip(("measure", "value", "low", "high"), row)
    }
    return {
        **word_places(asked.words), **pooled,
        "title": asked.title, "authors": asked.authors, "repository": asked.repository, "baseurl": "", "harm": kind["harm"], "told": kind["told"],
        "description": "A living umbrella review as an executable book. Its numbers are computed from curated tables, and its claims lead back to a review and a place in a source.",
        "today": day.isoformat(), "round": f"{day:%Y-%m}", "year": str(day.year), "engine": engine_version(),
        "next": day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat(),
    }  # fmt: skip


def _with_source(files: Mapping[str, str], asked: Asked, places: Mapping[str, str]) -> dict[str, str]:
    """The files of a book that implements a published review, of which all there is to fill in is marked."""
    day, search = places["today"], places["round"]
    title = asked.published.replace('"', "'")
    added = {
        "data/sources.csv": f'source,,umbrella review,{search},"{title}",,,,EXAMPLE: say what of it was read\n',
        "data/references.bib": f"\n@article{{source,\n  author = {{{{EXAMPLE: its authors}}}},\n  title = {{{to_latex(asked.published)}}},\n"
        f"  journal = {{EXAMPLE: its journal}},\n  year = {{{places['year']}}}\n}}\n",
        "data/published-ratings.csv": "low,1,example2019a,source,EXAMPLE\nmoderate,1,example2021b,source,EXAMPLE\n",
        "data/selection.csv": f"{search},included,reviews included,EXAMPLE,3,source,EXAMPLE,\n"
        f"{search},identification,records identified,EXAMPLE,100,source,EXAMPLE,\n",
        "data/audit.csv": "A001,source,EXAMPLE,EXAMPLE: the source includes three reviews,3,box_follows,box=reviews included,EXAMPLE,\n",
        "data/findings.csv": f"F0008,example2023c,example-two,,first {places['region']},,,{places['metric']} two,increased,all,,,,,source,EXAMPLE,{day},EXAMPLE\n",
    }  # fmt: skip
    toc = files["_toc.yml"].replace("      - file: chapters/explorer\n", "      - file: chapters/source-audit\n      - file: chapters/explorer\n")
    audit = chapter_text("source-audit", places)
    return {**files, **{path: files[path] + more for path, more in added.items()}, "_toc.yml": toc, "chapters/source-audit.md": audit}
