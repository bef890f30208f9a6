"""Keeps drawings from build to build: what is drawn from the same data by the same code is the same, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cached_property, partial
from pathlib import Path
from types import FunctionType, MappingProxyType

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from umbrella.figures import style
from umbrella.keeping import sha

Draw = Callable[[float], Figure]


class NotPlain(TypeError):
    """Something that a drawing is made from cannot be told by its content."""


class _Kept:
    """Drawings of one page in a folder."""

    def __init__(self, folder: Path, code: str):
        self.folder, self.code, self.used = folder, code, set()

    def svg(self, draw: Draw, width: float, name: str) -> str:
        """A drawing: the kept one if there is one, else a new one, which is kept."""
        try:
            file = self.folder / f"{sha(json.dumps([self.code, name, width, plain(draw)]))}.svg"
        except NotPlain:
            return style.svg(draw(width), name)
        self.used.add(file)
        if not file.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            file.write_text(style.svg(draw(width), name), "utf-8")
        return file.read_text("utf-8")


_kept: _Kept | None = None


@contextmanager
def kept(folder: Path, code: str) -> Iterator[None]:
    """Take drawings of a page from a folder within this context, and leave there those that the page has.

    Args:
        folder: the page's own.
        code: digest of the code that draws.
    """
    global _kept
    _kept = page = _Kept(folder, code)
    try:
        yield
        for file in set(folder.glob("*.svg")) - page.used:
            file.unlink()
    finally:
        _kept = None


def svg(draw: Draw, width: float, name: str) -> str:
    """A drawing as inline SVG, see :func:`umbrella.figures.style.svg`; a kept one if it was made from the same.

    Args:
        draw: draws for a width in CSS pixels; a function of what it closes over alone.
        width: CSS pixels.
        name: unique on the page.
    """
    return _kept.svg(draw, width, name) if _kept else style.svg(draw(width), name)


def plain(value: object) -> object:
    """What a value holds, as JSON can tell it: functions by name and by what they close over.

    Raises:
        NotPlain: it holds something else than data and functions.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if value is pd.NA:
        return ["missing"]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, pd.DataFrame):
        return ["frame", plain(value.index), *([plain(name), plain(value[name])] for name in value)]
    if isinstance(value, pd.Series | pd.Index | np.ndarray):
        return [str(value.dtype), *map(plain, value.tolist())]
    if isinstance(value, dict | MappingProxyType):
        return ["mapping", *([plain(key), plain(each)] for key, each in value.items())]
    if isinstance(value, Set):
        return ["set", *sorted(json.dumps(plain(each)) for each in value)]
    if isinstance(value, list | tuple):
        return ["list", *map(plain, value)]
    if isinstance(value, partial):
        return ["partial", plain(value.func), plain(value.args), plain(value.keywords)]
    if isinstance(value, FunctionType):
        if not value.__module__.startswith("umbrella."):
            raise NotPlain(value)  # its code may change when that of the package does not
        inside = [cell.cell_contents for cell in value.__closure__ or ()]
        lines = value.__code__.co_firstlineno  # tells functions without a name apart
        return [value.__module__, value.__qualname__, lines, plain(value.__defaults__), plain(value.__kwdefaults__), plain(inside)]
    return [type(value).__qualname__, plain(_fields(value))]


def _fields(value: object) -> dict[str, object]:
    """What an object of the package was made from, without what it has worked out since."""
    kind = type(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if not kind.__module__.startswith("umbrella."):
        raise NotPlain(kind)
    return {name: own for name, own in vars(value).items() if not isinstance(getattr(kind, name, None), cached_property)}
