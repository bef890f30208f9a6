"""Reads archives of editions: size and shape are looked at before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

# Bytes of one file and of all, and how many files: far more than a site has, far less than a disk.
LARGEST, WHOLE, MOST = 100_000_000, 2_000_000_000, 100_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


def contents(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, bytes]]:
    """The files of an archive, one after the other.

    Args:
        path: the archive.
        wanted: which files to unpack, by their names.

    Yields:
        Name and content of each.

    Raises:
        ValueError: it is no archive, or of a size or shape that no edition has; before the first file is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if fault := _fault(entries):
                raise refused(path, fault)
            for entry in entries:
                if wanted(entry.filename):
                    # Never more than the size that the entry states.
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError) as error:
        raise refused(path, str(error)) from error


def names(path: Path) -> list[str]:
    """Names of the files of an archive.

    Raises:
        ValueError: as :func:`contents` does.
    """
    found: list[str] = []
    # Each is asked for, and none unpacked.
    list(contents(path, lambda name: bool(found.append(name))))
    return found


def refused(path: Path, fault: str) -> ValueError:
    """The error for an archive that is none of an edition."""
    return ValueError(f"{path.parent.name}/{path.name} is not the archive of an edition: {fault}")


def _fault(entries: list[zipfile.ZipInfo]) -> str | None:
    """What no archive of an edition has; None when all is well."""
    if len(entries) > MOST:
        return f"it holds {len(entries):,} files; {MOST:,} are allowed"
    if sum(entry.file_size for entry in entries) > WHOLE:
        return f"it would unpack to more than {WHOLE:,} bytes"
    names: set[str] = set()
    for entry in entries:
        if fault := _entry_fault(entry):
            return f"{entry.filename!r} in it {fault}"
        if entry.filename in names:
            return f"{entry.filename!r} is in it twice"
        names.add(entry.filename)
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    if both := sorted(names & folders):
        return f"{both[0]!r} in it is a file and a folder"
    return None


def _entry_fault(entry: zipfile.ZipInfo) -> str | None:
    name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
    if name.startswith("/") or "\\" in name or {"..", ".", ""} & set(name.split("/")):
        return "leads out of it"
    if not name.isprintable():
        return "has a name with control signs"
    if kind not in (0, stat.S_IFREG):
        return "is no plain file"
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in METHODS:
        return "is packed in a way that is not known"
    if entry.file_size > LARGEST:
        return f"has {entry.file_size:,} bytes; {LARGEST:,} are allowed"
    return None
