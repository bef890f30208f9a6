"""Finds a Chromium for page tests, screenshots and printing; installs one where none is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REMEDY = (
    "no Chromium or Chrome was found and none could be installed. Install one, for example with "
    "'apt-get install chromium', or name it in the variable UMBRELLA_CHROMIUM."
)
# As root Chromium needs no sandbox; it must not call home.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


class NoBrowser(Exception):
    """No browser is here and none could be installed; the message says what to do."""


def find_browser() -> str:
    """Path of a Chromium: the one named in UMBRELLA_CHROMIUM, one of the system, or one newly installed.

    Raises:
        NoBrowser: there is none to be had.
    """
    return _present() or _installed() or _give_up()


def _present() -> str | None:
    named = os.environ.get("UMBRELLA_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _installed() -> str | None:
    """Install a browser: with playwright, else (as root on Debian) with apt."""
    commands = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        commands.append(
            [
                ["apt-get", "update", "-qq"],
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
            ]
        )
    for steps in commands:
        if all(
            subprocess.run(step, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0 for step in steps
        ) and (path := _present()):
            return path
    return None


def _give_up() -> str:
    raise NoBrowser(REMEDY)


@contextmanager
def open_browser():
    """A running headless Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
