"""Reads what databases export: RIS, Web of Science and PubMed's tagged files, BibTeX, CSV.

A file is cut into its records first, and each record is read by itself, so
that one that cannot be read takes no other with it: it is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from umbrella.searches.fields import Fields, from_bibtex, from_columns, from_medline, from_ris, from_wos
from umbrella.tables.delimited import read_rows
from umbrella.tables.files import Unreadable, decoded
from umbrella.tables.problems import Problem

RIS, WOS, MEDLINE = re.compile(r"(?m)^TY {1,2}-.*$"), re.compile(r"(?m)^PT .*$"), re.compile(r"(?m)^PMID- ?.*$")
BIBTEX = re.compile(r"(?m)^[ \t]*@[ \t]*(\w+)[ \t]*[{(]")
RIS_END, TAG = re.compile(r"(?m)^ER {1,2}-"), re.compile(r"(?m)^(TI|T1|AU|A1|PY|Y1|DO) {1,2}- ?\S")
KINDS = "RIS, Web of Science (plain text), PubMed (.nbib), BibTeX or CSV with a column for the title"
NO_RECORDS = ("comment", "preamble", "string")


@dataclass(frozen=True)
class Exported:
    """One record of an export: the line it begins at, and what it says; without words where it cannot be read."""

    line: int
    fields: Fields
    why: str = ""


def read_export(raw: bytes, file: str) -> list[Exported]:
    """All records of an export, those that cannot be read among them.

    Args:
        raw: the file's bytes.
        file: its name in messages.

    Raises:
        Unreadable: its encoding or its kind is not known, or nothing in it is a record.
    """
    text = raw.decode("utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else decoded(raw, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if RIS.search(text):
        records = list(_ris(text))
    elif MEDLINE.search(text):
        records = list(_cut(text, MEDLINE, from_medline))
    elif text.lstrip().startswith(("FN ", "PT ")):
        records = list(_cut(text, WOS, from_wos))
    elif BIBTEX.search(text):
        records = list(_bibtex(text))
    else:
        records = _csv(text, file)
    if not records:
        raise Unreadable(Problem(file, 0, "", f"holds no record of {KINDS}"))
    return [_judged(record) for record in records]


def _judged(record: Exported) -> Exported:
    """A record; one that nobody could look up is not readable."""
    if record.why or record.fields.title or record.fields.doi or record.fields.pmid:
        return record
    return Exported(record.line, record.fields, "has no title, DOI or PubMed id")


def _cut(text: str, start: re.Pattern, read: Callable[[str], Fields]) -> Iterator[Exported]:
    """The records of a text by the line that each begins with."""
    starts = [found.start() for found in start.finditer(text)]
    line, before = 1, 0
    for begin, end in zip(starts, [*starts[1:], len(text)]):
        line, before = line + text.count("\n", before, begin), begin
        yield _read(text[begin:end], line, read)


def _read(block: str, line: int, read: Callable[[str], Fields]) -> Exported:
    try:
        return Exported(line, read(block))
    # Whatever a library stumbles over in a stranger's record, the record is listed and the next one read.
    except Exception as error:
        return Exported(line, Fields(), f"cannot be read: {error or type(error).__name__}")


def _ris(text: str) -> Iterator[Exported]:
    """Records of RIS; words of a record outside one, whose first line is missing, are a record that cannot be read."""
    yield from _lost(text[: RIS.search(text).start()], 1)
    for record, block in zip(_cut(text, RIS, from_ris), _blocks(text)):
        yield record
        if end := RIS_END.search(block):
            yield from _lost(block[end.end() :], record.line + block.count("\n", 0, end.end()))


def _lost(text: str, line: int) -> Iterator[Exported]:
    if found := TAG.search(text):
        yield Exported(line + text.count("\n", 0, found.start()), Fields(), "has no line TY, with which a record begins")


def _blocks(text: str) -> Iterator[str]:
    starts = [found.start() for found in RIS.finditer(text)]
    return (text[begin:end] for begin, end in zip(starts, [*starts[1:], len(text)]))


def _bibtex(text: str) -> Iterator[Exported]:
    """Records of BibTeX, each with the abbreviations that the file defines."""
    starts = [(found.start(), found[1].lower()) for found in BIBTEX.finditer(text)]
    ends = [*(begin for begin, _ in starts[1:]), len(text)]
    given = "".join(text[begin:end] for (begin, kind), end in zip(starts, ends) if kind == "string")
    for (begin, kind), end in zip(starts, ends):
        if kind not in NO_RECORDS:
            line = text.count("\n", 0, begin) + 1
            yield _read(text[begin:end], line, lambda block: from_bibtex(given + block))


def _csv(text: str, file: str) -> list[Exported]:
    """Records of a table with named columns."""
    rows, problems = read_rows(text, file)
    if problems:
        raise Unreadable(problems[0])
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if not {"title", "article title", "ti", "primary_title"} & set(header):
        return []
    return [_row(row, header, number) for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]


def _row(row: list[str], header: list[str], number: int) -> Exported:
    if len(row) != len(header):
        return Exported(number, Fields(), f"has {len(row)} cells where the header has {len(header)}")
    return Exported(number, from_columns(dict(zip(header, row))))
