"""A noun after a count: the one rule on number for prose, audit and messages."""

from __future__ import annotations

IRREGULAR = {
    "modality": "modalities",
    "study": "studies",
    "category": "categories",
    "analysis": "analyses",
    "database": "databases",
    "family": "families",
}


def noun(n: int, thing: str) -> str:
    """A thing in the number that a count of it asks for; none is told as ``no review``, in the singular."""
    head, _, last = thing.rpartition(" ")
    return thing if n in (0, 1) else f"{head} {IRREGULAR.get(last, f'{last}s')}".strip()


def counted(n: int, thing: str) -> str:
    """A count in digits with its noun: ``1 review``, ``2,000 reviews``, ``no review``."""
    return f"{n:,} {noun(n, thing)}" if n else f"no {thing}"
