"""How a build and its pages grow with the data: the book as it is, and with many times the reviews and findings."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.building import copied, ours, timed
from bench.generated import enlarge

# Prose that says so when it does not hold; of generated data it need not.
CONDITION = re.compile(r"\{eval\}`[^`]*\bholds\([^`]*`")


def larger(root: Path, target: Path, factor: int) -> Path:
    """A copy of a book with many times its data."""
    book = copied(root, target)
    original = book / "original"
    shutil.move(book / "data", original)
    enlarge(original, book / "data", factor)
    for left in original.rglob("*"):
        there = book / "data" / left.relative_to(original)
        if left.is_file() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(left, there)
    shutil.rmtree(original)
    for page in (book / "index.md", *(book / "chapters").rglob("*.md")):
        page.write_text(CONDITION.sub("", page.read_text("utf-8")), "utf-8")
    return book


def pages(site: Path, most: int = 5) -> dict[str, dict[str, float]]:
    """The largest pages of a site: kilobytes as they are and as a server sends them."""
    found = {}
    for page in site.rglob("*.html"):
        raw = page.read_bytes()
        found[page.relative_to(site).as_posix()] = {"kb": len(raw) / 1024, "gz_kb": len(gzip.compress(raw, 6)) / 1024}
    return dict(sorted(found.items(), key=lambda item: -item[1]["kb"])[:most])


def compare(root: Path, factors: tuple[int, ...], told: Callable[[str], None] = lambda text: None) -> dict:
    """Build a book at several sizes.

    Returns:
        By factor ``clean`` in seconds, ``pages``, see :func:`pages`.
    """
    result = {}
    with tempfile.TemporaryDirectory(prefix="umbrella-larger-") as scratch:
        for factor in factors:
            told(f"a book of {factor} times the data")
            book = larger(root, Path(scratch) / str(factor), factor)
            clean = timed(ours("--clean"), book)
            result[str(factor)] = {"clean": clean, "pages": pages(book / "_build" / "html")}
    return result
