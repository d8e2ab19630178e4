"""Can it be asked here which vulnerabilities are known? Exit code 0 if so; else 1, and the reason is said.

    python tools/advisories.py https://pypi.org/pypi/pip/25.0/json

A machine without a network, and one whose mirror of the index knows no advisories, must not fail for that; and
pip-audit would take an index that knows nothing for one that has nothing to say. So this asks as pip-audit does, for
one version of one package that any such index knows.
"""

from __future__ import annotations

import json
import sys
from urllib.request import urlopen

PATIENCE = 20
"""Seconds after which nobody is held to answer."""


def problem(url: str) -> str | None:
    """Why advisories cannot be had from an address; null if they can."""
    try:
        with urlopen(url, timeout=PATIENCE) as answer:
            known = json.load(answer)
    except (OSError, ValueError) as reason:
        return str(reason)
    return None if isinstance(known, dict) and "vulnerabilities" in known else "its answer names no vulnerabilities"


def main() -> None:
    """Ask, and say why not."""
    reason = problem(sys.argv[1])
    if reason:
        print(f"NOT audited: {sys.argv[1]} cannot be asked ({reason})", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    main()
