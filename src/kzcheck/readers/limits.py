"""Bounds of the processes in which hostile files are read."""

from __future__ import annotations

import math


def limit(memory: int, seconds: float) -> None:
    """Bound the memory (bytes of address space) and the processor time of this process and of those it starts, where possible."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    time = math.ceil(seconds)
    bounds = {resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (time, time + 1), resource.RLIMIT_CORE: (0, 0)}
    for kind, most in bounds.items():  # more time at most, so that the system ends the process by the signal that says why
        try:
            resource.setrlimit(kind, most)
        except (ValueError, OSError):
            continue  # the system has less to give, or no such limit
