"""Writes version and date of an edition into ``edition.toml``, and the edition into the record of changes.

Both files are edited as text, so that comments and order stay; what comes out
is read again to see that it says what it should, and nothing else moved.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date

BLOCK = re.compile(r"(?m)^(?=\[\[)")
SECTION = re.compile(r"(?ms)^\[edition\][^\n]*\n(.*?)(?=^\[|\Z)")


def stamped(text: str, version: str, day: date, doi: str = "") -> str:
    """``edition.toml`` with another version, date and DOI.

    Raises:
        ValueError: it has no version and date under ``[edition]``.
    """
    values = {"version": json.dumps(version), "date": day.isoformat(), "doi": json.dumps(doi)}
    section = SECTION.search(text)
    body = section[1] if section else ""
    for name, value in values.items():
        line = f"{name} = {value}"
        body, count = re.subn(rf"(?m)^{name}\s*=[^\n#]*", f"{line} " if "#" in body else line, body, count=1)
        if not count and name == "doi":
            body, count = re.subn(r"(?m)^(date\s*=[^\n]*\n)", rf"\g<1>{line}\n", body, count=1)
        if not count:
            raise ValueError(f"edition.toml has no {name} under [edition]")
    new = text[: section.start(1)] + body + text[section.end(1) :]
    wanted = tomllib.loads(text)
    wanted["edition"] |= {"version": version, "date": day, "doi": doi}
    if tomllib.loads(new) != wanted:
        raise ValueError("edition.toml cannot be stamped; write version, date and doi on lines of their own")
    return new


def recorded(text: str, entry: Mapping[str, object], doi_of: Mapping[str, str] | None = None) -> str:
    """``changes.toml`` with an edition in its place at the top of the record, or instead of one of the same version.

    Args:
        text: the record as it is; empty when there is none.
        entry: ``version``, ``date``, ``doi``, ``kept``, ``summary`` and ``changes`` of the edition.
        doi_of: DOIs by version, for editions of the record that have none yet.
    """
    head, *blocks = BLOCK.split(text)
    rest = [_with_doi(block, doi_of or {}) for block in blocks if _version(block) != entry["version"]]
    before = tomllib.loads("".join(rest))
    new = "".join([f"{head.rstrip()}\n\n" if head.strip() else "", _block(entry), *rest])
    read = tomllib.loads(new)
    if read["edition"][0] != dict(entry) or read["edition"][1:] != before.get("edition", []):
        raise ValueError("changes.toml cannot be written: begin each [[edition]] on a line of its own")
    return new


def _version(block: str) -> str | None:
    return tomllib.loads(block).get("edition", [{}])[0].get("version")


def _with_doi(block: str, doi_of: Mapping[str, str]) -> str:
    """An edition's block with its DOI, when that is known now and was not."""
    version = _version(block)
    doi = doi_of.get(version or "", "")
    if not doi or tomllib.loads(block)["edition"][0].get("doi"):
        return block
    block = re.sub(r"(?m)^doi\s*=[^\n]*\n", "", block, count=1)
    return re.sub(r"(?m)^(version\s*=[^\n]*\n)", rf"\g<1>doi = {json.dumps(doi)}\n", block, count=1)


def _block(entry: Mapping[str, object]) -> str:
    return "[[edition]]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in entry.items()) + "\n"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if "\n" in text and "'''" not in text:
        return f"'''\n{text}'''"
    # A JSON string is a TOML one, but for this letter.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
