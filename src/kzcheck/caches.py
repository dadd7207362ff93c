"""What our functions remember of the texts that they saw: kept for an audit, whose rules ask the same again, and no longer."""

from __future__ import annotations

import sys


def clear() -> None:
    """Forget what functions of ours remember, but for tables that are made once and have no limit (`functools.cache`).

    A process that audits many articles would keep the texts of all of them.
    """
    for name, module in tuple(sys.modules.items()):
        if name.startswith("kzcheck."):
            for value in tuple(vars(module).values()):
                if hasattr(type(value), "cache_clear") and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()
