"""A process that has imported what builds need and never builds: each build is a fork of it, and leaves nothing behind.

It is started anew when the package or the configuration has changed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from umbrella.build import BuildError, build
from umbrella.execute.forked import can_fork
from umbrella.execute.inputs import shared_digest
from umbrella.lifeline import end_with


class Builder:
    """Builds a book as often as it is asked to."""

    def __init__(self, root: Path):
        self.root = root
        self._made_from = ""
        self._process: multiprocessing.Process | None = None
        self._line: Connection | None = None

    def build(self) -> str:
        """Build the book; what is wrong with it, empty when nothing is."""
        made_from = shared_digest(self.root)
        if made_from != self._made_from or not (self._process and self._process.is_alive()):
            self.stop()
            self._start()
            self._made_from = made_from
        self._line.send(None)
        try:
            return self._line.recv()
        except EOFError:
            return "the build ended before its time; what it said stands in the terminal"

    def stop(self) -> None:
        """End the process."""
        if self._process:
            self._line.close()
            self._process.kill()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_wait_for_orders, args=(self.root, theirs, os.getpid()))
        self._process.start()
        theirs.close()


def _wait_for_orders(root: Path, line: Connection, parent: int) -> None:
    """In the process: import, then build whenever asked to."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import_all(root)
    while True:
        try:
            line.recv()
        except EOFError:
            return
        line.send(_in_fork(_built, root) if can_fork() else _built(root))


def _import_all(root: Path) -> None:
    """Import what builds import, Sphinx's extensions too."""
    from jupyter_book.config import get_final_config

    for name in ("jupyter_book.sphinx", "umbrella.show", "umbrella.site", "umbrella.site.finishing", "umbrella.editions.building"):
        import_module(name)
    try:
        settings, _ = get_final_config(user_yaml=root / "_config.yml", sourcedir=root)
        for name in settings["extensions"]:
            import_module(name)
    except Exception:  # noqa: BLE001 - the build tells what is wrong with a configuration
        return


def _built(root: Path) -> str:
    try:
        build(root)
    except BuildError as error:
        return str(error)
    return ""


def _in_fork(work: Callable[[Path], str], root: Path) -> str:
    """What some work says, done in a fork of this process."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def tell(parent: int) -> None:
        end_with(parent)
        theirs.send(work(root))

    process = context.Process(target=tell, args=(os.getpid(),))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return "the build ended before its time; what it said stands in the terminal"
    finally:
        process.join()
        ours.close()
