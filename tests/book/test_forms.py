"""What stands in .github: forms that mirror the tables, workflows whose commands exist."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys

import click
import pytest
import yaml
from books import ROOT, run
from umbrella.cli import main
from umbrella.execute.inputs import TEMPLATES

GITHUB = ROOT / ".github"
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
# Those of this book and that of a book that is begun.
WORKFLOWS = [path for folder in (GITHUB, TEMPLATES / "book" / "dot-github") for path in sorted((folder / "workflows").glob("*.yml"))]
CONTRACT = {table["name"]: table for table in json.loads((ROOT / "data" / "datapackage.json").read_text())["resources"]}
# What the curator gives a row, not the one who reports a review.
OURS = {"review_id", "round", "source_id", "source_number", "finding_id", "kind", "added", "origin"}


def schema_of(path) -> str:
    if path in WORKFLOWS:
        return "vendor.github-workflows"
    return "vendor.github-issue-config" if path.name == "config.yml" else "vendor.github-issue-forms"


@pytest.mark.parametrize("path", [*FORMS, *WORKFLOWS], ids=lambda path: path.name)
def test_keeps_to_githubs_schema(path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema_of(path), str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def columns(table: str) -> dict[str, dict]:
    return {field["name"]: field.get("constraints", {}) for field in CONTRACT[table]["schema"]["fields"]}


@pytest.fixture
def fields() -> dict[str, dict]:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "new-review.yml").read_text("utf-8"))
    return {field["id"]: field for field in form["body"] if "id" in field}


@pytest.mark.parametrize("table", ["reviews", "sources"])
def test_the_form_for_a_review_mirrors_the_tables(fields, table):
    known = columns(table)
    asked = {name.partition("-")[2]: field for name, field in fields.items() if name.startswith(f"{table}-")}
    assert set(asked) == set(known) - OURS
    for column, field in asked.items():
        assert field["validations"]["required"] == bool(known[column].get("required")), column
        if enum := known[column].get("enum"):
            assert field["attributes"]["options"] == enum


def test_its_lines_for_findings_and_facts_are_the_tables_columns_and_terms(fields):
    header = fields["findings-table"]["attributes"]["value"].strip().split(",")
    assert header == [name for name in columns("findings") if name not in OURS]
    with (ROOT / "data" / "vocabularies" / "facts.csv").open(encoding="utf-8") as file:
        terms = [row["fact"] for row in sorted(csv.DictReader(file), key=lambda row: int(row["order"]))]
    assert [
        line.partition(":")[0] for line in fields["review-facts-table"]["attributes"]["value"].splitlines()
    ] == terms


def steps():
    for path in WORKFLOWS:
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
            for step in job["steps"]:
                yield path.name, step


def test_every_command_of_a_workflow_exists():
    recipes = dict(re.findall(r"^([a-z-]+):[^\n]*\n((?:\t[^\n]*\n)*)", (ROOT / "Makefile").read_text("utf-8"), re.M))
    commands = [(name, step["run"]) for name, step in steps() if "run" in step]
    assert len(commands) >= 5
    for name, command in commands:
        program, what, *_ = command.split()
        known_to_runner = (program, what) in (("gh", "release"), ("gh", "issue")) or program == "echo"
        assert (program == "make" and what in recipes) or known_to_runner, f"{name}: {command}"
    known = set(main.list_commands(click.Context(main)))
    for target, recipe in recipes.items():
        assert set(re.findall(r"\$\(BIN\)/umbrella (\S+)", recipe)) <= known, target


def test_actions_are_pinned_by_commit_and_say_their_version():
    used = [line for path in WORKFLOWS for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    pinned = re.compile(r" *(?:- )?uses: (actions/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")
    assert len(used) == sum("uses" in step for _, step in steps()) and [line for line in used if not pinned.fullmatch(line)] == []
    # One action is one commit everywhere.
    assert len({pinned.fullmatch(line).groups() for line in used}) == len({pinned.fullmatch(line)[1] for line in used})


def test_what_is_published_is_what_was_tested():
    jobs = yaml.safe_load((GITHUB / "workflows" / "book.yml").read_text("utf-8"))["jobs"]
    made = [name for name, job in jobs.items() if any("upload-pages-artifact" in step.get("uses", "") for step in job["steps"])]
    commands = [step.get("run") for step in jobs[made[0]]["steps"]]
    assert made == [jobs["publish"]["needs"]] and commands.index("make test") < commands.index("make pdf")


def test_a_job_may_write_no_more_than_it_says_why():
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"} and "concurrency" in workflow, path.name
        assert [line for line in text.splitlines() if ": write" in line and " # " not in line] == [], path.name


def test_old_editions_and_dates_of_change_need_the_whole_history():
    for name, step in steps():
        if "checkout" in step.get("uses", ""):
            assert step["with"]["fetch-depth"] == 0, name


def test_one_address_sets_the_buttons_and_the_links_to_the_forms(small_book):
    small_book.chapter("errata", "# Errata\n\n{eval}`where_to_report()`\n")
    assert run("build", folder=small_book.root).returncode == 0
    assert "github" not in small_book.html("chapters/errata")
    small_book.edit("data/edition.toml", 'repository = ""', 'repository = "https://github.com/someone/some-book"')
    result = run("build", folder=small_book.root)
    assert result.returncode == 0, result.stderr
    page = small_book.html("chapters/errata")
    assert "https://github.com/someone/some-book/issues/new?template=erratum.yml" in page
    assert "https://github.com/someone/some-book/edit/main/chapters/errata.md" in page
    assert re.search(r'href="https://github.com/someone/some-book/issues/new\?title=', page)
    assert (GITHUB / "ISSUE_TEMPLATE" / "erratum.yml").is_file()
