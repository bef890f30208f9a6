"""Phrases on editions, what changed between them, and errata."""

from __future__ import annotations

from umbrella.prose.filters import Filtered
from umbrella.prose.words import day

RECORD = "changes.toml"


class EditionPhrases(Filtered):
    """What became of the book over time, from ``changes.toml``."""

    def editions(self) -> str:
        """Every edition with what changed in it, newest first, as sections in markup.

        Raises:
            ValueError: the present edition is not in the record.
        """
        listed = sorted(self.tables.extra(RECORD).get("edition", ()), key=lambda entry: entry["date"], reverse=True)
        present = self.tables.edition["edition"]["version"]
        if present not in [entry["version"] for entry in listed]:
            raise ValueError(f"data/{RECORD} does not list edition {present}")
        return "\n\n".join(
            f"## Edition {entry['version']}, {day(entry['date'])}\n\n{entry['summary']}\n\n{entry.get('changes', '').strip()}".strip()
            for entry in listed
        )

    def errata(self) -> str:
        """Errors found in published editions, newest first, as a list in markup."""
        listed = sorted(self.tables.extra(RECORD).get("erratum", ()), key=lambda entry: entry["date"], reverse=True)
        return (
            "\n".join(
                f"- *{entry['place']}, edition {entry['edition']} ({day(entry['date'])}).* {entry['wrong']} {entry['right']}"
                for entry in listed
            )
            or "No erratum has been issued so far."
        )

    def where_to_report(self) -> str:
        """Where errors are reported, in a sentence."""
        repository = self.tables.edition["repository"]
        if not repository:
            return "This copy names no public repository yet; report the error to those from whom you have it."
        return f"Fill in [the form for errata]({repository}/issues/new?template=erratum.yml) in the repository of this book."
