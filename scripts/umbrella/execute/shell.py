"""Runs the cells of a chapter in IPython's shell, in this process, and keeps what they put out as a kernel would send it."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable

from ipykernel.jsonutil import encode_images, json_clean
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from umbrella.execute.chapter import code_cells, may_fail


class _Results(DisplayHook):
    """Puts out the value of a cell's last line."""

    def start_displayhook(self) -> None:
        """Nothing to begin."""

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        """Put the value out in all its forms."""
        self.shell.put("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        """Nothing to send."""
        self._is_active = False


class _Displays(DisplayPublisher):
    """Puts out what a cell displays; what is out cannot be changed or taken back."""

    def publish(self, data: dict, metadata: dict | None = None, *, update: bool = False, **_: object) -> None:
        """Put out what is displayed."""
        if update:
            raise NotImplementedError("what a cell has displayed cannot be changed afterwards; display it once")
        self.shell.put("display_data", data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        """Refuse."""
        raise NotImplementedError("what a cell has displayed cannot be cleared; display only what is to stay")


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"

    def __init__(self, name: str, number: int, put: Callable[..., None]):
        self._name, self._number, self._put = name, number, put

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str) -> int:
        """Put text out."""
        self._put("stream", name=self._name, text=text)
        return len(text)

    def fileno(self) -> int:
        """What other processes may write to in its place."""
        return self._number


class _Raw:
    """What is written past Python to a stream: by compiled code and by other processes."""

    def __init__(self, name: str, number: int, put: Callable[..., None]):
        self._name, self._put, self._read = name, put, 0
        self._file = tempfile.TemporaryFile()
        os.dup2(self._file.fileno(), number)

    def put_new(self) -> None:
        """Put out what was written since this was last called."""
        size = os.fstat(self._file.fileno()).st_size
        if size > self._read:
            text = os.pread(self._file.fileno(), size - self._read, self._read).decode("utf-8", "replace")
            self._read = size
            self._put("stream", name=self._name, text=text)


class Shell(InteractiveShell):
    """IPython's shell without terminal, history and profile. Takes over the streams of this process for good."""

    def __init__(self) -> None:
        self._sent: list[NotebookNode] = []
        super().__init__(config=Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}}))
        self._raw = [_Raw(name, number, self.put) for number, name in ((1, "stdout"), (2, "stderr"))]
        sys.stdout, sys.stderr = _Stream("stdout", 1, self.put), _Stream("stderr", 2, self.put)
        sys.path.insert(0, "")  # chapters may import what lies beside them

    def init_ipython_dir(self, ipython_dir: str | None) -> None:
        """No folder: nothing of the user who builds changes what a chapter does."""

    def init_profile_dir(self, profile_dir: object) -> None:
        """No profile either."""

    def init_display_pub(self) -> None:
        """Have what is displayed put out."""
        self.display_pub = _Displays(parent=self, shell=self)

    def init_displayhook(self) -> None:
        """Have results put out."""
        self.displayhook_class = _Results
        super().init_displayhook()

    def put(self, kind: str, **content: object) -> None:
        """Keep an output of the cell that runs; text to one stream is joined."""
        last = self._sent[-1] if self._sent else {}
        if kind == "stream" and last.get("name") == content["name"]:
            last["text"] += content["text"]
        elif kind != "stream" or content["text"]:
            if "data" in content:
                content["data"] = encode_images(content["data"])
            self._sent.append(new_output(kind, **json_clean(content)))

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.put("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def outputs_of(self, source: str) -> tuple[list[NotebookNode], bool]:
        """Run a cell; what it put out, and whether it came to its end."""
        self._sent = []
        result = self.run_cell(source, store_history=True)
        for raw in self._raw:
            raw.put_new()
        return self._sent, result.success


def run_cells(notebook: NotebookNode, begins: Callable[[int], None], ended: Callable[[], None]) -> None:
    """Run a chapter's cells in order, to the first that fails; they get their outputs.

    Args:
        notebook: the chapter.
        begins: told the number of each code cell, from 1, before it runs.
        ended: called after each.
    """
    shell = Shell.instance()
    for number, cell in code_cells(notebook):
        begins(number)
        cell.execution_count = shell.execution_count
        cell.outputs, success = shell.outputs_of(cell.source)
        ended()
        if not (success or may_fail(cell)):
            return
