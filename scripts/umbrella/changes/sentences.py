"""Sentences of the chapters that speak of what moved, for a person to read again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from umbrella.book import Book
from umbrella.changes.compare import Claim, Reread
from umbrella.prose import Prose
from umbrella.prose.guard import NoLongerSo
from umbrella.prose.inline import Sentence, sentences, value_of
from umbrella.tables import Tables
from umbrella.toc import toc_documents

NO_LONGER = "no longer holds"


def sentences_to_read(root: Path, old: Tables, new: Tables, claims: Iterable[Claim]) -> tuple[Reread, ...]:
    """The sentences of a book that speak of what moved between two states of its data.

    Args:
        root: folder of the book, whose chapters are read as they are now.
        old, new: the states.
        claims: the claims that moved between them.
    """
    claims = tuple(claims)
    before, after = _Values(old), _Values(new)
    metrics = tuple(new["metrics"]["metric"])
    toc, found = root / "_toc.yml", []
    # A folder may hold data alone.
    for document in toc_documents(toc) if toc.is_file() else ():
        file = root / f"{document}.md"
        for sentence in sentences(file.read_text("utf-8")) if file.is_file() else ():
            words = sentence.told(lambda expression: after[expression] or "…")
            why = [*_moved(sentence, before, after), *_named(words, Path(document).name, claims, metrics)]
            if why:
                found.append(Reread(f"{document}.md", sentence.line, words, tuple(dict.fromkeys(why))))
    return tuple(found)


class _Values(dict):
    """Values of inline expressions in a state of the data; None where that state cannot give one."""

    def __init__(self, tables: Tables):
        super().__init__()
        self._names = Prose(Book(tables)).namespace()

    def __missing__(self, expression: str) -> str | None:
        try:
            self[expression] = str(value_of(expression, self._names))
        except NoLongerSo:
            self[expression] = NO_LONGER
        except Exception:  # an older state may lack whatever today's chapters ask for
            self[expression] = None
        return self[expression]


def _moved(sentence: Sentence, before: Mapping, after: Mapping) -> Iterator[str]:
    for expression in sentence.expressions:
        was, now = before[expression], after[expression]
        if now == NO_LONGER:
            yield NO_LONGER
        elif was != now and was is not None:
            yield f"{was} before, {'cannot be said' if now is None else now} now"


def _named(words: str, chapter: str, claims: Iterable[Claim], metrics: Iterable[str]) -> Iterator[str]:
    """Claims that the words of a sentence name: the region with the metric, or with none in the modality's chapter."""
    for claim in claims:
        if _says(words, claim.region) and (
            _says(words, claim.metric)
            or (chapter == claim.modality and not any(_says(words, metric) for metric in metrics))
        ):
            yield f"speaks of {claim.modality}, {claim.region}, {claim.metric}"


def _says(words: str, term: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(term)}(?![\w/])", words, re.I) is not None
