"""What a book's table of contents lists."""

from __future__ import annotations

from pathlib import Path

import yaml


def contents(toc: Path) -> list[tuple[str, str, int]]:
    """Document (without suffix), caption of its part, and depth, in the order of a table of contents, its root first.

    Args:
        toc: ``_toc.yml``.
    """
    content = yaml.safe_load(toc.read_text("utf-8"))
    found = [(content["root"], "", 0)]

    def visit(node: dict, part: str, depth: int) -> None:
        for entry in node.get("chapters", []) + node.get("sections", []):
            if "file" in entry:
                found.append((entry["file"], part, depth))
            visit(entry, part, depth + 1)
        for inner in node.get("parts", []):
            visit(inner, inner.get("caption", ""), depth)

    visit(content, "", 0)
    return [(name.removesuffix(".md"), part, depth) for name, part, depth in found]


def toc_documents(toc: Path) -> list[str]:
    """The documents alone."""
    return [document for document, _, _ in contents(toc)]
