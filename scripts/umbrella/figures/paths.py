"""Paths of drawings in few bytes: lines are most of a drawing's weight."""

from __future__ import annotations

import re

DATA = re.compile(r'(?<= d=")[^"]+')
PART = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
# A letter before each point, as matplotlib writes paths.
STRAIGHT = re.compile(r"M[^A-Za-z]+(?:[ML][^A-Za-z]+|z\s*)*")


def lightened(drawing: str) -> str:
    """A drawing (SVG) with every path of straight lines told in steps of tenths of a pixel from point to point."""
    return DATA.sub(lambda data: _in_steps(data[0]), drawing)


def _in_steps(data: str) -> str:
    """A path in relative steps, rounded where it stands so that no error adds up; one with curves as it is."""
    if not STRAIGHT.fullmatch(data):
        return data
    parts = PART.findall(data)
    told, here, first, position = [], (0, 0), (0, 0), 0
    while position < len(parts):
        command = parts[position]
        if command == "z":
            told.append("z")
            here, position = first, position + 1
            continue
        there = (round(float(parts[position + 1]) * 10), round(float(parts[position + 2]) * 10))
        told.append(f"{command.lower()}{_pair(there[0] - here[0], there[1] - here[1])}")
        first = there if command == "M" else first
        here, position = there, position + 3
    return "".join(told)


def _pair(right: int, down: int) -> str:
    """Two numbers of tenths, with a blank between them where no sign parts them."""
    one, other = _number(right), _number(down)
    return f"{one}{other}" if other.startswith("-") else f"{one} {other}"


def _number(tenths: int) -> str:
    """Tenths as a decimal in the fewest letters: ``-.5``, ``3``, ``12.4``."""
    return re.sub(r"(^|-)0\.", r"\1.", f"{tenths / 10:g}")
