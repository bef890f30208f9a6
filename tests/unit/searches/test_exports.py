"""Exports as databases write them: every record is read, or told with its line."""

from __future__ import annotations

import pytest
from bench.exports import FORMATS, MadeWork, embase, scopus
from umbrella.searches.exports import read_export
from umbrella.tables.files import Unreadable

WORKS = [
    MadeWork(
        "Thickness of the cortex in rare disorders: a systematic review", ("Müller, Anna", "Li, Fei"), 2021, "10.1000/abc.1", "111"
    ),
    MadeWork("Diffusion imaging of the cord, a meta-analysis of many studies", ("Okafor, Ben",), 2019, "10.1000/s0140-6736(19)3", "22"),
]
DATABASE = {"embase.ris": "Embase", "scopus.ris": "Scopus", "ovid.ris": "PsycINFO", "scopus.bib": "Scopus"} | {
    "wos.txt": "Web of Science", "wos-plain.txt": "Web of Science", "pubmed.nbib": "PubMed", "endnote.txt": "PubMed",
}  # fmt: skip


def read(text: str, file: str = "a.ris"):
    return read_export(text.encode(), file)


@pytest.mark.parametrize("file", FORMATS)
def test_every_record_is_read_with_title_first_author_year_and_doi(file):
    records = read_export(FORMATS[file](WORKS), file)
    assert [record.why for record in records] == ["", ""]
    for record, work in zip(records, WORKS):
        own = record.fields
        assert (own.title, own.year, own.doi, own.database) == (work.title, str(work.year), work.doi, DATABASE[file])
        assert own.first_author.split(",")[0].split()[0] == work.authors[0].split(",")[0]
        assert len(own.authors.split("; ")) == len(work.authors)
    with_pmid = {"embase.ris", "pubmed.nbib", "endnote.txt"}
    assert [record.fields.pmid for record in records] == (["111", "22"] if file in with_pmid else ["", ""])


@pytest.mark.parametrize(
    "text, field, value",
    [
        ("PY  - 10 15\nDA  - 1997/10\n", "year", "1997"),
        ("PY  - 2019//\n", "year", "2019"),
        ("UR  - https://dx.doi.org/10.1000/X.Y\n", "doi", "10.1000/x.y"),
        ("DO  - doi: 10.1000/x.\n", "doi", "10.1000/x"),
        ("DO  - none\n", "doi", ""),
        ("N2  - One line\n      and the next\n", "abstract", "One line and the next"),
        ("SP  - No\nEP  - Specified\n", "pages", ""),
    ],
)
def test_ways_of_databases_are_read_right(text, field, value):
    (record,) = read(f"TY  - JOUR\nTI  - A title\n{text}ER  - \n")
    assert getattr(record.fields, field) == value and record.fields.title == "A title"


def test_a_record_that_cannot_be_read_is_told_and_takes_no_other_with_it():
    good = "TY  - JOUR\nTI  - Good {}\nER  - \n"
    text = good.format(1) + "\nTI  - Lost, without its first line\nER  - \n" + "TY  - JOUR\nVL  - 3\nER  - \n" + good.format(2)
    found = [(record.line, record.fields.title, record.why) for record in read(text)]
    assert found == [
        (1, "Good 1", ""),
        (5, "", "has no line TY, with which a record begins"),
        (7, "", "has no title, DOI or PubMed id"),
        (10, "Good 2", ""),
    ]


def test_a_record_cut_off_at_the_end_of_the_file_is_not_lost():
    assert [record.fields.title for record in read("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\n")] == ["One", "Two"]


def test_one_broken_entry_of_bibtex_is_told_and_the_others_are_read():
    text = "@article{a, title={First}}\n@article{a, title={Broken\n@article{a, title={Third {\\'e}}}\n"
    records = read(text, "a.bib")
    assert [record.fields.title for record in records] == ["First", "", "Third é"]
    assert records[1].line == 2 and records[1].why.startswith("cannot be read")


def test_tables_are_read_by_the_names_of_their_columns():
    text = "PMID,Title,Authors,First Author,Journal/Book,Publication Year,DOI\n12,A title,\"Li F, Okafor B.\",Li F,Brain,2020,10.1000/a\n13,x\n"
    first, second = read(text, "a.csv")
    assert (first.fields.pmid, first.fields.authors, first.fields.year, first.line) == ("12", "Li F; Okafor B", "2020", 2)
    assert second.why == "has 2 cells where the header has 7"


def test_signs_that_nobody_sees_are_left_out():
    (record,) = read("TY  - JOUR\nTI  - Zero\u200bwidth and soft\u00adhyphen\nER  - \n")
    assert record.fields.title == "Zerowidth and softhyphen"


@pytest.mark.parametrize("encode", [lambda raw: raw.decode("utf-8-sig").encode("utf-16"), lambda raw: raw.replace(b"\n", b"\r\n")])
def test_encodings_and_line_ends_do_not_matter(encode):
    raw = embase(WORKS)
    assert [one.fields for one in read_export(encode(raw), "a")] == [one.fields for one in read_export(raw, "a")]


@pytest.mark.parametrize("raw, words", [(b"", "holds no record"), (b"a,b\n1,2\n", "holds no record of RIS"), (scopus(WORKS).decode().replace("a", "ä").encode("latin-1"), "UTF-8")])
def test_what_is_no_export_is_refused_with_what_is(raw, words):
    with pytest.raises(Unreadable, match=words):
        read_export(raw, "a.ris")
