"""Files for readers to take away: the rows of a chapter, all data in one file, figures.

Everything here depends on the data and the edition alone, so that two builds
of one commit give the same bytes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from umbrella import synthesis
from umbrella.archives.archive import zipped
from umbrella.book import Book
from umbrella.citing import Work, heads
from umbrella.markup import doi_address
from umbrella.tables import Tables
from umbrella.tables.contract import DESCRIPTOR
from umbrella.tables.delimited import csv_text

ARCHIVE, EVIDENCE, CRATE, CHAPTERS = "all.zip", "evidence.json", "ro-crate-metadata.json", "chapters"
MEDIA = {".csv": "text/csv", ".json": "application/json", ".bib": "text/x-bibtex", ".toml": "application/toml"}


def write_downloads(book: Book, data: Work, target: Path) -> None:
    """Complete a site's copy of the data with what is made of them.

    Args:
        book: the model of the book.
        data: the data as something to cite.
        target: the copy, a folder ``data`` in the site.
    """
    tables = book.tables
    (target / CHAPTERS).mkdir(exist_ok=True)
    for modality in tables.modalities["modality"]:
        (target / CHAPTERS / f"{modality}.csv").write_text(
            csv_text(chapter_rows(tables, modality)), "utf-8", newline=""
        )
    contract = target / DESCRIPTOR
    _write_json(contract, package(json.loads(contract.read_text("utf-8")), data))
    _write_json(target / EVIDENCE, evidence(book, data))
    own = [path for path in _files(target) if path.split("/")[0] not in (CHAPTERS, ARCHIVE, CRATE)]
    _write_json(target / CRATE, crate(tables, data, own))
    (target / ARCHIVE).write_bytes(zipped({name: (target / name).read_bytes() for name in (*own, CRATE)}, data.issued))


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def chapter_rows(tables: Tables, modality: str) -> pd.DataFrame:
    """Every row about a modality, from all tables of evidence.

    Returns:
        ``table``, ``row`` (its permanent number), then the columns of the
        tables side by side; a column that a table does not have is empty there.
    """
    frames = []
    for name, table in tables.contract.tables.items():
        if "modality" in table.fields and not table.path.startswith("vocabularies/"):
            frame = tables[name].loc[lambda rows: rows["modality"] == modality].astype("object")
            frame = frame.rename(columns={next(iter(table.fields)): "row"})
            frame.insert(0, "table", name)
            frames.append(frame)
    columns = list(dict.fromkeys(column for frame in frames for column in frame))
    return pd.concat([frame.reindex(columns=columns) for frame in frames], ignore_index=True)


def package(contract: Mapping[str, object], data: Work) -> dict:
    """The contract as it is published: with what edition of which work the tables are, which is typed elsewhere."""
    people = [
        {"title": str(name), "role": "author", **({"path": f"https://orcid.org/{name.orcid}"} if name.orcid else {})}
        for name in data.authors
    ]
    own = {
        "id": data.cited_url or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{data.title} {data.version}')}",
        "version": data.version,
        "created": f"{data.issued.isoformat()}T00:00:00Z",
        "contributors": people,
    }
    home = {"homepage": data.address("index.html")} if data.baseurl else {}
    return {
        **{name: value for name, value in contract.items() if name != "resources"},
        **own,
        **home,
        "resources": contract["resources"],
    }


def evidence(book: Book, data: Work) -> dict:
    """What the book holds on its question, for programs.

    Args:
        book: the model of the book.
        data: the data as something to cite.

    Returns:
        ``edition``; ``findings``, ``correlations`` and ``estimates`` as in the
        tables; ``claims`` as :func:`umbrella.synthesis.claims` gives them;
        ``reviews``, each with the claims it supports.
    """
    tables, claims = book.tables, _records(book.claims())
    for number, claim in enumerate(claims):
        claims[number] = {name: list(value) if isinstance(value, tuple) else value for name, value in claim.items()}
    keys = (*synthesis.CLAIM, "direction", "certainty", "n_reviews", "n_own")
    reviews = [
        {**review, "claims": [{key: claim[key] for key in keys} for claim in claims if review["review_id"] in claim["reviews"]]}
        for review in _records(tables.reviews)
    ]  # fmt: skip
    return {
        "edition": {"version": data.version, "date": data.issued.isoformat(), "title": data.book},
        "licence": tables.edition["licence"]["text"],
        **{name: _records(tables[name]) for name in ("findings", "correlations", "estimates")},
        "claims": claims,
        "reviews": reviews,
    }


def _records(frame: pd.DataFrame) -> list[dict]:
    """Rows as JSON can hold them: missing cells as null."""
    plain = frame.astype("object")
    return plain.where(plain.notna(), None).to_dict("records")


def crate(tables: Tables, data: Work, names: Iterable[str]) -> dict:
    """The data folder described as a Research Object Crate.

    Args:
        book: the model of the book.
        data: the data as something to cite.
        names: files of the folder.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    titles = {table.path: (table.title, table.description) for table in tables.contract.tables.values()}
    made = ROCrate()
    made.name, made.description = data.title, data.description
    # The library would take the clock.
    made.datePublished = data.issued.isoformat()
    made.root_dataset["version"] = data.version
    made.root_dataset["dateModified"] = data.changed.isoformat()
    made.root_dataset["author"] = [
        made.add(ContextEntity(made, who.pop("@id", f"#author-{number}"), who))
        for number, who in enumerate(map(heads.agent, data.authors), 1)
    ]
    made.license = made.add(
        ContextEntity(made, data.licence_url or "#licence", {"@type": "CreativeWork", "name": data.licence})
    )
    if data.source:
        address = doi_address(data.source.doi)
        made.root_dataset["isBasedOn"] = made.add(
            ContextEntity(made, address, {"@type": "ScholarlyArticle", "name": data.source.title})
        )
    for name in sorted(names):
        title, description = titles.get(name, (name, None))
        properties = {"name": title, "encodingFormat": MEDIA.get(Path(name).suffix, "text/plain")}
        made.add_file(dest_path=name, properties=properties | ({"description": description} if description else {}))
    return made.metadata.generate()
