"""The program: answers `--version` at once, leaves all else to the command line."""

from __future__ import annotations

import gc
import sys

_GARBAGE = 100_000
"""New objects before Python looks for cycles among them: a plan makes half as many, and no run lives long."""


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from vbparse import __version__

        print(f"vbparse {__version__}")
        return
    gc.set_threshold(_GARBAGE)
    import signal

    try:
        from vbparse.direct import direct_call, end

        end(direct_call(sys.argv[1:]) or _command_line)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        # What is kept for the next run is written yet; a second Ctrl-C must not cut it short.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Python remembers a Ctrl-C inside exec(), by which named tuples are made, and would end by the signal.
        exec("")
        # The program ends: nobody has to look through all that it made once more.
        gc.freeze()


def _command_line() -> int | None:
    """Any call, read by typer."""
    from vbparse.cli import command_line

    return command_line()


if __name__ == "__main__":
    main()
