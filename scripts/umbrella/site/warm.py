"""Warm kernels: one process imports what chapters import, then forks a real kernel for each of them.

Two thirds of a chapter's time go into starting Python and importing. The
forked kernel is ipykernel as ever, asked for through jupyter_client's own
provisioner interface; where the system cannot fork, plain kernels are used.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from umbrella.lifeline import end_with

SOCKET = "UMBRELLA_WARM_SOCKET"
PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
NAME = "umbrella-warm"
START_TIMEOUT = 30.0  # seconds; beyond it something is wrong and plain kernels do


def can_fork() -> bool:
    """Whether this system can fork and speak over Unix sockets."""
    return hasattr(os, "fork") and hasattr(socket, "AF_UNIX") and sys.platform != "darwin"


@contextlib.contextmanager
def warm_kernels(wanted: bool = True) -> Iterator[bool]:
    """Have kernels started warm within this context.

    Yields:
        Whether they are; False where the system cannot, or when not wanted.
    """
    if not (wanted and can_fork()):
        yield False
        return
    before = {name: os.environ.get(name) for name in (SOCKET, PROVISIONER)}
    with tempfile.TemporaryDirectory(prefix="warm-") as folder:
        address = str(Path(folder) / "socket")
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        # The last keeps the debugger, imported for the kernels, from warning of itself.
        environment = {**os.environ, **one_thread, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        server = subprocess.Popen([sys.executable, "-m", "umbrella.site.warm", address, str(os.getpid())], env=environment)
        os.environ.update({SOCKET: address, PROVISIONER: NAME})
        try:
            yield True
        finally:
            server.terminate()
            server.wait()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


class Forked:
    """A kernel process that another process forked, with the face of a Popen object."""

    def __init__(self, pid: int):
        self.pid = pid
        self.stdin = self.stdout = self.stderr = None
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it lives. The server reaps it, so a dead one is gone."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            self.returncode = 0
        return self.returncode

    def wait(self) -> int:
        """Wait for its end."""
        while self.poll() is None:
            time.sleep(0.01)
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still lives."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Starts kernels by asking the warm server for a fork."""

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Start a kernel; like the parent's, but for where the process comes from."""
        order = {"connection": cmd[cmd.index("-f") + 1], "folder": str(kwargs["cwd"]), "environment": kwargs["env"]}
        self.process = Forked(_ask(os.environ[SOCKET], order))
        self.pid = self.pgid = self.process.pid
        return self.connection_info


def _ask(address: str, order: dict) -> int:
    """Hand an order to the server, waiting for it to be there; the kernel's process id."""
    end = time.monotonic() + START_TIMEOUT
    while True:
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(address)
            except (FileNotFoundError, ConnectionRefusedError):
                if time.monotonic() > end:
                    raise RuntimeError("the warm kernel server did not start") from None
                time.sleep(0.02)
                continue
            line.sendall(json.dumps(order).encode() + b"\n")
            return int(line.makefile().readline())


def serve(address: str, parent: int) -> None:
    """Import, then fork a kernel for each order until the process that started this one is gone."""
    end_with(parent)
    _import_what_chapters_import()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps the kernels
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        while os.getppid() == parent:
            if not select.select([door], [], [], 1.0)[0]:
                continue
            line, _ = door.accept()
            order = json.loads(line.makefile().readline())
            own, pid = os.getpid(), os.fork()
            if pid == 0:
                door.close()
                line.close()
                _be_kernel(order, own)
            line.sendall(f"{pid}\n".encode())
            line.close()


def _import_what_chapters_import() -> None:
    """Everything slow that is the same for each chapter: modules, fonts, a first drawing."""
    # The kernel asks for its debugger by name, and that takes longer to import than all else a kernel does to start.
    import ipykernel.debugger
    import ipykernel.ipkernel
    import ipykernel.kernelapp  # noqa: F401
    import pandas as pd

    from umbrella import show  # noqa: F401
    from umbrella.figures import DESK, style
    from umbrella.figures.brain import brain_map
    from umbrella.figures.heatmap import evidence_heatmap

    way, mark = next(iter(style.DIRECTION)), "▼"
    cell = pd.DataFrame({"row": ["x"], "column": ["x"], "direction": [way], "n_reviews": [1]})
    style.svg(evidence_heatmap(cell, {"x": "x"}, {way: mark}, {way: "x"}, DESK), "warm")
    style.svg(brain_map({}, {}, {way: mark}, {way: "x"}, DESK), "warm")


def _be_kernel(order: dict, parent: int) -> None:
    """In the fork: become the kernel of one chapter. Never returns."""
    try:
        end_with(parent)
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.environ.pop("JPY_PARENT_PID", None)  # its parent is the server, which ends it
        os.chdir(order["folder"])
        sys.path[:] = [order["folder"] if entry == "" else entry for entry in sys.path]
        from ipykernel.kernelapp import IPKernelApp

        from umbrella.tables.recording import start_recording

        start_recording()
        IPKernelApp.launch_instance(argv=["-f", order["connection"]])
    finally:
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
