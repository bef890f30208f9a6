"""How a value enters another language: the one place that knows what a sign of text must become there.

Whatever stands in a table, in the settings of an edition, in its record of
changes or in a bibliography is text. Markup is made by the package alone, and
says so by its type: ``markupsafe.Markup`` is HTML, :class:`Myst` Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from string import Formatter
from urllib.parse import quote, urlsplit

# Blanks, and whatever any reader of lines takes for the end of one; no-break spaces are signs of text.
SPACE = re.compile(r"[\t-\r\x1c- \x85\u2028\u2029]+")
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")

SCHEMES = ("https", "http", "mailto")
# Signs that stand in an address as they are (RFC 3986); a DOI may hold more, which its resolver takes quoted.
IN_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"
IN_DOI = "/:@!$&'()*,;=-._~"
BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
RESOLVER = re.compile(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*")
# What LaTeX writes before signs that mean something to it.
COMMAND, BACKSLASHED = re.compile(r"\\[A-Za-z]+"), re.compile(r"\\.")
BY_NAME = {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$"}
NAMED_BRACE = re.compile(r"\\textbrace(left|right)(?![A-Za-z])(?:\{\}| )?")
PRIVATE = {"left": "\ue000", "right": "\ue001"}
BRACES = str.maketrans("\ue000\ue001", "{}")
LATEX = re.compile(r"[\\{}$]")
ESCAPED = re.compile(r"\\([_%#&{}~$])")


class Myst(str):
    """Markdown that the package hands out, as :class:`markupsafe.Markup` is HTML that it hands out.

    Written as a template and filled by :meth:`format` or :meth:`join`, which
    take what is Myst as it is and anything else as text. HTML is text here and
    Myst is text in HTML: each language trusts its own type only.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, value: object) -> Myst:
        """A value as text on one line: every sign that could begin markup is a character reference.

        Right in running text, headings, cells of tables, addresses of links
        and in HTML that stands in Markdown; not in code, where nothing is a reference.
        """
        if isinstance(value, cls):
            return value
        return cls(PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", one_line(str(value))))

    @classmethod
    def word(cls, text: str) -> Myst:
        """A name of letters, digits and ``._:-`` where references are not read: a key to cite, the id of a section.

        Raises:
            ValueError: it has other signs.
        """
        if not WORD.fullmatch(text):
            raise ValueError(f"{text!r} is no name of letters, digits and . _ : -")
        return cls(text)

    def format(self, *args: object, **kwargs: object) -> Myst:
        """The template filled; what is not Myst goes in as text."""
        return type(self)(_Filler().vformat(self, args, kwargs))

    def join(self, items: Iterable[object]) -> Myst:
        """Items with this between them; what is not Myst goes in as text."""
        return type(self)(super().join(map(self.escape, items)))


class _Filler(Formatter):
    def get_field(self, field_name: str, args: tuple, kwargs: Mapping) -> tuple[object, object]:
        """Arguments by place or name, and nothing within them."""
        return self.get_value(int(field_name) if field_name.isdigit() else field_name, args, kwargs), field_name

    def format_field(self, value: object, format_spec: str) -> str:
        """The value as text."""
        return Myst.escape(format(value, format_spec) if format_spec else value)


def one_line(text: str) -> str:
    """Text without ends of lines: what a value is in languages that count lines."""
    return SPACE.sub(" ", text)


def from_latex(field: str) -> str:
    """A field of a bibliography as plain text on one line: accents and escaped signs read, braces gone."""
    from pybtex.richtext import Text

    # The reader of LaTeX knows no braces by name; signs of private use stand for them meanwhile.
    field = NAMED_BRACE.sub(lambda name: PRIVATE[name[1]], field)
    return one_line(str(Text.from_latex(field))).replace(r"\$", "$").translate(BRACES)


def unread_latex(field: str) -> list[str]:
    """What :func:`from_latex` leaves as LaTeX: commands it does not know, formulas, comments."""
    if not set(field) & set("\\$%"):
        return []  # as most fields; to read one takes long
    bare = BACKSLASHED.sub("", field)
    return [*dict.fromkeys(COMMAND.findall(from_latex(field))), *(sign for sign in "$%" if sign in bare)]


def to_latex(text: str) -> str:
    """Text for a field of BibTeX: braces, which are counted even when escaped, and backslashes by name."""
    return LATEX.sub(lambda sign: BY_NAME[sign[0]], one_line(text))


def unescaped(text: str) -> str:
    """An address or a DOI without the backslashes that LaTeX wants before some of its signs."""
    return ESCAPED.sub(r"\1", text.strip())


def web_address(text: str) -> str:
    """An address as it may stand in a link: ``https``, ``http`` or ``mailto``, its signs quoted where they must be.

    Raises:
        ValueError: it is no such address; the message says why.
    """
    # Quoted first: a reader of addresses would pass over an end of line in the midst of a scheme.
    address = BARE_PERCENT.sub("%25", quote(unescaped(text), safe=IN_ADDRESS))
    told = repr(text if len(text) <= 60 else f"{text[:57]}...")
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ValueError(f"{told} is no address: {error}") from error
    if parts.scheme not in SCHEMES or not (parts.hostname if parts.scheme != "mailto" else "@" in parts.path):
        raise ValueError(f"{told} is no address that begins with https://, http:// or mailto:")
    return address


def link_address(text: str) -> str:
    """An address as it may stand in a link: one within the site as it is but for signs to quote, others as on the web.

    Raises:
        ValueError: it leads elsewhere than into the site or to the web.
    """
    if urlsplit(text).scheme or text.startswith("//"):
        return web_address(text)
    return quote(text, safe=IN_ADDRESS.replace(":", ""))


def doi_address(doi: str) -> str:
    """Where a DOI leads, whatever signs it has; one written as an address or with ``doi:`` is the same."""
    bare = RESOLVER.sub("", unescaped(doi))
    return f"https://doi.org/{quote(bare, safe=IN_DOI)}"


def in_script(data: object, indent: int | None = None) -> str:
    """Data as JSON that may stand in an element of script: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
