"""Runs the rows and prints them as a table, with medians, ratios and versions."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from seedmatch.bench import peers
from seedmatch.bench.peers import Task
from seedmatch.bench.tasks import Row, rows

PACKAGES = ("numpy", "highspy", "numba", "ortools", "scipy", "scikit-learn", "rapidfuzz", "matching")
PATIENCE = 20.0


def print_table(sizes: list[str], *, compare: bool) -> None:
    """Measure every row of the sizes and print one line each, as it is done.

    Seconds are processor time of this process, the median of some runs after one for warming up (compiled
    kernels are loaded then); what takes long is not repeated.
    """
    print("\n".join(_heading()), flush=True)
    for size in sizes:
        for row in rows(size):
            print(_line(row, compare=compare), flush=True)


def _heading() -> Iterator[str]:
    yield f"Python {platform.python_version()}, {_versions()}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    yield ""
    yield "| work | asked (s) | median (s) | least (s) | met | others: median (s), times as long | remarks |"
    yield "|---|---:|---:|---:|---|---|---|"


def _versions() -> str:
    return ", ".join(f"{name} {_version(name)}" for name in PACKAGES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _line(row: Row, *, compare: bool) -> str:
    before = _memory_anew()
    figure, seconds = _measured(row.ours, row.repeat)
    memory = f"{_most_memory()} MB at most, {before} before"
    median = statistics.median(seconds)
    others = [_compared(row, name, figure, median) for name in (row.peers if compare else ())]
    remark = row.ours.remark() if hasattr(row.ours, "remark") else ""
    cells = (
        row.name, f"{row.asked:g}", f"{median:.4g}", f"{min(seconds):.4g}", "yes" if median <= row.asked else "no",
        "; ".join(others), "; ".join(part for part in (remark, memory) if part),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _memory_anew() -> int:
    """Begin to measure the greatest memory anew where Linux lets us; return what is in use now, in MB."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0
    return _status("VmRSS")


def _most_memory() -> int:
    """Return the most memory in use since it was measured anew (elsewhere: since the start), in MB."""
    if Path("/proc/self/status").exists():
        return _status("VmHWM")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1_000_000 if sys.platform == "darwin" else 1000)


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024 // 1_000_000


def _compared(row: Row, name: str, figure: int, ours: float) -> str:
    module, prepare, scale = row.peers[name]
    if not peers.available(module):
        return f"{name}: not installed"
    try:
        found, seconds = _measured(prepare(), 3)
    except RecursionError as error:
        return f"{name}: {type(error).__name__}"
    median = statistics.median(seconds) * scale
    same = "" if scale != 1 or found == figure else f", another result: {found} instead of {figure}"
    return f"{name} {median:.4g}, {median / ours:.1f}x{same}"


def _measured(task: Task, repeat: int) -> tuple[int, list[float]]:
    """Return the figure and the seconds of the runs; a first long run is the only one."""
    seconds: list[float] = []
    figure = 0
    for turn in range(repeat + 1):
        begun = time.process_time()
        figure = task()
        took = time.process_time() - begun
        if turn or took > PATIENCE or repeat == 1:
            seconds.append(took)
        if took > PATIENCE or repeat == 1:
            break
    return figure, seconds
