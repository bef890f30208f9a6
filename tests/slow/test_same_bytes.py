"""Same input, same bytes: the real book, built twice from nothing, in different folders and years apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from books import ROOT
from sites import differences, files

# The clock as every process of a build sees it, moved by CLOCK_SHIFT seconds: the system's own calls are answered by
# these in its place, so that compiled modules, git and kernels see the other day too.
CLOCK = """
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t shift(void) {
    const char *seconds = getenv("CLOCK_SHIFT");
    return seconds ? (time_t)atoll(seconds) : 0;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = (int)syscall(SYS_clock_gettime, clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
    return failed;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    int failed = clock_gettime(CLOCK_REALTIME, &exact);
    if (!failed && now) { now->tv_sec = exact.tv_sec; now->tv_usec = exact.tv_nsec / 1000; }
    return failed;
}
time_t time(time_t *now) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now) *now = exact.tv_sec;
    return exact.tv_sec;
}
"""
# Five years, a month and some hours: another year, month, day of the week and hour.
SHIFT = (5 * 365 + 41) * 86400 + 5 * 3600
compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


# The same for Python alone, where there is no compiler.
PYTHON_CLOCK = """
import os, time

shift, real = int(os.environ["CLOCK_SHIFT"]), {name: getattr(time, name) for name in ("time", "gmtime", "localtime")}
time.time = lambda: real["time"]() + shift
time.time_ns = lambda: int(time.time() * 1e9)
time.gmtime = lambda seconds=None: real["gmtime"](time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: real["localtime"](time.time() if seconds is None else seconds)
"""


@pytest.fixture(scope="module")
def later(tmp_path_factory) -> dict[str, str]:
    """An environment in which it is five years later, in another place of the world."""
    folder = tmp_path_factory.mktemp("clock")
    there = {"CLOCK_SHIFT": str(SHIFT), "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711"}
    if sys.platform != "linux" or compiler is None:
        (folder / "sitecustomize.py").write_text(PYTHON_CLOCK)
        before = os.environ.get("PYTHONPATH")
        return there | {"PYTHONPATH": os.pathsep.join([str(folder), *([before] if before else [])])}
    (folder / "clock.c").write_text(CLOCK)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", folder / "clock.so", folder / "clock.c"], check=True)
    return there | {"LD_PRELOAD": str(folder / "clock.so")}


def clean_build(target: Path, **environment: str) -> dict[str, bytes]:
    """All files of the site of a clean build of the repository's commit in another folder, under other variables."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(target)], check=True)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("UMBRELLA_")}
    command = [sys.executable, "-m", "umbrella.cli", "build", "--clean"]
    done = subprocess.run(command, cwd=target, env=plain | environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return files(target / "_build" / "html")


def test_two_clean_builds_years_and_folders_apart_give_the_same_site(tmp_path, later):
    now = "import time; print(time.time(), time.localtime().tm_year)"
    seen = [
        subprocess.run(
            [sys.executable, "-c", now], env=os.environ | extra, capture_output=True, text=True, check=True
        ).stdout.split()
        for extra in ({}, later)
    ]
    assert float(seen[1][0]) - float(seen[0][0]) > SHIFT - 60 and int(seen[1][1]) - int(seen[0][1]) >= 5
    one = clean_build(tmp_path / "one")
    other = clean_build(tmp_path / "a longer way down" / "and another name", **later)
    assert len(one) > 300 and "chapters/diffusion.html" in one
    assert differences(one, other) == []
