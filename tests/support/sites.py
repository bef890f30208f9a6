"""Built sites as files, and what differs between two of them."""

from __future__ import annotations

from pathlib import Path


def files(folder: Path) -> dict[str, bytes]:
    """All files of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Files that are not the same in two sites."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
