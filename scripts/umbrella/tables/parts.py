"""Parts of the tables a page can depend on, so that a change elsewhere leaves the page alone.

A part has a name that the build keeps: ``findings.csv?modality=diffusion`` for
the rows of a file with one value in a column, and
``umbrella.synthesis.views:seen_elsewhere?["diffusion"]`` for what a function
makes of all tables. Whoever asks for a part is given that and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from urllib.parse import parse_qsl, urlencode

import pandas as pd

from umbrella.keeping import sha

View = Callable[..., pd.DataFrame]


def rows_name(path: str, equal: Mapping[str, str]) -> str:
    """Name of the rows of a file with given values in columns."""
    return f"{path}?{urlencode(sorted(equal.items()))}"


def view_name(view: View, arguments: tuple[str, ...]) -> str:
    """Name of what a function of the package makes of the tables."""
    return f"{view.__module__}:{view.__qualname__}?{json.dumps(arguments)}"


def is_part(name: str) -> bool:
    """Whether a name is that of a part, not of a file."""
    return "?" in name


def told(name: str) -> str:
    """A file or part as people read it: ``findings.csv (modality diffusion)``."""
    if not is_part(name):
        return name
    if view := parsed_view(name):
        return f"{view[0].__name__.replace('_', ' ')} ({', '.join(view[1])})"
    path, equal = parsed_rows(name)
    return f"{path} ({', '.join(f'{column} {value}' for column, value in equal.items())})"


def parsed_rows(name: str) -> tuple[str, dict[str, str]]:
    """File and values by column behind the name of some rows."""
    path, _, query = name.partition("?")
    return path, dict(parse_qsl(query, keep_blank_values=True))


def parsed_view(name: str) -> tuple[View, tuple[str, ...]] | None:
    """Function and arguments behind the name of a view; None for the name of some rows."""
    place, _, arguments = name.partition("?")
    module, colon, function = place.partition(":")
    return (getattr(import_module(module), function), tuple(json.loads(arguments))) if colon else None


def cells_digest(rows: Iterable[list[str]]) -> str:
    """SHA-256 over rows of text cells."""
    return sha(json.dumps(list(rows)))


def frame_digest(frame: pd.DataFrame) -> str:
    """SHA-256 over columns, types and cells of a table, a missing cell told from an empty one."""
    head = json.dumps([[str(name), str(kind)] for name, kind in frame.dtypes.items()])
    return sha(head + frame.to_csv(index=False, na_rep="\0"))
