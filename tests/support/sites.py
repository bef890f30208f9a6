"""Built sites as files, what differs between two of them, and the two that must not differ."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from books import SmallBook
from umbrella.keeping import files_in
from umbrella.site.checks import facts_of, problems_of
from umbrella.toc import toc_documents


def files(folder: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Files that are not the same in two sites."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def both_builds(book: SmallBook, elsewhere: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The site of the next build, and that of a clean one of a copy in another folder; made side by side."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    clean = SmallBook.at(elsewhere, book.root)
    with ThreadPoolExecutor() as pool:
        for result in (pool.submit(book.build), pool.submit(clean.build, "--clean")):
            assert result.result().returncode == 0, result.result().stderr
    return files(book.root / "_build" / "html"), files(clean.root / "_build" / "html")


def site_problems(site: Path, toc: Path) -> list[str]:
    """What is wrong with a site on disk: missing pages, traces of errors, broken links and fragments."""
    files = set(files_in(site))
    pages = {name: facts_of((site / name).read_text("utf-8")) for name in sorted(files) if name.endswith(".html")}
    return problems_of(pages, files, toc_documents(toc), toc.parent / "data")
