"""Takes a picture of every page of the built site: desk and phone, light and dark, for looking at."""

from __future__ import annotations

import sys
from pathlib import Path

from umbrella.browser import open_browser
from umbrella.toc import toc_documents

SETTINGS = {"desk": (1280, 900), "phone": (390, 844)}
ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> None:
    """Write ``_build/shots/PAGE-DEVICE-SCHEME.png`` for the pages named, or for all."""
    target = ROOT / "_build" / "shots"
    target.mkdir(parents=True, exist_ok=True)
    documents = [name for name in toc_documents(ROOT / "_toc.yml") if not names or Path(name).name in names]
    with open_browser() as browser:
        for device, (width, height) in SETTINGS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                for document in documents:
                    page.goto((ROOT / "_build" / "html" / f"{document}.html").as_uri())
                    page.wait_for_timeout(300)
                    page.screenshot(path=target / f"{Path(document).name}-{device}-{scheme}.png", full_page=True)
                    print(f"{document} {device} {scheme}", file=sys.stderr)
                context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
