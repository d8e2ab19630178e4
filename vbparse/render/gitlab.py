"""What `check` found, as a code quality report of GitLab."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from vbparse.check.session import Session
from vbparse.model import Diagnostic, FileReport
from vbparse.plain import dump_wide
from vbparse.render.output import Writer

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write_gitlab(session: Session, out: Writer) -> None:
    """One list of all findings that count."""
    found = [_issue(report, one) for report in session.reports() for one in report.diagnostics]
    out.write(f"{dump_wide(found)}\n")


def _issue(report: FileReport, found: Diagnostic) -> dict[str, Any]:
    path = PurePath(report.path).as_posix()
    line = report.source.position(found.span.start)[0]
    end = report.source.position(max(found.span.start, found.span.end - 1))[0]
    # A finding of another file must not have the same one.
    fingerprint = hashlib.sha256(f"{path}\n{found.fingerprint}".encode("utf-8", "replace")).hexdigest()
    return {
        "description": found.message,
        "check_name": f"{found.code} {found.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[found.severity],
        "location": {"path": path, "lines": {"begin": line, "end": end}},
    }
