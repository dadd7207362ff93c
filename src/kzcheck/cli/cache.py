"""`kzcheck cache`: the answers of services that are kept for a while."""

from __future__ import annotations

import typer

EPILOG = """Examples:
  kzcheck cache info
  kzcheck cache clear"""

cache = typer.Typer(
    name="cache",
    no_args_is_help=True,
    epilog=EPILOG,
    help="The cache of service answers: where it is and how to clear it.",
)


@cache.command(epilog=EPILOG)
def info() -> None:
    """Say where answers are kept, how many, and since when."""
    from contextlib import closing

    from kzcheck.cli.run import out, warn
    from kzcheck.formats.naming import count
    from kzcheck.gather.asking import answers

    with closing(answers()) as answered:
        kept = answered.info()
    if answered.warning:
        warn(answered.warning)
    since = f", the oldest of {kept.oldest:%Y-%m-%d}" if kept.oldest else ""
    out(f"{kept.path}\n{count(kept.entries, 'answer')}, {kept.bytes / 1e6:.1f} MB{since}\n")


@cache.command(epilog=EPILOG)
def clear() -> None:
    """Drop all answers that are kept."""
    from contextlib import closing

    from kzcheck.cli.run import out
    from kzcheck.formats.naming import count
    from kzcheck.gather.asking import answers

    with closing(answers()) as kept:
        dropped = kept.info().entries
        kept.clear()
    out(f"{count(dropped, 'answer')} dropped\n")
