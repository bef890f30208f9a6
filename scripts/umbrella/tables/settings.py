"""Reads the files of a book that are no tables: checked by a JSON Schema each, all problems at once.

The schemas lie in ``schemas/``; the ``description`` of an entry says in words
what is allowed there, and is what messages say.
"""

from __future__ import annotations

import datetime
import difflib
import json
import math
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from umbrella.markup import web_address
from umbrella.tables.files import Unreadable, read_text
from umbrella.tables.problems import Problem, shown
from umbrella.tables.signs import odd_sign

LIMIT = 16 << 20


def read_toml(path: Path, file: str) -> dict:
    """A TOML file as it stands, unchecked.

    Raises:
        Unreadable: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(read_text(path, file, LIMIT))
    except (tomllib.TOMLDecodeError, ValueError) as error:
        words = f"cannot be read: {error}; a text stands between straight quotation marks, a date is written 2026-11-22"
        raise Unreadable(Problem(file, 0, "", words)) from error
    except RecursionError as error:
        raise Unreadable(Problem(file, 0, "", "is nested too deeply")) from error


def read_edition(folder: Path) -> dict:
    """``edition.toml`` of a data folder, the addresses in it as they may stand in links.

    Raises:
        Unreadable: it cannot be read, or is no TOML.
        ValueError: an address leads elsewhere than to the web.
    """
    settings = read_toml(folder / "edition.toml", f"{folder.name}/edition.toml")
    return settings | {name: web_address(settings[name]) for name in ("repository", "baseurl") if settings[name]}


def read_json(path: Path, file: str) -> object:
    """A JSON file as it stands, unchecked.

    Raises:
        Unreadable: it cannot be read, or is no JSON.
    """
    try:
        return json.loads(read_text(path, file, LIMIT))
    except ValueError as error:
        raise Unreadable(Problem(file, 0, "", f"cannot be read: {error}")) from error
    except RecursionError as error:
        raise Unreadable(Problem(file, 0, "", "is nested too deeply")) from error


def toml_problems(path: Path, file: str, schema: str) -> tuple[dict, list[Problem]]:
    """A TOML file and everything that its schema says against it; empty where it cannot be read."""
    try:
        content = read_toml(path, file)
    except Unreadable as error:
        return {}, [error.problem]
    return content, schema_problems(content, schema, file)


def schema_problems(content: object, schema: str, file: str) -> list[Problem]:
    """What a schema says against a content: file, entry, value, and what is allowed."""
    problems = [
        Problem(file, 0, _place(error.absolute_path), message)
        for error in _validator(schema).iter_errors(content)
        for message in _messages(error)
    ]
    return sorted({*problems, *(Problem(file, 0, place, words) for place, words in _odd_texts(content))})


def _place(path: object) -> str:
    """Where an entry stands, as people write it: ``search.databases[2].last``, counted from 1."""
    place = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return place.removeprefix(".")


def _messages(error) -> Iterator[str]:
    """The words for one error of the validator."""
    allowed = error.schema.get("description", "something else")
    if error.validator == "required":
        name = re.match(r"'(.*?)' is a required", error.message)
        yield f"the entry {name[1] if name else ''} is missing"
    elif error.validator == "additionalProperties" and isinstance(error.validator_value, bool):
        known = list(error.schema["properties"])
        for name in sorted(set(error.instance) - set(known)):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield f"{shown(name)} is not one of {', '.join(known)}{hint}"
    elif error.validator in ("minItems", "maxItems"):
        yield f"must be {allowed}"
    else:
        yield f"{shown(error.instance)} is not {allowed}"


def _odd_texts(content: object, place: tuple = ()) -> Iterator[tuple[str, str]]:
    """Texts of a content with signs that nobody means, by their place."""
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for name, value in pairs:
        yield from _odd_texts(value, (*place, name))
    if isinstance(content, str) and (words := odd_sign(content.replace("\n", " ").replace("\t", " "))):
        yield _place(place), words


@cache
def _validator(name: str):
    """The validator of a schema: with TOML's dates, whole numbers that are none by 1.0 or true, whole patterns."""
    from jsonschema import Draft202012Validator, exceptions, validators

    def pattern(validator, expression: str, instance: object, schema: dict) -> Iterator:
        if isinstance(instance, str) and not re.fullmatch(expression, instance):
            yield exceptions.ValidationError(f"{instance!r} does not match")

    def number(checker, instance: object) -> bool:
        return isinstance(instance, int | float) and not isinstance(instance, bool) and math.isfinite(instance)

    def day(checker, instance: object) -> bool:
        return type(instance) is datetime.date and 1900 <= instance.year < 2200

    def whole(checker, instance: object) -> bool:
        return type(instance) is int

    checker = Draft202012Validator.TYPE_CHECKER.redefine_many({"date": day, "number": number, "integer": whole})
    made = validators.extend(Draft202012Validator, {"pattern": pattern}, type_checker=checker)
    return made(json.loads(Path(__file__).with_name("schemas").joinpath(f"{name}.json").read_text("utf-8")))
