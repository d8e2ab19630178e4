"""The program: answers `--version` at once, leaves all else to the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from vbparse import __version__

        print(f"vbparse {__version__}")
        return
    from vbparse.cli import run

    run()


if __name__ == "__main__":
    main()
