"""`kzcheck` and `python -m kzcheck`. Ctrl-C ends them with one line at any time.

Nothing slow is imported here: until `main` runs, Ctrl-C prints a traceback.
"""

import _signal as signal  # type: ignore[import-not-found]  # of `signal`, what Python has built in
import atexit
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

INTERRUPTED = 3


def main() -> None:
    """Run the command line.

    Until its work begins (`cli.progress`), Ctrl-C ends the process at once: during an import, Python may hide the
    KeyboardInterrupt or raise another exception in its place.
    """
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it is ignored if a shell runs this in the background
        signal.signal(signal.SIGINT, _leave)
        # called last because it is registered first: all output is written then, and only memory remains to be freed
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    from kzcheck import cli  # noqa: PLC0415 - it takes time

    cli.main()


def _uncaught(kind: type[BaseException], error: BaseException, trace: "TracebackType | None") -> None:
    if issubclass(kind, KeyboardInterrupt):
        _leave()
    sys.__excepthook__(kind, error, trace)


def _unraisable(lost: "sys.UnraisableHookArgs") -> None:
    if issubclass(lost.exc_type, KeyboardInterrupt):  # in a callback, or while threads end
        _leave()
    sys.__unraisablehook__(lost)


def _leave(*_: object) -> None:
    """End the process with one line, at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:  # noqa: SIM105 - contextlib would have to be imported
        os.write(sys.stderr.fileno(), b"kzcheck: interrupted\n")
    except (AttributeError, OSError, ValueError):  # the stream is closed
        pass
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
