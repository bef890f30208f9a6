"""The one way a file of strangers is opened: a regular file, of limited size, as UTF-8.

A pipe, a device, a folder, a link that leads to itself, an endless file or
another encoding is a :class:`Problem` at once, never a wait and never a traceback.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from umbrella.tables.problems import Problem

LIMIT = 64 << 20
# How files of spreadsheets begin: those that are archives, and those of old.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
WORDS = {
    errno.ENOENT: "the file is missing",
    errno.ENOTDIR: "the file is missing; what should be its folder is a file",
    errno.ELOOP: "is a link that leads to itself; put the file there",
    errno.EISDIR: "is a folder; it must be a file",
    errno.EACCES: "may not be read; change its permissions",
    errno.ENAMETOOLONG: "has a name that is too long",
}


class Unreadable(Exception):
    """A file that cannot be read.

    Attributes:
        problem: which one and why.
    """

    def __init__(self, problem: Problem):
        self.problem = problem
        super().__init__(str(problem))


def read_file(path: Path, file: str, limit: int = LIMIT) -> bytes:
    """The bytes of a file.

    Args:
        path: where it is.
        file: its name in messages.
        limit: the most bytes it may have.

    Raises:
        Unreadable: there is no such file, it is no regular one, or it is larger.
    """
    try:
        # Asked before it is opened: to open a pipe is to wait for who writes into it.
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, "")
        if not stat.S_ISREG(kind):
            raise Unreadable(Problem(file, 0, "", "is a pipe or a device; it must be a file"))
        with open(path, "rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        words = WORDS.get(error.errno, f"cannot be read: {error.strerror}")
        raise Unreadable(Problem(file, 0, "", words)) from error
    if len(raw) > limit:
        raise Unreadable(Problem(file, 0, "", f"is larger than {limit >> 20} MB"))
    return raw


def decoded(raw: bytes, file: str) -> str:
    """Bytes as text in UTF-8, with or without a byte order mark.

    Raises:
        Unreadable: they are in another encoding; the row is that of the first byte that shows it.
    """
    if raw.startswith(WORKBOOKS):
        words = "is a workbook, not a CSV file; save its sheet as 'CSV UTF-8', or read it back with umbrella sheet --read"
        raise Unreadable(Problem(file, 0, "", words))
    # Without a mark, UTF-16 shows by the zero byte beside the first letter.
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]:
        raise Unreadable(Problem(file, 0, "", f"is saved as UTF-16; save it as {_utf8(file)}"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as {_utf8(file)}"
        raise Unreadable(Problem(file, row, "", message)) from error


def read_text(path: Path, file: str, limit: int = LIMIT) -> str:
    """The text of a file, its line ends as they are.

    Raises:
        Unreadable: as :func:`read_file` and :func:`decoded`.
    """
    return decoded(read_file(path, file, limit), file)


def _utf8(file: str) -> str:
    """What spreadsheets call the encoding, or what everybody else calls it."""
    return "UTF-8" if file.endswith((".toml", ".json", ".bib", ".txt")) else "'CSV UTF-8'"
