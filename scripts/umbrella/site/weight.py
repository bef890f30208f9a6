"""Makes pages light: icon fonts cut to the icons in use."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

from umbrella.keeping import sha

ICON = re.compile(r"\bfa-[a-z0-9-]+")
ICON_RULE = re.compile(r'((?:\.fa-[\w-]+::?before,?)+)\{content:"([^"]*)"\}')
# Icons the theme's own styles name: literal characters from the private use area.
OWN = re.compile("[\ue000-\uf8ff]")
TRUETYPE = re.compile(r',\s*url\([^)]*\.ttf[^)]*\)\s*format\("truetype"\)')
UNUSED = ("*.map", "*.ttf", "vendor/fontawesome/js", "locales", "scripts/fontawesome.js")


def icons(text: str) -> set[str]:
    """Names of the icons that a page or a script uses."""
    return set(ICON.findall(text))


def lighten(site: Path, used: set[str], cut: Path) -> None:
    """Take from a site what its pages do not use, in place.

    Args:
        site: the site.
        used: icons that its pages use.
        cut: where fonts are kept that were cut before.

    Raises:
        RuntimeError: nothing was found to take: the theme has changed.
    """
    files = (file for file in (site / "_static").rglob("*.js") if "fontawesome" not in file.parts)
    used = used.union(*(icons(file.read_text("utf-8")) for file in files))
    characters: set[str] = set()
    for sheet in (site / "_static").rglob("*.css"):
        characters |= _without_icons(sheet, used)
    if not characters:
        raise RuntimeError("the theme's icons are not where they were")
    cut.mkdir(parents=True, exist_ok=True)
    for font in site.rglob("*.woff2"):
        whole = font.read_bytes()
        known = cut / sha("".join(sorted(characters)).encode() + whole)
        if not known.is_file():
            known.write_bytes(subset(whole, characters))
        shutil.copyfile(known, font)
    for pattern in UNUSED:
        for path in (site / "_static").rglob(pattern) if "/" not in pattern else [site / "_static" / pattern]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _without_icons(sheet: Path, used: set[str]) -> set[str]:
    """Drop the rules of icons no page has; returns the characters of the others."""
    text, kept = sheet.read_text("utf-8"), set()

    def rule(match: re.Match) -> str:
        if not used & set(ICON.findall(match[1])):
            return ""
        kept.add(character(match[2]))
        return match[0]

    lighter = TRUETYPE.sub("", ICON_RULE.sub(rule, text))
    if lighter != text:
        sheet.write_text(lighter, "utf-8")
    return kept | set(OWN.findall(lighter))


def character(content: str) -> str:
    r"""The character a style sheet's ``content`` stands for: ``\f0c9`` or the character itself."""
    return chr(int(content.strip("\\"), 16)) if content.startswith("\\") else content


def subset(font: bytes, characters: set[str]) -> bytes:
    """A WOFF2 font cut to some characters."""
    from fontTools import subset as cutting
    from fontTools.ttLib import TTFont

    options = cutting.Options(flavor="woff2", layout_features=[], notdef_outline=True, hinting=False)
    cutter, source, target = cutting.Subsetter(options), TTFont(io.BytesIO(font), recalcTimestamp=False), io.BytesIO()
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(source)
    source.flavor = "woff2"
    source.save(target)
    return target.getvalue()
