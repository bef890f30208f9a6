"""Two editions of a small book, one after the other: what readers of the old one and of the new one find."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml
from atom import problems_of_feed
from axe_playwright_python.sync_playwright import Axe
from books import SmallBook, run
from browsing import SETTINGS, served, watched
from lxml import etree, html
from sites import differences, files, site_problems
from umbrella.browser import open_browser

NEW_ROW = "F9001"
CHANGES = "# Changes\n\n{eval}`edition_list()`\n\n{eval}`next_edition()`\n\n{eval}`editions()`\n"
HOME = "https://example.org/book"


def git(book: SmallBook, *arguments: str, day: str = "") -> str:
    """Git in the folder of a book, by a made-up person, on a day."""
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    environment = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"} if day else None
    return subprocess.run(command, cwd=book.root, check=True, capture_output=True, text=True, env=environment).stdout


def make_book(root: Path) -> SmallBook:
    """A book under version control, its perfusion chapter the one that will change."""
    book = SmallBook(root)
    book.page("perfusion", "evidence_heatmap()", "findings_table()", set_up='modality("perfusion")', prose="By {eval}`reviews()`.")
    book.page("words", "glossary()")
    book.chapter("changes", CHANGES)
    book.page("old-name", "findings_table()", set_up='modality("spectroscopy")', prose="Its words.")
    book.edit("data/edition.toml", 'baseurl = ""', f'baseurl = "{HOME}"')
    book.chapter("going", "# A page that goes\n\nIts words.\n")
    git(book, "init", "-q")
    (root / ".gitignore").write_text("_build/\n")
    commit(book, "2027-01-09")
    return book


def commit(book: SmallBook, day: str) -> None:
    git(book, "add", "-A")
    git(book, "commit", "-qm", f"Work of {day}", day=day)


def change(book: SmallBook) -> dict[str, str]:
    """Turn a finding round and add one; rename a page; drop another. Returns what was changed."""
    path = book.root / "data" / "findings.csv"
    lines = path.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if ",perfusion," in line and ",decreased," in line)
    row = lines[place].partition(",")[0]
    lines.append(lines[place].replace(row, NEW_ROW, 1))
    lines[place] = lines[place].replace(",decreased,", ",increased,", 1)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    text = (book.root / "chapters" / "old-name.md").read_text("utf-8")
    book.remove("old-name")
    book.chapter("new-name", text)
    book.remove("going")
    return {"changed": row}


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The book after two editions, with what each step printed and left."""
    book = make_book(tmp_path_factory.mktemp("editions"))
    told = {"first": run("edition", "0.1.0", "--date", "2027-01-10", folder=book.root)}
    assert told["first"].returncode == 0, told["first"].stderr
    told["first site"] = files(book.root / "_build" / "html")
    commit(book, "2027-01-10")
    told |= change(book)
    told["lost"] = book.build()
    (book.root / "redirects.toml").write_text(
        "".join(
            f'"{folder}/{old}.{suffix}" = "{folder}/{new}.{suffix}"\n'
            for old, new in (("old-name", "new-name"), ("going", "words"))
            for folder, suffixes in (("chapters", ("html",)), ("cite", ("bib", "ris", "json")))
            for suffix in suffixes
        )
    )
    commit(book, "2028-02-19")
    told["built between"] = book.build()
    assert told["built between"].returncode == 0, told["built between"].stderr
    told["between"] = book.root.parent / f"{book.root.name}-between"
    shutil.copytree(book.root / "_build" / "html", told["between"])
    told["second"] = run("edition", "0.2.0", "--date", "2028-02-20", folder=book.root)
    assert told["second"].returncode == 0, told["second"].stderr
    told["before"] = files(book.root / "_build" / "html")
    commit(book, "2028-02-20")
    return book, told


@pytest.fixture(scope="module")
def site(story) -> Path:
    return story[0].root / "_build" / "html"


def page(site: Path, name: str):
    return html.parse(site / name).getroot()


def words(node) -> str:
    return " ".join(node.text_content().split())


def test_an_address_that_disappears_fails_until_it_has_a_redirect(story):
    lost = story[1]["lost"]
    assert lost.returncode == 1
    assert "chapters/old-name.html: was published and is gone" in lost.stderr and "cite/going.bib" in lost.stderr


def test_an_edition_that_ended_well_is_not_told_to_have_been_stopped(story):
    for name in ("first", "second"):
        assert "was stopped" not in story[1][name].stdout + story[1][name].stderr, name


def test_the_edition_is_stamped_and_recorded(story):
    book, told = story
    edition = tomllib.loads((book.root / "data" / "edition.toml").read_text("utf-8"))["edition"]
    assert (edition["version"], edition["date"].isoformat(), edition["doi"]) == ("0.2.0", "2028-02-20", "")
    record = tomllib.loads((book.root / "data" / "changes.toml").read_text("utf-8"))["edition"]
    assert [entry["version"] for entry in record] == ["0.2.0", "0.1.0"] and all(entry["kept"] for entry in record)
    assert record[1]["summary"].startswith("First edition.") and record[1]["changes"] == ""
    assert record[0]["summary"].startswith("One row added, one changed and none removed;")
    assert f"findings: {told['changed']}, direction: 'decreased' before, 'increased' now" in record[0]["changes"]
    assert "version: 0.2.0" in (book.root / "CITATION.cff").read_text() and "2028-02-20" in (
        book.root / ".zenodo.json"
    ).read_text("utf-8")


def test_old_pages_are_readable_with_their_own_words_and_files(site, story):
    old = site / "v" / "0.1.0"
    assert "A page that goes" in words(page(old, "chapters/going.html"))
    first = story[1]["first site"]
    for name, content in files(old).items():
        # The digest of all inputs moves when the edition's addresses are promised, after its site was kept; a page knows
        # its menu.
        if not name.endswith(".html") and name != "build.json":
            assert content == first[name], name
    assert set(files(old)) == {name for name in first if not name.startswith("v/")}
    assert NEW_ROW not in page(old, "chapters/perfusion.html").xpath("//tr/@id")
    assert "Edition 0.1.0, 10 January 2027" in words(page(old, "chapters/perfusion.html"))


@pytest.mark.parametrize(
    "name, target, said",
    [
        ("chapters/perfusion.html", "../../../chapters/perfusion.html", "Go to this page in edition 0.2.0"),
        ("index.html", "../../index.html", "Go to this page in edition 0.2.0"),
        ("search.html", "../../search.html", "Go to this page in edition 0.2.0"),
        ("chapters/old-name.html", "../../../chapters/new-name.html", "took this page's place in edition 0.2.0"),
        ("chapters/going.html", "../../../chapters/words.html", "took this page's place in edition 0.2.0"),
    ],
)
def test_old_pages_lead_to_the_newest_edition(site, name, target, said):
    root = page(site / "v" / "0.1.0", name)
    (banner,) = root.xpath("//main/aside[@class='umb-kept']")
    assert "older edition: Edition 0.1.0 of 10 January 2027" in words(banner) and said in words(banner)
    assert banner.xpath("./p/a/@href") == [target]
    (canonical,) = root.xpath("//link[@rel='canonical']/@href")
    assert canonical == f"{HOME}/{target.replace('../', '')}"
    assert not root.xpath("//meta[@name='robots']")


def test_every_old_page_has_its_banner_and_every_link_of_the_site_holds(site, story):
    kept = [path for path in (site / "v").rglob("*.html")]
    assert len(kept) > 15 and all("umb-kept" in path.read_text("utf-8") for path in kept)
    assert site_problems(site, story[0].root / "_toc.yml") == []


def test_the_newest_edition_has_its_lasting_address_too(site):
    root = page(site / "v" / "0.2.0", "chapters/perfusion.html")
    assert "kept at a lasting address" in words(root.xpath("//main/aside[@class='umb-kept']")[0])
    assert root.xpath("//link[@rel='canonical']/@href") == [f"{HOME}/chapters/perfusion.html"]


def test_moved_pages_redirect(site):
    assert page(site, "chapters/old-name.html").xpath("//a/@href") == ["new-name.html"]


def test_the_changes_page_lists_both_editions_and_what_moved(site, story):
    root = page(site, "chapters/changes.html")
    rows = [[words(cell) for cell in row.xpath("td")] for row in root.xpath("//article//table[1]/tbody/tr")]
    assert [row[0] for row in rows] == ["0.2.0", "0.1.0"]
    assert [row[1] for row in rows] == ["20 February 2028", "10 January 2027"]
    assert rows[0][2:] == ["as it was published", "none yet"]
    assert {"../v/0.1.0/index.html", "../v/0.2.0/index.html"} <= set(root.xpath("//article//table[1]//a/@href"))
    headings = [words(node).rstrip("#") for node in root.xpath("//article//h2")]
    assert headings[:2] == ["Edition 0.2.0, 20 February 2028", "Edition 0.1.0, 10 January 2027"]
    text = words(root.xpath("//article")[0])
    assert f"{story[1]['changed']}, direction: 'decreased' before, 'increased' now" in text.replace("’", "'").replace(
        "‘", "'"
    )
    assert "findings: 1 added: F9001" in text


def test_links_between_editions_are_plain_words_in_an_archive(site):
    root = page(site / "v" / "0.2.0", "chapters/changes.html")
    assert "as it was published" in words(root) and not [
        address for address in root.xpath("//article//a/@href") if "v/0.1.0" in address
    ]


def test_the_feed_is_valid_and_has_both_editions(site):
    text = (site / "feed.xml").read_bytes()
    assert problems_of_feed(text) == []
    root = etree.fromstring(text)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert root.xpath("a:entry/a:title/text()", namespaces=atom) == [
        "Edition 0.2.0, 20 February 2028", "Edition 0.1.0, 10 January 2027",
    ]  # fmt: skip
    assert root.xpath("a:updated/text()", namespaces=atom) == ["2028-02-20T00:00:00Z"]
    assert "F9001" in root.xpath("string(a:entry[1]/a:content)", namespaces=atom)
    old = etree.fromstring((site / "v" / "0.1.0" / "feed.xml").read_bytes())
    assert old.xpath("string(a:entry/a:id)", namespaces=atom) == root.xpath(
        "string(a:entry[2]/a:id)", namespaces=atom
    )  # an entry stays the same entry
    for address in root.xpath("//a:entry/a:link/@href", namespaces=atom):
        name, _, place = address.removeprefix(f"{HOME}/").partition("#")
        assert page(site, name).xpath(f"//*[@id='{place}']"), address


def test_every_page_names_the_feed(site):
    for path in site.glob("**/*.html"):
        root = html.parse(path).getroot()
        if root.xpath("//main[@id='main-content']"):
            (feed,) = root.xpath("//link[@rel='alternate' and @type='application/atom+xml']/@href")
            assert (path.parent / feed).resolve().is_file(), path


def test_rows_and_pages_that_changed_say_so_in_words(site, story):
    root = page(site, "chapters/perfusion.html")
    marks = {row.get("id"): words(row.xpath("th/span[@class='umb-mark']")[0]) for row in root.xpath("//tr[th/span]")}
    assert marks == {NEW_ROW: "new", story[1]["changed"]: "changed"}
    (note,) = root.xpath("//article//aside[@class='umb-since']")
    assert "Changed since edition 0.1.0 of 10 January 2027" in words(note)
    assert "One row is marked as new and one row as changed." in words(note)
    assert "../v/0.1.0/chapters/perfusion.html" in note.xpath(".//a/@href")
    assert "changes.html" in note.xpath(".//a/@href")
    (note,) = page(site, "chapters/new-name.html").xpath("//article//aside[@class='umb-since']")
    assert "New since edition 0.1.0" in words(note) and note.xpath(".//a/@href") == ["changes.html"]


def test_what_did_not_change_is_not_marked(site, story):
    for name in ("chapters/words.html", "chapters/methods.html", "chapters/bibliography.html", "chapters/changes.html"):
        assert not page(site, name).xpath("//*[@class='umb-since' or @class='umb-mark']"), name
    assert not [name for name, raw in story[1]["first site"].items() if b'class="umb-since"' in raw]


def versions(site: Path) -> dict[str, set[str]]:
    """Every version that the files of a site state, by what states it."""
    found: dict[str, set[str]] = {}
    for path in [one for one in site.rglob("*.html") if one.relative_to(site).parts[0] != "v"]:
        root = html.parse(path).getroot()
        for said in root.xpath("//p[@class='umb-edition']"):
            found.setdefault("foot", set()).add(re.match(r"Edition (.*?), \d+ \w+ \d{4}\.", words(said))[1])
        found.setdefault("head", set()).update(root.xpath("//meta[@name='prism.edition']/@content"))
        for linked in map(json.loads, root.xpath("//script[@type='application/ld+json']/text()")):
            found.setdefault("JSON-LD", set()).update(work["version"] for work in linked.get("@graph", [linked]))
        for text in root.xpath("//*[@class='umb-cite-own']//*[@class='umb-citation']"):
            found.setdefault("citation", set()).add(re.search(r"Edition (.*?)\. \[|\(Version (.*?)\)", words(text)).group(1, 2)[0]
                                                    or re.search(r"\(Version (.*?)\)", words(text))[1])  # fmt: skip
    for path in (site / "cite").iterdir():
        raw = path.read_text("utf-8")
        item = json.loads(raw)[0] if path.suffix == ".json" else {}
        found.setdefault(path.suffix, set()).add(item.get("edition") or item.get("version") or re.search(
            r'(?m)(?:^ET  - |(?:edition|version) = ")([^"\n]*)', raw)[1])  # fmt: skip
    for name, place in (("datapackage", ("version",)), ("evidence", ("edition", "version"))):
        value = json.loads((site / "data" / f"{name}.json").read_text("utf-8"))
        for key in place:
            value = value[key]
        found[name] = {value}
    crate = json.loads((site / "data" / "ro-crate-metadata.json").read_text("utf-8"))
    found["RO-Crate"] = {entity["version"] for entity in crate["@graph"] if entity["@id"] == "./"}
    found["build"] = {json.loads((site / "build.json").read_text("utf-8"))["edition"]}
    found["list"] = {json.loads((site / "v" / "versions.json").read_text("utf-8"))["present"]["version"]}
    return found


def addresses_cited(site: Path) -> set[str]:
    """Addresses that citations of a site lead to, without the page: heads and all export files."""
    found = {text for path in site.glob("chapters/*.html") for text in html.parse(path).xpath("//meta[@name='citation_public_url']/@content")}
    found |= {address for path in (site / "cite").iterdir() for address in re.findall(rf"{HOME}[^\s\"}}]*", path.read_text("utf-8"))}
    assert len(found) > 5
    return {address.removeprefix(HOME).partition("chapters/")[0].removesuffix("index.html") for address in found}


def test_all_versions_that_an_edition_states_agree_and_its_citations_lead_to_it(site, story):
    assert {name: said for name, said in versions(site).items() if said != {"0.2.0"}} == {}
    assert addresses_cited(site) == {"/v/0.2.0/"}
    for name in ("CITATION.cff", ".zenodo.json"):
        assert yaml.safe_load((story[0].root / name).read_text("utf-8"))["version"] == "0.2.0"
    assert yaml.safe_load((story[0].root / "CITATION.cff").read_text("utf-8"))["url"] == f"{HOME}/v/0.2.0/index.html"
    assert not [path for path in site.rglob("*.html") if "and later changes" in words(html.parse(path).getroot())]


def test_what_an_edition_cites_it_by_stays_its_own(site):
    assert addresses_cited(site / "v" / "0.1.0") == {"/v/0.1.0/"}
    text = (site / "v" / "0.1.0" / "chapters" / "perfusion.html").read_text("utf-8")
    assert f"Available from: {HOME}/v/0.1.0/chapters/perfusion.html" in text and "v/0.1.0/v/" not in text


def test_a_state_after_an_edition_is_called_so_everywhere(story):
    between = story[1]["between"]
    label = f"0.1.0 and later changes, data {json.loads((between / 'build.json').read_text('utf-8'))['data'][:12]}"
    assert {name: said for name, said in versions(between).items() if said != {label}} == {}
    assert addresses_cited(between) == {"/"}
    assert f"<subtitle>The site is at {label}</subtitle>" in (between / "feed.xml").read_text("utf-8")


def test_a_state_after_an_edition_offers_the_edition_first(story):
    between = story[1]["between"]
    box = page(between, "chapters/perfusion.html").xpath("//section[@id='cite-this-chapter']")[0]
    first, own = box.xpath(".//*[@class='umb-citation']")[0], box.xpath("./details//*[@class='umb-cite-own']")[0]
    assert words(first).endswith(f"Perfusion. Available from: {HOME}/v/0.1.0/chapters/perfusion.html")
    assert "Edition 0.1.0. " in words(first) and "and later changes" in words(own)
    files = box.xpath(".//*[@class='umb-cite-edition']//a/@href")
    assert files[:3] == [f"../v/0.1.0/cite/perfusion.{suffix}" for suffix in ("bib", "ris", "json")]
    assert all((between / "chapters" / file).resolve().is_file() for file in files)
    assert "No edition has it yet" in words(page(between, "chapters/new-name.html").xpath("//section[@id='cite-this-chapter']")[0])


def test_the_changes_page_tells_what_the_next_edition_will_bring(site, story):
    told = page(story[1]["between"], "chapters/changes.html").xpath("//section[@id='next-edition']")[0]
    assert "changed since edition 0.1.0" in words(told) and "findings: 1 added: F9001" in words(told)
    assert not page(site, "chapters/changes.html").xpath("//section[@id='next-edition']")


def test_every_page_has_a_menu_of_the_editions_that_have_it(site):
    listed = json.loads((site / "v" / "versions.json").read_text("utf-8"))["editions"]
    assert [(one["version"], one["date"]) for one in listed] == [("0.2.0", "2028-02-20"), ("0.1.0", "2027-01-10")]
    assert all((site / one["address"]).is_file() for one in listed)

    def menu(name: str) -> list[str]:
        return page(site, name).xpath("//details[@class='umb-editions']//a/@href")

    assert menu("chapters/perfusion.html") == ["../v/0.2.0/chapters/perfusion.html", "../v/0.1.0/chapters/perfusion.html"]
    assert menu("chapters/new-name.html") == ["../v/0.2.0/chapters/new-name.html"]
    assert menu("v/0.1.0/chapters/perfusion.html") == ["../../../chapters/perfusion.html", "../../0.2.0/chapters/perfusion.html"]
    # At its old name the second edition has a page that leads on.
    assert menu("v/0.1.0/chapters/old-name.html") == ["../../../chapters/new-name.html", "../../0.2.0/chapters/old-name.html"]
    assert not page(site, "v/0.2.0/chapters/perfusion.html").xpath("//footer//details[@class='umb-editions']")


def test_a_cited_row_is_found_after_its_page_was_renamed(site):
    row = page(site, "chapters/new-name.html").xpath("//tr[th[@scope='row']]/@id")[0]
    assert row in page(site, "v/0.1.0/chapters/old-name.html").xpath("//tr/@id")
    with served(site) as address, open_browser() as browser:
        page_ = browser.new_page()
        page_.goto(f"{address}/chapters/old-name.html#{row}")
        page_.wait_for_url(f"**/chapters/new-name.html#{row}")
        assert page_.locator(f"tr:target#{row}").count() == 1


def test_buttons_copy_the_citation_of_a_row_a_table_and_a_page(site, story):
    changed, same = story[1]["changed"], page(story[1]["between"], "chapters/new-name.html").xpath("//tr[th[@scope='row']]/@id")[0]
    for folder, name, row, wanted in (
        (site, "perfusion", changed, f"Row {changed}. Available from: {HOME}/v/0.2.0/chapters/perfusion.html#{changed}"),
        (story[1]["between"], "perfusion", changed, f"Row {changed}. Available from: {HOME}/chapters/perfusion.html#{changed}"),
        (story[1]["between"], "new-name", same, f"Row {same}. Available from: {HOME}/chapters/new-name.html#{same}"),
    ):
        with served(folder) as address, open_browser() as browser:
            context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
            tab = context.new_page()
            tab.goto(f"{address}/chapters/{name}.html")
            tab.locator(f"tr#{row} th a").first.click()
            tab.get_by_role("button", name=f"Copy citation of Row {row}").click()
            tab.get_by_text("Copied").wait_for()
            assert tab.evaluate("navigator.clipboard.readText()").endswith(wanted)
            tab.get_by_role("button", name="Copy citation of Table 1").click()
            assert "Table 1. Available from: " in tab.evaluate("navigator.clipboard.readText()")
            if name == "perfusion":
                tab.get_by_role("button", name="Copy citation of Figure 1").click()
                assert re.search(r"Figure 1\. Available from: \S+#fig-", tab.evaluate("navigator.clipboard.readText()"))


def test_the_release_is_complete(story):
    book, _ = story
    folder = book.root / "_build" / "release" / "0.2.0"
    names = {path.name for path in folder.iterdir()}
    assert names == {"site-0.2.0.zip", "data-0.2.0.zip", "manifest.json", "SHA256SUMS"}
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert listed == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names - {"SHA256SUMS"}}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["version"] == "0.2.0" and manifest["date"] == "2028-02-20"
    for name, digest in manifest["inputs"].items():
        assert hashlib.sha256((book.root / name).read_bytes()).hexdigest() == digest, name
    assert {"data/findings.csv", "index.md", "_config.yml", "chapters/perfusion.md"} <= manifest["inputs"].keys()
    assert (folder / "site-0.2.0.zip").read_bytes() == (book.root / "editions" / "0.2.0.zip").read_bytes()
    with zipfile.ZipFile(folder / "data-0.2.0.zip") as archive:
        assert archive.read("findings.csv") == (book.root / "data" / "findings.csv").read_bytes()
    assert "no PDF in this release" in story[1]["second"].stdout


def test_archives_hold_one_edition_each_and_no_clock(story):
    for version, day in (("0.1.0", (2027, 1, 10)), ("0.2.0", (2028, 2, 20))):
        with zipfile.ZipFile(story[0].root / "editions" / f"{version}.zip") as archive:
            names = archive.namelist()
            assert names == sorted(names) and not [name for name in names if name.startswith("v/")]
            assert {entry.date_time[:3] for entry in archive.infolist()} == {day}


def test_a_clean_build_of_the_commit_gives_the_same_site(story, tmp_path):
    """Also after the commit: nothing in the site tells that the edition was made before it was committed."""
    book, told = story
    copy = tmp_path / "elsewhere"
    git(book, "clone", "-q", ".", str(copy))
    assert run("build", folder=copy).returncode == 0
    # Which names the commit.
    assert differences(told["before"], files(copy / "_build" / "html")) == ["build.json"]


def test_placed_editions_come_from_the_cache_unless_touched(story):
    book, _ = story
    cache, site = book.root / "_build" / "editions" / "0.1.0", book.root / "_build" / "html"
    assert book.build().returncode == 0
    before = files(site)
    book.edit("chapters/words.md", "Words.", "Other words.")
    # Old pages say now that the book has changed since the newest edition.
    assert book.build().returncode == 0
    states = {path: path.stat().st_ino for path in cache.rglob("*") if path.is_file()}
    assert "and later changes" in (site / "v" / "0.1.0" / "index.html").read_text("utf-8")
    book.edit("chapters/words.md", "Other words.", "Still others.")
    assert book.build().returncode == 0
    assert {path: path.stat().st_ino for path in cache.rglob("*") if path.is_file()} == states
    book.edit("chapters/words.md", "Still others.", "Words.")
    (site / "v" / "0.1.0" / "index.html").write_text("spoilt")
    assert book.build().returncode == 0
    assert differences(files(site), before) == []
    assert "Nothing changed" in book.build().stderr


def test_counts_of_rows_add_up(story):
    """Everything that `umbrella changes` says between the editions is what was done."""
    result = run("changes", "0.1.0", "0.2.0", "--format", "json", folder=story[0].root)
    tables = {table["table"]: table for table in json.loads(result.stdout)["tables"]}
    assert set(tables) == {"findings"} and tables["findings"]["added"] == [NEW_ROW]
    assert Counter(cell["row"] for cell in tables["findings"]["changed"]) == {story[1]["changed"]: 1}


@pytest.mark.parametrize("damage", ["missing", "altered", "unlisted"])
def test_an_archive_cannot_disappear_or_change(story, tmp_path, damage):
    root = tmp_path / "book"
    shutil.copytree(story[0].root, root, ignore=shutil.ignore_patterns(".git", "_build"))
    archive = root / "editions" / "0.1.0.zip"
    if damage == "missing":
        archive.unlink()
    elif damage == "altered":
        archive.write_bytes(archive.read_bytes() + b"x")
    else:
        shutil.copy(archive, root / "editions" / "0.1.5.zip")
    result = run("build", folder=root)
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert {"missing": "must stay readable", "altered": "was altered", "unlisted": "not listed"}[
        damage
    ] in result.stderr


@pytest.mark.parametrize("width, height, scheme", SETTINGS)
def test_marks_and_banners_are_accessible_and_ask_no_other_host(site, width, height, scheme):
    with open_browser() as browser:
        page = watched(browser, site.as_uri(), viewport={"width": width, "height": height}, color_scheme=scheme)
        for name in ("chapters/perfusion.html", "v/0.1.0/chapters/perfusion.html", "v/0.2.0/chapters/changes.html"):
            page.goto(f"{site.as_uri()}/{name}")
            page.wait_for_timeout(300)  # colours fade from one scheme to the other
            found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
            assert found == [], [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.faults == []
