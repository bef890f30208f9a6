"""Asks whether the addresses outside the site that its pages lead to still answer: ``umbrella links``."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import click
from lxml import html

ALIVE, DEAD, UNKNOWN = "alive", "dead", "not known"
# What says that nothing is there; any other refusal may be meant for programs only.
GONE = (404, 410)
AGENT = "Mozilla/5.0 (link check of a living review; once a week)"
PATIENCE = 30.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A resolver that sends one on knows the address: publishers behind it often refuse programs."""

    def redirect_request(self, *args, **kwargs):
        """Follow nothing."""
        return None


def outside_links(site: Path) -> dict[str, list[str]]:
    """Pages by the address outside the site that they lead to, fragments left off; editions of old are not asked for.

    Args:
        site: a built site.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        if name.startswith("v/"):
            continue
        for address in html.document_fromstring(page.read_text("utf-8")).xpath("//article//@href"):
            if urlsplit(address).scheme in ("http", "https") and name not in found[urldefrag(address)[0]]:
                found[urldefrag(address)[0]].append(name)
    return dict(sorted(found.items()))


def state_of(address: str, tries: int = 2) -> str:
    """Whether an address answers: alive, dead (nothing is there), or not known (it refuses, or nobody answers now)."""
    opener = urllib.request.build_opener(_NoRedirect)
    request = urllib.request.Request(address, headers={"User-Agent": AGENT}, method="GET")
    for _ in range(tries):
        try:
            with opener.open(request, timeout=PATIENCE):
                return ALIVE
        except urllib.error.HTTPError as error:
            if 300 <= error.code < 400:
                return ALIVE
            if error.code in GONE:
                return DEAD
        except (OSError, ValueError):
            pass
    return UNKNOWN


def states(addresses: Iterable[str], ask: Callable[[str], str] = state_of, side_by_side: int = 8) -> dict[str, str]:
    """State by address, few asked at a time."""
    addresses = list(addresses)
    with ThreadPoolExecutor(side_by_side) as pool:
        return dict(zip(addresses, pool.map(ask, addresses)))


def told(found: Mapping[str, list[str]], known: Mapping[str, str]) -> list[str]:
    """A line for each address that did not answer, the dead ones first."""
    return [
        f"{state}: {address} ({', '.join(found[address])})"
        for state in (DEAD, UNKNOWN)
        for address in found
        if known[address] == state
    ]


@click.command("links")
@click.option(
    "--book", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", help="Folder of the book."
)
def links_command(book: Path) -> None:
    """Ask whether the outside addresses that the built pages lead to still answer; fails when one is dead."""
    site = book / "_build" / "html"
    if not site.is_dir():
        raise click.ClickException("there is no built site; run umbrella build first")
    found = outside_links(site)
    known = states(found)
    for line in told(found, known):
        click.echo(line)
    dead = sum(state == DEAD for state in known.values())
    click.echo(f"{len(found)} addresses asked, {dead} dead")
    if dead:
        raise SystemExit(1)
