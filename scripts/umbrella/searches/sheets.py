"""What is handed to a rater and comes back: a table of records with a column for the decision, in three forms.

Each form carries our record id, and what comes back is matched by it alone,
wherever the tool that was used has put it. A rater is shown no decision of another.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from umbrella.searches.decisions import DECISIONS, EXCLUDE, INCLUDE, UNSURE
from umbrella.searches.fields import Fields
from umbrella.tables.delimited import csv_text, read_rows
from umbrella.tables.files import Unreadable, decoded
from umbrella.tables.identity import identity
from umbrella.tables.problems import Problem, not_one_of, shown

ID = re.compile(r"\bR[0-9]{4}-[0-9]{4,}\b")
SHEET = ("record_id", "title", "first_author", "year", "doi", "abstract", "decision", "reason", "note")
WIDE = {"title": 60, "abstract": 80, "decision": 12, "reason": 24, "note": 30, "doi": 24}
RAYYAN = re.compile(r"RAYYAN-INCLUSION:\s*\{([^}]*)\}")
RAYYAN_VOTE = re.compile(r'"([^"]*)"\s*=>\s*"([^"]*)"')
RAYYAN_REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS:\s*([^|]*)")
ASREVIEW = re.compile(r"ASReview_(not_)?relevant|ASReview_irrelevant", re.I)
# Words for a decision in the tools that raters use.
WORDS = {
    INCLUDE: ("include", "included", "yes", "1", "1.0", "relevant", "select"),
    EXCLUDE: ("exclude", "excluded", "no", "0", "0.0", "irrelevant", "not relevant"),
    UNSURE: ("unsure", "maybe", "undecided"),
}
MEANS = {word: decision for decision, words in WORDS.items() for word in words}
COLUMNS = ("decision", "asreview_label", "included", "label_included", "status", "vote", "inclusion")
REASONS = ("reason", "exclusion reason", "exclusion_reason", "exclusion reasons")


def sheet(records: pd.DataFrame, decisions: Mapping[str, tuple[str, str]], raw: Mapping[str, Fields]) -> pd.DataFrame:
    """The records to decide on, with what the rater decided before.

    Args:
        records: the records.
        decisions: the rater's own decisions and reasons by record.
        raw: what exports say of them, for the abstracts.

    Returns:
        Columns :data:`SHEET`, as text.
    """
    frame = records[["record_id", "title", "first_author", "year", "doi"]].astype("object").fillna("").map(str)
    frame["abstract"] = [raw.get(key, Fields()).abstract for key in frame["record_id"]]
    for place, name in enumerate(("decision", "reason")):
        frame[name] = [decisions.get(key, ("", ""))[place] for key in frame["record_id"]]
    return frame.assign(note="")[list(SHEET)]


def written(frame: pd.DataFrame, kind: str, reasons: Sequence[str]) -> bytes:
    """A sheet as a file.

    Args:
        frame: columns :data:`SHEET`.
        kind: ``xlsx``, ``ris`` or ``csv`` (as ASReview and Rayyan read it).
        reasons: what the column ``reason`` may hold.
    """
    if kind == "ris":
        return _ris(frame).encode()
    if kind == "csv":
        return csv_text(frame.rename(columns={"first_author": "authors"}).drop(columns="decision").assign(
            included=frame["decision"].map({INCLUDE: "1", EXCLUDE: "0"}).fillna(""))).encode()
    return _workbook(frame, reasons)


def _ris(frame: pd.DataFrame) -> str:
    tags = (("ID", "record_id"), ("AN", "record_id"), ("TI", "title"), ("AU", "first_author"), ("PY", "year"), ("DO", "doi"), ("AB", "abstract"))
    return "".join(
        "TY  - JOUR\n"
        + "".join(f"{tag}  - {row[name]}\n" for tag, name in tags if row[name])
        + f"N1  - record {row['record_id']}\nER  - \n\n"
        for row in frame.to_dict("records")
    )


def _workbook(frame: pd.DataFrame, reasons: Sequence[str]) -> bytes:
    """A workbook: cells as text, headings frozen, decisions and reasons to choose from."""
    from openpyxl import Workbook

    from umbrella.tables.workbooks import head_cell, offer, terms_list, text_cell

    book = Workbook()
    own, lists = book.active, book.create_sheet("lists")
    own.title, own.freeze_panes, lists.sheet_state = "records", "C2", "hidden"
    choices = {"decision": DECISIONS, "reason": reasons}
    for column, name in enumerate(frame, start=1):
        head_cell(own, column, name, WIDE.get(name, 14))
        for row, text in enumerate(frame[name], start=2):
            text_cell(own, row, column, text)
        if name in choices and (place := terms_list(lists, list(choices).index(name) + 1, choices[name])):
            offer(own, column, len(frame) + 1, place)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def taken(raw: bytes, file: str, rater: str, reasons: Iterable[str], all_are: str = "") -> tuple[pd.DataFrame, list[Problem]]:
    """Decisions of a rater in a file that comes back: our sheet, ASReview's or Rayyan's or Covidence's table, or RIS.

    Args:
        raw: the file's bytes.
        file: its name in messages.
        rater: whose decisions they are; of a file of several raters only theirs are read.
        reasons: reasons for exclusion that there are.
        all_are: the decision on every row, where a tool exports those of one decision (as Covidence does).

    Returns:
        ``record_id``, ``decision``, ``reason`` of the rows with a decision, and what is wrong with others.
    """
    try:
        rows = _rows(raw, file, bool(all_are))
    except Unreadable as error:
        return pd.DataFrame(columns=["record_id", "decision", "reason"]), [error.problem]
    known, found, problems = {identity(reason): reason for reason in reasons}, {}, []
    for number, row in rows:
        text = "\n".join(row.values())
        ids = set(ID.findall(text))
        decision, reason, words = (all_are, "", "") if all_are else _decision(row, text, rater)
        if not words and not decision:
            continue
        if not words and len(ids) != 1:
            words = "holds no record id, such as R2611-0001" if not ids else f"holds {len(ids)} record ids"
        if not words and reason and identity(reason) not in known:
            words = not_one_of(reason, list(known.values()), "vocabularies/exclusion-reasons.csv")
        key = next(iter(ids), "")
        value = (decision, known.get(identity(reason), ""))
        if not words and found.setdefault(key, value) != value:
            words = f"{key} stands in an earlier row too, with another decision"
        if words:
            problems.append(Problem(file, number, "", words))
    frame = pd.DataFrame([(key, *value) for key, value in found.items()], columns=["record_id", "decision", "reason"], dtype="object")
    return frame, problems


def _decision(row: Mapping[str, str], text: str, rater: str) -> tuple[str, str, str]:
    """Decision and reason of a row, or what is wrong with it."""
    reason = next((row[name] for name in REASONS if row.get(name)), "")
    if votes := RAYYAN.search(text):
        given = dict(RAYYAN_VOTE.findall(votes[1]))
        own = next((vote for name, vote in given.items() if identity(name) == identity(rater)), "")
        if len(given) > 1 and not own:
            return "", "", f"holds decisions of {', '.join(given)}, and none of {rater}"
        vote = own or next(iter(given.values()), "")
        why = RAYYAN_REASONS.search(text)
        # Rayyan keeps reasons of all raters in one field; one reason alone is that of this decision.
        reason = why[1].strip().rstrip(",") if why and MEANS.get(vote.lower()) == EXCLUDE else ""
        return MEANS.get(vote.lower(), ""), "" if "," in reason else reason, ""
    if label := ASREVIEW.search(text):
        return (INCLUDE if label[0].lower() == "asreview_relevant" else EXCLUDE), reason, ""
    value = next((row[name] for name in COLUMNS if row.get(name)), "").strip()
    if not value or value in ("-1", "nan"):
        return "", "", ""
    if value.lower() not in MEANS:
        return "", "", not_one_of(value, list(DECISIONS), "the decisions")
    decision = MEANS[value.lower()]
    return decision, reason if decision == EXCLUDE else "", ""


def _rows(raw: bytes, file: str, any_columns: bool) -> list[tuple[int, dict[str, str]]]:
    """Rows of a table or records of RIS, by the row or line they stand at, columns in small letters."""
    if raw[:4] == b"PK\x03\x04":
        cells = _cells(raw, file)
    else:
        text = decoded(raw, file)
        if re.search(r"(?m)^TY  ?-", text):
            parts = re.split(r"(?m)^(?=TY  ?-)", text.replace("\r\n", "\n"))
            lines = [1 + sum(part.count("\n") for part in parts[:place]) for place in range(len(parts))]
            return [(line, {"ris": part}) for line, part in zip(lines, parts) if part.startswith("TY")]
        cells, problems = read_rows(text, file)
        if problems:
            raise Unreadable(problems[0])
    if not cells:
        raise Unreadable(Problem(file, 0, "", "is empty"))
    header = [name.strip().lower() for name in cells[0]]
    if not any_columns and not any(name in header for name in (*COLUMNS, "notes")):
        words = f"has no column for the decision; it is one of {', '.join(COLUMNS)}, or notes as Rayyan writes them"
        raise Unreadable(Problem(file, 1, "", f"{words}, not {shown(', '.join(header))}"))
    return [(number, dict(zip(header, row))) for number, row in enumerate(cells[1:], start=2) if any(row)]


def _cells(raw: bytes, file: str) -> list[list[str]]:
    """Cells of the first sheet of a workbook."""
    from umbrella.tables.workbooks import opened

    rows = opened(raw, file).worksheets[0].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]
