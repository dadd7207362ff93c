"""The command line: arguments in, one call, text and an exit code out; one file a command."""

from __future__ import annotations

import os
import shlex
import sys
import time
from enum import EnumType
from functools import partial
from inspect import get_annotations
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

from kzcheck.cli import (
    audit,
    baseline,
    cache,
    claim,
    corpus,
    diff,
    importing,
    index,
    parse,
    reference,
    retractions,
    rule,
    schema,
    texts,
)
from kzcheck.errors import KzcheckError, UnreadableError, UsageError, place_of
from kzcheck.version import __version__

USAGE = 2
UNREADABLE = 3

STOPPED = 130
"""What Typer makes of Ctrl-C."""

EPILOG = """Examples:
  kzcheck audit paper.docx --offline
  kzcheck rule ATTR601      what a finding means"""


class Command(TyperCommand):
    """A command whose plain values are read by us."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - the class has moved between the versions of Typer that are allowed
        """Return all options and arguments, `--help` too."""
        return _read_by_us(super().get_params(ctx))


class Group(TyperGroup):
    """A group of commands whose plain values are read by us."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - as above
        """Return all options, `--help` too."""
        return _read_by_us(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
        """Return the command that the first argument names, or refuse it with the nearest one."""
        unknown = args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None
        if unknown and not ctx.resilient_parsing:  # the shell completes a line
            from kzcheck.readers.drafts import LIST_SUFFIXES, SUFFIXES
            from kzcheck.settings import suggestion

            path = Path(args[0])
            if path.exists() or path.suffix.lower() in SUFFIXES | LIST_SUFFIXES:
                raise UsageError(f"{args[0]} is not a command; to check it, type: {shlex.join(['kzcheck', 'audit', *args])}")
            commands = self.list_commands(ctx)
            hint = suggestion(args[0], commands) or f"; there are {', '.join(commands)}"
            name = " ".join([*ctx.command_path.split()[1:], args[0]])
            raise UsageError(f'there is no command "{name}"{hint}')
        return super().resolve_command(ctx, args)


def _read_by_us(parameters: list[Any]) -> list[Any]:
    """Take plain values from Typer's hands: it asks pydantic, and to load that takes a tenth of an offline audit."""
    for parameter in parameters:
        if getattr(parameter, "is_flag", False) and parameter.metavar is None:
            parameter.metavar = ""  # help says "<bool>" otherwise
        if not isinstance(parameter.process_value, partial):
            parameter.process_value = partial(_value, parameter, parameter.process_value)
    return parameters


def _value(parameter: Any, process: Any, context: Any, value: Any) -> Any:  # noqa: ANN401 - as above
    """Return the value of an option: a text, a path, a word of a choice as it is, whatever else as Typer reads it."""
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    choices = get_args(kind)[0] if get_origin(kind) is list else kind
    if isinstance(choices, EnumType):
        for word in value if isinstance(value, list | tuple) else (value,):
            if isinstance(word, str) and word not in [*choices]:
                from kzcheck.settings import suggestion

                hint = suggestion(word, choices) or f"; there are {', '.join(choices)}"
                raise UsageError(f'{parameter.opts[-1]} has no value "{word}"{hint}')
    if value is None and not parameter.required:
        value = () if parameter.multiple else None
    elif isinstance(value, str) and (kind in {str, Path} or isinstance(kind, EnumType)):
        value = kind(value)
    elif not ((isinstance(kind, type) and isinstance(value, kind)) or (kind == list[str] and isinstance(value, list | tuple))):
        return process(context, value)
    return parameter.callback(context, parameter, value) if parameter.callback else value


app = typer.Typer(
    name="kzcheck",
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)
for command in (
    audit.audit,
    baseline.baseline,
    claim.claim,
    diff.diff,
    parse.parse,
    reference.reference,
    rule.rule,
    schema.schema,
    texts.texts,
):
    command.__annotations__ = get_annotations(command, eval_str=True)  # else Typer evaluates them, six times each
    app.command(cls=Command, epilog=sys.modules[command.__module__].EPILOG)(command)
app.command("import", cls=Command, epilog=importing.EPILOG)(importing.import_)
for group in (cache.cache, corpus.corpus, index.index, retractions.retractions):
    app.add_typer(group, cls=Group)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callbacks take the value by position
    if wanted:
        typer.echo(f"kzcheck {__version__}")
        raise typer.Exit


@app.callback()
def kzcheck(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """The linter for citations: checks what an article claims against the works that it cites."""


def main() -> None:
    """Run the command line; whatever goes wrong becomes plain lines on standard error and an exit code.

    Raises:
        SystemExit: always, with the exit code.
        KeyboardInterrupt: after Ctrl-C.
    """
    _open_streams()
    try:
        time.time()
    except OverflowError:  # Python counts nanoseconds, from 1677 to 2262
        sys.exit(_fail("the clock of this machine is wrong by centuries; set it", USAGE))
    try:
        code = app(prog_name="kzcheck", standalone_mode=False)
    except typer.Abort:
        code = STOPPED
    except KzcheckError as error:
        code = _fail(str(error), UNREADABLE if isinstance(error, UnreadableError) else USAGE)
    except OSError as error:
        where = f"{error.filename}" if error.filename else "standard output: cannot be written"
        code = _fail(f"{where}: {error.strerror}", USAGE)
    except Exception as error:  # noqa: BLE001 - nobody is to read a traceback
        if isinstance(error.__cause__, KeyboardInterrupt):  # in a module that was being imported
            code = STOPPED
        else:
            code = _wrong_use(error) if hasattr(error, "format_message") else _fail(_fault(error), UNREADABLE)
    if code == STOPPED:
        raise KeyboardInterrupt
    sys.exit(code)


def _open_streams() -> None:
    """Make sure that both streams are open and take any text: a caller may have closed them, or have chosen a small encoding."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        else:
            stream.reconfigure(errors="backslashreplace")


def _fail(text: str, code: int) -> int:
    """Say on standard error, one line each, what is wrong; return the exit code."""
    from kzcheck.cli.run import drop, warn

    try:
        for line in text.split("\n"):
            warn(line)
    except OSError:
        drop(sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        drop(sys.stdout)
    return code


def _wrong_use(error: Any) -> int:  # noqa: ANN401 - the class has moved between the versions of Typer that are allowed
    """Say what is wrong with the options or arguments, in Typer's words."""
    text = " ".join(error.format_message().replace("Value error, ", "").split()).rstrip(".")
    command = error.ctx.command_path if getattr(error, "ctx", None) else "kzcheck"
    return _fail(f"{text}; see {command} --help", USAGE) if text else USAGE


def _fault(error: Exception) -> str:
    """Return the line for a mistake of our own."""
    what = f"{place_of(error)}: {type(error).__name__}: {str(error)[:200]}"
    return f"this is a fault of kzcheck itself ({what}); please report it"
