"""What is measured beside ours is built without any of ours."""

from __future__ import annotations

import yaml
from bench.building import plain_copy
from books import ROOT


def test_the_plain_book_is_configured_without_the_extension(tmp_path):
    book = plain_copy(ROOT, tmp_path / "plain")
    settings = yaml.safe_load((book / "_config.yml").read_text("utf-8"))["sphinx"]
    assert settings["extra_extensions"] == []
    assert "umbrella" not in str(settings["config"]) and "mathml" not in str(settings["config"])
    assert not any("{eval}" in page.read_text("utf-8") for page in (book / "chapters").rglob("*.md"))
