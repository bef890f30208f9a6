"""Digests, and files of state that are written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path


def sha(content: str | bytes) -> str:
    """SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def digest_of(root: Path, paths: Iterable[str]) -> str:
    """SHA-256 over names and bytes of files, given relative to a folder; a missing one counts as such."""
    total = hashlib.sha256()
    for path in paths:
        file = root / path
        name = f"{path}\0".encode("utf-8", "surrogateescape")
        total.update(name + (file.read_bytes() if file.is_file() else b"\0missing") + b"\0")
    return total.hexdigest()


def files_in(folder: Path) -> list[str]:
    """Paths of all files of a folder, relative to it, sorted, without what Python leaves behind."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def folder_digest(folder: Path) -> str:
    """SHA-256 over names and bytes of all files of a folder; empty when there is none."""
    return digest_of(folder, files_in(folder)) if folder.is_dir() else ""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that whoever reads it, also after a power cut, finds all of the old content or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def keep(path: Path, state: object) -> None:
    """Keep a state as JSON, whole or not at all."""
    write_whole(path, json.dumps(state, indent=1, sort_keys=True) + "\n")


def kept(path: Path) -> dict:
    """A mapping that was kept; an empty one where there is none, or where it cannot be read any more."""
    try:
        state = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}
