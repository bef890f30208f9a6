"""Versions of editions: semantic (1.2.0) or by the calendar (2027.11), ordered by their numbers."""

from __future__ import annotations

import re
from datetime import date

SEMANTIC, CALENDAR = "semantic", "calendar"
# semver.org without pre-releases; calver.org as YYYY.MM and YYYY.MM.MICRO.
FORMS = {
    CALENDAR: re.compile(r"2\d{3}\.(0?[1-9]|1[0-2])(\.(0|[1-9]\d*))?"),
    SEMANTIC: re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"),
}
EXAMPLES = {SEMANTIC: "1.2.0", CALENDAR: "2027.11"}


def scheme(version: str) -> str:
    """How a version is numbered: ``semantic`` or ``calendar``.

    Raises:
        ValueError: it is neither.
    """
    for name, form in FORMS.items():
        if form.fullmatch(version):
            return name
    examples = " nor ".join(f"{name} ({example})" for name, example in EXAMPLES.items())
    raise ValueError(f"{version!r} is no version: neither {examples}")


def order(version: str) -> tuple[int, ...]:
    """What versions are compared by: their numbers; a missing last one counts as nought.

    Raises:
        ValueError: it is not a version.
    """
    scheme(version)
    numbers = [int(number) for number in version.split(".")]
    return (*numbers, *[0] * (3 - len(numbers)))


def refuse_unfit(version: str, day: date, present: str, last: tuple[str, date] | None) -> None:
    """Whether an edition may follow.

    Args:
        version: of the edition to be made.
        day: its date.
        present: version that the book bears now.
        last: version and date of the last edition that was made; None before the first.

    Raises:
        ValueError: it is no version, numbered otherwise than the book's, not newer than the last edition
            (one that the book bears but that was never made may be), or dated before it.
    """
    if scheme(version) != scheme(present):
        raise ValueError(f"the book's versions are {scheme(present)}, as {present} is; {version} is not")
    if last is not None and order(version) <= order(last[0]):
        raise ValueError(f"{version} is not newer than {last[0]}, the last edition; editions are never made again")
    if order(version) < order(present):
        raise ValueError(f"{version} is not newer than {present}, the version in edition.toml")
    if scheme(version) == CALENDAR and order(version)[:2] != (day.year, day.month):
        raise ValueError(f"{version} does not name the month of its date, {day.isoformat()}")
    if last is not None and day < last[1]:
        raise ValueError(f"{day.isoformat()} is before the date of the last edition, {last[1].isoformat()}")
