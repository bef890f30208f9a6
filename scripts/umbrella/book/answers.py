"""Answers that are computed once, each with the parts of the data it rests on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import pandas as pd

from umbrella.tables import Tables

Method = TypeVar("Method", bound=Callable)


class Answers:
    """Something that is asked about a book.

    Attributes:
        tables: the tables of the book.
    """

    def __init__(self, tables: Tables):
        self.tables = tables
        self._known: dict[tuple, tuple[object, set[str]]] = {}


def answer(method: Method) -> Method:
    """A method of :class:`Answers` that computes its answer once for each set of arguments.

    Whoever asks depends on the parts of the data that the answer rests on,
    also when it was known already: pages share answers, never dependencies. A
    DataFrame is given out as a copy; nobody may change another answer.
    """

    @wraps(method)
    def asked(self: Answers, *arguments: object, **named: object) -> object:
        key = (method.__qualname__, arguments, tuple(sorted(named.items())))
        if key not in self._known:
            with self.tables.gathering() as parts:
                self._known[key] = (method(self, *arguments, **named), parts)
        found, parts = self._known[key]
        self.tables.depend(parts)
        return found.copy() if isinstance(found, pd.DataFrame) else found

    return asked
