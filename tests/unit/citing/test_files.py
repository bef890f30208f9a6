"""Files in the root: made from the same record, valid, up to date."""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources

import jsonschema
import pytest
import yaml
from books import ROOT, run
from citing_cases import EDITION, FRONTS, SOURCE
from umbrella.citing import works
from umbrella.citing.files import book_of, cff, cite_files, zenodo

BOOK = works(EDITION, FRONTS, {}, SOURCE)["index"]
READ = {"CITATION.cff": yaml.safe_load, ".zenodo.json": json.loads}


@pytest.mark.parametrize("name", READ)
def test_the_committed_files_are_those_that_are_generated(tables, name):
    assert (ROOT / name).read_text("utf-8") == cite_files(book_of(tables), tables.edition["repository"])[name]


# The schema of the Citation File Format, as its makers publish it.
CFF_SCHEMA = json.loads(
    resources.files("check_jsonschema").joinpath("builtin_schemas/vendor/citation-file-format.json").read_text("utf-8")
)


def test_they_are_valid(tables):
    for book in (BOOK, book_of(tables)):
        jsonschema.validate(yaml.safe_load(cff(book, "https://example.org/repository")), CFF_SCHEMA)
        # What Zenodo asks of a book, in its own words (its schema of deposits is not published apart).
        deposit = json.loads(zenodo(book))
        assert all(deposit[name] for name in ("title", "description", "version", "license", "publication_date"))
        assert [creator["name"] for creator in deposit["creators"]] == [name.turned for name in book.authors]
        kind = ("upload_type", "publication_type", "access_right", "language")
        assert [deposit[name] for name in kind] == ["publication", "book", "open", "eng"]


@pytest.mark.parametrize("spoil", [{"authors": []}, {"date-released": "22 November 2026"}, {"type": "book"}, {"doi ": "10.1/x"}])
def test_the_check_finds_what_is_wrong(spoil):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(cff(BOOK)) | spoil, CFF_SCHEMA)


def test_they_credit_the_source_and_invent_no_identifier():
    data = yaml.safe_load(cff(BOOK))
    assert data["references"][0]["doi"] == "10.5555/source" and data["references"][0]["authors"] == [
        {"family-names": "Doe", "given-names": "Jo"}
    ]
    assert not {"doi", "identifiers"} & set(data)
    assert json.loads(zenodo(BOOK))["related_identifiers"] == [
        {"identifier": "10.5555/source", "relation": "isDerivedFrom"}
    ]
    assert not re.search(r'"(doi|isbn)"', zenodo(BOOK))


def test_the_command_writes_what_is_stale_and_its_check_fails_on_it(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    stale = run("sync", "--check", folder=tmp_path)
    assert stale.returncode == 1 and "CITATION.cff" in stale.stderr and not (tmp_path / "CITATION.cff").exists()
    assert run("sync", folder=tmp_path).returncode == 0
    assert run("sync", "--check", folder=tmp_path).returncode == 0
    for name in ("CITATION.cff", ".zenodo.json", "_config.yml", "data/datapackage.json", ".github/ISSUE_TEMPLATE/new-review.yml"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name
