"""Made exports of a search: the same works as the databases write them, for tests and for measuring a large round."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

WORDS = (
    "motor cortex diffusion tensor imaging network atrophy biomarkers function connectivity grey white matter brain spinal "
    "cord disease progression clinical volume thickness perfusion spectroscopy metabolite cohort risk outcome quality"
).split() + [f"term{number}" for number in range(3000)]
NAMES = [f"{root}{end}" for root in "Smith Garcia Li Wang Kim Müller Rossi Silva Novak Khan Tanaka Olsen".split() for end in ("", "son", "er", "ova", "ini")]
JOURNALS = ("Brain Imaging", "Journal of Motor Neurons", "Reviews in Neurology")


@dataclass(frozen=True)
class MadeWork:
    """One work: authors as ``Family, Given``."""

    title: str
    authors: tuple[str, ...]
    year: int
    doi: str = ""
    pmid: str = ""
    journal: str = "Brain Imaging"
    abstract: str = ""


def _folded(text: str, blanks: int) -> str:
    """A text in lines, the later ones behind blanks."""
    return ("\n" + " " * blanks).join(textwrap.wrap(text, 40, break_on_hyphens=False))


def embase(works: Iterable[MadeWork]) -> bytes:
    """RIS as Embase writes it: a byte order mark, ``A1``, ``T1``, ``Y1``, the PubMed id in ``C5``."""
    return ("\ufeff" + "\n\n".join(
        f"TY  - JOUR\nM3  - Review\nY1  - {work.year}\nJF  - {work.journal}\nDB  - Embase\n"
        + (f"C5  - {work.pmid}\n" if work.pmid else "")
        + (f"L2  - http://dx.doi.org/{work.doi}\nDO  - {work.doi}\n" if work.doi else "")
        + "".join(f"A1  - {name.replace(',', '')[:-len(given)]}{given[0]}.\n" for name in work.authors for given in [name.split(', ')[1]])
        + f"T1  - {work.title}\nN2  - {work.abstract}\nLA  - English\nER  - \n"
        for work in works
    )).encode()  # fmt: skip


def scopus(works: Iterable[MadeWork]) -> bytes:
    """RIS as Scopus writes it."""
    return "\n\n".join(
        f"TY  - JOUR\nTI  - {work.title}\nT2  - {work.journal}\nPY  - {work.year}\n"
        + (f"DO  - {work.doi}\n" if work.doi else "")
        + "".join(f"AU  - {name.split(', ')[0]}, {name.split(', ')[1][0]}.\n" for name in work.authors)
        + f"AB  - {work.abstract}\nDB  - Scopus\nER  - \n"
        for work in works
    ).encode()


def ovid(works: Iterable[MadeWork]) -> bytes:
    """RIS as Ovid writes it: counters before and links behind each record, a year as ``2019//``."""
    return "".join(
        f"{number}.\nTY  - JOUR\nID  - {number}-001\nDO  - http://dx.doi.org/{work.doi}\nT1  - {work.title}.\n"
        + "".join(f"A1  - {name}\n" for name in work.authors)
        + f"Y1  - {work.year}//\nJF  - {work.journal}\nSP  - No\nEP  - Specified\nDO  - http://dx.doi.org/{work.doi}\n"
        + f"L2  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=psyc16&AN={number}-001\nER  - \n\nNL  - Brain Imag\n\n"
        + "Link to the Ovid Full Text or citation: http://ovidsp.ovid.com/x?D=psyc16\n\n"
        for number, work in enumerate(works, start=1)
    ).encode()


def web_of_science(works: Iterable[MadeWork]) -> bytes:
    """RIS as Web of Science writes it: authors without commas between initials, its own number."""
    return "\n\n".join(
        "TY  - JOUR\n"
        + "".join(f"AU  - {name.split(', ')[0]}, {name.split(', ')[1][0]}\n" for name in work.authors)
        + f"TI  - {work.title}\nT2  - {work.journal.upper()}\nPY  - {work.year}\n"
        + (f"DO  - {work.doi}\n" if work.doi else "")
        + f"AN  - WOS:{number:015}\nER  - \n"
        for number, work in enumerate(works, start=1)
    ).encode()


def web_of_science_plain(works: Iterable[MadeWork]) -> bytes:
    """Web of Science's plain text file."""
    return ("FN Clarivate Analytics Web of Science\nVR 1.0\n" + "\n".join(
        "PT J\nAU " + "\n   ".join(f"{name.split(', ')[0]}, {name.split(', ')[1][0]}" for name in work.authors)
        + f"\nTI {_folded(work.title, 3)}\nSO {work.journal.upper()}\nPY {work.year}\n"
        + (f"DI {work.doi}\n" if work.doi else "")
        + f"UT WOS:{number:015}\nER\n"
        for number, work in enumerate(works, start=1)
    ) + "EF\n").encode()  # fmt: skip


def nbib(works: Iterable[MadeWork]) -> bytes:
    """PubMed's own format: the DOI in ``LID``, lines folded with six blanks."""
    return "\n".join(
        f"PMID- {work.pmid}\nOWN - NLM\nDP  - {work.year} Mar 1\nTI  - {_folded(work.title, 6)}.\n"
        + (f"LID - {work.doi} [doi]\n" if work.doi else "")
        + f"AB  - {work.abstract}\n"
        + "".join(f"FAU - {name}\nAU  - {name.split(', ')[0]} {name.split(', ')[1][0]}\n" for name in work.authors)
        + f"TA  - {work.journal}\nJT  - {work.journal}\n"
        for work in works
    ).encode()


def endnote(works: Iterable[MadeWork]) -> bytes:
    """PubMed's records by way of EndNote: RIS with the PubMed id as accession number."""
    return ("\n" + "\n\n".join(
        f"TY  - JOUR\nAN  - {work.pmid}\n"
        + "".join(f"AU  - {name.split(', ')[0]}, {name.split(', ')[1][0]}.\n" for name in work.authors)
        + f"DA  - Mar\nDO  - {work.doi}\nDP  - NLM\nPY  - {work.year}\nT2  - {work.journal}\nTI  - {work.title}\nID  - {number}\nER  - \n"
        for number, work in enumerate(works, start=1)
    )).encode()  # fmt: skip


def bibtex(works: Iterable[MadeWork]) -> bytes:
    """BibTeX, accents in LaTeX, one key for all (as some databases do)."""
    return "\n".join(
        "@article{ref,\n  author = {" + " and ".join(work.authors).replace("ü", '{\\"u}') + f"}},\n  title = {{{{{work.title}}}}},\n"
        f"  year = {{{work.year}}},\n  doi = {{{work.doi}}},\n  source = {{Scopus}}\n}}\n"
        for work in works
    ).encode()  # fmt: skip


FORMATS: dict[str, Callable[[Iterable[MadeWork]], bytes]] = {
    "embase.ris": embase,
    "scopus.ris": scopus,
    "ovid.ris": ovid,
    "wos.txt": web_of_science,
    "wos-plain.txt": web_of_science_plain,
    "pubmed.nbib": nbib,
    "endnote.txt": endnote,
    "scopus.bib": bibtex,
}


def large_round(n: int, seed: int = 1) -> dict[str, bytes]:
    """Four exports with ``n`` records, many of a work twice or three times: by file."""
    chance, held, made = random.Random(seed), {name: [] for name in ("pubmed.nbib", "embase.ris", "scopus.ris", "wos.txt")}, 0
    while sum(map(len, held.values())) < n:
        made += 1
        work = MadeWork(
            " ".join(chance.choice(WORDS) for _ in range(chance.randint(7, 14))).capitalize(),
            tuple(f"{chance.choice(NAMES)}, {chance.choice('ABCDEFG')}na" for _ in range(chance.randint(1, 6))),
            chance.randint(1995, 2026), f"10.{chance.randint(1000, 9999)}/made.{made}", str(10_000_000 + made),
            chance.choice(JOURNALS), " ".join(chance.choice(WORDS) for _ in range(150)),
        )  # fmt: skip
        for name in chance.sample(sorted(held), chance.choice((1, 1, 1, 2, 2, 3))):
            own = replace(work, pmid=work.pmid if name in ("pubmed.nbib",) else "")
            own = replace(own, doi="") if chance.random() < 0.25 else own
            own = replace(own, title=own.title.upper()) if chance.random() < 0.2 else own
            held[name].append(own)
    return {name: FORMATS[name](works) for name, works in held.items()}
